"""Planting the people of the training federation at the PACER Service Center."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time
from typing import Final, cast
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.accounts import service as accounts_service
from idp.accounts.names import user_key
from idp.cja import service as cja_service
from idp.classroom import service as classroom_service
from idp.mfa import service as mfa_service
from idp.registry import service as registry_service
from idp.settings import Settings
from idp.signin import service as signin_service
from shared.federation import Federation
from shared.ids import subject_of
from shared.passwords import Passwords
from shared.personas import Persona
from shared.timekeeping import read_setting
from shared.web.runtime import Runtime

#: A persona whose story is to be locked stays so, whatever the class does.
LOCKED_UNTIL: Final = datetime(2999, 12, 31, tzinfo=UTC)

PLANTED_APP: Final = "Authenticator"


def plant(app: Flask, personas: Iterable[Persona]) -> None:
    """Open what the personas have at PACER; whoever is there already is left alone."""
    runtime: Runtime = app.extensions["moot"]
    passwords: Passwords = app.extensions["moot_passwords"]
    settings = cast(Settings, runtime.settings)
    people = [persona for persona in personas if persona.pacer is not None]
    with runtime.database.reading() as session:
        known = accounts.known_subjects(session, subjects=[subject_of(p.key) for p in people])
    missing = [persona for persona in people if subject_of(persona.key) not in known]
    if not missing:
        return
    hashes = _hashes(missing, passwords)
    wall = runtime.clocks.wall()
    with runtime.database.writing(world=0) as session:
        now = read_setting(session).now(wall)
        accounts_service.plant_accounts(session, personas=missing, hashes=hashes, now=now)
        for persona in missing:
            _plant_around(session, persona, runtime.federation, settings, now=now, wall=wall)


def _hashes(people: Sequence[Persona], passwords: Passwords) -> dict[str, str]:
    """Return every password's hash; argon2 leaves the interpreter lock, so threads help."""
    secrets = [persona.pacer.password if persona.pacer else "" for persona in people]
    with ThreadPoolExecutor() as pool:
        made = pool.map(passwords.hash, secrets)
        return {persona.key: stored for persona, stored in zip(people, made, strict=True)}


def _plant_around(
    session: Session,
    persona: Persona,
    federation: Federation,
    settings: Settings,
    *,
    now: datetime,
    wall: datetime,
) -> None:
    seed = persona.pacer
    if seed is None:
        return
    if "trainer" in seed.staff_roles:
        classroom_service.make_trainer(session, subject=subject_of(persona.key), now=now)
    account = accounts.by_subject(session, subject=subject_of(persona.key))
    if seed.totp_secret and account is not None:
        mfa_service.plant_app(
            session,
            account_id=account.id,
            name=PLANTED_APP,
            secret=seed.totp_secret,
            wall=wall,
            world=account.world,
        )
    for court in seed.exempt_in:
        if account is not None:
            cja_service.grant(session, account=account, court=court, now=now)
    if seed.status == "locked":
        signin_service.lock_out(
            session,
            user_key=user_key(seed.user_name),
            until=LOCKED_UNTIL,
            failures=settings.lockout_failures,
            wall=wall,
        )
    _plant_registrations(session, persona, federation, now=now)


def _plant_registrations(
    session: Session, persona: Persona, federation: Federation, *, now: datetime
) -> None:
    """Note the links and registrations that a person has made by `now`; none before go-live."""
    for court in federation.courts:
        account = persona.courts.get(court.id)
        if account is None or account.linked_on is None or now < court.live_at:
            continue
        zone = ZoneInfo(court.timezone)
        state = account.link_at(now.astimezone(zone).date())
        if state == "unlinked":
            continue
        registry_service.note_link(
            session,
            court=court.id,
            subject=subject_of(persona.key),
            login_name=account.login_name or "",
            display_name=f"{account.first_name} {account.last_name}",
            role=account.role,
            since=datetime.combine(account.linked_on, time(10), zone),
            world=0,
            origin=state,
            status=account.status,
        )
