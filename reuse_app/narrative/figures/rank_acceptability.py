"""How often each product comes first, second ... when weights and ratings vary."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.analysis.robustness import level_at_the_top
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Space, draw, in_both
from reuse_app.narrative.figures.labels import SMALL, Label, keys, label, width_of
from reuse_app.narrative.words import MOST_COLUMNS, amount, clipped, listed, percent
from reuse_app.worksheet import Worksheet

TOP, BAR = 26.0, 15.0
ROW, BROAD_ROW = 42.0, 25.0
"""Units for a product: its name above its bar, or beside it."""
BROAD_NAMES, BROAD_END = 240.0, 84.0
"""Units left and right of a bar for the name and how often it is first."""
MOST = 10
"""Products that are drawn; the table holds all."""
MOST_NAMED = 3
"""Products that the title names."""
RANKS = 8
"""Ranks with a shade of their own; the ones after them are drawn as one."""
PALEST = 0.1
READING = "Each bar is all simulated votes, in parts by the rank that the product has in them; the number is the rank."


@dataclass(frozen=True)
class Part:
    """The draws in which a product has one rank."""

    x: float
    width: float
    opacity: float
    label: Label | None


def rank_acceptability(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the rank shares of the rated candidates, the likeliest winners first; None for fewer than two.

    Source: Lahdelma & Salminen, SMAA-2, 2001.
    """
    if len(findings.robustness) < 2:  # noqa: PLR2004  # one product is always first
        return None
    count = min(MOST, len(findings.robustness))
    drawn = partial(_drawn, worksheet, findings)
    return in_both(drawn, Space(WIDTH, TOP + count * ROW + 22), broad_height=TOP + count * BROAD_ROW + 22)


def _drawn(worksheet: Worksheet, findings: Findings, room: Space) -> Figure:
    ranked = sorted(findings.robustness.items(), key=lambda one: ([-share for share in one[1]], one[0]))
    names = {key: worksheet.product_by_key[key].name for key, _ in ranked}
    row = BROAD_ROW if room.is_broad else ROW
    return draw(
        "figures/rank_acceptability.svg",
        Canvas(
            "rank-acceptability",
            _title(names, findings),
            READING,
            _describe(ranked, names, findings),
        ).over(room),
        headers=("Product", *(f"Rank {number}" for number in range(1, len(ranked) + 1))),
        rows=tuple((names[key], *map(percent, shares[:MOST_COLUMNS])) for key, shares in ranked),
        numbers=range(1, len(ranked) + 1),
        bars=[_bar(names[key], shares, TOP + index * row, room) for index, (key, shares) in enumerate(ranked[:MOST])],
        bar_height=BAR,
        keys=keys([("bar", "rank 1"), ("bar pale", "last rank")], y=room.height - 6, width=room.width),
    )


@dataclass(frozen=True)
class RankBar:
    """The ranks of one product."""

    x: float
    y: float
    width: float
    labels: tuple[Label, ...]
    parts: list[Part]


def _bar(name: str, shares: Sequence[float], y: float, room: Space) -> RankBar:
    first = f"first in {percent(shares[0])}"
    if room.is_broad:
        x, width, top, space = BROAD_NAMES, room.width - BROAD_NAMES - BROAD_END, y + 1, BROAD_NAMES - 10
    else:
        x, width, top, space = 0.0, room.width, y + 17, room.width - width_of(first, SMALL) - 10
    named = label(name, 0, y + 12).within(space)
    ends = label(first, room.width, y + 12, anchor="end", style="small soft")
    return RankBar(x, top, width, (named, ends), _parts(_merged(shares), x, top, width))


def _merged(shares: Sequence[float]) -> list[float]:
    """Return the shares with all ranks beyond those that have a shade as one."""
    return [*shares[:RANKS], fsum(shares[RANKS:])] if len(shares) > RANKS else list(shares)


def _parts(shares: Sequence[float], x: float, y: float, across: float) -> list[Part]:
    parts = []
    for rank, share in enumerate(shares):
        width, opacity = share * across, _opacity(rank, len(shares))
        text = str(rank + 1) if rank < RANKS else f"{RANKS + 1}+"
        style = "small on-dark" if opacity > 0.55 else "small"  # noqa: PLR2004  # from here on light letters read better
        has_room = width > width_of(text, SMALL) + 5
        middle = label(text, x + width / 2, y + BAR - 4, anchor="middle", style=style) if has_room else None
        if share > 0:
            parts.append(Part(x, width, round(opacity, 2), middle))
        x += width
    return parts


def _opacity(rank: int, ranks: int) -> float:
    return 1.0 if ranks == 1 else 1 - (1 - PALEST) * (rank / (ranks - 1)) ** 0.7


def _title(names: dict[str, str], findings: Findings) -> str:
    """Return which products come first most often."""
    level = level_at_the_top(findings.robustness)
    together = percent(fsum(findings.robustness[key][0] for key in level))
    if len(level) == 1:
        return f"{clipped(names[level[0]], 40)} comes first in {together} of votes"
    first = [clipped(names[key], 40) for key in level]
    named = listed(first) if len(level) <= MOST_NAMED else f"{len(level)} of {len(names)} products"
    return f"{named} share the first place in {together} of votes"


def _describe(ranked: Sequence[tuple[str, list[float]]], names: dict[str, str], findings: Findings) -> str:
    first = "; ".join(f"{names[key]} in {percent(shares[0])}" for key, shares in ranked[:6])
    drawn = f" The first {MOST} of {len(ranked)} are drawn." if len(ranked) > MOST else ""
    return (
        f"Shares of {amount(findings.rank_draws)} draws; the darkest part of each bar is rank 1, and the number in a "
        f"part is its rank. First: {first}.{drawn}"
    )
