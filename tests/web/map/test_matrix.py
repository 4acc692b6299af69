from flask import Flask

from reuse_app.web.forms.form import Draft
from reuse_app.web.map.matrix import MatrixRow, cells_of, lay_out
from reuse_app.worksheet import Fit, Link, Need, Worksheet
from tests.conftest import small_worksheet


def row_of(worksheet: Worksheet, draft: Draft | None = None) -> MatrixRow:
    return lay_out(worksheet, {}, draft).rows[0]


def test_a_row_that_says_something_else_is_rendered_anew(app: Flask) -> None:
    link = Link(capability="vision", product="robot", need=Need.STRONG, fit=Fit.AS_IS, return_flow="<Scenes>")
    with app.test_request_context():
        before = cells_of(row_of(small_worksheet()), "robot", "/map?cell=")
        after = cells_of(row_of(small_worksheet(links=(link,))), "robot", "/map?cell=")
        assert "&lt;Scenes&gt;" in after
        assert "Scenes" not in before
        assert cells_of(row_of(small_worksheet()), "car", "/map?cell=") != before
        assert "/elsewhere?cell=vision:robot" in cells_of(row_of(small_worksheet()), "car", "/elsewhere?cell=")


def test_what_one_person_typed_is_shown_to_nobody_else(app: Flask) -> None:
    draft = Draft("row-vision", {"cell_robot": "3:adjust"}, {"cell_robot": "Choose again."})
    chosen = 'value="3:adjust" selected'
    with app.test_request_context():
        assert chosen in cells_of(row_of(small_worksheet(), draft), "robot", "/map?cell=")
        assert chosen not in cells_of(row_of(small_worksheet()), "robot", "/map?cell=")
