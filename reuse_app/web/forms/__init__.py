"""Forms: what a noun looks like to fill in, what was typed, and saving it."""
