import datetime as dt
from typing import Any

import pytest

from reuse_app.worksheet import (
    Aspect,
    AtLeast,
    Capability,
    Constraints,
    Decision,
    Dot,
    GapPlan,
    Iteration,
    Link,
    Look,
    Need,
    Note,
    Origin,
    Outcome,
    Participant,
    Plan,
    Product,
    Rating,
    Requires,
    Role,
    Set,
    SetProduct,
    Worksheet,
)
from reuse_app.worksheet.copies import duplicate, following, pseudonymous, with_parts, without
from reuse_app.worksheet.validation.worksheet import checked
from tests.conftest import small_worksheet


def full(**parts: Any) -> Worksheet:
    """A worksheet with something in every part: the robot is decided on, the arm is not."""
    return small_worksheet(
        **{
            "products": (
                Product(key="car", name="Car", home=True),
                Product(key="robot", name="Robot"),
                Product(key="arm", name="Arm"),
            ),
            "links": tuple(
                Link(capability="vision", product=product, need=Need.STRONG) for product in ("car", "robot", "arm")
            ),
            "participants": (Participant(key="ann", name="Ann"), Participant(key="bob", name="Bob")),
            "ratings": (Rating(participant="bob", product="robot", factor="volume", level=3),),
            "dots": (Dot(participant="ann", product="arm", count=1),),
            "decisions": (Decision(product="robot", role=Role.PRIMARY, reason="It shares most."),),
            "sets": (Set(key="bold", name="Bold"),),
            "set_products": tuple(SetProduct(set="bold", product=key) for key in ("robot", "arm")),
            "gap_plans": (GapPlan(capability="vision", plan=Plan.BUILD),),
            "iterations": (Iteration(product="robot", date=dt.date(2026, 1, 1), lesson="Hands tear."),),
            "notes": (
                Note(key="robot", text="Who insures it?", product="robot", author="ann"),
                Note(key="parked", text="Ask Bob.", author="ann"),
            ),
            "constraints": Constraints(must_have=("robot",), exclusive=(("robot", "arm"),), at_most=1),
            **parts,
        }
    )


def test_a_copy_with_answers_and_people_differs_in_its_title_only() -> None:
    copied = duplicate(full(), title="Again", answers=True, people=True)
    assert copied.workshop.title == "Again"
    assert duplicate(copied, title=full().workshop.title, answers=True, people=True) == full()


def test_a_copy_without_answers_asks_the_same_of_the_same_people() -> None:
    copied = duplicate(full(), title="Again", answers=False, people=True)
    assert copied == Worksheet(
        workshop=copied.workshop,
        factors=full().factors,
        products=full().home_products,
        participants=full().participants,
    )
    assert copied.workshop.budget == 100


def test_a_copy_without_people_keeps_answers_but_no_votes() -> None:
    copied = duplicate(full(), title="Again", answers=True, people=False)
    assert (copied.participants, copied.ratings, copied.dots) == ((), (), ())
    assert (copied.links, copied.decisions, copied.iterations) == (full().links, full().decisions, full().iterations)


def test_the_next_workshop_starts_with_what_was_decided_and_predicted() -> None:
    predicted = Outcome(product="robot", predicted_potential=3)
    found = following(full(), [predicted], title="Autumn")
    assert found.workshop.title == "Autumn"
    assert [product.key for product in found.products] == ["car", "robot"]
    assert found.decisions == full().decisions
    assert found.capabilities == full().capabilities
    assert found.outcomes == (predicted,)
    assert (found.participants, found.ratings, found.dots) == ((), (), ())
    assert (found.sets, found.set_products) == ((), ())
    assert found.constraints == Constraints(must_have=("robot",), at_most=1)


def test_results_that_are_known_already_go_on_to_the_next_workshop() -> None:
    known = Outcome(product="robot", predicted_potential=3, cost=7)
    assert following(full(outcomes=(known,)), [], title="Autumn").outcomes == (known,)


def test_a_kept_set_goes_on_without_a_product_that_is_gone() -> None:
    assert full().products_by_set == {"bold": ("robot", "arm")}
    assert without(full(), {"product": {"arm"}}).products_by_set == {"bold": ("robot",)}


