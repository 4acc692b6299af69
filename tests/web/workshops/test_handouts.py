"""Hand-outs for whoever leads: nothing that a report would not tell, and the code only while it lets people in."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reuse_app.report.handouts import HANDOUTS
from tests.web.conftest import Browser


def text_of(browser: Browser, kind: str, paper: str = "a4") -> str:
    """What stands on a hand-out."""
    answer = browser.client.get(f"/w/{browser.workshop}/handouts/{kind}.pdf?paper={paper}")
    assert answer.status_code == 200, answer.text
    name = f'attachment; filename="{answer.headers["Content-Disposition"].partition(chr(34))[2]}'
    assert name.endswith(f'-{kind}.pdf"')
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def test_every_hand_out_is_offered_and_comes_as_a_file(ann: Browser) -> None:
    page = ann.open("settings")
    for kind in HANDOUTS:
        assert f'formaction="/w/{ann.workshop}/handouts/{kind}.pdf"' in page
        assert text_of(ann, kind, "letter")


def test_what_is_hidden_is_on_no_paper(ann: Browser) -> None:
    ann.post("capabilities", name="Known by all")
    ann.post("capabilities", name="Kept back", seen=2)
    for kind in ("own", "capabilities"):
        assert "Kept back" in text_of(ann, kind)
    ann.post("marks", part="capability", key="kept-back", marking="hidden")
    for kind in ("own", "capabilities"):
        shown = text_of(ann, kind)
        assert "Known by all" in shown
        assert "Kept back" not in shown


def test_nobody_is_let_in_by_paper_once_the_workshop_is_closed(ann: Browser) -> None:
    assert "You are invited to" in text_of(ann, "join")
    ann.post("closure")
    assert "The workshop is closed" in ann.open("handouts/join.pdf", expect=409)
    assert "join.pdf" not in ann.open("settings")
    assert text_of(ann, "prompts")


@pytest.mark.parametrize(("path", "status"), [("secrets.pdf", 404), ("blank.pdf?paper=a0", 400)])
def test_what_there_is_not_is_refused(ann: Browser, path: str, status: int) -> None:
    ann.open(f"handouts/{path}", expect=status)
