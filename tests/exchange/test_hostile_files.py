"""Every way in refuses what is small to send and large to read, or reads it, within limits of CPU and memory."""

from collections.abc import Callable

import pytest

from reuse_app.exchange import FileError, inventory_files, worksheet_files, worksheet_tables
from reuse_app.exchange.archive import packed
from reuse_app.exchange.import_plan import plan
from reuse_app.exchange.reading.matrix_tables import read_matrix
from reuse_app.worksheet.validation.worksheet import WorksheetError
from tests.exchange.hostile import CSV, JSON, LISTS, WORKBOOKS, YAML, filled
from tests.limits import within_limits

Case = tuple[Callable[[], bytes], str]

INVENTORIES = {
    f"{ending} of {name}": (ending, case)
    for ending, cases in ((".json", JSON), (".csv", CSV), (".txt", LISTS), (".yaml", YAML), (".xlsx", WORKBOOKS))
    for name, case in cases.items()
}


def imported(name: str, content: bytes) -> str:
    """What somebody is told who imports an inventory."""
    preview = inventory_files.preview(name, content)
    if preview.incoming is None:
        return preview.trouble
    ready = plan((), preview.incoming)
    return "\n".join(map(str, (*ready.mistakes, *ready.remarks)))


@pytest.mark.parametrize(("ending", "case"), INVENTORIES.values(), ids=INVENTORIES)
def test_a_hostile_inventory_is_answered_soon(ending: str, case: Case) -> None:
    make, message = case
    assert message in within_limits(imported, f"inventory{ending}", make())


def opened(content: bytes) -> str:
    """What somebody is told who imports a worksheet, whatever its format."""
    try:
        worksheet_files.read(content)
    except (FileError, WorksheetError) as error:
        return str(error)
    return ""


WORKSHEETS = {**JSON, **{f"workbook with {name}": case for name, case in WORKBOOKS.items()}}


@pytest.mark.parametrize("case", WORKSHEETS.values(), ids=WORKSHEETS)
def test_a_hostile_worksheet_is_answered_soon(case: Case) -> None:
    make, _ = case
    assert within_limits(opened, make())


def tables(content: bytes) -> str:
    """What is wrong with a worksheet whose tables are all the same."""
    members = [("workshop.csv", b"title\nx\n"), ("links.csv", content), ("ratings.csv", content), ("dots.csv", content)]
    try:
        worksheet_tables.read_csv(packed(members))
    except (FileError, WorksheetError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", ["line breaks", "commas", "one field", "tiny rows", "a number of digits"])
def test_a_hostile_table_of_a_worksheet_is_answered_soon(name: str) -> None:
    make, _ = CSV[name]
    assert within_limits(tables, make())


def rows_of_matrix(content: bytes) -> str:
    """How many capabilities a matrix has."""
    return str(len(read_matrix("matrix.csv", content).capabilities))


def test_a_matrix_of_totals_is_answered_soon() -> None:
    content = filled("Total\n", before=b"Capability,Robot\nVision,9\n", size=550_000)
    assert within_limits(rows_of_matrix, content) == "1"


def test_the_limits_are_there() -> None:
    with pytest.raises(AssertionError, match="ended after its time"):
        within_limits(endless, seconds=1)
    with pytest.raises(AssertionError, match="ended"):
        within_limits(huge)


def endless() -> str:
    while True:
        pass


def huge() -> str:
    return "x" * 400_000_000
