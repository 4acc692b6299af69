"""What a lesson teaches is asked for somewhere: its card names the fields and prompts, and they are on those pages."""

import re
from collections.abc import Iterator

import html5lib
import pytest

from reuse_app.guide import Card, lessons_for
from reuse_app.worksheet.steps import Step
from tests.web.conftest import NAMESPACE, Browser

LESSONS = {card.key: card for step in Step for card in lessons_for(step)}
NAMING = {f"{NAMESPACE}{name}" for name in ("label", "legend", "summary", "a", "button")}
ADDRESSES = {
    "Inventory": ("inventory?open=vision",),
    "Map": ("map?cell=vision:robot",),
    "Iterate": ("iterate", "iterate?gaps=1"),
}


def places(card: Card) -> Iterator[tuple[str, list[str]]]:
    """The steps that a card names, each with what it names there."""
    told = card.body_markdown.split("\n\n")[-1]
    assert told.startswith("**Put to work:** ")
    for place in told.removeprefix("**Put to work:** ").split("; "):
        yield place.split(",")[0], re.findall("“(.+?)”", place)


def named(page: str) -> set[str]:
    """What fields, buttons, links and folds of a page are called, in its guidance too, which has none of its own."""
    elements = html5lib.parse(page).iter()
    return {" ".join("".join(each.itertext()).split()) for each in elements if each.tag in NAMING}


@pytest.mark.parametrize(
    "card", {card.key: card for step in Step for card in lessons_for(step)}.values(), ids=lambda card: card.key
)
def test_what_a_lesson_teaches_is_put_to_work_where_its_card_says(tesla: Browser, card: Card) -> None:
    for step, names in places(card):
        assert step in {each.title for each in Step}
        assert names
        pages = map(tesla.open, ADDRESSES.get(step, (step.lower(),)))
        assert set(names) <= set().union(*map(named, pages))
