"""Worksheets of hostile texts and odd numbers with an entry in every list, for round trips."""

import io
import re
import zipfile
from typing import Any

from hypothesis import strategies as st

from reuse_app.exchange import worksheet_tables
from reuse_app.exchange.archive import packed
from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.validation.worksheet import checked
from tests.exchange.capabilities import KEYS, nouns

FIXED: dict[str, dict[str, Any]] = {
    "dots": {"count": 1},
    "products": {"home": False},
    "notes": {"capability": None, "product": KEYS[0]},
}
"""What the rules between parts ask for."""


@st.composite
def worksheets(draw: st.DrawFn, /) -> Worksheet:
    """A worksheet with two things that have keys in each of their lists and one entry in every other list."""
    data: dict[str, Any] = {"workshop": draw(nouns(Workshop))}
    for name, part in LISTS.items():
        every = [{"key": key} for key in KEYS] if part.identity == ("key",) else [{}]
        data[name] = [draw(nouns(part.noun, **keys, **FIXED.get(name, {}))) for keys in every]
    exclusive = draw(st.sampled_from([[], [[*KEYS]], [[*KEYS], [*reversed(KEYS)]]]))
    at_least = draw(st.sampled_from([[], [{"of": [KEYS[0]], "count": 1}], [{"of": [*KEYS], "count": 1}] * 2]))
    requires = draw(st.sampled_from([[], [[*KEYS]], [{"product": KEYS[1], "needs": KEYS[0]}]]))
    data["constraints"] = {"exclusive": exclusive, "at_least": at_least, "requires": [] if exclusive else requires}
    data["constraints"] |= {"must_have": draw(st.sampled_from([[], [KEYS[0]]]))}
    return checked(data)


def with_hidden_rows(worksheet: Worksheet) -> bytes:
    """A workbook of ours in which somebody has hidden rows 3 and 4 of the capabilities and of the matrix."""
    with zipfile.ZipFile(io.BytesIO(worksheet_tables.write_xlsx(worksheet))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = re.findall(r'<sheet name="([^"]+)"', parts["xl/workbook.xml"].decode())
    for name in ("Capabilities", "Matrix"):
        part = f"xl/worksheets/sheet{names.index(name) + 1}.xml"
        parts[part] = re.sub(rb'<row r="([34])"', rb'<row r="\1" hidden="1"', parts[part])
    return packed(parts.items())
