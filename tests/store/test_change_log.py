import pytest

from reuse_app.store import Database, entries, load
from reuse_app.store.change_log import ACTION_LENGTH, Replaced, keeping
from reuse_app.store.edit import Writer
from tests.store.people import ann_at

VISION = ("capability", ("vision",))


@pytest.fixture
def ann(database: Database) -> Writer:
    return ann_at(database)


@pytest.fixture
def bob(ann: Writer) -> Writer:
    return Writer(ann.database, ann.address, "bob")


def told(writer: Writer) -> tuple[Replaced, ...]:
    """What is to be told, the same whether it is read anew or kept from revision to revision."""
    warm = load(writer.database, writer.address).replaced
    writer.database.kept.clear()
    assert load(writer.database, writer.address).replaced == warm
    return warm


def test_what_somebody_keeps_knowingly_is_told_with_both_texts(ann: Writer, bob: Writer) -> None:
    entries.change(ann, *VISION, {"owner": "Ann's"}, seen=1)
    assert told(ann) == ()
    entries.change(bob, *VISION, {"owner": "Bob's", "trl": 7}, seen=2, kept=["owner"])
    assert told(ann) == (Replaced(3, *VISION, "owner", by="bob", whose="ann", kept='"Bob\'s"', gone='"Ann\'s"'),)


@pytest.mark.parametrize("writes", [True, False])
def test_it_is_told_until_that_person_confirms_or_writes_the_field(ann: Writer, bob: Writer, *, writes: bool) -> None:
    entries.change(ann, *VISION, {"owner": "Ann's"}, seen=1)
    entries.change(bob, *VISION, {"owner": "Bob's"}, seen=2, kept=["owner"])
    entries.change(bob, *VISION, {"description": "Beside it"}, seen=3)
    entries.change(ann, *VISION, {"evidence": "Beside it"}, seen=4)
    assert len(told(ann)) == 1
    if writes:
        entries.change(ann, *VISION, {"owner": "Ours"}, seen=5)
    else:
        entries.confirm(ann, *VISION, "owner")
    assert told(ann) == ()


def test_ones_own_words_are_nobodys_to_be_told_of(ann: Writer, bob: Writer) -> None:
    entries.change(ann, *VISION, {"owner": "First"}, seen=1)
    entries.change(ann, *VISION, {"owner": "Second"}, seen=2, kept=["owner"])
    entries.change(bob, *VISION, {"description": "Nobody wrote here before"}, seen=3, kept=["description"])
    assert told(ann) == ()


def test_an_action_names_as_many_fields_as_fit() -> None:
    assert keeping(["purpose", "unit"]) == "keep purpose unit"
    assert len(keeping(["x" * 30] * 9)) <= ACTION_LENGTH
