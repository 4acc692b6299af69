import pytest

from reuse_app.room import Completion
from reuse_app.store import Database, Saved, entries, load
from reuse_app.store.choosing import put_dots
from reuse_app.store.edit import Writer
from reuse_app.store.errors import StoreError
from reuse_app.store.grants import GrantRole, grants_of, passes
from reuse_app.store.own_device import answer_here, record_for
from reuse_app.store.people import add_person, join, know_links, new_link, remove_person
from reuse_app.store.snapshots import restore
from reuse_app.store.stages import set_stage
from reuse_app.store.undo import undo
from reuse_app.worksheet import Capability, Dot, Note, Participant, Rating, Worksheet
from reuse_app.worksheet.copies import with_parts
from reuse_app.worksheet.steps import Step
from tests.conftest import small_worksheet
from tests.store.people import ann_at

DORA = Participant(key="dora", name="Dora")
NEW = "n" * 22


def with_dora(ann: Writer) -> Writer:
    """Dora, who has rated, voted and written where nobody sees it yet."""
    join(ann.database, ann.address, DORA)
    set_stage(ann, Step.INVENTORY, private=True)
    dora = Writer(ann.database, ann.address, "dora")
    entries.add(dora, [Rating(participant="dora", product="robot", factor="volume", level=4)])
    put_dots(dora, Dot(participant="dora", product="robot", count=2))
    entries.add(dora, [Capability(key="eye", name="Dora's eye")])
    return dora


def hidden(saved: Saved, viewer: str | None) -> tuple[int, int, int]:
    """How many ratings, dots and capabilities somebody sees."""
    seen = saved.seen_by(viewer)
    return len(seen.ratings), len(seen.dots), len(seen.capabilities)


def test_a_link_that_another_has_made_is_not_the_persons_own(database: Database) -> None:
    ann = ann_at(database)
    dora = with_dora(ann)
    own = {held.id for held in grants_of(database, ann.address) if held.own}
    new_link(ann, GrantRole.PARTICIPANT, participant="dora")
    made = [held for held in grants_of(database, ann.address) if held.id not in own]
    assert [(held.participant, held.own) for held in made] == [("dora", False)]
    assert load(database, ann.address).room.seats["dora"].untold_links == 1
    know_links(dora)
    assert load(database, ann.address).room.seats["dora"].untold_links == 0


def test_who_answers_on_another_device_begins_anew_there(database: Database) -> None:
    ann = ann_at(database)
    dora = with_dora(ann)
    made = passes(database, [new_link(ann, GrantRole.PARTICIPANT, participant="dora")])[0]
    assert hidden(load(database, ann.address), "dora") == (1, 1, 2)
    for _ in range(2):
        answer_here(dora, made.id, secret=NEW)
    assert hidden(load(database, ann.address), "dora") == (0, 0, 1)
    assert [(held.participant, held.own) for held in passes(database, [NEW])] == [("dora", True)]
    assert [held.own for held in grants_of(database, ann.address) if held.participant == "dora"] == [True, False]
    set_stage(ann, Step.INVENTORY, private=False)
    assert hidden(load(database, ann.address), None) == (0, 0, 2), "what she wrote is shown with all the rest"


@pytest.mark.parametrize("how", ["removed", "replaced"])
def test_a_name_brings_back_nothing_that_was_kept_in_it(database: Database, how: str) -> None:
    ann = ann_at(database)
    with_dora(ann)
    if how == "removed":
        remove_person(ann, "dora")
    else:
        held = [each.id for each in grants_of(database, ann.address) if each.participant == "dora"]
        new_link(ann, GrantRole.OBSERVER, instead_of=held)
    again = join(database, ann.address, DORA)
    assert [(held.participant, held.own) for held in passes(database, [again.secret])] == [("dora", False)]


def test_whether_anything_is_kept_in_a_name_makes_no_difference_to_who_says_it(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, DORA)
    remove_person(ann, "dora")
    add_person(ann, Participant(key="fred", name="Fred", without_device=True))
    for person in (DORA, Participant(key="fred", name="Fred")):
        assert not passes(database, [join(database, ann.address, person).secret])[0].own


