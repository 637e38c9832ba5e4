"""The audit trail: append-only, hash-chained, one chain per member.

Events are collected during a transaction and written as the last thing before its commit, so that
the chain's head is the last lock taken (docs/architecture.md, "A request").
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import (
    Integer,
    String,
    Table,
    Text,
    bindparam,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import witness
from shared.db import SHARED_WORLD, Database, SharedTable, Worldly, tables

GENESIS = "0" * 64


class AuditEvent(Worldly, SharedTable):
    """One thing that happened. Never changed, never deleted."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    tag: Mapped[str] = mapped_column(String(60), index=True)
    actor: Mapped[str] = mapped_column(String(120), index=True)
    subject: Mapped[str] = mapped_column(String(160), index=True)
    detail: Mapped[str] = mapped_column(Text)
    court_time: Mapped[datetime]
    wall_time: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(SharedTable):
    """The end of the chain; locked by whoever appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    length: Mapped[int] = mapped_column(Integer)


_HEADS: Final = cast(Table, AuditHead.__table__)
_HEAD: Final = select(_HEADS.c.hash, _HEADS.c.length).with_for_update()
_NEW_HEAD: Final = update(_HEADS).values(hash=bindparam("last"), length=bindparam("count"))
_NEW_EVENT: Final = insert(cast(Table, AuditEvent.__table__))


class Noted(NamedTuple):
    """An event that is appended when its transaction commits."""

    tag: str
    actor: str
    subject: str
    detail: str
    court_time: datetime
    wall_time: datetime
    world: int


#: Told of what was appended, each event by its place in the chain, before the commit: what it
#: writes in the session belongs to the same transaction, and comes in the order of the chain.
Follower = Callable[[Session, Sequence[tuple[int, Noted]]], None]
_FOLLOWERS: Final = "audit_followers"


def follow(database: Database, follower: Follower) -> None:
    """Tell a function of every event that is appended in a database."""
    database.session_info[_FOLLOWERS] = (*database.session_info.get(_FOLLOWERS, ()), follower)


def record(
    session: Session,
    *,
    tag: str,
    actor: str,
    subject: str,
    now: datetime,
    wall: datetime,
    detail: Mapping[str, Any] | None = None,
    world: int | None = None,
) -> None:
    """Note an event; it is appended to the chain when the transaction commits.

    :param tag: colon-separated, e.g. `link:success`, `signin:refused`.
    :param detail: plain values only; never a password, code or token.
    """
    own = session.info.get("world") or SHARED_WORLD
    pending: list[Noted] = session.info.setdefault("audit_pending", [])
    pending.append(
        Noted(
            tag=tag,
            actor=actor[:120],
            subject=subject[:160],
            detail=json.dumps(dict(detail or {}), sort_keys=True, default=str),
            court_time=now,
            wall_time=wall,
            world=own if world is None else world,
        )
    )
    hooks: list[Any] = session.info.setdefault("before_commit", [])
    if _append not in hooks:
        hooks.append(_append)


def _append(session: Session) -> None:
    pending: list[Noted] = session.info.pop("audit_pending", [])
    if not pending:
        return
    session.flush()
    # By statements: every login and every code appends, and needs no objects for it.
    connection = tables(session)
    last, length = _locked_head(connection)
    first = length + 1
    for row in pending:
        hashed = chain_hash(last, row)
        connection.execute(_NEW_EVENT, {**row._asdict(), "previous": last, "hash": hashed})
        last, length = hashed, length + 1
        witness.deed(row.tag, row.subject)
    connection.execute(_NEW_HEAD, {"last": last, "count": length})
    followers: Sequence[Follower] = session.info.get(_FOLLOWERS, ())
    for tell in followers:
        tell(session, list(enumerate(pending, start=first)))


def _locked_head(connection: Connection) -> tuple[str, int]:
    """Return the chain's end, locked; whoever comes first of all makes it."""
    found = connection.execute(_HEAD).one_or_none()
    if found is None:
        # Several may come first at the same moment: the insert waits until one has committed.
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(insert(_HEADS), {"id": 1, "hash": GENESIS, "length": 0})
        found = connection.execute(_HEAD).one()
    return found.hash, found.length


def chain_hash(previous: str, row: AuditEvent | Noted) -> str:
    """Return the hash of an event and of all that came before it."""
    text = "\n".join(
        (
            previous,
            row.tag,
            row.actor,
            row.subject,
            row.detail,
            row.court_time.isoformat(),
            row.wall_time.isoformat(),
            str(row.world),
        )
    )
    return hashlib.sha256(text.encode()).hexdigest()


def verify_chain(session: Session) -> int:
    """Return the length of the chain if every link holds.

    :raises ValueError: names the first event that does not follow from the one before.
    """
    previous, length = GENESIS, 0
    rows = session.scalars(
        select(AuditEvent).order_by(AuditEvent.id).execution_options(every_world=True)
    )
    for row in rows:
        if row.previous != previous or chain_hash(previous, row) != row.hash:
            raise ValueError(f"audit event {row.id} does not follow from the one before it")
        previous, length = row.hash, length + 1
    head = session.scalar(select(AuditHead))
    if head is not None and (head.hash != previous or head.length != length):
        raise ValueError("the audit trail is shorter than its head says")
    return length


class AuditIsAppendOnlyError(RuntimeError):
    """Somebody tried to change or delete an audit event."""


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _never(_mapper: Any, _connection: Any, _row: AuditEvent) -> None:
    raise AuditIsAppendOnlyError("audit events are neither changed nor deleted")
