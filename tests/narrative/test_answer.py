"""What the analysis recommends, and that it says no more than it knows."""

from typing import Any

from reuse_app.analysis import analyse
from reuse_app.narrative.blocks import Entry, Paragraph, Section, drawings_in
from reuse_app.narrative.composing import compose
from reuse_app.report.plain_text import plain_text
from reuse_app.worksheet import Constraints, Decision, Role, Worksheet
from reuse_app.worksheet.validation.worksheet import checked


def answer(worksheet: Worksheet) -> Section:
    (section,) = compose(worksheet, analyse(worksheet), chapters=["answer"]).sections
    return section


def headline(section: Section) -> str:
    (entry,) = section.blocks
    assert isinstance(entry, Entry)
    return entry.title


def reason(section: Section) -> str:
    (entry,) = section.blocks
    assert isinstance(entry, Entry)
    assert isinstance(entry.blocks[0], Paragraph)
    return str(entry.blocks[0].text)


def _rated(*products: dict[str, Any], **changes: Any) -> Worksheet:
    """A robot and an arm that Ann sees alike, with a kite of which she rated one factor of two."""
    levels = {("robot", "volume"): 3, ("robot", "risk"): 2, ("arm", "volume"): 3, ("arm", "risk"): 2}
    levels[("kite", "volume")] = 4
    return checked(
        {
            "workshop": {"title": "T"} | changes,
            "factors": [
                {"key": "volume", "name": "Volume", "axis": "potential"},
                {"key": "risk", "name": "Risk", "axis": "challenge"},
            ],
            "capabilities": [
                {"key": "hand", "name": "Hand", "build_cost": 50},
                {"key": "eye", "name": "Eye"},
            ],
            "products": list(products) or [{"key": key, "name": key.title()} for key in ("robot", "arm", "kite")],
            "links": [{"capability": key, "product": "robot", "need": 9, "fit": "as-is"} for key in ("hand", "eye")],
            "participants": [{"key": "ann", "name": "Ann"}],
            "ratings": [
                {"participant": "ann", "product": product, "factor": factor, "level": level}
                for (product, factor), level in levels.items()
            ],
        }
    )


def test_products_that_are_level_are_not_recommended() -> None:
    said = answer(_rated())
    assert said.title == "No recommendation yet"
    assert headline(said) == "Arm and Robot are level"
    assert reason(said).startswith("None clearly comes first."), "the headline has said which are level"


def test_what_was_decided_leads_and_what_lacks_follows() -> None:
    rated = _rated()
    decided = rated.model_copy(update={"decisions": (Decision(product="arm", role=Role.PRIMARY),)})
    said = answer(decided)
    assert (said.title, headline(said)) == ("The team has decided", "Arm")
    assert reason(said) == (
        "The analysis recommends nothing yet. The ratings do not tell Arm and Robot apart. No budget is stated, so "
        "nothing limits the set and there is no best one."
    )
    bare = checked(
        {
            "workshop": {"title": "T"},
            "products": [{"key": "arm", "name": "Arm"}],
            "decisions": [{"product": "arm", "role": "primary"}],
        }
    )
    assert (answer(bare).title, headline(answer(bare))) == ("The team has decided", "Arm")
    assert "recommends nothing yet" in reason(answer(bare))


def test_a_half_rated_product_leads_no_figure_and_is_marked() -> None:
    worksheet = _rated()
    text = plain_text(compose(worksheet, analyse(worksheet), chapters=["answer", "scores"]))
    assert "simulated votes put" not in text
    assert "Kite is half rated: no level for Risk." in text


def test_what_lacks_a_cost_is_not_recommended_and_says_what_it_lacks() -> None:
    products = [
        {"key": "robot", "name": "Robot", "own_cost": 100, "value": 900},
        {"key": "arm", "name": "Arm", "own_cost": 150.4, "value": 300},
        {"key": "kite", "name": "Kite", "own_cost": 500, "value": 1},
    ]
    worksheet = _rated(*products, budget=300)
    said = answer(worksheet)
    assert headline(said) == "Arm"
    assert "Cannot be weighed yet: Robot (no cost for building Eye)." in str(said)


