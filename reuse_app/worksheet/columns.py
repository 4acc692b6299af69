"""Nouns as flat rows of single values, the form in which tables, spreadsheets and web forms hold them.

A nested part becomes columns named after it (`build_cost_low`), a tuple of fixed length numbered ones (`anchors_1`).
"""

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import GroupedMetadata
from pydantic.fields import FieldInfo

from reuse_app.worksheet.values import Estimate, Noun, Refers

LIMITS = ("ge", "le", "min_length", "max_length")

LABELS = {"at_most": "limit of products", "home_field": "field you are in"}
"""What people call a field, where that isn't its name."""

Scalar = str | int | float | bool | dt.date | None


@dataclass(frozen=True)
class Column:
    """One single-valued column of a noun: where its value sits and what it may hold."""

    name: str
    path: tuple[str | int, ...]
    type: type[Scalar]
    choices: tuple[Scalar, ...]
    optional: bool
    limits: Mapping[str, float]
    refers: str | None
    goes_along: bool
    description: str

    @property
    def may_be_emptied(self) -> bool:
        """Whether what refers to something that goes away can stay without it."""
        return self.optional and not self.goes_along


def label_of(field: str) -> str:
    """Return a field as people read it: build cost."""
    return LABELS.get(field, field.replace("_", " "))


@cache
def columns(noun: type[Noun]) -> Mapping[str, Column]:
    """The columns of a noun by name, in the order in which its fields are written."""
    return {column.name: column for name, field in noun.model_fields.items() for column in _of_field((name,), field)}


def flatten(noun: Noun) -> dict[str, Scalar]:
    """Return a noun as one value for each of its columns; absent parts and unstated ends of an estimate are None."""
    return {column.name: value_at(noun, column.path) for column in columns(type(noun)).values()}


def nest(noun: type[Noun], row: Mapping[str, object]) -> dict[str, Any]:
    """Return columns as the nested input of a noun; a part whose columns are all None is left out."""
    nested: dict[str, Any] = {}
    for column in columns(noun).values():
        value = row.get(column.name)
        if len(column.path) > 1:
            _place(nested, column.path, value)
        elif value is not None or column.optional:
            nested[column.name] = value
    return nested


def _of_field(path: tuple[str | int, ...], field: FieldInfo, within: tuple[None, ...] = ()) -> Iterator[Column]:
    """Yield the columns that one field becomes; those of an optional part are optional too."""
    kind, marks = _unwrapped(field.annotation, (*field.metadata, *within))
    within = (None,) if None in marks else ()
    if isinstance(kind, type) and issubclass(kind, Noun):
        for name, inner in kind.model_fields.items():
            yield from _of_field((*path, name), inner, within)
    elif get_origin(kind) is tuple:
        for index, annotation in enumerate(get_args(kind)):
            yield from _of_field((*path, index), FieldInfo.from_annotation(annotation), within)
    else:
        yield _leaf(path, kind, marks, field)


def _unwrapped(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without Optional and Annotated, and all marks found on the way; None stands for Optional."""
    if get_origin(annotation) is Annotated:
        inner, *found = get_args(annotation)
        return _unwrapped(inner, (*marks, *found))
    if get_origin(annotation) in (Union, types.UnionType):
        inner, _ = sorted(get_args(annotation), key=lambda part: part is type(None))
        return _unwrapped(inner, (*marks, None))
    return annotation, marks


def _leaf(path: tuple[str | int, ...], kind: Any, marks: tuple[Any, ...], field: FieldInfo) -> Column:
    choices = get_args(kind) if get_origin(kind) is Literal else tuple(kind) if issubclass(kind, Enum) else ()
    single = type(choices[0]) if choices else kind
    limits: dict[str, float] = {}
    for mark in marks:
        expanded = tuple(mark) if isinstance(mark, GroupedMetadata) else (mark,)
        limits |= {name: getattr(part, name) for part in expanded for name in LIMITS if hasattr(part, name)}
    reference = next((mark for mark in marks if isinstance(mark, Refers)), None)
    return Column(
        name="_".join(str(step + 1) if isinstance(step, int) else step for step in path),
        path=path,
        type=next(base for base in (bool, int, float, str, dt.date) if issubclass(single, base)),
        choices=choices,
        optional=None in marks,
        limits=limits,
        refers=reference.noun if reference else None,
        goes_along=reference is not None and reference.goes_along,
        description=field.description or "",
    )


def _place(nested: dict[str, Any], path: tuple[str | int, ...], value: object) -> None:
    head, tail = path
    if value is None:
        return
    if isinstance(tail, int):
        nested.setdefault(str(head), []).append(value)
    else:
        nested.setdefault(str(head), {})[tail] = value


def value_at(value: Any, path: tuple[str | int, ...]) -> Scalar:
    """Return what a noun holds at the path of a column; None within an absent part, and for an unstated end."""
    for step in path:
        if value is None or (isinstance(value, Estimate) and step not in value.model_fields_set):
            return None
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value  # type: ignore[no-any-return]  # a column's path ends at a single value
