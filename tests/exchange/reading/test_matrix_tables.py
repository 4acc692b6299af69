import io

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app import examples
from reuse_app.exchange import FileError, worksheet_json, worksheet_tables
from reuse_app.exchange.matrix_plan import plan_matrix
from reuse_app.exchange.reading.choices import Choices
from reuse_app.exchange.reading.found_matrix import FoundMatrix
from reuse_app.exchange.reading.matrix_tables import read_matrix
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


@pytest.mark.parametrize("sign", ["●", "+"])
def test_a_sign_that_is_never_repeated_is_a_mark(sign: str) -> None:
    found = read("Capability,Robot,Drone", f"Vision,{sign},", f"Arm,,{sign}")
    assert found.has_marks
    assert "2 cells say that there is a need and not how strong it is: read as moderate." in found.remarks


def test_a_ring_beside_a_full_circle_is_asked_about() -> None:
    found = read("Capability,Robot,Drone", "Vision,●,○", "Arm,○,●")
    assert sorted(found.cells.values()) == [(STRONG, None), (STRONG, None)]
    assert [(word.word, word.need) for word in found.words] == [("○", None)]


def test_a_mark_stands_for_the_need_that_somebody_says() -> None:
    found = read("Capability,Robot", "Vision,x", "Arm,9", mark=STRONG)
    assert found.has_marks
    assert found.cells[0, 0] == (STRONG, None)
    assert found.remarks == ("1 cell says that there is a need and not how strong it is: read as strong.",)


def test_links_that_are_listed_one_in_each_row_are_read() -> None:
    lines = ("The map of 2026", "Product,Capability,Need,Fit,Note", "Robot,Vision,9,as is,", "Drone,Vision,3,,old")
    found = read(*lines, "Robot,Arm,,rework,", "Drone,Arm,,,", "Robot,Arm,,rework,", "Drone,Leg,lots,,")
    assert (found.capabilities, found.products) == (("Vision", "Arm", "Leg"), ("Robot", "Drone"))
    assert found.is_list
    assert found.cells == {(0, 0): (STRONG, Fit.AS_IS), (0, 1): (MODERATE, None), (1, 0): (MODERATE, Fit.REWORK)}
    assert found.remarks == (
        "1 cell says that there is a need and not how strong it is: read as moderate.",
        "Left out, as no need can be read in them: row 8.",
        "No products, and left out: “Note”.",
    )
    with pytest.raises(FileError, match="Row 5 says something else of “vision” for “Robot” than row 3"):
        read(*lines, "Robot,vision,1,as is,")


def test_the_links_of_our_own_tables_are_read_by_their_keys() -> None:
    worksheet = worksheet_json.read(examples.read("tesla-bot"))
    content = worksheet_tables.write_xlsx(worksheet)
    planned = plan_matrix(worksheet, read_matrix("x.xlsx", content, Choices(sheet="Links")), taken=NOBODY)
    assert (planned.capabilities, planned.products, planned.links) == ((), (), ())
    assert planned.unchanged == len(worksheet.links)


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
    assert "Left out as a total or a note: row 4: “Total”." in found.remarks


def test_words_of_other_languages_and_crosses_say_a_need() -> None:
    found = read_matrix("m.csv", "Fähigkeit;Ofen;Herd\nHeizen;stark;schwach\nKühlen;mittel;✗\n".encode())
    assert [need for need, _ in found.cells.values()] == [9, 1, 3, 0]


