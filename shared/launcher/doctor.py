"""`moot doctor`: what is wrong with a federation, each finding with its mend."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import requests
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared import calendars
from shared.audit import verify_chain
from shared.config import load
from shared.db import Database
from shared.errors import Refusal
from shared.federation import host_of, is_loopback
from shared.jobs import queue
from shared.launcher import court_time, factories, switching
from shared.launcher.standing import Standing
from shared.migrate import head
from shared.web.runtime import CommonSettings

DISCOVERY: Final = "/.well-known/openid-configuration"
UP_FIRST: Final = "start it with `moot up`, and give the same --data here"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `level` is ok, note (nothing is broken) or wrong."""

    what: str
    level: str
    said: str
    mend: str = ""


Resolver = Callable[[str], list[str]]


def resolve(name: str) -> list[str]:
    """Return the addresses that this machine's resolver knows for a name."""
    try:
        found = socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return []
    return sorted({str(entry[4][0]) for entry in found})


def examine(standing: Standing, *, resolver: Resolver = resolve) -> Iterator[Finding]:
    """Look at everything and yield a finding for each."""
    yield from addresses(standing, resolver)
    alive = [*answers(standing)]
    yield from alive
    if any(finding.level == "ok" for finding in alive):
        yield issuer(standing)
        yield from purposes(standing)
    yield clocks(standing)
    yield from databases(standing)
    yield jobs(standing)
    yield from mail(standing)


def addresses(standing: Standing, resolver: Resolver) -> Iterator[Finding]:
    """Say which host names this machine cannot resolve."""
    at = standing.federation.addressing
    if at.lan:
        yield Finding("addresses", "ok", f"all members are ports of {at.lan}: no names needed")
        return
    origins = [o for m in standing.federation.members for o in m.origins.values()]
    names = [host_of(origin).partition(":")[0] for origin in origins]
    unknown = [name for name in names if not resolver(name)]
    if not unknown:
        yield Finding("addresses", "ok", f"{len(names)} host names resolve")
    elif is_loopback(at.domain):
        yield Finding(
            "addresses",
            "note",
            f"{unknown[0]} (and {len(unknown) - 1} more) do not resolve on this machine. Browsers "
            "find *.localhost by themselves, and members need no names; only other programs do.",
            "Debian: apt-get install libnss-myhostname; or add to /etc/hosts: "
            f"127.0.0.1 {' '.join(unknown)}",
        )
    else:
        yield Finding(
            "addresses",
            "wrong",
            f"no address for {', '.join(unknown)}",
            f"add DNS records for *.{at.domain} (pacer, ecf.<court>, www.<court>), or use --lan",
        )


def answers(standing: Standing) -> Iterator[Finding]:
    """Say which members do not answer at /readyz."""
    for member in standing.federation.members:
        what = f"{member.id} at {member.public_url}"
        try:
            response = standing.get(member, "/readyz")
        except requests.RequestException as error:
            said = f"does not answer at {member.reach} ({type(error).__name__})"
            yield Finding(what, "wrong", said, UP_FIRST)
            continue
        if response.ok:
            yield Finding(what, "ok", "ready")
        else:
            said = f"answers {response.status_code}: {response.text.strip()[:120]}"
            yield Finding(what, "wrong", said, "run `moot migrate`, then start it again")


def purposes(standing: Standing) -> Iterator[Finding]:
    """Say which faults are on: whatever looks broken may be so on purpose."""
    try:
        found = switching.standing(standing)
    except Refusal:  # a faithful federation has none
        return
    if found:
        names = ", ".join(dict.fromkeys(each["name"] for each in found))
        yield Finding(
            "faults", "note", f"switched on on purpose: {names}", "switch off: moot fault clear"
        )


def issuer(standing: Standing) -> Finding:
    """Compare the issuer that discovery names with the one that the courts expect."""
    federation = standing.federation
    try:
        response = standing.get(federation.idp, DISCOVERY)
        named = response.json().get("issuer") if response.ok else f"status {response.status_code}"
    except (requests.RequestException, ValueError) as error:
        named = type(error).__name__
    if named == federation.issuer:
        return Finding("issuer", "ok", str(named))
    return Finding(
        "issuer",
        "wrong",
        f"discovery says {named}, the courts expect {federation.issuer}",
        "start all members with the same --domain, --port and federation file; behind a proxy, "
        "have it keep the Host header",
    )


