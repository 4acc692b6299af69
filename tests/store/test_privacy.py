"""What is written is told to those who may read it: the rules of writing and of reading say the same."""

import random
from collections.abc import Collection, Mapping

import pytest

from reuse_app.store import Database, Saved, entries, load
from reuse_app.store.choosing import put_dots
from reuse_app.store.edit import Writer
from reuse_app.store.people import join
from reuse_app.store.stages import begin_round, set_stage
from reuse_app.worksheet import Capability, Dot, Link, Note, Participant, Product, Rating
from reuse_app.worksheet.scales import Need
from reuse_app.worksheet.steps import Step
from tests.store.people import ann_at

Told = list[Mapping[str, Collection[str | None]]]


@pytest.fixture
def told(database: Database) -> Told:
    """Whom each change concerned, by part."""
    heard: Told = []
    database.announce = lambda _address, _revision, concerned: heard.append(concerned)
    return heard


def with_people(database: Database, *names: str) -> Writer:
    ann = ann_at(database)
    for name in names:
        join(database, ann.address, Participant(key=name, name=name.title()))
    return ann


def test_a_hidden_vote_concerns_whoever_gives_it(database: Database, told: Told) -> None:
    ann = with_people(database, "dora")
    dora = Writer(database, ann.address, "dora")
    told.clear()
    entries.put(dora, [Rating(participant="dora", product="robot", factor="volume", level=4)], seen=9)
    put_dots(dora, Dot(participant="dora", product="robot", count=2))
    assert told == [{"rating": {"dora"}}, {"dot": {"dora"}}]
    saved = load(database, ann.address)
    assert saved.revision_for("dora") == saved.revision
    assert saved.revision_for(None) == saved.revision_for("ann") == saved.revision - 2
    for step in (Step.SCORE, Step.PRODUCTS):
        set_stage(ann, step, blind=False)
    told.clear()
    put_dots(dora, Dot(participant="dora", product="robot", count=1))
    assert told == [{"dot": {None}}]


def test_a_rating_of_a_round_that_is_over_concerns_everybody(database: Database, told: Told) -> None:
    ann = with_people(database, "dora")
    begin_round(ann, 2)
    told.clear()
    for round_ in (1, 2):
        rating = Rating(participant="dora", product="robot", factor="volume", level=4, round=round_)
        entries.put(ann, [rating], seen=9)
    assert told == [{"rating": {None}}, {"rating": {"dora"}}]


def test_a_private_entry_concerns_its_author_with_all_that_hangs_on_it(database: Database, told: Told) -> None:
    ann = with_people(database, "dora")
    set_stage(ann, Step.INVENTORY, private=True)
    dora = Writer(database, ann.address, "dora")
    told.clear()
    entries.add(dora, [Capability(key="eye", name="Eye")])
    (key,) = {each.key for each in load(database, ann.address).worksheet.capabilities} - {"vision"}
    entries.put(dora, [Link(capability=key, product="robot", need=Need.STRONG)], seen=99)
    entries.change(dora, "capability", (key,), {"owner": "Me"}, seen=99)
    entries.remove(dora, "capability", (key,))
    entries.add(dora, [Product(key="arm", name="Arm")])
    assert told == [
        {"capability": {"dora"}},
        {"link": {"dora"}},
        {"capability": {"dora"}},
        {"capability": {"dora"}, "link": {"dora"}},
        {"product": {None}},
    ]


def test_a_note_concerns_whom_what_it_is_about_concerns(database: Database, told: Told) -> None:
    ann = with_people(database, "dora")
    set_stage(ann, Step.INVENTORY, private=True)
    dora = Writer(database, ann.address, "dora")
    entries.add(dora, [Capability(key="eye", name="Eye")])
    (eye,) = {each.key for each in load(database, ann.address).worksheet.capabilities} - {"vision"}
    told.clear()
    entries.add(dora, [Note(key="eye", text="At night?", capability=eye, author="dora")])
    entries.change(dora, "note", ("eye",), {"text": "At night too?"}, seen=99)
    entries.remove(dora, "note", ("eye",))
    entries.add(dora, [Note(key="rated", text="Why?", product="robot", factor="volume", author="dora")])
    entries.add(dora, [Note(key="parked", text="Later.", author="dora")])
    assert told == [*[{"note": {"dora"}}] * 4, {"note": {None}}]
    begin_round(ann, 2)
    told.clear()
    entries.change(dora, "note", ("rated",), {"text": "Why so low?"}, seen=99)
    assert told == [{"note": {None}}]


def test_as_long_as_nobody_has_joined_all_is_for_everybody(database: Database, told: Told) -> None:
    ann = ann_at(database)
    set_stage(ann, Step.INVENTORY, private=True)
    told.clear()
    entries.add(ann, [Capability(key="eye", name="Eye")])
    entries.put(ann, [Rating(participant="ann", product="robot", factor="volume", level=4)], seen=9)
    assert told == [{"capability": {None}}, {"rating": {None}}]
    assert "eye" in load(database, ann.address).worksheet.capability_by_key, "no letters of chance are needed"


@pytest.mark.parametrize("seed", range(3))
def test_what_concerns_nobody_else_changes_nothing_that_others_see(database: Database, seed: int) -> None:
    """Random acts of three people, some steps private: read and written by the same rules."""
    random_ = random.Random(seed)  # noqa: S311  # a course of acts, no secret
    ann = with_people(database, "dora", "bob")
    set_stage(ann, Step.INVENTORY, private=random_.random() < 0.7)
    set_stage(ann, Step.PRODUCTS, private=random_.random() < 0.5, blind=random_.random() < 0.7)
    people, hidden = ("ann", "dora", "bob"), 0
    before = load(database, ann.address)
    for _ in range(40):
        act(random_, Writer(database, ann.address, random_.choice(people)), before)
        after = load(database, ann.address)
        for person in (None, *people):
            if after.revision_for(person) == before.revision_for(person):
                hidden += 1
                assert after.seen_by(person) == before.seen_by(person)
        before = after
    assert hidden


def act(random_: random.Random, writer: Writer, saved: Saved) -> None:
    """Something that a person may do on the pages."""
    seen, me = saved.seen_by(writer.participant), str(writer.participant)
    capability, product = random_.choice(seen.capabilities).key, random_.choice(seen.candidates).key
    match random_.randrange(7):
        case 0:
            entries.add(writer, [Capability(key="eye", name="Eye")])
        case 1:
            entries.add(writer, [Product(key="arm", name="Arm")])
        case 2:
            entries.put(writer, [Link(capability=capability, product=product, need=Need.STRONG)], seen=99)
        case 3:
            level = random_.randint(1, 4)
            entries.put(writer, [Rating(participant=me, product=product, factor="volume", level=level)], seen=99)
        case 4:
            put_dots(writer, Dot(participant=me, product="robot", count=random_.randint(0, 1)))
        case 6:
            about = random_.choice([{"product": product, "factor": "volume"}, {"capability": capability}, {}])
            note = {"key": f"note-{saved.revision}", "text": "Why?", "author": me, **about}
            entries.add(writer, [Note.model_validate(note)])
        case 5:
            owner = str(random_.random())
            entries.change(writer, "capability", (capability,), {"owner": owner}, seen=saved.revision)
