import re

import pytest
from flask import Flask

from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import new_link
from reuse_app.web.facilitation.presence import presence_of
from tests.web.conftest import Browser, code
from tests.web.facilitation.test_run_sheet import text


@pytest.fixture
def projector(app: Flask, ann: Browser) -> Browser:
    """The computer at the projector of Ann's workshop, which holds the link of the big screen alone."""
    return on_stage(app, ann.workshop)


def on_stage(app: Flask, workshop: str) -> Browser:
    browser = Browser(app.test_client())
    browser.workshop = workshop
    secret = new_link(Writer(app.extensions["database"], workshop), GrantRole.STAGE)
    answer = browser.client.get(f"/open/{secret}", follow_redirects=True)
    assert answer.request.path == f"/w/{workshop}/screen"
    return browser


def screen(browser: Browser) -> str:
    """What the scene says."""
    return text(browser.open("screen").partition('id="scene"')[2].partition("</section>")[0])


def foot(browser: Browser) -> str:
    return text(browser.open("screen").partition('id="foot"')[2].partition("</footer>")[0])


def needs(browser: Browser) -> int:
    found = re.search(r"(\d+) needs", foot(browser))
    assert found
    return int(found[1])


def point(browser: Browser, spot: str, *, expect: int = 200) -> str:
    return browser.post("spotlight", expect=expect, spot=spot)


def turn(browser: Browser, way: str = "next") -> None:
    browser.post("screen/turn", way=way)


def test_the_lobby_has_the_code_and_the_names(ann: Browser, carl: Browser) -> None:
    page = ann.open("screen")
    assert f"{code(ann)[:4]}-{code(ann)[4:]}" in screen(ann)
    assert "reuse.test/join" in screen(ann)
    assert '<svg role="img"' in page
    assert "Carl" in screen(ann)
    ann.post("place", step="frame")
    assert "Carl" not in screen(ann)
    assert f"join with {code(ann)[:4]}-{code(ann)[4:]}" in foot(ann)
    assert '<svg role="img"' not in ann.open("screen")


def test_the_lobby_reads_a_name_as_every_other_page_does(app: Flask, ann: Browser) -> None:
    """Turned around, “nnA” would read Ann here and nowhere else."""
    Browser(app.test_client()).post(f"/join/{code(ann)}", name="\u202ennA")
    page = ann.open("screen")
    assert "nnA" in page
    assert "\u202e" not in page


def test_the_lobby_only_counts_those_who_are_not_to_be_named(ann: Browser, carl: Browser) -> None:
    ann.post("stages/score", names="facilitator")
    assert "1 person has joined." in screen(ann)
    assert "Carl" not in ann.open("screen")


def test_the_screen_shows_the_question_and_the_counts(ann: Browser, carl: Browser) -> None:
    ann.post("place", step="frame")
    ann.post("stages/frame", access="open")
    carl.post("completions/frame")
    assert '<h1 dir="auto">What are we here to find?</h1>' in ann.open("screen")
    assert "1 joined · 1 done" in foot(ann)


def test_the_screen_leads_nowhere_and_names_nobody(ann: Browser, carl: Browser) -> None:
    ann.post("place", step="inventory")
    carl.post("capabilities", name="Radar")
    page = ann.open("screen")
    assert "Radar" in page
    assert "Carl" not in page
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["#main"]
    assert "<form" not in page
    assert "/open/" not in page


def test_the_link_of_the_screen_shows_the_same_and_opens_nothing_else(
    ann: Browser, carl: Browser, projector: Browser
) -> None:
    for step in ("frame", "inventory", "score"):
        ann.post("place", step=step)
        assert screen(projector) == screen(ann)
    projector.open("inventory", expect=403)
    projector.post("place", step="map", expect=403)
    projector.post("spotlight", spot="lobby", expect=403)
    ann.post("closure")
    projector.open("screen", expect=403)


