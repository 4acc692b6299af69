"""Which column of a table holds which field of a capability."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reuse_app.exchange.errors import CellError, FileError
from reuse_app.exchange.reading.cells import LEVELS, LONGEST, said_in
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.decimals import Decimals
from reuse_app.exchange.reading.heading_words import NOTES
from reuse_app.exchange.reading.headings import field_of, level_of, likely_field_of, spelled, unit_in
from reuse_app.exchange.tables import FoundTable, Row, filled_in, plain_text
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import Scalar, columns
from reuse_app.worksheet.validation.raw import did_you_mean, shortened

MOST_COLUMNS = 500
ROWS_LOOKED_AT = 20
"""Rows among which the headings are looked for: people put a title above them."""
VALUES_LOOKED_AT = 200
"""Rows from which it is told what a column without a heading holds."""
LONG = 60
"""Characters from which a text describes rather than names."""
FEWEST_LEVELS = 2
NAMES_AT_LAST = frozenset(
    {"summary", "subject", "headline", "feature", "item", "topic", "thema", "betreff", "objet", "asunto"}
)
"""Headings of what something is about, which name it where no other column does."""


@dataclass(frozen=True)
class FoundColumn:
    """A column of a file: its heading, unique in it, the field that it is taken for, and its first value."""

    heading: str
    field: str | None
    example: str


@dataclass(frozen=True)
class Header:
    """The headings of a table: which row they are, and by position the field that each column holds.

    A table without headings has row 0, and its columns are called by their number; one made of objects has row 0 too.
    """

    row: int
    cells: Sequence[str]
    labels: Sequence[str]
    fields: Mapping[int, str]
    content: Sequence[Row]
    is_headless: bool = False
    levels: Sequence[int] = ()
    """Positions of columns that hold the levels of a tree, the highest first, where the deepest one is the name."""
    above: Sequence[Row] = ()
    """Rows above the headings, which are not read."""

    @cached_property
    def is_ours(self) -> bool:
        """Whether the table came out of this app: it has our keys, and every column has the name that we give it.

        In a workbook of ours names are spelled for people, so there every column must be there.
        """
        names = columns(Capability)
        return self._has_every_column() or (
            "key" in self.cells and "name" in self.cells and all(cell in names for cell in self.cells if cell.strip())
        )

    @property
    def unit(self) -> str:
        """The unit of cost that a heading states; nothing where they state none or several."""
        fields = {index for index, field in self.fields.items() if "cost" in field and field != "unit_cost"}
        units = {unit for index in fields if (unit := unit_in(self.cells[index]))}
        return units.pop() if len(units) == 1 else ""

    def label(self, field: str) -> str:
        """Return the heading that a field has in this file, or the field's own name."""
        return next((shortened(self.cells[index]) for index, held in self.fields.items() if held == field), field)

    def found(self) -> tuple[FoundColumn, ...]:
        """Return the columns that have a heading, for somebody to say what they hold."""
        return tuple(
            FoundColumn(label, self.fields.get(index), self._example(index))
            for index, label in enumerate(self.labels)
            if label
        )

    def check(self) -> None:
        """Raise FileError when no column holds names, or when two hold the same field."""
        held = list(self.fields.values())
        for field in held:
            if held.count(field) > 1:
                raise FileError(f"Row {self.row} names the column “{field}” twice; keep one of them.")
        if "name" not in held and not self.levels:
            found = ", ".join(f"“{shortened(cell)}”" for cell in self.cells[:10])
            which = f"Row {self.row}" if self.row else "A row"
            raise FileError(
                f"{which} must name the columns, and one of them must be “name”. Found {found}. Say "
                "which column holds the names."
            )
        if not self.content and not self.is_ours:
            raise FileError(f"Row {self.row} names the columns of a table, and no row follows: it holds no capability.")

    def _has_every_column(self) -> bool:
        """Say whether there is a column for each field, as in a workbook of ours."""
        return {spelled(cell) for cell in self.cells} >= columns(Capability).keys()

    def remarks(self, chosen: Choices) -> list[str]:
        """Return a sentence on each column that nobody chose to leave out and that holds no field."""
        if self.is_headless:
            held = ", ".join(f"column {index + 1} {field.replace('_', ' ')}" for index, field in self.fields.items())
            return [f"No row names the columns; they were read as {held}."]
        said = set(_said(self.labels, chosen))
        likely = [
            f"“{self.labels[index]}” as {field.removesuffix('_likely').replace('_', ' ')}"
            for index, field in self.fields.items()
            if index not in said and field_of(self.cells[index]) != field
        ]
        told = [f"By a word in their headings were read {', '.join(likely)}."] if likely else []
        over = [number for number, cells in self.above if sum(bool(plain_text(cell).strip()) for cell in cells) > 1]
        if over:
            rows = ", ".join(map(str, over))
            told.append(f"What stands above the headings in row {self.row} was not read: {rows}.")
        left = [index for index in range(len(self.cells)) if index not in self.fields and index not in self.levels]
        return told + [remark for index in left if index not in said and (remark := self._left_out(index))]

    def _left_out(self, index: int) -> str:
        if not self.cells[index].strip():
            return f"Column {index + 1} has no heading and was left out." if self._example(index) else ""
        field = field_of(self.cells[index]) or likely_field_of(self.cells[index])
        if field and field not in self.fields.values() and columns(Capability)[field].choices:
            words = ", ".join(map(str, columns(Capability)[field].choices))
            return f"Column {index + 1}, “{shortened(self.cells[index])}”, holds none of {words}, and was left out."
        if field in self.fields.values():
            holds = f"would be the {str(field).replace('_', ' ')} as “{self.label(str(field))}” is"
            return f"Column {index + 1}, “{shortened(self.cells[index])}”, {holds}, and was left out."
        known = [name for name in columns(Capability) if name not in self.fields.values()]
        hint = did_you_mean(self.cells[index].casefold(), known)
        return f"Column {index + 1}, “{shortened(self.cells[index])}”, is not known and was left out.{hint}"

    def _example(self, index: int) -> str:
        return shortened(plain_text(next(filled_in(self.content, index), "")))


