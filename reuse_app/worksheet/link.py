"""A link: what one product needs of one capability."""

from sqlmodel import Field

from reuse_app.worksheet.estimate import Number
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.scales import Fit, Need
from reuse_app.worksheet.text import CapabilityKey, Line, ProductKey, Prose


class Change(Noun):
    """How much changes when a capability is reused (COCOMO II reuse model, Boehm et al. 2000)."""

    design: Number = Field(ge=0, le=100, description="Percent of the design changed.")
    realisation: Number = Field(ge=0, le=100, description="Percent of the realisation changed.")
    integration: Number = Field(
        ge=0, le=1000, description="Percent of integration and validation effort, relative to new; may exceed 100."
    )


class Link(Noun):
    """One cell of the map; a link with need 0 says that it was considered and is not needed."""

    capability: CapabilityKey = Field(description="Key of the capability.")
    product: ProductKey = Field(description="Key of the product.")
    need: Need = Field(description="0 none, 1 weak, 3 moderate, 9 strong.")
    fit: Fit | None = Field(default=None, description="How the capability would be reused there.")
    change: Change | None = Field(default=None, description="Percentages that replace the preset of the fit.")
    assessment: Number | None = Field(default=None, ge=0, le=8, description="COCOMO II assessment, 0 to 8.")
    unfamiliarity: Number | None = Field(default=None, ge=0, le=1, description="0 familiar to 1 unfamiliar.")
    trl: int | None = Field(default=None, ge=1, le=9, description="Readiness in this product, 1 to 9.")
    return_flow: Line = Field(default="", description="What the product gives back: data, volume, learning.")
    evidence: Prose = Field(default="", description="What shows that the fit is as stated.")
    note: Prose = Field(default="", description="Anything else worth keeping.")
