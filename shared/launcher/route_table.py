"""`moot routes`: what a member answers, and who may ask."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from shared import clock
from shared.jobs import InlineJobs
from shared.launcher import embedded, preparing
from shared.launcher.datadir import DataDirectory
from shared.web.guard import Guard, guard_of

HEAD: Final = ("Member", "Path", "Methods", "Guard", "Endpoint")


def rows(member_id: str | None, directory: DataDirectory) -> list[tuple[str, ...]]:
    """Return a row for each route; courts of one kind have the same."""
    federation = directory.federation()
    if member_id is not None:
        federation.member(member_id)
    with tempfile.TemporaryDirectory() as scratch:
        spare = DataDirectory(Path(scratch))
        environs = spare.environments(federation, threads=1, environ={})
        key = spare.secrets(federation).service_key
        jobs = InlineJobs(wall=clock.wall)
        embedded.allow_plain_http(federation)
        apps = embedded.build_members(federation, environs, service_key=key, jobs=jobs)
        found = [
            (
                name,
                rule.rule,
                _methods(rule.methods),
                _words(guard_of(app.view_functions[rule.endpoint])),
                rule.endpoint,
            )
            for name, app in apps.items()
            if member_id in (None, name)
            for rule in app.url_map.iter_rules()
        ]
        for app in apps.values():
            preparing.dispose(app)
    return sorted(found)


def _methods(methods: set[str] | None) -> str:
    return " ".join(sorted((methods or set()) - {"HEAD", "OPTIONS"}))


def _words(guard: Guard) -> str:
    if guard.towards is not None:
        return "as the page that is meant"
    who = guard.permission or ("public" if guard.public else "members only")
    return f"{who}, program post" if guard.program else who
