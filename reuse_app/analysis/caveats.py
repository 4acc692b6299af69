"""What the worksheet does not say yet, and what to know before believing the figures, in sentences."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from reuse_app.analysis.agreement import Agreement
from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.cost.family_cost import Economics
from reuse_app.analysis.finding import first_few, named
from reuse_app.analysis.flywheel import MOST_LOOPS, Loop
from reuse_app.analysis.portfolio.best_set import Portfolio
from reuse_app.analysis.portfolio.choice import must_be_chosen
from reuse_app.analysis.portfolio.valuation import Basis, Valuation
from reuse_app.analysis.scoring import Score
from reuse_app.worksheet import Axis, Product, Requires, Worksheet
from reuse_app.worksheet.steps import Step

Lack = tuple[Step, str]
"""The step where something is to be entered, and what hangs on it."""


def find_lacks(worksheet: Worksheet, cells: Sequence[Cell], scores: Mapping[str, Score]) -> tuple[Lack, ...]:
    """Return what the worksheet does not say yet, in the order of the steps."""
    return (
        *_frame(worksheet),
        *_map(worksheet, cells),
        *_ratings(worksheet, scores),
        *_values(worksheet),
        *_decisions(worksheet),
    )


def _frame(worksheet: Worksheet) -> Iterator[Lack]:
    if worksheet.workshop.budget is None:
        yield Step.FRAME, "No budget is stated: the best set may cost any amount."
    if not worksheet.factors:
        yield Step.FRAME, "No factors are set: products cannot be scored."
    if not worksheet.workshop.horizon and any(product.value for product in worksheet.considered):
        yield Step.FRAME, "No horizon is stated: values may count over different lengths of time."


def _map(worksheet: Worksheet, cells: Sequence[Cell]) -> Iterator[Lack]:
    if not worksheet.capabilities:
        yield Step.INVENTORY, "The inventory is empty: there is nothing to reuse yet."
    if not worksheet.candidates:
        yield Step.PRODUCTS, "There are no adjacent products: there is nothing to compare or to choose."
    mapped = {cell.product.key for cell in cells}
    if unmapped := [product.name for product in _by_key(worksheet) if product.key not in mapped]:
        yield Step.MAP, f"No need is mapped for {named(unmapped)}."


def _ratings(worksheet: Worksheet, scores: Mapping[str, Score]) -> Iterator[Lack]:
    unrated = [product.name for product in _by_key(worksheet) if product.key not in scores]
    if unrated and not scores:
        yield Step.SCORE, "Nobody has rated yet: there are no scores, no agreement and no robustness."
    elif unrated:
        yield Step.SCORE, f"Nobody has rated {named(unrated)}."
    unknown = {key for key, score in scores.items() if score.unrated and len(score.unrated) == len(worksheet.factors)}
    if unknown:
        names = named(worksheet.product_by_key[key].name for key in scores if key in unknown)
        yield Step.SCORE, f"Nobody gave {names} a level on any factor: they cannot be compared."
    partly = [
        worksheet.product_by_key[key].name for key, score in scores.items() if score.unrated and key not in unknown
    ]
    if partly:
        yield Step.SCORE, f"Some factors have no level for {named(partly)}: their weight goes to the others."


def _values(worksheet: Worksheet) -> Iterator[Lack]:
    without = [product.name for product in _by_key(worksheet) if product.value is None]
    if 0 < len(without) < len(worksheet.considered):
        yield Step.PRODUCTS, f"No value is stated for {named(without)}: the values of the others do not count."


def _decisions(worksheet: Worksheet) -> Iterator[Lack]:
    if worksheet.candidates and not worksheet.decisions:
        yield Step.CHOOSE, "Nothing is decided yet: no product has a role."
    if worksheet.decisions and not worksheet.iterations:
        yield Step.ITERATE, "No iteration is logged yet: there is no rate of progress."


def _by_key(worksheet: Worksheet) -> list[Product]:
    return sorted(worksheet.considered, key=lambda product: product.key)


def explain_no_set(worksheet: Worksheet, economics: Economics, portfolio: Portfolio) -> str:
    """Return why there is no best set, or that it is not known whether there is one, in a sentence."""
    if off := tuple(_off_shortlist(worksheet)):
        return " ".join(first_few(off, "rules ask for what is not on the shortlist."))
    must = must_be_chosen(worksheet.constraints).intersection(economics.incomplete)
    if must:
        names = {key: worksheet.product_by_key[key].name for key in economics.incomplete if key in must}
        told = (f"{name} must be chosen, and {_unweighed(worksheet, economics, key)}" for key, name in names.items())
        return " ".join(first_few(told, "that must be chosen cannot be weighed yet either."))
    if portfolio.proven:
        return "No set of products keeps the rules within the budget."
    return "No set that keeps all rules was found; whether there is one is not proven."


def _off_shortlist(worksheet: Worksheet) -> Iterator[str]:
    """Yield the rules that no set of considered products can keep."""
    considered = {product.key for product in worksheet.considered}
    for key in sorted(must_be_chosen(worksheet.constraints) - considered):
        yield f"{worksheet.product_by_key[key].name} must be chosen, and is not on the shortlist."
    for rule in worksheet.constraints.at_least:
        kept = [key for key in rule.of if key in considered]
        if len(kept) < rule.count:
            group = named(worksheet.product_by_key[key].name for key in rule.of)
            yield f"At least {rule.count} of {group} must be chosen, and the shortlist has {len(kept)} of them."


def warn_of_conditions(worksheet: Worksheet, economics: Economics) -> Iterator[str]:
    """Yield the considered products that are in no set because one that they need cannot be, or not beside them."""
    considered = {product.key for product in worksheet.considered}
    for rule in worksheet.constraints.requires:
        if rule.product in considered and rule.product not in economics.incomplete:
            product, needs = (worksheet.product_by_key[key].name for key in (rule.product, rule.needs))
            if why := _why_never(rule, worksheet, considered, economics):
                yield f"{product} is in no set: it may be chosen only with {needs}, which {why}."


def _why_never(rule: Requires, worksheet: Worksheet, considered: Collection[str], economics: Economics) -> str:
    """Return why a product can never be chosen with the one that it needs; nothing where it can."""
    if rule.needs not in considered:
        return "is not on the shortlist"
    if rule.needs in economics.incomplete:
        return "cannot be weighed yet"
    is_apart = any({rule.product, rule.needs} <= set(group) for group in worksheet.constraints.exclusive)
    return "may not be chosen beside it" if is_apart else ""


def warn_of_links(worksheet: Worksheet) -> Iterator[str]:
    """Yield the links that name something unknown."""
    for capability, product in sorted(worksheet.link_by_cell):
        if capability not in worksheet.capability_by_key or product not in worksheet.product_by_key:
            yield f"The link of {capability} and {product} is left out: one of them is not in the worksheet."


def warn_of_fits(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield the cells whose fit is assumed, and those that are cheaper built anew."""
    yield from first_few(_assumed(cells), "capabilities lack a fit somewhere: counted as a slight adjustment too.")
    dearer = (
        f"{cell.where}: reuse costs {cell.modifier:.2f} times building anew; building anew is cheaper."
        for cell in cells
        if cell.modifier > 1 and not cell.product.home
    )
    yield from first_few(dearer, "cells are cheaper built anew.")


