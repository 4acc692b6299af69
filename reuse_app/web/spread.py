"""What the room rated, cell by cell: how many said what, how far apart they are, and what a second round moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reuse_app.analysis.agreement import Agreement, CellAgreement, find_agreement
from reuse_app.analysis.scoring import read_ballots
from reuse_app.narrative.isolation import apart as keep_apart
from reuse_app.narrative.words import NOT_STATED, amount, level, signed
from reuse_app.web.findings import Known, known
from reuse_app.worksheet import Factor, Product, Worksheet
from reuse_app.worksheet.scales import LEVELS

FIELD = "rating_"
"""What the name of a field of the ballot begins with; the key of the factor follows."""
UNKNOWN = "don’t know"
FEW = 5
"""Dots that are counted, and names that are read, at a glance; of more there is the number, and a few names."""
NAMED = 3
"""Names that stand for many."""
PLACE = tuple[str, str]
"""A product and a factor, by their keys."""


def spread() -> "Spread":
    """What the room of this request rated, as far as everybody may see it."""
    return known().derived(_spread_of)


def anchor(product: str, factor: str) -> str:
    """Where a product and a factor stand on the page, by their keys."""
    return f"spread-{product}-{factor}"


def _spread_of(state: Known) -> "Spread":
    return Spread(state.worksheet, state.agreement, state.names)


@dataclass(frozen=True)
class Dots:
    """The people who said one thing."""

    word: str
    count: int
    names: Sequence[str]
    """Who they are, where names are told."""
    is_within: bool
    """Whether it lies between the lowest and the highest that anybody said."""

    @property
    def is_few(self) -> bool:
        """Whether they are counted at a glance."""
        return self.count <= FEW

    @property
    def first_names(self) -> str:
        """As many of the names as are read at a glance."""
        return ", ".join(map(keep_apart, self.names[: FEW if self.is_few else NAMED]))

    @property
    def other_names(self) -> Sequence[str]:
        """The names beyond these."""
        return () if self.is_few else self.names[NAMED:]


@dataclass(frozen=True)
class SpreadRow:
    """What people said about one product and factor; `before` is the first round, where there was a second."""

    product: Product
    factor: Factor
    cell: CellAgreement
    before: CellAgreement | None
    said: Mapping[int | None, Sequence[str]]
    """Who said which level, where names are told."""

    @property
    def strip(self) -> list[Dots]:
        """The people at each level, the lowest first, and those who don't know."""
        levels = [place for place, count in enumerate(self.cell.counts) if count]
        marks = [
            Dots(word, count, self.said.get(place + 1, ()), bool(levels) and levels[0] <= place <= levels[-1])
            for place, (word, count) in enumerate(zip(LEVELS, self.cell.counts, strict=True))
        ]
        return [*marks, Dots(UNKNOWN, self.cell.unknown, self.said.get(None, ()), is_within=False)]

    @property
    def is_crowded(self) -> bool:
        """Whether so many said one thing that all dots are drawn small, so that more never looks like less."""
        return max(*self.cell.counts, self.cell.unknown) > FEW

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return anchor(self.product.key, self.factor.key)

    @property
    def question(self) -> str:
        """Where its question stands on the ballot."""
        return FIELD + self.factor.key

    @property
    def apart(self) -> str:
        """By how much people differ from their mean, in levels."""
        return amount(self.cell.ad)

    @property
    def shift(self) -> str:
        """How the mean moved from the first round to the second."""
        if self.before is None or self.cell.mean is None or self.before.mean is None:
            return NOT_STATED
        moved = signed(self.cell.mean - self.before.mean)
        return f"{level(self.before.mean)} → {level(self.cell.mean)} ({moved})"

    @property
    def closer(self) -> str:
        """How far people are apart, and were in the first round if there was a second."""
        return f"{amount(self.before.ad)} → {self.apart}" if self.before else self.apart

    @property
    def is_shared(self) -> bool:
        """Whether there are two levels at least, which can be apart."""
        return self.cell.agreed is not None


@dataclass(frozen=True)
class Spread:
    """Everything that the page of the spread shows."""

    worksheet: Worksheet
    agreement: Agreement
    names: bool
    """Whether it says who said what."""

    @cached_property
    def rows(self) -> Mapping[PLACE, SpreadRow]:
        """Every rated cell, in the order of products and factors."""
        cells = {(cell.product, cell.factor): cell for cell in self.agreement.cells}
        return {
            place: SpreadRow(product, factor, cells[place], self._before.get(place), self._said.get(place, {}))
            for product in self.worksheet.candidates
            for factor in self.worksheet.factors
            if (place := (product.key, factor.key)) in cells and self._may_show(cells[place])
        }

    @cached_property
    def single(self) -> int:
        """How many cells are not shown, because a single answer would tell whose it is where nobody is named."""
        return sum(not self._may_show(cell) for cell in self.agreement.cells)

    def _may_show(self, cell: CellAgreement) -> bool:
        return self.names or sum(cell.counts) + cell.unknown > 1

    @cached_property
    def discuss_first(self) -> list[SpreadRow]:
        """The cells in which people differ, the furthest apart first."""
        apart = [(cell.product, cell.factor) for cell in self.agreement.discuss_first]
        return [self.rows[place] for place in apart if place in self.rows]

    @cached_property
    def agreed(self) -> Sequence[Sequence[SpreadRow]]:
        """The rows about which nobody has to talk, product by product."""
        apart = {row.anchor for row in self.discuss_first}
        found: dict[str, list[SpreadRow]] = {}
        for row in self.rows.values():
            if row.anchor not in apart:
                found.setdefault(row.product.key, []).append(row)
        return list(found.values())

    @property
    def people(self) -> int:
        """How many rated."""
        return len({rating.participant for rating in self.worksheet.ratings})

    @property
    def has_second_round(self) -> bool:
        """Whether anybody rated after the talk."""
        return bool(self._before)

    @property
    def apart_before(self) -> int:
        """In how many cells people differed in the first round."""
        return sum(cell.agreed is False for cell in self._before.values())

    @cached_property
    def _before(self) -> Mapping[PLACE, CellAgreement]:
        """The first round, where there was a second."""
        if all(rating.round == 1 for rating in self.worksheet.ratings):
            return {}
        first = read_ballots(self.worksheet, through_round=1)
        return {(cell.product, cell.factor): cell for cell in find_agreement(first, first).cells}

    @cached_property
    def _said(self) -> Mapping[PLACE, Mapping[int | None, Sequence[str]]]:
        if not self.names:
            return {}
        people = {
            each.key: f"{each.name} (recorded)" if each.without_device else each.name
            for each in self.worksheet.participants
        }
        found: dict[PLACE, dict[int | None, list[str]]] = {}
        for place, ballot in read_ballots(self.worksheet).cells.items():
            for key, said in sorted(ballot.items()):
                found.setdefault(place, {}).setdefault(said, []).append(people[key])
        return found
