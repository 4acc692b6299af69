from typing import Any

import pytest

from tests.web.conftest import Browser, refused_fields


@pytest.fixture
def two(ann: Browser) -> Browser:
    ann.post("pasted-capabilities", names="Vision\nChips")
    return ann


def test_without_capabilities_says_what_to_do_first(ann: Browser) -> None:
    assert "There is nothing to strip yet" in ann.open("nature")


def test_begins_with_the_first_capability_without_a_nature(two: Browser) -> None:
    assert "<h2>Vision</h2>" in two.open("nature")
    two.post("natures/vision", nature="recognise things in pictures")
    assert "<h2>Chips</h2>" in two.open("nature")


def test_saving_stays_and_save_and_next_goes_on(two: Browser) -> None:
    assert "<h2>Vision</h2>" in two.post("natures/vision", nature="see", seen="2")
    assert "<h2>Chips</h2>" in two.post("natures/vision", nature="see far", seen="3", next="1")
    assert "<h2>Chips</h2>" in two.post("natures/chips", nature="count", seen="2", next="1")


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
    assert "<h2>Chips</h2>" in page
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
