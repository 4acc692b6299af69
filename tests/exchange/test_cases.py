"""Tables as people really have them: each case is a file that once went wrong, with what it must give."""

import csv
import io
import zipfile

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app.exchange import FileError, Incoming, inventory_files
from reuse_app.exchange.archive import packed
from reuse_app.exchange.import_plan import plan
from reuse_app.exchange.inventory_files import write_csv
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.encodings import decode, encoding_of
from tests.exchange.capabilities import DATA, capability

CASES = DATA / "cases"


def read(name: str, chosen: Choices | None = None) -> Incoming:
    content = (CASES / name).read_bytes()
    return inventory_files.read(name, content, chosen or Choices())


def table(*lines: str, chosen: Choices | None = None) -> Incoming:
    return inventory_files.read("x.csv", "\n".join(lines).encode(), chosen or Choices())


def told(incoming: Incoming) -> str:
    return "\n".join(incoming.remarks)


def values(incoming: Incoming, *fields: str) -> list[tuple[object, ...]]:
    """What the rows say in some fields; an estimate as low, likely and high."""
    return [tuple(_plain(getattr(row.capability, field)) for field in fields) for row in incoming.rows]


def _plain(value: object) -> object:
    return (value.low, value.likely, value.high) if value and hasattr(value, "likely") else value  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        (
            "capability-levels.csv",
            ("name", "description"),
            [
                ("Identity check", "Customer › Onboarding\nChecks who it is"),
                ("Contract signing", "Customer › Onboarding\nSigns"),
                ("Service", "Customer\nAnswers"),
            ],
        ),
        ("currency.csv", ("name", "build_cost"), [("Press", (1200, 1200, 1200)), ("Oven", (850, 850, 850))]),
        ("ids-dotted.csv", ("name", "reference"), [("Airspace", "BC-12"), ("Airspace design", "BC-12.10")]),
        ("ids-upper.csv", ("name", "reference"), [("Pricing", "BC-01"), ("Billing", "BC-02")]),
        ("hidden-sheet-wins.xlsx", ("name",), [("Press",)]),
        ("merged-down-owner.xlsx", ("name", "owner"), [("Press", "Hall 3"), ("Oven", "Hall 3"), ("Saw", "Hall 3")]),
        ("numbers-swiss.csv", ("build_cost",), [((1500.5, 1500.5, 1500.5),)]),
        (
            "paste-from-spreadsheet.txt",
            ("name", "owner", "build_cost"),
            [("Press", "Ann", (9, 9, 9)), ("Oven", "Bob", (8, 8, 8))],
        ),
        ("shift-jis-short.csv", ("name", "owner"), [("画像認識", "佐藤")]),
        ("table.ods", ("name", "owner", "trl"), [("Press", "Ann", 9)]),
        ("total-and-footnote.xlsx", ("name", "owner"), [("Press", "Ann"), ("Oven", "Bob")]),
        (
            "trl-table.csv",
            ("name", "trl", "owner", "evidence"),
            [("Sinkhole", 7, "Team Alpha", "Report of May"), ("Sorter", 4, "Team Beta", "")],
        ),
        (
            "unknown-markers.csv",
            ("name", "trl", "build_cost"),
            [("Press", 7, (10, 15, 20)), ("Oven", None, None), ("Saw", None, None)],
        ),
        ("url-column-not-evidence.csv", ("name", "evidence"), [("Spring boot", "https://example.org/s")]),
        ("ea-snapshot-many-sheets.xlsx", ("name", "reference"), [("Mail", "application-0"), ("Wiki", "application-1")]),
    ],
)
def test_each_case_gives_what_it_says(name: str, fields: tuple[str, ...], expected: list[tuple[object, ...]]) -> None:
    incoming = read(name)
    assert incoming.mistakes == ()
    assert values(incoming, *fields) == expected


@pytest.mark.parametrize(
    "lines",
    [
        "Press;Ann;9\nOven;Bob;8",
        "Press | Ann | 9\nOven | Bob | 8",
        "Press   Ann   9\nOven    Bob   8",
        "1\tPress\tAnn\t9",
    ],
)
def test_cells_that_are_pasted_as_a_list_are_cells(lines: str) -> None:
    incoming = inventory_files.read("x.txt", lines.encode())
    assert values(incoming, "name", "owner", "build_cost")[0] == ("Press", "Ann", (9, 9, 9))


