"""h-g3: PostgreSQL's index of names has what a line of a search shows; SQLite's stays as it is."""

from alembic import op

revision = "0005_h_g3"
down_revision = "0004_5711d4f3"
branch_labels = None
depends_on = None

NAME = "ix_case_party_name"
COLUMNS = ["name_key", "first_key", "case_id", "seq"]


def upgrade() -> None:
    """Go to this revision."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(NAME, "case_party")
        op.create_index(
            NAME,
            "case_party",
            COLUMNS,
            postgresql_include=["role", "name", "last", "first", "middle", "generation"],
        )


def downgrade() -> None:
    """Go back to the one before."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(NAME, "case_party")
        op.create_index(NAME, "case_party", COLUMNS)
