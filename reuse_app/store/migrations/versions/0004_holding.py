"""What browsers hold"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of the links that browsers hold; until now each link was a cookie."""
    op.create_table(
        "holding",
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_holding_grant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("browser_hash", "grant_id", name=op.f("pk_holding")),
    )
    op.create_index(op.f("ix_holding_grant_id"), "holding", ["grant_id"])
