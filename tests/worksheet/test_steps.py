from typing import Any

from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step, StepProgress, progress


def test_the_steps_have_their_order_numbers_titles_and_questions() -> None:
    assert [(step.number, step.title) for step in Step] == [
        (1, "Frame"),
        (2, "Inventory"),
        (3, "Nature"),
        (4, "Products"),
        (5, "Map"),
        (6, "Score"),
        (7, "Choose"),
        (8, "Iterate"),
    ]
    assert Step("frame").question == "What are we here to find?"
    assert all(step.question.endswith("?") for step in Step)
    assert sum(step.minutes for step in Step) == 180


ANCHORS = ["none", "a little", "much", "very much"]

FINISHED: dict[str, Any] = {
    "workshop": {"title": "Beyond the car", "purpose": "Find the next product.", "decider": "Ada"},
    "factors": [
        {"key": "market", "name": "Market", "axis": "potential", "anchors": ANCHORS},
        {"key": "effort", "name": "Effort", "axis": "challenge", "anchors": ANCHORS},
    ],
    "capabilities": [
        {
            "key": "vision",
            "name": "Computer vision",
            "kind": "algorithm",
            "owner": "Autopilot",
            "build_cost": 40,
            "nature": "Recognise things in pictures",
            "by_product": "Labelled pictures",
        },
        {"key": "hands", "name": "Hands", "kind": "hardware", "status": "missing", "build_cost": 12},
    ],
    "products": [
        {"key": "car", "name": "Car", "home": True},
        {"key": "robot", "name": "Robot", "application": "Carries", "customer": "Factories", "shortlisted": True},
        {"key": "boat", "name": "Boat"},
    ],
    "links": [
        {"capability": "vision", "product": "robot", "need": 9, "fit": "as-is", "evidence": "Test of May"},
        {"capability": "hands", "product": "robot", "need": 9},
        {"capability": "hands", "product": "boat", "need": 0},
    ],
    "participants": [{"key": "ada", "name": "Ada"}],
    "ratings": [
        {"participant": "ada", "product": "robot", "factor": "market", "level": 4},
        {"participant": "ada", "product": "robot", "factor": "effort", "level": None},
    ],
    "decisions": [
        {
            "product": "robot",
            "role": "primary",
            "reason": "Shares most",
            "assumption": "Factories pay",
            "test": "Ask ten",
            "stop_rule": "Fewer than three say yes",
            "owner": "Ada",
        }
    ],
    "gap_plans": [{"capability": "hands", "plan": "build"}],
}


def test_a_finished_worksheet_misses_nothing() -> None:
    found = progress(Worksheet.model_validate(FINISHED))
    assert found == tuple(StepProgress(step=step, done=True, missing=()) for step in Step)


def test_an_empty_worksheet_says_what_comes_first_in_every_step() -> None:
    assert {item.step: item.missing for item in progress(worksheet_with(workshop={"title": "New", "unit": ""}))} == {
        Step.FRAME: (
            "Nobody has written down the purpose yet.",
            "No home product is named yet.",
            "The unit of cost is not settled yet.",
            "Nobody has said who decides.",
            "There is no factor of potential yet.",
            "There is no factor of challenge yet.",
        ),
        Step.INVENTORY: ("No capability has been added yet.",),
        Step.NATURE: ("There is no capability in house to look into yet.",),
        Step.PRODUCTS: ("There is no adjacent product yet.",),
        Step.MAP: ("There is no adjacent product to map yet.",),
        Step.SCORE: (
            "There is no adjacent product to score yet.",
            "There is no factor to score by yet.",
            "Nobody has joined yet.",
        ),
        Step.CHOOSE: ("There is no adjacent product to choose yet.",),
        Step.ITERATE: ("No product has been chosen yet.",),
    }


def test_frame_misses_weights_and_anchors() -> None:
    factors = [
        {"key": "market", "name": "Market", "axis": "potential", "weight": 0, "anchors": ["", "b", "c", "d"]},
        {"key": "effort", "name": "Effort", "axis": "challenge"},
    ]
    assert missing(Step.FRAME, **{**FINISHED, "factors": factors}) == (
        "All factors of potential weigh 0.",
        "2 factors have a level without a written anchor.",
    )


