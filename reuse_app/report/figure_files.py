"""One figure as a file of its own: SVG to be edited, PNG for anywhere else; in the colours of print, on white."""

from reuse_app.analysis import Findings
from reuse_app.narrative.figures import FIGURES
from reuse_app.narrative.figures.paper import on_paper, placed, with_plain_halos
from reuse_app.report.layout import printable
from reuse_app.worksheet import Worksheet


def write_figure(key: str, kind: str, worksheet: Worksheet, findings: Findings) -> bytes:
    """Return a figure as svg or png, the same bytes each time; nothing where the worksheet says too little to draw it.

    Args:
        key: one of `FIGURES`.
        kind: "svg" or "png".
        worksheet: what is drawn.
        findings: what follows from it.
    """
    figure = FIGURES[key](worksheet, findings)
    if figure is None:
        return b""
    svg = printable(with_plain_halos(on_paper(figure)))
    if kind == "svg":
        return svg.replace("<style>", "<style>.chart{background:#fff}", 1).encode()
    from reuse_app.report.typesetting import typeset  # noqa: PLC0415  # typst

    return typeset("pictures.typ", [{"svg": svg, "width": placed(figure)[0]}], into="png")[0]
