"""All members in one process."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared import clock, config
from shared.backchannel import Backchannel, WsgiApp
from shared.clock import Clocks
from shared.federation import Federation
from shared.jobs import HueyJobs, Jobs, queue
from shared.launcher import alone, environments, factories, federations
from shared.launcher.datadir import DataDirectory
from shared.launcher.dispatch import Dispatcher


def build_members(
    federation: Federation,
    environs: Mapping[str, Mapping[str, str]],
    *,
    service_key: str,
    jobs: Jobs,
    clocks: Clocks | None = None,
) -> dict[str, Any]:
    """Build every member's app; they reach one another without a socket."""
    apps: dict[str, Any] = {}
    for member in federation.members:
        apps[member.id] = factories.factory(member)(
            member=member,
            federation=federation,
            environ=environs[member.id],
            backchannel=Backchannel(federation, member, service_key=service_key, apps=apps),
            jobs=jobs,
            clocks=clocks or Clocks(),
        )
    return apps


def allow_plain_http(federation: Federation) -> None:
    """Let Authlib work with http addresses where they never leave this machine or a closed LAN."""
    if federations.plain_http_is_safe(federation):
        config.set_environ("AUTHLIB_INSECURE_TRANSPORT", "1")


def serving(directory: DataDirectory, *, threads: int) -> tuple[WsgiApp, HueyJobs, Federation]:
    """Build the federation of a data directory and start its background work."""
    federation = directory.federation()
    allow_plain_http(federation)
    jobs = HueyJobs(queue(directory.queue_url()), wall=clock.wall)
    environs = directory.environments(federation, threads=threads, environ=config.environ())
    service_key = directory.secrets(federation).service_key
    apps = build_members(federation, environs, service_key=service_key, jobs=jobs)
    jobs.start()
    reset = config.environ().get(environments.RESET_VARIABLE)
    if reset:
        _reset_nightly(directory, reset)
    return Dispatcher(federation, apps), jobs, federation


def _reset_nightly(directory: DataDirectory, told: str) -> None:
    # Few federations are reset at night; the others need nothing of it.
    from shared.launcher import nightly, places

    nightly.start(places.of_directory(directory, config.environ()), nightly.of_text(told))


def create() -> WsgiApp:
    """Return the WSGI app of the worker process (`granian --factory`)."""
    from shared.web import shell

    environ = config.environ()
    shell.configure_logging(environ.get("MOOT_LOG_LEVEL", "warning"))
    threads = int(environ.get(environments.THREADS_VARIABLE, environments.THREADS))
    directory = DataDirectory(Path(environ[environments.FOLDER_VARIABLE]))
    app, jobs, federation = serving(directory, threads=threads)
    atexit.register(jobs.stop)
    idp = federation.idp.id
    url = environments.sqlite_url(directory.folder, idp)
    atexit.register(alone.take_or_warn(url, idp))
    return app
