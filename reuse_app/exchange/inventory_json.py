"""The inventory file: capabilities without a workshop, as JSON."""

import json
from collections.abc import Iterable
from typing import Any

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming, RawRow, checked_rows, within_inventory
from reuse_app.exchange.json_text import parse
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.validation.messages import shown

FORMAT, VERSION = "reuse-inventory", 1
WORKSHEET = "reuse-worksheet"


def write(capabilities: Iterable[Capability]) -> str:
    """Return capabilities as an inventory file: defaults left out, the same text every time."""
    written = [capability.model_dump(mode="json", exclude_defaults=True) for capability in capabilities]
    file = {"format": FORMAT, "version": VERSION, "capabilities": written}
    return json.dumps(file, indent=2, ensure_ascii=False) + "\n"


def read(source: str | bytes) -> Incoming:
    """Return the capabilities in an inventory file or in a worksheet file; raises FileError."""
    return from_object(parse(source))


def from_object(data: Any) -> Incoming:
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
    return checked_rows([RawRow(number, fields, every) for number, fields in enumerate(rows, start=1)])
