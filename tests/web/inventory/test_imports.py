import io
import json
import re
from base64 import b64encode
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from reuse_app.exchange import inventory_files, worksheet_json
from reuse_app.room import Mark, Marking
from reuse_app.store import entries
from reuse_app.store.stages import set_stage
from reuse_app.worksheet import Capability, Worksheet, Workshop
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, writer

NASA = Path(__file__).parents[2] / "data" / "nasa-code.json"


def preview(browser: Browser, content: str | bytes, filename: str = "inventory.csv", *, expect: int = 200) -> str:
    data = content.encode() if isinstance(content, str) else content
    return browser.upload("inventory/preview", data, filename, expect=expect)


def apply(browser: Browser, page: str, *, expect: int = 200) -> str:
    """Press the button under a preview."""
    return browser.post("inventory/import", expect=expect, **carried(page))


def carried(page: str) -> dict[str, Any]:
    """What the form of a preview sends by itself."""
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("seen", "name", "content")}
    return {name: unescape(value[1]) for name, value in found.items() if value}


def test_an_import_is_shown_first_and_changes_nothing_yet(ann: Browser) -> None:
    page = preview(ann, "name,kind,trl\nVision,algorithm,7\nChips,hardware,\n")
    assert "2 capabilities are new, 0 changed, 0 as they are" in page
    assert "capabilities" not in ann.worksheet()
    assert "2 capabilities" in apply(ann, page)
    assert ann.worksheet()["capabilities"][0] == {"key": "vision", "name": "Vision", "kind": "algorithm", "trl": 7}


def test_applying_twice_imports_once(ann: Browser) -> None:
    page = preview(ann, "name\nVision\nChips\n")
    apply(ann, page)
    before = ann.worksheet()
    apply(ann, page)
    assert ann.worksheet() == before