def test_inventory_misses_kind_owner_and_cost_but_a_gap_needs_no_owner() -> None:
    capabilities = [
        {"key": "vision", "name": "Vision"},
        {"key": "chips", "name": "Chips"},
        {"key": "hands", "name": "Hands", "status": "missing"},
    ]
    assert missing(Step.INVENTORY, capabilities=capabilities) == (
        "3 capabilities have no kind yet.",
        "2 capabilities have no owner yet.",
        "3 capabilities have no cost to build yet.",
    )


def test_nature_is_asked_of_what_is_in_house_only() -> None:
    capabilities = [{"key": "vision", "name": "Vision"}, {"key": "hands", "name": "Hands", "status": "missing"}]
    assert missing(Step.NATURE, capabilities=capabilities) == (
        "1 capability has no nature yet.",
        "No by-product has been noted yet.",
    )


def test_products_miss_application_customer_and_a_shortlist() -> None:
    assert missing(Step.PRODUCTS, products=[{"key": "robot", "name": "Robot"}]) == (
        "1 product has no application yet.",
        "1 product has no customer yet.",
        "No product is on the shortlist yet.",
    )


def test_map_misses_needs_fits_and_evidence() -> None:
    links = [
        {"capability": "vision", "product": "robot", "need": 9, "fit": "as-is"},
        {"capability": "vision", "product": "boat", "need": 3},
        {"capability": "vision", "product": "plane", "need": 0},
        {"capability": "vision", "product": "car", "need": 9},
    ]
    products = [
        {"key": "car", "name": "Car", "home": True},
        {"key": "robot", "name": "Robot"},
        {"key": "boat", "name": "Boat"},
        {"key": "plane", "name": "Plane"},
    ]
    assert missing(Step.MAP, products=products, links=links, capabilities=FINISHED["capabilities"]) == (
        "1 product needs no capability yet.",
        "1 link has no fit yet.",
        "1 claim of “as is” has no evidence yet.",
    )


def test_score_misses_people_who_have_not_rated_every_product() -> None:
    people = [{"key": "ada", "name": "Ada"}, {"key": "bob", "name": "Bob"}, {"key": "cy", "name": "Cy"}]
    second_round_counts_once = {
        "participant": "bob",
        "product": "robot",
        "factor": "market",
        "level": 2,
    }
    off_the_list = {"participant": "bob", "product": "boat", "factor": "market", "level": 2}
    ratings = [
        *FINISHED["ratings"],
        second_round_counts_once,
        {**second_round_counts_once, "round": 2},
        off_the_list,
    ]
    assert missing(Step.SCORE, **{**FINISHED, "participants": people, "ratings": ratings}) == (
        "2 participants have not rated every product yet.",
    )


def test_choose_misses_roles_a_primary_and_reasons() -> None:
    decisions = [{"product": "boat", "role": "backup"}]
    assert missing(Step.CHOOSE, products=FINISHED["products"], decisions=decisions) == (
        "1 product has no role yet.",
        "No product is the primary one yet.",
        "1 decision has no reason yet.",
    )


def test_iterate_misses_plans_of_what_is_pursued_and_of_its_gaps() -> None:
    decisions = [{"product": "robot", "role": "primary"}, {"product": "boat", "role": "in-storage"}]
    assert missing(Step.ITERATE, **{**FINISHED, "decisions": decisions, "gap_plans": []}) == (
        "1 product has no riskiest assumption yet.",
        "1 product has no test yet.",
        "1 product has no rule to stop yet.",
        "1 product has nobody to see to it yet.",
        "1 gap has no plan yet.",
    )


def missing(step: Step, **parts: Any) -> tuple[str, ...]:
    return next(item.missing for item in progress(worksheet_with(**parts)) if item.step is step)


def worksheet_with(**parts: Any) -> Worksheet:
    return Worksheet.model_validate({"workshop": {"title": "Test"}, **parts})
