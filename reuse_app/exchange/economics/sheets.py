"""The costs of a worksheet as sheets of live formulas over the sheets of its nouns."""

from collections.abc import Iterable, Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # it has annotations but no py.typed

from reuse_app.analysis.cost.adaptation import PRESETS
from reuse_app.analysis.findings import Findings
from reuse_app.exchange.economics.formulas import AMOUNT, AMOUNTS, INPUTS, SHEETS, TEXT
from reuse_app.exchange.economics.results import INCOMPLETE, Results
from reuse_app.exchange.xlsx_writing import HEADING, MIDDLE, Book, heading, sheet_to_read
from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.columns import Scalar, columns
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.values import Noun

NOTE = (
    "This sheet recomputes: change a tinted cell of “Workshop”, “Capabilities”, “Products”, “Links”, “Decisions” or "
    "“Gap plans”, and it follows. What is unknown counts nowhere as 0. Lines that you add there do not count."
)
MOST_LINKS = 5_000
"""With more of them there are no such sheets: they would take seconds to recompute, and the file too long to read."""
WARNING = "#9b3d12"
FIRST_ROW = 3
"""Where lines begin, as a spreadsheet counts: below the note and the headings."""
ECONOMICS = "Economics"


def write_economics(book: Book, worksheet: Worksheet, findings: Findings) -> None:
    """Add the four sheets: what all products cost together, and a line for each product, capability and link."""
    results, places = Results(worksheet, findings), _places(worksheet)
    _write_amounts(book, results.amounts, places)
    _write_lines(book, "costs", map(results.of_product, worksheet.products), places)
    _write_lines(book, "blocks", map(results.of_capability, worksheet.capabilities), places)
    _write_lines(book, "reuse", map(results.of_link, worksheet.links), places)


def tint_inputs(book: Book, sheets: Mapping[str, Any], worksheet: Worksheet) -> None:
    """Tint what may be changed to see the results move, on the sheets of the tables by their names."""
    always = {"type": "formula", "criteria": "=TRUE", "format": book.input}
    for table, inputs in INPUTS.items():
        last = 1 if table == "workshop" else max(_count(worksheet, table), 1)
        for column in (place for place, name in enumerate(columns(_noun(table))) if name in inputs):
            sheets[table].conditional_format(1, column, last, column, always)


def count_cells(worksheet: Worksheet) -> int:
    """Return how many cells these sheets have."""
    sheets = SHEETS.values()
    return 3 * (len(AMOUNTS) + 2) + sum(len(figures) * (_count(worksheet, table) + 2) for _, table, figures in sheets)


def _write_amounts(book: Book, results: Mapping[str, Scalar], places: Mapping[str, Any]) -> None:
    """Add the sheet of what all products cost together, and of what is assumed."""
    sheet = sheet_to_read(book, ECONOMICS, NOTE, ["The considered products", "Amount", "What it is"], width=18)
    sheet.set_column(2, 2, 80)
    sheet.set_row(1, None)
    sheet.write_string(1, 1, "Amount", _look(book, AMOUNT, **HEADING))
    sheet.write_string(1, 2, "What it is", _look(book, TEXT, **HEADING))
    for row, (key, amount) in enumerate(AMOUNTS.items(), start=FIRST_ROW - 1):
        if amount.formula == "":
            sheet.write_row(row, 0, (amount.name, None, None), book.heading)
            continue
        sheet.write_string(row, 0, amount.name, book.plain)
        for column, said, result, look in (
            (1, amount.formula, results.get(key), _look(book, amount.look, align="right")),
            (2, amount.about, results.get(f"about {key}"), _look(book, TEXT)),
        ):
            if isinstance(said, str) and said.startswith("="):
                book.compute(sheet, (row, column), said.format_map(places), result, look)
            else:
                book.write(sheet, row, column, said, look)
    _mark_incomplete(book, sheet, len(AMOUNTS), 2)


