import re

from tests.web.conftest import Browser, code
from tests.web.facilitation.test_run_sheet import text


def test_the_screen_shows_the_question_the_way_in_and_the_counts(ann: Browser, carl: Browser) -> None:
    assert "done" not in text(ann.open("screen"))
    ann.post("stages/frame", access="open")
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


def screen(browser: Browser) -> str:
    return text(browser.open("screen").partition('id="incoming"')[2].partition("</section>")[0])


def test_the_latest_entry_comes_first(ann: Browser, carl: Browser) -> None:
    ann.post("place", step="inventory")
    for name in ("Radar", "Sonar"):
        carl.post("capabilities", name=name)
    shown = screen(ann)
    assert shown.index("Sonar") < shown.index("Radar")


def test_private_entries_are_only_counted(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", private="1")
    ann.post("place", step="inventory")
    for name in ("Radar", "Sonar"):
        carl.post("capabilities", name=name)
    shown = screen(ann)
    assert "2 capabilities so far" in shown
    assert "Radar" not in shown
    ann.post("stages/inventory", private="")
    assert "Radar" in screen(ann)


def test_hidden_entries_are_not_even_counted(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", private="1")
    ann.post("place", step="inventory")
    for name in ("Radar", "Sonar"):
        carl.post("capabilities", name=name)
    ann.post("stages/inventory", private="")
    key = ann.worksheet()["capabilities"][0]["key"]
    ann.post("marks", part="capability", key=key, marking="hidden")
    ann.post("stages/inventory", private="1")
    assert "1 capability so far" in screen(ann)


def test_what_people_differ_in_is_to_be_talked_about(tesla: Browser) -> None:
    tesla.post("place", step="score")
    assert "Talk about these first" in screen(tesla)
    assert "4 mid, 1 high, 1 super high" in screen(tesla)


def test_blind_ratings_are_not_even_counted(ann: Browser, carl: Browser) -> None:
    ann.post("products", name="Warehouse arm")
    ann.post("place", step="score")
    before = ann.open("screen")
    assert "Everybody rates alone" in before
    carl.post("ratings/warehouse-arm/1", rating_risks="4", seen="0")
    assert ann.open("screen").partition("<main")[2] == before.partition("<main")[2]
    ann.post("stages/score", blind="")
    assert ann.open("screen").partition("<main")[2] != before.partition("<main")[2]


def test_dots_show_by_their_number_once_they_are_revealed(tesla: Browser) -> None:
    tesla.post("place", step="products")
    shown = screen(tesla)
    assert shown.index("12 dots") < shown.index("8 dots")


def test_the_answer_stands_above_what_is_decided(tesla: Browser) -> None:
    tesla.post("place", step="choose")
    shown = screen(tesla)
    answer = "Humanoid robot, Warehouse arm and Simulation serviceThe analysis recommends"
    assert shown.index("Decided so far") < shown.index(answer) < shown.index("Humanoid robotprimary")


def test_the_map_on_the_screen_moves_to_the_cell_that_was_filled_in_last(tesla: Browser) -> None:
    tesla.post("place", step="map")
    assert "Capabilities 1 to 12 of 16" in screen(tesla)
    tesla.post("links/tenancy", cell_robot="3:adjust")
    page = tesla.open("screen")
    assert "Capabilities 5 to 16 of 16" in screen(tesla)
    assert re.findall(r'class="cell ([^"]*) newest"', page) == ["build"]
    assert "Camera vision" not in screen(tesla)


def test_every_step_has_something_to_show(tesla: Browser, visitor: Browser) -> None:
    for step in ("frame", "nature", "map", "choose", "iterate"):
        tesla.post("place", step=step)
        assert len(screen(tesla)) > 40, step


def test_an_empty_workshop_shows_the_question_alone(ann: Browser) -> None:
    for step in ("frame", "inventory", "nature", "products", "map", "score", "choose", "iterate"):
        ann.post("place", step=step)
        assert screen(ann), step
