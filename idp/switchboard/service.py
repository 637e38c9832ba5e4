"""Switching faults on and off. Whoever calls is a trainer, or has the sandbox's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.classroom import queries as classroom
from idp.oidc import queries as oidc
from idp.switchboard import queries
from idp.switchboard.models import FaultSwitch, FaultTally
from shared import faults, outbox, seating, seats
from shared.audit import record
from shared.db import tables
from shared.errors import Refusal
from shared.faults import Fault, Scope, Wish
from shared.federation import Federation
from shared.ids import new_uuid
from shared.switches import FaultRow, Switches
from shared.wire import FaultsChanged

LANE = "local:faults"
FAITHFUL = "This federation is faithful: there are no faults to switch on."


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What every switching needs: of which federation, by whom, and when.

    `switches` are this member's own (`edge.runtime().switches`).
    """

    federation: Federation
    switches: Switches
    actor: str
    now: datetime
    wall: datetime


def set_fault(session: Session, wish: Wish, at: Circumstances) -> str:
    """Switch a fault on and return its id; the members are told after the commit.

    :raises Refusal: `faithful`, or at the field that is wrong: name, scope, value, times, amount.
    """
    _in_training(at)
    wanted = faults.checked(wish)
    fault = faults.fault(wanted.name)
    scope = _scope(session, fault, wanted, at.federation)
    row = FaultRow(
        id=new_uuid(),
        name=wanted.name,
        scope=scope.kind,
        value=scope.value,
        email=scope.email,
        amount=wanted.amount,
        most=wanted.times,
        used=0,
        here=fault.is_read_by(court=False),
    )
    switch = FaultSwitch(fault_id=row.id, named=wanted.value, set_by=at.actor[:120], set_at=at.wall)
    session.add_all((row, switch))
    session.flush()
    _note(session, "fault:set", row, at)
    _tell(session, row, at)
    return row.id


def clear_fault(session: Session, fault_id: str, at: Circumstances) -> None:
    """Switch a fault off.

    :raises Refusal: `faithful`, or `fault` if none of that id is on.
    """
    _in_training(at)
    row = session.get(FaultRow, fault_id[:36])
    if row is None:
        raise Refusal("fault", "This fault is not on any more.")
    _clear(session, row, at)


def clear_faults(session: Session, at: Circumstances, *, name: str = "") -> int:
    """Switch off all faults, or all of one name, and return how many were on.

    :raises Refusal: `faithful`.
    """
    _in_training(at)
    wanted = select(FaultRow)
    if name:
        wanted = wanted.where(FaultRow.name == name)
    rows = session.scalars(wanted).all()
    for row in rows:
        _clear(session, row, at)
    return len(rows)


def tally(session: Session, *, fault_id: str, member: str, at: datetime) -> None:
    """Note that a fault has bitten at a member; one that was cleared meanwhile is passed over."""
    if session.get(FaultSwitch, fault_id) is None:
        return
    row = session.get(FaultTally, (fault_id, member), with_for_update=True)
    if row is None:
        row = FaultTally(fault_id=fault_id, member=member, uses=0, last_at=at)
        session.add(row)
    row.uses += 1
    row.last_at = at
    session.flush()


# --------------------------------------------------------------------------- small parts


def _in_training(at: Circumstances) -> None:
    if not at.switches.active:
        raise Refusal("faithful", FAITHFUL)


def _scope(session: Session, fault: Fault, wish: Wish, federation: Federation) -> Scope:
    """Return whom a wish concerns, by the names that members know.

    :raises Refusal: code `value` if there is nobody of that name.
    """
    value = wish.value
    if wish.scope == faults.PERSON:
        account = accounts.by_user_name(session, user_name=value)
        if account is None:
            raise _nobody(f"There is no PACER account “{value}”.")
        return Scope(faults.PERSON, account.subject, account.email)
    if wish.scope == faults.CLIENT:
        ours = any(court.client_id == value for court in federation.courts)
        if not ours and oidc.client(tables(session), value) is None:
            raise _nobody(f"There is no client “{value}”.")
    if wish.scope == faults.SEAT:
        return Scope(faults.SEAT, str(_place(session, value)))
    if wish.scope == faults.COURT:
        known = [m.id for m in federation.members if m.is_court or fault.posts]
        if value not in known:
            raise _nobody(f"There is no member “{value}”. There are: {', '.join(known)}.")
    return Scope(wish.scope, value)


def _place(session: Session, name: str) -> int:
    """Return the place of a seat or class, by which every member knows it.

    :raises Refusal: at the field `value`, if there is none of that name.
    """
    code, number = faults.seat_named(name)
    seat = classroom.seat_of_code(session, code, number)
    if seat is None:
        raise _nobody(f"There is no class or seat “{name}”.")
    return seat.place


def _nobody(words: str) -> Refusal:
    return Refusal("value", words, field="value")


def _clear(session: Session, row: FaultRow, at: Circumstances) -> None:
    _note(session, "fault:cleared", row, at)
    _tell(session, row, at)
    session.delete(row)
    for table in (FaultSwitch, FaultTally):
        session.execute(delete(table).where(table.fault_id == row.id))
    session.flush()


def _note(session: Session, tag: str, row: FaultRow, at: Circumstances) -> None:
    record(
        session,
        tag=tag,
        actor=at.actor,
        subject=row.name,
        now=at.now,
        wall=at.wall,
        detail={
            "fault": row.id,
            "scope": row.scope,
            "value": row.value,
            "times": row.most,
            "amount": row.amount,
        },
        world=_present_run(session, int(row.value)) if row.scope == faults.SEAT else 0,
    )


def _present_run(session: Session, place: int) -> int:
    """Return the world in which a switch about a seat is noted."""
    found = seats.standing(session, place)
    return seating.class_of(place) if found is None else found.world


def _tell(session: Session, row: FaultRow, at: Circumstances) -> None:
    """Promise the courts concerned the present list, each in a queue of its own.

    Behind what a fault holds up in a court's own queue, its end would never arrive.
    """
    scope = Scope(row.scope, row.value, row.email)
    for court in queries.told_of(at.federation, row.name, scope):
        outbox.enqueue(
            session,
            destination=f"{LANE}:{court.id}",
            message=FaultsChanged(member=court.id),
            wall=at.wall,
        )
    work = session.info.get("work")
    if work is not None:
        # First of all: what is woken then may already meet the fault.
        work.after_commit.insert(0, at.switches.look_again)
