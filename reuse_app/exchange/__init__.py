"""Worksheets and inventories in and out of files.

`worksheet_json` and `worksheet_tables` (CSV, XLSX) write a worksheet and read it back as it was. `inventory_files`
writes an inventory, reads one (by `reading/`) from whatever file somebody has as `Incoming`, and tells its columns so
that somebody can correct what they are taken for; `import_plan` compares it with the capabilities at hand and says what
an import would do before anything is done. Whatever cannot be read at all is a `FileError`.
"""

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming, IncomingRow, RowMistake

__all__ = ["FileError", "Incoming", "IncomingRow", "RowMistake"]
