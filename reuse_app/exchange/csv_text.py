"""A CSV file's bytes as text, in whichever encoding a spreadsheet saved it."""

import codecs

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.json_text import MOST_BYTES

SAMPLE = 1_000
"""Bytes from which UTF-16 without a mark is recognised: every second one of latin text is zero."""

BINARY_STARTS = {
    b"PK\x03\x04": "an Excel workbook or another zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
}


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a CSV file as text, and remarks on how it had to be read.

    Raises FileError when it is empty, larger than 5 MB or not text.
    """
    if len(content) > MOST_BYTES:
        raise FileError(f"The file has {len(content):,} bytes; at most {MOST_BYTES:,} (5 MB) are read.")
    for start, kind in BINARY_STARTS.items():
        if content.startswith(start):
            raise FileError(f"This is {kind}, not CSV; save the table as “CSV UTF-8” and import that.")
    try:
        return _as_text(content)
    except UnicodeDecodeError as error:
        raise FileError("This is not a text file; save the table as “CSV UTF-8” and import that.") from error


def _as_text(content: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = _utf_16(content)
    if encoding:
        return content.decode(encoding).removeprefix("\ufeff"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        remark = "The file is not UTF-8 and was read as Windows-1252; look whether accents and symbols are right."
        return content.decode("cp1252"), (remark,)


def _utf_16(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = content[:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    if max(even, odd) <= len(content[:SAMPLE]) // 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
