"""A browser without scripts: it keeps cookies, fills in forms as they stand on the page, and checks every page."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reuse_app.store import Database
from reuse_app.web import create_app

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
PUBLIC_URL = "http://reuse.test"


class Browser:
    """Opens pages and posts forms as a person without scripts would."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.workshop = ""

    def open(self, path: str, *, expect: int = 200) -> str:
        """Open an address, within the workshop unless it begins with a slash; return the page."""
        return self._page(self.client.get(self._address(path), follow_redirects=True), expect)

    def post(self, path: str, *, expect: int = 200, **fields: Any) -> str:
        """Send a form with the token of this browser and follow where it leads; return that page."""
        return self._page(self.send(path, **fields), expect)

    def send(self, path: str, *, follow: bool = True, **fields: Any) -> TestResponse:
        """Send a form with the token of this browser."""
        data = {"csrf": self.token(), **fields}
        return self.client.post(self._address(path), data=data, follow_redirects=follow)

    def save(self, path: str, **fields: Any) -> tuple[int, dict[str, Any]]:
        """Send a form as the page's script does; return status and answer."""
        data = {"csrf": self.token(), **fields}
        answer = self.client.post(self._address(path), data=data, headers={"Accept": "application/json"})
        return answer.status_code, answer.get_json()

    def enter(self, path: str, **fields: Any) -> str:
        """Send a form that makes a workshop, and be in it from then on; return its first page."""
        answer = self.send(path, **fields)
        self.workshop = answer.request.path.split("/")[2]
        return self._page(answer, 200)

    def token(self) -> str:
        """The token that this browser's forms carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/").text)
        assert found
        return found[1]

    def _address(self, path: str) -> str:
        return path if path.startswith("/") else f"/w/{self.workshop}/{path}"

    def _page(self, answer: TestResponse, status: int) -> str:
        assert answer.status_code == status, (answer.status_code, re.sub("<[^>]+>|\\s+", " ", answer.text)[:1500])
        check(answer.text)
        return answer.text


def check(page: str) -> None:
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
        if element.tag == f"{NAMESPACE}form" and element.get("method") == "post":
            assert element.find(f".//{NAMESPACE}input[@name='csrf']") is not None, element.attrib
        for attribute in ("src", "action", "data", "poster"):
            assert element.get(attribute, "/").startswith("/"), element.attrib
        if element.tag == f"{NAMESPACE}link":
            assert element.get("href", "").startswith("/")
        assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"], element.attrib


@pytest.fixture
def visitor(sqlite: Database) -> Iterator[Browser]:
    """A browser at a new app that has no workshop yet."""
    app = create_app(sqlite, public_url=PUBLIC_URL)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    with app.test_client() as client:
        yield Browser(client)


@pytest.fixture
def ann(visitor: Browser) -> Browser:
    """Ann, who has just started a workshop of her own."""
    visitor.enter("/workshops", title="Spring workshop", name="Ann")
    return visitor


@pytest.fixture
def tesla(visitor: Browser) -> Browser:
    """Somebody who has opened the Tesla Bot example."""
    visitor.enter("/examples/tesla-bot")
    return visitor
