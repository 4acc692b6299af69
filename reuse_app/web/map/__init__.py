"""Step 5, Map."""
