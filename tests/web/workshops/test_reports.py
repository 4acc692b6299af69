"""The report on a page and as files, with names or without."""

import datetime as dt
import io
import json
import re
import sys
import zipfile

import pytest

from reuse_app.report import FIGURES
from reuse_app.web.workshops.reports import FILES
from tests.web.conftest import Browser

STARTS = {
    "pdf": b"%PDF-1.7",
    "docx": b"PK",
    "pptx": b"PK",
    "html": b"<!doctype html>",
    "md": b"---",
    "xlsx": b"PK",
    "csv": b"PK",
    "json": b"{",
}


def test_every_format_is_asked_for_here() -> None:
    assert STARTS.keys() == FILES.keys()


@pytest.mark.parametrize("kind", STARTS)
def test_every_format_is_a_download_and_the_same_twice(tesla: Browser, kind: str) -> None:
    answer = tesla.client.get(f"/w/{tesla.workshop}/report.{kind}")
    assert answer.status_code == 200
    assert answer.data.startswith(STARTS[kind])
    ending = "csv.zip" if kind == "csv" else kind
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="tesla-bot')
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    assert answer.data == tesla.client.get(f"/w/{tesla.workshop}/report.{kind}").data


@pytest.mark.parametrize("kind", STARTS)
def test_an_empty_workshop_has_every_format(ann: Browser, kind: str) -> None:
    assert ann.client.get(f"/w/{ann.workshop}/report.{kind}").status_code == 200


def test_the_page_offers_every_format(tesla: Browser) -> None:
    page = tesla.open("report")
    for kind in STARTS:
        assert f'formaction="/w/{tesla.workshop}/report.{kind}"' in page


@pytest.mark.parametrize("kind", STARTS)
def test_nobody_is_named_when_pseudonyms_are_asked_for(tesla: Browser, kind: str) -> None:
    people = [each["name"] for each in tesla.worksheet()["participants"] if each["name"] != "Finance"]
    """A field of the economy is called Finance too."""
    assert people
    plain = text_in(tesla.client.get(f"/w/{tesla.workshop}/report.json").data)
    assert all(json.dumps(name)[1:-1] in plain or name in plain for name in people)
    shown = text_in(tesla.client.get(f"/w/{tesla.workshop}/report.{kind}?people=pseudonyms").data)
    assert not [name for name in people if name in shown]


def text_in(data: bytes) -> str:
    """What stands in a file, its parts included when it is a zip."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


def uncounted(text: str) -> str:
    """Text without the numbers of figures and tables, and without letters of the annex."""
    return re.sub(r"(Figure|Table) \d+: |Annex \w: ", "", text)


def test_every_chapter_on_the_page_can_be_taken_away_alone(tesla: Browser) -> None:
    page = tesla.open("report")
    whole = tesla.client.get(f"/w/{tesla.workshop}/report.md").text
    offered = re.findall(r'name="chapter" value="(\w+)"> ([^<]+)<', page)
    assert len(offered) > 9
    for key, title in offered:
        alone = tesla.client.get(f"/w/{tesla.workshop}/report.md?chapter={key}").text
        assert re.findall("^## (?:Annex A: )?(.+)$", alone, re.MULTILINE) == [title]
        assert uncounted(alone.partition("\n## ")[2].strip()) in uncounted(whole)


def test_several_chapters_come_in_the_order_of_the_report(tesla: Browser) -> None:
    wanted = "chapter=inventory&chapter=summary"
    alone = tesla.client.get(f"/w/{tesla.workshop}/report.html?{wanted}").text
    assert re.findall('<li><a href="#report-([a-z]+)"', alone) == ["summary", "inventory"]
    for kind in ("pdf", "docx"):
        path = f"/w/{tesla.workshop}/report.{kind}"
        assert len(tesla.client.get(f"{path}?{wanted}").data) < len(tesla.client.get(f"{path}?annex=yes").data) / 2


def test_the_annex_of_the_pdf_is_there_when_it_is_asked_for(tesla: Browser) -> None:
    assert re.search(r'<input type="checkbox" name="annex" value="yes">', tesla.open("report"))
    path = f"/w/{tesla.workshop}/report"
    usual, with_annex = (len(tesla.client.get(f"{path}.pdf{asked}").data) for asked in ("", "?annex=yes"))
    assert with_annex > usual * 1.3
    assert "How every number was computed" in tesla.client.get(f"{path}.md").text
    assert "How every number was computed" not in tesla.client.get(f"{path}.md?annex=no").text
    tesla.open("report.pdf?annex=perhaps", expect=400)


def test_a_file_says_when_the_worksheet_last_changed(tesla: Browser) -> None:
    today = dt.datetime.now(dt.UTC).date()
    days = [(today - dt.timedelta(days=back)).isoformat() for back in (0, 1)]
    said = re.search(r"^(\S+) · Worksheet [0-9a-f]{8}$", tesla.client.get(f"/w/{tesla.workshop}/report.md").text, re.M)
    assert said
    assert said[1] in days


def test_an_unknown_chapter_is_refused(tesla: Browser) -> None:
    page = tesla.open("report.md?chapter=answer&chapter=secrets", expect=400)
    assert "The address says “secrets” for “chapter”, which may be “summary”, " in page


def test_an_unknown_format_is_not_there(tesla: Browser) -> None:
    tesla.open("report.exe", expect=404)
    tesla.open("report.", expect=404)


def test_a_wish_about_people_that_is_not_understood_names_nobody(tesla: Browser) -> None:
    page = tesla.open("report.md?people=nobody", expect=400)
    assert "could not be read" in page


def test_the_page_says_which_letters_a_pdf_has_no_fonts_for(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "empty boxes" not in ann.open("report")
    monkeypatch.setitem(sys.modules, "manimgx_fonts", None)
    ann.post("capabilities", name="ระบบควบคุม 🤖")
    assert "Letters of Thai and emoji are empty boxes in the PDF" in ann.open("report")


def test_strangers_get_no_report(tesla: Browser, stranger: Browser) -> None:
    stranger.workshop = tesla.workshop
    for kind in STARTS:
        stranger.open(f"report.{kind}", expect=403)


@pytest.mark.parametrize("key", FIGURES)
def test_every_figure_on_a_page_is_a_picture_to_take_away(tesla: Browser, key: str) -> None:
    assert f'href="figures/{key}.png"' in tesla.open("report")
    svg = tesla.client.get(f"/w/{tesla.workshop}/figures/{key}.svg")
    assert svg.headers["Content-Disposition"] == f'attachment; filename="tesla-bot-{key}.svg"'
    assert b"var(" not in svg.data, "it needs no style sheet"
    assert f'id="figure-{key}' in svg.text
    assert svg.data == tesla.client.get(f"/w/{tesla.workshop}/figures/{key}.svg").data
    png = tesla.client.get(f"/w/{tesla.workshop}/figures/{key}.png")
    assert (png.data[:8], png.content_type) == (b"\x89PNG\r\n\x1a\n", "image/png")


def test_what_is_not_drawn_is_no_picture(ann: Browser) -> None:
    for path in ("figures/heat-map.svg", "figures/tornado.png", "figures/no-such.svg"):
        assert ann.client.get(f"/w/{ann.workshop}/{path}").status_code == 404
