"""Typst, which sets type: no network, no fonts but ours, nothing read but our templates, the same bytes each time.

What Typst draws SVG with takes one font for a text and fills what it lacks from others only where both have as many
glyphs, which emoji, Arabic and Devanagari never have. Its own text knows every script. So words of a drawing in scripts
that need their own fonts are taken out of it, for Typst to set them in their place; other drawings stay whole.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from xml.etree import ElementTree as ET

import typst

from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.paper import on_paper, placed
from reuse_app.narrative.isolation import unmarked
from reuse_app.narrative.words import listed
from reuse_app.report import letters
from reuse_app.report.layout import printable
from reuse_app.report.office import MADE_AT

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent
SHARED = "paper.typ"
"""What stands before each template: data, colours, fonts, and how text is set."""
POINTS_PER_INCH = 200.0
"""Points of a picture: sharp in print, small in a file."""


def typeset(
    template: str, data: object, *, into: Literal["pdf", "png"], standards: "list[PDFStandard] | None" = None
) -> list[bytes]:
    """Return what a template makes of data: one file as pdf, one for each page as png; raises typst.TypstError.

    The data is never read as code. Fonts of other scripts are read where the data has letters of them.
    """
    told = json.dumps(data, ensure_ascii=False)
    families = letters.families(told)
    compiler = typst.Compiler(font_paths=_fonts(*(letters.folders() if families else ())), ignore_system_fonts=True)
    made = compiler.compile(
        _source(template),
        format=into,
        ppi=POINTS_PER_INCH,
        sys_inputs={"data": told, "families": json.dumps(families)},
        pdf_standards=standards or [],
        timestamp=MADE_AT,
    )
    return made if isinstance(made, list) else [made] if made else []


def as_pdf(template: str, data: Mapping[str, object], *, elsewhere: str) -> bytes:
    """Return PDF/UA-1, or plain tagged PDF that says (`lacks`) which letters are in none of its fonts.

    Args:
        template: what makes it of the data.
        data: what it is made of.
        elsewhere: where letters without a font can be read, as the end of a sentence.
    """
    try:
        return typeset(template, {**data, "lacks": ""}, into="pdf", standards=["ua-1"])[0]
    except typst.TypstError:
        lacks = _told(letters.lacking(json.dumps(data, ensure_ascii=False)), elsewhere)
        return typeset(template, {**data, "lacks": lacks}, into="pdf")[0]


def _told(scripts: Sequence[str], elsewhere: str) -> str:
    """Return what a reader needs to know of letters without a font: of which scripts they are, where that is known."""
    if not scripts:
        return f"Some letters are in none of the fonts of this file and are shown as empty boxes; {elsewhere}."
    fonts = f"this file was made without their fonts, which {letters.EXTRA} brings"
    return f"Letters of {listed(scripts)} are empty boxes here: {fonts}; {elsewhere}."


@cache
def _source(template: str) -> bytes:
    return b"\n".join((HERE / part).read_bytes() for part in (SHARED, template))


@cache
def _fonts(*more: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts"), *more])


Data = dict[str, Any]
Style = dict[str, str]

SVG = "{http://www.w3.org/2000/svg}"
_RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
_DECLARATION = re.compile(r"([\w-]+):\s*([^;]+)")
_COMPOUND = re.compile(r"([a-z]*)((?:\.[\w-]+)*)(\[class\])?")
_TURNED = "rotate(-90"


def drawn(figure: Figure) -> Data:
    """Return a figure as the templates draw it: its drawing, its width in points, and the words to set over it."""
    svg, width = printable(on_paper(figure)), placed(figure)[0]
    if not letters.families(svg):
        return {"svg": unmarked(svg), "width": width, "words": []}
    ET.register_namespace("", SVG.strip("{}"))
    root = ET.fromstring(svg)  # noqa: S314  # our own drawing, in which everything that people typed was escaped
    words = _taken(root, width / float(root.attrib["viewBox"].split()[2]))
    return {"svg": unmarked(ET.tostring(root, encoding="unicode")), "width": width, "words": words}


def _taken(root: ET.Element, scale: float) -> list[Data]:
    """Take the words out of a drawing for which there are fonts of their own; return them, in points."""
    rules = _rules(root)
    found: list[Data] = []

    def look_into(path: list[ET.Element]) -> None:
        for child in list(path[-1]):
            if child.tag == f"{SVG}text" and letters.families(child.text or ""):
                found.append(_word([*path, child], rules, scale))
                path[-1].remove(child)
            else:
                look_into([*path, child])

    look_into([root])
    return found


def _word(path: list[ET.Element], rules: Sequence["_Rule"], scale: float) -> Data:
    """Return a text, whose place in the drawing is the path to it, as the templates set it."""
    text, style = path[-1], _style(path, rules)
    has_halo = style.get("paint-order") == "stroke" and style.get("stroke", "none") != "none"
    return {
        "text": text.text,
        "x": round(float(text.get("x", 0)) * scale, 3),
        "y": round(float(text.get("y", 0)) * scale, 3),
        "anchor": next(
            (each.attrib["text-anchor"] for each in reversed(path) if "text-anchor" in each.attrib), "start"
        ),
        "is_turned": any(each.get("transform", "").startswith(_TURNED) for each in path),
        "size": round(float(style["font-size"].removesuffix("px")) * scale, 3),
        "weight": int(style["font-weight"]),
        "style": style.get("font-style", "normal"),
        "fill": style["color"] if style["fill"] == "currentColor" else style["fill"],
        "halo": style["stroke"] if has_halo else "",
    }


_Rule = tuple[tuple[int, int], list[str], Style]
"""How much a rule weighs, its selector from the outside in, and what it says."""


def _rules(root: ET.Element) -> list[_Rule]:
    """Return the rules of a drawing, of which a later one wins over an earlier one that weighs as much."""
    css = "".join(each.text or "" for each in root.iter(f"{SVG}style"))
    rules = [
        (_weight(selector), selector.split(), dict(_DECLARATION.findall(said)))
        for selectors, said in _RULE.findall(css)
        for selector in selectors.split(",")
    ]
    return sorted(rules, key=lambda rule: rule[0])


def _weight(selector: str) -> tuple[int, int]:
    classes = selector.count(".") + selector.count("[")
    return classes, len([part for part in selector.split() if part[0].isalpha()])


def _style(path: list[ET.Element], rules: Sequence[_Rule]) -> Style:
    """Return what the rules say of the last element of a path; all that they say of text is handed down."""
    style: Style = {}
    for depth in range(1, len(path) + 1):
        for _, selector, said in rules:
            if _matches(selector, path[:depth]):
                style |= {name: value for name, value in said.items() if value != "inherit"}
    return style


def _matches(selector: Sequence[str], path: Sequence[ET.Element]) -> bool:
    """Whether a selector of elements within each other means the last element of a path."""
    *outer, last = selector
    if not _is_meant(last, path[-1]):
        return False
    around = iter(path[:-1])
    return all(any(_is_meant(one, each) for each in around) for one in outer)


def _is_meant(compound: str, element: ET.Element) -> bool:
    found = _COMPOUND.fullmatch(compound)
    if not found:
        return False
    tag, classes, _ = found.groups()
    return tag in {"", element.tag.removeprefix(SVG)} and {*classes.split(".")} - {""} <= {
        *element.get("class", "").split()
    }
