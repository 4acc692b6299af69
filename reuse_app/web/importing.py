"""What an import writes into the workshop of this request, whether a page or a program brings it."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import TypeVar

from reuse_app.exchange import Incoming
from reuse_app.exchange.import_plan import ImportPlan, plan
from reuse_app.web.context import g
from reuse_app.web.server.working import work
from reuse_app.worksheet import Capability, Product, Worksheet
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import key_for, key_of_chance

FEW_ROWS = 500
"""Capabilities, there and in a file, up to which it takes but a moment to plan an import."""

Keyed = TypeVar("Keyed", Capability, Product)


def planned(seen: Worksheet, incoming: Incoming, *, look_alike: bool) -> ImportPlan:
    """What importing capabilities would do to the worksheet as whoever imports them sees it."""
    existing, products = seen.capabilities, frozenset(seen.product_by_key)
    plan_of = partial(plan, products=products, unit=seen.workshop.unit, look_alike=look_alike)
    return work(plan_of, existing, incoming, quickly=len(existing) + len(incoming.rows) <= FEW_ROWS)


def written(seen: Worksheet, ready: ImportPlan) -> list[Capability]:
    """The capabilities that an import writes, as they are after it."""
    new = under_free_keys([each.capability for each in ready.new], seen.capability_by_key, Step.INVENTORY)
    return [*new, *(changed.after for changed in ready.changed)]


def under_free_keys(new: Sequence[Keyed], seen: Collection[str], step: Step) -> list[Keyed]:
    """New entries as they are written: never under a key that is hidden from whoever imports them.

    Where others keep entries to themselves, no key tells that there was one to avoid: all are made by chance.
    """
    part = {Step.INVENTORY: "capability", Step.PRODUCTS: "product"}[step]
    is_private = g.saved.room.is_private(step)
    every = {row.noun.key for row in g.saved.rows[part]}
    hidden = every - set(seen)
    taken = every | {each.key for each in new}
    found = []
    for each in new:
        key = key_for(each.name, taken) if each.key in hidden else each.key
        key = key_of_chance(each.key) if is_private else key
        taken.add(key)
        found.append(each.model_copy(update={"key": key}))
    return found
