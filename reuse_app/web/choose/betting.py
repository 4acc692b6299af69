"""The sets of products between which to choose, and the candidates on which to decide, as rows of the Choose page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.portfolio.best_set import RunnerUp
from reuse_app.narrative.standing import by_value, unrated
from reuse_app.narrative.words import in_hundred, level, listed, percent, rough
from reuse_app.worksheet import Decision, Product, Worksheet
from reuse_app.worksheet.progress import under_consideration

MOST_POINTS = 40
"""Steps of the frontier that its table shows."""


@dataclass(frozen=True)
class SetRow:
    """One set of products: what it is worth, what it costs, and what it gives up against the best."""

    title: str
    products: str
    value: str
    cost: str
    gives_up: str
    change: str


@dataclass(frozen=True)
class Candidate:
    """One product on which to decide, with what the analysis says about it in a line."""

    product: Product
    decision: Decision | None
    summary: tuple[str, ...]
    shortlisted: bool


@dataclass(frozen=True)
class Bets:
    """What can be chosen."""

    worksheet: Worksheet
    findings: Findings

    @property
    def sets(self) -> Iterator[SetRow]:
        """The best set and the next best ones."""
        best = self.findings.portfolio
        if best.chosen:
            yield SetRow("Best set", self._ranked(best.chosen), rough(best.value), rough(best.cost), "", "")
        for number, other in enumerate(best.runners_up, 1):
            yield SetRow(
                f"Runner-up {number}",
                self._ranked(other.chosen) or "nothing",
                rough(other.value),
                rough(other.cost),
                rough(other.gives_up),
                self._change(other),
            )

    @property
    def next_step(self) -> str:
        """What the next unit of budget buys, in a sentence; nothing when nothing more."""
        step = self.findings.portfolio.next_step
        if step is None:
            return ""
        instead = f" instead of {self.names(step.drops)}" if step.drops else ""
        return (
            f"With {rough(step.extra_budget)} {self.findings.unit} more, {self.names(step.adds)}{instead} "
            f"would add {rough(step.extra_value)} of value."
        )

    @property
    def frontier(self) -> list[tuple[str, str, str]]:
        """Budget, value and products of each set of which none is worth as much for less."""
        points = self.findings.portfolio.frontier
        return [
            (rough(point.budget), rough(point.value), self._ranked(point.chosen) or "nothing")
            for point in points[:MOST_POINTS]
        ]

    @property
    def frequency(self) -> list[tuple[str, float]]:
        """How often each product is in the best set, the surest first."""
        shares = sorted(self.findings.portfolio.frequency.items(), key=lambda each: -each[1])
        return [(self.worksheet.product_by_key[key].name, share) for key, share in shares]

    @property
    def candidates(self) -> list[Candidate]:
        """The products to decide on: the shortlist first, and in it the most attractive."""
        kept = {product.key for product in under_consideration(self.worksheet)}
        scores = self.findings.scores

        def place(product: Product) -> tuple[bool, float]:
            score = scores.get(product.key)
            return product.key not in kept, -(score.total or 0 if score else 0)

        return [
            Candidate(
                product,
                self.worksheet.decision_by_product.get(product.key),
                tuple(self._summary(product.key)),
                product.key in kept,
            )
            for product in sorted(self.worksheet.candidates, key=place)
        ]

    @property
    def shape(self) -> list[tuple[object, ...]]:
        """What the page says of each candidate beside what is decided."""
        return [(each.product.key, each.product.name, each.summary, each.shortlisted) for each in self.candidates]

    def names(self, keys: Sequence[str]) -> str:
        """The names of products, in a list."""
        return listed([self.worksheet.product_by_key[key].name for key in keys])

    def _ranked(self, keys: Sequence[str]) -> str:
        """The names of the products of a set, the most valuable first, as on top of the page."""
        return self.names(by_value(keys, self.findings))

    def _change(self, other: RunnerUp) -> str:
        if other.adds and other.drops:
            return f"{self.names(other.adds)} instead of {self.names(other.drops)}"
        return f"with {self.names(other.adds)}" if other.adds else f"without {self.names(other.drops)}"

    def _summary(self, key: str) -> Iterator[str]:
        score, best = self.findings.scores.get(key), self.findings.portfolio
        if score and score.quadrant:
            yield f"{score.quadrant.value}, total {level(score.total)}"
        shares = self.findings.robustness.get(key)
        if shares:
            yield f"first in {in_hundred(shares[0])} simulated votes"
        if lacking := unrated(key, self.worksheet, self.findings):
            yield lacking
        cover = self.findings.coverage[key].by_need
        if cover is not None:
            yield f"{percent(cover)} from stock"
        if best.chosen:
            yield "in the best set" if key in best.chosen else "not in the best set"