def test_a_browser_keeps_its_own_place_beside_the_screen(ann: Browser, carl: Browser) -> None:
    """Who opens the link on the way stays who they are on every other page."""
    secret = new_link(Writer(ann.client.application.extensions["database"], ann.workshop), GrantRole.STAGE)
    for browser in (ann, carl):
        assert browser.client.get(f"/open/{secret}", follow_redirects=True).request.path.endswith("/screen")
    ann.post("place", step="inventory")
    carl.post("capabilities", name="Radar")
    assert "Radar" in screen(carl)
    assert carl.open("me").count("Carl")


def test_the_link_is_made_anew_and_taken_back(ann: Browser, stranger: Browser) -> None:
    page = ann.post("grants", expect=201, role="stage")
    link = re.search(r"reuse\.test(/open/[\w-]+)", page)
    assert link
    assert "at the projector" in page
    stranger.workshop = ann.workshop
    assert stranger.client.get(link[1], follow_redirects=True).status_code == 200
    again = re.search(r"reuse\.test(/open/[\w-]+)", ann.post("grants/replacement", expect=201, role="stage"))
    assert again
    stranger.open("screen", expect=403)
    assert stranger.client.get(again[1], follow_redirects=True).status_code == 200
    people = ann.open("people")
    number = re.findall(r"/grants/(\d+)/removal", people)[-1]
    ann.post(f"grants/{number}/removal")
    stranger.open("screen", expect=403)


def test_the_screen_is_not_counted_among_those_who_are_here(app: Flask, ann: Browser, projector: Browser) -> None:
    ann.open("frame")
    before = presence_of(app).here(ann.workshop).people
    projector.open("screen")
    assert presence_of(app).here(ann.workshop).people == before


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


def test_every_entry_is_on_a_page_and_the_rest_is_counted(ann: Browser) -> None:
    ann.post("place", step="inventory")
    names = [f"Block {number:02}" for number in range(39)]
    ann.post("pasted-capabilities", names="\n".join(names))
    assert "1 to 30 of 39 · 9 more" in foot(ann)
    first = screen(ann)
    turn(ann)
    assert "31 to 39 of 39" in foot(ann)
    assert [name for name in names if name not in first + screen(ann)] == []
    turn(ann)
    assert screen(ann) == first, "after the last page the first one follows"
    turn(ann, "back")
    assert "31 to 39" in foot(ann)
    ann.post("place", step="inventory")
    assert screen(ann) == first, "who brings everybody begins at the first page"


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


def test_natures_are_shown_one_at_a_time(tesla: Browser) -> None:
    tesla.post("place", step="nature")
    assert "Camera vision" in screen(tesla)
    assert "Nature 1 of 16" in foot(tesla)
    tesla.post("natures/simulation", nature="Plays out what has not happened yet.")
    assert "Plays out what has not happened yet." in screen(tesla), "as long as nobody turns, the newest is shown"
    turn(tesla)
    assert "Nature 9 of 16" in foot(tesla)
    tesla.post("natures/vision", nature="Sees.")
    assert "Nature 9 of 16" in foot(tesla), "what somebody has turned to stays"


def test_what_people_differ_in_is_to_be_talked_about_cell_by_cell(tesla: Browser) -> None:
    tesla.post("place", step="score")
    assert "To talk about: 1 of 2" in foot(tesla)
    first = screen(tesla)
    assert "Humanoid robot: Compelling reason to buy" in first
    assert re.findall(r'class="count">(\d+)', tesla.open("screen")) == ["0", "4", "1", "1"]
    turn(tesla)
    assert "To talk about: 2 of 2" in foot(tesla)
    assert screen(tesla) != first


def test_blind_ratings_are_not_even_counted(ann: Browser, carl: Browser) -> None:
    ann.post("products", name="Warehouse arm")
    ann.post("place", step="score")
    before = ann.open("screen")
    assert "Everybody rates alone" in before
    carl.post("ratings/warehouse-arm/1", rating_risks="4", seen="0")
    assert ann.open("screen").partition("<main")[2] == before.partition("<main")[2]
    ann.post("stages/score", blind="")
    assert ann.open("screen").partition("<main")[2] != before.partition("<main")[2]


