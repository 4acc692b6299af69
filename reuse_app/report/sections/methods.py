"""How every number was computed: placeholder until the methods are written."""

from reuse_app.report.blocks import Paragraph, Section
from reuse_app.report.material import Material


def write(material: Material) -> Section | None:
    """Return the methods."""
    return Section("methods", "How every number was computed", (Paragraph(material.unit),))
