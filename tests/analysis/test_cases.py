"""Worksheets of which something wrong was said, each named for it, with the right value worked out by hand."""

import json
from pathlib import Path

import pytest

from reuse_app.analysis import Findings, analyse
from reuse_app.analysis.claims import Doubt
from reuse_app.analysis.loose_ends import Loose
from reuse_app.worksheet import Fit, Worksheet
from reuse_app.worksheet.steps import Step

CASES = Path(__file__).parent.parent / "data" / "cases"


def worksheet_of(name: str) -> Worksheet:
    return Worksheet.model_validate(json.loads((CASES / f"{name}.json").read_text()))


def found_in(name: str) -> Findings:
    return analyse(worksheet_of(name))


def test_ideas_without_costs_do_not_lower_the_average() -> None:
    """A: 50 of its own + 10 to share the pump + .2384 x 100 to adjust it; the four ideas lack everything."""
    costs = found_in("average_of_unpriced").economics
    assert costs.average == pytest.approx((83.84,))
    assert costs.incomplete == {f"x{number}": (f"x{number}",) for number in range(4)}
    assert (costs.rebuild["a"], costs.rebuild["x0"]) == (150, None)
    assert costs.reuse_saves == pytest.approx(150 - 83.84)


def test_nothing_shared_with_a_cost_breaks_even_at_no_number() -> None:
    """Both build the pump anew for 50: each costs 60 alone and in the family."""
    costs = found_in("breakeven_false").economics
    assert (costs.break_even, costs.sharing_saves, costs.average) == (None, 0, (60, 60))


def test_home_products_force_no_commonality() -> None:
    """P {a} and Q {b}: 1 - (2 - 1) / (2 - 1) = 0."""
    assert found_in("ci_one").commonality.ci == 0


def test_no_share_of_cost_is_met_while_one_cost_is_unknown() -> None:
    found = found_in("cost_met_100")
    assert found.coverage["a"].by_cost is None
    assert found.coverage["a"].by_need == pytest.approx(1 / 10)
    assert found.economics.incomplete == {"a": ("g",)}


def test_what_is_missing_is_built_and_made_shareable() -> None:
    """100 + 30 paid once; each product pays 10 and 7 % of 100: 130 + 2 x 17."""
    costs = found_in("missing_platform").economics
    assert costs.platform == {"m": 130}
    assert costs.family == pytest.approx(164)
    assert list(costs.solo.values()) == pytest.approx([147, 147])
    assert costs.sharing_saves == pytest.approx(2 * 147 - 164)


def test_a_stray_idea_leaves_the_shortlist_its_values() -> None:
    found = found_in("shortlist_ignored")
    assert found.considered == ("a", "b")
    assert found.portfolio.chosen == ("a",)
    assert found.economics.incomplete == {}
    assert set(found.scores) == set(found.robustness) == {"a", "b"}


def test_a_product_of_unknown_cost_is_in_no_set() -> None:
    """Of 100, priced brings 100 - 60 and priced too 95 - 50; the third lacks its own cost and that of Vision."""
    found = found_in("unknown_cost_free")
    assert found.economics.incomplete == {"b": ("b", "c")}
    assert (found.portfolio.chosen, found.portfolio.worth) == (("c",), 45)
    assert "Unpriced cannot be weighed yet: no cost for Vision and what only it needs." in found.warnings


def test_a_lone_dissenter_is_heard() -> None:
    """Nine 3s and a 1: mean 2.8, AD .36, and the 1 is two levels from everybody else."""
    agreement = found_in("lone_dissenter").agreement
    assert [(one.product, one.factor) for one in agreement.discuss_first] == [("a", "v")]
    (cell,) = [one for one in agreement.cells if (one.product, one.factor) == ("a", "v")]
    assert (cell.agreed, cell.lone) == (True, True)
    assert cell.ad == pytest.approx(0.36)


