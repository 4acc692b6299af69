"""A report as Markdown, as one HTML file, and as a part of a page."""

from collections.abc import Collection
from dataclasses import dataclass

import yaml
from markupsafe import Markup

from reuse_app.analysis import Findings
from reuse_app.narrative.blocks import Report
from reuse_app.narrative.composing import compose
from reuse_app.narrative.markdown_text import Written
from reuse_app.narrative.templating import html_environment, markdown_environment
from reuse_app.report.style import policy, style_sheet
from reuse_app.worksheet import Worksheet


def markdown(worksheet: Worksheet, findings: Findings, chapters: Collection[str] = ()) -> str:
    """Return the report as Markdown with front matter; the same worksheet gives the same bytes.

    What people typed is shown letter by letter: it cannot become markup.
    """
    template = markdown_environment().get_template("report/report.md")
    report = compose(worksheet, findings, chapters=chapters)
    return _without_gaps(template.render(report=report, quoted_title=Written(_quoted(report.title))))


def html(worksheet: Worksheet, findings: Findings, chapters: Collection[str] = ()) -> str:
    """Return the report as one HTML file with nothing outside it; the same worksheet gives the same bytes."""
    report = compose(worksheet, findings, chapters=chapters)
    css = style_sheet(report.title)
    template = html_environment().get_template("report/report.html")
    return template.render(report=report, css=Markup(css), policy=policy(css), is_page=False)  # noqa: S704  # our own style sheet


def body(report: Report, template: str = "report/_body.html", *, is_page: bool = False) -> Markup:
    """Return the chapters of a report, for a page that has its own h1 and our style sheets."""
    text = html_environment().get_template(template).render(report=report, is_page=is_page)
    return Markup(text)  # noqa: S704  # the template escaped it


@dataclass(frozen=True)
class Page:
    """Chapters of a report as a part of a page, and which they are: their keys and titles."""

    body: Markup
    chapters: tuple[tuple[str, str], ...]

    def __len__(self) -> int:
        """Return how many letters it has."""
        return len(self.body)


def page(
    worksheet: Worksheet, findings: Findings, chapters: Collection[str] = (), template: str = "report/_body.html"
) -> Page:
    """Return the report, or some of its chapters, for a page of a workshop; its links lead to the steps."""
    report = compose(worksheet, findings, chapters=chapters)
    return Page(
        body(report, template, is_page=True), tuple((section.key, section.title) for section in report.sections)
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
