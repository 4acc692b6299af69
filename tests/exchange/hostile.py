"""Files that are small to send and large to read: one for each way that is known to be one."""

import lzma
import random
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

from reuse_app.exchange.archive import packed
from reuse_app.exchange.inventory_files import write_xlsx
from tests.exchange.capabilities import capability

SIZE = 4_900_000
"""Bytes: just below the largest file that is read."""
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def filled(unit: str | bytes, *, before: bytes = b"", after: bytes = b"", size: int = SIZE) -> bytes:
    """As many of a unit as fit in a file, none of them cut."""
    each = unit.encode() if isinstance(unit, str) else unit
    return before + each * ((size - len(before) - len(after)) // len(each)) + after


def workbook(**parts: str | bytes) -> bytes:
    """A workbook with a capability in it, some of its parts replaced: `sheet1` or `sharedStrings` by their content."""
    members = members_of(write_xlsx([capability()]))
    for name in members:
        stem = name.rpartition("/")[2].removesuffix(".xml")
        if stem in parts:
            part = parts[stem]
            members[name] = part.encode() if isinstance(part, str) else part
    return packed(members.items())


def members_of(content: bytes) -> dict[str, bytes]:
    """What a zip file holds, by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet(rows: str, *, encoding: str = "UTF-8") -> str:
    """A part that holds a sheet."""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'
    )


def text_cell(text: str) -> str:
    """A cell with a text of its own."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


@cache
def lying(real: int, stated: int) -> bytes:
    """A workbook whose sheet is larger than the zip file's directory says, in bytes."""
    content = workbook(sheet1=sheet(" " * real))
    size = (real + len(sheet(""))).to_bytes(4, "little")
    assert size in content
    return content.replace(size, stated.to_bytes(4, "little"))


def many_sheets(count: int, rows: str) -> bytes:
    """A workbook that shows one part as so many sheets."""
    members = members_of(workbook(sheet1=sheet(rows)))
    book = members["xl/workbook.xml"].decode()
    own = book[book.index("<sheet ") : book.index("</sheets>")]
    many = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, count + 1))
    members["xl/workbook.xml"] = book.replace(own, many).encode()
    return packed(members.items())


