"""Runs migrations on the connection that shared.migrate hands in."""

from shared import migrate

migrate.run()
