import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select

from reuse_app.store import Database, entries, load, tables
from reuse_app.store.edit import SentForm, Writer, edit
from reuse_app.store.errors import ConflictError, RepeatedError, ReusedFormError, UnknownEntryError
from reuse_app.store.tables import PARTS
from reuse_app.store.undo import undo
from reuse_app.worksheet import Aspect, Capability, Fit, Link, Need, Origin, Product
from reuse_app.worksheet.columns import flatten
from tests.conftest import small_worksheet
from tests.second import from_two_processes
from tests.store.people import ann_at, as_another_process, at_once, worksheet_of

THREADS = 8
EDITS = 50
RACES = 200


@pytest.fixture
def ann(database: Database) -> Writer:
    return ann_at(database)


@pytest.fixture
def bob(ann: Writer) -> Iterator[Writer]:
    """Somebody in another process; on SQLite only one process writes, so there Bob is in the same one."""
    if ann.database.is_sqlite:
        yield Writer(ann.database, ann.address, "bob")
        return
    with as_another_process(ann.database) as other:
        yield Writer(other, ann.address, "bob")


def log(writer: Writer) -> list[dict[str, object]]:
    """The changes of a workshop as they were written down, in their order."""
    change, field = tables.change, tables.changed_field
    query = (
        select(change, field.c.part, field.c.entry, field.c.field, field.c.before, field.c.after)
        .join(field, isouter=True)
        .order_by(change.c.revision, field.c.part.desc(), field.c.entry, field.c.field)
    )
    with writer.database.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def fields(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    """What changed: where, and from what to what."""
    return [tuple(row[name] for name in ("part", "entry", "field", "before", "after")) for row in rows]


@from_two_processes
def test_the_log_says_who_did_what_when_and_what_was_before_and_after(ann: Writer) -> None:
    started = dt.datetime.now(dt.UTC)
    entries.change(ann, "capability", ("vision",), {"trl": 7, "owner": "“Bob”", "nature": ""}, seen=1)
    first, *changes = log(ann)
    assert (first["revision"], first["action"], first["field"]) == (1, "start", None)
    assert {(row["revision"], row["action"], row["participant"]) for row in changes} == {
        (2, "change capability", "ann")
    }
    assert fields(changes) == [
        ("capability", "vision", "owner", None, '"“Bob”"'),
        ("capability", "vision", "trl", None, "7"),
    ]
    at = changes[0]["at"]
    assert isinstance(at, dt.datetime)
    assert started - dt.timedelta(minutes=1) < at < started + dt.timedelta(minutes=1)


def test_a_removal_keeps_every_value_that_goes(ann: Writer) -> None:
    entries.put(ann, [Link(capability="vision", product="robot", need=Need.STRONG, fit=Fit.AS_IS)], seen=0)
    entries.remove(Writer(ann.database, ann.address), "product", ("robot",))
    rows = [row for row in log(ann) if row["revision"] == 3]
    assert {row["participant"] for row in rows} == {None}
    assert ("product", "robot", "name", '"Robot"', None) in fields(rows)
    assert ("link", "vision/robot", "need", "9", None) in fields(rows)
    assert all(row["after"] is None for row in rows)


def test_a_field_that_changes_twice_in_one_change_is_written_down_once(ann: Writer) -> None:
    part = PARTS["capability"]
    with edit(ann, "change capability") as open_edit:
        for owner in ("Bob", "Cleo"):
            current = open_edit.row(part, ("vision",))
            open_edit.update(part, ("vision",), before=current, after={"owner": owner})
    assert fields(log(ann)[1:]) == [("capability", "vision", "owner", None, '"Cleo"')]


def test_a_change_that_is_broken_off_leaves_nothing(ann: Writer) -> None:
    with pytest.raises(ConflictError):
        break_off(ann)
    assert load(ann.database, ann.address).revision == 1
    assert len(log(ann)) == 1


def break_off(ann: Writer) -> None:
    with edit(ann, "add product") as open_edit:
        open_edit.insert(PARTS["product"], [flatten(Product(key="phone", name="Phone"))])
        raise ConflictError({}, version=1)


@pytest.mark.parametrize("product", ["nothing", "a\0b", "x" * 41])
def test_referring_to_what_is_not_there_says_so(ann: Writer, product: str) -> None:
    with pytest.raises((UnknownEntryError, ValueError)):
        entries.change(ann, "capability", ("vision",), {"home_product": product}, seen=1)
    with pytest.raises((UnknownEntryError, ValueError)):
        entries.put(ann, [Link(capability="vision", product=product, need=Need.WEAK)], seen=1)
    assert load(ann.database, ann.address).revision == 1


@pytest.mark.parametrize("key", ["", "nothing", "a\0b", "\ud800", "x" * 100_000, "a/b", " vision"])
def test_an_entry_that_cannot_be_says_so(ann: Writer, key: str) -> None:
    with pytest.raises(UnknownEntryError, match="This capability is not in the workshop"):
        entries.change(ann, "capability", (key,), {"trl": 1}, seen=1)
    with pytest.raises(UnknownEntryError):
        entries.remove(ann, "capability", (key,))
    with pytest.raises(UnknownEntryError):
        entries.move(ann, "capability", (key,), by=1)


@pytest.mark.parametrize("number", [-1, 0, 2**31, 2**63, 10**30])
def test_an_iteration_with_an_odd_number_says_so(ann: Writer, number: int) -> None:
    with pytest.raises(UnknownEntryError):
        entries.remove(ann, "iteration", (number,))


@from_two_processes
def test_a_combination_that_two_people_made_together_and_that_is_wrong_is_a_conflict(ann: Writer) -> None:
    """Each of the two is right, but the low cost of one is above the likely cost of the other."""

    def cost(low: float, likely: float, high: float) -> dict[str, float]:
        return {"build_cost_low": low, "build_cost_likely": likely, "build_cost_high": high}

    entries.change(ann, "capability", ("vision",), cost(10, 20, 30), seen=1)
    entries.change(ann, "capability", ("vision",), cost(20, 20, 30), seen=2)
    with pytest.raises(ConflictError) as caught:
        entries.change(ann, "capability", ("vision",), cost(10, 15, 30), seen=2)
    assert {name: (clash.yours, clash.theirs) for name, clash in caught.value.clashes.items()} == {
        "build_cost_low": (10, 20)
    }
    entries.change(ann, "capability", ("vision",), cost(10, 15, 30), seen=caught.value.version)
    (vision,) = worksheet_of(ann).capabilities
    assert vision.build_cost
    assert (vision.build_cost.low, vision.build_cost.likely, vision.build_cost.high) == (10, 15, 30)


def told(writer: Writer, word: str) -> int:
    """Append a word to the purpose, again and again until nobody else has done so meanwhile; return the revision."""
    while True:
        saved = load(writer.database, writer.address)
        purpose = f"{saved.worksheet.workshop.purpose} {word}"
        try:
            return entries.change(writer, "workshop", (), {"purpose": purpose}, seen=saved.revision)
        except ConflictError:
            continue


def edits(writer: Writer, number: int) -> list[int]:
    """Add capabilities and tell words, as one of many; return the revision of each edit."""
    return [
        told(writer, f"{number}-{place}")
        if place % 5 == 0
        else entries.add(writer, [Capability(key=f"c{number}-{place}", name="C")])
        for place in range(EDITS)
    ]


def test_no_edit_is_lost_and_no_revision_left_out(ann: Writer, bob: Writer) -> None:
    results = at_once(*(partial(edits, (ann, bob)[number % 2], number) for number in range(THREADS)))
    revisions = sorted(revision for result in results if isinstance(result, list) for revision in result)
    assert revisions == list(range(2, THREADS * EDITS + 2))
    saved = load(ann.database, ann.address)
    assert Counter(saved.worksheet.workshop.purpose.split()) == Counter(
        f"{number}-{place}" for number in range(THREADS) for place in range(0, EDITS, 5)
    )
    assert len(saved.worksheet.capabilities) == 1 + THREADS * EDITS * 4 // 5
    assert [row.position for row in saved.rows["capability"]] == list(range(1, len(saved.rows["capability"]) + 1))
    assert list(dict.fromkeys(row["revision"] for row in log(ann))) == [1, *revisions]


def nature(writer: Writer, text: str, seen: int) -> int:
    """Say what vision is in nature."""
    return entries.change(writer, "capability", ("vision",), {"nature": text}, seen=seen)


def test_of_two_who_write_one_field_at_once_one_wins_and_the_other_is_told_both_texts(ann: Writer, bob: Writer) -> None:
    seen = 1
    for race in range(RACES):
        texts = (f"ann {race}", f"bob {race}")
        results = at_once(partial(nature, ann, texts[0], seen), partial(nature, bob, texts[1], seen))
        (won,) = (place for place, result in enumerate(results) if isinstance(result, int))
        seen += 1
        loser = results[1 - won]
        assert isinstance(loser, ConflictError)
        assert (results[won], loser.version) == (seen, seen)
        assert (loser.clashes["nature"].yours, loser.clashes["nature"].theirs) == (texts[1 - won], texts[won])
    assert worksheet_of(ann).capabilities[0].nature.endswith(f" {RACES - 1}")


def test_the_same_form_sent_by_ten_at_once_has_one_effect(ann: Writer, bob: Writer) -> None:
    phone = [Product(key="phone", name="Phone")]
    for form in range(20):
        results = at_once(
            *(partial(entries.add, writer, phone, once=SentForm(f"form-{form}")) for writer in (ann, bob) * 5)
        )
        assert Counter(map(type, results)) == {int: 1, RepeatedError: 9}, results
    assert len(worksheet_of(ann).products) == 22


@pytest.mark.parametrize("once", ["x" * 100_000, "a\0b", "\ud800", "é" * 50, " "])
def test_any_text_can_be_the_key_of_a_form(ann: Writer, once: str) -> None:
    entries.add(ann, [Product(key="p", name="P")], once=SentForm(once))
    with pytest.raises(RepeatedError):
        entries.add(ann, [Product(key="p", name="P")], once=SentForm(once))
    entries.add(ann, [Product(key="p", name="P")], once=SentForm(f"{once}!"))
    entries.add(ann, [Product(key="p", name="P")])
    entries.add(ann, [Product(key="p", name="P")])
    assert len(worksheet_of(ann).products) == 6


def test_a_form_that_is_sent_again_with_something_else_says_so(ann: Writer) -> None:
    entries.add(ann, [Product(key="p", name="P")], once=SentForm("form", "P"))
    with pytest.raises(ReusedFormError):
        entries.add(ann, [Product(key="q", name="Q")], once=SentForm("form", "Q"))
    with pytest.raises(RepeatedError):
        entries.add(ann, [Product(key="p", name="P")], once=SentForm("form", "P"))
    assert [product.key for product in worksheet_of(ann).products][-1] == "p"


def test_the_key_of_a_form_counts_in_its_own_workshop_only(ann: Writer) -> None:
    other = ann_at(ann.database, small_worksheet())
    for writer in (ann, other):
        entries.add(writer, [Product(key="p", name="P")], once=SentForm("form"))
    assert [len(worksheet_of(writer).products) for writer in (ann, other)] == [3, 3]


def test_a_form_that_was_refused_can_be_sent_again(ann: Writer) -> None:
    with pytest.raises(UnknownEntryError):
        entries.add(ann, [Capability(key="c", name="C", home_product="phone")], once=SentForm("form"))
    entries.add(ann, [Product(key="phone", name="Phone")])
    entries.add(ann, [Capability(key="c", name="C", home_product="phone")], once=SentForm("form"))
    assert len(worksheet_of(ann).capabilities) == 2


def test_the_log_says_which_change_is_undone_and_by_which(ann: Writer) -> None:
    def undone() -> list[tuple[object, object]]:
        return list({row["revision"]: (row["action"], row["undone_by"]) for row in log(ann)[1:]}.values())

    undo(ann, entries.remove(ann, "product", ("robot",)))
    assert undone() == [("remove product", 3), ("undo", None)]
    undo(ann, 3)
    assert undone() == [("remove product", None), ("undo", 4), ("undo", None)]


def test_an_idea_cannot_come_from_a_capability_that_is_gone(ann: Writer) -> None:
    idea = Product(key="arm", name="Arm", origin=Origin(capability="vision", of=Aspect.NATURE, prompt="Who sees?"))
    entries.add(ann, [idea])
    removal = entries.remove(ann, "capability", ("vision",))
    kept = worksheet_of(ann).product_by_key["arm"].origin
    assert kept == Origin(of=Aspect.NATURE, prompt="Who sees?")
    with pytest.raises(UnknownEntryError):
        entries.add(ann, [idea.model_copy(update={"key": "leg"})])
    undo(ann, removal)
    assert worksheet_of(ann).product_by_key["arm"] == idea
