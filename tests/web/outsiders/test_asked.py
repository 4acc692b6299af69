"""What an outsider meets: sentences and two questions, nothing else, however they ask."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from reuse_app.examples import read
from reuse_app.store import Database, load, outsiders
from reuse_app.web import create_app
from reuse_app.web.server.throttle import HourlyLimits
from tests.web.conftest import PUBLIC_URL, Browser, code, refused_fields
from tests.web.outsiders.conftest import WORDING, Outsider, ask_about, made_link, texts
from tests.web.test_routes import content

WORDS_OF_OURS = 3
"""Letters up to which a text of the worksheet may stand in any page by chance."""


def told(content: Any) -> Iterator[str]:
    """Every text in a worksheet file."""
    if isinstance(content, dict):
        for value in content.values():
            yield from told(value)
    elif isinstance(content, list):
        for each in content:
            yield from told(each)
    elif isinstance(content, str) and len(content) > WORDS_OF_OURS:
        yield content


def test_it_shows_the_sentences_and_two_questions_and_nothing_else_of_the_workshop(
    tesla: Browser, otto: Outsider
) -> None:
    answers = [
        otto.client.get(otto.link),
        otto.client.get(f"{otto.link}?sent=1"),
        otto.type(follow=False, idea1="Bakers"),
        otto.type(idea1=""),
        otto.type(idea1="x" * 4000),
        otto.client.get(f"{otto.link}x"),
        otto.client.put(otto.link),
    ]
    tesla.post("outsiders/removal")
    answers += [otto.client.get(otto.link), otto.type(idea1="Bakers")]
    assert WORDING in answers[0].text
    for question in ("Who has this problem worse than we think?", "Who would know more?"):
        assert answers[0].text.count(question) == 1
    # A verb of the list stands in the header that forbids to store the page.
    ours = set(told(json.loads(read("tesla-bot")))) - {"store"}
    for answer in answers:
        said = f"{answer.text} {answer.headers}".casefold()
        assert [text for text in ours if text.casefold() in said] == []
        assert tesla.workshop not in said
    assert {cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")} == set()


def test_opening_it_changes_nothing_not_even_for_a_browser_without_a_cookie(
    app: Flask, sqlite: Database, otto: Outsider
) -> None:
    before = content(sqlite)
    for client in (otto.client, app.test_client()):
        assert client.get(otto.link).status_code == 200
        assert client.head(otto.link).status_code == 200
    assert content(sqlite) == before


def test_what_is_typed_lands_in_the_tray_with_thanks(sqlite: Database, tesla: Browser, otto: Outsider) -> None:
    ask_about(tesla, "battery", "Night shifts run out of light.", of="by-product")
    page = otto.answer(idea1="Bakers", name2="Mia,\nof the mill")
    assert "Thank you" in page
    assert otto.link in page, "the way to say more"
    received = outsiders.received(sqlite, load(sqlite, tesla.workshop).id)
    assert [(each.said.kind, each.said.text, each.said.wording) for each in received] == [
        ("idea", "Bakers", WORDING),
        ("name", "Mia,\nof the mill", "Night shifts run out of light."),
    ]
    assert set(texts(tesla.open("outsiders"), "said")) == {"Bakers", "Mia,\nof the mill"}


def test_the_same_form_twice_is_one_answer(tesla: Browser, otto: Outsider) -> None:
    for _ in range(2):
        otto.answer(idea1="Bakers", once="this form")
    assert texts(tesla.open("outsiders"), "said") == ["Bakers"]


@pytest.mark.parametrize("empty", [{}, {"idea1": "", "name1": "  \n"}, {"idea9": "", "other": "x"}])
def test_nothing_typed_is_nothing_sent(tesla: Browser, otto: Outsider, empty: dict[str, Any]) -> None:
    assert "This is not sent yet" in otto.answer(expect=422, **empty)
    assert "From outside" not in tesla.open("outsiders")


def test_what_is_too_long_stays_in_its_field_with_the_reason(tesla: Browser, otto: Outsider) -> None:
    page = otto.answer(expect=422, idea1="x" * 4000, name1="y" * 201)
    assert refused_fields(page) == ["idea-1", "name-1"]
    assert "Found 4,000 characters; at most 1,000 are allowed here." in page
    assert "x" * 4000 in page
    assert "y" * 201 in page
    otto.answer(idea1="x" * 1000, name1="y" * 200)
    assert len(texts(tesla.open("outsiders"), "said")) == 2


def test_odd_texts_are_taken_as_text(tesla: Browser, otto: Outsider) -> None:
    odd = "<b>\x00\ud800 =cmd|' /C calc'!A0 مرحبا"
    otto.answer(idea1=odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert "&lt;b&gt;" in tesla.open("outsiders")


def test_an_answer_to_a_sentence_that_was_taken_away_meanwhile_is_kept(tesla: Browser, otto: Outsider) -> None:
    ask_about(tesla, "battery", "Night shifts run out of light.")
    tesla.post("inquiries/1/removal")
    otto.answer(idea1="Bakers", idea99999999="Millers")
    page = tesla.open("outsiders")
    assert texts(page, "said") == ["Bakers", "Millers"]
    assert "To a sentence that was taken away" in page


def test_no_more_fields_are_read_than_a_page_can_have(tesla: Browser, otto: Outsider) -> None:
    many: dict[str, Any] = {f"idea{number}": "x" for number in range(100)}
    otto.answer(**many)
    assert len(texts(tesla.open("outsiders"), "said")) == 24


def test_a_wrong_and_a_closed_link_say_so_and_no_more(tesla: Browser, otto: Outsider) -> None:
    for wrong in ("x", "/", "%00"):
        assert otto.client.get(f"{otto.link}{wrong}").status_code == 404
    assert "Nobody is asked anything here" in otto.open("/ask/no-such-secret", expect=404)
    otto.post("/ask/no-such-secret", expect=404, idea1="Bakers")
    tesla.post("outsiders/removal")
    assert "These questions are closed" in otto.ask(expect=410)
    otto.answer(expect=410, idea1="Bakers")
    assert "From outside" not in tesla.open("outsiders")


def test_closing_the_workshop_leaves_the_questions_open(tesla: Browser, otto: Outsider) -> None:
    tesla.post("closure")
    otto.answer(idea1="Bakers")
    assert texts(tesla.open("outsiders"), "said") == ["Bakers"]


def test_a_sentence_about_something_hidden_is_not_asked(tesla: Browser, otto: Outsider) -> None:
    tesla.post("marks", part="capability", key="vision", marking="hidden")
    assert "Nothing is asked just now" in otto.ask()
    tesla.post("marks/removal", part="capability", key="vision", marking="hidden")
    assert WORDING in otto.ask()


def test_too_many_answers_have_to_wait_and_what_was_typed_is_kept(sqlite: Database) -> None:
    app = create_app(sqlite, public_url=PUBLIC_URL, limits=HourlyLimits(answers_per_hour=2))
    leads = Browser(app.test_client())
    leads.enter("/examples/tesla-bot")
    ask_about(leads, "vision")
    otto = Outsider(app.test_client())
    otto.link = made_link(leads)
    for _ in range(2):
        otto.answer(idea1="Bakers")
    page = otto.answer(expect=429, idea1="Millers by the river")
    assert "Too many answers have come from your network" in page
    assert "Millers by the river" in page
    assert "Tesla" not in page


def test_a_full_tray_says_so_beside_what_was_typed(
    tesla: Browser, otto: Outsider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outsiders, "MOST_WAITING", 1)
    otto.answer(idea1="Bakers")
    page = otto.answer(expect=422, name1="Mia")
    assert "More has come in than the team can read now" in page
    assert 'value="Mia"' in page


def test_who_takes_part_answers_as_anybody_and_stays_who_they_are(app: Flask, tesla: Browser, otto: Outsider) -> None:
    carl = Browser(app.test_client())
    carl.join(code(tesla), "Carl")
    carl.open(otto.link)
    answer: dict[str, Any] = {"idea-1": "Bakers"}
    carl.post(otto.link, **answer)
    assert "Carl" in carl.open("me")
    tesla.open(otto.link)
    assert texts(tesla.open("outsiders"), "said") == ["Bakers"]
