"""How every number was computed: method, formula, source, seed and draws, and the inputs to recompute it with."""

from collections.abc import Iterator

from reuse_app.analysis.cost.adaptation import (
    DEFAULT_ASSESSMENT,
    DEFAULT_UNDERSTANDING,
    DEFAULT_UNFAMILIARITY,
    PRESETS,
    Cell,
    Percentages,
)
from reuse_app.analysis.scoring import read_ballots
from reuse_app.narrative.blocks import Block, Entry, Items, Paragraph, Section, table
from reuse_app.narrative.chapters import loose_ends
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import method, rule, sources
from reuse_app.narrative.words import MOST_ROWS, NOT_STATED, amount, in_unit, listed, percent, word
from reuse_app.worksheet import Estimate, Need

BASES = {
    "net": "The stated value of each product counts, times its chance.",
    "value": "The stated value of each product counts, times its chance.",
    "rating": "Not every product has a value, so the total of its ratings (0 to 1) counts.",
}
"""What counts as the value of a product."""


def write(material: Material) -> Section | None:
    """Return the methods of the numbers in this report; None when it holds none."""
    entries: list[Block] = [*of_costs(material), *_of_scores(material), *_of_choice(material)]
    if rest := tuple(_rest(material)):
        entries.append(Entry("The other figures", (Items(rest),)))
    entries += loose_ends.annex(material)
    if not entries:
        return None
    opening = Paragraph(_opening(material))
    return Section(
        "methods", "How every number was computed", (opening, *entries, Entry("Sources", (Items(sources()),)))
    )


def _opening(material: Material) -> str:
    findings = material.findings
    return (
        f"Every cost is in {material.unit or 'the unit of the worksheet'} and every point result uses the likely "
        f"amounts. Draws use the seed {findings.seed}: {amount(findings.cost_draws)} for costs and "
        f"{amount(findings.rank_draws)} for ranks; the same worksheet and the same seed give the same numbers. What "
        "nobody stated is left out of the sums and named, never taken as zero."
    )


def _of_scores(material: Material) -> tuple[Block, ...]:
    if not material.findings.scores:
        return ()
    return (method("scores", *_weights(material)), _agreement(material), _ranks(material))


def _weights(material: Material) -> tuple[Block, ...]:
    factors = material.worksheet.factors
    weights = read_ballots(material.worksheet).weights
    rows = [
        (one.name, one.axis.value, amount(one.weight, digits=2), f"{weights[one.axis][one.key]:.4f}") for one in factors
    ]
    return table("The weights", ("Factor", "Axis", "Stated", "Share of its axis"), rows, numbers=(2, 3))


def _agreement(material: Material) -> Block:
    order = material.findings.agreement.kendalls_w
    if order is None:
        return method("agreement", *_cells(material))
    figures = {"w": f"{order.w:.4f}", "chi2": f"{order.chi2:.2f}", "df": order.df}
    on_order = method("order", raters=order.raters, products=order.products, **figures)
    return method("agreement", *_cells(material), *on_order.blocks)


def _cells(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.product(cell.product),
            material.factor(cell.factor),
            *map(str, cell.counts),
            str(cell.unknown),
            NOT_STATED if cell.mean is None else f"{cell.mean:.2f}",
            amount(cell.ad, digits=2),
            amount(cell.r_wg, digits=2),
        )
        for cell in material.findings.agreement.cells
    ]
    headers = ("Product", "Factor", "1", "2", "3", "4", "Don’t know", "Mean", "AD", "r_wg")
    return table("How many people gave each level", headers, rows, numbers=range(2, 10), is_folded=True)


def _ranks(material: Material) -> Block:
    """Return the method with both readings of who comes first; every rank is in the table of the figure."""
    findings = material.findings
    readings = (findings.robustness, findings.robustness_any_weights)
    rows = [(material.product(key), *(percent(shares[key][0]) for shares in readings)) for key in findings.robustness]
    headers = ("Product", "With the team’s weights", "Whatever the weights")
    shares = table("Share of draws in which each is first", headers, rows, numbers=(1, 2), is_folded=True)
    return method("ranks", *shares, draws=amount(findings.rank_draws), seed=findings.seed)


def _of_choice(material: Material) -> Iterator[Block]:
    findings = material.findings
    if findings.commonality.ci is not None:
        yield _commonality(material)
    if findings.leverage:
        yield _leverage(material)
    if material.best_sets and findings.portfolio.frontier and findings.valuation.values:
        yield _portfolio(material)


def _commonality(material: Material) -> Block:
    shared = material.findings.commonality
    return method(
        "commonality",
        distinct=shared.distinct,
        used=shared.used,
        most=shared.most,
        ci=amount(shared.ci, digits=4),
        tcci=amount(shared.tcci, digits=4),
        dci=amount(shared.dci, digits=4),
    )


def _leverage(material: Material) -> Block:
    valuation = material.findings.valuation
    rows = [(material.product(key), amount(value, digits=2)) for key, value in valuation.values.items()]
    needs = ", ".join(f"{need.name.lower()} {need.value}" for need in Need if need)
    values = table("The value of each product", ("Product", "Value"), rows, numbers=(1,))
    return method("leverage", *values, needs=needs, basis=BASES[valuation.basis])


