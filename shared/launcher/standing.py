"""A federation that runs, or could: what `moot clock` and `moot doctor` talk to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from shared import clock, config
from shared.backchannel import TIMEOUT, Backchannel
from shared.config import Secret
from shared.errors import Refusal
from shared.federation import Federation, Member
from shared.launcher import hosted
from shared.launcher.datadir import DataDirectory


@dataclass(frozen=True, kw_only=True)
class DatabaseAddress:
    """The one setting of an app that matters here."""

    database_url: Secret


@dataclass(frozen=True, slots=True)
class Standing:
    """The members, who we are among them, and what we know of their databases.

    :param environs: the apps' environments, as far as this process may know them.
    """

    federation: Federation
    speaker: Member
    service_key: str
    environs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    queue_url: str = ""

    def database_urls(self) -> dict[str, str]:
        """Return the database addresses that are known here."""
        return {
            name: str(config.load(DatabaseAddress, environ).database_url)
            for name, environ in self.environs.items()
        }

    def call(
        self, to: Member, path: str, payload: Mapping[str, Any] | None = None
    ) -> requests.Response:
        """Call a service address of a member as the speaker; a payload makes it a POST."""
        way = Backchannel(self.federation, self.speaker, service_key=self.service_key)
        return way.call_service(to, path, payload, wall=clock.wall())

    def get(self, to: Member, path: str) -> requests.Response:
        """Open a public address of a member, by the way that the members use."""
        way = Backchannel(self.federation, self.speaker, service_key=self.service_key)
        with way.session() as session:
            return session.get(to.public_url + path, timeout=TIMEOUT)


def find(directory: DataDirectory, environ: Mapping[str, str]) -> Standing:
    """Return the federation of this process's environment, else that of a data directory.

    :raises Refusal: code `nothing` if there is neither.
    """
    if "MOOT_MEMBER" in environ:
        settings = hosted.settings_from(environ)
        federation = hosted.federation_from(settings)
        return Standing(
            federation,
            federation.member(settings.member),
            str(settings.service_key),
            {settings.member: environ},
            str(settings.queue_url),
        )
    if not directory.exists:
        raise Refusal(
            "nothing",
            f"There is no federation in {directory.folder}. Start one with `moot up`, or name its "
            "directory with --data.",
        )
    federation = directory.federation()
    return Standing(
        federation,
        federation.idp,
        directory.secrets(federation).service_key,
        directory.environments(federation, threads=2, environ=environ),
        directory.queue_url(),
    )
