"""Whole numbers from outside, wherever the app takes one: each odd one has an answer, and none is a failure."""

import re

import pytest
from flask import Flask

from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import columns
from tests.web.conftest import Browser, code
from tests.web.test_routes import posts, routes

ODD = ("9" * 5_000, "0" * 5_000 + "1", "-1", "0001", "٣", "")
OWN_FIELDS = {"seen", "first", "minutes", "round", "count", "column-1", "row-1", "inventory", "from", "to"}
"""Fields that hold a number and belong to no noun."""
QUESTIONS = ("page", "rows", "round", "with", "after", "removed", "restored", "from", "to", "since", "v")
"""What an address may ask with a number."""


def whole_fields() -> set[str]:
    """The fields that hold a whole number, by the nouns."""
    return {name for part in PARTS.values() for name, column in columns(part.noun).items() if column.type is int}


@pytest.mark.parametrize("number", ODD, ids=lambda number: number[:6] or "empty")
def test_every_form_answers_an_odd_number(app: Flask, tesla: Browser, number: str) -> None:
    rest = {"csrf": tesla.token(), "content": "bmFtZQpBCg==", "name": "a.csv", "step": "score", "direction": "up"}
    chosen = {f"column-{number}": "name", f"row-{number}": "skip", "rating_risks": number}
    sent = dict.fromkeys(whole_fields() | OWN_FIELDS, number) | rest | chosen
    for route in posts(routes(app)):
        if not route.endpoint.endswith((".leave", ".remove", ".close")):
            answer = tesla.client.post(route.path(tesla.workshop), data=sent)
            assert answer.status_code < 500, route


@pytest.mark.parametrize("number", ODD, ids=lambda number: number[:6] or "empty")
def test_every_address_answers_an_odd_number(app: Flask, tesla: Browser, number: str) -> None:
    for route in routes(app):
        numbered = re.findall(r"<int[^:]*:(\w+)>", route.rule)
        for name in numbered:
            answer = tesla.client.open(
                route.path(tesla.workshop, **{name: number}), method=route.method, data={"csrf": tesla.token()}
            )
            assert answer.status_code < 500, route
        if route.method == "GET" and "report" not in route.endpoint:
            asked = dict.fromkeys(QUESTIONS, number)
            answer = tesla.client.get(route.path(tesla.workshop), query_string=asked, buffered=True)
            assert answer.status_code < 500, route


@pytest.mark.parametrize("number", ["٣", "１", "9" * 5_000, "-1", "1_0"])
def test_an_address_with_such_a_number_leads_nowhere(tesla: Browser, number: str) -> None:
    assert tesla.client.get(f"/w/{tesla.workshop}/versions/{number}").status_code == 404


@pytest.mark.parametrize("first", ["9" * 5_000, "0" * 5_000 + "2", "-1", "٣", "", "501", "0"])
def test_a_shortlist_of_an_odd_length_is_refused_in_words(ann: Browser, first: str) -> None:
    for name in ("Robot", "Arm"):
        ann.post("products", name=name)
    Browser(ann.client.application.test_client()).join(code(ann), "Carl")
    ann.post("dots/robot?as=ann", count="1")
    ann.post("stages/products", blind="")
    assert "as a number of 1 to 500" in ann.post("shortlist", expect=409, first=first)
    ann.post("shortlist", first=" 0002 ")
    assert [each["name"] for each in ann.worksheet()["products"] if each.get("shortlisted")] == ["Robot"]


def test_a_number_in_a_form_is_a_whole_one_in_our_digits(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    for odd in ("٣", "１", "9" * 5_000, "three"):
        page = ann.post("capabilities/vision", expect=422, trl=odd, seen="2")
        assert re.search("write a (smaller )?whole number", page)
    assert "at most 9" in ann.post("capabilities/vision", expect=422, trl="10", seen="2")
    assert "at least 1" in ann.post("capabilities/vision", expect=422, trl="-1", seen="2")
    ann.post("capabilities/vision", trl=" 0003 ", seen="2")
    assert ann.worksheet()["capabilities"][0]["trl"] == 3
