"""What somebody wants to import: a file, a pasted text or a saved inventory, and how it is to be understood.

Between the dry run and the import the page carries the content, so that nothing is kept on the server.
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import PurePath

from flask import request
from werkzeug.exceptions import NotFound

from reuse_app.exchange import FileError, Incoming, inventory_json, sources
from reuse_app.exchange.duplicates import Choice
from reuse_app.exchange.sources import Preview
from reuse_app.store.inventories import capabilities_of, versions
from reuse_app.web.context import database
from reuse_app.web.inventories.shelf import held_inventory
from reuse_app.web.server.working import is_light, work
from reuse_app.worksheet.values import NAME_LENGTH, clean_line, whole_number

LIKE_THE_REST = "rest"
"""The field that says what becomes of the likely duplicates that have no choice of their own."""


@dataclass(frozen=True)
class Upload:
    """A file with what people have said about it: which column holds what, and what becomes of likely duplicates."""

    name: str
    content: bytes
    fields: Mapping[int, str] = field(default_factory=dict)
    """By the place of a column, the field that it holds; "" for none."""
    choices: Mapping[int, Choice] = field(default_factory=dict)
    """By the number of a row; 0 stands for every row that has no choice of its own."""

    @property
    def as_text(self) -> str:
        """The content as a form carries it."""
        return b64encode(self.content).decode()

    @cached_property
    def preview(self) -> Preview:
        """What is in the file as it is understood; it is read once."""
        read = partial(sources.preview, fields=self.fields)
        return work(read, self.name, self.content, quickly=is_light(self.content))

    @property
    def incoming(self) -> Incoming:
        """The capabilities in the file; raises FileError."""
        if self.preview.incoming is None:
            raise FileError(self.preview.trouble)
        return self.preview.incoming

    def choice(self, row: int) -> Choice:
        """What becomes of a row that is likely to be a duplicate."""
        return self.choices.get(row, self.choices.get(0, Choice.ADD))


def sent_upload() -> Upload:
    """Return what the form of this request brings; raises FileError, and NotFound for an inventory not held here."""
    name, content = _sent_again() if "content" in request.form else _sent_first()
    return Upload(name, content, _fields(), _choices())


def _sent_first() -> tuple[str, bytes]:
    file, address = request.files.get("file"), request.form.get("inventory", "")
    text = request.form.get("text", "")
    if file and file.filename:
        return PurePath(clean_line(file.filename)).name[-NAME_LENGTH:], file.read()
    if address:
        return _saved(address)
    if not text.strip():
        raise FileError("There is nothing to import yet. Choose a file, or paste a list.")
    return "", text.encode("utf-8", "replace")


def _saved(address: str) -> tuple[str, bytes]:
    """The newest version of an inventory that this browser holds."""
    kept = held_inventory(address)
    if kept is None:
        raise NotFound
    newest = versions(database(), kept.address)[0].number
    return f"{kept.name}.json", inventory_json.write(capabilities_of(database(), kept.address, newest)).encode()


def _sent_again() -> tuple[str, bytes]:
    """What a page of ours carried."""
    try:
        return request.form.get("name", ""), b64decode(request.form["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise FileError("The file did not arrive whole. Choose it again.") from error


def _fields() -> dict[int, str]:
    return _numbered("column")


def _choices() -> dict[int, Choice]:
    chosen = {0: request.form.get(LIKE_THE_REST, "")} | _numbered("row")
    return {row: Choice(value) for row, value in chosen.items() if value in set(Choice)}


def _numbered(name: str) -> dict[int, str]:
    """The fields of a form that are called `name` and a number, by that number."""
    start = f"{name}-"
    fields = ((field, value) for field, value in request.form.items() if field.startswith(start))
    found = ((whole_number(field.removeprefix(start)), value) for field, value in fields)
    return {number: value for number, value in found if number is not None}
