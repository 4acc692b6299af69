from reuse_app.analysis import analyse
from reuse_app.narrative.blocks import Paragraph, Table
from reuse_app.narrative.composing import compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import decision, product, sheet


def opening(worksheet: Worksheet) -> str:
    (chapter,) = compose(worksheet, analyse(worksheet), chapters=("open",)).sections
    return chapter.finding


def test_its_heading_counts_each_sort_of_what_is_open() -> None:
    worksheet = sheet(
        products=[product("arm", own_cost=1, value=2)], decisions=[decision("arm", "primary", reason="x")]
    )
    assert opening(worksheet) == "3 rules are broken, 7 things are not said yet and 7 steps are not finished."
    assert opening(sheet(products=[product("arm")])) == (
        "2 caveats go with the figures, 6 things are not said yet and 8 steps are not finished."
    )


def test_what_each_step_lacks_is_one_line() -> None:
    worksheet = sheet(products=[product("arm")])
    text = plain_text(compose(worksheet, analyse(worksheet), chapters=("open",)))
    assert "4 Products: 1 product has no application yet. 1 product has no customer yet." in text


def test_a_choice_of_which_nothing_is_planned_has_no_table_of_dashes() -> None:
    bare = sheet(products=[product("arm")], decisions=[decision("arm", "primary")])
    (chapter,) = compose(bare, analyse(bare), chapters=("next",)).sections
    assert chapter.blocks == (Paragraph("Nothing is planned yet for Arm: neither a test nor who sees to it."),)
    owned = sheet(products=[product("arm")], decisions=[decision("arm", "primary", owner="Ann")])
    (chapter,) = compose(owned, analyse(owned), chapters=("next",)).sections
    assert isinstance(chapter.blocks[0], Table)
