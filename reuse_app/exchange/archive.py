"""The members of a zip file, unpacked only after its directory has been looked at."""

import io
import zipfile
import zlib
from collections.abc import Iterable

from reuse_app.exchange.errors import FileError, check_size

MOST_MEMBERS = 1_000
MOST_UNPACKED = 40_000_000
"""Bytes of all members that are read, unpacked: 40 MB."""

PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How spreadsheets pack members; what is packed otherwise may grow without end in one step."""

MADE = (1980, 1, 1, 0, 0, 0)
"""When every member that we write says it was made, so that the same content is the same bytes."""


def unpacked(content: bytes, *, endings: tuple[str, ...]) -> dict[str, bytes]:
    """Return the members of a zip file whose names have one of these endings; raises FileError.

    A file over 5 MB, of over 1,000 members or over 40 MB unpacked is refused before any member is.
    """
    check_size(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _checked(archive.infolist(), endings)
            return {member.filename: _content(archive, member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise FileError("This file is damaged or locked with a password; save it anew and without one.") from error


def packed(members: Iterable[tuple[str, str | bytes]], *, compressed: bool = True) -> bytes:
    """Return a zip file of named members; the same members give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, MADE)
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED)
    return file.getvalue()


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return what a member holds, never more than the directory says; raises BadZipFile when that is not all."""
    with archive.open(member) as opened:
        return opened.read(member.file_size)


def _checked(members: list[zipfile.ZipInfo], endings: tuple[str, ...]) -> list[zipfile.ZipInfo]:
    if len(members) > MOST_MEMBERS:
        raise FileError(f"The file is a zip of {len(members):,} parts; at most {MOST_MEMBERS:,} are read.")
    wanted = [member for member in members if member.filename.casefold().endswith(endings)]
    if any(member.compress_type not in PACKED for member in wanted):
        raise FileError("The file is packed in a way that no spreadsheet uses; save it anew.")
    size = sum(member.file_size for member in wanted)
    if size > MOST_UNPACKED:
        limit = f"{MOST_UNPACKED // 1_000_000} MB"
        raise FileError(
            f"The file would grow to {size // 1_000_000:,} MB when it is unpacked; at most {limit} are read."
        )
    return wanted
