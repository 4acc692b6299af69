"""Rules between parts: votes stay within the budget, and constraints neither touch home products nor contradict."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from reuse_app.worksheet.document import Settings
from reuse_app.worksheet.validation.constraints import contradictions, named
from reuse_app.worksheet.validation.lists import Path, entries, identity, part, whole
from reuse_app.worksheet.validation.messages import shown
from reuse_app.worksheet.values import clean_line


def broken_rules(data: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the path and the message of every rule that a raw worksheet breaks."""
    yield from _dots_beyond(data, each=_setting(data, "dots_each"), cap=_setting(data, "dots_cap"))
    yield from _home_products(data)
    yield from contradictions(data)


def _dots_beyond(data: Mapping[str, Any], *, each: int, cap: int) -> Iterator[tuple[Path, str]]:
    """Yield dots beyond the cap for one product, and the entry that takes somebody beyond the budget."""
    given: dict[object, int] = defaultdict(int)
    for index, entry in enumerate(entries(data, "dots")):
        participant, _ = identity(entry, "dots")
        count = whole(entry.get("count")) if isinstance(entry, dict) else 0
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
    for path, value in named(data):
        if isinstance(value, str) and clean_line(value) in home:
            yield path, f"{shown(value)} is a home product, which exists already; only adjacent ones can be chosen."


def _setting(data: Mapping[str, Any], name: str) -> int:
    stated = whole(part(part(data, "workshop"), "settings").get(name))
    return stated or int(Settings.model_fields[name].default)
