"""Prose that people typed, as HTML."""

import pytest

from reuse_app.narrative.prose import MOST_MARKS, prose


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
