"""A worksheet with other parts, or without some of its entries and all that cannot be without them."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from reuse_app.worksheet.decision import Constraints
from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.flat import columns
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.parts import PARTS


def without(worksheet: Worksheet, gone: Mapping[str, Set[str]]) -> Worksheet:
    """Return a worksheet without some entries, by part and key, and without all that cannot be without them."""
    lists: dict[str, Any] = {
        name: tuple(_kept(getattr(worksheet, name), part.noun, gone)) for name, part in PARTS.items()
    }
    constraints, products = worksheet.constraints, gone.get("product", frozenset())
    groups = (tuple(key for key in group if key not in products) for group in constraints.exclusive)
    lists["constraints"] = Constraints(
        must_have=tuple(key for key in constraints.must_have if key not in products),
        exclusive=tuple(group for group in groups if len(group) > 1),
        at_most=constraints.at_most,
    )
    return with_parts(worksheet, lists)


def with_parts(worksheet: Worksheet, parts: Mapping[str, Any]) -> Worksheet:
    """Return a worksheet with other parts; made anew, because a copy would keep what the first has looked up."""
    if not parts:
        return worksheet
    kept = {name: getattr(worksheet, name) for name in Worksheet.model_fields}
    return Worksheet.model_construct(**kept | dict(parts))


def _kept(entries: Iterable[Noun], noun: type[Noun], gone: Mapping[str, Set[str]]) -> Iterator[Noun]:
    """Yield the entries of a list that can be without what is gone, with references to it emptied."""
    own = gone.get(noun.__name__.lower(), frozenset())
    references = [column for column in columns(noun).values() if column.refers in gone]
    for entry in entries:
        lost = [column for column in references if getattr(entry, column.name) in gone[str(column.refers)]]
        if getattr(entry, "key", None) not in own and all(column.optional for column in lost):
            yield entry.model_copy(update={column.name: None for column in lost}) if lost else entry
