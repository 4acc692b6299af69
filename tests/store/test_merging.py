from itertools import pairwise

import pytest

from reuse_app.room import Mark, Marking
from reuse_app.store import Database, entries, load
from reuse_app.store.constraints import add_minimum, add_requirement, change_constraints, exclude
from reuse_app.store.edit import Writer
from reuse_app.store.errors import ConstraintError, StoreError, UnknownEntryError
from reuse_app.store.merging import merge
from reuse_app.store.undo import undo
from reuse_app.worksheet import (
    Capability,
    Constraints,
    Decision,
    Dot,
    Estimate,
    Fit,
    Link,
    Need,
    Note,
    Product,
    Rating,
    Requires,
    Role,
)
from tests.conftest import small_worksheet
from tests.second import from_two_processes
from tests.store.people import ann_at, example, worksheet_of

CAR, ROBOT, ARM = (
    Product(key="car", name="Car", home=True),
    Product(key="robot", name="Robot"),
    Product(key="arm", name="Arm"),
)


def doubled(database: Database) -> Writer:
    """Ann where the vision and the arm stand twice, each time with something that the other lacks."""
    sight = Capability(key="sight", name="Sight", trl=7, build_cost=Estimate(low=1, likely=2, high=3), nature="see")
    vision = Capability(key="vision", name="Camera vision", nature="recognise things", home_product="car")
    return ann_at(
        database,
        small_worksheet(
            capabilities=(vision, sight),
            products=(CAR, ROBOT, ARM, Product(key="grip", name="Gripper", shortlisted=True, problem="Nights")),
            links=(
                Link(capability="vision", product="robot", need=Need.WEAK, note="ours"),
                Link(capability="sight", product="robot", need=Need.STRONG, fit=Fit.AS_IS, note="theirs"),
                Link(capability="sight", product="grip", need=Need.MODERATE),
            ),
            ratings=(
                Rating(participant="ann", product="arm", factor="volume", level=1),
                Rating(participant="ann", product="grip", factor="volume", level=4),
                Rating(participant="ann", product="grip", factor="volume", level=3, round=2),
            ),
            dots=(Dot(participant="ann", product="arm", count=2), Dot(participant="ann", product="grip", count=2)),
            decisions=(Decision(product="grip", role=Role.PRIMARY, reason="it sells"),),
        ),
    )


@pytest.fixture
def ann(database: Database) -> Writer:
    return doubled(database)


def test_what_is_empty_is_filled_and_what_is_there_stays(ann: Writer) -> None:
    merge(ann, "capability", "vision", "sight")
    (vision,) = worksheet_of(ann).capabilities
    assert vision.name == "Camera vision"
    assert vision.nature == "recognise things"
    assert vision.trl == 7
    assert vision.build_cost == Estimate(low=1, likely=2, high=3)


def test_links_move_and_the_larger_need_counts(ann: Writer) -> None:
    merge(ann, "capability", "vision", "sight")
    links = {link.product: link for link in worksheet_of(ann).links}
    assert links["robot"].need is Need.STRONG
    assert (links["robot"].fit, links["robot"].note) == (Fit.AS_IS, "ours")
    assert links["grip"].need is Need.MODERATE
    assert {link.capability for link in links.values()} == {"vision"}


def test_one_person_has_one_rating_and_no_more_dots_than_the_cap(ann: Writer) -> None:
    merge(ann, "product", "arm", "grip")
    worksheet = worksheet_of(ann)
    assert {(each.product, each.round): each.level for each in worksheet.ratings} == {("arm", 1): 1, ("arm", 2): 3}
    assert [(each.product, each.count) for each in worksheet.dots] == [("arm", 3)]
    assert worksheet.product_by_key["arm"].shortlisted
    assert worksheet.product_by_key["arm"].problem == "Nights"
    assert worksheet.decision_by_product["arm"].reason == "it sells"


