"""Settings of a court."""

from __future__ import annotations

from dataclasses import dataclass

from shared.config import Secret
from shared.web.runtime import CommonSettings


@dataclass(frozen=True, kw_only=True)
class Settings(CommonSettings):
    """Settings besides the common ones."""

    client_secret: Secret
    session_idle_minutes: int = 60
    session_hours: int = 12
    #: From which number the generated cases follow, and how many they are (docs/worlds.md).
    seed: int = 1
    world_size: str = "tiny"
