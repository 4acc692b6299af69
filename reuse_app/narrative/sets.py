"""How a set of products is told: the recommended one and any that somebody tries, in the same words."""

from collections.abc import Callable, Iterable, Iterator

from reuse_app.analysis.cost.bills import EVEN
from reuse_app.analysis.portfolio.valuation import Basis
from reuse_app.analysis.portfolio.weighed_set import WeighedSet
from reuse_app.narrative.blocks import Block, Items, Number, Numbers, Paragraph, Table, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import by_value, name_sets, worth_amount, worth_figure
from reuse_app.narrative.words import (
    NOT_STATED,
    Guessed,
    about,
    capitalised,
    in_hundred,
    in_unit,
    listed,
    plural,
    rough,
    some,
)
from reuse_app.worksheet import Set


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
    if worth := _worth(weighed, material, about):
        yield Number(worth, _worth_is(material), "choosing")
    budget = material.worksheet.workshop.budget
    limit = "" if budget is None else f" of {rough(budget)}"
    if cost := _cost(weighed, material, about):
        yield Number(f"{cost}{limit}", in_unit("cost together", material.unit), "family")
    if weighed.within_budget is not None:
        yield Number(in_hundred(weighed.within_budget), "tries stay within the budget", "choosing")
    if weighed.shared:
        blocks, saved = plural(len(weighed.shared), "block", "blocks"), material.saved_by_sharing(weighed.chosen)
        is_loss = saved.likely < 0
        what = f"{'lost' if is_loss else 'saved'} by sharing {blocks}"
        yield Number(about(-saved if is_loss else saved), what, "family")


def compare_sets(sets: Iterable[Set], material: Material) -> tuple[Table, ...]:
    """Return kept sets side by side in the words in which each is told; nothing for none."""
    weighed = [(each, material.weigh(material.worksheet.products_by_set[each.key])) for each in sets]
    if not weighed:
        return ()
    rows = zip(*(_column(one, material) for _, one in weighed), strict=True)
    said = ((what, *cells) for what, cells in zip(_rows(material), rows, strict=True))
    return table("Kept sets side by side", ("Set", *(each.name for each, _ in weighed)), said)


def _rows(material: Material) -> tuple[str, ...]:
    """Return what is said of each of the sets that stand side by side."""
    worth, cost = _worth_is(material), in_unit("cost together", material.unit)
    within = "tries within the budget"
    return tuple(map(capitalised, ("products", worth, cost, within, "saved by sharing", "rules", "against the best")))


def _column(weighed: WeighedSet, material: Material) -> tuple[str, ...]:
    """Return what is said of one of them."""
    saved = f"{rough(material.saved_by_sharing(weighed.chosen))} by {plural(len(weighed.shared), 'block', 'blocks')}"
    return (
        listed(material.products(by_value(weighed.chosen, material.findings))) or "none",
        _worth(weighed, material, rough) or "not known",
        _cost(weighed, material, rough) or "not known",
        NOT_STATED if weighed.within_budget is None else in_hundred(weighed.within_budget),
        saved if weighed.shared else "nothing",
        " ".join(rule.sentence for rule in weighed.broken) or "keeps every rule",
        _stand(weighed, material),
    )


def _stand(weighed: WeighedSet, material: Material) -> str:
    """Return how a set stands against the best one, in a few words."""
    if not material.best_sets or weighed.gives_up is None:
        return "cannot be weighed yet" if weighed.worth is None else "no set is best"
    if _is_best(weighed, material):
        return f"the best, {_proof(material)}"
    even = _even(material)
    if weighed.gives_up < -even:
        return f"worth {_more(weighed.chosen, material.best_set, material)} more"
    gives_up = _more(material.best_set, weighed.chosen, material) if weighed.gives_up > even else "nothing"
    return f"gives up {gives_up}{_instead(weighed, material)}"


