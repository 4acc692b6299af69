"""The cards that guide a team: one for each step, lesson, prompt and story, each a readable file in this folder.

A card file is Markdown: first line `# Title`, then the body, and a last paragraph that begins with `Source:`.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STEPS = ("frame", "inventory", "nature", "products", "map", "score", "choose", "iterate")
LESSONS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
PROMPTS = (
    "by-product",
    "other-users",
    "other-places",
    "other-scale",
    "tool-as-service",
    "combine",
    "remove",
    "interface",
    "rare-case",
    "ten-times",
    "get-rid",
    "partner",
    "twice",
)
STORIES = ("tesla-bot", "recaptcha")

BY_PRODUCT_LESSON = "1-recaptcha"
"""The half of lesson 1 that belongs to by-products, a card of its own."""

_LESSONS_OF_STEP: dict[str, tuple[str, ...]] = {
    "frame": (),
    "inventory": ("9", "2"),
    "nature": (BY_PRODUCT_LESSON, "5"),
    "products": ("1", "7"),
    "map": ("1", "6", "3"),
    "score": (),
    "choose": ("1", "8"),
    "iterate": ("2", "3", "4"),
}


@dataclass(frozen=True)
class Card:
    """One card: what it is called, what it says in Markdown, and where that comes from."""

    key: str
    title: str
    body_markdown: str
    source: str


def step_card(step: str) -> Card:
    """Return the card of a step: what to do, how long, what good looks like, what to ask aloud."""
    return _card("steps", _known("step", step, STEPS))


def lesson_card(number: int | str) -> Card:
    """Return the card of a lesson, 1 to 9, or the by-product half of lesson 1."""
    return _card("lessons", _known("lesson", str(number), (*LESSONS, BY_PRODUCT_LESSON)))


def lessons_for(step: str) -> tuple[Card, ...]:
    """Return the lessons that help in a step; Frame and Score have none beside their own card."""
    return tuple(lesson_card(key) for key in _LESSONS_OF_STEP[_known("step", step, STEPS)])


def prompt_cards() -> tuple[Card, ...]:
    """Return the thirteen prompts that help to find products, in the order in which they are dealt."""
    return tuple(map(prompt_card, PROMPTS))


def prompt_card(key: str) -> Card:
    """Return one of the prompts."""
    return _card("prompts", _known("prompt", key, PROMPTS))


def story_card(name: str) -> Card:
    """Return one of the two stories that carry the app."""
    return _card("stories", _known("story", name, STORIES))


def _known(noun: str, key: str, keys: tuple[str, ...]) -> str:
    if key not in keys:
        raise ValueError(f"There is no {noun} “{key}”. There are: {', '.join(keys)}.")
    return str(key)


@cache
def _card(folder: str, key: str) -> Card:
    text = files(__name__).joinpath(folder, f"{key}.md").read_text(encoding="utf-8")
    heading, _, rest = text.strip().partition("\n")
    body, _, source = rest.rpartition("\n\nSource: ")
    return Card(key=key, title=heading.removeprefix("# "), body_markdown=body.strip(), source=source.strip())
