"""`moot worker`: works off one member's outbox, and shows that it lives."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shared import clock, outbox
from shared.db import Database
from shared.launcher import hosted

BEAT_SECONDS: Final = 5


def work(environ: Mapping[str, str], member_id: str | None, *, heartbeat: Path | None) -> None:
    """Deliver what one member's outbox holds, until a signal ends it."""
    from shared.web import shell

    built = hosted.build(environ, member_id)
    shell.configure_logging(built.settings.log_level)
    if heartbeat is not None:
        database: Database = built.app.extensions["moot"].database
        threading.Thread(target=_beat, args=(database, heartbeat), daemon=True).start()
    built.jobs.run()


def _beat(database: Database, file: Path) -> None:
    """Touch a file as long as the database answers: what the container's health check looks at."""
    while True:
        try:
            outbox.next_due(database)
            file.touch()
        except Exception as error:  # the old date on the file is the message
            print(f"worker: {type(error).__name__}", flush=True)
        clock.sleep(BEAT_SECONDS)
