from collections.abc import Sequence
from pathlib import Path

import pytest

from reuse_app.store import Database
from reuse_app.store.errors import (
    NewerVersionError,
    RepeatedError,
    SameVersionError,
    UnknownInventoryError,
    UnknownVersionError,
)
from reuse_app.store.grants import keepers
from reuse_app.store.inventories import (
    Naming,
    Saving,
    capabilities_of,
    delete_inventory,
    replace_links,
    save_version,
    start_inventory,
    versions,
)
from reuse_app.worksheet import Capability
from tests.second import from_two_processes
from tests.store.people import ann_at, at_once, example, files_with

VISION = Capability(key="vision", name="Camera vision", home_product="car")
CHIP = Capability(key="chip", name="Inference chip", build_cost={"low": 1, "likely": 2, "high": 4})  # type: ignore[arg-type]  # as a file has it


def parts_of(database: Database, capabilities: Sequence[Capability] = (VISION,)) -> str:
    """The address of a new inventory of parts, by Ann."""
    return start_inventory(database, Naming(name="Parts", author="Ann", note="First"), capabilities).address


def test_what_is_saved_comes_back_as_it_was(database: Database) -> None:
    every = example().capabilities
    address = parts_of(database, every)
    assert capabilities_of(database, address, 1) == every
    (version,) = versions(database, address)
    assert (version.number, version.author, version.note, version.size) == (1, "Ann", "First", len(every))


def test_an_empty_inventory_can_be_kept(database: Database) -> None:
    address = parts_of(database, ())
    assert capabilities_of(database, address, 1) == ()
    assert versions(database, address)[0].size == 0


def test_the_next_version_leaves_the_earlier_one_as_it_was(database: Database) -> None:
    address = parts_of(database)
    assert save_version(database, address, Saving(author="Bob"), (CHIP, VISION), after=1) == 2
    assert capabilities_of(database, address, 1) == (VISION,)
    assert capabilities_of(database, address, 2) == (CHIP, VISION)
    assert [version.number for version in versions(database, address)] == [2, 1]


@from_two_processes
def test_of_two_who_save_at_once_the_second_is_told(database: Database) -> None:
    address = parts_of(database)
    lists = [(VISION, CHIP), (CHIP,), (CHIP, VISION), ()]
    done = at_once(
        *(lambda each=each: save_version(database, address, Saving(author="Ann"), each, after=1) for each in lists)
    )
    assert sorted(type(each).__name__ for each in done) == ["NewerVersionError"] * 3 + ["int"]
    with pytest.raises(NewerVersionError, match="version 2 meanwhile"):
        save_version(database, address, Saving(author="Ann"), (VISION.model_copy(update={"trl": 1}),), after=1)


@from_two_processes
def test_the_same_form_sent_twice_saves_one_version(database: Database) -> None:
    address = parts_of(database)
    assert [save_version(database, address, Saving(author="Ann"), (CHIP,), after=1) for _ in range(2)] == [2, 2]
    assert len(versions(database, address)) == 2


def test_a_version_says_the_unit_of_its_costs(database: Database) -> None:
    address = parts_of(database)
    save_version(database, address, Saving(author="Ann", unit="k€"), (VISION,), after=1)
    assert [version.unit for version in versions(database, address)] == ["k€", ""]


def test_a_version_that_changes_nothing_is_not_saved(database: Database) -> None:
    address = parts_of(database)
    with pytest.raises(SameVersionError):
        save_version(database, address, Saving(author="Ann"), (VISION,), after=1)
    assert len(versions(database, address)) == 1


@pytest.mark.parametrize("number", [0, 2, 10**15])
def test_a_version_that_is_not_there_is_unknown(database: Database, number: int) -> None:
    address = parts_of(database)
    with pytest.raises(UnknownVersionError):
        capabilities_of(database, address, number)


def test_one_form_makes_one_inventory(database: Database) -> None:
    naming = Naming(name="Parts", author="Ann")
    kept = start_inventory(database, naming, (VISION,))
    with pytest.raises(RepeatedError):
        start_inventory(database, naming, (VISION,), secret=kept.secret)
    assert keepers(database, [kept.secret]) == [kept]


def test_a_secret_opens_its_inventory_and_no_other(database: Database) -> None:
    kept = start_inventory(database, Naming(name="Parts", author="Ann"), ())
    other = start_inventory(database, Naming(name="Bits", author="Ann"), ())
    assert [each.name for each in keepers(database, [kept.secret, "wrong", other.secret])] == ["Bits", "Parts"]
    assert keepers(database, [ann_at(database).address, ""]) == []


@from_two_processes
def test_a_replaced_link_opens_nothing_and_its_holder_is_told(database: Database) -> None:
    kept = start_inventory(database, Naming(name="Parts", author="Ann"), ())
    secret = replace_links(database, kept.address)
    assert keepers(database, [kept.secret]) == []
    assert [each.name for each in keepers(database, [kept.secret], ended=True)] == ["Parts"]
    assert [each.address for each in keepers(database, [secret])] == [kept.address]


@from_two_processes
def test_a_deleted_inventory_is_gone_and_the_others_stay(database: Database) -> None:
    kept = start_inventory(database, Naming(name="Parts", author="Ann"), (VISION,))
    other = parts_of(database, (CHIP,))
    assert capabilities_of(database, kept.address, 1) == (VISION,)
    delete_inventory(database, kept.address)
    assert keepers(database, [kept.secret]) == []
    with pytest.raises(UnknownInventoryError):
        versions(database, kept.address)
    with pytest.raises(UnknownInventoryError):
        replace_links(database, kept.address)
    with pytest.raises(UnknownInventoryError):
        capabilities_of(database, kept.address, 1)
    with pytest.raises(UnknownInventoryError):
        save_version(database, kept.address, Saving(author="Ann"), (), after=1)
    assert capabilities_of(database, other, 1) == (CHIP,)


def test_nothing_of_a_deleted_inventory_is_left_in_any_file(sqlite: Database) -> None:
    folder = Path(str(sqlite.url.database)).parent
    address = parts_of(sqlite, [VISION.model_copy(update={"description": "Zyzzyva the secret"})])
    assert files_with("Zyzzyva", folder)
    delete_inventory(sqlite, address)
    assert files_with("Zyzzyva", folder) == []


def test_a_version_that_was_read_is_kept_in_memory(sqlite: Database) -> None:
    address = parts_of(sqlite)
    assert capabilities_of(sqlite, address, 1) is capabilities_of(sqlite, address, 1)
