import re
from typing import Any

import pytest

from reuse_app.worksheet import Capability
from tests.web.conftest import Browser, refused_fields
from tests.web.inventories.test_library import CHIP, EYES, held_by, names_on

SEES = Capability(key="sight", name="Camera visions", nature="Recognise objects", home_product="model-3", trl=8)
HAND = Capability(key="hand", name="Hand")


def carried(page: str) -> dict[str, Any]:
    """What the form of a merge sends by itself."""
    hidden = re.findall(r'type="hidden" name="((?!csrf)[^"]+)" value="([^"]*)"', page)
    chosen = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', page)
    return dict(hidden) | dict(chosen)


def test_what_differs_between_two_versions_is_told_field_by_field(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES, CHIP], [SEES, HAND])
    page = visitor.open(f"/i/{kept.address}/comparison")
    assert "From version 1 to version 2: 1 added, 1 removed, 1 changed, 0 the same" in page
    assert "now Camera visions" in page
    assert "<span>7</span>" in page
    assert "<span>8</span>" in page


def test_the_same_version_differs_in_nothing(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES])
    assert "Nothing differs" in visitor.open(f"/i/{kept.address}/comparison")


def test_an_inventory_is_compared_with_a_workshop_that_this_browser_leads(ann: Browser, bob: Browser) -> None:
    kept = held_by(ann, [EYES])
    ann.post("capabilities", name="Chip")
    page = ann.open(f"/i/{kept.address}/comparison?to={ann.workshop}")
    assert "to the workshop “Spring workshop”: 1 added, 1 removed" in page
    ann.open(f"/i/{kept.address}/comparison?to={bob.workshop}", expect=404)


@pytest.mark.parametrize("query", ["from=9&to=1", "from=1&to=9", "from=x", "to=" + "9" * 5000, "from=%00&to=1"])
def test_what_is_not_there_cannot_be_compared(visitor: Browser, query: str) -> None:
    kept = held_by(visitor, [EYES], [CHIP])
    visitor.open(f"/i/{kept.address}/comparison?{query}", expect=404)


def test_a_merge_takes_of_each_field_what_was_chosen(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES, CHIP], [SEES, HAND])
    page = visitor.open(f"/i/{kept.address}/comparison")
    chosen = carried(page) | {"field.eyes.name": "mine", "entry.chip": "keep", "entry.hand": "drop"}
    shown = visitor.post(f"/i/{kept.address}/merges/preview", **chosen)
    assert "2 capabilities" in shown
    assert len(re.findall(r'href="/i/\w+/versions/', visitor.open(f"/i/{kept.address}"))) < 8
    saved = visitor.post(f"/i/{kept.address}/merges", **carried(shown), author="Ann", note="Both")
    assert "Version 3, the newest" in saved
    assert names_on(saved) == ["Camera vision", "Inference chip"]
    assert "<dd>Recognise objects" in saved
    assert "TRL 8" in saved


def test_without_a_choice_a_merge_with_a_workshop_loses_nothing(ann: Browser) -> None:
    kept = held_by(ann, [EYES])
    ann.post("capabilities", name="Chip")
    page = ann.open(f"/i/{kept.address}/comparison?to={ann.workshop}")
    saved = ann.post(f"/i/{kept.address}/merges", **carried(page), author="Ann")
    assert names_on(saved) == ["Camera vision", "Chip"]


def test_a_merge_needs_an_author_and_keeps_what_was_chosen(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES, CHIP], [SEES, HAND])
    chosen = carried(visitor.open(f"/i/{kept.address}/comparison")) | {"field.eyes.trl": "mine"}
    refused = visitor.post(f"/i/{kept.address}/merges", expect=422, **chosen, author=" ", note="Both")
    assert refused_fields(refused) == ["author"]
    assert carried(refused)["field.eyes.trl"] == "mine"


def test_a_version_saved_meanwhile_is_not_passed_over(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES], [CHIP])
    chosen: dict[str, Any] = {"from": "1", "to": "2", "seen": "1", "entry.eyes": "keep"}
    shown = visitor.post(f"/i/{kept.address}/merges/preview", **chosen)
    refused = visitor.post(f"/i/{kept.address}/merges", expect=422, **carried(shown), author="Ann")
    assert "version 2 meanwhile" in refused


def test_choices_about_what_is_not_there_change_nothing(visitor: Browser) -> None:
    kept = held_by(visitor, [EYES], [EYES, CHIP])
    odd: dict[str, Any] = {
        "from": "1",
        "to": "2",
        "field..": "mine",
        "field.eyes": "theirs",
        "entry.": "drop",
        "entry.nobody": "drop",
        "field.a.b.c": "x",
    }
    shown = visitor.post(f"/i/{kept.address}/merges/preview", **odd)
    assert "2 capabilities. Compared with version 2, the newest: 0 added, 0 removed, 0 changed" in shown
    refused = visitor.post(f"/i/{kept.address}/merges", expect=422, author="Ann", **carried(shown))
    assert "Nothing differs from version 2" in refused
