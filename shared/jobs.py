"""Work after the commit: Huey wakes and schedules, the outbox rows are the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import structlog
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from sqlalchemy.orm import Session

from shared import outbox
from shared.db import Database
from shared.duties import Duty, perform

#: Deletes what has run out long ago; called now and then in a transaction of its own.
Sweep = Callable[[Session, datetime], None]

log = structlog.get_logger(__name__)


class Jobs(Protocol):
    """What an app needs of its background work."""

    def register(
        self,
        member_id: str,
        database: Database,
        deliver: outbox.Deliver,
        sweeps: Sequence[Sweep] = (),
        duties: Sequence[Duty] = (),
    ) -> None:
        """Make a member's outbox known, what of its rows runs out, and what its calendar wants."""

    def wake(self, member_id: str) -> None:
        """Have a member's outbox drained soon."""

    def catch_up(self, member_id: str) -> None:
        """Have a member do soon what is due on its calendars: one of them has been moved."""


class _Members:
    """The members whose outboxes a process drains."""

    def __init__(self, *, wall: Callable[[], datetime]) -> None:
        self._wall = wall
        self._members: dict[str, tuple[Database, outbox.Deliver]] = {}
        self._sweeps: dict[str, Sequence[Sweep]] = {}
        self._duties: dict[str, Sequence[Duty]] = {}

    def register(
        self,
        member_id: str,
        database: Database,
        deliver: outbox.Deliver,
        sweeps: Sequence[Sweep] = (),
        duties: Sequence[Duty] = (),
    ) -> None:
        """Make a member's outbox known, what of its rows runs out, and what its calendar wants."""
        self._members[member_id] = (database, deliver)
        self._sweeps[member_id] = sweeps
        self._duties[member_id] = duties

    def clean(self, member_id: str) -> None:
        """Delete what has run out long ago, and do what is due."""
        clean(self._members[member_id][0], self._sweeps[member_id], self._wall())
        self.perform(member_id)

    def perform(self, member_id: str) -> int:
        """Do what is due on the calendars of a member; return how much it was."""
        return perform(self._members[member_id][0], self._duties[member_id], self._wall())


class InlineJobs(_Members):
    """Drains at once, in the caller's thread, after its commit: for tests and seeding."""

    def __init__(self, *, wall: Callable[[], datetime]) -> None:
        super().__init__(wall=wall)
        self.paused = False

    def wake(self, member_id: str) -> None:
        """Drain the member's outbox now, unless paused."""
        if not self.paused:
            self.drain(member_id)

    def drain(self, member_id: str) -> int:
        """Deliver all that is due and return how many went out."""
        database, deliver = self._members[member_id]
        return outbox.drain(database, deliver, wall=self._wall)

    def catch_up(self, member_id: str) -> None:
        """Do what is due now, and deliver what comes of it, unless paused."""
        if not self.paused and self.perform(member_id):
            self.drain(member_id)


class HueyJobs(_Members):
    """Background work of a process, on a Huey queue of its own."""

    def __init__(self, huey: Huey, *, wall: Callable[[], datetime]) -> None:
        super().__init__(wall=wall)
        self._huey = huey
        self._consumer: Consumer | None = None
        self._drain_task: Any = huey.task(name="drain")(self._drain)
        self._duty_task: Any = huey.task(name="duties")(self._catch_up)
        huey.periodic_task(crontab(minute="*"), name="sweep")(self._wake_all)
        huey.periodic_task(crontab(minute="17"), name="clean")(self._clean_all)

    def wake(self, member_id: str) -> None:
        """Queue a drain; should the queue be out of reach, the minute's sweep makes up for it."""
        try:
            self._drain_task(member_id)
        except Exception as error:  # the rows are committed: nothing is lost
            log.warning("outbox.wake_failed", member=member_id, error=str(error))

    def catch_up(self, member_id: str) -> None:
        """Queue what is due; should the queue be out of reach, the hour's round makes up for it."""
        try:
            self._duty_task(member_id)
        except Exception as error:  # the calendar is moved all the same
            log.warning("duties.queue_failed", member=member_id, error=str(error))

    def start(self, *, workers: int = 2) -> None:
        """Run the consumer in threads of this process and drain what an earlier run left."""
        consumer = self._huey.create_consumer(
            workers=workers,
            initial_delay=0.05,
            max_delay=0.1,
            scheduler_interval=1,
            check_worker_health=False,
        )
        # The server owns the signals of this process.
        consumer._set_signal_handlers = lambda: None
        consumer.start()
        self._consumer = consumer
        for member_id in self._members:
            self.wake(member_id)

    def run(self, *, workers: int = 2) -> None:
        """Run the consumer in the foreground until a signal ends it (`moot worker`)."""
        for member_id in self._members:
            self.wake(member_id)
        self._huey.create_consumer(
            workers=workers,
            initial_delay=0.05,
            max_delay=0.25,
            scheduler_interval=1,
            graceful_signal="TERM",
        ).run()

    def stop(self) -> None:
        """End the consumer's threads."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None

    def _drain(self, member_id: str) -> None:
        database, deliver = self._members[member_id]
        wall = self._wall()
        due = outbox.next_due(database)
        if due is not None and due <= wall:
            outbox.drain(database, deliver, wall=self._wall)
            due = outbox.next_due(database)
        if due is not None:
            pause = max(0.1, (due - self._wall()).total_seconds())
            self._drain_task.schedule(args=(member_id,), delay=pause)

    def _wake_all(self) -> None:
        for member_id in self._members:
            self.wake(member_id)

    def _catch_up(self, member_id: str) -> None:
        if self.perform(member_id):
            self._drain(member_id)

    def _clean_all(self) -> None:
        for member_id in self._members:
            self.clean(member_id)


def clean(database: Database, sweeps: Sequence[Sweep], wall: datetime) -> None:
    """Delete what has run out long ago, each kind of row in a short transaction of its own."""
    for sweep in (outbox.sweep, *sweeps):
        with database.writing() as session:
            sweep(session, wall)


def queue(url: str) -> Huey:
    """Open the queue that a URL names: `sqlite:///file` or `postgresql://...`."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        path = Path(parts.path[1:] if parts.path.startswith("//") else parts.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("moot", filename=str(path), results=False)
    return PostgresHuey("moot", dsn=url.replace("+psycopg", ""), results=False)