def _portfolio(material: Material) -> Block:
    best = material.findings.portfolio
    return method(
        "portfolio",
        goal={"net": "expected value less cost", "value": "expected value", "rating": "total"}[best.basis],
        listed="Every set that keeps the rules was weighed." if best.complete else "Not every set was listed.",
        proof=_proof(best.proven, best.gap),
    )


def _proof(is_proven: bool, gap: float | None) -> str:
    if is_proven:
        return "The answer is proven optimal."
    return "How far the answer is from the best is not known." if gap is None else f"It may be {percent(gap)} short."


def _rest(material: Material) -> Iterator[str]:
    """Yield the methods that are a sentence or two, where they were used."""
    findings = material.findings
    used = {
        "coverage": findings.commonality.uses,
        "claims": findings.claims,
        "loose_ends": findings.loose_ends,
        "flywheels": findings.flywheels,
        "progress": findings.progress,
        "calibration": material.worksheet.outcomes,
    }
    return (rule(name) for name, found in used.items() if found)


def of_costs(material: Material) -> list[Block]:
    """Return the methods behind the costs with every input; none as long as no product needs a capability."""
    if not material.findings.economics.links:
        return []
    findings = material.findings
    presets = "; ".join(f"{word(fit)} {', '.join(map(amount, preset))}" for fit, preset in PRESETS.items())
    reuse = method(
        "reuse",
        *_links(material),
        presets=presets,
        assessment=amount(DEFAULT_ASSESSMENT),
        understanding=amount(DEFAULT_UNDERSTANDING),
        unfamiliarity=amount(DEFAULT_UNFAMILIARITY),
    )
    order = listed(material.products(findings.economics.order)) or "none yet, since each lacks a cost"
    family = method("family", *_terms(material), *_stated(material), order=order)
    if findings.economics.family is None:
        return [reuse, family]
    return [reuse, family, method("ranges", draws=amount(findings.cost_draws), seed=findings.seed)]


def _links(material: Material) -> tuple[Block, ...]:
    cells = [cell for cell in material.cells if not cell.product.home]
    headers = ("Capability", "Product", "Fit", "DM", "CM", "IM", "AA", "SU", "UNFM", "AAF", "AAM", "Anew", "Cost")
    return table(
        in_unit("Every link of an adjacent product", material.unit),
        headers,
        map(_link, cells[:MOST_ROWS]),
        numbers=range(3, 13),
        is_folded=True,
        count=len(cells),
    )


def _link(cell: Cell) -> tuple[str, ...]:
    build = cell.capability.build_cost
    fit = f"{word(cell.fit)}{' (assumed)' if cell.is_assumed else ''}"
    return (
        cell.capability.name,
        cell.product.name,
        fit,
        *(_inputs(cell) if cell.is_shared else (NOT_STATED,) * 6),
        amount(cell.factor, digits=2),
        f"{cell.modifier:.4f}",
        amount(build),
        amount(cell.cost, digits=2),
    )


def _inputs(cell: Cell) -> tuple[str, ...]:
    change = cell.link.change
    stated = Percentages(change.design, change.realisation, change.integration) if change else PRESETS[cell.fit]
    effort = (
        DEFAULT_ASSESSMENT if cell.link.assessment is None else cell.link.assessment,
        DEFAULT_UNDERSTANDING if cell.capability.understanding is None else cell.capability.understanding,
        DEFAULT_UNFAMILIARITY if cell.link.unfamiliarity is None else cell.link.unfamiliarity,
    )
    return tuple(amount(value, digits=2) for value in (*stated, *effort))


def _terms(material: Material) -> tuple[Block, ...]:
    terms = material.findings.economics.simple
    if terms is None:
        return ()
    rows = [
        ("Running them as a family", amount(terms.organisation)),
        ("Paid once for shared capabilities", amount(terms.core)),
        ("Own costs, and capabilities built for one product", amount(terms.unique)),
        ("Bringing shared capabilities in", amount(terms.reuse)),
        ("Family", amount(terms.total)),
        ("Each for a stranger", amount(terms.standalone)),
        ("Savings", amount(terms.savings)),
        ("Savings for each unit paid once", amount(terms.roi, digits=2)),
    ]
    return table(in_unit("The terms of the family", material.unit), ("Term", "Amount"), rows, numbers=(1,))


def _stated(material: Material) -> tuple[Block, ...]:
    rows = [
        *(("Build", one.name, one.build_cost) for one in material.worksheet.capabilities),
        *(("Run the family", "the organisation", one) for one in [material.worksheet.workshop.organisation_cost]),
        *(("Have it that way", material.capability(one.capability), one.cost) for one in material.worksheet.gap_plans),
        *(("Make shareable", one.name, one.platform_cost) for one in material.worksheet.capabilities),
        *(("Own cost", one.name, one.own_cost) for one in material.worksheet.candidates),
        *(("Value", one.name, one.value) for one in material.worksheet.candidates),
    ]
    stated = [_ends(name, what, estimate) for what, name, estimate in rows if estimate is not None]
    headers = ("Of", "What", "Low", "Likely", "High")
    return table(in_unit("The stated estimates", material.unit), headers, stated, numbers=(2, 3, 4), is_folded=True)


def _ends(name: str, what: str, estimate: Estimate) -> tuple[str, ...]:
    return (name, what, amount(estimate.low), amount(estimate.likely), amount(estimate.high))
