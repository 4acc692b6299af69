"""Reading an inventory from whatever file somebody has, recognised by its name and content."""

from pathlib import PurePath

from reuse_app.exchange import code_json, inventory_csv, inventory_json
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming
from reuse_app.exchange.json_text import parse

TABLES = (".csv", ".tsv", ".txt")


def read(content: bytes, *, filename: str) -> Incoming:
    """Return the capabilities in a file: CSV, an inventory or worksheet file (JSON), or a code.json.

    Of the name only the ending counts; without one, what begins with a brace is JSON. Raises FileError.
    """
    ending = PurePath(filename).suffix.casefold() or _likely_ending(content)
    if ending in TABLES:
        return inventory_csv.read(content)
    if ending != ".json":
        raise FileError(f"Found a file that ends in “{ending}”; this version reads .csv and .json.")
    data = parse(content)
    if isinstance(data, dict) and "releases" in data:
        return code_json.from_object(data)
    return inventory_json.from_object(data)


def _likely_ending(content: bytes) -> str:
    return ".json" if content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith((b"{", b"[")) else ".csv"
