"""Who makes a request to a court, and what hangs on the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, cast
from zoneinfo import ZoneInfo

from flask import current_app, request

from courts.kinds import eras
from courts.kinds.eras import Era
from courts.kinds.policies import Policy, Rules
from courts.kinds.profile import CourtProfile
from courts.permissions import CourtUserFacts, FilingFacts, PacerFacts, SessionFacts
from courts.settings import Settings
from shared.documents import DocumentStore
from shared.federation import Member
from shared.passwords import Passwords
from shared.web import edge
from shared.web.runtime import HasSession

CSO_COOKIES: Final = ("NextGenCSO", "PacerSession")


@dataclass(frozen=True, slots=True)
class CourtPerson(HasSession):
    """Whoever makes the request; `session_id` 0 is somebody unknown.

    `source` is oidc, cso, pacer (a PACER login on the old page) or court (an old court login).
    `user_id` is the e-file account of this court that the person acts with, 0 if none.
    `principal` is the account for which a filing agent works in this session; `agent_pays` says
    that its holder lets them pay. `fees_due_on` is the last day of the oldest unpaid filing fee of
    the account for which the person files.
    """

    session_id: int = 0
    source: str = ""
    sid: str = ""
    subject: str = ""
    account_number: str = ""
    user_name: str = ""
    pacer_name: str = ""
    pacer_email: str = ""
    account_kind: str = ""
    account_legacy: bool = False
    account_status: str = "active"
    client_code: str = ""
    search_refusal: str = ""
    exempt: bool = False
    user_id: int = 0
    user_login: str = ""
    user_name_here: str = ""
    user_role: str = ""
    user_status: str = ""
    user_origin: str = ""
    user_linked: bool = False
    user_temporary_password: bool = False
    principal_id: int = 0
    principal_name: str = ""
    principal: CourtUserFacts | None = None
    agent_pays: bool = False
    fees_due_on: date | None = None
    staff_role: str = ""
    trainer: bool = False
    menu: str = ""
    world: int = 0
    seat_offset_seconds: float = 0.0

    def get_id(self) -> str:
        """Return an identifier (Flask-Login)."""
        return self.subject or self.user_login

    @property
    def has_pacer(self) -> bool:
        """Say whether a PACER login stands behind the session."""
        return bool(self.subject)

    @property
    def files_as(self) -> int:
        """Return the e-file account for which the person files, 0 if none."""
        return self.principal_id or self.user_id

    @property
    def display_name(self) -> str:
        """Return the name to show."""
        return self.user_name_here or self.pacer_name

    @property
    def audit_name(self) -> str:
        """Return the name under which deeds are noted."""
        if self.user_name:
            return f"pacer:{self.user_name}"
        return f"court:{self.user_login}" if self.user_login else "anonymous"

    @property
    def record_key(self) -> str:
        """Return by what the person's recorded requests are found again.

        An old login stays itself also with a PACER login beside it, which may be somebody else's.
        """
        return f"court:{self.user_login}" if self.source == "court" else self.subject


@dataclass(frozen=True, slots=True)
class Court:
    """This court: the member, what its kind is like, and its own policies."""

    member: Member
    profile: CourtProfile
    policy: Policy


def court() -> Court:
    """Return this court."""
    return cast(Court, current_app.extensions["moot_court"])


def era() -> Era:
    """Return the era of this court at the request's court time."""
    member = court().member
    return eras.generation(member.live_at, member.cutoff_at, edge.now())


def rules() -> Rules:
    """Return this court's policy values at the request's court time."""
    return court().policy.at(edge.now())


def today() -> date:
    """Return the court's day."""
    return edge.now().astimezone(ZoneInfo(court().member.timezone)).date()


def person() -> CourtPerson:
    """Return whoever makes the request."""
    return cast(CourtPerson, edge.person())


def settings() -> Settings:
    """Return this app's settings."""
    return cast(Settings, edge.runtime().settings)


def passwords() -> Passwords:
    """Return this app's password hashing."""
    return cast(Passwords, current_app.extensions["moot_passwords"])


def documents() -> DocumentStore:
    """Return where this court keeps the bytes of its papers."""
    return cast(DocumentStore, current_app.extensions["moot_documents"])


def session_cookie_name() -> str:
    """Return the name of this court's session cookie (cookies ignore ports)."""
    return f"moot_{court().member.id}_session"


def session_cookie() -> str:
    """Return this court's session cookie, empty if the browser has none."""
    return request.cookies.get(session_cookie_name(), "")


def cso_cookie() -> str:
    """Return the CSO token that came as a cookie on the real host names."""
    return next((request.cookies[name] for name in CSO_COOKIES if request.cookies.get(name)), "")


def filing_facts(who: CourtPerson) -> FilingFacts:
    """Return what the permission rules look at, for a person in this court."""
    member = court().member
    login = "none"
    if who.is_authenticated:
        login = "court" if who.source == "court" else "pacer"
    staff = "trainer" if who.trainer else (who.staff_role or None)
    return FilingFacts(
        go_live=member.live_at,
        legacy_cutoff=member.cutoff_at,
        session=SessionFacts(login, staff),  # type: ignore[arg-type]
        account=None
        if not who.has_pacer
        else PacerFacts(
            kind=who.account_kind,  # type: ignore[arg-type]
            status=who.account_status,  # type: ignore[arg-type]
            legacy=who.account_legacy,
            search=who.search_refusal,
        ),
        court_user=None
        if not who.user_id
        else CourtUserFacts(
            role=who.user_role,
            status=who.user_status,  # type: ignore[arg-type]
            origin=who.user_origin,  # type: ignore[arg-type]
            linked=who.user_linked,
            temporary_password=who.user_temporary_password,
        ),
        principal=who.principal,
        fees_overdue=who.fees_due_on is not None and who.fees_due_on < today(),
    )
