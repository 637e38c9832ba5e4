"""Who makes a request to the identity provider, and what hangs on the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from flask import current_app

from idp.settings import Settings
from shared.passwords import Passwords
from shared.web import edge
from shared.web.runtime import HasSession

SSO_COOKIE: Final = "moot_pacer_sso"
PENDING_COOKIE: Final = "moot_pacer_pending"
CSO_COOKIES: Final = ("NextGenCSO", "PacerSession")


@dataclass(frozen=True, slots=True)
class Visitor(HasSession):
    """Whoever makes the request; all fields empty for somebody unknown."""

    account_id: int = 0
    subject: str = ""
    account_number: str = ""
    user_name: str = ""
    display_name: str = ""
    email: str = ""
    kind: str = ""
    legacy: bool = False
    session_id: int = 0
    sid: str = ""
    auth_time: datetime | None = None
    amr: str = ""
    acr: str = ""
    client_code: str = ""
    trainer: bool = False
    world: int = 0
    seat_offset_seconds: float = 0.0

    def get_id(self) -> str:
        """Return the subject (Flask-Login)."""
        return self.subject

    @property
    def audit_name(self) -> str:
        """Return the name under which deeds are noted."""
        return f"pacer:{self.user_name}" if self.user_name else "anonymous"

    @property
    def record_key(self) -> str:
        """Return by what the person's recorded requests are found again."""
        return self.subject


def visitor() -> Visitor:
    """Return whoever makes the request."""
    return cast(Visitor, edge.person())


def settings() -> Settings:
    """Return this app's settings."""
    return cast(Settings, edge.runtime().settings)


def passwords() -> Passwords:
    """Return this app's password hashing."""
    return cast(Passwords, current_app.extensions["moot_passwords"])


def session_cookie() -> str:
    """Return the sign-on cookie of the browser, empty if it has none."""
    return edge.cookies().get(SSO_COOKIE, "")


def cso_cookie() -> str:
    """Return the CSO token that came as a cookie on the real host names."""
    known = edge.cookies()
    return next((known[name] for name in CSO_COOKIES if known.get(name)), "")
