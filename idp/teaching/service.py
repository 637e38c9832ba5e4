"""Making classes, and what becomes of their seats. Times of the classroom are real."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.accounts import service as accounts_service
from idp.accounts.models import Account
from idp.accounts.names import user_key
from idp.cja import service as cja_service
from idp.classroom import queries
from idp.classroom import service as classroom_service
from idp.classroom.models import (
    CHANGING,
    MAKING,
    READY,
    Checkpoint,
    Seat,
    SeatErrand,
    SeatRun,
    TrainingClass,
)
from idp.classroom.starts import Player, Start, StartCase
from idp.exercises import service as exercises_service
from idp.exercises.format import Exercise
from idp.mfa import service as mfa_service
from idp.registry import service as registry_service
from idp.signin import service as signin_service
from idp.signin.models import AttemptCounter
from idp.teaching import beginnings
from shared import outbox, seats
from shared.audit import record
from shared.casting import Chair, seated
from shared.clock import ClockSetting, parse_when
from shared.errors import Refusal
from shared.federation import Federation, Member
from shared.ids import draw, subject_of
from shared.personas import Persona
from shared.seat_state import Classes, SeatState
from shared.seating import MOST_SEATS, SPAN
from shared.wire import (
    AboutSeats,
    CaptureSeat,
    CaseTold,
    CastTold,
    PlantSeat,
    RestoreSeat,
    SeatClock,
    SeatClosed,
    SeatReady,
    SeatsDue,
    SeatTold,
)

#: The outbox lane in which the worker makes seats.
LANE: Final = "local:teaching"
#: So many seats are made at once, by one message to each court.
SEATS_AT_ONCE: Final = 14
#: A persona whose story is to be locked stays so, whatever the class does.
LOCKED_UNTIL: Final = datetime(2999, 12, 31, tzinfo=UTC)
PLANTED_APP: Final = "Authenticator"
START: Final = "Start"
PLANT, RESET, CHECKPOINT = "plant", "reset", "restored"
#: Letters and digits that nobody mistakes for each other, on paper or on a screen across a room.
_LETTERS: Final = "bcdfghjkmnpqrstvwxz"
_DIGITS: Final = "23456789"
_KEY_DIGITS: Final = 4
_TRIES: Final = 50
LONGEST_LEARNER: Final = 80

WRONG_CODE: Final = (
    "No class has this join code. Look at it once more: three characters, a hyphen, four digits."
)
CLASS_FULL: Final = "Every seat of this class is taken. Ask your trainer for another one."
NOT_MADE: Final = "The seats of this class are still being made. Try again in a few seconds."
SEATS_KEPT: Final = (
    "The free seats are kept for the names on your trainer's list. Write yours as it stands there,"
    " or use the address on your card."
)
CLASS_CLOSED: Final = "This class is closed: nothing of it can be changed any more."
EARNED: Final = (
    "Since the last checkpoint this seat has completed an exercise, and its mark is given. Nothing"
    " of that can be taken back; your trainer may reset the seat."
)
NO_SEAT: Final = "This class has no seat of that number."
NO_CHECKPOINT: Final = "This seat has no such checkpoint, or it is still being taken."
BUSY: Final = "This seat is just being made or set back. Wait a few seconds and try again."
SEATS_WRONG: Final = f"A class has 1 to {MOST_SEATS} seats."

#: What becomes of each table when a seat is taken or put back; those that are not named hold state.
CLASSES: Final = Classes(
    books=frozenset(
        {
            "audit_event",
            "credit_request",
            "deed",
            # An exercise goes along to the seat's new run (`exercises.service.move_to_run`).
            "enrolment",
            "hint_taken",
            "ledger_entry",
            "mark",
            "statement",
        }
    ),
    protocol=frozenset(
        {
            "access_token",
            "authorization_code",
            "cso_token",
            "mfa_app_draft",
            "mfa_security_code",
            "pending_signin",
            "recovery_link",
            "refresh_token",
            "sso_session",
            "visit",
            "wizard_draft",
        }
    ),
    common=frozenset(
        {
            "attempt_counter",
            "audit_head",
            "authorize_transaction",
            "class_message",
            "class_seat",
            "client_error",
            "client_token",
            "clock",
            "ended_run",
            "fault",
            "fault_switch",
            "fault_tally",
            "inbox",
            "kit_run",
            "outbox",
            "pushed_request",
            "recovery_count",
            "sandbox_key",
            "seat_checkpoint",
            "seat_errand",
            "seat_run",
            "seat_snapshot",
            "seat_standing",
            "signing_key",
            "trainer",
            "training_class",
        }
    ),
    belongs=MappingProxyType(
        {
            "consent": (("subject", "account.subject"),),
            "relying_party": (("owner_subject", "account.subject"),),
        }
    ),
    refers=MappingProxyType({"sent_letter": {"account_id": "account"}}),
)


class ClosedError(Refusal):
    """A class that is over."""

    def __init__(self) -> None:
        super().__init__("closed", CLASS_CLOSED)


class NotReadyError(Refusal):
    """A seat that is just being made or changed."""

    def __init__(self) -> None:
        super().__init__("busy", BUSY)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and when something is done; `actor` is the name under which it is noted."""

    federation: Federation
    clock: ClockSetting
    wall: datetime
    actor: str = "member:pacer"

    @property
    def now(self) -> datetime:
        """Return the federation's court time."""
        return self.clock.now(self.wall)

    def now_of(self, offset_seconds: float) -> datetime:
        """Return court time on a calendar that is shifted."""
        return self.clock.now(self.wall, seat=timedelta(seconds=offset_seconds))


