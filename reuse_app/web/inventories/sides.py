"""The two sides of a comparison: a version of an inventory, and a later one or a workshop that this browser leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from werkzeug.exceptions import NotFound

from reuse_app.exchange.alike import alike
from reuse_app.store import load
from reuse_app.store.access import Pass, Role
from reuse_app.store.inventories import capabilities_of, versions
from reuse_app.web.access import remembered
from reuse_app.web.context import database, g
from reuse_app.worksheet import Capability
from reuse_app.worksheet.comparing import Comparison, compare
from reuse_app.worksheet.values import whole_number

LAST_NUMBER = 999_999
"""The last version that an inventory can have; a longer number is the address of a workshop."""


@dataclass(frozen=True)
class Sides:
    """What is compared, as an address says it: `first` is a number, `last` a number or the address of a workshop."""

    first: str
    last: str
    names: Mapping[str, str]
    before: Sequence[Capability]
    after: Sequence[Capability]
    newest: int

    @property
    def with_workshop(self) -> bool:
        """Whether the later side is a workshop."""
        return not is_number(self.last)

    @cached_property
    def comparison(self) -> Comparison:
        """What differs."""
        return compare(self.before, self.after, alike=alike)


def sides(first: str, last: str) -> Sides:
    """Return the sides that an address names, or else the newest version but one and the newest; raises NotFound."""
    newest = versions(database(), g.kept.address)[0].number
    last = last or str(newest)
    first = first or str(newest if not is_number(last) else max(1, int(last) - 1))
    names = choices()
    if first not in names or last not in names or not is_number(first):
        raise NotFound
    return Sides(first, last, names, _capabilities(first), _capabilities(last), newest)


def choices() -> dict[str, str]:
    """What there is to compare with, by how an address says it: the versions, then the workshops led from here."""
    found = {str(each.number): f"version {each.number}" for each in versions(database(), g.kept.address)}
    return found | {led.address: f"the workshop “{led.title}”" for led in _led()}


def is_number(text: str) -> bool:
    """Say whether a side is a version, not a workshop."""
    return whole_number(text, most=LAST_NUMBER) is not None


def _led() -> list[Pass]:
    return [entered for entered in remembered() if entered.role is Role.FACILITATOR]


def _capabilities(side: str) -> Sequence[Capability]:
    """The capabilities of a side; those of a workshop as everybody in it may see them."""
    if is_number(side):
        return capabilities_of(database(), g.kept.address, int(side))
    return load(database(), side).seen_by(None).capabilities
