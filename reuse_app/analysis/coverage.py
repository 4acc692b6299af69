"""What each product can take from stock, what is missing, and what nobody has found a use for."""

from collections.abc import Iterable, Sequence
from math import fsum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell, cells_by_product
from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Plan, Product, Status, Worksheet


class Coverage(Finding):
    """How much of what one product needs is met from stock."""

    by_need: float | None = Field(
        description="Share of the needs (1, 3, 9) met from stock, 0 to 1; null without needs."
    )
    by_cost: float | None = Field(
        description="Share of the build costs met from stock, 0 to 1; null unless all of them are stated."
    )
    from_stock: tuple[str, ...] = Field(description="Capabilities in house that it can reuse.")
    gaps: tuple[str, ...] = Field(description="Capabilities that are missing.")
    anew: tuple[str, ...] = Field(description="Capabilities in house that it would build anew all the same.")


class Gap(Finding):
    """A capability that is needed and that nobody in house has."""

    capability: str = Field(description="Key of the missing capability.")
    products: tuple[str, ...] = Field(description="Who needs it, the strongest need first.")
    need: int = Field(description="The strongest of these needs: 1 weak, 3 moderate, 9 strong.")
    cost: float | None = Field(description="Likely cost to have it, as its plan or else its build cost says.")
    plan: Plan | None = Field(description="How the team means to close it; null when not decided.")
    single_supplier: bool = Field(description="True when the plan hangs on one outside supplier.")


class Stock(Finding):
    """Capabilities in house that wait for a use."""

    unused: tuple[str, ...] = Field(description="No product needs it.")
    only_at_home: tuple[str, ...] = Field(description="Only products that exist already need it.")


def cover_products(cells: Sequence[Cell], products: Iterable[Product]) -> dict[str, Coverage]:
    """Return the coverage of each of the products, home products too, by key; cells of others are passed over."""
    return {key: _coverage(needed) for key, needed in cells_by_product(cells, products).items()}


def find_gaps(cells: Sequence[Cell], worksheet: Worksheet) -> tuple[Gap, ...]:
    """Return the missing capabilities that are needed: the strongest need first, then the most users, then by key."""
    plans = {plan.capability: plan for plan in worksheet.gap_plans}
    of: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.capability.status is Status.MISSING:
            of.setdefault(cell.capability.key, []).append(cell)
    gaps = []
    for key, needing in of.items():
        needing.sort(key=lambda cell: (-cell.link.need, cell.product.key))
        build, plan = needing[0].build, plans.get(key)
        gaps.append(
            Gap(
                capability=key,
                products=tuple(cell.product.key for cell in needing),
                need=int(needing[0].link.need),
                cost=None if build is None else build.likely,
                plan=plan.plan if plan else None,
                single_supplier=bool(plan and plan.single_supplier),
            )
        )
    return tuple(sorted(gaps, key=lambda gap: (-gap.need, -len(gap.products), gap.capability)))


def find_idle_stock(cells: Sequence[Cell], worksheet: Worksheet) -> Stock:
    """Return what is in house and that no product, or no new product, needs."""
    needed = {cell.capability.key for cell in cells}
    needed_anew = {cell.capability.key for cell in cells if not cell.product.home}
    in_house = sorted(one.key for one in worksheet.capabilities if one.status is Status.IN_HOUSE)
    return Stock(
        unused=tuple(key for key in in_house if key not in needed),
        only_at_home=tuple(key for key in in_house if key in needed and key not in needed_anew),
    )


def _coverage(needed: Sequence[Cell]) -> Coverage:
    stock = [cell for cell in needed if cell.from_stock]
    missing = [cell for cell in needed if cell.capability.status is Status.MISSING]
    return Coverage(
        by_need=_share(fsum(cell.link.need for cell in stock), fsum(cell.link.need for cell in needed)),
        by_cost=_share(_build_costs(stock), _build_costs(needed)) if all(cell.build for cell in needed) else None,
        from_stock=_keys(stock),
        gaps=_keys(missing),
        anew=_keys([cell for cell in needed if not cell.from_stock and cell.capability.status is Status.IN_HOUSE]),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _build_costs(cells: Sequence[Cell]) -> float:
    return fsum(cell.build.likely for cell in cells if cell.build)


def _keys(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.capability.key for cell in cells)
