"""Reading an inventory from whatever file somebody has, recognised by its name and content."""

import re
from collections.abc import Mapping
from pathlib import PurePath

from reuse_app.exchange import (
    capability_table,
    catalog_info,
    code_json,
    csv_table,
    inventory_json,
    inventory_xlsx,
    pasted_list,
    repos_json,
)
from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.header import ROWS_LOOKED_AT, FoundColumn, field_of, header_of, separator_of
from reuse_app.exchange.incoming import Incoming
from reuse_app.exchange.json_text import parse
from reuse_app.exchange.table import Table
from reuse_app.worksheet.phrases import shortened

TABLES = (".csv", ".tsv")
LISTS = (".txt",)
CATALOGUES = (".yaml", ".yml")
LOOKED_AT = 10_000
"""Characters of a text, or bytes of a file, from which its format is recognised."""

_CATALOGUE = re.compile(rb"^apiVersion:\s*\S+", re.MULTILINE)

READ = (*TABLES, *LISTS, ".xlsx", ".json", *CATALOGUES)


def read(name: str, content: bytes, *, mapping: Mapping[str, str] | None = None) -> Incoming:
    """Return the capabilities in a file: CSV, XLSX, an inventory or worksheet file, code.json, repos.json,
    catalog-info.yaml, or a pasted list with a name on each line.

    Of the name only the ending counts; without one the content tells. `mapping` says by heading which field a column
    holds, or "" for none, where `headings` has it wrong. Raises FileError.
    """
    ending = _ending(name, content)
    if ending == ".json":
        return _read_json(content)
    if ending in CATALOGUES:
        return catalog_info.read(content)
    table, remarks = _table(ending, content)
    if table:
        return capability_table.read(table, mapping or {}, remarks=remarks)
    text, remarks = decoded(content)
    return pasted_list.read(text, remarks=remarks)


def headings(name: str, content: bytes, *, mapping: Mapping[str, str] | None = None) -> tuple[FoundColumn, ...]:
    """Return the columns of a table and the field that each is taken for; none for a file without columns.

    It tells them even where `read` refuses the file because no column is taken for the name. Raises FileError.
    """
    ending = _ending(name, content)
    table, _ = (None, ()) if ending == ".json" or ending in CATALOGUES else _table(ending, content)
    return header_of(table, mapping or {}).found() if table else ()


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


def _table(ending: str, content: bytes) -> tuple[Table | None, tuple[str, ...]]:
    """Return the table in a file, and remarks on how it was read; None for a list of names."""
    if ending == ".xlsx":
        return inventory_xlsx.table_in(content), ()
    text, remarks = decoded(content)
    return (None if ending in LISTS and _is_list(text) else csv_table.read(text, separator=separator_of(text))), remarks


def _is_list(text: str) -> bool:
    """Say whether a text is a list of names: no line near its top names a column for them, and none has a tab."""
    lines = text[:LOOKED_AT].splitlines()[:ROWS_LOOKED_AT]
    separator = separator_of(text)
    headed = any(field_of(cell) == "name" for line in lines for cell in line.split(separator))
    return not headed and not any("\t" in line.strip() for line in lines)


def _read_json(content: bytes) -> Incoming:
    data = parse(content)
    if isinstance(data, list):
        return repos_json.from_object(data)
    if isinstance(data, dict) and "releases" in data:
        return code_json.from_object(data)
    return inventory_json.from_object(data)
