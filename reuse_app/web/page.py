"""A page says what it is where it is defined: for whom, in which step, what it shows, and where people vote on it.

Permissions, live parts, ETags and the tests that ask every route read this; no other file keeps a list of pages.
"""

from collections.abc import Collection
from enum import Enum, auto
from typing import Any

from flask import Blueprint, Flask

from reuse_app.store.tables import PARTS
from reuse_app.worksheet.steps import Step


class Who(Enum):
    """For whom a page or a route is. In a workshop participants write, where they may, and observers read."""

    EVERYBODY = auto()
    """Everybody in a workshop; on the page of a step as far as the step is open."""
    FACILITATORS = auto()
    """Those who lead a workshop."""
    STAGE = auto()
    """The big screen by its own link, and those who lead a workshop."""
    HOLDERS = auto()
    """Whoever holds a link of a workshop, however little they may do in it: for what changes but their own browser."""
    KEEPERS = auto()
    """Whoever holds the link of an inventory."""
    PROGRAMS = auto()
    """Programs, each with its token."""
    ANYBODY = auto()
    """Anybody: it belongs to no workshop and no inventory."""


class Sees(Enum):
    """What a page sees of a workshop's worksheet."""

    OWN = auto()
    """What everybody may see, and what the person who asks keeps back: where people enter things."""
    TYPED = auto()
    """What everybody may see, as it was typed: where forms hold it, so that saving puts no pseudonym into it."""
    SHOWN = auto()
    """What everybody may see, with pseudonyms where names are not told."""


class UndeclaredError(Exception):
    """An address that belongs to no page, so that nobody has said for whom it is."""


class Page(Blueprint):
    """The addresses that belong together, and what they declare; a route may say otherwise for itself."""

    def __init__(  # noqa: PLR0913  # each says one thing about the page, and is named
        self,
        name: str,
        import_name: str,
        place: Step | Who,
        *,
        shows: Collection[str] = PARTS.keys(),
        sees: Sees = Sees.SHOWN,
        stays_open: bool = False,
        prefix: str = "",
    ) -> None:
        """Declare a page.

        Args:
            name: what its endpoints begin with.
            import_name: the module that defines it.
            place: the step to which it belongs, or for whom it is.
            shows: the parts whose changes concern it, beside those that concern every page.
            sees: what it sees of the worksheet.
            stays_open: whether it may stay open when the workshop is closed.
            prefix: how its addresses begin, outside of workshops and inventories.
        """
        self.step = place if isinstance(place, Step) else None
        self.who = Who.EVERYBODY if isinstance(place, Step) else place
        self.shows, self.sees, self.stays_open = shows, sees, stays_open
        self._exceptions: dict[str, Who] = {}
        self._votes: set[str] = set()
        super().__init__(name, import_name, url_prefix=_PREFIXES.get(self.who, prefix))

    def add_url_rule(  # noqa: PLR0913  # as Flask has it
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Any = None,
        provide_automatic_options: bool | None = None,
        *,
        who: Who | None = None,
        votes: bool = False,
        **options: Any,
    ) -> None:
        """Add a route; `who` where it is for others than its page, `votes` where people vote on an entry by it."""
        name = f"{self.name}.{endpoint or view_func.__name__}"
        if who:
            self._exceptions[name] = who
        if votes:
            self._votes.add(name)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def who_may(self, endpoint: str) -> Who:
        """For whom one of its routes is."""
        return self._exceptions.get(endpoint, self.who)

    def is_vote(self, endpoint: str) -> bool:
        """Whether people vote on an entry by one of its routes; a locked entry stays as it is and can be voted on."""
        return endpoint in self._votes

    def is_step(self, endpoint: str) -> bool:
        """Whether one of its routes is the page itself, in a step."""
        return self.step is not None and endpoint == f"{self.name}.page"


_PREFIXES = {
    **dict.fromkeys((Who.EVERYBODY, Who.FACILITATORS, Who.STAGE), "/w/<address>"),
    Who.KEEPERS: "/i/<inventory>",
}


def check_pages(app: Flask) -> None:
    """Refuse to start with an address that belongs to no page; raises UndeclaredError."""
    for rule in app.url_map.iter_rules():
        page_of(app, rule.endpoint)


def page_of(app: Flask, endpoint: str) -> Page:
    """The page to which a route belongs; raises UndeclaredError."""
    page = app.blueprints.get(endpoint.rpartition(".")[0])
    if not isinstance(page, Page):
        raise UndeclaredError(f"{endpoint} belongs to no page")
    return page
