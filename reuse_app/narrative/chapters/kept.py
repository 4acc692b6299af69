"""The sets that were kept under a name, side by side."""

from reuse_app.narrative.blocks import Section
from reuse_app.narrative.material import Material
from reuse_app.narrative.sets import compare_sets


def write(material: Material) -> Section | None:
    """Return the kept sets that stand side by side; None without any."""
    told = compare_sets(material.worksheet.sets_beside, material)
    return Section("kept", "Sets side by side", told) if told else None