def test_without_any_cost_a_budget_recommends_nothing() -> None:
    products = [{"key": key, "name": key.title(), "value": 10} for key in ("robot", "arm", "kite")]
    worksheet = _rated(*products, budget=300).model_copy(update={"capabilities": (), "links": ()})
    said = answer(worksheet)
    assert headline(said) == "Arm and Robot are level"
    assert "No product can be weighed yet" in reason(said)


def test_sets_that_are_worth_and_cost_the_same_are_level() -> None:
    products = [
        {"key": key, "name": key.title(), "own_cost": 60, "value": 90 if key != "kite" else 1}
        for key in ("arm", "kite", "plough")
    ]
    worksheet = checked({"workshop": {"title": "T", "budget": 100}, "products": products})
    said = answer(worksheet)
    assert said.title == "These are level"
    assert sorted(headline(said).split(", or ")) == ["Arm", "Plough"]


def test_every_set_that_is_level_is_named_and_so_in_the_figure_and_beside_the_choice() -> None:
    worksheet = checked(
        {
            "workshop": {"title": "T", "budget": 60},
            "products": [{"key": key, "name": key.title(), "own_cost": 60, "value": 90} for key in ("arm", "boat")],
            "decisions": [{"product": "boat", "role": "primary"}],
        }
    )
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "Arm, or Boat" in text
    assert "Each brings 90 and costs 60 " in text
    assert "Boat is one of them." in text
    assert "The best set is" not in text
    (curve,) = drawings_in(compose(worksheet, analyse(worksheet), chapters=["choosing"]).sections[0].blocks)
    assert "These sets are level: Arm, or Boat" in curve.figure.description
    assert "level: 30 for 60" in curve.figure.svg


def test_without_any_cost_nothing_calls_a_set_the_best() -> None:
    products = [{"key": key, "name": key.title(), "value": 10} for key in ("robot", "arm")]
    worksheet = checked({"workshop": {"title": "T", "budget": 300}, "products": products})
    report = compose(worksheet, analyse(worksheet))
    text = plain_text(report)
    assert "No product can be weighed yet, because each lacks a cost, so no set is best." in text
    for word in ("proven optimal", "best set is", "The best set under", "holds"):
        assert word not in text
    assert "best:" not in "".join(
        drawing.figure.svg for section in report.sections for drawing in drawings_in(section.blocks)
    )


def test_ideas_off_the_shortlist_are_named_and_not_considered() -> None:
    kept = {"own_cost": 5, "value": 9, "shortlisted": True}
    shortlisted = [{"key": key, "name": key.title(), **kept} for key in ("robot", "arm")]
    said = str(answer(_rated(*shortlisted, {"key": "kite", "name": "Kite", "own_cost": 1, "value": 99}, budget=20)))
    assert "2 of 3 ideas are considered, because they are on the shortlist; not Kite." in said
    assert "ideas are considered" not in str(answer(_rated()))


def test_that_no_set_keeps_the_rules_is_said_only_where_it_is_proven() -> None:
    products = [{"key": key, "name": key, "own_cost": 9, "value": 9} for key in ("robot", "arm")]
    rules = {"at_least": {"of": ["robot", "arm"], "count": 2}}
    worksheet = checked({"workshop": {"title": "T", "budget": 10}, "products": products, "constraints": rules})
    assert headline(answer(worksheet)) == "No choice keeps all rules"
    assert reason(answer(worksheet)) == (
        "No set of products keeps the rules within the budget. The cheapest that does would cost 18 person-months, of "
        "10: robot and arm. Loosen one of the rules."
    )
    found = analyse(worksheet)
    unsure = found.model_copy(update={"portfolio": found.portfolio.model_copy(update={"proven": False})})
    (section,) = compose(worksheet, unsure, chapters=["answer"]).sections
    assert headline(section) == "No choice that keeps all rules was found"
    why = "No set that keeps all rules was found; whether there is one is not proven. Loosen one of the rules."
    assert reason(section) == why


