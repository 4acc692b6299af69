"""Which estimates move the savings most: one bar for each, from its low to its high."""

from functools import partial

from reuse_app.analysis import Findings
from reuse_app.analysis.cost.bills import Guess
from reuse_app.analysis.cost.uncertainty import Swing
from reuse_app.narrative.figures.figure import WIDTH, Canvas, Figure, Scale, Space, draw, in_both
from reuse_app.narrative.figures.labels import SMALL, Label, keys, label, width_of
from reuse_app.narrative.material import Material
from reuse_app.narrative.templating import at
from reuse_app.narrative.words import about, amount, axis_amount, clipped, is_guess, listed, rough, two_figures
from reuse_app.worksheet import Worksheet

TOP, BAR = 46.0, 14.0
ROW, BROAD_ROW = 52.0, 26.0
"""Units for an estimate: its name above its bar, or beside it."""
BROAD_NAMES = 260.0
READING = "Each bar says where the savings lie when one estimate goes from its low to its high and all others stay."
COSTS = {
    "build_cost": "Cost to build",
    "platform_cost": "Cost to share",
    "own_cost": "Own cost of",
    "organisation_cost": "Cost to run the family",
}


def tornado(worksheet: Worksheet, findings: Findings, material: Material | None = None) -> Figure | None:
    """Return the swings of the savings; None when every estimate is certain or none is stated."""
    costs = findings.economics
    if not costs.tornado or costs.saved is None:
        return None
    count = len(costs.tornado)
    narrow = Space(WIDTH, TOP + count * ROW + 26)
    saved = (material or Material(worksheet, findings)).saved(costs.order)
    return in_both(partial(_drawn, worksheet, findings, saved), narrow, broad_height=TOP + count * BROAD_ROW + 26)


def _drawn(worksheet: Worksheet, findings: Findings, saved: Guess, room: Space) -> Figure:
    costs, scale, tall = findings.economics, _scale(findings, room), BROAD_ROW if room.is_broad else ROW
    bars = [
        _SwingBar(swing, worksheet, saved, scale, TOP + row * tall, room) for row, swing in enumerate(costs.tornado)
    ]
    return draw(
        "figures/tornado.svg",
        Canvas("tornado", _title(bars, saved), READING, _describe(bars, saved, findings.unit)).over(room),
        headers=("Estimate", "Low", "Savings then", "High", "Savings then ", "Distance"),
        rows=tuple(bar.row for bar in bars),
        numbers=(1, 2, 3, 4, 5),
        bars=bars,
        likely=scale(costs.saved or 0.0),
        likely_label=_likely(saved, scale, room),
        keys=keys(
            [("bar", "savings between low and high"), ("upright", "likely")], y=room.height - 6, width=room.width
        ),
    )


class _SwingBar:
    """One estimate: where the savings lie when it is at its low and at its high."""

    def __init__(  # noqa: PLR0913, PLR0917  # what is drawn, and where
        self, swing: Swing, worksheet: Worksheet, saved: Guess, scale: Scale, y: float, room: Space
    ) -> None:
        self.swing, self.y, self.room, self.saved = swing, y, room, saved
        self.top = y if room.is_broad else y + 18
        self.name = f"{COSTS[swing.cost]} {_name(swing, worksheet)}".rstrip()
        self.low, self.high = scale(swing.low), scale(swing.high)
        self.start, self.width = min(self.low, self.high), abs(self.high - self.low)

    @property
    def labels(self) -> list[Label]:
        """What is estimated, and the two ends of its bar."""
        return [
            label(self.name, 0, self.y + 11).within(BROAD_NAMES - 8 if self.room.is_broad else self.room.width),
            self._end(self.swing.least, self.swing.low, is_left=self.low <= self.high),
            self._end(self.swing.most, self.swing.high, is_left=self.low > self.high),
        ]

    def _end(self, stated: float, savings: float, *, is_left: bool) -> Label:
        text = f"{axis_amount(stated)} → {axis_amount(_then(savings, self.saved))}"
        x, y = (self.start - 5 if is_left else self.start + self.width + 5), self.top + 11
        return label(text, x, y, anchor="end" if is_left else "start", style="small soft")

    @property
    def row(self) -> tuple[str, ...]:
        """The same in the table."""
        low, high, swing = self.swing.least, self.swing.most, self.swing
        return (
            self.name,
            amount(low),
            amount(swing.low),
            amount(high),
            amount(swing.high),
            amount(swing.swing),
        )

    @property
    def shape(self) -> str:
        """The bar as a rectangle."""
        return f"M{at(self.start)} {at(self.top)}h{at(max(self.width, 1))}v{at(BAR)}H{at(self.start)}z"


def _name(swing: Swing, worksheet: Worksheet) -> str:
    part = worksheet.product_by_key if swing.cost == "own_cost" else worksheet.capability_by_key
    return part[swing.key].name if swing.key else ""


def _scale(findings: Findings, room: Space) -> Scale:
    """Return a scale on which the widest bar leaves room for the labels at its ends."""
    ends = [end for swing in findings.economics.tornado for end in (swing.low, swing.high)]
    beside = max(width_of(f"{axis_amount(end)} → {axis_amount(end)}", SMALL) for end in ends) + 8
    start = BROAD_NAMES if room.is_broad else 0.0
    return Scale(min(ends), max(ends), start + beside, room.width - beside)


def _then(savings: float, likely: Guess) -> Guess:
    """Return the savings when one estimate is at an end, which hang on all the others as the likely ones do."""
    return likely + (savings - likely.likely)


def _likely(saved: Guess, scale: Scale, room: Space) -> Label:
    said = label(f"likely savings {axis_amount(saved)}", scale(saved.likely), 34, anchor="middle", style="strong")
    return said.between(0, room.width)


def _title(bars: list[_SwingBar], saved: Guess) -> str:
    """Return which estimate moves the savings most, and between which amounts."""
    first = bars[0]
    low, high = (_told(end, saved) for end in sorted((first.swing.low, first.swing.high)))
    guessed = "about " if is_guess(saved) else ""
    return f"{clipped(first.name, 60)} moves the savings most, between {guessed}{low} and {high}"


def _told(savings: float, saved: Guess) -> str:
    """Return the savings at one end of an estimate; both ends alike, as two figures where they hang on a guess."""
    return two_figures(savings) if is_guess(saved) else rough(savings)


def _describe(bars: list[_SwingBar], saved: Guess, unit: str) -> str:
    said = [
        f"{bar.name} between {amount(bar.swing.least)} and {amount(bar.swing.most)} moves them from "
        f"{_told(bar.swing.low, saved)} to {_told(bar.swing.high, saved)}"
        for bar in bars
    ]
    return (
        f"Likely savings of {about(saved)} {unit}, and where they lie when one estimate is at its low or its "
        f"high and all others are at likely. {listed(said)}."
    )
