"""Whether raw data is a worksheet, and what to say when it is not."""
