"""At least so many of a group, and one only with another: two capital budgeting exercises, worked out by hand."""

import json
from pathlib import Path
from typing import Any

from reuse_app.analysis import Findings, analyse
from reuse_app.analysis.caveats import explain_no_set
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Source, write_bills
from reuse_app.analysis.portfolio.choice import write_offer
from reuse_app.worksheet import Constraints, Estimate, Worksheet
from reuse_app.worksheet.validation.worksheet import checked
from tests.analysis.sheets import capability, link, product, sheet

CASES = Path(__file__).parent.parent.parent / "data" / "cases"


def case(name: str, *, budget: float | None = None, **constraints: Any) -> Worksheet:
    """A worksheet of these exercises, perhaps with another budget or other rules; values are in points."""
    data = json.loads((CASES / f"{name}.json").read_text())
    data["workshop"] |= {"value_unit": "points"} | ({"budget": budget} if budget else {})
    data["constraints"] |= constraints
    return checked(data)


def best(worksheet: Worksheet) -> tuple[tuple[str, ...], float]:
    found: Findings = analyse(worksheet)
    assert found.portfolio.proven
    return found.portfolio.chosen, found.portfolio.cost


def test_at_least_two_of_four() -> None:
    """110 + 85 + 73 = 268 of 300 bring 82 + 61 + 48 = 191; p2, p3, p4 and p6 would bring 188."""
    assert best(case("portfolio-at-least")) == (("p2", "p6", "p7"), 268)


def test_at_least_three_of_four() -> None:
    """p5, p6 and p8 cost 242 and leave 58 for p3: 187 in all; p6, p7 and p8 with p1 would bring 186."""
    group = {"of": ["p5", "p6", "p7", "p8"], "count": 3}
    assert best(case("portfolio-at-least", at_least=[group])) == (("p3", "p5", "p6", "p8"), 295)


def test_all_four_cost_more_than_there_is() -> None:
    group = {"of": ["p5", "p6", "p7", "p8"], "count": 4}
    worksheet = case("portfolio-at-least", at_least=[group], exclusive=[])
    economics, found = analyse(worksheet).economics, analyse(worksheet).portfolio
    assert not found.feasible
    assert explain_no_set(worksheet, economics, found) == "No set of products keeps the rules within the budget."
    unsure = found.model_copy(update={"proven": False})
    told = explain_no_set(worksheet, economics, unsure)
    assert told == "No set that keeps all rules was found; whether there is one is not proven."


def with_unknown_costs(**constraints: Any) -> Worksheet:
    """A worksheet of two complete products, b and d, one that lacks its own cost, and one whose capability has none."""
    return sheet(
        budget=10,
        capabilities=[capability("eye")],
        products=[product(key, own_cost=None if key == "a" else 1, value=5) for key in "abcd"],
        links=[link("eye", "c")],
        constraints=constraints,
    )


def test_a_must_have_without_a_cost_leaves_no_set_and_the_words_say_why() -> None:
    worksheet = with_unknown_costs(must_have=["a", "b", "c"])
    found = analyse(worksheet)
    assert (found.portfolio.feasible, found.portfolio.chosen, found.portfolio.runners_up) == (False, (), ())
    why = explain_no_set(worksheet, found.economics, found.portfolio)
    assert why in found.warnings
    assert why == (
        "A must be chosen, and cannot be weighed yet: no cost for what only it needs. "
        "C must be chosen, and cannot be weighed yet: no cost for Eye."
    )


def test_what_a_must_have_needs_has_to_be_weighed_as_well() -> None:
    worksheet = with_unknown_costs(must_have=["b"], requires=[["b", "d"], ["d", "a"]])
    told = explain_no_set(worksheet, analyse(worksheet).economics, analyse(worksheet).portfolio)
    assert told == "A must be chosen, and cannot be weighed yet: no cost for what only it needs."
    assert analyse(with_unknown_costs(must_have=["b"], requires=[["c", "a"]])).portfolio.chosen == ("b", "d")


def test_four_needs_five() -> None:
    """30 + 6 + 6 + 6 = 48 of 50 bring 40 + 17 + 15 + 12 = 84."""
    assert best(case("portfolio-requires")) == (("p3", "p4", "p5", "p6"), 48)


def test_four_is_too_dear_with_five() -> None:
    """For 40, p4 with p1, p3 and p6 would bring 58; as it needs p5, which costs 30, p3 and p5 bring 57."""
    assert best(case("portfolio-requires", budget=40)) == (("p3", "p5"), 36)
    assert best(case("portfolio-requires", budget=40, requires=[])) == (("p1", "p3", "p4", "p6"), 30)


def offered(*valued: str, **constraints: Any) -> tuple[str, ...]:
    """Which of the products a, b, c and d are on offer when these have a value."""
    worksheet = sheet(products=[product(key, own_cost=1) for key in "abcd"])
    values = {Source("value", key): Estimate(low=9, likely=9, high=9) for key in valued}
    bills = write_bills(read_cells(worksheet), worksheet.candidates).weighable
    return write_offer(bills, values, Constraints.model_validate(constraints)).products


def test_what_rules_ask_for_is_on_offer_without_a_value() -> None:
    assert offered("a") == ("a",)
    assert offered("a", requires=[["a", "b"]], at_least={"of": ["c", "gone"], "count": 1}) == ("a", "b", "c")


def test_a_product_without_the_one_that_it_needs_is_not_on_offer() -> None:
    rules = [["a", "b"], ["b", "gone"], ["c", "gone"]]
    assert offered("a", "b", "c", "d", requires=rules, must_have=["c"]) == ("c", "d")