@pytest.mark.parametrize("lines", ["1\tPress\n2\tOven", "1. Press\n2. Oven", "  Press\n\n   Oven", "Press\t\nOven\t"])
def test_names_that_are_pasted_are_names(lines: str) -> None:
    assert values(inventory_files.read("x.txt", lines.encode()), "name") == [("Press",), ("Oven",)]


def test_a_file_of_spaces_is_empty_at_once() -> None:
    with pytest.raises(FileError, match="The list is empty"):
        inventory_files.read("x.txt", b" " * 1_000_000)


def test_names_with_commas_stay_whole_and_are_told_where_each_has_one() -> None:
    some = inventory_files.read("x.txt", b"Press, large\nOven\n")
    assert (values(some, "name"), some.remarks) == ([("Press, large",), ("Oven",)], ())
    assert "Each line has a comma in it" in told(inventory_files.read("x.txt", b"Press, Ann\nOven, Bob\n"))


@pytest.mark.parametrize(
    ("name", "lines", "signs"),
    [
        ("x.txt", "Name\nOwner\nTRL\nPress\nAnn\n7\n", "headings, “Name”, “Owner”, “TRL”"),
        ("x.csv", "Name\nOwner\nPress\nAnn\n", "headings, “Name”, “Owner”"),
        ("x.txt", "Our parts\n\nOwner\nTRL\nAnn\n7\n", "headings, “Owner”, “TRL”"),
        ("x.txt", "Press\nAnn\n7\nOven\nBob\n4\n", "numbers, “7”, “4”"),
    ],
)
def test_a_table_with_a_cell_in_each_line_is_told(name: str, lines: str, signs: str) -> None:
    assert f"Lines of their own hold {signs}, as if" in told(inventory_files.read(name, lines.encode()))


@pytest.mark.parametrize("lines", ["Name\nPress\nOven", "Press\n24/7\nOven", "1. Press\n2. Oven", "Owner\nPress\nTRL"])
def test_a_list_of_names_is_not_taken_for_cells(lines: str) -> None:
    assert told(inventory_files.read("x.txt", lines.encode())) == ""


def test_the_order_of_day_and_month_is_decided_by_the_whole_column() -> None:
    days = [str(row.capability.checked) for row in read("fr-dates-order-from-column.csv").rows]
    assert days == ["2025-12-25", "2026-03-12"]
    assert values(table("name,last checked", "A,3/4/26", "B,3/31/26"), "checked")[0][0].isoformat() == "2026-03-04"  # type: ignore[attr-defined]


def test_where_no_date_tells_the_order_somebody_says_it() -> None:
    lines = ("name,last checked", "A,3/4/2026")
    assert "which may name the day or the month first" in told(table(*lines))
    assert str(values(table(*lines, chosen=Choices(days="day")), "checked")[0][0]) == "2026-04-03"
    assert str(values(table(*lines, chosen=Choices(days="month")), "checked")[0][0]) == "2026-03-04"
    content = "\n".join(lines).encode()
    assert inventory_files.preview("x.csv", content).questions.asks_for_days
    assert inventory_files.preview("x.csv", content, Choices(days="day")).questions.asks_for_days, (
        "so that it can be changed again"
    )


def test_a_column_in_which_dates_have_both_orders_says_so_and_guesses_none() -> None:
    lines = ("name,last checked", "A,13/02/2026", "B,02/13/2026", "C,3/4/2026", "D,2026-05-06")
    incoming = table(*lines)
    days = [str(row.capability.checked) for row in incoming.rows]
    assert days == ["2026-02-13", "2026-02-13", "None", "2026-05-06"]
    mixed = "Column last checked mixes two orders: row 2 can only be day first, row 3 can only be month first"
    assert mixed in told(incoming)
    assert "Row 4, column last checked: Found “3/4/2026”, which may name the day or the month first" in told(incoming)
    said = table(*lines, chosen=Choices(days="day"))
    assert str(said.rows[2].capability.checked) == "2026-04-03"
    assert "dates that may be either were read with the day first, as chosen." in told(said)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ((CASES / "quote-open-in-owner.csv").read_text(), 3),
        ((CASES / "quote-open-swallows-rows.csv").read_text(), 2),
        ('name,owner\nPress,"Bores, Ann\nOven,"Bakes",Bob\n', 2),
        ('name,owner\n"A\nB",x\nPress,y,"z\n', 4),
        ('name,owner\nPress,"x\ny",""\nOven,"', 4),
        ('name;owner\r\n"a\r\nb";"c\r\nd\r\n', 3),
        ('name,owner\nOven,Bob\nPress,"Ann', 3),
        ('name\n"' + "x\n" * 100_000, 2),
    ],
)
def test_a_quote_that_is_never_closed_is_refused_with_the_line_where_it_opens(content: str, line: int) -> None:
    with pytest.raises(FileError, match=f"In line {line} a quote opens before .* and is never closed"):
        inventory_files.read("x.csv", content.encode())


