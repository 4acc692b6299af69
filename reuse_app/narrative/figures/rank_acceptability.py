"""How often each product comes first, second ... when weights and ratings vary."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, draw
from reuse_app.narrative.figures.labels import SMALL, Label, label, width_of
from reuse_app.narrative.words import amount, percent
from reuse_app.worksheet import Worksheet

TOP, ROW, BAR = 26.0, 42.0, 15.0
MOST = 15
"""Products that are drawn; the table holds all."""
RANKS = 8
"""Ranks with a shade of their own; the ones after them are drawn as one."""
PALEST = 0.1


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
    ranked = sorted(findings.robustness.items(), key=lambda one: ([-share for share in one[1]], one[0]))
    names = {key: worksheet.product_by_key[key].name for key, _ in ranked}
    drawn = ranked[:MOST]
    return draw(
        "figures/rank_acceptability.svg",
        Canvas(
            "rank-acceptability",
            "How often each product has which rank",
            _describe(ranked, names, findings),
            TOP + len(drawn) * ROW,
        ),
        headers=("Product", *(f"Rank {number}" for number in range(1, len(ranked) + 1))),
        rows=tuple((names[key], *map(percent, shares)) for key, shares in ranked),
        numbers=range(1, len(ranked) + 1),
        bars=[_bar(names[key], shares, TOP + row * ROW) for row, (key, shares) in enumerate(drawn)],
        bar_height=BAR,
    )


def _bar(name: str, shares: Sequence[float], y: float) -> tuple[float, list[Label], list[Part]]:
    first = f"first in {percent(shares[0])}"
    room = WIDTH - width_of(first, SMALL) - 10
    labels = [
        label(name, 0, y + 11).within(room),
        label(first, WIDTH, y + 11, anchor="end", style="small soft"),
    ]
    return y + 17, labels, _parts(_merged(shares), y + 17)


def _merged(shares: Sequence[float]) -> list[float]:
    """Return the shares with all ranks beyond those that have a shade as one."""
    return [*shares[:RANKS], fsum(shares[RANKS:])] if len(shares) > RANKS else list(shares)


def _parts(shares: Sequence[float], y: float) -> list[Part]:
    parts, x = [], 0.0
    for rank, share in enumerate(shares):
        width, opacity = share * WIDTH, _opacity(rank, len(shares))
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


def _describe(ranked: Sequence[tuple[str, list[float]]], names: dict[str, str], findings: Findings) -> str:
    first = "; ".join(f"{names[key]} in {percent(shares[0])}" for key, shares in ranked[:6])
    drawn = f" The first {MOST} of {len(ranked)} are drawn." if len(ranked) > MOST else ""
    return (
        f"Shares of {amount(findings.rank_draws)} draws; the darkest part of each bar is rank 1, and the number in a "
        f"part is its rank. First: {first}.{drawn}"
    )
