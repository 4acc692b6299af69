import io
import json
import re
from html import unescape
from pathlib import Path

import pytest

from reuse_app.exchange import code_json, inventory_csv, worksheet_json
from reuse_app.worksheet import Capability, Worksheet, Workshop
from tests.web.conftest import Browser

NASA = Path(__file__).parent.parent / "data" / "nasa-code.json"


def preview(browser: Browser, content: str | bytes, filename: str = "inventory.csv", *, expect: int = 200) -> str:
    data = content.encode() if isinstance(content, str) else content
    return browser.upload("inventory/preview", data, filename, expect=expect)


def apply(browser: Browser, page: str, *, expect: int = 200) -> str:
    """Press the button under a preview."""
    found = re.search(r'name="seen" value="(\d+)">\s*<input type="hidden" name="inventory" value="([^"]*)"', page)
    assert found
    return browser.post("inventory/import", expect=expect, seen=found[1], inventory=unescape(found[2]))


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
    rows = [re.findall("<td>(.*?)</td>", row) for row in page.split("<tr>")]
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
    page = preview(ann, "name,TRL level,kind\nVision,10,magic\n,3,\nGood,3,data\n", expect=422)
    rows = [re.findall("<td>(.*?)</td>", row) for row in page.split("<tr>")]
    assert [(row[0], row[1]) for row in rows if row] == [("2", "kind"), ("2", "TRL level"), ("3", "name")]
    assert 'name="inventory"' not in page
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


def test_the_table_that_goes_out_comes_back_as_it_was(tesla: Browser) -> None:
    answer = tesla.client.get(f"/w/{tesla.workshop}/inventory.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tesla-bot-inventory.csv"'
    page = preview(tesla, answer.data)
    assert f"0 capabilities are new, 0 changed, {len(tesla.worksheet()['capabilities'])} as they are" in page
    assert "disabled>Import all of it" in page


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
    incoming = code_json.read(NASA.read_bytes())
    table = inventory_csv.write([row.capability for row in incoming.rows])
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
    "sep quote": b'sep="\nname\nx\n',
    "sep space": b"sep= \nname\nx\n",
    "sep nul": b"sep=\x00\nname\nx\n",
    "sep return": b"sep=\r\r\nname\nx\n",
    "utf-16": "name\nVision".encode("utf-16")[:-1],
    "prose": b"name,description\nVision," + b"x" * 32_768 + b"\n",
    "number": b"name,trl\nVision," + b"9" * 400 + b"\n",
    "NaN": b"name,build cost\nVision,NaN\n",
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_table_that_cannot_be_read_is_refused_with_a_reason(ann: Browser, content: bytes) -> None:
    page = preview(ann, content, expect=422)
    assert "This file cannot be read" in page or "to be mended first" in page
    assert "capabilities" not in ann.worksheet()


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
    ann.post("inventory/import", expect=422, inventory=content.decode(), seen="1")
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
    assert "The file is empty" in ann.post("inventory/preview", expect=422)
    assert "The file is empty" in ann.post("inventory/import", expect=422)


def test_more_capabilities_than_an_inventory_holds_are_refused(ann: Browser) -> None:
    many = [Capability(key=f"c{number}", name=f"Name {number}") for number in range(2_000)]
    full = worksheet_json.write(Worksheet(workshop=Workshop(title="Full"), capabilities=tuple(many)))
    ann.enter("/worksheets", file=(io.BytesIO(full.encode()), "full.json"))
    assert "at most 2,000 capabilities" in preview(ann, "name\nOne more\n", expect=422)
