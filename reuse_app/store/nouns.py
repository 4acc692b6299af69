"""Nouns of the worksheet as only the store has them: single rows for what a worksheet file holds in one piece."""

from sqlmodel import Field

from reuse_app.worksheet import Iteration, Workshop
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import Noun, ProductKey

LAST_SECOND = 10**11
"""Unix seconds in the year 5138."""


class Framed(Workshop):
    """The workshop as a row: with the one constraint that is a single number, and where the room is."""

    at_most: int | None = Field(default=None, ge=1, le=1000)
    step: Step = Step.FRAME
    since: int | None = Field(default=None, ge=0, le=LAST_SECOND)
    ends_at: int | None = Field(default=None, ge=0, le=LAST_SECOND)
    sound: bool = False
    has_joined: bool = False
    closed: bool = False
    report_open: bool = False
    is_template: bool = False


class MustHave(Noun):
    """A product that has to be chosen."""

    product: ProductKey


class Exclusive(Noun):
    """One product of a group of which at most one may be chosen."""

    group: int = Field(ge=1, le=1000)
    product: ProductKey


class NumberedIteration(Iteration):
    """An iteration with the number by which the store finds it again."""

    number: int = Field(ge=1)