def test_what_an_import_changes_is_shown_before_and_after(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    ann.post("capabilities/vision", trl="3", build_cost_likely="3", status="missing", owner="Bo", seen="2")
    page = preview(ann, "name,trl,build cost,status,owner\nVision,9,1,in-house,\n")
    assert "1 changed" in page
    rows = [re.findall("<td>(.*?)</td>", row)[:5] for row in page.split("<tr>")]
    assert ["2", "Vision", "trl", "3", "9"] in rows
    assert ["2", "Vision", "status", "missing", "in house"] in rows
    assert ["2", "Vision", "build cost likely", "3", "1"] in rows
    assert ["2", "Vision", "owner", "Bo", ""] in rows
    apply(ann, page)
    assert ann.worksheet()["capabilities"] == [{"key": "vision", "name": "Vision", "trl": 9, "build_cost": 1}]


def test_a_likely_duplicate_is_named(ann: Browser) -> None:
    ann.post("capabilities", name="Camera visions")
    assert "% like “Camera visions”" in preview(ann, "name\nVision, camera\nCamera vision\n".replace("Vision, c", "C"))


def test_every_mistake_is_listed_with_row_and_column_and_nothing_is_done(ann: Browser) -> None:
    page = preview(ann, "name,cost,key\n,1,\nVision,#REF!,!\n\n,3,\nGood,3,good\n", expect=422)
    table = page[page.index('aria-label="Mistakes"') :]
    rows = [re.findall("<td>(.*?)</td>", row) for row in table[: table.index("</table>")].split("<tr>")]
    assert [(row[0], row[1]) for row in rows if row] == [("2", "name"), ("3", "cost"), ("5", "name")]
    assert "Import all of it" not in page
    assert "capabilities" not in ann.worksheet()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    page = preview(ann, "name,owner\nVision,From the file\n")
    ann.save("capabilities/vision", owner="Somebody else", seen="2")
    refused = apply(ann, page, expect=409)
    assert "<q>From the file</q>" in refused
    assert "<q>Somebody else</q>" in refused
    assert ann.worksheet()["capabilities"][0]["owner"] == "Somebody else"


def test_what_somebody_else_changed_in_another_field_stays(ann: Browser) -> None:
    ann.post("capabilities", name="Vision")
    page = preview(ann, "name,owner\nVision,From the file\n")
    ann.save("capabilities/vision", trl="4", seen="2")
    apply(ann, page)
    assert ann.worksheet()["capabilities"] == [{"key": "vision", "name": "Vision", "owner": "From the file", "trl": 4}]


def test_what_somebody_else_added_meanwhile_under_the_same_key_is_not_overwritten(ann: Browser) -> None:
    page = preview(ann, "name,owner\nVision,From the file\n")
    ann.post("capabilities", name="Vision", kind="data")
    ann.save("capabilities/vision", owner="Somebody else", seen="2")
    apply(ann, page, expect=409)
    assert ann.worksheet()["capabilities"][0]["owner"] == "Somebody else"


@pytest.mark.parametrize("separator", [",", ";"])
def test_the_table_that_goes_out_comes_back_as_it_was(tesla: Browser, separator: str) -> None:
    answer = tesla.client.get(f"/w/{tesla.workshop}/inventory.csv", query_string={"separator": separator})
    assert answer.text.startswith(f"\ufeffkey{separator}name")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tesla-bot-inventory.csv"'
    page = preview(tesla, answer.data)
    assert f"0 capabilities are new, 0 changed, {len(tesla.worksheet()['capabilities'])} as they are" in page
    assert "disabled>Import all of it" in page


def test_what_can_stand_between_cells_is_a_comma_or_a_semicolon(tesla: Browser) -> None:
    for file in ("inventory.csv", "report.csv"):
        path = f"/w/{tesla.workshop}/{file}"
        assert tesla.client.get(path, query_string={"separator": "|"}).status_code == 400
        answers = [tesla.client.get(path, query_string={"separator": each}).data for each in ("", ",", ";")]
        assert answers[0] == answers[1] != answers[2]


def test_a_worksheet_of_another_workshop_gives_its_inventory(tesla: Browser, bob: Browser) -> None:
    content = tesla.client.get(f"/w/{tesla.workshop}/worksheet.json").data
    page = preview(bob, content, "tesla.json")
    assert "not in this workshop and was left out" in page
    assert "16 capabilities" in apply(bob, page)


def test_the_250_releases_of_nasa_become_an_inventory(ann: Browser) -> None:
    page = preview(ann, NASA.read_bytes(), "code.json")
    assert "250 capabilities are new" in page
    assert "and 50 more" in page
    assert "250 capabilities" in apply(ann, page)
    assert len(ann.worksheet()["capabilities"]) == 250
    assert "0 capabilities are new, 0 changed, 250 as they are" in preview(ann, NASA.read_bytes(), "code.json")


def test_the_same_releases_as_a_table(ann: Browser) -> None:
    incoming = inventory_files.read(NASA.name, NASA.read_bytes())
    table = inventory_files.write_csv([row.capability for row in incoming.rows])
    assert "250 capabilities" in apply(ann, preview(ann, table))


def test_formulas_are_text(ann: Browser) -> None:
    apply(ann, preview(ann, 'name,owner\n=1+1,"@SUM(A1)"\n'))
    table = ann.client.get(f"/w/{ann.workshop}/inventory.csv").text
    assert "'=1+1" in table
    assert "'@SUM(A1)" in table
    assert "0 changed, 1 as they are" in preview(ann, table)


UNREADABLE = {
    "empty": b"",
    "no name": b"kind\ndata\n",
    "twice": b"name,name\na,b\n",
    "binary": b"\x00\x01\x02" * 100,
    "workbook": b"PK\x03\x04" + b"\x00" * 50,
    "unclosed": b'name\n"' + b"x" * 200_000,
    "a cell of a megabyte": b"name\n" + b"x" * 1_000_000,
    "six megabytes": b"name\n" + b"x\n" * 3_000_000,
    "cells": b"name" + b"," * 300_000 + b"\n",
    "rows": b"name\n" + b"x\n" * 3_000,
    "utf-16": "name\nVision".encode("utf-16")[:-1],
    "error": b"name,build cost\nVision,#DIV/0!\n",
}

IN_DOUBT = {
    "prose": b"name,description\nVision," + b"x" * 32_768 + b"\n",
    "number": b"name,trl\nVision," + b"9" * 400 + b"\n",
    "NaN": b"name,build cost\nVision,NaN\n",
}


@pytest.mark.parametrize("content", IN_DOUBT.values(), ids=IN_DOUBT)
def test_a_cell_that_cannot_be_read_is_told_and_the_rest_comes_in(ann: Browser, content: bytes) -> None:
    page = preview(ann, content)
    assert "Cells that cannot be read" in page
    apply(ann, page)
    assert ann.worksheet()["capabilities"] == [{"key": "vision", "name": "Vision"}]
    assert "0 changed" in preview(ann, content)


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_table_that_cannot_be_read_is_refused_with_a_reason(ann: Browser, content: bytes) -> None:
    page = preview(ann, content, expect=422)
    assert "This file cannot be read" in page or "to be mended first" in page
    assert "capabilities" not in ann.worksheet()


@pytest.mark.parametrize("first", ['sep="', "sep= ", "sep=\x00", "sep=\r\r", "Our parts, as of today"])
def test_a_line_above_the_headings_does_no_harm(ann: Browser, first: str) -> None:
    assert "1 capability is new" in preview(ann, f"{first}\nname\nVision\n")


HOSTILE_JSON = {
    "deep": b'{"format": "reuse-inventory", "capabilities": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "half": b'{"format": "reuse-inventory", "capabilities": [{"name": "\\ud800"}]}',
    "list": b"[]",
    "number": json.dumps({"format": "reuse-inventory", "capabilities": [{"name": "x", "trl": 10**400}]}).encode(),
    "NaN": b'{"format": "reuse-inventory", "capabilities": [{"name": "x", "build_cost": NaN}]}',
    "entry": b'{"format": "reuse-inventory", "capabilities": [5, null, "x", [], {}]}',
    "releases": b'{"releases": {"a": 1}}',
    "release": b'{"releases": [5, {"name": {"a": 1}}, {"name": []}]}',
}


@pytest.mark.parametrize("content", HOSTILE_JSON.values(), ids=HOSTILE_JSON)
def test_a_json_file_that_cannot_be_read_is_refused_whichever_way_it_comes(ann: Browser, content: bytes) -> None:
    preview(ann, content, "x.json", expect=422)
    ann.post("inventory/import", expect=422, name="x.json", content=b64encode(content).decode(), seen="1")
    assert "capabilities" not in ann.worksheet()


@pytest.mark.parametrize(
    "filename", ["../../etc", "x.xlsx", "%00.csv", "x" * 5000, "x." + "y" * 5000, "<b>.csv<b>", ".", "a\tb"]
)
def test_any_name_of_a_file_is_answered(ann: Browser, filename: str) -> None:
    token = ann.token()
    body = (
        f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\nname\nVision\r\n--x--\r\n'
    )
    answer = ann.client.post(
        f"/w/{ann.workshop}/inventory/preview", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in {200, 422}


def test_an_import_without_a_file_says_so(ann: Browser) -> None:
    for where in ("preview", "import"):
        assert "Choose a file, or paste a list" in ann.post(f"inventory/{where}", expect=422)


@pytest.mark.parametrize("content", ["no base64!", "AAA", "é", ""])
def test_what_no_page_of_ours_carried_is_refused(ann: Browser, content: str) -> None:
    assert "cannot be read" in ann.post("inventory/import", expect=422, name="x.csv", content=content)


def test_more_capabilities_than_an_inventory_holds_are_refused(ann: Browser) -> None:
    many = [Capability(key=f"c{number}", name=f"Name {number}") for number in range(2_000)]
    full = worksheet_json.write(Worksheet(workshop=Workshop(title="Full"), capabilities=tuple(many)))
    ann.enter("/worksheets", file=(io.BytesIO(full.encode()), "full.json"))
    assert "at most 2,000 capabilities" in preview(ann, "name\nOne more\n", expect=422)


def test_a_pasted_list_is_shown_first_too(ann: Browser) -> None:
    page = ann.post("inventory/preview", text="- Vision\n- Chips\n")
    assert "2 capabilities are new" in page
    apply(ann, page)
    assert [each["name"] for each in ann.worksheet()["capabilities"]] == ["Vision", "Chips"]


def test_a_workbook_goes_out_and_comes_back(tesla: Browser, bob: Browser) -> None:
    content = tesla.client.get(f"/w/{tesla.workshop}/inventory.xlsx").data
    assert "0 capabilities are new, 0 changed" in preview(tesla, content, "parts.xlsx")
    page = preview(bob, content, "parts.xlsx")
    assert "not in this workshop and was left out" in page
    apply(bob, page)
    assert len(bob.worksheet()["capabilities"]) == len(tesla.worksheet()["capabilities"])


def test_the_inventory_goes_out_as_json(tesla: Browser) -> None:
    content = tesla.client.get(f"/w/{tesla.workshop}/inventory.json").data
    assert "0 capabilities are new, 0 changed" in preview(tesla, content, "parts.json")


def test_what_a_column_holds_can_be_corrected(ann: Browser) -> None:
    page = preview(ann, "Part,Remark,TRL\nVision,Good,7\n", expect=422)
    assert "one of them must be “name”" in page
    assert '<option value="trl" selected>' in page
    corrected = carried(page) | {"column-0": "name", "column-1": "evidence", "column-2": ""}
    assert "1 capability is new" in ann.post("inventory/preview", **corrected)
    ann.post("inventory/import", **corrected)
    assert ann.worksheet()["capabilities"] == [{"key": "vision", "name": "Vision", "evidence": "Good"}]


def test_two_columns_cannot_hold_the_same(ann: Browser) -> None:
    page = preview(ann, "name,owner\nVision,Bo\n")
    corrected = carried(page) | {"column-0": "name", "column-1": "name"}
    assert "twice" in ann.post("inventory/preview", expect=422, **corrected)


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("add", ["Camera vision", "Chip", "Camera visions"]),
        ("skip", ["Camera vision", "Chip"]),
        ("update", ["Camera visions", "Chip"]),
        ("nonsense", ["Camera vision", "Chip", "Camera visions"]),
    ],
)
def test_a_likely_duplicate_is_added_skipped_or_updates_what_is_there(
    ann: Browser, choice: str, names: list[str]
) -> None:
    ann.post("capabilities", name="Camera vision")
    page = preview(ann, "name,trl\nCamera visions,7\nChip,\n")
    assert "96 % like “Camera vision”: " in page
    chosen = carried(page) | {"row-2": choice}
    assert f'<option value="{choice}" selected>' in ann.post("inventory/preview", **chosen) or choice == "nonsense"
    for _ in range(2):
        ann.post("inventory/import", **chosen)
    assert sorted(each["name"] for each in ann.worksheet()["capabilities"]) == sorted(names)


