import datetime as dt
from typing import Any

from reuse_app.worksheet import (
    Constraints,
    Decision,
    Dot,
    GapPlan,
    Iteration,
    Link,
    Need,
    Outcome,
    Participant,
    Plan,
    Product,
    Rating,
    Role,
    Worksheet,
)
from reuse_app.worksheet.duplicating import duplicate, following
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
            "gap_plans": (GapPlan(capability="vision", plan=Plan.BUILD),),
            "iterations": (Iteration(product="robot", date=dt.date(2026, 1, 1), lesson="Hands tear."),),
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
    assert found.constraints == Constraints(must_have=("robot",), at_most=1)


def test_results_that_are_known_already_go_on_to_the_next_workshop() -> None:
    known = Outcome(product="robot", predicted_potential=3, cost=7)
    assert following(full(outcomes=(known,)), [], title="Autumn").outcomes == (known,)
