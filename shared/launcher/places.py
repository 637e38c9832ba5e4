"""What a process can save and restore: a data directory, or what the containers mount."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import requests

from shared.errors import Refusal
from shared.launcher import contained, standing
from shared.launcher.datadir import DataDirectory
from shared.launcher.snapshots import QUEUE, Place
from shared.launcher.standing import Standing


def find(folder: Path, environ: Mapping[str, str]) -> Place:
    """Return the containers' place if they say one, else that of a data directory.

    :raises Refusal: code `nothing` without a federation, `member` inside one member's container.
    """
    if contained.SNAPSHOTS_VARIABLE in environ:
        return contained.place(contained.settings_from(environ))
    if "MOOT_MEMBER" in environ:
        raise Refusal(
            "member",
            "This container knows one member only. Ask the one that knows all: docker compose "
            "run --rm snapshot moot snapshot ...",
        )
    return of_directory(DataDirectory(folder), environ)


def of_directory(directory: DataDirectory, environ: Mapping[str, str]) -> Place:
    """Return the place of a data directory."""
    found = standing.find(directory, environ)
    databases = dict(found.database_urls())
    if Path(directory.folder / f"{QUEUE}.db").exists():
        databases[QUEUE] = directory.queue_url()
    return Place(
        federation=found.federation,
        folder=directory.folder.resolve() / "snapshots",
        databases=databases,
        papers={c.id: found.environs[c.id]["MOOT_DOCUMENTS_URL"] for c in found.federation.courts},
        mode=directory.state().mode,
        runs=lambda: _answers(found),
    )


def _answers(found: Standing) -> bool:
    try:
        return found.get(found.federation.idp, "/healthz").ok
    except requests.RequestException:
        return False
