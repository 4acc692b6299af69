"""An inventory as a file: written in each of our formats, and read from whatever file somebody has."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import Any

from reuse_app.exchange import csv_text, foreign, incoming, xlsx_reading, xlsx_writing
from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import ROWS_LOOKED_AT, FoundColumn, field_of, header_of, separator_of
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, checked_rows, within_inventory
from reuse_app.exchange.tables import FoundTable, plain_text
from reuse_app.exchange.worksheet_json import parse_each
from reuse_app.exchange.xlsx_writing import Book
from reuse_app.exchange.yaml_text import documents_in
from reuse_app.worksheet import Capability, Workshop
from reuse_app.worksheet.columns import columns, flatten
from reuse_app.worksheet.validation.raw import shortened, shown
from reuse_app.worksheet.validation.worksheet import FORMAT as WORKSHEET
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

FORMAT, VERSION = "reuse-inventory", 1


def write_csv(capabilities: Iterable[Capability], *, separator: str = ",") -> str:
    """Return capabilities as CSV with a byte order mark: one row each, one column for each single value.

    Encode it as UTF-8 and keep its line ends (CR LF). The separator is a comma or a semicolon.
    """
    rows = (flatten(capability).values() for capability in capabilities)
    return csv_text.csv_of(columns(Capability), rows, separator=separator)


def write_xlsx(capabilities: Iterable[Capability]) -> bytes:
    """Return capabilities as a workbook of one sheet: one row each, one column for each single value.

    The same capabilities give the same bytes.
    """
    book = Book("Inventory")
    rows = (flatten(capability).values() for capability in capabilities)
    xlsx_writing.write_nouns(book, "capabilities", [*columns(Capability).values()], rows)
    return book.content()


def table_in_xlsx(content: bytes) -> FoundTable:
    """Return the sheet of a workbook in which most headings are recognised, the first of those; raises FileError."""
    sheets = [sheet for sheet in xlsx_reading.sheets_in(content).values() if sheet.rows]
    if not sheets:
        raise FileError("The workbook is empty; row 1 names the columns, and one of them must be “name”.")
    return max(sheets, key=_recognised)


def _recognised(sheet: FoundTable) -> int:
    rows = [cells for _, cells in sheet.rows[:ROWS_LOOKED_AT]]
    return max(sum(field_of(plain_text(cell)) is not None for cell in cells) for cells in rows)


def write_json(capabilities: Iterable[Capability], *, unit: str = "") -> str:
    """Return capabilities as an inventory file: defaults left out, the same text every time."""
    written = [capability.model_dump(mode="json", exclude_defaults=True) for capability in capabilities]
    file = {"format": FORMAT, "version": VERSION, **({"unit": unit} if unit else {}), "capabilities": written}
    return json.dumps(file, indent=2, ensure_ascii=False) + "\n"


def from_json(data: Any) -> Incoming:
    """Return the capabilities in the parsed content of an inventory or worksheet file; raises FileError."""
    if not isinstance(data, dict) or data.get("format") not in (FORMAT, WORKSHEET):
        found = shown(data.get("format")) if isinstance(data, dict) else shown(data)
        raise FileError(f"Found {found} as the format; an inventory file says “{FORMAT}”, a worksheet “{WORKSHEET}”.")
    if data.get("version", VERSION) != VERSION or isinstance(data.get("version"), bool):
        raise FileError(f"Found version {shown(data['version'])}; this Reuse reads version {VERSION}.")
    capabilities = data.get("capabilities", [])
    if not isinstance(capabilities, list):
        raise FileError(f"Found {shown(capabilities)} as capabilities; write a list in brackets.")
    rows, every = within_inventory(capabilities), frozenset(columns(Capability))
    incoming = checked_rows([RawRow(number, fields, every) for number, fields in enumerate(rows, start=1)])
    return replace(incoming, unit=_unit(data))


def _unit(data: Mapping[str, Any]) -> str:
    """Return the unit of cost that a file states, or that a worksheet has if it states none; raises FileError."""
    if data["format"] == FORMAT:
        found = data.get("unit", "")
    else:
        workshop, usual = data.get("workshop"), Workshop.model_fields["unit"].default
        found = workshop.get("unit", usual) if isinstance(workshop, dict) else usual
    if not isinstance(found, str) or len(clean_line(found)) > NAME_LENGTH:
        raise FileError(f"Found {shown(found)} as the unit of every cost; write a word or two, such as “k€”.")
    return str(clean_line(found))


def write(ending: str, capabilities: Iterable[Capability], unit: str, separator: str = ",") -> str | bytes:
    """Return an inventory as the file with this ending: csv, xlsx or json, which also says the unit of its costs.

    The cells of a csv stand between commas, or between semicolons with decimal commas in their numbers.
    """
    if ending == "json":
        return write_json(capabilities, unit=unit)
    return write_xlsx(capabilities) if ending == "xlsx" else write_csv(capabilities, separator=separator)


TABLES = (".csv", ".tsv")
LISTS = (".txt",)
OBJECTS = (".json", ".jsonl", ".ndjson")
CATALOGUES = (".yaml", ".yml")
LOOKED_AT = 10_000
"""Characters of a text, or bytes of a file, from which its format is recognised."""

_CATALOGUE = re.compile(rb"^(?:apiVersion|publiccodeYmlVersion):\s*\S+", re.MULTILINE)

READ = (*TABLES, *LISTS, ".xlsx", *OBJECTS, *CATALOGUES)
_BULLET = re.compile(r"(?:[-*+–—] |[•‣◦·▪●○☐☑☒] ?|[0-9]{1,4}[.)] )?(?:\[[ xX]?\] )?")
"""What a list writes before a line: a bullet or a number, and a box to tick."""


def read(name: str, content: bytes, *, mapping: Mapping[str, str] | None = None) -> Incoming:
    """Return the capabilities in a file: CSV, XLSX, an inventory or worksheet file, whatever JSON or YAML `foreign`
    knows, or a pasted list with a name on each line.

    Of the name only the ending counts; without one the content tells. `mapping` says by heading which field a column
    holds, or "" for none, where its heading does not tell. Raises FileError.
    """
    found = _found(name, content)
    if isinstance(found, Incoming):
        return found
    table, remarks = found
    return incoming.from_table(table, mapping or {}, remarks=remarks)


@dataclass(frozen=True)
class Preview:
    """What somebody is shown of a file: its columns, if it has any, and what is in it, or else why that is unknown."""

    columns: tuple[FoundColumn, ...] = ()
    incoming: Incoming | None = None
    trouble: str = ""


def preview(name: str, content: bytes, *, fields: Mapping[int, str]) -> Preview:
    """Return the columns of a file and what is in it, read once; a file that is refused says why, and has columns too.

    By the place of a column, `fields` says which field it holds, "" for none, where its heading does not.
    """
    columns: tuple[FoundColumn, ...] = ()
    try:
        found = _found(name, content)
        if isinstance(found, Incoming):
            return Preview(incoming=found)
        table, remarks = found
        columns = _as_said(header_of(table, {}).found(), fields)
        mapping = {each.heading: each.field or "" for place, each in enumerate(columns) if place in fields}
        return Preview(columns, incoming.from_table(table, mapping, remarks=remarks))
    except FileError as error:
        return Preview(columns, trouble=str(error))


def _as_said(columns: Sequence[FoundColumn], fields: Mapping[int, str]) -> tuple[FoundColumn, ...]:
    return tuple(replace(each, field=fields.get(place, each.field or "") or None) for place, each in enumerate(columns))


def _found(name: str, content: bytes) -> Incoming | tuple[FoundTable, tuple[str, ...]]:
    """Return what is in a file, or the table in it and remarks on how it was read; raises FileError."""
    ending = _ending(name, content)
    if ending in OBJECTS:
        return _read_json(content)
    if ending in CATALOGUES:
        return foreign.from_values(documents_in(content))
    if ending == ".xlsx":
        return table_in_xlsx(content), ()
    text, remarks = decoded(content)
    if ending in LISTS and _is_list(text):
        return read_list(text, remarks=remarks)
    return csv_text.table_in(text, separator=separator_of(text)), remarks


def _ending(name: str, content: bytes) -> str:
    ending = PurePath(name).suffix.casefold() or _likely_ending(content)
    if ending not in READ:
        known = f"{', '.join(READ[:-1])} and {READ[-1]}"
        raise FileError(f"Found a file that ends in “{shortened(ending)}”; what is read ends in {known}.")
    return ending


def _likely_ending(content: bytes) -> str:
    start = content[:LOOKED_AT].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if start.startswith((b"{", b"[{", b"[\n", b"[\r", b"[ ", b"[]")):
        return ".json"
    if start.startswith(b"PK\x03\x04"):
        return ".xlsx"
    return ".yaml" if _CATALOGUE.search(start) else ".txt"


def _is_list(text: str) -> bool:
    """Say whether a text is a list of names: no line near its top names a column for them, and none has a tab."""
    lines = text[:LOOKED_AT].splitlines()[:ROWS_LOOKED_AT]
    separator = separator_of(text)
    headed = any(field_of(cell) == "name" for line in lines for cell in line.split(separator))
    return not headed and not any("\t" in line.strip() for line in lines)


def _read_json(content: bytes) -> foreign.Read:
    values = parse_each(content)
    if len(values) == 1 and isinstance(values[0], dict) and {"format", "capabilities"} & values[0].keys():
        return from_json(values[0])
    return foreign.from_values(values)


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a list that holds a name: its number, and the name without what stands before it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line and (name := _BULLET.sub("", clean_line(line), count=1)):
            yield number, name


def read_list(text: str, *, remarks: tuple[str, ...] = ()) -> Incoming:
    """Return the names in a list as capabilities; raises FileError for an empty one, or one beyond an inventory."""
    names = [*islice(names_in(text), MOST_CAPABILITIES + 1)]
    if not names:
        raise FileError("The list is empty; write one name on each line.")
    if len(names) > MOST_CAPABILITIES:
        raise FileError(
            f"The list has more lines than the {MOST_CAPABILITIES:,} that an inventory holds; leave out some."
        )
    stated = frozenset({"name"})
    return checked_rows([RawRow(number, {"name": name}, stated) for number, name in names], remarks=remarks)
