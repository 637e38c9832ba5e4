"""Listening: granian for one port, cheroot where every host has a port of its own."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from shared import config
from shared.errors import Refusal
from shared.launcher import environments, federations
from shared.launcher.datadir import DataDirectory

LAN_THREADS: Final = 6
KILL_AFTER: Final = 4


def check_free(address: str, ports: list[int]) -> None:
    """Say in a sentence that somebody else listens already, before anything is started.

    :raises Refusal: code `port` or `address`.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for port in ports:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                raise _taken(address, port, error) from None


def _taken(address: str, port: int, error: OSError) -> Refusal:
    if isinstance(error, PermissionError):
        return Refusal(
            "port", f"This user may not listen on port {port}. Choose one above 1023 with --port."
        )
    if "in use" in str(error).lower():
        return Refusal(
            "port",
            f"Port {port} on {address} is taken, perhaps by another `moot up`. End that one, or "
            f"choose another port: moot up --port {port + 1000}",
        )
    return Refusal("address", f"Cannot listen on {address}: {error.strerror or error}.")


def serve_data(directory: DataDirectory, *, bind: str, port: int, threads: int) -> None:
    """Serve a data directory with one worker process, until a signal ends it."""
    config.set_environ(environments.FOLDER_VARIABLE, str(directory.folder.resolve()))
    config.set_environ(environments.THREADS_VARIABLE, str(threads))
    serve("shared.launcher.embedded:create", bind=bind, port=port, threads=threads)


def serve(target: str, *, bind: str, port: int, threads: int) -> None:
    """Serve the app that a factory makes, with one worker process, until a signal ends it."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        target,
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        factory=True,
        websockets=False,
        log_level=LogLevels.error,
        workers_kill_timeout=KILL_AFTER,
        working_dir=_root(),
    ).serve()


def _root() -> Path:
    """Return where the packages are, so that the worker finds them from any directory."""
    return Path(__file__).resolve().parents[2]


def serve_lan(directory: DataDirectory, *, ready: Callable[[], None] | None = None) -> None:
    """Serve each host on its own port of one address, in this process, until a signal ends it."""
    from cheroot.wsgi import Server

    from shared.launcher import embedded

    run = directory.run()
    ports = federations.listeners(directory.federation(run))
    app, jobs, _federation = embedded.serving(directory, threads=LAN_THREADS * len(ports))
    servers: list[Any] = []
    for port in ports:
        server = Server(
            (run.lan or run.bind, port), app, numthreads=LAN_THREADS, server_name="moot"
        )
        server.shutdown_timeout = 1
        server.prepare()
        servers.append(server)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    threads = [threading.Thread(target=server.serve, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    if ready is not None:
        ready()
    ended.wait()
    for server in servers:
        server.stop()
    jobs.stop()


def threads_for(run: federations.Run) -> int:
    """Return how many requests may be answered at once."""
    return LAN_THREADS if run.lan else environments.THREADS
