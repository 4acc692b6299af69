"""What is missing, how it is to be had, and which claims of reuse nobody has proven."""

from reuse_app.narrative.blocks import Block, Entry, Facts, Paragraph, Section, Typed, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.methods import sources
from reuse_app.narrative.words import NOT_STATED, in_unit, listed, plural, rough, word
from reuse_app.worksheet import Need
from reuse_app.worksheet.steps import Step


def write(material: Material) -> Section | None:
    """Return gaps and unproven claims; None when no product needs a capability."""
    findings = material.findings
    if not findings.commonality.uses:
        return None
    blocks: list[Block] = [Paragraph(_opening(material)), *_gaps(material), *_reasons(material), *_claims(material)]
    return Section("gaps", "Gaps and unproven claims", tuple(blocks), sources("claims"), Step.MAP)


def _opening(material: Material) -> str:
    gaps = material.findings.gaps
    if not gaps:
        return "Nothing is missing: every need is met by a capability in house."
    unplanned = [material.capability(gap.capability) for gap in gaps if gap.plan is None]
    plans = "each has a plan" if not unplanned else f"there is no plan yet for {listed(unplanned)}"
    return f"{plural(len(gaps), 'capability is', 'capabilities are')} needed and missing; {plans}."


def _gaps(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.capability(gap.capability),
            listed(material.products(gap.products)),
            word(Need(gap.need)),
            rough(gap.cost),
            f"{word(gap.plan)}{', one supplier' if gap.single_supplier else ''}",
        )
        for gap in material.findings.gaps
    ]
    headers = ("Missing", "Needed by", "Strongest need", in_unit("Cost to build", material.unit), "Plan")
    return table("What is missing", headers, rows, numbers=(3,))


def _reasons(material: Material) -> tuple[Block, ...]:
    plans = material.worksheet.gap_plans
    said = [
        (f"{material.capability(one.capability)} · {word(one.plan)}", Typed(one.reason)) for one in plans if one.reason
    ]
    return (Entry("Why this way", (Facts(tuple(said)),)),) if said else ()


def _claims(material: Material) -> tuple[Block, ...]:
    claims = material.findings.claims
    if not claims:
        return (Entry("Claims of reuse", (Paragraph("No claim of “as is” lacks proof."),)),)
    rows = [
        (
            claim.sentence,
            NOT_STATED if claim.trl is None else str(claim.trl),
            rough(claim.cost),
            rough(claim.cost_if_rework),
            rough(claim.owed),
        )
        for claim in claims
    ]
    owed = material.owed_by(material.findings.considered)
    price = (
        "What all considered products together owe to these claims cannot be priced, because no cost is stated."
        if owed is None
        else f"All considered products together owe {material.costs(owed)} to these claims."
    )
    headers = ("Claim", "TRL", "As claimed", "As a rework", "Owed")
    opening = (
        "Reuse is overrated by those who own it: in four of five NASA missions studied, heritage that did not hold "
        f"grew cost and schedule (Barley, Bacskay and Newhouse, 2010). {price}"
    )
    found = table(in_unit("Claims of “as is” without proof", material.unit), headers, rows, numbers=(1, 2, 3, 4))
    return (Entry("Claims of reuse", (Paragraph(opening), *found)),)
