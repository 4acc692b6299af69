"""What was predicted for a product beside what happened, so that the next workshop can learn from both."""

import datetime as dt

from sqlmodel import Field

from reuse_app.worksheet.estimate import Amount, Estimate, Number
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.text import ProductKey, Prose


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
