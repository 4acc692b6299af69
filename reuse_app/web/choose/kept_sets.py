"""The sets that somebody has kept, as Choose shows them: some side by side, the others by name."""

from dataclasses import dataclass, replace
from string import ascii_uppercase

from reuse_app.narrative.blocks import Table
from reuse_app.web.context import g
from reuse_app.web.forms.form import Form
from reuse_app.web.forms.sent import form_of
from reuse_app.worksheet import Set


@dataclass(frozen=True)
class KeptSets:
    """The kept sets and what is said of those that stand side by side."""

    beside: tuple[tuple[Set, tuple[str, ...]], ...]
    """Each with the products on which it could be decided."""
    aside: tuple[Set, ...]
    table: Table | None
    form: Form
    """What keeps another; its name begins as the first letter that no set is called."""


def kept_sets(compared: Table | None) -> KeptSets:
    """Return the kept sets as everybody may see them, with the table in which some stand side by side."""
    sheet = g.shown
    names, form = {each.name for each in sheet.sets}, form_of("set", ("new",))
    free = next(letter for letter in ascii_uppercase if letter not in names)
    return KeptSets(
        tuple((each, _to_decide(sheet.products_by_set[each.key])) for each in sheet.sets_beside),
        tuple(each for each in sheet.sets if each not in sheet.sets_beside),
        compared,
        replace(form, values={"name": free, **form.values}),
    )


def _to_decide(products: tuple[str, ...]) -> tuple[str, ...]:
    considered = {product.key for product in g.worksheet.considered}
    return tuple(key for key in products if key in considered)
