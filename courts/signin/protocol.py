"""This court as a client of the identity provider, and who is there when a request arrives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final, cast

import requests
from flask import Flask, current_app, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.accounts.models import CourtUser
from courts.edge import CourtPerson
from courts.permissions import CourtUserFacts
from courts.settings import Settings
from courts.signin import queries, service
from courts.signin.models import CourtSession
from shared.db import Database
from shared.errors import Refusal
from shared.ids import digest
from shared.signon.identity import Identity
from shared.signon.refusals import ProviderDown
from shared.signon.relying_party import RelyingParty
from shared.web import edge, recorder, sightings
from shared.web.guard import in_force
from shared.web.runtime import Delivery, Handler, Runtime
from shared.wire import Message, SearchSuspended

EXEMPTION_SERVICE: Final = "/services/moot/exemption"
ACCOUNT_SERVICE: Final = "/services/moot/account"
CLIENT_CODE_SERVICE: Final = "/services/moot/client-code"
_EXTENSION: Final = "moot_relying_party"
_CSO_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,200}")
_TOUCH_EVERY: Final = timedelta(minutes=1)
_ASK_AGAIN: Final = timedelta(minutes=1)
#: Pages of coming and going, and those that do not care who is there.
_WITHOUT_ADOPTION: Final = frozenset(
    {None, "signin", "signin_api", "services", "website", "portal"}
)


class ForeignSuspensionError(Refusal):
    """Somebody but the identity provider spoke about a PACER account."""

    def __init__(self, sender: str) -> None:
        super().__init__("foreign", f"{sender} does not keep PACER accounts.")


def search_suspended(session: Session, message: SearchSuspended, delivery: Delivery) -> None:
    """Take the right to search from whoever PACER names, here and now.

    :raises ForeignSuspensionError: if PACER is not the sender.
    """
    if delivery.sender.is_court:
        raise ForeignSuspensionError(delivery.sender.id)
    service.suspend_search(session, subject=message.subject)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {SearchSuspended: search_suspended}
)


class CourtStates:
    """Short-lived values of sign-ons in this court's database; each call is a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, key: str, value: str, *, expires_at: datetime, wall: datetime) -> bool:
        """Keep a value; False if there is a live one under that key already."""
        try:
            with self._database.writing() as session:
                return service.put_state(session, key, value, expires_at=expires_at, wall=wall)
        except IntegrityError:
            return False

    def take(self, key: str, *, wall: datetime) -> str | None:
        """Remove a value and return it; None if there is none, or it is too old."""
        with self._database.writing() as session:
            return service.take_state(session, key, wall=wall)


def install(app: Flask, settings: Settings) -> None:
    """Make the app a relying party of the federation's identity provider."""
    runtime: Runtime = app.extensions["moot"]
    app.extensions[_EXTENSION] = RelyingParty(
        app,
        backchannel=runtime.backchannel,
        client_secret=str(settings.client_secret),
        store=CourtStates(runtime.database),
        wall=runtime.clocks.wall,
    )
    idle = timedelta(minutes=settings.session_idle_minutes)
    recorder.tell_holdings(app, partial(_holdings, idle=idle))
    sightings.tell_sessions(app, partial(_sessions_of_seats, idle=idle))


def _holdings(
    session: Session, whose: recorder.Whose, wall: datetime, *, idle: timedelta
) -> recorder.Holdings:
    """Tell what somebody has in this court: linked or not, an account of theirs is theirs."""
    users = queries.accounts_of(
        session, subject=whose.subject, email=whose.email, world=whose.world
    )
    logins = [f"court:{user.login_name}" for user in users if user.login_name]
    rows = queries.sessions_of(
        session, subject=whose.subject, user_ids=[u.id for u in users], world=whose.world
    )
    return recorder.Holdings(
        keys=frozenset({whose.subject, *logins}),
        names=frozenset({f"pacer:{whose.user_name}", *logins}),
        sessions=[
            recorder.session_line(
                row,
                source=row.source,
                opened=row.opened_at,
                live=queries.is_live(row, idle=idle, wall=wall),
                name=row.user_name or (row.court_user and row.court_user.login_name) or "",
            )
            for row in rows
        ],
    )


