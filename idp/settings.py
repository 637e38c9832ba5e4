"""Settings of the identity provider."""

from __future__ import annotations

from dataclasses import dataclass

from shared.web.runtime import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Settings besides the common ones.

    `client_secret_hashes` lists `client_id=sha256` of every court; limits count in real time.
    """

    client_secret_hashes: tuple[str, ...] = ()
    lockout_failures: int = 5
    lockout_minutes: int = 15
    session_idle_minutes: int = 60
    session_hours: int = 12
    #: A folder of the trainer's own exercises, beside those that come with the program.
    exercises_folder: str = ""
