"""What importing a matrix would do to a worksheet: which capabilities, products and links are new or change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reuse_app.exchange.reading.found_matrix import FoundMatrix
from reuse_app.worksheet import Capability, Link, Product, Worksheet
from reuse_app.worksheet.values import key_for

Named = TypeVar("Named", Capability, Product)


@dataclass(frozen=True)
class MatrixPlan:
    """What an import of a matrix would do: what is new, and each link that is new or changes."""

    capabilities: tuple[Capability, ...]
    products: tuple[Product, ...]
    links: tuple[Link, ...]
    unchanged: int


def plan_matrix(worksheet: Worksheet, found: FoundMatrix, *, taken: Mapping[str, frozenset[str]]) -> MatrixPlan:
    """Return what importing a matrix would do; what it names is found by name or key, and the rest is new.

    `taken` are the keys that nothing new may have, by part. Where products are on a shortlist, new ones are too.
    """
    shortlisted = any(product.shortlisted for product in worksheet.products)
    capabilities, new_capabilities = _matched(
        found.capabilities,
        worksheet.capabilities,
        taken["capability"],
        lambda key, name: Capability(key=key, name=name),
    )
    products, new_products = _matched(
        found.products,
        worksheet.products,
        taken["product"],
        lambda key, name: Product(key=key, name=name, shortlisted=shortlisted),
    )
    links, unchanged = [], 0
    for (row, column), (need, fit) in found.cells.items():
        cell = (capabilities[row], products[column])
        before = worksheet.link_by_cell.get(cell)
        after = (before or Link(capability=cell[0], product=cell[1], need=need)).model_copy(
            update={"need": need, **({"fit": fit} if fit else {})}
        )
        if after == before:
            unchanged += 1
        else:
            links.append(after)
    return MatrixPlan(tuple(new_capabilities), tuple(new_products), tuple(links), unchanged)


def _matched(
    names: Sequence[str], existing: Sequence[Named], taken: frozenset[str], make: Callable[[str, str], Named]
) -> tuple[list[str], list[Named]]:
    """Return the key of each name, and those that nothing has yet as new nouns."""
    by_name = {each.key.casefold(): each.key for each in existing}
    by_name |= {each.name.casefold(): each.key for each in reversed(existing)}
    keys, new, used = [], [], {*taken, *(each.key for each in existing)}
    for name in names:
        key = by_name.get(name.casefold())
        if key is None:
            key = key_for(name, used)
            used.add(key)
            new.append(make(key, name))
        keys.append(key)
    return keys, new
