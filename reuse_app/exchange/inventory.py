"""What an import into an inventory would do, shown before it is done, and done whole or not at all."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from reuse_app.exchange.alike import Alike, alike
from reuse_app.exchange.errors import FileError
from reuse_app.exchange.incoming import MOST_CAPABILITIES, Incoming, IncomingRow, RowMistake
from reuse_app.worksheet import Capability
from reuse_app.worksheet.flat import Scalar, columns, flatten, nest
from reuse_app.worksheet.keys import key_for
