"""The sheets of costs recompute: LibreOffice comes to what the analysis says, before and after a cell is changed."""

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app import examples
from reuse_app.analysis import analyse
from reuse_app.exchange import worksheet_json, worksheet_tables
from reuse_app.exchange.archive import packed
from reuse_app.exchange.reading import xlsx
from reuse_app.exchange.xlsx_writing import heading
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.worksheet import checked
from tests.exchange.test_economics import shown

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEETS = ("Economics", "Product costs", "Block costs", "Reuse costs")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item>
</oor:items>"""
"""The setting by which LibreOffice computes every formula of a workbook anew when it opens it."""

Change = Mapping[tuple[str, str], Any]
"""What is typed where: by the list and the key of an entry, its fields, as in a worksheet file."""


def example(name: str) -> dict[str, Any]:
    return worksheet_json.read(examples.read(name)).model_dump(mode="json", exclude_unset=True)


SMALL: dict[str, Any] = {
    "workshop": {"title": "Small", "unit": "k€", "budget": 300, "value_unit": "points"},
    "capabilities": [
        {"key": "12", "name": "=1+1", "build_cost": 40, "platform_cost": 5},
        {"key": "012", "name": "+x", "build_cost": 30, "understanding": 50},
        {"key": "1-2", "name": "#1", "status": "missing", "build_cost": 70},
        {"key": "1e1", "name": "@SUM(A1)", "status": "missing", "platform_cost": 3},
        {"key": "unpriced", "name": 'A <b> & "c"', "platform_cost": 8},
    ],
    "products": [
        {"key": "old", "name": "Old", "home": True},
        {"key": "7", "name": "-2+3", "own_cost": 10, "value": 90, "chance": 0.5},
        {"key": "07", "name": "{=1}", "own_cost": 20, "value": 80},
        {"key": "stray", "name": "Stray", "own_cost": 15, "value": {"low": 1, "likely": 2, "high": 9}},
    ],
    "links": [
        {"capability": "12", "product": "old", "need": 9},
        {"capability": "12", "product": "07", "need": 9, "fit": "new"},
        {"capability": "1-2", "product": "07", "need": 3},
        {
            "capability": "012",
            "product": "07",
            "need": 1,
            "change": {"design": 60, "realisation": 50, "integration": 120},
        },
        {"capability": "012", "product": "7", "need": 3, "fit": "rework", "assessment": 8, "unfamiliarity": 1},
        {"capability": "1-2", "product": "7", "need": 9},
        {"capability": "12", "product": "7", "need": 9},
        {"capability": "unpriced", "product": "stray", "need": 9},
        {"capability": "1e1", "product": "stray", "need": 9},
        {"capability": "unpriced", "product": "7", "need": 0},
    ],
    "decisions": [{"product": "7", "role": "primary"}, {"product": "07", "role": "backup"}],
    "gap_plans": [{"capability": "1-2", "plan": "buy"}, {"capability": "1e1", "plan": "build", "cost": 11}],
}
EMPTY: dict[str, Any] = {"workshop": {"title": "Empty"}}
CASES: Mapping[str, tuple[dict[str, Any], Change]] = {
    "tesla-bot, one cost": (example("tesla-bot"), {("capabilities", "vision"): {"build_cost": 400}}),
    "recaptcha, own cost, organisation cost and the shortlist": (
        example("recaptcha"),
        {
            ("products", "books"): {"own_cost": 99},
            ("workshop", ""): {"organisation_cost": 30, "budget": 500},
            ("products", "phrases"): {"shortlisted": True},
            ("products", "images"): {"shortlisted": False},
        },
    ),
    "small, nothing is changed": (SMALL, {}),
    "small, a gap’s plan gets a cost, values the unit of cost": (
        SMALL,
        {("gap_plans", "1-2"): {"cost": 25}, ("workshop", ""): {"value_unit": "K€", "organisation_cost": 6.5}},
    ),
    "small, a cost becomes unknown": (SMALL, {("capabilities", "012"): {"build_cost": None}}),
    "small, all costs are known, fits and needs": (
        SMALL,
        {
            ("capabilities", "unpriced"): {"build_cost": 12},
            ("capabilities", "12"): {"understanding": 10},
            ("links", "12 07"): {"fit": "as-is"},
            ("links", "1-2 7"): {"fit": "new"},
            ("links", "012 7"): {"need": 0},
            ("links", "12 old"): {"need": 1},
        },
    ),
    "small, a home product, a status, a role and a value": (
        SMALL,
        {
            ("products", "old"): {"home": False},
            ("capabilities", "1-2"): {"status": "in-house"},
            ("decisions", "07"): {"role": "in-storage"},
            ("products", "7"): {"value": None},
        },
    ),
    "small, a decided product that is not on the shortlist": (
        SMALL | {"products": [one | {"shortlisted": one["key"] == "7"} for one in SMALL["products"]]},
        {("decisions", "07"): {"role": "growth"}},
    ),
    "empty": (EMPTY, {("workshop", ""): {"organisation_cost": 3}}),
}


def changed(data: dict[str, Any], change: Change) -> dict[str, Any]:
    """The worksheet after somebody has typed."""
    new = {
        part: [dict(entry) for entry in entries] if isinstance(entries, list) else entries
        for part, entries in data.items()
    }
    for (part, key), fields in change.items():
        if part == "workshop":
            new["workshop"] = new["workshop"] | fields
        else:
            entry = next(entry for entry in new[part] if key in (entry.get("key"), _names(entry)))
            entry.update(fields)
    return new


def _names(entry: Mapping[str, Any]) -> str:
    return " ".join(entry[name] for name in ("capability", "product") if name in entry)


def cells_of(worksheet: Worksheet) -> dict[tuple[str, int, int], Scalar]:
    """Every cell of the sheets of nouns, by its sheet, row and column."""
    return {
        (heading(table.name), row, column): cell
        for table in worksheet_tables.tables(worksheet)
        for row, line in enumerate(table.rows, start=1)
        for column, cell in enumerate(line)
    }


def typed_into(content: bytes, cells: Mapping[tuple[str, int, int], Scalar]) -> bytes:
    """A workbook of ours after somebody has typed into cells of it; its results are those of before."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"].decode())
    for name in {sheet for sheet, _, _ in cells}:
        part = f"xl/worksheets/sheet{names.index(name) + 1}.xml"
        root = ET.fromstring(parts[part])  # noqa: S314  # our own file
        for (_, row, column), value in ((at, value) for at, value in cells.items() if at[0] == name):
            _type(root, row, column, value)
        parts[part] = ET.tostring(root)
    return packed(parts.items())


