"""Shapes in which programs put a table into JSON or YAML, where nothing says which program it was."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from reuse_app.exchange.errors import first_of
from reuse_app.exchange.reading.header import MOST_COLUMNS, NAMES_AT_LAST
from reuse_app.exchange.reading.headings import LONGEST, field_of, spelled
from reuse_app.exchange.reading.trees import PATH
from reuse_app.worksheet.validation.raw import shortened
from reuse_app.worksheet.values import NAME_LENGTH

INNER = ("fields", "properties", "attributes", "package", "node")
"""Where an entry has what is said of it."""
PARTS = (
    "capabilities", "packages", "components", "elements", "applications", "services", "systems", "assets", "tools",
    "entries", "records", "rows"
)  # fmt: skip
"""Where an object that has a name itself lists what it is made of: a list of parts, a landscape."""
CHILDREN = frozenset({"children", "subcapabilities", "sub_capabilities", "childcapabilities", "child_capabilities"})
"""Where an entry holds those below it, spelled as headings are."""
DEEPEST_CHILD = 50
"""Entries inside each other up to which those below one are looked for."""
ENDS = frozenset({"low", "likely", "high", "min", "max"})
"""What an amount in an object says of its range."""
DEEPEST = 4
"""Objects inside each other in which a list is looked for."""


def is_name(field: Any) -> bool:
    """Say whether a field is likely to hold a name."""
    return isinstance(field, str) and len(field) <= LONGEST and _names(field)


@lru_cache(maxsize=4_096)
def _names(field: str) -> bool:
    return field_of(field) == "name" or field.strip().casefold() in NAMES_AT_LAST


def is_column(entry: Mapping[str, Any]) -> bool:
    """Say whether an object holds columns rather than a row: in its name a list of names, or an object of them."""
    if len(entry) > MOST_COLUMNS:
        return False
    columns = [[*each.values()] if isinstance(each, dict) else each for each in entry.values()]
    if not any(map(is_name, entry)) or not all(isinstance(column, list) for column in columns):
        return False
    has_cells = not any(isinstance(cell, list | dict) for column in columns for cell in column)
    lengths = {*map(len, columns)}
    return has_cells and len(lengths) == 1 and lengths != {0}


def entries_in(value: Any) -> tuple[list[Any], list[str]]:
    """Return the entries that a value holds in another shape than a list of objects, and what to say of the rest."""
    if isinstance(value, list):
        are_rows = len(value) > 1 and all(isinstance(row, list) for row in value)
        return [*_rows(value)] if are_rows else [_opened(entry) for entry in value], []
    if (rows := rows_of(value)) is not None:
        return rows, []
    if not isinstance(value, dict) or is_column(value):
        return [*_from_columns(value)] if isinstance(value, dict) else [], []
    if found := _list_within(value, DEEPEST):
        field, entries, others = found
        rest = f" Not read: {first_of([f'“{shortened(each)}”' for each in others])}." if others else ""
        return [_opened(entry) for entry in entries], [f"Read the list “{shortened(field)}” in this file.{rest}"]
    return [*_by_name(value)], []


def part_of(value: Any) -> tuple[str, list[Any]] | None:
    """Return the list of what an object is made of, and the field in which it stands; None if it has none."""
    if not isinstance(value, dict):
        return None
    likely = PARTS if any(map(is_name, value)) else PARTS[:1]
    named = (field for field in likely if isinstance(part := value.get(field), list) and _are_parts(part))
    return next(((field, value[field]) for field in named), None)


def _are_parts(entries: Sequence[Any]) -> bool:
    return bool(entries) and (_are_named(entries) or all(isinstance(entry, str) for entry in entries))


def rows_of(value: Any) -> list[Any] | None:
    """Return the objects in rows of cells that an object lists, as spreadsheets on the web give them; None for none."""
    if not isinstance(value, dict):
        return None
    for field in ("values", "data", "rows"):
        rows, headings = value.get(field), value.get("columns")
        if isinstance(rows, list) and rows and all(isinstance(row, list) for row in rows):
            return [*_rows([headings, *rows] if isinstance(headings, list) else rows)]
    return None


def with_children(entries: Sequence[Any]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield entries, each before those that it holds, with the names of those that hold it."""
    left: list[tuple[Any, tuple[str, ...]]] = [(entry, ()) for entry in reversed(entries)]
    while left:
        entry, above = left.pop()
        below = _children(entry) if len(above) < DEEPEST_CHILD else {}
        yield {field: each for field, each in entry.items() if field not in below} if below else entry, above
        path = (*above, _name_of(entry))
        children = [{"name": child} if isinstance(child, str) else child for held in below.values() for child in held]
        left += [(child, path) for child in reversed(children)]