def header_of(table: FoundTable, chosen: Choices = NOTHING_SAID) -> Header:
    """Return what a table says about its columns, or what somebody chose.

    Raises FileError for an empty table, and for rows, headings and fields that are not there.
    """
    if not table.rows:
        raise FileError("The file is empty; row 1 names the columns, and one of them must be “name”.")
    header = _chosen_header(table, chosen) if chosen.headings is not None else _likely_header(table, chosen)
    if len(header.cells) > MOST_COLUMNS:
        raise FileError(f"Row {header.row} has {len(header.cells):,} cells; at most {MOST_COLUMNS} columns are read.")
    for heading in chosen.columns:
        if heading not in header.labels:
            raise FileError(f"There is no column “{shortened(heading)}”.{did_you_mean(heading, header.labels)}")
    for field in (*chosen.columns.values(), *chosen.places.values()):
        if field and field not in columns(Capability):
            raise FileError(f"There is no field “{shortened(field)}”.{did_you_mean(field, columns(Capability))}")
    return _without_words_of_others(header, chosen)


def _chosen_header(table: FoundTable, chosen: Choices) -> Header:
    if not chosen.headings:
        return _without_headings(table, chosen)
    places = [place for place, (number, _) in enumerate(table.rows) if number == chosen.headings]
    if not places:
        raise FileError(f"There is no row {chosen.headings:,} that could name the columns.")
    place = places[0]
    above = [_header(table.rows, place, chosen, above=place - 1)] if _may_be_second(table, place) else []
    return max([_header(table.rows, place, chosen), *above], key=_recognised)


