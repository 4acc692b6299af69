"""A capability: something the organisation can do or has, named without the product it was built for."""

import datetime as dt

from sqlmodel import Field

from reuse_app.worksheet.estimate import Estimate, Number
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.scales import Kind, Status
from reuse_app.worksheet.text import Key, Line, Name, ProductKey, Prose

STALE_AFTER = dt.timedelta(days=365)


class Capability(Noun):
    """One line of the inventory; a needed one with status missing is a gap."""

    key: Key = Field(description="Short stable key, unique among capabilities.")
    name: Name = Field(description="A noun phrase, independent of the product it was built for.")
    kind: Kind | None = Field(default=None, description="What sort of thing it is.")
    status: Status = Field(default=Status.IN_HOUSE, description="In house, or missing (a gap).")
    home_product: ProductKey | None = Field(default=None, description="Key of the product it was built for.")
    owner: Line = Field(default="", description="Who can say more about it.")
    description: Prose = Field(default="", description="What it is, for somebody who does not know it.")
    evidence: Prose = Field(default="", description="What shows that it works: a source, a test, a record.")
    trl: int | None = Field(default=None, ge=1, le=9, description="Technology readiness at home, 1 to 9.")
    rrl: int | None = Field(default=None, ge=1, le=9, description="Reuse readiness, 1 to 9.")
    build_cost: Estimate | None = Field(default=None, description="Cost to build it anew for one product.")
    platform_cost: Estimate | None = Field(default=None, description="Cost paid once to make it shareable.")
    understanding: Number | None = Field(
        default=None, ge=10, le=50, description="COCOMO II understanding increment: 10 very clear to 50 very unclear."
    )
    nature: Prose = Field(default="", description="Verb + object (+ condition), with the product stripped away.")
    by_product: Prose = Field(default="", description="What is left over each time it runs.")
    adjustment: Prose = Field(default="", description="The smallest change that makes it useful to somebody else.")
    audience: Prose = Field(default="", description="Who has the problem that it would solve.")
    checked: dt.date | None = Field(default=None, description="The day somebody last looked at it, as YYYY-MM-DD.")


def is_stale(capability: Capability, *, today: dt.date) -> bool:
    """Say whether nobody has looked at a capability for more than a year; without a day nobody knows, so it is not."""
    return capability.checked is not None and today - capability.checked > STALE_AFTER