def test_quotes_that_are_closed_and_quotes_within_a_text_are_read() -> None:
    lines = ("name,owner", '"Press, ""old""\nand new","Ann"', '3" pipe,Bob', 'Oven,"3" wide"')
    assert values(table(*lines), "name", "owner") == [
        ('Press, "old" and new', "Ann"),
        ('3" pipe', "Bob"),
        ("Oven", '3 wide"'),
    ]


def test_a_text_that_may_have_swallowed_rows_is_told() -> None:
    lines = ("name,description,owner", 'Press,"flat,Ann', 'Oven,bakes 5",Bob', 'Saw,"cuts', 'wood",Cy')
    assert "that begins in line 2 goes on over lines that look like rows; is a quote too many there?" in told(
        table(*lines)
    )
    assert table(lines[0], *lines[3:]).remarks == ()
    two = (
        "name,description",
        'Screen,"flat',
        'Pipe,bakes 5"',
        'Saw,"cuts, and',
        'wood, too"',
        'Ink,"black, in',
        'bottles"',
    )
    assert "that begins in line 2 goes on over lines that look like rows" in told(table(*two))
    assert table(two[0], *two[3:]).remarks == ()


def test_a_line_of_a_pasted_table_that_may_be_the_rest_of_a_cell_is_told() -> None:
    content = b"My list\nname\towner\tdescription\nPress\tAnn\tPresses\nand bends\nOven\t\t\n"
    assert "There is no tab in line 4, as if a cell had several lines there" in told(inventory_files.read("", content))
    whole = content.replace(b"\nand", b", and")
    assert "no tab" not in told(inventory_files.read("", whole))


def test_quotes_that_a_program_writes_with_a_stroke_are_quotes() -> None:
    found = table("name,description", r'Press,"say \"hi\" now, twice"', r'Oven,"C:\\x"')
    assert values(found, "description") == [('say "hi" now, twice',), (r"C:\x",)]
    path = table("name,description", r'Press,"C:\dir\"', "Oven,x")
    assert values(path, "description") == [("C:\\dir\\",), ("x",)]


def test_each_error_cell_is_a_mistake_with_its_place_until_somebody_leaves_it() -> None:
    name = "error-cells-read-as-empty.xlsx"
    assert [str(mistake).partition(" Mend")[0] for mistake in read(name).mistakes] == [
        "row 2, column Cost: Found the error #N/A.",
        "row 3, column Cost: Found the error #REF!.",
    ]
    here = (capability("press", "Press", build_cost=7, trl=1),)
    left = read(name, Choices(leaves_errors=True))
    assert "Row 2, column Cost: Found the error #N/A. The field is left as it is." in left.remarks
    ready = plan(here, left)
    assert ready.changed[0].after == capability("press", "Press", build_cost=7, trl=9), "a kept cost is never cleared"


def test_a_formula_without_a_result_and_an_error_as_text_are_error_cells() -> None:
    kept = read("total-and-footnote.xlsx", Choices(kept=frozenset({6})))
    assert "row 6, column Cost: Found the formula “=SUM(C2:C3)” without its result." in str(kept.mistakes[0])
    (mistake,) = table("name,cost", "Press,#DIV/0!", "Oven,3").mistakes
    assert (mistake.row, mistake.column) == (2, "cost")
    assert str(table("name,trl", "#REF!,3").mistakes[0]).startswith("row 2, column name: Found the error #REF!")


def test_what_cannot_be_read_leaves_its_field_as_it_is_or_empties_it() -> None:
    lines = ("name,trl,cost,kind", "Press,banana,much,wood", "Oven,n/a,12,")
    incoming = table(*lines)
    assert incoming.mistakes == ()
    assert (
        "Row 2, column trl: Found “banana”; write a level from 1 to 9, such as 7. The field is left as it is."
        in told(incoming)
    )
    assert "Column trl, row 3: not known, so the field is left as it is." in told(incoming)
    here = (capability("press", "Press", trl=7, build_cost=4),)
    assert plan(here, incoming).unchanged == here
    emptied = plan(here, table(*lines, chosen=Choices(emptied=frozenset({(2, 1)}))))
    assert emptied.changed[0].after == capability("press", "Press", build_cost=4)


