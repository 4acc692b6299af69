import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has annotations but no py.typed
from hypothesis import given

from reuse_app import examples
from reuse_app.exchange import FileError, csv_text, inventory_files, worksheet_json, worksheet_tables
from reuse_app.exchange.inventory_files import from_json, write_csv, write_json, write_xlsx
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.header import FoundColumn
from reuse_app.worksheet import Capability
from tests.exchange.capabilities import DATA, HOSTILE, INVENTORIES, SAMPLES, capability, round_trip


def names(content: bytes) -> list[str]:
    return [row.capability.name for row in inventory_files.read("x.csv", content).rows]


def test_one_row_each_and_one_column_for_each_value() -> None:
    text = write_csv([capability(build_cost={"low": 1, "likely": 2.5, "high": 4}, evidence="=1+1", trl=7)])
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert text.startswith("\ufeffkey,name,kind,")
    assert text.endswith("\r\n")
    cells = dict(zip(header, row, strict=True))
    assert (cells["build_cost_likely"], cells["trl"], cells["evidence"], cells["kind"]) == ("2.5", "7", "'=1+1", "")


@round_trip
@given(INVENTORIES)
def test_hostile_inventories_come_back_cell_for_cell_as_csv(capabilities: list[Capability]) -> None:
    text = write_csv(capabilities)
    incoming = inventory_files.read("x.csv", text.encode())
    assert incoming.mistakes == ()
    assert [row.capability for row in incoming.rows] == capabilities
    assert write_csv(row.capability for row in incoming.rows) == text


@round_trip
@given(INVENTORIES)
def test_hostile_inventories_come_back_from_semicolons_and_decimal_commas(capabilities: list[Capability]) -> None:
    text = write_csv(capabilities, separator=";")
    incoming = inventory_files.read("x.csv", text.encode())
    assert incoming.mistakes == ()
    assert [row.capability for row in incoming.rows] == capabilities


def test_between_semicolons_a_number_has_a_comma_that_excel_does_not_take_for_a_day() -> None:
    text = write_csv(
        [capability(build_cost={"low": 1, "likely": 2.5, "high": 1234.125}, owner="3.4; x")], separator=";"
    )
    header, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    cells = dict(zip(header, row, strict=True))
    assert [cells[f"build_cost_{end}"] for end in ("low", "likely", "high")] == ["1", "2,5", "1234,125"]
    assert (cells["owner"], text[0]) == ("3.4; x", "\ufeff")


def test_no_cell_that_a_person_typed_starts_a_formula() -> None:
    texts = [text for text in HOSTILE + SAMPLES if text.strip()]
    text = write_csv(capability(f"c{number}", "Name", owner=text[:200]) for number, text in enumerate(texts))
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_separators_and_encodings_are_recognised(separator: str, encoding: str) -> None:
    text = f"Name{separator}Owner\r\nKameras für alle{separator}Zoë\r\n"
    incoming = inventory_files.read("x.csv", text.encode(encoding))
    (row,) = incoming.rows
    assert (row.number, row.capability.name, row.capability.owner) == (2, "Kameras für alle", "Zoë")
    assert (row.has_key, row.capability.key, set(row.stated)) == (False, "kameras-fur-alle", {"name", "owner"})
    assert bool(incoming.remarks) == (encoding == "cp1252")


def test_headings_are_recognised_in_any_spelling() -> None:
    content = b"KEY;Capability;Build cost;TRL level;By-product;IN HOUSE\nv;Vision;12,5;7;labels;missing\n"
    (row,) = inventory_files.read("x.csv", content).rows
    assert row.capability == capability("v", build_cost=12.5, trl=7, by_product="labels", status="missing")
    assert row.has_key


def test_unknown_columns_are_reported_and_left_out() -> None:
    incoming = inventory_files.read("x.csv", b"name,colour,,ownr\nVision,red,,Ada\n")
    assert incoming.remarks == (
        "Column 2, “colour”, is not known and was left out.",
        "Column 4, “ownr”, is not known and was left out. Did you mean “owner”?",
    )
    assert incoming.mistakes == ()


