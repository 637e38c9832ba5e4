"""A federation in this process behind a real socket: what the pytest plugin hands out.

Mails and messages are delivered before an answer goes out, so that nothing has to be waited for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Final

import requests

from shared import clock, personas
from shared.backchannel import Backchannel
from shared.clock import parse_when
from shared.federation import Federation
from shared.jobs import InlineJobs
from shared.launcher import (
    embedded,
    gateway,
    places,
    preparing,
    sandbox_keys,
    snapshots,
    standing,
)
from shared.launcher.datadir import DataDirectory
from shared.launcher.dispatch import Dispatcher, Start
from shared.launcher.federations import Run
from shared.launcher.processes import free_ports
from shared.launcher.sandbox_client import SandboxClient
from shared.launcher.snapshots import Place
from shared.personas import Persona

ADDRESS: Final = "127.0.0.1"
THREADS: Final = 12
START: Final = "start"
#: A sign-on goes through many: as many as `requests` follows by itself.
MOST_REDIRECTS: Final = 30
#: Passwords of personas protect nothing: hashing them cheaply makes a start several times quicker.
QUICK: Final[Mapping[str, str]] = MappingProxyType(
    {"MOOT_ARGON2_MEMORY_KIB": "64", "MOOT_ARGON2_TIME": "1"}
)


class CourtTime:
    """Court time of the federation; what becomes due when it moves is done at once."""

    def __init__(self, owner: InProcess) -> None:
        self._owner = owner

    @property
    def now(self) -> datetime:
        """Court time at this moment."""
        return datetime.fromisoformat(self._owner.sandbox.ask("GET", "/clock")["now"])

    def set(self, when: str) -> datetime:
        """Set it to an era (2021-11), a date, or a date and time."""
        return self._change("PUT", "/clock", {"to": when})

    def advance(self, by: str) -> datetime:
        """Move it by a span: 90m, 4h, 1d, 2w; -1d goes back."""
        return self._change("POST", "/clock/advance", {"by": by})

    def freeze(self) -> datetime:
        """Have it stand still."""
        return self._change("POST", "/clock/freeze")

    def run(self) -> datetime:
        """Have it run on from where it stands."""
        return self._change("POST", "/clock/run")

    def _change(self, method: str, path: str, body: Mapping[str, str] | None = None) -> datetime:
        told = self._owner.sandbox.ask(method, path, json=body)
        self._owner.do_what_is_due()
        return datetime.fromisoformat(told["now"])


class Mail:
    """Every mail of the federation, as the sandbox tells of it."""

    def __init__(self, owner: InProcess) -> None:
        self._owner = owner

    def list(self, **wanted: str | int) -> list[dict[str, Any]]:
        """List mails, the oldest first: recipient, subject, template, member, after, limit."""
        found: list[dict[str, Any]] = self._owner.sandbox.ask("GET", "/mail", params=wanted)[
            "mails"
        ]
        return found

    def read(self, mail_id: int) -> dict[str, Any]:
        """Read a mail: subject, text, html, links and more."""
        found: dict[str, Any] = self._owner.sandbox.ask("GET", f"/mail/{mail_id}")
        return found

    def wait_for(self, seconds: float = 5.0, **wanted: str | int) -> dict[str, Any]:
        """Read the first mail that fits, waiting for it if need be.

        :raises TimeoutError: if none came in time.
        """
        params = {**wanted, "seconds": seconds}
        found: dict[str, Any] | None = self._owner.sandbox.ask("GET", "/mail/wait", params=params)
        if found is None:
            raise TimeoutError(f"no mail with {wanted} within {seconds:g} s")
        return found


@dataclass(frozen=True, slots=True)
class Choice:
    """What kind of federation is wanted.

    :param world_size: of the courts' generated cases: none, tiny or class.
    """

    at: str = clock.DEFAULT_ERA
    seed: int = 1
    world_size: str = "tiny"
    federation_file: Path | None = None


class InProcess:
    """A running federation. Use it as a context manager, or call `start` and `stop`.

    :param folder: an empty folder for its databases.
    """

    def __init__(self, folder: Path, choice: Choice | None = None) -> None:
        self.choice = choice or Choice()
        self.directory = DataDirectory(folder)
        (self.port,) = free_ports(1)
        self.personas: Mapping[str, Persona] = personas.by_key(personas.load())
        self.clock = CourtTime(self)
        self.mail = Mail(self)
        self.jobs = InlineJobs(wall=clock.wall)
        self.apps: dict[str, Any] = {}
        self.federation: Federation
        self.sandbox: SandboxClient
        self._place: Place
        self._touched = False
        self._ending = ExitStack()

    def __enter__(self) -> InProcess:
        """Start it."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.stop()

    # ----------------------------------------------------------------- starting and ending

    def start(self) -> None:
        """Make databases and personas, and serve them."""
        directory, run = self.directory, Run(bind=ADDRESS, port=self.port)
        directory.open(mode="training", seed=self.choice.seed, file=self.choice.federation_file)
        directory.write_run(run)
        environ = {**QUICK, "MOOT_WORLD_SIZE": self.choice.world_size}
        self.federation = directory.federation(run)
        preparing.prepare(
            directory, self.federation, when=parse_when(self.choice.at), environ=environ
        )
        self.apps = embedded.build_members(
            self.federation,
            directory.environments(self.federation, threads=THREADS, environ=environ),
            service_key=directory.secrets(self.federation).service_key,
            jobs=self.jobs,
        )
        self._ending.callback(self._dispose)
        self._serve()
        self._place = places.of_directory(directory, environ)
        found = standing.find(directory, environ)
        session = self._ending.enter_context(self.session())
        key = sandbox_keys.make(found, "pytest").secret
        self.sandbox = SandboxClient(session, self.federation.issuer, key)
        # Keys are made when they are first asked for: before the state that is gone back to.
        session.get(self.url("pacer", "/oidc/jwks"), timeout=30)
        self.do_what_is_due()
        snapshots.save(self._place, START)
        self._touched = False

    def _serve(self) -> None:
        from cheroot.wsgi import Server

        dispatch = Dispatcher(self.federation, self.apps)

        def noting(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
            self._touched = True
            return dispatch(environ, start_response)

        server = Server((ADDRESS, self.port), noting, numthreads=THREADS, server_name="moot")
        server.shutdown_timeout = 1
        server.prepare()
        thread = threading.Thread(target=server.serve, name=f"moot-{self.port}", daemon=True)
        thread.start()
        self._ending.callback(thread.join, 10)
        self._ending.callback(server.stop)

    def _dispose(self) -> None:
        for app in self.apps.values():
            preparing.dispose(app)

    def stop(self) -> None:
        """End everything; the folder stays."""
        self._ending.close()

    # ----------------------------------------------------------------- addresses and ways

    @property
    def reach(self) -> str:
        """Where the socket is: connect here and keep the Host of the address that is meant."""
        return f"http://{ADDRESS}:{self.port}"

    def url(self, member_id: str, path: str = "/", role: str | None = None) -> str:
        """Return an address of a member: `url("ctd", "/cgi-bin/login.pl")`.

        :param role: which of its hosts is meant: `www` of a court, for example.
        """
        return self.federation.url(self.federation.member(member_id), path, role=role)

    def session(self) -> requests.Session:
        """Return a session that finds the members without DNS, by public and by real names."""
        found = standing.find(self.directory, QUICK)
        way = Backchannel(self.federation, found.speaker, service_key=found.service_key)
        session = requests.Session()
        way.mount(session)
        session.max_redirects = MOST_REDIRECTS
        return session

    def gateway(self) -> Mapping[str, str]:
        """Open a gateway, which ends with the federation, and return the variables for it.

        With them in its environment an unmodified client program comes here by the real names.
        """
        server = self._ending.enter_context(gateway.running(gateway.targets(self.federation)))
        ca_file = self.directory.folder / gateway.CA_FILE
        server.authority.write(ca_file)
        return MappingProxyType(gateway.variables(server.port, ca_file))

    def map(self, draw: int = 1) -> dict[str, Any]:
        """Draw cases to send a client program to, as `moot map --json` does."""
        found: dict[str, Any] = self.sandbox.ask("POST", "/map", json={"draw": draw})
        for name in ("login", "pcl"):
            found[name] = self.reach
        for hosts in (found["courts"], found["hosts"]):
            hosts.update(dict.fromkeys(hosts, self.reach))
        return found

    # ----------------------------------------------------------------- state

    def do_what_is_due(self) -> None:
        """Do the hourly work of every member: statements, summaries, what has run out."""
        for member in self.federation.members:
            self.jobs.clean(member.id)
        for member in self.federation.members:
            self.jobs.drain(member.id)

    def reset(self, *, always: bool = False) -> None:
        """Put everything back as it was after the start, court time too.

        Nothing is done if nobody has asked for anything since, unless it is wanted always.
        """
        if self._touched or always:
            snapshots.restore(self._place, START)
            self._touched = False
