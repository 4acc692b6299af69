"""The list of adjacent products: its pages, searching in it, and that what was changed is on the page that follows."""

import re

import pytest

from reuse_app.web.products import listing
from tests.web.conftest import Browser


@pytest.fixture
def long(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Five adjacent products, two on a page."""
    monkeypatch.setattr(listing, "LEAF", 2)
    for name in ("A1", "A2", "A3", "A4", "B5"):
        ann.post("products", name=name, customer=f"those of {name}")
    return ann


def shown(page: str) -> list[str]:
    """The keys of the products in the list of a page."""
    return re.findall(r'<li class="product" id="product-([^"]+)"', page)


def test_a_long_list_comes_in_pages(long: Browser) -> None:
    first = long.open("products")
    assert shown(first) == ["a1", "a2"]
    assert "5 adjacent products" in first
    [more] = {address.partition("#")[0] for address in re.findall(r'href="([^"]+)" rel="next"', first)}
    assert shown(long.open(more)) == ["a3", "a4"]


def test_a_search_finds_what_is_on_any_page_and_keeps_its_words_while_something_is_open(long: Browser) -> None:
    assert shown(long.open("products?q=THOSE%20b5")) == ["b5"]
    assert "No product is like that" in long.open("products?q=zebra")
    found = long.open("products?q=a&page=2")
    assert shown(found) == ["a3", "a4"]
    [opening] = re.findall(r'<a class="name" href="([^"]+)" data-swap="product-a4"', found)
    opened = long.open(opening.replace("&amp;", "&").partition("#")[0])
    assert shown(opened) == shown(found)
    assert 'name="own_cost_likely"' in opened


def test_what_was_added_or_changed_is_on_the_page_that_follows(long: Browser) -> None:
    assert "new" in shown(long.post("products", name="New"))
    assert shown(long.post("products/a3", name="A3, better", seen="9")) == ["a3", "a4"]
    assert "b5" in shown(long.post("products/b5/position", direction="up"))


def test_a_short_list_has_no_pages_and_no_search(ann: Browser) -> None:
    page = ann.post("products", name="Arm")
    assert re.search(r'<nav class="pages" id="pages"[^>]* hidden>', page)
    assert 'role="search"' not in page
