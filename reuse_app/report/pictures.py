"""Drawings as PNG, for documents that cannot hold SVG."""

from collections.abc import Iterable

from reuse_app.narrative.figures import Figure
from reuse_app.narrative.figures.paper import on_paper, placed
from reuse_app.report.passages import printable
from reuse_app.report.typesetting import typeset


def pictures(figures: Iterable[Figure]) -> dict[str, bytes]:
    """Return a PNG for each of the figures, by title."""
    known = {figure.title: figure for figure in figures}
    if not known:
        return {}
    data = [{"svg": printable(on_paper(figure)), "width": placed(figure)[0]} for figure in known.values()]
    return dict(zip(known, typeset("pictures.typ", data, into="png"), strict=True))
