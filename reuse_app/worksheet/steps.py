"""The eight steps of a workshop, and how far a worksheet has come in each."""

from dataclasses import dataclass
from enum import StrEnum

from reuse_app.worksheet import missing
from reuse_app.worksheet.document import Worksheet


class Step(StrEnum):
    """One of the eight steps, in the order of the workshop."""

    FRAME = "frame"
    INVENTORY = "inventory"
    NATURE = "nature"
    PRODUCTS = "products"
    MAP = "map"
    SCORE = "score"
    CHOOSE = "choose"
    ITERATE = "iterate"

    @property
    def number(self) -> int:
        """Place in the workshop, 1 to 8."""
        return list(Step).index(self) + 1

    @property
    def title(self) -> str:  # type: ignore[override]  # a step has a title to read; nobody needs str.title of it
        """What the step is called on a page."""
        return self.value.capitalize()

    @property
    def question(self) -> str:
        """The question that the step answers."""
        return QUESTIONS[self]


QUESTIONS = {
    Step.FRAME: "What are we here to find?",
    Step.INVENTORY: "What do we have?",
    Step.NATURE: "What is it really?",
    Step.PRODUCTS: "Who else could use it?",
    Step.MAP: "Which building blocks does each one need?",
    Step.SCORE: "Which are worth it?",
    Step.CHOOSE: "Where do we bet?",
    Step.ITERATE: "How do we learn fast?",
}


@dataclass(frozen=True)
class Progress:
    """How far one step has come: done, or what is still missing, in sentences."""

    step: Step
    done: bool
    missing: tuple[str, ...]


def progress(worksheet: Worksheet) -> tuple[Progress, ...]:
    """Return the progress of every step, in order.

    A step is done when nothing is missing. What a team may do without never counts as missing: a budget, readiness
    levels, platform costs, dots, a second round of ratings, and iterations, which come after the workshop.
    """
    return tuple(_progress(step, tuple(sentence for sentence in find(worksheet) if sentence)) for step, find in FINDERS)


def _progress(step: Step, sentences: tuple[str, ...]) -> Progress:
    return Progress(step=step, done=not sentences, missing=sentences)


FINDERS = (
    (Step.FRAME, missing.from_frame),
    (Step.INVENTORY, missing.from_inventory),
    (Step.NATURE, missing.from_nature),
    (Step.PRODUCTS, missing.from_products),
    (Step.MAP, missing.from_map),
    (Step.SCORE, missing.from_scores),
    (Step.CHOOSE, missing.from_choice),
    (Step.ITERATE, missing.from_iterations),
)
