"""A real server on loopback and a real browser, Debian's chromium or whatever of its family is installed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.actions import at, go, post
from tests.programs import Program

EXPECTED = (
    "net::ERR_FAILED",
    "net::ERR_INTERNET_DISCONNECTED",
    "429 (Too Many",
    "422 (UNPROCESSABLE",
    "409 (CONFLICT)",
    "403 (Forbidden)",
    "422 (Unprocessable",
    "409 (Conflict)",
    "410 (Gone)",
    "408 (Request Timeout)",
    "503 (Service Unavailable)",
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
)
"""What a browser's console may say in a test that cuts the line or sends what is refused."""
PATIENCE = 20_000
"""Milliseconds that several browsers on a busy machine may take; nobody waits longer than needed."""


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    """Let every expectation wait so long for what it expects."""
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], program: Program) -> dict[str, Any]:
    """Launch the installed browser; it may run as root, talks to nobody in the background, and needs few processes."""
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    few = ["--renderer-process-limit=1", "--in-process-gpu", "--enable-features=NetworkServiceInProcess2"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program("chromium"), "args": [*quiet, *few, *sandbox]}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server started as README says, on a free port with a database of its own."""
    with running_server(tmp_path_factory.mktemp("data") / "reuse.db") as url:
        yield url


class running_server:  # noqa: N801  # used as a function
    """A server as a process of its own, for the time of a block."""

    def __init__(self, path: Path, *options: str, port: int = 0) -> None:
        command = [sys.executable, "-m", "reuse_app", "serve", "--port", str(port), "--database", f"sqlite:///{path}"]
        self.process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().split()[-1]

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE / 1000)


class House:
    """A server that can be restarted at the same address, with the same database, as when its computer is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.running = running_server(path)

    def __enter__(self) -> Self:
        self.url = self.running.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.running.__exit__()

    def restart(self, *, meanwhile: Callable[[], None]) -> None:
        """Stop the server at once, do something, and start it again."""
        self.running.process.kill()
        self.running.process.communicate(timeout=PATIENCE / 1000)
        meanwhile()
        self.running = running_server(self.path, port=int(self.url.rsplit(":", 1)[1]))
        self.running.__enter__()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """A function that opens the app in a context of its own; console errors and foreign requests fail the test."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []
    foreseen = [*EXPECTED]

    def open_page(*, foresees: str = "", **options: Any) -> Page:
        foreseen.extend([foresees] if foresees else [])
        context = browser.new_context(base_url=server, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda request: trouble.append(request.url) if _is_foreign(request.url, server) else None)
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not [text for text in trouble if not any(expected in text for expected in foreseen)]


def _is_foreign(url: str, server: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(server).netloc


def start_workshop(page: Page) -> Page:
    """Start a workshop as the form on the first page does, and open it there; typing takes longer."""
    page.goto(post(page, "/workshops", title="Spring workshop", name="Ann"))
    return page


def join(ann: Page, bob: Page) -> Page:
    """Bob joins, may write in Frame too, and is led to the inventory when Ann brings everybody there."""
    enter(bob, ann, name="Bob")
    post(ann, "stages/frame", access="open")
    go(ann, "inventory")
    post(ann, "place", step="inventory")
    bob.wait_for_url(ann.url)
    return bob


def enter(page: Page, ann: Page, *, name: str) -> None:
    """Join Ann's workshop as the form with the code does, and open what it leads to; typing takes longer."""
    found = re.search(r'class="big-code">([^<]+)<', ann.request.get(at(ann, "people")).text())
    assert found
    page.goto(post(page, "/join", code=found[1], name=name))


def hide(page: Page, *, hidden: bool) -> None:
    """Let a page believe that its tab is hidden or shown; a browser without a screen shows all."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
