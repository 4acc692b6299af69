import pytest
from flask import Flask
from jinja2 import Environment, UndefinedError

from reuse_app.store.stages import set_stage
from reuse_app.web.lists import TOKEN, Pieces
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, writer


def test_what_says_the_same_is_drawn_once() -> None:
    pieces, drawn = Pieces(), iter(["first", "second"])
    assert [pieces.get(key, lambda: next(drawn)) for key in ("a", "a", "b", "a")] == [
        "first",
        "first",
        "second",
        "first",
    ]


def test_what_rested_longest_leaves_when_there_is_no_more_room() -> None:
    text = "x" * 1_000
    pieces = Pieces(most_bytes=7_000)
    drawn = [pieces.get(key, lambda: text) for key in ("a", "b", "c", "a", "d")]
    anew: list[str] = []
    for key in ("d", "a", "c", "b"):
        pieces.get(key, lambda key=key: anew.append(key) or text)  # type: ignore[misc,func-returns-value]
    assert drawn == [text] * 5
    assert anew == ["b"]


@pytest.mark.parametrize("said", ["g.entered", "request.cookies", "session", "once_field()", "form_of", "config"])
def test_a_piece_can_say_nothing_of_who_asks(app: Flask, said: str) -> None:
    drawing = app.extensions["drawing"]
    assert isinstance(drawing, Environment)
    with app.test_request_context(), pytest.raises(UndefinedError):
        drawing.from_string(f"{{{{ {said} }}}}").render()


def test_a_kept_piece_holds_the_token_of_nobody_and_is_shown_with_that_of_who_asks(ann: Browser, carl: Browser) -> None:
    set_stage(writer(ann), Step.INVENTORY, access="open", own_only=False)
    ann.post("capabilities", name="Vision")
    for browser, other in ((ann, carl), (carl, ann), (ann, carl)):
        line = browser.open("inventory").partition('id="capability-vision"')[2].partition("</li>")[0]
        assert line.count(browser.token()) == 2
        assert other.token() not in line
        assert TOKEN not in line