def test_a_value_that_no_field_takes_is_in_doubt_too() -> None:
    incoming = table("name,trl,cost low,cost,owner", f"Press,12,9,3,{'x' * 201}", "Oven,0,,,")
    assert values(incoming, "name", "trl", "build_cost", "owner") == [
        ("Press", None, None, ""),
        ("Oven", None, None, ""),
    ]
    for words in ("column trl: Found 12; write a number of at most 9.", "is below low", "Found 201 characters"):
        assert words in told(incoming)


@pytest.mark.parametrize(
    "heads", ["build cost low,build cost,build cost high", "build cost high,build cost,build cost low"]
)
def test_a_range_fills_the_ends_that_are_empty_beside_it(heads: str) -> None:
    found = table(f"name,{heads}", "Press,,3-5,")
    assert values(found, "build_cost") == [((3, 4, 5),)]


def test_what_somebody_typed_into_a_table_of_ours_is_read_as_in_any_other() -> None:
    """A range in place of three amounts, and a level with its name; what cannot be read is told, never left out."""
    head, row = csv.reader(io.StringIO(write_csv([capability()]).removeprefix("\ufeff")))
    typed = {"build_cost_likely": "3-5", "trl": "TRL 7", "rrl": "often"}
    cells = [typed.get(name, cell) for name, cell in zip(head, row, strict=True)]
    found = table(",".join(head), ",".join(cells))
    assert values(found, "build_cost") == [((3, 4, 5),)]
    assert values(found, "trl", "rrl") == [(7, None)]
    assert "Ranges were read as low and high, with their middle as likely, in row 2." in told(found)
    assert "Row 2, column rrl: Found “often”" in told(found)


@pytest.mark.parametrize(
    ("lines", "expected", "said"),
    [
        (("key,name", "BC-1.2,Sales", "BC-1.3,Offers"), ["BC-1.2", "BC-1.3"], "kept as references"),
        (("key,id,name", "K 1,X1,Sales", "K 2,X2,Offers"), ["X1", "X2"], "left out, as there are others"),
    ],
)
def test_keys_of_which_none_is_ours_are_ids_of_another_tool(
    lines: tuple[str, ...], expected: list[str], said: str
) -> None:
    found = table(*lines)
    assert (values(found, "reference"), found.mistakes) == ([(each,) for each in expected], ())
    assert said in told(found)


def test_a_web_page_is_no_table() -> None:
    with pytest.raises(FileError, match="This is a web page or XML, not CSV; open it in a spreadsheet"):
        inventory_files.read("export.csv", b"\xef\xbb\xbf\n<html><table><tr><td>name</td></tr></table></html>")


@pytest.mark.parametrize(
    ("heads", "row", "codec"),
    [
        ("이름,담당자", "카메라,김철수", "euc_kr"),
        ("名称,负责人", "摄像头,张三", "gb18030"),
        ("名称,担当", "カメラ,田中", "iso2022_jp"),
        ("Название,Владелец", "Камера,Иванов", "cp1251"),
        ("Nazwa,Właściciel", "Żarówka,Łukasz", "cp1250"),
        ("name,owner", "Vision,Ann", "utf-32"),
    ],
)
def test_headings_and_encodings_of_many_languages_are_known(heads: str, row: str, codec: str) -> None:
    found = inventory_files.read("x.csv", f"{heads}\n{row}\n".encode(codec))
    assert values(found, "name", "owner") == [tuple(row.split(","))]


def test_a_row_without_a_name_is_refused() -> None:
    (mistake,) = table("name,trl", ",7").mistakes
    assert str(mistake).startswith("row 2, column name: This is missing.")
    assert table("name,trl", "x,1", ",7", chosen=Choices(skipped=frozenset({3}))).mistakes == ()


def test_the_sheet_that_was_read_is_told_and_another_can_be_chosen() -> None:
    assert "Read the sheet “Now”. Not read: “Old” (hidden)." in read("hidden-sheet-wins.xlsx").remarks
    assert "Not read: “ReadMe”, “ITComponent”, “BusinessCapability”." in told(read("ea-snapshot-many-sheets.xlsx"))
    assert values(read("ea-snapshot-many-sheets.xlsx", Choices(sheet="itcomponent")), "name") == [
        ("Disk",),
        ("Rack",),
        ("Router",),
    ]
    with pytest.raises(FileError, match=r"There is no sheet “x”.*there are “Old”, “Now”"):
        read("hidden-sheet-wins.xlsx", Choices(sheet="x"))
    with pytest.raises(FileError, match="This is the sheet “ReadMe”; there are also “Application”"):
        read("ea-snapshot-many-sheets.xlsx", Choices(sheet="ReadMe", headings=1))


