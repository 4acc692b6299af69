import re
from html import unescape
from typing import Any

import pytest

from reuse_app.web import nature
from tests.web.conftest import Browser, refused_fields


@pytest.fixture
def two(ann: Browser) -> Browser:
    ann.post("pasted-capabilities", names="Vision\nChips")
    return ann


def test_without_capabilities_says_what_to_do_first(ann: Browser) -> None:
    assert "There is nothing to strip yet" in ann.open("nature")


def test_begins_with_the_first_capability_without_a_nature(two: Browser) -> None:
    assert '<h2>Vision <small id="which" data-live>' in two.open("nature")
    two.post("natures/vision", nature="recognise things in pictures")
    assert '<h2>Chips <small id="which" data-live>' in two.open("nature")


def test_a_long_index_comes_in_parts(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nature, "LEAF", 2)
    ann.post("pasted-capabilities", names="A1\nA2\nA3\nA4\nA5")
    page = ann.open("nature?capability=a3")
    assert re.findall(r'<a href="[^"]+capability=(\w+)"(?: aria-current="true")?>A', page) == ["a3", "a4"]
    assert "3 to 4 of 5" in page
    assert re.findall(r'capability=(\w+)" rel="(\w+)"', page) == [("a1", "prev"), ("a5", "next")]
    assert "3 of 5" in page


def test_saving_stays_and_save_and_next_goes_on(two: Browser) -> None:
    assert '<h2>Vision <small id="which" data-live>' in two.post("natures/vision", nature="see", seen="2")
    assert '<h2>Chips <small id="which" data-live>' in two.post("natures/vision", nature="see far", seen="3", next="1")
    assert '<h2>Chips <small id="which" data-live>' in two.post("natures/chips", nature="count", seen="2", next="1")


def test_everything_said_of_a_nature_is_kept(two: Browser) -> None:
    said: dict[str, Any] = {"nature": "see", "by_product": "labels", "adjustment": "optics", "audience": "farmers"}
    two.post("natures/vision", seen="2", **said)
    assert two.worksheet()["capabilities"][0] == {"key": "vision", "name": "Vision", **said}


def test_a_product_in_the_sentence_is_remarked(two: Browser) -> None:
    two.post("home-products", name="Car")
    page = two.post("natures/vision", nature="steer the car")
    assert '<p class="remark">' in page


def test_a_text_that_is_too_long_comes_back(two: Browser) -> None:
    page = two.post("natures/chips", expect=422, nature="x" * 4_001, audience="farmers")
    assert refused_fields(page) == ["nature"]
    assert '<h2>Chips <small id="which" data-live>' in page
    assert 'nature?capability=chips"' in page.partition(" data-page=")[2].partition(">")[0]
    assert "\nfarmers</textarea>" in page


def test_a_stale_nature_shows_both(two: Browser) -> None:
    two.save("natures/vision", nature="theirs", seen="2")
    page = two.post("natures/vision", expect=409, nature="mine", seen="2")
    assert refused_fields(page) == ["nature"]
    assert "<q>theirs</q>" in page
    assert "\nmine</textarea>" in page


def test_an_unknown_capability_is_nowhere(two: Browser) -> None:
    two.open("nature?capability=no-such", expect=404)
    two.post("natures/no-such", expect=404, nature="see", next="1")


def pressed(page: str) -> list[str]:
    """The words that hold now, as the page offers them, those that nobody chose with how they came."""
    return [unescape(word) for word in re.findall(r'aria-pressed="true"[^>]*>(.*?)</button>', page)]


def test_the_verb_is_read_from_the_sentence_until_somebody_says_another(two: Browser) -> None:
    page = two.post("natures/vision", nature="Recognises pictures of things", by_product="Old pictures", seen="2")
    read = "<small> as we read it</small>"
    assert pressed(page) == [f"sense{read}", f"signal{read}", f"signal{read}"]
    page = two.post("natures/vision", verb="verify", flow="people", by_product_verb="teach", seen="3")
    assert pressed(page) == ["verify", "people", f"signal{read}", "teach"]
    assert '<option value="verify" selected>verify · show whether it is true</option>' in page
    said = two.worksheet()["capabilities"][0]
    assert (said["verb"], said["flow"], said["by_product_verb"]) == ("verify", "people", "teach")
    assert f"sense{read}" in pressed(two.post("natures/vision", verb="", flow="", seen="4"))


def test_one_tap_corrects_what_was_read_and_keeps_what_is_typed(two: Browser) -> None:
    page = two.post("natures/vision", nature="Recognises pictures", by_product="Clips", seen="2")
    for field, word in (("verb", "indicate"), ("flow", "material"), ("by_product_flow", "signal")):
        assert f"natures/vision?{field}={word}" in page
    typed: dict[str, Any] = {
        "nature": "Shows pictures",
        "verb": "",
        "flow": "",
        "by_product": "Clips",
        "by_product_verb": "",
    }
    page = two.post("natures/vision?verb=indicate", **typed, seen="3")
    said = two.worksheet()["capabilities"][0]
    assert (said["nature"], said["verb"]) == ("Shows pictures", "indicate")
    assert pressed(page)[0] == "indicate"


def test_a_tap_on_no_word_of_the_list_changes_nothing(two: Browser) -> None:
    assert refused_fields(two.post("natures/vision?verb=clean", expect=422, seen="2")) == ["verb"]
    two.post("natures/vision?name=Other", nature="see", seen="2")
    assert two.worksheet()["capabilities"][0]["name"] == "Vision"


def test_a_verb_that_is_not_in_the_list_comes_back(two: Browser) -> None:
    assert refused_fields(two.post("natures/vision", expect=422, verb="clean", seen="2")) == ["verb"]


def test_a_sentence_without_a_known_word_has_no_verb(two: Browser) -> None:
    page = two.post("natures/vision", nature="يرى", seen="2")
    assert "no verb of the list" in page
    assert pressed(page) == []


def test_the_sentence_goes_along_to_the_map(two: Browser) -> None:
    two.post("natures/vision", nature="Recognises things in pictures", seen="2")
    assert "Recognises things in pictures" in two.open("products")
    two.post("products", name="Robot")
    page = two.open("map?cell=vision:robot")
    assert '<p class="nature">Recognises things in pictures</p>' in page
