"""The room, authors, inventories, snapshots, outcomes, and links that can be replaced"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AUTHORED = (
    *("factor", "product", "link", "rating", "dot", "decision"),
    *("gap_plan", "iteration", "must_have", "exclusive"),
)
"""Tables that get an author and nothing else."""
STEPS = "'frame', 'inventory', 'nature', 'products', 'map', 'score', 'choose', 'iterate'"


def upgrade() -> None:
    """Make what is new, widen what was there, and show the ratings and dots that everybody has seen so far."""
    _create()
    for table in AUTHORED:
        _widen(table, [_author()])
    _widen("capability", [_author(), sa.Column("checked", sa.Date(), autoincrement=False)])
    _widen("participant", [_author(), _flag("without_device")], given={"without_device": sa.false()})
    _widen_grant()
    _widen_workshop()
    _reveal()


def _author() -> sa.Column[Any]:
    return sa.Column("author", sa.String(40))


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(create_constraint=False))


def _widen(table: str, new: Sequence[sa.Column[Any]], *, given: dict[str, Any] | None = None) -> None:
    """Add columns to a table; those that are given a value take it in every row and are never empty again."""
    values = given or {}
    with op.batch_alter_table(table) as batch:
        for column in new:
            batch.add_column(column)
    if values:
        op.execute(sa.update(sa.table(table, *map(sa.column, values))).values(values))
        flags = [column.name for column in new if isinstance(column.type, sa.Boolean)] if _is_sqlite() else []
        with op.batch_alter_table(table) as batch:
            for name in values:
                batch.alter_column(name, nullable=False)
            for name in flags:
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{name} IN (0, 1)")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _widen_grant() -> None:
    with op.batch_alter_table("grant") as batch:
        batch.add_column(sa.Column("inventory_id", sa.Integer()))
        batch.add_column(sa.Column("label", sa.String(200)))
        batch.add_column(sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime()))
        batch.alter_column("workshop_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(op.f("fk_grant_inventory_id"), "inventory", ["inventory_id"], ["id"])
        batch.create_check_constraint(op.f("ck_grant_one_thing"), "(workshop_id IS NULL) <> (inventory_id IS NULL)")
        batch.create_index(op.f("ix_grant_inventory_id"), ["inventory_id"])


def _widen_workshop() -> None:
    new: list[sa.Column[Any]] = [
        sa.Column("join_code", sa.String(8)),
        sa.Column("step", sa.String(9), autoincrement=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False),
        sa.Column("ends_at", sa.BigInteger(), autoincrement=False),
        *map(_flag, ("sound", "closed", "report_open", "is_template")),
    ]
    no = sa.false()
    given = {"step": "frame", "sound": no, "closed": no, "report_open": no, "is_template": no}
    _widen("workshop", new, given=given)
    with op.batch_alter_table("workshop") as batch:
        batch.create_unique_constraint(op.f("uq_workshop_join_code"), ["join_code"])
        batch.create_check_constraint(op.f("ck_workshop_step"), f'"step" IN ({STEPS})')
        for name in ("since", "ends_at"):
            batch.create_check_constraint(op.f(f"ck_workshop_{name}"), f'"{name}" >= 0 AND "{name}" <= 1e+11')


def _reveal() -> None:
    """Ratings and dots that were open to all stay open."""
    for step in ("products", "score"):
        op.execute(
            sa.text(
                "INSERT INTO stage (workshop_id, step, access, private, blind, names, shuffled, round, used_seconds, "
                "position, version) SELECT id, :step, 'open', :no, :no, 'all', :no, 1, 0, :position, revision "
                "FROM workshop"
            ).bindparams(step=step, position=("products", "score").index(step) + 1, no=False)
        )


def _create() -> None:
    op.create_table(
        "inventory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inventory")),
        sa.UniqueConstraint("address", name=op.f("uq_inventory_address")),
    )
    op.create_table(
        "inventory_version",
        sa.Column("inventory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(["inventory_id"], ["inventory.id"], name=op.f("fk_inventory_version_inventory_id")),
        sa.PrimaryKeyConstraint("inventory_id", "number", name=op.f("pk_inventory_version")),
    )
    op.create_table(
        "mark",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("marking", sa.String(length=6), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.CheckConstraint("\"marking\" IN ('locked', 'hidden', 'apart')", name=op.f("ck_mark_marking")),
        sa.CheckConstraint("\"part\" IN ('capability', 'product')", name=op.f("ck_mark_part")),
        sa.CheckConstraint('length("key") <= 40', name=op.f("ck_mark_key")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_mark_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "part", "key", "marking", name=op.f("pk_mark")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("participant", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_snapshot_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_index(op.f("ix_snapshot_workshop_id"), "snapshot", ["workshop_id"], unique=False)

    op.create_table(
        "stage",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=9), autoincrement=False, nullable=False),
        sa.Column("access", sa.String(length=9), autoincrement=False, nullable=False),
        sa.Column("private", sa.Boolean(create_constraint=True, name="private"), autoincrement=False, nullable=False),
        sa.Column("blind", sa.Boolean(create_constraint=True, name="blind"), autoincrement=False, nullable=False),
        sa.Column("names", sa.String(length=11), autoincrement=False, nullable=False),
        sa.Column("shuffled", sa.Boolean(create_constraint=True, name="shuffled"), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("planned_minutes", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("used_seconds", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.CheckConstraint("\"access\" IN ('closed', 'ahead', 'open', 'read-only')", name=op.f("ck_stage_access")),
        sa.CheckConstraint("\"names\" IN ('all', 'facilitator', 'nobody')", name=op.f("ck_stage_names")),
        sa.CheckConstraint(
            '"planned_minutes" >= 1 AND "planned_minutes" <= 600', name=op.f("ck_stage_planned_minutes")
        ),
        sa.CheckConstraint('"round" IN (1, 2)', name=op.f("ck_stage_round")),
        sa.CheckConstraint(
            "\"step\" IN ('frame', 'inventory', 'nature', 'products', 'map', 'score', 'choose', 'iterate')",
            name=op.f("ck_stage_step"),
        ),
        sa.CheckConstraint('"used_seconds" >= 0 AND "used_seconds" <= 1e+07', name=op.f("ck_stage_used_seconds")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_stage_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "step", name=op.f("pk_stage")),
    )
    op.create_table(
        "completion",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=9), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "\"step\" IN ('frame', 'inventory', 'nature', 'products', 'map', 'score', 'choose', 'iterate')",
            name=op.f("ck_completion_step"),
        ),
        sa.CheckConstraint('length("participant") <= 40', name=op.f("ck_completion_participant")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant"],
            ["participant.workshop_id", "participant.key"],
            name=op.f("fk_completion_workshop_id_participant"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_completion_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "participant", "step", name=op.f("pk_completion")),
    )
    op.create_table(
        "inventory_capability",
        sa.Column("inventory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=9), autoincrement=False, nullable=True),
        sa.Column("status", sa.String(length=8), autoincrement=False, nullable=False),
        sa.Column("home_product", sa.String(length=40), autoincrement=False, nullable=True),
        sa.Column("owner", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("description", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("evidence", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("trl", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("rrl", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("build_cost_low", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("build_cost_likely", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("build_cost_high", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("platform_cost_low", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("platform_cost_likely", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("platform_cost_high", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("understanding", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("nature", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("by_product", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("adjustment", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("audience", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("checked", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '"build_cost_high" >= 0 AND "build_cost_high" <= 1e+12',
            name=op.f("ck_inventory_capability_build_cost_high"),
        ),
        sa.CheckConstraint(
            '"build_cost_likely" >= 0 AND "build_cost_likely" <= 1e+12',
            name=op.f("ck_inventory_capability_build_cost_likely"),
        ),
        sa.CheckConstraint(
            '"build_cost_low" >= 0 AND "build_cost_low" <= 1e+12', name=op.f("ck_inventory_capability_build_cost_low")
        ),
        sa.CheckConstraint(
            "\"kind\" IN ('hardware', 'software', 'algorithm', 'data', 'compute', 'process', 'people', 'brand', 'network')",
            name=op.f("ck_inventory_capability_kind"),
        ),
        sa.CheckConstraint(
            '"platform_cost_high" >= 0 AND "platform_cost_high" <= 1e+12',
            name=op.f("ck_inventory_capability_platform_cost_high"),
        ),
        sa.CheckConstraint(
            '"platform_cost_likely" >= 0 AND "platform_cost_likely" <= 1e+12',
            name=op.f("ck_inventory_capability_platform_cost_likely"),
        ),
        sa.CheckConstraint(
            '"platform_cost_low" >= 0 AND "platform_cost_low" <= 1e+12',
            name=op.f("ck_inventory_capability_platform_cost_low"),
        ),
        sa.CheckConstraint('"rrl" >= 1 AND "rrl" <= 9', name=op.f("ck_inventory_capability_rrl")),
        sa.CheckConstraint("\"status\" IN ('in-house', 'missing')", name=op.f("ck_inventory_capability_status")),
        sa.CheckConstraint('"trl" >= 1 AND "trl" <= 9', name=op.f("ck_inventory_capability_trl")),
        sa.CheckConstraint(
            '"understanding" >= 10 AND "understanding" <= 50', name=op.f("ck_inventory_capability_understanding")
        ),
        sa.CheckConstraint('length("adjustment") <= 4000', name=op.f("ck_inventory_capability_adjustment")),
        sa.CheckConstraint('length("audience") <= 4000', name=op.f("ck_inventory_capability_audience")),
        sa.CheckConstraint('length("by_product") <= 4000', name=op.f("ck_inventory_capability_by_product")),
        sa.CheckConstraint('length("description") <= 4000', name=op.f("ck_inventory_capability_description")),
        sa.CheckConstraint('length("evidence") <= 4000', name=op.f("ck_inventory_capability_evidence")),
        sa.CheckConstraint('length("home_product") <= 40', name=op.f("ck_inventory_capability_home_product")),
        sa.CheckConstraint('length("key") <= 40', name=op.f("ck_inventory_capability_key")),
        sa.CheckConstraint('length("name") >= 1 AND length("name") <= 200', name=op.f("ck_inventory_capability_name")),
        sa.CheckConstraint('length("nature") <= 4000', name=op.f("ck_inventory_capability_nature")),
        sa.CheckConstraint('length("owner") <= 200', name=op.f("ck_inventory_capability_owner")),
        sa.ForeignKeyConstraint(
            ["inventory_id", "number"],
            ["inventory_version.inventory_id", "inventory_version.number"],
            name=op.f("fk_inventory_capability_inventory_id_number"),
        ),
        sa.PrimaryKeyConstraint("inventory_id", "number", "key", name=op.f("pk_inventory_capability")),
    )
    op.create_table(
        "outcome",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("date", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("predicted_potential", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_challenge", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_cost_low", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_cost_likely", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_cost_high", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_value_low", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_value_likely", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("predicted_value_high", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("cost", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("value", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("note", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.CheckConstraint('"cost" >= 0 AND "cost" <= 1e+12', name=op.f("ck_outcome_cost")),
        sa.CheckConstraint(
            '"predicted_challenge" >= 1 AND "predicted_challenge" <= 4', name=op.f("ck_outcome_predicted_challenge")
        ),
        sa.CheckConstraint(
            '"predicted_cost_high" >= 0 AND "predicted_cost_high" <= 1e+12', name=op.f("ck_outcome_predicted_cost_high")
        ),
        sa.CheckConstraint(
            '"predicted_cost_likely" >= 0 AND "predicted_cost_likely" <= 1e+12',
            name=op.f("ck_outcome_predicted_cost_likely"),
        ),
        sa.CheckConstraint(
            '"predicted_cost_low" >= 0 AND "predicted_cost_low" <= 1e+12', name=op.f("ck_outcome_predicted_cost_low")
        ),
        sa.CheckConstraint(
            '"predicted_potential" >= 1 AND "predicted_potential" <= 4', name=op.f("ck_outcome_predicted_potential")
        ),
        sa.CheckConstraint(
            '"predicted_value_high" >= 0 AND "predicted_value_high" <= 1e+12',
            name=op.f("ck_outcome_predicted_value_high"),
        ),
        sa.CheckConstraint(
            '"predicted_value_likely" >= 0 AND "predicted_value_likely" <= 1e+12',
            name=op.f("ck_outcome_predicted_value_likely"),
        ),
        sa.CheckConstraint(
            '"predicted_value_low" >= 0 AND "predicted_value_low" <= 1e+12', name=op.f("ck_outcome_predicted_value_low")
        ),
        sa.CheckConstraint('"value" >= 0 AND "value" <= 1e+12', name=op.f("ck_outcome_value")),
        sa.CheckConstraint('length("note") <= 4000', name=op.f("ck_outcome_note")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_outcome_product")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_outcome_workshop_id_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_outcome_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "product", name=op.f("pk_outcome")),
    )
    op.create_table(
        "seat",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("muted", sa.Boolean(create_constraint=True, name="muted"), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=True),
        sa.CheckConstraint('length("participant") <= 40', name=op.f("ck_seat_participant")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant"],
            ["participant.workshop_id", "participant.key"],
            name=op.f("fk_seat_workshop_id_participant"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_seat_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "participant", name=op.f("pk_seat")),
    )
