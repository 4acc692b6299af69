"""Claims of reuse checked: what is said to fit as is, what supports it, and what it would cost if it did not."""

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell, stated_modifier
from reuse_app.analysis.cost.cocomo import PRESETS
from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Fit

PROVEN_TRL = 7
"""From here on a capability has been shown in the environment where it is to be used."""


class Doubt(StrEnum):
    """Why a claim of "as is" is not proven."""

    NO_EVIDENCE = "no evidence"
    LOW_TRL = "readiness below 7"
    OTHER_ENVIRONMENT = "proven at home only"


DOUBTS = {
    Doubt.NO_EVIDENCE: "no evidence is stated",
    Doubt.LOW_TRL: "its readiness there is below TRL 7",
    Doubt.OTHER_ENVIRONMENT: "its readiness is known for its home product only",
}


class Claim(Finding):
    """A capability that is said to fit a product as is, without proof."""

    capability: str = Field(description="Key of the capability.")
    product: str = Field(description="Key of the product.")
    trl: int | None = Field(description="Readiness in this product, or at home when the link states none.")
    doubts: tuple[Doubt, ...] = Field(description="Why it is not proven.")
    sentence: str = Field(description="The same in words.")
    cost: float | None = Field(description="Cost as claimed; null when no build cost is stated.")
    cost_if_rework: float | None = Field(description="Cost if it were a rework.")
    owed: float | None = Field(description="The difference: what the plan owes to this claim; 0 or more.")


def check_claims(cells: Sequence[Cell]) -> tuple[Claim, ...]:
    """Return the unproven claims of "as is" among the candidates: the most owed first, then by key.

    A claim is unproven when the link states no evidence, when the readiness for the pair (or, where the link states
    none, that at home) is below 7, or when the capability was built for another product and the link states no
    readiness. Heritage that did not hold grew cost in four of five missions (Barley, Bacskay & Newhouse 2010).
    """
    claims = [_claim(cell, doubts) for cell in cells if (doubts := _doubts(cell))]
    return tuple(sorted(claims, key=lambda claim: (-(claim.owed or 0), claim.capability, claim.product)))


def _doubts(cell: Cell) -> tuple[Doubt, ...]:
    if cell.link.fit is not Fit.AS_IS or not cell.from_stock or cell.product.home:
        return ()
    trl = _trl(cell)
    home = cell.capability.home_product
    doubts = {
        Doubt.NO_EVIDENCE: not cell.link.evidence,
        Doubt.LOW_TRL: trl is not None and trl < PROVEN_TRL,
        Doubt.OTHER_ENVIRONMENT: cell.link.trl is None and home is not None and home != cell.product.key,
    }
    return tuple(doubt for doubt, is_raised in doubts.items() if is_raised)


def _claim(cell: Cell, doubts: tuple[Doubt, ...]) -> Claim:
    build = cell.build
    rework = max(cell.modifier, stated_modifier(cell.capability, cell.link, PRESETS[Fit.REWORK]))
    reasons = "; ".join(DOUBTS[doubt] for doubt in doubts)
    return Claim(
        capability=cell.capability.key,
        product=cell.product.key,
        trl=_trl(cell),
        doubts=doubts,
        sentence=f"{cell.where} is said to fit as is, but {reasons}.",
        cost=cell.cost,
        cost_if_rework=None if build is None else rework * build.likely,
        owed=None if build is None else (rework - cell.modifier) * build.likely,
    )


def _trl(cell: Cell) -> int | None:
    return cell.capability.trl if cell.link.trl is None else cell.link.trl
