"""Figures made on the server: SVG that reads in light, dark and grey, each with the table that says the same."""

from reuse_app.report.figures.average_cost import average_cost
from reuse_app.report.figures.figure import Figure
from reuse_app.report.figures.heat_map import heat_map
from reuse_app.report.figures.potential_challenge import potential_challenge

__all__ = [
    "Figure",
    "average_cost",
    "heat_map",
    "potential_challenge",
]