def _assumed(cells: Sequence[Cell]) -> Iterator[str]:
    of: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.is_assumed and not cell.product.home:
            of.setdefault(cell.capability.key, []).append(cell)
    for assumed in of.values():
        products = named(cell.product.name for cell in assumed)
        yield f"No fit is stated for {assumed[0].capability.name} in {products}: counted as a slight adjustment."


def warn_of_costs(worksheet: Worksheet, economics: Economics) -> Iterator[str]:
    """Yield the products that cannot be weighed yet, and that nobody said what a family costs to run."""
    told = (
        f"{worksheet.product_by_key[key].name} {_unweighed(worksheet, economics, key)}" for key in economics.incomplete
    )
    yield from first_few(told, "products cannot be weighed yet, for want of a cost.")
    if economics.organisation is None and len(economics.order) > 1:
        yield "What it takes to run the products as a family is not stated and counts as 0."


def warn_of_values(worksheet: Worksheet, valuation: Valuation) -> Iterator[str]:
    """Yield on which basis products are valued, and which have no value on it."""
    if valuation.basis is Basis.RATING and valuation.values:
        yield "Not every considered product has a value: all are valued by the total of their ratings, 0 to 1."
    elif valuation.basis is Basis.RATING and worksheet.considered:
        yield "No product is rated on both axes, and not every one has a value: every product counts as 1 for leverage."
    if valuation.unvalued and valuation.values:
        names = named(worksheet.product_by_key[key].name for key in valuation.unvalued)
        left_out = "left out of leverage, and of the best set unless a rule asks for it"
        yield f"{names}: not rated on both axes, and so {left_out}."


def warn_of_weights(worksheet: Worksheet) -> Iterator[str]:
    """Yield where factors count alike because each of them has a weight of 0."""
    weights = {axis: [factor.weight for factor in worksheet.factors if factor.axis is axis] for axis in Axis}
    for axis, of_axis in weights.items():
        if of_axis and not any(of_axis):
            yield f"Every factor of {axis} has a weight of 0: on that axis they count alike."
    if worksheet.factors and not any(any(of_axis) for of_axis in weights.values()):
        yield "As no factor has a weight, all count alike in the ranking."


def warn_of_order(worksheet: Worksheet, agreement: Agreement) -> Iterator[str]:
    """Yield how many people's order of the products is compared."""
    considered = {product.key for product in worksheet.considered}
    raters = {rating.participant for rating in worksheet.ratings if rating.product in considered}
    counted = agreement.kendalls_w.raters if agreement.kendalls_w else 0
    if raters and not counted:
        yield "Kendall’s W needs two people who placed every rated product, and two products that somebody tells apart."
    elif counted < len(raters):
        yield f"Kendall’s W counts the {counted} of {len(raters)} people who placed every rated product."


def warn_of_portfolio(worksheet: Worksheet, economics: Economics, portfolio: Portfolio) -> Iterator[str]:
    """Yield why the best set may not be the best."""
    yield from warn_of_conditions(worksheet, economics)
    if not portfolio.feasible:
        yield explain_no_set(worksheet, economics, portfolio)
    elif not portfolio.proven and portfolio.gap is not None:
        yield f"The best set is not proven: another could be worth up to {portfolio.gap:.1%} more."
    elif not portfolio.proven:
        yield "The best set is not proven."


def warn_of_flywheels(flywheels: Sequence[Loop]) -> Iterator[str]:
    """Yield that not every loop is shown."""
    if len(flywheels) == MOST_LOOPS:
        yield f"Only the first {MOST_LOOPS} loops of return flow are shown."


def _unweighed(worksheet: Worksheet, economics: Economics, product: str) -> str:
    lacks = [key for key in economics.incomplete[product] if key in economics.unknown_capabilities]
    own = ["what only it needs"] if product in economics.unknown_products else []
    names = [*(worksheet.capability_by_key[key].name for key in lacks), *own]
    return f"cannot be weighed yet: no cost for {named(names)}."
