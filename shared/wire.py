"""Messages between members: plain dataclasses, versioned by adding fields only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class Message:
    """What one member tells another; the id makes the receiver's work idempotent."""

    KIND: ClassVar[str] = ""
    #: Whether it counts although the run of the seat that it speaks of has ended meanwhile.
    OUTLIVES_RUN: ClassVar[bool] = False

    @property
    def papers(self) -> tuple[str, ...]:
        """The digests of the papers that go along, each sent before the message itself."""
        return ()

    def to_json(self) -> str:
        """Return the payload as JSON text."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a payload, ignoring fields that a newer sender may have added."""
        data: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


@dataclass(frozen=True, slots=True)
class MailDelivery(Message):
    """A mail for the federation's mailbox, kept by the identity provider.

    `to` is what its To line says where that is not the recipient: notices of courts go to the
    court's own mailbox, and recipients do not see each other. Without `text` or without `html` the
    mail has one part only.
    """

    KIND: ClassVar[str] = "mail.delivery"
    message_id: str = ""
    sender: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    member: str = ""
    template: str = ""
    court_time: str = ""
    sent_at: str = ""
    world: int = 0
    to: str = ""


@dataclass(frozen=True, slots=True)
class LetterSent(Message):
    """A letter that a person wrote to a court's help desk or seminar address (training only)."""

    KIND: ClassVar[str] = "mail.letter"
    letter_id: str = ""
    court: str = ""
    box: str = ""
    writer: str = ""
    writer_subject: str = ""
    writer_email: str = ""
    title: str = ""
    text: str = ""
    court_time: str = ""
    sent_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class AccountLinked(Message):
    """A court linked an old CM/ECF account to a PACER account (seed 001)."""

    KIND: ClassVar[str] = "account.linked"
    court: str = ""
    subject: str = ""
    login_name: str = ""
    role: str = ""
    display_name: str = ""
    linked_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class CourtAccountStatus(Message):
    """A court says what became of a person's e-file account there."""

    KIND: ClassVar[str] = "account.status"
    court: str = ""
    subject: str = ""
    status: str = ""
    role: str = ""
    changed_at: str = ""
    world: int = 0
    #: As the court spells it; empty where the court says nothing new about the name.
    display_name: str = ""


@dataclass(frozen=True, slots=True)
class RegistrationSubmitted(Message):
    """Somebody asks a court, through PACER, to be allowed to file there (facts.md 1.5)."""

    KIND: ClassVar[str] = "registration.submitted"
    court: str = ""
    request_id: str = ""
    kind: str = ""
    registration_type: str = ""
    role: str = ""
    subject: str = ""
    account_number: str = ""
    user_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    generation: str = ""
    firm: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    email_frequency: str = ""
    email_format: str = ""
    bar_number: str = ""
    bar_state: str = ""
    case_number: str = ""
    remark: str = ""
    submitted_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class RegistrationAnswered(Message):
    """The applicant answers a court that asked for more information."""

    KIND: ClassVar[str] = "registration.answered"
    court: str = ""
    request_id: str = ""
    text: str = ""
    answered_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class DeactivationAsked(Message):
    """The holder of an e-file account asks the court to deactivate it (facts.md 1.6)."""

    KIND: ClassVar[str] = "deactivation.asked"
    court: str = ""
    request_id: str = ""
    subject: str = ""
    account_number: str = ""
    user_name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    reason: str = ""
    asked_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class RegistrationDecided(Message):
    """A court says what became of a request: a registration, or the wish to deactivate.

    `state` is received, more_info, approved or rejected; `reason` is the court's own words.
    """

    KIND: ClassVar[str] = "registration.decided"
    court: str = ""
    request_id: str = ""
    state: str = ""
    reason: str = ""
    decided_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class WaitingToApprove(Message):
    """A court is to approve what waits of a class's seats, as the clerk of the class does.

    `world` is the class's; `subject` and `user_name` are the clerk's, `asked_by` the trainer's.
    """

    KIND: ClassVar[str] = "registration.approve_waiting"
    court: str = ""
    world: int = 0
    subject: str = ""
    user_name: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class WaitingApproved(Message):
    """What a court made of the requests that waited; `refused` are sentences, one for each."""

    KIND: ClassVar[str] = "registration.waiting_approved"
    court: str = ""
    world: int = 0
    approved: int = 0
    refused: list[str] = field(default_factory=list)
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRequested(Message):
    """A person asks a court to take over changed data; `values` holds all fields of the kind.

    `kind` is personal, address or noticing; `cases` is none, open, closed or all (facts.md 1.6).
    """

    KIND: ClassVar[str] = "change.requested"
    request_id: str = ""
    court: str = ""
    subject: str = ""
    kind: str = ""
    values: dict[str, str] = field(default_factory=dict)
    update_reason: str = ""
    cases: str = "none"
    asked_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class ChangeDecided(Message):
    """A court accepted or rejected what a person had asked; `state` says which."""

    KIND: ClassVar[str] = "change.decided"
    request_id: str = ""
    court: str = ""
    subject: str = ""
    state: str = ""
    reason: str = ""
    decided_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class BackchannelLogout(Message):
    """An OpenID Connect logout token on its way to a relying party (retried by the outbox)."""

    KIND: ClassVar[str] = "oidc.logout"
    client_id: str = ""
    sid: str = ""
    subject: str = ""
    logout_id: int = 0