def test_a_must_have_that_cannot_be_weighed_is_the_answer_in_every_chapter() -> None:
    products = [
        {"key": key, "name": key.title(), "own_cost": cost, "value": 9} for key, cost in (("robot", None), ("arm", 1))
    ]
    rules = {"must_have": ["robot"]}
    worksheet = checked({"workshop": {"title": "T", "budget": 10}, "products": products, "constraints": rules})
    why = "Robot must be chosen, and cannot be weighed yet: no cost for what only it needs."
    assert headline(answer(worksheet)) == "No choice keeps all rules"
    assert reason(answer(worksheet)) == f"{why} Loosen one of the rules."
    told = str(compose(worksheet, analyse(worksheet), chapters=["choosing"]).sections)
    assert why in told
    assert "must have Robot" in told


def test_what_each_product_adds_and_the_horizon_of_its_value_are_told() -> None:
    """Arm leaves 40 - 10, Boat 5 - 9; together with the rest of the set, which is Arm alone."""
    worksheet = checked(
        {
            "workshop": {"title": "T", "budget": 60, "unit": "k€", "horizon": "over three years"},
            "products": [
                {"key": key, "name": key.title(), "own_cost": cost, "value": value}
                for key, cost, value in (("arm", 10, 40), ("boat", 9, 5))
            ],
        }
    )
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "It brings 40 over three years and costs 10 k€" in text
    assert (
        "Worth of the set with each product, less its worth without it: Arm +30 and Boat −4. Beside the set, Boat "
        "would cost more than it brings."
    ) in text


INCOMPLETE = {
    "workshop": {"title": "T", "budget": 50, "unit": "k€"},
    "products": [
        {"key": "arm", "name": "Arm", "own_cost": 10, "value": 30},
        {"key": "boat", "name": "Boat", "own_cost": 12, "value": 90},
    ],
    "capabilities": [{"key": "oar", "name": "Oar"}],
    "links": [{"capability": "oar", "product": "boat", "need": 9, "fit": "as-is"}],
    "decisions": [{"product": "arm", "role": "primary"}, {"product": "boat", "role": "growth"}],
}


def test_every_amount_that_lacks_a_part_says_at_least_or_at_most() -> None:
    """Nobody has stated what an oar costs: 10 + 12 and more, so 28 of 50 are left at most."""
    worksheet = checked(INCOMPLETE)
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "At least 22 k€ for Arm and Boat together, against at least 22 k€ if nothing were reused." in text
    assert "The budget of 50 k€ leaves at most 28 k€ after Arm and Boat." in text
    assert "At least 12 k€ alone; in the family at least 12 k€ beside what is shared." in text
    assert "No other set that can be weighed within the rules is worth more: that is proven." in text
    assert "The best set within the budget and the rules (of what can be weighed) would be Arm" in text
    tight = checked(INCOMPLETE | {"workshop": {"title": "T", "budget": 20, "unit": "k€"}})
    assert "lacks at least 2 k€ for Arm and Boat." in plain_text(compose(tight, analyse(tight)))


def test_value_in_a_unit_of_its_own_is_told_in_it() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5, "value": 9} for key in ("arm", "boat")]
    workshop = {"title": "T", "budget": 6, "unit": "k€", "value_unit": "points"}
    worksheet = checked({"workshop": workshop, "products": products[:1]})
    assert "It is worth 9 points and costs 5 k€ of the 6" in plain_text(compose(worksheet, analyse(worksheet)))
    both = checked({"workshop": workshop, "products": products})
    assert "With 4 k€ more, Boat would add 9 points." in plain_text(compose(both, analyse(both)))


def test_what_costs_more_than_it_saves_is_not_called_a_saving() -> None:
    """Making the oar shareable takes 30 where building it takes 10; running a family takes 5."""
    worksheet = checked(
        {
            "workshop": {"title": "T", "organisation_cost": 5},
            "products": [{"key": key, "name": key.title(), "own_cost": 1, "value": 2} for key in ("arm", "boat")],
            "capabilities": [{"key": "oar", "name": "Oar", "platform_cost": 30, "build_cost": 10}],
            "links": [{"capability": "oar", "product": "arm", "need": 9, "fit": "as-is"}],
            "constraints": {"must_have": ["boat"]},
        }
    )
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "Reuse costs 20.7 more than the 12 that a stranger would pay" in text
    assert "sharing costs 5 more than the 32.7 that each alone would then cost. Sharing does not pay" in text


