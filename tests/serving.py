"""A federation behind real sockets: in one process, in a process per member, or already there."""

from __future__ import annotations

import shlex
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
from cheroot import wsgi
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session

from shared import ids, outbox, personas
from shared.backchannel import ReachAdapter
from shared.clock import ClockSetting, parse_when, wall
from shared.db import Database
from shared.federation import Addressing, Federation, Member, load
from shared.launcher import preparing
from shared.launcher.dispatch import Dispatcher
from shared.launcher.processes import Processes
from shared.personas import Persona
from shared.timekeeping import read_setting, write_setting
from shared.wire import Charge
from tests import harness, planting

Topology = Literal["embedded", "processes", "running"]
Kind = Literal["sqlite", "postgresql"]
DOMAIN = "moot.localhost"
MEMBERS = tuple(m.id for m in load(harness.FEDERATION_FILE.read_text(encoding="utf-8")).members)


@dataclass
class Running:
    """A federation that answers on real sockets.

    `reach` says for each member where its socket is; `databases` and `service_key` are empty for a
    federation that somebody else runs.
    """

    topology: Topology
    era: str
    federation: Federation
    reach: Mapping[str, str]
    databases: Mapping[str, str] = field(default_factory=dict)
    world: harness.World | None = None
    ending: list[Callable[[], None]] = field(default_factory=list)
    service_key: str = ""

    def url(self, member_id: str, path: str, role: str | None = None) -> str:
        """Return an absolute address of a member."""
        return self.federation.url(self.federation.member(member_id), path, role=role)

    def member(self, member_id: str) -> Member:
        """Return a member."""
        return self.federation.member(member_id)

    def browser(self) -> harness.Browser:
        """Return a scripted browser that talks over sockets."""
        return SocketBrowser(self)

    def set_court_time(self, when: str) -> None:
        """Put every member's court time to a moment, in whatever processes they run.

        :raises LookupError: for a federation that somebody else runs.
        """
        if self.world is not None:
            self.world.set_court_time(when)
            return
        setting = ClockSetting(offset=parse_when(when) - wall())
        for member_id in MEMBERS:
            with self._database(member_id) as database, database.writing() as session:
                write_setting(session, setting)

    def charge(self, court: str, who: Persona, cents: int, **more: Any) -> None:
        """Have a court charge somebody by the message that courts send, and wait for its delivery.

        :raises LookupError: for a federation that somebody else runs.
        """
        if self.world is not None:
            self.world.charge(court, who, cents, **more)
            return
        with self._database(court) as database:
            with database.writing() as session:
                sent = outbox.enqueue(
                    session,
                    destination="pacer",
                    message=Charge(
                        charge_id=ids.new_uuid(),
                        court=court,
                        subject=ids.subject_of(who.key),
                        cents=cents,
                        at=read_setting(session).now(wall()).isoformat(),
                        **more,
                    ),
                    wall=wall(),
                )
            # The court's worker looks once a minute at what nobody has woken it for.
            last = wall() + timedelta(seconds=90)
            while not _delivered(database, sent):
                if wall() > last:
                    raise TimeoutError(f"{court} has not delivered its charge")
                sleep(0.5)

    @contextmanager
    def reading(self, member_id: str) -> Iterator[Session]:
        """Read a member's database, whatever process has it.

        :raises LookupError: for a federation that somebody else runs.
        """
        with self._database(member_id) as database, database.reading() as session:
            yield session

    @contextmanager
    def _database(self, member_id: str) -> Iterator[Database]:
        if member_id not in self.databases:
            raise LookupError("this journey needs the databases of the federation")
        database = Database(self.databases[member_id])
        try:
            yield database
        finally:
            database.dispose()

    def session(self) -> requests.Session:
        """Return a session of a program that finds the members without DNS."""
        session = requests.Session()
        session.trust_env = False
        session.adapters.clear()
        for member in self.federation.members:
            adapter = ReachAdapter(self.reach[member.id])
            for origin in member.origins.values():
                session.mount(origin + "/", adapter)
        return session

    def stop(self) -> None:
        """End what was started, the last thing first."""
        while self.ending:
            self.ending.pop()()


def _delivered(database: Database, message_id: str) -> bool:
    statement = select(outbox.OutboxRow.delivered_at).where(
        outbox.OutboxRow.message_id == message_id
    )
    with database.reading() as session:
        return session.scalar(statement) is not None


class SocketBrowser(harness.Browser):
    """The scripted browser of the harness, at a federation behind sockets."""

    def __init__(self, running: Running) -> None:
        self.world = running  # type: ignore[assignment]  # of a world it asks addresses only
        self.session = running.session()
        self.trail = []


def free_port(*, behind: int = 0) -> int:
    """Return a port of this machine that nobody listens on, nor on so many behind it."""
    while True:
        with ExitStack() as held:
            port = 0
            try:
                for place in range(behind + 1):
                    one = held.enter_context(closing(socket.socket()))
                    one.bind(("127.0.0.1", port + place if place else 0))
                    port = port or one.getsockname()[1]
            except (OSError, OverflowError):
                continue
            return port


