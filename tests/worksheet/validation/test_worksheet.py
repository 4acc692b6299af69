import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import (
    MOST_MISTAKES,
    Mistake,
    WorksheetError,
    checked,
    mistakes,
    wrong_capabilities,
)

HOSTILE = [
    # every tenth of minimaxir/big-list-of-naughty-strings (MIT) holds these
    "",
    "NaN",
    "0xffffffff",
    "1.000,00",
    "\u0645\u064f\u0646\u064e\u0627\u0642\u064e\u0634\u064e\u0629\u064f",
    "\ud83c\uddfa\ud83c\uddf8\ud83c\uddf7",
    "</script><script>alert(123)</script>",
    "1'; DROP TABLE users-- 1",
    # and these are our own
    "\ud800",
    "\x00",
    "{place}%s{0}",
    "x" * 5000,
]


INTEGRATION = "Percent of integration and validation effort, relative to new; may exceed 100."


def found(**parts: Any) -> list[str]:
    """Return the mistakes of a worksheet with these parts, as `place: message`."""
    return [str(mistake) for mistake in mistakes(sheet(**parts))]


def sheet(**parts: Any) -> dict[str, Any]:
    return {
        "workshop": {"title": "Beyond the car"},
        "factors": [{"key": "market", "name": "Market", "axis": "potential"}],
        "capabilities": [{"key": "vision", "name": "Vision"}, {"key": "planning", "name": "Planning"}],
        "products": [
            {"key": "car", "name": "Car", "home": True},
            {"key": "robot", "name": "Robot"},
            {"key": "boat", "name": "Boat"},
        ],
        "participants": [{"key": "ada", "name": "Ada"}],
        **parts,
    }


def capability(**fields: Any) -> dict[str, Any]:
    return {"key": "vision", "name": "Vision", **fields}


def test_a_right_worksheet_has_no_mistakes_and_is_returned() -> None:
    data = sheet(
        format="reuse-worksheet",
        version=1,
        links=[{"capability": "vision", "product": "robot", "need": 9}],
        ratings=[{"participant": "ada", "product": "car", "factor": "market", "level": None}],
        iterations=[
            {"product": "robot", "date": "2026-03-01", "progress": 20.0},
            {"product": "robot", "date": "2026-03-01"},
            {"product": "robot", "date": dt.date(2026, 3, 2)},
        ],
        constraints={"must_have": ["robot"], "exclusive": [["robot", "boat"]], "at_most": 1},
    )
    assert mistakes(data) == ()
    assert checked(data) == Worksheet.model_validate(data)


def test_every_mistake_is_raised_at_once() -> None:
    with pytest.raises(WorksheetError) as caught:
        checked(sheet(workshop={"title": ""}, links=[{"capability": "vision", "product": "robot", "need": 7}]))
    assert caught.value.mistakes == (
        Mistake("workshop.title", "Found “”; write something."),
        Mistake("links[1] (vision → robot).need", "Found 7; write one of 0, 1, 3 or 9."),
    )
    assert str(caught.value).splitlines() == [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "Found a list; a worksheet is one JSON object in braces."),
        (None, "Found nothing (null); a worksheet is one JSON object in braces."),
        ("{}", "Found “{}”; a worksheet is one JSON object in braces."),
        (b"{}", "Found a bytes; a worksheet is one JSON object in braces."),
    ],
)
def test_something_else_than_an_object_is_no_worksheet(data: object, message: str) -> None:
    assert mistakes(data) == (Mistake("", message),)


@pytest.mark.parametrize(
    ("stated", "mistake"),
    [
        (
            {"format": "reuse-inventory"},
            "format: Found “reuse-inventory”; a worksheet file says “reuse-worksheet” here.",
        ),
        (
            {"version": 2},
            "version: Found 2; this Reuse reads version 1: a newer Reuse wrote this file, so update Reuse.",
        ),
        ({"version": "1"}, "version: Found “1”; this Reuse reads version 1: write 1."),
        ({"version": True}, "version: Found true; this Reuse reads version 1: write 1."),
    ],
)
def test_another_format_or_version_is_the_only_thing_said(stated: dict[str, Any], mistake: str) -> None:
    assert found(workshop="wrong too", **stated) == [mistake]


