import io

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app import examples
from reuse_app.exchange import FileError, worksheet_json, worksheet_tables
from reuse_app.exchange.matrix_tables import FoundMatrix, plan_matrix, read_matrix
from reuse_app.exchange.reading.choices import Choices
from reuse_app.worksheet import Fit, Need, Worksheet, Workshop
from tests.exchange.capabilities import DATA

NOBODY: dict[str, frozenset[str]] = {"capability": frozenset(), "product": frozenset()}
STRONG, MODERATE, WEAK, NONE = Need.STRONG, Need.MODERATE, Need.WEAK, Need.NONE


def read(*lines: str, mark: Need = MODERATE) -> FoundMatrix:
    return read_matrix("x.csv", "\n".join(lines).encode(), mark=mark)


def test_a_matrix_of_a_workbook_is_read() -> None:
    found = read_matrix("matrix.xlsx", (DATA / "cases" / "matrix.xlsx").read_bytes())
    assert (found.capabilities, found.products) == (("Vision", "Battery"), ("Robot", "Drone", "Kiosk"))
    assert {cell: need for cell, (need, _) in found.cells.items()} == {
        (0, 0): STRONG,
        (0, 1): MODERATE,
        (0, 2): NONE,
        (1, 0): STRONG,
        (1, 1): STRONG,
    }
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("cell", "need", "fit"),
    [
        ("9", STRONG, None),
        ("strong", STRONG, None),
        ("Medium", MODERATE, None),
        ("low", WEAK, None),
        ("●●●", STRONG, None),
        ("0", NONE, None),
        ("-", NONE, None),
        ("x", MODERATE, None),
        ("✓", MODERATE, None),
        ("As-is", MODERATE, Fit.AS_IS),
        ("adjust", MODERATE, Fit.ADJUST),
        ("9 / rework", STRONG, Fit.REWORK),
        ("weak, new", WEAK, Fit.NEW),
    ],
)
def test_needs_and_fits_are_read_as_people_write_them(cell: str, need: Need, fit: Fit | None) -> None:
    assert read("Capability,Robot", f'Vision,"{cell}"').cells == {(0, 0): (need, fit)}


def test_a_mark_stands_for_the_need_that_somebody_says() -> None:
    found = read("Capability,Robot", "Vision,x", "Arm,9", mark=STRONG)
    assert found.has_marks
    assert found.cells[0, 0] == (STRONG, None)
    assert found.remarks == ("1 cell says that there is a need and not how strong it is: read as strong.",)


def test_what_is_no_need_and_no_product_is_told() -> None:
    found = read("Our map,,,", "Capability,Owner,Robot,Remark", "Vision,Ann,9,bought in May", "Arm,Bob,5,", "Leg,Cy,1,")
    assert (found.products, found.cells) == (("Robot",), {(0, 0): (STRONG, None), (2, 0): (WEAK, None)})
    assert "row 4, column Robot: “5”" in found.remarks[0]
    assert found.remarks[1] == "No products, and left out: “Owner”; “Remark”."


def test_rows_may_be_products() -> None:
    found = read("Product,Vision,Arm", "Robot,1,3", "Drone,,9")
    assert (found.capabilities, found.products) == (("Vision", "Arm"), ("Robot", "Drone"))
    assert found.cells == {(0, 0): (WEAK, None), (1, 0): (MODERATE, None), (1, 1): (STRONG, None)}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"name,owner\nVision,Ann\n", "There is no matrix in this file"),
        ("a.csv", b"", "There is no matrix in this file"),
        ("a.csv", b"Capability,Robot\nVision,1\nvision,3\n", "The capability “vision” stands in the matrix twice"),
        ("a.csv", b"Capability,P,P\nVision,1,1\n", "The product “p” stands in the matrix twice"),
        ("a.json", b"{}", "ends in “.json”; a matrix is read from CSV or a workbook"),
        ("a.csv", b"Capability,Robot\n" + b"x" * 201 + b",1\n", "A name has 201 characters"),
    ],
)
def test_what_is_no_matrix_is_refused_in_a_sentence(name: str, content: bytes, message: str) -> None:
    with pytest.raises(FileError) as caught:
        read_matrix(name, content)
    assert message in str(caught.value)


def test_the_matrix_of_our_own_workbook_comes_back_as_it_was() -> None:
    worksheet = worksheet_json.read(examples.read("tesla-bot"))
    found = read_matrix("x.xlsx", worksheet_tables.write_xlsx(worksheet), Choices(sheet="Matrix"))
    planned = plan_matrix(worksheet, found, taken=NOBODY)
    assert (planned.capabilities, planned.products, planned.links) == ((), (), ())
    assert planned.unchanged == len(worksheet.links)


def test_hidden_rows_of_a_matrix_are_told_and_can_be_left_out() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, cells in enumerate((["Capability", "Robot"], ["Vision", 9], ["Battery", 3])):
        sheet.write_row(number, 0, cells)
    sheet.set_row(2, options={"hidden": True})
    book.close()
    found = read_matrix("x.xlsx", file.getvalue())
    assert (found.capabilities, found.remarks) == (("Vision", "Battery"), ("1 hidden row was read: 3.",))
    left = read_matrix("x.xlsx", file.getvalue(), Choices(leaves_hidden=True))
    assert (left.capabilities, left.remarks) == (("Vision",), ("1 hidden row was left out: 3.",))


def test_what_a_matrix_names_is_found_or_new() -> None:
    empty = Worksheet(workshop=Workshop(title="Empty"))
    taken = {"capability": frozenset({"vision"}), "product": frozenset[str]()}
    planned = plan_matrix(empty, read("Capability,Robot", "Vision,9 adjust"), taken=taken)
    assert ([each.key for each in planned.capabilities], [each.key for each in planned.products]) == (
        ["vision-2"],
        ["robot"],
    )
    assert [(link.capability, link.product, link.need, link.fit) for link in planned.links] == [
        ("vision-2", "robot", STRONG, Fit.ADJUST)
    ]


def test_totals_are_no_capabilities_and_groups_above_the_headings_no_products() -> None:
    found = read_matrix("m.csv", b",Cars,Cars,Robots\nCapability,Sedan,Truck,Arm\nVision,9,3,1\nTotal,10,3,1\n")
    assert (found.capabilities, found.products) == (("Vision",), ("Sedan", "Truck", "Arm"))
    assert "Left out as a total: row 4: “Total”." in found.remarks


def test_words_of_other_languages_and_crosses_say_a_need() -> None:
    found = read_matrix("m.csv", "Fähigkeit;Ofen;Herd\nHeizen;stark;schwach\nKühlen;mittel;✗\n".encode())
    assert [need for need, _ in found.cells.values()] == [9, 1, 3, 0]
