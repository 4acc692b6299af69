"""What the considered products cost alone and as a family that shares its capabilities."""

from collections.abc import Sequence
from itertools import accumulate
from math import fsum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.bills import EVEN, ORGANISATION, Bill, Bills, Cost, Source, total
from reuse_app.analysis.cost.simple import QualitativeSimple, Simple, compare_terms, sum_terms
from reuse_app.analysis.cost.uncertainty import Draws, Swing, ranges_of_costs, rank_swings, sharing_from
from reuse_app.analysis.finding import Finding, Range


class LinkCost(Finding):
    """What it costs to bring one capability into one product."""

    capability: str = Field(description="Key of the capability.")
    product: str = Field(description="Key of the product.")
    need: int = Field(description="1 weak, 3 moderate, 9 strong.")
    fit: str = Field(description="The fit that counts: stated, or as is for a missing one, or adjust by default.")
    assumed: bool = Field(description="True when neither fit nor change is stated for an in-house capability.")
    factor: float | None = Field(description="AAF in percent; null when it is built anew.")
    modifier: float = Field(description="AAM: share of the build cost that is paid; 1 when it is built anew.")
    cost: float | None = Field(description="modifier x likely build cost; null when no build cost is stated.")


class Economics(Finding):
    """Costs of the considered products in the workshop's unit; sums over several leave out those that lack a cost."""

    links: tuple[LinkCost, ...] = Field(description="Each needed link, by capability and product.")
    rebuild: dict[str, float | None] = Field(
        description="What a stranger would pay for each product; at least this if it is incomplete, null when nothing "
        "is stated."
    )
    solo: dict[str, float | None] = Field(
        description="What each costs alone, with what the organisation has; at least this if it is incomplete."
    )
    solo_range: dict[str, Range] = Field(description="The same as a range, of those that lack nothing.")
    in_family: dict[str, float | None] = Field(description="What each product pays beside what is shared.")
    incomplete: dict[str, tuple[str, ...]] = Field(
        description="For each product that cannot be weighed yet: the keys of the capabilities that lack a cost, and "
        "its own when it has no own cost."
    )
    platform: dict[str, float] = Field(
        description="What is paid once for each shared capability: having it if it is missing, making it shareable."
    )
    organisation: float | None = Field(
        description="What is paid once to run two or more products as a family; null when nobody stated it."
    )
    family: float | None = Field(
        description="Cost of all of them together, shared costs paid once; at least this if one is incomplete."
    )
    family_range: Range | None = Field(description="The same as a range; null if one is incomplete.")
    reuse_saves: float | None = Field(
        description="Sum of rebuild less sum of solo, over those that lack nothing: what having it already saves."
    )
    reuse_saves_range: Range | None = Field(description="The same as a range.")
    sharing_saves: float | None = Field(
        description="Sum of solo less the family, over those that lack nothing: what doing them together saves."
    )
    sharing_saves_range: Range | None = Field(description="The same as a range.")
    order: tuple[str, ...] = Field(description="The products that lack nothing, in the worksheet's order.")
    average: tuple[float, ...] = Field(description="Average cost per product of the first 1, 2, 3 ... of them.")
    average_range: tuple[Range, ...] = Field(description="The same, as ranges.")
    break_even: int | None = Field(
        description="First number of products that share a cost and together cost no more than each alone; null when "
        "none does, or nothing shared has a cost."
    )
    break_even_range: tuple[int, int] | None = Field(
        description="One draw in ten breaks even before the first, one in ten after the second; null when none does."
    )
    break_even_share: float | None = Field(description="Share of the draws that break even at all.")
    tornado: tuple[Swing, ...] = Field(description="The three estimates that move the savings of both kinds most.")
    simple: Simple | None = Field(description="The same family in the four terms of SIMPLE.")
    qualitative: QualitativeSimple | None = Field(
        description="The four terms as higher or lower, for use without numbers."
    )
    unknown_capabilities: tuple[str, ...] = Field(description="Needed capabilities without a build cost.")
    unknown_products: tuple[str, ...] = Field(description="Products without an own cost.")

    @property
    def saved(self) -> float | None:
        """What reuse and sharing save together: what a stranger would pay, less the family."""
        return None if self.reuse_saves is None or self.sharing_saves is None else self.reuse_saves + self.sharing_saves