def test_a_factor_of_no_weight_decides_nothing() -> None:
    """A is 4 and B is 3 on what matters, both 2 on the obstacles: A is first in every draw."""
    found = found_in("weight_zero")
    assert found.robustness == found.robustness_any_weights == {"a": [1, 0], "b": [0, 1]}
    # ((100 x 4 + 100 x 3) / 200 - 1) / 3 and ((100 x 3 + 100 x 3) / 200 - 1) / 3
    assert [found.scores[key].total for key in ("a", "b")] == pytest.approx([2.5 / 3, 2 / 3])


def test_the_best_idea_is_worth_more_than_five_of_the_worst() -> None:
    """Best (4, 1): (4 + 4 - 2) / 6 = 1; worst (1, 4): 0 each, so five of them for the same 10 are worth nothing."""
    best = found_in("sum_of_potentials").portfolio
    assert (best.basis, best.chosen, best.worth, best.cost) == ("rating", ("a",), 1, 10)


def test_no_loss_is_recommended() -> None:
    """A brings 10 and costs 90: with it 80 less than without."""
    best = found_in("value_below_cost").portfolio
    assert (best.basis, best.chosen, best.worth) == ("net", (), 0)
    assert best.marginal == {"a": -80}


def test_a_set_as_dear_as_the_budget_likely_overruns_it() -> None:
    """95, 100 or 200 within 100: the mode lies at s = .15 of the width, so 15 of 100 draws stay within."""
    best = found_in("budget_overrun").portfolio
    assert (best.chosen, best.worth, best.cost) == (("a",), 200, 100)
    assert best.within_budget == pytest.approx(0.15, abs=0.005)
    assert best.careful is not None
    assert (best.careful.chosen, best.careful.within_budget) == ((), 1)


def test_equal_products_are_level() -> None:
    """A and B bring 5 and cost 10, so each loses 5, and nothing is chosen."""
    best = found_in("tie").portfolio
    assert (best.chosen, best.worth, best.marginal) == ((), 0, {"a": -5, "b": -5})


def test_two_products_pay_for_what_is_missing_together() -> None:
    """400 less 164."""
    best = found_in("missing_platform").portfolio
    assert best.chosen == ("a", "b")
    assert best.worth == pytest.approx(236)


def test_code_better_not_reused_does_not_fit_as_is() -> None:
    """RRL 1 where as is needs 7; evidence and TRL 9 are there. Owed: (.6476 - .07) x 100."""
    (claim,) = found_in("rrl_ignored").claims
    assert (claim.capability, claim.product, claim.doubts) == ("c", "a", (Doubt.LOW_RRL,))
    assert (claim.rrl, claim.needed) == (1, 7)
    assert claim.owed == pytest.approx(57.76)


def test_a_slight_adjustment_needs_proof_too() -> None:
    """TRL 2 where an adjustment needs 5, and no evidence; its RRL is not stated. Owed: (.6476 - .2384) x 1000."""
    found = found_in("adjust_unproven")
    (claim,) = found.claims
    assert (claim.fit, claim.doubts) == (Fit.ADJUST, (Doubt.NO_EVIDENCE, Doubt.LOW_TRL))
    assert claim.owed == pytest.approx(409.2)
    assert [(one.kind, one.capability, one.step) for one in found.loose_ends] == [
        (Loose.NO_READINESS, "c", Step.INVENTORY)
    ]


def test_running_a_family_is_paid_by_two_and_not_by_one() -> None:
    """Each brings 20 for 10; a family costs 15 to run: one alone is worth 10, both 40 - 20 - 15 = 5."""
    worksheet = Worksheet.model_validate(
        {
            "workshop": {"title": "T", "organisation_cost": 15},
            "products": [{"key": key, "name": key, "own_cost": 10, "value": 20} for key in ("a", "b")],
        }
    )
    best = analyse(worksheet).portfolio
    assert (best.worth, best.cost, len(best.chosen)) == (10, 10, 1)
    assert sorted(one.worth for one in best.runners_up) == [0, 5, 10]