def _type(root: ET.Element, row: int, column: int, value: Scalar) -> None:
    line = next(line for line in root.iter(f"{{{SPREADSHEET}}}row") if line.get("r") == str(row + 1))
    at = xl_rowcol_to_cell(row, column)
    places = {str(cell.get("r")): cell for cell in line}
    if at in places:
        line.remove(places[at])
    if value is None or value == "":
        return
    kind = {"t": "b"} if isinstance(value, bool) else {"t": "str"} if isinstance(value, str) else {}
    cell = ET.Element(f"{{{SPREADSHEET}}}c", {"r": at, **kind})
    ET.SubElement(cell, f"{{{SPREADSHEET}}}v").text = str(int(value) if isinstance(value, bool) else value)
    before = [each for each in line if (len(str(each.get("r"))), str(each.get("r"))) < (len(at), at)]
    line.insert(len(before), cell)


def recomputed(soffice: str, folder: Path, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Workbooks as LibreOffice saves them after it has computed every formula."""
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    names = {name: folder / f"{number}.xlsx" for number, name in enumerate(contents)}
    for name, content in contents.items():
        names[name].write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        *map(str, names.values()),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return {name: (folder / "out" / file.name).read_bytes() for name, file in names.items()}


def results(content: bytes) -> dict[str, list[list[Scalar]]]:
    """What stands on the sheets of costs, without the totals of the ratings, which are numbers on both."""
    sheets = xlsx.sheets_in(content)
    found = {name: [[*map(shown, row)] for _, row in sheets[name].rows] for name in SHEETS}
    given = found["Product costs"][1].index("Total of the ratings")
    found["Product costs"] = [row[:given] + row[given + 1 :] for row in found["Product costs"]]
    return found


def workbook(worksheet: Worksheet) -> bytes:
    return worksheet_tables.write_xlsx(worksheet, analyse(worksheet))


def test_a_changed_cell_moves_every_result_to_what_the_analysis_says(soffice: str, tmp_path: Path) -> None:
    typed, expected = {}, {}
    for name, (data, change) in CASES.items():
        before, after = checked(data), checked(changed(data, change))
        old, new = cells_of(before), cells_of(after)
        assert old.keys() == new.keys()
        typed[name] = typed_into(workbook(before), {at: value for at, value in new.items() if value != old[at]})
        expected[name] = results(workbook(after))
    for name, content in recomputed(soffice, tmp_path, typed).items():
        found = results(content)
        for sheet in SHEETS:
            wanted = expected[name][sheet]
            assert len(found[sheet]) == len(wanted), (name, sheet)
            for row, (line, should) in enumerate(zip(found[sheet], wanted, strict=True), start=1):
                assert line == [
                    pytest.approx(cell, rel=1e-9, abs=1e-9) if isinstance(cell, float) else cell for cell in should
                ], (name, sheet, row)
