"""The board of Choose: what is told of every product beside a set that is tried, of that set, and of the kept ones."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.portfolio.weighed_set import WeighedSet
from reuse_app.narrative.blocks import Block, Table
from reuse_app.narrative.chapters import answer
from reuse_app.narrative.chapters.chosen import about
from reuse_app.narrative.material import Material
from reuse_app.narrative.sets import compare_sets, set_numbers, tell_set
from reuse_app.narrative.standing import by_value, worth_figure
from reuse_app.narrative.words import NOT_STATED, level, rough, some, with_sign
from reuse_app.worksheet import Product, Worksheet

AT_LEAST = "≥\u00a0"
"""What stands before a cost that lacks a part, and on the same line."""


@dataclass(frozen=True)
class ToldProduct:
    """What the analysis says about one product."""

    field: str
    """Where it stands on the map, with potential and challenge."""
    worth: str
    alone: str
    """What it costs alone, with what we have."""
    margin: tuple[str, str]
    """What the set that is tried costs more with it, and is worth more."""
    about: tuple[str, ...]


@dataclass(frozen=True)
class ChoiceBoard:
    """What is told beside one set that is tried."""

    lines: Mapping[str, ToldProduct]
    """One for each adjacent product, by key, the most attractive first."""
    tried: tuple[Block, ...]
    name: str
    """The names of the products that are tried."""
    keys: tuple[str, ...]
    """Those products by key."""
    said: str
    """What that set is worth and costs, in one line."""
    is_decided: bool
    untried: tuple[str, ...]
    """The set that is ticked as long as nobody tries one, by key."""
    kept: Table | None
    """The kept sets that stand side by side."""
    worth_is: str
    """What to call what a product is worth."""

    def __len__(self) -> int:
        """Return about how many letters it has."""
        return len(self.said) + sum(len(str(astuple(line))) for line in self.lines.values())


def write_board(worksheet: Worksheet, findings: Findings, products: Collection[str] | None = None) -> ChoiceBoard:
    """Return what Choose tells of a set of products, by key; without one, of what is decided or else the best."""
    return board_of(Material(worksheet, findings), products)


def board_of(material: Material, products: Collection[str] | None = None) -> ChoiceBoard:
    """Return the same of a material, which keeps for the next set what all sets have in common."""
    untried = untried_set(material)
    weighed = material.weigh(untried if products is None else products)
    return ChoiceBoard(
        lines={each.key: _line(each, material, weighed) for each in _ordered(material)},
        tried=tell_set(weighed, material),
        name=some(material.products(by_value(weighed.chosen, material.findings))) or "Nothing",
        keys=weighed.chosen,
        said="; ".join(map(str, set_numbers(weighed, material))),
        is_decided=set(weighed.chosen) == set(material.decided_set),
        untried=untried,
        kept=_kept(material),
        worth_is="Points of 1" if material.is_rated else "Worth",
    )


@dataclass(frozen=True)
class ToldChoice:
    """What the big screen tells of the choice beside the decisions."""

    answers: tuple[tuple[str, str], ...]
    """What the analysis says, in a few words each, with the heading under which it stands."""
    kept: Table | None
    """The kept sets that stand side by side."""

    def __len__(self) -> int:
        """Return about how many letters it has."""
        return len(str(self.answers)) + len(str(self.kept))


def tell_choice(worksheet: Worksheet, findings: Findings) -> ToldChoice:
    """Return what the big screen tells of the choice."""
    material = Material(worksheet, findings)
    section = answer.write(material)
    entries = [(section.title, each.title) for each in section.blocks if each.kind == "entry"] if section else []
    return ToldChoice(answers=tuple(entries), kept=_kept(material))


def _kept(material: Material) -> Table | None:
    return next(iter(compare_sets(material.worksheet.sets_beside, material)), None)


def untried_set(material: Material) -> tuple[str, ...]:
    """Return the keys of what is decided, or else of the best set."""
    considered = set(material.findings.considered)
    return tuple(key for key in material.decided_set if key in considered) or material.best_set


def _ordered(material: Material) -> Iterable[Product]:
    """Return the adjacent products, the most attractive first."""
    scores = material.findings.scores

    def place(product: Product) -> float:
        score = scores.get(product.key)
        return -(score.total or 0 if score else 0)

    return sorted(material.worksheet.candidates, key=place)


def _line(product: Product, material: Material, weighed: WeighedSet) -> ToldProduct:
    key, found = product.key, material.findings
    is_considered, score = key in weighed.margins, found.scores.get(key)
    has_field = score is not None and score.quadrant is not None
    least = AT_LEAST if key in found.economics.incomplete else ""
    alone = material.solo_cost([key]) if is_considered else None
    return ToldProduct(
        f"{score.quadrant} · {level(score.potential)} / {level(score.challenge)}"
        if score and has_field
        else "not rated",
        worth_figure(material.value([key]) if key in found.valuation.values else None, found),
        rough(alone) if alone is None else f"{least}{rough(alone)}",
        _margin(key, material, weighed, least) if is_considered else ("", ""),
        tuple(about(product, material)),
    )


def _margin(product: str, material: Material, weighed: WeighedSet, least: str) -> tuple[str, str]:
    """Return what a set costs more with a product, and is worth more."""
    cost, worth = material.more_with(product, weighed.chosen)
    is_known = weighed.margins[product].worth is not None
    dearer = f"{least}{rough(cost)}" if cost.likely or not least else NOT_STATED
    return dearer, with_sign(worth_figure(worth if is_known else None, material.findings))