def test_addresses_behind_names_are_evidence() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Owner"])
    sheet.write_url("A2", "https://example.org/press", string="Press")
    sheet.write_url("A3", "mailto:ann@example.org", string="Oven")
    sheet.write_url("A5", "external://share/axe.pdf", string="Axe")
    sheet.write_formula("A4", '=HYPERLINK("https://example.org/saw","Saw")', None, "Saw")
    book.close()
    assert values(inventory_files.read("x.xlsx", file.getvalue()), "name", "evidence") == [
        ("Press", "https://example.org/press"),
        ("Oven", ""),
        ("Saw", "https://example.org/saw"),
        ("Axe", r"file:///\\share\axe.pdf"),
    ]


def test_an_address_over_an_area_is_behind_each_of_its_cells_and_keeps_its_place_in_the_page() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, name in enumerate(["Name", "Press", "Oven", "Saw"]):
        sheet.write(number, 0, name)
    sheet.write_url("A2", "https://example.org/hall#tools", string="Press")
    book.close()
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    assert b'location="tools"' in members[part], "as Excel writes what stands behind #"
    members[part] = members[part].replace(b'ref="A2"', b'ref="A2:XFD1048576"')
    incoming = inventory_files.read("x.xlsx", packed(members.items()))
    assert values(incoming, "evidence") == [("https://example.org/hall#tools",)] * 3


def test_an_address_behind_another_cell_is_evidence_where_there_is_none_and_is_told_where_there_is() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Owner", "Evidence", "Wiki"])
    sheet.write_row(1, 0, ["Press", "", "Report of May"])
    sheet.write_row(2, 0, ["Oven"])
    sheet.write_url("B2", "https://example.org/ann", string="Ann")
    sheet.write_url("B3", "https://example.org/bob", string="Bob")
    sheet.write_url("D3", "https://example.org/oven", string="see here")
    book.close()
    incoming = inventory_files.read("x.xlsx", file.getvalue())
    assert values(incoming, "name", "owner", "evidence") == [
        ("Press", "Ann", "Report of May"),
        ("Oven", "Bob", "https://example.org/bob\nhttps://example.org/oven"),
    ]
    assert "Addresses behind cells were taken as evidence: row 3, column Owner; row 3, column Wiki." in told(incoming)
    assert "left out, as there is evidence already: row 2, column Owner (https://example.org/ann)." in told(incoming)


@pytest.mark.parametrize("name", ["hidden-rows.xlsx", "hidden-rows.ods"])
def test_hidden_rows_and_columns_are_read_and_told_and_can_be_left_out(name: str) -> None:
    incoming = read(name)
    assert values(incoming, "name") == [("Press",), ("Oven",), ("Saw",), ("Axe",), ("Bin",)]
    assert incoming.remarks[-2:] == ("3 hidden rows were read: 3-4, 6.", "1 hidden column was read: “Owner”.")
    left = read(name, Choices(leaves_hidden=True))
    assert values(left, "name", "owner") == [("Press", "Ann"), ("Axe", "Di")]
    assert "3 hidden rows were left out: 3-4, 6." in left.remarks


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"
 xmlns:style="s" xmlns:xlink="l" xmlns:calcext="c"><office:automatic-styles><style:style style:name="ta2">
<style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="Old" table:style-name="ta2"><table:table-row><table:table-cell><text:p>Name</text:p>
</table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Gone</text:p></table:table-cell>
</table:table-row></table:table><table:table table:name="{}">{}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(*rows: str, name: str = "Now") -> bytes:
    body = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{_cells(row)}</table:table-row>"
        for row in rows
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed([("mimetype", kind), ("content.xml", ODS.format(name, body))], compressed=False)


def _cells(row: str) -> str:
    return "".join(
        cell if cell.startswith("<") else f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"
        for cell in row.split("|")
    )