def test_each_mistake_has_its_row_its_column_and_a_remedy() -> None:
    content = "Name,TRL level,Build cost,kind,key\nVision,12,many,wood,v\n\n,3,,,\nPlanning,,1,data,v\nChips,,,,v,x,\n"
    incoming = inventory_files.read("x.csv", content.encode())
    assert [str(mistake) for mistake in incoming.mistakes] == [
        "row 4, column Name: This is missing. A noun phrase, independent of the product it was built for.",
        "row 5, column key: Row 2 has the key “v” already; give each its own.",
        "row 6, column 6: Found “x” beyond the last heading; is a separator too many in this row?",
        "row 6, column key: Row 2 has the key “v” already; give each its own.",
    ]
    assert [row.number for row in incoming.rows] == [2], "right rows are read beside wrong ones"
    assert incoming.remarks == (
        "Types that stand for no kind here were left out: “wood”.",
        "Row 2, column TRL level: Found 12; write a number of at most 9. The field is left as it is.",
        (
            "Row 2, column Build cost: Found “many”; write one amount such as 12, or a range as 10-20. "
            "The field is left as it is."
        ),
    )


def test_a_range_of_costs_needs_no_likely_order_of_columns() -> None:
    (row,) = inventory_files.read("x.csv", b"build_cost_high,name,build_cost_low,build cost\n9,Vision,1,3\n").rows
    assert row.capability.build_cost is not None
    assert (row.capability.build_cost.low, row.capability.build_cost.high) == (1, 9)


def test_the_line_that_excel_reads_as_a_separator_is_no_heading() -> None:
    (row,) = inventory_files.read("x.csv", b"sep=;\r\nname;owner\r\nVision;Ada\r\n").rows
    assert (row.number, row.capability.owner) == (3, "Ada")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\n \n", "The file is empty"),
        (b"Part,TRL\nVision,7\n", "Row 1 must name the columns, and one of them must be “name”. Found “Part”, “TRL”."),
        (b"name,Name\na,b\n", "Row 1 names the column “name” twice"),
        (b"PK\x03\x04rest", "This is an Excel workbook or another zip file, not CSV"),
        (b"%PDF-1.7", "This is a PDF, not CSV"),
        (b"\x81\x8d\x8f\x90\x9d" * 20, "This is not a text file"),
        (b"name\n" + b"x" * 1_000_000, "In line 2 a cell has more than 131,072 letters. Shorten it."),
        (b'name\n"' + b"x\n" * 100_000, "In line 2 a quote opens"),
        (b"x" * 5_000_001, "The file has 5,000,001 bytes"),
        (b"name\n" + b"x\n" * 2_001, "The file has more rows than the 2,000 that an inventory holds."),
        (b"name" + b"," * 100_000, "The file has more than 100,000 cells or rows; leave out rows or columns."),
        (b"name" + b"," * 1_000, "Row 1 has 1,001 cells; at most 500 columns are read."),
        (b"x" * 4_000_000, "In line 1 a cell has more than 131,072 letters. Shorten it."),
    ],
)
def test_a_file_that_is_no_inventory_says_why(content: bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        inventory_files.read("x.csv", content)
    assert message in str(caught.value)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_may_end_in_any_way(end: bytes) -> None:
    assert names(end.join([b"name", b"Camera", b"Radio"])) == ["Camera", "Radio"]
    assert names(end.join([b"sep=;", b"name;owner", b"Camera;Ann"])) == ["Camera"]


def test_the_most_rows_are_read() -> None:
    assert len(names(b"name\n" + b"\nx\n" * 2_000)) == 2_000


def test_a_nul_and_a_long_cell_are_answers() -> None:
    assert names(b"name\nVis\x00ion with a long enough name\n") == ["Vis\ufffdion with a long enough name"]
    (mistake,) = inventory_files.read("x.csv", b"name\n" + b"x" * 100_000).mistakes
    assert str(mistake) == "row 2, column name: Found 100,000 characters; at most 200 are allowed here."


def test_the_mark_is_one_that_spreadsheets_expect() -> None:
    assert csv_text.BYTE_ORDER_MARK.encode() == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Señor à la carte", "cp1252"),
        ("Rozpoznawanie mowy i zażółć gęślą jaźń", "cp1250"),
        ("Распознавание речи и образов", "cp1251"),
        ("画像認識システム", "shift_jis"),
        ("图像识别系统", "gb18030"),
    ],
)
def test_older_encodings_are_recognised_with_a_remark(name: str, encoding: str) -> None:
    incoming = inventory_files.read("x.csv", f"name,owner\r\n{name},{name}\r\n".encode(encoding))
    assert incoming.rows[0].capability.name == name
    assert "The file is not UTF-8" in incoming.remarks[0]


