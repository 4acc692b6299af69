"""What the worksheet does not say yet, and what to know before believing the figures."""

from reuse_app.narrative.blocks import Block, Entry, Items, Section
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import capitalised, listed, plural
from reuse_app.worksheet.steps import StepProgress, progress

MOST_RULES = 20
"""Broken rules that are told; the others are counted."""


def write(material: Material) -> Section | None:
    """Return what is still open; None when nothing is."""
    findings = material.findings
    blocks: list[Block] = [
        *_entry("Rules that the choice breaks", _rules(material)),
        *_entry("Before you believe the figures", findings.warnings),
        *_entry("What the figures lack", findings.missing),
        *(Entry(f"Step {one.step.number}: {one.step.title}", (Items(one.missing),)) for one in _unfinished(material)),
    ]
    return Section("open", "What is still open", tuple(blocks), finding=_opening(material)) if blocks else None


def _rules(material: Material) -> tuple[str, ...]:
    """Return the rules that are broken; of many decisions only the first few, as all want the same."""
    sentences = [rule.sentence for rule in material.findings.decision_rules]
    few = sentences if len(sentences) <= MOST_RULES else sentences[:MOST_RULES]
    return (*few, *([f"{len(sentences) - MOST_RULES} more rules are broken."] if few is not sentences else []))


def _opening(material: Material) -> str:
    """Return what is open, each sort counted, in a sentence."""
    findings, steps = material.findings, len(_unfinished(material))
    counted = (
        (len(findings.decision_rules), "rule is broken", "rules are broken"),
        (len(findings.warnings), "caveat goes with the figures", "caveats go with the figures"),
        (len(findings.missing), "thing is not said yet", "things are not said yet"),
        (steps, "step is not finished", "steps are not finished"),
    )
    return f"{capitalised(listed([plural(*each) for each in counted if each[0]]))}."


def count_open(material: Material) -> str:
    """Return in a sentence which steps are not finished and how many rules are broken; nothing when all is well."""
    steps = [one.step.title for one in _unfinished(material)]
    rules = len(material.findings.decision_rules)
    parts = [
        f"the steps {listed(steps)} are not finished" if len(steps) > 1 else "",
        f"the step {steps[0]} is not finished" if len(steps) == 1 else "",
        f"the choice breaks {plural(rules, 'rule', 'rules')} of good practice" if rules else "",
    ]
    said = listed([part for part in parts if part])
    return f"Still open: {said}. The report lists it under “What is still open”." if said else ""


def _unfinished(material: Material) -> list[StepProgress]:
    return [one for one in progress(material.worksheet) if one.missing]


def _entry(title: str, sentences: tuple[str, ...]) -> tuple[Entry, ...]:
    return (Entry(title, (Items(sentences),)),) if sentences else ()
