"""The chosen products one by one, and what became of the others."""

from collections.abc import Sequence

from reuse_app.narrative.blocks import MOST_AT_ONCE, Block, Entry, Facts, Section, Text, Typed, facts, note
from reuse_app.narrative.material import Material
from reuse_app.narrative.standing import lean, unrated
from reuse_app.narrative.words import between, capitalised, level, percent, plural, some, word
from reuse_app.worksheet import Aspect, Decision, Product
from reuse_app.worksheet.isic import division

ORIGINS = {
    Aspect.NATURE: "what {} really does",
    Aspect.BY_PRODUCT: "what {} leaves over",
    Aspect.ADJUSTMENT: "{} with one adjustment",
}
"""What of a capability somebody looked at."""


def write(material: Material) -> Section | None:
    """Return each chosen product with its reasons and its test, then the ones that wait; None without products."""
    if not material.candidates:
        return None
    blocks: list[Block] = [*(_entry(one, material) for one in material.chosen), *_lean(material)]
    if material.set_aside:
        blocks += _listed("Not now", _set_aside(material))
    undecided = [product for key, product in material.candidates.items() if not _is_decided(key, material)]
    if undecided:
        blocks += _listed("Without a role yet", _undecided(undecided))
    title = "The chosen products" if material.chosen else "The products"
    return Section("products", title, tuple(blocks), finding=_finding(material))


def _finding(material: Material) -> str:
    chosen, waiting = len(material.chosen), len(material.candidates) - len(material.chosen)
    if not chosen:
        return "No product has been chosen yet; these are the ones found so far."
    others = plural(waiting, "other waits", "others wait") if waiting else "none is left over"
    return f"{plural(chosen, 'product was', 'products were')} chosen, {others}."


def about(product: Product, material: Material) -> list[str]:
    """Return what there is to know of a product when its role is given, in sentences."""
    key, best = product.key, material.best_sets
    in_best, is_considered = any(key in products for products in best), key in material.findings.considered
    rated = unrated(key, material.worksheet, material.findings)
    said = [
        *(str(text) for _, text in _computed(product, material)),
        f"{capitalised(rated)}." if rated else "",
        "" if is_considered else "Not on the shortlist, and so not considered.",
        ("In the best set." if in_best else "Not in the best set.") if len(best) == 1 and is_considered else "",
    ]
    return [sentence for sentence in said if sentence]


def _is_decided(key: str, material: Material) -> bool:
    return key in material.worksheet.decision_by_product


def _entry(decision: Decision, material: Material) -> Entry:
    product = material.candidates[decision.product]
    days = decision.iteration_days
    said = facts(
        ("What it is", _what(product)),
        ("The problem", Typed(product.problem)),
        ("Why", Typed(decision.reason or "No reason is given yet.")),
        ("Riskiest assumption", Typed(decision.assumption)),
        *_computed(product, material),
    )
    more = facts(
        ("Where it came from", _origin(product, material)),
        ("Test", Typed(decision.test)),
        ("Measure", Typed(decision.measure)),
        ("Stop rule", Typed(decision.stop_rule)),
        ("Owner", decision.owner),
        ("Iteration", plural(days, "day", "days") if days else ""),
        ("Simpler tool", Typed(decision.simpler_tool)),
        ("Data and compute", Typed(decision.data_plan)),
    )
    folded = (Entry("How it is tried, and what it takes", (more,), is_folded=True),) if more.pairs else ()
    return Entry(product.name, (said, *folded), note=word(decision.role))


def _what(product: Product) -> str:
    customer = f"for {product.customer}" if product.customer else ""
    return ", ".join(part for part in (product.application, customer) if part)


def _origin(product: Product, material: Material) -> Text:
    """Return what somebody looked at when the idea came: “What Vision leaves over, beside a problem in farming: …”."""
    origin = product.origin
    if origin is None:
        return ""
    name = material.capability(origin.capability) if origin.capability else ""
    seen = ORIGINS[origin.of].format(name) if name and origin.of else name
    field = division(origin.field).name.lower() if origin.field else ""
    if origin.outside:
        return _from_outside(seen, origin.prompt, field)
    beside = f"a problem in {field}" if field else "a prompt"
    asked = f"{beside}: “{origin.prompt}”" if origin.prompt else ""
    said = capitalised(", beside ".join(part for part in (seen, asked) if part))
    return f"{said}." if said else ""


def _from_outside(seen: str, wording: str, field: str) -> str:
    """Return what outsiders were asked: “What Vision really does, put to outsiders as “…”. It came …”."""
    asked = f"put to outsiders as “{wording}”" if wording else ""
    said = capitalised(", ".join(part for part in (seen, asked) if part))
    came = f"It came from outside the team{f', and lies in {field}' if field else ''}."
    return f"{said}. {came}" if said else came


def _computed(product: Product, material: Material) -> list[tuple[str, Text]]:
    """Return what the analysis says about a product, in sentences."""
    findings, key = material.findings, product.key
    return (
        [("Cost", _cost(key, material)), ("Score", _score(key, material)), ("From stock", _stock(key, material))]
        if (key in findings.coverage)
        else []
    )


def _cost(key: str, material: Material) -> str:
    costs = material.findings.economics
    alone, own = material.solo_cost([key]), material.own_cost(key)
    if alone is None or own is None:
        return ""
    spread = costs.solo_range.get(key)
    draws = f" (eight draws in ten: {between(spread, alone)})" if spread and spread.low < spread.high else ""
    least = "at least " if key in costs.incomplete else ""
    family = f"in the family {least}{material.costs(own)} beside what is shared"
    return capitalised(f"{least}{material.costs(alone)} alone{draws}; {family}.")


def _lean(material: Material) -> tuple[Block, ...]:
    ranges = material.findings.economics.solo_range
    said = lean(ranges.get(key) for key in material.decided_set)
    return (note(said),) if said else ()


def _score(key: str, material: Material) -> str:
    score = material.findings.scores.get(key)
    if score is None or score.quadrant is None:
        return ""
    return f"Potential {level(score.potential)}, challenge {level(score.challenge)}: {score.quadrant}."


def _stock(key: str, material: Material) -> str:
    coverage = material.findings.coverage[key]
    if coverage.by_need is None:
        return ""
    gaps = f"; missing: {some(material.capabilities(coverage.gaps))}" if coverage.gaps else ""
    return f"{percent(coverage.by_need)} of its needs are met by what we have{gaps}."


def _listed(title: str, said: Sequence[tuple[str, Text]]) -> tuple[Entry, ...]:
    """Return what there is to say of products; of many the first, with all of them folded below."""
    if len(said) <= MOST_AT_ONCE:
        return (Entry(title, (Facts(tuple(said)),)),)
    few = Entry(f"{title}: {MOST_AT_ONCE} of {len(said)}", (Facts(tuple(said[:MOST_AT_ONCE])),))
    return few, Entry(f"{title}: all", (Facts(tuple(said)),), is_folded=True)


def _set_aside(material: Material) -> list[tuple[str, Text]]:
    return [
        (f"{material.product(one.product)} · {word(one.role)}", Typed(one.reason or "No reason is given."))
        for one in material.set_aside
    ]


def _undecided(products: Sequence[Product]) -> list[tuple[str, Text]]:
    """Return what is known of each product, and in one line those of which nothing is."""
    said: list[tuple[str, Text]] = [(product.name, what) for product in products if (what := _what(product))]
    bare = [product.name for product in products if not _what(product)]
    return [*said, *([("Not described yet", some(bare, most=MOST_AT_ONCE))] if bare else [])]
