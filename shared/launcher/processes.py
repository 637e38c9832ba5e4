"""Every member as processes of their own on this machine: one serves, one works its outbox off."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import requests

from shared import clock, config
from shared.clock import parse_when
from shared.federation import Addressing, Federation, Member
from shared.launcher import environments, federations, preparing, secrets
from shared.launcher.standing import Standing

REACH: Final = "http://127.0.0.1:{port}"
START_TIMEOUT: Final = 60.0
END_TIMEOUT: Final = 6.0
ROOT: Final = Path(__file__).resolve().parents[2]


class StartError(RuntimeError):
    """A member did not get ready; says what it wrote."""


@dataclass
class Processes:
    """A federation of processes in a folder; `with Processes(folder) as running: ...`.

    :param database_urls: by member id, where it is not to be SQLite in the folder.
    :param planted: a folder with databases (`<id>.db`) to begin with.
    :param settings: more settings for every member, such as cheap password hashing.
    """

    folder: Path
    at: str | None = None
    federation_file: Path | None = None
    database_urls: Mapping[str, str] = field(default_factory=dict)
    queue_urls: Mapping[str, str] = field(default_factory=dict)
    planted: Path | None = None
    mode: str = "training"
    threads: int = environments.CONTAINER_THREADS
    settings: Mapping[str, str] = field(default_factory=dict)
    workers: bool = True

    def __post_init__(self) -> None:
        text = federations.read_text(self.federation_file)
        first = federations.load(text, Addressing())
        ports = dict(
            zip((m.id for m in first.members), free_ports(len(first.members)), strict=True)
        )
        self.addressing = Addressing(port=None, ports=ports)
        self.federation: Federation = federations.load(text, self.addressing, REACH)
        self.secrets = secrets.load_or_make(self.folder / "secrets.json", self.federation)
        self.environs = {m.id: self._environment(m) for m in self.federation.members}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._files = ExitStack()

    def __enter__(self) -> Processes:
        """Start everything and wait until it is ready."""
        try:
            self.prepare()
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
        """End everything."""
        self.stop()

    def url_of_database(self, member_id: str) -> str:
        """Return the address of a member's database."""
        return self.database_urls.get(member_id) or environments.sqlite_url(self.folder, member_id)

    def prepare(self) -> None:
        """Migrate and plant, or copy what was planted before."""
        if self.planted is not None:
            for member in self.federation.members:
                shutil.copyfile(self.planted / f"{member.id}.db", self.folder / f"{member.id}.db")
        members = self.federation.members
        urls = {member.id: self.url_of_database(member.id) for member in members}
        preparing.migrate_members(members, urls)
        preparing.make_queues(self._queue_url(member.id) for member in members)
        when = parse_when(self.at) if self.at else None
        preparing.settle_clocks(members, urls, when=when)
        key = self.secrets.service_key
        preparing.plant_members(self.federation, self.environs, service_key=key)

    def start(self) -> None:
        """Start all members and their workers and wait until all are ready."""
        for member in self.federation.members:
            self.start_member(member.id, wait=False)
        for member in self.federation.members:
            self._await(member)

    def start_member(self, member_id: str, *, wait: bool = True) -> None:
        """Start one member's processes."""
        member = self.federation.member(member_id)
        port = str(self.addressing.ports[member_id])
        self._spawn(member_id, "serve", member_id, "--bind", "127.0.0.1", "--port", port)
        if self.workers:
            self._spawn(f"{member_id}-worker", "worker", member_id)
        if wait:
            self._await(member)

    def kill(self, name: str) -> None:
        """End a process (`ctd`, `ctd-worker`) the hard way."""
        _kill(self._running.pop(name))

    def stop(self) -> None:
        """End all processes, the hard way after some seconds."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        limit = clock.ticks() + END_TIMEOUT
        for process in self._running.values():
            try:
                process.wait(max(0.1, limit - clock.ticks()))
            except subprocess.TimeoutExpired:
                _kill(process)
        self._running.clear()
        self._files.close()

    def stop_member(self, member_id: str) -> None:
        """End one member's processes and leave the others."""
        for name in (member_id, f"{member_id}-worker"):
            process = self._running.pop(name, None)
            if process is not None:
                process.send_signal(signal.SIGTERM)
                process.wait(END_TIMEOUT)

    def standing(self) -> Standing:
        """Return the federation as the clock and the doctor see it."""
        return Standing(
            self.federation, self.federation.idp, self.secrets.service_key, self.environs
        )

    def log(self, name: str) -> str:
        """Return what a process has written."""
        return (self.folder / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _queue_url(self, member_id: str) -> str:
        own = environments.sqlite_url(self.folder, f"{member_id}-queue")
        return self.queue_urls.get(member_id) or own

    def _environment(self, member: Member) -> dict[str, str]:
        folder = self.folder / "secrets" / member.id
        files = environments.secret_files(
            member,
            self.federation,
            self.secrets,
            database_url=self.url_of_database(member.id),
            queue_url=self._queue_url(member.id),
        )
        for name, text in files.items():
            secrets.write_private(folder / name, text)
        mapping = environments.hosted(
            member,
            self.addressing,
            reach=REACH,
            secrets_folder=folder,
            setting_names=tuple(files),
            mode=self.mode,
            threads=self.threads,
            documents=self.folder / "documents" / member.id,
            federation_file=self.federation_file,
        )
        return {**mapping, **self.settings}

    def _spawn(self, name: str, *arguments: str) -> None:
        if name in self._running:
            return
        member_id = name.removesuffix("-worker")
        outside = {k: v for k, v in config.environ().items() if not k.startswith("MOOT_")}
        path = [str(ROOT), outside["PYTHONPATH"]] if "PYTHONPATH" in outside else [str(ROOT)]
        logs = self.folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        out = self._files.enter_context((logs / f"{name}.log").open("ab"))
        self._running[name] = subprocess.Popen(
            [sys.executable, "-m", "shared.launcher", *arguments],
            env={**outside, **self.environs[member_id], "PYTHONPATH": ":".join(path)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _await(self, member: Member) -> None:
        limit = clock.ticks() + START_TIMEOUT
        url: Any = f"http://127.0.0.1:{self.addressing.ports[member.id]}/readyz"
        while clock.ticks() < limit:
            if self._running[member.id].poll() is not None:
                raise StartError(f"{member.id} ended at once:\n{self.log(member.id)}")
            try:
                if requests.get(url, timeout=2).ok:
                    return
            except requests.RequestException:
                clock.sleep(0.05)
        raise StartError(f"{member.id} did not get ready:\n{self.log(member.id)}")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and the server's own worker process, which would outlive it."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
