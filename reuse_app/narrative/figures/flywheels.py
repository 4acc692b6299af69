"""Flywheels: what a product gives back to a capability, which then serves it and others better."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.narrative.figures.figure import BROAD as BROAD_WIDTH
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Space, curve, draw, in_both
from reuse_app.narrative.figures.labels import LEADING, SMALL, Label, label, lifted
from reuse_app.narrative.templating import at
from reuse_app.narrative.words import NOT_STATED, clipped, listed, plural
from reuse_app.worksheet import Link, Worksheet

MOST_BESIDE = 5
"""Givers, and products that are served, beside one wheel; the table holds all."""
RADIUS = 37.0
ACROSS = 1.95
"""Radii that one line has in the middle of a circle; those above and below it have less."""
SERVED = 16.0
"""Units for a product that is served."""
GAP = 26.0
READING = (
    "On the left who gives back and what, in the circle the capability that it feeds, on the right whom that serves."
)


@dataclass(frozen=True)
class Layout:
    """How wheels are drawn in so much room, in units."""

    wheels: int
    hub: float
    """From the left to the middle of a wheel."""
    giver: float
    """For a giver, with what it gives on so many lines."""
    lines: int
    space: float
    """For what it gives."""


NARROW, BROAD = Layout(3, 186.0, 44.0, 2, 126.0), Layout(2, 330.0, 29.0, 1, 268.0)


@dataclass(frozen=True)
class Wheel:
    """A capability that is fed by products which it serves, in units."""

    y: float
    """Its middle."""
    labels: tuple[Label, ...]
    spokes: str
    arrows: str


@dataclass(frozen=True)
class Loop:
    """A capability with the links over which something flows back, and the products that it serves."""

    capability: str
    fed_by: tuple[Link, ...]
    serves: tuple[str, ...]


def flywheels(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the wheels that most products feed; None when nothing flows back to where it came from."""
    loops = _loops(worksheet, findings)
    if not loops:
        return None
    narrow = Space(WIDTH, _height(loops, NARROW))
    return in_both(partial(_drawn, worksheet, loops), narrow, broad_height=_height(loops, BROAD))


def _height(loops: Sequence[Loop], layout: Layout) -> float:
    return 16 - GAP + fsum(_tall(loop, layout) + GAP for loop in loops[: layout.wheels])


def _drawn(worksheet: Worksheet, loops: Sequence[Loop], room: Space) -> Figure:
    layout = BROAD if room.is_broad else NARROW
    wheels, y = [], 8.0
    for loop in loops[: layout.wheels]:
        tall = _tall(loop, layout)
        wheels.append(_wheel(loop, worksheet, y + tall / 2, layout))
        y += tall + GAP
    return draw(
        "figures/flywheels.svg",
        Canvas("flywheels", _title(loops, worksheet), READING, _describe(loops, worksheet, layout)).over(room),
        headers=("Capability", "Product", "Gives back", "And so serves"),
        rows=_rows(loops, worksheet),
        wheels=wheels,
        hub=layout.hub,
        radius=RADIUS,
        head=_arrow(layout.hub + RADIUS, 2.0, down=1),
    )


def _loops(worksheet: Worksheet, findings: Findings) -> list[Loop]:
    """Return the capabilities that are fed by products which they serve, the most fed first."""
    uses = findings.commonality.uses
    turning = {(product, capability) for loop in findings.flywheels for product, capability in _pairs(loop)}
    fed: dict[str, list[Link]] = {}
    for link in worksheet.needed_links:
        if (link.product, link.capability) in turning:
            fed.setdefault(link.capability, []).append(link)
    order = sorted(fed, key=lambda key: (-len(fed[key]), -len(uses[key].shared_by), key))
    places = {product.key: place for place, product in enumerate(worksheet.products)}
    return [Loop(key, tuple(fed[key]), tuple(sorted(uses[key].shared_by, key=places.__getitem__))) for key in order]


def _pairs(loop: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(loop[::2], loop[1::2], strict=True))


def _tall(loop: Loop, layout: Layout) -> float:
    beside = max(_shown(len(loop.fed_by)) * layout.giver, _shown(len(loop.serves)) * SERVED)
    return max(beside, 2 * RADIUS + 4)


def _shown(count: int) -> int:
    return min(count, MOST_BESIDE + 1)


def _wheel(loop: Loop, worksheet: Worksheet, y: float, layout: Layout) -> Wheel:
    givers, served, hub = _givers(loop, worksheet, y, layout), _served(loop, worksheet, y, layout), layout.hub
    spokes = "".join(curve(hub - 56, place, hub - RADIUS - 5, y) for place, _ in givers)
    spokes += "".join(curve(hub + RADIUS + 4, y, hub + 62, place) for place, _ in served)
    heads = _arrow(hub - RADIUS - 3, y, across=1) + "".join(_arrow(hub + 64, place, across=1) for place, _ in served)
    labels = (*_hub(loop, worksheet, y, layout), *(one for _, lines in [*givers, *served] for one in lines))
    return Wheel(y, labels, spokes, heads)