# --------------------------------------------------------------------------- people


def plant_people(
    session: Session,
    people: Sequence[Persona],
    *,
    hashes: Mapping[str, str],
    federation: Federation,
    lockout_failures: int,
    now: datetime,
    wall: datetime,
    world: int,
    seat_offset_seconds: float = 0.0,
) -> None:
    """Open what people have at PACER: accounts, second factors, exemptions, links, lock-outs.

    :param hashes: of their passwords, by their keys; whoever is not in it has no account.
    """
    opened = [person for person in people if person.key in hashes]
    accounts_service.plant_accounts(
        session,
        personas=opened,
        hashes=hashes,
        now=now,
        world=world,
        seat_offset_seconds=seat_offset_seconds,
    )
    for person in opened:
        _plant_around(session, person, federation, lockout_failures, now=now, wall=wall)


def _plant_around(
    session: Session,
    person: Persona,
    federation: Federation,
    lockout_failures: int,
    *,
    now: datetime,
    wall: datetime,
) -> None:
    seed = person.pacer
    account = accounts.by_subject(session, subject=subject_of(person.key))
    if seed is None or account is None:
        return
    if "trainer" in seed.staff_roles:
        classroom_service.make_trainer(session, subject=account.subject, now=now)
    if seed.totp_secret:
        mfa_service.plant_app(
            session,
            account_id=account.id,
            name=PLANTED_APP,
            secret=seed.totp_secret,
            wall=wall,
            world=account.world,
        )
    for court in seed.exempt_in:
        cja_service.grant(session, account=account, court=court, now=now)
    if seed.status == "locked":
        signin_service.lock_out(
            session,
            user_key=user_key(seed.user_name),
            until=LOCKED_UNTIL,
            failures=lockout_failures,
            wall=wall,
        )
    _plant_registrations(session, person, federation, now=now, world=account.world)


def _plant_registrations(
    session: Session, person: Persona, federation: Federation, *, now: datetime, world: int
) -> None:
    """Note the links and registrations that a person has made by `now`; none before go-live."""
    for court in federation.courts:
        account = person.courts.get(court.id)
        if account is None or account.linked_on is None or now < court.live_at:
            continue
        zone = ZoneInfo(court.timezone)
        state = account.link_at(now.astimezone(zone).date())
        if state == "unlinked":
            continue
        registry_service.note_link(
            session,
            court=court.id,
            subject=subject_of(person.key),
            login_name=account.login_name or "",
            display_name=f"{account.first_name} {account.last_name}",
            role=account.role,
            since=datetime.combine(account.linked_on, datetime.min.time(), zone).replace(hour=10),
            world=world,
            origin=state,
            status=account.status,
        )