@pytest.mark.parametrize(
    ("fields", "mistake"),
    [
        ({"trl": 12}, "capabilities[1] (vision).trl: Found 12; write a number of at most 9."),
        ({"trl": 6.5}, "capabilities[1] (vision).trl: Found 6.5; write a whole number."),
        ({"trl": True}, "capabilities[1] (vision).trl: Found true; write a number."),
        ({"trl": "seven"}, "capabilities[1] (vision).trl: Found “seven”; write a number, without quotes."),
        ({"trl": "7"}, "capabilities[1] (vision).trl: Found “7”; write a number, without quotes."),
        (
            {"trl": 10**5000},
            "capabilities[1] (vision).trl: Found a number of more than 20 digits; write a number of at most 9.",
        ),
        ({"build_cost": -3}, "capabilities[1] (vision).build_cost: Found -3; write a number of at least 0."),
        (
            {"build_cost": 2e12},
            "capabilities[1] (vision).build_cost: Found 2000000000000; write a number of at most 1,000,000,000,000.",
        ),
        ({"build_cost": True}, "capabilities[1] (vision).build_cost: Found true; write a number."),
        (
            {"build_cost": {"likely": -3}},
            "capabilities[1] (vision).build_cost.likely: Found -3; write a number of at least 0.",
        ),
        (
            {"build_cost": {"low": 1, "likely": 3, "high": 2}},
            "capabilities[1] (vision).build_cost: High (2) is below likely (3).",
        ),
        (
            {"build_cost": {"likely": 3, "lo": 2}},
            "capabilities[1] (vision).build_cost.lo: There is no field “lo” here. Did you mean “low”?",
        ),
        (
            {"build_cost": [1, 2, 3]},
            "capabilities[1] (vision).build_cost: Found a list; write an object in braces, with its fields in it.",
        ),
        ({"understanding": float("nan")}, "capabilities[1] (vision).understanding: Found NaN; write a finite number."),
        (
            {"understanding": float("inf")},
            "capabilities[1] (vision).understanding: Found Infinity; write a finite number.",
        ),
        (
            {"understanding": float("-inf")},
            "capabilities[1] (vision).understanding: Found -Infinity; write a finite number.",
        ),
        ({"owner": 5}, "capabilities[1] (vision).owner: Found 5; write a text in quotes."),
        ({"owner": "o" * 201}, "capabilities[1] (vision).owner: Found 201 characters; at most 200 are allowed here."),
        ({"status": "lost"}, "capabilities[1] (vision).status: Found “lost”; write one of 'in-house' or 'missing'."),
        ({"nmae": "x"}, "capabilities[1] (vision).nmae: There is no field “nmae” here. Did you mean “name”?"),
        (
            {"home_product": "boot"},
            "capabilities[1] (vision).home_product: Found “boot”, but no product has that key. Did you mean “boat”?",
        ),
        ({"evidence": None}, "capabilities[1] (vision).evidence: Found nothing (null); write a text in quotes."),
    ],
)
def test_a_wrong_field_says_where_what_and_how_to_mend_it(fields: dict[str, Any], mistake: str) -> None:
    assert found(capabilities=[capability(**fields)]) == [mistake]


def test_a_field_without_a_near_name_lists_what_an_object_may_hold() -> None:
    assert found(participants=[{"key": "ada", "name": "Ada", "xyz": 1}]) == [
        "participants[1] (ada).xyz: There is no field “xyz” here. It may hold key, name, without_device."
    ]
    (mistake,) = found(links_=[])
    assert mistake == "links_: There is no field “links_” here. Did you mean “links”?"