def test_an_error_in_the_last_row_changes_nothing_and_every_error_is_listed(ann: Browser) -> None:
    rows = "".join(f"Part {number},{number % 9 + 1}\n" for number in range(1_998))
    page = preview(ann, f"name,trl\n{rows},10\n", expect=422)
    assert "<td>2000</td><td>name</td>" in page
    many = preview(ann, "name,trl\n" + ",1\n" * 1_000, expect=422)
    assert "1\u202f000 mistakes have to be mended first" in many
    assert many[: many.index("How the file was read")].count("<td>name</td>") == 1_000
    ann.post("inventory/import", expect=422, **carried(many))
    assert "capabilities" not in ann.worksheet()


def test_what_the_facilitator_has_locked_is_not_changed_by_a_file(ann: Browser, carl: Browser) -> None:
    ann.post("capabilities", name="Vision")
    set_stage(writer(ann), Step.INVENTORY, access="open")
    lock(ann, "vision")
    page = preview(carl, "name,owner\nVision,Carl\nChip,Carl\n", expect=422)
    assert "“Vision” is locked" in page
    carl.post("inventory/import", expect=422, **carried(page))
    assert len(ann.worksheet()["capabilities"]) == 1
    apply(ann, preview(ann, "name,owner\nVision,Ann\n"))
    assert ann.worksheet()["capabilities"][0]["owner"] == "Ann"


