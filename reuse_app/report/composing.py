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
    flywheels,
    gaps,
    inventory,
    iterations,
    matrix,
    methods,
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
    still_open.write,
    inventory.write,
    methods.write,
)


def compose(worksheet: Worksheet, findings: Findings) -> Report:
    """Return the report, from whatever is there: a chapter about which there is nothing to say is left out."""
    material = Material(worksheet, findings)
    written = (chapter(material) for chapter in CHAPTERS)
    return Report(
        title=worksheet.workshop.title,
        organisation=worksheet.workshop.organisation,
        sections=tuple(section for section in written if section),
    )
