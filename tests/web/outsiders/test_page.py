"""What a facilitator does: pick sentences and word them, share the link, let answers in, have people rung."""

import re
from html import unescape

import pytest
from flask import Flask

from reuse_app.store import Database, load
from tests.web.conftest import Browser, refused_fields
from tests.web.outsiders.conftest import WORDING, Outsider, ask_about, made_link


def waiting(page: str) -> list[str]:
    """The ids of the answers in the tray."""
    return re.findall(r'id="answer-(\d+)"', page.partition('id="settled"')[0])


def test_a_workshop_without_a_sentence_says_where_to_write_one(ann: Browser) -> None:
    assert "Nature" in ann.open("outsiders").partition("<main")[2]
    ann.post("outsiders", expect=409)


def test_a_sentence_is_picked_and_worded_before_anybody_reads_it(tesla: Browser) -> None:
    page = tesla.open("outsiders")
    picks = re.findall(r'\?pick=([^#"]+)#wording', page)
    assert picks[:3] == ["vision:nature", "vision:by-product", "vision:adjustment"]
    sheet = load(tesla.client.application.extensions["database"], tesla.workshop).worksheet
    nature = sheet.capability_by_key["vision"].nature
    assert f"We cannot do this well enough: {nature}"[:200] in unescape(tesla.open("outsiders?pick=vision:nature"))
    assert "Make the link" not in page
    page = ask_about(tesla, "vision")
    assert WORDING in page
    assert "pick=vision:nature" not in page
    assert "pick=vision:by-product" in page


def test_what_has_no_words_or_too_many_is_not_asked(tesla: Browser) -> None:
    for wording in ("", "x" * 201):
        page = tesla.post("inquiries?pick=vision:nature", expect=422, capability="vision", of="nature", wording=wording)
        assert refused_fields(page) == ["wording"]
        assert wording in page
    tesla.post("inquiries", expect=422, capability="no-such", of="nature", wording="x")
    tesla.post("inquiries", expect=422, capability="vision", of="colour", wording="x")


def test_twelve_sentences_are_enough(tesla: Browser) -> None:
    for number in range(12):
        ask_about(tesla, "vision", f"Problem {number}")
    page = tesla.post(
        "inquiries?pick=battery:nature", expect=422, capability="battery", of="nature", wording="One more"
    )
    assert "at most" in page
    assert "One more" not in tesla.open("outsiders")


def test_a_sentence_is_worded_anew_and_taken_away(tesla: Browser, otto: Outsider) -> None:
    tesla.post("inquiries/1", wording="Dust is everywhere.", seen="9999")
    assert "Dust is everywhere." in otto.ask()
    assert tesla.save("inquiries/1", wording="", seen="9999")[0] == 422
    tesla.post("inquiries/1/removal")
    assert "Nothing is asked just now" in otto.ask()


def test_names_that_outsiders_would_read_are_pointed_out(tesla: Browser) -> None:
    assert "They would read the name “Car”." in ask_about(tesla, "vision", "Our car does not see dust.")
    assert "They would read" not in ask_about(tesla, "battery", "Nights are dark.").partition("Nights are dark")[2]


def test_the_link_is_shown_again_where_it_was_made_and_replaced_elsewhere(
    app: Flask, tesla: Browser, otto: Outsider
) -> None:
    assert otto.link in tesla.open("outsiders")
    assert otto.link in tesla.open("outsiders"), "as often as wanted"
    other = Browser(app.test_client())
    secret = re.search(r"/open/([\w-]+)", tesla.open("settings"))
    assert secret
    other.open(f"/open/{secret[1]}")
    other.workshop = tesla.workshop
    page = other.open("outsiders")
    assert otto.link not in page
    assert "on another device" in page
    new = made_link(other)
    otto.ask(expect=410)
    assert WORDING in otto.open(new)
    assert "Tesla Bot" in tesla.open("frame"), "whoever made the link still leads"


def test_the_qr_code_leads_to_the_public_address(tesla: Browser, otto: Outsider) -> None:
    page = tesla.open("outsiders")
    assert f"http://reuse.test{otto.link}" in page
    assert "<svg" in page


