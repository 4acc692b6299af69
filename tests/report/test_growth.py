"""No text makes a report slow: every pass over one takes time in proportion to its length, whatever stands in it.

Each test does in a few seconds what took minutes where a pass was quadratic; the system stops it long before that.
"""

from collections.abc import Callable, Mapping

import pytest

from reuse_app.analysis import analyse
from reuse_app.exchange.errors import CellError
from reuse_app.exchange.tables import text_of, value_of
from reuse_app.narrative.blocks import Typed
from reuse_app.narrative.figures.labels import shorten, wrap
from reuse_app.narrative.prose import escaped, paragraphs, prose
from reuse_app.report import FORMATS, write
from reuse_app.report.layout import breakable, in_cell, is_rtl, passages
from reuse_app.report.word import wordml
from reuse_app.worksheet import Capability, Worksheet, Workshop
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.nature import remarks
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import (
    PROSE_LENGTH,
    UnclearNumberError,
    clean,
    clean_line,
    key_for,
    plain_number,
    whole_number,
)
from tests.limits import within_limits

REPEATED = (
    ("a", "\n", "b"), ("a", " ", "b"), ("a", "\n ", "b"), ("a", " \n", "b"), ("a", "\t", "b"), ("a", "\u3000", "b"),
    ("", "1", "x"), ("", "1.", "x"), ("1", ",111", "x"), ("1", " 111", "x"), ("", "a", ""), ("", "a.", ""),
    ("", "[", ""), ("", "](", ""), ("", "[a](b) ", ""), ("[", "[a] ", "]"), ("", "[a]: b\n", ""), ("[a]:", "\n", "x"),
    ("", "<", ""), ("", "<a [\\", ""), ("<http:", "a ", ""), ("", "<http://a>", ""), ("", "<!--", ""), ("<a", " ", "x"),
    ("", "&", ""), ("&", "a", ""), ("&#", "1", ""), ("", "\\", ""), ("", "\\*", ""), ("", "![", ""),
    ("", "*", ""), ("", "*a ", ""), ("", "**a", ""), ("", "_a *b ", ""), ("", "`", ""), ("", "``a", ""),
    ("", ">", ""), ("", "> ", "a"), ("", ">\n", ""), ("", "- ", "a"), ("", "- a\n", ""), ("", "1. a\n", ""),
    ("", "a\n-\n", ""), ("", "a\n=\n", ""), ("", "- - \n", ""), ("# a", " #", "x"), ("", "    a\n", ""),
    ("", "a  \n", ""), ("", "- a\n\n  b\n", ""), ("", "a\n\n", ""),
    ("Z", "\u0301", ""), ("Z", "\u0301\u0323", ""), ("", "\u0627 1 ", ""),
    ("", "\u200b ", ""), ("x", "\u200d", ""), ("", "\u2028", ""), ("", "\x02\x03", ""), ("", "|", ""), ("", "~", ""),
)  # fmt: skip
"""A start, what is repeated as often as there is room, and an end."""

KIND, TRL, DAY = (columns(Capability)[name] for name in ("kind", "trl", "checked"))


def texts(length: int) -> list[str]:
    """A text of each kind, of about this many letters."""
    return [f"{start}{unit * (length // len(unit) - 2)}{end}" for start, unit, end in REPEATED]


def read_cell(text: str) -> None:
    """Read a cell as each sort of value."""
    for column in (KIND, TRL, DAY):
        for separator in ",;":
            try:
                value_of(text, column, separator=separator)
            except CellError:
                continue


def read_number(text: str) -> None:
    """Read what somebody typed as a number."""
    whole_number(text)
    try:
        plain_number(text)
    except UnclearNumberError:
        return


PASSES: Mapping[str, Callable[[str], object]] = {
    "cleaned": clean,
    "on one line": clean_line,
    "as a key": lambda text: key_for(text, ()),
    "in a message": shown,
    "as a nature": lambda text: remarks(text, ["Robot a", "a"]),
    "as a number": read_number,
    "as a cell": read_cell,
    "in a table": text_of,
    "escaped": escaped,
    "as paragraphs": paragraphs,
    "broken": breakable,
    "in a column": in_cell,
    "by its direction": is_rtl,
    "in Word": wordml.run,
    "in a label": lambda text: (shorten(text, 100), wrap(text, 100, 3)),
}


def passed(name: str) -> str:
    """Put texts of ten times the longest field through a pass."""
    for text in texts(10 * PROSE_LENGTH):
        PASSES[name](text)
    return "done"


@pytest.mark.parametrize("name", PASSES)
def test_a_pass_takes_time_in_proportion_to_the_text(name: str) -> None:
    assert within_limits(passed, name, more_bytes=None) == "done"


def shown_as_prose() -> str:
    """Show texts of the longest field as prose, each of ten in other words."""
    for number in range(10):
        for text in texts(PROSE_LENGTH):
            passages(Typed(f"{number}\n\n{text}"))
            prose(text)
    return "done"


def test_prose_takes_time_in_proportion_to_the_text() -> None:
    assert within_limits(shown_as_prose, seconds=15, more_bytes=None) == "done"


def report_on(kind: str) -> str:
    """Write the report on 200 capabilities, each with a text of its own kind in a field."""
    every = texts(PROSE_LENGTH - 10)
    capabilities = tuple(
        Capability(key=f"c{number}", name=f"C {number}", description=f"{number}\n{every[number % len(every)]}")
        for number in range(200)
    )
    worksheet = Worksheet(workshop=Workshop(title="Growth"), capabilities=capabilities)
    return f"{len(write(kind, worksheet, analyse(worksheet)))}"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_report_full_of_such_texts_is_written_soon(kind: str) -> None:
    assert int(within_limits(report_on, kind, seconds=30, more_bytes=None)) > PROSE_LENGTH


def test_letters_with_more_marks_than_a_language_has_are_written_with_fewer_on_paper() -> None:
    piled = "Z" + "\u0301" * 3_900
    assert breakable(piled) == "Z" + "\u0301" * 10
    assert breakable("e\u0323\u0302 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f") == (
        "e\u0323\u0302 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    )
    assert piled in prose(piled)
