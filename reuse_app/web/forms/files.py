"""A file that a form brings: chosen or pasted at first, then carried by our own page from preview to import."""

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import PurePath

from flask import request

from reuse_app.exchange import FileError
from reuse_app.worksheet.values import NAME_LENGTH, clean_line


@dataclass(frozen=True)
class Sent:
    """A file as somebody sent it."""

    name: str
    content: bytes

    @property
    def as_text(self) -> str:
        """The content as a form carries it."""
        return b64encode(self.content).decode()


def sent_file() -> Sent:
    """Return the file that the form of this request brings; raises FileError when there is none, or not all of it."""
    if "content" in request.form:
        return _sent_again()
    file = request.files.get("file")
    text = request.form.get("text", "") or request.form.get("names", "")
    if file and file.filename:
        return Sent(PurePath(clean_line(file.filename)).name[-NAME_LENGTH:], file.read())
    if not text.strip():
        raise FileError("There is nothing to import yet. Choose a file, or paste a list.")
    return Sent("", text.encode("utf-8", "replace"))


def _sent_again() -> Sent:
    """What a page of ours carried."""
    try:
        return Sent(request.form.get("name", ""), b64decode(request.form["content"], validate=True))
    except (binascii.Error, ValueError) as error:
        raise FileError("The file did not arrive whole. Choose it again.") from error
