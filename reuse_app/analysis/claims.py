"""Claims of reuse checked: what is said to fit, what supports it, and what it would cost if it were a rework."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import lru_cache

from pydantic import Field

from reuse_app.analysis.cost.adaptation import PRESETS, Cell, adaptation_factor, stated_modifier
from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Fit

NEEDED = {Fit.AS_IS: 7, Fit.ADJUST: 5, Fit.REWORK: 3}
"""The readiness that a claim needs, on both scales (TRL and RRL); narrative/methods/claims.md says why."""


class Doubt(StrEnum):
    """Why a claim of reuse is not proven."""

    NO_EVIDENCE = "no evidence"
    LOW_TRL = "technology readiness too low"
    OTHER_ENVIRONMENT = "proven at home only"
    LOW_RRL = "reuse readiness too low"


DOUBTS = {
    Doubt.NO_EVIDENCE: "no evidence is stated",
    Doubt.LOW_TRL: "its readiness there is below TRL {needed}",
    Doubt.OTHER_ENVIRONMENT: "its readiness is known for its home product only",
    Doubt.LOW_RRL: "its readiness for reuse is below RRL {needed}",
}
FITS = {Fit.AS_IS: "as is", Fit.ADJUST: "with a slight adjustment", Fit.REWORK: "after a rework"}


class Claim(Finding):
    """A capability that is said to fit a product, without proof."""

    capability: str = Field(description="Key of the capability.")
    product: str = Field(description="Key of the product.")
    fit: Fit = Field(description="How it is said to fit: as is, with a slight adjustment, or after a rework.")
    trl: int | None = Field(description="Readiness in this product, or at home when the link states none.")
    rrl: int | None = Field(description="Readiness of the capability for reuse.")
    needed: int = Field(description="The readiness that such a claim needs, on both scales.")
    doubts: tuple[Doubt, ...] = Field(description="Why it is not proven.")
    sentence: str = Field(description="The same in words.")
    cost: float | None = Field(description="Cost as claimed; null when no build cost is stated.")
    cost_if_rework: float | None = Field(description="Cost if it were a rework.")
    owed: float | None = Field(description="The difference: what the plan owes to this claim; 0 or more.")


def check_claims(cells: Sequence[Cell], first: Collection[str] = ()) -> tuple[Claim, ...]:
    """Return the unproven claims of reuse among the candidates: those of the first, the most owed, then by key.

    Whoever states a fit, or how much changes, claims that the capability can be reused there. The claim is unproven
    when the link states no evidence, or when a readiness is below what the claim needs: that of the pair (where the
    link states none, that at home), or that for reuse. What fits as is is unproven too when it was built for another
    product and the link states no readiness. Heritage that did not hold grew cost in four of five missions (Barley,
    Bacskay & Newhouse 2010).

    Args:
        cells: the needed links.
        first: the products whose claims matter most, because they are chosen.
    """
    found = ((cell, fit) for cell in cells if (fit := claimed_fit(cell)))
    claims = [_claim(cell, fit, doubts) for cell, fit in found if (doubts := _doubts(cell, fit))]
    return tuple(
        sorted(claims, key=lambda one: (one.product not in first, -(one.owed or 0), one.capability, one.product))
    )


def claimed_fit(cell: Cell) -> Fit | None:
    """Return how a capability in house is said to fit a candidate; None where nobody claims that it can be reused.

    Percentages without a fit claim the first fit whose preset changes as much.
    """
    if cell.product.home or cell.is_assumed or not cell.from_stock or cell.factor is None:
        return None
    if cell.link.fit:
        return cell.link.fit
    return next((fit for fit in (Fit.AS_IS, Fit.ADJUST) if cell.factor <= adaptation_factor(*PRESETS[fit])), Fit.REWORK)


def _doubts(cell: Cell, fit: Fit) -> tuple[Doubt, ...]:
    trl, rrl, home = _trl(cell), cell.capability.rrl, cell.capability.home_product
    is_elsewhere, needed = home is not None and home != cell.product.key, NEEDED[fit]
    doubts = (
        (Doubt.NO_EVIDENCE, not cell.link.evidence),
        (Doubt.LOW_TRL, trl is not None and trl < needed),
        (Doubt.OTHER_ENVIRONMENT, fit is Fit.AS_IS and cell.link.trl is None and is_elsewhere),
        (Doubt.LOW_RRL, rrl is not None and rrl < needed),
    )
    return tuple(doubt for doubt, is_raised in doubts if is_raised)


def _claim(cell: Cell, fit: Fit, doubts: tuple[Doubt, ...]) -> Claim:
    build = cell.build
    rework = max(cell.modifier, stated_modifier(cell.capability, cell.link, PRESETS[Fit.REWORK]))
    return Claim(
        capability=cell.capability.key,
        product=cell.product.key,
        fit=fit,
        trl=_trl(cell),
        rrl=cell.capability.rrl,
        needed=NEEDED[fit],
        doubts=doubts,
        sentence=f"{cell.where} is said to fit {FITS[fit]}, but {in_words(doubts, fit)}.",
        cost=cell.cost,
        cost_if_rework=None if build is None else rework * build.likely,
        owed=None if build is None else (rework - cell.modifier) * build.likely,
    )


def may_not_work(claim: Claim) -> bool:
    """Whether a product could fail with this claim, and not only cost more: as is without proof, or technology too low.

    Of an adjustment or a rework it is expected that something has to be shown yet.
    """
    is_as_is = claim.fit is Fit.AS_IS and set(claim.doubts) != {Doubt.LOW_RRL}
    return is_as_is or Doubt.LOW_TRL in claim.doubts


@lru_cache(maxsize=64)
def in_words(doubts: tuple[Doubt, ...], fit: Fit) -> str:
    """Return what is in doubt about such a claim, for the end of a sentence; remembered, as few things can be."""
    return "; ".join(DOUBTS[doubt].format(needed=NEEDED[fit]) for doubt in doubts)


def _trl(cell: Cell) -> int | None:
    return cell.capability.trl if cell.link.trl is None else cell.link.trl
