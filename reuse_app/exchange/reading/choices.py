"""What somebody says about a table: how it is read, what it means and what is left out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reuse_app.exchange.tables import Place


@dataclass(frozen=True)
class Choices:
    """Everything that can be chosen about a table; the form of the preview and the command line fill it alike.

    What nobody says is guessed, and the guess is told.
    """

    encoding: str = ""
    """One of `encodings.ENCODINGS`."""
    separator: str = ""
    """What stands between the cells of a text."""
    sheet: str = ""
    headings: int | None = None
    """The number of the row that names the columns, the lower one of two; 0 for a table without one."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """By heading the field of a capability that a column holds, "" for none."""
    places: Mapping[int, str] = field(default_factory=dict)
    """The same by the place of a column among those that have a heading."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kind that a type word of another tool stands for, "" for none."""
    needs: Mapping[str, str] = field(default_factory=dict)
    """By a word of a matrix the need that it stands for, as its number, "" for none."""
    rows: str = ""
    """Whether the rows of a matrix are “capabilities” or “products”."""
    days: str = ""
    """Whether dates such as 3/4/2026 begin with the day or with the month, or 26/03/04 with the year."""
    decimals: str = ""
    """Whether a comma or a point stands before decimals."""
    skipped: frozenset[int] = frozenset()
    """Numbers of rows that are left out."""
    kept: frozenset[int] = frozenset()
    """Numbers of rows that look like totals or notes, and are read all the same."""
    emptied: frozenset[Place] = frozenset()
    """Cells that cannot be read and leave their field empty; of others the field stays as it is."""
    leaves_hidden: bool = False
    """Whether rows that are hidden in the file, or that a filter takes out, are left out."""
    leaves_errors: bool = False
    """Whether cells with an error leave their field as it is; otherwise they are mistakes."""


NOTHING_SAID = Choices()
