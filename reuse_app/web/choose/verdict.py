"""The answer on the Choose page: what the analysis recommends, how sure it is, and what it lacks to say more."""

from collections.abc import Iterator
from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.cost.bills import EVEN
from reuse_app.analysis.portfolio.best_set import RunnerUp
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import by_value, fully_rated, leaders
from reuse_app.narrative.words import all_of, in_hundred, listed, percent, plural, rough
from reuse_app.worksheet import Role, Worksheet
from reuse_app.worksheet.scales import WORDS


@dataclass(frozen=True)
class Answer:
    """What stands on top of the page, with what it is and why."""

    eyebrow: str
    headline: str
    reason: str


NO_ANSWER = Answer("", "", "")


@dataclass(frozen=True)
class Fact:
    """One number that says how sure the answer is, and the section that explains it."""

    number: str
    caption: str
    section: str


@dataclass(frozen=True)
class Lack:
    """Something without which the analysis cannot say more, and the step where it is entered."""

    sentence: str
    step: str


@dataclass(frozen=True)
class Scope:
    """The products that a sum is about, and what to call them."""

    products: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Verdict:
    """What the analysis recommends; no headline as long as it cannot recommend anything."""

    eyebrow: str
    headline: str
    reason: str
    aside: str
    """Why the set is not that of the best rated products, where it is not."""
    facts: tuple[Fact, ...]
    lacks: tuple[Lack, ...]
    decided: tuple[str, ...]
    """The roles as they are given, each with its products."""


def reach_verdict(worksheet: Worksheet, findings: Findings) -> Verdict:
    """Return the answer to the question of the step."""
    material = Material(worksheet, findings)
    answer = _set(material) or _leader(material) or NO_ANSWER
    return Verdict(
        eyebrow=answer.eyebrow,
        headline=answer.headline,
        reason=answer.reason,
        aside=_aside(material),
        facts=tuple(_facts(material)),
        lacks=tuple(_lacks(worksheet, findings)),
        decided=tuple(_decided(worksheet)),
    )


def is_limited(findings: Findings) -> bool:
    """Whether anything limits the set of products, so that one set is better than all of them together."""
    return findings.portfolio.budget is not None or findings.portfolio.less_cost


def scope_of(material: Material) -> Scope:
    """Return which products the sums are about: the recommended set, else the decided one, else all of them."""
    if material.best_set:
        return Scope(material.best_set, "the recommended set")
    if material.decided_set:
        return Scope(material.decided_set, "the decided set")
    keys = tuple(material.candidates)
    return Scope(keys, f"{all_of(len(keys)).lower()} products" if len(keys) > 1 else "the product")


def _set(material: Material) -> Answer | None:
    """The best set, once a budget or the products' own worth limits it."""
    findings, best = material.findings, material.findings.portfolio
    if not is_limited(findings):
        return None
    if not best.feasible:
        reason = "No set of products keeps the rules within the budget. Loosen one of them."
        return Answer("As it stands", "No choice keeps all rules", reason)
    if not best.chosen:
        reason = f"No product is worth its cost within {_limit(findings)}."
        return Answer("The analysis recommends", "Nothing yet", reason) if findings.valuation.values else None
    if _nothing_distinguishes(material):
        return None
    named, reason = _names(material.best_set, material), f"{_worth(material)} {_proof(findings)}"
    level = next((other for other in best.runners_up if _is_level(other, findings)), None)
    if level is None:
        return Answer("The analysis recommends", named, reason)
    other = _names(by_value(level.chosen, material.findings), material) or "none of them"
    return Answer("These are level", f"{named}, or {other}", f"{reason} The other set is worth and costs the same.")


def _nothing_distinguishes(material: Material) -> bool:
    """Whether every product is in the best set only because nobody stated what any of them costs."""
    return material.family_cost(material.candidates) is None and set(material.best_set) == set(material.candidates)


def _is_level(other: RunnerUp, findings: Findings) -> bool:
    best = findings.portfolio
    return other.gives_up <= EVEN * best.value and abs(other.cost - best.cost) <= EVEN * best.cost


def _worth(material: Material) -> str:
    findings, best = material.findings, material.findings.portfolio
    are, reach, cost, they = (
        ("are", "reach", "cost", "Together they") if len(best.chosen) > 1 else ("is", "reaches", "costs", "It")
    )
    worth = f"{are} worth" if findings.valuation.basis is Basis.VALUE else f"{reach} a potential of"
    limit = "" if best.budget is None else f" of the {rough(best.budget)} that may be spent"
    if material.family_cost(best.chosen) is None:
        return f"{they} {worth} {rough(best.value)}; what {'it costs' if they == 'It' else 'they cost'} is not stated."
    missing = len(material.unstated_costs(best.chosen))
    least = "at least " if missing else ""
    lacking = f" {plural(missing, 'cost is', 'costs are')} not stated and not in this sum." if missing else ""
    return f"{they} {worth} {rough(best.value)} and {cost} {least}{rough(best.cost)} {findings.unit}{limit}.{lacking}"