def test_a_key_of_the_wrong_form_says_the_form() -> None:
    (mistake,) = found(capabilities=[{"key": "Big Key", "name": "Vision"}])
    assert mistake.startswith("capabilities[1] (Big Key).key: Found “Big Key”; write small letters a to z, digits")


def test_a_key_has_nothing_beside_it_wherever_it_stands() -> None:
    told = "Found “{}” with a space or line break beside it; write it without."
    (mistake,) = found(capabilities=[{"key": " vision", "name": "Vision"}])
    assert mistake.endswith(f".key: {told.format('vision')}")
    assert f"constraints.must_have[1]: {told.format('robot')}" in found(constraints={"must_have": ["robot "]})


def test_a_text_is_measured_with_what_stands_beside_it() -> None:
    assert found(capabilities=[capability(owner=" " * 50 + "x" * 200)]) == [
        "capabilities[1] (vision).owner: Found 250 characters; at most 200 are allowed here."
    ]


def test_missing_fields_say_what_belongs_there() -> None:
    assert found(links=[{"capability": "vision", "change": {"design": 1, "realisation": 2}}]) == [
        "links[1] (vision).product: This is missing. Key of the product.",
        "links[1] (vision).need: This is missing. 0 none, 1 weak, 3 moderate, 9 strong.",
        "links[1] (vision).change.integration: This is missing. " + INTEGRATION,
    ]
    assert found(workshop={}) == ["workshop.title: This is missing. What the workshop is called."]
    assert [str(mistake) for mistake in mistakes({})] == ["workshop: This is missing. What the team is here to find."]


def test_a_list_of_fixed_length_counts_its_entries() -> None:
    factor = {"key": "market", "name": "Market", "axis": "potential"}
    assert found(factors=[{**factor, "anchors": ["a", "b", "c"]}]) == [
        "factors[1] (market).anchors[4]: This is missing. The list has too few entries."
    ]
    assert found(factors=[{**factor, "anchors": ["a", "b", "c", "d", "e"]}]) == [
        "factors[1] (market).anchors: Found 5 entries; at most 4 are allowed here."
    ]
    assert found(factors=[{**factor, "anchors": "a"}]) == [
        "factors[1] (market).anchors: Found “a”; write a list in brackets."
    ]


def test_weights_flags_and_days_are_written_as_such() -> None:
    factor = {"key": "market", "name": "Market", "axis": "potential", "weight": "heavy"}
    assert found(factors=[factor]) == ["factors[1] (market).weight: Found “heavy”; write a number, without quotes."]
    assert found(products=[{"key": "boat", "name": "Boat", "home": 1}]) == [
        "products[1] (boat).home: Found 1; write true or false."
    ]
    assert found(iterations=[{"product": "boat", "date": 20260301}, {"product": "boat", "date": "2026-02-30"}]) == [
        "iterations[1] (boat).date: Found 20260301; write a day as 2026-03-31.",
        "iterations[2] (boat → 2026-02-30).date: Found “2026-02-30”; write a day as 2026-03-31.",
    ]


def test_parts_and_entries_of_the_wrong_sort_are_named() -> None:
    assert found(workshop=3, links={}, dots="x", ratings=[7], constraints=[]) == [
        "workshop: Found 3; write an object in braces, with its fields in it.",
        "links: Found an object; write a list in brackets.",
        "ratings[1]: Found 7; write an object in braces, with its fields in it.",
        "dots: Found “x”; write a list in brackets.",
        "constraints: Found a list; write an object in braces, with its fields in it.",
    ]


def test_a_second_key_is_found_even_beside_wrong_fields() -> None:
    vision = {"key": " vision", "name": 3}
    assert found(capabilities=[capability(), vision]) == [
        "capabilities[2] (vision).key: Found “vision” with a space or line break beside it; write it without.",
        "capabilities[2] (vision).name: Found 3; write a text in quotes.",
        "capabilities[2] (vision).key: capabilities[1] has this key already; give each a key of its own.",
    ]