def _children(entry: Any) -> dict[str, list[Any]]:
    """Return what an entry holds, by field."""
    if not isinstance(entry, dict):
        return {}
    fields = (field for field in entry if isinstance(field, str) and spelled(field) in CHILDREN)
    return {field: entry[field] for field in fields if isinstance(entry[field], list) and _are_parts(entry[field])}


def _name_of(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    name = next((each for field, each in entry.items() if is_name(field) and isinstance(each, str)), "")
    return name[:NAME_LENGTH]


def placed(entry: Any, above: Sequence[str]) -> Any:
    """Return an entry whose description begins with the names of those that hold it."""
    if not above or not isinstance(entry, dict):
        return entry
    field = next((each for each in entry if isinstance(each, str) and field_of(each) == "description"), "description")
    said = entry.get(field)
    texts = [PATH.join(filter(None, above)), said if isinstance(said, str) else ""]
    return {**entry, field: "\n".join(filter(None, texts))}


def without_ranges(entry: Any) -> Any:
    """Return an entry in which the ends of a range that stand in an object have fields of their own."""
    if not isinstance(entry, dict):
        return entry
    flat: dict[str, Any] = {}
    for field, value in entry.items():
        if isinstance(value, dict) and value and value.keys() <= ENDS:
            flat |= {field if end == "likely" else f"{field}_{end}": each for end, each in value.items()}
        else:
            flat[field] = value
    return flat


def _by_name(value: Mapping[str, Any]) -> Iterator[Any]:
    """Yield objects that stand under their names, if they have any field that is known."""
    entries = [entry for entry in value.values() if isinstance(entry, dict)]
    if len(entries) == len(value) and any(field_of(str(field)) for entry in entries for field in entry):
        for key, entry in value.items():
            yield entry if any(map(is_name, entry)) else {"name": key, **entry}


def _rows(rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """Yield rows of which the first names the columns as objects."""
    headings, *others = rows
    for row in others:
        yield {str(heading): cell for heading, cell in zip(headings, row, strict=False)}


def _from_columns(columns: Mapping[str, Any]) -> Iterator[Any]:
    values = [[*column.values()] if isinstance(column, dict) else column for column in columns.values()]
    for row in zip(*values, strict=True):
        yield dict(zip(columns, row, strict=True))


def _opened(entry: Any) -> Any:
    """Return an entry with what is said of it one level deeper beside what it says itself."""
    if not isinstance(entry, dict) or any(map(is_name, entry)):
        return entry
    inner = next((entry[field] for field in INNER if isinstance(entry.get(field), dict)), None)
    return {**{field: value for field, value in entry.items() if value is not inner}, **inner} if inner else entry


def _list_within(value: Mapping[str, Any], depth: int) -> tuple[str, list[Any], list[str]] | None:
    """Return the list of objects with names in a value: its field, what is in it, and the fields of other lists."""
    lists = {field: each for field, each in value.items() if isinstance(each, list) and _are_named(each)}
    if lists:
        field = max(lists, key=lambda each: len(lists[each]))
        return field, lists[field], [each for each in lists if each != field]
    inner = [each for each in value.values() if isinstance(each, dict)]
    found = (_list_within(each, depth - 1) for each in inner) if depth else iter(())
    return next(filter(None, found), None)


def _are_named(entries: Sequence[Any]) -> bool:
    opened = [_opened(entry) for entry in entries]
    return any(isinstance(entry, dict) and any(map(is_name, entry)) for entry in opened)