class Nursery:
    """Planted databases, made once per era and people, copied for whoever wants fresh ones."""

    def __init__(self, folder: Path, postgres: str | None = None) -> None:
        self._folder = folder
        self._postgres = postgres
        self._templates: dict[tuple[str, int], dict[str, str]] = {}
        self._standing: _Standing | None = None

    def sqlite(self, era: str, folder: Path, seats: tuple[Persona, ...] = ()) -> dict[str, str]:
        """Return the addresses of fresh SQLite databases of an era, with more personas."""
        planted = planting.once(
            f"migrated {era} {len(seats)}",
            lambda made: _plant(_files_in(made), era, made, seats),
        )
        harness.copy_of(planted, folder)
        return _files_in(folder)

    def postgresql(self, era: str, seats: tuple[Persona, ...] = ()) -> dict[str, str]:
        """Return the addresses of fresh PostgreSQL databases of an era, with more personas."""
        server, key = self._postgres, (era, len(seats))
        if server is None:
            raise LookupError("MOOT_TEST_POSTGRES names no server (deploy/tools/postgres.sh with)")
        if key not in self._templates:
            names = {m: f"tpl_{ids.new_token(8)}_{m}" for m in MEMBERS}
            for name in names.values():
                _statement(server, f'CREATE DATABASE "{name}"')
            folder = self._folder / f"postgresql-{era}-{len(seats)}"
            folder.mkdir(parents=True)
            _plant({m: _database(server, n) for m, n in names.items()}, era, folder, seats)
            self._templates[key] = names
        run = ids.new_token(8)
        fresh = {m: f"t_{run}_{m}" for m in MEMBERS}
        for m, name in fresh.items():
            template = self._templates[key][m]
            _statement(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return {m: _database(server, name) for m, name in fresh.items()}

    def databases(
        self, kind: Kind, era: str, folder: Path, seats: tuple[Persona, ...] = ()
    ) -> dict[str, str]:
        """Return the addresses of fresh databases."""
        if kind == "sqlite":
            return self.sqlite(era, folder, seats)
        return self.postgresql(era, seats)

    def processes(self, era: str, folder: Path) -> Running:
        """Return a federation of processes with fresh PostgreSQL databases of an era.

        One that stands already in that era is given again: starting ten processes takes longer
        than most journeys, and they keep nothing that their databases do not have.
        """
        if self._standing is None or self._standing.running.era != era:
            self._end_standing()
            self._standing = self._start(era, folder)
        else:
            self._renew(self._standing)
        return replace(self._standing.running, ending=[])

    def _start(self, era: str, folder: Path) -> _Standing:
        databases = self.postgresql(era)
        prepared = {m: f"std_{ids.new_token(8)}_{m}" for m in MEMBERS}

        def keep() -> None:
            for m, name in prepared.items():
                _statement(
                    str(self._postgres),
                    f'CREATE DATABASE "{name}" TEMPLATE "{_name(databases[m])}"',
                )

        running = _processes(era, databases, folder, {}, prepared=keep)
        return _Standing(running, prepared)

    def _renew(self, standing: _Standing) -> None:
        """Give the processes the databases that they began with, under the names they know."""
        server = str(self._postgres)
        for m, url in standing.running.databases.items():
            _statement(server, f'DROP DATABASE "{_name(url)}" WITH (FORCE)')
            _statement(server, f'CREATE DATABASE "{_name(url)}" TEMPLATE "{standing.prepared[m]}"')

    def _end_standing(self) -> None:
        if self._standing is None:
            return
        self._standing.running.stop()
        self.drop(self._standing.running.databases)
        self.drop(
            {m: _database(str(self._postgres), n) for m, n in self._standing.prepared.items()}
        )
        self._standing = None

    def close(self) -> None:
        """End what stands, and remove the databases that fresh ones were copied from."""
        self._end_standing()
        for names in self._templates.values():
            self.drop({m: _database(str(self._postgres), n) for m, n in names.items()})

    def drop(self, databases: Mapping[str, str]) -> None:
        """Remove PostgreSQL databases that a test has done with."""
        for url in databases.values():
            name = make_url(url).database
            if self._postgres is not None and url.startswith("postgresql"):
                _statement(self._postgres, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class _Standing:
    """A federation of processes, and copies of its databases as they were when it began."""

    running: Running
    prepared: dict[str, str]


def _name(url: str) -> str:
    return str(make_url(url).database)


def _files_in(folder: Path) -> dict[str, str]:
    return {m: f"sqlite:///{folder / (m + '.db')}" for m in MEMBERS}


def _plant(urls: Mapping[str, str], era: str, folder: Path, seats: tuple[Persona, ...]) -> None:
    """Migrate as the launcher does, and plant with the cheap passwords of the tests."""
    members = load(harness.FEDERATION_FILE.read_text(encoding="utf-8")).members
    preparing.migrate_members(members, urls)
    preparing.settle_clocks(members, urls, when=parse_when(era))
    everyone = (*personas.load(), *seats)
    harness.build(folder, at=era, database_urls=urls, people=everyone).close()


def _database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _statement(server: str, words: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(words))
    finally:
        engine.dispose()


def serve(
    topology: Topology,
    kind: Kind,
    era: str,
    *,
    nursery: Nursery,
    folder: Path,
    settings: Mapping[str, str] | None = None,
    seats: tuple[Persona, ...] = (),
) -> Running:
    """Start a fresh federation of an era."""
    folder.mkdir(parents=True, exist_ok=True)
    if (topology, kind) == ("processes", "postgresql") and not settings and not seats:
        return nursery.processes(era, folder)
    databases = nursery.databases(kind, era, folder, seats)
    start = _embedded if topology == "embedded" else _processes
    running = start(era, databases, folder, dict(settings or {}))
    running.ending.insert(0, lambda: nursery.drop(databases))
    return running


def _embedded(
    era: str, databases: dict[str, str], folder: Path, settings: dict[str, str]
) -> Running:
    port = free_port()
    world = harness.build(
        folder,
        at=era,
        addressing=Addressing(domain=DOMAIN, port=port),
        database_urls=databases,
        settings=settings,
        plant=False,
    )
    server = wsgi.Server(
        ("127.0.0.1", port),
        Dispatcher(world.federation, world.apps),
        numthreads=16,
        request_queue_size=128,
        timeout=30,
    )
    server.prepare()
    thread = threading.Thread(target=server.serve, name=f"serve-{port}", daemon=True)
    thread.start()

    def stop() -> None:
        server.stop()
        thread.join(10)

    return Running(
        "embedded",
        era,
        world.federation,
        dict.fromkeys(MEMBERS, f"http://127.0.0.1:{port}"),
        databases,
        world,
        [world.close, stop],
        str(world.app("pacer").extensions["moot"].settings.service_key),
    )


def _processes(
    era: str,
    databases: dict[str, str],
    folder: Path,
    settings: dict[str, str],
    *,
    prepared: Callable[[], None] = lambda: None,
) -> Running:
    """Start a federation; `prepared` is called when its databases are, before anybody has them."""
    processes = Processes(
        folder,
        database_urls=databases,
        settings={**harness.QUICK_ARGON2, **settings},
        threads=8,
    )
    try:
        processes.prepare()
        prepared()
        processes.start()
    except BaseException:
        processes.stop()
        raise
    ports = processes.addressing.ports
    return Running(
        "processes",
        era,
        processes.federation,
        {m: f"http://127.0.0.1:{ports[m]}" for m in MEMBERS},
        databases,
        ending=[processes.stop],
        service_key=processes.secrets.service_key,
    )


def already_running(base_url: str, era: str, clock_command: str = "") -> Running:
    """Return a federation that somebody else runs, such as a compose stack.

    :param clock_command: puts its court time to an era; `{era}` in it is replaced.
    """
    if clock_command:
        subprocess.run(shlex.split(clock_command.replace("{era}", era)), check=True)
    parts = urlsplit(base_url)
    domain = (parts.hostname or "").removeprefix("pacer.")
    at = Addressing(scheme=parts.scheme, domain=domain, port=parts.port)
    found = load(harness.FEDERATION_FILE.read_text(encoding="utf-8"), at)
    way = f"{parts.scheme}://127.0.0.1" + (f":{parts.port}" if parts.port else "")
    return Running("running", era, found, dict.fromkeys(MEMBERS, way))


class Redirector:
    """Moves the connections of `requests` to a federation; what clients see stays the real URL.

    Hosts that are no member's are refused, so that no test ever reaches a real court.
    """

    def __init__(self, running: Running) -> None:
        self._running = running
        self.seen: list[tuple[str, str, int]] = []

    def patched(self) -> Iterator[Redirector]:
        """Redirect while the caller looks on (a generator for a fixture)."""
        original = requests.adapters.HTTPAdapter.send
        inside = {urlsplit(way).netloc for way in self._running.reach.values()}

        def send(
            adapter: requests.adapters.HTTPAdapter,
            request: requests.PreparedRequest,
            *args: object,
            **options: object,
        ) -> requests.Response:
            public = request.url or ""
            parts = urlsplit(public)
            if parts.netloc in inside:  # asked by the test itself, not by a client program
                return original(adapter, request, *args, **options)  # type: ignore[arg-type]
            place = self._running.federation.locate(parts.netloc)
            if place is None:
                raise requests.ConnectionError(f"{public} is no member of this federation")
            inner = request.copy()
            way = urlsplit(self._running.reach[place.member.id])
            inner.url = parts._replace(scheme=way.scheme, netloc=way.netloc).geturl()
            inner.headers["Host"] = parts.netloc
            inner.headers["X-Forwarded-Proto"] = parts.scheme
            options["proxies"] = {}
            response: requests.Response = original(adapter, inner, *args, **options)  # type: ignore[arg-type]
            response.url, response.request = public, request
            self.seen.append((request.method or "", public, response.status_code))
            return response

        requests.adapters.HTTPAdapter.send = send  # type: ignore[method-assign,assignment]
        try:
            yield self
        finally:
            requests.adapters.HTTPAdapter.send = original  # type: ignore[method-assign]