@pytest.mark.parametrize(
    ("part", "entry", "same"),
    [
        ("links", {"capability": "vision", "product": "robot", "need": 1}, "capability and product"),
        (
            "ratings",
            {"participant": "ada", "product": "robot", "factor": "market", "level": 1},
            "participant and product and factor and round",
        ),
        ("dots", {"participant": "ada", "product": "robot", "count": 1}, "participant and product"),
        ("decisions", {"product": "robot", "role": "primary"}, "product"),
        ("gap_plans", {"capability": "vision", "plan": "buy"}, "capability"),
        ("outcomes", {"product": "robot", "cost": 3}, "product"),
    ],
)
def test_a_second_entry_about_the_same_is_a_mistake(part: str, entry: dict[str, Any], same: str) -> None:
    (mistake,) = mistakes(sheet(**{part: [entry, entry]}))
    assert mistake.place.startswith(f"{part}[2] (")
    assert mistake.message == f"{part}[1] has the same {same} already; keep one of them."


def test_a_kept_set_names_products_that_are_there_once() -> None:
    sets = [{"key": "bold", "name": "Bold"}, {"key": "shy", "name": "Bold"}]
    assert found(sets=sets, set_products=[{"set": "bold", "product": "robot"}]) == []
    named = [{"set": "bold", "product": "robt"}, {"set": "bald", "product": "car"}]
    assert found(sets=sets, set_products=named) == [
        "set_products[1] (bold → robt).product: Found “robt”, but no product has that key. Did you mean “robot”?",
        "set_products[2] (bald → car).set: Found “bald”, but no set has that key. Did you mean “bold”?",
    ]


def test_one_person_may_rate_in_two_rounds() -> None:
    rating = {"participant": "ada", "product": "robot", "factor": "market", "level": 1}
    assert found(ratings=[rating, {**rating, "round": 2}]) == []
    assert len(found(ratings=[rating, {**rating, "round": 1}])) == 1


def test_an_outcome_is_checked_like_every_other_entry() -> None:
    wrong = {
        "product": "robt",
        "date": 0,
        "predicted_potential": 9,
        "predicted_cost": {"low": 2, "likely": 1},
        "cost": -1,
    }
    assert found(outcomes=[wrong]) == [
        "outcomes[1] (robt).product: Found “robt”, but no product has that key. Did you mean “robot”?",
        "outcomes[1] (robt).date: Found 0; write a day as 2026-03-31.",
        "outcomes[1] (robt).predicted_potential: Found 9; write a number of at most 4.",
        "outcomes[1] (robt).predicted_cost: Likely (1) is below low (2).",
        "outcomes[1] (robt).cost: Found -1; write a number of at least 0.",
    ]


def test_unknown_keys_suggest_the_nearest() -> None:
    assert found(links=[{"capability": "visio", "product": "x", "need": 1}]) == [
        "links[1] (visio → x).capability: Found “visio”, but no capability has that key. Did you mean “vision”?",
        "links[1] (visio → x).product: Found “x”, but no product has that key. Add one to products, or name another.",
    ]
    assert found(constraints={"must_have": ["robt"], "exclusive": [["boat", "robt"], 7]}) == [
        "constraints.must_have[1]: Found “robt”, but no product has that key. Did you mean “robot”?",
        "constraints.exclusive[1][2]: Found “robt”, but no product has that key. Did you mean “robot”?",
        "constraints.exclusive[2]: Found 7; write a list in brackets.",
    ]


def test_an_unknown_verb_or_field_says_which_exist() -> None:
    (verb,) = found(capabilities=[capability(verb="clean"), {"key": "planning", "name": "Planning", "verb": "decide"}])
    assert verb.startswith("capabilities[1] (vision).verb: Found “clean”; write one of 'separate', 'distribute'")
    for wrong in ("04", "100", "car", "x" * 4_000):
        (field,) = found(workshop={"title": "Beyond the car", "home_field": wrong})
        assert field.startswith(f"workshop.home_field: There is no field “{wrong[:40]}”. There are: 01 ")
        assert field.endswith(".")
    assert found(workshop={"title": "Beyond the car", "home_field": 62}) == [
        "workshop.home_field: Found 62; write a text in quotes."
    ]


