"""How fast the team learns: iterations per month x progress per iteration, from the log."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from statistics import fmean

from pydantic import Field

from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Decision, Iteration, Worksheet

MONTH_DAYS = 30


class Gain(Finding):
    """What one iteration of the log brought."""

    date: dt.date = Field(description="The day it ended.")
    progress: float | None = Field(description="Its progress in percent; null when not stated.")


class Progress(Finding):
    """How fast one product advances."""

    iterations: int = Field(description="How many iterations have ended.")
    lessons: int = Field(description="How many of them left a lesson.")
    failed: int = Field(description="How many made no progress; with a lesson they are results all the same.")
    per_month: float | None = Field(description="Iterations per 30 days; null while neither dates nor a plan tell.")
    planned_per_month: float | None = Field(description="The same as planned by the length of an iteration.")
    average_progress: float | None = Field(description="Percent per iteration; null when none states it.")
    rate: float | None = Field(description="per_month x average_progress: percent per 30 days.")
    steps: tuple[Gain, ...] = Field(description="The iterations in order of date.")


def measure_progress(worksheet: Worksheet) -> dict[str, Progress]:
    """Return the progress of each product that has iterations, by key.

    Dates are the days on which iterations ended, so that n of them span n - 1 lengths; with one iteration, or all on
    one day, the planned length counts.
    """
    log = sorted(worksheet.iterations, key=lambda one: (one.product, one.date, one.progress or 0, one.tried))
    of = {product: list(ended) for product, ended in groupby(log, key=lambda one: one.product)}
    return {product: _progress(ended, worksheet.decision_by_product.get(product)) for product, ended in of.items()}


def _progress(ended: Sequence[Iteration], decision: Decision | None) -> Progress:
    stated = [one.progress for one in ended if one.progress is not None]
    planned = MONTH_DAYS / decision.iteration_days if decision and decision.iteration_days else None
    days = (ended[-1].date - ended[0].date).days
    per_month = (len(ended) - 1) * MONTH_DAYS / days if days else planned
    average = fmean(stated) if stated else None
    return Progress(
        iterations=len(ended),
        lessons=sum(bool(one.lesson) for one in ended),
        failed=sum(progress == 0 for progress in stated),
        per_month=per_month,
        planned_per_month=planned,
        average_progress=average,
        rate=per_month * average if per_month is not None and average is not None else None,
        steps=tuple(Gain(date=one.date, progress=one.progress) for one in ended),
    )
