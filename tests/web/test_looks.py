"""Looks: words stand out from their ground, shades of fit from one another; what opens and what destroys looks so."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from reuse_app.narrative.templating import STATIC

COLOURS = (STATIC / "css" / "colours.css").read_text(encoding="utf-8")
PRINT = (STATIC / "css" / "print.css").read_text(encoding="utf-8")
TEMPLATES = Path(__file__).parents[2] / "templates"
LEAST = 4.5
"""Of text against its ground, by WCAG 2.2, 1.4.3."""
PAIRS = [
    *((text, ground) for text in ("ink", "ink-soft", "ink-faint", "accent", "gap", "reuse-1") for ground in ("paper",)),
    *((text, "sheet") for text in ("ink", "ink-soft", "ink-faint", "accent", "gap")),
    *((f"on-{number}", f"reuse-{number}") for number in range(1, 5)),
    *(("gap", ground) for ground in ("gap-ground", "gap-stripe")),
    *((text, "rule") for text in ("ink", "gap")),
]


def _raw(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))


def _schemes() -> dict[str, dict[str, str]]:
    light, dark = COLOURS.split("@media (prefers-color-scheme: dark)")
    return {"light": _raw(light), "dark": _raw(light) | _raw(dark), "print": _raw(light) | _raw(PRINT)}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark", "print"])
def colours(request: pytest.FixtureRequest) -> dict[str, str]:
    return _schemes()[request.param]


@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=["-on-".join(pair) for pair in PAIRS])
def test_words_stand_out_from_their_ground(text: str, ground: str, colours: dict[str, str]) -> None:
    assert _contrast(colours[text], colours[ground]) >= LEAST


def test_shades_of_fit_differ_in_lightness_in_one_order(colours: dict[str, str]) -> None:
    shades = [colours[f"reuse-{number}"] for number in range(1, 5)]
    towards_paper = sorted(shades, key=_luminance, reverse=_luminance(colours["ink"]) > _luminance(colours["paper"]))
    assert shades == towards_paper
    assert all(_contrast(one, other) >= 1.4 for one, other in pairwise(shades))


def test_what_has_the_focus_is_framed_in_ink() -> None:
    assert "--focus: var(--ink);" in COLOURS


def test_the_accent_says_only_where_somebody_is() -> None:
    places = re.compile(r"here|aria-current|:target|newest|cell-details|room-mark|room-place|\.opener")
    for sheet in sorted((STATIC / "css").glob("*.css")):
        for rule in re.findall(r"([^{}]+)\{[^{}]*var\(--accent", sheet.read_text(encoding="utf-8")):
            assert places.search(rule), f"{sheet.name}: {rule.strip()}"


def test_what_opens_more_has_the_same_arrow_everywhere() -> None:
    drawn = re.compile(r"list-style|cursor|border|::marker|font-weight")
    for sheet in sorted((STATIC / "css").glob("*.css")):
        for rule, said in re.findall(r"([^{}]*\bsummary\b[^{}]*)\{([^{}]*)\}", sheet.read_text(encoding="utf-8")):
            is_meant = sheet.stem in {"type", "print"} or ".guide" in rule or ".summary" in rule
            assert is_meant or not drawn.search(said), rule


def test_what_destroys_looks_so() -> None:
    buttons = re.compile(
        r'button_form\([^{}]*, "(?:Remove|Delete|Forget|Discard)[^"]*"[^{}]*}}|<button[^>]*>(?:Remove|Delete|Forget)'
    )
    found = [said for file in TEMPLATES.rglob("*.html") for said in buttons.findall(file.read_text(encoding="utf-8"))]
    assert found
    assert [said for said in found if "danger" not in said] == []
