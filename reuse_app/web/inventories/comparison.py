"""Two versions of an inventory side by side, or an inventory and a workshop; and the next version made of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.exchange.incoming import MOST_CAPABILITIES
from reuse_app.store import load
from reuse_app.store.errors import NewerVersionError, SameVersionError
from reuse_app.store.grants import GrantRole, Pass
from reuse_app.store.inventories import Saving, capabilities_of, save_version, versions
from reuse_app.web.access import remembered
from reuse_app.web.context import database, g
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.page import Page, Who
from reuse_app.worksheet import Capability
from reuse_app.worksheet.comparing import Comparison, MergeChoices, MergeSide, compare, merged
from reuse_app.worksheet.values import whole_number

bp = Page("comparison", __name__, Who.KEEPERS)

MOST_SHOWN = 200
"""Capabilities of each kind that a comparison lists; the others are merged as is usual."""
FIELD, ENTRY = "field", "entry"
"""How the fields of the form begin that say whose text counts, and whether an entry is taken."""
DROP = "drop"
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
    units: tuple[str, str]
    """Of every cost before and after, empty where nobody said it."""
    newest: int

    @property
    def with_workshop(self) -> bool:
        """Whether the later side is a workshop."""
        return not is_number(self.last)

    @property
    def unit(self) -> str:
        """The unit of what is made of both."""
        before, after = self.units
        return after or before

    @property
    def units_differ(self) -> bool:
        """Whether costs are in one unit before and in another one after."""
        before, after = self.units
        return bool(before and after) and before != after

    @cached_property
    def comparison(self) -> Comparison:
        """What differs."""
        return compare(self.before, self.after)


@bp.get("/comparison")
def page() -> str:
    """What differs between two sides, and whose text is to count."""
    found = sides(request.args.get("from", ""), request.args.get("to", ""))
    return render_template("inventories/comparison.html", sides=found, most=MOST_SHOWN)


@bp.post("/merges/preview")
def preview() -> str:
    """Show the next version as people chose it; nothing is saved."""
    found = _sent_sides()
    newest = capabilities_of(database(), g.kept.address, found.newest)
    made = _merged(found)
    chosen = {name: value for name, value in request.form.items() if name.startswith((f"{FIELD}.", f"{ENTRY}."))}
    return render_template(
        "inventories/merge.html",
        sides=found,
        made=made,
        comparison=compare(newest, made),
        chosen=chosen,
        seen=_seen() or found.newest,
        most=MOST_SHOWN,
    )


@bp.post("/merges")
def merge() -> Response | tuple[str, int]:
    """Save the next version as people chose it."""
    sent = sent_texts("author", "note")

    def save_merged() -> Response:
        _save_next(Saving.model_validate(sent), _sent_sides())
        return redirect(url_for("kept.page"), 303)

    return answer(save_merged, form="merge", sent=sent, page=preview)


def _save_next(saving: Saving, found: Sides) -> None:
    """Save what the form chose; raises WrongFormError."""
    made = _merged(found)
    saving = saving.model_copy(update={"unit": found.unit})
    if len(made) > MOST_CAPABILITIES:
        raise WrongFormError({"author": f"Together they are {len(made):,}; at most {MOST_CAPABILITIES:,} can be kept."})
    try:
        save_version(database(), g.kept.address, saving, made, after=_seen())
    except (NewerVersionError, SameVersionError) as error:
        raise WrongFormError({"author": str(error)}) from error


def _sent_sides() -> Sides:
    return sides(request.form.get("from", ""), request.form.get("to", ""))


def _merged(found: Sides) -> Sequence[Capability]:
    return merged(found.before, found.comparison, _choices(request.form, found))


def _choices(form: Mapping[str, str], found: Sides) -> MergeChoices:
    """What people chose; without a choice what is newer counts, and an earlier version brings nothing back."""
    fields, dropped = {}, set[str]()
    if not found.with_workshop:
        dropped = {each.key for each in found.comparison.removed}
    for name, value in form.items():
        kind, _, rest = name.partition(".")
        key, _, field = rest.partition(".")
        if kind == FIELD and value in set(MergeSide):
            fields[key, field] = MergeSide(value)
        elif kind == ENTRY:
            dropped = dropped | {key} if value == DROP else dropped - {key}
    return MergeChoices(fields=fields, dropped=dropped)


def _seen() -> int:
    """The number of the version that the person was looking at; 0 where the form does not say."""
    return whole_number(request.form.get("seen", ""), most=LAST_NUMBER) or 0


def sides(first: str, last: str) -> Sides:
    """Return the sides that an address names, or else the newest version but one and the newest; raises NotFound."""
    newest = versions(database(), g.kept.address)[0].number
    last = last or str(newest)
    first = first or str(newest if not is_number(last) else max(1, int(last) - 1))
    names = choices()
    if first not in names or last not in names or not is_number(first):
        raise NotFound
    units = _unit(first), _unit(last)
    return Sides(first, last, names, _capabilities(first), _capabilities(last), units, newest)


def choices() -> dict[str, str]:
    """What there is to compare with, by how an address says it: the versions, then the workshops led from here."""
    found = {str(each.number): f"version {each.number}" for each in versions(database(), g.kept.address)}
    return found | {led.address: f"the workshop “{led.title}”" for led in _led()}


def is_number(text: str) -> bool:
    """Say whether a side is a version, not a workshop."""
    return whole_number(text, most=LAST_NUMBER) is not None


def _led() -> list[Pass]:
    return [entered for entered in remembered() if entered.role is GrantRole.FACILITATOR]


def _capabilities(side: str) -> Sequence[Capability]:
    """The capabilities of a side; those of a workshop as everybody in it may see them."""
    if is_number(side):
        return capabilities_of(database(), g.kept.address, int(side))
    return load(database(), side).seen_by(None).capabilities


def _unit(side: str) -> str:
    """The unit of the costs of a side."""
    if is_number(side):
        return next(each.unit for each in versions(database(), g.kept.address) if each.number == int(side))
    return load(database(), side).worksheet.workshop.unit
