"""A browser without scripts: it keeps cookies, fills in forms as they stand on the page, and checks every page."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reuse_app.live.cursors import cursor_of
from reuse_app.store import load, open_database, workshops
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import code_of, new_link
from reuse_app.web import create_app
from reuse_app.web.guessing import Guesses
from reuse_app.web.server.throttle import HourlyLimits

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
OUR_ADDRESS = re.compile(r"/(?![/\\])")
IGNORED_IN_ADDRESSES = re.compile(r"^[\x00-\x20]+|[\t\r\n]")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
PUBLIC_URL = "http://reuse.test"
LONG = 10
"""Digits of what is sent as it stands, because it is no revision."""
OWN = re.compile(r'(name="(?:csrf|once)" value|data-now)="[\w.-]+"|/w/\w+')
"""What is each page's own: its tokens, the address of its workshop, and the moment."""
WELL_FORMED: set[int] = set()
"""The pages that have been checked, by the hash of all but what is their own."""
SALT = "5" * 32
"""Of every workshop of these tests, so that a test can say which revision it means."""


def cursor(revision: int) -> str:
    """A revision of any workshop of these tests as pages carry it."""
    return cursor_of(revision, SALT)


class Browser:
    """Opens pages and posts forms as a person without scripts would; it has been at the first page before."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.client.get("/")
        self.workshop = ""
        self._token = ""

    def open(self, path: str, *, expect: int = 200) -> str:
        """Open an address, within the workshop unless it begins with a slash; return the page."""
        return self._page(self.client.get(self._address(path), follow_redirects=True), expect)

    def post(self, path: str, *, expect: int = 200, **fields: Any) -> str:
        """Send a form with the token of this browser and follow where it leads; return that page."""
        return self._page(self.send(path, **fields), expect)

    def send(self, path: str, *, follow: bool = True, **fields: Any) -> TestResponse:
        """Send a form with the token of this browser."""
        data = {"csrf": self.token(), **self._as_on_the_page(path, fields)}
        return self.client.post(self._address(path), data=data, follow_redirects=follow)

    def upload(self, path: str, content: bytes, filename: str, *, expect: int = 200) -> str:
        """Send a file as a form does and follow where it leads; return that page."""
        head = f'Content-Disposition: form-data; name="file"; filename="{filename}"'.encode()
        token = f'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{self.token()}\r\n'.encode()
        body = token + b"--x\r\n" + head + b"\r\n\r\n" + content + b"\r\n--x--\r\n"
        content_type = "multipart/form-data; boundary=x"
        return self._page(self.client.post(self._address(path), data=body, content_type=content_type), expect)

    def save(self, path: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        """Send a form as the page's script does; return status and answer."""
        data = {"csrf": self.token(), **self._as_on_the_page(path, fields)}
        answer = self.client.post(self._address(path), data=data, headers={"Accept": "application/json"})
        return answer.status_code, answer.get_json()

    def enter(self, path: str, **fields: Any) -> str:
        """Send a form that leads into a workshop, and be in it from then on; return the name of its first page."""
        answer = self.send(path, follow=False, **fields)
        assert answer.status_code == 303, answer.text
        _, _, self.workshop, first_page = answer.location.split("/")
        return first_page

    def join(self, code: str, name: str) -> str:
        """Join a workshop by its code, and be in it from then on; return the name of the step where the room is."""
        return self.enter("/join", code=code, name=name)

    def token(self) -> str:
        """The token that this browser's forms carry."""
        if not self._token:
            found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/").text)
            assert found
            self._token = found[1]
        return self._token

    def worksheet(self) -> dict[str, Any]:
        """The worksheet file of the workshop."""
        found: dict[str, Any] = self.client.get(self._address("worksheet.json")).get_json()
        return found

    def cursor(self, revision: int) -> str:
        """A revision of the workshop as a page has it; the newest for one that is still to come."""
        return cursor(min(revision, load(self.client.application.extensions["database"], self.workshop).revision))

    def _as_on_the_page(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        """What a form sends, with the revision that it has seen as its cursor."""
        number = str(fields.get("seen", ""))
        is_inside = bool(self.workshop) and self._address(path).startswith(f"/w/{self.workshop}/")
        is_revision = number.isascii() and number.isdecimal() and len(number) < LONG
        return {**fields, "seen": self.cursor(int(number))} if is_inside and is_revision else fields

    def _address(self, path: str) -> str:
        return path if path.startswith("/") else f"/w/{self.workshop}/{path}"

    def _page(self, answer: TestResponse, status: int) -> str:
        assert answer.status_code == status, (answer.status_code, re.sub("<[^>]+>|\\s+", " ", answer.text)[:1500])
        check(answer.text)
        return answer.text


def check(page: str) -> None:
    """Fail for a page that is not well formed; parsing takes longest, so pages that are alike are checked once."""
    alike = hash(OWN.sub(r"\1", page))
    if alike not in WELL_FORMED:
        _check(page)
        WELL_FORMED.add(alike)


def _check(page: str) -> None:
    """Fail for a page that is not valid HTML, not labelled, or asks another host for anything."""
    document = html5lib.HTMLParser(strict=True).parse(page)
    elements = list(document.iter())
    assert "".join(document.find(f".//{NAMESPACE}title").itertext()).strip()
    assert len([e for e in elements if e.tag == f"{NAMESPACE}h1"]) == 1
    ids = [e.get("id") for e in elements if e.get("id")]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    labelled = {e.get("for") for e in elements if e.tag == f"{NAMESPACE}label"}
    inside = {id(inner) for e in elements if e.tag == f"{NAMESPACE}label" for inner in e.iter()}
    for element in elements:
        if element.tag in {f"{NAMESPACE}{name}" for name in ("input", "select", "textarea")}:
            named = element.get("aria-label") or element.get("id") in labelled or id(element) in inside
            assert named or element.get("type") == "hidden", element.attrib
        if element.tag == f"{NAMESPACE}select" and element.get("required") is not None:
            assert element.find(f"{NAMESPACE}option").get("value") == "", element.attrib
        if element.tag == f"{NAMESPACE}form" and element.get("method") == "post":
            assert element.find(f".//{NAMESPACE}input[@name='csrf']") is not None, element.attrib
        for attribute in ("src", "action", "formaction", "data", "poster"):
            assert OUR_ADDRESS.match(element.get(attribute, "/")), element.attrib
        if element.tag == f"{NAMESPACE}link":
            assert OUR_ADDRESS.match(element.get("href", ""))
        if element.tag == f"{NAMESPACE}script":
            assert element.get("src", "").startswith("/static/js/"), element.attrib
            assert not element.text
        scheme = SCHEME.match(IGNORED_IN_ADDRESSES.sub("", element.get("href", "")))
        assert not scheme or scheme[1].lower() in {"http", "https", "mailto"}, element.attrib
        assert element.tag not in {f"{NAMESPACE}{name}" for name in ("iframe", "object", "embed", "base", "style")}
        assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"], element.attrib


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app with one database for all tests, each of which has workshops of its own; so it is set up once."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('app') / 'reuse.db'}")
    app = create_app(database, public_url=PUBLIC_URL, limits=HourlyLimits(10**6, 10**6, 10**6))
    app.config["PROPAGATE_EXCEPTIONS"] = True
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workshops, "new_salt", lambda: SALT)
        yield app
    database.close()


