"""The findings as rows to read on the Choose page: named, in order, formatted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from reuse_app.analysis import Findings
from reuse_app.analysis.agreement import CellAgreement
from reuse_app.analysis.claims import Claim
from reuse_app.narrative.standing import moved, unrated
from reuse_app.narrative.words import level, rough
from reuse_app.worksheet import Product, Worksheet
from reuse_app.worksheet.scales import LEVELS

LOOPS_FIRST, LOOPS_MOST = 5, 40
"""Flywheels that are told at once, and those behind a click."""
TALKS = 8
"""Cells to discuss that are listed: more than a team gets through."""
CLAIMS_FIRST = 8
"""Unproven claims that are listed at once; the others stand behind a click."""
CAPABILITIES = 15
"""Capabilities that the table of leverage shows."""


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
    lacks: str
    """What nobody rated, of a product that is only half rated."""


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
                moved(score.shift),
                unrated(key, self.worksheet, self.findings),
            )
            for key, score in scores
        ]

    @property
    def more_talks(self) -> int:
        """How many cells are apart beyond those that are listed."""
        return max(0, len(self.findings.agreement.discuss_first) - TALKS)

    @property
    def talks(self) -> Iterator[TalkRow]:
        """The cells on which people differ, the furthest apart first."""
        cells = {(cell.product, cell.factor): cell for cell in self.findings.agreement.cells}
        factors = {factor.key: factor.name for factor in self.worksheet.factors}
        for key in self.findings.agreement.discuss_first[:TALKS]:
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
    def leverage(self) -> list[tuple[str, str]]:
        """The capabilities on which most hangs."""
        ranked = sorted(self.findings.leverage.items(), key=lambda each: -each[1])
        return [(self.worksheet.capability_by_key[key].name, rough(much)) for key, much in ranked[:CAPABILITIES]]

    @property
    def loops(self) -> tuple[list[str], list[str]]:
        """The flywheels: one for each product first, and all others."""
        starts: dict[str, str] = {}
        for loop, told in zip(self.findings.flywheels, self.findings.flywheels_told, strict=True):
            starts.setdefault(loop[0], told)
        first = list(starts.values())[:LOOPS_FIRST]
        return first, [told for told in self.findings.flywheels_told if told not in first][:LOOPS_MOST]

    @property
    def claims(self) -> tuple[Sequence[Claim], Sequence[Claim]]:
        """The unproven claims on which most hangs, and the others."""
        return self.findings.claims[:CLAIMS_FIRST], self.findings.claims[CLAIMS_FIRST:]

    @property
    def ranks(self) -> list[RankRow]:
        """The rated products, the one that is first most often first."""
        rows = [
            RankRow(self._product(key), shares[0], fsum(shares[:3])) for key, shares in self.findings.robustness.items()
        ]
        return sorted(rows, key=lambda row: (-row.first, -row.first_three))

    def capabilities(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The names of capabilities."""
        return tuple(self.worksheet.capability_by_key[key].name for key in keys)

    def _product(self, key: str) -> Product:
        return self.worksheet.product_by_key[key]


def _said(cell: CellAgreement) -> str:
    """What people said, as counts: 1 low · 3 high."""
    said = [f"{count} {word}" for count, word in zip(cell.counts, LEVELS, strict=True) if count]
    return " · ".join([*said, *([f"{cell.unknown} don't know"] if cell.unknown else [])])
