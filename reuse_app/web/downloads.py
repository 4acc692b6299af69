"""Answers that a browser saves as a file, named after the workshop."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import BadRequest

from reuse_app.narrative.words import listed
from reuse_app.report import FORMATS
from reuse_app.web.context import g
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.values import key_for

TYPES = {
    **{kind: written_as.media_type for kind, written_as in FORMATS.items()},
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "csv.zip": "application/zip",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_BYTES = 150
"""Bytes of a title in the name of a file; a system takes 255 with what is added to it."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
"""Names that Windows gives to devices."""


SEPARATORS = ("", ",", ";")
"""What an address may say about the cells of a CSV; commas stand between them without a word."""


def asked_separator() -> str:
    """What the address of this request says is to stand between the cells of a CSV; raises BadRequest."""
    return asked("separator", SEPARATORS) or ","


def asked(name: str, known: Collection[str]) -> str:
    """What the address of this request says by a name, if anything; raises BadRequest, which says what it may."""
    return next(iter(all_asked(name, known)), "")


def all_asked(name: str, known: Collection[str]) -> Sequence[str]:
    """All that the address of this request says by a name; raises BadRequest, which says what it may."""
    said = request.args.getlist(name)
    for each in said:
        if each not in known:
            choices = listed([f"“{choice}”" for choice in known if choice], last="or")
            raise BadRequest(f"The address says {shown(each)} for “{name}”, which may be {choices}, or left out.")
    return said


def download(content: str | bytes, kind: str, *, called: str = "", title: str = "") -> Response:
    """Answer with a file of a kind, named after the workshop, or another title, and what it holds."""
    response = Response(content, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = disposition(title or g.worksheet.workshop.title, called, kind)
    return response


def disposition(title: str, called: str, ending: str) -> str:
    """Return the header that names a file in the letters of its title (RFC 6266), and in plain ones for old clients."""
    rest = (f"-{called}" if called else "") + f".{ending}"
    plain = _not_reserved(key_for(title, (), otherwise="workshop"), called) + rest
    full = _not_reserved(_in_its_letters(title) or "workshop", called) + rest
    lettered = f"; filename*=UTF-8''{quote(full, safe='')}" if not full.isascii() else ""
    return f'attachment; filename="{plain}"{lettered}'


def _in_its_letters(title: str) -> str:
    """Return the letters, marks and digits of a title, and dashes for all else: nothing steers or leads away."""
    written = unicodedata.normalize("NFC", title.lower())
    kept = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in written)
    return "-".join(kept.split()).encode()[:MOST_BYTES].decode(errors="ignore").rstrip("-")


def _not_reserved(name: str, called: str) -> str:
    return f"{name}-workshop" if not called and RESERVED.fullmatch(name) else name
