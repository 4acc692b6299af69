"""How each finding is computed: every formula and every source, once, each method a readable file in this folder.

A method is Markdown: first line `# Title`, then what it says, with {names} for the figures of a worksheet, indented
lines for a formula and `>` before a note, and at the end a line `Source: ...` for each source.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from reuse_app.narrative.blocks import Block, Entry, Formula, Paragraph


def method(name: str, *more: Block, **figures: object) -> Entry:
    """Return a method under its title, with the figures in their places, and what else belongs there."""
    title, body, _ = _read(name)
    return Entry(title, (*(_block(part, figures) for part in body.split("\n\n")), *more))


def rule(name: str) -> str:
    """Return a method that is a sentence or two."""
    return _joined(_read(name)[1])


def sources(*names: str) -> tuple[str, ...]:
    """Return what these methods rest on, by author; without names, what all of them do."""
    return tuple(sorted({source for name in names or _names() for source in _read(name)[2]}, key=str.casefold))


def _names() -> tuple[str, ...]:
    return tuple(each.name.removesuffix(".md") for each in files(__name__).iterdir() if each.name.endswith(".md"))


@cache
def _read(name: str) -> tuple[str, str, tuple[str, ...]]:
    """Return title, text and sources of a method."""
    text = files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    heading, _, rest = text.strip().partition("\n")
    body, *cited = rest.split("\nSource: ")
    return heading.removeprefix("# "), body.strip("\n"), tuple(cited)


def _block(part: str, figures: Mapping[str, object]) -> Block:
    if part.startswith("    "):
        return Formula(tuple(line.removeprefix("    ").format_map(figures) for line in part.split("\n")))
    words = _joined(part.removeprefix("> ")).format_map(figures)
    return Paragraph(words, is_note=part.startswith("> "))


def _joined(lines: str) -> str:
    return " ".join(lines.split("\n"))
