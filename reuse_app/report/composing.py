"""The chapters of a report and their order."""

from collections.abc import Callable, Sequence

from reuse_app.analysis import Findings
from reuse_app.report.blocks import Report, Section
from reuse_app.report.material import Material
from reuse_app.report.sections import (
    agreement,
    choosing,
    chosen,
    family,
    figures,
    flywheels,
    gaps,
    inventory,
    iterations,
    matrix,
    methods,
    outcomes,
    scores,
    still_open,
    summary,
)
from reuse_app.worksheet import Worksheet

CHAPTERS: Sequence[Callable[[Material], Section | None]] = (
    summary.write,
    chosen.write,
    scores.write,
    matrix.write,
    family.write,
    agreement.write,
    gaps.write,
    flywheels.write,
    choosing.write,
    iterations.write,
    outcomes.write,
    still_open.write,
    inventory.write,
    methods.write,
)


def compose(worksheet: Worksheet, findings: Findings, *, for_paper: bool = False) -> Report:
    """Return the report, from whatever is there: a chapter about which there is nothing to say is left out.

    Args:
        worksheet: what it is about.
        findings: what follows from it.
        for_paper: whether matrices are cut to pages, and the tables of figures follow at the end.
    """
    material = Material(worksheet, findings, for_paper)
    written = [section for chapter in CHAPTERS if (section := chapter(material))]
    if for_paper and (numbers := figures.write(written, material)):
        written.append(numbers)
    return Report(title=worksheet.workshop.title, organisation=worksheet.workshop.organisation, sections=tuple(written))