@cache
def squeezed() -> bytes:
    """A workbook with a sheet packed by LZMA, which grows to 100 MB in one step; the directory says 1 kB."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 100_000_000)
    assert lzma.is_check_supported(lzma.CHECK_CRC32)
    return file.getvalue().replace((100_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def noise() -> bytes:
    """Bytes without any order, the same each time."""
    return random.Random(1).randbytes(SIZE)  # noqa: S311  # no secret


NAMES = b"".join(b"%x," % number for number in range(2_000))
INVENTORY = b'{"format":"reuse-inventory","version":1,"capabilities":['
FIELDS = ",".join(f'"{number:x}":1' for number in range(450))

JSON: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "empty lists": (lambda: filled("[],", before=b"[", after=b"[]]"), "commas and opening brackets; at most 500,000"),
    "numbers": (lambda: filled("1,", before=b"[", after=b"1]"), "commas and opening brackets; at most 500,000"),
    "objects in an inventory": (lambda: filled("{},", before=INVENTORY, after=b"{}]}"), "at most 500,000"),
    "releases": (lambda: filled("[],", before=b'{"releases":[', after=b"[]]}", size=700_000), "holds at most 2,000"),
    "long names": (lambda: filled('{"a":"é"},', before=b"[", after=b"{}]", size=2_500_000), "holds at most 2,000"),
    "lines of objects": (lambda: filled('{"name":"a","html_url":"b"}\n'), "holds at most 2,000"),
    "field names": (
        lambda: b"{%s}" % b",".join(b'"%x":1' % number for number in range(450_000)),
        "what is read is an inventory",
    ),
    "names that stand twice": (
        lambda: b"{%s}" % b",".join(b'"%x":1' % (number // 2) for number in range(450_000)),
        "A field stands twice",
    ),
    "unknown fields": (
        lambda: INVENTORY + ",".join(f'{{"name":"x","n{n}":1,{FIELDS}}}' for n in range(1_000)).encode() + b"]}",
        "There is no field “n0” here",
    ),
    "brackets": (lambda: b"[" * SIZE, "at most 500,000"),
    "fewer brackets": (lambda: b"[" * 400_000, "nested too deeply"),
    "a number of digits": (lambda: b"[" + b"9" * SIZE + b"]", ""),
    "a number of decimals": (lambda: b"[0." + b"9" * SIZE + b"]", ""),
    "exponents": (lambda: filled("1e999999999,", before=b"[", after=b"1]"), "holds at most 2,000"),
    "line breaks": (lambda: b"\n" * SIZE, "The file is empty"),
    "halves of characters": (lambda: filled("\\ud800", before=b'["', after=b'"]'), "half of a character"),
    "byte order marks": (lambda: b"\xef\xbb\xbf" * 1_600_000, "The file is empty"),
    "UTF-16": (lambda: b"\xff\xfe" + "[1,".encode("utf-16-le") * 800_000, "at most 500,000"),
    "entries below a long name": (
        lambda: b'[{"name":"%s","children":[{"name":"b","children":["a"%s]}]}]' % (b"x" * 3_000_000, b',"a"' * 1_900),
        "",
    ),
    "marks on a letter": (
        lambda: INVENTORY + b'{"name":"Z%s"}]}' % ("\u0301\u0323".encode() * 1_200_000),
        "at most 200",
    ),
}
CSV: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "line breaks": (lambda: b"\n" * SIZE, "more than 100,000 cells or rows"),
    "carriage returns": (lambda: b"\r" * SIZE, "more than 100,000 cells or rows"),
    "commas": (lambda: b"," * SIZE, "more than 100,000 cells"),
    "a million columns": (lambda: b"name" + b",x" * 1_000_000, "more than 100,000 cells"),
    "500 columns and more": (lambda: b"name" + b",x" * 90_000, "at most 500 columns"),
    "one field": (lambda: b"a" * SIZE, "a cell has more than 131,072 letters"),
    "a quote that is not closed": (lambda: filled("a,\n", before=b'name\n"'), "In line 2 a quote opens"),
    "quotes": (lambda: b'"' * SIZE, "a cell has more than 131,072 letters"),
    "tiny rows": (lambda: filled("a\n", before=b"name\n"), "more than 100,000 cells"),
    "a number in groups": (lambda: b"name;trl\n" + (b"a;1" + b" 111" * 30_000 + b"x\n") * 40, "write a number"),
    "a number of digits": (lambda: b"name;trl\n" + (b"a;" + b"9" * 120_000 + b"x\n") * 40, "write a number"),
    "exponents": (lambda: b"name,trl\n" + b"a,1e999999999\n" * 1_990, "write a level"),
    "a day": (lambda: b"name;checked\n" + (b"a;" + b"1-1-" * 30_000 + b"x\n") * 40, "write a day"),
    "a kind": (lambda: b"name;kind\n" + (b"a;" + b"_ " * 60_000 + b"x\n") * 40, "were left out"),
    "names that are alike": (lambda: b"name\n" + b"".join(b"%d %s\n" % (n, b"x" * 150) for n in range(2_000)), ""),
    "marks on letters": (lambda: b"name\n" + f"Z{chr(0x301) * 190}\n".encode() * 2_000, ""),
    "noise": (noise, ""),
    "Latin letters": (lambda: filled("é\n".encode("latin-1"), before=b"name\n"), "more than 100,000 cells"),
    "zeros": (lambda: b"\0" * SIZE, ""),
}
LISTS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "line breaks": (lambda: b"\n" * SIZE, "The list is empty"),
    "separators of lines": (lambda: filled("\u2028"), "The list is empty"),
    "names": (lambda: filled("ab\n"), "more lines than the 2,000"),
    "spaces": (lambda: b" " * SIZE, "The list is empty"),
    "bullets": (lambda: (b"- " * 1_200 + b"\n") * 2_000, ""),
}
YAML: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "items": (lambda: filled("- a\n"), "more than 300,000 values"),
    "documents": (lambda: filled("--- a\n"), "more than 300,000 values"),
    "brackets": (lambda: b"[" * SIZE, "nested more than 50 levels"),
    "aliases": (
        lambda: b"a: &a [x,x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(20)),
        "what is read is an inventory",
    ),
    "one text": (lambda: filled("a\n", before=b'"'), "not readable as YAML"),
    "kinds": (lambda: b"".join(b"---\nkind: K%d\nmetadata: {name: a}\n" % n for n in range(20_000)), ""),
}
WORKBOOKS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "one cell of 39 MB": (lambda: workbook(sheet1=sheet(text_cell("a" * 39_000_000))), "more than 32,767 characters"),
    "one shared text of 39 MB": (
        lambda: workbook(sharedStrings=f"<sst {NAMESPACE}><si>{'<t>aaa</t>' * 20_000}</si></sst>"),
        "more than 32,767 characters",
    ),
    "digits": (lambda: workbook(sheet1=sheet(f"<c><v>{'1' * 39_000_000}</v></c>")), "more than 32,767 characters"),
    "UTF-7": (lambda: workbook(sheet1=sheet("", encoding="UTF-7")), "is in “UTF-7”"),
    "an unknown encoding": (lambda: workbook(sheet1=sheet("", encoding="x-none")), "is in “x-none”"),
    "Latin-1": (lambda: workbook(sheet1=sheet("", encoding="ISO-8859-1")), "is in “ISO-8859-1”"),
    "UTF-16": (lambda: workbook(sheet1=sheet("").encode("utf-16")), "The workbook is empty"),
    "a directory that lies": (lambda: lying(100_000_000, 1_000), "damaged"),
    "packed by LZMA": (squeezed, "packed in a way that no spreadsheet uses"),
    "a zip in a zip in a zip": (lambda: packed([("a.xml", packed([("b.xml", packed([("c", b"0" * SIZE)]))]))]), "dama"),
    "many sheets": (lambda: many_sheets(100_000, ""), "at most 1,000 are read"),
    "one sheet many times": (
        lambda: many_sheets(900, "<row><c><v>1</v></c></row>" * 9_000),
        "shows one sheet several times",
    ),
    "wide rows": (lambda: workbook(sheet1=sheet(f"<row>{text_cell('name') * 16_384}</row>" * 7)), "have 114,688 cells"),
    "elements": (lambda: workbook(sheet1=sheet("<a/>" * 990_000)), ""),
    "a name of 19 MB": (lambda: workbook(sheet1=sheet(f"<{'x' * 19_000_000}/>")), ""),
    "nested": (lambda: workbook(sheet1=sheet("<a>" * 900_000)), "is damaged"),
}
