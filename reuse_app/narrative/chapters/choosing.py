"""How sure the order is, and which set of products is best under the budget."""

from reuse_app.narrative.blocks import Block, Entry, Paragraph, Section, drawing, note, table
from reuse_app.narrative.figures import rank_acceptability, value_over_budget
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import by_value, fully_rated, leaders
from reuse_app.narrative.words import amount, in_hundred, listed, percent, plural, rough


def write(material: Material) -> Section | None:
    """Return robustness and portfolio; None when neither can be computed."""
    blocks: list[Block] = [*_robustness(material), *_portfolio(material)]
    return Section("choosing", "Robustness and the best set", tuple(blocks)) if blocks else None


def _robustness(material: Material) -> tuple[Block, ...]:
    findings = material.findings
    if len(findings.robustness) < 2:  # noqa: PLR2004  # one product is always first
        return ()
    opening = (
        f"{_first(material)} In a simulated vote the weights of the factors vary freely and each rating is that of "
        f"somebody in the room; there were {amount(findings.rank_draws)}."
    )
    figure = drawing(rank_acceptability(material.worksheet, findings))
    return (Entry("How sure the order is", (Paragraph(opening), *figure)),)


def _first(material: Material) -> str:
    """Return which fully rated product the simulated votes put first, and which are level with it."""
    level = leaders(material.findings)
    if not level:
        rated = material.products(fully_rated(material.findings))
        return f"{listed(rated) or 'No product'} alone is rated on every factor, so nothing can be compared yet."
    share = in_hundred(material.findings.robustness[level[0]][0])
    if len(level) > 1:
        return f"{listed(material.products(level))} are level: none clearly comes first."
    return f"{material.product(level[0])} comes first in {share} simulated votes."


def _portfolio(material: Material) -> tuple[Block, ...]:
    best = material.findings.portfolio
    if not best.frontier or material.findings.valuation.basis == "none":
        return ()
    curve = drawing(value_over_budget(material.worksheet, material.findings))
    if best.feasible and best.budget is None and not best.less_cost:
        opening = Paragraph("No budget is stated, so nothing limits the set and there is no best one.")
        return (Entry("Value over budget", (opening, *curve, *_rules(material))),)
    blocks: list[Block] = [
        Paragraph(_best(material)),
        *curve,
        *_runners_up(material),
        *_nearly_always(material),
        *_rules(material),
    ]
    title = "The best set under the budget" if best.budget is not None else "The best set by value less cost"
    return (Entry(title, tuple(blocks)),)


def _best(material: Material) -> str:
    best = material.findings.portfolio
    if not best.feasible:
        return "No set of products keeps the rules within the budget."
    if not best.chosen:
        return "The best choice by these figures is none of the products."
    what = "value less cost" if best.less_cost else "value"
    limit = f" within the budget of {material.costs(best.budget)}" if best.budget is not None else ""
    proof = "No set can be better: every one was ruled out." if best.proven else _unproven(best.gap)
    return (
        f"The set of highest {what}{limit} is {listed(material.products(material.best_set))}: worth "
        f"{_worth(best.value, material)} for {_price(material)}. "
        f"{proof}{_next_step(material)}"
    )


def _price(material: Material) -> str:
    if material.findings.economics.family is None:
        return "a cost that nobody has stated"
    least = "at least " if material.unstated_costs(material.best_set) else ""
    return f"{least}{material.costs(material.findings.portfolio.cost)}, shared costs paid once"


def _unproven(gap: float | None) -> str:
    if gap is None:
        return "Whether another set is better has not been proven."
    return f"Another set could at most be worth {percent(gap)} more."


def _worth(value: float, material: Material) -> str:
    if material.findings.valuation.basis == "potential":
        return f"{rough(value)} (sum of the potentials, because not every product has a value)"
    return material.costs(value)


def _next_step(material: Material) -> str:
    step = material.findings.portfolio.next_step
    if step is None:
        return ""
    adds, drops = listed(material.products(step.adds)), listed(material.products(step.drops))
    instead = f" instead of {drops}" if drops else ""
    return f" With {material.costs(step.extra_budget)} more, {adds}{instead} would add {rough(step.extra_value)}."


def _runners_up(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            listed(material.products(by_value(one.chosen, material.findings))) or "none",
            rough(one.value),
            rough(one.cost),
            rough(one.gives_up),
            listed(material.products(one.drops)) or "nothing",
            listed(material.products(one.adds)) or "nothing",
        )
        for one in material.findings.portfolio.runners_up
    ]
    headers = ("Set", "Value", "Cost", "Gives up", "Drops", "Adds")
    return table("The next best sets", headers, rows, numbers=(1, 2, 3))


def _nearly_always(material: Material) -> tuple[Block, ...]:
    frequency = material.findings.portfolio.frequency
    if not frequency:
        return ()
    ranked = sorted(frequency.items(), key=lambda one: (-one[1], one[0]))
    said = listed([f"{material.product(key)} in {percent(share)}" for key, share in ranked])
    return (note(f"When costs and values are drawn from their ranges, the best set holds {said} of the draws."),)


def _rules(material: Material) -> tuple[Block, ...]:
    rules = material.worksheet.constraints
    parts = [
        f"must have {listed(material.products(rules.must_have))}" if rules.must_have else "",
        *(f"at most one of {listed(material.products(group), last='or')}" for group in rules.exclusive),
        f"at most {plural(rules.at_most, 'product', 'products')}" if rules.at_most else "",
    ]
    said = "; ".join(part for part in parts if part)
    return (note(f"Rules that every set keeps: {said}."),) if said else ()
