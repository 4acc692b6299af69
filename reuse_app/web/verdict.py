"""The answer on the Choose page: what the analysis recommends, how sure it is, and what it lacks to say more."""

from collections.abc import Iterator
from dataclasses import dataclass

from reuse_app.analysis import Findings
from reuse_app.analysis.valuation import Basis
from reuse_app.report.words import amount as exact
from reuse_app.report.words import listed, percent
from reuse_app.worksheet import Role, Worksheet
from reuse_app.worksheet.scales import WORDS

GLANCED = 100
"""From here on a decimal says nothing."""


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
class Verdict:
    """What the analysis recommends; no headline as long as it cannot recommend anything."""

    headline: str
    reason: str
    facts: tuple[Fact, ...]
    lacks: tuple[Lack, ...]
    decided: tuple[str, ...]
    """The roles as they are given, each with its products."""


def reach_verdict(worksheet: Worksheet, findings: Findings) -> Verdict:
    """Return the answer to the question of the step."""
    headline, reason = _set(worksheet, findings) or _leader(worksheet, findings) or ("", "")
    facts, lacks = tuple(_facts(worksheet, findings)), tuple(_lacks(worksheet, findings))
    return Verdict(headline, reason, facts, lacks, tuple(_decided(worksheet)))


def is_limited(findings: Findings) -> bool:
    """Whether anything limits the set of products, so that one set is better than all of them together."""
    return findings.portfolio.budget is not None or findings.portfolio.less_cost


def names(worksheet: Worksheet, keys: tuple[str, ...]) -> str:
    """The names of products as a list in a sentence."""
    return listed([worksheet.product_by_key[key].name for key in keys])


def _set(worksheet: Worksheet, findings: Findings) -> tuple[str, str] | None:
    """The best set, once a budget or the products' own worth limits it."""
    best = findings.portfolio
    if not is_limited(findings):
        return None
    if not best.feasible:
        return "No choice keeps all rules", "No set of products keeps the rules within the budget. Loosen one of them."
    if not best.chosen:
        return (
            ("Nothing yet", f"No product is worth its cost within {_limit(findings)}.")
            if findings.valuation.values
            else None
        )
    worth = findings.valuation.values
    order = tuple(sorted(best.chosen, key=lambda key: -worth.get(key, 0.0)))
    return names(worksheet, order), f"{_worth(findings)} {_proof(findings)}"


def _worth(findings: Findings) -> str:
    best = findings.portfolio
    cost = f"{'cost' if len(best.chosen) > 1 else 'costs'} {amount(best.cost)} {findings.unit}"
    limit = "" if best.budget is None else f" of the {amount(best.budget)} that may be spent"
    who = "Together they" if len(best.chosen) > 1 else "It"
    if findings.valuation.basis is Basis.VALUE:
        worth = f"{'are' if len(best.chosen) > 1 else 'is'} worth {amount(best.value)}"
    else:
        worth = f"{'reach' if len(best.chosen) > 1 else 'reaches'} {amount(best.value)} of potential"
    return f"{who} {worth} and {cost}{limit}."


def _proof(findings: Findings) -> str:
    best = findings.portfolio
    if best.proven:
        return "No other set within the rules is worth more: that is proven."
    return "That is not proven" + (
        f": another could be worth up to {percent(best.gap)} more." if best.gap is not None else "."
    )


def _limit(findings: Findings) -> str:
    budget = findings.portfolio.budget
    return "its value" if budget is None else f"the budget of {amount(budget)} {findings.unit}"


def _leader(worksheet: Worksheet, findings: Findings) -> tuple[str, str] | None:
    """The product that comes first most often, as long as nothing limits the set."""
    if len(findings.robustness) < 2:  # noqa: PLR2004  # one product alone has no rank
        return None
    first = max(findings.robustness, key=lambda key: findings.robustness[key][0])
    share = percent(findings.robustness[first][0])
    reason = (
        f"It comes first in {share} of the draws. Without a budget nothing limits the set, so there is no best one."
    )
    return worksheet.product_by_key[first].name, reason


def _facts(worksheet: Worksheet, findings: Findings) -> Iterator[Fact]:
    if len(findings.robustness) > 1:
        first = max(findings.robustness, key=lambda key: findings.robustness[key][0])
        name = worksheet.product_by_key[first].name
        yield Fact(percent(findings.robustness[first][0]), f"of draws rank {name} first", "steadiness")
    best = findings.portfolio
    if best.chosen and best.frequency and is_limited(findings):
        weakest = min(best.chosen, key=lambda key: best.frequency.get(key, 0.0))
        name = worksheet.product_by_key[weakest].name
        yield Fact(
            percent(best.frequency.get(weakest)), f"of draws keep {name} in the best set, its least sure member", "set"
        )
    known = [cell for cell in findings.agreement.cells if cell.agreed is not None]
    if known:
        agreed = sum(bool(cell.agreed) for cell in known)
        yield Fact(f"{agreed} of {len(known)}", "ratings on which people agree", "scores")
    money = findings.economics
    if money.savings is not None and len(money.order) > 1:
        yield Fact(amount(money.savings), f"{findings.unit} saved by sharing, if all of them were built", "cost")
    if findings.owed_to_claims:
        yield Fact(amount(findings.owed_to_claims), f"{findings.unit} hang on unproven claims of “as is”", "claims")


def _decided(worksheet: Worksheet) -> Iterator[str]:
    for role in Role:
        products = tuple(decision.product for decision in worksheet.decisions if decision.role is role)
        if products:
            yield f"{WORDS[role]} {names(worksheet, products)}"


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


def amount(value: float) -> str:
    """An amount to be read at a glance: a decimal only where it is small enough to matter."""
    return exact(value, digits=1 if abs(value) < GLANCED else 0)
