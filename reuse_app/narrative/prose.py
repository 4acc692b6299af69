"""Text that people typed: as HTML in which their Markdown works, and as Markdown that shows it letter by letter."""

import re
from functools import lru_cache
from itertools import islice

import nh3
from markdown import Markdown
from markupsafe import Markup, escape

MOST_MARKS = 200
"""Brackets, stars, items and the like beyond which a text is shown as it is: python-markdown is quadratic in them."""
DEEPEST = 10
"""Quotations and items within each other on one line, and brackets within each other or not closed, beyond which a text
is shown as it is, for the same reason."""
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "hr"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
URL_SCHEMES = {"http", "https", "mailto"}

_HEADING = re.compile(r"<(/?)h[1-6]>")
_MARKED = re.compile(r"[*_`\[\]<>&#\\=~!|]|^[^\S\n]*([-+]|\d+[.)])\s|^(    |\t)|  $", re.MULTILINE)
_COUNTED = re.compile(rf"{_MARKED.pattern}|^[^\S\n]*-+$", re.MULTILINE)
_DEEP = re.compile(rf"^[^\S\n]*(?:(?:>|(?:[-+*]|\d+[.)])[^\S\n])[^\S\n]*){{{DEEPEST + 1}}}", re.MULTILINE)


@lru_cache(maxsize=2048)
def prose(text: str) -> Markup:
    """Return text that people wrote, perhaps with Markdown, as HTML that can neither run nor load anything.

    A heading becomes a bold paragraph: the outline of the page belongs to the page.
    """
    if _is_costly(text) or not _MARKED.search(text):
        return _plain(text)
    try:
        converted = _safe_markdown().convert(text)
    except RecursionError:
        return _plain(text)
    html = nh3.clean(
        converted,
        tags=TAGS | HEADINGS,
        attributes={"a": {"href"}},
        url_schemes=URL_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return Markup(_HEADING.sub(_as_bold, html))  # noqa: S704  # nh3 has just cleaned it


def _is_costly(text: str) -> bool:
    """Say whether a text has more marks than anybody means, which would keep everybody else waiting."""
    marks = sum(1 for _ in islice(_COUNTED.finditer(text), MOST_MARKS + 1))
    return marks > MOST_MARKS or _DEEP.search(text) is not None or _open_brackets(text) > DEEPEST


def _open_brackets(text: str) -> int:
    """Return how many brackets are open at most; from each one python-markdown looks for the one that closes it."""
    opened = most = 0
    for bracket in re.findall(r"[\[\]]", text):
        opened = opened + 1 if bracket == "[" else max(0, opened - 1)
        most = max(most, opened)
    return most


def _safe_markdown() -> Markdown:
    """Markdown without HTML in it and without images: both stand there as text."""
    markdown = Markdown(output_format="html")
    markdown.preprocessors.deregister("html_block")
    for pattern in ("html", "image_link", "image_reference", "short_image_ref"):
        markdown.inlinePatterns.deregister(pattern)
    return markdown


def _plain(text: str) -> Markup:
    paragraphs = (paragraph.strip() for paragraph in re.split(r"\n\s*\n", text))
    return Markup("\n").join(Markup("<p>{}</p>").format(escape(one)) for one in paragraphs if one)


def _as_bold(tag: re.Match[str]) -> str:
    return "</strong></p>" if tag[1] else "<p><strong>"


_SPECIAL = re.compile(r"[\\`*_\[\]|<>&~#=+-]|^\d{1,9}[.)](?=\s|$)|^\s|\s$", re.MULTILINE)
_ANYWHERE = re.compile(r"[\\`*_\[\]|]")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_MARKED_START = re.compile(r"^([-+#])", re.MULTILINE)
_NUMBERED_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_QUOTED_START = re.compile(r"^>", re.MULTILINE)
_UNDERLINE = re.compile(r"^=", re.MULTILINE)


class Written(str):
    """Text that is Markdown already, written by us."""

    __slots__ = ()


def escaped(text: str) -> Written:
    """Return text with everything defused that Markdown or HTML would read as markup.

    What python-markdown cannot escape with a backslash (<, ~, =, >) is written as an entity.
    """
    if not _SPECIAL.search(text):
        return Written(text)
    shown = _ANYWHERE.sub(r"\\\g<0>", _ENTITY.sub("&amp;", "\n".join(map(str.strip, text.split("\n")))))
    shown = shown.replace("<", "&lt;").replace("~", "&#126;")
    shown = _MARKED_START.sub(r"\\\1", shown)
    shown = _NUMBERED_START.sub(r"\1\\\2", shown)
    return Written(_UNDERLINE.sub("&#61;", _QUOTED_START.sub("&gt;", shown)))


def line(text: str) -> Written:
    """Return text for a place where only one line fits, such as a heading or a cell."""
    return escaped(" ".join(text.split()))


def paragraphs(text: str) -> Written:
    """Return text with each of its lines as a paragraph, so that a list that somebody typed still reads as one."""
    return Written("\n\n".join(line(part) for part in text.split("\n") if part.strip()))


def printed(value: object) -> object:
    """Return what a template prints: our Markdown as it is, everything else escaped; the template cannot forget."""
    return value if isinstance(value, Written) else line(str(value))
