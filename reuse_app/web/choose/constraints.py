"""What any choice must respect, as Choose shows it and as it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from flask import request

from reuse_app.narrative.isolation import apart
from reuse_app.narrative.words import listed
from reuse_app.store.rows import groups_of, minimums_of
from reuse_app.web.context import g
from reuse_app.web.forms.form import Form, as_typed
from reuse_app.web.forms.sent import form_of

MUST = "must_"
"""What the name of a box begins with for a product that must be chosen; its key follows."""
OF = "of_"
"""What the name of a box begins with for a product of a group; its key follows."""
LIMIT = "at_most"


@dataclass(frozen=True)
class Wish:
    """What somebody wants the constraints to be; what was not sent stays as it is."""

    required: Mapping[str, bool]
    """The products that were sent, and whether each must be chosen."""
    limit: Mapping[str, str | None]
    """The limit, if it was sent; None for no limit."""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields that were sent."""
        limit = {LIMIT: sent[LIMIT].strip() or None} if LIMIT in sent else {}
        return cls({key: text == "1" for key, text in boxes(sent, MUST).items()}, limit)


def sent_fields(*names: str) -> dict[str, str]:
    """The fields that were sent under these names or beginnings of names; a box with two values by its last."""
    return {name: values[-1] for name, values in request.form.lists() if name.startswith(names)}


def boxes(sent: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The boxes of products that were sent, by key."""
    return {name.removeprefix(prefix): text for name, text in sent.items() if name.startswith(prefix)}


def constraints_form() -> Form:
    """The constraints as a form; it is of the workshop's version, because a limit is the one value to clash on."""
    form, rules = form_of("constraints", ()), g.worksheet.constraints
    saved = {LIMIT: as_typed(rules.at_most), **dict.fromkeys((MUST + key for key in rules.must_have), "1")}
    return replace(form, values={**saved, **form.values}, version=form.version or g.saved.version("workshop"))


@dataclass(frozen=True)
class Group:
    """Products about which there is a rule, by its number."""

    number: int
    names: str


def exclusions() -> list[Group]:
    """The groups of products that exclude each other, as far as this person may see them."""
    found = groups_of(row.noun for row in g.saved.rows["exclusive"] if row.noun.product in g.worksheet.product_by_key)
    return [Group(number, _names(keys)) for number, keys in sorted(found.items())]


def minimums() -> list[Group]:
    """The groups of which at least so many must be chosen, as far as this person sees all that they name."""
    found = minimums_of(row.noun for row in g.saved.rows["at_least"]).items()
    return [
        Group(number, f"{rule.count} of {_names(rule.of)}")
        for number, rule in sorted(found)
        if g.worksheet.product_by_key.keys() >= set(rule.of)
    ]


def requirements() -> list[tuple[str, str, str]]:
    """The products that may be chosen only with another: both keys, and the rule in words."""
    rules = g.worksheet.constraints.requires
    known = g.worksheet.product_by_key
    return [
        (each.product, each.needs, f"{apart(known[each.product].name)} only with {apart(known[each.needs].name)}")
        for each in rules
    ]


def _names(keys: Sequence[str]) -> str:
    return listed([apart(g.worksheet.product_by_key[key].name) for key in keys])
