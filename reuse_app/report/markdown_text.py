"""Plain text as Markdown that shows it letter by letter: what people typed never becomes markup."""

import re

_ANYWHERE = re.compile(r"[\\`*_\[\]|]")
_ENTITY = re.compile(r"&(?=#|\w+;)")
_AT_START = re.compile(r"^([-+#]|\d{1,9}(?=[.)]))", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])", re.MULTILINE)
_MARKED_START = re.compile(r"^([-+#])", re.MULTILINE)
_INDENT = re.compile(r"^[^\S\n]+|[^\S\n]+$", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n+")


class Written(str):
    """Text that is Markdown already, written by us."""

    __slots__ = ()


def escaped(text: str) -> Written:
    """Return text with everything defused that Markdown or HTML would read as markup.

    What python-markdown cannot escape with a backslash (<, ~, =, >) is written as an entity.
    """
    shown = _ENTITY.sub("&amp;", text)
    shown = _ANYWHERE.sub(r"\\\g<0>", shown)
    shown = _INDENT.sub("", shown).replace("<", "&lt;").replace("~", "&#126;")
    shown = _MARKED_START.sub(r"\\\1", shown)
    shown = _NUMBERED.sub(r"\1\\\2", shown)
    shown = re.sub(r"^>", "&gt;", shown, flags=re.MULTILINE)
    return Written(re.sub(r"^=", "&#61;", shown, flags=re.MULTILINE))


def line(text: str) -> Written:
    """Return text for a place where only one line fits, such as a heading or a cell."""
    return escaped(" ".join(text.split()))


def paragraphs(text: str) -> Written:
    """Return text with its paragraphs kept and its single line breaks as spaces."""
    return Written("\n\n".join(line(part) for part in _BLANK.split(text) if part.strip()))


def printed(value: object) -> object:
    """Return what a template prints: our Markdown as it is, everything else escaped; the template cannot forget."""
    return value if isinstance(value, Written) else line(str(value))