def test_capabilities_follow_the_home_product_they_were_built_for(ann: Writer) -> None:
    entries.add(ann, [Product(key="auto", name="Auto", home=True)])
    merge(ann, "product", "auto", "car")
    assert worksheet_of(ann).capability_by_key["vision"].home_product == "auto"


@from_two_processes
@pytest.mark.parametrize(("part", "into", "gone"), [("capability", "vision", "sight"), ("product", "arm", "grip")])
def test_undo_gives_back_exactly_what_was_there(ann: Writer, part: str, into: str, gone: str) -> None:
    entries.put(ann, [Mark.model_validate({"part": part, "key": gone, "marking": Marking.LOCKED})], seen=0)
    before = load(ann.database, ann.address)
    revision = merge(ann, part, into, gone)
    assert load(ann.database, ann.address).worksheet != before.worksheet
    undo(ann, revision)
    ann.database.kept.clear()
    after = load(ann.database, ann.address)
    assert after.worksheet == before.worksheet
    assert after.room == before.room


def test_every_pair_of_the_example_can_be_merged_and_undone(sqlite: Database) -> None:
    ann = ann_at(sqlite, example())
    before = worksheet_of(ann)
    home, adjacent = before.home_products, before.candidates
    keys = [("product", [each.key for each in found]) for found in (home, adjacent)]
    keys.append(("capability", [each.key for each in before.capabilities]))
    for part, found in keys:
        for into, gone in pairwise(found):
            revision = merge(ann, part, into, gone)
            assert len(worksheet_of(ann).capabilities) + len(worksheet_of(ann).products) == (
                len(before.capabilities) + len(before.products) - 1
            )
            undo(ann, revision)
            assert worksheet_of(ann) == before


def test_what_does_not_go_together_is_refused_whole(ann: Writer) -> None:
    before = worksheet_of(ann)
    for part, into, gone in (("product", "car", "arm"), ("product", "arm", "arm")):
        with pytest.raises(StoreError):
            merge(ann, part, into, gone)
    for into, gone in (("vision", "no-such"), ("no-such", "vision"), ("vision", "\0")):
        with pytest.raises(UnknownEntryError):
            merge(ann, "capability", into, gone)
    assert worksheet_of(ann) == before


def test_rules_that_could_not_all_hold_are_refused(ann: Writer) -> None:
    exclude(ann, ["robot", "arm"])
    change_constraints(ann, limit={}, required={"robot": True, "grip": True}, seen=9)
    with pytest.raises(ConstraintError):
        merge(ann, "product", "arm", "grip")
    merge(ann, "product", "robot", "grip")
    assert worksheet_of(ann).constraints.must_have == ("robot",)


def test_rules_about_two_that_turn_out_to_be_one_say_nothing_any_more(ann: Writer) -> None:
    add_requirement(ann, "arm", "grip")
    add_requirement(ann, "grip", "robot")
    add_minimum(ann, ["arm", "grip"], 2)
    exclude(ann, ["arm", "robot"])
    add_minimum(ann, ["grip", "robot"], 2)
    before = worksheet_of(ann)
    revision = merge(ann, "product", "arm", "grip")
    assert worksheet_of(ann).constraints == Constraints(
        exclusive=(("arm", "robot"),), requires=(Requires(product="arm", needs="robot"),)
    )
    undo(ann, revision)
    assert worksheet_of(ann) == before


def test_products_that_exclude_each_other_may_turn_out_to_be_one(ann: Writer) -> None:
    exclude(ann, ["arm", "grip"])
    merge(ann, "product", "arm", "grip")
    assert worksheet_of(ann).constraints.exclusive == ()


def test_notes_come_along_and_go_back(ann: Writer) -> None:
    text = {"key": "night", "text": "At night too?", "capability": "sight", "product": "robot"}
    entries.add(ann, [Note.model_validate(text)])
    revision = merge(ann, "capability", "vision", "sight")
    assert [note.about for note in worksheet_of(ann).notes] == [("vision", "robot", None)]
    undo(ann, revision)
    assert [note.about for note in worksheet_of(ann).notes] == [("sight", "robot", None)]
