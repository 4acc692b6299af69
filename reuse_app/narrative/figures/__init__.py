"""Figures made on the server: SVG that reads in light, dark and grey, each with the table that says the same."""

from collections.abc import Callable, Mapping

from reuse_app.analysis import Findings
from reuse_app.narrative.figures.average_cost import average_cost
from reuse_app.narrative.figures.figure import Figure
from reuse_app.narrative.figures.flow import flow
from reuse_app.narrative.figures.flywheels import flywheels
from reuse_app.narrative.figures.heat_map import heat_map
from reuse_app.narrative.figures.iteration_progress import iteration_progress
from reuse_app.narrative.figures.potential_challenge import potential_challenge
from reuse_app.narrative.figures.rank_acceptability import rank_acceptability
from reuse_app.narrative.figures.tornado import tornado
from reuse_app.narrative.figures.value_over_budget import value_over_budget
from reuse_app.worksheet import Worksheet

FIGURES: Mapping[str, Callable[[Worksheet, Findings], Figure | None]] = {
    "heat-map": heat_map,
    "flow": flow,
    "potential-challenge": potential_challenge,
    "rank-acceptability": rank_acceptability,
    "value-over-budget": value_over_budget,
    "average-cost": average_cost,
    "tornado": tornado,
    "flywheels": flywheels,
    "iteration-progress": iteration_progress,
}
"""What draws each figure, by its key; it returns nothing as long as the worksheet says too little."""

__all__ = [
    "FIGURES",
    "Figure",
    "average_cost",
    "flow",
    "flywheels",
    "heat_map",
    "iteration_progress",
    "potential_challenge",
    "rank_acceptability",
    "tornado",
    "value_over_budget",
]