def test_a_reference_that_may_be_empty_is_emptied() -> None:
    worksheet = small_worksheet(capabilities=(Capability(key="vision", name="Vision", home_product="robot"),))
    (capability,) = without(worksheet, {"product": {"robot"}}).capabilities
    assert capability == Capability(key="vision", name="Vision")


def test_an_idea_forgets_a_capability_that_is_gone() -> None:
    idea = Product(key="robot", name="Robot", origin=Origin(capability="vision", of=Aspect.NATURE, prompt="Who sees?"))
    look = Look(capability="vision", of=Aspect.NATURE, prompt="other-users")
    left = without(small_worksheet(products=(idea,), looks=(look,)), {"capability": {"vision"}})
    assert left.products == (Product(key="robot", name="Robot"),)
    assert left.looks == ()


def test_what_was_looked_up_before_is_not_carried_along() -> None:
    worksheet = small_worksheet()
    assert "robot" in worksheet.product_by_key
    assert "robot" not in without(worksheet, {"product": {"robot"}}).product_by_key


def test_without_anything_gone_nothing_changes() -> None:
    worksheet = small_worksheet()
    assert without(worksheet, {}) == worksheet
    assert with_parts(worksheet, {}) is worksheet


def test_a_group_of_one_excludes_nothing() -> None:
    products = tuple(Product(key=key, name=key) for key in ("a", "b", "c"))
    rules = Constraints(must_have=("a",), exclusive=(("a", "b"), ("a", "b", "c")), at_most=2)
    left = without(small_worksheet(products=products, capabilities=(), constraints=rules), {"product": {"a"}})
    assert left.constraints == Constraints(exclusive=(("b", "c"),), at_most=2)


def test_rules_go_with_the_products_without_which_they_say_nothing() -> None:
    products = tuple(Product(key=key, name=key) for key in ("a", "b", "c"))
    groups = (AtLeast(of=("a", "b", "c"), count=2), AtLeast(of=("a", "b"), count=2))
    pairs = (Requires(product="b", needs="c"), Requires(product="a", needs="b"), Requires(product="c", needs="a"))
    rules = Constraints(at_least=groups, requires=pairs)
    left = without(small_worksheet(products=products, capabilities=(), constraints=rules), {"product": {"a"}})
    assert left.constraints == Constraints(at_least=(AtLeast(of=("b", "c"), count=2),), requires=pairs[:1])


Data = dict[str, Any]


def worksheet(*names: str, title: str = "Reuse", decider: str = "", **parts: Any) -> Worksheet:
    """People with these names, who rate a car and give it dots in this order; `parts` are further parts."""
    keys = [f"key{n}" for n in range(len(names))]
    return checked(
        {
            "workshop": {"title": title, "decider": decider, "settings": {"dots_each": 9, "dots_cap": 9}},
            "factors": [{"key": "volume", "name": "Volume", "axis": "potential"}],
            "products": [{"key": "car", "name": "Car"}],
            "participants": [{"key": key, "name": name} for key, name in zip(keys, names, strict=True)],
            "ratings": [
                {"participant": key, "product": "car", "factor": "volume", "level": 1 + n % 4}
                for n, key in enumerate(keys)
            ],
            "dots": [{"participant": key, "product": "car", "count": n + 1} for n, key in enumerate(keys)],
            **parts,
        }
    )


def said(reason: str, *names: str) -> str:
    """What becomes of a reason in a worksheet of these people."""
    decisions = [{"product": "car", "role": "primary", "reason": reason}]
    return pseudonymous(worksheet(*names, decisions=decisions)).decisions[0].reason


def test_everybody_is_numbered_and_keeps_their_ratings_and_dots() -> None:
    people = [f"Person {letter}" for letter in "abcdefgh"]
    before = worksheet(*people)
    after = pseudonymous(before)
    assert [each.key for each in after.participants] == [f"p{n}" for n in range(1, 9)]
    assert [each.name for each in after.participants] == [f"Participant {n}" for n in range(1, 9)]
    levels = {each.participant: each.level for each in after.ratings}
    assert sorted(level or 0 for level in levels.values()) == sorted(each.level or 0 for each in before.ratings)
    assert {levels[each.participant] for each in after.dots if each.count == 3} == {3}


