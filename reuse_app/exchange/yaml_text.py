"""YAML as people and programs send it: every value a text, refused with the line of what is wrong."""

from collections.abc import Iterator
from typing import Any

import yaml

from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.errors import FileError

DEEPEST = 50
"""Levels of lists and objects inside each other that are followed."""
MOST_NODES = 300_000
TOO_DEEP = f"this is nested more than {DEEPEST} levels deep"
LIBRARY_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of far deeper nesting, in some of its versions before it tells of any level."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def documents_in(content: bytes) -> list[Any]:
    """Return the documents in a YAML text, without empty ones; raises FileError.

    Lists and objects that an alias repeats are refused: a few lines of them can stand for more than memory holds.
    """
    text, _ = decoded(content)
    try:
        _check(yaml.parse(text, Loader=_LOADER))
        return [document for document in yaml.load_all(text, Loader=_LOADER) if document not in (None, "")]
    except yaml.MarkedYAMLError as error:
        wrong = TOO_DEEP if error.problem == LIBRARY_TOO_DEEP else f"this is not readable as YAML ({error.problem})"
        raise FileError(f"{_line(error.problem_mark)}: {wrong}.") from error
    except yaml.YAMLError as error:
        raise FileError("This is not readable as YAML; is there a character in it that no text has?") from error


def _check(events: Iterator[Any]) -> None:
    """Raise FileError for nesting, aliases and sizes that no list of capabilities has."""
    depth, repeated = 0, set()
    for count, event in enumerate(events):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            repeated |= {event.anchor} - {None}
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent) and event.anchor in repeated:
            line = _line(event.start_mark)
            raise FileError(f"{line}: the alias “*{event.anchor}” repeats a list or an object; write it out.")
        if depth > DEEPEST:
            raise FileError(f"{_line(event.start_mark)}: {TOO_DEEP}.")
        if count > MOST_NODES:
            raise FileError(f"The file has more than {MOST_NODES:,} values; split it.")


def _line(mark: Any) -> str:
    return f"Line {mark.line + 1:,}" if mark else "Somewhere"
