"""The findings as rows to read on the Choose page: named, in order, formatted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.agreement import CellAgreement
from reuse_app.analysis.uncertainty import Swing
from reuse_app.report.words import amount, level, listed, signed
from reuse_app.worksheet import Product, Worksheet
from reuse_app.worksheet.scales import LEVELS

LOOPS_FIRST = 5
"""Flywheels that are told at once; the others stand behind a click."""
WORTH_A_WORD = 0.05
"""Levels by which a score must have moved between the rounds."""


@dataclass(frozen=True)
class ScoreRow:
    """Where the room sees one product."""

    product: Product
    potential: str
    challenge: str
    total: str
    field: str
    people: int
    shift: str


@dataclass(frozen=True)
class TalkRow:
    """A cell on which people differ."""

    product: Product
    factor: str
    said: str
    deviation: str


@dataclass(frozen=True)
class CoverageRow:
    """What one product can take from stock."""

    product: Product
    by_need: float | None
    by_cost: float | None
    gaps: tuple[str, ...]
    anew: tuple[str, ...]


@dataclass(frozen=True)
class CostRow:
    """What one product costs alone, and beside what the family shares."""

    product: Product
    alone: str
    in_family: str


@dataclass(frozen=True)
class RankRow:
    """How often one product comes out on top."""

    product: Product
    first: float
    first_three: float


@dataclass(frozen=True)
class Reading:
    """Everything that the sections of the page show as rows."""

    worksheet: Worksheet
    findings: Findings

    @property
    def scores(self) -> list[ScoreRow]:
        """The scored products, the most attractive first."""
        scores = sorted(self.findings.scores.items(), key=lambda each: (-(each[1].total or 0), each[0]))
        return [
            ScoreRow(
                self._product(key),
                level(score.potential),
                level(score.challenge),
                level(score.total),
                score.quadrant.value if score.quadrant else "",
                score.raters,
                _moved(score.shift.potential if score.shift else None, score.shift.challenge if score.shift else None),
            )
            for key, score in scores
        ]

    @property
    def talks(self) -> Iterator[TalkRow]:
        """The cells on which people differ, the furthest apart first."""
        cells = {(cell.product, cell.factor): cell for cell in self.findings.agreement.cells}
        factors = {factor.key: factor.name for factor in self.worksheet.factors}
        for key in self.findings.agreement.discuss_first:
            cell = cells[key.product, key.factor]
            yield TalkRow(self._product(key.product), factors[key.factor], _said(cell), level(cell.ad))

    @property
    def coverage(self) -> list[CoverageRow]:
        """The candidates with needs, the best covered first."""
        found = [(product, self.findings.coverage[product.key]) for product in self.worksheet.candidates]
        needing = [(product, cover) for product, cover in found if cover.by_need is not None]
        needing.sort(key=lambda each: -(each[1].by_need or 0))
        return [
            CoverageRow(
                product, cover.by_need, cover.by_cost, self.capabilities(cover.gaps), self.capabilities(cover.anew)
            )
            for product, cover in needing
        ]

    @property
    def costs(self) -> list[CostRow]:
        """The candidates in the order of the average curve."""
        money = self.findings.economics
        return [
            CostRow(self._product(key), amount(money.standalone.get(key)), amount(money.in_family.get(key)))
            for key in money.order
        ]

    @property
    def platform(self) -> list[tuple[str, str]]:
        """What is paid once for each shared capability, the dearest first."""
        shared = sorted(self.findings.economics.platform.items(), key=lambda each: -each[1])
        return [(self.worksheet.capability_by_key[key].name, amount(cost)) for key, cost in shared if cost]

    @property
    def tornado(self) -> list[str]:
        """The estimates that move the savings most, each in a sentence."""
        return [
            f"{swing.cost.replace('_', ' ').capitalize()} of {self._owner(swing)}: "
            f"{amount(min(swing.low, swing.high))} to {amount(max(swing.low, swing.high))}"
            for swing in self.findings.economics.tornado
        ]

    @property
    def leverage(self) -> list[tuple[str, str]]:
        """The capabilities on which most hangs."""
        ranked = sorted(self.findings.leverage.items(), key=lambda each: -each[1])
        return [(self.worksheet.capability_by_key[key].name, amount(much)) for key, much in ranked]

    @property
    def loops(self) -> tuple[list[str], list[str]]:
        """The flywheels: one for each product first, and all others."""
        starts: dict[str, str] = {}
        for loop, told in zip(self.findings.flywheels, self.findings.flywheels_told, strict=True):
            starts.setdefault(loop[0], told)
        first = list(starts.values())[:LOOPS_FIRST]
        return first, [told for told in self.findings.flywheels_told if told not in first]

    @property
    def ranks(self) -> list[RankRow]:
        """The rated products, the one that is first most often first."""
        rows = [
            RankRow(self._product(key), shares[0], sum(shares[:3])) for key, shares in self.findings.robustness.items()
        ]
        return sorted(rows, key=lambda row: (-row.first, -row.first_three))

    def capabilities(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The names of capabilities."""
        return tuple(self.worksheet.capability_by_key[key].name for key in keys)

    def products(self, keys: Sequence[str]) -> str:
        """The names of products, in a list."""
        return listed([self._product(key).name for key in keys])

    def _product(self, key: str) -> Product:
        return self.worksheet.product_by_key[key]

    def _owner(self, swing: Swing) -> str:
        """The name of what has a cost: only an own cost is a product's."""
        of_product = swing.cost == "own_cost"
        return (self.worksheet.product_by_key if of_product else self.worksheet.capability_by_key)[swing.key].name


def _said(cell: CellAgreement) -> str:
    """What people said, as counts: 1 low · 3 high."""
    said = [f"{count} {word}" for count, word in zip(cell.counts, LEVELS, strict=True) if count]
    return " · ".join([*said, *([f"{cell.unknown} don't know"] if cell.unknown else [])])


def _moved(potential: float | None, challenge: float | None) -> str:
    """The shift between the rounds, where there is one worth a word."""
    moves = (("potential", potential), ("challenge", challenge))
    return ", ".join(f"{way} {signed(by)}" for way, by in moves if by is not None and abs(by) >= WORTH_A_WORD)
