"""Filing in a court of a test's federation without its screens, as its own code would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.accounts.models import CourtUser
from courts.cases.models import Case
from courts.docket.models import Entry
from courts.filing import protocol as filing
from courts.filing import service
from courts.filing.service import Filed
from courts.kinds.filings import Filer, Filing, Paper
from courts.notices import protocol as notices
from courts.notices.protocol import Served
from courts.permissions import CourtUserFacts, FilingFacts, PacerFacts, SessionFacts
from shared.ids import subject_of
from shared.outbox import OutboxRow
from shared.personas import Persona
from shared.web import edge, unit_of_work
from tests.harness import World
from tests.integration.courts.filings import pdf


@contextmanager
def inside(world: World, court: str) -> Iterator[Session]:
    """Be inside a request to a court; its transaction ends with the block."""
    app = world.app(court)
    with app.test_request_context(base_url=world.member(court).public_url):
        runtime = unit_of_work.runtime_of(app)
        unit_of_work.arrive(runtime)
        unit_of_work.come_as_nobody(runtime)
        g.moot_place = runtime.federation.places[world.member(court).public_url.partition("//")[2]]
        yield edge.session()
        unit_of_work.complete(app)


def case_of(session: Session, serial: int, kind: str = "") -> Case:
    """Return a case of the reference cases."""
    statement = select(Case).where(Case.serial == serial)
    if kind:
        statement = statement.where(Case.type == kind)
    return session.scalars(statement).one()


def seq_of(session: Session, case: Case, *groups: str) -> int:
    """Return the seq of the last entry of one of some events."""
    statement = select(Entry.seq).where(Entry.case_id == case.id, Entry.event.in_(groups))
    return int(session.scalars(statement.order_by(Entry.seq.desc())).first() or 0)


def filer_of(session: Session, who: Persona) -> tuple[Filer, FilingFacts]:
    """Return a persona as filer of the court in which the block is."""
    member = court_edge.court().member
    subject = subject_of(who.key)
    user = session.scalars(select(CourtUser).where(CourtUser.linked_subject == subject)).one()
    filer = Filer(
        user.id, subject, user.display_name, f"{user.last_name}, {user.first_name}", user.role
    )
    facts = FilingFacts(
        go_live=member.live_at,
        legacy_cutoff=member.cutoff_at,
        session=SessionFacts("pacer"),
        account=PacerFacts(),
        court_user=CourtUserFacts(role=user.role, linked=True),
    )
    return filer, facts


def file(session: Session, case: Case, event: str, who: Persona, **more: Any) -> Filed:
    """File a paper of two pages, serve it, and tell whom it concerns."""
    filer, facts = filer_of(session, who)
    data = pdf(2)
    stored = court_edge.documents().put(data)
    paper = Paper(stored.digest, stored.size, 2, "paper.pdf")
    now = edge.now()
    today: date = now.astimezone(ZoneInfo(court_edge.court().member.timezone)).date()
    filed = service.submit_filing(
        session,
        Filing(case.id, (event,), papers=(paper,), **more),
        filer=filer,
        facts=facts,
        bench=filing.bench(),
        now=now,
        today=today,
    )
    notices.serve(session, Served(filed.case, filed.view), filer=filer)
    filing.tell_followers(session, filed, filer)
    return filed


def promised(world: World, court: str, kind: str) -> list[OutboxRow]:
    """Return the messages of a kind that a court has promised, delivered or not."""
    with world.database(court).reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == kind))
        return list(rows.all())