@dataclass(frozen=True, slots=True)
class Charge(Message):
    """A court charges for what somebody looked at; `charge_id` names it in every repetition.

    `criteria` is what the receipt shows as search criteria or case number; `at` is court time.
    An exempt use carries its fee and costs nothing (facts.md 1.9, 1.10).
    """

    KIND: ClassVar[str] = "billing.charge"
    charge_id: str = ""
    court: str = ""
    subject: str = ""
    client_code: str = ""
    description: str = ""
    criteria: str = ""
    pages: int = 0
    cents: int = 0
    exempt: bool = False
    at: str = ""
    receipt: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class SearchSuspended(Message):
    """PACER took the right to search from an account whose holder may be in a court now."""

    KIND: ClassVar[str] = "account.search_suspended"
    subject: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class PartyIndexed:
    """A name of a party as the case locator lists it; `role` is the court's code.

    Other names of a party are names of their own, with the kind of alias and its place.
    """

    last: str = ""
    first: str = ""
    middle: str = ""
    generation: str = ""
    role: str = ""
    kind: str = "pty"
    disposition: str = ""
    ssn4: str = ""
    seq: int = 0
    alias_type: str = ""
    alias_seq: int = 0

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a party, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class CaseIndexed:
    """A case as the case locator lists it (facts.md 7.2); dates are ISO text, empty without one.

    `jurisdiction` is ap, bk, cr, cv or mdl; `path` where the court shows the case. One that is
    `gone` is not to be found any more: sealed, or taken away.
    """

    case_id: int = 0
    gone: bool = False
    year: int = 0
    number: int = 0
    number_full: str = ""
    office: str = ""
    type: str = ""
    title: str = ""
    jurisdiction: str = ""
    filed: str = ""
    closed: str = ""
    dismissed: str = ""
    discharged: str = ""
    joint_dismissed: str = ""
    joint_discharged: str = ""
    chapter: str = ""
    disposition: str = ""
    joint: str = ""
    nature: str = ""
    judge_last: str = ""
    mdl_number: str = ""
    mdl_status: str = ""
    #: The judge to whom the litigation was transferred, and when its lead case began.
    mdl_transferee: str = ""
    mdl_ordered: str = ""
    #: When this case came to the litigation.
    mdl_received: str = ""
    path: str = ""
    world: int = 0
    parties: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a case, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class CasesIndexed(Message):
    """Cases of a court for the case locator, a few hundred at most; each a `CaseIndexed`."""

    KIND: ClassVar[str] = "locator.cases"
    court: str = ""
    cases: list[dict[str, Any]] = field(default_factory=list)
    indexed_at: str = ""


