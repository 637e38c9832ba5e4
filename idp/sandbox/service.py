"""Writing the sandbox: keys are made, used and revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from idp.sandbox import queries
from idp.sandbox.models import SandboxKey
from shared.errors import Refusal
from shared.ids import digest, new_token

PREFIX: Final = "moot_sk_"
#: A trainer has a handful of programs.
MOST_KEYS: Final = 50
#: When a key was last used is told to the minute.
_USE_NOTED: Final = timedelta(minutes=1)


class TooManyKeysError(Refusal):
    """Somebody has more live keys than anybody needs."""

    def __init__(self) -> None:
        super().__init__(
            "too_many", f"You have {MOST_KEYS} keys. Revoke one that is not needed any more."
        )


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was just made; `secret` is shown once and kept nowhere."""

    id: int
    secret: str


def make_key(session: Session, *, name: str, owner: str, wall: datetime) -> MadeKey:
    """Make a key for a trainer.

    :raises TooManyKeysError: if there are too many.
    """
    live = [row for row in queries.keys_of(session, owner=owner) if row.revoked_at is None]
    if len(live) >= MOST_KEYS:
        raise TooManyKeysError
    secret = PREFIX + new_token()
    row = SandboxKey(token_hash=digest(secret), name=name, owner_subject=owner, made_at=wall)
    session.add(row)
    session.flush()
    return MadeKey(row.id, secret)


def revoke_key(session: Session, row: SandboxKey, *, wall: datetime) -> None:
    """Have a key open nothing from now on."""
    if row.revoked_at is None:
        row.revoked_at = wall
        session.flush()


def use_is_due(row: SandboxKey, *, wall: datetime) -> bool:
    """Say whether the use of a key is worth noting again."""
    return row.used_at is None or wall - row.used_at >= _USE_NOTED


def note_use(session: Session, *, key_id: int, wall: datetime) -> None:
    """Note when a key was used."""
    row = session.get(SandboxKey, key_id)
    if row is not None:
        row.used_at = wall
        session.flush()
