"""What one request knows: a typed `g`."""

from typing import TYPE_CHECKING, cast

import flask
from flask.ctx import _AppCtxGlobals

from reuse_app.store import Database, Saved, load
from reuse_app.store.access import Pass
from reuse_app.store.changes import Writer
from reuse_app.worksheet import Worksheet

if TYPE_CHECKING:
    from reuse_app.web.forms import Draft


class Visit(_AppCtxGlobals):
    """One request: the workshop it is about, who asks, and a form that could not be saved."""

    saved: Saved
    entered: Pass
    secret: str
    draft: "Draft | None" = None
    new_browser: str | None = None
    """The secret of a browser that had none; it goes out as a cookie with the first form."""

    @property
    def worksheet(self) -> Worksheet:
        """The worksheet of the workshop that this request is about."""
        return self.saved.worksheet

    @property
    def writer(self) -> Writer:
        """Who writes, and where."""
        return Writer(database(), self.saved.address, self.entered.participant)

    def reload(self) -> None:
        """Read the workshop again after a write."""
        self.saved = load(database(), self.saved.address)


g = cast("Visit", flask.g)


def database() -> Database:
    """The database of this app."""
    return cast("Database", flask.current_app.extensions["database"])
