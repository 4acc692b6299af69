"""How sure the order is, which set of products is best under the budget, and the sets that were kept beside it."""

from collections.abc import Iterable, Sequence

from reuse_app.analysis.caveats import explain_no_set
from reuse_app.analysis.finding import MINUS
from reuse_app.analysis.robustness import level_at_the_top
from reuse_app.narrative.blocks import Block, Entry, Paragraph, Section, drawing, note, table
from reuse_app.narrative.chapters.answer import first_of_ratings
from reuse_app.narrative.figures import rank_acceptability, value_over_budget
from reuse_app.narrative.isolation import apart
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.sets import compare_sets
from reuse_app.narrative.standing import (
    HARDLY,
    by_value,
    proven,
    why_no_set_is_best,
    within,
    worth_amount,
    worth_figure,
)
from reuse_app.narrative.words import (
    amount,
    in_hundred,
    in_unit,
    likely_figure,
    listed,
    percent,
    plural,
    rough,
    some,
    with_sign,
)
from reuse_app.worksheet import Worksheet

MOST_MARGINS = 6
"""Products of which a sentence says what difference each makes; a table has the others too."""


def write_choosing(material: Material) -> Section | None:
    """Return robustness and portfolio; None when neither can be computed."""
    blocks: list[Block] = [*_robustness(material), *_portfolio(material)]
    cited, is_ranked = sources("portfolio", "ranks"), len(material.findings.robustness) > 1
    finding = first_of_ratings(material) if is_ranked else ""
    return Section("choosing", "Robustness and the best set", tuple(blocks), cited, finding=finding) if blocks else None


def _robustness(material: Material) -> tuple[Block, ...]:
    findings = material.findings
    if len(findings.robustness) < 2:  # noqa: PLR2004  # one product is always first
        return ()
    opening = (
        "In a simulated vote each rating is that of somebody in the room, and the weights are the team’s; there were "
        f"{amount(findings.rank_draws)}. {_any_weights(material)}"
    )
    figure = drawing(rank_acceptability(material.worksheet, findings))
    return (Entry("How sure the order is", (Paragraph(opening), *figure)),)


def _any_weights(material: Material) -> str:
    """Return whether the order hangs on the weights, in a sentence."""
    shares = material.findings.robustness_any_weights
    named = some(material.products(level_at_the_top(shares)))
    first = max(shares, key=lambda key: (shares[key][0], key))
    if named == material.product(first):
        return f"Whatever the weights, {named} comes first in {in_hundred(shares[first][0])}."
    return f"When the weights vary freely too, {named} are level."


def _portfolio(material: Material) -> tuple[Block, ...]:
    best = material.findings.portfolio
    if not material.findings.valuation.values:
        return ()
    curve = drawing(value_over_budget(material.worksheet, material.findings, material))
    if not material.best_sets:
        why = why_no_set_is_best(material.findings) or explain_no_set(
            material.worksheet, material.findings.economics, best
        )
        return (Entry("Value over budget", (Paragraph(why), *curve, *_rules(material))),)
    blocks = (
        *_next_step(material),
        *_margins(material),
        *curve,
        *_runners_up(material),
        *_in_full(material),
        *_nearly_always(material),
        *_rules(material),
    )
    return (Entry(f"The best set {within(best)}", blocks),)


def _next_step(material: Material) -> tuple[Block, ...]:
    best = material.findings.portfolio
    step, is_proven = best.next_step, best.next_step_proven
    if step is None:
        return () if is_proven else (Paragraph("Whether more budget would buy more is not proven."),)
    adds, drops = some(material.products(step.adds)), some(material.products(step.drops))
    instead = f" instead of {drops}" if drops else ""
    cost = material.family_cost(step.chosen)
    extra = cost + (step.extra_budget - cost.likely) if cost else step.extra_budget
    with_more = f"With {material.costs(extra) if likely_figure(extra) else HARDLY} more"
    added = material.worth_more(step.chosen, best.chosen)
    worth = worth_amount(added, material.findings)
    is_said = worth == HARDLY or material.is_rated
    unit = "" if is_said or not material.worth_unit else f" {material.worth_unit}"
    less = "" if is_proven else " Whether less would buy more is not proven."
    return (Paragraph(f"{with_more}, {adds}{instead} would add {worth}{unit}.{less}"),)


