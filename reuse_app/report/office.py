"""What the files for word processors and for slides have alike: their properties, and the same bytes each time."""

import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reuse_app.narrative.blocks import Report
from reuse_app.report.layout import plain

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties
    from pptx.parts.coreprops import CorePropertiesPart

MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""The same in every file, so that the same worksheet gives the same bytes."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every part in the zip: the first that a zip can hold."""


def set_properties(properties: "CoreProperties | CorePropertiesPart", report: Report) -> None:
    """Say whose report it is, and nothing of when and by whom the file was made."""
    properties.title = plain(report.title)[:255]
    properties.author = plain(report.organisation)[:255]
    properties.last_modified_by = ""
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.language = "en-GB"
    properties.created = properties.modified = MADE_AT
    properties.revision = 1


def drop(kinds: Collection[str], *, of: Iterable[Any]) -> None:
    """Take parts of some kinds out of a file, by the relations that lead to them."""
    for rels in of:
        for key in [key for key, rel in rels.items() if rel.reltype.rpartition("/")[2] in kinds]:
            rels.pop(key)


def saved(save: Callable[[BytesIO], object], filled: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Return what is saved as a file without the time at which it was made.

    Args:
        save: writes the file.
        filled: what is made of a part before it is written, by its name.
    """
    made, file = BytesIO(), BytesIO()
    save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            part = parts.read(name)
            whole = filled[name](part) if filled and name in filled else part
            fixed.writestr(zipfile.ZipInfo(name, FIRST_DAY), whole, zipfile.ZIP_DEFLATED)
    return file.getvalue()
