"""The pages of the inventory library."""
