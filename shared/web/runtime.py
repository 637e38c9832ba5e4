"""What an app was built with, kept in one object; and the settings that every app has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from flask import Response
from sqlalchemy.orm import Session

from shared.backchannel import Backchannel
from shared.clock import Clocks
from shared.config import Secret
from shared.db import Database
from shared.federation import Federation, Member
from shared.jobs import Jobs
from shared.mail.senders import Postman
from shared.switches import Switches
from shared.wire import Message


@dataclass(frozen=True, kw_only=True)
class CommonSettings:
    """Settings of every member (`MOOT_<NAME>`, secrets also as `MOOT_<NAME>_FILE`)."""

    secret_key: Secret
    service_key: Secret
    database_url: Secret
    mode: str = "training"
    pool_size: int = 8
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: Secret = Secret("")
    smtp_starttls: bool = False
    trusted_proxies: tuple[str, ...] = ()
    argon2_memory_kib: int = 19456
    argon2_time: int = 2
    log_level: str = "warning"

    @property
    def training(self) -> bool:
        """Say whether coach, inspectors, mailbox and clock page exist."""
        return self.mode == "training"


class Person(Protocol):
    """Whoever makes a request, as Flask-Login and the guards see them."""

    @property
    def is_authenticated(self) -> bool:
        """Say whether somebody is signed in."""

    @property
    def world(self) -> int:
        """Return whose world they are in."""

    @property
    def seat_offset_seconds(self) -> float:
        """Return how far their court time is shifted."""

    @property
    def audit_name(self) -> str:
        """Return the name under which their deeds are noted."""

    @property
    def record_key(self) -> str:
        """Return by what their recorded requests are found again, empty for somebody unknown."""


class HasSession:
    """What Flask-Login asks of whoever makes a request: they are signed in by a session row."""

    __slots__ = ()
    session_id: int

    @property
    def is_authenticated(self) -> bool:
        """Say whether somebody is signed in."""
        return self.session_id != 0

    @property
    def is_active(self) -> bool:
        """Say whether the session may be used."""
        return self.is_authenticated

    @property
    def is_anonymous(self) -> bool:
        """Say whether nobody is signed in."""
        return not self.is_authenticated


class Authority(Protocol):
    """An app's answer to who may do what."""

    def nobody(self) -> Person:
        """Return somebody unknown, for views that do not ask who is there."""

    def load_person(self, session: Session, *, now: datetime, wall: datetime) -> Person:
        """Find out who makes the current request; the session only reads."""

    def complete(self, person: Any) -> Person:
        """Finish finding out, outside any transaction (it may ask another member)."""

    def permits(self, person: Any, permission: str) -> bool:
        """Say whether a person has a permission."""

    def turn_away(self, person: Any, permission: str) -> Response:
        """Answer a person who lacks a permission."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The circumstances in which a message from another member is handled."""

    message_id: str
    sender: Member
    now: datetime
    wall: datetime


Handler = Callable[[Session, Any, Delivery], None]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where no session says it: a client, a court, or a person who is still to sign in.

    :ivar spared: the request must go through whatever fault is on.
    """

    client: str = ""
    court: str = ""
    subject: str = ""
    world: int = 0
    spared: bool = False


@dataclass
class Runtime:
    """All that one app stands on; reached through `edge.runtime()`."""

    member: Member
    federation: Federation
    settings: CommonSettings
    database: Database
    backchannel: Backchannel
    clocks: Clocks
    jobs: Jobs
    postman: Postman
    authority: Authority
    switches: Switches
    handlers: Mapping[type[Message], Handler] = field(default_factory=dict)
    asker: Callable[[], Asker] = Asker
    extra: dict[str, Any] = field(default_factory=dict)
