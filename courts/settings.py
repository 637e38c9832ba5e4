"""Settings of a court."""

from __future__ import annotations

from dataclasses import dataclass

from shared.config import Secret
from shared.web.runtime import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Settings besides the common ones.

    `locator_index` says when the case locator learns of new cases: at_once, nightly (as the real
    one), or as the mode has it if empty: at once in training.
    """

    client_secret: Secret
    session_idle_minutes: int = 60
    session_hours: int = 12
    #: From which number the generated cases follow, and how many they are (docs/worlds.md).
    seed: int = 1
    world_size: str = "tiny"
    #: Where papers are kept: a folder, or a URL such as s3://bucket/prefix. Empty: beside a SQLite
    #: database, in `documents`.
    documents_url: str = ""
    locator_index: str = ""

    @property
    def index_at_once(self) -> bool:
        """Say whether the case locator learns of cases at once, and not in the night."""
        return (self.locator_index or ("at_once" if self.training else "nightly")) == "at_once"
