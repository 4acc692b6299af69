import re
from html import unescape
from typing import Any

import pytest

from tests.web.conftest import Browser, cursor, refused_fields


@pytest.fixture
def grid(ann: Browser) -> Browser:
    """Two capabilities and two products; the workshop is at revision 4."""
    ann.post("pasted-capabilities", names="Vision\nChips")
    ann.post("products", name="Robot")
    ann.post("products", name="Arm")
    return ann


def chosen(page: str, cell: str) -> str:
    """What the control of a cell shows."""
    [select] = re.findall(rf'<select name="[^"]*"[^>]*aria-label="{cell}".*?</select>', page, re.DOTALL)
    [value] = re.findall(r'<option value="([^"]*)" selected', select)
    return str(value)


def test_without_both_sides_says_what_to_do_first(ann: Browser) -> None:
    assert "Name your capabilities" in ann.open("map")
    ann.post("capabilities", name="Vision")
    assert "Find adjacent products" in ann.open("map")


def test_a_row_is_saved_at_once(grid: Browser) -> None:
    page = grid.post("links/vision", cell_robot="9:as-is", cell_arm="1:rework", seen="4")
    assert chosen(page, "Vision in Robot") == "9:as-is"
    assert chosen(page, "Vision in Arm") == "1:rework"
    assert chosen(page, "Chips in Arm") == ""
    assert grid.worksheet()["links"] == [
        {"capability": "vision", "product": "robot", "need": 9, "fit": "as-is"},
        {"capability": "vision", "product": "arm", "need": 1, "fit": "rework"},
    ]


def test_in_brief_the_map_tells_its_fields_and_sums_as_the_page_does(grid: Browser) -> None:
    grid.post("links/vision", cell_robot="9:as-is", cell_arm="1:rework", seen="4")
    page, brief = grid.open("map"), grid.client.get(f"/w/{grid.workshop}/map/cells")
    assert re.findall(r'<select name="(\w+)"><option value="([^"]*)">', brief.text) == [
        ("cell_robot", "9:as-is"),
        ("cell_arm", "1:rework"),
        ("cell_robot", ""),
        ("cell_arm", ""),
    ]
    for element in ("td", "small", "tfoot"):
        told = rf"<{element} [^>]*data-live.*?</{element}>"
        found = re.findall(told, brief.text, re.DOTALL)
        assert found
        assert found == re.findall(told, page[page.index("<tbody") :], re.DOTALL)
    assert f'data-revision="{brief.headers["Reuse-Revision"]}"' in page


def test_in_brief_the_map_is_filtered_as_its_page_is(grid: Browser) -> None:
    [address] = re.findall(r'data-brief="([^"]+)"', grid.open("map?q=chips&columns=all"))
    brief = grid.client.get(unescape(address))
    assert re.findall(r'<form id="([^"]+)"', brief.text) == ["cells-chips"]


def test_a_cell_that_stays_empty_makes_no_link(grid: Browser) -> None:
    grid.post("links/vision", cell_robot="", cell_arm="", seen="4")
    assert "links" not in grid.worksheet()


def test_an_emptied_cell_says_that_it_is_not_needed(grid: Browser) -> None:
    grid.post("links/vision", cell_robot="9:as-is", seen="4")
    grid.post("links/vision", cell_robot="", seen="5")
    assert grid.worksheet()["links"] == [{"capability": "vision", "product": "robot", "need": 0}]


def test_a_script_saves_one_cell(grid: Browser) -> None:
    assert grid.save("links/vision", cell_robot="3:adjust", seen="4") == (200, {"version": cursor(5)})


@pytest.mark.parametrize("value", ["2:as-is", "9:magic", "9", ":", "9:as-is:", "NaN:", "\x00", "９:as-is", "-9:"])
def test_a_value_that_no_cell_offers_is_a_mistake_in_that_cell(grid: Browser, value: str) -> None:
    page = grid.post("links/vision", expect=422, cell_robot=value, cell_arm="3:adjust", seen="4")
    assert refused_fields(page) == ["cell_robot"]
    assert chosen(page, "Vision in Arm") == "3:adjust"
    assert grid.save("links/vision", cell_robot=value)[1]["mistakes"].keys() == {"cell_robot"}
    assert "links" not in grid.worksheet()


