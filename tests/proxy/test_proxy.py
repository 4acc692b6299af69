"""The whole app behind a proxy that sends its own Host header, at the root and under a path."""

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

import pytest

from tests.programs import Program
from tests.proxy.conftest import Proxied, proxied
from tests.web.server.test_network import addresses

WAYS: dict[str, dict[str, Any]] = {
    "root": {},
    "path taken away": {"path": "/reuse", "strips": True},
    "path left": {"path": "/reuse"},
    "https": {"tls": True},
    "https and path": {"path": "/tools/reuse", "strips": True, "tls": True},
}


class Guest:
    """A browser without scripts: it keeps cookies by their path, and knows no certificate."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = CookieJar()
        trusting = ssl._create_unverified_context()  # noqa: S323  # our own proxy, with a certificate of its own
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), HTTPSHandler(context=trusting))
        self.token = ""

    def open(
        self, url: str, fields: dict[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> HTTPResponse:
        """The answer at an address within the app, or at a whole one; a form is sent with its token."""
        whole = url if "://" in url else self.url + url
        body = urlencode({"csrf": self.token, **fields}).encode() if fields is not None else None
        answer: HTTPResponse = self.opener.open(Request(whole, body, dict(headers or {})), timeout=30)  # noqa: S310  # our own
        return answer

    def read(self, url: str, fields: dict[str, str] | None = None, headers: Mapping[str, str] | None = None) -> str:
        """The page at an address, whose token is remembered."""
        with self.open(url, fields, headers) as answer:
            page = answer.read().decode()
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return page

    def refused(self, url: str, fields: dict[str, str], headers: Mapping[str, str] | None = None) -> int:
        """The status with which a form is refused."""
        with pytest.raises(HTTPError) as caught:
            self.open(url, fields, headers)
        caught.value.close()
        return caught.value.code


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def house(
    request: pytest.FixtureRequest, program: Program, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    """A server behind a proxy, once in each way."""
    with proxied(program, tmp_path_factory.mktemp("proxied"), **WAYS[request.param]) as found:
        yield found


@pytest.fixture
def ann(house: Proxied) -> Guest:
    """Somebody who has opened the Tesla Bot example there."""
    guest = Guest(house.url)
    guest.read("/")
    with guest.open("/examples/tesla-bot", {}) as answer:
        guest.url = answer.url.rpartition("/")[0]
    return guest


def test_whoever_starts_is_led_within_the_public_address(house: Proxied, ann: Guest) -> None:
    assert ann.url.startswith(f"{house.url}/w/")
    assert ann.read(f"{house.url}/").count('/frame">') == 1


def test_every_address_of_a_page_answers_there(house: Proxied, ann: Guest) -> None:
    asked: set[str] = set()
    for page in ("/frame", "/people"):
        for name, address in addresses(ann.read(page)):
            whole = urljoin(house.url, address)
            assert f"{whole}/".startswith(f"{house.url}/"), (page, name, address)
            if name in {"href", "src", "data-stream"} and whole not in asked and "report." not in whole:
                asked.add(whole)
                with ann.open(whole) as answer:
                    assert answer.status == 200
    assert len(asked) > 15


def test_the_fonts_of_the_style_sheet_come(house: Proxied, ann: Guest) -> None:
    [sheet] = re.findall(r'href="([^"]+/reuse\.css[^"]+)"', ann.read("/frame"))
    address = urljoin(house.url, sheet)
    fonts = re.findall(r'url\("([^"]+woff2[^"]*)"\)', ann.read(address))
    assert len(fonts) == 2
    for font in fonts:
        with ann.open(urljoin(address, font)) as answer:
            assert answer.read(4) == b"wOF2"


def test_a_script_saves_from_the_public_address_and_from_no_other(house: Proxied, ann: Guest) -> None:
    ann.read("/frame")
    ours, form = "{0.scheme}://{0.netloc}".format(urlsplit(house.url)), {"purpose": "Reuse", "seen": "1"}
    with ann.open("/frame", form, {"Origin": ours, "Accept": "application/json"}) as answer:
        assert answer.status == 200
    for origin in ("https://evil.test", house.server, f"{ours}0"):
        assert ann.refused("/frame", form, {"Origin": origin}) == 403
        believed = {"X-Forwarded-Host": urlsplit(origin).netloc, "X-Forwarded-Proto": urlsplit(origin).scheme}
        assert ann.refused("/frame", form, {"Origin": origin, **believed}) == 403


def test_a_stream_comes_through_at_once(house: Proxied, ann: Guest) -> None:
    [events] = re.findall(r'data-events="([^"]+)"', ann.read("/frame"))
    with ann.open(urljoin(house.url, f"{events}?since=0"), headers={"Accept-Encoding": "identity"}) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.readline() == b"event: live\n"


def test_the_cookie_is_of_this_app_and_over_https_of_this_host(house: Proxied, ann: Guest) -> None:
    [cookie] = ann.cookies
    parts = urlsplit(house.url)
    prefix = "" if parts.scheme == "http" else "__Secure-" if parts.path else "__Host-"
    assert cookie.name == f"{prefix}reuse_browser"
    assert (cookie.path, cookie.secure, cookie.domain_specified) == (parts.path or "/", parts.scheme == "https", False)


def test_others_come_in_by_the_link_that_is_shown(house: Proxied, ann: Guest) -> None:
    [link] = re.findall(rf'value="({re.escape(house.url)}/join/\w+)"', ann.read("/people"))
    bob = Guest(house.url)
    bob.read(link)
    bob.read(link, {"name": "Bob"})
    assert "Bob" in ann.read("/people")
    [mine] = re.findall(rf'value="({re.escape(house.url)}/open/\w+)"', ann.read("/settings"))
    phone = Guest(house.url)
    with phone.open(mine) as answer:
        assert answer.url.startswith(f"{ann.url}/")


def test_a_program_finds_the_api_where_it_says_that_it_is(house: Proxied, ann: Guest) -> None:
    described = json.loads(ann.read(f"{house.url}/api/v1/openapi.json"))
    assert described["servers"] == [{"url": house.url}]
    ann.read("/tokens")
    page = ann.read("/tokens", {"label": "Dashboard"})
    [token] = re.findall(r'readonly value="([\w-]+)"', page)
    where = f"{described['servers'][0]['url']}/api/v1/workshops/{ann.url.rpartition('/')[2]}/worksheet"
    assert (
        json.loads(Guest(house.url).read(where, headers={"Authorization": f"Bearer {token}"}))["format"]
        == "reuse-worksheet"
    )


def test_two_apps_on_one_host_do_not_meet(program: Program, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, second = (proxied(program, tmp_path / name, path=f"/{name}") for name in ("one", "two"))
    with first as one, second as two:
        guest = Guest(one.url)
        guest.read("/")
        guest.open("/examples/recaptcha", {}).close()
        assert "Continue" in guest.read(f"{one.url}/")
        assert "Continue" not in guest.read(f"{two.url}/")
        assert sorted(cookie.path for cookie in guest.cookies) == ["/one", "/two"]
        assert "Continue" in guest.read(f"{one.url}/")
