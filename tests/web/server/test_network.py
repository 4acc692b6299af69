import asyncio
import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from flask import Flask

from reuse_app.live.stream import Message, Receive, Scope, Send
from reuse_app.report.files import style_sheet
from reuse_app.store import Database
from reuse_app.web import create_app
from reuse_app.web.server.network import OWN, MountError, Reach, Root, mounted, own_address, reach_of, root_of
from reuse_app.web.server.serve import greeting
from tests.web.conftest import Browser, code
from tests.web.inventories.test_library import EYES, held_by
from tests.web.test_routes import ask, routes


@pytest.fixture
def under_a_path(sqlite: Database) -> Flask:
    """The app as it is under a path of a host."""
    app = create_app(sqlite, public_url="http://reuse.test/reuse")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


@pytest.fixture
def guest(under_a_path: Flask) -> Browser:
    """Somebody who has opened the Tesla Bot example there."""
    browser = Browser(under_a_path.test_client())
    answer = browser.send("/examples/tesla-bot", follow=False)
    assert answer.location.startswith("/reuse/w/")
    browser.workshop = answer.location.split("/")[3]
    held_by(browser, [EYES])
    return browser


def addresses(page: str) -> Iterator[tuple[str, str]]:
    """Every attribute of a page that holds an address of this host."""
    for element in html5lib.parse(page).iter():
        for name, value in element.attrib.items():
            if value.startswith("/") and not value.startswith("//"):
                yield name, value


def test_every_address_on_every_page_is_under_the_path(under_a_path: Flask, guest: Browser) -> None:
    seen: set[str] = set()
    for route in (each for each in routes(under_a_path) if each.method == "GET"):
        answer = ask(guest, route)
        if answer.location:
            assert answer.location.startswith("/reuse/"), (route, answer.location)
        if answer.mimetype == "text/html":
            for name, value in addresses(answer.text):
                assert f"{value}/".startswith("/reuse/"), (route, name, value)
                seen.add(name)
    assert {"href", "src", "action", "data-events", "data-stream", "data-presence"} <= seen


def test_a_form_leads_on_under_the_path(guest: Browser) -> None:
    for path, fields in (("capabilities", {"name": "Radar"}), ("stages/score", {}), ("me/departure", {})):
        assert guest.send(path, follow=False, **fields).location.startswith("/reuse/"), path


def test_links_that_are_passed_on_hold_the_path_once(under_a_path: Flask, guest: Browser) -> None:
    def page(path: str) -> str:
        return guest.client.get(f"/w/{guest.workshop}/{path}").text

    assert 'value="http://reuse.test/reuse/open/' in page("settings")
    assert f'value="http://reuse.test/reuse/join/{code(guest)}"' in page("people")
    assert ">reuse.test/reuse/join<" in page("screen")
    described = guest.client.get("/api/v1/openapi.json").get_json()
    assert described["servers"] == [{"url": "http://reuse.test/reuse"}]


def test_a_style_sheet_finds_its_fonts_wherever_it_is(under_a_path: Flask) -> None:
    fonts = re.findall(r'url\("([^"]+)"\)', under_a_path.test_client().get("/static/reuse.css").text)
    assert len(fonts) == 2
    for font in fonts:
        assert under_a_path.test_client().get(f"/static/{font}", buffered=True).status_code == 200
        assert not font.startswith("/")
    assert "data:font/woff2" in style_sheet("Title")


def test_a_doubled_slash_leads_to_no_host(under_a_path: Flask) -> None:
    for path in ("/inventories//open/x", "/w//x", "/join/", "/static//reuse.css"):
        answer = under_a_path.test_client().get(path, base_url="http://inside:8000/reuse")
        assert (answer.status_code, "inside" in answer.text) == (404, False)


def test_the_cookie_goes_to_this_app_alone(sqlite: Database) -> None:
    for url, name in (("http://a.test/one", "reuse_browser"), ("https://a.test/one", "__Secure-reuse_browser")):
        client = create_app(sqlite, public_url=url).test_client()
        [cookie] = client.get("/").headers.getlist("Set-Cookie")
        assert cookie.startswith(f"{name}=")
        assert "Path=/one" in cookie.split("; ")
        assert ("Secure" in cookie.split("; ")) == url.startswith("https")


