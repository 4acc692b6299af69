from typing import Any

import pytest

from tests.web.conftest import Browser
from tests.web.forms_of_a_page import forms_of


def test_an_unknown_address_says_so_and_leads_home(visitor: Browser) -> None:
    page = visitor.open("/no/such/place", expect=404)
    assert "There is nothing at this address" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("path", ["/%00", "/%ED%A0%80", "/" + "x" * 10_000, "/w/", "/w//frame/", "/<b>", "/w/a/b/c"])
def test_any_address_is_answered(visitor: Browser, path: str) -> None:
    visitor.open(path, expect=404)


def test_a_wrong_method_names_the_right_ones(visitor: Browser) -> None:
    answer = visitor.client.get("/workshops")
    assert answer.status_code == 405
    assert set(answer.allow) == {"POST", "OPTIONS"}
    assert "It belongs to a form" in answer.text


def test_a_script_gets_a_message_instead_of_a_page(ann: Browser) -> None:
    for path in ("/no/such/place", f"/w/{ann.workshop}/nature?capability=no-such", "/w/nosuchplac/frame"):
        answer = ann.client.get(path, headers={"Accept": "application/json"})
        assert answer.status_code in {403, 404}
        assert answer.get_json()["message"]


TYPED = "Lidar, <b>by night</b>\nand in fog"


def refused(browser: Browser, path: str, status: int, **fields: Any) -> str:
    """The page that refuses a form, on which what was typed still stands."""
    page = browser.post(path, expect=status, **fields)
    assert "What you typed" in page
    assert '<blockquote dir="auto">Lidar, &lt;b&gt;by night&lt;/b&gt;\nand in fog</blockquote>' in page
    return page


def test_what_was_typed_stands_on_every_page_that_refuses_it(ann: Browser, carl: Browser) -> None:
    for path, status in (("inventory", "later"), ("choose", "read-only")):
        ann.post(f"stages/{path}", access=status)
    refused(carl, "capabilities", 403, name="Lidar", description=TYPED)
    assert "Back to Choose" in refused(carl, "decisions/no-such", 403, reason=TYPED)
    refused(ann, "decisions/no-such", 404, reason=TYPED)
    ann.post("people/carl/muting")
    refused(carl, "notes", 403, text=TYPED)
    ann.post("closure")
    refused(carl, "notes", 403, text=TYPED)
    ann.post("people/carl/removal")
    refused(carl, "notes", 403, text=TYPED)


def test_what_was_refused_can_be_sent_again_from_there(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", access="closed")
    (again,) = forms_of(refused(carl, "capabilities", 403, name="Lidar", description=TYPED, once="1"))
    ann.post("stages/inventory", access="open")
    fields: dict[str, Any] = dict(again.fields)
    carl.post(again.action, **fields)
    assert [each["description"] for each in ann.worksheet()["capabilities"]] == [TYPED]


def test_what_no_page_of_ours_has_sent_is_not_repeated(ann: Browser, carl: Browser) -> None:
    ann.post("stages/inventory", access="closed")
    for sent in ({}, {"csrf": ann.token()}):
        answer = carl.client.post(f"/w/{ann.workshop}/capabilities", data={"name": TYPED, **sent})
        assert answer.status_code == 403
        assert "Lidar" not in answer.text


BROKEN = (
    ("multipart/form-data", b"--x\r\nno boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=csrf"),
    ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
    ("multipart/form-data; boundary=x", b"\x00\xff" * 1000),
    ("application/json", b'{"csrf": "x"}'),
    ("application/x-www-form-urlencoded", b"%" * 1000),
    ("application/x-www-form-urlencoded", b"csrf=%ED%A0%80&name=%00%FF"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"\x00c\x00s"),
    ("text/plain", b"csrf=x"),
    ("", b"csrf=x"),
)


@pytest.mark.parametrize(("content_type", "body"), BROKEN)
def test_a_request_that_is_no_form_is_answered(ann: Browser, content_type: str, body: bytes) -> None:
    ann.token()
    inside = (f"/w/{ann.workshop}/capabilities", f"/w/{ann.workshop}/inventory/preview")
    for path in ("/workshops", "/worksheets", *inside):
        answer = ann.client.post(path, data=body, content_type=content_type)
        assert answer.status_code in {400, 403, 413}, answer.text


def test_more_fields_than_a_form_has_are_answered(ann: Browser) -> None:
    fields = {f"field{number}": "x" for number in range(1_500)}
    ann.post("capabilities", expect=200, name="Vision", **fields)
    answer = ann.client.post(
        f"/w/{ann.workshop}/capabilities", data={"csrf": ann.token(), **fields}, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
