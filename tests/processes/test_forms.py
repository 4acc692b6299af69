"""The same form, sent six times at once to three processes, has one effect, and everybody is answered as the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Barrier, Thread
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

from reuse_app.store import Database, tables
from reuse_app.store.people import code_of
from tests.benchmarks.visiting import Visitor
from tests.web.server.wire import Running, start

TIMES = 6


@dataclass(frozen=True)
class Leader:
    """Somebody who leads a workshop and an inventory."""

    visitor: Visitor
    workshop: str
    inventory: str


@pytest.fixture(scope="module")
def ann(three: list[Running]) -> Iterator[Leader]:
    """Ann, whose workshop has two capabilities that she keeps as an inventory."""
    visitor = Visitor(three[0].url)
    workshop = start(visitor)
    for name in ("Camera vision", "Batteries"):
        visitor.post(f"/w/{workshop}/capabilities", name=name, once=name)
        visitor.post(f"/w/{workshop}/products", name=name, once=f"{name} too")
    visitor.post(f"/w/{workshop}/shelf/inventories", name="Ours", author="Ann", once="ours")
    yield Leader(visitor, workshop, visitor.led_to.split("/")[-1])
    visitor.connection.close()


FORMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "a workshop": ("workshop", "/workshops", {"title": "Spring", "name": "Ann"}),
    "an example": ("workshop", "/examples/tesla-bot", {}),
    "a copy": ("workshop", "/w/{workshop}/copies", {"title": "Again", "name": "Ann"}),
    "a workshop of an inventory": ("workshop", "/i/{inventory}/versions/1/workshops", {"title": "New", "name": "Ann"}),
    "a capability": ("capability", "/w/{workshop}/capabilities", {"name": "Radar"}),
    "a product": ("product", "/w/{workshop}/products", {"name": "Robot"}),
    "somebody without a device": ("participant", "/w/{workshop}/people", {"name": "Otto"}),
    "a link": ("grant", "/w/{workshop}/grants", {"role": "observer", "label": "Board"}),
    "a question": (
        "inquiry",
        "/w/{workshop}/inquiries",
        {"capability": "batteries", "of": "nature", "wording": "Who stores power?"},
    ),
    "a link for outsiders": ("grant", "/w/{workshop}/outsiders", {}),
    "a token": ("grant", "/w/{workshop}/tokens", {"label": "Planning"}),
    "a token of an inventory": ("grant", "/i/{inventory}/tokens", {"label": "Planning", "role": "reader"}),
    "an inventory": ("inventory", "/w/{workshop}/shelf/inventories", {"name": "Spring", "author": "Ann"}),
    "a version": (
        "inventory_version",
        "/w/{workshop}/shelf/versions",
        {"inventory": "{inventory}.1", "author": "Ann", "note": "With radar"},
    ),
    "a requirement": ("requires", "/w/{workshop}/requirements", {"product": "batteries", "needs": "robot"}),
    "a set": ("set", "/w/{workshop}/sets", {"name": "Bold", "set": "robot"}),
    "a new facilitator link": ("grant", "/w/{workshop}/grants/replacement", {"role": "facilitator"}),
    "a new link of an inventory": ("grant", "/i/{inventory}/links", {}),
}
"""By what it makes: the table in which there is one row more, where the form goes, and what it says."""


@pytest.mark.parametrize("what", FORMS)
def test_a_form_sent_six_times_at_once_has_one_effect(
    three: list[Running], database: Database, ann: Leader, what: str
) -> None:
    table, path, fields = FORMS[what]
    named = {"workshop": ann.workshop, "inventory": ann.inventory}
    fields = {name: text.format(**named) for name, text in fields.items()} | {"once": what}
    before = rows(database, table)
    answers = sent(three, ann.visitor, path.format(**named), fields)
    assert answers == [answers[0]] * TIMES
    assert answers[0][0] in (200, 201, 303)
    assert rows(database, table) == before + 1


def test_somebody_who_joins_six_times_at_once_joins_once(three: list[Running], database: Database, ann: Leader) -> None:
    bob = Visitor(three[1].url)
    bob.read("/join")
    fields = {"code": str(code_of(database, ann.workshop)), "name": "Bob", "once": "bob"}
    before = rows(database, "seat"), rows(database, "grant"), rows(database, "holding")
    answers = sent(three, bob, "/join", fields)
    assert answers == [(303, f"/w/{ann.workshop}/welcome")] * TIMES
    assert (rows(database, "seat"), rows(database, "grant"), rows(database, "holding")) == tuple(
        each + 1 for each in before
    )
    bob.connection.close()


def rows(database: Database, table: str) -> int:
    """How many rows a table has."""
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()


def sent(three: list[Running], visitor: Visitor, path: str, fields: dict[str, str]) -> list[tuple[int, str]]:
    """Send a form so often at once, to each process in turn; return the status of each answer, and where it leads."""
    body = urlencode({"csrf": visitor.token, **fields})
    answers: list[tuple[int, str]] = []
    at_once = Barrier(TIMES)

    def send(url: str) -> None:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        connection.connect()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
        }
        at_once.wait()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        answers.append((answer.status, answer.headers["Location"] or ""))
        connection.close()

    threads = [Thread(target=send, args=(three[number % len(three)].url,)) for number in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