def test_a_single_answer_is_not_shown_where_nobody_is_named(ann: Browser, carl: Browser) -> None:
    """It would tell whose it is; who leads is told the names, the room is not."""
    ann.post("products", name="Warehouse arm")
    ann.post("stages/score", names="facilitator")
    ann.post("place", step="score")
    carl.post("ratings/warehouse-arm/1", rating_risks="4", seen="0")
    ann.post("stages/score", blind="")
    assert "Carl" in ann.open("score")
    point(ann, "rating/warehouse-arm/risks", expect=409)
    assert "Nobody has rated yet" in screen(ann)


def test_dots_show_by_their_number_once_they_are_revealed(tesla: Browser) -> None:
    tesla.post("place", step="products")
    shown = screen(tesla)
    assert shown.index("12 dots") < shown.index("8 dots")


def test_the_answer_stands_above_what_is_decided_in_the_order_of_roles(tesla: Browser) -> None:
    tesla.post("place", step="choose")
    shown = screen(tesla)
    assert shown.index("The analysis recommends") < shown.index("Decided")
    roles = re.findall(r'class="role">([^<]+)', tesla.open("screen"))
    assert roles == ["primary", "growth option", "backup", "keep open", "keep open", "in storage"]
    assert 'id="figure-potential-challenge' in tesla.open("screen")


def test_the_map_counts_the_needs_that_it_shows(tesla: Browser) -> None:
    tesla.post("place", step="map")
    tesla.post("products", name="Aside")
    before = needs(tesla)
    tesla.post("links/tenancy", cell_aside="3:adjust")
    assert needs(tesla) == before
    tesla.post("links/tenancy", cell_robot="3:adjust")
    assert needs(tesla) == before + 1


def test_the_map_on_the_screen_moves_to_the_cell_that_was_filled_in_last(tesla: Browser) -> None:
    tesla.post("place", step="map")
    assert "Capabilities 1 to 10 of 16" in foot(tesla)
    tesla.post("links/tenancy", cell_robot="3:adjust")
    page = tesla.open("screen")
    assert "Capabilities 7 to 16 of 16" in foot(tesla)
    assert re.findall(r'class="cell ([^"]*) newest"', page) == ["build"]
    assert "Camera vision" not in screen(tesla)


def test_every_step_has_something_to_show(tesla: Browser) -> None:
    for step in ("frame", "nature", "map", "choose", "iterate"):
        tesla.post("place", step=step)
        assert len(screen(tesla)) > 40, step


def test_an_empty_workshop_shows_a_sentence(ann: Browser) -> None:
    for step in ("frame", "inventory", "nature", "products", "map", "score", "choose", "iterate"):
        ann.post("place", step=step)
        assert screen(ann).endswith("."), step


SPOTS = {
    "capability/vision": "Camera vision",
    "product/robot": "Humanoid robot",
    "link/vision/robot": "What Humanoid robot needs of",
    "rating/robot/reason": "Compelling reason to buy",
    "lobby": "You are invited to",
}


@pytest.mark.parametrize(("spot", "said"), SPOTS.items())
def test_what_is_pointed_at_fills_the_screen_until_the_step_is_wanted_again(
    tesla: Browser, spot: str, said: str
) -> None:
    tesla.post("place", step="iterate")
    before = screen(tesla)
    page = point(tesla, spot)
    assert "Back to the step" in page
    assert said in tesla.open("screen")
    tesla.post("spotlight/removal")
    assert screen(tesla) == before
    point(tesla, spot)
    tesla.post("place", step="map")
    tesla.post("place", step="iterate")
    assert screen(tesla) == before


