"""The report as a file of any kind; what a kind needs is imported when somebody asks for it."""

from collections.abc import Collection
from typing import Literal, get_args

from reuse_app.analysis import Findings
from reuse_app.report.writing import html, markdown
from reuse_app.worksheet import Worksheet

Kind = Literal["md", "html", "pdf", "docx"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def write(kind: Kind, worksheet: Worksheet, findings: Findings, chapters: Collection[str] = ()) -> bytes:
    """Return the report, or some of its chapters, as a file; the same worksheet gives the same bytes.

    Args:
        kind: what sort of file.
        worksheet: what it is about.
        findings: what follows from it.
        chapters: the keys of those that are wanted; none of them stands for all.
    """
    if kind == "pdf":
        from reuse_app.report import pdf  # noqa: PLC0415  # typst

        return pdf.write(worksheet, findings, chapters)
    if kind == "docx":
        from reuse_app.report import docx  # noqa: PLC0415  # python-docx and typst

        return docx.write(worksheet, findings, chapters)
    text = markdown if kind == "md" else html
    return text(worksheet, findings, chapters).encode()
