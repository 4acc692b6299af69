"""A worksheet to start a workshop from: a copy of an earlier one, or what follows from it."""

from collections.abc import Sequence
from typing import Any

from reuse_app.worksheet.decision import Constraints
from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.leaving_out import with_parts, without
from reuse_app.worksheet.outcome import Outcome
from reuse_app.worksheet.parts import PARTS

ASKED = {"factors", "participants"}
"""The lists that are there before anybody has answered; home products are too."""


def duplicate(worksheet: Worksheet, *, title: str, answers: bool, people: bool) -> Worksheet:
    """Return a copy of a worksheet under another title.

    Args:
        worksheet: what is copied.
        title: what the copy is called.
        answers: whether it holds what the team has entered, not just what it was asked.
        people: whether it names who took part; without them their ratings and dots stay behind.
    """
    copied = worksheet if answers else _unanswered(worksheet)
    return _called(title, copied if people else _without_people(copied))


def following(worksheet: Worksheet, predictions: Sequence[Outcome], *, title: str) -> Worksheet:
    """Return what the next workshop starts from: the inventory, and what was decided beside what was predicted for it.

    Products without a decision, ratings, dots and people stay behind.
    """
    undecided = {product.key for product in worksheet.candidates} - worksheet.decision_by_product.keys()
    kept = without(_without_people(worksheet), {"product": undecided})
    return _called(title, with_parts(kept, {"outcomes": (*kept.outcomes, *predictions)}))


def _unanswered(worksheet: Worksheet) -> Worksheet:
    parts: dict[str, Any] = dict.fromkeys(PARTS.keys() - ASKED, ())
    return with_parts(worksheet, {**parts, "products": worksheet.home_products, "constraints": Constraints()})


def _without_people(worksheet: Worksheet) -> Worksheet:
    return without(worksheet, {"participant": {participant.key for participant in worksheet.participants}})


def _called(title: str, worksheet: Worksheet) -> Worksheet:
    return with_parts(worksheet, {"workshop": worksheet.workshop.model_copy(update={"title": title})})