def test_an_import_neither_shows_nor_touches_what_is_hidden(ann: Browser, carl: Browser) -> None:
    set_stage(writer(ann), Step.INVENTORY, access="open", private=True)
    ann.post("capabilities", name="Vision", owner="Ann")
    for _ in range(2):
        apply(carl, preview(carl, "name,owner\nVision,Carl\n"))
    set_stage(writer(ann), Step.INVENTORY, private=False)
    keys = [each["key"] for each in ann.worksheet()["capabilities"]]
    assert len(set(keys)) == 2
    assert all(re.fullmatch("vision-[a-z0-9]{4}", key) for key in keys), "no number tells that there was another"
    assert [each["owner"] for each in ann.worksheet()["capabilities"]] == ["Ann", "Carl"]


def test_a_plain_text_of_four_megabytes_of_accents_fits(ann: Browser) -> None:
    rows = "".join(f"Part {number},{'é' * 1_000}\n" for number in range(1_900))
    page = preview(ann, f"name,description\n{rows}")
    assert "1\u202f900 capabilities are new" in page
    apply(ann, page)
    assert len(ann.worksheet()["capabilities"]) == 1_900


def test_a_workbook_of_ours_is_not_read_under_a_wrong_name(ann: Browser) -> None:
    content = inventory_files.write_xlsx([Capability(key="vision", name="Vision")])
    assert "save the table as" in preview(ann, content, "parts.csv", expect=422)


def lock(browser: Browser, key: str) -> None:
    entries.put(writer(browser), [Mark(part="capability", key=key, marking=Marking.LOCKED)], seen=0)


CASES = Path(__file__).parents[2] / "data" / "cases"


NAMED_FIRST: dict[str, Any] = {"column-0": "name"}


def read_case(browser: Browser, name: str, *, expect: int = 200) -> str:
    return preview(browser, (CASES / name).read_bytes(), name, expect=expect)