def test_a_stale_row_shows_both_choices(grid: Browser) -> None:
    grid.save("links/vision", cell_robot="9:as-is", seen="4")
    page = grid.post("links/vision", expect=409, cell_robot="1:rework", cell_arm="3:adjust", seen="4")
    assert refused_fields(page) == ["cell_robot"]
    assert chosen(page, "Vision in Robot") == "1:rework"
    assert "<q>as is, strong need</q>" in page
    assert chosen(page, "Vision in Arm") == "3:adjust"
    assert len(grid.worksheet()["links"]) == 1
    [again] = re.findall(r'id="cells-vision".*?name="seen" value="(\w+)"', page, re.DOTALL)
    assert "1:rework" in chosen(grid.post("links/vision", cell_robot="1:rework", seen=again), "Vision in Robot")


def test_a_script_with_a_stale_cell_gets_both_choices(grid: Browser) -> None:
    grid.save("links/vision", cell_robot="9:as-is", seen="4")
    status, answer = grid.save("links/vision", cell_robot="1:rework", seen="4")
    assert status == 409
    assert answer["clashes"] == {"cell_robot": {"yours": "1:rework", "theirs": "9:as-is"}}
    assert grid.save("links/vision", cell_robot="1:rework", seen=str(answer["version"]))[0] == 200


def test_two_people_in_different_cells_do_not_clash(grid: Browser) -> None:
    grid.save("links/vision", cell_robot="9:as-is", seen="4")
    assert grid.save("links/vision", cell_arm="1:rework", seen="4")[0] == 200


def test_two_people_who_send_whole_rows_do_not_clash_in_cells_that_one_left_empty(grid: Browser) -> None:
    grid.post("links/vision", cell_robot="9:as-is", cell_arm="", seen="4")
    page = grid.post("links/vision", cell_robot="", cell_arm="1:rework", seen="4")
    assert chosen(page, "Vision in Robot") == "9:as-is"
    assert chosen(page, "Vision in Arm") == "1:rework"


def test_the_details_of_a_cell_come_back_to_the_product_that_a_phone_shows(grid: Browser) -> None:
    page = grid.open("map?current=arm&cell=vision:robot")
    action = re.search(r'action="[^"]*/(links/vision/robot[^"]*)"', page)
    assert action
    page = grid.post(action[1].replace("&amp;", "&"), need="9", seen="0")
    assert re.search(r'<a href="[^"]*current=arm[^"]*" aria-current="true">Arm</a>', page)


def test_details_are_opened_marked_saved_and_closed_without_a_script(grid: Browser) -> None:
    page = grid.open("map?cell=vision:robot")
    assert re.findall(r'aria-current="true" aria-label="(Details of [^"]+)"', page) == ["Details of Vision in Robot"]
    assert f'href="/w/{grid.workshop}/map#cell-vision:robot" data-swap="cell-details">Close</a>' in page
    answer = grid.send("links/vision/robot", follow=False, need="9", seen="0")
    assert answer.location == f"/w/{grid.workshop}/map#cell-vision:robot"
    assert 'id="cell-vision:robot"' in grid.open("map")


def test_the_details_of_a_cell_are_kept(grid: Browser) -> None:
    change: dict[str, Any] = {"change_design": "10", "change_realisation": "12,5", "change_integration": "200"}
    rest: dict[str, Any] = {"trl": "4", "return_flow": "data", "evidence": "Test 4", "note": "Later", "assessment": "2"}
    page = grid.post("links/vision/robot", need="9", fit="adjust", **change, **rest, unfamiliarity="0.6", seen="0")
    assert "<i>↩</i> data" in page
    assert grid.worksheet()["links"] == [
        {
            "capability": "vision",
            "product": "robot",
            "need": 9,
            "fit": "adjust",
            "change": {"design": 10, "realisation": 12.5, "integration": 200},
            "assessment": 2,
            "unfamiliarity": 0.6,
            "trl": 4,
            "return_flow": "data",
            "evidence": "Test 4",
            "note": "Later",
        }
    ]


def test_a_cell_leaves_the_details_as_they_are(grid: Browser) -> None:
    grid.post("links/vision/robot", need="9", fit="adjust", note="Later", seen="0")
    grid.post("links/vision", cell_robot="3:new", seen="5")
    assert grid.worksheet()["links"][0]["note"] == "Later"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"need": "5"}, ["need"]),
        ({"trl": "0", "note": "x" * 32_768}, ["trl", "note"]),
        ({"change_design": "1", "change_realisation": "", "change_integration": ""}, None),
        ({"change_design": "101", "change_realisation": "1", "change_integration": "1"}, ["change_design"]),
        ({"fit": "magic", "return_flow": "x" * 201}, ["fit", "return_flow"]),
        ({"unfamiliarity": "Infinity"}, ["unfamiliarity"]),
    ],
)
def test_details_that_cannot_be_kept_come_back(grid: Browser, fields: dict[str, str], wrong: list[str] | None) -> None:
    grid.post("links/vision", cell_robot="9:as-is", seen="4")
    page = grid.post("links/vision/robot", expect=422, evidence="Typed with care", seen="5", **fields)
    assert refused_fields(page) == (wrong or ["change_realisation", "change_integration"])
    assert "\nTyped with care</textarea>" in page


