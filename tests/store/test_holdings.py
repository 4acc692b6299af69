from pathlib import Path

import pytest
from sqlalchemy import func, select

from reuse_app.store import Database, holdings, tables
from reuse_app.store.edit import Writer
from reuse_app.store.entries import change
from reuse_app.store.grants import GrantRole, grants_of, held
from reuse_app.store.holdings import held_keepers, held_secret, hold, let_go, let_go_of_all
from reuse_app.store.inventories import Naming, delete_inventory, replace_links, start_inventory
from reuse_app.store.people import new_link, take_back
from reuse_app.store.workshops import Started, delete_workshop, start
from reuse_app.worksheet import Workshop
from tests.conftest import small_worksheet

NAMING = Naming(name="Parts", author="Ann")


def started(database: Database, title: str = "Spring", browser: str = "ann's") -> Started:
    """A workshop that a browser holds."""
    found = start(database, small_worksheet(workshop=Workshop(title=title)))
    hold(database, browser, found.facilitator_secret)
    return found


def rows(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.holding)).scalar_one())


def titles(database: Database, browser: str = "ann's") -> list[str]:
    return [each.title for each in held(database, browser)]


def test_a_browser_holds_what_it_opened_and_no_other_does(database: Database) -> None:
    spring, _ = started(database), started(database, "Summer")
    assert titles(database) == ["Summer", "Spring"]
    (found,) = held(database, "ann's", address=spring.address)
    assert (found.address, found.role) == (spring.address, GrantRole.FACILITATOR)
    for stranger in ("bob's", "", "\udc80", "x" * 3000):
        assert held(database, stranger) == held(database, stranger, address=spring.address) == []


def test_it_can_show_its_links_again(database: Database) -> None:
    spring = started(database)
    hold(database, "bob's", spring.facilitator_secret)
    for browser in ("ann's", "bob's"):
        (found,) = held(database, browser)
        assert held_secret(database, browser, found.id) == spring.facilitator_secret
    kept = start_inventory(database, NAMING, [])
    hold(database, "ann's", kept.secret)
    assert held_keepers(database, "ann's") == [kept]
    assert held_keepers(database, "bob's") == []


def test_neither_the_browsers_secret_nor_that_of_a_link_is_in_the_file(sqlite: Database, tmp_path: Path) -> None:
    spring = started(sqlite, browser="the-secret-of-a-browser")
    content = b"".join(file.read_bytes() for file in tmp_path.glob("reuse.db*"))
    assert spring.address.encode() in content
    for secret in (b"the-secret-of-a-browser", spring.facilitator_secret.encode()):
        assert secret not in content
        assert secret.hex().encode() not in content


def test_the_last_link_to_a_workshop_is_the_one_that_counts(database: Database) -> None:
    spring = started(database)
    watching = new_link(Writer(database, spring.address), GrantRole.OBSERVER)
    hold(database, "ann's", watching)
    assert [each.role for each in held(database, "ann's")] == [GrantRole.OBSERVER]
    hold(database, "ann's", watching)
    assert rows(database) == 1


def test_a_link_that_never_was_is_not_held(database: Database) -> None:
    hold(database, "ann's", "no-such-secret")
    assert rows(database) == 0


def test_a_link_that_was_taken_back_is_told_apart_from_none(database: Database) -> None:
    spring = started(database)
    take_back(Writer(database, spring.address), [held(database, "ann's")[0].id])
    assert titles(database) == []
    assert [each.title for each in held(database, "ann's", address=spring.address, ended=True)] == ["Spring"]
    kept = start_inventory(database, NAMING, [])
    hold(database, "ann's", kept.secret)
    replace_links(database, kept.address)
    assert held_keepers(database, "ann's") == []
    assert [each.name for each in held_keepers(database, "ann's", ended=True)] == ["Parts"]


def test_one_is_let_go_or_all_are(database: Database) -> None:
    spring, _ = started(database), started(database, "Summer")
    started(database, "Bob's", browser="bob's")
    let_go(database, "ann's", spring.address)
    assert titles(database) == ["Summer"]
    let_go_of_all(database, "ann's")
    assert titles(database) == []
    assert titles(database, "bob's") == ["Bob's"]


def test_what_is_deleted_is_held_by_nobody(database: Database) -> None:
    spring, kept = started(database), start_inventory(database, NAMING, [])
    hold(database, "bob's", spring.facilitator_secret)
    hold(database, "ann's", kept.secret)
    delete_workshop(database, spring.address)
    assert rows(database) == 1
    delete_inventory(database, kept.address)
    assert rows(database) == 0


def test_beyond_the_limit_what_opens_nothing_goes_and_then_what_rested_longest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "MOST_HELD", 3)
    first, _, third = (started(database, title) for title in ("First", "Second", "Third"))
    take_back(Writer(database, third.address), [held(database, "ann's", address=third.address)[0].id])
    kept = start_inventory(database, NAMING, [])
    hold(database, "ann's", kept.secret)
    assert titles(database) == ["Second", "First"]
    change(Writer(database, first.address), "workshop", (), {"title": "First, in use"}, seen=1)
    started(database, "Fourth")
    assert titles(database) == ["Fourth", "First, in use"]
    assert held_keepers(database, "ann's") == [kept]


def test_an_old_workshop_whose_link_is_opened_last_is_held(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "MOST_HELD", 2)
    old = started(database, "Old", browser="bob's")
    started(database, "Spring")
    started(database, "Summer")
    hold(database, "ann's", old.facilitator_secret)
    assert titles(database) == ["Summer", "Old"]


def test_a_link_for_outsiders_is_held_beside_the_one_that_lets_its_browser_in(database: Database) -> None:
    spring = started(database)
    ann = Writer(database, spring.address)
    for _ in range(2):
        secret = new_link(ann, GrantRole.OUTSIDER)
        hold(database, "ann's", secret)
    assert titles(database) == ["Spring"]
    asking = grants_of(database, spring.address)[0]
    assert held_secret(database, "ann's", asking.id) == secret
    assert held_secret(database, "bob's", asking.id) == ""
    assert rows(database) == 2, "the second in place of the first"
