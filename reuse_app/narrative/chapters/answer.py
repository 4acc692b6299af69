"""The answer: what the analysis recommends and why, how sure it is, and what it lacks to say more."""

from collections.abc import Iterator

from reuse_app.analysis.caveats import explain_no_set, find_lacks, warn_of_conditions
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.narrative.blocks import Block, Entry, Lacks, Number, Numbers, Paragraph, Place, Section, note
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.standing import (
    by_value,
    fully_rated,
    leaders,
    losses_by_rule,
    may_be_more_level,
    name_sets,
    proven,
    why_no_set_is_best,
)
from reuse_app.narrative.words import about, all_of, in_hundred, percent, plural, rough, some, two_figures
from reuse_app.worksheet.steps import Step

MOST_TOLD = 4
"""Products that cannot be weighed of which it is said what they lack; the others are counted."""
Answer = tuple[str, str, str]
"""What it is, the answer itself, and why."""
NONE_FIRST = "None clearly comes first."
SAYS_WHAT_IT_CAN = "The analysis says what it can from what is there."
MORE_LEVEL = "Beside these, other sets may be level too."
UNSURE = "No recommendation yet"


def write(material: Material) -> Section | None:
    """Return the answer to what to bet on; None as long as there is nothing to choose between."""
    if not material.candidates:
        return None
    what, named, why = _decided(tell_answer(material), material)
    blocks: list[Block] = [Paragraph(why)]
    if aside := _aside(material):
        blocks.append(Paragraph(aside))
    blocks += [Paragraph(sentence) for sentence in _left_out(material) if sentence]
    if numbers := tuple(_numbers(material)):
        blocks.append(Numbers(numbers))
    if lacks := _lacks(material):
        blocks += [note("What it lacks to say more:"), Lacks(lacks)]
    told = (Entry(named, tuple(blocks)),) if named else tuple(blocks)
    return Section("answer", what, told, sources("portfolio", "ranks"))


def tell_answer(material: Material) -> Answer:
    """Return what the analysis recommends, whatever was decided."""
    return _of_sets(material) or _of_ratings(material) or _unknown(material)


def _left_out(material: Material) -> Iterator[str]:
    """Yield what the answer is not about, and why."""
    yield _considered(material)
    yield _incomplete(material)
    yield _unvalued(material)
    yield from warn_of_conditions(material.worksheet, material.findings.economics)


def _considered(material: Material) -> str:
    """Return how many ideas are considered and which are not, in a sentence; nothing when all are."""
    kept = set(material.findings.considered)
    aside = [product.name for key, product in material.candidates.items() if key not in kept]
    if not aside:
        return ""
    are = "is" if len(kept) == 1 else "are"
    ideas = f"{len(kept)} of {len(material.candidates)} ideas {are} considered"
    return f"{ideas}, because {'it is' if len(kept) == 1 else 'they are'} on the shortlist; not {some(aside)}."


def _incomplete(material: Material) -> str:
    few, count = material.incomplete[:MOST_TOLD], len(material.incomplete)
    rest = f"; and {count - MOST_TOLD} more" if count > MOST_TOLD else ""
    return f"Cannot be weighed yet: {'; '.join(few)}{rest}." if few else ""


def _unvalued(material: Material) -> str:
    """Return which products are in no set for want of ratings, in a sentence; nothing where no set is best anyway."""
    unvalued = material.findings.valuation.unvalued if material.best_sets else ()
    lacks = [key for key in unvalued if key not in material.best_set]
    are, they = ("is", "it is") if len(lacks) == 1 else ("are", "they are")
    return f"{some(material.products(lacks))} {are} in no set yet: {they} not rated on both axes." if lacks else ""


def _of_sets(material: Material) -> Answer | None:
    """Return the best set, or why there is none, once a budget or the products' own worth limits it."""
    best = material.findings.portfolio
    if not best.feasible:
        what = "No choice keeps all rules" if best.proven else "No choice that keeps all rules was found"
        why = explain_no_set(material.worksheet, material.findings.economics, best)
        return "As it stands", what, f"{why} {_cheapest(material)}Loosen one of the rules."
    if not material.best_sets:
        return None
    if not best.chosen:
        return _of_nothing(material)
    what = "The analysis recommends" if len(material.best_sets) == 1 else "These are level"
    if best.less_cost and best.worth < 0:
        what = "The least loss that the rules allow"
    forced = losses_by_rule(material.findings)
    are, bring = ("is", "it brings") if len(forced) == 1 else ("are", "they bring")
    reason = f"would cost more than {bring} and {are} in the set only because a rule asks for it."
    rule = f" {_names(forced, material)} {reason}" if forced else ""
    more = f" {MORE_LEVEL}" if may_be_more_level(material.findings) else ""
    why = f"{_worth(material)} {_proof(material)}{more}{rule}"
    return what, name_sets(material.best_sets, material.worksheet), why


