"""What the team decides and what it does next: decisions, gap plans, iterations, constraints."""

import datetime as dt

from pydantic import field_validator
from sqlmodel import Field

from reuse_app.worksheet.estimate import Number
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.scales import Plan, Role
from reuse_app.worksheet.text import CapabilityKey, Line, ProductKey, Prose


class Decision(Noun):
    """The role of a product, why, and how the team will find out whether that was right."""

    product: ProductKey = Field(description="Key of the product.")
    role: Role = Field(description="Primary, growth option, backup, keep open or in storage.")
    reason: Prose = Field(default="", description="Why.")
    dissent: Prose = Field(default="", description="Who saw it differently, and why.")
    assumption: Prose = Field(default="", description="The riskiest assumption.")
    test: Prose = Field(default="", description="The cheapest test of that assumption.")
    measure: Prose = Field(default="", description="What is measured.")
    stop_rule: Prose = Field(default="", description="The result that would stop it.")
    owner: Line = Field(default="", description="Who sees to it.")
    iteration_days: int | None = Field(default=None, ge=1, le=3650, description="Length of one iteration in days.")
    simpler_tool: Prose = Field(default="", description="The simpler tool that was considered before machine learning.")
    data_plan: Prose = Field(default="", description="Where data comes from and what each further unit costs.")


class GapPlan(Noun):
    """How a missing capability is to be had."""

    capability: CapabilityKey = Field(description="Key of the missing capability.")
    plan: Plan = Field(description="Build, adapt open source, buy, or partner.")
    reason: Prose = Field(default="", description="Why that way.")
    single_supplier: bool = Field(default=False, description="True when it hangs on one outside supplier.")


class Iteration(Noun):
    """One turn of the loop: what was tried, what happened, what was learned."""

    product: ProductKey = Field(description="Key of the product.")
    date: dt.date = Field(description="The day it ended, as YYYY-MM-DD.")
    tried: Prose = Field(default="", description="What was tried.")
    outcome: Prose = Field(default="", description="What happened.")
    progress: Number | None = Field(default=None, ge=0, le=100, description="Progress of this iteration, in percent.")
    lesson: Prose = Field(default="", description="What was learned; a failure with a lesson is a result.")


class Constraints(Noun):
    """What any choice of products must respect."""

    must_have: tuple[ProductKey, ...] = Field(default=(), description="Products that have to be chosen.")
    exclusive: tuple[tuple[ProductKey, ...], ...] = Field(
        default=(), description="Groups of products of which at most one may be chosen."
    )
    at_most: int | None = Field(default=None, ge=1, le=1000, description="Most products that may be chosen.")

    @field_validator("exclusive")
    @classmethod
    def _more_than_one(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if any(len(set(group)) == 1 or not group for group in groups):
            raise ValueError("each group needs at least two different products")
        return groups