def _likely_header(table: FoundTable, chosen: Choices) -> Header:
    """Return the header in which most columns are recognised, the first of those; two rows only where that is more."""
    places = range(min(len(table.rows), ROWS_LOOKED_AT))
    candidates = [_header(table.rows, place, chosen) for place in places]
    candidates += [
        _header(table.rows, place, chosen, above=place - 1) for place in places if _may_be_second(table, place)
    ]
    best = max(candidates, key=_recognised)
    if not best.fields and not best.levels and not table.has_headings and _is_headless(table):
        return _without_headings(table, chosen)
    return best


def _recognised(header: Header) -> tuple[bool, int]:
    fields = set(header.fields.values())
    return "name" in fields or bool(header.levels), len(fields) + len(header.levels)


def _may_be_second(table: FoundTable, place: int) -> bool:
    """Say whether a row may hold headings that belong to those in the row above."""
    return place > 0 and all(
        cell is None or (isinstance(cell, str) and not _is_number(cell)) for cell in table.rows[place][1]
    )


def _is_headless(table: FoundTable) -> bool:
    """Say whether the first row is one like the others: numbers stand in it where they stand below, or nowhere."""
    below = table.rows[1:VALUES_LOOKED_AT]
    for index, cell in enumerate(table.rows[0][1]):
        values = [*filled_in(below, index)]
        if _is_number(cell):
            return True
        if plain_text(cell).strip() and values and all(map(_is_number, values)):
            return False
    return True


def _is_number(cell: Scalar) -> bool:
    if not isinstance(cell, str):
        return cell is not None
    return len(cell) <= LONGEST and any(map(str.isdigit, cell)) and _reads(cell, "build_cost_likely")


def _reads(cell: Scalar, field: str) -> bool:
    try:
        said_in(cell, columns(Capability)[field], separator="\t", days="day", decimals=Decimals("."))
    except CellError:
        return False
    return True


def _without_headings(table: FoundTable, chosen: Choices) -> Header:
    """Return the header of a table that has none, with each column taken for what its values look like."""
    width = max(len(cells) for _, cells in table.rows)
    labels = [f"Column {number}" for number in range(1, width + 1)]
    said = _said(labels, chosen)
    fields = dict(said)
    for index in range(min(width, MOST_COLUMNS)):
        values = filled_in(table.rows[:VALUES_LOOKED_AT], index)
        field = next((each for each in _looks_like(values) if each not in fields.values()), "")
        if index not in said and field:
            fields[index] = field
    kept = {index: fields[index] for index in sorted(fields) if fields[index]}
    return Header(0, labels, labels, kept, table.rows, is_headless=True)


def _looks_like(values: Iterable[Scalar]) -> Iterator[str]:
    """Yield the fields that the values of a column may be for, the likeliest first."""
    texts = [plain_text(value).strip() for value in values]
    if not texts:
        return
    if all(text.startswith(("http://", "https://")) for text in texts):
        yield "evidence"
    elif all(text.casefold().startswith(LEVELS) and _reads(text, "trl") for text in texts):
        yield "trl"
    elif texts == [str(number) for number in range(1, len(texts) + 1)]:
        return
    elif all(map(_is_number, texts)):
        yield "build_cost_likely"
    elif all(any(character.isdigit() for character in text) and _reads(text, "checked") for text in texts):
        yield "checked"
    elif all(" " not in text and any(map(str.isdigit, text)) for text in texts):
        yield from ("reference", "name")
    elif sum(map(len, texts)) > LONG * len(texts):
        yield from ("description", "name")
    else:
        yield from ("name", "owner", "description")


