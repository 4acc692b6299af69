"""Guessing codes: a wrong code is counted before it is looked at, and past a limit no code is looked at for a while.

A code is one of 2^40. From one network 60 wrong ones are looked at, then one each second; from everywhere together 300,
then five each second, whatever clients do with the answers. While 100 workshops are open, guessing one of them takes
2^40 / 100 / 5 seconds, which is 70 years, and 350 years from one network.

Right codes cost nothing, so a whole room may stand behind one address. Somebody in it who tries code after code does
not lock the others out: a code that is shown to a facilitator there, or was right there within the hour, lets everybody
behind that address in without being counted. With any other code people send theirs again until it is looked at once.
"""

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import cast

from flask import Flask, current_app

from reuse_app.store import Database
from reuse_app.store.allowances import SharedCodes
from reuse_app.store.errors import UnknownCodeError
from reuse_app.store.people import Invited, plain_code, workshop_of_code
from reuse_app.web.context import database
from reuse_app.web.server.network import client_network
from reuse_app.web.server.throttle import TooMuchError, allowance

FROM_ONE_NETWORK = 60
FROM_EVERYWHERE = 300
WITHIN = 60.0
"""Seconds within which as many may be wrong."""
KNOWN_SECONDS = 3600.0
"""For how long a code is known."""
MOST_KNOWN = 10_000
"""Codes that are known."""
EVERYWHERE = "everywhere"


class KnownCodes:
    """Codes that were shown or right in a network; the one that was shown or typed first is forgotten first."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._until: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = Lock()

    def know(self, network: str, code: str) -> None:
        """Let a network in by a right code for an hour from now."""
        with self._lock:
            self._until[network, code] = self._now() + KNOWN_SECONDS
            self._until.move_to_end((network, code))
            if len(self._until) > MOST_KNOWN:
                self._until.popitem(last=False)

    def is_known(self, network: str, code: str) -> bool:
        """Whether a network is let in by a code."""
        with self._lock:
            return self._until.get((network, code), 0) > self._now()

    def forget(self, network: str, code: str) -> None:
        """Count a code again that was right and is not any more."""
        with self._lock:
            self._until.pop((network, code), None)


class Guesses:
    """The wrong codes of the last minute, and those known to be right, by the network that they came from."""

    def __init__(
        self,
        database: Database | None = None,
        *,
        most: int = FROM_ONE_NETWORK,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._here = allowance(database, "codes", most, seconds=WITHIN, now=now)
        self._everywhere = allowance(database, "codes everywhere", FROM_EVERYWHERE, seconds=WITHIN, now=now)
        is_shared = database is not None and not database.is_sqlite
        self.known: KnownCodes | SharedCodes = (
            SharedCodes(database, seconds=KNOWN_SECONDS) if database and is_shared else KnownCodes(now)
        )

    def begin(self, network: str, code: str) -> bool:
        """Count a code as wrong before it is looked at, and say so; one that is known here is not counted.

        Raises TooMuchError when too many were wrong.
        """
        if self.known.is_known(network, code):
            return False
        seconds = self._here.take(network)
        if not seconds:
            seconds = self._everywhere.take(EVERYWHERE)
            self._here.charge(network, -1 if seconds else 0)
        if seconds:
            raise TooMuchError("Too many wrong codes have come in, so this one was not looked at.", seconds)
        return True

    def take_back(self, network: str) -> None:
        """Take back what `begin` has counted: the code was right."""
        self._here.charge(network, -1)
        self._everywhere.charge(EVERYWHERE, -1)


def init_app(app: Flask) -> None:
    """Begin with no wrong code."""
    app.extensions["guesses"] = Guesses(app.extensions["database"])


def workshop_of(typed: str) -> Invited:
    """Return the open workshop with a code; raises UnknownCodeError and TooMuchError."""
    guesses, network, code = _guesses(), client_network(), plain_code(typed)
    is_counted = guesses.begin(network, code)
    try:
        invited = workshop_of_code(database(), typed)
    except UnknownCodeError:
        if not is_counted:
            guesses.known.forget(network, code)
        raise
    if is_counted:
        guesses.take_back(network)
        guesses.known.know(network, code)
    return invited


def try_secret(typed: str, secret: str) -> bool:
    """Say whether the secret for starting was typed, which is counted like a code; raises TooMuchError."""
    guesses, network = _guesses(), client_network()
    guesses.begin(network, "")
    is_right = hmac.compare_digest(typed.encode("utf-8", "surrogatepass"), secret.encode())
    if is_right:
        guesses.take_back(network)
    return is_right


def expect(code: str) -> None:
    """Let everybody in by a code who is behind the same address as the facilitator to whom it is shown."""
    _guesses().known.know(client_network(), code)


def _guesses() -> Guesses:
    return cast("Guesses", current_app.extensions["guesses"])
