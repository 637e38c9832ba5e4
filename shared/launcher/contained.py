"""What the one-shot containers do: make the secrets, then databases, tables and personas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from shared import config
from shared.clock import parse_when
from shared.federation import Federation
from shared.launcher import compose, embedded, environments, federations, preparing, secrets
from shared.launcher.snapshots import Place

#: The database server reads its password as a user of its own; only it and `migrate` have the file.
READABLE: Final = 0o444
SUPERUSER: Final = "db"


@dataclass(frozen=True, kw_only=True)
class ContainedSettings:
    """Settings of the one-shot containers."""

    federation_file: Path | None = None
    secrets_folder: Path = Path(environments.SECRETS_FOLDER)
    snapshots_folder: Path = Path(environments.SNAPSHOTS_FOLDER)
    at: str = ""
    domain: str = federations.DEFAULT_DOMAIN
    scheme: str = ""
    port: int | None = None


def read_federation(settings: ContainedSettings) -> Federation:
    """Return the federation as the containers see it."""
    text = federations.read_text(settings.federation_file)
    at = federations.hosted_addressing(settings.domain, scheme=settings.scheme, port=settings.port)
    return federations.load(text, at, "http://{id}:" + str(environments.CONTAINER_PORT))


def init(settings: ContainedSettings) -> list[str]:
    """Make what secrets are missing, each member's into the volume that only it mounts."""
    federation = read_federation(settings)
    compose.check(federation)
    folder = settings.secrets_folder
    known = secrets.load_or_make(folder / "init" / "secrets.json", federation)
    master = folder / "init" / "superuser_password"
    if not master.exists():
        secrets.write_private(master, secrets.complete(None, [SUPERUSER]).service_key)
    secrets.write_private(
        folder / "db" / "superuser_password", master.read_text(encoding="utf-8"), READABLE
    )
    for member in federation.members:
        url = compose.database_url(member.id, known.members[member.id].database_password)
        files = environments.secret_files(
            member, federation, known, database_url=url, queue_url=url
        )
        for name, text in files.items():
            secrets.write_private(folder / member.id / name, text)
    return [member.id for member in federation.members]


def prepare(settings: ContainedSettings, environ: Mapping[str, str]) -> list[str]:
    """Make roles, databases and tables, set court time, plant the personas; again and again."""
    federation = read_federation(settings)
    embedded.allow_plain_http(federation)
    folder = settings.secrets_folder
    urls = _database_urls(settings, federation)
    password = (folder / "db" / "superuser_password").read_text(encoding="utf-8").strip()
    own = {name: str(make_url(url).password) for name, url in urls.items()}
    admin = f"postgresql+psycopg://postgres:{password}@{compose.DATABASE_HOST}:5432/postgres"
    preparing.create_databases(admin, own)
    preparing.migrate_members(federation.members, urls)
    preparing.make_queues(
        (folder / member.id / "queue_url").read_text(encoding="utf-8").strip()
        for member in federation.members
    )
    when = parse_when(settings.at) if settings.at else None
    preparing.settle_clocks(federation.members, urls, when=when)
    file = None if settings.federation_file is None else settings.federation_file.name
    environs = {
        member.id: {
            **compose.member_environment(
                member, federation.addressing, federation_file=file, threads=2
            ),
            **environments.passed_on(environ),
        }
        for member in federation.members
    }
    key = (folder / federation.idp.id / "service_key").read_text(encoding="utf-8").strip()
    preparing.plant_members(federation, environs, service_key=key)
    return [member.id for member in federation.members]


def place(settings: ContainedSettings) -> Place:
    """Return what the container of `moot snapshot` can save and restore."""
    federation = read_federation(settings)
    folder = Path(environments.PAPERS_FOLDER)
    return Place(
        federation=federation,
        folder=settings.snapshots_folder,
        databases=_database_urls(settings, federation),
        papers={court.id: str(folder / court.id) for court in federation.courts},
    )


def _database_urls(settings: ContainedSettings, federation: Federation) -> dict[str, str]:
    return {
        member.id: (settings.secrets_folder / member.id / "database_url")
        .read_text(encoding="utf-8")
        .strip()
        for member in federation.members
    }


def settings_from(environ: Mapping[str, str]) -> ContainedSettings:
    """Read the settings of the one-shot containers."""
    return config.load(ContainedSettings, environ)
