"""What any choice must respect as lines of a table, and back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from reuse_app.worksheet import Constraints
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.validation.raw import shown
from reuse_app.worksheet.validation.worksheet import Mistake
from reuse_app.worksheet.values import Noun, ProductKey


class ConstraintLine(Noun):
    """One line of what any choice must respect."""

    rule: Literal["must-have", "exclusive", "at-most", "at-least", "requires"] = Field(
        description="What the line says."
    )
    number: int | None = Field(default=None, description="The group of products, or how many there may be at most.")
    product: ProductKey | None = Field(default=None, description="Key of the product.")
    count: int | None = Field(default=None, description="How many products of the group have to be chosen at least.")
    needs: ProductKey | None = Field(default=None, description="Key of the product that this one may not be without.")


def lines_of(constraints: Constraints) -> list[ConstraintLine]:
    """Return constraints as lines; a group of products is as many lines of one number."""
    groups = enumerate(constraints.exclusive, start=1)
    minimums = enumerate(constraints.at_least, start=1)
    return [
        *(ConstraintLine(rule="must-have", product=product) for product in constraints.must_have),
        *(
            ConstraintLine(rule="exclusive", number=number, product=product)
            for number, group in groups
            for product in group
        ),
        *([ConstraintLine(rule="at-most", number=constraints.at_most)] if constraints.at_most else []),
        *(
            ConstraintLine(rule="at-least", number=number, product=product, count=rule.count)
            for number, rule in minimums
            for product in rule.of
        ),
        *(ConstraintLine(rule="requires", product=rule.product, needs=rule.needs) for rule in constraints.requires),
    ]


def unknown_rules(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mistake]:
    """Yield a mistake for each line of which the rule is none."""
    known = columns(ConstraintLine)["rule"].choices
    for number, row in enumerate(rows, start=1):
        if row.get("rule") not in known:
            found = f"Found {shown(row.get('rule'))}; write one of {', '.join(map(str, known))}."
            yield Mistake(f"constraints[{number}].rule", found)


def constraints_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return raw constraints from raw lines."""
    of: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        of[row.get("rule")].append(row)
    return {
        "must_have": [row.get("product") for row in of["must-have"]],
        "exclusive": [[row.get("product") for row in group] for group in _groups(of["exclusive"])],
        "at_most": next((row.get("number") for row in reversed(of["at-most"])), None),
        "at_least": [
            {"of": [row.get("product") for row in group], "count": _count(group)} for group in _groups(of["at-least"])
        ],
        "requires": [{name: row.get(name) for name in ("product", "needs")} for row in of["requires"]],
    }


def _groups(rows: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return lines by their number."""
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row.get("number")].append(row)
    return [*groups.values()]


def _count(group: Iterable[Mapping[str, Any]]) -> Any:
    """Return the count that the lines of a group state; where they differ, all of them, so that the check names it."""
    stated = dict.fromkeys(count for row in group if (count := row.get("count")) is not None)
    return " or ".join(map(str, stated)) if len(stated) > 1 else next(iter(stated), None)