def test_stale_details_show_both(grid: Browser) -> None:
    grid.save("links/vision/robot", need="9", note="theirs", seen="0")
    page = grid.post("links/vision/robot", expect=409, need="9", note="mine", seen="0")
    assert refused_fields(page) == ["note"]
    assert "<q>theirs</q>" in page
    assert "\nmine</textarea>" in page


def test_saving_keeps_the_filters_that_were_on(grid: Browser) -> None:
    answer = grid.send("links/vision?q=vis&kind=&show=unused&junk=1", follow=False, cell_robot="9:as-is")
    assert answer.location == f"/w/{grid.workshop}/map?q=vis&show=unused#row-vision"


def test_rows_are_filtered_by_name_kind_and_use(tesla: Browser) -> None:
    rows = re.compile(r'<tr id="row-([\w-]+)"')
    assert rows.findall(tesla.open("map?q=VISION")) == ["vision"]
    assert set(rows.findall(tesla.open("map?kind=data"))) == {
        each["key"] for each in tesla.worksheet()["capabilities"] if each.get("kind") == "data"
    }
    gaps = {each["key"] for each in tesla.worksheet()["capabilities"] if each.get("status") == "missing"}
    assert set(rows.findall(tesla.open("map?show=gaps"))) == gaps
    nothing = tesla.open("map?q=no-such-thing")
    assert "No capability matches" in nothing
    assert "From stock" not in nothing


def test_an_empty_map_shows_what_one_looks_like_and_where_examples_are(ann: Browser) -> None:
    page = ann.open("map")
    assert '<div class="ghost" aria-hidden="true">' in page
    assert "Camera vision" in page
    assert 'href="/#examples"' in page
    ann.post("capabilities", name="Radar")
    assert "Camera vision" in ann.open("map")
    ann.post("products", name="Robot")
    assert "ghost" not in ann.open("map")


def test_many_products_stand_on_several_pages(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    for number in range(14):
        ann.send("products", name=f"Product {number}", follow=False)
    assert "Products 1 to 12 of 14" in ann.open("map")
    assert "Vision in Product 13" in ann.open("map?page=2")
    for page in ("999999999999", "0", "-1", "x", "٣", "1.5", "9" * 5000):
        ann.open(f"map?page={page}")


@pytest.mark.parametrize("cell", ["no:robot", "vision:no", "vision", ":", "vision:robot:x", "%00", "x" * 9000])
def test_a_cell_that_is_not_on_the_map_is_nowhere(grid: Browser, cell: str) -> None:
    grid.open(f"map?cell={cell}", expect=404)


def test_products_whose_names_are_fields_of_the_form_are_told_apart(ann: Browser) -> None:
    """The cells of a row are sent by the key of their product, beside what every form sends."""
    ann.post("capabilities", name="Vision")
    for name in ("Seen", "Csrf", "Robot"):
        ann.post("products", name=name)
    page = ann.open("map")
    names = re.findall(r'<select name="([^"]+)" form="cells-vision"', page)
    hidden = {"csrf": ann.token(), "seen": "5"}
    sent = [*hidden.items(), *((name, "9:as-is") for name in names)]
    answer = ann.client.post(f"/w/{ann.workshop}/links/vision", data=multi(sent), follow_redirects=True)
    assert answer.status_code == 200
    assert len(ann.worksheet()["links"]) == 3


def multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Fields as a browser sends them: several under one name stay several."""
    return {name: [value for other, value in pairs if other == name] for name, _ in pairs}


def test_a_shortlist_hides_columns_and_no_coverage(tesla: Browser) -> None:
    """What is not on the shortlist is not considered, and still stands on the map with what it can take from stock."""

    def coverage() -> list[str]:
        return re.findall(r'<tfoot id="coverage".*?</tfoot>', tesla.open("map?columns=all"), re.DOTALL)

    before = coverage()
    tesla.post("products/robot", shortlisted="1", seen="9999")
    assert len(before) == 1
    assert coverage() == before
