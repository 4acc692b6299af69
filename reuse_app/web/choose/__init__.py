"""Step 7, Choose."""
