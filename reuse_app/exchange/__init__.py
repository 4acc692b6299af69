"""Worksheets and inventories in and out of files.

`worksheet_json` reads and writes the worksheet file. `sources` reads an inventory from whatever file somebody has
(`inventory_csv`, `inventory_json`, `code_json`) as `Incoming`; `inventory.plan` compares it with the capabilities at
hand and says what an import would do before anything is done. Whatever cannot be read at all is a `FileError`.
"""

from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import Incoming, IncomingRow, RowMistake

__all__ = ["FileError", "Incoming", "IncomingRow", "RowMistake"]
