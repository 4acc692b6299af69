import datetime as dt
import io

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has annotations but no py.typed
from hypothesis import given

from reuse_app import examples
from reuse_app.exchange import FileError, sources, worksheet_json, worksheet_xlsx
from reuse_app.exchange.inventory_files import write_xlsx
from reuse_app.worksheet import Capability
from tests.exchange.capabilities import HOSTILE, INVENTORIES, SAMPLES, capability, round_trip

ODD = [
    "_x000D_",
    "_x005F_x0041_",
    "_x000D_x000D_x000D_",
    "<r>_x000D_x0041_ & </r>",
    "<r></script></r>",
    "<r><t>x</t></r>",
    "http://example.org",
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
def test_hostile_inventories_come_back_cell_for_cell(capabilities: list[Capability]) -> None:
    content = write_xlsx(capabilities)
    incoming = sources.read("x.xlsx", content)
    assert incoming.mistakes == ()
    assert [row.capability for row in incoming.rows] == capabilities
    assert write_xlsx(row.capability for row in incoming.rows) == content


def test_every_hostile_text_comes_back() -> None:
    texts = [text for text in [*HOSTILE, *SAMPLES, *ODD] if text.strip()]
    capabilities = [capability(f"c{number}", evidence=text) for number, text in enumerate(texts)]
    assert [row.capability for row in sources.read("x.xlsx", write_xlsx(capabilities)).rows] == capabilities


def test_the_inventory_of_a_worksheet_is_found_among_its_sheets() -> None:
    worksheet = worksheet_json.read(examples.read("tesla-bot"))
    assert (
        tuple(row.capability for row in sources.read("x.xlsx", worksheet_xlsx.write(worksheet)).rows)
        == worksheet.capabilities
    )


def test_a_table_below_a_title_and_on_another_sheet_is_found() -> None:
    content = workbook(("Our capabilities",), (), ("Owner", "Name", "TRL"), ("Ada", "Vision", 7), before=("Notes",))
    (row,) = sources.read("x.xlsx", content).rows
    assert (row.number, row.capability) == (4, capability(owner="Ada", trl=7))


def test_a_number_that_excel_took_for_a_day_is_a_mistake_with_its_place() -> None:

    content = workbook(
        ("Name", "TRL", "Checked", "Owner"),
        ("Vision", dt.date(2026, 4, 3), dt.date(2026, 3, 31), 7),
        ("Chips", 3, 46112, True),
    )
    incoming = sources.read("x.xlsx", content)
    assert [str(mistake) for mistake in incoming.mistakes] == [
        "row 2, column TRL: Found the day 2026-04-03, as Excel makes of 1-2 or 3.4; write a number as 3.4."
    ]
    assert incoming.rows[0].capability == capability("chips", "Chips", trl=3, checked="2026-03-31", owner="true")


@pytest.mark.parametrize("content", [workbook(), workbook(("", " "))])
def test_an_empty_workbook_says_so(content: bytes) -> None:
    with pytest.raises(FileError, match="empty"):
        sources.read("x.xlsx", content)
