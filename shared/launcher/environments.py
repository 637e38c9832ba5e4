"""From a member to the environment of its app: one place for all ways to run.

Pure, but for the names: nothing here reads the environment, a file or a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shared.config import PREFIX
from shared.federation import Addressing, Federation, Member
from shared.launcher.secrets import Secrets

#: Settings that a person may give in the environment of `moot up`; all others are ours to set.
PASSED_ON: Final = (
    *("SMTP_", "ARGON2_", "LOCKOUT_", "SESSION_", "LOCATOR_", "DOCUMENTS_"),
    *("LOG_LEVEL", "TRUSTED_PROXIES", "SEED", "WORLD_SIZE"),
)
THREADS: Final = 16
CONTAINER_THREADS: Final = 8
CONTAINER_PORT: Final = 8000
SECRETS_FOLDER: Final = "/secrets"
#: Where a court's container keeps papers; a volume of its own.
DOCUMENTS_FOLDER: Final = "/documents"
#: Where the container of `moot snapshot` keeps what it saves.
SNAPSHOTS_FOLDER: Final = "/snapshots"
#: How the parent tells its worker process what to serve; never a secret.
FOLDER_VARIABLE: Final = "MOOT_EMBEDDED_DATA"
THREADS_VARIABLE: Final = "MOOT_EMBEDDED_THREADS"
#: Time of day and snapshot of the nightly reset, where there is one: `03:00 nightly`.
RESET_VARIABLE: Final = "MOOT_EMBEDDED_RESET"


def passed_on(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of an environment that apps of this process may have."""
    starts = tuple(PREFIX + name for name in PASSED_ON)
    return {name: value for name, value in environ.items() if name.startswith(starts)}


def sqlite_url(folder: Path, name: str) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{folder.resolve() / (name + '.db')}"


def embedded(
    member: Member,
    federation: Federation,
    *,
    secrets: Secrets,
    folder: Path,
    mode: str,
    seed: int,
    threads: int = THREADS,
    environ: Mapping[str, str],
) -> dict[str, str]:
    """Return the environment of a member's app beside all the others in one process.

    :param seed: the number from which generated cases follow: that of the data directory.
    """
    proxied = {} if federation.addressing.scheme == "http" else {"TRUSTED_PROXIES": "127.0.0.1"}
    return {
        **_named(proxied),
        **_named(documents_of(member, folder.resolve() / "documents" / member.id)),
        **passed_on(environ),
        **_named(
            {
                **member_secrets(member, federation, secrets),
                "DATABASE_URL": sqlite_url(folder, member.id),
                "MODE": mode,
                "SEED": str(seed),
                "POOL_SIZE": str(threads),
            }
        ),
    }


def documents_of(member: Member, place: Path | str) -> dict[str, str]:
    """Return the setting of where a member keeps papers, by its name; only courts have any."""
    return {"DOCUMENTS_URL": str(place)} if member.is_court else {}


def member_secrets(member: Member, federation: Federation, secrets: Secrets) -> dict[str, str]:
    """Return the secrets that concern one member, by setting."""
    own = secrets.members[member.id]
    found = {"SECRET_KEY": own.secret_key, "SERVICE_KEY": secrets.service_key}
    if member.is_court:
        found["CLIENT_SECRET"] = own.client_secret
    else:
        found["CLIENT_SECRET_HASHES"] = secrets.client_secret_hashes(federation)
    return found


def hosted(
    member: Member,
    at: Addressing,
    *,
    reach: str,
    secrets_folder: Path | str,
    setting_names: tuple[str, ...],
    mode: str,
    threads: int,
    documents: Path | str,
    federation_file: Path | str | None = None,
) -> dict[str, str]:
    """Return the environment of `moot serve` and `moot worker` for one member.

    :param documents: where a court keeps its papers.
    :param setting_names: the settings that are files in `secrets_folder`, in lower case.
    """
    values = {
        "MEMBER": member.id,
        "DOMAIN": at.domain,
        "SCHEME": at.scheme,
        "PORT": "" if at.port is None else str(at.port),
        "REACH": reach,
        "MODE": mode,
        "POOL_SIZE": str(threads),
        **documents_of(member, documents),
    }
    if at.ports:
        values["PORTS"] = ",".join(f"{name}={port}" for name, port in at.ports.items())
    if federation_file is not None:
        values["FEDERATION_FILE"] = str(federation_file)
    for name in setting_names:
        values[f"{name.upper()}_FILE"] = f"{secrets_folder}/{name}"
    return _named(values)


def secret_files(
    member: Member, federation: Federation, secrets: Secrets, *, database_url: str, queue_url: str
) -> dict[str, str]:
    """Return the files that hold one member's secrets, by name (its settings, in lower case)."""
    found = member_secrets(member, federation, secrets)
    found |= {"DATABASE_URL": database_url, "QUEUE_URL": queue_url}
    return {name.lower(): value for name, value in found.items()}


def secret_names(member: Member) -> tuple[str, ...]:
    """Return the names of the files of `secret_files`, without any secret at hand."""
    own = "client_secret" if member.is_court else "client_secret_hashes"
    return ("secret_key", "service_key", own, "database_url", "queue_url")


def _named(values: Mapping[str, str]) -> dict[str, str]:
    return {PREFIX + name: value for name, value in values.items()}
