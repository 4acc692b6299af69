"""Tables, migrations, write commands and the change log. The only place with queries."""

from reuse_app.store.engine import Database
from reuse_app.store.open_database import open_database
from reuse_app.store.workshop_state import Saved, load

__all__ = ["Database", "Saved", "load", "open_database"]
