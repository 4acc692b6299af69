"""The map of potential x challenge: where the room sees each product, and how far people see it apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reuse_app.analysis import Findings
from reuse_app.analysis.scoring import CUT, Score
from reuse_app.narrative.figures.data import PlotPoint, PlotPoints
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Scale, Space, dotted, draw, in_both
from reuse_app.narrative.figures.labels import (
    BOLD,
    SMALL,
    TEXT,
    Box,
    Key,
    Label,
    LabelPlace,
    keys,
    label,
    leader_end,
    place_labels,
    shorten,
    width_of,
)
from reuse_app.narrative.templating import at
from reuse_app.narrative.words import NOT_STATED, clipped, level, word
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.scales import PURSUED

NARROW = Space(WIDTH, 392.0)
BROAD_HEIGHT = 280.0
INSET = 10.0
MOST_NAMES = 24
"""Products whose names may all find room on the map."""
FIRST_NAMES = (12, 9, 6, 4, 2)
"""How many are named where not all are, the most that is tried first."""
ROOMS, BROAD_ROOMS = (160.0, 118.0), (220.0, 170.0)
"""Units for a name: as much as it likes, and what it has to do with where so much finds no place."""
READING = "The higher, the more potential; the further right, the more challenge; the shaded field has much for little."
CORNERS = (("gold mine", 0, 0), ("moon shot", 1, 0), ("quick win", 0, 1), ("questionable", 1, 1))


def potential_challenge(worksheet: Worksheet, findings: Findings) -> Figure | None:
    """Return the map of the rated candidates; None as long as nobody rated both axes of one.

    Source: the map after Gruber & Tal, Where to Play, 2017.
    """
    rated = {key: score for key, score in findings.scores.items() if score.quadrant is not None}
    return in_both(partial(_drawn, worksheet, rated), NARROW, broad_height=BROAD_HEIGHT) if rated else None


def _drawn(worksheet: Worksheet, rated: Mapping[str, Score], room: Space) -> Figure:
    plot = _plot(room)
    has_spread = len(rated) <= MOST_NAMES
    found = (_Placed(worksheet, key, score, plot, has_spread=has_spread) for key, score in rated.items())
    spots = sorted(found, key=lambda spot: (not spot.is_pursued, -(spot.score.total or 0), spot.key))
    corners = _corners(spots, plot)
    labels, leaders, named = _write_names(spots, corners, plot)
    return draw(
        "figures/potential_challenge.svg",
        Canvas("potential-challenge", _title(spots), _reading(spots, named), _describe(spots)).over(room),
        headers=("Product", "Role", "Potential", "Challenge", "Field", "Potential seen", "Challenge seen", "People"),
        rows=tuple(map(_row, spots)),
        numbers=(2, 3, 7),
        data=_data(spots),
        frame=plot.frame,
        cut=(plot.across(CUT), plot.down(CUT)),
        ticks=[(number, plot.across(number), plot.down(number)) for number in range(1, 5)],
        corners=corners,
        spots=spots,
        labels=labels,
        leaders=leaders,
        keys=_keys(spots, room),
    )


def _data(spots: Sequence["_Placed"]) -> PlotPoints:
    points = (PlotPoint(one.name, one.score.challenge or 0, one.score.potential or 0, one.is_pursued) for one in spots)
    return PlotPoints("Challenge", "Potential", 1, 4, CUT, CORNERS, tuple(points))


@dataclass(frozen=True)
class _Plot:
    """Where the map is on the paper, and where levels are on it; 1 and 4 lie a little within."""

    frame: Box
    across: Scale
    down: Scale
    names: tuple[float, ...]
    """Units for a name, the most that is tried first."""


def _plot(room: Space) -> _Plot:
    frame = Box(22, 24, room.width - 30, room.height - (86 if room.is_broad else 102))
    across = Scale(1, 4, frame.x + INSET, frame.x + frame.width - INSET)
    return _Plot(
        frame,
        across,
        Scale(1, 4, frame.y + frame.height - INSET, frame.y + INSET),
        BROAD_ROOMS if room.is_broad else ROOMS,
    )


class _Placed:
    """One product on the map, in units."""

    def __init__(self, worksheet: Worksheet, key: str, score: Score, plot: _Plot, *, has_spread: bool) -> None:
        decision = worksheet.decision_by_product.get(key)
        self.key, self.score, self.plot, self.has_spread = key, score, plot, has_spread
        self.name = worksheet.product_by_key[key].name
        self.role = decision.role if decision else None
        self.is_pursued = self.role in PURSUED
        self.x, self.y = plot.across(score.challenge or 0), plot.down(score.potential or 0)

    @property
    def bars(self) -> str:
        """The spread of everyone, as a cross; nothing where so many would hide each other."""
        if not self.has_spread:
            return ""
        across, up = self.score.challenge_spread, self.score.potential_spread
        x, y = self.plot.across, self.plot.down
        parts = []
        if across and across[0] < across[1]:
            parts.append(f"M{at(x(across[0]))} {at(self.y)}H{at(x(across[1]))}")
        if up and up[0] < up[1]:
            parts.append(f"M{at(self.x)} {at(y(up[0]))}V{at(y(up[1]))}")
        return "".join(parts)

    @property
    def people(self) -> str:
        """Where each person sees it, as dots."""
        points = {(one.challenge, one.potential) for one in self.score.points if self.has_spread}
        known = sorted((self.plot.across(x), self.plot.down(y)) for x, y in points if x is not None and y is not None)
        return dotted(known)


def _keys(spots: Sequence[_Placed], room: Space) -> list[Key]:
    marks = [("mark", "pursued")] if any(spot.is_pursued for spot in spots) else []
    marks += [("mark open", "not pursued")] if not all(spot.is_pursued for spot in spots) else []
    marks += [("spread", "how far people see it apart")] if any(spot.bars for spot in spots) else []
    marks += [("people", "one or more people")] if any(spot.people for spot in spots) else []
    return keys(marks, y=room.height - (22 if not room.is_broad else 6), width=room.width)


def _reading(spots: Sequence[_Placed], named: int) -> str:
    if named == len(spots):
        return READING
    return f"{READING} {f'Named are the first {named}; the' if named else 'The'} table has all."


def _title(spots: Sequence[_Placed]) -> str:
    """Return which products promise much for little challenge."""
    mines = [spot for spot in spots if spot.score.quadrant == "gold mine"]
    if len(spots) == 1:
        return f"{clipped(spots[0].name, 40)} is a {spots[0].score.quadrant}"
    if len(mines) == 1:
        return f"{clipped(mines[0].name, 40)} is the one gold mine among {len(spots)} products"
    if mines:
        return f"{len(mines)} of {len(spots)} products are gold mines"
    return f"None of {len(spots)} products is a gold mine yet"


def _describe(spots: Sequence[_Placed]) -> str:
    said = "; ".join(
        f"{spot.name} is a {spot.score.quadrant} (potential {level(spot.score.potential)}, "
        f"challenge {level(spot.score.challenge)})"
        for spot in spots[:6]
    )
    more = f"; {len(spots) - 6} more are in the table" if len(spots) > 6 else ""  # noqa: PLR2004  # as many as above
    apart = "Crosses and small dots show how far people see a product apart. " if spots[0].has_spread else ""
    map_is = "Potential upwards and challenge to the right, both from 1 low to 4 super high, cut at 2.5."
    return f"{map_is} {apart}{said}{more}."


def _row(spot: _Placed) -> tuple[str, ...]:
    score = spot.score
    return (
        spot.name,
        word(spot.role) if spot.role else NOT_STATED,
        level(score.potential),
        level(score.challenge),
        str(score.quadrant),
        _range(score.potential_spread),
        _range(score.challenge_spread),
        str(score.raters),
    )


def _range(spread: tuple[float, float] | None) -> str:
    return NOT_STATED if spread is None else f"{level(spread[0])} to {level(spread[1])}"


def _corners(spots: Sequence[_Placed], plot: _Plot) -> list[Label]:
    """Return the name of each field in its corner of the paper, or at its other end where a product covers that."""
    frame, points = plot.frame, [Box(spot.x - 6, spot.y - 6, 12, 12) for spot in spots]
    left, right = frame.x + 7, frame.x + frame.width - 7
    top, bottom = frame.y + 15, frame.y + frame.height - 8
    found = []
    for name, x, y in CORNERS:
        outer = Label((left, right)[x], (top, bottom)[y], name, anchor=("start", "end")[x], style="small faint")
        inner = replace(outer, x=plot.across(CUT) + (7, -7)[x == 0], anchor=("end", "start")[x])
        found.append(inner if any(outer.box.overlap(point) for point in points) else outer)
    return found


def _write_names(spots: Sequence[_Placed], corners: Sequence[Label], plot: _Plot) -> tuple[list[Label], str, int]:
    """Return the names beside their products, lines to those that stand apart, and how many of the first are named."""
    all_of_them = [len(spots)] if len(spots) <= MOST_NAMES else []
    for count in (*all_of_them, *(few for few in FIRST_NAMES if few < len(spots))):
        for most in plot.names:
            written = _written(spots[:count], spots[count:], corners, plot, most)
            if written:
                return *written, count
    return [], "", 0


def _written(
    spots: Sequence[_Placed], others: Sequence[_Placed], corners: Sequence[Label], plot: _Plot, most: float
) -> tuple[list[Label], str] | None:
    """Return the names, of so many units at most, and the lines to those that stand apart; None if one has no place."""
    names = [shorten(spot.name, most, TEXT * (BOLD if spot.is_pursued else 1)) for spot in spots]
    roles = [word(spot.role) if spot.is_pursued else "" for spot in spots]
    sizes = [
        (max(width_of(name, TEXT * (BOLD if role else 1)), width_of(role, SMALL)) + 2, TEXT * (2.25 if role else 1.25))
        for name, role in zip(names, roles, strict=True)
    ]
    taken = [Box(one.x - 70 * (one.anchor == "end"), one.y - 11, 70, 14) for one in corners]
    taken += [Box(one.x - 6, one.y - 6, 12, 12) for one in others]
    places = place_labels(
        [(spot.x, spot.y) for spot in spots], sizes, within=plot.frame, taken=taken, avoided=_bar_boxes(spots, plot)
    )
    if not all(places):
        return None
    written = [(spot, role, place) for spot, role, place in zip(spots, roles, places, strict=True) if place]
    labels = [one for spot, role, place in written for one in _name(spot, role, place, most)]
    leaders = "".join(_leader(spot, place) for spot, _, place in written if place.is_far)
    return labels, leaders


def _name(spot: _Placed, role: str, place: LabelPlace, most: float) -> list[Label]:
    is_left = place.box.x + place.box.width / 2 < spot.x
    x = place.box.x + place.box.width if is_left else place.box.x
    anchor = "end" if is_left else "start"
    name = label(spot.name, x, place.box.y + TEXT - 2, anchor=anchor, style="strong" if spot.is_pursued else "").within(
        most
    )
    below = label(role, x, place.box.y + 2 * TEXT, anchor=anchor, style="small soft")
    return [name, below] if role else [name]


def _leader(spot: _Placed, place: LabelPlace) -> str:
    x, y = leader_end(place.box, (spot.x, spot.y))
    return f"M{at(spot.x)} {at(spot.y)}L{at(x)} {at(y)}"


def _bar_boxes(spots: Sequence[_Placed], plot: _Plot) -> list[Box]:
    """Return the lines that words had better keep clear of: the two cuts, and the spread of each product."""
    frame = plot.frame
    boxes = [
        Box(plot.across(CUT) - 2, frame.y, 4, frame.height),
        Box(frame.x, plot.down(CUT) - 2, frame.width, 4),
    ]
    for spot in spots:
        across, up = spot.score.challenge_spread, spot.score.potential_spread
        if across:
            start, end = map(plot.across, across)
            boxes.append(Box(start, spot.y - 2, end - start, 4))
        if up:
            bottom, top = map(plot.down, up)
            boxes.append(Box(spot.x - 2, top, 4, bottom - top))
    return boxes
