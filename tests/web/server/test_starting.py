import logging
import re
from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from reuse_app.settings import ServerSettings
from reuse_app.store import Database
from reuse_app.store.grants import GrantRole, make_token
from reuse_app.store.inventories import Naming, start_inventory
from reuse_app.web import create_app
from reuse_app.web.guessing import Guesses
from reuse_app.web.server.signing_in import SigningIn, user_secret_in
from reuse_app.web.server.throttle import HourlyLimits
from tests.cli.conftest import Run, folder, run
from tests.web.api.test_api import refusal
from tests.web.conftest import PUBLIC_URL, Browser

__all__ = ["folder", "run"]

SIGNED_IN = ServerSettings(
    public_url=PUBLIC_URL,
    user_header="X-Forwarded-User",
    user_key="a key of sixteen letters",
    proxies=(ip_network("10.0.0.5"),),
)
ANN, BOB = "ann@example.org", "bob@example.org"


OPEN = "open sesame"


def app_of(database: Database, settings: ServerSettings, **limits: int) -> Flask:
    """An app that is set in some way."""
    app = create_app(database, public_url=PUBLIC_URL, limits=HourlyLimits(**limits), settings=settings)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def browser(app: Flask, user: str = "", *, address: str = "10.0.0.5", header: str = "X-Forwarded-User") -> Browser:
    """A browser that comes by an address, where somebody is named."""
    client = app.test_client()
    named: dict[str, Any] = {f"HTTP_{header.upper().replace('-', '_')}": user} if user else {}
    client.environ_base |= {"REMOTE_ADDR": address, **named}
    return Browser(client)


def start_refused(stranger: Browser) -> None:
    """Let somebody try to start a workshop by what is on no page of theirs."""
    token = re.search(r'name="csrf" value="([^"]+)"', stranger.open("/join"))
    assert token
    answer = stranger.client.post("/examples/recaptcha", data={"csrf": token[1]})
    assert (answer.status_code, "No workshop was started" in answer.text) == (403, True)


def test_whoever_knows_the_secret_starts_workshops(sqlite: Database) -> None:
    app = app_of(sqlite, ServerSettings(start_secret=OPEN))
    visitor, other = browser(app), browser(app)
    page = visitor.open("/")
    assert "Open a copy" not in page
    assert 'action="/workshops"' not in page
    refused = visitor.post("/workshops", expect=403, title="One", name="Ann")
    assert "Type the secret on the first page first" in refused
    assert "This is not the secret" in visitor.post("/workshops/secret", expect=422, secret=OPEN.upper())
    assert 'action="/workshops"' in visitor.post("/workshops/secret", secret=f" {OPEN} ")
    assert visitor.enter("/workshops", title="One", name="Ann") == "frame"
    assert visitor.enter("/examples/recaptcha") == "map"
    mark = visitor.client.get_cookie("reuse_starting")
    assert mark
    other.client.set_cookie("reuse_starting", mark.value)
    other.post("/examples/recaptcha", expect=403)
    newer = app_of(sqlite, ServerSettings(start_secret=OPEN.upper()))
    visitor.client.application = newer
    visitor.post("/examples/recaptcha", expect=403)


def test_wrong_secrets_are_slowed_down(sqlite: Database) -> None:
    app = app_of(sqlite, ServerSettings(start_secret=OPEN))
    app.extensions["guesses"] = Guesses(most=3, now=lambda: 0.0)
    visitor = browser(app)
    statuses = [visitor.send("/workshops/secret", secret=f"guess {number}").status_code for number in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert visitor.send("/workshops/secret", secret=OPEN).status_code == 429


def test_who_is_signed_in_has_their_workshops_on_any_device(sqlite: Database) -> None:
    app = app_of(sqlite, SIGNED_IN)
    laptop, phone, bob, nobody = browser(app, ANN), browser(app, ANN), browser(app, BOB), browser(app)
    laptop.enter("/workshops", title="Ann’s workshop", name="Ann")
    assert f"Signed in as {ANN}" in phone.open("/")
    assert "Ann’s workshop" in phone.open("/")
    phone.workshop = laptop.workshop
    phone.open("frame")
    assert phone.save("capabilities", name="Arm")[0] == 200
    assert laptop.client.get_cookie("reuse_browser") is None
    for stranger in (bob, nobody):
        assert "Ann’s workshop" not in stranger.open("/")
        stranger.workshop = laptop.workshop
        stranger.open("frame", expect=403)
    assert "has to be signed in" in nobody.open("/")
    start_refused(nobody)
    with sqlite.read() as connection:
        everything = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]  # it is open
    assert ANN not in everything


def test_a_stranger_is_nobody_whatever_they_say_and_is_told_of_once(
    sqlite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_of(sqlite, SIGNED_IN)
    browser(app, ANN).enter("/workshops", title="Ann’s workshop", name="Ann")
    with caplog.at_level(logging.WARNING):
        forger = browser(app, ANN, address="192.0.2.7")
        assert "Ann’s workshop" not in forger.open("/")
        start_refused(forger)
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        "X-Forwarded-User came from 192.0.2.7, which is none of --proxies: it is ignored there, now and later"
    ]
    twice = browser(app, f"{BOB},{ANN}")
    assert "Signed in" not in twice.open("/")


