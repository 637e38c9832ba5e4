"""Reading the queue of registrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.registrations import deciding, resembling
from courts.registrations.models import RegistrationRequest, RegistrationStep
from courts.registrations.resembling import Face, Likeness
from shared.db import every_world, in_worlds
from shared.paging import Page, page_of
from shared.seating import writable

PER_PAGE = 25
#: Names are compared in full; more with one last name than this are not the applicant's.
MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """Which requests the clerk wants to see."""

    state: str = "waiting"
    kind: str = ""
    text: str = ""
    page: int = 1


def by_request_id(
    session: Session, request_id: str, *, lock: bool = False
) -> RegistrationRequest | None:
    """Return a request by the identifier that PACER gave it."""
    statement = select(RegistrationRequest).where(RegistrationRequest.request_id == request_id)
    return session.scalars(_locked(statement) if lock else statement).first()


def by_number(session: Session, number: int, *, lock: bool = False) -> RegistrationRequest | None:
    """Return a request by this court's number, locked for a decision if asked for."""
    statement = select(RegistrationRequest).where(RegistrationRequest.id == number)
    return session.scalars(_locked(statement) if lock else statement).first()


def _locked(statement: Select[RegistrationRequest]) -> Select[RegistrationRequest]:
    return statement.with_for_update().execution_options(populate_existing=True)


def waiting(session: Session) -> int:
    """Count what the clerk has to decide."""
    found = session.scalar(
        select(func.count())
        .select_from(RegistrationRequest)
        .where(RegistrationRequest.state == deciding.RECEIVED)
    )
    return int(found or 0)


def waiting_in(session: Session, worlds: range) -> Sequence[int]:
    """Return the numbers of the requests of some worlds that wait for a decision, oldest first."""
    return session.scalars(
        every_world(
            select(RegistrationRequest.id)
            .where(
                RegistrationRequest.state == deciding.RECEIVED,
                RegistrationRequest.world.between(worlds.start, worlds.stop - 1),
            )
            .order_by(RegistrationRequest.submitted_at, RegistrationRequest.id)
        )
    ).all()


def listed(session: Session, wish: Wish) -> Page[RegistrationRequest]:
    """Return a page of the queue, the oldest first."""
    return page_of(
        session,
        select(RegistrationRequest).where(*_conditions(wish)),
        key=RegistrationRequest.id,
        number=wish.page,
        size=PER_PAGE,
        order=(RegistrationRequest.submitted_at, RegistrationRequest.id),
    )


def _conditions(wish: Wish) -> list[ColumnElement[bool]]:
    states = {
        "waiting": (deciding.RECEIVED,),
        "asked": (deciding.MORE_INFO,),
        "decided": (deciding.APPROVED, deciding.REJECTED),
    }
    where: list[ColumnElement[bool]] = []
    if wish.state in states:
        where.append(RegistrationRequest.state.in_(states[wish.state]))
    if wish.kind:
        where.append(RegistrationRequest.kind == wish.kind)
    for word in wish.text.lower().split():
        where.append(
            or_(
                *(
                    func.lower(column).contains(word, autoescape=True)
                    for column in (
                        RegistrationRequest.first_name,
                        RegistrationRequest.last_name,
                        RegistrationRequest.firm,
                        RegistrationRequest.email,
                        RegistrationRequest.account_number,
                    )
                )
            )
        )
    return where


def steps(session: Session, request: RegistrationRequest) -> Sequence[RegistrationStep]:
    """Return what happened to a request, in order."""
    return session.scalars(
        select(RegistrationStep)
        .where(RegistrationStep.registration_request_id == request.id)
        .order_by(RegistrationStep.id)
    ).all()


def alike(session: Session, request: RegistrationRequest) -> tuple[tuple[Likeness, CourtUser], ...]:
    """Return the unlinked old accounts that resemble the applicant, the most alike first."""
    clues: list[ColumnElement[bool]] = [
        func.lower(CourtUser.last_name) == request.last_name.lower(),
        func.lower(CourtUser.primary_email) == request.email.lower(),
    ]
    if request.bar_number:
        clues.append(CourtUser.bar_number != "")
    rows = session.scalars(
        select(CourtUser)
        .where(
            CourtUser.linked_subject.is_(None),
            CourtUser.origin == "old",
            in_worlds(CourtUser.world, writable(request.world)),
            or_(*clues),
        )
        .order_by(CourtUser.id)
    ).all()
    applicant = Face(request.first_name, request.last_name, request.email, request.bar_number)
    known = {
        row.id: (row, Face(row.first_name, row.last_name, row.primary_email, row.bar_number))
        for row in rows
    }
    ranked = resembling.rank(applicant, ((key, face) for key, (_, face) in known.items()))
    return tuple((one, known[one.user_id][0]) for one in ranked[:MOST_ALIKE])