def test_what_a_proxy_says_of_the_scheme_is_not_believed_where_a_public_url_was_stated(sqlite: Database) -> None:
    for behind_proxy, name in ((True, "reuse_browser"), (False, "__Host-reuse_browser")):
        client = create_app(sqlite, public_url="http://a.test", behind_proxy=behind_proxy).test_client()
        answer = client.get("/", base_url="https://a.test")
        assert answer.headers["Set-Cookie"].startswith(f"{name}=")
        assert ("Strict-Transport-Security" in answer.headers) is not behind_proxy


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("https://reuse.test", "127.0.0.1:8000", 303),
        ("null", "127.0.0.1:8000", 303),
        ("http://reuse.test", "reuse.test", 403),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", 403),
        ("https://reuse.test.evil.test", "127.0.0.1:8000", 403),
        ("https://evil.test", "evil.test", 403),
    ],
)
def test_where_a_public_url_was_stated_only_its_pages_change_anything(
    sqlite: Database, origin: str, host: str, status: int
) -> None:
    client = create_app(sqlite, public_url="https://Reuse.test:443/", behind_proxy=True).test_client()
    page = client.get("/", base_url=f"https://{host}").text
    token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    data = {"csrf": token, "title": "Spring", "name": "Ann"}
    answer = client.post("/workshops", data=data, headers={"Origin": origin}, base_url=f"https://{host}")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("url", "origin", "mount"),
    [
        ("https://reuse.example.org", "https://reuse.example.org", ""),
        ("https://Example.org:443/", "https://example.org", ""),
        ("http://example.org:80/a/b/", "http://example.org", "/a/b"),
        ("https://bücher.example:8443/reuse", "https://xn--bcher-kva.example:8443", "/reuse"),
        ("http://[::1]:8000", "http://[::1]:8000", ""),
    ],
)
def test_a_public_url_is_an_origin_and_a_path(url: str, origin: str, mount: str) -> None:
    assert root_of(url) == Root(origin, mount)


@pytest.mark.parametrize("own", OWN)
def test_a_path_that_the_app_has_itself_is_refused(own: str) -> None:
    with pytest.raises(MountError, match=f"/{own}; choose another path"):
        root_of(f"https://example.org/{own}/more")


@pytest.mark.parametrize("url", ["http://a:99999", "http://a..b", f"http://{'x' * 100}.org"])
def test_what_is_no_host_is_refused(url: str) -> None:
    with pytest.raises(MountError):
        root_of(url)


def test_every_way_that_the_app_has_itself_is_known(app: Flask) -> None:
    assert {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} - {""} == set(OWN)


@pytest.mark.parametrize(
    ("asked", "mount", "inside"),
    [
        ("/join", "", "/join"),
        ("/join", "/reuse", "/join"),
        ("/reuse/join", "/reuse", "/join"),
        ("/reuse", "/reuse", "/"),
        ("/", "/reuse", "/"),
        ("/workshops", "/wo", "/workshops"),
        ("/reuser", "/reuse", "/reuser"),
    ],
)
def test_a_proxy_may_leave_the_path_or_take_it_away(asked: str, mount: str, inside: str) -> None:
    found: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope)

    async def nothing(*_: Message) -> Message:
        return {}

    scope = {"type": "http", "path": asked}
    asyncio.run(mounted(app, mount)(scope, nothing, nothing))  # type: ignore[arg-type]  # neither is called
    assert found[0]["root_path"] == mount
    assert found[0]["path"] == mount + inside


def test_no_script_knows_an_address_of_its_own() -> None:
    scripts = (Path(__file__).parents[2] / "reuse_app" / "static" / "js").glob("*.js")
    assert [path.name for path in scripts if re.search(r"[\"'`]/\w", path.read_text(encoding="utf-8"))] == []


def test_this_computer_has_an_address() -> None:
    assert ipaddress.ip_address(own_address()).version == 4


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("http://127.0.0.1:8000", Reach.ALONE),
        ("http://localhost", Reach.ALONE),
        ("http://[::1]:8000", Reach.ALONE),
        ("http://192.168.1.5:8000", Reach.ROOM),
        ("http://laptop.local", Reach.ROOM),
        ("https://reuse.example.org", Reach.SAFE),
        ("https://127.0.0.1", Reach.SAFE),
    ],
)
def test_an_address_says_how_far_it_goes(url: str, reach: Reach) -> None:
    assert reach_of(url) is reach


def test_in_a_room_the_terminal_shows_the_way_in_and_a_warning() -> None:
    said = greeting("http://192.168.1.5:8000", listens_everywhere=True)
    assert said.startswith("Reuse is at http://192.168.1.5:8000\nOthers join at http://192.168.1.5:8000/join\n")
    assert "everybody on this network could read along" in said.splitlines()[-1]
    assert "█" in said


def test_alone_and_over_https_the_terminal_says_only_the_address() -> None:
    assert greeting("http://127.0.0.1:8000", listens_everywhere=False) == "Reuse is at http://127.0.0.1:8000"
    assert greeting("https://reuse.example.org", listens_everywhere=True) == "Reuse is at https://reuse.example.org"


def test_without_a_network_the_terminal_says_what_to_do() -> None:
    assert "Open a hotspot" in greeting("http://127.0.0.1:8000", listens_everywhere=True)
