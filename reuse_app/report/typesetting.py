"""Typst, which sets type: no network, no fonts but ours, nothing read but our templates, the same bytes each time."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typst

from reuse_app.narrative.words import listed
from reuse_app.report import letters

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent
SHARED = "paper.typ"
"""What stands before each template: data, colours, fonts, and how text is set."""
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""The same in every file, so that the same worksheet gives the same bytes."""
POINTS_PER_INCH = 200.0
"""Points of a picture: sharp in print, small in a file."""


def typeset(
    template: str, data: object, *, into: Literal["pdf", "png"], standards: "list[PDFStandard] | None" = None
) -> list[bytes]:
    """Return what a template makes of data: one file as pdf, one for each page as png; raises typst.TypstError.

    The data is never read as code. Fonts of other scripts are read where the data has letters of them.
    """
    told = json.dumps(data, ensure_ascii=False)
    families = letters.families(told)
    compiler = typst.Compiler(font_paths=_fonts(*(letters.folders() if families else ())), ignore_system_fonts=True)
    made = compiler.compile(
        _source(template),
        format=into,
        ppi=POINTS_PER_INCH,
        sys_inputs={"data": told, "families": json.dumps(families)},
        pdf_standards=standards or [],
        timestamp=MADE_AT,
    )
    return made if isinstance(made, list) else [made] if made else []


def as_pdf(template: str, data: Mapping[str, object], *, elsewhere: str) -> bytes:
    """Return PDF/UA-1, or plain tagged PDF that says (`lacks`) which letters are in none of its fonts.

    Args:
        template: what makes it of the data.
        data: what it is made of.
        elsewhere: where letters without a font can be read, as the end of a sentence.
    """
    try:
        return typeset(template, {**data, "lacks": ""}, into="pdf", standards=["ua-1"])[0]
    except typst.TypstError:
        lacks = _told(letters.lacking(json.dumps(data, ensure_ascii=False)), elsewhere)
        return typeset(template, {**data, "lacks": lacks}, into="pdf")[0]


def _told(scripts: Sequence[str], elsewhere: str) -> str:
    """Return what a reader needs to know of letters without a font: of which scripts they are, where that is known."""
    if not scripts:
        return f"Some letters are in none of the fonts of this file and are shown as empty boxes; {elsewhere}."
    fonts = f"this file was made without their fonts, which {letters.EXTRA} brings"
    return f"Letters of {listed(scripts)} are empty boxes here: {fonts}; {elsewhere}."


@cache
def _source(template: str) -> bytes:
    return b"\n".join((HERE / part).read_bytes() for part in (SHARED, template))


@cache
def _fonts(*more: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts"), *more])
