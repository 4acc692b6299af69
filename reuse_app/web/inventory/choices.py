"""What the form of a preview says about a table."""

from werkzeug.datastructures import MultiDict

from reuse_app.exchange.reading.choices import Choices
from reuse_app.worksheet.values import whole_number


def sent_choices(form: MultiDict[str, str], *, anew: bool) -> Choices:
    """Return what a form says about a table; `anew` says that it is to be read in another way, so that what was said
    of its rows and columns no longer counts."""
    reading = Choices(
        encoding=form.get("encoding", ""),
        separator=form.get("separator", ""),
        sheet=form.get("sheet", ""),
        headings=whole_number(form.get("headings", "")),
    )
    if anew:
        return reading
    skipped = _numbers(form, "skip")
    kinds = {form.get(f"word-{number}", ""): kind for number, kind in numbered("kind", form).items()}
    return Choices(
        encoding=reading.encoding,
        separator=reading.separator,
        sheet=reading.sheet,
        headings=reading.headings,
        places=numbered("column", form),
        kinds={word: kind for word, kind in kinds.items() if word},
        days=form.get("days", ""),
        skipped=skipped,
        kept=_numbers(form, "offered") - skipped,
        emptied=frozenset(_places(form)),
        leaves_hidden="leave-hidden" in form,
        leaves_errors="leave-errors" in form,
    )


def numbered(name: str, form: MultiDict[str, str]) -> dict[int, str]:
    """Return the fields of a form that are called `name` and a number, by that number."""
    start = f"{name}-"
    fields = ((field, value) for field, value in form.items() if field.startswith(start))
    found = ((whole_number(field.removeprefix(start)), value) for field, value in fields)
    return {number: value for number, value in found if number is not None}


def _numbers(form: MultiDict[str, str], name: str) -> frozenset[int]:
    return frozenset(number for text in form.getlist(name) if (number := whole_number(text)) is not None)


def _places(form: MultiDict[str, str]) -> list[tuple[int, int]]:
    """Return the places of cells, which a form calls by their row and column."""
    parts = (text.partition("-") for text in form.getlist("empty"))
    found = ((whole_number(row), whole_number(column)) for row, _, column in parts)
    return [(row, column) for row, column in found if row is not None and column is not None]