# --------------------------------------------------------------------------- making a class


def make_class(
    session: Session,
    *,
    name: str,
    seat_count: int,
    start_name: str,
    start_text: str,
    start: Start,
    exercises: Sequence[str] = (),
    hints_cost: bool = True,
    learners: Mapping[int, str] = MappingProxyType({}),
    trainer_subject: str,
    about: Circumstances,
) -> TrainingClass:
    """Open a class with its seats, which the worker then makes.

    :param start: as `starts.parse` read it from `start_text`.
    :param exercises: keys of what each seat is given, the first to be done first.
    :param learners: for whom seats are kept, by their numbers.
    :raises Refusal: at the field, if there are too few or too many seats.
    """
    if not 1 <= seat_count <= MOST_SEATS:
        raise Refusal("seats", SEATS_WRONG, field="seats")
    made = TrainingClass(
        code=_new_code(session),
        pin=_digits(_KEY_DIGITS),
        name=name.strip()[:120],
        trainer_subject=trainer_subject,
        start_name=start_name,
        start=start_text,
        exercises=list(exercises),
        hints_cost=hints_cost,
        created_at=about.wall,
        runs=0,
        offset_seconds=0.0,
    )
    session.add(made)
    session.flush()
    offset = 0.0
    if start.at:
        offset = (parse_when(start.at) - about.now).total_seconds()
    for number in range(seat_count + 1):
        session.add(
            Seat(
                class_id=made.id,
                number=number,
                key=_digits(_KEY_DIGITS),
                run=0,
                state=MAKING,
                offset_seconds=offset,
                learner=tidy(learners.get(number, "")),
            )
        )
    session.flush()
    given = {"start": start_name, "exercises": made.exercises}
    _note(session, "class:made", made, about, seats=seat_count, **given)
    outbox.enqueue(session, destination=LANE, message=SeatsDue(class_id=made.id), wall=about.wall)
    return made


def _new_code(session: Session) -> str:
    """Return a code that no class has or had: k3f."""
    for _ in range(_TRIES):
        code = _one_of(_LETTERS) + _one_of(_DIGITS) + _one_of(_LETTERS)
        if not queries.code_is_taken(session, code):
            return code
    return _one_of(_LETTERS) + _digits(_KEY_DIGITS) + _one_of(_LETTERS)


def _one_of(characters: str) -> str:
    return characters[draw(len(characters))]


def _digits(count: int) -> str:
    return "".join(_one_of(_DIGITS) for _ in range(count))


# --------------------------------------------------------------------------- making its seats


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat that is about to be made, free of its session, with the people who sit in it."""

    seat_id: int
    chair: Chair
    people: tuple[tuple[Player, Persona], ...]

    def secrets(self) -> dict[tuple[str, str], str]:
        """Return every password, by the key of its holder and the court, empty for PACER."""
        found = {}
        for _, person in self.people:
            if person.pacer is not None:
                found[person.key, ""] = person.pacer.password
            for court, account in person.courts.items():
                if account.password is not None:
                    found[person.key, court] = account.password
        return found


def sittings(
    session: Session, training_class: TrainingClass, start: Start, personas: Mapping[str, Persona]
) -> list[Sitting]:
    """Return the next seats of a class that are to be made, the class's own place first."""
    waiting = queries.unmade(session, training_class.id, most=SEATS_AT_ONCE)
    return [sitting(seat, start, personas) for seat in waiting]


def sitting(seat: Seat, start: Start, personas: Mapping[str, Persona]) -> Sitting:
    """Return who sits in a seat, with their names and passwords; PACER numbers are not given yet.

    The numbers do not matter to anybody who only wants to sign in.
    """
    chair = chair_of(seat)
    players = start.cast if seat.number else start.staff
    people = []
    for player in players:
        person = seated(personas[player.persona], chair, links=player.links)
        if player.totp_secret and person.pacer is not None:
            person = replace(person, pacer=replace(person.pacer, totp_secret=player.totp_secret))
        people.append((player, person))
    return Sitting(seat.id, chair, tuple(people))


