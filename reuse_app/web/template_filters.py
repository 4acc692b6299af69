"""How values read on a page: filters and the names that every template may use."""

import datetime as dt
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from enum import Enum
from hashlib import sha256
from typing import Any

from flask import Flask
from flask.templating import Environment
from markupsafe import Markup

from reuse_app import guide
from reuse_app.narrative.isolation import apart, told, within
from reuse_app.narrative.prose import prose
from reuse_app.narrative.words import (
    amount,
    capitalised,
    dots,
    estimate,
    hyphenated,
    listed,
    percent,
    plural,
    two_figures,
)
from reuse_app.web import clock as days
from reuse_app.web.context import g
from reuse_app.web.findings import step_progress
from reuse_app.web.forms.form import Form, as_typed
from reuse_app.web.forms.sent import form_of
from reuse_app.worksheet import Capability, Product, scales
from reuse_app.worksheet.columns import Scalar
from reuse_app.worksheet.scales import WORDS, Fit
from reuse_app.worksheet.searching import is_stale
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import shortest

STAMP = "%Y-%m-%dT%H:%M:%SZ"
"""A moment in UTC as a script reads it."""


class Templates(Environment):
    """The environment of the pages, whose templates share one dict of globals.

    Jinja chains a dict of its own before it for each template and goes through all names of the chain at every import;
    a page of a workshop imports macros eight times.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: those of the environment, unless it is given some of its own."""
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Give the templates their filters and names."""
    filters = (
        amount, apart, begun, capitalised, cursor, day, digest, dots, estimate, fit_pair, grouped, hour,
        hyphenated, key_pair, level_pairs, listed, meaning_pairs, minute_typed, moment, percent, plural,
        prose, step_pair, time_of_day, two_figures, told, within, word, word_pair
    )  # fmt: skip
    app.jinja_env.filters.update({filter_.__name__: filter_ for filter_ in filters})
    app.jinja_env.tests["stale"] = _is_stale_today
    app.jinja_env.globals.update(form_of=form_of, guide=guide, progress=step_progress, scales=scales, steps=tuple(Step))


def word(value: Scalar | Enum) -> str:
    """A single value as people read it: a member of a scale and a day in words, nothing for None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return next((text for member, text in WORDS.items() if member is value), str(value.value))
    return day(value) if isinstance(value, dt.date) else as_typed(value)


def word_pair(member: Enum) -> tuple[object, str]:
    """A member of a scale as an option: its value and its word."""
    return member.value, word(member)


def begun(form: Form, values: Mapping[str, str]) -> Form:
    """A form that begins with some values, unless it has been typed into."""
    return replace(form, values={**values, **form.values})


def key_pair(noun: Capability | Product) -> tuple[str, str]:
    """A capability or a product as an option: its key and its name."""
    return noun.key, noun.name


def fit_pair(meaning: tuple[Fit, str]) -> tuple[str, str]:
    """A fit with its meaning as an option."""
    fit, text = meaning
    return fit.value, f"{word(fit)} · {text}"


def day(date: dt.date) -> Markup:
    """A day of the calendar as people write it: 5 May 2026. It is the same in every time zone."""
    return _time(date.isoformat(), _in_words(date))


def digest(value: object) -> str:
    """A short text that stands for a value, by which a page that is open tells whether it has changed."""
    return sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def moment(at: dt.datetime) -> Markup:
    """A moment in UTC as an element; times.js says it by the reader's clock."""
    at = at.astimezone(dt.UTC)
    return _time(f"{at:{STAMP}}", f"{_in_words(at)}, {at:%H:%M} UTC")


def time_of_day(at: dt.datetime) -> Markup:
    """A moment of today in UTC, to the second, as an element; times.js says it by the reader's clock."""
    at = at.astimezone(dt.UTC)
    return Markup('<time datetime="{}" data-clock>{} UTC</time>').format(f"{at:{STAMP}}", f"{at:%H:%M:%S}")


def hour(at: dt.datetime) -> Markup:
    """A moment of today in UTC, to the minute, as an element; times.js says it by the reader's clock."""
    at = at.astimezone(dt.UTC)
    return Markup('<time datetime="{}" data-clock="minute">{} UTC</time>').format(f"{at:{STAMP}}", f"{at:%H:%M}")


def minute_typed(at: dt.datetime) -> str:
    """A moment in UTC as a field for moments holds it."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M}"


def step_pair(step: Step) -> tuple[str, str]:
    """A step as an option: its value and its title."""
    return step.value, step.title


def cursor(revision: int) -> str:
    """A revision of the workshop as it goes out to people."""
    return g.cursor(revision)


def grouped(code: str) -> str:
    """A code as people read it out: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def level_pairs(meanings: Mapping[float, str]) -> list[tuple[str, str]]:
    """The levels of a scale as options: each level, and the level with its meaning."""
    return [(f"{shortest(level)}", f"{shortest(level)} · {meaning}") for level, meaning in meanings.items()]


def meaning_pairs(meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    """Words of a closed list as options: each word, and the word with its meaning."""
    return [(word, f"{word} · {meaning}") for word, meaning in meanings.items()]


def _in_words(date: dt.date) -> str:
    return f"{date.day} {date:%B %Y}"


def _time(stamp: str, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(stamp, text)


def _is_stale_today(capability: Capability) -> bool:
    return is_stale(capability, today=days.begun_everywhere())
