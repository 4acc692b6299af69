"""The eight steps of a workshop, and how far a worksheet has come in each."""

from enum import StrEnum


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
