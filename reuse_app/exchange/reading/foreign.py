"""Capabilities from lists that organisations keep: of releases, repositories and projects, publiccode.yml, Backstage.

What stands in a file tells what it is, not its name: JSON and YAML are read alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from reuse_app.exchange.errors import FileError, first_of
from reuse_app.exchange.incoming import Incoming, within_inventory
from reuse_app.exchange.reading import backstage, other_shapes, software
from reuse_app.exchange.reading.found_fields import checked, first
from reuse_app.exchange.reading.headings import field_of
from reuse_app.exchange.tables import MOST_CELLS, FoundTable, Row, filled
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.validation.raw import shortened, shown

SOFTWARE_LISTS = ("releases", "projects")
LISTS = (*SOFTWARE_LISTS, "items", "values", "value", "nodes", "data", "results", "repositories", "entities")
"""The fields in which files and APIs keep their list."""
COUNTS = ("total_count", "totalItems", "totalCount", "size")
"""The fields in which an API says how many entries there are in all."""
ACCOUNTS = (
    "This is a list of accounts, such as {}, and not of what they have. Import the list of their repositories: on "
    "GitHub the answer of /orgs/NAME/repos or /users/NAME/repos, on GitLab that of /groups/NAME/projects."
)
DEEPEST = 6
"""Objects inside each other in which a list is looked for, as in an answer of GraphQL."""
KNOWN = (
    "an inventory or worksheet of Reuse, a code.json, a list of repositories as GitHub or GitLab gives it, "
    "a publiccode.yml, a catalogue of Backstage, or a list of names or of objects with a name"
)

NAMES = (
    "name",
    "title",
    "login",
    "displayName",
    "display_name",
    "full_name",
    "display_value",
    "plain_text",
    "value",
    "email",
)
"""What an object in the place of a single value may be told by."""
Read = Incoming | tuple[FoundTable, tuple[str, ...]]


def from_values(values: Sequence[Any]) -> Read:
    """Return the capabilities in the values of a JSON or YAML text, or the table that they are; raises FileError.

    A table is a list of objects of which nothing tells that another system wrote them: their fields are its columns.
    A row is an entry, counted from 1.
    """
    part = other_shapes.part_of(values[0]) if len(values) == 1 and not _is_entry(values[0]) else None
    wrappers = [part[1]] if part else [_holder(value) for value in values]
    entries = [entry for value in wrappers for entry in _entries(value)]
    if not entries:
        raise FileError(_empty(wrappers))
    told = [f"Read the list “{part[0]}” in this file."] if part else []
    known = _known(wrappers, entries, [*told, *_incomplete(wrappers, len(entries))])
    if known:
        return known
    found, told = other_shapes.entries_in(values[0] if len(values) == 1 else values)
    known = _known([], found, [*told, *_incomplete(wrappers, len(found))]) if found else None
    if known is None:
        within_inventory(entries)
        raise FileError(_unknown(entries[0]))
    return known


def _known(wrappers: Sequence[Any], entries: Sequence[Any], remarks: Sequence[str]) -> Read | None:
    """Return what entries are, if they are anything that is known."""
    if any(map(backstage.is_entity, entries)):
        kept, told = backstage.found_in(entries)
        return checked(kept, remarks=[*remarks, *told])
    if any(map(_holds_software, wrappers)) or any(map(software.is_software, entries)):
        if all(map(software.is_account, entries)):
            raise FileError(ACCOUNTS.format(shown(software.said(entries[0], "login", "username"))))
        agency = next((found for each in wrappers if (found := software.said(each, "agency", "agency.name"))), None)
        return checked(
            [software.found(entry, agency) for entry in within_inventory(software.repositories_of(entries))],
            remarks=[*remarks, *_untold(entries)],
        )
    within_inventory(entries)
    has_names = any(isinstance(entry, dict) and any(map(other_shapes.is_name, entry)) for entry in entries)
    are_cells = len(entries) == 1 and isinstance(entries[0], dict) and other_shapes.is_column(entries[0])
    if not has_names or are_cells:
        return None
    found = within_inventory([*other_shapes.with_children(entries)])
    rows = [other_shapes.without_ranges(other_shapes.placed(entry, above)) for entry, above in found]
    return _table(rows), (*remarks, *_unnamed(rows))


def _holder(value: Any, depth: int = DEEPEST) -> Any:
    """Return the object in which the list of a file stands: what an API answers may be wrapped more than once."""
    if not isinstance(value, dict) or _is_entry(value) or _list_in(value) is not None:
        return value
    inner = [each for field, each in value.items() if isinstance(each, dict) and (field == "data" or len(value) == 1)]
    return _holder(inner[0], depth - 1) if inner and depth else value


def _entries(value: Any) -> Iterator[Any]:
    """Yield what a value lists, or itself; the pages that some programs put in a list one after another as one list."""
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        yield from ({"name": name} for name in value)
    elif isinstance(value, list):
        yield from (entry for page in value for entry in (page if isinstance(page, list) else [page]))
    elif _is_entry(value) or (found := _list_in(value)) is None:
        yield value
    else:
        yield from (first(entry, "node") or entry for entry in found)


def _is_entry(value: Any) -> bool:
    """Say whether an object is described itself, whatever lists it has: of its projects, say, which may be empty."""
    if backstage.is_entity(value) or software.is_publiccode(value):
        return True
    is_named = software.is_software(value) and first(value, "name") is not None
    return is_named and not any(map(software.is_software, _list_in(value) or []))


def _list_in(value: Any) -> list[Any] | None:
    if not isinstance(value, dict):
        return None
    return next((value[field] for field in (*LISTS, "edges") if isinstance(value.get(field), list)), None)


def _holds_software(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(value.get(field), list) for field in SOFTWARE_LISTS)


def _empty(wrappers: Sequence[Any]) -> str:
    named = (field for value in wrappers if isinstance(value, dict) for field in LISTS if value.get(field) == [])
    field = next(named, "")
    what = f"The list “{field}” in this file is empty" if field else "There is nothing in this file"
    return f"{what}; there is no capability to import."


def _incomplete(wrappers: Sequence[Any], count: int) -> Iterator[str]:
    """Say of one page of an answer that there are others."""
    counts = [total for value in wrappers for field in COUNTS if isinstance(total := first(value, field), int)]
    if max(counts, default=0) > count:
        yield f"The file says that there are {max(counts):,} in all, and holds {count:,}. Import the others too."
    elif any(first(value, "pageInfo.nextCursor") or first(value, "pageInfo.hasNextPage") for value in wrappers):
        yield "The file is one page of an answer, and says that there are more. Import the others too."


def _untold(entries: Sequence[Any]) -> Iterator[str]:
    """Say in which language a description was taken when there is none in English."""
    for entry in entries:
        language = software.language_of(entry) if software.is_publiccode(entry) else ""
        if language and not software.is_english(language):
            yield f"There is no description in English; the one in “{shortened(language)}” was taken."


def _unknown(entry: Any) -> str:
    if not isinstance(entry, dict):
        return f"Found {shown(entry)}; what is read is {KNOWN}."
    fields = ", ".join(f"“{shortened(field)}”" for field in [*entry][:5]) or "nothing"
    return f"Found an object with {fields} in it; what is read is {KNOWN}."


def _unnamed(entries: Sequence[Any]) -> Iterator[str]:
    """Say which fields that are known hold objects by which nothing can be told."""
    every = (each for entry in entries if isinstance(entry, dict) for each in entry.items())
    lost = dict.fromkeys(
        field
        for field, value in every
        if value and isinstance(value, list | dict) and not _cell(value) and isinstance(field, str) and field_of(field)
    )
    if lost:
        fields = first_of([f"“{shortened(field)}”" for field in lost])
        yield f"Left out, as no name stands in the objects there: {fields}. Write a text or a number instead."


def _table(entries: Sequence[Any]) -> FoundTable:
    """Return objects as a table; raises FileError when one is none, or when they have too many fields."""
    fields = {field: None for entry in entries if isinstance(entry, dict) for field in entry}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            raise FileError(f"Entry {number:,} is {shown(entry)}; write an object in braces, with its fields in it.")
    headings: Row = (0, [*fields])
    rows = ((number, [_cell(entry.get(field)) for field in fields]) for number, entry in enumerate(entries, start=1))
    return FoundTable("", [headings, *filled(rows, most_cells=MOST_CELLS)])


def _cell(value: Any) -> Scalar:
    """Return a value as a cell: a list with commas in it, an object by its name, or by what its type names."""
    if isinstance(value, list):
        is_one_text = all(isinstance(each, dict) and "plain_text" in each for each in value)
        return ("" if is_one_text else ", ").join(
            str(cell) for each in value if isinstance(cell := _cell(each), str | int | float) and cell != ""
        )
    if isinstance(value, Mapping):
        if (of := value.get("type")) in value and isinstance(of, str) and of != "type":
            return _cell(value[of])
        return _cell(software.said(value, *NAMES))
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)
