"""What follows from the workshop of this request, computed once for each of its revisions."""

from collections import OrderedDict
from threading import Lock
from typing import cast

from flask import Flask, current_app

from reuse_app.analysis import Findings, analyse
from reuse_app.web.context import g

KEPT = 32
"""Findings that stay in memory, the least recently asked for leaving first."""

Revision = tuple[str, int]
"""A workshop by its address, at one revision."""


class Kept:
    """The findings of the last few revisions that somebody looked at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: OrderedDict[Revision, Findings] = OrderedDict()

    def get(self, revision: Revision) -> Findings | None:
        """The findings of a revision, if they are still here."""
        with self._lock:
            found = self._found.get(revision)
            if found is not None:
                self._found.move_to_end(revision)
            return found

    def keep(self, revision: Revision, found: Findings) -> Findings:
        """Keep the findings of a revision and return them."""
        with self._lock:
            self._found[revision] = found
            while len(self._found) > KEPT:
                self._found.popitem(last=False)
        return found


def findings() -> Findings:
    """What follows from the workshop of this request, as it is now."""
    revision = (g.saved.address, g.saved.revision)
    kept = _kept(current_app)
    return kept.get(revision) or kept.keep(revision, analyse(g.worksheet))


def _kept(app: Flask) -> Kept:
    return cast("Kept", app.extensions.setdefault("findings", Kept()))
