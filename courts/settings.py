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
    #: Where papers are kept: a folder, or a URL such as s3://bucket/prefix. Empty: beside a SQLite
    #: database, in `documents`.
    documents_url: str = ""
