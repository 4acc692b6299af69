"""What the considered products cost alone and as a family that shares its capabilities."""

from collections.abc import Sequence
from itertools import accumulate
from math import fsum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.bills import EVEN, Bills, Source, total
from reuse_app.analysis.cost.draws import Draws
from reuse_app.analysis.cost.simple import QualitativeSimple, Simple, compare_terms, sum_terms
from reuse_app.analysis.cost.uncertainty import Swing, rank_swings, spread_of_costs
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
    """Costs of the considered products in the workshop's unit; what nobody stated is left out of every sum."""

    links: tuple[LinkCost, ...] = Field(description="Each needed link, by capability and product.")
    standalone: dict[str, float | None] = Field(description="Cost of each product alone; null when nothing is stated.")
    standalone_range: dict[str, Range] = Field(description="The same, as a range.")
    in_family: dict[str, float | None] = Field(description="What each product pays beside what is shared.")
    platform: dict[str, float] = Field(description="What is paid once for each shared capability.")
    family: float | None = Field(description="Cost of all of them together, shared costs paid once.")
    family_range: Range | None = Field(description="The same, as a range.")
    savings: float | None = Field(description="Sum of the standalone costs, less the family cost.")
    savings_range: Range | None = Field(description="The same, as a range.")
    order: tuple[str, ...] = Field(description="The products in the worksheet's order: that of the average curve.")
    average: tuple[float, ...] = Field(description="Average cost per product of the first 1, 2, 3 ... of them.")
    average_range: tuple[Range, ...] = Field(description="The same, as ranges.")
    break_even: int | None = Field(description="First number of products at which sharing costs no more than not.")
    break_even_range: tuple[int, int] | None = Field(
        description="One draw in ten breaks even before the first, one in ten after the second; null when none does."
    )
    break_even_share: float | None = Field(description="Share of the draws that break even at all.")
    tornado: tuple[Swing, ...] = Field(description="The three estimates that move the savings most.")
    simple: Simple | None = Field(description="The same family in the four terms of SIMPLE.")
    qualitative: QualitativeSimple | None = Field(
        description="The four terms as higher or lower, for use without numbers."
    )
    unknown_capabilities: tuple[str, ...] = Field(description="Needed capabilities without a build cost.")
    unknown_products: tuple[str, ...] = Field(description="Candidates without an own cost.")


def assess_economics(cells: Sequence[Cell], bills: Bills, draws: Draws) -> Economics:
    """Return the costs of the considered products, alone and as a family, with ranges from the draws.

    Args:
        cells: the needed links; those of home products are passed over.
        bills: what these products pay for them.
        draws: what was drawn for the estimates on the bills.

    Source: methods after Clements, McGregor & Cohen, SIMPLE, 2005, and Boehm et al., COCOMO II, 2000.
    """
    cells = [cell for cell in cells if not cell.product.home]
    alone = [total(bill, bills.likely) for bill in bills.alone]
    steps = [total(bill, bills.likely) for bill in bills.steps]
    family = fsum(steps)
    is_known = any(bills.alone) or any(bills.steps)
    standalone = _by_product(bills, alone, bills.alone)
    spread = spread_of_costs(bills, draws)
    return Economics(
        links=tuple(_link_cost(cell) for cell in cells),
        standalone=standalone,
        standalone_range={key: found for key, found in spread.standalone.items() if standalone[key] is not None},
        in_family=_by_product(bills, [total(bill, bills.likely) for bill in bills.own], bills.own),
        platform={key: bills.likely[source] for key, (source, _) in bills.shared.items()},
        family=family if is_known else None,
        family_range=spread.family,
        savings=fsum(alone) - family if is_known else None,
        savings_range=spread.savings,
        order=bills.products,
        average=tuple(cost / n for n, cost in enumerate(accumulate(steps), 1)) if is_known else (),
        average_range=spread.average,
        break_even=break_even(alone, steps) if is_known else None,
        break_even_range=spread.break_even,
        break_even_share=spread.break_even_share,
        tornado=rank_swings(bills),
        simple=sum_terms(bills) if is_known else None,
        qualitative=compare_terms(cells) if cells else None,
        unknown_capabilities=tuple(
            sorted({cell.capability.key for cell in cells if cell.capability.build_cost is None})
        ),
        unknown_products=tuple(sorted(key for key in bills.products if Source("own_cost", key) not in bills.estimates)),
    )


def break_even(alone: Sequence[float], steps: Sequence[float]) -> int | None:
    """Return the first number of products whose family costs no more than they would alone; None when never.

    Args:
        alone: standalone cost of each product, in the order in which they join.
        steps: what each adds to the cost of the family.
    """
    sums = zip(accumulate(alone), accumulate(steps), strict=True)
    return next((n for n, (apart, together) in enumerate(sums, 1) if together <= apart * (1 + EVEN)), None)


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


def _by_product(bills: Bills, sums: Sequence[float], of: Sequence[object]) -> dict[str, float | None]:
    return {key: amount if bill else None for key, amount, bill in zip(bills.products, sums, of, strict=True)}
