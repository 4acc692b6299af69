"""The worksheet file: one workshop as JSON that people can read, write and compare."""

from typing import Any

from reuse_app.exchange.json_text import parse
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.worksheet import FORMAT, VERSION, checked


def read(source: str | bytes) -> Worksheet:
    """Return the worksheet in a file's content.

    Raises FileError when it cannot be read as JSON, WorksheetError with every mistake when it is no worksheet.
    """
    return checked(parse(source))


def write(worksheet: Worksheet) -> str:
    """Return the worksheet as its file: fields in their order, defaults left out, the same text every time."""
    parts = worksheet.model_dump_json(indent=2, exclude_defaults=True)
    return f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},{parts[1:]}\n'


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the worksheet file; references between keys are beyond it."""
    described = Worksheet.model_json_schema()
    for name, part in LISTS.items():
        described["properties"][name]["maxItems"] = part.limit
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described, "title": "Reuse worksheet"}