def test_an_open_document_is_read_with_its_merged_cells_links_errors_and_hidden_sheets() -> None:
    content = ods(
        "Owner|Name|Cost",
        '<table:table-cell table:number-rows-spanned="3"><text:p>Hall 3</text:p></table:table-cell>'
        '|<table:table-cell><text:p><text:a xlink:href="https://example.org/p">Press</text:a></text:p></table:table-cell>'
        '|<table:table-cell office:value-type="float" office:value="4.5"><text:p>4,50</text:p></table:table-cell>',
        '<table:covered-table-cell/>|Oven|<table:table-cell table:formula="of:=1/0" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>",
        "<table:covered-table-cell/>|Saw|<table:table-cell/>",
        '<table:table-row table:number-rows-repeated="999999"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>",
    )
    incoming = inventory_files.read("", content, Choices(leaves_errors=True))
    assert values(incoming, "name", "owner", "evidence", "build_cost") == [
        ("Press", "Hall 3", "https://example.org/p", (4.5, 4.5, 4.5)),
        ("Oven", "Hall 3", "", None),
        ("Saw", "Hall 3", "", None),
    ]
    assert "Read the sheet “Now”. Not read: “Old” (hidden)." in incoming.remarks
    assert [str(each)[:38] for each in inventory_files.read("x.ods", content).mistakes] == [
        "row 3, column Cost: Found the error #D"
    ]


