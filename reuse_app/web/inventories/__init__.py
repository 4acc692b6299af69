"""The inventories that outlive workshops."""
