"""classes, faults, kit."""

import sqlalchemy as sa
from alembic import op

revision = "0005_db1000ee"
down_revision = "0004_5711d4f3"
branch_labels = None
depends_on = None


NAME = "ix_case_party_name"
COLUMNS = ["name_key", "first_key", "case_id", "seq"]


def upgrade() -> None:
    """Go to this revision."""
    # A search by name reads its rows from the index alone; autogeneration does not see INCLUDE.
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(NAME, "case_party")
        op.create_index(
            NAME,
            "case_party",
            COLUMNS,
            postgresql_include=["role", "name", "last", "first", "middle", "generation"],
        )
    op.create_table(
        "duty_run",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("did_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("court_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("did", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duty_run")),
    )
    op.create_table(
        "ended_run",
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_ended_run")),
    )
    op.create_table(
        "fault",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("here", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault")),
    )
    op.create_table(
        "seat_snapshot",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checkpoint", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", "checkpoint", name=op.f("pk_seat_snapshot")),
    )
    op.create_table(
        "seat_standing",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("offset_seconds", sa.Float(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_seat_standing")),
        sa.UniqueConstraint("run", name=op.f("uq_seat_standing_run")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=120), nullable=False),
        sa.Column("addresses", sa.Integer(), nullable=False),
        sa.Column("world", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_world"), ["world"], unique=False)

    op.create_table(
        "claim_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("transferee", sa.String(length=200), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("objections_until", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claim.id"],
            name=op.f("fk_claim_transfer_claim_id_claim"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["docket_entry.id"],
            name=op.f("fk_claim_transfer_entry_id_docket_entry"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_transfer")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_claim_transfer_entry_id")),
    )
    with op.batch_alter_table("claim_transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_transfer_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_transfer_status"), ["status"], unique=False)

    with op.batch_alter_table("docket_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), server_default="0", nullable=False))

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_claim_id_claim"),
            "claim",
            ["claim_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_entry_id_docket_entry"),
            "docket_entry",
            ["entry_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_case_id_court_case"),
            "court_case",
            ["case_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("notice_address", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_address_user_id_court_user"),
            "court_user",
            ["user_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("notice_case", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_case_case_id_court_case"),
            "court_case",
            ["case_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_case_user_id_court_user"),
            "court_user",
            ["user_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("notice_summary_line", schema=None) as batch_op:
        batch_op.drop_column("due_at")


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("notice_summary_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DATETIME(), nullable=False))

    with op.batch_alter_table("notice_case", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_notice_case_user_id_court_user"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_notice_case_case_id_court_case"), type_="foreignkey"
        )

    with op.batch_alter_table("notice_address", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_notice_address_user_id_court_user"), type_="foreignkey"
        )

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_case_id_court_case"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_entry_id_docket_entry"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_claim_id_claim"), type_="foreignkey")

    with op.batch_alter_table("docket_entry", schema=None) as batch_op:
        batch_op.drop_column("user_id")

    with op.batch_alter_table("claim_transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_transfer_status"))
        batch_op.drop_index(batch_op.f("ix_claim_transfer_claim_id"))

    op.drop_table("claim_transfer")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_world"))

    op.drop_table("announcement")
    op.drop_table("seat_standing")
    op.drop_table("seat_snapshot")
    op.drop_table("fault")
    op.drop_table("ended_run")
    op.drop_table("duty_run")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(NAME, "case_party")
        op.create_index(NAME, "case_party", COLUMNS)
