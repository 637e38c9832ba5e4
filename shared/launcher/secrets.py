"""Secrets: made on first start, kept in files that only their owner reads (decisions.md 20)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from shared.federation import Federation
from shared.ids import digest, new_token

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class MemberSecrets:
    """What one member alone knows."""

    secret_key: str
    client_secret: str
    database_password: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of a federation."""

    service_key: str
    members: dict[str, MemberSecrets] = field(default_factory=dict)

    def client_secret_hashes(self, federation: Federation) -> str:
        """Return what the identity provider keeps of the courts' client secrets."""
        return ",".join(
            f"{court.client_id}={digest(self.members[court.id].client_secret)}"
            for court in federation.courts
        )


def complete(known: Secrets | None, member_ids: Iterable[str]) -> Secrets:
    """Return the secrets with new ones for members that have none yet."""
    members = dict(known.members) if known else {}
    for member_id in member_ids:
        if member_id not in members:
            members[member_id] = MemberSecrets(new_token(), new_token(), new_token())
    return Secrets(known.service_key if known else new_token(), members)


def load_or_make(file: Path, federation: Federation) -> Secrets:
    """Return the secrets in a file, which is written if it lacks any."""
    known = _read(file) if file.exists() else None
    secrets = complete(known, (m.id for m in federation.members))
    if secrets != known:
        write_private(file, json.dumps(asdict(secrets), indent=1))
    return secrets


def write_private(file: Path, text: str, mode: int = OWNER_ONLY) -> None:
    """Write a file in one step that nobody else could ever read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_name(f".{file.name}.new")
    scratch.unlink(missing_ok=True)
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    scratch.replace(file)


def _read(file: Path) -> Secrets:
    data = json.loads(file.read_text(encoding="utf-8"))
    members = {name: MemberSecrets(**values) for name, values in data["members"].items()}
    return Secrets(data["service_key"], members)
