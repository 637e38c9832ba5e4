"""Copies of SQLite databases, all of one moment, taken and put back while members go on working.

Whoever copies holds the right to write of every database, so that no message can be sent by one
member and received by another in between. Whoever puts back has begun to write into all of them
before the first one is changed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from shared.errors import Refusal

#: How long a writer of a busy federation is waited for, in seconds.
PATIENCE: Final = 30.0
#: What a step says that could not take the right to write within that time.
_SHUT: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
#: A database is put back in about so many steps; the first one takes the right to write.
_STEPS: Final = 32


def take(files: Mapping[str, Path], folder: Path) -> None:
    """Copy databases into a folder, each as `<name>.db`, all as they were at one moment.

    :raises Refusal: code `busy` if somebody goes on writing, `missing` if there is no database.
    """
    missing = [str(file) for file in files.values() if not file.exists()]
    if missing:
        raise Refusal("missing", f"There is no database {', '.join(missing)}.")
    with ExitStack() as held:
        for name in sorted(files):
            held.enter_context(_held(files[name]))
        for name, file in files.items():
            # Read beside the connection that may write: SQLite copies from no other.
            with (
                closing(sqlite3.connect(file)) as source,
                closing(sqlite3.connect(folder / f"{name}.db")) as copy,
            ):
                source.backup(copy)
                # One file that needs no others beside it, wherever it is read.
                copy.execute("PRAGMA journal_mode=DELETE")


def put_back(files: Mapping[str, Path], folder: Path) -> None:
    """Make databases what `take` found, those that are in use too.

    :raises Refusal: code `busy`; nothing is changed then.
    """
    together = threading.Barrier(len(files))
    problems: list[BaseException] = []

    def one(name: str, file: Path) -> None:
        try:
            _replace(file, folder / f"{name}.db", together)
        except BaseException as error:
            together.abort()
            problems.append(error)

    threads = [threading.Thread(target=one, args=pair) for pair in files.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first = next((e for e in problems if not isinstance(e, threading.BrokenBarrierError)), None)
    if isinstance(first, sqlite3.OperationalError):
        raise _busy(first) from first
    if first is not None:
        raise first
    if problems:
        raise _busy(problems[0])


def _replace(file: Path, copy: Path, together: threading.Barrier) -> None:
    with (
        closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(file, timeout=PATIENCE)) as target,
    ):
        waited = False

        def step(status: int, _remaining: int, _total: int) -> None:
            nonlocal waited
            if waited:
                return
            if status in _SHUT:
                # It would be tried for ever; and who waits for this one must not think it is held.
                raise sqlite3.OperationalError("database is locked")
            waited = True
            together.wait(PATIENCE)

        (pages,) = source.execute("PRAGMA page_count").fetchone()
        source.backup(target, pages=max(1, pages // _STEPS), progress=step)


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Hold the right to write into a database."""
    connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    with closing(connection):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise _busy(error) from error
        yield


def _busy(error: BaseException) -> Refusal:
    return Refusal(
        "busy", f"The databases are busy ({error}). Nothing was changed; try again in a moment."
    )