def chair_of(seat: Seat) -> Chair:
    """Return a seat as names are made from it."""
    return Chair(seat.training_class.code, seat.number, seat.key)


@dataclass(frozen=True, slots=True)
class Batch:
    """Seats that are made together: who sits there, the hashes of all passwords, the exercises."""

    sittings: Sequence[Sitting]
    hashes: Mapping[tuple[str, str], str]
    exercises: Sequence[Exercise] = ()


def plant_batch(
    session: Session,
    *,
    class_id: int,
    start: Start,
    batch: Batch,
    lockout_failures: int,
    about: Circumstances,
) -> bool:
    """Make seats here and ask the courts to; say whether there are more to be made.

    Seats that somebody else has made meanwhile are left alone.
    """
    training_class = queries.class_by_id(session, class_id, lock=True)
    if training_class is None or training_class.closed_at is not None:
        return False
    ids = [each.seat_id for each in batch.sittings]
    chosen = {row.id: row for row in queries.seats_by_ids(session, ids, lock=True)}
    told = []
    for each in batch.sittings:
        seat = chosen[each.seat_id]
        if seat.run == 0:
            told.append(
                _plant_seat(
                    session,
                    seat,
                    each,
                    start=start,
                    batch=batch,
                    lockout_failures=lockout_failures,
                    about=about,
                )
            )
    if told:
        _ask(session, PlantSeat, told, chosen.values(), about)
    more = bool(queries.unmade(session, class_id, most=1))
    if more:
        outbox.enqueue(
            session, destination=LANE, message=SeatsDue(class_id=class_id), wall=about.wall
        )
    return more


def _plant_seat(
    session: Session,
    seat: Seat,
    sitting: Sitting,
    *,
    start: Start,
    batch: Batch,
    lockout_failures: int,
    about: Circumstances,
) -> SeatTold:
    world = _next_run(seat)
    offset = offset_of(seat)
    people, hashes = _numbered(session, sitting), batch.hashes
    for moment in sorted({player.at for player, _ in people}):
        those = [person for player, person in people if player.at == moment]
        plant_people(
            session,
            those,
            hashes={person.key: hashes[person.key, ""] for person in those if person.pacer},
            federation=about.federation,
            lockout_failures=lockout_failures,
            now=parse_when(moment) if moment else about.now_of(offset),
            wall=about.wall,
            world=world,
            seat_offset_seconds=offset,
        )
    begun = _checkpoint(session, seat, START, world, about)
    _begin_run(session, seat, world, reason=PLANT, checkpoint=begun, about=about)
    seats.keep_standing(session, place=seat.place, world=world, offset_seconds=offset)
    if seat.number and batch.exercises:
        _give(session, seat, people[0][1], batch.exercises, start=start, about=about)
    cases = [case for case in start.cases if case.shared == (seat.number == 0)]
    return SeatTold(
        place=seat.place,
        world=world,
        offset_seconds=offset,
        checkpoint=begun.id,
        code=seat.training_class.code,
        number=seat.number,
        key=seat.key,
        people=[asdict(_told(player, person, hashes)) for player, person in people],
        cases=[asdict(_case(case, seat, place)) for place, case in enumerate(cases, start=1)],
    )


def _give(
    session: Session,
    seat: Seat,
    trainee: Persona,
    exercises: Sequence[Exercise],
    *,
    start: Start,
    about: Circumstances,
) -> None:
    """Give a seat's first run the exercises of its class, about the seat's own cases."""
    exercises_service.enrol(
        session,
        world=seat.run,
        exercises=[each.key for each in exercises],
        subject=subject_of(trainee.key),
        name=seat.learner or trainee.display_name,
        now=about.now_of(offset_of(seat)),
        wall=about.wall,
        hints_cost=seat.training_class.hints_cost,
        cases=beginnings.own_numbers(exercises, start, seat.number),
    )


