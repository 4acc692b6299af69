from sqlalchemy import select

from reuse_app.store import Database, entries, load, tables
from reuse_app.store.edit import Writer
from reuse_app.store.forgetting import forget_person
from reuse_app.store.hands import hands, hold
from reuse_app.store.workshops import delete_workshop
from reuse_app.worksheet import Aspect, Look
from tests.store.people import ann_at, worksheet_of

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
