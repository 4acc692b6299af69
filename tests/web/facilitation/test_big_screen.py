import re

from tests.web.conftest import Browser, code
from tests.web.facilitation.test_run_sheet import text


def test_the_screen_shows_the_question_the_way_in_and_the_counts(ann: Browser, carl: Browser) -> None:
    carl.post("completions/frame")
    page = ann.open("screen")
    assert "<h1>What are we here to find?</h1>" in page
    assert f"{code(ann)[:4]}-{code(ann)[4:]}" in page
    assert "reuse.test/join" in page
    assert '<svg role="img"' in page
    assert "1 joined · 1 done" in text(page)


def test_the_screen_leads_nowhere_and_names_nobody(ann: Browser, carl: Browser) -> None:
    ann.post("place", step="inventory")
    carl.post("capabilities", name="Radar")
    page = ann.open("screen")
    assert "Radar" in page
    assert "Carl" not in page
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["#main"]
    assert "<form" not in page
    assert "/open/" not in page


def test_the_timer_is_on_the_screen(ann: Browser) -> None:
    assert "data-ends" not in ann.open("screen")
    ann.post("timer", minutes="5")
    assert "data-ends" in ann.open("screen")


def test_nobody_joins_a_closed_workshop(ann: Browser) -> None:
    before = code(ann)
    ann.post("closure", report="1")
    page = ann.open("screen")
    assert before[:4] not in page
    assert "<svg" not in page