def _cheapest(material: Material) -> str:
    """Return what the cheapest set costs that keeps the rules, in a sentence; nothing where that is not known."""
    best = material.findings.portfolio
    if best.budget is None or not best.proven or not best.frontier or not best.frontier[0].proven:
        return ""
    cheapest = best.frontier[0].chosen
    named = _names(by_value(cheapest, material.findings), material)
    cost = material.costs(material.family_cost(cheapest))
    return f"The cheapest that does would cost {cost}, of {about(best.budget)}: {named}. "


def _of_nothing(material: Material) -> Answer | None:
    if not material.findings.valuation.values:
        return None
    return "The analysis recommends", "Nothing yet", why_nothing(material)


def why_nothing(material: Material) -> str:
    """Return why the best set is empty, in a sentence."""
    best, alone = material.findings.portfolio, material.findings.economics.solo
    cheapest = min(material.findings.economics.order, key=lambda key: alone[key] or 0.0, default="")
    limit = "" if best.budget is None else f" within the budget of {material.costs(best.budget)}"
    if best.budget is not None and cheapest and (alone[cheapest] or 0.0) > best.budget:
        costs = f"{material.product(cheapest)}, costs {material.costs(material.solo_cost([cheapest]))}"
        return f"No product fits the budget of {material.costs(best.budget)}: the cheapest, {costs}."
    worth = "more than it costs" if best.less_cost else "anything"
    return f"No set of products{limit} is worth {worth}."


def _worth(material: Material) -> str:
    """Return what the best set brings and costs, and how likely that is within the budget."""
    best = material.findings.portfolio
    is_level, are_many = len(material.best_sets) > 1, len(best.chosen) > 1
    they = "Each" if is_level else "Together they" if are_many else "It"
    is_one = they != "Together they"
    are, bring, cost, reach = ("is", "brings", "costs", "reaches") if is_one else ("are", "bring", "cost", "reach")
    unit = f" {material.findings.value_unit}" if best.basis is Basis.VALUE else ""
    brings = f"{are} worth" if best.basis is Basis.VALUE else bring
    worth = f"{brings} {about(material.value(best.chosen))}{unit}{material.horizon}"
    if best.basis is Basis.RATING:
        least = "at least " if set(best.chosen) & set(material.findings.valuation.unvalued) else ""
        points = f"{least}{best.worth:.2f} of {plural(len(best.chosen), 'point', 'points')}"
        whose = "not every product" if any(one.value for one in material.worksheet.considered) else "no product"
        worth = f"{reach} {points} in the ranking ({whose} has a value)"
    limit = "" if best.budget is None else f" of the {rough(best.budget)} that may be spent"
    paid = material.costs(material.family_cost(best.chosen) or 0.0)
    net = f", so {'it' if is_one else 'they'} {_net(material, is_one=is_one)}" if best.basis is Basis.NET else ""
    return f"{they} {worth} and {cost} {paid}{limit}{net}.{_chance(material)}"


def _net(material: Material, *, is_one: bool) -> str:
    """Return what is worth something, or loses it, after its cost."""
    best = material.findings.portfolio
    worth = material.worth(best.chosen)
    if best.worth < 0:
        return f"{'loses' if is_one else 'lose'} {material.costs(-worth)}"
    return f"{'is' if is_one else 'are'} worth {material.costs(worth)} after cost"


def _chance(material: Material) -> str:
    """Return how likely the best set stays within the budget, and which set is the careful one."""
    best = material.findings.portfolio
    if best.within_budget is None:
        return ""
    said = f" The chance that the set stays within the budget is {percent(best.within_budget)}"
    careful = best.careful
    if careful is None or careful.chosen == best.chosen:
        return f"{said}."
    named = _names(by_value(careful.chosen, material.findings), material) or "none of the products"
    named = proven(named, careful)
    return f"{said}; the careful choice, within it in 80 of 100 draws, is {named}."


def _proof(material: Material) -> str:
    best = material.findings.portfolio
    if best.proven:
        known = "" if material.weighs_all else " that can be weighed"
        return f"No other set{known} within the rules is worth more: that is proven."
    return "That is not proven" + (
        f": another could be worth up to {percent(best.gap)} more." if best.gap is not None else "."
    )


def _of_ratings(material: Material) -> Answer | None:
    """Return the product that the ratings put first, or those that are level, as long as no set is best."""
    level = leaders(material.findings)
    if not level:
        return None
    named = _names(tuple(level), material)
    first = first_of_ratings(material) if len(level) == 1 else NONE_FIRST
    why = f"{first} {why_no_set_is_best(material.findings)}".strip()
    return ("The ratings put first", named, why) if len(level) == 1 else (UNSURE, f"{named} are level", why)


