"""What the board writes: notes in the trails of seats, and messages to courts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from idp.board import queries
from idp.classroom.models import Seat, TrainingClass
from idp.teaching.service import Circumstances, chair_of, offset_of
from shared import outbox
from shared.audit import record
from shared.wire import WaitingApproved, WaitingToApprove


def note(session: Session, tag: str, seat: Seat, about: Circumstances, **detail: object) -> None:
    """Note in a seat's trail what its trainer does."""
    record(
        session,
        tag=tag,
        actor=about.actor,
        subject=f"seat:{chair_of(seat).tag}",
        now=about.now_of(offset_of(seat)),
        wall=about.wall,
        detail=detail,
        world=seat.run,
    )


def ask_to_approve(
    session: Session,
    of_class: TrainingClass,
    clerks: dict[str, tuple[str, str]],
    about: Circumstances,
) -> None:
    """Ask courts to approve what waits there, each in the name of the class's clerk.

    :param clerks: by court, the subject and user name of whoever works there for the class; empty
        if nobody does, which the court then answers.
    """
    for court, (subject, user_name) in clerks.items():
        message = WaitingToApprove(
            court=court,
            world=of_class.world,
            subject=subject,
            user_name=user_name,
            asked_by=about.actor,
        )
        outbox.enqueue(session, destination=court, message=message, wall=about.wall)


def note_approved(session: Session, message: WaitingApproved, about: Circumstances) -> None:
    """Note what a court made of the requests that waited; the board shows it."""
    record(
        session,
        tag=queries.APPROVED,
        actor=message.asked_by,
        subject=f"court:{message.court}",
        now=about.now,
        wall=about.wall,
        detail={
            "court": message.court,
            "approved": message.approved,
            "refused": list(message.refused),
        },
        world=message.world,
    )
