"""What is missing, and how it is to be had."""

from reuse_app.narrative.blocks import Block, Entry, Facts, Section, Typed, table
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import in_unit, plural, rough, some, word
from reuse_app.worksheet import Need
from reuse_app.worksheet.steps import Step


def write(material: Material) -> Section | None:
    """Return the gaps; None when no product needs a capability."""
    findings = material.findings
    if not findings.commonality.uses:
        return None
    blocks: list[Block] = [*_gaps(material), *_reasons(material)]
    return Section("gaps", "What is missing", tuple(blocks), step=Step.MAP, finding=_finding(material))


def _finding(material: Material) -> str:
    gaps = material.findings.gaps
    if not gaps:
        return "Nothing is missing: every need is met by a capability in house."
    unplanned = [material.capability(gap.capability) for gap in gaps if gap.plan is None]
    plans = "each has a plan" if not unplanned else f"there is no plan yet for {some(unplanned)}"
    return f"{plural(len(gaps), 'capability is', 'capabilities are')} needed and missing; {plans}."


def _gaps(material: Material) -> tuple[Block, ...]:
    rows = [
        (
            material.capability(gap.capability),
            some(material.products(gap.products)),
            word(Need(gap.need)),
            rough(material.gap_cost(gap.capability)),
            f"{word(gap.plan)}{', one supplier' if gap.single_supplier else ''}",
        )
        for gap in material.findings.gaps
    ]
    headers = ("Missing", "Needed by", "Strongest need", in_unit("Cost to build", material.unit), "Plan")
    about = material.natures(gap.capability for gap in material.findings.gaps)
    caption, is_told = "Gaps and how they are closed", bool(material.chosen)  # with the next steps
    return table(caption, headers, rows, numbers=(3,), is_folded=is_told, about=about)


def _reasons(material: Material) -> tuple[Block, ...]:
    plans = material.worksheet.gap_plans
    said = [
        (f"{material.capability(one.capability)} · {word(one.plan)}", Typed(one.reason)) for one in plans if one.reason
    ]
    return (Entry("Why this way", (Facts(tuple(said)),), is_folded=True),) if said else ()
