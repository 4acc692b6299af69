"""Loops in which a product gives something back to a capability that it, or another product, lives from."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise

from reuse_app.analysis.cost.adaptation import Cell

LONGEST = 5
"""Products in the longest loop that is looked for; longer ones are hard to tell and harder to believe."""
MOST_LOOPS = 100
MOST_STEPS = 100_000
"""Steps from one product to the next that are tried: where hundreds feed each other there are billions of ways."""

Loop = tuple[str, ...]
"""Keys in turn: product, capability, product, capability ...; the last capability serves the first product."""
Feeds = Mapping[str, Mapping[str, Sequence[str]]]
"""For each product: which others it feeds, and by way of which capabilities."""


def find_flywheels(cells: Sequence[Cell]) -> tuple[Loop, ...]:
    """Return the loops of return flow: those of one product first, then those of several that feed each other.

    A product feeds another when it gives something back to a capability that the other shares. Of several products
    only loops that cannot be cut short are returned, each once, beginning with its first product by key; at most 100
    loops in all, of at most five products, and as many as are found within a limited number of steps.
    """
    own = ((cell.product.key, cell.capability.key) for cell in cells if cell.link.return_flow and cell.is_shared)
    feeds = _feeds(cells)
    steps = iter(range(MOST_STEPS))
    several = (loop for length in range(2, LONGEST + 1) for loop in _rounds(feeds, length, steps))
    return tuple(islice(chain(sorted(own), several), MOST_LOOPS))


def tell_flywheels(loops: Sequence[Loop], cells: Sequence[Cell]) -> tuple[str, ...]:
    """Return each loop as a line to be read aloud.

    The line of one product ends with everyone whom its capability serves: "Robot → pictures → Vision → Robot, Car".

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
    if len(loop) > len(("product", "capability")):
        return " → ".join([*words, words[0]])
    others = [cell.product.name for cell in served if cell.product.key != loop[0]]
    return " → ".join([*words, ", ".join([words[0], *others])])


def _feeds(cells: Sequence[Cell]) -> Feeds:
    users: dict[str, list[str]] = {}
    for cell in cells:
        if cell.is_shared:
            users.setdefault(cell.capability.key, []).append(cell.product.key)
    feeds: dict[str, dict[str, list[str]]] = {}
    for cell in cells:
        if cell.link.return_flow:
            for user in users.get(cell.capability.key, []):
                if user != cell.product.key:
                    feeds.setdefault(cell.product.key, {}).setdefault(user, []).append(cell.capability.key)
    return feeds


def _rounds(feeds: Feeds, length: int, steps: Iterator[int]) -> Iterator[Loop]:
    """Yield the loops of so many products, by key, each step by way of the first capability that is not taken."""
    for start in sorted(feeds):
        for path in _extend((start,), length, feeds, steps):
            loop: Loop = ()
            for product, after in pairwise((*path, start)):
                loop += (product, *[key for key in feeds[product][after] if key not in loop[1::2]][:1])
            if len(loop) == 2 * length:
                yield loop


def _extend(path: Loop, length: int, feeds: Feeds, steps: Iterator[int]) -> Iterator[Loop]:
    """Yield the paths of products that begin with this one, close after so many, and cannot be cut short.

    Each try takes one of the steps; without any left there are no more paths.
    """
    if len(path) == length:
        yield path
        return
    for after, _ in zip(sorted(feeds.get(path[-1], {})), steps, strict=False):
        closes = path[0] in feeds.get(after, {})
        is_last = len(path) + 1 == length
        if after > path[0] and after not in path and closes == is_last and not _cuts_short(path, after, feeds):
            yield from _extend((*path, after), length, feeds, steps)


def _cuts_short(path: Loop, after: str, feeds: Feeds) -> bool:
    """Whether the next product is fed by an earlier one than the last, or feeds one but the first."""
    return any(after in feeds[earlier] for earlier in path[:-1]) or any(
        earlier in feeds.get(after, {}) for earlier in path[1:]
    )