def _numbered(session: Session, sitting: Sitting) -> list[tuple[Player, Persona]]:
    """Give PACER account numbers to the people of a seat, the next that nobody ever had."""
    number = max(accounts.highest_number(session) + 1, accounts_service.FIRST_NUMBER)
    found = []
    for player, person in sitting.people:
        pacer = person.pacer
        if pacer is not None:
            pacer = replace(pacer, account_number=f"{number:07}")
            number += 1
        found.append((player, replace(person, pacer=pacer)))
    return found


def _told(player: Player, person: Persona, hashes: Mapping[tuple[str, str], str]) -> CastTold:
    return CastTold(
        persona=player.persona,
        account_number=person.pacer.account_number if person.pacer else "",
        secrets={
            court: hashes[person.key, court]
            for court in person.courts
            if (person.key, court) in hashes
        },
        links=dict(player.links),
        as_of=parse_when(player.at).isoformat() if player.at else "",
    )


def _case(case: StartCase, seat: Seat, place: int) -> CaseTold:
    serial = seat.number * beginnings.PER_SEAT + place
    return CaseTold(court=case.court, copy=case.copy, serial=serial, counsel=dict(case.counsel))


def _next_run(seat: Seat) -> int:
    """Return the world of a seat's next run; a class's own place stays in the class's world."""
    training_class = seat.training_class
    if seat.number == 0:
        return training_class.world
    training_class.runs += 1
    if training_class.runs >= SPAN:
        raise Refusal("runs", "This class has had as many runs as a class can have. Make another.")
    return training_class.world + training_class.runs


def _begin_run(
    session: Session,
    seat: Seat,
    world: int,
    *,
    reason: str,
    checkpoint: Checkpoint,
    about: Circumstances,
) -> None:
    if world != seat.run:
        former = session.get(SeatRun, seat.run) if seat.run else None
        if former is not None:
            former.ended_at = about.wall
        session.add(
            SeatRun(
                run=world,
                seat_id=seat.id,
                reason=reason,
                checkpoint_id=checkpoint.id,
                began_at=about.wall,
            )
        )
    seat.run = world
    session.flush()


def _checkpoint(
    session: Session, seat: Seat, name: str, world: int, about: Circumstances
) -> Checkpoint:
    row = Checkpoint(
        seat_id=seat.id,
        name=name,
        run=world,
        offset_seconds=seat.offset_seconds,
        court_time=about.now_of(offset_of(seat)),
        asked_at=about.wall,
    )
    session.add(row)
    session.flush()
    return row


# --------------------------------------------------------------------------- what courts answer


def _ask(
    session: Session,
    kind: type[AboutSeats],
    told: Sequence[SeatTold],
    chosen: Iterable[Seat],
    about: Circumstances,
    **more: str,
) -> None:
    """Ask every court about seats, and note what is awaited."""
    rows = {seat.place: seat for seat in chosen}
    message = kind(seats=[asdict(each) for each in told], **more)
    for court in about.federation.courts:
        outbox.enqueue(session, destination=court.id, message=message, wall=about.wall)
        for each in told:
            session.add(
                SeatErrand(
                    seat_id=rows[each.place].id,
                    deed=kind.KIND,
                    run=each.world,
                    checkpoint_id=each.checkpoint,
                    member=court.id,
                    asked_at=about.wall,
                )
            )
    session.flush()


def answered(
    session: Session, message: SeatReady, *, court: Member, state: SeatState, about: Circumstances
) -> None:
    """Note that a court has done what it was asked; the last one makes a seat ready.

    A state is kept here last of all: what courts had told before they kept theirs is in it.
    """
    told = {(each.place, each.world, each.checkpoint) for each in message.told()}
    chosen = queries.seats_at(session, sorted({place for place, _, _ in told}), lock=True)
    asked = queries.errands(session, seat_ids=[seat.id for seat in chosen])
    done = []
    for seat in chosen:
        rows = [row for row in asked if row.seat_id == seat.id and row.deed == message.deed]
        for row in rows:
            mine = row.member == court.id and row.answered_at is None
            if mine and (seat.place, row.run, row.checkpoint_id) in told:
                row.answered_at, row.problem = about.wall, message.problem[:500]
                same = [each for each in rows if _of(each) == _of(row)]
                over = row.run != seat.run  # and with it what was asked about it
                if not over and all(each.answered_at and not each.problem for each in same):
                    done.append((seat, row))
    _finish(session, done, state, about)


