"""What one network may do in a time: start workshops, answer as outsiders, and store text.

On SQLite the one process counts in its memory; on PostgreSQL all of them count together, in a table.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, cast

from flask import Flask, Response, current_app, has_request_context, make_response, request

from reuse_app.store import Database
from reuse_app.store.allowances import SharedAllowance
from reuse_app.web.server.network import client_network
from reuse_app.web.server.security import SAFE_METHODS

HOUR = 3600.0
DAY = 24 * HOUR
NEVER = math.inf
MEGABYTE = 1_000_000
MOST_NETWORKS = 10_000
"""Networks that are remembered; who has asked for nothing for the longest time is forgotten first."""


@dataclass(frozen=True)
class HourlyLimits:
    """What everybody behind one address may do together; far more than a house full of workshops needs."""

    workshops_per_hour: int = 600
    megabytes_per_hour: int = 100
    """Of text, counted with what it replaces, as the history of a workshop keeps both."""
    megabytes_per_day: int = 1_000
    """Of the same, so that what comes slowly fills no disk either."""
    workshops_per_user: int = 60
    """Within an hour, of one who is signed in."""
    megabytes_per_user: int = 1_000
    """Of text in all workshops together that one who is signed in has started; with more, no other is begun."""
    answers_per_hour: int = 200
    """Of outsiders, who need no name: a hall of them may stand behind one address."""


class TooMuchError(Exception):
    """More than one network may; `seconds` is when it may again."""

    def __init__(self, what: str, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"{what} Wait {_said(self.seconds)}, then send it again.")


class Counts(Protocol):
    """An allowance, wherever it is counted."""

    def take(self, network: str) -> float:
        """Take one and return 0, or take nothing and return after how many seconds there will be one."""

    def charge(self, network: str, amount: float) -> float:
        """Count what has happened already, be it more than there was, and return what is taken of it in all.

        A negative amount is given back.
        """

    def wait(self, network: str) -> float:
        """After how many seconds a network that has taken too much may take again; 0 for any other."""


class Allowance:
    """So much at once for each network, and as much again over a time: a bucket that fills by itself."""

    def __init__(self, most: float, *, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._rate = most / seconds
        self._now = now
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, network: str) -> float:
        """Take one and return 0, or take nothing and return after how many seconds there will be one."""
        with self._lock:
            missing = self._spent_by(network) + 1 - self.most
            if missing <= 0:
                self._add(network, 1)
            return max(0.0, missing / self._rate)

    def charge(self, network: str, amount: float) -> float:
        """Count what has happened already, be it more than there was, and return what is taken of it in all.

        A negative amount is given back.
        """
        with self._lock:
            self._add(network, amount)
            return self._spent[network][0]

    def wait(self, network: str) -> float:
        """After how many seconds a network that has taken too much may take again; 0 for any other."""
        with self._lock:
            return max(0.0, (self._spent_by(network) - self.most) / self._rate)

    def _spent_by(self, network: str) -> float:
        spent, at = self._spent.get(network, (0.0, 0.0))
        return max(0.0, spent - (self._now() - at) * self._rate)

    def _add(self, network: str, amount: float) -> None:
        self._spent[network] = max(0.0, self._spent_by(network) + amount), self._now()
        self._spent.move_to_end(network)
        if len(self._spent) > MOST_NETWORKS:
            self._spent.popitem(last=False)


class InSteps:
    """Counts in memory, and together with other processes whenever there is a hundredth of the whole more to count.

    So what everybody does all the time costs no question to the database.
    """

    def __init__(self, together: Counts, most: float, *, seconds: float) -> None:
        self._together = together
        self._here = Allowance(most, seconds=seconds)
        self._untold = Allowance(most, seconds=NEVER)
        self._step = most / 100
        self._lock = Lock()

    def charge(self, network: str, amount: float) -> None:
        """Count what has happened already, be it more than there was."""
        with self._lock:
            spent, untold = self._here.charge(network, amount), self._untold.charge(network, amount)
            is_due = untold >= self._step
            if is_due:
                self._untold.charge(network, -untold)
        if is_due:
            self._here.charge(network, self._together.charge(network, untold) - spent)

    def wait(self, network: str) -> float:
        """After how many seconds a network that has taken too much may take again; 0 for any other."""
        return self._here.wait(network)


def allowance(
    database: Database | None, name: str, most: float, *, seconds: float, now: Callable[[], float] = time.monotonic
) -> Counts:
    """An allowance that counts where all who share a database can see it; without one, in memory by a clock."""
    if database is None or database.is_sqlite:
        return Allowance(most, seconds=seconds, now=now)
    return SharedAllowance(database, name, most, seconds=seconds)


def init_app(app: Flask) -> None:
    """Count what each network starts and stores from now on, and refuse changes from one that has stored too much."""
    limits: HourlyLimits = app.config["LIMITS"]
    database: Database = app.extensions["database"]
    app.extensions["started"] = allowance(database, "started", limits.workshops_per_hour, seconds=HOUR)
    app.extensions["answered"] = allowance(database, "answered", limits.answers_per_hour, seconds=HOUR)
    app.extensions["stored"] = {
        within: _stored_within(database, within, megabytes * MEGABYTE, seconds=seconds)
        for within, megabytes, seconds in (
            ("an hour", limits.megabytes_per_hour, HOUR),
            ("a day", limits.megabytes_per_day, DAY),
        )
    }
    database.stored = _count
    app.before_request(_refuse)


def _stored_within(database: Database, within: str, most: float, *, seconds: float) -> InSteps:
    return InSteps(allowance(database, f"stored within {within}", most, seconds=seconds), most, seconds=seconds)


def refused_for_now(said: str | Response, error: TooMuchError) -> Response:
    """The answer to what may be sent again later: what says so, and when."""
    response = make_response(said, 429)
    response.retry_after = error.seconds
    return response


def start_one() -> None:
    """Count one more workshop that this network starts; raises TooMuchError."""
    _take_one("started", "Too many workshops have been started from your network within an hour.")


def answer_one() -> None:
    """Count one more answer that this network gives as an outsider; raises TooMuchError."""
    _take_one("answered", "Too many answers have come from your network within an hour.")


def _take_one(name: str, too_much: str) -> None:
    seconds = _allowance(name).take(client_network())
    if seconds:
        raise TooMuchError(too_much, seconds)


def _refuse() -> None:
    if request.method in SAFE_METHODS:
        return
    for within, stored in _stored().items():
        if seconds := stored.wait(client_network()):
            raise TooMuchError(f"Too much has been stored from your network within {within}.", seconds)


def _count(letters: int) -> None:
    if has_request_context():
        for stored in _stored().values():
            stored.charge(client_network(), letters)


def _stored() -> dict[str, InSteps]:
    return cast("dict[str, InSteps]", current_app.extensions["stored"])


def _allowance(name: str) -> Counts:
    return cast("Counts", current_app.extensions[name])


def _said(seconds: int) -> str:
    if seconds == 1:
        return "a second"
    minutes = math.ceil(seconds / 60)
    return f"{seconds} seconds" if minutes == 1 else f"{minutes} minutes"
