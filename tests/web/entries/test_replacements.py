"""Whoever's saved words are knowingly replaced after a clash is told, with both texts and a way back."""

import re
from typing import Any

import pytest

from tests.web.conftest import Browser


def clash(  # noqa: PLR0913  # two people and two texts, each by its name
    ann: Browser, carl: Browser, path: str, field: str, *, theirs: str, mine: str, **others: Any
) -> None:
    """Ann saves a field, Carl clashes with her there without scripts, and keeps his."""
    ann.save(path, **{field: theirs, "seen": "99"})
    page = carl.post(path, expect=409, **{**others, field: mine, "seen": "2"})
    seen = re.search(rf'action="/w/{carl.workshop}/{path}[^>]*>.*?name="seen" value="(\w+)"', page, re.DOTALL)
    assert seen
    assert f'name="kept" value="{field}"' in page
    carl.post(path, **{**others, field: mine, "seen": seen[1], "kept": field})


@pytest.fixture
def carl(ann: Browser, carl: Browser) -> Browser:
    """Carl, who may write in every step."""
    ann.post("capabilities", name="Vision")
    for step in ("frame", "inventory", "nature", "map"):
        ann.post(f"stages/{step}", access="open", names="all")
    return carl


def press(browser: Browser, page: str, action: str, *, expect: int = 200) -> str:
    """Press a button of the notice."""
    found = re.search(rf'action="/w/{browser.workshop}/(replacements/\w+/{action})"', page)
    name = re.search(r'name="field" value="([^"]+)"', page)
    assert found
    assert name
    return browser.post(found[1], expect=expect, field=name[1], back="frame")


def test_both_texts_are_told_to_who_had_saved_and_to_nobody_else(ann: Browser, carl: Browser) -> None:
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    page = ann.open("frame")
    assert "Carl kept: <q>Carl&#39;s words</q> instead of your <q>Ann&#39;s words</q>" in page
    assert 'data-at="field-workshop-purpose"' in page
    assert "instead of your" not in carl.open("frame")
    assert "instead of your" not in ann.open("nature")


def test_taking_mine_back_writes_it_and_tells_the_other(ann: Browser, carl: Browser) -> None:
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    page = press(ann, ann.open("frame"), "taking-back")
    assert "instead of your" not in page
    assert ann.worksheet()["workshop"]["purpose"] == "Ann's words"
    assert "Ann kept: <q>Ann&#39;s words</q> instead of your <q>Carl&#39;s words</q>" in carl.open("frame")


def test_leaving_it_ends_the_notice_and_changes_nothing(ann: Browser, carl: Browser) -> None:
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    before = ann.worksheet()
    page = ann.open("frame")
    assert "instead of your" not in press(ann, page, "acceptance")
    assert ann.worksheet() == before
    press(ann, page, "acceptance", expect=409)
    press(ann, page, "taking-back", expect=409)


def test_writing_the_field_again_ends_the_notice(ann: Browser, carl: Browser) -> None:
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    ann.post("frame", decider="Cleo", seen="99")
    assert "instead of your" in ann.open("frame")
    ann.post("frame", purpose="Both of ours", seen="99")
    assert "instead of your" not in ann.open("frame")


def test_somebody_is_named_only_where_names_are_told(ann: Browser, carl: Browser) -> None:
    ann.post("stages/frame", access="open", names="nobody")
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    page = ann.open("frame")
    assert "Somebody kept: <q>Carl&#39;s words</q>" in page


def test_a_plain_change_of_the_words_of_another_is_no_replacement(ann: Browser, carl: Browser) -> None:
    ann.post("frame", purpose="Ann's words", seen="99")
    carl.post("frame", purpose="Carl's words", seen="99")
    assert "instead of your" not in ann.open("frame")


def test_only_the_field_that_clashed_is_told(ann: Browser, carl: Browser) -> None:
    ann.post("frame", decider="Ann", seen="99")
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words", organisation="Acme")
    assert ann.open("frame").count("instead of your") == 1


def test_another_step_names_nobody_whom_the_step_of_the_entry_keeps_back(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", names="nobody")
    clash(ann, carl, "capabilities/vision", "owner", theirs="see", mine="look")
    page = ann.open("nature")
    assert "Somebody kept" in page
    assert "Carl kept" not in page


@pytest.mark.parametrize(
    ("path", "field", "place", "address"),
    [
        ("capabilities/vision", "owner", "inventory", "inventory?open=vision#field-capability-vision-owner"),
        ("natures/vision", "nature", "nature", "nature?capability=vision#field-capability-vision-nature"),
    ],
)
def test_an_entry_is_named_and_its_page_is_linked(  # noqa: PLR0913, PLR0917  # two people, and what is on which page
    ann: Browser, carl: Browser, path: str, field: str, place: str, address: str
) -> None:
    clash(ann, carl, path, field, theirs="see", mine="look")
    page = ann.open(place)
    assert "instead of your <q>see</q>" in page
    assert f'<a href="/w/{ann.workshop}/{address}">in Vision · {field}</a>' in page


def test_a_locked_entry_or_a_closed_step_lets_nobody_take_theirs_back(ann: Browser, carl: Browser) -> None:
    clash(carl, ann, "natures/vision", "nature", theirs="see", mine="look")
    page = carl.open("nature")
    ann.post("marks", part="capability", key="vision", marking="locked")
    press(carl, page, "taking-back", expect=403)
    ann.post("marks/removal", part="capability", key="vision", marking="locked")
    for step in ("inventory", "nature"):
        ann.post(f"stages/{step}", access="read-only")
    press(carl, page, "taking-back", expect=403)
    assert ann.worksheet()["capabilities"][0]["nature"] == "look"
    press(carl, page, "acceptance")
    assert "instead of your" not in carl.open("nature")


def test_nobody_deals_with_what_was_said_to_another(ann: Browser, carl: Browser) -> None:
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    page = ann.open("frame")
    press(carl, page, "taking-back", expect=409)
    press(carl, page, "acceptance", expect=409)
    assert "instead of your" in ann.open("frame")


def test_a_restart_forgets_no_notice(ann: Browser, carl: Browser) -> None:
    clash(ann, carl, "frame", "purpose", theirs="Ann's words", mine="Carl's words")
    ann.client.application.extensions["database"].kept.clear()
    page = ann.open("frame")
    assert "instead of your" in page
    press(ann, page, "acceptance")
    ann.client.application.extensions["database"].kept.clear()
    assert "instead of your" not in ann.open("frame")
