"""How a set of products is told: the recommended one and any that somebody tries, in the same words."""

from collections.abc import Iterator

from reuse_app.analysis.cost.bills import EVEN
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.analysis.portfolio.weighed_set import WeighedSet
from reuse_app.narrative.blocks import Block, Items, Number, Numbers, Paragraph, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import name_sets
from reuse_app.narrative.words import in_hundred, in_unit, listed, plural, rough


def tell_set(weighed: WeighedSet, material: Material) -> tuple[Block, ...]:
    """Return what a set is worth and costs, what it gives up, which rules it breaks, and what it pays once."""
    if not weighed.chosen:
        return (Paragraph("Nothing is in this set: tick what you would choose."), *_rules(weighed))
    return (
        Numbers(tuple(set_numbers(weighed, material))),
        Items(tuple(said for said in (_unknown(weighed, material), against_best(weighed, material)) if said)),
        *_rules(weighed),
        *_paid_once(weighed, material),
    )


def set_numbers(weighed: WeighedSet, material: Material) -> Iterator[Number]:
    """Yield what a set is worth, costs and saves, and how likely it stays within the budget."""
    worth = weighed.value if weighed.worth is None else weighed.worth
    least = "at least " if weighed.unvalued else ""
    yield Number(f"{least}{rough(worth)}", _worth_is(material), "choosing")
    budget = material.worksheet.workshop.budget
    limit = "" if budget is None else f" of {rough(budget)}"
    at_least = "at least " if weighed.incomplete else ""
    yield Number(f"{at_least}{rough(weighed.cost)}{limit}", in_unit("cost together", material.unit), "family")
    yield from chance_within_budget(weighed)
    if weighed.shared:
        blocks = plural(len(weighed.shared), "block", "blocks")
        yield Number(rough(weighed.sharing_saves), f"saved by sharing {blocks}", "family")


def chance_within_budget(weighed: WeighedSet) -> Iterator[Number]:
    """Yield how likely a set costs no more than the budget; nothing where that is unknown."""
    if weighed.within_budget is not None:
        yield Number(in_hundred(weighed.within_budget), "tries stay within the budget", "choosing")


def against_best(weighed: WeighedSet, material: Material) -> str:
    """Return how a set stands against the best one, in a sentence; nothing where none is best."""
    if not material.best_sets or weighed.gives_up is None:
        return ""
    best = material.findings.portfolio
    if any(set(products) == set(weighed.chosen) for products in material.best_sets):
        proof = "which is proven" if best.proven else "which is not proven"
        one = "the best set" if len(material.best_sets) == 1 else "one of the best sets, which are level"
        return f"This is {one}, {proof}."
    named = f"the best set ({name_sets(material.best_sets[:1], material.worksheet)})"
    if weighed.gives_up < -EVEN * abs(best.value):
        return f"It is worth {rough(-weighed.gives_up)} more than {named}, which keeps every rule."
    gives_up = (
        f"gives up {rough(weighed.gives_up)}" if weighed.gives_up > EVEN * abs(best.value) else "gives up nothing"
    )
    return f"It {gives_up} against {named}{_instead(weighed, material)}."


def _instead(weighed: WeighedSet, material: Material) -> str:
    """Return what a set leaves out of the best one and what it has beside it."""
    chosen, best = set(weighed.chosen), material.best_set
    drops = listed(material.products(key for key in best if key not in chosen))
    adds = listed(material.products(key for key in weighed.chosen if key not in best))
    parts = (f"it leaves out {drops}" if drops else "", f"it adds {adds}" if adds else "")
    return f": {listed([part for part in parts if part])}"


def _worth_is(material: Material) -> str:
    if material.findings.portfolio.less_cost:
        return in_unit("worth after cost", material.unit)
    return "value together" if material.findings.valuation.basis is Basis.VALUE else "by the ratings, together"


def _unknown(weighed: WeighedSet, material: Material) -> str:
    """Return why a set cannot be weighed against others, in a sentence; nothing when it can."""
    lacks = material.unstated_costs(weighed.chosen)
    parts = (
        f"no cost is stated for {listed(lacks)}" if lacks else "",
        f"no value for {listed(material.products(weighed.unvalued))}" if weighed.unvalued else "",
    )
    said = listed([part for part in parts if part])
    return f"It cannot be weighed against others yet: {said}." if said else ""


def _rules(weighed: WeighedSet) -> tuple[Block, ...]:
    if not weighed.broken:
        return (Paragraph("It keeps every rule."),)
    rules = plural(len(weighed.broken), "rule", "rules")
    return (Paragraph(f"It breaks {rules}:"), Items(tuple(rule.sentence for rule in weighed.broken)))


def _paid_once(weighed: WeighedSet, material: Material) -> tuple[Block, ...]:
    rows = [
        (material.capability(one.capability), rough(one.cost), listed(material.products(one.products)))
        for one in weighed.shared
    ]
    count = plural(len(rows), "shared block is", "shared blocks are")
    caption = in_unit(f"{count} paid once", material.unit)
    return table(caption, ("Block", "Paid once", "Shared by"), rows, numbers=(1,), is_folded=True)
