"""Plain text that stays plain in Markdown."""

import html

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.narrative.markdown_text import Written, escaped, line, paragraphs, printed

LETTERS = st.text(alphabet="ab1 \\`*_[]|<>&;#~=+-.)(!{}:\"'", max_size=40)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("3.5", "3.5"),
        ("Planning & control", "Planning & control"),
        ("&lt;", "&amp;lt;"),
        ("1. one", "1\\. one"),
        ("# title", "\\# title"),
        ("a|b", "a\\|b"),
        ("snake_case", "snake\\_case"),
        ("<b>", "&lt;b>"),
    ],
)
def test_only_what_would_be_markup_is_escaped(typed: str, written: str) -> None:
    assert escaped(typed) == written


@given(LETTERS)
def test_a_line_is_shown_letter_by_letter(typed: str) -> None:
    shown = python_markdown.markdown(line(typed), extensions=["tables"])
    wanted = " ".join(typed.split())
    assert html.unescape(shown.removeprefix("<p>").removesuffix("</p>")) == wanted
    assert shown == "" or "<" not in shown.removeprefix("<p>").removesuffix("</p>")


@given(LETTERS)
def test_a_cell_is_shown_letter_by_letter(typed: str) -> None:
    wanted = " ".join(typed.split())
    shown = python_markdown.markdown(f"| a | b |\n| --- | --- |\n| x | {line(typed)} |", extensions=["tables"])
    assert html.unescape(shown.rsplit("<td>", 1)[1].split("</td>")[0]) == wanted


def test_lines_become_paragraphs() -> None:
    assert paragraphs("- one\n- two\n\n") == "\\- one\n\n\\- two"


def test_our_own_markdown_passes() -> None:
    assert printed(Written("**bold**")) == "**bold**"
    assert printed("**bold**") == "\\*\\*bold\\*\\*"
