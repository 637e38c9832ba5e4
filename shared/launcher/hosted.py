"""One member in a process of its own, from the environment: containers and processes."""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared import clock, config
from shared.backchannel import Backchannel
from shared.clock import Clocks
from shared.config import Secret
from shared.errors import ConfigurationError
from shared.federation import Federation
from shared.jobs import HueyJobs, queue
from shared.launcher import alone, embedded, environments, factories, federations


@dataclass(frozen=True, kw_only=True)
class HostedSettings:
    """Where a member stands (`MOOT_<NAME>`, secrets also as `MOOT_<NAME>_FILE`).

    `scheme` and `port` follow from `domain` if they are not given; `ports` lists `id=port` where
    members have ports of their own; `reach` says how members connect to one another, with `{id}`
    and `{port}` for each.
    """

    member: str
    service_key: Secret
    database_url: Secret
    queue_url: Secret
    federation_file: Path | None = None
    domain: str = federations.DEFAULT_DOMAIN
    scheme: str = ""
    port: int | None = None
    ports: tuple[str, ...] = ()
    reach: str = "http://{id}:" + str(environments.CONTAINER_PORT)
    log_level: str = "warning"


@dataclass(frozen=True, slots=True)
class Hosted:
    """A member's app, with its background work not yet started."""

    federation: Federation
    app: Any
    jobs: HueyJobs
    settings: HostedSettings


def settings_from(environ: Mapping[str, str], member: str | None = None) -> HostedSettings:
    """Read where a member stands.

    :raises ConfigurationError: names every problem.
    """
    given = {**environ, "MOOT_MEMBER": member} if member else environ
    return config.load(HostedSettings, given)


def federation_from(settings: HostedSettings) -> Federation:
    """Return the federation that the settings describe."""
    ports: dict[str, int] = {}
    for pair in settings.ports:
        name, _, number = pair.partition("=")
        if not number.isdigit():
            raise ConfigurationError([f"MOOT_PORTS: “{pair}” is not like ctd=8101"])
        ports[name] = int(number)
    at = federations.hosted_addressing(
        settings.domain, scheme=settings.scheme, port=settings.port, ports=ports
    )
    return federations.load(federations.read_text(settings.federation_file), at, settings.reach)


def build(environ: Mapping[str, str], member_id: str | None = None) -> Hosted:
    """Build one member's app."""
    settings = settings_from(environ, member_id)
    federation = federation_from(settings)
    embedded.allow_plain_http(federation)
    member = federation.member(settings.member)
    jobs = HueyJobs(queue(str(settings.queue_url)), wall=clock.wall)
    app = factories.factory(member)(
        member=member,
        federation=federation,
        environ=environ,
        backchannel=Backchannel(federation, member, service_key=str(settings.service_key)),
        jobs=jobs,
        clocks=Clocks(),
    )
    return Hosted(federation, app, jobs, settings)


def create() -> Any:
    """Return the app of the member that MOOT_MEMBER names (`granian --factory`)."""
    from shared.web import shell

    hosted = build(config.environ())
    shell.configure_logging(hosted.settings.log_level)
    settings = hosted.settings
    atexit.register(alone.take_or_warn(str(settings.database_url), settings.member))
    return hosted.app