def test_a_loss_that_must_be_had_is_called_a_loss_and_no_other_is_recommended() -> None:
    products = [{"key": "arm", "name": "Arm", "own_cost": 5, "value": 2}]
    worksheet = checked({"workshop": {"title": "T"}, "products": products, "constraints": {"must_have": ["arm"]}})
    assert "It brings 2 and costs 5 person-months, so it loses 3 person-months." in plain_text(
        compose(worksheet, analyse(worksheet))
    )
    assert answer(worksheet).title == "The least loss that the rules allow"
    forced = "Arm would cost more than it brings and is in the set only because a rule asks for it."
    assert forced in reason(answer(worksheet))
    free = checked({"workshop": {"title": "T"}, "products": products})
    assert "No set of products is worth more than it costs." in plain_text(compose(free, analyse(free)))


def test_the_chance_of_what_is_decided_stands_beside_its_budget() -> None:
    worksheet = checked(
        {
            "workshop": {"title": "T", "budget": 100},
            "products": [{"key": "arm", "name": "Arm", "own_cost": {"low": 95, "likely": 100, "high": 200}}],
            "decisions": [{"product": "arm", "role": "primary"}],
        }
    )
    found = analyse(worksheet)
    assert found.decided is not None
    chance = round(100 * (found.decided.within_budget or 0))
    assert f"leaves about 0 person-months after Arm. The chance that it is enough is {chance}\u202f%." in plain_text(
        compose(worksheet, found)
    )


def test_what_is_not_proven_is_marked_wherever_it_is_told() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5, "value": 9} for key in ("arm", "boat", "cart")]
    worksheet = checked({"workshop": {"title": "T", "budget": 6}, "products": products})
    found = analyse(worksheet)
    said = ("That is not proven.", "(not proven)", "How far the answer is from the best is not known.")
    assert not [words for words in said if words in plain_text(compose(worksheet, found))]
    unproven = {"proven": False, "gap": None, "next_step_proven": False}
    sets = {
        part: tuple(one.model_copy(update={"proven": False}) for one in getattr(found.portfolio, part))
        for part in ("runners_up", "frontier")
    }
    portfolio = found.portfolio.model_copy(update=unproven | sets)
    text = plain_text(compose(worksheet, found.model_copy(update={"portfolio": portfolio})))
    assert not [words for words in said if words not in text]
    assert text.count("(not proven)") == len(portfolio.runners_up) + len(portfolio.frontier)
    assert "Whether less would buy more is not proven." in text
    without = portfolio.model_copy(update={"next_step": None, "gap": 0.2})
    text = plain_text(compose(worksheet, found.model_copy(update={"portfolio": without})))
    assert "Whether more budget would buy more is not proven." in text
    assert "It may be 20\u202f% short." in text


def _shortlisted(**constraints: Any) -> Worksheet:
    """Arm and Cart are on the shortlist, Boat is not."""
    products = [
        {"key": key, "name": key.title(), "own_cost": 10, "value": 90, "shortlisted": key != "boat"}
        for key in ("arm", "boat", "cart")
    ]
    return checked({"workshop": {"title": "T", "budget": 100}, "products": products, "constraints": constraints})


def test_a_rule_about_what_is_not_considered_is_never_said_to_be_kept() -> None:
    must = _shortlisted(must_have=["boat"])
    why = "Boat must be chosen, and is not on the shortlist."
    assert headline(answer(must)) == "No choice keeps all rules"
    assert reason(answer(must)) == f"{why} Loosen one of the rules."
    assert why in analyse(must).warnings
    group = _shortlisted(at_least={"of": ["arm", "boat"], "count": 2})
    assert reason(answer(group)).startswith(
        "At least 2 of Arm and Boat must be chosen, and the shortlist has 1 of them."
    )
    needs = _shortlisted(requires=[["arm", "boat"]])
    assert headline(answer(needs)) == "Cart"
    assert "Arm is in no set: it may be chosen only with Boat, which is not on the shortlist." in str(answer(needs))
    apart = answer(_shortlisted(requires=[["arm", "cart"]], exclusive=[["arm", "cart"]]))
    assert headline(apart) == "Cart"
    assert "Arm is in no set: it may be chosen only with Cart, which may not be chosen beside it." in str(apart)


