"""The rules of a choice in raw data: which products they name, and which rules can never hold together."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import Any

from reuse_app.worksheet.constraints import Constraints
from reuse_app.worksheet.validation.raw import Path, entries, part, shown, whole
from reuse_app.worksheet.values import clean_line

Found = tuple[Path, Any]
"""What stands in raw data, with its path."""
Pair = tuple[str, str]
"""A product, and the one that it needs."""
Mistaken = tuple[Path, str]


def named(data: Mapping[str, Any]) -> Iterator[Found]:
    """Yield every product that a rule names, as it stands in raw data."""
    groups = (members for _, members in _at_least(data))
    return chain(_must_have(data), *_exclusive(data), *groups, *_requires(data))


def counts(data: Mapping[str, Any]) -> Iterator[Found]:
    """Yield every number that a rule states, as it stands in raw data."""
    yield ("constraints", "at_most"), part(data, "constraints").get("at_most")
    yield from (count for count, _ in _at_least(data))


def contradictions(data: Mapping[str, Any]) -> Iterator[Mistaken]:
    """Yield the path and the message of each rule that cannot hold together with the others.

    Where there is none, it may still be that no set of products keeps all rules: only the solver knows that.
    """
    yield from _needing_themselves(data)
    must, needs = _keys(_must_have(data)), [pair for _, pair in _pairs(data)]
    required = _with_needs(must, needs)
    yield from _both_required(data, must, required)
    yield from _too_many(data, must, required)
    exclusive = sorted((_keys(group) for group in _exclusive(data)), key=len, reverse=True)
    yield from _too_few(data, exclusive, needs, required)


def that_can_hold(constraints: Constraints) -> Constraints:
    """Return constraints without the groups of which too few can be chosen, as after a product has gone."""
    data = {"constraints": constraints.model_dump()}
    gone = {path[2] for path, _ in contradictions(data) if path[1] == "at_least"}
    kept = tuple(rule for index, rule in enumerate(constraints.at_least) if index not in gone)
    return constraints.model_copy(update={"at_least": kept}) if gone else constraints


def _needing_themselves(data: Mapping[str, Any]) -> Iterator[Mistaken]:
    for path, (product, needs) in _pairs(data):
        if product == needs:
            yield path, f"{_called(data, product)} cannot need itself; name two different products."


def _both_required(data: Mapping[str, Any], must: Set[str], required: Set[str]) -> Iterator[Mistaken]:
    for group in _exclusive(data):
        first, *others = sorted(required & _keys(group), key=lambda key: (key not in must, key)) or [""]
        if others:
            why = "" if others[0] in must else ", one of them because another needs it"
            names = f"{_called(data, first)} and {_called(data, others[0])}"
            yield group[0][0][:-1], f"{names} must both be chosen{why}: drop one rule."


def _too_many(data: Mapping[str, Any], must: Set[str], required: Set[str]) -> Iterator[Mistaken]:
    """Yield that more products have to be chosen than may be."""
    most = whole(part(data, "constraints").get("at_most"))
    if 0 < most < len(required):
        fewest, why = (len(must), "") if most < len(must) else (len(required), ", with those that others need")
        yield ("constraints", "at_most"), f"Found {most}, but {fewest} products must be chosen{why}."
        return
    for (path, count), members in _at_least(data):
        group = _keys(members)
        together = len(required - group) + max(whole(count), len(required & group))
        if 0 < most < together and whole(count) <= len(group):
            yield (
                path,
                f"Found {whole(count)}, which makes {together} products in all, but at most {most} may be chosen.",
            )


def _too_few(
    data: Mapping[str, Any], exclusive: Collection[Set[str]], needs: Collection[Pair], required: Set[str]
) -> Iterator[Mistaken]:
    """Yield that more products of a group have to be chosen than can be."""
    barred = _barred(exclusive, needs, required)
    for (path, count), members in _at_least(data):
        group, least = _keys(members), whole(count)
        most = _most_together(group - barred, exclusive)
        if least > len(group):
            yield path, f"Found {least}, but the group has only {len(group)}."
        elif least > most:
            yield path, f"Found {least}, but the other rules allow only {most} of the group: drop one rule."


def _with_needs(must: Set[str], needs: Collection[Pair]) -> Set[str]:
    """Return the products that have to be chosen: those that must be, and whatever these need."""
    required = set(must)
    while more := {other for product, other in needs if product in required} - required:
        required |= more
    return required


def _barred(exclusive: Collection[Set[str]], needs: Collection[Pair], required: Set[str]) -> Set[str]:
    """Return the products that cannot be chosen beside those that have to be, and whatever needs them."""
    barred = {key for group in exclusive if group & required for key in group - required}
    while more := {product for product, other in needs if other in barred} - barred:
        barred |= more
    return barred


def _most_together(products: Set[str], exclusive: Collection[Set[str]]) -> int:
    """Return how many products may be chosen together at most, as far as groups of which one may be chosen say."""
    left, most = set(products), 0
    for group in exclusive:
        if len(together := group & left) > 1:
            left, most = left - together, most + 1
    return most + len(left)


def _must_have(data: Mapping[str, Any]) -> list[Found]:
    return _each(part(data, "constraints").get("must_have"), ("constraints", "must_have"))


def _exclusive(data: Mapping[str, Any]) -> list[list[Found]]:
    groups = _each(part(data, "constraints").get("exclusive"), ("constraints", "exclusive"))
    return [members for path, group in groups if (members := _each(group, path))]


def _at_least(data: Mapping[str, Any]) -> list[tuple[Found, list[Found]]]:
    """Return the count and the products of each group of which at least so many have to be chosen."""
    stated = part(data, "constraints").get("at_least")
    rules = _each([stated] if isinstance(stated, dict) else stated, ("constraints", "at_least"))
    return [
        (((*path, "count"), rule.get("count")), _each(rule.get("of"), (*path, "of")))
        for path, rule in rules
        if isinstance(rule, dict)
    ]


def _requires(data: Mapping[str, Any]) -> list[list[Found]]:
    """Return each product that may be chosen only with another, and that other."""
    rules = _each(part(data, "constraints").get("requires"), ("constraints", "requires"))
    return [
        [((*path, name), rule.get(name)) for name in ("product", "needs")]
        if isinstance(rule, dict)
        else _each(rule, path)
        for path, rule in rules
    ]


def _pairs(data: Mapping[str, Any]) -> Iterator[tuple[Path, Pair]]:
    """Yield what needs what, as far as both are keys."""
    for found in _requires(data):
        keys = [clean_line(value) for _, value in found if isinstance(value, str)]
        if len(keys) == len(found) == 2:  # noqa: PLR2004  # a product and what it needs
            yield found[0][0][:-1], (keys[0], keys[1])


def _called(data: Mapping[str, Any], key: str) -> str:
    """Return what people call a product: its name, or its key where the data have no name for it."""
    products = (each for each in entries(data, "products") if isinstance(each, dict) and each.get("key") == key)
    return shown(next((each["name"] for each in products if each.get("name")), key))


def _each(value: Any, path: Path) -> list[Found]:
    """Return the entries of a list; none when it is no list."""
    return [((*path, index), each) for index, each in enumerate(value)] if isinstance(value, list | tuple) else []


def _keys(found: Iterable[Found]) -> frozenset[str]:
    return frozenset(clean_line(value) for _, value in found if isinstance(value, str))
