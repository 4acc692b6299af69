"""An inventory as a file: written in each of our formats, and read from whatever file somebody has."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath
from typing import Any

from reuse_app.exchange import csv_text, xlsx_writing
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.import_plan import matched
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, RawRow, checked_rows, within_inventory
from reuse_app.exchange.reading import foreign
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.header import FoundColumn, header_of
from reuse_app.exchange.reading.markdown import without_emphasis
from reuse_app.exchange.reading.ods import is_open_document
from reuse_app.exchange.reading.other_shapes import part_of
from reuse_app.exchange.reading.read_table import WORKBOOKS, ReadTable, read_text, read_workbook, table_of
from reuse_app.exchange.reading.separators import is_list, list_told, separator_of, with_tabs
from reuse_app.exchange.reading.table_rows import NO_QUESTIONS, Questions, Understood, understand
from reuse_app.exchange.reading.yaml_text import documents_in
from reuse_app.exchange.tables import FoundTable, plain_text
from reuse_app.exchange.worksheet_json import parse_each
from reuse_app.exchange.xlsx_writing import Book
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
    if not isinstance(found, str) or len(found) > NAME_LENGTH:
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
LISTS = (".txt", ".md")
OBJECTS = (".json", ".jsonl", ".ndjson")
CATALOGUES = (".yaml", ".yml")
ROWS_SHOWN, COLUMNS_SHOWN = 8, 40
"""How much of a table is shown as it would be read."""
LOOKED_AT = 10_000
"""Characters of a text, or bytes of a file, from which its format is recognised."""

_CATALOGUE = re.compile(rb"^(?:apiVersion|publiccodeYmlVersion):\s*\S+", re.MULTILINE)

READ = (*TABLES, *LISTS, *WORKBOOKS, *OBJECTS, *CATALOGUES)
_BULLET = re.compile(r"(?:[-*+–—] |#{1,6} |[•‣◦·▪●○☐☑☒] ?|[0-9]{1,4}[.)] )?(?:\[[ xX]?\] )?")
_COUNTED = re.compile(r"\A\s*+[0-9]{1,4}\t+")
"""What a list writes before a line: a bullet or a number, and a box to tick."""


def read(name: str, content: bytes, chosen: Choices = NOTHING_SAID) -> Incoming:
    """Return the capabilities in a file: CSV, a workbook, an inventory or worksheet file, whatever JSON or YAML
    `foreign` knows, or a pasted list with a name on each line.

    Of the name only the ending counts; without one the content tells. Raises FileError.
    """
    found = _found(name, content, chosen)
    return found if isinstance(found, Incoming) else _understood(found, chosen).incoming


@dataclass(frozen=True)
class Preview:
    """What somebody is shown of a file: how it was read, its columns, if it has any, and what is in it, or else why
    that is unknown."""

    columns: tuple[FoundColumn, ...] = ()
    incoming: Incoming | None = None
    trouble: str = ""
    reading: ReadTable | None = None
    """How a table was read, without its rows."""
    headings: int = 0
    """The number of the row that names the columns; 0 for none."""
    first_rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    questions: Questions = NO_QUESTIONS


def preview(name: str, content: bytes, chosen: Choices = NOTHING_SAID) -> Preview:
    """Return how a file is understood; one that is refused says why, and has columns and first rows too."""
    shown = Preview()
    try:
        found = _found(name, content, chosen)
        if isinstance(found, Incoming):
            return Preview(incoming=found)
        shown = Preview(
            reading=replace(found, table=FoundTable(found.separator, ())), first_rows=_first_rows(found.table)
        )
        header = header_of(found.table, replace(chosen, columns={}, places={}))
        shown = replace(shown, columns=_as_said(header.found(), chosen), headings=header.row)
        seen = _understood(found, chosen)
        return replace(shown, columns=seen.header.found(), incoming=seen.incoming, questions=seen.questions)
    except FileError as error:
        return replace(shown, trouble=str(error))


def remembered_kinds(existing: Sequence[Capability], shown: Preview) -> dict[str, str]:
    """Return the kind that each type word of a file stood for when its rows were imported before, "" for none.

    What was imported has a reference, by which it is found again; of others only a kind that somebody gave counts.
    """
    rows = shown.incoming.rows if shown.incoming else ()
    seen: dict[str, Counter[str]] = {}
    for number, capability in matched(existing, rows).items():
        word = shown.questions.typed.get(number)
        if word and (capability.kind or capability.reference):
            seen.setdefault(word, Counter())[capability.kind or ""] += 1
    return {word: kinds.most_common(1)[0][0] for word, kinds in seen.items()}


def _first_rows(table: FoundTable) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(
        (number, tuple(shortened(plain_text(cell)) for cell in cells[:COLUMNS_SHOWN]))
        for number, cells in table.rows[:ROWS_SHOWN]
    )


def _as_said(columns: Sequence[FoundColumn], chosen: Choices) -> tuple[FoundColumn, ...]:
    """Return columns with what somebody says that they hold, where the table as a whole cannot be understood."""
    return tuple(
        replace(each, field=chosen.columns.get(each.heading, chosen.places.get(place, each.field or "")) or None)
        for place, each in enumerate(columns)
    )


def _understood(reading: ReadTable, chosen: Choices) -> Understood:
    try:
        return understand(reading.table, chosen, remarks=reading.remarks)
    except FileError as error:
        raise FileError(f"{error}{reading.note}") from error


def _found(name: str, content: bytes, chosen: Choices) -> Incoming | ReadTable:
    """Return what is in a file, or the table in it; raises FileError."""
    ending = _ending(name, content)
    if ending in OBJECTS:
        return _read_json(content)
    if ending in CATALOGUES:
        return _as_read(foreign.from_values(documents_in(content)))
    if ending in WORKBOOKS:
        return read_workbook(content, ending, chosen)
    text, reading = read_text(content, chosen)
    says_table = chosen.separator or chosen.columns or chosen.headings is not None
    if ending in LISTS and not says_table:
        text = with_tabs(text)
        if is_list(text, reading.separator):
            return read_list(text, remarks=(*reading.remarks, *list_told(text)))
        reading = replace(reading, separator=separator_of(text))
    return table_of(text, reading)


def _as_read(found: foreign.Read) -> Incoming | ReadTable:
    return found if isinstance(found, Incoming) else ReadTable(found[0], remarks=found[1])


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
        return ".ods" if is_open_document(start) else ".xlsx"
    return ".yaml" if _CATALOGUE.search(start) else ".txt"


def _read_json(content: bytes) -> Incoming | ReadTable:
    values = parse_each(content)
    if len(values) == 1 and isinstance(values[0], dict) and _is_ours(values[0]):
        return from_json(values[0])
    return _as_read(foreign.from_values(values))


def _is_ours(value: Mapping[str, Any]) -> bool:
    return "format" in value or ("capabilities" in value and part_of(value) is None)


def names_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a list that holds a name: its number, and the name without what stands before it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line and (name := _BULLET.sub("", clean_line(_COUNTED.sub("", line)), count=1)):
            yield number, without_emphasis(name)


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