@pytest.fixture
def visitor(app: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser that has no workshop yet, at the app with the test's own database if it looks into one."""
    monkeypatch.setitem(app.extensions, "guesses", Guesses())
    if "sqlite" in request.fixturenames:
        monkeypatch.setitem(app.extensions, "database", request.getfixturevalue("sqlite"))
    return Browser(app.test_client())


@pytest.fixture
def stranger(app: Flask, visitor: Browser) -> Browser:
    """Somebody else's browser, which holds no link."""
    return Browser(app.test_client())


@pytest.fixture
def bob(stranger: Browser) -> Browser:
    """Bob, who has a workshop of his own at the same app."""
    stranger.enter("/workshops", title="Bob's workshop", name="Bob")
    return stranger


@pytest.fixture
def ann(visitor: Browser) -> Browser:
    """Ann, who has just started a workshop of her own."""
    visitor.enter("/workshops", title="Spring workshop", name="Ann")
    return visitor


def code(browser: Browser) -> str:
    """The code by which others join the workshop of a browser."""
    found = code_of(browser.client.application.extensions["database"], browser.workshop)
    assert found
    return found


def writer(browser: Browser) -> Writer:
    """Ann, writing to the workshop of a browser without its pages."""
    return Writer(browser.client.application.extensions["database"], browser.workshop, "ann")


@pytest.fixture
def carl(app: Flask, ann: Browser) -> Browser:
    """Carl, who has joined Ann's workshop by its code."""
    browser = Browser(app.test_client())
    browser.join(code(ann), "Carl")
    return browser


@pytest.fixture
def olga(app: Flask, ann: Browser) -> Browser:
    """Olga, who watches Ann's workshop."""
    return observer(app, ann.workshop)


def observer(app: Flask, workshop: str) -> Browser:
    """A browser that holds an observer link."""
    browser = Browser(app.test_client())
    browser.workshop = workshop
    secret = new_link(Writer(app.extensions["database"], workshop), GrantRole.OBSERVER)
    assert browser.client.get(f"/open/{secret}").status_code == 303
    return browser


@pytest.fixture
def tesla(visitor: Browser) -> Browser:
    """Somebody who has opened the Tesla Bot example."""
    visitor.enter("/examples/tesla-bot")
    return visitor


def refused_fields(page: str) -> list[str]:
    """The names of the fields that could not be saved, as the summary on top names them; fails unless it leads there.

    Each link leads to a field that says what is wrong with it, and the first of them has the focus.
    """
    document = html5lib.parse(page)
    elements = {e.get("id"): e for e in document.iter() if e.get("id")}
    fields = [elements[link.get("href", "")[1:]] for link in elements["summary"].iter(f"{NAMESPACE}a")]
    for element in fields:
        assert "".join(elements[element.get("aria-describedby", "").split()[0]].itertext()).strip()
    assert [e.get("id") for e in document.iter() if e.get("autofocus") is not None] == [fields[0].get("id")]
    return [element.get("name", "") for element in fields]
