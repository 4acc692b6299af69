"""What every entry of a list can: be merged, marked, undone, told of."""
