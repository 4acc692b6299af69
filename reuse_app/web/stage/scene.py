"""A scene: what the big screen shows at a moment, and which page of how many."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reuse_app.narrative.words import amount
from reuse_app.web.context import g
from reuse_app.web.lists import Leaf


@dataclass(frozen=True)
class Scene:
    """One picture: the template that draws it, with what it is given."""

    template: str
    what: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""
    """What stands above the title, in the place of the step."""
    title: str = ""
    """The title, in the place of the question of the step."""
    counts: tuple[str, ...] = ()
    """What it counts, each with its noun."""
    part: str = ""
    """Which part of the whole is to be seen; empty where nothing is left out."""
    turn: int = 0
    turns: int = 1
    is_count: bool = False
    """Whether private entries are counted, of which no event tells."""

    @property
    def kind(self) -> str:
        """What sort of picture it is, in one word."""
        return self.template.removeprefix("stage/_").removesuffix(".html")


@dataclass(frozen=True)
class SceneLine:
    """One line: what came in, and a word about it; `share` is the length of its bar, 0 to 100."""

    name: str
    about: str = ""
    share: int = 0


def say(sentence: str, *, is_count: bool = False) -> Scene:
    """A scene of one sentence, as long as there is nothing to show."""
    return Scene("stage/_sentence.html", {"sentence": sentence}, is_count=is_count)


def of_leaf(template: str, leaf: Leaf[Any], *counts: str, **what: Any) -> Scene:
    """A scene of one page of a list, which says how many more there are."""
    more = leaf.total - leaf.before - len(leaf.items)
    part = f"{leaf.said}{f' · {amount(more)} more' if more else ''}" if leaf.count > 1 else ""
    return Scene(template, {"leaf": leaf, **what}, counts=counts, part=part, turn=leaf.number - 1, turns=leaf.count)


def latest(part: str) -> Iterator[Any]:
    """The entries of a part that everybody may see, the one that was added or changed last first."""
    seen = {"capability": g.shown.capabilities, "product": g.shown.candidates, "link": g.shown.needed_links}[part]
    newest = sorted(g.saved.rows[part], key=lambda row: (row.version, row.position), reverse=True)
    return (row.noun for row in newest if row.noun in seen)


def came_at_once(part: str) -> bool:
    """Whether all entries of a part came together, from a file, so that none of them is the newest."""
    return len({row.version for row in g.saved.rows[part]}) == 1 < len(g.saved.rows[part])


def dots_by_product() -> Counter[str]:
    """How many dots each product has, of those that everybody may see, by its key."""
    dots = Counter[str]()
    for dot in g.shown.dots:
        dots[dot.product] += dot.count
    return dots
