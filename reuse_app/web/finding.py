"""What follows from the workshop of this request, computed and drawn once for each state of its worksheet."""

from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import cast

from flask import current_app

from reuse_app.analysis import Findings, analyse
from reuse_app.report.figures import Figure
from reuse_app.web.context import g
from reuse_app.web.steps.spread import Spread
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Progress, Step, progress

KEPT = 32
"""Workshops whose findings stay in memory, the least recently asked for leaving first."""
UNSEEN = "The ratings are not shown yet."
"""What Score lacks while it is blind: who has rated what is nobody's to know."""

Drawing = Callable[[Worksheet, Findings], Figure | None]
"""What makes a figure; it returns nothing as long as the worksheet says too little."""


Reader = tuple[str, bool]
"""The address of a workshop, and whether names are told."""


class Known:
    """What is known about one state of a worksheet; a timer or somebody's “I'm done” makes no new one."""

    def __init__(self, worksheet: Worksheet, *, names: bool) -> None:
        self.worksheet = worksheet
        self.names = names
        self._figures: dict[Drawing, Figure | None] = {}

    @cached_property
    def findings(self) -> Findings:
        """What the analysis says."""
        return analyse(self.worksheet)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """How far each step has come."""
        return progress(self.worksheet)

    @cached_property
    def spread(self) -> Spread:
        """What the room rated, cell by cell."""
        return Spread(self.worksheet, self.findings, self.names)

    def figure(self, draw: Drawing) -> Figure | None:
        """One figure, drawn when it is first asked for."""
        if draw not in self._figures:
            self._figures[draw] = draw(self.worksheet, self.findings)
        return self._figures[draw]


class Kept:
    """What is known about the last few workshops that somebody looked at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[Reader, Known] = OrderedDict()

    def of(self, reader: Reader, worksheet: Worksheet) -> Known:
        """What is known about a worksheet; two requests at once may find it out twice, which harms nobody."""
        with self._lock:
            known = self._known.get(reader)
        if known is None or known.worksheet != worksheet:
            known = Known(worksheet, names=reader[1])
        with self._lock:
            self._known[reader] = known
            self._known.move_to_end(reader)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return known

    def forget(self, address: str) -> None:
        """Forget a workshop."""
        with self._lock:
            for reader in [each for each in self._known if each[0] == address]:
                del self._known[reader]


def forget() -> None:
    """Forget what is known about the workshop of this request, which is being deleted."""
    _kept().forget(g.saved.address)


def findings() -> Findings:
    """What follows from the workshop of this request, as it is now."""
    return _known().findings


def step_progress() -> tuple[Progress, ...]:
    """How far each step of the workshop of this request has come."""
    found = _known().progress
    if not g.saved.room.is_blind(Step.SCORE):
        return found
    unseen = Progress(step=Step.SCORE, done=False, missing=(UNSEEN,))
    return tuple(unseen if each.step is Step.SCORE else each for each in found)


def spread() -> Spread:
    """What the room of this request rated, as far as everybody may see it."""
    return _known().spread


def figure(draw: Drawing) -> Figure | None:
    """A figure about the workshop of this request, as it is now."""
    return _known().figure(draw)


def _known() -> Known:
    return _kept().of((g.saved.address, g.is_named), g.shown)


def _kept() -> Kept:
    return cast("Kept", current_app.extensions.setdefault("findings", Kept()))
