"""What one request knows: a typed `g`."""

from collections.abc import Mapping
from functools import cached_property
from typing import cast

import flask
from flask.ctx import _AppCtxGlobals

from reuse_app.live.cursors import cursor_of, revision_of
from reuse_app.store import Database, Saved, load
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole, Keeper, Pass, leaders_of
from reuse_app.web.forms.form import Draft
from reuse_app.web.page import Page, Sees, Who, page_of
from reuse_app.worksheet import Participant, Worksheet


class Visit(_AppCtxGlobals):
    """One request: the workshop it is about, who asks, and a form that could not be saved."""

    saved: Saved
    entered: Pass
    kept: Keeper
    """The inventory of the library that this request is about."""
    draft: Draft | None = None
    browser: str | None = None
    """The secret of the browser that asks, as soon as somebody has looked."""
    cookie: str = ""
    """The secret of the browser that asks, when its cookie goes out with the answer."""
    token: str = ""
    """What the forms of this browser carry, as soon as one has been shown."""

    @cached_property
    def page(self) -> Page:
        """The page that this request is for."""
        return page_of(flask.current_app, str(flask.request.endpoint))

    @property
    def worksheet(self) -> Worksheet:
        """The worksheet of the workshop that this request is about, as its page sees it for the person who asks."""
        if self.page.sees is Sees.OWN:
            return self.own
        return self.saved.seen_by(None) if self.page.sees is Sees.TYPED else self.shown

    @property
    def own(self) -> Worksheet:
        """What the person who asks may see: what everybody may, and what they keep to themselves on this device."""
        return self.saved.seen_by(self.keeper)

    @property
    def keeper(self) -> str | None:
        """The participant who asks, where what they keep to themselves comes back to them."""
        return self.entered.participant if self.entered.own else None

    @property
    def revision(self) -> int:
        """The newest revision of which the person who asks may know."""
        if not self.is_facilitator:
            return self.saved.revision_for(self.keeper)
        recorded = (each.key for each in self.saved.worksheet.participants if each.without_device)
        return self.saved.revision_for(self.keeper, *recorded)

    def cursor(self, revision: int) -> str:
        """A revision of the workshop as it goes out to people."""
        return cursor_of(revision, self.saved.salt)

    def revision_at(self, cursor: str) -> int:
        """The revision of a cursor that came back; 0 for what is none of this workshop."""
        return revision_of(cursor, self.saved.salt, newest=self.saved.revision)

    @property
    def shown(self) -> Worksheet:
        """What everybody may see; from this come findings, figures, reports and files."""
        return self.saved.seen_by(None) if self.is_named else self.saved.pseudonymous

    @property
    def is_named(self) -> bool:
        """Whether the person who asks is told who rated and voted; on the big screen that is everybody."""
        leads = self.is_facilitator and self.page.who is not Who.STAGE
        return self.saved.room.names_everybody(facilitator=leads)

    @property
    def is_facilitator(self) -> bool:
        """Whether the person who asks leads the workshop."""
        return self.entered.role is GrantRole.FACILITATOR

    @property
    def is_inside(self) -> bool:
        """Whether this request is about a workshop."""
        return hasattr(self, "saved")

    @property
    def people(self) -> Mapping[str, Participant]:
        """Everybody who takes part in the workshop, by key."""
        return self.saved.people

    @property
    def names(self) -> Mapping[str, str]:
        """What everybody who takes part is called, by key."""
        return self.saved.names

    @cached_property
    def leaders(self) -> frozenset[str]:
        """The participants who hold a facilitator link, by key."""
        return leaders_of(database(), self.saved.address)

    @property
    def me(self) -> Participant | None:
        """The participant who asks; None for who watches, or leads without a name."""
        return self.people.get(self.entered.participant or "")

    @property
    def writer(self) -> Writer:
        """Who writes, and where."""
        return Writer(database(), self.saved.address, self.entered.participant, leads=self.is_facilitator)

    def reload(self) -> None:
        """Read the workshop again after a write."""
        self.saved = load(database(), self.saved.address)


g = cast("Visit", flask.g)


def database() -> Database:
    """The database of this app."""
    return cast("Database", flask.current_app.extensions["database"])