def _write_lines(book: Book, name: str, lines: Iterable[Mapping[str, Scalar]], places: Mapping[str, Any]) -> None:
    """Add a sheet of formulas with a line for each entry of a table."""
    title, table, figures = SHEETS[name]
    sheet = sheet_to_read(book, title, NOTE, [figure.heading for figure in figures.values()], width=13)
    formulas = [(key, figure.formula.format_map({**places, **_own(name, table)})) for key, figure in figures.items()]
    looks = [book.plain, *(_look(book, figure.look) for figure in [*figures.values()][1:])]
    for column, (key, figure) in enumerate(figures.items()):
        if column:
            sheet.write_string(1, column, figure.heading, _look(book, figure.look, **HEADING))
        if key in {"capability", "product", "lacks"}:
            sheet.set_column(column, column, MIDDLE)
    row = FIRST_ROW - 2
    for row, line in enumerate(lines, start=FIRST_ROW - 1):
        for column, (key, formula) in enumerate(formulas):
            if formula:
                own = formula.format(row=row + 1, line=row, n=row - FIRST_ROW + 2)
                book.compute(sheet, (row, column), own, line.get(key), looks[column])
            else:
                book.write(sheet, row, column, line[key], looks[column])
    sheet.autofilter(1, 0, max(row, FIRST_ROW - 1), len(figures) - 1)
    _mark_incomplete(book, sheet, row, len(figures))


def _look(book: Book, look: str, *, align: str = "", **more: Any) -> Any:
    align = align or ("left" if look == TEXT else "right")
    return book.format(**{"num_format": look, "valign": "top", "align": align, "indent": int(align == "left"), **more})


def _mark_incomplete(book: Book, sheet: Any, last: int, width: int) -> None:
    mark = {"type": "cell", "criteria": "==", "value": f'"{INCOMPLETE}"', "format": book.format(font_color=WARNING)}
    sheet.conditional_format(FIRST_ROW - 1, 0, max(last, FIRST_ROW), width - 1, mark)


def _places(worksheet: Worksheet) -> dict[str, Any]:
    """Return where the columns of every sheet are, and the amounts of “Economics”."""
    found: dict[str, Any] = {"workshop": {name: f"'Workshop'!${letter}$2" for name, letter in _letters("workshop")}}
    for table in LISTS:
        found[table] = {
            name: _range(heading(table), letter, 2, _count(worksheet, table)) for name, letter in _letters(table)
        }
    for name, (title, table, figures) in SHEETS.items():
        count = _count(worksheet, table)
        found[name] = {key: _range(title, xl_col_to_name(at), FIRST_ROW, count) for at, key in enumerate(figures)}
    rows = {key: row for row, key in enumerate(AMOUNTS, start=FIRST_ROW)}
    found["at"] = {key: f"'{ECONOMICS}'!$B${row}" for key, row in rows.items()}
    for name in ("design", "realisation", "integration"):
        found["at"][name] = _range(ECONOMICS, "B", rows[f"{name}_as-is"], len(PRESETS))
    found["at"]["fit"] = _range(ECONOMICS, "A", rows["design_as-is"], len(PRESETS))
    return found


def _own(name: str, table: str) -> dict[str, Any]:
    """Return where a formula finds what stands in its own line, above it and down to it, by the numbers of its line."""
    letters = {key: xl_col_to_name(at) for at, key in enumerate(SHEETS[name][2])}
    return {
        **{key: f"${letter}{{row}}" for key, letter in letters.items()},
        "above": {key: f"${letter}${FIRST_ROW - 1}:${letter}{{line}}" for key, letter in letters.items()},
        "down_to": {key: f"${letter}${FIRST_ROW}:${letter}{{row}}" for key, letter in letters.items()},
        "line": {column: f"'{heading(table)}'!${letter}{{line}}" for column, letter in _letters(table)},
        "n": "{n}",
    }


def _letters(table: str) -> list[tuple[str, str]]:
    """Return the columns of a table, each with its letter on its sheet."""
    return [(name, xl_col_to_name(place)) for place, name in enumerate(columns(_noun(table)))]


def _noun(table: str) -> type[Noun]:
    return Workshop if table == "workshop" else LISTS[table].noun


def _range(title: str, letter: str, first: int, count: int) -> str:
    return f"'{title}'!${letter}${first}:${letter}${first + max(count, 1) - 1}"


def _count(worksheet: Worksheet, table: str) -> int:
    return len(getattr(worksheet, table))
