"""Before members serve: databases, tables, court time, personas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared import clock, migrate, personas
from shared.clock import ClockSetting, parse_when
from shared.db import Database
from shared.errors import ConfigurationError
from shared.federation import Federation, Member
from shared.jobs import InlineJobs, queue
from shared.launcher import embedded, environments, factories
from shared.launcher.datadir import DataDirectory
from shared.timekeeping import ClockRow, read_setting, write_setting

Urls = Mapping[str, str]


def migrate_members(members: Iterable[Member], urls: Urls) -> None:
    """Bring the members' databases to the newest revision, one after another."""
    for member in members:
        migrate.upgrade(urls[member.id], factories.migrations(member), factories.metadatas(member))


def check_tables(members: Iterable[Member], urls: Urls) -> None:
    """Stop if a history does not lead to the tables that the program has.

    :raises ConfigurationError: names the members.
    """
    problems = [
        f"{m.id}: the migrations do not lead to the tables of the program: {found}"
        for m in members
        if (found := migrate.differences(urls[m.id], factories.metadatas(m)))
    ]
    if problems:
        raise ConfigurationError(problems)


def settle_clocks(members: Iterable[Member], urls: Urls, *, when: datetime | None) -> ClockSetting:
    """Give all members one court time: `when`, else the one they have, else the default era."""
    databases = {member.id: Database(urls[member.id], pool_size=1) for member in members}
    wall = clock.wall()
    try:
        known = [_setting(database) for database in databases.values()]
        had = next((setting for setting in known if setting is not None), None)
        if when is not None or had is None:
            moment = when or parse_when(clock.DEFAULT_ERA)
            frozen = moment if had is not None and had.frozen_at is not None else None
            had = ClockSetting(moment - wall, frozen)
        for database in databases.values():
            with database.writing() as session:
                write_setting(session, had)
    finally:
        for database in databases.values():
            database.dispose()
    return had


def _setting(database: Database) -> ClockSetting | None:
    with database.reading() as session:
        return read_setting(session) if session.get(ClockRow, 1) is not None else None


def plant_members(
    federation: Federation,
    environs: Mapping[str, Mapping[str, str]],
    *,
    service_key: str,
    only: str | None = None,
    people: Iterable[personas.Persona] | None = None,
) -> None:
    """Plant people, the personas if not said, where nobody is yet; the identity provider first."""
    jobs = InlineJobs(wall=clock.wall)
    # What planting promises is delivered when the members serve.
    jobs.paused = True
    apps = embedded.build_members(federation, environs, service_key=service_key, jobs=jobs)
    everyone = tuple(people) if people is not None else personas.load()
    try:
        for member in federation.members:
            if only in (None, member.id):
                factories.plant(member)(apps[member.id], everyone)
    finally:
        for app in apps.values():
            dispose(app)


def make_queues(urls: Iterable[str]) -> None:
    """Make the queues' own tables: a member and its worker would both try, and one would fail."""
    for url in urls:
        queue(url)


def dispose(app: Any) -> None:
    """Close the database of an app, as far as it has one."""
    runtime = getattr(app, "extensions", {}).get("moot")
    if runtime is not None:
        runtime.database.dispose()


def prepare(
    directory: DataDirectory,
    federation: Federation,
    *,
    when: datetime | None,
    environ: Mapping[str, str],
) -> None:
    """Make the data directory ready to be served."""
    urls = {m.id: environments.sqlite_url(directory.folder, m.id) for m in federation.members}
    embedded.allow_plain_http(federation)
    migrate_members(federation.members, urls)
    settle_clocks(federation.members, urls, when=when)
    environs = directory.environments(federation, threads=2, environ=environ)
    service_key = directory.secrets(federation).service_key
    plant_members(federation, environs, service_key=service_key)
    planted = tuple(member.id for member in federation.members)
    directory.write_state(replace(directory.state(), planted=planted))


def create_databases(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Make a PostgreSQL role and database for each member that has none, and set its password."""
    from psycopg import sql
    from sqlalchemy import NullPool, create_engine, text

    engine = create_engine(admin_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            if driver is None:
                raise ConfigurationError([f"no connection to {engine.url!r}"])
            for name, password in passwords.items():
                known = connection.scalar(
                    text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}
                )
                verb = "ALTER" if known else "CREATE"
                driver.execute(
                    sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}").format(
                        sql.Identifier(name), sql.Literal(password)
                    )
                )
                made = connection.scalar(
                    text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
                )
                if not made:
                    owned = sql.SQL("CREATE DATABASE {} OWNER {}")
                    driver.execute(owned.format(sql.Identifier(name), sql.Identifier(name)))
                    closed = sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC")
                    driver.execute(closed.format(sql.Identifier(name)))
    finally:
        engine.dispose()
