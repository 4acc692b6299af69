"""How migrations run: on the connection that the app has opened, never on their own."""

from alembic import context

from reuse_app.store.engine import VERSION_TABLE
from reuse_app.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
