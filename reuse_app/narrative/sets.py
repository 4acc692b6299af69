"""How a set of products is told: the recommended one and any that somebody tries, in the same words."""

from collections.abc import Iterator

from reuse_app.analysis.cost.bills import EVEN
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.analysis.portfolio.weighed_set import WeighedSet
from reuse_app.narrative.blocks import Block, Items, Number, Numbers, Paragraph, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import name_sets
from reuse_app.narrative.words import amount, in_hundred, in_unit, listed, plural, rough


def tell_set(weighed: WeighedSet, material: Material) -> tuple[Block, ...]:
    """Return what a set is worth and costs, what it gives up, which rules it breaks, and what it pays once."""
    if not weighed.chosen:
        return (Paragraph("Nothing is in this set: tick what you would choose."), *_broken(weighed))
    return (
        Numbers(tuple(set_numbers(weighed, material))),
        *_judged(weighed, material),
        *_broken(weighed),
        *_paid_once(weighed, material),
    )


def set_numbers(weighed: WeighedSet, material: Material) -> Iterator[Number]:
    """Yield what a set is worth, costs and saves, and how likely it stays within the budget."""
    if weighed.worth is None:
        yield Number(f"at least {worth_figure(weighed.value, material)}", _value_is(material), "choosing")
    else:
        yield Number(worth_figure(weighed.worth, material), _worth_is(material), "choosing")
    budget = material.worksheet.workshop.budget
    limit = "" if budget is None else f" of {rough(budget)}"
    at_least = "at least " if weighed.incomplete else ""
    yield Number(f"{at_least}{rough(weighed.cost)}{limit}", in_unit("cost together", material.unit), "family")
    if weighed.within_budget is not None:
        yield Number(in_hundred(weighed.within_budget), "tries stay within the budget", "choosing")
    if weighed.shared:
        blocks = plural(len(weighed.shared), "block", "blocks")
        yield Number(rough(weighed.sharing_saves), f"saved by sharing {blocks}", "family")


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
    even = EVEN * max(1.0, abs(best.worth))
    if weighed.gives_up < -even:
        return f"It is worth {worth_figure(-weighed.gives_up, material)} more than {named}, which keeps every rule."
    gives_up = f"gives up {worth_figure(weighed.gives_up, material)}" if weighed.gives_up > even else "gives up nothing"
    return f"It {gives_up} against {named}{_instead(weighed, material)}."


def _instead(weighed: WeighedSet, material: Material) -> str:
    """Return what a set leaves out of the best one and what it has beside it."""
    chosen, best = set(weighed.chosen), material.best_set
    drops = listed(material.products(key for key in best if key not in chosen))
    adds = listed(material.products(key for key in weighed.chosen if key not in best))
    parts = (f"without {drops}" if drops else "", f"with {adds}" if adds else "")
    return f": {', '.join(part for part in parts if part)}"


def worth_figure(worth: float | None, material: Material) -> str:
    """Return what something is worth to be read at a glance; totals of ratings need their second decimal."""
    return amount(worth, digits=2) if material.findings.valuation.basis is Basis.RATING else rough(worth)


def _worth_is(material: Material) -> str:
    is_net = material.findings.valuation.basis is Basis.NET
    return in_unit("worth after cost", material.unit) if is_net else _value_is(material)


def _value_is(material: Material) -> str:
    if material.findings.valuation.basis is Basis.RATING:
        return "by the ratings, together"
    return in_unit("expected value together", material.findings.value_unit)


def _unknown(weighed: WeighedSet, material: Material) -> str:
    """Return why a set cannot be weighed against others, in a sentence; nothing when it can."""
    lacks = material.unstated_costs(weighed.chosen)
    parts = (
        f"no cost is stated for {listed(lacks)}" if lacks else "",
        f"no value for {listed(material.products(weighed.unvalued))}" if weighed.unvalued else "",
    )
    said = listed([part for part in parts if part])
    return f"It cannot be weighed against others yet: {said}." if said else ""


def _judged(weighed: WeighedSet, material: Material) -> tuple[Block, ...]:
    kept = "" if weighed.broken else "It keeps every rule."
    said = tuple(one for one in (_unknown(weighed, material), against_best(weighed, material), kept) if one)
    return (Items(said),) if said else ()


def _broken(weighed: WeighedSet) -> tuple[Block, ...]:
    if not weighed.broken:
        return ()
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
