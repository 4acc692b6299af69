"""What was found out and is neither used nor settled: claims without proof, limits, and what waits for a use."""

from collections.abc import Callable, Mapping, Sequence
from math import fsum
from textwrap import shorten

from reuse_app.analysis.claims import FITS, Claim, Doubt, in_words
from reuse_app.analysis.loose_ends import WAITING, Loose, LooseEnd, came_from
from reuse_app.narrative.blocks import Block, Entry, Lacks, Paragraph, Place, Section, note, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import amount, capitalised, listed, percent, plural, some, word
from reuse_app.worksheet import Aspect, Capability, Terms
from reuse_app.worksheet.steps import Step

MOST = 4
"""Lines that are told under one heading, and one more if it is the last; the rest stand in the annex."""
ANNEX = "Every loose end"
CLAIMS = "Claims of reuse without proof"
HEADINGS: Mapping[str, tuple[Loose, ...]] = {
    CLAIMS: (Loose.NO_READINESS,),
    "Enough of it, and allowed to?": (Loose.SUPPLIER, Loose.TERMS, Loose.RIVAL),
    "What one more of it costs": (Loose.DEAR, Loose.NO_UNIT),
    "Slight adjustments that are a rework": (Loose.ADJUSTMENT,),
    "Built twice": (Loose.BUILT_TWICE,),
    "What waits for a use": WAITING,
}
"""What stands under which heading, in this order; the claims of reuse stand under the first."""
COUNTED: Mapping[Loose, tuple[str, str]] = {
    Loose.SUPPLIER: ("single supplier", "single suppliers"),
    Loose.TERMS: ("permission to ask for", "permissions to ask for"),
    Loose.RIVAL: ("capability of which too little is free", "capabilities of which too little is free"),
    Loose.DEAR: ("capability whose next unit stays dear", "capabilities whose next unit stays dear"),
    Loose.ADJUSTMENT: ("slight adjustment that is a rework", "slight adjustments that are a rework"),
    Loose.BY_PRODUCT: ("by-product", "by-products"),
    Loose.UNUSED: ("capability that nothing uses", "capabilities that nothing uses"),
}
"""How loose ends are counted in a sentence; the others are only listed."""
TOGETHER = {
    Loose.UNUSED: "No product uses {}.",
    Loose.AT_HOME: "Only home products use {}.",
    Loose.NO_READINESS: "Readiness for reuse (RRL) is not stated, and so not checked, for {}.",
}
"""Sorts of which one sentence names all."""
TERMS = {
    Terms.LICENSED: "is licensed to us",
    Terms.CONSENT: "is another’s, by consent",
    Terms.EXCLUSIVE: "is promised to one use",
}
LONGEST = 160
"""Letters of a by-product that are told."""

Line = tuple[Place, str]
Keys = Sequence[str]


def write(material: Material) -> Section | None:
    """Return the loose ends, those of the chosen products first; None where none is found and nothing is mapped."""
    told = _headings(material)
    if not told and not material.findings.commonality.uses:
        return None
    blocks: list[Block] = []
    for title, (lines, together) in told.items():
        before = (Paragraph(_price(material)),) if title == CLAIMS else ()
        few = lines if len(lines) <= MOST + 1 else lines[:MOST]
        more = (note(f"{len(lines) - MOST} more stand in the annex, under “{ANNEX}”."),) if few != lines else ()
        blocks.append(Entry(title, (*before, *_listed(few), *more, *_listed(together))))
    cited, finding = sources("claims"), _opening(material)
    return Section("loose", "Loose ends", tuple(blocks), cited, Step.MAP, finding=finding)


def annex(material: Material) -> tuple[Entry, ...]:
    """Return every loose end in a table; nothing where the chapter tells them all."""
    if all(len(lines) <= MOST + 1 for lines, _ in _headings(material).values()):
        return ()
    groups = [(group[0].capability, _said(group[0]), [one.product for one in group]) for group in _groups(material)]
    ends = [(one.capability, one.kind.value, one.products) for one in material.findings.loose_ends]
    rows = [
        (material.capability(key), said, listed(material.products(products)))
        for key, said, products in (*groups, *ends)
    ]
    headers = ("Capability", "What is loose", "Products")
    return (Entry(ANNEX, table("Those of chosen products first", headers, rows, is_folded=True)),)