def test_days_are_read_as_a_spreadsheet_shows_them() -> None:
    (row,) = inventory_files.read("x.csv", b"name;last checked\nVision;31.03.2026\n").rows
    assert row.capability == capability(checked="2026-03-31")


ODD = [
    "_x000D_",
    "_x005F_x0041_",
    "_x000D_x000D_x000D_",
    "<r>_x000D_x0041_ & </r>",
    "<r></script></r>",
    "<r><t>x</t></r>",
    "http://example.org",
    "#N/A",
    "x" * 4_000,
]
"""Texts that the format of workbooks, or the library that writes it, has a meaning of its own for."""


def workbook(*rows: tuple[object, ...], title: str = "Sheet1", before: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd.mm.yyyy"})
    for name in before:
        book.add_worksheet(name).write(0, 0, "Name")
    sheet = book.add_worksheet(title)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


@round_trip
@given(INVENTORIES)
def test_hostile_inventories_come_back_cell_for_cell_as_a_workbook(capabilities: list[Capability]) -> None:
    content = write_xlsx(capabilities)
    incoming = inventory_files.read("x.xlsx", content)
    assert incoming.mistakes == ()
    assert [row.capability for row in incoming.rows] == capabilities
    assert write_xlsx(row.capability for row in incoming.rows) == content


def test_an_inventory_without_a_capability_comes_back_from_every_table() -> None:
    assert inventory_files.read("x.csv", write_csv([]).encode()).rows == ()
    assert inventory_files.read("x.xlsx", write_xlsx([])).rows == ()


def test_every_hostile_text_comes_back() -> None:
    texts = [text for text in [*HOSTILE, *SAMPLES, *ODD] if text.strip()]
    capabilities = [capability(f"c{number}", evidence=text) for number, text in enumerate(texts)]
    assert [row.capability for row in inventory_files.read("x.xlsx", write_xlsx(capabilities)).rows] == capabilities


def test_the_inventory_of_a_worksheet_is_found_among_its_sheets() -> None:
    worksheet = worksheet_json.read(examples.read("tesla-bot"))
    assert (
        tuple(row.capability for row in inventory_files.read("x.xlsx", worksheet_tables.write_xlsx(worksheet)).rows)
        == worksheet.capabilities
    )


def test_a_table_below_a_title_and_on_another_sheet_is_found() -> None:
    content = workbook(("Our capabilities",), (), ("Owner", "Name", "TRL"), ("Ada", "Vision", 7), before=("Notes",))
    (row,) = inventory_files.read("x.xlsx", content).rows
    assert (row.number, row.capability) == (4, capability(owner="Ada", trl=7))


def test_a_number_that_excel_took_for_a_day_is_told_with_its_place() -> None:

    content = workbook(
        ("Name", "TRL", "Checked", "Owner"),
        ("Vision", dt.date(2026, 4, 3), dt.date(2026, 3, 31), 7),
        ("Chips", 3, 46112, True),
    )
    incoming = inventory_files.read("x.xlsx", content)
    assert incoming.remarks == (
        (
            "Row 2, column TRL: Found the day 2026-04-03, as Excel makes of 1-2 or 3.4; write a number as 3.4. "
            "The field is left as it is."
        ),
    )
    assert incoming.rows[1].capability == capability("chips", "Chips", trl=3, checked="2026-03-31", owner="true")


@pytest.mark.parametrize("content", [workbook(), workbook(("", " "))])
def test_an_empty_workbook_says_so(content: bytes) -> None:
    with pytest.raises(FileError, match="empty"):
        inventory_files.read("x.xlsx", content)


def test_an_inventory_is_written_with_its_format_first() -> None:
    text = write_json([capability(build_cost=3)])
    assert text.startswith('{\n  "format": "reuse-inventory",\n  "version": 1,\n  "capabilities": [')
    assert json.loads(text)["capabilities"] == [{"key": "vision", "name": "Vision", "build_cost": 3}]


def test_the_unit_of_every_cost_travels_with_the_file() -> None:
    text = write_json([capability(build_cost=3)], unit="k€")
    assert inventory_files.read("x.json", text.encode()).unit == "k€"
    assert inventory_files.read("x.json", write_json([capability()]).encode()).unit == ""
    sheet = {"format": "reuse-worksheet", "workshop": {"unit": " k$ "}, "capabilities": []}
    assert from_json(sheet).unit == "k$"
    assert from_json(sheet | {"workshop": {}}).unit == "person-months"
    assert from_json(sheet | {"workshop": None}).unit == "person-months"


@pytest.mark.parametrize(("unit", "found"), [(5, "5"), (None, "nothing"), ("€" * 201, "“€")])
def test_a_unit_that_is_none_is_refused(unit: object, found: str) -> None:
    with pytest.raises(FileError, match=f"Found {found}.* as the unit of every cost; write a word or two"):
        from_json({"format": "reuse-inventory", "unit": unit})


@round_trip
@given(INVENTORIES)
def test_hostile_inventories_come_back_byte_for_byte(capabilities: list[Capability]) -> None:
    text = write_json(capabilities)
    incoming = inventory_files.read("x.json", text.encode())
    assert incoming.mistakes == ()
    assert [row.capability for row in incoming.rows] == capabilities
    assert write_json(row.capability for row in incoming.rows) == text


def test_a_worksheet_file_is_an_inventory_too() -> None:
    text = examples.read("tesla-bot")
    assert (
        tuple(row.capability for row in inventory_files.read("x.json", text.encode()).rows)
        == worksheet_json.read(text).capabilities
    )


def test_each_mistake_has_its_place() -> None:
    file = {
        "format": "reuse-inventory",
        "capabilities": [
            {"key": "a", "name": "A", "trl": 10},
            {"name": "A"},
            7,
            {"key": "b", "name": "B", "build_cost": {"likely": "x"}, "home_product": "gone"},
            {"key": "b", "name": "C"},
            {"key": None, "name": "D"},
        ],
    }
    incoming = from_json(file)
    assert [str(mistake) for mistake in incoming.mistakes] == [
        "row 1, column trl: Found 10; write a number of at most 9.",
        "row 3: Found 7; write an object in braces, with its fields in it.",
        "row 4, column build_cost_likely: Found “x”; write a number, without quotes.",
        "row 5, column key: Row 4 has the key “b” already; give each its own.",
        "row 6, column key: Found nothing (null); write a text in quotes.",
    ]
    assert [(row.number, row.capability.key, row.has_key) for row in incoming.rows] == [(2, "a-2", False)]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ([], "Found a list as the format; an inventory file says “reuse-inventory”, a worksheet “reuse-worksheet”."),
        ({}, "Found nothing (null) as the format"),
        ({"format": "x"}, "Found “x” as the format"),
        ({"format": ["x"]}, "Found a list as the format"),
        ({"format": "reuse-inventory", "version": 2}, "Found version 2; this Reuse reads version 1."),
        ({"format": "reuse-inventory", "version": True}, "Found version true"),
        (
            {"format": "reuse-inventory", "capabilities": {}},
            "Found an object as capabilities; write a list in brackets.",
        ),
        ({"format": "reuse-inventory", "capabilities": [{}] * 2001}, "Found 2,001 capabilities"),
    ],
)
def test_another_file_is_refused(file: Any, message: str) -> None:
    with pytest.raises(FileError) as caught:
        from_json(file)
    assert message in str(caught.value)