def _proof(findings: Findings) -> str:
    best = findings.portfolio
    if best.proven:
        return "No other set within the rules is worth more: that is proven."
    return "That is not proven" + (
        f": another could be worth up to {percent(best.gap)} more." if best.gap is not None else "."
    )


def _limit(findings: Findings) -> str:
    budget = findings.portfolio.budget
    return "its value" if budget is None else f"the budget of {rough(budget)} {findings.unit}"


def _leader(material: Material) -> Answer | None:
    """The product that the ratings put first, or those that are level, as long as nothing limits the set."""
    level = leaders(material.findings)
    if not level:
        return None
    why = (
        "No cost is stated, so everything fits in the budget and no set is best."
        if is_limited(material.findings)
        else "Without a budget nothing limits the set, so there is no best one."
    )
    named = _names(tuple(level), material)
    if len(level) > 1:
        return Answer(
            "No recommendation yet", f"{named} are level", f"The ratings put none of them clearly first. {why}"
        )
    share = in_hundred(material.findings.robustness[level[0]][0])
    return Answer("The ratings put first", named, f"It comes first in {share} simulated votes. {why}")


def _aside(material: Material) -> str:
    """Return that value and ratings order the products differently, where they do."""
    findings, best = material.findings, material.best_set
    if not best or _nothing_distinguishes(material) or findings.valuation.basis is not Basis.VALUE:
        return ""
    totals = {key: findings.scores[key].total or 0.0 for key in fully_rated(findings)}
    rated_best = sorted(totals, key=lambda key: (-totals[key], key))[: len(best)]
    if len(rated_best) < len(best) or set(rated_best) == set(best):
        return ""
    what = "stated value within the budget" if findings.portfolio.budget is not None else "stated value less cost"
    return (
        f"The set maximises {what}; the ratings order the products differently and put "
        f"{_names(tuple(rated_best), material)} first."
    )


def _facts(material: Material) -> Iterator[Fact]:
    yield from _steadiness(material)
    known = [cell for cell in material.findings.agreement.cells if cell.agreed is not None]
    if known:
        agreed = sum(bool(cell.agreed) for cell in known)
        yield Fact(f"{agreed} of {len(known)}", "ratings on which people agree", "scores")
    yield from _sums(material)


def _steadiness(material: Material) -> Iterator[Fact]:
    findings, best = material.findings, material.findings.portfolio
    level = leaders(findings)
    if len(level) == 1:
        share = in_hundred(findings.robustness[level[0]][0])
        yield Fact(share, f"simulated votes put {material.product(level[0])} first", "steadiness")
    if material.best_set and best.frequency and not _nothing_distinguishes(material):
        weakest = min(material.best_set, key=lambda key: best.frequency.get(key, 0.0))
        share = in_hundred(best.frequency.get(weakest, 0.0))
        surest = ", the least sure of the set" if len(best.chosen) > 1 else ""
        what = f"tries with other costs and values still choose {material.product(weakest)}{surest}"
        yield Fact(share, what, "set")


def _sums(material: Material) -> Iterator[Fact]:
    """Yield what sharing saves and what hangs on claims, for the same products."""
    scope, unit = scope_of(material), material.findings.unit
    savings, owed = material.savings(scope.products), material.owed_by(scope.products)
    if savings is not None and savings > 0:
        what = "sharing" if len(scope.products) > 1 else "reuse"
        yield Fact(rough(savings), f"{unit} saved by {what} in {scope.name}", "cost")
    if owed:
        yield Fact(rough(owed), f"{unit} hang on unproven claims of “as is” in {scope.name}", "claims")


def _names(keys: tuple[str, ...], material: Material) -> str:
    """The names of products as a list in a sentence."""
    return listed(material.products(keys))


def _decided(worksheet: Worksheet) -> Iterator[str]:
    for role in Role:
        keys = [decision.product for decision in worksheet.decisions if decision.role is role]
        if keys:
            yield f"{WORDS[role]} {listed([worksheet.product_by_key[key].name for key in keys])}"


def _lacks(worksheet: Worksheet, findings: Findings) -> Iterator[Lack]:
    """What is missing most, each with the step where it belongs."""
    if not worksheet.candidates:
        yield Lack("There is no adjacent product to compare yet.", "products")
        return
    if not worksheet.needed_links:
        yield Lack("The map says of no product what it needs, so neither coverage nor cost is known.", "map")
    if not findings.scores:
        yield Lack("Nobody has rated yet, so there is no map of potential and challenge.", "score")
    if worksheet.workshop.budget is None:
        yield Lack("No budget is stated, so nothing limits the best set.", "frame")
    if worksheet.needed_links and findings.economics.family is None:
        yield Lack("No cost is stated, so sharing cannot be priced.", "inventory")
    if findings.valuation.basis is Basis.POTENTIAL:
        yield Lack("Not every product has a value, so potential stands in for it.", "products")
    if findings.valuation.basis is Basis.NONE:
        yield Lack("No product has a value yet, so nothing can be weighed against its cost.", "products")
