"""The words of a drawing in scripts that need their own fonts: taken out of it, for Typst to set them in their place.

What Typst draws SVG with takes one font for a text and fills what it lacks from others only where both have as many
glyphs, which emoji, Arabic and Devanagari never have. Its own text knows every script. Other drawings stay whole.
"""

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.paper import on_paper, placed
from reuse_app.narrative.isolation import unmarked
from reuse_app.report import letters
from reuse_app.report.layout import printable

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
