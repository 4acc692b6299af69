"""Worksheets of hostile texts and odd numbers with an entry in every list, for round trips."""

import datetime as dt
from math import ceil, floor
from typing import Any

from hypothesis import strategies as st

from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.columns import Column, columns, nest
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.worksheet import checked
from reuse_app.worksheet.values import Noun
from tests.exchange.capabilities import TEXTS

KEYS = ("nan", "4")
FIXED: dict[str, dict[str, Any]] = {"dots": {"count": 1}, "products": {"home": False}}
"""What the rules between parts ask for."""
ESTIMATE = ("low", "likely", "high")


def values(column: Column) -> st.SearchStrategy[Any]:
    """What a column may hold."""
    if column.choices:
        found: st.SearchStrategy[Any] = st.sampled_from(column.choices)
    elif column.refers or column.name == "key":
        found = st.sampled_from(KEYS)
    elif column.name == "horizon":
        found = TEXTS.map(lambda text: f"3 {text}"[:200])
    elif column.type is str:
        longest = int(column.limits["max_length"])
        start = "n" if column.limits.get("min_length") else ""
        found = TEXTS.map(lambda text: f"{start}{text}"[:longest])
    elif column.type is bool:
        found = st.booleans()
    elif column.type is dt.date:
        found = st.dates()
    elif column.type is int:
        found = st.integers(int(column.limits.get("ge", 0)), int(column.limits.get("le", 9)))
    else:
        least, most = column.limits.get("ge", 0), column.limits.get("le", 1e12)
        found = st.floats(least, most) | st.integers(ceil(least), floor(most)).map(float)
    return st.none() | found if column.optional and column.name not in {"level"} else found


@st.composite
def nouns(draw: st.DrawFn, /, noun: type[Noun], **fixed: Any) -> dict[str, Any]:
    """A raw noun; the ends of an estimate are put in order, or it is left out."""
    row = {name: draw(values(column)) for name, column in columns(noun).items()} | fixed
    for stem in {name.removesuffix("_low") for name in row if name.endswith("_low")}:
        ends = [f"{stem}_{end}" for end in ESTIMATE]
        amounts = [row[end] for end in ends if row[end] is not None]
        row |= dict(zip(ends, sorted(amounts) if len(amounts) == len(ends) else [None] * len(ends), strict=True))
    changes = [name for name in row if name.startswith("change_")]
    if any(row[name] is None for name in changes):
        row |= dict.fromkeys(changes)
    return nest(noun, row)


@st.composite
def worksheets(draw: st.DrawFn, /) -> Worksheet:
    """A worksheet with two things that have keys in each of their lists and one entry in every other list."""
    data: dict[str, Any] = {"workshop": draw(nouns(Workshop))}
    for name, part in LISTS.items():
        every = [{"key": key} for key in KEYS] if part.identity == ("key",) else [{}]
        data[name] = [draw(nouns(part.noun, **keys, **FIXED.get(name, {}))) for keys in every]
    exclusive = draw(st.sampled_from([[], [[*KEYS]], [[*KEYS], [*reversed(KEYS)]]]))
    data["constraints"] = {"must_have": draw(st.sampled_from([[], [KEYS[0]]])), "exclusive": exclusive}
    return checked(data)