def assess_economics(cells: Sequence[Cell], bills: Bills, draws: Draws) -> Economics:
    """Return the costs of the considered products, alone and as a family, with ranges from the draws.

    Args:
        cells: the needed links; those of home products are passed over.
        bills: what these products pay for them.
        draws: what was drawn for the estimates on the bills.

    Source: methods after Clements, McGregor & Cohen, SIMPLE, 2005, and Boehm et al., COCOMO II, 2000.
    """
    cells = [cell for cell in cells if not cell.product.home]
    whole = bills.weighable
    rebuild, solo, steps = (_totals(whole, group) for group in (whole.rebuild, whole.solo, whole.steps))
    is_known, ranges = bool(whole.products), ranges_of_costs(whole, draws)
    organisation = bills.estimates.get(ORGANISATION)
    return Economics(
        links=tuple(_link_cost(cell) for cell in cells),
        rebuild=_by_product(bills, bills.rebuild),
        solo=_by_product(bills, bills.solo),
        solo_range=ranges.solo,
        in_family=_by_product(bills, bills.own),
        incomplete={key: _keys(lacks) for key, lacks in bills.lacks.items()},
        platform={key: total(bill, bills.likely) for key, (bill, _) in bills.shared.items()},
        organisation=organisation.likely if organisation else None,
        family=bills.family(bills.products).value if any(bills.rebuild) or any(bills.solo) else None,
        family_range=None if bills.lacks else ranges.family,
        reuse_saves=fsum(rebuild) - fsum(solo) if is_known else None,
        reuse_saves_range=ranges.reuse_saves,
        sharing_saves=fsum(solo) - fsum(steps) if is_known else None,
        sharing_saves_range=ranges.sharing_saves,
        order=whole.products,
        average=tuple(cost / n for n, cost in enumerate(accumulate(steps), 1)),
        average_range=ranges.average,
        break_even=break_even(solo, steps, sharing_from(whole)),
        break_even_range=ranges.break_even,
        break_even_share=ranges.break_even_share,
        tornado=rank_swings(whole),
        simple=sum_terms(whole) if is_known else None,
        qualitative=compare_terms(cells) if cells else None,
        unknown_capabilities=_lacking(bills, "build_cost"),
        unknown_products=_lacking(bills, "own_cost"),
    )


def break_even(solo: Sequence[float], steps: Sequence[float], first: int | None) -> int | None:
    """Return the first number of products whose family costs no more than they would alone; None when never.

    Args:
        solo: what each costs alone, in the order in which they join.
        steps: what each adds to the cost of the family.
        first: the number of products from which on they share a cost; None when they never do.
    """
    sums = enumerate(zip(accumulate(solo), accumulate(steps), strict=True), 1)
    reached = (n for n, (apart, together) in sums if first and n >= first and together <= apart * (1 + EVEN))
    return next(reached, None)


def _totals(bills: Bills, group: Sequence[Bill]) -> list[float]:
    return [total(bill, bills.likely) for bill in group]


def _keys(lacks: Sequence[Source]) -> tuple[str, ...]:
    return tuple(sorted({source.key for source in lacks}))


def _lacking(bills: Bills, cost: Cost) -> tuple[str, ...]:
    """Return the keys of what lacks one sort of cost."""
    return tuple(sorted({source.key for lacks in bills.lacks.values() for source in lacks if source.cost == cost}))


def _link_cost(cell: Cell) -> LinkCost:
    return LinkCost(
        capability=cell.capability.key,
        product=cell.product.key,
        need=int(cell.link.need),
        fit=cell.fit.value,
        assumed=cell.is_assumed,
        factor=cell.factor,
        modifier=cell.modifier,
        cost=cell.cost,
    )


def _by_product(bills: Bills, group: Sequence[Bill]) -> dict[str, float | None]:
    sums = zip(bills.products, _totals(bills, group), group, strict=True)
    return {key: amount if bill else None for key, amount, bill in sums}
