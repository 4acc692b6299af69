"""The figures as tables, for those who do not look and those who want the numbers."""

from collections.abc import Sequence

from reuse_app.narrative.blocks import Entry, Section, Table, drawings_in, note
from reuse_app.narrative.figures import Figure, heat_map
from reuse_app.narrative.material import Material

MATRIX = "heat-map"


def write(sections: Sequence[Section], material: Material) -> Section | None:
    """Return every figure of these chapters in words and as a table; None when nothing is drawn."""
    drawings = [one for section in sections for one in drawings_in(section.blocks) if not one.is_repeat]
    found = {one.figure.key: one.figure for one in drawings}
    if MATRIX in found:
        found[MATRIX] = heat_map(material.worksheet, material.findings) or found[MATRIX]
    entries = tuple(_entry(figure) for figure in found.values())
    return Section("figures", "The figures as tables", entries) if entries else None


def _entry(figure: Figure) -> Entry:
    return Entry(
        figure.title, (note(figure.description), Table("", figure.headers, figure.rows, figure.numbers, is_folded=True))
    )