def test_an_inventory_without_capabilities_is_empty() -> None:
    assert from_json({"format": "reuse-inventory"}).rows == ()


INVENTORY = inventory_files.write_json([capability()]).encode()
CATALOGUE = b"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: Vision\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"name\nVision\n", "a.csv"),
        (b"name\tkey\nVision\tvision\n", "a.TSV"),
        (b"name\nVision\n", "-"),
        (b"Owner;Name\nAda;Vision\n", "a.txt"),
        (b"My list\n\nOwner;Name\nAda;Vision\n", "a.csv"),
        (INVENTORY, "a.json"),
        (INVENTORY, "-"),
        (b"\xef\xbb\xbf " + INVENTORY, "-"),
        (INVENTORY.decode().encode("utf-16"), "-"),
        (b'{"releases": [{"name": "Vision"}]}', "../../x.json"),
        (b'[{"name": "Vision"}]', "repos.json"),
        (b'[{"name": "Vision"}]', "-"),
        (inventory_files.write_xlsx([capability()]), "a.xlsx"),
        (inventory_files.write_xlsx([capability()]), "../../x"),
        (CATALOGUE, "catalog-info.yaml"),
        (CATALOGUE, "a.yml"),
        (b"---\n# ours\n" + CATALOGUE, ""),
        (b"- Vision\n", "list.txt"),
        (b" 1. Vision \n\n", ""),
    ],
)
def test_a_file_is_recognised_by_its_ending_and_content(content: bytes, name: str) -> None:
    (row,) = inventory_files.read(name, content).rows
    assert row.capability.name == "Vision"


