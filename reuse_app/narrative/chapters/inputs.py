"""The inputs behind the costs, so that anybody can recompute them."""

from reuse_app.analysis.cost.adaptation import (
    DEFAULT_ASSESSMENT,
    DEFAULT_UNDERSTANDING,
    DEFAULT_UNFAMILIARITY,
    PRESETS,
    Cell,
    Percentages,
)
from reuse_app.narrative.blocks import Block, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import method
from reuse_app.narrative.words import MOST_ROWS, NOT_STATED, amount, in_unit, listed, word
from reuse_app.worksheet import Estimate


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
