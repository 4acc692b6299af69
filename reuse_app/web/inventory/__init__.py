"""Step 2, Inventory."""
