import pytest

from reuse_app.room import Seat
from reuse_app.store import Database, entries, load
from reuse_app.store.edit import Writer
from reuse_app.store.errors import NameTakenError, RepeatedError, UnknownCodeError, UnknownEntryError
from reuse_app.store.grants import GrantRole, grants_of, passes
from reuse_app.store.people import (
    Invited,
    add_person,
    close,
    code_of,
    join,
    name_holder,
    new_link,
    plain_code,
    remove_person,
    rename,
    renew_code,
    reopen,
    take_back,
    workshop_of_code,
)
from reuse_app.worksheet import Capability, Participant
from tests.second import from_two_processes
from tests.store.people import ann_at, at_once, counted

FIRST, SECOND = "a" * 22, "b" * 22
CARL = Participant(key="carl", name="Carl")


def code(ann: Writer) -> str:
    return str(code_of(ann.database, ann.address))


def test_a_code_leads_to_its_workshop_however_it_is_typed(database: Database) -> None:
    ann = ann_at(database)
    typed = f" {code(ann)[:4].lower()}-{code(ann)[4:]} "
    assert workshop_of_code(database, typed) == Invited(ann.address, "Tesla Bot")
    assert plain_code(typed) == code(ann)


@pytest.mark.parametrize("typed", ["", "ABCDEFGH", "x" * 5000, "\x00\x00", "ſſſſſſſſ", "' OR 1=1"])
def test_a_wrong_code_leads_nowhere(database: Database, typed: str) -> None:
    ann_at(database)
    with pytest.raises(UnknownCodeError, match="No open workshop has this code"):
        workshop_of_code(database, typed)


@from_two_processes
def test_a_closed_workshop_has_no_code_and_a_new_one_when_it_opens_again(database: Database) -> None:
    ann = ann_at(database)
    before = code(ann)
    close(ann, report_open=True)
    with pytest.raises(UnknownCodeError):
        workshop_of_code(database, before)
    room = load(database, ann.address).room
    assert (room.closed, room.report_open) == (True, True)
    reopen(ann)
    assert workshop_of_code(database, code(ann)).address == ann.address
    assert code(ann) != before


@from_two_processes
def test_a_renewed_code_lets_nobody_in_by_the_old_one(database: Database) -> None:
    ann = ann_at(database)
    before = code(ann)
    renew_code(ann)
    with pytest.raises(UnknownCodeError):
        workshop_of_code(database, before)


def test_who_joins_has_a_seat_and_a_link_of_their_own(database: Database) -> None:
    ann = ann_at(database)
    joined = join(database, ann.address, CARL)
    (opened,) = passes(database, [joined.secret])
    assert (opened.role, opened.participant, opened.address) == (GrantRole.PARTICIPANT, "carl", ann.address)
    assert load(database, ann.address).room.seats == {"carl": Seat(participant="carl")}


@pytest.mark.parametrize("others", [1, 40])
def test_who_joins_asks_the_database_little_however_many_are_there(database: Database, others: int) -> None:
    ann = ann_at(database)
    for number in range(others):
        join(database, ann.address, Participant(key=f"p{number}", name=f"Person {number}"))
    with counted(database) as sent:
        assert workshop_of_code(database, code(ann))
        join(database, ann.address, CARL, secret=FIRST, holder="carl's")
    turns = 0 if database.is_sqlite else 2
    assert len(sent) == 17 + turns, sent


@from_two_processes
def test_a_name_that_somebody_has_is_refused_in_any_case_of_letters(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, CARL)
    with pytest.raises(NameTakenError, match="CARL is here already"):
        join(database, ann.address, Participant(key="carl", name="CARL"))


def test_who_was_named_before_is_that_person_from_then_on(database: Database) -> None:
    ann = ann_at(database)
    assert join(database, ann.address, Participant(key="x", name="ann")).participant == "ann"


@from_two_processes
def test_the_same_form_sent_at_once_seats_one_person(database: Database) -> None:
    ann = ann_at(database)
    results = at_once(*[lambda: join(database, ann.address, CARL, secret="s" * 22)] * 8)
    assert sum(isinstance(each, RepeatedError | NameTakenError) for each in results) == 7
    assert [each.key for each in load(database, ann.address).worksheet.participants] == ["ann", "carl"]


