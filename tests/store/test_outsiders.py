from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from reuse_app.room import AnswerKind, Inquiry, OutsideAnswer, Referral, Settled
from reuse_app.store import Database, entries, load, tables
from reuse_app.store import outsiders as store
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.errors import NotAskedError, RoomError, StoreError, UnknownEntryError
from reuse_app.store.forgetting import forget_person
from reuse_app.store.grants import GrantRole, grants_of, passes
from reuse_app.store.merging import merge
from reuse_app.store.outsiders import MOST_WAITING, Received, discard, let_in_idea, let_in_name, receive, settle
from reuse_app.store.people import join, new_link, take_back
from reuse_app.store.snapshots import restore
from reuse_app.store.stages import set_stage
from reuse_app.store.undo import undo
from reuse_app.store.workshops import delete_workshop
from reuse_app.worksheet import Aspect, Capability, Link, Origin, Participant, Product
from reuse_app.worksheet.scales import Need
from reuse_app.worksheet.steps import Step
from tests.second import from_two_processes
from tests.store.people import ann_at, files_with, worksheet_of

WORD = "zqxmark"
WORDING = "Nobody sees the dust on the belt."
ASKED: dict[str, Any] = {"capability": "vision", "of": Aspect.NATURE, "wording": WORDING}
IDEA = OutsideAnswer(kind=AnswerKind.IDEA, text=f"Bakers {WORD}", **ASKED)
NAME = OutsideAnswer(kind=AnswerKind.NAME, text=f"Mia {WORD}", **ASKED)
BAKERY = Product(key="bakery", name="Bakery eyes", customer="Bakers")


def asking(ann: Writer) -> str:
    """The secret of a link for outsiders."""
    return new_link(ann, GrantRole.OUTSIDER)


def tray(ann: Writer) -> list[Received]:
    return store.received(ann.database, load(ann.database, ann.address).id)


def waiting(ann: Writer, *answers: OutsideAnswer) -> list[int]:
    """The ids of answers that have come in."""
    receive(ann.database, asking(ann), answers)
    return [each.id for each in tray(ann)]


def test_what_comes_in_waits_in_its_order_and_is_no_change_of_the_workshop(database: Database) -> None:
    ann = ann_at(database)
    secret, before = asking(ann), load(database, ann.address)
    receive(database, secret, [IDEA, NAME])
    receive(database, secret, [OutsideAnswer(kind=AnswerKind.IDEA, text="Millers")])
    assert [(each.said.text, each.settled) for each in tray(ann)] == [
        (IDEA.text, None),
        (NAME.text, None),
        ("Millers", None),
    ]
    assert tray(ann)[0].said == IDEA
    after = load(database, ann.address)
    assert (after.revision, after.worksheet) == (before.revision, before.worksheet)
    assert tray(ann_at(database)) == []


@from_two_processes
def test_a_form_that_is_sent_twice_has_one_effect(database: Database) -> None:
    ann = ann_at(database)
    secret = asking(ann)
    for _ in range(2):
        receive(database, secret, [IDEA, NAME], once=SentForm("one"))
    receive(database, secret, [IDEA], once=SentForm("two"))
    assert len(tray(ann)) == 3


@from_two_processes
def test_a_closed_link_takes_nothing_and_what_came_before_stays(database: Database) -> None:
    ann = ann_at(database)
    secret = asking(ann)
    receive(database, secret, [IDEA])
    assert store.asked_at(database, secret) == ann.address
    take_back(ann, [each.id for each in grants_of(database, ann.address) if each.role is GrantRole.OUTSIDER])
    for ask in (lambda: store.asked_at(database, secret), lambda: receive(database, secret, [IDEA])):
        with pytest.raises(NotAskedError) as error:
            ask()
        assert error.value.has_ended
    assert len(tray(ann)) == 1


def test_no_other_link_asks_anything_and_this_one_opens_nothing(database: Database) -> None:
    ann = ann_at(database)
    for secret in ("", "x" * 32, "\udc80", new_link(ann, GrantRole.OBSERVER)):
        with pytest.raises(NotAskedError) as error:
            receive(database, secret, [IDEA])
        assert not error.value.has_ended
    assert passes(database, [asking(ann)]) == []


@from_two_processes
def test_a_full_tray_takes_no_more_until_something_is_dealt_with(database: Database) -> None:
    ann = ann_at(database)
    secret = asking(ann)
    receive(database, secret, [IDEA] * MOST_WAITING)
    with pytest.raises(RoomError):
        receive(database, secret, [NAME])
    settle(ann, tray(ann)[0].id, Settled.ASIDE)
    receive(database, secret, [NAME])
    assert len(tray(ann)) == MOST_WAITING + 1


def test_an_idea_that_is_let_in_is_a_product_that_remembers_where_it_came_from(database: Database) -> None:
    ann = ann_at(database)
    (answer,) = waiting(ann, IDEA)
    let_in_idea(ann, answer, BAKERY, field="10")
    (made,) = [each for each in worksheet_of(ann).products if each.key == "bakery"]
    origin = Origin(capability="vision", of=Aspect.NATURE, prompt=WORDING, field="10", outside=True)
    assert made == BAKERY.model_copy(update={"problem": IDEA.text, "source": "From outside", "origin": origin})
    assert Link(capability="vision", product="bakery", need=Need.STRONG) in worksheet_of(ann).links
    assert tray(ann)[0].settled is Settled.LET_IN
    with pytest.raises(StoreError, match="dealt with"):
        let_in_idea(ann, answer, BAKERY, field=None)
    undo(ann, load(database, ann.address).revision)
    assert "bakery" not in worksheet_of(ann).product_by_key
    settle(ann, answer, None)
    let_in_idea(ann, answer, BAKERY, field=None)
    assert "bakery" in worksheet_of(ann).product_by_key