def against_best(weighed: WeighedSet, material: Material) -> str:
    """Return how a set stands against the best one, in a sentence; nothing where none is best."""
    if not material.best_sets or weighed.gives_up is None:
        return ""
    if _is_best(weighed, material):
        one = "the best set" if len(material.best_sets) == 1 else "one of the best sets, which are level"
        return f"This is {one}, which is {_proof(material)}."
    named = f"the best set ({name_sets(material.best_sets[:1], material.worksheet)})"
    even = _even(material)
    if weighed.gives_up < -even:
        more = _more(weighed.chosen, material.best_set, material)
        return f"It is worth {more} more than {named}, which keeps every rule."
    gives_up = _more(material.best_set, weighed.chosen, material) if weighed.gives_up > even else "nothing"
    return f"It gives up {gives_up} against {named}{_instead(weighed, material)}."


def _proof(material: Material) -> str:
    return "proven" if material.findings.portfolio.proven else "not proven"


def _is_best(weighed: WeighedSet, material: Material) -> bool:
    return any(set(products) == set(weighed.chosen) for products in material.best_sets)


def _even(material: Material) -> float:
    """Return how much worth two sets may differ by and still be level."""
    return EVEN * max(1.0, abs(material.findings.portfolio.worth))


def _instead(weighed: WeighedSet, material: Material) -> str:
    """Return what a set leaves out of the best one and what it has beside it."""
    chosen, best = set(weighed.chosen), material.best_set
    drops = some(material.products(key for key in best if key not in chosen))
    adds = some(material.products(key for key in weighed.chosen if key not in best))
    parts = (f"without {drops}" if drops else "", f"with {adds}" if adds else "")
    return f": {', '.join(part for part in parts if part)}"


def _more(products: Iterable[str], others: Iterable[str], material: Material) -> str:
    """Return how much more one set is worth than another."""
    return worth_amount(material.worth_more(products, others), material.findings)


def _worth_is(material: Material) -> str:
    is_net = material.findings.valuation.basis is Basis.NET
    worth = f"worth after cost{material.horizon}"
    return in_unit(worth, material.unit) if is_net else _value_is(material)


def _worth(weighed: WeighedSet, material: Material, said: Callable[[Guessed], str]) -> str:
    """Return what a set is worth; a cost that nobody has stated makes it at most that, and a value at least."""
    if len(weighed.unvalued) == len(weighed.chosen) > 0:
        return ""
    worth = material.worth(weighed.chosen)
    points = f"{worth_figure(worth, material.findings)} of {len(weighed.chosen)}"
    is_less = weighed.incomplete and material.findings.portfolio.less_cost
    limit = "at least " if weighed.unvalued else "at most " if is_less else ""
    return limit + (points if material.is_rated else said(worth))


def _cost(weighed: WeighedSet, material: Material, said: Callable[[Guessed], str]) -> str:
    """Return what a set costs; nothing where nobody has stated any of it."""
    cost = material.family_cost(weighed.chosen)
    if cost is None and weighed.incomplete:
        return ""
    return f"{'at least ' if weighed.incomplete else ''}{said(cost or 0.0)}"


def _value_is(material: Material) -> str:
    if material.is_rated:
        return "points in the ranking together, 1 a product at most"
    return in_unit(f"expected value together{material.horizon}", material.findings.value_unit)


def _unknown(weighed: WeighedSet, material: Material) -> str:
    """Return why a set cannot be weighed against others, in a sentence; nothing when it can."""
    lacks = material.unstated_costs(weighed.chosen)
    parts = (
        f"no cost is stated for {some(lacks)}" if lacks else "",
        f"no value for {some(material.products(weighed.unvalued))}" if weighed.unvalued else "",
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
        (
            material.capability(one.capability),
            rough(material.paid_once(one.capability)),
            listed(material.products(one.products)),
        )
        for one in weighed.shared
    ]
    about = material.natures(one.capability for one in weighed.shared)
    count = plural(len(rows), "shared block is", "shared blocks are")
    caption = in_unit(f"{count} paid once", material.unit)
    return table(caption, ("Block", "Paid once", "Shared by"), rows, numbers=(1,), is_folded=True, about=about)
