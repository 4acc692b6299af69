"""YAML as plain values: every document of a text, with what is merged into its objects, and within limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.errors import FileError

DEEPEST = 50
"""Levels of lists and objects inside each other that are followed."""
MOST_NODES = 300_000
"""Values in a file, each counted as often as an alias repeats it."""
TOO_DEEP = f"this is nested more than {DEEPEST} levels deep"
LIBRARY_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of far deeper nesting, in some of its versions before it tells of any level."""
TABS = "cannot start any token"
"""What libyaml says of a tab, or another mark, where a value should begin."""
MERGE = "<<"
NOTHING = ("null", "Null", "NULL", "~")
"""How YAML says that there is no value."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def documents_in(content: bytes) -> list[Any]:
    """Return the documents in a YAML text without empty ones, all values as texts or None; raises FileError.

    Aliases are followed as long as all that they repeat is within the limits of a file, so that a few lines cannot
    stand for more than memory holds.
    """
    text, _ = decoded(content)
    try:
        _check(yaml.parse(text, Loader=_LOADER))
        documents = [document for document in yaml.load_all(text, Loader=_LOADER) if document not in (None, "")]
    except yaml.MarkedYAMLError as error:
        raise FileError(f"{_line(error.problem_mark)}: {_why(error, text)}.") from error
    except yaml.YAMLError as error:
        raise FileError("This is not readable as YAML; is there a character in it that no text has?") from error
    return [_merged(document) for document in documents]


def _why(error: yaml.MarkedYAMLError, text: str) -> str:
    if error.problem == LIBRARY_TOO_DEEP:
        return TOO_DEEP
    mark = error.problem_mark
    if mark and TABS in str(error.problem) and "\t" in "".join(text.splitlines()[mark.line : mark.line + 1]):
        return "a tab stands where YAML has spaces; write spaces instead"
    return f"this is not readable as YAML ({error.problem})"


@dataclass
class _Open:
    """A list or object that has begun: its anchor, how many values it has so far, and how deep they are."""

    anchor: str | None
    nodes: int = 1
    height: int = 1

    def add(self, nodes: int, height: int) -> None:
        """Count what is inside it."""
        self.nodes += nodes
        self.height = max(self.height, height + 1)


def _check(events: Iterator[Any]) -> None:
    """Raise FileError for nesting, repetitions and sizes that no list of capabilities has."""
    around, known, total = [_Open(None)], dict[str, _Open](), 0
    for event in events:
        total += 1
        if isinstance(event, yaml.CollectionStartEvent):
            around.append(_Open(event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = around.pop()
            around[-1].add(ended.nodes, ended.height)
            known |= {ended.anchor: ended} if ended.anchor else {}
        elif isinstance(event, yaml.AliasEvent):
            total += _follow(event, around, known)
        elif isinstance(event, yaml.ScalarEvent):
            around[-1].add(1, 1)
            known.pop(event.anchor or "", None)
        if len(around) > DEEPEST + 1:
            raise FileError(f"{_line(event.start_mark)}: {TOO_DEEP}.")
        if total > MOST_NODES:
            raise FileError(
                f"{_line(event.start_mark)}: the file has more than {MOST_NODES:,} values up to here; split it."
            )


def _follow(event: Any, around: list[_Open], known: Mapping[str, _Open]) -> int:
    """Return how many values an alias repeats; raises FileError when it repeats what it is in, or goes too deep."""
    line = _line(event.start_mark)
    if any(each.anchor == event.anchor for each in around):
        raise FileError(f"{line}: the alias “*{event.anchor}” repeats what it stands in; write it out.")
    repeated = known.get(event.anchor, _Open(None))
    around[-1].add(repeated.nodes, repeated.height)
    if len(around) + repeated.height > DEEPEST:
        raise FileError(f"{line}: {TOO_DEEP}.")
    return repeated.nodes


def _merged(value: Any) -> Any:
    """Return a value whose objects have the fields that they merge (`<<`); their own come first, then the earlier."""
    if isinstance(value, list):
        return [_merged(each) for each in value]
    if not isinstance(value, dict):
        return None if value in NOTHING else value
    own = {field: _merged(each) for field, each in value.items() if field != MERGE}
    brought = _merged(value.get(MERGE, []))
    for each in brought if isinstance(brought, list) else [brought]:
        own = {**each, **own} if isinstance(each, dict) else own
    return own


def _line(mark: Any) -> str:
    return f"Line {mark.line + 1:,}" if mark else "Somewhere"
