"""The sheets of costs: formulas of ours alone, with results that name what lacks, over sheets that are still read."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from reuse_app import examples
from reuse_app.analysis import analyse
from reuse_app.exchange import inventory_files, worksheet_files, worksheet_json, worksheet_tables
from reuse_app.exchange.economics import formulas
from reuse_app.exchange.reading import xlsx
from reuse_app.exchange.tables import ErrorCell
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.worksheet import checked

TESLA = worksheet_json.read(examples.read("tesla-bot"))
SHEETS = ("Economics", "Product costs", "Block costs", "Reuse costs")
FUNCTIONS = {
    *("AND", "COUNT", "COUNTIF", "COUNTIFS", "IF", "IFERROR", "INDEX", "ISNUMBER", "MATCH", "MIN", "NOT", "OR"),
    *("SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"),
}
"""All of them are in Excel 2010 and in LibreOffice 7, and none is computed anew without a change."""
NAMING = {"key", "name", "capability", "product", "unit"}
"""What is read to find a line or to name it, and changes no amount."""
HOSTILE = ("=1+1", "+x", "-2+3", "@SUM(A1)", "{=A1}", "#N/A", "<r>x</r>", 'a"&A1&"b', "%1{n}", "TRUE")


def workbook(worksheet: Worksheet) -> bytes:
    return worksheet_tables.write_xlsx(worksheet, analyse(worksheet))


def formulas_in(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                yield from re.findall(r"<f>(.*?)</f>", archive.read(name).decode())


def rows_of(content: bytes, sheet: str) -> list[dict[Scalar, Scalar]]:
    """The lines of a sheet by their headings."""
    (_, _), (_, headings), *rows = xlsx.sheets_in(content)[sheet].rows
    return [dict(zip(headings, map(shown, row), strict=True)) for _, row in rows]


def shown(cell: Scalar) -> Scalar:
    """What people see in a cell: nothing where a formula has no result, which an importer takes for an error."""
    return None if isinstance(cell, ErrorCell) and cell.startswith("=") else cell


def amounts_in(content: bytes) -> dict[Scalar, Scalar]:
    return {row["The considered products"]: row["Amount"] for row in rows_of(content, "Economics")}


def named(*names: str) -> Worksheet:
    """The Tesla Bot example, in which everything that has a name has one of these."""
    renamed = {
        part: tuple(
            entry.model_copy(update={"name": names[number % len(names)]})
            for number, entry in enumerate(getattr(TESLA, part))
        )
        for part in ("capabilities", "products")
    }
    return TESLA.model_copy(update={**renamed, "workshop": TESLA.workshop.model_copy(update={"unit": names[0]})})


def test_what_somebody_typed_is_in_no_formula() -> None:
    ours = [*formulas_in(workbook(named("Plain")))]
    assert len(ours) > 1000
    assert [*formulas_in(workbook(named(*HOSTILE)))] == ours


def test_formulas_use_only_functions_that_every_spreadsheet_knows() -> None:
    used = {name for formula in formulas_in(workbook(TESLA)) for name in re.findall(r"([A-Z.]+)\(", formula)}
    assert used == FUNCTIONS


def test_what_formulas_read_is_tinted() -> None:
    said = [(table, each.formula) for _, table, figures in formulas.SHEETS.values() for each in figures.values()]
    said += [("", str(amount.formula)) for amount in formulas.AMOUNTS.values()]
    read = {
        (table if part == "line" else part, column)
        for table, formula in said
        for part, column in re.findall(r"\{(\w+)\[(\w+)\]\}", formula)
    }
    of_input = {one for one in read if one[0] in formulas.INPUTS and one[1] not in NAMING}
    assert of_input == {(table, column) for table, columns in formulas.INPUTS.items() for column in columns}


@pytest.mark.parametrize("name", [example.name for example in examples.EXAMPLES])
def test_the_sheets_say_what_the_analysis_says(name: str) -> None:
    worksheet = worksheet_json.read(examples.read(name))
    costs, amounts = analyse(worksheet).economics, amounts_in(workbook(worksheet))
    assert amounts["Reuse saves"] == costs.reuse_saves
    assert amounts["Sharing saves"] == costs.sharing_saves
    assert amounts["Average of a product"] == costs.average[-1]
    assert amounts["As a family"] == pytest.approx(costs.family)


def test_an_unknown_cost_is_named_and_no_number() -> None:
    data: dict[str, Any] = {
        "workshop": {"title": "T", "budget": 10},
        "capabilities": [{"key": "a", "name": "Known", "build_cost": 5}, {"key": "b", "name": "Battery"}],
        "products": [{"key": "p", "name": "Pod"}, {"key": "q", "name": "Quad", "own_cost": 1, "value": 3}],
        "links": [{"capability": each, "product": "p", "need": 9} for each in ("a", "b")],
        "decisions": [{"product": "p", "role": "primary"}],
    }
    content = workbook(checked(data))
    pod, quad = rows_of(content, "Product costs")
    assert pod["Lacks"] == "own cost, no cost for Battery"
    sums = (
        "To build all it needs",
        "For a stranger",
        "Adaptation",
        "Paid once, alone",
        "Alone",
        "Beside what is shared",
    )
    assert {pod[name] for name in sums} == {"incomplete"}
    assert [pod[name] for name in ("Place", "Family so far", "Average so far")] == [None] * 3
    assert quad["Family so far"] == 1
    amounts = amounts_in(content)
    assert [amounts[name] for name in ("Cost", "Worth", "Left of the budget")] == ["incomplete"] * 3
    (about,) = (
        row["What it is"]
        for row in rows_of(content, "Economics")
        if row["The considered products"] == "… that lack one"
    )
    assert about == "Left out of the sums until it is known: Pod (own cost, no cost for Battery)"


def test_without_any_cost_nothing_is_summed() -> None:
    content = workbook(checked({"workshop": {"title": "T"}, "products": [{"key": "p", "name": "P"}]}))
    amounts = amounts_in(content)
    assert {amounts[name] for name in ("For a stranger", "Each alone", "As a family", "Reuse saves")} == {"incomplete"}
    assert amounts["Sharing pays from … products on"] == "nothing to share"
    assert amounts["Worth"] == "nothing is decided"


def test_what_is_decided_off_the_shortlist_is_in_no_sum_of_the_decided_set() -> None:
    """The report says what an arm and a boat cost together; of the boat, which is not considered, no line is here."""
    products = [{"key": "arm", "name": "Arm", "own_cost": 10, "value": 50, "shortlisted": True}]
    products.append({"key": "boat", "name": "Boat", "own_cost": 30, "value": 80})
    decisions = [{"product": product["key"], "role": "primary"} for product in products]
    amounts = amounts_in(workbook(checked({"workshop": {"title": "T"}, "products": products, "decisions": decisions})))
    assert (amounts["Decided products"], amounts["… not on the shortlist"]) == (1, 1)
    assert {amounts[name] for name in ("Cost", "Value", "Worth")} == {"not all is on the shortlist"}


def test_the_inventory_is_found_among_the_sheets_of_costs() -> None:
    assert tuple(row.capability for row in inventory_files.read("x.xlsx", workbook(TESLA)).rows) == TESLA.capabilities


@pytest.mark.parametrize(("limit", "most"), [("MOST_CELLS", 5_000), ("MOST_LINKS", 70)])
def test_a_worksheet_that_could_not_be_read_with_them_goes_without(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    assert {*SHEETS} < {*xlsx.sheets_in(workbook(TESLA))}
    monkeypatch.setattr(worksheet_tables, limit, most)
    content = workbook(TESLA)
    assert not {*SHEETS} & {*xlsx.sheets_in(content)}
    assert worksheet_files.read(content).worksheet == TESLA
