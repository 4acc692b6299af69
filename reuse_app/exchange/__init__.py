"""Worksheets and inventories in and out of files.

`worksheet_json` and `worksheet_tables` (CSV, XLSX) write a worksheet and read it back as it was. `inventory_files`
writes an inventory, reads one from whatever file somebody has as `Incoming`, and tells its columns so that somebody can
correct what they are taken for; `import_plan` compares it with the capabilities at hand and says what an import would
do before anything is done. Whatever cannot be read at all is a `FileError`.

Tables take one way in: bytes -> `csv_text` or `xlsx_reading` -> `FoundTable` -> `header` -> checked rows.
Lists of other systems take another: `worksheet_json` or `yaml_text` -> `foreign` knows what it is -> `software` or
`backstage` -> `found_fields` -> checked rows.
"""

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming, IncomingRow, RowMistake

__all__ = ["FileError", "Incoming", "IncomingRow", "RowMistake"]
