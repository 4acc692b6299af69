"""Step 6, Score."""
