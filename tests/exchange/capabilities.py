"""Hostile strings, and nouns made of them with a value in any column, for round trips."""

import datetime as dt
import json
from math import ceil, floor
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import Column, columns, nest
from reuse_app.worksheet.isic import divisions
from reuse_app.worksheet.values import KEY_LENGTH, Noun

DATA = Path(__file__).parents[1] / "data"

HOSTILE = [
    # some of every tenth string of minimaxir/big-list-of-naughty-strings (MIT)
    "True",
    "-1/2",
    "+0",
    "NaN",
    "1.000,00",
    ",./;'[]\\-=",
    "\"'\"'\"''''\"",
    "\u0645\u064f\u0646\u064e\u0627\u0642\u064e\u0634\u064e\u0629\u064f",
    "\ud83c\uddfa\ud83c\uddf8\ud83c\uddf7\ud83c\uddfa\ud83c\uddf8",
    "</script><script>alert(123)</script>",
    "1'; DROP TABLE users-- 1",
    "--help",
    # one of payloadbox/xss-payload-list (MIT)
    '<a onclick="alert(1)">test</a>',
    # and our own
    "=1+1",
    "@SUM(A1)",
    "'=1+1",
    "''",
    "'tis",
    "a\nb",
    "a\tb;c,d",
    "\ufeffbom",
    "\u2028",
    "\x85",
]
SAMPLES = [
    text for name in ("naughty-strings", "xss-payloads") for text in json.loads((DATA / f"{name}.json").read_bytes())
]

ALL = HOSTILE + SAMPLES
TEXTS = st.integers(0, len(ALL) - 1).map(lambda index: ALL[index]) | st.text(max_size=30)
KEYS = ("nan", "4")
"""What a noun may refer to."""
SHORT = {KEY_LENGTH: KEYS, 2: tuple(divisions())}
"""What stands in texts of these lengths, which are keys and numbers of divisions."""
ODD_KEYS = (*KEYS, "vision", "a_b-c", "k" * KEY_LENGTH, "true")
ESTIMATE = ("low", "likely", "high")


def values(column: Column) -> st.SearchStrategy[Any]:
    """What a column may hold."""
    if column.choices:
        found: st.SearchStrategy[Any] = st.sampled_from(column.choices)
    elif column.refers or column.limits.get("max_length") in SHORT:
        found = st.sampled_from(SHORT[int(column.limits["max_length"])])
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


CAPABILITIES = st.sampled_from(ODD_KEYS).flatmap(lambda key: nouns(Capability, key=key)).map(Capability.model_validate)
INVENTORIES = st.lists(CAPABILITIES, max_size=3, unique_by=lambda capability: capability.key)

round_trip = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""Generating twenty columns of text takes its time on a busy machine."""


def capability(key: str = "vision", name: str = "Vision", **fields: object) -> Capability:
    return Capability.model_validate({"key": key, "name": name, **fields})
