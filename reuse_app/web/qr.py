"""QR codes: an address as a drawing that a phone opens."""

import segno
from markupsafe import Markup

QUIET = 2
"""Modules of white around the code, without which a phone does not find it on a dark page."""


def qr_svg(url: str, *, title: str = "QR code of the link") -> Markup:
    """Return an address as an SVG drawing, black on white whatever the colours of the page are."""
    code = segno.make_qr(url, error="m")
    drawing = code.svg_inline(omitsize=True, border=QUIET, light="#fff", svgclass="qr", lineclass=None, title=title)
    return Markup(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  # drawn and escaped by segno
