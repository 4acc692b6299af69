"""How values read on a page: filters and the names that every template may use."""

from collections.abc import Mapping
from enum import Enum

import nh3
from flask import Flask
from markdown import Markdown
from markupsafe import Markup

from reuse_app import guide
from reuse_app.web.finding import step_progress
from reuse_app.web.forms import as_typed, form_of
from reuse_app.worksheet import Capability, Product, scales
from reuse_app.worksheet.estimate import Estimate, shortest
from reuse_app.worksheet.flat import Scalar
from reuse_app.worksheet.scales import WORDS, Fit, Need
from reuse_app.worksheet.steps import Step

MOST_BRACKETS = 200
"""Square brackets beyond which a text is shown as it is: python-markdown takes quadratic time in them."""
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "h2", "h3", "h4", "hr"}


def init_app(app: Flask) -> None:
    """Give the templates their filters and names."""
    filters = (amount, dots, level_pairs, markdown, percent, plural, word, word_pair, key_pair, fit_pair)
    app.jinja_env.filters.update({filter_.__name__: filter_ for filter_ in filters})
    app.jinja_env.globals.update(form_of=form_of, guide=guide, progress=step_progress, scales=scales, steps=tuple(Step))


NOTHING = "\u2013"
"""Stands where there is no figure."""


def amount(value: Estimate | float | None) -> str:
    """A number as people read it: at most one decimal, thin spaces between thousands, a dash for none."""
    if value is None:
        return NOTHING
    number = value.likely if isinstance(value, Estimate) else value
    rounded = round(number, 1)
    return f"{shortest(rounded):,}".replace(",", "\u202f").replace("-", "\u2212")


def percent(share: float | None) -> str:
    """A share of 0 to 1 as whole percent."""
    return NOTHING if share is None else f"{round(share * 100)}\u202f%"


def word(value: Scalar | Enum) -> str:
    """A single value as people read it: a member of a scale in words, nothing for None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return next((text for member, text in WORDS.items() if member is value), str(value.value))
    return as_typed(value)


def dots(need: Need) -> str:
    """A need as one to three dots."""
    return "●" * {Need.NONE: 0, Need.WEAK: 1, Need.MODERATE: 2, Need.STRONG: 3}[need]


def word_pair(member: Enum) -> tuple[object, str]:
    """A member of a scale as an option: its value and its word."""
    return member.value, word(member)


def key_pair(noun: Capability | Product) -> tuple[str, str]:
    """A capability or a product as an option: its key and its name."""
    return noun.key, noun.name


def fit_pair(meaning: tuple[Fit, str]) -> tuple[str, str]:
    """A fit with its meaning as an option."""
    fit, text = meaning
    return fit.value, f"{word(fit)} · {text}"


def level_pairs(meanings: Mapping[float, str]) -> list[tuple[str, str]]:
    """The levels of a scale as options: each level, and the level with its meaning."""
    return [(f"{shortest(level)}", f"{shortest(level)} · {meaning}") for level, meaning in meanings.items()]


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{count} {one if count == 1 else many}"


def markdown(text: str) -> Markup:
    """Markdown that people wrote, as HTML that can neither run nor load anything; whatever else they typed is text."""
    if text.count("[") + text.count("]") > MOST_BRACKETS:
        return Markup("<p>{}</p>").format(text)
    try:
        html = _plain_markdown().convert(text)
    except RecursionError:
        return Markup("<p>{}</p>").format(text)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704  # nh3 has just cleaned it


def _plain_markdown() -> Markdown:
    """Markdown without HTML in it and without images: both stand there as text."""
    plain = Markdown(output_format="html")
    plain.preprocessors.deregister("html_block")
    for pattern in ("html", "image_link", "image_reference", "short_image_ref"):
        plain.inlinePatterns.deregister(pattern)
    return plain
