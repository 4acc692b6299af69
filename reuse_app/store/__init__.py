"""Tables, migrations, write commands and the change log. The only place with queries."""

from reuse_app.store.engine import Database, open_database
from reuse_app.store.saved import Saved, load

__all__ = ["Database", "Saved", "load", "open_database"]
