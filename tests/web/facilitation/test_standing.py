import re

import pytest
from flask import Flask

from tests.web.conftest import Browser, observer
from tests.web.facilitation.test_run_sheet import text


@pytest.mark.parametrize("step", ["frame", "inventory", "products", "score"])
def test_who_works_alone_meets_nothing_of_a_room_but_its_run_sheet(ann: Browser, step: str) -> None:
    page = ann.open(step)
    assert "Invite people" in page
    assert "Run sheet" in page
    for word in ("Bring everybody", "to participants", "I’m done", "Timer"):
        assert word not in page


def test_a_facilitator_leads_from_any_step_once_somebody_has_joined(ann: Browser, carl: Browser) -> None:
    page = text(ann.open("map"))
    assert "Not open yet to participants" in page
    assert "The room is at Frame" in page
    assert "Bring everybody here" in page
    assert "Bring everybody here" not in ann.open("frame")
    assert "Bring everybody" not in carl.open("frame")


def test_a_participant_is_shown_the_way_to_the_room(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", access="ahead")
    assert "hidden>The room is at" not in carl.open("inventory")
    ann.post("place", step="inventory")
    assert "data-follow" in carl.open("frame")
    assert "hidden>The room is at" in carl.open("inventory")
    assert "data-follow" not in ann.open("frame")


def test_the_rail_leads_only_to_open_steps(ann: Browser, carl: Browser) -> None:
    page = carl.open("frame")
    assert f'href="/w/{carl.workshop}/map"' not in page
    assert "not open yet" in page
    for path in ("settings", "people", "room"):
        assert f'href="/w/{carl.workshop}/{path}"' not in page
    assert f'href="/w/{carl.workshop}/me"' in page
    ann.post("stages/map", access="read-only")
    assert f'href="/w/{carl.workshop}/map"' in carl.open("frame")


def test_a_step_that_is_not_open_says_so_and_where_the_room_is(carl: Browser) -> None:
    page = carl.open("map", expect=403)
    assert "This step is not open yet." in page
    assert 'class="workshop may-wait step-map' in page
    assert "still open here" not in page


def test_who_only_reads_is_told_why_and_can_press_nothing(ann: Browser, carl: Browser, olga: Browser) -> None:
    ann.post("place", step="inventory")
    assert "<fieldset" not in carl.open("inventory")
    assert "Read only: you are here to watch." in olga.open("inventory")
    ann.post("people/carl/muting")
    assert "asked you to only read for now" in carl.open("inventory")
    ann.post("people/carl/muting/removal")
    ann.post("stages/inventory", access="read-only")
    page = carl.open("inventory")
    assert "Read only: the facilitator writes in Inventory." in page
    assert page.index('<fieldset class="frozen" disabled>') < page.index('id="add"')


def test_a_facilitator_may_write_in_any_step(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", access="read-only")
    assert "<fieldset" not in ann.open("inventory")


def test_what_is_private_is_revealed_by_a_button(ann: Browser, carl: Browser) -> None:
    ann.post("place", step="inventory")
    ann.post("stages/inventory", private="1")
    carl.post("capabilities", name="Secret radar")
    assert "Only you see what you add until the facilitator shows it to all" in carl.open("inventory")
    page = ann.open("inventory")
    assert "Secret radar" not in page
    assert "Reveal" in page
    assert "Secret radar" in ann.post("stages/inventory", private="")


@pytest.mark.parametrize(("step", "path"), [("frame", "frame"), ("choose", "decisions/robot")])
def test_who_is_brought_to_frame_or_choose_reads_until_the_facilitator_lets_them_write(
    ann: Browser, carl: Browser, step: str, path: str
) -> None:
    ann.post("products", name="Robot")
    ann.post("place", step=step)
    assert f"Read only: the facilitator writes in {step.title()}." in carl.open(step)
    assert "The facilitator can open it." in carl.post(path, expect=403, role="primary", reason="It sells")
    ann.post(f"stages/{step}", access="open")
    ann.post("place", step="inventory")
    ann.post("place", step=step)
    carl.post(path, role="primary", reason="It sells")
    assert "Read only" not in carl.open(step)


def test_who_gives_dots_is_promised_nothing_of_what_they_would_add(ann: Browser, carl: Browser) -> None:
    ann.post("products", name="Robot")
    ann.post("place", step="products")
    promise = "All see what you add at once, with your name."
    assert promise in carl.open("products")
    ann.post("phase", phase="dots")
    page = carl.open("products")
    assert "Only you see your dots" in page
    assert promise not in page


def test_what_others_keep_to_themselves_is_never_told_as_if_there_were_nothing(
    app: Flask, ann: Browser, carl: Browser
) -> None:
    """Whoever leads or watches sees none of it, and no page says that there is none."""
    watcher, others = observer(app, ann.workshop), "is hidden until it is shown, so nothing here tells it."
    for step in ("inventory", "products"):
        ann.post(f"stages/{step}", access="open")
    ann.post("capabilities", name="Timetable")
    assert "No idea uses these yet" in ann.open("products")
    assert others not in ann.open("products")
    for step in ("inventory", "products"):
        ann.post(f"stages/{step}", private="1")
    carl.post("capabilities", name="Secret radar")
    carl.post("products", name="Secret eye")
    for browser in (ann, watcher):
        assert f"What others add in Inventory {others}" in browser.open("inventory")
        for page in (browser.open("products"), browser.open("report")):
            assert f"What others add in Inventory and Products {others}" in page
        for page in (browser.open("inventory"), browser.open("products")):
            assert re.search(r'id="nothing" data-live hidden', page)
            assert "Where we looked" not in page
            assert not re.search(r'<section id="unused" data-live>', page)
    assert f"What others add in Inventory {others}" in carl.open("products")
    assert "Only you see what you add until" in carl.open("products")
    for step in ("inventory", "products"):
        ann.post(f"stages/{step}", private="")
    assert others not in ann.open("products")