def test_what_is_let_in_is_nobodys_and_seen_by_all_even_where_entries_are_private(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, Participant(key="carl", name="Carl"))
    set_stage(ann, Step.PRODUCTS, private=True)
    (answer,) = waiting(ann, IDEA)
    let_in_idea(ann, answer, BAKERY, field=None)
    saved = load(database, ann.address)
    (key,) = [each.key for each in saved.seen_by(None).products if each.name == BAKERY.name]
    assert ("product", key) not in saved.room.authors
    forget_person(ann, "ann")
    assert key in worksheet_of(ann).product_by_key


def test_an_idea_outlives_the_capability_that_it_was_about(database: Database) -> None:
    ann = ann_at(database)
    (answer,) = waiting(ann, IDEA)
    entries.remove(ann, "capability", ("vision",))
    let_in_idea(ann, answer, BAKERY, field=None)
    assert worksheet_of(ann).product_by_key["bakery"].origin == Origin(prompt=WORDING, outside=True)


def test_a_name_that_is_let_in_is_on_the_list_of_people_to_ring(database: Database) -> None:
    ann = ann_at(database)
    (answer, long) = waiting(ann, NAME, OutsideAnswer(kind=AnswerKind.IDEA, text="x" * 1000))
    let_in_name(ann, answer)
    entries.change(ann, "referral", (1,), {"caller": "Ann", "outcome": "Ask Tom"}, seen=99)
    entries.add(ann, [Referral(number=1, name="Tom")])
    let_in_name(ann, long)
    assert load(database, ann.address).rows["referral"].nouns == (
        Referral(number=1, name=NAME.text, about=WORDING, outside=True, caller="Ann", outcome="Ask Tom"),
        Referral(number=2, name="Tom"),
        Referral(number=3, name="x" * 200, outside=True),
    )


def test_an_answer_is_put_aside_brought_back_and_deleted(database: Database) -> None:
    ann = ann_at(database)
    (answer,) = waiting(ann, IDEA)
    settle(ann, answer, Settled.ASIDE)
    assert tray(ann)[0].settled is Settled.ASIDE
    with pytest.raises(StoreError, match="dealt with"):
        let_in_name(ann, answer)
    settle(ann, answer, None)
    assert tray(ann)[0].settled is None
    discard(ann, answer)
    assert tray(ann) == []


def test_nobody_reaches_an_answer_to_another_workshop(database: Database) -> None:
    ann, other = ann_at(database), ann_at(database)
    (answer,) = waiting(ann, IDEA)
    for reach in (
        lambda: settle(other, answer, Settled.ASIDE),
        lambda: discard(other, answer),
        lambda: let_in_idea(other, answer, BAKERY, field=None),
        lambda: let_in_name(other, answer),
    ):
        with pytest.raises(UnknownEntryError):
            reach()
    assert tray(ann)[0].settled is None


def test_a_workshop_that_is_deleted_leaves_nothing_from_outside_in_any_file(sqlite: Database) -> None:
    ann = ann_at(sqlite)
    answers = waiting(ann, IDEA, NAME)
    entries.add(ann, [Inquiry(number=1, capability="vision", of=Aspect.NATURE, wording=f"{WORD} problem")])
    let_in_name(ann, answers[1])
    sqlite.empty_log()
    folder = Path(str(sqlite.url.database)).parent
    assert files_with(WORD, folder) != []
    delete_workshop(sqlite, ann.address)
    assert files_with(WORD, folder) == []
    with sqlite.read() as connection:
        for table in (tables.answer, tables.metadata.tables["inquiry"], tables.metadata.tables["referral"]):
            assert connection.execute(select(table)).all() == []


def test_a_sentence_goes_with_its_capability_and_to_the_one_that_it_is_merged_with(database: Database) -> None:
    ann = ann_at(database)
    entries.add(ann, [Capability(key="eyes", name="Eyes")])
    inquiry = Inquiry(number=1, capability="eyes", of=Aspect.NATURE, wording=WORDING)
    entries.add(ann, [inquiry])
    merge(ann, "capability", "vision", "eyes")
    assert load(database, ann.address).rows["inquiry"].nouns == (inquiry.model_copy(update={"capability": "vision"}),)
    revision = entries.remove(ann, "capability", ("vision",))
    assert len(load(database, ann.address).rows["inquiry"]) == 0
    undo(ann, revision)
    assert len(load(database, ann.address).rows["inquiry"]) == 1


def test_who_is_to_be_rung_stays_when_an_earlier_worksheet_comes_back(database: Database) -> None:
    ann = ann_at(database)
    before = load(database, ann.address).revision
    entries.add(ann, [Referral(number=1, name="Tom")])
    entries.add(ann, [Capability(key="eyes", name="Eyes")])
    entries.add(ann, [Inquiry(number=1, capability="eyes", of=Aspect.NATURE, wording=WORDING)])
    restore(ann, before)
    saved = load(database, ann.address)
    assert [each.name for each in saved.rows["referral"].nouns] == ["Tom"]
    assert len(saved.rows["inquiry"]) == 0, "its capability was not there then"


def test_whoever_is_forgotten_takes_along_what_they_asked_and_whom_they_named(database: Database) -> None:
    ann = ann_at(database)
    entries.add(ann, [Inquiry(number=1, capability="vision", of=Aspect.NATURE, wording=WORDING)])
    entries.add(ann, [Referral(number=1, name="Tom")])
    forget_person(ann, "ann")
    saved = load(database, ann.address)
    assert (len(saved.rows["inquiry"]), len(saved.rows["referral"])) == (0, 0)
