"""What people keep to themselves: whose a change is, through which link it comes back, and how often it was shown."""

import secrets

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None

COUNTERS = {"stage": {"reopened": 1000}, "seat": {"links_made": 10000, "links_known": 10000}}


def upgrade() -> None:
    """Add the columns; every link that there is counts as its holder's own."""
    for name, counters in COUNTERS.items():
        _add(name, *(sa.Column(each, sa.Integer(), nullable=False, server_default="0") for each in counters))
        with op.batch_alter_table(name) as table:
            for each, most in counters.items():
                table.create_check_constraint(op.f(f"ck_{name}_{each}"), f'"{each}" >= 0 AND "{each}" <= {most}')
    own = sa.Boolean(create_constraint=True, name=op.f("ck_grant_own"))
    _add("grant", sa.Column("own", own, nullable=False, server_default=sa.true()))
    joined = sa.Boolean(create_constraint=True, name=op.f("ck_workshop_has_joined"))
    _add(
        "workshop",
        sa.Column("salt", sa.String(32), nullable=False, server_default=""),
        sa.Column("has_joined", joined, nullable=False, server_default=sa.false()),
    )
    with op.batch_alter_table("change") as table:
        table.add_column(sa.Column("whose", sa.String(40)))
    _salt_every_workshop()
    _say_where_somebody_has_joined()


def _add(name: str, *new: sa.Column[int] | sa.Column[bool] | sa.Column[str]) -> None:
    """Add columns whose default holds for the rows that there are, and for no later ones."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(name, recreate="always" if is_sqlite else "never") as table:
        for column in new:
            table.add_column(column)
    with op.batch_alter_table(name) as table:
        for column in new:
            table.alter_column(column.name, server_default=None)


def _salt_every_workshop() -> None:
    workshop = sa.table("workshop", sa.column("id", sa.Integer()), sa.column("salt", sa.String()))
    for workshop_id in op.get_bind().execute(sa.select(workshop.c.id)).scalars().all():
        salted = sa.update(workshop).where(workshop.c.id == workshop_id).values(salt=secrets.token_hex(16))
        op.get_bind().execute(salted)


def _say_where_somebody_has_joined() -> None:
    workshop = sa.table("workshop", sa.column("id", sa.Integer()), sa.column("has_joined", sa.Boolean()))
    seat = sa.table("seat", sa.column("workshop_id", sa.Integer()))
    joined = sa.update(workshop).where(workshop.c.id.in_(sa.select(seat.c.workshop_id)))
    op.get_bind().execute(joined.values(has_joined=True))
