"""Which products stay in the best set when costs and values are drawn from their ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reuse_app.analysis.bills import Source

if TYPE_CHECKING:
    from reuse_app.analysis.draws import Draws
    from reuse_app.analysis.offer import Offer
    from reuse_app.analysis.sets import Sets

TIE = 1e-9
"""What a unit of cost takes from the worth of a set, so that of two equal sets the cheaper is best."""


def measure_steadiness(offer: Offer, sets: Sets, draws: Draws) -> dict[str, float]:
    """Return for each product the share of draws in which it is in the best of the sets, 0 to 1.

    Args:
        offer: the products with what they are to pay.
        sets: the sets among which the best is picked; at least one.
        draws: what was drawn for the costs and values of the offer.
    """
    import numpy as np  # noqa: PLC0415  # heavy: imported where it is used

    worth_of = [{Source("value", key): 1.0} if Source("value", key) in offer.values else {} for key in offer.products]
    own, shared = draws.rows(offer.own), draws.rows([bill for bill, _ in offer.shared])
    costs = sets.members @ (own @ draws.amounts) + sets.is_paid @ (shared @ draws.amounts)
    values = sets.members @ (draws.rows(worth_of) @ draws.amounts)
    worths = values - costs * (1.0 if sets.choice.less_cost else TIE)
    worths[costs > sets.choice.limit] = -np.inf
    is_any = np.isfinite(worths.max(axis=0)).reshape(-1, 1)
    shares = (sets.members[worths.argmax(axis=0)] * is_any).mean(axis=0)
    return dict(zip(offer.products, shares.tolist(), strict=True))