def test_an_idea_is_let_in_as_a_product_for_all_to_see(sqlite: Database, tesla: Browser, otto: Outsider) -> None:
    otto.answer(idea1="Bakers. The flour dust burns, and nobody sees it until it does, which is too late for most.")
    (answer,) = waiting(tesla.open("outsiders"))
    page = tesla.open(f"outsiders?open={answer}")
    assert "Bakers. The flour dust burns, and nobody sees it until it…" in page
    assert refused_fields(tesla.post(f"answers/{answer}/product", expect=422, name="", customer="Bakers")) == ["name"]
    wrong = tesla.post(f"answers/{answer}/product", expect=422, name="Dust eyes", field="00")
    assert refused_fields(wrong) == ["field"]
    tesla.post(f"answers/{answer}/product", name="Dust eyes", customer="Bakers", field="10")
    made = load(sqlite, tesla.workshop).worksheet.product_by_key["dust-eyes"]
    assert made.origin
    assert (made.origin.capability, made.origin.of, made.origin.field, made.origin.outside) == (
        "vision",
        "nature",
        "10",
        True,
    )
    assert made.problem.startswith("Bakers. The flour")
    page = tesla.open("products")
    assert "From outside" in page
    assert "from the cards and from outside" in page
    page = tesla.open("outsiders")
    assert waiting(page) == []
    assert "1 answer dealt with" in page
    tesla.post(f"answers/{answer}/product", expect=409, name="Again")


def test_a_name_is_let_in_to_be_rung_with_who_rings_and_what_came_of_it(
    app: Flask, tesla: Browser, otto: Outsider
) -> None:
    otto.answer(name1="Mia of the mill")
    (answer,) = waiting(tesla.open("outsiders"))
    assert "Mia" not in tesla.open("products")
    page = tesla.post(f"answers/{answer}/referral")
    assert 'value="Mia of the mill"' in page
    tesla.post("referrals/1", caller="Ann", outcome="She sends us to Tom.", seen="99999")
    tesla.post("referrals", name="Tom")
    read = tesla.open("products").partition("People to ring")[2]
    assert re.findall("Mia of the mill|rung by Ann|from outside|She sends us to Tom.|<b>Tom", read) == [
        "Mia of the mill",
        "rung by Ann",
        "from outside",
        "She sends us to Tom.",
        "<b>Tom",
    ]
    assert tesla.save("referrals/1", name="", seen="99999")[0] == 422
    assert refused_fields(tesla.post("referrals", expect=422, name="")) == ["name"]
    tesla.post("referrals/1/removal")
    assert "Mia" not in tesla.open("products")
    assert "Mia" not in str(tesla.worksheet())


def test_an_answer_is_put_aside_brought_back_and_deleted(tesla: Browser, otto: Outsider) -> None:
    otto.answer(idea1="Bakers")
    (answer,) = waiting(tesla.open("outsiders"))
    page = tesla.post(f"answers/{answer}/settlement")
    assert waiting(page) == []
    assert "Put aside" in page
    assert waiting(tesla.post(f"answers/{answer}/settlement", back="1")) == [answer]
    tesla.post(f"answers/{answer}/removal")
    assert "Bakers" not in tesla.open("outsiders")
    for path in ("settlement", "removal", "referral", "product"):
        tesla.post(f"answers/{answer}/{path}", expect=404, name="x")


@pytest.mark.parametrize("kind", ["copies", "successors"])
def test_a_copy_asks_nobody_and_has_nothing_from_outside_but_what_was_let_in(
    sqlite: Database, tesla: Browser, otto: Outsider, kind: str
) -> None:
    otto.answer(idea1="Zqxwaits", name1="Zqxname")
    first, second = waiting(tesla.open("outsiders"))
    tesla.post(f"answers/{second}/referral")
    otto.answer(idea1="Zqxlet in")
    last = waiting(tesla.open("outsiders"))[-1]
    tesla.post(f"answers/{last}/product", name="Zqxlet in")
    assert first != last
    tesla.enter(kind, title="Again", answers="1", people="1")
    assert "Zqx" not in tesla.open("outsiders")
    copied = load(sqlite, tesla.workshop)
    assert (len(copied.rows["inquiry"]), len(copied.rows["referral"])) == (0, 0)
    if kind == "copies":
        assert copied.worksheet.product_by_key["zqxlet-in"].origin
