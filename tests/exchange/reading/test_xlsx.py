"""Workbooks that are small as files and large in memory, or no workbooks at all."""

import resource
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from reuse_app.exchange import FileError
from reuse_app.exchange.archive import packed
from reuse_app.exchange.inventory_files import write_xlsx
from reuse_app.exchange.reading.xlsx import sheets_in
from tests.exchange.capabilities import capability
from tests.limits import CPU_SECONDS

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def changed(**parts: str) -> bytes:
    """A workbook with a capability in it, some of its parts replaced: `sheet1` or `sharedStrings` by their content."""
    with zipfile.ZipFile(BytesIO(write_xlsx([capability()]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in members:
        stem = name.rpartition("/")[2].removesuffix(".xml")
        if stem in parts:
            members[name] = parts[stem].encode()
    return packed(members.items())


def sheet(cells: str, *, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>'


def rows(count: int, cell: str) -> str:
    return "".join(f'<row r="{number}">{cell}</row>' for number in range(1, count + 1))


PREFIXED = (
    f'<a:worksheet xmlns:a="{NAMESPACE[7:-1]}"><a:sheetData><a:row r="999999">'
    "<a:c r = 'ZZ999999'><a:v>1</a:v></a:c></a:row></a:sheetData></a:worksheet>"
)
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
SHARED_TEXT = f"<sst {NAMESPACE}><si><t>{'x' * 30_000}</t></si></sst>"
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "200,000 cells": (lambda: changed(sheet1=sheet(rows(2_000, "<c><v>1</v></c>" * 100))), "have 200,000 cells"),
    "200,000 empty cells": (lambda: changed(sheet1=sheet(rows(2_000, "<c/>" * 100))), "have 200,000 cells"),
    "one cell far away": (
        lambda: changed(sheet1=sheet(FAR)),
        "have 17,179,869,184 cells",
    ),
    "one cell far away, elsewhere": (
        lambda: changed(sheet1=PREFIXED),
        "cells; at most 100,000 are read",
    ),
    "one text a thousand times": (
        lambda: changed(sheet1=sheet(rows(2_000, '<c t="s"><v>0</v></c>')), sharedStrings=SHARED_TEXT),
        "more than 40,000,000 characters",
    ),
    "entities": (lambda: changed(sheet1=sheet("<row><c><v>&b;</v></c></row>", before=ENTITIES)), "declares entities"),
    "zip bomb": (lambda: changed(sheet1=sheet(" " * 50_000_000)), "would grow to 50 MB"),
    "elements": (lambda: changed(sheet1=sheet("<a/>" * 1_100_000)), "more than 1,000,000 elements"),
    "nested": (lambda: changed(sheet1=sheet("<a>" * 100_000 + "</a>" * 100_000)), ""),
    "broken": (lambda: changed(sheet1="<worksheet>"), "is damaged"),
    "no parts": (lambda: packed([("a.txt", "x")]), "This workbook cannot be read"),
    "a document": (lambda: packed([("word/document.xml", "<document/>")]), "This workbook cannot be read"),
    "cut off": (lambda: changed()[:-100], "damaged or locked"),
    "no workbook": (lambda: b"name\nVision\n", "This is not an Excel workbook"),
    "empty": (lambda: b"", "This is not an Excel workbook"),
    "over 5 MB": (lambda: b"PK" + b"x" * 5_000_000, "at most 5,000,000 (5 MB) are read"),
}


@pytest.mark.parametrize(("make", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused_in_a_sentence_and_soon(make: Callable[[], bytes], message: str) -> None:
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    try:
        sheets_in(content)
        refused = ""
    except FileError as error:
        refused = str(error)
    assert message in refused
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < CPU_SECONDS


def test_the_unchanged_workbook_is_read() -> None:
    assert sheets_in(changed())["Capabilities"].rows[1][1][:2] == ["vision", "Vision"]


def test_a_part_that_says_it_is_smaller_than_it_is_never_grows() -> None:
    content = changed(sheet1=sheet(" " * 30_000_000))
    size = (30_000_000 + len(sheet(""))).to_bytes(4, "little")
    assert size in content
    with pytest.raises(FileError, match="damaged"):
        sheets_in(content.replace(size, (1_000).to_bytes(4, "little")))


def test_pictures_and_macros_are_never_unpacked() -> None:
    with zipfile.ZipFile(BytesIO(write_xlsx([capability()]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = packed([*members.items(), ("xl/media/image1.png", b"\0" * 60_000_000)])
    assert "Capabilities" in sheets_in(content)