def _header(rows: Sequence[Row], place: int, chosen: Choices, *, above: int | None = None) -> Header:
    number, cells = rows[place]
    texts = [plain_text(cell) for cell in cells]
    if above is not None:
        texts = _joined([plain_text(cell) for cell in rows[above][1]], texts)
    labels = _labels(texts)
    fields = _fields(texts, labels, chosen)
    return Header(
        number,
        texts,
        labels,
        fields,
        rows[place + 1 :],
        levels=_levels(texts, fields),
        above=rows[: place if above is None else above],
    )


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return two rows of headings as one: what stands above goes on to the right where something stands below it."""
    joined, last = [], ""
    for index in range(max(len(upper), len(lower))):
        above, below = (texts[index].strip() if index < len(texts) else "" for texts in (upper, lower))
        last = above or (last if below else "")
        both = f"{last} {below}".strip()
        joined.append(both if field_of(both) or not field_of(below) else below)
    return joined


def _labels(texts: Sequence[str]) -> list[str]:
    """Return headings that are unique: the second “Cost” is “Cost (2)”."""
    seen: Counter[str] = Counter()
    labels = []
    for heading in map(shortened, texts):
        seen[heading] += 1
        labels.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return labels


def _said(labels: Sequence[str], chosen: Choices) -> dict[int, str]:
    """Return by position what somebody says that columns hold, by their heading or their place among the headings."""
    headed = [index for index, label in enumerate(labels) if label]
    places = {index: chosen.places[place] for place, index in enumerate(headed) if place in chosen.places}
    return places | {index: chosen.columns[label] for index, label in enumerate(labels) if label in chosen.columns}


def _fields(texts: Sequence[str], labels: Sequence[str], chosen: Choices) -> dict[int, str]:
    """Return by position what each column holds: as somebody says, as it is called, or by another free name."""
    said = _said(labels, chosen)
    rest = {index: text for index, text in enumerate(texts) if index not in said}
    own = {index: name for index, text in rest.items() if (name := spelled(text)) in columns(Capability)}
    fields = said | {index: name for index, name in own.items() if name not in said.values()}
    for read in (field_of, likely_field_of):
        for index, text in rest.items():
            field = read(text)
            if field and index not in own and index not in fields and field not in fields.values():
                fields[index] = field
    if "name" not in fields.values() and not _levels(texts, fields):
        named = next((index for index, text in rest.items() if spelled(text) in NAMES_AT_LAST), None)
        fields |= {named: "name"} if named is not None else {}
    if "description" not in fields.values():
        noted = next((index for index, text in rest.items() if index not in fields and spelled(text) in NOTES), None)
        fields |= {noted: "description"} if noted is not None else {}
    return {index: fields[index] for index in sorted(fields) if fields[index]}


def _without_words_of_others(header: Header, chosen: Choices) -> Header:
    """Return a header without the columns of which no value is one of the words that their field takes."""
    said = _said(header.labels, chosen)
    kept = {
        index: field
        for index, field in header.fields.items()
        if header.is_ours or index in said or _holds_choices(field, index, header.content)
    }
    described = next((index for index in kept if index not in said and _is_prose(header, index)), None)
    if described is not None and "description" not in kept.values():
        kept[described] = "description"
    return replace(header, fields=kept)


def _is_prose(header: Header, index: int) -> bool:
    """Say whether a column that is called documentation holds texts rather than where they are."""
    if spelled(header.cells[index]) != "documentation":
        return False
    texts = map(plain_text, filled_in(header.content[:VALUES_LOOKED_AT], index))
    return not any("://" in text or text.strip().startswith("www.") for text in texts)


def _holds_choices(field: str, index: int, content: Sequence[Row]) -> bool:
    column = columns(Capability)[field]
    if not column.choices or field == "kind":
        return True
    texts = [plain_text(cell).strip() for cell in filled_in(content[:VALUES_LOOKED_AT], index)]
    return not texts or any(_reads(text, field) for text in texts)


def _levels(texts: Sequence[str], fields: Mapping[int, str]) -> list[int]:
    """Return the positions of the levels of a tree, the highest first, where no column holds names."""
    if "name" in fields.values():
        return []
    found = {
        index: level
        for index, text in enumerate(texts)
        if index not in fields and (level := level_of(text)) is not None
    }
    return sorted(found, key=lambda index: found[index]) if len(found) >= FEWEST_LEVELS else []
