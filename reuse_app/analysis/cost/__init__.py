"""What reuse costs: one capability in one product, a product alone, and a family that shares."""