def _headings(material: Material) -> dict[str, tuple[list[Line], list[Line]]]:
    """Return what is told under each heading that has something to tell: one by one, and what one line names."""
    told = {
        title: (_lines(sorts, material), [line for loose in sorts for line in _together(loose, material)])
        for title, sorts in HEADINGS.items()
    }
    told[CLAIMS][0].extend(_claim(group, material) for group in _groups(material))
    return {title: lines for title, lines in told.items() if any(lines)}


def _listed(lines: Sequence[Line]) -> tuple[Block, ...]:
    return (Lacks(tuple(lines)),) if lines else ()


def _opening(material: Material) -> str:
    """Return what the choice hangs on and what waits for a use, each counted."""
    scope, who = _scope(material)
    claims = len(material.claims_of(scope))
    hang = [
        *([plural(claims, "unproven claim of reuse", "unproven claims of reuse")] if claims else []),
        *_limits(material, scope),
    ]
    wait = [said for loose in WAITING if (said := _count(loose, material))]
    waits = "waits" if len(wait) == 1 and wait[0].startswith("1 ") else "wait"
    parts = [
        f"{who} on {listed(hang)}" if hang else "",
        f"{listed(wait)} {waits} for a use" if wait else "",
    ]
    said = "; ".join(part for part in parts if part)
    if said:
        return f"{capitalised(said)}."
    is_loose = material.findings.loose_ends or material.findings.claims
    nothing = f"{who} on nothing that is unproven or unsettled"
    return f"{capitalised(nothing)}." if is_loose else "Nothing that was found out is left over or unsettled."


def limits_of_choice(material: Material) -> str:
    """Return on what the decided products hang beside claims, in a sentence; nothing where it is nothing."""
    limits = _limits(material, material.decided_set)
    return f"What is decided hangs on {listed(limits)}." if limits else ""


def _limits(material: Material, scope: Sequence[str]) -> list[str]:
    counted = (_count(loose, material, scope) for loose in Loose if loose not in WAITING)
    return [said for said in counted if said]


def _scope(material: Material) -> tuple[Sequence[str], str]:
    """Return the products about which the loose ends matter most, and the beginning of a sentence about them."""
    if material.decided_set:
        return material.decided_set, "what is decided hangs"
    if material.best_set:
        return material.best_set, "the recommended set hangs"
    return material.findings.considered, "the considered products hang"


def _count(loose: Loose, material: Material, scope: Sequence[str] = ()) -> str:
    """Return how many loose ends of a sort there are, about any of these products if some are named.

    Rivals are all of the products that lean on too much together: of these alone there may be enough.
    """
    ends = [set(one.products) for one in material.findings.loose_ends if one.kind is loose]
    concerns = {*scope}.issuperset if loose is Loose.RIVAL else {*scope}.intersection
    counted = sum(not scope or bool(concerns(products)) for products in ends)
    return plural(counted, *COUNTED[loose]) if counted and loose in COUNTED else ""


def _price(material: Material) -> str:
    owed = material.owed_by(material.findings.considered)
    least = "at least " if any(claim.owed is None for claim in material.findings.claims) else ""
    if owed is None:
        price = "What all considered products together owe to these claims cannot be priced, because no cost is stated."
    elif owed == 0:
        price = "All of them that have a cost are counted as reworks already."
    else:
        price = f"If all of them were reworks, the considered products would cost {least}{material.guess(owed)} more."
    return (
        "Reuse is overrated by those who own it: in four of five NASA missions studied, heritage that did not hold "
        f"grew cost and schedule (Barley, Bacskay and Newhouse, 2010). {price} Evidence, fit and readiness (TRL) in a "
        "product are entered in its cell on the Map, readiness for reuse (RRL) in the Inventory."
    )


def _groups(material: Material) -> list[list[Claim]]:
    """Return the claims of one capability that lack the same, together."""
    of: dict[object, list[Claim]] = {}
    for claim in material.findings.claims:
        of.setdefault((claim.capability, claim.fit, claim.doubts), []).append(claim)
    return list(of.values())


def _claim(group: Sequence[Claim], material: Material) -> Line:
    first, name = group[0], material.capability(group[0].capability)
    owed = fsum(one.owed or 0.0 for one in group)
    price = f" As a rework it would cost {material.guess(owed)} more." if owed else ""
    where = some(material.products(one.product for one in group), most=3)
    is_of_inventory = first.doubts == (Doubt.LOW_RRL,)
    place = Place(Step.INVENTORY, first.capability) if is_of_inventory else _cell(first.capability, first.product)
    return place, f"{name} is said to fit {where} {_said(first)}.{price}"


