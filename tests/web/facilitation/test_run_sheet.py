import re

from tests.web.conftest import Browser


def test_the_run_sheet_has_every_step(ann: Browser) -> None:
    page = ann.open("room")
    assert len(re.findall(r'<tr id="line-', page)) == 8
    assert "Nobody has joined yet" in page


def test_a_step_has_only_the_choices_that_it_needs(ann: Browser) -> None:
    page = ann.open("room")
    line = {step: page.partition(f'id="line-{step}"')[2].partition("</tr>")[0] for step in ("map", "score", "products")}
    named = {step: re.findall(r'<(?:select|input) name="(\w+)"', text) for step, text in line.items()}
    assert named["map"] == ["access", "planned_minutes"]
    assert named["score"] == ["access", "blind", "names", "shuffled", "planned_minutes"]
    assert named["products"] == ["access", "private", "blind", "names", "shuffled", "planned_minutes"]


def test_the_sheet_shows_what_was_set_and_the_minutes_together(ann: Browser) -> None:
    ann.post("stages/map", access="read-only", planned_minutes="25")
    page = ann.post("stages/score", planned_minutes="30", back="room")
    assert '<option value="read-only" selected>' in page
    assert 'value="25"' in page
    assert "55 min" in page


def test_the_sheet_says_who_is_not_done(ann: Browser, carl: Browser) -> None:
    assert "1 person has joined, 0 done; waiting for Carl." in text(ann.open("room"))
    carl.post("completions/frame")
    assert "1 person has joined, 1 done." in text(ann.open("room"))


def test_only_facilitators_lead(carl: Browser, olga: Browser) -> None:
    for browser in (carl, olga):
        browser.open("room", expect=403)
        browser.open("screen", expect=403)
        for path in ("stages/map", "place", "timer", "timer/minutes", "timer/removal"):
            browser.post(path, expect=403, step="map", minutes="5", access="open")


def text(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub("<[^>]+>", "", page).split())