def _finish(
    session: Session,
    done: Sequence[tuple[Seat, SeatErrand]],
    state: SeatState,
    about: Circumstances,
) -> None:
    """Let seats be ready whose courts have all answered, or keep their states here, too."""
    kept = []
    for seat, answer in done:
        if answer.deed != CaptureSeat.KIND:
            seat.state = READY
        checkpoint = queries.checkpoint(session, answer.checkpoint_id)
        if answer.deed != RestoreSeat.KIND and checkpoint is not None:
            checkpoint.taken_at = about.wall
            kept.append(SeatTold(place=seat.place, world=seat.run, checkpoint=checkpoint.id))
            _note_seat(session, "seat:checkpoint", seat, about, checkpoint=checkpoint.id)
    session.flush()
    if kept:
        seats.keep_states(session, state, kept)


def _of(row: SeatErrand) -> tuple[str, int, int]:
    return row.deed, row.run, row.checkpoint_id


# --------------------------------------------------------------------------- setting back


def reset_seats(
    session: Session, chosen: Sequence[Seat], *, state: SeatState, about: Circumstances
) -> None:
    """Set seats back to where they began, each in a new run.

    :raises NotReadyError: if one of them is just being made.
    """
    pairs = [(seat, _needed(queries.start_of(session, seat.id))) for seat in chosen]
    _restore(session, pairs, reason=RESET, state=state, about=about)


def restore_seats(
    session: Session,
    pairs: Sequence[tuple[Seat, Checkpoint]],
    *,
    state: SeatState,
    about: Circumstances,
) -> None:
    """Set seats back to checkpoints of theirs, each in a new run.

    :raises NotReadyError: if one of them is just being made.
    :raises Refusal: code `checkpoint`, if one is not the seat's, or is still being taken.
    """
    for seat, checkpoint in pairs:
        if checkpoint.seat_id != seat.id or checkpoint.taken_at is None:
            raise Refusal("checkpoint", NO_CHECKPOINT)
    _restore(session, pairs, reason=CHECKPOINT, state=state, about=about)


def _still_open(chosen: Iterable[Seat]) -> None:
    if any(seat.training_class.closed_at for seat in chosen):
        raise ClosedError


def _needed(found: Checkpoint | None) -> Checkpoint:
    if found is None:
        raise NotReadyError
    return found


def _restore(
    session: Session,
    pairs: Sequence[tuple[Seat, Checkpoint]],
    *,
    reason: str,
    state: SeatState,
    about: Circumstances,
) -> None:
    told = []
    _still_open(seat for seat, _ in pairs)
    for seat, checkpoint in pairs:
        if seat.state == MAKING or checkpoint.taken_at is None:
            raise NotReadyError
        former = seat.run
        world = _next_run(seat)
        _give_up_errands(session, seat, about)
        seat.state = CHANGING
        seat.offset_seconds = _offset_again(seat, checkpoint, about)
        # What happened until the checkpoint counts on in whatever judges the seat.
        until = checkpoint.asked_at.isoformat() if reason == CHECKPOINT else ""
        told_of = {"checkpoint": checkpoint.id, "run": world, "until": until}
        _note_seat(session, f"seat:{reason}", seat, about, **told_of)
        _forget_tries(session, former)
        _begin_run(session, seat, world, reason=reason, checkpoint=checkpoint, about=about)
        _note_seat(session, f"seat:{reason}", seat, about, **told_of)
        told.append(
            SeatTold(
                place=seat.place,
                world=world,
                from_world=former,
                offset_seconds=offset_of(seat),
                checkpoint=checkpoint.id,
                code=seat.training_class.code,
                number=seat.number,
            )
        )
    seats.put_back(session, state, told, wall=about.wall)
    for each in told:
        _set_account_offsets(session, each.world, each.offset_seconds)
    _ask(session, RestoreSeat, told, [seat for seat, _ in pairs], about, reason=reason)


