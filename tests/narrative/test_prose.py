import html

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.narrative.prose import MOST_MARKS, Written, escaped, line, paragraphs, printed, prose


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Plain text", "<p>Plain text</p>"),
        ("Two\n\nparagraphs", "<p>Two</p>\n<p>paragraphs</p>"),
        ("A *word*", "<p>A <em>word</em></p>"),
        ("# Heading", "<p><strong>Heading</strong></p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="noopener noreferrer">x</a></p>'),
        ("![x](http://example.org/x.png)", "<p>![x](http://example.org/x.png)</p>"),
        ("", ""),
    ],
)
def test_markdown_works_and_nothing_else_does(typed: str, shown: str) -> None:
    assert prose(typed).strip() == shown


def test_many_brackets_are_shown_as_they_are() -> None:
    typed = "[" * (MOST_MARKS + 1)
    assert prose(typed) == f"<p>{typed}</p>"


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
