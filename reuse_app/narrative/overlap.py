"""Inventories side by side, in words: what is kept more than once, what that costs, and whom to bring together."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from reuse_app.analysis.overlap import Copy, Double, Overlap, Party
from reuse_app.narrative.blocks import Block, Paragraph, Report, Section, note, table
from reuse_app.narrative.isolation import apart
from reuse_app.narrative.words import amount, listed, plural, some
from reuse_app.worksheet.searching import ALIKE_FROM

SHOWN, MOST_TOLD = 20, 200
"""Rows of each table that are seen at once, and with those that a page unfolds."""
MOST_NAMED = 8
"""Names in a cell or a sentence."""
NOWHERE = "none: build it once"


def tell(overlap: Overlap) -> Report:
    """Return what follows from several inventories side by side."""
    sections = [Section("overlap", "What they have alike", (*_kept(overlap), *_missed(overlap), *_notes(overlap)))]
    if overlap.doubles:
        sections.append(Section("meetings", "Whom to bring together", _meetings(overlap)))
    return Report(_some([each.name for each in overlap.inventories]), "", tuple(sections))


def _kept(overlap: Overlap) -> tuple[Block, ...]:
    """Return what is in house in two inventories or more, and what that costs."""
    twice = [each for each in overlap.doubles if each.is_kept_twice]
    unit = _unit_of_all(twice)
    rows = ((each.name, _copies(each, unit), _beyond_the_dearest(each, unit)) for each in twice)
    headers = ("Capability", "Kept in", "Cost beyond the dearest")
    caption = _in_unit("What is kept more than once", unit)
    return Paragraph(_opening(overlap, twice)), *_table(caption, headers, rows, len(twice))


def _unit_of_all(doubles: Sequence[Double]) -> str:
    """Return the unit of every cost in a table, which is then said once above it; empty for several or none."""
    units = {copy.unit for each in doubles for copy in each.held if copy.cost is not None}
    return units.pop() if len(units) == 1 else ""


def _in_unit(caption: str, unit: str) -> str:
    return f"{caption}, costs in {unit}" if unit else caption


def _opening(overlap: Overlap, twice: Sequence[Double]) -> str:
    count = len(overlap.inventories)
    if not overlap.doubles:
        return f"Nothing is alike in these {count} inventories: no name and no nature resembles one in another."
    if not twice:
        return f"Nothing is kept more than once in these {count} inventories."
    kept = f"{plural(len(twice), 'capability is', 'capabilities are')} kept more than once in these {count} inventories"
    if not overlap.extra:
        return f"{kept}; what that costs is not known, because no two copies of one state a cost in the same unit."
    least = "" if all(map(_is_complete, twice)) else "at least "
    lacks = some([apart(each.name) for each in twice if each.lacks])
    no_cost = f" (no cost for {lacks})" if lacks else ""
    return f"{kept}, which costs {least}{_sums(overlap.extra)} beyond the dearest copy of each{no_cost}."


def _beyond_the_dearest(double: Double, unit: str) -> str:
    known = f"{'' if _is_complete(double) else 'at least '}{_sums(double.extra, unit)}" if double.extra else "not known"
    lacks = f"no cost in {_some([*map(apart, double.lacks)])}" if double.extra and double.lacks else ""
    reasons = [lacks, "different units are not added" if len(double.units) > 1 else ""]
    why = "; ".join(filter(None, reasons))
    return f"{known} ({why})" if why else known


def _is_complete(double: Double) -> bool:
    """Whether all copies in house have a cost, in one unit."""
    return not double.lacks and len(double.units) == 1


def _sums(costs: Mapping[str, float], said: str = "") -> str:
    """Return the costs with their units, but for the one that is said already."""
    without = "" if len(costs) == 1 else "without a unit"
    return listed([_amount(cost, unit or without, said) for unit, cost in costs.items()])


def _amount(cost: float, unit: str, said: str) -> str:
    return f"{amount(cost)} {'' if unit == said else unit}".rstrip()


def _missed(overlap: Overlap) -> tuple[Block, ...]:
    """Return what is missing in one inventory, and in house or missing too in another."""
    missed = [each for each in overlap.doubles if each.missed]
    unit = _unit_of_all(missed)
    rows = (
        (
            each.name,
            _some([apart(copy.inventory) for copy in each.missed]),
            _copies(each, unit) or NOWHERE,
        )
        for each in missed
    )
    headers = ("Capability", "Missing in", "In house in")
    return _table(_in_unit("What one misses and another has or misses too", unit), headers, rows, len(missed))


def _copies(double: Double, unit: str) -> str:
    return "; ".join(_copy(each, double, unit) for each in double.held)


def _copy(copy: Copy, double: Double, unit: str) -> str:
    """Return where a copy is: “Robot: 60 k€, as “Laser scanner”, alike by nature”."""
    cost = "no cost stated" if copy.cost is None else _amount(copy.cost, copy.unit, unit)
    called = f", as “{apart(copy.name)}”" if copy.name != double.name else ""
    return f"{apart(copy.inventory)}: {cost}{called}{', alike by nature' if copy.by == 'nature' else ''}"


def _notes(overlap: Overlap) -> Iterator[Block]:
    """Yield what to know before believing it."""
    if overlap.extra:
        yield note("Beyond the dearest: what all other copies cost to build, the least that sharing one would save.")
    yield from map(note, _on_units(overlap))
    yield from (note(f"{apart(each.name)} is empty.") for each in overlap.inventories if not each.size)
    if overlap.is_rough:
        yield note("There is too much text to compare it letter by letter: only what has the same words is alike here.")
    if overlap.without_nature:
        few = f"{amount(overlap.without_nature)} of {amount(overlap.size)}"
        yield note(f"{few} say nothing of their nature: only names tell them.")
    yield note(
        f"Names are alike when {ALIKE_FROM:.0f} of 100 letters agree; natures when their verb is the same too. Whether "
        "it is the same thing, those who own it know."
    )


def _on_units(overlap: Overlap) -> Iterator[str]:
    """Yield in which units costs are, where that is not plain."""
    priced = {copy.inventory for double in overlap.doubles for copy in double.held if copy.cost is not None}
    units = {each.name: each.unit for each in overlap.inventories if each.name in priced}
    stated = [unit for unit in dict.fromkeys(units.values()) if unit]
    silent = [apart(name) for name, unit in units.items() if not unit]
    if len(stated) > 1:
        yield f"Costs are in {listed(stated)}; amounts in different units are never added."
    if silent and stated:
        yield f"{_some(silent)}: the unit of cost is not stated, so these amounts are not added to the others."
    elif silent:
        yield "The unit of cost is not stated; the amounts are added as if it were the same."


def _meetings(overlap: Overlap) -> tuple[Block, ...]:
    if not overlap.meetings:
        return (Paragraph("Nobody: all copies of each have the same owner."),)
    rows = ((*map(_party, each.parties), some(each.about)) for each in overlap.meetings)
    return _table("Those with most in common first", ("Who", "With whom", "About what"), rows, len(overlap.meetings))


def _party(party: Party) -> str:
    inventories = some([*map(apart, party.inventories)], most=2)
    return f"{apart(party.owner)} ({inventories})" if party.owner else f"Whoever keeps {inventories}"


def _table(caption: str, headers: tuple[str, ...], rows: Iterator[tuple[str, ...]], count: int) -> tuple[Block, ...]:
    """Return a table of the first of so many rows, one of the next, and how many there are beside them."""
    first, rest = list(islice(rows, SHOWN)), list(islice(rows, MOST_TOLD - SHOWN))
    more = (note(f"{amount(count - MOST_TOLD)} more are left out here."),) if count > MOST_TOLD else ()
    return *table(caption, headers, first), *table(f"The next {len(rest)}", headers, rest, is_folded=True), *more


def _some(names: Sequence[str]) -> str:
    return some(names, most=MOST_NAMED)
