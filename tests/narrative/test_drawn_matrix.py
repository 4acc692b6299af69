from reuse_app.narrative.drawn_matrix import DrawnCell, DrawnMatrix, draw_matrix
from reuse_app.worksheet import Capability, Fit, Link, Need, Status
from tests.conftest import small_worksheet

BLOCKS = tuple(Capability(key=f"b{n}", name=f"Block {n}") for n in range(7))
GAP = Capability(key="hand", name="Hand", status=Status.MISSING)
ROBOT = Link(capability="vision", product="robot", need=Need.STRONG, fit=Fit.AS_IS, return_flow="Scenes")


def drawn(*links: Link, newest: Link | None = None) -> DrawnMatrix:
    sheet = small_worksheet(capabilities=(Capability(key="vision", name="Vision"), *BLOCKS, GAP), links=links)
    found = draw_matrix(sheet, most_rows=4, most_products=9, newest=newest)
    assert found
    return found


def test_a_cell_says_fit_need_and_what_flows_back() -> None:
    row = drawn(ROBOT).rows[0]
    place = [each.key for each in drawn().products].index("robot")
    assert row.cells[place] == DrawnCell("as-is", "as is", "strong", "●●●", flows_back=True)
    assert row.cells[1 - place] == DrawnCell()
    assert row.needed_by == 1


def test_the_part_is_drawn_where_the_newest_cell_is_and_is_as_large_as_can_be() -> None:
    gap = Link(capability="hand", product="robot", need=Need.WEAK)
    found = drawn(ROBOT, gap, newest=gap)
    assert [each.name for each in found.rows] == ["Block 4", "Block 5", "Block 6", "Hand"]
    assert (found.gaps, found.part, found.turn, found.turns) == (1, "Capabilities 6 to 9 of 9", 2, 3)
    assert [each.style for each in found.rows[-1].cells if each.is_newest] == ["build"]
    assert drawn(ROBOT, gap).rows[0].name == "Vision"


def test_every_row_and_column_is_on_one_of_its_parts() -> None:
    sheet = small_worksheet(capabilities=(Capability(key="vision", name="Vision"), *BLOCKS, GAP), links=())
    parts = [draw_matrix(sheet, most_rows=4, most_products=1, turn=turn) for turn in range(6)]
    seen = {(row.name, each.key) for part in parts if part for row in part.rows for each in part.products}
    products = (*sheet.home_products, *sheet.considered)
    assert seen == {(row.name, each.key) for row in sheet.capabilities for each in products}
    beyond = draw_matrix(sheet, most_rows=4, most_products=1, turn=99)
    assert beyond == parts[-1]


def test_nothing_is_drawn_of_an_empty_map() -> None:
    assert draw_matrix(small_worksheet(products=(), links=()), most_rows=4, most_products=9) is None


def test_without_a_word_on_fit_a_cell_says_so() -> None:
    said = [each.fit for each in drawn(ROBOT.model_copy(update={"fit": None})).rows[0].cells if each.fit]
    assert said == ["fit open"]