@dataclass(frozen=True, slots=True)
class PartyForwarded:
    """A party of a case that one court forwards to another, with its counsel.

    `moving` says that the party filed what the case is forwarded for. `counsel` are mappings:
    name, contact (lines), roles, subject (of the PACER account that files here, or empty), email.
    """

    role: str = ""
    name: str = ""
    first: str = ""
    middle: str = ""
    last: str = ""
    generation: str = ""
    extra: str = ""
    address: list[str] = field(default_factory=list)
    email: str = ""
    subject: str = ""
    moving: bool = False
    counsel: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a party, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class CaseForwarded(Message):
    """A filing in one court opens a case in another, which answers with `CaseDocketed`.

    `reason` is appeal (to the circuit), bankruptcy_appeal or withdrawal (from a bankruptcy court
    to the district). `entry_id` is the row of the filing, which names it in every repetition.
    Days are ISO text, empty if there is none; `at` is court time of the filing, of the seat in
    which it was made. Each of `documents` has digest, size, pages, filename, category,
    description, kind and access; their bytes go ahead of the message.
    """

    KIND: ClassVar[str] = "case.forwarded"
    reason: str = ""
    court: str = ""
    case_id: int = 0
    entry_id: int = 0
    entry_seq: int = 0
    number: str = ""
    family: str = ""
    caption: str = ""
    nature: str = ""
    jurisdiction: str = ""
    judge: str = ""
    filed_on: str = ""
    judgment_on: str = ""
    judgment_entered_on: str = ""
    notice_on: str = ""
    fee_status: str = ""
    filer_subject: str = ""
    filer_name: str = ""
    filer_signature: str = ""
    parties: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    #: What keeps the case below, and the filing itself, from others.
    sealed: bool = False
    restricted: str = ""
    access: str = "public"
    at: str = ""
    world: int = 0

    @property
    def papers(self) -> tuple[str, ...]:
        """The digests of the papers that go along."""
        return tuple(each["digest"] for each in self.documents if each.get("digest"))


@dataclass(frozen=True, slots=True)
class ForwardedFeeChanged(Message):
    """The fee of a filing that opened a case elsewhere: what became of it after the filing.

    `fee_status` is what the header of that case says from now on.
    """

    KIND: ClassVar[str] = "case.fee_changed"
    court: str = ""
    entry_id: int = 0
    fee_status: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class CaseDocketed(Message):
    """The answer to `CaseForwarded`: the case has a number; `at` is court time of the opening."""

    KIND: ClassVar[str] = "case.docketed"
    reason: str = ""
    court: str = ""
    case_id: int = 0
    entry_id: int = 0
    number: str = ""
    at: str = ""
    world: int = 0


# --------------------------------------------------------------------------- seats of a class


@dataclass(frozen=True, slots=True)
class CastTold:
    """One person of a seat: a copy of a persona, as a court is to know them.

    `secrets` are hashes of the old passwords by court; `links` says by court what differs from the
    persona: linked or unlinked. `as_of` is the moment whose accounts and links they have; empty
    for that of the seat's calendar.
    """

    persona: str = ""
    account_number: str = ""
    secrets: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    as_of: str = ""

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a person, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class CaseTold:
    """One case of a seat in a court: a copy of the reference case of a number.

    `counsel` says who of the cast stands where the copied case has another persona; `serial` tells
    the copies of a class apart, the court says where their numbers begin.
    """

    court: str = ""
    copy: str = ""
    serial: int = 0
    counsel: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a case, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class SeatTold:
    """A seat of a class as members speak of it; number 0 is the class itself.

    `place` names it for ever, `world` the run that begins or is meant, `from_world` the run that
    ends. `code` is the class's, `key` the seat's part of its passwords. `checkpoint` names the
    state that is kept or gone back to.
    """

    place: int = 0
    world: int = 0
    from_world: int = 0
    offset_seconds: float = 0.0
    checkpoint: int = 0
    code: str = ""
    number: int = 0
    key: str = ""
    people: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a seat, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class AboutSeats(Message):
    """Something about seats of one class, each a `SeatTold`; not sent itself."""

    OUTLIVES_RUN: ClassVar[bool] = True
    seats: list[dict[str, Any]] = field(default_factory=list)

    def told(self) -> tuple[SeatTold, ...]:
        """Return the seats."""
        return tuple(SeatTold.read(each) for each in self.seats)


