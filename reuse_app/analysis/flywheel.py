"""Loops in which a product gives something back to a capability that it, or another product, lives from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from reuse_app.analysis.cells import Cell

LONGEST = 3
"""Products in the longest loop that is looked for; longer ones are hard to tell and harder to believe."""
MOST_LOOPS = 100

Loop = tuple[str, ...]
"""Keys in turn: product, capability, product, capability ...; the last capability serves the first product."""


def find_flywheels(cells: Sequence[Cell]) -> tuple[Loop, ...]:
    """Return the loops of return flow, the shortest first and then by key, each starting at its first product.

    A loop runs from a product to a capability to which it gives something back, and on to a product that uses that
    capability, until it is back where it began. At most 100 loops of at most three products are returned.
    """
    gives: dict[str, list[str]] = {}
    serves: dict[str, list[str]] = {}
    for cell in cells:
        if cell.link.return_flow:
            gives.setdefault(cell.product.key, []).append(cell.capability.key)
        if cell.is_shared:
            serves.setdefault(cell.capability.key, []).append(cell.product.key)
    return tuple(islice(_loops(gives, serves), MOST_LOOPS))


def tell_flywheels(loops: Sequence[Loop], cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return each loop as a line to be read aloud, ending with everyone whom its last capability serves.

    Args:
        loops: as they were found.
        cells: the cells in which they were found.
    """
    by_key = {(cell.product.key, cell.capability.key): cell for cell in cells}
    served: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.is_shared:
            served.setdefault(cell.capability.key, []).append(cell)
    return tuple(_tell(loop, by_key, served[loop[-1]]) for loop in loops)


def _tell(loop: Loop, by_key: Mapping[tuple[str, str], Cell], served: Sequence[Cell]) -> str:
    words = []
    for step in zip(loop[::2], loop[1::2], strict=True):
        cell = by_key[step]
        words += [cell.product.name, cell.link.return_flow, cell.capability.name]
    first_of_all = sorted(served, key=lambda cell: (cell.product.key != loop[0], cell.product.key))
    return " → ".join([*words, ", ".join(cell.product.name for cell in first_of_all)])


def _loops(gives: Mapping[str, Sequence[str]], serves: Mapping[str, Sequence[str]]) -> Iterator[Loop]:
    for length in range(1, LONGEST + 1):
        for start in sorted(gives):
            yield from _extend((start,), length, gives, serves)


def _extend(
    path: Loop, length: int, gives: Mapping[str, Sequence[str]], serves: Mapping[str, Sequence[str]]
) -> Iterator[Loop]:
    """Yield the loops that begin with this path and have so many products, none before the first by key."""
    start, product = path[0], path[-1]
    is_last = len(path) == 2 * length - 1
    for capability in gives.get(product, ()):
        if capability in path[1::2]:
            continue
        users = serves.get(capability, ())
        if is_last and start in users:
            yield (*path, capability)
        elif not is_last:
            for user in users:
                if user > start and user not in path[::2]:
                    yield from _extend((*path, capability, user), length, gives, serves)
