"""When too many wrong passwords lock, and for how long (our policy: facts.md 1.2).

Three counters run at once: of the account, of the account from one address, and of the address
alone. The last one only slows down, so that a class behind one router can work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

ACCOUNT: Final = "account"
PAIR: Final = "account+address"
ADDRESS: Final = "address"

ADDRESS_FAILURES: Final = 100
ADDRESS_WINDOW: Final = timedelta(minutes=1)
LONGEST_ADDRESS: Final = 60


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within a time lock for a while; `lock` None is for the rest of that time."""

    scope: str
    failures: int
    within: timedelta
    lock: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """The failures of one key so far."""

    failures: int
    first_at: datetime
    last_at: datetime
    locked_until: datetime | None = None


def limits(*, failures: int, minutes: int) -> tuple[Limit, ...]:
    """Return the limits in the order in which they are locked in the database.

    Somebody who goes on guessing from one address after a lock-out waits longer there.
    """
    lock = timedelta(minutes=minutes)
    return (
        Limit(ACCOUNT, failures, lock, lock),
        Limit(PAIR, 2 * failures, timedelta(days=1), 4 * lock),
        Limit(ADDRESS, ADDRESS_FAILURES, ADDRESS_WINDOW),
    )


def keys(*, user_key: str, address: str) -> tuple[tuple[str, str], ...]:
    """Return the scope and key of every counter of an attempt."""
    address = address[:LONGEST_ADDRESS]
    return ((ACCOUNT, user_key), (PAIR, f"{user_key} {address}"), (ADDRESS, address))


def locked(count: Count | None, wall: datetime) -> bool:
    """Say whether a counter locks at this moment."""
    return count is not None and count.locked_until is not None and wall < count.locked_until


def after_failure(count: Count | None, limit: Limit, wall: datetime) -> Count:
    """Return the count after one more failure; a lock-out is neither prolonged nor counted in."""
    if count is not None and locked(count, wall):
        return count
    if count is None or count.locked_until is not None or wall - count.first_at >= limit.within:
        count = Count(0, wall, wall)
    failures = count.failures + 1
    until = None
    if failures >= limit.failures:
        until = count.first_at + limit.within if limit.lock is None else wall + limit.lock
    return Count(failures, count.first_at, wall, until)