@from_two_processes
def test_a_link_that_is_taken_back_opens_nothing_but_says_what_it_opened(database: Database) -> None:
    ann = ann_at(database)
    secret = new_link(ann, GrantRole.OBSERVER, label="Board")
    (held,) = passes(database, [secret])
    take_back(ann, [held.id])
    assert passes(database, [secret]) == []
    assert [each.label for each in passes(database, [secret], ended=True)] == ["Board"]


def test_a_link_of_another_workshop_is_not_taken_back(database: Database) -> None:
    ann, bob = ann_at(database), ann_at(database)
    theirs = [each.id for each in grants_of(database, bob.address)]
    take_back(ann, theirs)
    assert [each.id for each in grants_of(database, bob.address)] == theirs


@from_two_processes
def test_who_is_removed_leaves_their_entries_when_these_are_to_stay(database: Database) -> None:
    ann = ann_at(database)
    joined = join(database, ann.address, CARL)
    entries.add(Writer(database, ann.address, "carl"), [Capability(key="chips", name="Chips")])
    remove_person(ann, "carl")
    saved = load(database, ann.address)
    assert passes(database, [joined.secret]) == []
    assert "carl" not in saved.room.seats
    assert {"chips", "carl"} <= {*saved.worksheet.capability_by_key, *(p.key for p in saved.worksheet.participants)}


def test_an_entry_made_for_somebody_without_a_device_is_theirs(database: Database) -> None:
    ann = ann_at(database)
    entries.add(Writer(database, ann.address, "ann", author="bo"), [Capability(key="chips", name="Chips")])
    assert load(database, ann.address).room.authors == {("capability", "chips"): "bo"}


@from_two_processes
def test_devices_that_join_at_once_as_somebody_without_one_are_that_person_and_refusals(database: Database) -> None:
    ann = ann_at(database)
    add_person(ann, Participant(key="bo", name="Bo", without_device=True))
    results = at_once(*[lambda: join(database, ann.address, Participant(key="bo", name="BO"))] * 8)
    assert sum(isinstance(each, NameTakenError) for each in results) == 7
    saved = load(database, ann.address)
    assert [(each.key, each.without_device) for each in saved.worksheet.participants][1:] == [("bo", False)]
    assert set(saved.room.seats) == {"bo"}


def test_nobody_takes_the_name_of_another(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, CARL)
    with pytest.raises(NameTakenError):
        rename(ann, "carl", " ANN ", seen=99)
    with pytest.raises(NameTakenError):
        add_person(ann, CARL)
    rename(ann, "carl", "CARL", seen=99)
    assert [each.name for each in load(database, ann.address).worksheet.participants] == ["Ann", "CARL"]


def test_a_link_for_somebody_gives_them_a_seat_and_ends_those_it_stands_in_for(database: Database) -> None:
    ann = ann_at(database)
    joined = join(database, ann.address, CARL)
    (old,) = passes(database, [joined.secret])
    entries.remove(ann, "seat", ("carl",))
    secret = new_link(ann, GrantRole.PARTICIPANT, participant="carl", instead_of=[old.id])
    assert [found.participant for found in passes(database, [secret, joined.secret])] == ["carl"]
    assert set(load(database, ann.address).room.seats) == {"carl"}
    with pytest.raises(UnknownEntryError):
        new_link(ann, GrantRole.PARTICIPANT, participant="no-such")


def test_a_link_made_by_the_same_form_is_one_link(database: Database) -> None:
    ann = ann_at(database)
    made = {new_link(ann, GrantRole.OBSERVER, secret="s" * 22) for _ in range(3)}
    assert len(passes(database, list(made))) == 1


def test_the_holder_of_a_link_that_is_nobodys_takes_part_by_name(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, CARL)
    secret = new_link(ann, GrantRole.FACILITATOR, label="Bo")
    (held,) = passes(database, [secret])
    with pytest.raises(NameTakenError):
        name_holder(ann, held.id, CARL, secret=FIRST)
    for _ in range(2):
        name_holder(ann, held.id, Participant(key="bo", name="Bo"), secret=SECOND)
    assert [(held.participant, held.own) for held in passes(database, [SECOND])] == [("bo", True)]
    assert passes(database, [secret]) == [], "whoever made the link could have kept it"
