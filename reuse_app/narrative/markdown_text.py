"""Plain text as Markdown that shows it letter by letter: what people typed never becomes markup."""

import re

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
