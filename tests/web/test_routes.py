"""Questions that are asked of every route, made from the URL map so that a new route cannot be forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from reuse_app.store import Database
from reuse_app.store.grants import held
from reuse_app.store.holdings import held_secret
from reuse_app.store.tables import metadata
from reuse_app.web.server.security import CONTENT_SECURITY_POLICY
from tests.web.conftest import Browser, check, cursor

EXAMPLES = {
    "capability": "vision",
    "product": "robot",
    "needs": "video",
    "note": "second-site",
    "part": "capability",
    "kept": "no-such-set",
    "factor": "risks",
    "person": "guest",
    "round_": "1",
    "number": "1",
    "change": cursor(2),
    "state": cursor(1),
    "step": "score",
    "bundle": "reuse",
    "kind": "json",
    "handout": "join",
    "drawn": "heat-map",
    "picture": "svg",
    "inventory": "nosuchinv",
    "name": "recaptcha",
    "secret": "no-such-secret",
    "code": "NSUCHC0D",
    "filename": "icon.svg",
    "version": "1",
    "workshop": "nosuchplac",
}
"""A value for each argument of a route, as the Tesla Bot example has it."""
UNKNOWN = {
    **dict.fromkeys(("capability", "product", "needs", "note", "kept", "factor", "person"), "no-such"),
    **dict.fromkeys(("number", "version"), "999999"),
    **dict.fromkeys(("change", "state"), cursor(999_999)),
}
NO_KEYS = ("%00", "..", "Vision", "vision%00", "x" * 41, "v%C3%AD", "-", "%ED%A0%80", "9" * 5000)
REFUSED = 403
REFUSED_ANYWAY = {
    *("undo.reverse", "versions.reverse", "frame.remove_factor"),
    *("replacements.take_back", "replacements.leave"),
}
"""There is nothing to undo or take back, and no factor goes once scoring has begun: 409, whatever the address names."""
FILLED = {"direction": "up"}
"""What a form needs before its address is looked at."""


@dataclass(frozen=True)
class Route:
    """One method at one address of the app."""

    endpoint: str
    method: str
    rule: str
    methods: frozenset[str]

    @property
    def is_inside(self) -> bool:
        """Whether it belongs to a workshop."""
        return self.rule.startswith("/w/<address>")

    @property
    def is_secret(self) -> bool:
        """Whether its address itself has to be right, which the example is not."""
        return bool({"secret", "code", "inventory"} & self.arguments) or self.is_for_programs

    @property
    def is_for_programs(self) -> bool:
        """Whether a program asks for it, which has a token of its own and gets no pages."""
        return self.rule.startswith("/api/")

    @property
    def arguments(self) -> set[str]:
        """The names in its address."""
        return set(re.findall(r"<(?:[^:<>]+:)?(\w+)>", self.rule)) - {"address"}

    def path(self, workshop: str, **values: str) -> str:
        """Its address in a workshop, with an example for each argument that is not given."""
        return re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: self._value(found[1], workshop, values), self.rule)

    def _value(self, name: str, workshop: str, values: dict[str, str]) -> str:
        if name == "address":
            return workshop
        return values.get(name) or EXAMPLES[name]


def routes(app: Flask) -> list[Route]:
    return [
        Route(rule.endpoint, method, rule.rule, frozenset(rule.methods or ()))
        for rule in app.url_map.iter_rules()
        for method in ("GET", "POST")
        if method in (rule.methods or ())
    ]


@pytest.fixture
def inside(app: Flask) -> list[Route]:
    return [route for route in routes(app) if route.is_inside]


def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)  # noqa: S608  # ours
            for name in metadata.tables
        }


def ask(browser: Browser, route: Route, path: str = "", **options: Any) -> TestResponse:
    """Send a request as a route wants it."""
    return browser.client.open(path or route.path(browser.workshop), method=route.method, buffered=True, **options)


def posts(found: list[Route]) -> Iterator[Route]:
    return (route for route in found if route.method == "POST")


def test_there_are_routes_of_both_kinds(app: Flask) -> None:
    found = routes(app)
    assert len([route for route in found if route.is_inside]) > 30
    assert {route.endpoint for route in found if not route.is_inside} >= {
        "home.page",
        "joining.open_link",
        "static.file",
    }


def test_opening_any_address_changes_nothing(app: Flask, sqlite: Database, tesla: Browser) -> None:
    tesla.post("capabilities", name="The change that an address names")
    before = content(sqlite)
    for route in routes(app):
        if route.method == "GET":
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = tesla.client.open(route.path(tesla.workshop), method=method, buffered=True)
                assert answer.status_code < 400 or route.is_secret, route
    assert content(sqlite) == before
    tesla.post("capabilities", name="Something new")
    assert content(sqlite) != before


def test_every_page_is_well_formed(inside: list[Route], tesla: Browser) -> None:
    pages = [route for route in inside if route.method == "GET" and route.endpoint.endswith(".page")]
    assert len(pages) > 9
    for route in pages:
        tesla.open(route.path(tesla.workshop))


def test_a_stranger_is_refused_as_if_there_were_no_workshop(
    sqlite: Database, inside: list[Route], tesla: Browser, stranger: Browser
) -> None:
    before, data = content(sqlite), {"csrf": stranger.token()}
    for route in inside:
        answer = ask(stranger, route, route.path(tesla.workshop), data=data)
        nowhere = ask(stranger, route, route.path("nosuchplac"), data=data)
        assert answer.status_code == nowhere.status_code == REFUSED, route
        assert answer.text == nowhere.text, route
        assert set(answer.headers.keys()) == set(nowhere.headers.keys()), route
    assert content(sqlite) == before


def test_who_holds_another_workshops_link_is_refused(
    sqlite: Database, inside: list[Route], tesla: Browser, bob: Browser
) -> None:
    before = content(sqlite)
    assert secret_of(bob)
    for route in inside:
        answer = ask(bob, route, route.path(tesla.workshop), data={"csrf": bob.token()})
        assert answer.status_code == REFUSED, route
        assert "Tesla" not in answer.text, route
    assert content(sqlite) == before


def secret_of(browser: Browser) -> str:
    """The secret of the link by which this browser is in its workshop."""
    cookie = browser.client.get_cookie("reuse_browser")
    assert cookie
    database = browser.client.application.extensions["database"]
    (found,) = held(database, cookie.value, address=browser.workshop)
    return held_secret(database, cookie.value, found.id)


def test_every_change_without_a_token_or_from_elsewhere_is_refused(
    app: Flask, sqlite: Database, tesla: Browser, bob: Browser
) -> None:
    before, token = content(sqlite), tesla.token()
    requests: list[tuple[str, dict[str, str]]] = [
        ("", {}),
        ("wrong", {}),
        (bob.token(), {}),
        (token, {"Origin": "https://elsewhere.test"}),
        (token, {"Origin": "http://localhost:1"}),
        (token, {"Origin": "http://["}),
        (token, {"Sec-Fetch-Site": "cross-site"}),
        (token, {"Sec-Fetch-Site": "same-site"}),
    ]
    for route in posts([route for route in routes(app) if not route.is_for_programs]):
        for sent, headers in requests:
            answer = tesla.client.post(route.path(tesla.workshop), data={"csrf": sent, **FILLED}, headers=headers)
            assert answer.status_code == REFUSED, (route, sent, headers)
    assert content(sqlite) == before


@pytest.mark.parametrize("origin", ["http://localhost", "null"])
def test_a_change_from_our_own_page_is_not_refused(tesla: Browser, origin: str) -> None:
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    data = {"csrf": tesla.token(), "name": "Radar"}
    assert tesla.client.post(f"/w/{tesla.workshop}/capabilities", data=data, headers=headers).status_code == 303


def test_a_browser_without_cookies_has_no_token(tesla: Browser, stranger: Browser) -> None:
    data = {"csrf": tesla.token(), "title": "X", "name": "Y"}
    assert stranger.client.post("/workshops", data=data).status_code == REFUSED


def test_what_is_not_in_the_workshop_is_nowhere(sqlite: Database, inside: list[Route], tesla: Browser) -> None:
    before = content(sqlite)
    for route in inside:
        for name in route.arguments & UNKNOWN.keys():
            path = route.path(tesla.workshop, **{name: UNKNOWN[name]})
            data = {"csrf": tesla.token(), **FILLED}
            answer = ask(tesla, route, path, data=data)
            assert answer.status_code == 404 or route.endpoint in REFUSED_ANYWAY, (route, answer.status_code)
            check(answer.text)
            asked = ask(tesla, route, path, data=data, headers={"Accept": "application/json"})
            assert asked.status_code == answer.status_code, route
            assert asked.get_json()["message"], route
    assert content(sqlite) == before


def test_what_can_be_no_key_is_a_wrong_address(inside: list[Route], tesla: Browser) -> None:
    for route in inside:
        for name in route.arguments & UNKNOWN.keys():
            for key in NO_KEYS:
                path = route.path(tesla.workshop, **{name: key})
                answer = ask(tesla, route, path, data={"csrf": tesla.token(), **FILLED})
                assert answer.status_code in {404, 405}, (route, answer.status_code)


def test_a_wrong_method_is_refused_and_the_right_ones_are_named(app: Flask, tesla: Browser) -> None:
    methods = {"GET", "POST", "PUT", "PATCH", "DELETE"}
    shared = {path: set[str]() for route in routes(app) for path in [route.path(tesla.workshop)]}
    for route in routes(app):
        shared[route.path(tesla.workshop)] |= route.methods
    for path, allowed in shared.items():
        for method in sorted(methods - allowed):
            answer = tesla.client.open(path, method=method, data={"csrf": tesla.token()})
            assert answer.status_code == 405, (method, path)
            assert allowed & methods <= set(answer.allow), (method, path)
            if not path.startswith("/api/"):
                check(answer.text)


def test_every_answer_carries_the_headers(app: Flask, tesla: Browser, stranger: Browser) -> None:
    for route in routes(app):
        for browser in (tesla, stranger):
            answer = ask(browser, route, route.path(tesla.workshop))
            headers = answer.headers
            assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, route
            assert headers["X-Content-Type-Options"] == "nosniff", route
            assert headers["Referrer-Policy"] == "no-referrer", route
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin", route
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin", route
            assert "Strict-Transport-Security" not in headers, route
            kept = "public" in headers["Cache-Control"]
            assert kept == (route.endpoint.startswith("static.") and answer.status_code == 200), route
            assert not (kept and "Set-Cookie" in headers), route


def test_no_key_leads_to_another_resource(app: Flask) -> None:
    """A capability named “Pasted” once had the address to which pasted lists were sent."""
    taking = [route for route in routes(app) if route.arguments]
    for route in routes(app):
        for other in taking:
            pattern = re.sub(r"<[^>]+>", "[^/]+", other.rule)
            same = route.rule != other.rule and re.fullmatch(pattern, route.rule.replace("<address>", "a"))
            assert not same or route.method != other.method or route.endpoint == "static.styles", (route, other)


def test_every_form_leads_to_a_route_and_carries_a_token(inside: list[Route], tesla: Browser) -> None:
    """The client's own check sees to the token; here every action has to be an address that takes a form."""
    adapter = tesla.client.application.url_map.bind("localhost")
    for route in inside:
        if route.endpoint.endswith(".page"):
            page = tesla.open(route.path(tesla.workshop))
            for action in re.findall(r'<form method="post" action="([^"?]+)', page):
                adapter.match(action, method="POST")
