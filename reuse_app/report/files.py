"""The report as a file of any kind, imported when asked for, as a part of a page, and one figure of it alone."""

import re
from base64 import b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256

import yaml
from markupsafe import Markup

from reuse_app.analysis import Findings
from reuse_app.narrative.blocks import Report
from reuse_app.narrative.composing import compose, cover_lines
from reuse_app.narrative.figures import FIGURES
from reuse_app.narrative.figures.paper import on_paper, with_plain_halos
from reuse_app.narrative.isolation import isolated, unmarked
from reuse_app.narrative.prose import Written
from reuse_app.narrative.templating import STATIC, html_environment, markdown_environment
from reuse_app.report.layout import printable
from reuse_app.worksheet import Worksheet

SHEETS = ("colours", "type", "figures", "report", "print")
_FONT_ADDRESS = re.compile(r'url\("fonts/([\w.-]+)[^"]*"\)')


@dataclass(frozen=True)
class Format:
    """A sort of file: what people call it, its type on the web, and what writes it."""

    name: str
    media_type: str
    write: Callable[[Report], bytes]
    is_quick: bool = False
    """Whether it takes but a moment."""
    for_paper: bool = False
    """Whether it comes in pages, with its details in an annex."""
    has_annex: bool = True
    """Whether methods, inputs and details follow when nobody says otherwise."""
    chapters: tuple[str, ...] = ()
    """Which chapters it has when nobody asks for others; none of them stands for all."""


@dataclass(frozen=True)
class Edition:
    """Which report of a worksheet is wanted."""

    chapters: tuple[str, ...] = ()
    """The keys of its chapters; none of them stands for all."""
    annex: bool | None = None
    """Whether methods, inputs and details follow; None leaves it to the format."""
    day: str = ""
    """When the worksheet last changed; empty when nobody knows."""


USUAL = Edition()


def write(kind: str, worksheet: Worksheet, findings: Findings, edition: Edition = USUAL) -> bytes:
    """Return the report as a file; the same worksheet and the same edition give the same bytes.

    Args:
        kind: one of `FORMATS`.
        worksheet: what it is about.
        findings: what follows from it.
        edition: what of it is wanted.
    """
    format_ = FORMATS[kind]
    has_annex = format_.has_annex if edition.annex is None else edition.annex
    report = compose(
        worksheet, findings, chapters=edition.chapters or format_.chapters, annex=has_annex, for_paper=format_.for_paper
    )
    return format_.write(replace(report, cover=cover_lines(worksheet, edition.day)))


def _pdf(report: Report) -> bytes:
    from reuse_app.report import pdf  # noqa: PLC0415  # typst

    return pdf.write(report)


def _word(report: Report) -> bytes:
    from reuse_app.report.word import document  # noqa: PLC0415  # python-docx and typst

    return document.write(report)


def _slides(report: Report) -> bytes:
    from reuse_app.report.slides import deck  # noqa: PLC0415  # python-pptx

    return deck.write(report)


def _markdown(report: Report) -> bytes:
    """Return a report as Markdown with front matter; what people typed is shown letter by letter, never as markup."""
    template = markdown_environment().get_template("report/report.md")
    text = template.render(report=report, quoted_title=Written(_quoted(report.title)))
    return unmarked(_without_gaps(text)).encode()


def _html(report: Report) -> bytes:
    """Return a report as one HTML file with nothing outside it."""
    css = style_sheet(report.title)
    template = html_environment().get_template("report/report.html")
    return template.render(report=report, css=Markup(css), policy=policy(css), is_page=False).encode()  # noqa: S704  # our own style sheet


FORMATS = {
    "pdf": Format("PDF", "application/pdf", _pdf, for_paper=True, has_annex=False),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word, for_paper=True
    ),
    "pptx": Format(
        "Slides",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _slides,
        has_annex=False,
        chapters=("summary", "answer", "matrix", "scores", "family", "gaps", "next"),
    ),
    "html": Format("HTML", "text/html; charset=utf-8", _html, is_quick=True),
    "md": Format("Markdown", "text/markdown; charset=utf-8", _markdown, is_quick=True),
}
"""What a report can be written as, by the ending of the file."""


@dataclass(frozen=True)
class Excerpt:
    """Chapters of a report as a part of a page, and which they are: their keys and titles."""

    body: Markup
    chapters: tuple[tuple[str, str], ...]
    index: tuple[tuple[str, str], ...]
    """Where each stands on the page, and its title."""

    def __len__(self) -> int:
        """Return how many letters it has."""
        return len(self.body)


def excerpt(
    worksheet: Worksheet, findings: Findings, chapters: Collection[str] = (), template: str = "report/_body.html"
) -> Excerpt:
    """Return the report, or some of its chapters, for a page of a workshop; its links lead to the steps."""
    report = compose(worksheet, findings, chapters=chapters)
    text = html_environment().get_template(template).render(report=report, is_page=True)
    return Excerpt(
        Markup(text),  # noqa: S704  # the template escaped it
        tuple((section.key, section.title) for section in report.sections),
        report.index,
    )


def _quoted(text: str) -> str:
    """Return text as YAML on one line, whatever was typed."""
    return yaml.safe_dump(text, allow_unicode=True, default_style='"', width=float("inf")).strip()


def _without_gaps(text: str) -> str:
    """Return the text with one blank line where a template left several, and a line break at its end."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"


def style_sheet(title: str) -> str:
    """Return the whole style sheet, with the title in the running head of printed pages."""
    return f"{_sheets()}@page {{ @top-left {{ content: {_string(title)}; }} }}\n"


def policy(css: str) -> str:
    """Return the policy of a file that holds exactly this style sheet: no script, nothing loaded, nothing sent."""
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"


@cache
def _sheets() -> str:
    css = "".join((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return _FONT_ADDRESS.sub(_embedded, css)


def _embedded(address: re.Match[str]) -> str:
    font = b64encode((STATIC / "fonts" / address[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{font}")'


def _string(text: str) -> str:
    """Return text as a CSS string in which every letter is itself."""
    written = "".join(letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):x} " for letter in text)
    return f'"{written}"'


def write_figure(key: str, kind: str, worksheet: Worksheet, findings: Findings) -> bytes:
    """Return a figure as svg or png, the same bytes each time; nothing where the worksheet says too little to draw it.

    Args:
        key: one of `FIGURES`.
        kind: "svg" or "png".
        worksheet: what is drawn.
        findings: what follows from it.
    """
    figure = FIGURES[key](isolated(worksheet), findings)
    if figure is None:
        return b""
    if kind == "svg":
        svg = unmarked(printable(with_plain_halos(on_paper(figure))))
        return svg.replace("<style>", "<style>.chart{background:#fff}", 1).encode()
    from reuse_app.report.typesetting import drawn, typeset  # noqa: PLC0415  # typst

    return typeset("pictures.typ", [drawn(figure)], into="png")[0]
