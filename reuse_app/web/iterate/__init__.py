"""Step 8, Iterate."""