def test_the_order_follows_neither_names_nor_joining() -> None:
    after = pseudonymous(worksheet(*(f"Person {letter}" for letter in "abcdefgh")))
    counts = [each.count for each in after.dots]
    assert sorted(counts) == list(range(1, 9))
    assert counts != sorted(counts)
    assert counts != sorted(counts, reverse=True)


def test_the_order_says_nothing_about_who_said_what() -> None:
    people = [f"Person {letter}" for letter in "abcdefgh"]
    assert pseudonymous(worksheet(*people)) == pseudonymous(worksheet(*reversed(people)))


def test_the_order_is_that_of_the_workshop() -> None:
    people = [f"Person {letter}" for letter in "abcdefgh"]
    other = worksheet(*people, title="Another")
    assert pseudonymous(worksheet(*people)) == pseudonymous(worksheet(*people))
    assert [each.count for each in pseudonymous(other).dots] != [
        each.count for each in pseudonymous(worksheet(*people)).dots
    ]


def test_owners_and_the_decider_are_renamed_too() -> None:
    after = pseudonymous(
        worksheet(
            "Ann",
            decider="ANN",
            capabilities=[
                {"key": "vision", "name": "Vision", "owner": "ann"},
                {"key": "hand", "name": "Hand", "owner": "Cy"},
            ],
            decisions=[{"product": "car", "role": "primary", "owner": "Ann"}],
        )
    )
    owners = (after.workshop.decider, after.capabilities[0].owner, after.decisions[0].owner)
    assert owners == ("a participant", "a participant", "a participant")
    assert after.capabilities[1].owner == "Cy"


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("Ann's idea, ANN says", "a participant's idea, a participant says"),
        ("Anna and Joann differ", "Anna and Joann differ"),
        ("(Ann)", "(a participant)"),
    ],
)
def test_names_are_replaced_as_whole_words(reason: str, expected: str) -> None:
    assert said(reason, "Ann") == expected


def test_the_longer_name_comes_first() -> None:
    assert said("So Ann Lee says", "Ann", "Ann Lee") == "So a participant says"


@pytest.mark.parametrize("space", ["\u00a0", "  ", "\n", "\u202f"])
def test_a_name_is_one_whatever_stands_between_its_words(space: str) -> None:
    assert said(f"So ann{space}lee says", "Ann Lee") == "So a participant says"
    assert said(f"Ann{space}Lee", "Ann Lee") == "a participant"


def test_a_name_that_is_a_plain_word_leaves_that_word_alone() -> None:
    assert said("It will pay, says Will.", "Will") == "It will pay, says a participant."


def test_a_single_letter_is_no_name_among_words() -> None:
    assert said("A car", "A") == "A car"


def test_a_name_with_signs_is_only_a_name() -> None:
    assert said("Ask A.* (x)", "A.* (x)") == "Ask a participant"


def test_keys_stay_even_when_somebody_is_called_so() -> None:
    after = pseudonymous(worksheet("car", "volume"))
    assert after.products[0].key == "car"
    assert {each.product for each in after.ratings} == {"car"}


def test_a_worksheet_without_people_stays_as_it_is() -> None:
    assert pseudonymous(worksheet()) == worksheet()


def test_it_can_be_written_and_read_again() -> None:
    after = pseudonymous(worksheet("Ann", "Bob"))
    assert checked(after.model_dump(mode="json")) == after


def test_notes_keep_no_author_where_people_are_left_out_or_have_no_name() -> None:
    for copy in (duplicate(full(), title="T", answers=True, people=False), pseudonymous(full())):
        assert [note.author for note in copy.notes] == [None, None]
    assert pseudonymous(full()).notes[1].text == "Ask a participant."


def test_notes_go_with_what_they_are_about() -> None:
    assert [note.key for note in without(full(), {"product": {"robot"}}).notes] == ["parked"]


def test_the_next_workshop_starts_with_the_parking_lot() -> None:
    assert [note.key for note in following(full(), (), title="Next").notes] == ["parked"]
