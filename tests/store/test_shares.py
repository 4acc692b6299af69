from collections import Counter
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from reuse_app.room import Names
from reuse_app.room.nouns import deal
from reuse_app.store import Database, entries, load, tables
from reuse_app.store.edit import Writer
from reuse_app.store.errors import PromiseError, UnknownEntryError
from reuse_app.store.forgetting import forget_person
from reuse_app.store.merging import merge
from reuse_app.store.people import join, remove_person
from reuse_app.store.shares import deal_out, hands, hold, leave, take
from reuse_app.store.stages import set_stage
from reuse_app.store.undo import undo
from reuse_app.store.workshops import delete_workshop
from reuse_app.worksheet import Aspect, Capability, Look, Participant, Product
from reuse_app.worksheet.steps import Step
from tests.second import from_two_processes
from tests.store.people import ann_at, worksheet_of

KEYS = ("vision", "chips", "motors")


def joined(ann: Writer, *names: str) -> list[Writer]:
    people = (join(ann.database, ann.address, Participant(key=name.lower(), name=name)) for name in names)
    return [Writer(ann.database, ann.address, each.participant) for each in people]


@pytest.fixture
def ann(database: Database) -> Writer:
    ann = ann_at(database)
    entries.add(ann, [Capability(key=key, name=key) for key in KEYS if key != "vision"])
    entries.add(ann, [Product(key=key, name=key) for key in ("arm", "dog")])
    return ann


def takers(ann: Writer) -> dict[str, tuple[str, ...]]:
    return {key: people for (_, key), people in load(ann.database, ann.address).room.takers.items()}


@given(people=st.integers(0, 40), products=st.integers(0, 40))
def test_products_are_dealt_evenly(people: int, products: int) -> None:
    dealt = deal([f"p{n}" for n in range(people)], [f"q{n}" for n in range(products)])
    assert len(set(dealt)) == len(dealt) == (max(people, products) if people and products else 0)
    for side, count in ((0, people), (1, products)):
        often = Counter(pair[side] for pair in dealt)
        assert not dealt or (len(often) == count and max(often.values()) - min(often.values()) <= 1)


@from_two_processes
def test_people_who_take_the_next_free_one_at_once_land_on_different_ones(ann: Writer) -> None:
    people, together = joined(ann, "Carl", "Dora", "Emil"), Barrier(3)

    def go(writer: Writer) -> None:
        together.wait()
        take(writer, Step.NATURE, KEYS)

    threads = [Thread(target=go, args=(writer,)) for writer in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(takers(ann)) == sorted(KEYS)


def test_nothing_is_locked_by_a_share_and_who_takes_another_leaves_the_first(ann: Writer) -> None:
    carl, dora = joined(ann, "Carl", "Dora")
    assert take(carl, Step.NATURE, ["vision"]) == take(dora, Step.NATURE, ["vision"]) == "vision"
    assert takers(ann) == {"vision": ("carl", "dora")}
    assert take(dora, Step.NATURE, KEYS) == "chips"
    assert takers(ann) == {"vision": ("carl",), "chips": ("dora",)}
    leave(carl, Step.NATURE)
    assert takers(ann) == {"chips": ("dora",)}
    assert take(dora, Step.NATURE, []) is None


def test_what_is_gone_cannot_be_taken(ann: Writer) -> None:
    (carl,) = joined(ann, "Carl")
    entries.remove(ann, "capability", ("chips",))
    with pytest.raises(UnknownEntryError):
        take(carl, Step.NATURE, ["chips"])
    assert takers(ann) == {}


def test_a_share_goes_and_comes_back_with_its_entry(ann: Writer) -> None:
    (carl,) = joined(ann, "Carl")
    take(carl, Step.NATURE, ["chips"])
    removal = entries.remove(ann, "capability", ("chips",))
    assert takers(ann) == {}
    undo(ann, removal)
    assert takers(ann) == {"chips": ("carl",)}


def test_a_share_of_what_was_merged_is_one_of_what_stays(ann: Writer) -> None:
    carl, dora = joined(ann, "Carl", "Dora")
    deal_out(ann, ["carl", "dora"], ["arm", "dog"])
    merge(ann, "product", "arm", "dog")
    assert set(takers(ann)["arm"]) == {carl.participant, dora.participant}


@pytest.mark.parametrize("go", [remove_person, forget_person])
def test_who_leaves_is_at_nothing(ann: Writer, go: Callable[[Writer, str], int]) -> None:
    joined(ann, "Carl", "Dora")
    deal_out(ann, ["carl", "dora"], ["arm", "dog"])
    go(ann, "carl")
    assert takers(ann) == {"dog": ("dora",)}


def test_who_is_at_what_is_told_to_no_more_people_than_was_promised(ann: Writer) -> None:
    (carl,) = joined(ann, "Carl")
    set_stage(ann, Step.NATURE, names=Names.NOBODY)
    take(carl, Step.NATURE, KEYS)
    with pytest.raises(PromiseError):
        set_stage(ann, Step.NATURE, names=Names.ALL)


FIRST, SECOND = ("vision", "nature", "other-users"), ("vision", "nature", "combine")


def workshop_id(ann: Writer) -> int:
    return load(ann.database, ann.address).id


def test_what_somebody_holds_stays_in_its_order_until_they_hold_something_else(database: Database) -> None:
    ann = ann_at(database)
    before = load(database, ann.address).revision
    hold(database, workshop_id(ann), "ann", [SECOND, FIRST])
    hold(database, workshop_id(ann), "bob", [FIRST])
    assert hands(database, workshop_id(ann)) == {"ann": [SECOND, FIRST], "bob": [FIRST]}
    hold(database, workshop_id(ann), "ann", [FIRST])
    hold(database, workshop_id(ann), "bob", [])
    assert hands(database, workshop_id(ann)) == {"ann": [FIRST]}
    assert load(database, ann.address).revision == before, "it is no change of the workshop"


def test_whoever_is_forgotten_leaves_neither_hand_nor_look(database: Database) -> None:
    ann = ann_at(database)
    hold(database, workshop_id(ann), "ann", [FIRST])
    looked = Writer(database, ann.address, author="ann")
    entries.put(looked, [Look(capability="vision", of=Aspect.NATURE, prompt="combine")], seen=1)
    forget_person(ann, "ann")
    assert hands(database, workshop_id(ann)) == {}
    assert worksheet_of(ann).looks == ()


def test_a_workshop_that_is_deleted_leaves_no_hand(database: Database) -> None:
    ann = ann_at(database)
    hold(database, workshop_id(ann), "ann", [FIRST])
    delete_workshop(database, ann.address)
    with database.read() as connection:
        assert connection.execute(select(tables.hand)).all() == []