def _said(claim: Claim) -> str:
    return f"{FITS[claim.fit]}, but {in_words(claim.doubts, claim.fit)}"


def _cell(capability: str, product: str) -> Place:
    return Place(Step.MAP, capability, product)


def _lines(sorts: Sequence[Loose], material: Material) -> list[Line]:
    ends = (one for one in material.findings.loose_ends if one.kind in sorts and one.kind not in TOGETHER)
    return [(_place(one), _tell(one, material)) for one in ends]


def _together(loose: Loose, material: Material) -> list[Line]:
    ends = [one for one in material.findings.loose_ends if one.kind is loose]
    if loose not in TOGETHER or not ends:
        return []
    place = Place(ends[0].step, "" if loose in WAITING else ends[0].capability)
    return [(place, TOGETHER[loose].format(some(material.capabilities(one.capability for one in ends))))]


def _place(end: LooseEnd) -> Place:
    return Place(end.step, end.capability, end.products[0] if end.kind is Loose.ADJUSTMENT else "")


def _tell(end: LooseEnd, material: Material) -> str:
    """Return a loose end in a sentence or two, with what would settle it."""
    one = material.worksheet.capability_by_key[end.capability]
    return TELL[end.kind](one, some(material.products(end.products), most=3), end.products, material)


def _supplier(one: Capability, who: str, _: Keys, __: Material) -> str:
    return f"{one.name} hangs on one outside supplier, and {who} on it: find a second."


def _terms(one: Capability, who: str, _: Keys, __: Material) -> str:
    terms = TERMS[one.terms] if one.terms else ""
    return f"{one.name} {terms}: ask whether that covers {who}."


def _rival(one: Capability, who: str, products: Keys, _: Material) -> str:
    free = None if one.free_share is None else percent(one.free_share)
    if len(products) == 1:
        return f"{who} leans on more of {one.name} than the {free} that is free."
    how_much = f"{free} of it is free" if free else "how much of it is free is not stated"
    return f"{who} lean on {one.name}, which is not there where it is used elsewhere; {how_much}."


def _dear(one: Capability, who: str, products: Keys, material: Material) -> str:
    """Return what one more unit costs, and whether somebody has written down what would make that fall."""
    decided = material.worksheet.decision_by_product
    plans = [key for key in products if key in decided and decided[key].data_plan]
    told = f"See the data plan of {some(material.products(plans), most=2)}." if plans else "No data plan says."
    use = "uses" if len(products) == 1 else "use"
    price = f"{amount(one.unit_cost, digits=3)} {material.unit}".rstrip()
    costs = f"One more {one.unit or 'unit'} of {one.name} costs {price}, and {who} {use} it."
    return f"{costs} What would bring that to nothing? {told}"


def _no_unit(one: Capability, who: str, _: Keys, __: Material) -> str:
    more = f"one more {one.unit} of {one.name} costs" if one.unit else f"one more of {one.name} is, and what it costs,"
    return f"What {more} is not stated; it is used in {who}."


def _adjustment(one: Capability, who: str, products: Keys, material: Material) -> str:
    product = material.worksheet.product_by_key[products[0]]
    fit = word(material.worksheet.link_by_cell[one.key, product.key].fit)
    if came_from(product, one, Aspect.ADJUSTMENT):
        return f"{who} came from a slight adjustment of {one.name}, and its cell says {fit}."
    return f"A slight adjustment is to make {one.name} useful to others, and its cell in {who} says {fit}."


def _built_twice(one: Capability, _: str, __: Keys, ___: Material) -> str:
    return f"{one.name} has also been built by {one.built_also_by}: compare the two, and keep one."


def _by_product(one: Capability, _: str, __: Keys, ___: Material) -> str:
    return f"No product takes what {one.name} leaves over: {shorten(one.by_product, LONGEST, placeholder=' …')}"


TELL: Mapping[Loose, Callable[[Capability, str, Keys, Material], str]] = {
    Loose.SUPPLIER: _supplier,
    Loose.TERMS: _terms,
    Loose.RIVAL: _rival,
    Loose.DEAR: _dear,
    Loose.NO_UNIT: _no_unit,
    Loose.ADJUSTMENT: _adjustment,
    Loose.BUILT_TWICE: _built_twice,
    Loose.BY_PRODUCT: _by_product,
}
"""How each sort is told that has a sentence for each of its capabilities."""
