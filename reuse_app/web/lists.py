"""Long lists: a page shows a leaf of one at a time, and its lines are pieces, each drawn once and kept.

A piece says the same to whoever asks. It is drawn where nothing is known of the request and of the person who asks, so
it can say nothing that is not among the values it is kept under. What is of each browser and moment, the token of its
forms and what its person has seen, is put in when it is shown.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from sys import getsizeof
from threading import Lock
from typing import Generic, TypeVar, cast

from flask import Flask, current_app, request
from jinja2 import Environment
from jinja2.defaults import DEFAULT_NAMESPACE
from markupsafe import Markup

from reuse_app.narrative.words import amount
from reuse_app.web.context import g
from reuse_app.web.server.security import csrf_field, csrf_field_of, csrf_token
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import whole_number

Item = TypeVar("Item")


@dataclass(frozen=True)
class Leaf(Generic[Item]):
    """One page of a long list: what is on it, its number from 1, how many there are, and what it is a part of."""

    items: Sequence[Item]
    number: int
    count: int
    before: int
    """How many items stand on the pages before it."""
    total: int

    @property
    def said(self) -> str:
        """Which items it shows: “61 to 120 of 200”."""
        return f"{amount(self.before + 1)} to {amount(self.before + len(self.items))} of {amount(self.total)}"


def leaf(items: Sequence[Item], wanted: str | int, *, size: int) -> Leaf[Item]:
    """Return the part of a list that one page shows; a number that makes no sense leads to the nearest one."""
    count = max(1, -(-len(items) // size))
    number = min(whole_number(str(wanted), least=1) or 1, count)
    before = (number - 1) * size
    return Leaf(items[before : before + size], number, count, before, len(items))


def page_with(keys: Sequence[str], key: str | None, *, size: int) -> int:
    """Return the number of the page on which the item with a key stands; 0 for none."""
    places = (place for place, each in enumerate(keys) if each == key)
    return next((place // size + 1 for place in places), 0) if key else 0


def is_shuffled(step: Step) -> bool:
    """Say whether the person of this request meets the entries of a step in an order of their own."""
    return g.saved.room.stage(step).shuffled and not g.is_facilitator


MOST_BYTES = 32 * 2**20
"""Memory that all pieces together may take: those of some twenty large workshops."""
TOKEN, SEEN = secrets.token_hex(), secrets.token_hex()
"""Stand in a kept piece where the token of a browser belongs, and the revision that is seen; nobody learns them, so
nobody can write them."""


class Pieces:
    """What was drawn, by what it was drawn from; of more than `most_bytes` what rested longest leaves."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._size = 0

    def get(self, key: Hashable, draw: Callable[[], str]) -> str:
        """Return what is kept under a key, or what `draw` returns."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        drawn = draw()
        with self._lock:
            self._size += _size(drawn) - _size(self._kept.get(key, ""))
            self._kept[key] = drawn
            while self._size > self._most:
                self._size -= _size(self._kept.popitem(last=False)[1])
        return drawn


def _size(drawn: str) -> int:
    """About the bytes of a piece and of its key, which holds the facts that it was drawn from; 0 for none."""
    return 2 * getsizeof(drawn) if drawn else 0


def init_app(app: Flask) -> None:
    """Give the templates `piece` and `seen_field`."""
    app.extensions["pieces"] = Pieces()
    app.extensions["drawing"] = _drawing(app.jinja_env)
    app.jinja_env.globals.update(piece=piece, seen_field=seen_field)


def piece(template: str, **shown: Hashable) -> Markup:
    """Return a template as it shows some values, drawn only if nobody has asked for the same before.

    It may link to pages of its workshop, but not by names that begin with a point, and nothing else of the request is
    known in it: a template that asks for more raises UndefinedError.
    """
    place = request.script_root, g.saved.address if g.is_inside else ""

    def draw() -> str:
        environment = cast("Environment", current_app.extensions["drawing"])
        return environment.get_template(template).render(**shown)

    pieces = cast("Pieces", current_app.extensions["pieces"])
    drawn = pieces.get((template, place, *shown.items()), draw)
    whole = drawn.replace(TOKEN, csrf_token())
    return Markup(whole.replace(SEEN, g.cursor(g.revision)) if SEEN in whole else whole)  # noqa: S704  # escaped in it


def seen_field(version: int | None = None) -> Markup:
    """The hidden field that says what the person of a form has seen: a version, or everything that there is now."""
    return _seen_field(g.cursor(g.revision if version is None else version))


def _seen_field(cursor: str) -> Markup:
    return Markup('<input type="hidden" name="seen" value="{}">').format(cursor)


def _drawing(environment: Environment) -> Environment:
    """The environment of the app without what it knows of a request, but for the way to other pages."""
    drawing = environment.overlay()
    drawing.globals = {
        **DEFAULT_NAMESPACE,
        "url_for": environment.globals["url_for"],
        csrf_field.__name__: lambda: csrf_field_of(TOKEN),
        seen_field.__name__: lambda _version: _seen_field(SEEN),
    }
    return drawing