def _sessions_of_seats(
    session: Session, worlds: range, wall: datetime, *, idle: timedelta
) -> dict[int, list[str]]:
    """Tell who of a class has a session in this court, by the seat's world."""
    found: dict[int, list[str]] = {}
    for row in queries.sessions_in(session, worlds):
        if queries.is_live(row, idle=idle, wall=wall):
            name = row.user_name or (row.court_user and row.court_user.login_name) or ""
            found.setdefault(row.world, []).append(name)
    return found


def relying_party() -> RelyingParty:
    """Return this court as a client of the identity provider."""
    return cast(RelyingParty, current_app.extensions[_EXTENSION])


def states() -> CourtStates:
    """Return where this court keeps short-lived values."""
    runtime: Runtime = current_app.extensions["moot"]
    return CourtStates(runtime.database)


# --------------------------------------------------------------------------- who is there


@dataclass(frozen=True, slots=True)
class Arrival(CourtPerson):
    """Somebody unknown, of whom this room knows that their session was left alone too long."""

    idle_too_long: bool = False


def life() -> timedelta:
    """Return how long a session lasts at most."""
    return timedelta(hours=court_edge.settings().session_hours)


def load_person(session: Session, *, wall: datetime) -> CourtPerson:
    """Find the person by this court's session row, or by the row of their CSO token."""
    idle = timedelta(minutes=court_edge.settings().session_idle_minutes)
    left_alone = False
    for cookie in (court_edge.session_cookie(), court_edge.cso_cookie()):
        row = queries.session_by_hash(session, digest(cookie)) if cookie else None
        if row is None:
            continue
        if queries.is_live(row, idle=idle, wall=wall):
            if row.source == "cso" and wall - row.last_seen >= _ASK_AGAIN:
                # The token is the client's, not ours: `complete` asks whether it still counts.
                return Arrival()
            _touch(row, wall)
            return person_of(session, row)
        left_alone = left_alone or (row.closed_at is None and row.last_seen + idle <= wall)
    return Arrival(idle_too_long=left_alone)


def _touch(row: CourtSession, wall: datetime) -> None:
    if wall - row.last_seen >= _TOUCH_EVERY:
        session_id = row.id
        edge.keep(lambda kept: service.touch(kept, session_id, wall=wall))


def person_of(session: Session, row: CourtSession) -> CourtPerson:
    """Return the person of a session row, with what this court knows of them now."""
    user = queries.user_behind(session, row)
    staff = queries.staff_behind(session, row)
    known = CourtPerson(
        session_id=row.id,
        source=row.source,
        sid=row.sid,
        subject=row.subject,
        account_number=row.account_number,
        user_name=row.user_name,
        pacer_name=row.pacer_name,
        pacer_email=row.pacer_email,
        account_kind=row.account_kind,
        account_legacy=row.account_legacy,
        account_status=row.account_status,
        client_code=row.client_code,
        search_refusal=row.search_refusal,
        exempt=row.exempt,
        staff_role=staff.role if staff else "",
        trainer=row.trainer,
        menu=row.menu,
        world=row.world,
        seat_offset_seconds=row.seat_offset_seconds,
    )
    if user is None:
        return known
    acting = queries.principal_behind(session, row, user)
    if acting is not None:
        holder, link = acting
        known = replace(
            known,
            principal_id=holder.id,
            principal_name=holder.display_name,
            principal=facts_of(holder),
            agent_pays=link.pays,
        )
    return replace(
        known,
        fees_due_on=(user if acting is None else acting[0]).fees_due_on,
        user_id=user.id,
        user_login=user.login_name or "",
        user_name_here=user.display_name,
        user_role=user.role,
        user_status=user.status,
        user_origin=user.origin,
        user_linked=user.linked_subject is not None,
        user_temporary_password=user.temporary_password,
    )


def facts_of(user: CourtUser) -> CourtUserFacts:
    """Return what the permission rules look at of an account."""
    return CourtUserFacts(
        role=user.role,
        status=user.status,  # type: ignore[arg-type]
        origin=user.origin,  # type: ignore[arg-type]
        linked=user.linked_subject is not None,
        temporary_password=user.temporary_password,
    )