def test_the_entries_of_nasa_are_recognised() -> None:
    assert len(inventory_files.read("code.json", (DATA / "nasa-code.json").read_bytes()).rows) == 250


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "inventory.docx",
            b"PK",
            (
                "ends in “.docx”; what is read ends in .csv, .tsv, .txt, .md, .xlsx, .xlsm, .ods, .json, .jsonl, "
                ".ndjson, .yaml and .yml"
            ),
        ),
        ("a.xlsx", b"name\nVision\n", "This is not an Excel workbook"),
        ("a.csv", inventory_files.write_xlsx([]), "This is an Excel workbook or another zip file, not CSV"),
        ("a.json", b"name\nVision\n", "Line 1, column 1"),
        ("a.yaml", b"name\nVision\n", "Found “name Vision”; what is read is"),
        ("a.json", b"[]", "There is nothing in this file"),
        ("", b"", "The list is empty"),
    ],
)
def test_a_wrong_ending_is_refused_in_a_sentence(name: str, content: bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        inventory_files.read(name, content)
    assert message in str(caught.value)


GERMAN = b"Baustein;Preis;Preis;TRL;;Farbe\nKamera;1,5;2;7;;rot\n"


def test_the_columns_of_a_file_are_told_even_when_no_name_is_among_them() -> None:
    with pytest.raises(FileError, match="one of them must be “name”"):
        inventory_files.read("a.csv", GERMAN)
    assert inventory_files.preview("a.csv", GERMAN).columns == (
        FoundColumn("Baustein", None, "Kamera"),
        FoundColumn("Preis", None, "1,5"),
        FoundColumn("Preis (2)", None, "2"),
        FoundColumn("TRL", "trl", "7"),
        FoundColumn("Farbe", None, "rot"),
    )


def test_somebody_says_what_a_column_holds() -> None:
    mapping = {"Baustein": "name", "Preis": "build_cost_likely", "Preis (2)": "", "TRL": "rrl"}
    incoming = inventory_files.read("a.csv", GERMAN, Choices(columns=mapping))
    assert [row.capability for row in incoming.rows] == [capability("kamera", "Kamera", build_cost=1.5, rrl=7)]
    assert incoming.remarks == ("Column 6, “Farbe”, is not known and was left out.",)
    shown = inventory_files.preview(
        "a.csv", GERMAN, Choices(places={0: "name", 1: "build_cost_likely", 2: "", 3: "rrl"})
    )
    assert [column.field for column in shown.columns] == ["name", "build_cost_likely", None, "rrl", None]
    assert shown.incoming == incoming


def test_what_somebody_says_comes_before_what_the_headings_say() -> None:
    content = b"name,title,owner\nA-17,Vision,Ada\n"
    assert inventory_files.read("a.csv", content).rows[0].capability.name == "A-17"
    mapped = inventory_files.read("a.csv", content, Choices(columns={"title": "name", "name": ""})).rows[0].capability
    assert mapped == capability("vision", "Vision", owner="Ada")
    with pytest.raises(FileError, match="names the column “name” twice"):
        inventory_files.read("a.csv", content, Choices(columns={"title": "name", "name": "name"}))


def test_a_column_or_field_that_is_not_there_is_named() -> None:
    with pytest.raises(FileError, match=r"There is no column “Ownr”\. Did you mean “Owner”"):
        inventory_files.read("a.csv", b"Name,Owner\nVision,Ada\n", Choices(columns={"Ownr": "owner"}))
    with pytest.raises(FileError, match=r"There is no field “ownr”\. Did you mean “owner”"):
        inventory_files.read("a.csv", b"Name,Owner\nVision,Ada\n", Choices(columns={"Owner": "ownr"}))


def test_files_without_columns_have_no_headings() -> None:
    for name, content in (("a.json", INVENTORY), ("a.yaml", CATALOGUE), ("a.txt", b"Vision\n")):
        shown = inventory_files.preview(name, content)
        assert (shown.columns, shown.trouble) == ((), "")
        assert shown.incoming == inventory_files.read(name, content)


def test_a_table_copied_from_a_spreadsheet_is_a_table_even_without_known_headings() -> None:
    content = b"Baustein\tWer\nKamera\tAda\n"
    assert len(inventory_files.preview("", content).columns) == 2
    assert inventory_files.read("", content, Choices(columns={"Baustein": "name"})).rows[0].capability.name == "Kamera"


def test_columns_without_a_heading_are_reported() -> None:
    assert inventory_files.read("a.csv", b"name,,\nVision,red,\n").remarks == (
        "Column 2 has no heading and was left out.",
    )


def test_bullets_and_numbers_before_names_are_left_out() -> None:
    text = "- Camera vision\n  * Radar, 77 GHz\r\n\n• Maps\n3) Planning\n12. Chips\n[x] Hands\n3D printing\n-\n"
    incoming = inventory_files.read_list(text)
    assert [(row.number, row.capability.name) for row in incoming.rows] == [
        (1, "Camera vision"),
        (2, "Radar, 77 GHz"),
        (4, "Maps"),
        (5, "Planning"),
        (6, "Chips"),
        (7, "Hands"),
        (8, "3D printing"),
        (9, "-"),
    ]
    assert all(row.stated == {"name"} and not row.has_key for row in incoming.rows)


@pytest.mark.parametrize(
    "line",
    [
        "Lidar",
        "- Lidar",
        "-  Lidar",
        "•Lidar",
        "● Lidar",
        "☐ Lidar",
        "1. Lidar",
        "1999) Lidar",
        "[x] Lidar",
        "* [ ] Lidar",
        "## Lidar",
        "- **Lidar**",
        "`Lidar`",
    ],
)
def test_every_list_says_the_same_name(line: str) -> None:
    assert list(inventory_files.names_in(f"\n\t{line} \n•\n")) == [(2, "Lidar")]


@pytest.mark.parametrize(
    "name",
    ["-40 °C chamber", "3.5 mm plug", "42.", "[x]", "10000. Night", "x [ ] y", "#1", "**a** and **b**", "2 * 3 *"],
)
def test_what_only_looks_like_a_bullet_stays(name: str) -> None:
    assert list(inventory_files.names_in(name)) == [(1, name)]


def test_a_line_that_is_too_long_is_a_mistake_with_its_number() -> None:
    (mistake,) = inventory_files.read_list(f"Vision\n{'x' * 201}\n").mistakes
    assert str(mistake) == "row 2, column name: Found 201 characters; at most 200 are allowed here."


@pytest.mark.parametrize(
    ("text", "message"), [(" \n", "The list is empty"), ("x\n" * 2_001, "The list has more lines than the 2,000")]
)
def test_a_list_that_is_empty_or_endless_says_so(text: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        inventory_files.read_list(text)
