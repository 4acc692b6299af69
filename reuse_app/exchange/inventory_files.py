"""An inventory in each format in which it goes out."""

from collections.abc import Callable, Iterable, Mapping

from reuse_app.exchange import inventory_csv, inventory_json, inventory_xlsx
from reuse_app.worksheet import Capability

WRITERS: Mapping[str, Callable[[Iterable[Capability]], str | bytes]] = {
    "csv": inventory_csv.write,
    "xlsx": inventory_xlsx.write,
    "json": inventory_json.write,
}
"""By the ending of the file's name."""
