"""The chapters of a report and their order."""

from collections.abc import Callable, Collection, Mapping

from reuse_app.analysis import Findings
from reuse_app.narrative.blocks import Report, Section
from reuse_app.narrative.chapters import (
    agreement,
    answer,
    choosing,
    chosen,
    family,
    figures,
    flywheels,
    gaps,
    inventory,
    iterations,
    kept,
    looked,
    loose_ends,
    matrix,
    methods,
    outcomes,
    scores,
    still_open,
    summary,
)
from reuse_app.narrative.material import Material
from reuse_app.worksheet import Worksheet

CHAPTERS: Mapping[str, Callable[[Material], Section | None]] = {
    "summary": summary.write,
    "products": chosen.write,
    "looked": looked.write,
    "scores": scores.write,
    "matrix": matrix.write,
    "family": family.write,
    "agreement": agreement.write,
    "gaps": gaps.write,
    "loose": loose_ends.write,
    "flywheels": flywheels.write,
    "answer": answer.write,
    "choosing": choosing.write,
    "kept": kept.write,
    "iterations": iterations.write,
    "outcomes": outcomes.write,
    "open": still_open.write,
    "inventory": inventory.write,
    "methods": methods.write,
}
"""What writes each chapter, by the key of its section."""
FOUND = tuple(key for key in CHAPTERS if key != "inventory")
"""The chapters in which something was found out."""


def compose(
    worksheet: Worksheet, findings: Findings, *, chapters: Collection[str] = (), for_paper: bool = False
) -> Report:
    """Return the report, from whatever is there: a chapter about which there is nothing to say is left out.

    Args:
        worksheet: what it is about.
        findings: what follows from it.
        chapters: the keys of those that are wanted; none of them stands for all.
        for_paper: whether matrices are cut to pages, and the tables of figures follow at the end.
    """
    material = Material(worksheet, findings, for_paper)
    written = [
        section for key, write in CHAPTERS.items() if (not chapters or key in chapters) and (section := write(material))
    ]
    if for_paper and (numbers := figures.write(written, material)):
        written.append(numbers)
    return Report(title=worksheet.workshop.title, organisation=worksheet.workshop.organisation, sections=tuple(written))