def test_a_decision_off_the_shortlist_says_so() -> None:
    worksheet = _shortlisted().model_copy(update={"decisions": (Decision(product="boat", role=Role.PRIMARY),)})
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "the choice is Boat, which is not on the shortlist." in text


def test_a_rule_limits_a_set_as_a_budget_does() -> None:
    worksheet = checked(
        {
            "workshop": {"title": "T", "value_unit": "points"},
            "products": [
                {"key": "arm", "name": "Arm", "own_cost": 10, "value": 50},
                {"key": "boat", "name": "Boat", "own_cost": 5, "value": 40},
            ],
            "constraints": {"at_most": 1},
        }
    )
    text = plain_text(compose(worksheet, analyse(worksheet)))
    assert "It is worth 50 points and costs 10 person-months. No other set within the rules is worth more" in text
    assert "The best set within the rules" in text
    assert "value less cost" not in text


def test_what_nobody_knows_is_neither_ranked_nor_in_a_set() -> None:
    rated = _rated(budget=9)
    unknown = tuple(each.model_copy(update={"level": None}) for each in rated.ratings if each.product != "kite")
    worksheet = rated.model_copy(update={"ratings": unknown})
    findings = analyse(worksheet)
    assert findings.robustness == {}
    text = plain_text(compose(worksheet, findings))
    assert "No product is rated on both axes, and not every one has a value, so no set is best." in text
    assert "Nobody gave Arm and Robot a level on any factor: they cannot be compared." in text
    assert "No rating has levels of two people, so there is no agreement to speak of yet." in text
    assert "In a simulated vote" not in text


def test_level_sets_are_not_told_apart_by_their_order() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 60, "value": 90} for key in ("arm", "boat")]
    worksheet = checked({"workshop": {"title": "T", "budget": 60}, "products": products})
    text = plain_text(compose(worksheet, analyse(worksheet), chapters=["choosing"]))
    assert text.count("in 50\u202f%") + text.count("in 50 %") == 2
    assert "of the draws; sets that are level share a draw." in text
    assert "Worth of the first set with each product" in text


def test_beside_as_many_level_sets_as_are_told_there_may_be_more() -> None:
    products = [{"key": f"p{number}", "name": f"P{number}", "own_cost": 10, "value": 50} for number in range(5)]
    worksheet = checked({"workshop": {"title": "T", "budget": 20}, "products": products})
    assert "Beside these, other sets may be level too." in reason(answer(worksheet))
    (curve,) = drawings_in(compose(worksheet, analyse(worksheet), chapters=["choosing"]).sections[0].blocks)
    assert curve.figure.title.startswith("At least 4 sets are level")
    few = checked({"workshop": {"title": "T", "budget": 10}, "products": products[:2]})
    assert "may be level" not in reason(answer(few))


def test_what_is_not_rated_on_both_axes_is_in_no_set_and_named() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5} for key in ("robot", "arm", "kite")]
    text = plain_text(compose(_rated(*products, budget=12), analyse(_rated(*products, budget=12)), chapters=["answer"]))
    assert "No other set that can be weighed within the rules is worth more" in text
    assert "Kite is in no set yet: it is not rated on both axes." in text


def test_a_curve_without_a_limit_calls_no_set_too_dear() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5, "value": 2} for key in ("arm", "boat")]
    worksheet = checked({"workshop": {"title": "T", "value_unit": "points"}, "products": products})
    (curve,) = drawings_in(compose(worksheet, analyse(worksheet), chapters=["choosing"]).sections[0].blocks)
    assert curve.figure.title == "No budget is stated, so no set is best"


def test_a_product_without_a_value_that_a_rule_asks_for_makes_worth_a_least() -> None:
    products = [{"key": key, "name": key.title(), "own_cost": 5} for key in ("robot", "arm", "kite")]
    worksheet = _rated(*products, budget=12).model_copy(update={"constraints": Constraints(must_have=("kite",))})
    assert "Together they reach at least 0.67 of 2 points in the ranking" in reason(answer(worksheet))