def test_an_origin_names_a_capability_that_is_there() -> None:
    product = {"key": "robot", "name": "Robot"}
    origin = {"of": "by-product", "prompt": "Who is short of it?", "field": "9"}
    (mistake,) = found(products=[product | {"origin": origin | {"capability": "visoin", "field": "86"}}])
    assert mistake.startswith("products[1] (robot).origin.capability: Found “visoin”")
    assert mistake.endswith("Did you mean “vision”?")
    (mistake,) = found(products=[product | {"origin": "vision"}])
    assert mistake.startswith("products[1] (robot).origin: Found “vision”; write an object in braces")
    read = checked(sheet(products=[product | {"origin": origin}])).products[0].origin
    assert read
    assert read.field == "09", "a spreadsheet takes the zero away"


def test_only_the_first_unknown_keys_get_a_suggestion() -> None:
    links = [{"capability": f"visio{number}", "product": "robot", "need": 1} for number in range(30)]
    messages = found(links=links)
    assert "Did you mean" in messages[19]
    assert "Did you mean" not in messages[20]


def test_values_that_no_set_can_hold_are_answers() -> None:
    hostile: list[Any] = [[], {}, [[]], {"a": []}]
    for wrong in hostile:
        products = [{"key": wrong, "name": wrong, "home": True}]
        for part in ("capabilities", "participants", "factors", "links", "ratings", "dots"):
            entry = {"key": wrong, "capability": wrong, "product": wrong, "participant": wrong, "count": wrong}
            constraints = {"must_have": [wrong], "exclusive": [[wrong, wrong]], "at_most": wrong}
            assert found(products=products, constraints=constraints, **{part: [entry, entry]})


def test_dots_stay_within_the_cap_and_the_budget() -> None:
    dots = [
        {"participant": "ada", "product": "robot", "count": 4},
        {"participant": "ada", "product": "boat", "count": 2},
        {"participant": "ada", "product": "car", "count": 1},
        {"participant": "ada", "product": "car", "count": True},
        {"product": "car", "count": 9},
        5,
    ]
    assert found(dots=dots[:3]) == [
        "dots[1] (ada → robot).count: Found 4; one product may get at most 3 dots from one participant (dots_cap).",
        "dots[2] (ada → boat).count: “ada” has now given 6 dots; everybody has 5 (dots_each).",
    ]
    assert "dots[5] (car).count: Found 9; one product may get at most 3 dots from one participant (dots_cap)." in found(
        dots=dots
    )
    generous = {"title": "T", "settings": {"dots_each": 9, "dots_cap": 4}}
    assert found(workshop=generous, dots=dots[:3]) == []


def test_constraints_concern_adjacent_products_only() -> None:
    assert found(constraints={"must_have": ["car"], "exclusive": [["car", "boat"]]}) == [
        "constraints.must_have[1]: “car” is a home product, which exists already; only adjacent ones can be chosen.",
        "constraints.exclusive[1][1]: “car” is a home product, which exists already; only adjacent ones can be chosen.",
    ]


def test_constraints_do_not_contradict_each_other() -> None:
    constraints = {"must_have": ["robot", "boat"], "exclusive": [["robot", "boat"]], "at_most": 1}
    assert found(constraints=constraints) == [
        "constraints.exclusive[1]: “Boat” and “Robot” must both be chosen: drop one rule.",
        "constraints.at_most: Found 1, but 2 products must be chosen.",
    ]
    assert found(constraints={"exclusive": [["boat", "boat"]], "at_most": True}) == [
        "constraints.at_most: Found true; write a number.",
        "constraints.exclusive: Each group needs at least two different products.",
    ]


