"""One figure as a file of its own: SVG to be edited, PNG for anywhere else; in the colours of print, on white."""

from reuse_app.analysis import Findings
from reuse_app.narrative.figures import FIGURES
from reuse_app.narrative.figures.paper import on_paper, with_plain_halos
from reuse_app.narrative.isolation import isolated, unmarked
from reuse_app.report.drawn_words import drawn
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
    figure = FIGURES[key](isolated(worksheet), findings)
    if figure is None:
        return b""
    if kind == "svg":
        svg = unmarked(printable(with_plain_halos(on_paper(figure))))
        return svg.replace("<style>", "<style>.chart{background:#fff}", 1).encode()
    from reuse_app.report.typesetting import typeset  # noqa: PLC0415  # typst

    return typeset("pictures.typ", [drawn(figure)], into="png")[0]
