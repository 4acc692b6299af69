"""Which capability flows into which product: the trunk on the left, what grows from it on the right."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Space, curve, draw, in_both
from reuse_app.narrative.figures.heat_map import fit_word, style_of, styles_in_order
from reuse_app.narrative.figures.labels import Key, Label, keys, label
from reuse_app.narrative.words import MOST_ROWS, clipped, plural, word
from reuse_app.worksheet import Link, Need, Product, Status, Worksheet

TOP, LINE = 26.0, 20.0
LEFT, RIGHT = 0.38, 0.66
"""Where the streams leave the capabilities and reach the products, as shares of the width."""
MOST_CAPABILITIES, MOST_PRODUCTS = 20, 12
"""What is drawn; the table holds all."""
WIDTHS = {Need.WEAK: 0.8, Need.MODERATE: 1.6, Need.STRONG: 2.8}
"""Units across a stream."""
ROUNDS = 6


@dataclass(frozen=True)
class Side:
    """One side of the flow: keys from top to bottom, and where each stands."""

    keys: Sequence[str]
    places: Mapping[str, float]


def flow(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the flow from capabilities to products; None as long as no product needs one."""
    links = _drawn(worksheet, findings)
    if not links:
        return None
    left, right = _arranged(links, worksheet)
    room = Space(WIDTH, _height(left, right))
    return in_both(partial(_flow, worksheet, links, left, right), room, broad_height=room.height - 16)


def _flow(worksheet: Worksheet, links: Sequence[Link], left: "Side", right: "Side", room: Space) -> Figure:
    known = _known(worksheet)
    rows = [
        (worksheet.capability_by_key[one.capability].name, worksheet.product_by_key[one.product].name, one)
        for one in known[:MOST_ROWS]
    ]
    return draw(
        "figures/flow.svg",
        Canvas("flow", _title(known, worksheet), _reading(links, known), _describe(links, known, worksheet)).over(room),
        headers=("Capability", "Product", "Need", "Fit"),
        rows=tuple((capability, product, word(one.need), word(one.fit)) for capability, product, one in rows),
        count=len(known),
        streams=_streams(links, left, right, worksheet, room),
        capabilities=_capability_names(left, worksheet, room),
        products=_product_names(right, worksheet, room),
        ends=(room.width * LEFT - 6, room.width * RIGHT + 6),
        keys=_keys(links, worksheet, room),
    )


def _known(worksheet: Worksheet) -> list[Link]:
    capabilities, products = worksheet.capability_by_key, worksheet.product_by_key
    return [one for one in worksheet.needed_links if one.capability in capabilities and one.product in products]


def _drawn(worksheet: Worksheet, findings: Findings) -> list[Link]:
    """Return the links between the capabilities on which most hangs and the products that need most."""
    known = _known(worksheet)
    leverage = findings.leverage
    capabilities = sorted({one.capability for one in known}, key=lambda key: (-leverage.get(key, 0), key))
    needs = Counter(one.product for one in known)
    products = sorted(needs, key=lambda key: (-needs[key], key))
    kept = {*capabilities[:MOST_CAPABILITIES]}, {*products[:MOST_PRODUCTS]}
    return [one for one in known if one.capability in kept[0] and one.product in kept[1]]


def _arranged(links: Sequence[Link], worksheet: Worksheet) -> tuple[Side, Side]:
    """Return both sides in an order in which streams cross little: each near the middle of its neighbours."""
    pairs = [(one.capability, one.product) for one in links]
    back = [(product, capability) for capability, product in pairs]
    capabilities, products = {capability for capability, _ in pairs}, {product for _, product in pairs}
    left = _side([one.key for one in worksheet.capabilities if one.key in capabilities])
    right = _side([one.key for one in worksheet.products if one.key in products])
    for _ in range(ROUNDS):
        right = _side(_by_neighbours(right, back, left))
        left = _side(_by_neighbours(left, pairs, right))
    tall = max(len(left.keys), len(right.keys) * 2) * LINE
    return _spread(left, tall), _spread(right, tall)


def _side(keys: Sequence[str]) -> Side:
    return Side(keys, {key: (index + 0.5) / len(keys) for index, key in enumerate(keys)})


def _by_neighbours(side: Side, pairs: Sequence[tuple[str, str]], other: Side) -> list[str]:
    near: dict[str, list[float]] = {}
    for key, neighbour in pairs:
        near.setdefault(key, []).append(other.places[neighbour])
    return sorted(side.keys, key=lambda key: (round(fsum(near[key]) / len(near[key]), 9), side.places[key]))