def _unknown(material: Material) -> Answer:
    why = why_no_set_is_best(material.findings)
    return UNSURE, "", why or SAYS_WHAT_IT_CAN


def _decided(answer: Answer, material: Material) -> Answer:
    """Return the decision where one was taken and the analysis recommends nothing, which is said after it."""
    what, named, why = answer
    if what != UNSURE or not material.chosen:
        return answer
    level = f"The ratings do not tell {some(material.products(leaders(material.findings)))} apart." if named else ""
    why = "" if why == SAYS_WHAT_IT_CAN else why.removeprefix(f"{NONE_FIRST} ")
    said = ("The analysis recommends nothing yet.", level, why)
    return "The team has decided", _names(material.decided_set, material), " ".join(part for part in said if part)


def first_of_ratings(material: Material) -> str:
    """Return which fully rated product the simulated votes put first, or which are level, in a sentence."""
    level = leaders(material.findings)
    if not level:
        rated = material.products(fully_rated(material.findings))
        said = f"{some(rated)} alone is" if rated else "No product is"
        return f"{said} rated on every factor, so nothing can be compared yet."
    if len(level) > 1:
        return f"{some(material.products(level))} are level: none clearly comes first."
    share = in_hundred(material.findings.robustness[level[0]][0])
    return f"{material.product(level[0])} comes first in {share} simulated votes."


def _aside(material: Material) -> str:
    """Return that value and ratings order the products differently, where they do."""
    findings, best = material.findings, material.best_set
    if not best or findings.valuation.basis is Basis.RATING:
        return ""
    totals = {key: findings.scores[key].total or 0.0 for key in fully_rated(findings)}
    rated_best = sorted(totals, key=lambda key: (-totals[key], key))[: len(best)]
    if len(rated_best) < len(best) or set(rated_best) == set(best):
        return ""
    what = "stated value less cost" if findings.portfolio.less_cost else "stated value"
    what += " within the budget" if findings.portfolio.budget is not None else ""
    named = _names(tuple(rated_best), material)
    return f"The set maximises {what}; the ratings order the products differently and put {named} first."


def _numbers(material: Material) -> Iterator[Number]:
    """Yield how sure the answer is, and what hangs on it, each with the chapter that says more."""
    level, frequency = leaders(material.findings), material.findings.portfolio.frequency
    if len(level) == 1:
        share = in_hundred(material.findings.robustness[level[0]][0])
        yield Number(share, f"simulated votes put {material.product(level[0])} first", "choosing")
    if len(material.best_sets) == 1 and material.best_set and frequency:
        weakest = min(material.best_set, key=lambda key: frequency.get(key, 0.0))
        surest = ", the least sure of the set" if len(material.best_set) > 1 else ""
        what = f"tries with other costs and values still choose {material.product(weakest)}{surest}"
        yield Number(in_hundred(frequency.get(weakest, 0.0)), what, "choosing")
    known = [cell for cell in material.findings.agreement.cells if cell.agreed is not None]
    if known:
        agreed = sum(bool(cell.agreed) for cell in known)
        ratings = "rating" if len(known) == 1 else "ratings"
        yield Number(f"{agreed} of {len(known)}", f"{ratings} on which people agree", "agreement")
    yield from _sums(material)


def _sums(material: Material) -> Iterator[Number]:
    """Yield what sharing saves and what hangs on claims, for the same products."""
    products, name = _scope(material)
    savings, owed = material.savings(products), material.owed_by(products)
    for saved, what in zip(savings or (), ("having it already", "sharing"), strict=False):
        if saved.likely > 0:
            yield Number(about(saved), f"{material.unit} saved by {what} in {name}", "family")
    if owed:
        unpriced = any(claim.owed is None for claim in material.claims_of(products))
        yield Number(
            f"{'at least ' if unpriced else ''}about {two_figures(owed)}",
            f"{material.unit} hang on unproven claims of reuse in {name}",
            "loose",
        )


def _scope(material: Material) -> tuple[tuple[str, ...], str]:
    """Return which products the sums are about, and what to call them."""
    if len(material.best_sets) == 1 and material.best_set:
        return material.best_set, "the recommended set"
    if material.decided_set:
        return material.decided_set, "the decided set"
    keys = material.findings.considered
    return keys, f"{all_of(len(keys)).lower()} products" if len(keys) > 1 else "the product"


def _lacks(material: Material) -> tuple[tuple[Place, str], ...]:
    """Return what is missing before there can be a decision, each with the step where it is entered."""
    found = find_lacks(material.worksheet, material.cells, material.findings.scores)
    return tuple((Place(step), sentence) for step, sentence in found if step.number < Step.CHOOSE.number)


def _names(keys: tuple[str, ...], material: Material) -> str:
    return some(material.products(keys))
