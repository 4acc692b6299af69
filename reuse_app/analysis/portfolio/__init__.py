"""Which products to choose under a budget."""
