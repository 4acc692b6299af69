"""What came of a decision: the iterations that were made, and the result beside what had been predicted."""

import datetime as dt

from sqlmodel import Field

from reuse_app.worksheet.values import Amount, Estimate, Noun, Number, ProductKey, Prose


class Iteration(Noun):
    """One turn of the loop: what was tried, what happened, what was learned."""

    product: ProductKey = Field(description="Key of the product.")
    date: dt.date = Field(description="The day it ended, as YYYY-MM-DD.")
    tried: Prose = Field(default="", description="What was tried.")
    outcome: Prose = Field(default="", description="What happened.")
    progress: Number | None = Field(default=None, ge=0, le=100, description="Progress of this iteration, in percent.")
    lesson: Prose = Field(default="", description="What was learned; a failure with a lesson is a result.")


class Outcome(Noun):
    """The scores, cost and value of a product as they were predicted, and the result so far."""

    product: ProductKey = Field(description="Key of the product.")
    date: dt.date | None = Field(
        default=None, description="The day the result was looked at, as YYYY-MM-DD; empty until then."
    )
    predicted_potential: Number | None = Field(default=None, ge=1, le=4, description="Potential as it was scored.")
    predicted_challenge: Number | None = Field(default=None, ge=1, le=4, description="Challenge as it was scored.")
    predicted_cost: Estimate | None = Field(default=None, description="Cost as estimated then, in the unit of cost.")
    predicted_value: Estimate | None = Field(default=None, description="Value as estimated then, in the unit of cost.")
    cost: Amount | None = Field(default=None, description="What it has cost, in the unit of cost.")
    value: Amount | None = Field(default=None, description="What it has brought, in the unit of cost.")
    note: Prose = Field(default="", description="Why it came out so, and what to predict otherwise next time.")
