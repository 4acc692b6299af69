"""Reuse: what else a team could make from what it already has."""
