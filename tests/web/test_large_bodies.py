"""Bodies that are made to be expensive are answered within 5 s of CPU and 300 MB of memory, and never fail."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import make_url

from reuse_app.store import Database
from reuse_app.web import create_app
from reuse_app.web.server.bodies import MOST_ENCODED, MOST_FIELDS
from tests.exchange.hostile import CSV, JSON, WORKBOOKS
from tests.limits import within_limits
from tests.web.conftest import PUBLIC_URL, Browser

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
ROOM = 7_900_000
"""Bytes: just below the largest body."""


def part(head: bytes, content: bytes = b"") -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="csrf"' + head + b"\r\n\r\n" + content + b"\r\n--x--\r\n"


BODIES: dict[str, tuple[str, Callable[[], bytes], set[int]]] = {
    "900,000 fields": (FORM, lambda: b"&".join(b"%x=" % number for number in range(900_000)), {413}),
    "fields of one name": (FORM, lambda: b"a&" * (ROOM // 2), {413}),
    "as many fields as there may be": (
        FORM,
        lambda: b"&".join(b"%x=1" % number for number in range(MOST_FIELDS)),
        {403},
    ),
    "percents": (FORM, lambda: b"csrf=" + b"%" * ROOM, {413}),
    "halves of characters": (FORM, lambda: b"csrf=" + b"%ED%A0%80" * (MOST_ENCODED // 3), {403}),
    "no boundary": ("multipart/form-data", lambda: b"--x\r\n", {400, 403}),
    "an empty boundary": ("multipart/form-data; boundary=", lambda: b"--\r\n", {400, 403}),
    "a long boundary": (f"multipart/form-data; boundary={'x' * 100_000}", lambda: b"--" + b"x" * ROOM, {400, 403, 413}),
    "no end": (PARTS, lambda: part(b"")[:-7], {400, 403}),
    "a long head": (PARTS, lambda: part(b"\r\nX: " + b"a" * ROOM), {400, 403, 413}),
    "many heads": (PARTS, lambda: part(b"\r\nX: a" * (ROOM // 6)), {400, 403, 413}),
    "5,000 parts": (PARTS, lambda: part(b"")[:-7] * 5_000 + b"--x--\r\n", {413}),
    "line breaks": (PARTS, lambda: part(b'; filename="a"', b"\r\n" * (ROOM // 2)), {400, 403, 413}),
    "carriage returns": (PARTS, lambda: part(b'; filename="a"', b"\r" * ROOM), {400, 403, 413}),
    "almost boundaries": (PARTS, lambda: part(b'; filename="a"', b"\r\n--" * (ROOM // 4)), {400, 403, 413}),
    "an odd charset": (PARTS, lambda: part(b"\r\nContent-Type: text/plain; charset=utf-7", b"+AGE-"), {400, 403}),
    "no charset at all": (PARTS, lambda: part(b"\r\nContent-Type: text/plain; charset=x", b"a"), {400, 403}),
    "an odd name": (PARTS, lambda: part(b"; filename*=x'y'%FF%00; name*=utf-7''a", b"a"), {400, 403}),
    "parts in parts": (PARTS, lambda: part(b"\r\nContent-Type: multipart/mixed; boundary=x", part(b"")), {400, 403}),
    "an odd length": (PARTS, lambda: part(b"\r\nContent-Length: " + b"9" * 5_000), {400, 403}),
}


def answer(file: str, path: str, content_type: str, body: bytes, *, with_token: bool = False) -> str:
    """Say with which status the app answers a body that is sent to a path in a new workshop."""
    database = Database(make_url(f"sqlite:///{file}"))
    app = create_app(database, public_url=PUBLIC_URL)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    browser = Browser(app.test_client())
    browser.enter("/workshops", title="Large", name="Ann")
    if with_token:
        token = f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{browser.token()}\r\n'
        body = token.encode() + body
    status = browser.client.post(f"/w/{browser.workshop}/{path}", data=body, content_type=content_type).status_code
    database.close()
    return str(status)


@pytest.fixture
def file(new_file: Path, tmp_path: Path) -> str:
    """A database of the test's own."""
    return str(copy(new_file, tmp_path / "reuse.db"))


@pytest.mark.parametrize(("content_type", "make", "statuses"), BODIES.values(), ids=BODIES)
def test_an_odd_body_is_answered_soon(
    file: str, content_type: str, make: Callable[[], bytes], statuses: set[int]
) -> None:
    assert int(within_limits(answer, file, "capabilities", content_type, make())) in statuses


FILES = {
    "a.json": JSON["empty lists"],
    "b.csv": CSV["line breaks"],
    "c.csv": CSV["a quote that is not closed"],
    "d.xlsx": WORKBOOKS["one cell of 39 MB"],
    "e.xlsx": WORKBOOKS["a directory that lies"],
    "f.xlsx": WORKBOOKS["UTF-7"],
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_on_the_page_of_the_import(file: str, name: str) -> None:
    make, _ = FILES[name]
    assert within_limits(sent_with_a_token, file, form(name, make())) == "422"


def test_hostile_cells_are_remarks_on_the_page_of_the_import(file: str) -> None:
    make, _ = CSV["a number in groups"]
    assert within_limits(sent_with_a_token, file, form("a.csv", make())) == "200"


def form(name: str, content: bytes) -> bytes:
    """A form with a file in it, without what comes before."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return head + content + b"\r\n--x--\r\n"


def sent_with_a_token(file: str, body: bytes) -> str:
    """Send a file as the page of the inventory does."""
    return answer(file, "inventory/preview", PARTS, body, with_token=True)


def test_a_hostile_list_is_pasted_in_vain(file: str) -> None:
    body = b'\r\n--x\r\nContent-Disposition: form-data; name="names"\r\n\r\n' + b"\n" * 7_000_000 + b"\r\n--x--\r\n"
    assert within_limits(pasted, file, body) == "303"


def pasted(file: str, body: bytes) -> str:
    """Send a list as the page of the inventory does."""
    return answer(file, "pasted-capabilities", PARTS, body[2:], with_token=True)
