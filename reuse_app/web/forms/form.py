"""A form on a page: its values, what was typed into it, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from reuse_app.store.errors import Clash, NameTakenError, NotOwnError
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import sentence
from reuse_app.worksheet.values import HIGH_BELOW, LOW_ABOVE, clean, is_unclear, shortest

NEEDED = "Choose this first; the rest is saved with it."
"""Stands beside a field that an entry cannot be without."""
NEEDED_TOO = "Fill this in too; the others are saved with it."
"""Stands beside a number that others need to make sense."""
CALLED = "Say what the {noun} is called."
NAMES = {"Participant": "Say the name.", "Saving": "Say your name."}
"""Stands beside an empty name, of a person and of whoever saves an inventory; others are said to be CALLED."""


class WrongFormError(ValueError):
    """What was sent cannot be saved, for reasons that no noun knows; a message for each field."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(" ".join(mistakes.values()))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Draft:
    """A form that could not be saved: what was typed, and why not."""

    form: str
    typed: Mapping[str, str]
    mistakes: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    version: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    """What the page calls the fields, as soon as it has shown them."""

    def field_id(self, name: str) -> str:
        """The id of a field, as the page has it."""
        return field_id(self.form, name)


@dataclass(frozen=True)
class Form:
    """One form on a page: its values, and its mistakes if it is the one that could not be saved."""

    id: str
    values: Mapping[str, str]
    version: int = 0
    mistakes: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def labelled(self, name: str, label: str) -> str:
        """The label of a field, by which the summary of what is wrong names it too."""
        self.labels[name] = label
        return label

    def value(self, name: str) -> str:
        """What the field shows: what was typed, else what is saved."""
        return str(clean(self.values.get(name, "")))

    def field_id(self, name: str) -> str:
        """The id of a field, unique on the page."""
        return field_id(self.id, name)


def form_id(part: str, entry: Iterable[str | int]) -> str:
    """The id of the form of an entry."""
    return "-".join([part, *map(str, entry)])


def field_id(form: str, name: str) -> str:
    """The id of a field in a form; no other id begins so, whatever the keys of entries are."""
    return f"field-{form}-{name}"


def as_typed(value: Scalar) -> str:
    """A value as it stands in a form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if not isinstance(value, float):
        return str(value)
    text = str(shortest(value))
    return f"{text}0" if is_unclear(text) else text


def mistakes_of(error: ValidationError | WrongFormError | NameTakenError | NotOwnError) -> Mapping[str, str]:
    """What is wrong with a form, by the column in which it stands."""
    if isinstance(error, WrongFormError):
        return error.mistakes
    if isinstance(error, NameTakenError | NotOwnError):
        return {"name": str(error)}
    found: dict[str, str] = {}
    for each in error.errors(include_url=False):
        found.setdefault(_column_of(each), _said(each, error.title))
    return found


def _said(error: ErrorDetails, noun: str) -> str:
    if error["type"] in {"string_too_short", "too_short"} and error["loc"][-1] in ("name", "title", "author"):
        return NAMES.get(noun, CALLED.format(noun=noun.casefold()))
    if error["type"] != "missing":
        return sentence(error)
    return NEEDED if len(error["loc"]) == 1 else NEEDED_TOO


def _column_of(error: ErrorDetails) -> str:
    """Where a mistake stands; that of an estimate whose ends are out of order, at the end that is."""
    path = [str(step + 1) if isinstance(step, int) else step for step in error["loc"]]
    if error["type"] in (LOW_ABOVE, HIGH_BELOW):
        path.append("high" if error["type"] == HIGH_BELOW else "low")
    return "_".join(path)
