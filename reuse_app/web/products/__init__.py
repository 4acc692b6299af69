"""Step 4, Products."""
