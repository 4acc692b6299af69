"""The cells of the map as HTML. They say the same to everybody, so each row is rendered once for what it says."""

from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from reuse_app.web.forms.forms import Draft
from reuse_app.web.map.matrix import Cell, MatrixRow, cell_words

REMEMBERED = 1_200
"""Rows: those of twenty large maps, about 12 kB each."""


def cells_of(row: MatrixRow, current: str, cell_address: str) -> Markup:
    """Return the cells of a row.

    Args:
        row: what it says; with a draft, what its writer typed stands in it.
        current: the key of the product that a phone shows.
        cell_address: where the details of a cell are, up to the keys that name it.
    """
    render = _rendered if row.draft else _remembered
    named = {"key": row.capability.key, "name": row.capability.name, "current": current, "cell_address": cell_address}
    return render(cells=row.cells, draft=row.draft, **named)


def _rendered(*, cells: tuple[Cell, ...], draft: Draft | None, **named: str) -> Markup:
    template = current_app.jinja_env.get_template("map/_cells.html")
    return Markup(template.render(cells=cells, draft=draft, cell_words=cell_words, **named))  # noqa: S704  # escaped in it


_remembered = lru_cache(maxsize=REMEMBERED)(_rendered)
