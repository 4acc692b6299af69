"""An inventory as a file in each of our formats, and the capabilities in one of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reuse_app.exchange import csv_text, xlsx_reading, xlsx_writing
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import ROWS_LOOKED_AT, field_of
from reuse_app.exchange.incoming import Incoming, RawRow, checked_rows, within_inventory
from reuse_app.exchange.tables import FoundTable, plain_text
from reuse_app.exchange.xlsx_writing import Book
from reuse_app.worksheet import Capability, Workshop
from reuse_app.worksheet.columns import columns, flatten
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.validation.worksheet import FORMAT as WORKSHEET
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

FORMAT, VERSION = "reuse-inventory", 1


def write_csv(capabilities: Iterable[Capability]) -> str:
    """Return capabilities as CSV with a byte order mark: one row each, one column for each single value.

    Encode it as UTF-8 and keep its line ends (CR LF).
    """
    return csv_text.csv_of(columns(Capability), (flatten(capability).values() for capability in capabilities))


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


def write(ending: str, capabilities: Iterable[Capability], unit: str) -> str | bytes:
    """Return an inventory as the file with this ending: csv, xlsx or json, which also says the unit of its costs."""
    if ending == "json":
        return write_json(capabilities, unit=unit)
    return write_xlsx(capabilities) if ending == "xlsx" else write_csv(capabilities)
