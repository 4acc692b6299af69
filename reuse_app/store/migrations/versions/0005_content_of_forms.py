"""What was filled in of a form that has had its effect"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep a hash of it beside the key of the form; of forms until now it is not known."""
    op.add_column("change", sa.Column("content_hash", sa.String(40)))
