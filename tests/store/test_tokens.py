import pytest

from reuse_app.store import Database
from reuse_app.store.access import Role
from reuse_app.store.errors import UnknownInventoryError
from reuse_app.store.inventories import Naming, start_inventory
from reuse_app.store.keepers import keepers, replace_links
from reuse_app.store.tokens import end_token, make_token, token, tokens_of
from reuse_app.worksheet import Capability


def parts(database: Database) -> str:
    """The address of an inventory."""
    naming = Naming(name="Parts", author="Ann")
    return start_inventory(database, naming, [Capability(key="vision", name="Vision")]).address


def test_a_token_opens_its_inventory_in_its_role(database: Database) -> None:
    address = parts(database)
    make_token(database, address, Role.WRITER, label="Nightly", secret="s" * 32)
    found = token(database, "s" * 32)
    assert found
    assert (found.address, found.name, found.role, found.label) == (address, "Parts", Role.WRITER, "Nightly")
    assert token(database, "t" * 32) is None
    assert keepers(database, ["s" * 32]) == []


def test_a_form_sent_twice_makes_one_token(database: Database) -> None:
    address = parts(database)
    for _ in range(2):
        make_token(database, address, Role.READER, label="Nightly", secret="s" * 32)
    assert len(tokens_of(database, address)) == 1


def test_a_token_that_was_taken_back_is_known_as_such(database: Database) -> None:
    address = parts(database)
    make_token(database, address, Role.READER, label="Nightly", secret="s" * 32)
    end_token(database, tokens_of(database, address)[0].id)
    found = token(database, "s" * 32)
    assert found
    assert found.ended_at
    assert tokens_of(database, address) == []


def test_a_new_link_of_the_inventory_ends_its_tokens(database: Database) -> None:
    address = parts(database)
    make_token(database, address, Role.READER, label="Nightly", secret="s" * 32)
    replace_links(database, address)
    assert tokens_of(database, address) == []


def test_there_is_no_token_for_what_is_gone(database: Database) -> None:
    with pytest.raises(UnknownInventoryError):
        make_token(database, "nosuchplac", Role.READER, label="x", secret="s" * 32)
