import time

import pytest

from reuse_app.narrative.prose import prose
from reuse_app.narrative.words import amount, percent, plural
from reuse_app.web.template_filters import word
from reuse_app.worksheet import Estimate, Fit, Kind, Need, Status
from tests.limits import CPU_SECONDS


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (9.0, "9"),
        (2.5, "2.5"),
        (Need.MODERATE, "moderate"),
        (Fit.AS_IS, "as is"),
        (Status.IN_HOUSE, "in house"),
        (Kind.DATA, "data"),
        ("as-is", "as-is"),
    ],
)
def test_a_value_is_said_as_what_it_is(value: Need | str | float | None, said: str) -> None:
    """A readiness of 3 was once “moderate”, because 3 equals a need."""
    assert word(value) == said


def test_amounts_have_thin_spaces_and_at_most_one_decimal() -> None:
    assert amount(1234567.89) == "1\u202f234\u202f567.9"
    assert amount(-2) == "\u22122"
    assert amount(None) == "–"
    assert amount(Estimate(low=1, likely=2, high=3)) == "2"
    assert percent(0.256) == "26\u202f%"
    assert percent(None) == "–"
    assert [plural(count, "one", "many") for count in (0, 1, 2)] == ["0 many", "1 one", "2 many"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *thin*", "<p><strong>bold</strong> and <em>thin</em></p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<div>\n\n<p onclick=x>", "<p>&lt;div&gt;</p>\n<p>&lt;p onclick=x&gt;</p>"),
        ("a < b && c", "<p>a &lt; b &amp;&amp; c</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="noopener noreferrer">x</a></p>'),
        ("[x](https://a.test)", '<p><a href="https://a.test" rel="noopener noreferrer">x</a></p>'),
    ],
)
def test_markdown_works_and_html_is_text(text: str, html: str) -> None:
    assert prose(text) == html


@pytest.mark.parametrize("text", ["![x](http://evil.test/x.png)", "![x][y]\n\n[y]: http://evil.test/x.png", "![x]"])
def test_markdown_loads_no_image(text: str) -> None:
    assert "<img" not in prose(text)


@pytest.mark.parametrize(
    "text",
    [
        *("1. " * 1_300, "> " * 2_000, "- " * 2_000, "[" * 4_000, "*_" * 2_000, "`" * 4_000, "<" * 4_000),
        *("**a " * 1_000, "<div>" * 800, "&#" * 2_000, "\\" * 4_000),
        "\n".join(" " * 4 * depth + "- a" for depth in range(50)),
    ],
)
def test_markdown_of_any_depth_is_answered_soon(text: str) -> None:
    started = time.process_time()
    assert prose(text)
    assert time.process_time() - started < CPU_SECONDS
