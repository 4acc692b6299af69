import io
import json
from pathlib import Path
from typing import Any

import pytest

from reuse_app import examples, guide
from reuse_app.exchange import worksheet_json
from reuse_app.store import Database
from tests.exchange.worksheets import with_hidden_rows
from tests.web.conftest import Browser, refused_fields
from tests.web.test_routes import secret_of


def upload(browser: Browser, content: bytes) -> str:
    return browser.upload("/worksheets", content, "worksheet.json", expect=422)


def test_home_asks_the_question_and_offers_every_example(visitor: Browser) -> None:
    page = visitor.open("/")
    assert "What else could you make from what you already have?" in page
    assert all(f'action="/examples/{example.name}"' in page for example in examples.EXAMPLES)
    assert all(guide.story_card(name).source.split(",")[0] in page for name in guide.STORIES)
    assert "Continue" not in page


def test_starting_a_workshop_leads_to_frame_and_home_remembers_it(visitor: Browser) -> None:
    assert visitor.enter("/workshops", title="  Spring   workshop ", name="Ann") == "frame"
    assert ">Spring workshop<" in visitor.open("/")
    assert visitor.worksheet()["participants"] == [{"key": "ann", "name": "Ann"}]
    assert len(visitor.worksheet()["factors"]) == 6


@pytest.mark.parametrize("path", ["/workshops", "/examples/recaptcha"])
def test_the_same_form_sent_twice_starts_one_workshop(visitor: Browser, stranger: Browser, path: str) -> None:
    def address(browser: Browser, **fields: str) -> str:
        browser.enter(path, **{"title": "Spring", "name": "Ann", "once": "a", **fields})
        browser.open("frame")
        return browser.workshop

    first = address(visitor)
    assert address(visitor) == first
    assert first not in {address(visitor, once="b"), address(visitor, once=""), address(stranger)}


def test_a_form_with_another_content_starts_another_workshop(visitor: Browser) -> None:
    visitor.enter("/workshops", title="Spring", name="Ann", once="a")
    visitor.enter("/workshops", title="Summer", name="Ann", once="a")
    assert visitor.worksheet()["workshop"]["title"] == "Summer"


def test_another_browser_does_not_see_my_workshops(ann: Browser, stranger: Browser) -> None:
    assert ">Spring workshop<" in ann.open("/")
    assert ">Spring workshop<" not in stranger.open("/")


@pytest.mark.parametrize(
    ("title", "name", "wrong"),
    [
        ("", "Ann", ["title"]),
        ("Spring", " \u00a0 ", ["name"]),
        ("x" * 201, "y" * 201, ["title", "name"]),
        ("\x00" * 201, "Ann", ["title"]),
    ],
)
def test_a_workshop_needs_a_title_and_a_name(visitor: Browser, title: str, name: str, wrong: list[str]) -> None:
    page = visitor.post("/workshops", expect=422, title=title, name=name)
    assert refused_fields(page) == wrong
    assert ("Say what the workshop is called.</a> <small>What is it called?</small>" in page) == (not title)
    assert ("Say the name.</a> <small>Your name</small>" in page) == name.isspace()
    assert 'value="Ann"' in page or name != "Ann"
    assert "Continue" not in visitor.open("/")


def test_a_title_of_200_characters_fits(visitor: Browser) -> None:
    visitor.enter("/workshops", title="x" * 200, name="y" * 200)


def test_a_name_in_any_script_starts_a_workshop(visitor: Browser) -> None:
    visitor.enter("/workshops", title="ワークショップ", name="山田")
    assert visitor.worksheet()["participants"] == [{"key": "facilitator", "name": "山田"}]


def test_an_unknown_example_is_nowhere(visitor: Browser) -> None:
    visitor.post("/examples/no-such", expect=404)
    visitor.post("/examples/..%2f..%2fetc", expect=404)


def test_each_opening_of_an_example_is_a_copy_of_its_own(tesla: Browser, bob: Browser) -> None:
    bob.enter("/examples/tesla-bot")
    bob.post("capabilities", name="Only Bob has this")
    assert "Only Bob" not in tesla.open("inventory")


@pytest.mark.parametrize("name", [example.name for example in examples.EXAMPLES])
def test_a_worksheet_file_comes_back_byte_for_byte(visitor: Browser, name: str) -> None:
    content = worksheet_json.write(worksheet_json.read(examples.read(name))).encode()
    visitor.enter("/worksheets", file=(io.BytesIO(content), "worksheet.json"))
    answer = visitor.client.get(f"/w/{visitor.workshop}/worksheet.json")
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    assert answer.headers["Cache-Control"] == "no-store"


def test_hidden_rows_of_a_workbook_that_is_given_back_are_told(visitor: Browser) -> None:
    content = with_hidden_rows(worksheet_json.read(examples.read("tesla-bot")))
    first_page = visitor.enter("/worksheets", file=(io.BytesIO(content), "worksheet.xlsx"))
    assert "2 hidden rows of the file were read too." in visitor.open(first_page)


def test_every_mistake_of_a_file_is_listed_at_once(visitor: Browser) -> None:
    wrong = {"workshop": {"title": ""}, "products": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}
    page = upload(visitor, json.dumps({"format": "reuse-worksheet", "version": 1, **wrong}).encode())
    assert "workshop.title" in page
    assert "products[2] (a)" in page
    assert 'href="#file"' in page
    assert 'aria-describedby="file-about" autofocus' in page


def test_a_file_of_nothing_but_mistakes_is_listed_in_part(visitor: Browser) -> None:
    wrong = {"workshop": {"title": "x"}, "products": [{} for _ in range(500)]}
    assert "and 950 more" in upload(visitor, json.dumps({"format": "reuse-worksheet", "version": 1, **wrong}).encode())


DEEP = b'{"format": "reuse-worksheet", "version": 1, "workshop": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
NUMBERS: list[Any] = [float("nan"), float("inf"), 10**400, -(2**63) - 1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 10,
        b"\xff\xfe",
        b"PK\x03\x04 not a workbook",
        b"null",
        b"[]",
        b'"\\ud800"',
        b"{" * 100_000,
        DEEP,
        b'{"format": "reuse-worksheet"}',
        b"1" * 100_000,
        b" " * 6_000_000,
    ],
    ids=lambda content: content[:12].hex(),
)
def test_a_file_that_is_no_worksheet_is_refused_with_a_reason(visitor: Browser, content: bytes) -> None:
    assert "This file is not a worksheet yet" in upload(visitor, content)


def test_a_request_beyond_all_measure_is_refused(visitor: Browser) -> None:
    visitor.token()
    answer = visitor.client.post("/worksheets", data=b" " * 9_000_000, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "That is too large" in answer.text


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_odd_numbers_are_mistakes_with_a_place(visitor: Browser, number: Any) -> None:
    content = {"format": "reuse-worksheet", "version": 1, "workshop": {"title": "x", "budget": number}}
    assert "workshop.budget" in upload(visitor, json.dumps(content).encode())


def test_no_file_chosen_is_an_empty_file(visitor: Browser) -> None:
    assert "The file is empty" in visitor.post("/worksheets", expect=422)


def test_the_secret_is_nowhere_in_the_database(sqlite: Database, ann: Browser, tmp_path: Path) -> None:
    cookie = ann.client.get_cookie("reuse_browser")
    assert cookie
    assert sqlite.answers()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("reuse.db*"))
    assert ann.workshop.encode() in content
    for secret in (cookie.value, secret_of(ann)):
        assert secret.encode() not in content
        assert secret.encode().hex().encode() not in content