def _give_up_errands(session: Session, seat: Seat, about: Circumstances) -> None:
    """Await no more what courts were asked about the run that ends."""
    for row in queries.errands(session, seat_ids=[seat.id], open_only=True):
        row.answered_at = about.wall


def _offset_again(seat: Seat, checkpoint: Checkpoint, about: Circumstances) -> float:
    """Return the shift by which a seat's calendar says again what it said at a checkpoint.

    A seat that was never shifted stays with the federation.
    """
    if checkpoint.offset_seconds == 0:
        return 0.0
    shift = checkpoint.court_time - about.now_of(seat.training_class.offset_seconds)
    return shift.total_seconds()


def _forget_tries(session: Session, world: int) -> None:
    """Forget wrong passwords of a run that ends, so that nobody is locked out of the next one."""
    names = [account.user_key for account in accounts.of_world(session, world=world)]
    if not names:
        return
    paired = [AttemptCounter.key.startswith(f"{name} ", autoescape=True) for name in names]
    session.execute(
        delete(AttemptCounter).where(
            or_(AttemptCounter.key.in_(names), *paired),
            or_(AttemptCounter.locked_until.is_(None), AttemptCounter.locked_until < LOCKED_UNTIL),
        )
    )


# --------------------------------------------------------------------------- checkpoints


def ask_checkpoint(
    session: Session, chosen: Sequence[Seat], *, name: str, about: Circumstances
) -> list[Checkpoint]:
    """Have the present state of seats kept in all members, the courts first.

    :raises NotReadyError: if one of them is just being made or set back.
    """
    made, told = [], []
    _still_open(chosen)
    for seat in chosen:
        if seat.state != READY:
            raise NotReadyError
        row = _checkpoint(session, seat, name.strip()[:80] or "Checkpoint", seat.run, about)
        made.append(row)
        told.append(SeatTold(place=seat.place, world=seat.run, checkpoint=row.id))
    _ask(session, CaptureSeat, told, chosen, about)
    return made


# --------------------------------------------------------------------------- calendars


def offset_of(seat: Seat) -> float:
    """Return by how many seconds a seat's calendar is shifted: the class's share and its own."""
    return seat.training_class.offset_seconds + seat.offset_seconds


def set_offsets(
    session: Session,
    training_class: TrainingClass,
    *,
    class_offset: float | None = None,
    of_seats: Mapping[int, float] = MappingProxyType({}),
    about: Circumstances,
) -> None:
    """Move the calendar of a class, or of seats of it, in all members.

    :param class_offset: the class's shift, which all its seats share; None leaves it.
    :param of_seats: by number, the seats' own shifts.
    """
    if class_offset is not None:
        training_class.offset_seconds = class_offset
    moved = []
    for seat in queries.seats_of(session, training_class.id, lock=True):
        if seat.number in of_seats:
            seat.offset_seconds = of_seats[seat.number]
        if seat.run and (class_offset is not None or seat.number in of_seats):
            moved.append(seat)
    told = []
    for seat in moved:
        offset = offset_of(seat)
        seats.keep_standing(session, place=seat.place, world=seat.run, offset_seconds=offset)
        _set_account_offsets(session, seat.run, offset)
        _note_seat(session, "seat:clock", seat, about, offset_seconds=offset)
        told.append(SeatTold(place=seat.place, world=seat.run, offset_seconds=offset))
    session.flush()
    if told:
        message = SeatClock(seats=[asdict(each) for each in told])
        for court in about.federation.courts:
            outbox.enqueue(session, destination=court.id, message=message, wall=about.wall)


def _set_account_offsets(session: Session, world: int, offset_seconds: float) -> None:
    session.execute(
        update(Account).where(Account.world == world).values(seat_offset_seconds=offset_seconds)
    )