def complete(person: CourtPerson) -> CourtPerson:
    """Finish finding out who is there: a new CSO token is asked about at the provider.

    Clients set `NextGenCSO` or `PacerSession` themselves and never visited the court before; a
    header `X-NEXT-GEN-CSO` alone is no session (clients 3.1, 6.2).

    :raises ProviderDown: if the identity provider does not answer about a guarded page.
    """
    if person.is_authenticated:
        return _still(person)
    token = court_edge.cso_cookie()
    elsewhere = request.endpoint is None or request.blueprint in _WITHOUT_ADOPTION
    if elsewhere or court_edge.era().closed or not _CSO_TOKEN.fullmatch(token):
        return person
    try:
        identity = relying_party().introspect(token)
    except ProviderDown:
        if in_force(current_app).permission is None:
            return person
        raise
    if identity is None:
        return person
    return _adopt(token, identity, person)


def _adopt(token: str, identity: Identity, person: CourtPerson) -> CourtPerson:
    database, wall = edge.runtime().database, edge.wall()
    try:
        with database.writing() as session:
            row = service.adopt_token(
                session, token=token, identity=identity, life=life(), wall=wall
            )
            return person_of(session, row)
    except service.SignonEnded:
        return person
    except IntegrityError:
        # Another request of the same client was first.
        with database.reading() as session:
            return load_person(session, wall=wall)


def _still(person: CourtPerson) -> CourtPerson:
    era = court_edge.era()
    # From go-live an old login opens no session anywhere; between the two the court is closed.
    if era.live and person.source in ("court", "pacer"):
        close(court_edge.session_cookie(), reason="go-live")
        return Arrival()
    if era.closed and not (person.trainer or person.staff_role):
        return Arrival()
    return person


def is_exempt(subject: str) -> bool:
    """Ask the identity provider whether a person is exempt in this court (facts.md 1.9).

    :raises ProviderDown: if it does not answer.
    """
    edge.split()
    runtime = edge.runtime()
    try:
        answer = runtime.backchannel.post_service(
            runtime.federation.idp, EXEMPTION_SERVICE, {"subject": subject}, wall=edge.wall()
        )
        answer.raise_for_status()
        return answer.json().get("exempt") is True
    except (requests.RequestException, ValueError):
        raise ProviderDown from None


def default_login(subject: str, client_code: str) -> Identity | None:
    """Ask the identity provider about somebody's default PACER login; no transaction is open.

    None if it does not answer or the account is gone: the court asks for a PACER login then.
    """
    runtime = edge.runtime()
    asked = {"subject": subject, "code": client_code}
    try:
        answers = [
            runtime.backchannel.post_service(runtime.federation.idp, path, asked, wall=edge.wall())
            for path in (ACCOUNT_SERVICE, CLIENT_CODE_SERVICE)
        ]
        for answer in answers:
            answer.raise_for_status()
        told, charged = (answer.json() for answer in answers)
        reason = str(charged["search_reason"]) or ("client_code" if charged["missing"] else "")
        if told["status"] != "active" or not charged["fits"]:
            return None
        return Identity(
            subject=subject,
            account_number=str(told["account_number"]),
            user_name=str(told["user_name"]),
            name=str(told["name"]),
            email=str(told["email"]),
            account_kind=str(told["kind"]),
            account_legacy=bool(told["legacy"]),
            client_code=client_code,
            search_disabled=bool(reason),
            search_reason=reason,
        )
    except (requests.RequestException, ValueError, KeyError):
        return None


def close(*cookies: str, reason: str) -> str:
    """End the sessions of a browser's cookies at once, and return the ID token of one."""
    id_token = ""
    with edge.runtime().database.writing() as session:
        for cookie in filter(None, cookies):
            row = queries.session_by_hash(session, digest(cookie))
            if row is not None:
                id_token = id_token or row.id_token
                service.close_session(session, row, reason=reason, wall=edge.wall())
    return id_token
