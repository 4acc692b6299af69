import pytest

from tests.web.conftest import Browser


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