# --------------------------------------------------------------------------- joining


def seat_for(session: Session, *, code: str, learner: str) -> Seat:
    """Return the free seat for somebody who knows a join code: kept for that name, or for nobody.

    :raises Refusal: at the field, if there is no such class, or no seat for this name.
    """
    training_class = class_of_code(session, code)
    name = tidy(learner).casefold()
    kept = [each for each in queries.free_names(session, training_class.id) if each]
    mine = next((each for each in kept if each.casefold() == name), "")
    seat = queries.free_seat(session, training_class.id, learner=mine)
    if seat is None and mine:
        seat = queries.free_seat(session, training_class.id)
    if seat is not None:
        return seat
    if kept:
        raise Refusal("kept", SEATS_KEPT, field="learner")
    making = any(each.state == MAKING for each in queries.seats_of(session, training_class.id))
    raise Refusal("full", NOT_MADE if making else CLASS_FULL, field="code")


def class_of_code(session: Session, code: str) -> TrainingClass:
    """Return the class of a join code, however it is spelt.

    :raises Refusal: at the field `code`.
    """
    plain = "".join(character for character in code.lower() if character.isalnum())
    found = queries.class_by_code(session, plain[:-_KEY_DIGITS])
    if found is None or found.pin != plain[-_KEY_DIGITS:]:
        raise Refusal("code", WRONG_CODE, field="code")
    return found


def sit_down(session: Session, seat: Seat, *, learner: str, wall: datetime) -> None:
    """Note that somebody has taken a seat, and how they call themselves."""
    seat.joined_at = seat.joined_at or wall
    if tidy(learner):
        name_seat(session, seat, tidy(learner))


def name_seat(session: Session, seat: Seat, learner: str, *, otherwise: str = "") -> None:
    """Say who sits in a seat; their marks are given to this name from now on.

    :param otherwise: to whom marks are given if the seat is nobody's: its trainee's invented name.
    """
    seat.learner = tidy(learner)
    name = seat.learner or otherwise
    if seat.run and name:
        exercises_service.name_trainee(session, world=seat.run, name=name)
    session.flush()


def tidy(learner: str) -> str:
    """Return a name without anything that is not seen, as long as there is room for."""
    plain = "".join(sign if sign.isprintable() else " " for sign in learner)
    return " ".join(plain.split())[:LONGEST_LEARNER].strip()


# --------------------------------------------------------------------------- the end of a class


def close_class(session: Session, training_class: TrainingClass, about: Circumstances) -> None:
    """End a class: nobody joins or signs in any more; what was done and earned stays.

    Sessions at PACER are the caller's to close.
    """
    if training_class.closed_at is not None:
        return
    training_class.closed_at = about.wall
    chosen = [seat for seat in queries.seats_of(session, training_class.id, lock=True) if seat.run]
    session.execute(
        update(Account)
        .where(Account.world.in_([seat.run for seat in chosen]))
        .values(status="disabled"),
        execution_options={"synchronize_session": False},
    )
    _note(session, "class:closed", training_class, about)
    told = [asdict(_named(seat)) for seat in chosen]
    if told:
        for court in about.federation.courts:
            outbox.enqueue(
                session, destination=court.id, message=SeatClosed(seats=told), wall=about.wall
            )
    session.flush()
    session.expire_all()


def _named(seat: Seat) -> SeatTold:
    return SeatTold(
        place=seat.place, world=seat.run, code=seat.training_class.code, number=seat.number
    )


# --------------------------------------------------------------------------- notes


def _note(
    session: Session, tag: str, of_class: TrainingClass, about: Circumstances, **detail: object
) -> None:
    record(
        session,
        tag=tag,
        actor=about.actor,
        subject=f"class:{of_class.code}",
        now=about.now,
        wall=about.wall,
        detail=detail,
        world=of_class.world,
    )


def _note_seat(
    session: Session, tag: str, seat: Seat, about: Circumstances, **detail: object
) -> None:
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
