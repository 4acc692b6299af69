"""What follows from the workshop of this request, computed and drawn once for each state of its worksheet."""

from collections.abc import Callable
from itertools import count
from operator import attrgetter
from typing import TypeVar, cast

from flask import Flask, current_app

from reuse_app import report
from reuse_app.analysis import Findings, analyse
from reuse_app.analysis.agreement import Agreement, find_agreement
from reuse_app.analysis.calibration import predictions
from reuse_app.analysis.scoring import read_ballots, scores_of
from reuse_app.narrative.figures import Figure
from reuse_app.narrative.isolation import isolated
from reuse_app.store import Database
from reuse_app.store.cache import Cache, Once
from reuse_app.web.context import g
from reuse_app.web.server.computing import Computed, Key, made
from reuse_app.web.server.working import workers
from reuse_app.worksheet import Outcome, Worksheet
from reuse_app.worksheet.copies import with_parts
from reuse_app.worksheet.steps import Step, StepProgress, progress

TIMES = 2
"""What is known of a worksheet takes at most so many times the memory of the worksheet, which it holds as well."""
FEW_PRODUCTS, FEW_LINKS, FEW_RATINGS, FEW_BYTES = 12, 250, 4_000, 200_000
"""Up to these a worksheet, whose size in bytes is that of its file, takes some tens of milliseconds to analyse."""
NUMBERS = count()
"""Tells one state from another as long as the app runs."""
UNSEEN = "The ratings are not shown yet."
"""What Score lacks while it is blind: who has rated what is nobody's to know."""

Drawing = Callable[[Worksheet, Findings], Figure | None]
"""What makes a figure; it returns nothing as long as the worksheet says too little."""

Derived = TypeVar("Derived")
Reader = tuple[str, bool]
"""The address of a workshop, and whether names are told."""


class Known:
    """What is known about one state of a worksheet; a timer or somebody's “I'm done” makes no new one."""

    def __init__(self, address: str, worksheet: Worksheet, *, names: bool, size: int = 0) -> None:
        self.address = address
        self.bytes = size
        """About what it may take in memory."""
        self.worksheet = worksheet
        self.names = names
        self.number = next(NUMBERS)
        self._findings = Once[Findings]()
        self._computed = Computed[Findings]()
        self._is_small: bool | None = None
        self._derived: dict[object, Once[tuple[object]]] = {}
        self._figures: dict[Drawing, Once[tuple[Figure | None]]] = {}

    @property
    def findings(self) -> Findings:
        """What the analysis says; of a large worksheet a worker finds it out, for which nobody waits to the end.

        Raises ComputingError when the request has waited long enough.
        """
        some = workers()
        if self.is_small or not some:
            return self._findings.get(lambda: analyse(self.worksheet))
        return self._computed.get(lambda: some.run(analyse, self.worksheet))

    def follow(self, before: "Known") -> None:
        """Take over the findings of the state before when only kept sets or notes differ: findings know neither."""
        unknown = {name: getattr(self.worksheet, name) for name in ("sets", "set_products", "notes")}
        if with_parts(before.worksheet, unknown) == self.worksheet:
            self._findings, self._computed = before._findings, before._computed
        else:
            before._computed.cancel()

    @property
    def is_small(self) -> bool:
        """Whether it takes but a moment to find out what follows from the worksheet, and to write it down."""
        if self._is_small is None:
            self._is_small = is_small(self.worksheet)
        return self._is_small

    @property
    def progress(self) -> tuple[StepProgress, ...]:
        """How far each step has come."""
        return self.derived(_progress_of)

    @property
    def agreement(self) -> Agreement:
        """Where people agree; nobody who rates waits for what else the analysis says."""
        return self.derived(_agreement_of)

    @property
    def predictions(self) -> tuple[Outcome, ...]:
        """What is predicted for the products on which the team bets: known without the rest of the analysis."""
        return predictions(self.worksheet, scores_of(self.worksheet))

    def key(self, kind: str, chapters: tuple[str, ...] = ()) -> Key:
        """What tells a file that is made of this state from any other."""
        return self.address, self.number, kind, chapters

    def derived(self, derive: Callable[["Known"], Derived]) -> Derived:
        """What a page derives from this state, once for all who ask at the same time, when it is first asked for.

        Findings are asked for before, so that nobody waits here until a worker has found them out.
        """
        once = self._derived.setdefault(derive, Once())
        return cast("Derived", once.get(lambda: (derive(self),))[0])

    def page(self, template: str = "report/_body.html", chapters: tuple[str, ...] = ()) -> report.Excerpt:
        """The report, or some of its chapters, as a part of a page; of a large worksheet a worker writes it."""
        return made().get(
            self.key(template, chapters),
            report.excerpt,
            self.worksheet,
            self.findings,
            chapters,
            template,
            quickly=self.is_small,
        )

    def figure(self, draw: Drawing) -> Figure | None:
        """One figure, drawn when it is first asked for."""
        found, once = self.findings, self._figures.setdefault(draw, Once())
        return once.get(lambda: (draw(isolated(self.worksheet), found),))[0]


