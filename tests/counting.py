"""What pages ask a database for, counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements of a block, but for those that the time of day brings about.

    Any request may be the one that looks, once a second, which faults are on, or that notes, once
    in a while, that a browser was here: neither says anything about its page.
    """
    sent: list[str] = []

    def note(*call: Any) -> None:
        statement = str(call[2])
        if "FROM fault" not in statement and not statement.startswith("UPDATE sso_session"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
