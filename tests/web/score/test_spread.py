"""A room rates alone, looks at the spread, talks, and rates once more."""

import html
import re
from typing import Any

import pytest
from flask import Flask

from reuse_app.store import load
from reuse_app.store.stages import bring_everybody, set_stage
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code, writer


def stage(browser: Browser, **fields: Any) -> None:
    set_stage(writer(browser), Step.SCORE, **fields)


@pytest.fixture
def carl(ann: Browser, carl: Browser) -> Browser:
    """Carl in Ann's workshop, where a robot and an arm are rated."""
    for name in ("Robot", "Arm"):
        ann.post("products", name=name)
    bring_everybody(writer(ann), Step.SCORE, now=1)
    return carl


def rate(browser: Browser, level: str, *, round_: int = 1, product: str = "robot", expect: int = 200) -> None:
    status, _ = browser.save(f"ratings/{product}/{round_}", rating_volume=level, seen="9999")
    assert status == expect


def text(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", page)))


def to_discuss(page: str) -> str:
    """The list of the cells on which the room differs, without its marks."""
    return text(page.partition('id="to-discuss"')[2].partition("</nav>")[0].partition(">")[2]).strip()


def ratings(browser: Browser) -> dict[tuple[str, int], int | None]:
    saved = load(writer(browser).database, browser.workshop)
    return {(each.participant, each.round): each.level for each in saved.worksheet.ratings}


def test_people_rate_as_themselves(ann: Browser, carl: Browser) -> None:
    assert "Rated by Carl" in carl.open("score")
    rate(carl, "3")
    assert ratings(carl) == {("carl", 1): 3}
    carl.open("score?as=ann", expect=403)
    carl.open("score?as=no-such", expect=403)
    carl.post("ratings/robot/1?as=ann", expect=403, rating_volume="1")
    carl.post("participants", expect=403, name="Bo")
    ann.open("score?as=carl", expect=403)
    ann.post("ratings/robot/1?as=carl", expect=403, rating_volume="1")
    assert ratings(carl) == {("carl", 1): 3}


def test_a_name_with_a_device_of_its_own_is_no_name_to_record_for(ann: Browser, carl: Browser) -> None:
    assert "Carl takes part on a device of their own" in ann.post("participants", expect=422, name="carl")


def test_a_facilitator_records_for_somebody_without_a_device(ann: Browser, carl: Browser) -> None:
    page = ann.post("participants", name="Bo")
    assert "Recorded for Bo" in page
    assert '<option value="carl"' not in page
    ann.post("ratings/robot/1?as=bo", rating_volume="2", seen="9999")
    assert "1 of 6 answered" in ann.open("score?as=bo&product=robot"), "what was recorded can be read and mended"
    assert "0 of 6 answered" in ann.open("score?product=robot")
    assert [each for each in ann.worksheet()["participants"] if each.get("without_device")]
    assert "Bo" not in text(carl.open("score"))


def test_nothing_of_what_others_rate_is_on_the_page_not_even_how_much(ann: Browser, carl: Browser) -> None:
    def shown(browser: Browser) -> str:
        return re.sub(
            r'data-(revision|now)="[\d.]+"|name="(once|seen)" value="[^"]+"', "", browser.open("score?product=robot")
        )

    carl.open("score")
    before = shown(ann)
    rate(carl, "4")
    assert shown(ann) == before
    assert "ratings" not in ann.worksheet()
    rate(ann, "1")
    assert shown(ann) != before
    ann.open("spread")
    assert "Discuss first" not in ann.open("spread")


def test_the_spread_shows_how_many_said_what_and_what_to_discuss_first(ann: Browser, carl: Browser) -> None:
    rate(carl, "4")
    rate(ann, "1")
    rate(ann, "2", product="arm")
    rate(carl, "2", product="arm")
    stage(ann, blind=False)
    for browser in (ann, carl):
        page = text(browser.open("score")).replace("Big screen ", "")
        page = page.replace("Add a note on Robot · Market volume Your note Keep the note ", "")
        assert "Robot Market volume 1 low Ann 0 0 1 super high Carl 0 1.5" in page
        assert "Market volume 0 2 mid Ann, Carl 0 0 0 0" in page


def test_where_people_agree_stands_folded_below_what_is_to_be_discussed(ann: Browser, carl: Browser) -> None:
    for browser, level in ((ann, "1"), (carl, "4")):
        rate(browser, level)
        rate(browser, "2", product="arm")
    stage(ann, blind=False)
    page = ann.open("score")
    place = page.index('id="spread-robot-volume"')
    assert place < page.index('<details class="tool" id="agreed-arm">') < page.index('id="spread-arm-volume"')
    assert 'id="agreed-robot"' not in page


def test_the_strip_is_a_band_between_the_two_ends(ann: Browser, carl: Browser) -> None:
    rate(ann, "2")
    rate(carl, "4")
    stage(ann, blind=False)
    row = ann.open("score").partition('id="spread-robot-volume"')[2].partition("</tr>")[0]
    assert re.findall('class="at([^"]*)"', row) == ["", " within", " within", " within", ""]
    assert row.count('<i class="dot"></i>') == 2


def test_more_dots_than_are_counted_at_a_glance_are_told_as_a_number(ann: Browser, carl: Browser) -> None:
    for number in range(6):
        ann.post("participants", name=f"Guest {number}")
        ann.post(f"ratings/robot/1?as=guest-{number}", rating_volume="3", seen="9999")
    stage(ann, blind=False)
    row = ann.open("score").partition('id="spread-robot-volume"')[2].partition("</tr>")[0]
    assert "<b>6</b>" in row
    assert "and 3 more Guest 3 (recorded), Guest 4 (recorded), Guest 5 (recorded)" in text(row)


def test_the_second_round_asks_only_where_the_room_differs(ann: Browser, carl: Browser) -> None:
    for browser, level in ((ann, "1"), (carl, "4")):
        rate(browser, "2")
        rate(browser, level, product="arm")
        browser.save("ratings/arm/1", rating_risks="2", seen="9999")
    stage(ann, blind=True, round=2)
    page = carl.open("score")
    assert "<h2>Arm <small>1 of 2</small></h2>" in page, "it begins with what is to be discussed"
    asked, _, settled = page.partition("5 factors on which people agree: what you said stands")
    assert 'id="rating_volume"' in asked
    assert 'id="rating_risks"' in settled
    assert "0 of 1 answered" in page
    assert "spread#spread-arm-volume" in asked, "and leads back to how people rated"
    assert to_discuss(page) == "To discuss 0 of 1 rated again Arm: Market volume 1 low · 1 super high"
    assert 'product=arm&amp;round=2#rating_volume"' in page
    assert '<a href="#to-discuss">Back to the list</a>' in page
    rate(carl, "3", round_=2, product="arm")
    again = "To discuss 1 of 1 rated again Arm: Market volume 1 low · 1 super high ✓ rated again"
    assert to_discuss(carl.open("score?product=robot")) == again
    assert "1 of 1 answered" in carl.open("score?product=arm")
    assert "6 factors on which people agree" in carl.open("score?product=robot")


def test_the_second_round_goes_from_the_cell_furthest_apart_to_the_next(ann: Browser, carl: Browser) -> None:
    for product, apart in (("robot", "3"), ("arm", "4")):
        rate(ann, "1", product=product)
        rate(carl, apart, product=product)
    stage(ann, blind=True, round=2)
    page = carl.open("score")
    listed = "Arm: Market volume 1 low · 1 super high Robot: Market volume 1 low · 1 high"
    assert to_discuss(page) == f"To discuss 0 of 2 rated again {listed}"
    assert "<h2>Arm <small>1 of 2</small></h2>" in page
    assert "next to discuss" in text(page)
    assert '<button name="next" value="robot">' in page


def test_who_did_not_rate_alone_is_asked_everything_after_the_talk(app: Flask, ann: Browser, carl: Browser) -> None:
    rate(ann, "1")
    rate(carl, "4")
    stage(ann, blind=True, round=2)
    dora = Browser(app.test_client())
    dora.join(code(ann), "Dora")
    rate(dora, "2", round_=2)
    page = dora.open("score?product=robot")
    assert "1 of 6 answered" in page
    assert "To discuss" not in page


@pytest.mark.parametrize(("names", "ann_knows", "carl_knows"), [("facilitator", True, False), ("nobody", False, False)])
def test_names_stand_beside_ratings_only_where_they_are_told(
    ann: Browser, carl: Browser, names: str, ann_knows: bool, carl_knows: bool
) -> None:
    rate(carl, "4")
    stage(ann, blind=False, names=names)
    assert ("super high Carl" in text(ann.open("score"))) == ann_knows
    assert ("super high Carl" in text(carl.open("score"))) == carl_knows


def test_what_is_shown_stays_as_it_is(ann: Browser, carl: Browser) -> None:
    rate(carl, "4")
    stage(ann, blind=False)
    rate(carl, "1", expect=403)
    rate(ann, "1", expect=403)
    stage(ann, blind=True)
    rate(carl, "1")
    assert ratings(ann) == {("carl", 1): 1}


def test_a_step_that_is_shown_before_anybody_rated_says_so(ann: Browser, carl: Browser) -> None:
    stage(ann, blind=False)
    assert "Nobody has rated yet" in ann.open("score")
    assert "Nobody has rated yet" in carl.open("score")


def test_the_second_round_is_alone_again_and_then_shows_the_shift(ann: Browser, carl: Browser) -> None:
    rate(carl, "4")
    rate(ann, "1")
    rate(carl, "2", round_=2, expect=403)
    stage(ann, blind=True, round=2)
    rate(carl, "1", expect=403)
    page = carl.open("score?product=robot&round=1")
    assert "Alone you said <strong>super high</strong>" in page
    assert "The room differs here" in page
    assert "How round 1 came out" in page
    rate(carl, "3", round_=2)
    rate(ann, "2", round_=2)
    assert "2.5 → 2.5" not in text(ann.open("spread")), "of the second round nobody sees anything yet"
    stage(ann, blind=False)
    page = text(ann.open("score"))
    assert "In round 1 people differed in 1 cell, now in 0." in page or "nothing that has to be talked about" in page
    assert "1.5 → 0.5 2.5 → 2.5 (0)" in page


def test_each_person_has_an_order_of_their_own(ann: Browser, carl: Browser) -> None:
    for number in range(6):
        ann.post("products", name=f"Idea {number}")

    def order(browser: Browser) -> list[str]:
        return re.findall(r'href="[^"]*score\?product=([\w-]+)&', browser.open("score"))

    assert order(ann) == order(carl)
    stage(ann, shuffled=True)
    assert order(ann) != order(carl)
    assert sorted(order(ann)) == sorted(order(carl))


def test_an_observer_watches(ann: Browser, carl: Browser, olga: Browser) -> None:
    assert "observers do not rate" in olga.open("score")
    rate(carl, "4")
    stage(ann, blind=False)
    assert "Discuss first" in olga.open("score")


def test_who_works_alone_rates_in_both_rounds_and_sees_everything(tesla: Browser) -> None:
    assert "How many dots" in tesla.open("products")
    assert "See the spread" in tesla.open("score")
    page = tesla.open("spread")
    assert "Discuss first" in page
    assert "Close and show" not in page
    assert "score?product=robot&amp;round=2#rating_risks" in page, "what differs can be rated again"
    assert "Discuss first" in tesla.post("ratings/robot/2", rating_risks="2", next="", seen="9999"), "and leads back"
    tesla.save("ratings/robot/1", rating_volume="1", seen="9999")
