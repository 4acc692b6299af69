"""How much the products have in common, what only one of them has, and what falls when one capability does."""

from collections.abc import Collection, Sequence
from math import fsum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Need


class CapabilityUse(Finding):
    """Who uses one capability, and how."""

    shared_by: tuple[str, ...] = Field(description="Products on the shared trunk.")
    own_heads: tuple[str, ...] = Field(description="Products that build their own instead.")
    adaptation: float | None = Field(description="Mean modifier on the trunk: what its users change; null without any.")
    falls: tuple[str, ...] = Field(description="Products that need it strongly: they fall when it does.")
    single_point: bool = Field(description="True when more than one product falls with it.")


class Commonality(Finding):
    """What the considered products share; the indices are null when fewer than two of them have needs."""

    ci: float | None = Field(description="Commonality index, 0 disjoint to 1 identical (Martin & Ishii). The default.")
    tcci: float | None = Field(description="Total constant commonality index (Wacker & Treleven).")
    dci: float | None = Field(description="Degree of commonality (Collier): products per component; no upper bound.")
    products: int = Field(description="How many products were compared.")
    distinct: int = Field(description="d: distinct capabilities in them; one that a product builds anew is its own.")
    used: int = Field(description="Sum of p: capabilities of each product, added up.")
    most: int = Field(description="max p: capabilities of the product that has most.")
    trunk: tuple[str, ...] = Field(description="Capabilities that two products or more share.")
    heads: dict[str, tuple[str, ...]] = Field(description="What each product has for itself alone.")
    uses: dict[str, CapabilityUse] = Field(description="Who uses each capability, home products too, and how.")
    single_points: tuple[str, ...] = Field(
        description="Capabilities with which more than one product falls, home products too."
    )


def commonality_index(products: Sequence[Collection[str]]) -> float:
    """Return the commonality index CI: 0 when the products share nothing, 1 when they are identical.

    With components in one product only there is nothing to share, and the index is 0.

    Args:
        products: the component names of each product; at least one product with at least one component.

    Raises:
        ValueError: there is no product, or no component.

    Source: Martin & Ishii, Design for Variety, 1996.
    """
    sets = _component_sets(products)
    distinct = len(set().union(*sets))
    largest, uses = max(map(len, sets)), sum(map(len, sets))
    return 1 - (distinct - largest) / (uses - largest) if uses > largest else 0.0


def tcci(products: Sequence[Collection[str]]) -> float:
    """Return the total constant commonality index: 0 when no component is used twice, towards 1 the more are.

    Args:
        products: the component names of each product; at least one product with at least one component.

    Raises:
        ValueError: there is no product, or no component.

    Source: Wacker & Treleven, Component part standardization, 1986.
    """
    sets = _component_sets(products)
    distinct, uses = len(set().union(*sets)), sum(map(len, sets))
    return 1 - (distinct - 1) / (uses - 1) if uses > 1 else 0.0


def dci(products: Sequence[Collection[str]]) -> float:
    """Return the degree of commonality index: in how many products a component is, on average; 1 or more.

    Args:
        products: the component names of each product; at least one product with at least one component.

    Raises:
        ValueError: there is no product, or no component.

    Source: Collier, The measurement and operating benefits of component part commonality, 1981.
    """
    sets = _component_sets(products)
    return sum(map(len, sets)) / len(set().union(*sets))


def compare_products(cells: Sequence[Cell]) -> Commonality:
    """Return what the considered products share; a capability that one builds anew is a component of its own.

    A home product that holds every part would force the index to 1 whatever the new ones share, so it is not compared.
    """
    considered = [cell for cell in cells if not cell.product.home]
    of: dict[str, set[str]] = {}
    for cell in considered:
        own = "" if cell.is_shared else f" built for {cell.product.key}"
        of.setdefault(cell.product.key, set()).add(cell.capability.key + own)
    sets = [of[key] for key in sorted(of)]
    is_family = len(sets) > 1
    uses = _uses(cells)
    shares = _uses(considered) if len(considered) < len(cells) else uses
    return Commonality(
        ci=commonality_index(sets) if is_family else None,
        tcci=tcci(sets) if is_family else None,
        dci=dci(sets) if is_family else None,
        products=len(sets),
        distinct=len(set().union(*sets)),
        used=sum(map(len, sets)),
        most=max(map(len, sets), default=0),
        trunk=tuple(key for key, use in shares.items() if len(use.shared_by) > 1),
        heads={key: _heads(key, shares) for key in sorted(of)},
        uses=uses,
        single_points=tuple(key for key, use in uses.items() if use.single_point),
    )


def _component_sets(products: Sequence[Collection[str]]) -> list[set[str]]:
    sets = [set(components) for components in products]
    if not any(sets):
        raise ValueError("products must hold at least one product with at least one component")
    return sets


def _uses(cells: Sequence[Cell]) -> dict[str, CapabilityUse]:
    of: dict[str, list[Cell]] = {}
    for cell in cells:
        of.setdefault(cell.capability.key, []).append(cell)
    return {key: _use(of[key]) for key in sorted(of)}


def _use(cells: Sequence[Cell]) -> CapabilityUse:
    shared = [cell for cell in cells if cell.is_shared]
    falls = tuple(cell.product.key for cell in shared if cell.link.need is Need.STRONG)
    return CapabilityUse(
        shared_by=tuple(cell.product.key for cell in shared),
        own_heads=tuple(cell.product.key for cell in cells if not cell.is_shared),
        adaptation=fsum(cell.modifier for cell in shared) / len(shared) if shared else None,
        falls=falls,
        single_point=len(falls) > 1,
    )


def _heads(product: str, uses: dict[str, CapabilityUse]) -> tuple[str, ...]:
    return tuple(key for key, use in uses.items() if use.shared_by == (product,) or product in use.own_heads)
