import datetime as dt
import re
import time
from typing import Any

import pytest

from tests.web.conftest import Browser, cursor, refused_fields


def names(browser: Browser) -> list[str]:
    return [each["name"] for each in browser.worksheet().get("capabilities", ())]


def test_an_empty_inventory_says_what_to_do_first(ann: Browser) -> None:
    assert "Nothing here yet" in ann.open("inventory")


def test_adding_a_capability_shows_it(ann: Browser) -> None:
    assert "Camera vision" in ann.post("capabilities", name="Camera vision", kind="algorithm", status="in-house")


def test_a_capability_without_a_name_comes_back_as_chosen(ann: Browser) -> None:
    page = ann.post("capabilities", expect=422, name="", kind="data", status="missing")
    assert refused_fields(page) == ["name"]
    assert '<option value="data" selected>' in page
    assert '<option value="missing" selected>' in page


def test_a_choice_that_is_not_offered_is_a_mistake(ann: Browser) -> None:
    page = ann.post("capabilities", expect=422, name="Vision", kind="magic", status="lost")
    assert refused_fields(page) == ["kind", "status"]
    assert 'value="Vision"' in page


def test_the_same_form_sent_twice_adds_once(ann: Browser) -> None:
    for _ in range(3):
        ann.post("capabilities", name="Vision", once="k")
        ann.post("pasted-capabilities", names="Chips\nBatteries", once="p")
    assert names(ann) == ["Vision", "Chips", "Batteries"]


def test_a_form_that_was_saved_and_is_sent_with_something_else_says_so(ann: Browser) -> None:
    ann.post("capabilities", name="Vision", description="one\ntwo", once="k")
    ann.post("capabilities", name="Vision", description="one\r\ntwo", once="k")
    page = ann.post("capabilities", expect=409, name="Radar", description="new", once="k")
    assert refused_fields(page) == ["name"]
    assert "This form was saved before, with something else in it." in page
    assert 'value="Radar"' in page
    assert 'value="k"' not in page, "sent once more it is another form"
    status, answer = ann.save("capabilities", name="Radar", once="k")
    assert (status, list(answer["mistakes"])) == (409, ["name"])
    pasted = ann.post("pasted-capabilities", expect=409, names="Chips", once="k")
    assert "Chips</textarea>" in pasted
    assert names(ann) == ["Vision"]


def test_two_capabilities_may_have_one_name(ann: Browser) -> None:
    ann.post("capabilities", name="Vision", once="a")
    page = ann.post("capabilities", name="Vision", once="b")
    assert 'id="capability-vision"' in page
    assert 'id="capability-vision-2"' in page


@pytest.mark.parametrize("name", ["New", "Pasted", "List", "Add", "Main", "Summary", "Rail"])
def test_a_name_that_is_ours_too_confuses_no_form(ann: Browser, name: str) -> None:
    ann.post("capabilities", name=name)
    ann.open(f"inventory?open={name.lower()}")
    assert refused_fields(ann.post("capabilities", expect=422, name="")) == ["name"]
    assert refused_fields(ann.post(f"capabilities/{name.lower()}", expect=422, name="")) == ["name"]


def test_a_key_that_reads_like_a_field_confuses_no_form(ann: Browser) -> None:
    for name in ("Vision", "Vision name", "Vision name about"):
        ann.post("capabilities", name=name)
    ann.open("inventory?open=vision")


def test_a_pasted_list_leaves_out_what_is_there_and_what_repeats(ann: Browser) -> None:
    ann.post("capabilities", name="Chips")
    page = ann.post("pasted-capabilities", names="Camera vision\r\n\r\nchips\r\nCamera  Vision\r\nBatteries")
    assert "3 capabilities" in page
    assert names(ann) == ["Chips", "Camera vision", "Batteries"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- Customer list", "Customer list"),
        ("• Sourdough", "Sourdough"),
        ("\t•\tSourdough", "Sourdough"),
        ("•Sourdough", "Sourdough"),
        ("3. Night shift team", "Night shift team"),
        ("12) Ovens", "Ovens"),
        ("* x", "x"),
        ("– x", "x"),
        ("2024", "2024"),
        ("42.", "42."),
        ("3.5 mm plug", "3.5 mm plug"),
        ("-40 °C chamber", "-40 °C chamber"),
        ("4 ovens", "4 ovens"),
        ("[x] Lidar", "Lidar"),
        ("- [ ] Lidar", "Lidar"),
    ],
)
def test_a_pasted_list_loses_its_bullets(ann: Browser, line: str, name: str) -> None:
    ann.post("pasted-capabilities", names=f"First\n{line}\n{name}")
    assert names(ann) == ["First", name]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("capabilities", "add"),
        ("products", "add"),
        ("home-products", "add-home-product"),
        ("factors", "add-factor"),
    ],
)
def test_adding_leads_back_to_the_form_for_the_next(ann: Browser, path: str, form: str) -> None:
    """The script puts the cursor there, so that a second name can be typed at once."""
    answer = ann.send(path, follow=False, name="First", axis="potential")
    assert answer.status_code == 303
    address, _, anchor = answer.location.partition("#")
    assert anchor == form
    assert re.search(rf'<form [^>]*id="{form}"', ann.open(address))