def _margins(material: Material) -> tuple[Block, ...]:
    """Return what each product makes of a difference to the best set, the greatest first, and which bring a loss."""
    best = material.findings.portfolio
    ranked = sorted(best.marginal.items(), key=lambda one: (-one[1], one[0]))
    if not ranked:
        return ()
    more = {
        key: with_sign(worth_figure(material.more_with(key, best.chosen)[1], material.findings)) for key, _ in ranked
    }
    said = some([f"{material.product(key)} {more[key]}" for key, _ in ranked], most=MOST_MARGINS)
    beside = [key for key, _ in ranked if key not in best.chosen and best.less_cost and more[key].startswith(MINUS)]
    pays = "it brings" if len(beside) == 1 else "they bring"
    loss = f" Beside the set, {some(material.products(beside))} would cost more than {pays}." if beside else ""
    what, level = "Points" if material.is_rated else "Worth", "first" if len(material.best_sets) > 1 else ""
    which = f"{level} set" if level else "set"
    sentence = f"{what} of the {which} with each product, less its {what.lower()} without it"
    rows = [(material.product(key), more[key]) for key, _ in ranked] if len(ranked) > MOST_MARGINS + 1 else []
    return (
        Paragraph(f"{sentence}: {said}.{loss}"),
        *table(sentence, ("Product", what), rows, numbers=(1,), is_folded=True),
    )


def _runners_up(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            proven(some(material.products(by_value(one.chosen, material.findings))) or "none", one),
            worth_figure(material.worth(one.chosen), material.findings),
            rough(material.family_cost(one.chosen) or 0.0),
            worth_figure(material.worth_more(material.findings.portfolio.chosen, one.chosen), material.findings),
            some(material.products(one.drops)) or "nothing",
            some(material.products(one.adds)) or "nothing",
        )
        for one in material.findings.portfolio.runners_up
    ]
    worth, cost = in_unit("Worth", material.worth_unit), in_unit("Cost", material.unit)
    headers = ("Set", worth, cost, "Gives up", "Drops", "Adds")
    return table("The next best sets", headers, rows, numbers=(1, 2, 3))


def _in_full(material: Material) -> tuple[Block, ...]:
    """Return every set of which the sentences name only the first products, with all of them."""
    found = material.findings.portfolio
    beside = tuple(("Next best", one.chosen) for one in found.runners_up if one.chosen not in material.best_sets)
    sets: list[tuple[str, Sequence[str]]] = [
        ("Decided", material.decided_set),
        *(("Best", products) for products in material.best_sets),
        *(("Careful", one.chosen) for one in (found.careful,) if one),
        *(("Next step", one.chosen) for one in (found.next_step,) if one),
        *beside,
    ]
    rows = []
    for which, products in sets:
        names = material.products(by_value(products, material.findings))
        if some(names) != listed(names):
            rows.append((which, str(len(names)), listed(names)))
    return table("Sets with all of their products", ("Set", "Products", "Which"), rows, numbers=(1,), is_folded=True)


def _nearly_always(material: Material) -> tuple[Block, ...]:
    frequency = material.findings.portfolio.frequency
    if not frequency:
        return ()
    ranked = sorted(frequency.items(), key=lambda one: (-one[1], one[0]))
    level = "; sets that are level share a draw" if len(material.best_sets) > 1 else ""
    said = some([f"{material.product(key)} in {percent(share)}" for key, share in ranked], most=6)
    return (note(f"When costs and values are drawn from their ranges, the best set holds {said} of the draws{level}."),)


def _rules(material: Material) -> tuple[Block, ...]:
    said = say_rules(material.worksheet)
    return (note(f"Rules that every set keeps: {said}."),) if said else ()


def say_rules(worksheet: Worksheet) -> str:
    """Return what every set must keep beside the budget, as parts of a sentence; nothing without a rule."""
    rules = worksheet.constraints
    parts = [
        f"must have {_named(rules.must_have, worksheet)}" if rules.must_have else "",
        *(f"at most one of {_named(group, worksheet, last='or')}" for group in rules.exclusive),
        f"at most {plural(rules.at_most, 'product', 'products')}" if rules.at_most else "",
        *(f"at least {rule.count} of {_named(rule.of, worksheet)}" for rule in rules.at_least),
        *(
            f"{_named([rule.product], worksheet)} only with {_named([rule.needs], worksheet)}"
            for rule in rules.requires
        ),
    ]
    return "; ".join(part for part in parts if part)


def _named(products: Iterable[str], worksheet: Worksheet, *, last: str = "and") -> str:
    return listed([apart(worksheet.product_by_key[key].name) for key in products], last=last)


def write_kept(material: Material) -> Section | None:
    """Return the kept sets that stand side by side; None without any."""
    told = compare_sets(material.worksheet.sets_beside, material)
    return Section("kept", "Sets side by side", told) if told else None
