import pytest

from reuse_app.store import Database, entries
from reuse_app.store.edit import Writer
from reuse_app.store.errors import ConflictError, UnknownEntryError, VoteError
from reuse_app.store.voting import CAP, EACH, change_dot_rules, put_dots, shortlist
from reuse_app.worksheet import Dot, Product
from tests.store.people import ann_at, at_once, worksheet_of


@pytest.fixture
def ann(database: Database) -> Writer:
    writer = ann_at(database)
    entries.add(writer, [Product(key=f"p{n}", name="P") for n in range(8)])
    return writer


def give(ann: Writer, product: str, count: int) -> int:
    return put_dots(ann, Dot(participant="ann", product=product, count=count))


def test_ten_at_once_never_give_more_than_there_are(ann: Writer) -> None:
    results = at_once(*(lambda n=n: give(ann, f"p{n}", 1) for n in range(8)))
    assert sum(isinstance(result, VoteError) for result in results) == 3
    assert sum(dot.count for dot in worksheet_of(ann).dots) == 5


def test_a_dot_less_is_always_possible(ann: Writer) -> None:
    give(ann, "p0", 3)
    entries.change(ann, "workshop", (), {CAP: 1}, seen=99)
    with pytest.raises(VoteError):
        give(ann, "p1", 2)
    give(ann, "p0", 2)
    assert [dot.count for dot in worksheet_of(ann).dots] == [2]


def test_dots_belong_to_what_is_there(ann: Writer) -> None:
    with pytest.raises(UnknownEntryError):
        give(ann, "no-such", 1)
    with pytest.raises(UnknownEntryError):
        put_dots(ann, Dot(participant="nobody", product="p0", count=1))


def test_rules_can_shrink_until_somebody_has_voted(ann: Writer) -> None:
    seen = change_dot_rules(ann, {EACH: 4, CAP: 2}, seen=9)
    give(ann, "p0", 1)
    for fields in ({EACH: 3}, {CAP: 1}, {EACH: 9, CAP: 1}):
        with pytest.raises(VoteError):
            change_dot_rules(ann, fields, seen=seen)
    assert worksheet_of(ann).workshop.settings.dots_each == 4
    seen = change_dot_rules(ann, {EACH: 9}, seen=seen)
    with pytest.raises(ConflictError):
        change_dot_rules(ann, {EACH: 8}, seen=1)


def test_the_shortlist_is_these_and_no_others(ann: Writer) -> None:
    shortlist(ann, {"p1", "p2", "car"})
    revision = shortlist(ann, {"p2", "p3"})
    assert [each.key for each in worksheet_of(ann).products if each.shortlisted] == ["p2", "p3"]
    assert shortlist(ann, {"p2", "p3"}) == revision