@pytest.mark.parametrize(
    ("headers", "user"),
    [
        ([(b"x-forwarded-user", ANN.encode())], ANN),
        ([(b"x_forwarded_user", ANN.encode())], ""),
        ([(b"x-forwarded-user", ANN.encode()), (b"x-forwarded-user", BOB.encode())], ""),
        ([(b"x-forwarded-user", ANN.encode()), (b"x_forwarded_user", BOB.encode())], ANN),
        ([(b"x-forwarded-user", b" ")], ""),
        ([(b"x-forwarded-user", b"\xff\x00")], ""),
    ],
)
def test_a_stream_and_a_page_know_the_same_person(
    sqlite: Database, headers: list[tuple[bytes, bytes]], user: str
) -> None:
    app = app_of(sqlite, SIGNED_IN)
    scope = {"headers": headers, "client": ("10.0.0.5", 1)}
    known: SigningIn = app.config["SIGNING_IN"]
    assert user_secret_in(app, scope) == known.secret_of(user)
    assert bool(known.secret_of(user)) is bool(user)


def test_one_person_starts_so_many_and_keeps_so_much(sqlite: Database) -> None:
    app = app_of(sqlite, SIGNED_IN, workshops_per_user=2, megabytes_per_user=1)
    ann = browser(app, ANN)
    ann.enter("/workshops", title="One", name="Ann")
    for number in range(130):
        ann.save("capabilities", name=f"Capability {number}", description="x" * 4000)
    assert "Yours hold 1 MB together" in ann.post("/examples/recaptcha", expect=403)
    carl = browser(app, "carl")
    for _ in range(2):
        carl.enter("/examples/recaptcha")
    assert "You have started too many workshops within an hour" in carl.post("/examples/recaptcha", expect=429)


def test_a_token_works_beside_signing_in(sqlite: Database) -> None:
    kept = start_inventory(sqlite, Naming(author="Ann", name="Ours"), [])
    make_token(sqlite, kept.address, GrantRole.READER, label="A program", secret="t" * 22)
    program = app_of(sqlite, SIGNED_IN).test_client()
    path, headers = f"/api/v1/inventories/{kept.address}", {"Authorization": f"Bearer {'t' * 22}"}
    assert program.get(path, headers=headers).get_json()["name"] == "Ours"
    assert program.get(path, headers={"X-Forwarded-User": ANN}).status_code == 401


SHEET = {"workshop": {"title": "Harvest"}, "participants": [{"key": "ann", "name": "Ann"}]}


def test_a_program_starts_by_the_secret_and_then_by_its_token(sqlite: Database) -> None:
    app = app_of(sqlite, ServerSettings(start_secret=OPEN))
    app.extensions["guesses"] = Guesses(most=2, now=lambda: 0.0)
    program = app.test_client()

    def start(token: str = "") -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return program.post("/api/v1/workshops", json=SHEET, headers=headers)

    assert "Send the token" in refusal(start(), 401)
    assert "Nothing has this token" in refusal(start(OPEN.upper()), 401)
    started = start(OPEN)
    assert started.status_code == 201
    token = started.get_json()["token"]
    assert token != OPEN
    for _ in range(3):
        assert start(token).get_json()["token"] == token, "it is no wrong secret"
    listed = program.get("/api/v1/workshops", headers={"Authorization": f"Bearer {token}"}).get_json()
    assert [each["title"] for each in listed["workshops"]] == ["Harvest"] * 4
    refusal(start(OPEN.upper()), 401)
    assert "Too many wrong codes" in refusal(start(OPEN), 429)


def test_a_program_starts_for_whom_the_proxy_has_signed_in(sqlite: Database) -> None:
    app = app_of(sqlite, SIGNED_IN, workshops_per_user=1)

    def start(user: str, address: str = "10.0.0.5") -> TestResponse:
        client = app.test_client()
        named = {"X-Forwarded-User": user} if user else {}
        return client.post("/api/v1/workshops", json=SHEET, headers=named, environ_base={"REMOTE_ADDR": address})

    assert "has to be signed in" in refusal(start(""), 403)
    assert "has to be signed in" in refusal(start(ANN, "192.0.2.7"), 403)
    started = start(ANN)
    assert started.status_code == 201
    assert browser(app, ANN).open("/").count("Harvest") == 1, "it is hers on any device"
    assert "Harvest" not in browser(app, BOB).open("/")
    assert "too many workshops" in refusal(start(ANN), 429)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--start-secret", "short"], "is soon guessed"),
        (["--user-header", "X-User", "--user-key", "k" * 16], "Give --public-url"),
        (["--user-header", "X-User", "--public-url", PUBLIC_URL], "Give --user-key"),
        (["--user-header", "X User"], "the name of a header"),
        (["--proxies", "10.0.0.5,nowhere"], "say addresses with commas between them"),
        (["--keep-for", "30d"], "say at least 31d"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, words: list[str], said: str) -> None:
    refused = run("serve", *words)
    assert (refused.exit_code, refused.stderr.count("\n"), said in refused.stderr) == (2, 1, True), refused.stderr