def _spread(side: Side, tall: float) -> Side:
    return Side(side.keys, {key: TOP + place * tall for key, place in side.places.items()})


def _height(left: Side, right: Side) -> float:
    return max([*left.places.values(), *right.places.values()]) + LINE + 40


def _streams(
    links: Sequence[Link], left: Side, right: Side, worksheet: Worksheet, room: Space
) -> list[tuple[str, float, str]]:
    """Return the streams, those of the same style and width as one path."""
    starts = _slots([(one.capability, one.product, one.need) for one in links], left, right)
    ends = _slots([(one.product, one.capability, one.need) for one in links], right, left)
    paths: dict[tuple[str, float], str] = {}
    leave, reach = room.width * LEFT, room.width * RIGHT
    for one in sorted(links, key=lambda one: (one.need, one.capability, one.product)):
        style = style_of(one, worksheet.capability_by_key[one.capability])
        start, end = starts[one.capability, one.product], ends[one.product, one.capability]
        paths[style, WIDTHS[one.need]] = paths.get((style, WIDTHS[one.need]), "") + curve(leave, start, reach, end)
    return [(style, width, curves) for (style, width), curves in paths.items()]


def _slots(ends: Sequence[tuple[str, str, Need]], side: Side, other: Side) -> dict[tuple[str, str], float]:
    """Return where each stream meets its side: side by side, in the order in which they come from the other."""
    slots = {}
    for key in side.keys:
        mine = sorted((other.places[far], far, WIDTHS[need]) for near, far, need in ends if near == key)
        y = side.places[key] - fsum(width for *_, width in mine) / 2
        for _, far, width in mine:
            slots[key, far] = y + width / 2
            y += width
    return slots


def _capability_names(side: Side, worksheet: Worksheet, room: Space) -> list[Label]:
    names, end = [], room.width * LEFT - 6
    for key in side.keys:
        one = worksheet.capability_by_key[key]
        style = "small bad" if one.status is Status.MISSING else "small"
        names.append(label(one.name, end, side.places[key] + 4, anchor="end", style=style).within(end))
    return names


def _product_names(side: Side, worksheet: Worksheet, room: Space) -> list[Label]:
    start = room.width * RIGHT + 6
    return [
        label(product.name, start, side.places[key] + 4, style=_style(product)).within(room.width - start)
        for key in side.keys
        if (product := worksheet.product_by_key[key])
    ]


def _style(product: Product) -> str:
    return "small soft" if product.home else "small strong"


def _keys(links: Sequence[Link], worksheet: Worksheet, room: Space) -> list[Key]:
    styles = styles_in_order(style_of(one, worksheet.capability_by_key[one.capability]) for one in links)
    marks = [(f"stream stream-{style}", fit_word(style)) for style in styles]
    return keys(
        [*marks, ("stream stream-wide", "wider: needed more")],
        y=room.height - (22 if not room.is_broad else 6),
        width=room.width,
    )


def _title(links: Sequence[Link], worksheet: Worksheet) -> str:
    """Return which capability reaches most products."""
    users = Counter(one.capability for one in links)
    products, most = len({one.product for one in links}), max(users.values())
    widest = [worksheet.capability_by_key[key].name for key, count in users.items() if count == most]
    reached = f"{most} of {plural(products, 'product', 'products')}"
    if len(widest) > 1:
        return f"{len(widest)} capabilities reach {reached} each, and none reaches more"
    return (
        f"{clipped(widest[0], 40)} reaches {reached}, more than any other"
        if len(users) > 1
        else f"{clipped(widest[0], 40)} reaches {reached}"
    )


def _reading(links: Sequence[Link], known: Sequence[Link]) -> str:
    reading = "A stream leads from what is there to a product that needs it."
    return reading if len(links) == len(known) else f"{reading} Drawn are {len(links)} of {len(known)} needs."


def _describe(links: Sequence[Link], known: Sequence[Link], worksheet: Worksheet) -> str:
    users, drawn = Counter(one.capability for one in known), {one.capability for one in links}
    most = max(users.values())
    widest = [worksheet.capability_by_key[key].name for key, count in users.items() if count == most]
    hidden = len(known) - len(links)
    more = f" {plural(hidden, 'further need is', 'further needs are')} in the table." if hidden else ""
    return (
        f"{plural(len(links), 'stream', 'streams')} from {plural(len(drawn), 'capability', 'capabilities')} to "
        f"products, as wide as the need is strong; dashed ones come from gaps. {widest[0]} reaches {most}.{more}"
    )