def _hub(loop: Loop, worksheet: Worksheet, y: float, layout: Layout) -> list[Label]:
    name = worksheet.capability_by_key[loop.capability].name
    whole = label(name, layout.hub, y + 4, anchor="middle", style="small strong")
    lines = [whole] if whole.width <= RADIUS * ACROSS else whole.over(3, room=RADIUS * 1.75)
    return lifted(lines, (len(lines) - 1) * SMALL * LEADING / 2)


def _givers(loop: Loop, worksheet: Worksheet, y: float, layout: Layout) -> list[tuple[float, list[Label]]]:
    """Return where each product that gives something back stands, with what it gives."""
    places = _column(len(loop.fed_by), layout.giver, y)
    said = []
    for place, link in zip(places, loop.fed_by, strict=False):
        name = worksheet.product_by_key[link.product].name
        flow = label(link.return_flow, 0, place + 6, style="small soft").over(layout.lines, room=layout.space)
        said.append((place, [label(name, 0, place - 7, style="small").within(layout.space), *flow]))
    return _with_rest(said, places, len(loop.fed_by), x=0.0)


def _served(loop: Loop, worksheet: Worksheet, y: float, layout: Layout) -> list[tuple[float, list[Label]]]:
    places = _column(len(loop.serves), SERVED, y)
    x, end = layout.hub + 70, WIDTH if layout is NARROW else BROAD_WIDTH
    said = [
        (place, [label(worksheet.product_by_key[key].name, x, place + 4, style="small").within(end - x)])
        for place, key in zip(places, loop.serves, strict=False)
    ]
    return _with_rest(said, places, len(loop.serves), x=x)


def _with_rest(
    said: list[tuple[float, list[Label]]], places: Sequence[float], count: int, *, x: float
) -> list[tuple[float, list[Label]]]:
    """Return the entries, the last one as a count of all for which there is no room."""
    if count <= len(places):
        return said
    rest = label(f"and {count - MOST_BESIDE} more", x, places[-1] + 4, style="small soft")
    return [*said[:MOST_BESIDE], (places[-1], [rest])]


def _column(count: int, height: float, y: float) -> list[float]:
    shown = _shown(count)
    return [y + (index - (shown - 1) / 2) * height for index in range(shown)]


def _arrow(x: float, y: float, *, across: int = 0, down: int = 0) -> str:
    """Return the head of an arrow whose point is here."""
    back, side = 6.0, 3.2
    if across:
        return f"M{at(x)} {at(y)}l{at(-back)} {at(-side)}v{at(2 * side)}z"
    return f"M{at(x)} {at(y)}l{at(-side)} {at(-back * down)}h{at(2 * side)}z"


def _title(loops: Sequence[Loop], worksheet: Worksheet) -> str:
    """Return which capability its users feed most."""
    most = len(loops[0].fed_by)
    first = [clipped(worksheet.capability_by_key[one.capability].name, 40) for one in loops if len(one.fed_by) == most]
    givers = plural(most, "product", "products")
    if len(first) == 1:
        return f"{first[0]} is fed by {givers} that it serves" + (", more than any other" if len(loops) > 1 else "")
    return f"{len(first)} capabilities are each fed by {givers} that they serve"


def _describe(loops: Sequence[Loop], worksheet: Worksheet, layout: Layout) -> str:
    first = loops[0]
    name = worksheet.capability_by_key[first.capability].name
    givers = listed([worksheet.product_by_key[one.product].name for one in first.fed_by])
    flows = plural(sum(len(loop.fed_by) for loop in loops), "return flow turns", "return flows turn")
    drawn = f" The {layout.wheels} that most products feed are drawn." if len(loops) > layout.wheels else ""
    return (
        f"{flows} {plural(len(loops), 'flywheel', 'flywheels')}. {name} is fed by {givers} and serves "
        f"{plural(len(first.serves), 'product', 'products')}.{drawn}"
    )


def _rows(loops: Sequence[Loop], worksheet: Worksheet) -> tuple[tuple[str, ...], ...]:
    names = {key: one.name for key, one in worksheet.product_by_key.items()}
    return tuple(
        (
            worksheet.capability_by_key[loop.capability].name,
            names[link.product],
            link.return_flow or NOT_STATED,
            listed([names[key] for key in loop.serves]),
        )
        for loop in loops
        for link in loop.fed_by
    )
