"""Whom requests let into the stream of a workshop, and what a stream has to know of the workshop and its guests."""

from flask import Flask

from reuse_app.live.channels import Channels, Guest
from reuse_app.live.presence import NOBODY
from reuse_app.live.stream import OnDisk, Scope, Stream, path_within
from reuse_app.store import Database
from reuse_app.store.grants import PROGRAMS, GrantRole, Pass, grants_of, held, passes
from reuse_app.store.workshop_state import Glance, glance
from reuse_app.web.facilitation.presence import presence_of, who_holds
from reuse_app.web.server.failures import is_for_programs
from reuse_app.web.server.security import browser_of


def stream_for(app: Flask, database: Database, channels: Channels) -> Stream:
    """The streams of all workshops in a database."""
    return Stream(
        channels,
        presence_of(app),
        guest=lambda address, scope: _reader(app, database, address, scope),
        look=lambda address, seen: _look(database, address, seen),
    )


def _reader(app: Flask, database: Database, address: str, scope: Scope) -> Guest | None:
    """Whom a request lets into the stream of a workshop: a program by its token, a browser by a link."""
    if not is_for_programs(path_within(scope)):
        return _guest(database, address, browser_of(app, scope))
    kind, _, secret = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1").partition(" ")
    opened = passes(database, [secret.strip()], roles=PROGRAMS) if kind.lower() == "bearer" else []
    return next((Guest(each.id, NOBODY) for each in opened if each.address == address), None)


def _guest(database: Database, address: str, browser: str) -> Guest | None:
    """Whom a browser lets into the workshop at an address."""
    opened = held(database, browser, address=address) if browser else []
    best = min(opened, key=lambda each: each.role is GrantRole.STAGE, default=None)
    found = glance(database, address, since=0) if best else None
    if best is None or found is None or not _lets_in(best, found):
        return None
    leads = best.role is GrantRole.FACILITATOR
    return Guest(best.id, who_holds(best), keeper=best.participant if best.own else None, leads=leads)


def _look(database: Database, address: str, seen: int) -> OnDisk:
    """What a stream has to know of a workshop now."""
    found = glance(database, address, since=seen)
    if found is None:
        return OnDisk()
    grants = {each.id for each in grants_of(database, address) if _lets_in(each, found)}
    return OnDisk(found.salt, found.newest, grants)


def _lets_in(opened: Pass, found: Glance) -> bool:
    """A closed workshop is closed to all but facilitators and the programs that they have let in."""
    return opened.role in (GrantRole.FACILITATOR, *PROGRAMS) or not found.closed
