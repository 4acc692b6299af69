"""What happens next, on one page, and what is still open."""

from collections.abc import Iterator, Sequence

from reuse_app.narrative.blocks import Block, Entry, Facts, Items, Paragraph, Section, table
from reuse_app.narrative.isolation import apart_in
from reuse_app.narrative.material import Material
from reuse_app.narrative.words import NOT_STATED, capitalised, clipped, listed, plural, some, word
from reuse_app.worksheet import Decision
from reuse_app.worksheet.steps import Step, StepProgress, progress

MOST = 180
"""Letters in a cell; the chapter on the products has them all."""


def write_next_steps(material: Material) -> Section | None:
    """Return the next steps; None before a product is chosen."""
    if not material.chosen:
        return None
    plans = ("Missing", "Plan", "Why this way", "Needed by")
    blocks = (*_tests(material), *table("How each gap is closed", plans, _plans(material)))
    return Section("next", "What happens next", blocks, step=Step.CHOOSE, finding=_finding(material))


def _finding(material: Material) -> str:
    owned = sum(bool(one.test and one.owner) for one in material.chosen)
    if owned == len(material.chosen):
        return "Every chosen product has its next test, and somebody who sees to it."
    return f"{plural(len(material.chosen) - owned, 'chosen product lacks', 'chosen products lack')} a test or an owner."


def _tests(material: Material) -> tuple[Block, ...]:
    """Return the next test of each chosen product; a sentence as long as nobody has said a word of any."""
    if not any(one.test or one.measure or one.stop_rule or one.owner or one.iteration_days for one in material.chosen):
        named = some(material.products(one.product for one in material.chosen))
        return (Paragraph(f"Nothing is planned yet for {named}: neither a test nor who sees to it."),)
    headers = ("Product", "Next test", "Measure", "Stop rule", "Owner", "Days")
    rows = (_test(one, material) for one in material.chosen)
    return table("The next test of each chosen product", headers, rows, numbers=(5,))


def _test(one: Decision, material: Material) -> tuple[str, ...]:
    said = (_short(text) for text in (one.test, one.measure, one.stop_rule, one.owner))
    days = NOT_STATED if one.iteration_days is None else str(one.iteration_days)
    return (f"{material.product(one.product)} · {word(one.role)}", *said, days)


def _plans(material: Material) -> Iterator[tuple[str, ...]]:
    reasons = {one.capability: one.reason for one in material.worksheet.gap_plans}
    for gap in material.findings.gaps:
        supplier = ", one supplier" if gap.single_supplier else ""
        needed = some(material.products(gap.products))
        name, why = material.capability(gap.capability), _short(reasons.get(gap.capability, ""))
        yield name, f"{word(gap.plan)}{supplier}", why, needed


def _short(text: str) -> str:
    return clipped(" ".join(text.split()), MOST) or NOT_STATED


MOST_RULES = 20
"""Broken rules that are told; the others are counted."""


def write_open(material: Material) -> Section | None:
    """Return what is still open; None when nothing is."""
    findings = material.findings
    blocks: list[Block] = [
        *_entry("Rules that the choice breaks", _rules(material)),
        *_entry("Before you believe the figures", _kept_apart(material, findings.warnings)),
        *_entry("What the figures lack", _kept_apart(material, findings.missing)),
        *_steps(material),
    ]
    return Section("open", "What is still open", tuple(blocks), finding=_opening(material)) if blocks else None


def _steps(material: Material) -> tuple[Entry, ...]:
    """Return what each step lacks, in a line for each."""
    said = tuple((f"{one.step.number} {one.step.title}", " ".join(one.missing)) for one in _unfinished(material))
    return (Entry("Steps that are not finished", (Facts(said),)),) if said else ()


def _kept_apart(material: Material, sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(apart_in(sentence, material.worksheet) for sentence in sentences)


def _rules(material: Material) -> tuple[str, ...]:
    """Return the rules that are broken; of many decisions only the first few, as all want the same."""
    sentences = _kept_apart(material, [rule.sentence for rule in material.findings.decision_rules])
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
