from reuse_app.analysis import analyse
from reuse_app.narrative.composing import compose
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
