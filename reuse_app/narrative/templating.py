"""The small Jinja environments in which reports and figures are written."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reuse_app.narrative.isolation import apart, told
from reuse_app.narrative.prose import Written, paragraphs, printed, prose

PACKAGE = Path(__file__).parent.parent
STATIC = PACKAGE / "static"


def templates_folder() -> Path:
    """Where the templates are: in the package when it is installed, beside it when it is edited."""
    packaged = PACKAGE / "templates"
    return packaged if packaged.is_dir() else PACKAGE.parent / "templates"


@cache
def html_environment() -> Environment:
    """The environment for HTML and SVG, which escapes whatever is printed."""
    return _environment(autoescape=True, filters={"prose": prose, "apart": apart, "at": at, "told": told})


@cache
def markdown_environment() -> Environment:
    """The environment for Markdown, which defuses whatever is printed; the template's own words pass as they are."""
    environment = _environment(autoescape=False, filters={"paragraphs": paragraphs, "verbatim": Written})
    environment.finalize = printed
    return environment


def at(value: float) -> str:
    """Return a coordinate with one decimal at most, so that a drawing is small and always the same."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def _environment(*, autoescape: bool, filters: dict[str, Callable[..., Any]]) -> Environment:
    """Return an environment over the app's templates in which a name that nobody gave is an error."""
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=autoescape,  # noqa: S701  # off for Markdown only, where finalize escapes instead
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    return environment
