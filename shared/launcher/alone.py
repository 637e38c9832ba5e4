"""A member is served by one process: what it keeps in memory is not told to a second one.

Where seats are, the last page that each was shown, and recorded requests live in the process that
answers (shared/web/sightings.py). Of two servers of one member, a board would hear whichever
answers it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import NullPool, create_engine, make_url, text

#: Any number, as long as all processes agree: who holds it serves this database.
_ADVISORY_LOCK: Final = 0x6D6F6F75
WARNING: Final = (
    "another process serves this member already: boards and recorded requests will show but a "
    "part of what happens; run one server for each member"
)

log = structlog.get_logger(__name__)


def take_place(database_url: str) -> Callable[[], None] | None:
    """Take the place of the one process that serves a database, until it ends.

    :returns: what gives the place up; None if another process has it.
    """
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return _take_file(Path(f"{url.database}.serving"))
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    connection = engine.connect()
    if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_LOCK}):
        return connection.close
    connection.close()
    return None


def _take_file(path: Path) -> Callable[[], None] | None:
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file.close


def take_or_warn(database_url: str, member_id: str) -> Callable[[], None]:
    """Take the place, or say in the log that there are two; serving goes on all the same.

    A server that is just being replaced may still have it for a moment.
    """
    found = take_place(database_url)
    if found is None:
        log.warning("member.served_twice", member=member_id, words=WARNING)
        return lambda: None
    return found