def _progress_of(known: Known) -> tuple[StepProgress, ...]:
    return progress(known.worksheet)


def _agreement_of(known: Known) -> Agreement:
    return find_agreement(read_ballots(known.worksheet), read_ballots(known.worksheet, through_round=1))


def init_app(app: Flask, database: Database, *, megabytes: int) -> None:
    """Begin with nothing known; state what memory all workshops, and what is known about them, may take together."""
    share = megabytes * 2**20 // (1 + TIMES)
    database.kept.most_bytes = share
    app.extensions["findings"] = Cache[Reader, Known](TIMES * share, attrgetter("bytes"))


def is_small(worksheet: Worksheet) -> bool:
    """Whether it takes but a moment to find out what follows from a worksheet, and to write it down."""
    is_short = len(worksheet.products) <= FEW_PRODUCTS and len(worksheet.links) <= FEW_LINKS
    is_quick = is_short and len(worksheet.ratings) <= FEW_RATINGS
    return is_quick and len(worksheet.model_dump_json(exclude_defaults=True)) <= FEW_BYTES


def forget() -> None:
    """Forget what is known about the workshop of this request, which is being deleted."""
    _kept().forget((g.saved.address, True), (g.saved.address, False))
    made().forget(g.saved.address)


def findings() -> Findings:
    """What follows from the workshop of this request, as it is now."""
    return known().findings


def step_progress() -> tuple[StepProgress, ...]:
    """How far each step of the workshop of this request has come."""
    found = known().progress
    if not g.saved.room.is_blind(Step.SCORE):
        return found
    unseen = StepProgress(step=Step.SCORE, done=False, missing=(UNSEEN,))
    return tuple(unseen if each.step is Step.SCORE else each for each in found)


def figure(draw: Drawing) -> Figure | None:
    """A figure about the workshop of this request, as it is now."""
    return known().figure(draw)


def known(*, pseudonyms: bool = False) -> Known:
    """What is known about the workshop of this request, as everybody may see it, or with pseudonyms if asked."""
    if pseudonyms:
        return _known((g.saved.address, False), g.saved.pseudonymous)
    return _known((g.saved.address, g.is_named), g.shown)


def _known(reader: Reader, worksheet: Worksheet) -> Known:
    """What is known about a worksheet: the same for all who ask at once, so that nothing is found out twice."""

    def renewed(before: Known | None) -> Known:
        now = Known(reader[0], worksheet, names=reader[1], size=TIMES * g.saved.bytes)
        if before:
            made().forget(before.address, before.number)
            now.follow(before)
        return now

    def is_current(kept: Known) -> bool:
        return kept.worksheet is worksheet or kept.worksheet == worksheet

    return _kept().get(reader, renewed, is_current=is_current)


def _kept() -> Cache[Reader, Known]:
    """What is known about the workshops that somebody looked at last."""
    return cast("Cache[Reader, Known]", current_app.extensions["findings"])
