"""How the costs were computed, with every input."""

from reuse_app.analysis.cells import Cell, read_cells
from reuse_app.analysis.economics import (
    DEFAULT_ASSESSMENT,
    DEFAULT_UNDERSTANDING,
    DEFAULT_UNFAMILIARITY,
    PRESETS,
    Percentages,
)
from reuse_app.narrative.blocks import Block, Entry, Formula, Paragraph, note, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import NOT_STATED, amount, in_unit, listed, word
from reuse_app.worksheet import Estimate


def write(material: Material) -> list[Block]:
    """Return the methods behind the costs; none as long as no product needs a capability."""
    if not material.findings.economics.links:
        return []
    entries: list[Block] = [_reuse(material), _family(material)]
    if material.findings.economics.family is not None:
        entries += [_ranges(material)]
    return entries


def _reuse(material: Material) -> Block:
    presets = "; ".join(f"{word(fit)} {', '.join(map(amount, preset))}" for fit, preset in PRESETS.items())
    return Entry(
        "Cost to reuse a capability",
        (
            Paragraph(
                "The reuse model of COCOMO II (Boehm et al., 2000) gives the share of the cost to build anew that "
                "reuse costs. It was calibrated for software; for hardware, data or people it is an analogy."
            ),
            Formula(
                (
                    "AAF = 0.4 DM + 0.3 CM + 0.3 IM",
                    "AAM = (AA + AAF (1 + 0.02 SU UNFM)) / 100    if AAF <= 50",
                    "AAM = (AA + AAF + SU UNFM) / 100             if AAF > 50",
                    "SU counts as 0 when DM = CM = 0; cost = AAM x cost to build anew",
                )
            ),
            Paragraph(
                "DM, CM and IM are the percentages of design, realisation and integration that change; AA is the "
                "effort to assess, SU how hard the capability is to understand, UNFM how unfamiliar the team is with "
                f"it. Unless a team states its own, the fit stands for percentages ({presets}), AA is "
                f"{amount(DEFAULT_ASSESSMENT)}, SU {amount(DEFAULT_UNDERSTANDING)} and UNFM "
                f"{amount(DEFAULT_UNFAMILIARITY)}. “New” costs the full amount. A gap without a stated fit counts as "
                "“as is” once it is built; a capability in house without one counts as “adjust”."
            ),
            *_links(material),
        ),
    )


def _links(material: Material) -> tuple[Block, ...]:
    cells = [cell for cell in read_cells(material.worksheet) if not cell.product.home]
    headers = ("Capability", "Product", "Fit", "DM", "CM", "IM", "AA", "SU", "UNFM", "AAF", "AAM", "Anew", "Cost")
    return table(
        in_unit("Every link of an adjacent product", material.unit),
        headers,
        map(_link, cells),
        numbers=range(3, 13),
        is_folded=True,
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


def _family(material: Material) -> Block:
    costs = material.findings.economics
    order = listed(material.products(costs.order))
    return Entry(
        "Cost of a family of products",
        (
            Paragraph(
                "After SIMPLE (Clements, McGregor and Cohen, 2005). What is shared is paid once, as soon as one "
                "product uses it: nothing for a capability in house unless the team says what it takes to make it "
                "shareable, the cost to build it for a missing one. Home products exist already and cost nothing."
            ),
            Formula(
                (
                    "standalone(p) = own cost(p) + sum of the costs to build what it needs",
                    "family(P)     = sum of what is paid once + sum over p of (own cost(p) + costs to reuse)",
                    "savings(P)    = sum of standalone - family",
                    "average(n)    = family of the first n products / n",
                )
            ),
            Paragraph(
                f"The products join in the order of the worksheet: {order}. Break-even is the first number of products "
                "at which the family costs no more than all of them alone."
            ),
            *_terms(material),
            *_stated(material),
        ),
    )


def _terms(material: Material) -> tuple[Block, ...]:
    terms = material.findings.economics.simple
    if terms is None:
        return ()
    rows = [
        ("Paid once for shared capabilities", amount(terms.core)),
        ("Own costs, and capabilities built for one product", amount(terms.unique)),
        ("Bringing shared capabilities in", amount(terms.reuse)),
        ("Family", amount(terms.total)),
        ("All products alone", amount(terms.standalone)),
        ("Savings", amount(terms.savings)),
        ("Savings for each unit paid once", amount(terms.roi, digits=2)),
    ]
    return table(in_unit("The terms of the family", material.unit), ("Term", "Amount"), rows, numbers=(1,))


def _stated(material: Material) -> tuple[Block, ...]:
    rows = [
        *(("Build", one.name, one.build_cost) for one in material.worksheet.capabilities),
        *(("Make shareable", one.name, one.platform_cost) for one in material.worksheet.capabilities),
        *(("Own cost", one.name, one.own_cost) for one in material.worksheet.candidates),
        *(("Value", one.name, one.value) for one in material.worksheet.candidates),
    ]
    stated = [_ends(name, what, estimate) for what, name, estimate in rows if estimate is not None]
    headers = ("Of", "What", "Low", "Likely", "High")
    return table(in_unit("The stated estimates", material.unit), headers, stated, numbers=(2, 3, 4), is_folded=True)


def _ends(name: str, what: str, estimate: Estimate) -> tuple[str, ...]:
    return (name, what, amount(estimate.low), amount(estimate.likely), amount(estimate.high))


def _ranges(material: Material) -> Block:
    findings = material.findings
    return Entry(
        "Ranges, and what moves the savings",
        (
            Paragraph(
                f"Each estimate is drawn {amount(findings.cost_draws)} times from a triangular distribution between "
                "its low and high with its peak at likely, each on its own, with one generator that starts from the "
                f"seed {findings.seed} (Python’s random.Random) and takes the kinds of cost and then the keys by "
                "alphabet. Low and high of a result are the values below which one draw in ten and nine draws in ten "
                "lie. Where estimates lean towards high, the point result can lie below the range."
            ),
            note(
                "For the tornado one estimate moves from its low to its high while all others stay at likely; the "
                "three widest are shown."
            ),
        ),
    )