def clocks(standing: Standing) -> Finding:
    """Say whether all members have one court time."""
    heard = court_time.read(standing)
    silent = [answer.member_id for answer in heard if answer.setting is None]
    if silent:
        return Finding("clocks", "wrong", f"unknown: {', '.join(silent)}", UP_FIRST)
    if not calendars.agree(heard):
        said = "; ".join(
            f"{a.member_id} {court_time.present(a.setting):%Y-%m-%d %H:%M:%S}"
            for a in heard
            if a.setting is not None
        )
        return Finding("clocks", "wrong", said, "set all of them: moot clock set WHEN")
    first = next(a.setting for a in heard if a.setting is not None)
    still = ", standing still" if first.frozen_at else ""
    return Finding("clocks", "ok", f"{court_time.present(first):%Y-%m-%d %H:%M:%S} UTC{still}")


def databases(standing: Standing) -> Iterator[Finding]:
    """Say which databases cannot be opened or are not migrated."""
    for name, url in standing.database_urls().items():
        member = standing.federation.member(name)
        what = f"database of {name}"
        try:
            with closing(_Closing(url)) as opened, opened.database.reading() as session:
                version = session.scalar(text("SELECT version_num FROM alembic_version"))
                trail = _trail(name, session)
        except Exception as error:  # whatever it is: the database cannot be used, and why
            said = f"{type(error).__name__}: {str(error).splitlines()[0][:120]}"
            yield Finding(what, "wrong", said, "check MOOT_DATABASE_URL, then `moot migrate`")
            continue
        wanted = head(factories.migrations(member))
        if version == wanted:
            yield Finding(what, "ok", f"at {version}")
            yield trail
        else:
            yield Finding(what, "wrong", f"at {version}, not {wanted}", "moot migrate")


def _trail(name: str, session: Session) -> Finding:
    """Say whether every event of the audit trail follows from the one before it."""
    what = f"audit trail of {name}"
    try:
        return Finding(what, "ok", f"{verify_chain(session)} events, one from the other")
    except ValueError as error:
        mend = "somebody has changed the database by hand: compare with a backup"
        return Finding(what, "wrong", str(error), mend)
    except SQLAlchemyError:  # tables of another version: the database's own finding says so
        return Finding(what, "note", "cannot be read before the database is migrated")


class _Closing:
    def __init__(self, url: str) -> None:
        self.database = Database(url, pool_size=1)

    def close(self) -> None:
        self.database.dispose()


def jobs(standing: Standing) -> Finding:
    """Say whether the queue can be opened."""
    try:
        waiting = queue(standing.queue_url).pending_count()
    except Exception as error:  # whatever it is: nothing wakes the outboxes, and why
        return Finding("queue", "wrong", f"{type(error).__name__}: {error}", "check MOOT_QUEUE_URL")
    return Finding("queue", "ok", f"{waiting} waiting")


def mail(standing: Standing) -> Iterator[Finding]:
    """Connect to the mail server where one is configured."""
    seen: set[tuple[str, int]] = set()
    for environ in standing.environs.values():
        settings = load(CommonSettings, environ)
        place = (settings.smtp_host, settings.smtp_port)
        if not settings.smtp_host or place in seen:
            continue
        seen.add(place)
        what = f"mail by {place[0]}:{place[1]}"
        try:
            with smtplib.SMTP(*place, timeout=5) as server:
                server.noop()
        except (OSError, smtplib.SMTPException) as error:
            yield Finding(
                what, "wrong", str(error), "check MOOT_SMTP_HOST and MOOT_SMTP_PORT, or unset them"
            )
        else:
            yield Finding(what, "ok", "answers")
    if not seen:
        yield Finding("mail", "ok", "kept in the mailbox page; no mail server is configured")
