from reuse_app.analysis import analyse
from reuse_app.narrative.blocks import Block, Entry, Facts, Items, Paragraph, Table
from reuse_app.narrative.chapters.looked import read_board, write
from reuse_app.narrative.composing import compose
from reuse_app.narrative.material import Material
from reuse_app.worksheet import Aspect, Decision, Look, Origin, Product, Role, Worksheet
from tests.analysis.test_search import idea, worksheet
from tests.conftest import small_worksheet


def said(sheet: Worksheet) -> list[str]:
    section = write(Material(sheet, analyse(sheet)))
    told = [str(block.text) for block in blocks(sheet) if isinstance(block, Paragraph) and not block.is_note]
    return [section.finding, *told] if section else told


def blocks(sheet: Worksheet) -> tuple[Block, ...]:
    section = write(Material(sheet, analyse(sheet)))
    return section.blocks if section else ()


def board_of(sheet: Worksheet) -> Table:
    """The table of the board, which a page folds."""
    (folded,) = [block for block in blocks(sheet) if isinstance(block, Entry)]
    (board,) = [block for block in folded.blocks if isinstance(block, Table)]
    return board


def test_where_nobody_has_looked_there_is_nothing_to_say() -> None:
    assert blocks(small_worksheet()) == ()
    assert "looked" not in [section.key for section in compose(small_worksheet(), analyse(small_worksheet())).sections]


def test_ideas_that_are_all_near_are_a_reason_to_deal_far_ones() -> None:
    near = [idea(str(number), "vision", Aspect.BY_PRODUCT, "86") for number in range(3)]
    assert said(worksheet(*near))[:3] == [
        "3 ideas from the cards: 3 near.",
        "All ideas are near: deal far ones.",
        "1 by-product has led to no idea yet.",
    ]
    assert "All ideas" not in str(said(worksheet(*near, idea("far", "vision", Aspect.NATURE, "01"))))


def test_the_board_shows_ideas_and_where_nothing_came_to_mind() -> None:
    look = Look(capability="store", of=Aspect.NATURE, prompt="combine")
    sheet = worksheet(idea("a", "vision", Aspect.NATURE, "01"), looks=(look,))
    board = board_of(sheet)
    assert board.headers == ("Capability", "Farming", "Prompts", "Ideas")
    assert board.rows == (("Vision", "1", "", "1"), ("Store", "", "passed", "0"))
    assert said(sheet)[0] == "1 idea from the cards: 1 far. 1 card led to none so far."


def test_the_report_tells_where_a_chosen_product_came_from() -> None:
    origin = Origin(capability="vision", of=Aspect.BY_PRODUCT, prompt="Hay burns.", field="01", outside=True)
    product = Product(key="barn", name="Barn", origin=origin)
    sheet = small_worksheet(
        products=(product,), decisions=(Decision(product="barn", role=Role.PRIMARY, reason="Because."),)
    )
    sections = {section.key: section for section in compose(sheet, analyse(sheet)).sections}
    assert "looked" in sections
    (entry,) = [block for block in sections["products"].blocks if isinstance(block, Entry) and block.title == "Barn"]
    (more,) = [block for block in entry.blocks if isinstance(block, Entry)]
    (told,) = [block for block in more.blocks if isinstance(block, Facts)]
    assert dict(told.pairs)["Where it came from"] == (
        "What Camera vision leaves over, put to outsiders as “Hay burns.”. "
        "It came from outside the team, and lies in farming."
    )


def test_a_board_without_room_shows_what_was_looked_at_first_and_says_what_it_leaves_out() -> None:
    sheet = worksheet(idea("a", "store", Aspect.NATURE, "01"), idea("b", "store", Aspect.NATURE, "86"))
    board = read_board(sheet, most_rows=1, most_fields=1)
    assert board
    assert [(row.name, row.cells, row.ideas) for row in board.rows] == [("Store", (1,), 2)]
    assert board.left_out == "Not shown here: 1 block and 1 field."
    assert board.unseen.startswith("Nobody has looked in 19 fields yet: Mining, Making, Power")
    whole = read_board(sheet)
    assert whole
    assert [(row.name, row.cells) for row in whole.rows] == [("Store", (1, 1)), ("Vision", (None, None))]
    assert whole.untaken == ("Vision: Old pictures", "Store: Heat")
    assert not whole.left_out


def test_where_we_looked_names_what_came_from_outside() -> None:
    asked = Product(key="barn", name="Barn", origin=Origin(capability="vision", of=Aspect.NATURE, outside=True))
    sheet = worksheet(idea("a", "vision", Aspect.NATURE, "01"), asked)
    assert said(sheet)[0] == "2 ideas from the cards and from outside: 1 far."
    assert Items(("Barn",)) in blocks(sheet)
    board = board_of(sheet)
    assert board.headers == ("Capability", "Farming", "Outside", "Ideas")
    alone = worksheet(Product(key="barn", name="Barn", origin=Origin(outside=True)))
    assert blocks(alone)[:2] == (Paragraph("From outside the team:"), Items(("Barn",)))
