"""The cards that guide a team: one for each step, lesson, prompt and story, each a readable file in this folder.

A card file is Markdown: first line `# Title`, then the body, and a last paragraph that begins with `Source:`. What
stands after `**Ask aloud:**` is for whoever leads.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reuse_app.worksheet.steps import Step

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

LESSONS: dict[Step, tuple[str, ...]] = {
    Step.FRAME: (),
    Step.INVENTORY: ("9", "2"),
    Step.NATURE: ("1-recaptcha", "5"),
    Step.PRODUCTS: ("1", "7"),
    Step.MAP: ("1", "6", "3"),
    Step.SCORE: (),
    Step.CHOOSE: ("1", "8"),
    Step.ITERATE: ("2", "3", "4"),
}
"""The lessons that help in each step: nine, and the half of the first that belongs to by-products."""


@dataclass(frozen=True)
class Card:
    """One card: what it is called, what it says in Markdown, and where that comes from."""

    key: str
    title: str
    body_markdown: str
    source: str
    aloud_markdown: str = ""
    """What whoever leads asks the room; only a step has it."""


def step_card(step: Step) -> Card:
    """Return the card of a step: what to do, how long, what good looks like, and what to ask the room."""
    return _card("steps", step)


def lessons_for(step: Step) -> tuple[Card, ...]:
    """Return the lessons that help in a step; Frame and Score have none beside their own card."""
    return tuple(_card("lessons", key) for key in LESSONS[step])


def prompt_cards() -> tuple[Card, ...]:
    """Return the thirteen prompts that help to find products, in the order in which they are dealt."""
    return tuple(map(prompt_card, PROMPTS))


def prompt_card(key: str) -> Card:
    """Return one of PROMPTS."""
    return _card("prompts", key)


def story_card(name: str) -> Card:
    """Return one of STORIES, which carry the app."""
    return _card("stories", name)


@cache
def _card(folder: str, key: str) -> Card:
    text = files(__name__).joinpath(folder, f"{key}.md").read_text(encoding="utf-8")
    heading, _, rest = text.strip().partition("\n")
    told, _, source = rest.rpartition("\n\nSource: ")
    body, _, aloud = told.partition("\n\n**Ask aloud:**\n")
    return Card(key, heading.removeprefix("# "), body.strip(), source.strip(), aloud.strip())
