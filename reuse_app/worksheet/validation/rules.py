"""Rules between parts: votes stay within the budget, and constraints neither touch home products nor contradict."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from reuse_app.worksheet.document import Settings
from reuse_app.worksheet.validation.lists import Path, entries, identity
from reuse_app.worksheet.validation.messages import shown
from reuse_app.worksheet.values import clean_line


def broken_rules(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every rule that a raw worksheet breaks."""
    yield from _dots_beyond(data, each=_setting(data, "dots_each"), cap=_setting(data, "dots_cap"))
    yield from _home_products(data)
    yield from _contradictions(data)


def must_have(data: Mapping[str, Any]) -> list[tuple[Path, Any]]:
    """Return the products that have to be chosen, as they stand in raw data, each with its path."""
    required = entries(_part(data, "constraints"), "must_have")
    return [(("constraints", "must_have", index), value) for index, value in enumerate(required)]


def exclusive(data: Mapping[str, Any]) -> list[list[tuple[Path, Any]]]:
    """Return the groups of which one product may be chosen, as they stand in raw data, each value with its path."""
    groups = entries(_part(data, "constraints"), "exclusive")
    return [
        [(("constraints", "exclusive", number, index), value) for index, value in enumerate(group)]
        for number, group in enumerate(groups)
        if isinstance(group, list | tuple)
    ]


def _dots_beyond(data: Mapping[str, Any], *, each: int, cap: int) -> Iterator[tuple[Path, str]]:
    """Yield dots beyond the cap for one product, and the entry that takes somebody beyond the budget."""
    given: dict[object, int] = defaultdict(int)
    for index, entry in enumerate(entries(data, "dots")):
        participant, _ = identity(entry, "dots")
        count = _whole(entry.get("count")) if isinstance(entry, dict) else 0
        path: Path = ("dots", index, "count")
        if count > cap:
            yield path, f"Found {shown(count)}; one product may get at most {cap} dots from one participant (dots_cap)."
        before = given[participant]
        given[participant] += count
        if participant is not None and before <= each < before + count:
            total = shown(before + count)
            yield path, f"{shown(participant)} has now given {total} dots; everybody has {each} (dots_each)."


def _home_products(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    products = [product for product in entries(data, "products") if isinstance(product, dict)]
    home = {identity(product, "products")[0] for product in products if product.get("home") is True}
    for path, value in chain(must_have(data), *exclusive(data)):
        if isinstance(value, str) and clean_line(value) in home:
            yield path, f"{shown(value)} is a home product, which exists already; only adjacent ones can be chosen."


def _contradictions(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    required = {clean_line(value) for _, value in must_have(data) if isinstance(value, str)}
    for group in exclusive(data):
        both = sorted(required & {clean_line(value) for _, value in group if isinstance(value, str)})
        if len(both) > 1:
            yield group[0][0][:-1], f"{shown(both[0])} and {shown(both[1])} are both in must_have: drop one rule."
    most = _whole(_part(data, "constraints").get("at_most"))
    if 0 < most < len(required):
        yield ("constraints", "at_most"), f"Found {most}, but must_have names {len(required)} products."


def _setting(data: Mapping[str, Any], name: str) -> int:
    stated = _whole(_part(_part(data, "workshop"), "settings").get(name))
    return stated or int(Settings.model_fields[name].default)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}
