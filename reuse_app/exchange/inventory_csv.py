"""Inventories as CSV."""

from collections.abc import Iterable, Mapping

from reuse_app.exchange import capability_table, csv_table
from reuse_app.exchange.csv_text import decoded
from reuse_app.exchange.header import separator_of
from reuse_app.exchange.incoming import Incoming
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import columns, flatten


def write(capabilities: Iterable[Capability]) -> str:
    """Return capabilities as CSV with a byte order mark: one row each, one column for each single value.

    Encode it as UTF-8 and keep its line ends (CR LF).
    """
    return csv_table.write(columns(Capability), (flatten(capability).values() for capability in capabilities))


def read(content: bytes, *, mapping: Mapping[str, str] | None = None) -> Incoming:
    """Return the capabilities in a CSV file, whatever its separator, encoding, decimal sign and order of columns.

    Rows are counted as a spreadsheet counts them: the headings are row 1. Raises FileError.
    """
    text, remarks = decoded(content)
    table = csv_table.read(text, separator=separator_of(text))
    return capability_table.read(table, mapping or {}, remarks=remarks)