def test_a_rule_names_products_that_are_there_and_can_be_chosen() -> None:
    stated = {
        "at_least": [{"of": ["robt", "car", 7], "count": "2"}, 5],
        "requires": [["robot", "bot"], {"product": "car", "needs": "robot"}, ["robot"], {"product": "robot"}],
    }
    home = "“car” is a home product, which exists already; only adjacent ones can be chosen."
    assert found(constraints=stated) == [
        "constraints.at_least[1].of[1]: Found “robt”, but no product has that key. Did you mean “robot”?",
        "constraints.requires[1][2]: Found “bot”, but no product has that key. Did you mean “boat”?",
        "constraints.at_least[1].count: Found “2”; write a number, without quotes.",
        "constraints.at_least[1].of[3]: Found 7; write a text in quotes.",
        "constraints.at_least[2]: Found 5; write an object in braces, with its fields in it.",
        "constraints.requires[3]: Found a list; write an object in braces, with its fields in it.",
        "constraints.requires[4].needs: This is missing. Key of the product without which it cannot be chosen.",
        f"constraints.at_least[1].of[2]: {home}",
        f"constraints.requires[2].product: {home}",
    ]


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"at_least": {"of": ["a", "b"], "count": 3}}, "at_least[1].count: Found 3, but the group has only 2."),
        (
            {"at_least": {"of": ["a", "b", "c"], "count": 2}, "exclusive": [["a", "b"], ["c", "a", "b"]]},
            "at_least[1].count: Found 2, but the other rules allow only 1 of the group: drop one rule.",
        ),
        (
            {"at_least": {"of": ["a", "b"], "count": 1}, "must_have": ["c"], "exclusive": [["c", "a"], ["c", "d"]]}
            | {"requires": [["b", "d"]]},
            "at_least[1].count: Found 1, but the other rules allow only 0 of the group: drop one rule.",
        ),
        (
            {"at_least": {"of": ["a", "b"], "count": 2}, "must_have": ["c"], "at_most": 2},
            "at_least[1].count: Found 2, which makes 3 products in all, but at most 2 may be chosen.",
        ),
        (
            {"requires": [["a", "b"], ["b", "c"]], "must_have": ["a"], "exclusive": [["a", "c"]]},
            "exclusive[1]: “a” and “c” must both be chosen, one of them because another needs it: drop one rule.",
        ),
        (
            {"requires": [["a", "b"], ["b", "c"]], "must_have": ["a"], "at_most": 2},
            "at_most: Found 2, but 3 products must be chosen, with those that others need.",
        ),
        ({"requires": [["a", "a"]]}, "requires[1]: “a” cannot need itself; name two different products."),
    ],
)
def test_rules_that_can_never_hold_together_are_refused(stated: dict[str, Any], told: str) -> None:
    products = [{"key": key, "name": key} for key in "abcd"]
    assert found(products=products, constraints=stated) == [f"constraints.{told}"]


def test_products_may_need_each_other_and_what_can_never_be_chosen() -> None:
    products = [{"key": key, "name": key} for key in "abcd"]
    stated = {"requires": [["a", "b"], ["b", "a"], ["c", "d"]], "exclusive": [["c", "d"]], "must_have": ["a"]}
    assert found(products=products, constraints=stated | {"at_least": {"of": ["c", "b"], "count": 1}}) == []


def test_lists_have_a_length_that_is_said() -> None:
    assert found(factors=[{}] * 21, workshop=5) == ["factors: Found 21 entries; at most 20 are allowed here."]
    assert found(capabilities=[{}] * 2001) == ["capabilities: Found 2,001 entries; at most 2,000 are allowed here."]
    assert found(constraints={"exclusive": [["boat"] * 501]}) == [
        "constraints.exclusive[1]: Found 501 entries; at most 500 are allowed here."
    ]
    assert found(capabilities=[capability(build_cost={str(number): 1 for number in range(501)})]) == [
        "capabilities[1] (vision).build_cost: Found 501 fields; at most 500 are allowed here."
    ]


