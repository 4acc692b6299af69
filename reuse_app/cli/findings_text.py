"""Findings as plain text: every one with what it means, its method and its figures."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from pydantic import BaseModel

METHODS = {
    "coverage": "needs weigh 1, 3 or 9 (House of Quality scale; Hauser & Clausing 1988)",
    "economics": (
        "adaptation = AAM x build cost (COCOMO II reuse model, Boehm et al. 2000); family cost = shared costs once "
        "+ each product's own (after SIMPLE, Clements, McGregor & Cohen 2005)"
    ),
    "commonality": "CI = 1 - (d - max p) / (sum p - max p), d distinct capabilities, p those of a product",
    "leverage": "sum over products of value x need",
    "scores": "weighted sum on the fixed scale 1 to 4; axes after Gruber & Tal, Where to Play, 2017",
    "agreement": (
        "AD = mean distance from the mean; r_wg (James, Demaree & Wolf 1984); Kendall's W over the order of products"
    ),
    "calibration": "results beside ranges (Lichtenstein, Fischhoff & Phillips 1982); order after Spearman 1904",
    "robustness": "SMAA-2: share of draws in which a product has a rank (Lahdelma & Salminen 2001)",
    "portfolio": "exact search with shared costs paid once (set-union knapsack problem; Goldschmidt et al. 1994)",
    "progress": "iterations per unit of time x average progress of one",
}
"""How each finding is computed, for those that are more than a count."""

NESTED = (BaseModel, Mapping, list, tuple)


def told(findings: BaseModel, *, title: str) -> str:
    """Return every finding as text that reads well on a terminal and in a mail."""
    lines = [f"Findings: {title}"]
    for name, field in type(findings).model_fields.items():
        lines += ["", name.replace("_", " ").capitalize(), f"  {field.description}"]
        if name in METHODS:
            lines.append(f"  Method: {METHODS[name]}.")
        lines += _lines(getattr(findings, name), "  ")
    return "\n".join(lines) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    plain = _plain(value)
    if plain is not None:
        yield f"{indent}{plain}"
    elif isinstance(value, BaseModel | Mapping):
        for name, part in _named(value):
            yield from _under(name, part, indent)
    else:
        for part in value:
            yield from _under("-", part, indent)


def _under(name: str, value: Any, indent: str) -> Iterator[str]:
    """Yield a named value on one line when it is short, otherwise indented below its name."""
    line = _plain(value) if _plain(value) is not None else _in_one_line(value)
    lead = name if name == "-" else f"{name}:"
    if line is not None:
        yield f"{indent}{lead} {line}"
    else:
        yield f"{indent}{lead}"
        yield from _lines(value, f"{indent}  ")


def _in_one_line(value: Any) -> str | None:
    """Return a part whose fields are all plain as “field: value; field: value”."""
    if not isinstance(value, BaseModel):
        return None
    parts = [(name, _plain(part)) for name, part in _named(value)]
    if any(part is None for _, part in parts):
        return None
    return "; ".join(f"{name}: {part}" for name, part in parts)


def _named(value: BaseModel | Mapping[Any, Any]) -> list[tuple[str, Any]]:
    if isinstance(value, BaseModel):
        return [(name.replace("_", " "), getattr(value, name)) for name in type(value).model_fields]
    return [(str(name), part) for name, part in value.items()]


def _plain(value: Any) -> str | None:
    """Return a single value, or a list of single values, as words; None for anything nested."""
    if value is None or isinstance(value, bool):
        return {None: "not known", True: "yes", False: "no"}[value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return f"{round(value, 3):,.12g}"
    if isinstance(value, list | tuple) and value:
        return _plain_list(value)
    if isinstance(value, NESTED):
        return None if value else "none"
    return str(value)


def _plain_list(values: list[Any] | tuple[Any, ...]) -> str | None:
    """Return single values with commas between them; None when one of them is nested."""
    return (
        None if any(isinstance(value, NESTED) for value in values) else ", ".join(str(_plain(each)) for each in values)
    )