@pytest.mark.parametrize(
    ("names_typed", "reason"),
    [
        ("Vision\n" + "x" * 201, "A name has at most 200 characters; shorten “xxx"),
        ("\n".join(f"Name {number}" for number in range(501)), "Found 501 names; paste at most 500 at once."),
    ],
)
def test_a_list_that_cannot_be_read_to_its_end_is_refused_whole(ann: Browser, names_typed: str, reason: str) -> None:
    page = ann.post("pasted-capabilities", expect=422, names=names_typed)
    assert refused_fields(page) == ["names"]
    assert reason in page
    assert names_typed in page
    assert not names(ann)


def test_a_pasted_list_of_nothing_adds_nothing(ann: Browser) -> None:
    assert "Nothing here yet" in ann.post("pasted-capabilities", names=" \n\n\t")


def test_editing_in_place_keeps_every_field(ann: Browser) -> None:
    ann.post("home-products", name="Car")
    ann.post("capabilities", name="Vision")
    costs: dict[str, Any] = {
        "build_cost_low": "1",
        "build_cost_likely": "2,5",
        "build_cost_high": "4",
        "platform_cost_likely": "3",
    }
    levels: dict[str, Any] = {"trl": "7", "rrl": "3", "understanding": "30"}
    fields: dict[str, Any] = {"owner": "Bo", "description": "Sees", "evidence": "Test 4", "home_product": "car"}
    ann.post("capabilities/vision", **costs, **levels, **fields, kind="algorithm", seen="3")
    assert ann.worksheet()["capabilities"] == [
        {
            "key": "vision",
            "name": "Vision",
            "kind": "algorithm",
            "home_product": "car",
            "owner": "Bo",
            "description": "Sees",
            "evidence": "Test 4",
            "trl": 7,
            "rrl": 3,
            "build_cost": {"low": 1, "likely": 2.5, "high": 4},
            "platform_cost": 3,
            "understanding": 30,
        }
    ]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"trl": "10"}, "trl"),
        ({"trl": "7.5"}, "trl"),
        ({"trl": "9" * 5000}, "trl"),
        ({"build_cost_low": "3", "build_cost_likely": "2", "build_cost_high": "4"}, "build_cost_low"),
        ({"build_cost_low": "1", "build_cost_likely": "3", "build_cost_high": "2"}, "build_cost_high"),
        ({"build_cost_low": "3", "build_cost_likely": "", "build_cost_high": ""}, "build_cost_likely"),
        ({"build_cost_high": "NaN", "build_cost_likely": "1"}, "build_cost_high"),
        ({"name": "x" * 201}, "name"),
        ({"description": "x" * 32_768}, "description"),
        ({"home_product": "gone"}, "home_product"),
        ({"home_product": "\x00"}, "home_product"),
    ],
)
def test_what_cannot_be_kept_stands_by_its_field(ann: Browser, fields: dict[str, Any], wrong: str) -> None:
    ann.post("capabilities", name="Vision")
    page = ann.post("capabilities/vision", expect=422, seen="2", **fields, owner="Somebody new")
    assert refused_fields(page) == [wrong]
    assert 'value="Somebody new"' in page
    assert ann.save("capabilities/vision", **fields)[1]["mistakes"].keys() == {wrong}
    assert "owner" not in ann.worksheet()["capabilities"][0]