def test_a_file_of_nothing_but_mistakes_is_cut_off() -> None:
    messages = mistakes(sheet(ratings=[{}] * 5_000))
    assert len(messages) == MOST_MISTAKES + 1
    assert messages[-1] == Mistake("", "There are more mistakes than these 10,000; mend them first.")


def test_a_mistake_far_down_a_list_keeps_its_place() -> None:
    people = [{"key": f"p{number}", "name": "P"} for number in range(999)]
    ratings = [
        {"participant": person["key"], "product": product, "factor": "market", "level": 1}
        for person in people
        for product in ("robot", "boat")
    ]
    ratings[1500]["level"] = 5
    assert found(participants=people, ratings=ratings) == [
        "ratings[1501] (p750 → robot → market).level: Found 5; write a number of at most 4."
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_an_answer_in_every_place(text: str) -> None:
    for part in ("workshop", "capabilities", "links", "constraints"):
        for value in (text, [text], {text: text}, [{text: text}], [{"key": text, "capability": text, "product": text}]):
            for mistake in mistakes(sheet(**{part: value})):
                str(mistake).encode()
                assert len(str(mistake)) < 500


def test_capabilities_of_no_worksheet_are_checked_by_themselves() -> None:
    right = {"key": "vision", "name": "Vision", "home_product": "elsewhere"}
    wrong = {"key": "b", "name": "B", "trl": "7", "build_cost": {"likely": -1}}
    assert wrong_capabilities([right, right]) == []
    assert wrong_capabilities([right, wrong]) == [
        ((1, "trl"), "Found “7”; write a number, without quotes."),
        ((1, "build_cost", "likely"), "Found -1; write a number of at least 0."),
    ]


SAMPLES = Path(__file__).parents[2] / "data"


def test_published_strings_are_answers_too() -> None:
    for name in ("naughty-strings.json", "xss-payloads.json"):
        for text in json.loads((SAMPLES / name).read_bytes()):
            for mistake in mistakes(sheet(capabilities=[{"key": text, "name": text, text: text}], products=[text])):
                str(mistake).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(Worksheet.model_fields)), JSON)
def test_no_data_breaks_the_check(part: str, value: Any) -> None:
    for data in (sheet(**{part: value}), sheet(**{part: [value]}), value):
        messages = mistakes(data)
        assert messages == mistakes(data)
        if not messages:
            assert checked(data)


@pytest.mark.parametrize(
    ("part", "fields", "mistake"),
    [
        (
            "workshop",
            {"title": "T", "horizon": "some time"},
            "workshop.horizon: The horizon needs a number, as in three years or 18 months.",
        ),
        (
            "workshop",
            {"title": "T", "organisation_cost": -1},
            "workshop.organisation_cost: Found -1; write a number of at least 0.",
        ),
        (
            "products",
            [{"key": "car", "name": "Car", "chance": 7}],
            "products[1] (car).chance: Found 7; write a number of at most 1.",
        ),
        (
            "capabilities",
            [{"key": "eye", "name": "Eye", "free_share": 2}],
            "capabilities[1] (eye).free_share: Found 2; write a number of at most 1.",
        ),
        (
            "capabilities",
            [{"key": "eye", "name": "Eye", "terms": "borrowed"}],
            "capabilities[1] (eye).terms: Found “borrowed”; write one of 'ours', 'licensed', 'consent' or 'exclusive'.",
        ),
    ],
)
def test_what_weighs_value_against_cost_has_limits(part: str, fields: Any, mistake: str) -> None:
    data = {"workshop": {"title": "T"}} | {part: fields}
    assert [str(one) for one in mistakes(data)] == [mistake]


@pytest.mark.parametrize("horizon", ["three years", "18 months", "a year", ""])
def test_a_horizon_names_a_length_of_time(horizon: str) -> None:
    assert mistakes({"workshop": {"title": "T", "horizon": horizon}}) == ()
