"""Password hashing: argon2id, with a bound on how many run at once."""

from __future__ import annotations

import os
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Passwords:
    """Hashes and checks passwords (argon2id; OWASP: m=19456 KiB, t=2, p=1).

    Hashing takes tens of milliseconds and memory: never call it while a transaction is open.
    """

    def __init__(self, *, memory_kib: int = 19456, time_cost: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
        self._dummy: str | None = None

    def hash(self, password: str) -> str:
        """Return the hash of a password, salt and parameters included."""
        with self._turns:
            return self._hasher.hash(password)

    def verify(self, stored: str | None, password: str) -> bool:
        """Check a password; without a stored hash it takes as long, and says no."""
        if stored is None:
            self._check(self._stand_in(), password)
            return False
        return self._check(stored, password)

    def outdated(self, stored: str) -> bool:
        """Say whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _check(self, stored: str, password: str) -> bool:
        with self._turns:
            try:
                return self._hasher.verify(stored, password)
            except (VerificationError, InvalidHashError):
                return False

    def _stand_in(self) -> str:
        if self._dummy is None:
            self._dummy = self.hash("nobody has this password")
        return self._dummy
