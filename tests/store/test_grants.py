import pytest
from sqlalchemy import select

from reuse_app.store import Database, tables
from reuse_app.store.errors import UnknownInventoryError
from reuse_app.store.grants import (
    PROGRAMS,
    GrantRole,
    end_token,
    grant,
    keepers,
    make_token,
    passes,
    token,
    tokens_of,
)
from reuse_app.store.inventories import Naming, replace_links, start_inventory
from reuse_app.store.people import new_link
from reuse_app.store.workshops import delete_workshop, start
from reuse_app.worksheet import Capability, Workshop
from tests.conftest import small_worksheet
from tests.store.people import ann_at


def test_a_secret_opens_its_workshop(database: Database) -> None:
    started = start(database, small_worksheet(), facilitator="ann")
    (found,) = passes(database, [started.facilitator_secret])
    assert (found.address, found.title) == (started.address, "Tesla Bot")
    assert (found.role, found.participant) == (GrantRole.FACILITATOR, "ann")


def test_a_wrong_secret_opens_nothing(database: Database) -> None:
    secret = start(database, small_worksheet()).facilitator_secret
    for wrong in ("", " ", secret[:-1], secret.swapcase(), f"{secret} ", "\0", "\ud800", "%", "é" * 10_000):
        assert passes(database, [wrong]) == []
    assert passes(database, []) == []


def test_the_secret_itself_is_not_kept_and_is_long(database: Database) -> None:
    secret = start(database, small_worksheet()).facilitator_secret
    with database.read() as connection:
        kept = connection.execute(select(tables.grant)).mappings().one()
    assert secret not in map(str, kept.values())
    assert len(secret) >= 22


def test_passes_come_the_newest_first_and_once_for_each_secret(database: Database) -> None:
    titles = ["first", "second", "third"]
    secrets = [start(database, small_worksheet(workshop=Workshop(title=title))).facilitator_secret for title in titles]
    assert [found.title for found in passes(database, [*secrets, secrets[0], "wrong"])] == ["third", "second", "first"]


def test_a_pass_of_a_participant_says_who(database: Database) -> None:
    started = start(database, small_worksheet())
    with database.write() as connection:
        secret = grant(connection, 1, GrantRole.FACILITATOR, participant="ann")
    assert [(found.address, found.participant) for found in passes(database, [secret])] == [(started.address, "ann")]


def test_a_secret_of_a_deleted_workshop_opens_nothing(database: Database) -> None:
    started = start(database, small_worksheet())
    delete_workshop(database, started.address)
    start(database, small_worksheet())
    assert passes(database, [started.facilitator_secret]) == []


def test_a_token_opens_nothing_for_people(database: Database) -> None:
    ann = ann_at(database)
    secret = new_link(ann, GrantRole.READER, label="Dashboard")
    assert passes(database, [secret]) == []
    (found,) = passes(database, [secret], roles=PROGRAMS)
    assert (found.address, found.role, found.label) == (ann.address, GrantRole.READER, "Dashboard")


def parts(database: Database) -> str:
    """The address of an inventory."""
    naming = Naming(name="Parts", author="Ann")
    return start_inventory(database, naming, [Capability(key="vision", name="Vision")]).address


def test_a_token_opens_its_inventory_in_its_role(database: Database) -> None:
    address = parts(database)
    make_token(database, address, GrantRole.WRITER, label="Nightly", secret="s" * 32)
    found = token(database, "s" * 32)
    assert found
    assert (found.address, found.name, found.role, found.label) == (address, "Parts", GrantRole.WRITER, "Nightly")
    assert token(database, "t" * 32) is None
    assert keepers(database, ["s" * 32]) == []


def test_a_form_sent_twice_makes_one_token(database: Database) -> None:
    address = parts(database)
    for _ in range(2):
        make_token(database, address, GrantRole.READER, label="Nightly", secret="s" * 32)
    assert len(tokens_of(database, address)) == 1


def test_a_token_that_was_taken_back_is_known_as_such(database: Database) -> None:
    address = parts(database)
    make_token(database, address, GrantRole.READER, label="Nightly", secret="s" * 32)
    end_token(database, tokens_of(database, address)[0].id)
    found = token(database, "s" * 32)
    assert found
    assert found.ended_at
    assert tokens_of(database, address) == []


def test_a_new_link_of_the_inventory_ends_its_tokens(database: Database) -> None:
    address = parts(database)
    make_token(database, address, GrantRole.READER, label="Nightly", secret="s" * 32)
    replace_links(database, address)
    assert tokens_of(database, address) == []


def test_there_is_no_token_for_what_is_gone(database: Database) -> None:
    with pytest.raises(UnknownInventoryError):
        make_token(database, "nosuchplac", GrantRole.READER, label="x", secret="s" * 32)
