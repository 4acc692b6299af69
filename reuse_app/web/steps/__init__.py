"""The pages of the eight steps, a blueprint for each, and what they are laid out from."""
