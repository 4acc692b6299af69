import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import update

from reuse_app.report.handouts import HANDOUTS
from reuse_app.store import Database, tables
from tests.web.conftest import Browser, refused_fields


@pytest.mark.parametrize("title", ["", "spring workshop", "Spring", "\x00", "x" * 10_000])
def test_a_workshop_goes_only_when_its_title_is_typed(ann: Browser, title: str) -> None:
    page = ann.post("removal", expect=422, title=title)
    assert refused_fields(page) == ["title"]
    assert f'value="{title}"' in page or title == "\x00"
    ann.open("frame")


def test_a_deleted_workshop_is_gone_for_everybody_and_from_the_disk(
    sqlite: Database, ann: Browser, tmp_path: Path
) -> None:
    ann.post("capabilities", name="Very secret capability")
    assert b"Very secret" in b"".join(file.read_bytes() for file in tmp_path.glob("reuse.db*"))
    page = ann.post("removal", title="  Spring \u00a0workshop ")
    assert ">Spring workshop<" not in page
    ann.open("frame", expect=403)
    ann.post("removal", expect=403, title="Spring workshop")
    assert sqlite.answers()
    assert b"Very secret" not in b"".join(file.read_bytes() for file in tmp_path.glob("reuse.db*"))


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


def rest(database: Database, days: int) -> None:
    """Let nothing have changed for so many days."""
    with database.write() as connection:
        connection.execute(update(tables.change).values(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days)))


def test_pages_say_when_a_workshop_goes_and_whoever_leads_can_keep_it(
    app: Flask, sqlite: Database, ann: Browser, carl: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEEP_FOR", dt.timedelta(days=365))
    rest(sqlite, 334)
    assert "workshop is deleted" not in ann.open("inventory")
    rest(sqlite, 336)
    told = ann.open("inventory")
    assert "Nothing has changed here for long. On <time" in told
    assert "Keep it as long again" in told
    seen = carl.open("frame")
    assert ("workshop is deleted" in seen, "Keep it as long again" in seen) == (True, False)
    assert "workshop is deleted" not in ann.post("keeping-on")
    monkeypatch.setitem(app.config, "KEEP_FOR", None)
    rest(sqlite, 5000)
    assert "workshop is deleted" not in ann.open("inventory")