def test_the_button_that_points_takes_it_off_again_where_it_was_pressed(tesla: Browser) -> None:
    tesla.post("place", step="nature")
    before = screen(tesla)
    point(tesla, "capability/vision")
    assert screen(tesla) != before
    page = tesla.open("nature?capability=vision")
    assert "Take off the big screen: Camera vision" in page
    assert "Take off" not in tesla.open("nature?capability=simulation")
    tesla.post("spotlight", spot="capability/simulation", off="1")
    assert screen(tesla) != before, "another is shown"
    tesla.post("spotlight", spot="capability/vision", off="1")
    assert screen(tesla) == before


def test_what_was_removed_gives_way_to_the_step(ann: Browser) -> None:
    ann.post("capabilities", name="Radar")
    ann.post("place", step="score")
    before = screen(ann)
    point(ann, "capability/radar")
    assert '<h1 dir="auto">Radar</h1>' in ann.open("screen")
    ann.post("capabilities/radar/removal")
    assert screen(ann) == before
    assert "Radar" not in ann.open("screen")
    assert "It shows Score" in text(ann.open("room"))


def test_what_was_hidden_since_gives_way_to_the_step(ann: Browser, carl: Browser) -> None:
    ann.post("capabilities", name="Radar")
    point(ann, "capability/radar")
    ann.post("marks", part="capability", key="radar", marking="hidden")
    assert "Radar" not in ann.open("screen")


WRONG = ("", "capability", "capability/", "capability/no-such", "capability/vision/robot", "lobby/x", "\0", "/")


@pytest.mark.parametrize("spot", [*WRONG, "x" * 5000, "link/tenancy/no-such", "rating/robot/no-such", "product/vision"])
def test_what_is_not_there_is_not_pointed_at(tesla: Browser, spot: str) -> None:
    tesla.post("place", step="map")
    before = screen(tesla)
    assert "The big screen shows only what everybody may see" in point(tesla, spot, expect=409)
    assert screen(tesla) == before


def test_what_somebody_keeps_back_is_answered_like_what_never_was(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", private="1")
    ann.post("place", step="inventory")
    carl.post("capabilities", name="Radar")
    private, never = (point(ann, f"capability/{key}", expect=409) for key in ("radar", "never"))
    assert private.replace("radar", "") == never.replace("never", "")


def test_blind_ratings_are_not_pointed_at(tesla: Browser, app: Flask) -> None:
    Browser(app.test_client()).join(code(tesla), "Eve")
    tesla.post("stages/score", blind="1")
    point(tesla, "rating/robot/reason", expect=409)
    tesla.post("stages/score", blind="")
    point(tesla, "rating/robot/reason")
    tesla.post("stages/score", blind="1")
    assert "Compelling reason to buy" not in tesla.open("screen")


def test_a_way_that_is_none_is_refused(ann: Browser) -> None:
    ann.post("screen/turn", expect=400, way="sideways")


def test_between_two_steps_it_shows_what_is_on_and_until_when(ann: Browser, projector: Browser) -> None:
    ann.post("agenda", title="Break ☕", minutes="15", after="frame", text="Coffee is in the **hall**.")
    ann.post("agenda/1/place", back="room")
    page = text(projector.open("screen"))
    assert "Break ☕" in page
    assert re.search(r"Coffee is in the hall\. ?until \d\d:\d\d UTC$", screen(projector))
    ann.post("agenda/1/removal")
    assert "Coffee" not in text(projector.open("screen"))


def test_the_room_sees_a_hand_of_cards_while_it_collects_ideas(ann: Browser, carl: Browser) -> None:
    for name in ("Radar", "Kept back"):
        ann.post("capabilities", name=name)
    ann.post("marks", part="capability", key="kept-back", marking="hidden")
    ann.post("place", step="products")
    ann.post("stages/products", private="1")
    first = screen(ann)
    assert first.count("Radar") >= 3
    assert "Kept back" not in first
    carl.post("products", name="Secret boat")
    assert screen(ann) == first
    assert "1 product so far, shown when they are revealed" in foot(ann)
    turn(ann)
    assert screen(ann) != first
    assert "Cards 2 of 3" in foot(ann)
    ann.post("phase", phase="merge")
    assert "Secret boat" in screen(ann)
