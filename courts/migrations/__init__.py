"""The history of this app's tables (Alembic); written by `python -m shared.migrate`."""
