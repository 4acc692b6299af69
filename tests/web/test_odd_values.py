"""Values that no person types and every program may send are answered."""

import pytest

from reuse_app.exchange import worksheet_json
from tests.web.conftest import Browser, check, code
from tests.web.forms_of_a_page import forms_of

VALUES = (
    b"9223372036854775808",
    b"-9223372036854775809",
    b"9" * 5_000,
    b"1e400",
    b"NaN",
    b"-Infinity",
    b"1_0",
    "٣".encode(),
    b"%ED%A0%80",
    b"%00",
    b"x" * 32_768,
    b"[" * 100_000,
    b"",
)
"""As they stand in the body of a form."""
ANSWERS = {200, 201, 303, 400, 403, 404, 409, 422}

QUERY = (
    "page=999999999999&open=../../etc&q=%00&kind=%ED%A0%80&show=x&product=no-such&prompt=%3Cscript%3E",
    "page=-1&open=%00&removed=" + "9" * 5_000,
    "page=" + "9" * 5_000 + "&q=" + "[" * 5_000 + "&round=1&removed=%ED%A0%80",
    "page=NaN&q=" + "x" * 32_768,
    "&".join(f"a{number}=x" for number in range(2_000)),
    "=&&==&page&open",
)


@pytest.mark.parametrize(
    "path", ["frame", "inventory?open=vision", "nature", "products?open=robot", "map?cell=vision:robot", "score"]
)
def test_every_field_of_every_form_is_answered(tesla: Browser, path: str) -> None:
    send_odd_values(tesla, path)


@pytest.mark.parametrize("path", ["choose", "iterate", "settings"])
def test_every_field_of_the_later_forms_is_answered(tesla: Browser, path: str) -> None:
    send_odd_values(tesla, path)


@pytest.mark.parametrize(
    "path", ["room", "people", "me", "copies", "versions", "tokens", "shelf", "products", "inventory", "spread"]
)
def test_every_field_of_the_forms_of_a_room_is_answered(ann: Browser, carl: Browser, path: str) -> None:
    for name in ("Vision", "vision."):
        ann.post("capabilities", name=name)
        ann.post("products", name=f"{name} for all")
    for step in ("inventory", "products", "score"):
        ann.post(f"stages/{step}", access="open")
    ann.post("capabilities/vision-2", name="Sight", seen="99")
    send_odd_values(ann, path)
    if path in ("me", "products", "inventory"):
        send_odd_values(carl, path)


@pytest.mark.parametrize("value", VALUES)
def test_joining_answers_odd_values(ann: Browser, stranger: Browser, value: bytes) -> None:
    for code_, name in ((code(ann).encode(), value), (value, b"Carl")):
        body = b"csrf=" + stranger.token().encode() + b"&code=" + code_ + b"&name=" + name
        answer = stranger.client.post("/join", data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in ANSWERS


@pytest.mark.parametrize("minutes", ["1" + "0" * 30, "-1", "1e3", "٣", "\0", "\ud800", "", "NaN"])
def test_odd_minutes_are_refused_in_words(ann: Browser, minutes: str) -> None:
    sent = minutes.encode("utf-8", "surrogatepass")
    assert (
        ann.client.post(f"/w/{ann.workshop}/timer", data={"csrf": ann.token(), "minutes": sent}).status_code == 422
    ), minutes


def send_odd_values(browser: Browser, path: str) -> None:
    """Send one form of each kind on a page with odd values, one at a time, different ones in each field."""
    kinds = {tuple(sorted(form.fields)): form for form in forms_of(browser.open(path))}
    for form in (each for each in kinds.values() if not each.action.endswith("/departure")):
        for place, name in enumerate(sorted(form.fields.keys() - {"csrf"})):
            for value in VALUES if name in {"seen", "once"} else VALUES[place % 4 :: 4]:
                body = f"csrf={browser.token()}&{name}=".encode() + value
                answer = browser.client.post(
                    form.action,
                    data=body,
                    content_type="application/x-www-form-urlencoded",
                    headers={"Accept": "application/json"},
                )
                assert answer.status_code in ANSWERS, (form.action, name, value[:20], answer.status_code)
    browser.open("frame")
    worksheet_json.read(browser.client.get(f"/w/{browser.workshop}/report.json").data)


@pytest.mark.parametrize("query", QUERY)
def test_every_page_answers_odd_questions(tesla: Browser, query: str) -> None:
    for page in ("frame", "inventory", "nature", "products", "map", "score", "settings"):
        answer = tesla.client.get(f"/w/{tesla.workshop}/{page}?{query}")
        assert answer.status_code in {200, 404}, page
    check(tesla.client.get(f"/w/{tesla.workshop}/map?{query}").text)


def test_odd_values_come_back_on_a_page_that_is_well_formed(ann: Browser) -> None:
    for value in ("\x00", "9" * 5_000, "x" * 32_768, "[" * 100_000, "\x85\x9f\ufdd0\U0010ffff"):
        ann.post("frame", expect=422, budget="x", title="x" * 201, purpose=value, unit=value)