@dataclass(frozen=True, slots=True)
class PlantSeat(AboutSeats):
    """A court is to open what the people of seats have there, and to keep that as a checkpoint."""

    KIND: ClassVar[str] = "seat.plant"


@dataclass(frozen=True, slots=True)
class CaptureSeat(AboutSeats):
    """A court is to keep the present state of seats as a checkpoint."""

    KIND: ClassVar[str] = "seat.capture"


@dataclass(frozen=True, slots=True)
class RestoreSeat(AboutSeats):
    """A court is to end the runs of seats and to begin others from a checkpoint."""

    KIND: ClassVar[str] = "seat.restore"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeatClock(AboutSeats):
    """A court is to move the calendars of seats, of sessions that are open, too."""

    KIND: ClassVar[str] = "seat.clock"


@dataclass(frozen=True, slots=True)
class SeatClosed(AboutSeats):
    """A class is over: sessions of its seats end in a court, and nobody signs in there any more."""

    KIND: ClassVar[str] = "seat.closed"


@dataclass(frozen=True, slots=True)
class SeatReady(AboutSeats):
    """A court has done what was asked of seats; `deed` is the kind of the message that asked.

    `problem` says in words why it could not be done, and is empty if it could.
    """

    KIND: ClassVar[str] = "seat.ready"
    court: str = ""
    deed: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SeatsDue(Message):
    """Seats of a class wait to be made by the worker."""

    KIND: ClassVar[str] = "seats.due"
    class_id: int = 0


@dataclass(frozen=True, slots=True)
class DeedTold:
    """An event of a court's audit trail; `number` is its place in the chain of that court.

    Times are ISO text. `detail` is what the event says of itself: plain values only.
    """

    number: int = 0
    tag: str = ""
    actor: str = ""
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    court_time: str = ""
    wall_time: str = ""

    @classmethod
    def read(cls, told: dict[str, Any]) -> Self:
        """Read a deed, ignoring fields that a newer sender may have added."""
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in told.items() if key in known})


@dataclass(frozen=True, slots=True)
class Deeds(Message):
    """What one transaction of a court noted in a seat's world, in order; each a `DeedTold`."""

    KIND: ClassVar[str] = "training.deeds"
    court: str = ""
    world: int = 0
    deeds: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReportAsked(Message):
    """A batch report of the case locator waits to be run by the worker."""

    KIND: ClassVar[str] = "locator.report"
    report_id: int = 0


@dataclass(frozen=True, slots=True)
class FaultsChanged(Message):
    """A member has to be told which faults are on; they are looked up when it is told."""

    KIND: ClassVar[str] = "fault.changed"
    member: str = ""


@dataclass(frozen=True, slots=True)
class FaultMet(Message):
    """A fault that was switched on has bitten somewhere (training only)."""

    KIND: ClassVar[str] = "fault.met"
    fault_id: str = ""
    member: str = ""
    at: str = ""


KINDS = MappingProxyType(
    {
        cls.KIND: cls
        for cls in (
            MailDelivery,
            LetterSent,
            AccountLinked,
            CourtAccountStatus,
            RegistrationSubmitted,
            RegistrationAnswered,
            DeactivationAsked,
            RegistrationDecided,
            WaitingToApprove,
            WaitingApproved,
            ChangeRequested,
            ChangeDecided,
            BackchannelLogout,
            Charge,
            SearchSuspended,
            CasesIndexed,
            CaseForwarded,
            CaseDocketed,
            ForwardedFeeChanged,
            ReportAsked,
            FaultsChanged,
            FaultMet,
            Deeds,
            PlantSeat,
            CaptureSeat,
            RestoreSeat,
            SeatClock,
            SeatClosed,
            SeatReady,
            SeatsDue,
        )
    }
)