def test_what_was_recorded_for_somebody_named_in_the_file_goes_when_they_come(database: Database) -> None:
    ann = ann_at(database, with_participants("dora"))
    join(database, ann.address, Participant(key="carl", name="Carl"))
    recorded = Writer(database, ann.address, "ann", author="dora")
    entries.add(recorded, [Rating(participant="dora", product="robot", factor="volume", level=4)])
    joined = join(database, ann.address, DORA)
    assert passes(database, [joined.secret])[0].own
    assert hidden(load(database, ann.address), joined.participant)[0] == 0


def with_participants(key: str) -> Worksheet:
    """A worksheet in whose file somebody more is named."""
    sheet = small_worksheet()
    people = (*sheet.participants, Participant(key=key, name=key.title()))
    return with_parts(sheet, {"participants": people})


@pytest.mark.parametrize("how", ["restore", "undo", "restore after removal"])
def test_what_was_taken_back_does_not_come_back_to_another_device(database: Database, how: str) -> None:
    ann = ann_at(database)
    dora = with_dora(ann)
    at = load(database, ann.address).revision
    removed = entries.remove(ann, "product", ("robot",)) if how != "restore" else 0
    made = passes(database, [new_link(ann, GrantRole.PARTICIPANT, participant="dora")])[0]
    answer_here(dora, made.id, secret=NEW)
    if how == "undo":
        undo(ann, removed)
    else:
        restore(ann, at)
    assert hidden(load(database, ann.address), "dora") == (0, 0, 1)
    for step in (Step.SCORE, Step.PRODUCTS):
        set_stage(ann, step, blind=False)
    assert hidden(load(database, ann.address), None)[:2] == (0, 0)


def test_to_begin_anew_looks_the_same_whether_there_was_anything_or_not(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, DORA)
    dora = Writer(database, ann.address, "dora")
    entries.add(dora, [Completion(participant="dora", step=Step.SCORE)])
    made = passes(database, [new_link(ann, GrantRole.PARTICIPANT, participant="dora")])[0]
    before = load(database, ann.address)
    answer_here(dora, made.id, secret=NEW)
    after = load(database, ann.address)
    assert after.revision_for(None) == after.revision_for("dora") > before.revision
    assert after.room.completions == frozenset()


def test_nobody_reads_by_recording(database: Database) -> None:
    ann = ann_at(database)
    with_dora(ann)
    with pytest.raises(StoreError, match="a device of their own"):
        record_for(ann, "dora")
    remove_person(ann, "dora")
    join(database, ann.address, Participant(key="carl", name="Carl"))
    record_for(ann, "dora")
    saved = load(database, ann.address)
    assert hidden(saved, "dora") == (0, 0, 1)
    assert [each.key for each in saved.worksheet.participants if each.without_device] == ["dora"]


def test_what_is_shown_already_stays_when_somebody_begins_anew(database: Database) -> None:
    ann = ann_at(database)
    dora = with_dora(ann)
    for step in (Step.SCORE, Step.PRODUCTS):
        set_stage(ann, step, blind=False)
    set_stage(ann, Step.INVENTORY, private=False)
    made = passes(database, [new_link(ann, GrantRole.PARTICIPANT, participant="dora")])[0]
    answer_here(dora, made.id, secret=NEW)
    assert hidden(load(database, ann.address), None) == (1, 1, 2)


def test_a_note_that_nobody_else_reads_yet_is_nobodys_on_another_device(database: Database) -> None:
    ann = ann_at(database)
    dora = with_dora(ann)
    rated = Note(key="rated", text="Too low", product="robot", factor="volume", author="dora")
    entries.add(dora, [rated, Note(key="parked", text="Later", author="dora")])
    at = load(database, ann.address).revision
    made = passes(database, [new_link(ann, GrantRole.PARTICIPANT, participant="dora")])[0]
    assert [note.key for note in load(database, ann.address).seen_by("dora").notes] == ["rated", "parked"]
    answer_here(dora, made.id, secret=NEW)
    restore(ann, at)
    assert [note.key for note in load(database, ann.address).seen_by("dora").notes] == ["parked"]
    set_stage(ann, Step.SCORE, blind=False)
    assert [note.author for note in load(database, ann.address).seen_by(None).notes] == [None, "dora"]