@pytest.mark.parametrize(
    "rows",
    [
        "Capacité;Robot;Drone\nVision;élevé;faible\nBras;moyen;aucun",
        "Capacidad;Robot;Dron\nVisión;alto;bajo\nBrazo;medio;ninguno",
        "Vermogen;Robot;Drone\nZicht;sterk;laag\nArm;gemiddeld;geen",
        "Förmåga;Robot;Drönare\nSyn;hög;låg\nArm;medel;ingen",
        "Способность;Робот;Дрон\nЗрение;сильно;низкая\nРука;средне;нет",
        "Zdolność;Robot;Dron\nWzrok;wysoki;słaby\nRamię;średni;brak",
        "能力,ロボット,ドローン\n視覚,強,弱\n腕,中,無",
        "能力,ロボット,ドローン\n視覚,◎,△\n腕,○,×",
        "能力,机器人,无人机\n视觉,高,低\n手臂,中,无",
        "Capability,Robot,Drone\nVision,●,◔\nArm,◐,○",
        "Capability,Robot,Drone\nVision,●,△\nArm,○,×",
        "Capability,Robot,Drone\nVision,●●●,●\nArm,●●,-",
        "Capability,Robot,Drone\nVision,★★★,★☆☆\nArm,★★☆,❌",
        "Capability,Robot,Drone\nVision,strong (9),1 - weak\nArm,3 (moderate),none",
        "Capability,Robot,Drone\nVision,5,1\nArm,3,0",
        "Capability,Robot,Drone\nVision,3,1\nArm,2,0",
        "Capability,Robot,Drone\nVision,100%,10%\nArm,50%,0%",
        'Capability,Robot,Drone\nVision,"9,0","1,0"\nArm,"3,0","0,0"',
        "ID,Capability,Owner,Weight,Robot,Drone,Total\nB-1,Vision,Ann,3,9,1,10\nB-2,Arm,Bob,1,3,0,3",
        "L1,L2,Robot,Drone\nSee,Vision,9,1\n,Arm,3,0\nLegend: 9 is strong and 1 weak,,,",
        "Products / Capabilities,Vision,Arm\nRobot,9,3\nDrone,1,0",
        "Produkt;Sehen;Arm\nRoboter;stark;mittel\nDrohne;schwach;kein",
    ],
)
def test_a_matrix_is_read_in_the_words_signs_and_scale_that_it_has(rows: str) -> None:
    found = read_matrix("m.csv", rows.encode())
    assert {cell: need for cell, (need, _) in found.cells.items()} == {
        (0, 0): STRONG,
        (0, 1): WEAK,
        (1, 0): MODERATE,
        (1, 1): NONE,
    }


def test_what_a_scale_and_words_of_their_own_mean_is_told_and_can_be_chosen() -> None:
    rows = b"Capability,Robot,Drone\nVision,5,core\nArm,core,2\nLeg,4,perhaps\nFoot,perhaps,1\n"
    found = read_matrix("m.csv", rows)
    assert "Numbers were read as a scale of 0 to 5: up to a third weak" in " ".join(found.remarks)
    assert {word.word: (word.cells, word.need) for word in found.words} == {
        "5": (1, STRONG),
        "core": (2, None),
        "2": (1, MODERATE),
        "4": (1, STRONG),
        "perhaps": (2, None),
        "1": (1, WEAK),
    }
    said = read_matrix("m.csv", rows, Choices(needs={"core": "9", "2": "1"}))
    assert [need for need, _ in said.cells.values()] == [STRONG, STRONG, STRONG, WEAK, STRONG, WEAK]


def test_a_slip_among_our_numbers_makes_no_scale_and_only_ones_are_marks() -> None:
    found = read("Capability,Robot,Drone", "Vision,9,3", "Arm,5,1", "Leg,1,9")
    assert "row 3, column Robot: “5”" in found.remarks[0]
    assert len(found.cells) == 5
    ones = read("Capability,Robot,Drone", "Vision,1,0", "Arm,0,1")
    assert (ones.has_marks, ones.cells[0, 0]) == (True, (MODERATE, None))


def test_what_rows_are_is_told_where_no_heading_says_it_and_can_be_chosen() -> None:
    content = b",Robot,Drone\nVision,9,3\n"
    assert "Rows were read as capabilities, columns as products." in read_matrix("m.csv", content).remarks
    turned = read_matrix("m.csv", content, Choices(rows="products"))
    assert (turned.capabilities, turned.products) == (("Robot", "Drone"), ("Vision",))


def test_fits_are_read_in_many_languages() -> None:
    found = read(
        "Capability,A,B,C", "Vision,Reuse as-is,anpassen,неu", "Arm,tel quel,adapter,新規", "Leg,9 / neu,,改修"
    )
    fits = [Fit.AS_IS, Fit.ADJUST, Fit.AS_IS, Fit.ADJUST, Fit.NEW, Fit.NEW, Fit.REWORK]
    assert [fit for _, fit in found.cells.values()] == fits
