"""Versions: naming a state, comparing and bringing it back."""

import re

from reuse_app.room import Names
from reuse_app.store import entries
from reuse_app.store.edit import LARGE, Writer
from reuse_app.store.stages import set_stage
from reuse_app.worksheet import Capability
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, cursor, refused_fields


def state(browser: Browser) -> str:
    found = re.search(r"/versions/(\w+)\">Before", browser.open("versions"))
    assert found
    return found[1]


def kept(browser: Browser) -> str:
    """Keep a version of a workshop with two capabilities, change them, and return where the version is."""
    browser.post("capabilities", name="Vision", owner="Ann")
    browser.post("capabilities", name="Chips")
    browser.post("versions", name="Before")
    browser.post("capabilities/vision", owner="Bob", seen="99")
    browser.post("capabilities/chips/removal")
    return state(browser)


def test_a_comparison_shows_what_has_changed_field_by_field(ann: Browser) -> None:
    page = ann.open(f"versions/{kept(ann)}")
    assert re.search(r"owner</dt><dd><del>.*Ann</del>.*<ins>.*Bob</ins>", page)
    assert re.search(r"removed</span> <b>Chips", page)


def test_two_versions_can_be_compared(ann: Browser) -> None:
    page = ann.open(f"versions/{cursor(1)}?with={kept(ann)}")
    assert "From “As it was started” to “Before”." in page
    assert "Bring this version back" not in page
    assert re.search(r"added</span> <b>Chips", page)


def test_what_has_not_changed_is_said(ann: Browser) -> None:
    ann.post("versions", name="Before")
    assert "Nothing differs" in ann.open(f"versions/{state(ann)}")


def test_bringing_back_can_be_undone(ann: Browser) -> None:
    page = ann.post(f"versions/{kept(ann)}/restoration")
    assert [each["name"] for each in ann.worksheet()["capabilities"]] == ["Vision", "Chips"]
    undo = re.search(r'action="(/w/[^"]+/reversal)"', page)
    assert undo
    ann.post(undo[1])
    assert ann.worksheet()["capabilities"] == [{"key": "vision", "name": "Vision", "owner": "Bob"}]


def test_bringing_back_what_is_there_offers_nothing_to_undo(ann: Browser) -> None:
    ann.post("versions", name="Before")
    assert "reversal" not in ann.post(f"versions/{state(ann)}/restoration")


def test_only_a_restoration_is_undone_there(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    ann.post(f"restorations/{cursor(2)}/reversal", expect=409)


def test_the_same_name_for_the_same_state_is_one_version(ann: Browser) -> None:
    for _ in range(2):
        page = ann.post("versions", name="Before")
    assert page.count(">Before<") == 1


def test_versions_tell_nothing_of_what_somebody_has_said_unseen_between_them(ann: Browser, carl: Browser) -> None:
    ann.post("products", name="Robot")
    ann.post("stages/score", access="open")
    for name in ("First", "Second"):
        for level in ("1", "2"):
            before = ann.post("versions", name=name)
            assert carl.save("ratings/robot/1", rating_volume=level, seen="9999")[0] == 200
            assert without_tokens(ann.post("versions", name=name)) == without_tokens(before)
    offered = re.findall("<option[^>]*>([^<]+)", ann.open(f"versions/{cursor(1)}"))
    assert offered == ["Now", "Second", "First", "As it was started"]


def without_tokens(page: str) -> str:
    return re.sub(r'name="(csrf|once)" value="[^"]+"|data-now="[^"]+"', "", page)


def test_a_version_needs_a_name(ann: Browser) -> None:
    for name in ("", " ", "x" * 201):
        assert refused_fields(ann.post("versions", expect=422, name=name)) == ["name"]


def test_a_large_change_keeps_the_version_before_it(ann: Browser) -> None:
    parts = [Capability(key=f"part-{number}", name=f"Part {number}") for number in range(LARGE)]
    entries.add(Writer(ann.client.application.extensions["database"], ann.workshop), parts)
    assert f"Before a change of {LARGE} entries" in ann.open("versions")


def test_a_state_that_never_was_is_nowhere(ann: Browser) -> None:
    for never in (cursor(999), "0", "x", "1" * 5000):
        ann.open(f"versions/{never}", expect=404)
        ann.open(f"versions/{cursor(1)}?with={never}", expect=404)
        ann.post(f"versions/{never}/restoration", expect=404)


def test_votes_are_compared_only_where_names_are_told(tesla: Browser) -> None:
    writer = Writer(tesla.client.application.extensions["database"], tesla.workshop)
    page = tesla.open(f"versions/{cursor(1)}")
    assert "Names are not told" not in page
    set_stage(writer, Step.SCORE, names=Names.NOBODY)
    assert "ratings and dots are left out" in tesla.open(f"versions/{cursor(1)}")


def test_a_participant_sees_no_versions(ann: Browser, carl: Browser) -> None:
    ann.post("versions", name="Before")
    carl.open("versions", expect=403)
    carl.open(f"versions/{cursor(1)}", expect=403)
