"""The first version of every table"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first version of every table."""

    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("organisation", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("budget", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("decider", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("settings_dots_each", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settings_dots_cap", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at_most", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"at_most" >= 1 AND "at_most" <= 1000', name=op.f("ck_workshop_at_most")),
        sa.CheckConstraint('"budget" >= 0 AND "budget" <= 1e+12', name=op.f("ck_workshop_budget")),
        sa.CheckConstraint(
            '"settings_dots_cap" >= 1 AND "settings_dots_cap" <= 100', name=op.f("ck_workshop_settings_dots_cap")
        ),
        sa.CheckConstraint(
            '"settings_dots_each" >= 1 AND "settings_dots_each" <= 100', name=op.f("ck_workshop_settings_dots_each")
        ),
        sa.CheckConstraint('length("decider") <= 200', name=op.f("ck_workshop_decider")),
        sa.CheckConstraint('length("organisation") <= 200', name=op.f("ck_workshop_organisation")),
        sa.CheckConstraint('length("purpose") <= 4000', name=op.f("ck_workshop_purpose")),
        sa.CheckConstraint('length("title") >= 1 AND length("title") <= 200', name=op.f("ck_workshop_title")),
        sa.CheckConstraint('length("unit") <= 200', name=op.f("ck_workshop_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("address", name=op.f("uq_workshop_address")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("participant", sa.String(length=40), nullable=True),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_change_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("workshop_id", "once", name=op.f("uq_change_workshop_id_once")),
        sa.UniqueConstraint("workshop_id", "revision", name=op.f("uq_change_workshop_id_revision")),
    )
    op.create_table(
        "factor",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("axis", sa.String(length=9), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Float(precision=53), autoincrement=False, nullable=False),
        sa.Column("anchors_1", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("anchors_2", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("anchors_3", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("anchors_4", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"axis\" IN ('potential', 'challenge')", name=op.f("ck_factor_axis")),
        sa.CheckConstraint('"weight" >= 0 AND "weight" <= 1000', name=op.f("ck_factor_weight")),
        sa.CheckConstraint('length("anchors_1") <= 200', name=op.f("ck_factor_anchors_1")),
        sa.CheckConstraint('length("anchors_2") <= 200', name=op.f("ck_factor_anchors_2")),
        sa.CheckConstraint('length("anchors_3") <= 200', name=op.f("ck_factor_anchors_3")),
        sa.CheckConstraint('length("anchors_4") <= 200', name=op.f("ck_factor_anchors_4")),
        sa.CheckConstraint('length("key") <= 40', name=op.f("ck_factor_key")),
        sa.CheckConstraint('length("name") >= 1 AND length("name") <= 200', name=op.f("ck_factor_name")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_factor_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "key", name=op.f("pk_factor")),
    )
    op.create_table(
        "grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("participant", sa.String(length=40), nullable=True),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_grant_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_grant_secret_hash")),
    )
    with op.batch_alter_table("grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("key") <= 40', name=op.f("ck_participant_key")),
        sa.CheckConstraint('length("name") >= 1 AND length("name") <= 200', name=op.f("ck_participant_name")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_participant_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "key", name=op.f("pk_participant")),
    )
    op.create_table(
        "product",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("application", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("customer", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("problem", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("home", sa.Boolean(create_constraint=True, name="home"), autoincrement=False, nullable=False),
        sa.Column("own_cost_low", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("own_cost_likely", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("own_cost_high", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("value_low", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("value_likely", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("value_high", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column(
            "shortlisted", sa.Boolean(create_constraint=True, name="shortlisted"), autoincrement=False, nullable=False
        ),
        sa.Column("source", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"own_cost_high" >= 0 AND "own_cost_high" <= 1e+12', name=op.f("ck_product_own_cost_high")),
        sa.CheckConstraint(
            '"own_cost_likely" >= 0 AND "own_cost_likely" <= 1e+12', name=op.f("ck_product_own_cost_likely")
        ),
        sa.CheckConstraint('"own_cost_low" >= 0 AND "own_cost_low" <= 1e+12', name=op.f("ck_product_own_cost_low")),
        sa.CheckConstraint('"value_high" >= 0 AND "value_high" <= 1e+12', name=op.f("ck_product_value_high")),
        sa.CheckConstraint('"value_likely" >= 0 AND "value_likely" <= 1e+12', name=op.f("ck_product_value_likely")),
        sa.CheckConstraint('"value_low" >= 0 AND "value_low" <= 1e+12', name=op.f("ck_product_value_low")),
        sa.CheckConstraint('length("application") <= 200', name=op.f("ck_product_application")),
        sa.CheckConstraint('length("customer") <= 200', name=op.f("ck_product_customer")),
        sa.CheckConstraint('length("key") <= 40', name=op.f("ck_product_key")),
        sa.CheckConstraint('length("name") >= 1 AND length("name") <= 200', name=op.f("ck_product_name")),
        sa.CheckConstraint('length("problem") <= 4000', name=op.f("ck_product_problem")),
        sa.CheckConstraint('length("source") <= 200', name=op.f("ck_product_source")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_product_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "key", name=op.f("pk_product")),
    )
    op.create_table(
        "capability",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
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
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '"build_cost_high" >= 0 AND "build_cost_high" <= 1e+12', name=op.f("ck_capability_build_cost_high")
        ),
        sa.CheckConstraint(
            '"build_cost_likely" >= 0 AND "build_cost_likely" <= 1e+12', name=op.f("ck_capability_build_cost_likely")
        ),
        sa.CheckConstraint(
            '"build_cost_low" >= 0 AND "build_cost_low" <= 1e+12', name=op.f("ck_capability_build_cost_low")
        ),
        sa.CheckConstraint(
            "\"kind\" IN ('hardware', 'software', 'algorithm', 'data', 'compute', 'process', 'people', 'brand', 'network')",
            name=op.f("ck_capability_kind"),
        ),
        sa.CheckConstraint(
            '"platform_cost_high" >= 0 AND "platform_cost_high" <= 1e+12', name=op.f("ck_capability_platform_cost_high")
        ),
        sa.CheckConstraint(
            '"platform_cost_likely" >= 0 AND "platform_cost_likely" <= 1e+12',
            name=op.f("ck_capability_platform_cost_likely"),
        ),
        sa.CheckConstraint(
            '"platform_cost_low" >= 0 AND "platform_cost_low" <= 1e+12', name=op.f("ck_capability_platform_cost_low")
        ),
        sa.CheckConstraint('"rrl" >= 1 AND "rrl" <= 9', name=op.f("ck_capability_rrl")),
        sa.CheckConstraint("\"status\" IN ('in-house', 'missing')", name=op.f("ck_capability_status")),
        sa.CheckConstraint('"trl" >= 1 AND "trl" <= 9', name=op.f("ck_capability_trl")),
        sa.CheckConstraint('"understanding" >= 10 AND "understanding" <= 50', name=op.f("ck_capability_understanding")),
        sa.CheckConstraint('length("adjustment") <= 4000', name=op.f("ck_capability_adjustment")),
        sa.CheckConstraint('length("audience") <= 4000', name=op.f("ck_capability_audience")),
        sa.CheckConstraint('length("by_product") <= 4000', name=op.f("ck_capability_by_product")),
        sa.CheckConstraint('length("description") <= 4000', name=op.f("ck_capability_description")),
        sa.CheckConstraint('length("evidence") <= 4000', name=op.f("ck_capability_evidence")),
        sa.CheckConstraint('length("home_product") <= 40', name=op.f("ck_capability_home_product")),
        sa.CheckConstraint('length("key") <= 40', name=op.f("ck_capability_key")),
        sa.CheckConstraint('length("name") >= 1 AND length("name") <= 200', name=op.f("ck_capability_name")),
        sa.CheckConstraint('length("nature") <= 4000', name=op.f("ck_capability_nature")),
        sa.CheckConstraint('length("owner") <= 200', name=op.f("ck_capability_owner")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "home_product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_capability_workshop_id_home_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_capability_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "key", name=op.f("pk_capability")),
    )
    op.create_table(
        "changed_field",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("entry", sa.String(length=170), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_changed_field_change_id")),
        sa.PrimaryKeyConstraint("change_id", "part", "entry", "field", name=op.f("pk_changed_field")),
    )
    op.create_table(
        "decision",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=10), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("dissent", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("assumption", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("test", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("measure", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("stop_rule", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("iteration_days", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("simpler_tool", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("data_plan", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '"iteration_days" >= 1 AND "iteration_days" <= 3650', name=op.f("ck_decision_iteration_days")
        ),
        sa.CheckConstraint(
            "\"role\" IN ('primary', 'growth', 'backup', 'keep-open', 'in-storage')", name=op.f("ck_decision_role")
        ),
        sa.CheckConstraint('length("assumption") <= 4000', name=op.f("ck_decision_assumption")),
        sa.CheckConstraint('length("data_plan") <= 4000', name=op.f("ck_decision_data_plan")),
        sa.CheckConstraint('length("dissent") <= 4000', name=op.f("ck_decision_dissent")),
        sa.CheckConstraint('length("measure") <= 4000', name=op.f("ck_decision_measure")),
        sa.CheckConstraint('length("owner") <= 200', name=op.f("ck_decision_owner")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_decision_product")),
        sa.CheckConstraint('length("reason") <= 4000', name=op.f("ck_decision_reason")),
        sa.CheckConstraint('length("simpler_tool") <= 4000', name=op.f("ck_decision_simpler_tool")),
        sa.CheckConstraint('length("stop_rule") <= 4000', name=op.f("ck_decision_stop_rule")),
        sa.CheckConstraint('length("test") <= 4000', name=op.f("ck_decision_test")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_decision_workshop_id_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_decision_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "product", name=op.f("pk_decision")),
    )
    op.create_table(
        "dot",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"count" >= 0 AND "count" <= 100', name=op.f("ck_dot_count")),
        sa.CheckConstraint('length("participant") <= 40', name=op.f("ck_dot_participant")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_dot_product")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant"],
            ["participant.workshop_id", "participant.key"],
            name=op.f("fk_dot_workshop_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"], ["product.workshop_id", "product.key"], name=op.f("fk_dot_workshop_id_product")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_dot_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "participant", "product", name=op.f("pk_dot")),
    )
    op.create_table(
        "exclusive",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"group" >= 1 AND "group" <= 1000', name=op.f("ck_exclusive_group")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_exclusive_product")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_exclusive_workshop_id_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_exclusive_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "group", "product", name=op.f("pk_exclusive")),
    )
    op.create_table(
        "iteration",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("date", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("tried", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("progress", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("lesson", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"number" >= 1', name=op.f("ck_iteration_number")),
        sa.CheckConstraint('"progress" >= 0 AND "progress" <= 100', name=op.f("ck_iteration_progress")),
        sa.CheckConstraint('length("lesson") <= 4000', name=op.f("ck_iteration_lesson")),
        sa.CheckConstraint('length("outcome") <= 4000', name=op.f("ck_iteration_outcome")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_iteration_product")),
        sa.CheckConstraint('length("tried") <= 4000', name=op.f("ck_iteration_tried")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_iteration_workshop_id_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_iteration_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "number", name=op.f("pk_iteration")),
    )
    op.create_table(
        "must_have",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_must_have_product")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_must_have_workshop_id_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_must_have_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "product", name=op.f("pk_must_have")),
    )
    op.create_table(
        "rating",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("factor", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"level" >= 1 AND "level" <= 4', name=op.f("ck_rating_level")),
        sa.CheckConstraint('"round" IN (1, 2)', name=op.f("ck_rating_round")),
        sa.CheckConstraint('length("factor") <= 40', name=op.f("ck_rating_factor")),
        sa.CheckConstraint('length("participant") <= 40', name=op.f("ck_rating_participant")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_rating_product")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "factor"], ["factor.workshop_id", "factor.key"], name=op.f("fk_rating_workshop_id_factor")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant"],
            ["participant.workshop_id", "participant.key"],
            name=op.f("fk_rating_workshop_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"],
            ["product.workshop_id", "product.key"],
            name=op.f("fk_rating_workshop_id_product"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_rating_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "participant", "product", "factor", "round", name=op.f("pk_rating")),
    )
    op.create_table(
        "gap_plan",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("capability", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("plan", sa.String(length=11), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column(
            "single_supplier",
            sa.Boolean(create_constraint=True, name="single_supplier"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("\"plan\" IN ('build', 'open-source', 'buy', 'partner')", name=op.f("ck_gap_plan_plan")),
        sa.CheckConstraint('length("capability") <= 40', name=op.f("ck_gap_plan_capability")),
        sa.CheckConstraint('length("reason") <= 4000', name=op.f("ck_gap_plan_reason")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "capability"],
            ["capability.workshop_id", "capability.key"],
            name=op.f("fk_gap_plan_workshop_id_capability"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_gap_plan_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "capability", name=op.f("pk_gap_plan")),
    )
    op.create_table(
        "link",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("capability", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("product", sa.String(length=40), autoincrement=False, nullable=False),
        sa.Column("need", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fit", sa.String(length=6), autoincrement=False, nullable=True),
        sa.Column("change_design", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("change_realisation", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("change_integration", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("assessment", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("unfamiliarity", sa.Float(precision=53), autoincrement=False, nullable=True),
        sa.Column("trl", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("return_flow", sa.String(length=200), autoincrement=False, nullable=False),
        sa.Column("evidence", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("note", sa.String(length=4000), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"assessment" >= 0 AND "assessment" <= 8', name=op.f("ck_link_assessment")),
        sa.CheckConstraint('"change_design" >= 0 AND "change_design" <= 100', name=op.f("ck_link_change_design")),
        sa.CheckConstraint(
            '"change_integration" >= 0 AND "change_integration" <= 1000', name=op.f("ck_link_change_integration")
        ),
        sa.CheckConstraint(
            '"change_realisation" >= 0 AND "change_realisation" <= 100', name=op.f("ck_link_change_realisation")
        ),
        sa.CheckConstraint("\"fit\" IN ('as-is', 'adjust', 'rework', 'new')", name=op.f("ck_link_fit")),
        sa.CheckConstraint('"need" IN (0, 1, 3, 9)', name=op.f("ck_link_need")),
        sa.CheckConstraint('"trl" >= 1 AND "trl" <= 9', name=op.f("ck_link_trl")),
        sa.CheckConstraint('"unfamiliarity" >= 0 AND "unfamiliarity" <= 1', name=op.f("ck_link_unfamiliarity")),
        sa.CheckConstraint('length("capability") <= 40', name=op.f("ck_link_capability")),
        sa.CheckConstraint('length("evidence") <= 4000', name=op.f("ck_link_evidence")),
        sa.CheckConstraint('length("note") <= 4000', name=op.f("ck_link_note")),
        sa.CheckConstraint('length("product") <= 40', name=op.f("ck_link_product")),
        sa.CheckConstraint('length("return_flow") <= 200', name=op.f("ck_link_return_flow")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "capability"],
            ["capability.workshop_id", "capability.key"],
            name=op.f("fk_link_workshop_id_capability"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "product"], ["product.workshop_id", "product.key"], name=op.f("fk_link_workshop_id_product")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_link_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "capability", "product", name=op.f("pk_link")),
    )