def test_a_mistake_is_told_in_the_words_of_the_label_once_for_all_it_is_about(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    page = ann.post(
        "capabilities/vision", expect=422, seen="2", build_cost_low="900", build_cost_likely="80", owner="x" * 201
    )
    summary, _, below = page.partition('id="summary"')[2].partition("</div>")
    assert "Likely (80) is below low (900).</a> <small>Cost to build it anew: low</small>" in summary
    assert below.count("Likely (80) is below low (900).") == 1
    assert "<small>Owner</small>" in summary


def test_a_stale_edit_shows_both_texts(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    ann.save("capabilities/vision", owner="Theirs", trl="3", seen="2")
    page = ann.post("capabilities/vision", expect=409, owner="Mine", trl="4", seen="2")
    assert refused_fields(page) == ["owner", "trl"]
    assert 'value="Mine"' in page
    assert "<q>Theirs</q>" in page
    assert "<q>3</q>" in page


def test_capabilities_move_up_and_down(ann: Browser) -> None:
    ann.post("pasted-capabilities", names="A\nB\nC")
    ann.post("capabilities/c/position", direction="up")
    assert names(ann) == ["A", "C", "B"]
    ann.post("capabilities/a/position", direction="down")
    assert names(ann) == ["C", "A", "B"]
    ann.post("capabilities/c/position", direction="up")
    ann.post("capabilities/b/position", direction="down")
    ann.post("capabilities/b/position", direction="sideways", expect=400)
    assert names(ann) == ["C", "A", "B"]


@pytest.mark.parametrize("key", ["../../etc", "no-such", "%00", "", "vision&open=chips", "x" * 10_000])
def test_an_unknown_capability_to_open_opens_nothing(ann: Browser, key: str) -> None:
    ann.post("capabilities", name="Vision")
    assert "Readiness at home" not in ann.open(f"inventory?open={key}") or key.startswith("vision")


def test_every_example_page_is_well_formed(tesla: Browser) -> None:
    for page in ("inventory?open=vision", "nature?capability=hand", "products?open=robot", "map?cell=vision:robot"):
        tesla.open(page)


def test_a_capability_says_when_it_was_last_looked_at(ann: Browser) -> None:
    ann.post("capabilities", name="Camera vision")
    assert "Nobody has noted" in ann.open("inventory?open=camera-vision")
    ann.save("capabilities/camera-vision", checked="2020-05-05", seen="9")
    assert "not looked at for over a year" in ann.open("inventory")
    page = ann.post("checks/camera-vision")
    assert "not looked at for over a year" not in page
    today = dt.datetime.now(dt.UTC).date()
    noted = f'Last looked at on <time datetime="{today}">{today.day} {today:%B %Y}</time>.'
    assert noted in ann.open("inventory?open=camera-vision")


NEARLY_NOON = dt.datetime(2026, 11, 27, 11, 30, tzinfo=dt.UTC)
"""Then it is 26 November in the last time zone, at UTC-12, and 28 November in the first, at UTC+14."""


@pytest.mark.parametrize(
    ("day", "noted"),
    [
        *((day, day) for day in ("2026-11-26", "2026-11-27", "2026-11-28")),
        *((day, "2026-11-27") for day in ("2026-11-25", "2026-11-29", "", "yesterday", "2026-02-30", "9" * 99)),
    ],
)
def test_a_capability_is_noted_as_looked_at_today_wherever_that_is(
    ann: Browser, monkeypatch: pytest.MonkeyPatch, day: str, noted: str
) -> None:
    """A day that is today nowhere comes from a clock that is wrong, so the server's counts."""
    ann.post("capabilities", name="Vision")
    monkeypatch.setattr(time, "time", NEARLY_NOON.timestamp)
    ann.post("checks/vision", day=day)
    (capability,) = ann.worksheet()["capabilities"]
    assert capability["checked"] == noted


def test_nothing_is_old_before_a_year_is_over_for_every_reader(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", NEARLY_NOON.timestamp)
    ann.post("capabilities", name="Vision")
    ann.post("checks/vision", day="2026-11-26")
    year = dt.timedelta(days=365)
    for later, is_old in ((year, False), (year + dt.timedelta(hours=1), True)):
        monkeypatch.setattr(time, "time", (NEARLY_NOON + later).timestamp)
        assert ("not looked at for over a year" in ann.open("inventory")) is is_old, later


def test_the_page_of_a_list_is_made_again_when_something_has_become_old(
    ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", NEARLY_NOON.timestamp)
    ann.open("inventory")
    address = f"/w/{ann.workshop}/inventory"
    tag = {"If-None-Match": ann.client.get(address).headers["ETag"]}
    assert ann.client.get(address, headers=tag).status_code == 304
    monkeypatch.setattr(time, "time", (NEARLY_NOON + dt.timedelta(hours=1)).timestamp)
    assert ann.client.get(address, headers=tag).status_code == 200


def test_what_is_not_there_cannot_be_looked_at(ann: Browser) -> None:
    ann.post("checks/nothing", expect=404)


def test_a_script_is_told_the_revision(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    status, answer = ann.save("checks/vision")
    assert (status, answer) == (200, {"version": cursor(3)})