def names_after(browser: Browser, page: str, **chosen: Any) -> list[str]:
    browser.post("inventory/import", **carried(page), **chosen)
    return [each["name"] for each in browser.worksheet()["capabilities"]]


def test_a_table_with_a_cell_in_each_line_is_told_before_anything_is_added(ann: Browser) -> None:
    page = ann.post("pasted-capabilities", names="Press\nAnn\n7\nOven\nBob\n4")
    assert "Lines of their own hold numbers, “7”, “4”" in page
    assert not ann.worksheet().get("capabilities")


def test_cells_of_a_spreadsheet_in_a_list_of_names_are_shown_as_a_table(ann: Browser) -> None:
    page = ann.post("pasted-capabilities", names=(CASES / "paste-from-spreadsheet.txt").read_text())
    assert "they were read as column 1 name, column 2 owner, column 3 build cost likely" in page
    assert names_after(ann, page) == ["Press", "Oven"]
    assert [each["build_cost"] for each in ann.worksheet()["capabilities"]] == [9, 8]


def test_another_sheet_can_be_read(ann: Browser) -> None:
    page = read_case(ann, "ea-snapshot-many-sheets.xlsx")
    assert "Read the sheet “Application”" in page
    again = ann.post("inventory/preview", **carried(page), sheet="ITComponent", anew="1", **NAMED_FIRST)
    assert "Read the sheet “ITComponent”" in again, "and what was said of the columns of another sheet is forgotten"
    assert names_after(ann, again, sheet="ITComponent") == ["Disk", "Rack", "Router"]


def test_another_encoding_and_separator_can_be_read(ann: Browser) -> None:
    page = preview(ann, "name|owner\nGröße|Ann\n".encode("cp850"))
    chosen: dict[str, Any] = {"encoding": "ibm850", "separator": "bar"}
    assert "<td>Größe</td>" in ann.post("inventory/preview", **carried(page), **chosen, anew="1")
    assert names_after(ann, page, **chosen) == ["Größe"]


def test_any_row_can_be_left_out_and_a_total_be_read(ann: Browser) -> None:
    page = read_case(ann, "total-and-footnote.xlsx")
    assert 'name="offered" value="6"' in page
    chosen = {"skip": ["2", "5"], "offered": ["5", "6"], "leave-errors": "on"}
    assert names_after(ann, page, **chosen) == ["Oven", "Total"]


def test_rows_that_are_hidden_in_a_workbook_are_told_and_left_out_by_one_box(ann: Browser) -> None:
    page = read_case(ann, "hidden-rows.xlsx")
    assert "3 hidden rows were read: 3-4, 6." in page
    assert "Leave out hidden rows (3)" in page
    chosen: dict[str, Any] = {"leave-hidden": "on"}
    again = ann.post("inventory/preview", **carried(page), **chosen)
    assert 'name="leave-hidden" checked' in again
    assert names_after(ann, again, **chosen) == ["Press", "Axe"]


def test_fields_are_left_as_they_are_where_a_cell_holds_an_error(ann: Browser) -> None:
    ann.post("capabilities", name="Press")
    ann.save("capabilities/press", build_cost_likely="7", seen="2")
    page = read_case(ann, "error-cells-read-as-empty.xlsx", expect=422)
    assert "Found the error #N/A." in page
    assert 'name="leave-errors"' in page
    names_after(ann, page, **{"leave-errors": "on"})
    assert ann.worksheet()["capabilities"][0] == {"key": "press", "name": "Press", "trl": 9, "build_cost": 7}


def test_a_cell_that_cannot_be_read_empties_its_field_where_somebody_says_so(ann: Browser) -> None:
    ann.post("capabilities", name="Press")
    ann.save("capabilities/press", trl="7", seen="2")
    page = preview(ann, "name,trl\nPress,n/a\n")
    assert "0 changed" in page
    assert "1 changed" in ann.post("inventory/preview", **carried(page), empty="2-1")
    names_after(ann, page, empty="2-1")
    assert ann.worksheet()["capabilities"] == [{"key": "press", "name": "Press"}]


def test_what_a_type_word_stands_for_is_chosen_once(ann: Browser) -> None:
    page = read_case(ann, "ea-export-types.csv")
    assert "“Application” as software" in page
    ann.post("inventory/import", **carried(page) | {"word-0": "Application", "kind-0": "compute"})
    assert [each["kind"] for each in ann.worksheet()["capabilities"]] == ["process", "compute"]
    again = read_case(ann, "ea-export-types.csv")
    assert "“Application” as compute" in again
    assert "0 capabilities are new, 0 changed, 2 as they are" in again