def in_sections(across: range) -> bytes:
    """A workbook with rows between the others that are merged over some of its columns."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for row, cells in enumerate(("Id|Name|Description", "", "A-1|Press|Flat", "", "B-1|Robot|", "B-2|Arm|", "")):
        sheet.write_row(row, 0, cells.split("|"))
        if not cells:
            text = {1: "Hardware", 3: "Software, bought", 6: "as we know it by now"}[row]
            sheet.merge_range(row, across.start, row, across.stop - 1, text)
    book.close()
    return file.getvalue()


def test_rows_that_are_merged_over_all_columns_head_those_below_them() -> None:
    incoming = inventory_files.read("x.xlsx", in_sections(range(3)))
    assert values(incoming, "name", "description") == [
        ("Press", "Hardware\nFlat"),
        ("Robot", "Software, bought"),
        ("Arm", "Software, bought"),
    ]
    rows = "row 2 (“Hardware”), row 4 (“Software, bought”)"
    assert f"read as what the descriptions of the rows below begin with: {rows}." in told(incoming)
    assert [each.row for each in incoming.mistakes] == [7], "nothing stands below it"
    skipped = inventory_files.read("x.xlsx", in_sections(range(3)), Choices(skipped=frozenset({2, 7})))
    assert values(skipped, "description")[0] == ("Flat",)
    kept = inventory_files.read("x.xlsx", in_sections(range(3)), Choices(kept=frozenset({4})))
    assert [each.row for each in kept.mistakes] == [4, 7]
    assert [each.row for each in inventory_files.read("x.xlsx", in_sections(range(2))).mistakes] == [2, 4, 7]


def test_rows_that_are_merged_over_all_columns_of_an_open_document_head_those_below_them() -> None:
    section = '<table:table-cell table:number-columns-spanned="2"><text:p>Hardware</text:p></table:table-cell>'
    content = ods("Name|Owner", f"{section}|<table:covered-table-cell/>", "Press|Ann")
    assert values(inventory_files.read("x.ods", content), "name", "description") == [("Press", "Hardware")]


def test_an_open_document_that_would_grow_is_refused() -> None:
    cell = "<table:table-cell{}><text:p>name</text:p></table:table-cell>"
    wide = ods(cell.format(' table:number-columns-repeated="300000"'))
    tall = ods(f'<table:table-row table:number-rows-repeated="300000">{cell.format("")}</table:table-row>')
    for content in (wide, tall):
        with pytest.raises(FileError, match="more than 100,000 cells"):
            inventory_files.read("x.ods", content)
    with pytest.raises(FileError, match="declares entities"):
        inventory_files.read("x.ods", packed([("content.xml", '<!DOCTYPE a [<!ENTITY a "aaa">]><a>&a;</a>')]))
    with pytest.raises(FileError, match="no OpenDocument workbook"):
        inventory_files.read("x.ods", packed([("a.xml", "<a/>")]))


def test_a_workbook_with_macros_is_read_without_them() -> None:
    with zipfile.ZipFile(CASES / "merged-down-owner.xlsx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = packed([*members.items(), ("xl/vbaProject.bin", b"\0" * 50_000_000)])
    assert len(inventory_files.read("x.xlsm", content).rows) == 3


@pytest.mark.parametrize(
    ("text", "encoding", "codec"),
    [
        ("Kameras für alle", "windows-1252", "cp1252"),
        ("Señor à la carte", "macintosh", "mac-roman"),
        ("Größe", "macintosh", "mac-roman"),
        ("Crème brûlée", "macintosh", "mac-roman"),
        ("Łódź", "windows-1250", "cp1250"),
        ("Печь", "windows-1251", "cp1251"),
        ("Склад", "koi8-r", "koi8-r"),
        ("Φούρνος", "windows-1253", "cp1253"),
        ("Yağ ısıtıcı", "windows-1254", "cp1254"),
        ("זיהוי תמונה", "windows-1255", "cp1255"),
        ("التعرف على الصور", "windows-1256", "cp1256"),
        ("מכבש", "windows-1255", "cp1255"),
        ("דוד לוי", "windows-1255", "cp1255"),
        ("Λογισμικό", "windows-1253", "cp1253"),
        ("κάμερα", "windows-1253", "cp1253"),
        ("مكبس", "windows-1256", "cp1256"),
        ("Щит", "windows-1251", "cp1251"),
        ("камера", "windows-1251", "cp1251"),
        ("50 µm", "windows-1252", "cp1252"),
        ("工具", "shift_jis", "cp932"),
        ("カメラ", "euc-jp", "euc-jp"),
        ("质量控制", "gb18030", "gb18030"),
        ("品質管理", "big5", "big5"),
        ("용접 로봇", "euc-kr", "cp949"),
        ("Größe 工具", "utf-8", "utf-8"),
        ("Größe", "utf-16", "utf-16-le"),
        ("溶接機、熱処理、組立、検査、塗装、搬送、鋳造、切断", "utf-16", "utf-16-le"),
        ("КАМЕРА", "windows-1251", "cp1251"),
        ("ПЕЧЬ", "windows-1251", "cp1251"),
        ("ПЕЧЬ", "koi8-r", "koi8-r"),
        ("Станок", "ibm866", "cp866"),
        ("СТАНОК", "iso-8859-5", "iso8859-5"),
        ("ΚΑΜΕΡΑ", "windows-1253", "cp1253"),
        ("ΤΟΡΝΟΣ", "windows-1253", "cp1253"),
        ("ŁÓDŹ", "windows-1250", "cp1250"),
        ("Źródło", "iso-8859-2", "iso8859-2"),
        ("Bērziņš", "windows-1257", "cp1257"),
        ("FRÄSE", "ibm850", "cp850"),
        ("ÖFEN", "windows-1252", "cp1252"),
        ("CAFÉ", "windows-1252", "cp1252"),
        ("ﾛﾎﾞｯﾄ制御", "shift_jis", "cp932"),
        ("①号機", "shift_jis", "cp932"),
        ("溶接", "euc-jp", "euc-jp"),
    ],
)
def test_the_encoding_of_a_short_table_is_guessed(text: str, encoding: str, codec: str) -> None:
    content = f"Name;Owner\r\n{text};Ann\r\n".encode(codec)
    assert encoding_of(content) == encoding
    assert text in decode(content, encoding)


def test_an_encoding_and_a_separator_can_be_chosen() -> None:
    content = "name|owner\nGröße|Ann, Bob\n".encode("cp850")
    chosen = Choices(encoding="ibm850", separator="bar")
    assert values(inventory_files.read("x.csv", content, chosen), "name", "owner") == [("Größe", "Ann, Bob")]
    for wrong in (Choices(encoding="utf-8"), Choices(encoding="klingon"), Choices(separator="x")):
        with pytest.raises(FileError):
            inventory_files.read("x.csv", content, wrong)


def test_headings_have_units_scales_and_other_names() -> None:
    incoming = read("units-in-headings.xlsx")
    (row,) = incoming.rows
    assert row.capability == capability(
        "press", "Press", trl=9, build_cost=120, owner="Ann", rrl=4, checked="2026-03-31"
    )
    assert (incoming.remarks, incoming.unit) == ((), "k€")


def test_currencies_are_taken_off_and_remarked() -> None:
    assert "Amounts stand in several units ($, €)" in told(read("currency.csv"))
    assert table("name,cost", "Press,10 k€", "Oven,k€ 12-15").unit == "k€"


def test_two_rows_of_headings_are_one() -> None:
    lines = ("Capability,Responsible,Build cost,,", ",,low,likely,high", "Press,Ann,1,2,3", "Oven,Bob,4,5,6")
    assert values(table(*lines), "name", "owner", "build_cost") == [
        ("Press", "Ann", (1, 2, 3)),
        ("Oven", "Bob", (4, 5, 6)),
    ]


def test_a_low_and_a_high_cost_have_their_middle_as_the_likely_one() -> None:
    incoming = table("Name,Cost low,Cost high", "Press,1,5", "Oven,2,")
    assert values(incoming, "build_cost") == [((1, 3, 5),), (None,)]
    assert "with their middle as likely, in row 2." in told(incoming)
    assert "Row 3, column Cost low: This is missing." in told(incoming)


def test_a_second_column_for_a_field_is_told() -> None:
    incoming = table("Tool Name,Repository,Homepage", "Press,https://a.example,https://b.example")
    assert values(incoming, "evidence") == [("https://a.example",)]
    assert "“Homepage”, would be the evidence as “Repository” is, and was left out." in told(incoming)


def test_a_title_above_and_no_headings_at_all_are_recognised() -> None:
    assert values(table("Our parts,,", "As of May,,", "Name,Owner,TRL", "Press,Ann,7"), "name", "trl") == [("Press", 7)]
    bare = table("Press,Ann,9,https://example.org/p", "Oven,Bob,8,https://example.org/o")
    assert values(bare, "name", "owner", "evidence")[0] == ("Press", "Ann", "https://example.org/p")
    assert "No row names the columns; they were read as column 1 name, column 2 owner" in told(bare)
    said = table("Press,Ann", "Oven,Bob", chosen=Choices(headings=0, columns={"Column 1": "owner", "Column 2": "name"}))
    assert values(said, "name", "owner") == [("Ann", "Press"), ("Bob", "Oven")]


def test_headings_that_nobody_knows_are_asked_about() -> None:
    with pytest.raises(FileError, match="Say which column holds the names"):
        table("Was,Preis", "Press,9", "Oven,8")


def test_totals_and_notes_are_proposed_to_be_left_out_and_any_row_can_be() -> None:
    incoming = read("total-and-footnote.xlsx")
    assert "row 5 (“Source: survey of May, without guarantee”), row 6 (“Total”)" in told(incoming)
    lines = ("name,owner,cost", "Press,Ann,1", "Sum check,Bob,2", "Grand total:,,3", "* estimated", "Total (k€),,3")
    assert values(table(*lines), "name") == [("Press",), ("Sum check",)]
    assert len(table(*lines, chosen=Choices(kept=frozenset({4}), skipped=frozenset({2}))).rows) == 2
    with pytest.raises(FileError, match="There is no row 99"):
        table(*lines, chosen=Choices(skipped=frozenset({99})))


def test_type_words_of_other_tools_are_mapped_and_told() -> None:
    incoming = read("ea-export-types.csv")
    assert values(incoming, "name", "kind") == [("Pricing", "process"), ("Price engine", "software")]
    assert "Types were read so: “BusinessCapability” as process, “Application” as software." in incoming.remarks
    chosen = Choices(kinds={"application": "compute", "BusinessCapability": ""})
    assert values(read("ea-export-types.csv", chosen), "kind") == [(None,), ("compute",)]
    with pytest.raises(FileError, match="There is no kind “wood” for “Application”"):
        read("ea-export-types.csv", Choices(kinds={"Application": "wood"}))
    assert "left out: “Finance”" in told(table("name,type", "Press,Finance"))


def test_what_a_type_word_stood_for_is_remembered_by_what_was_imported() -> None:
    content = (CASES / "ea-export-types.csv").read_bytes()
    shown = inventory_files.preview("x.csv", content)
    assert shown.incoming
    here = [new.capability.model_copy(update={"kind": "data"}) for new in plan((), shown.incoming).new]
    assert inventory_files.remembered_kinds(here, shown) == {"businesscapability": "data", "application": "data"}
    out = [each.model_copy(update={"kind": None}) for each in here]
    assert inventory_files.remembered_kinds(out, shown) == {"businesscapability": "", "application": ""}
    assert inventory_files.remembered_kinds([each.model_copy(update={"reference": ""}) for each in out], shown) == {}


def test_keys_that_are_none_of_ours_are_references() -> None:
    incoming = table("Key,Name", "PROJ-12,Press", "PROJ-13,Oven")
    assert values(incoming, "reference", "key") == [("PROJ-12", "press"), ("PROJ-13", "oven")]
    assert "“Key” holds ids of another tool; they are kept as references." in incoming.remarks


def test_a_table_without_rows_says_that_it_holds_nothing() -> None:
    with pytest.raises(FileError, match="no row follows: it holds no capability"):
        table("Name,Owner")
