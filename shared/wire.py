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
class ForwardedFeePaid(Message):
    """The fee of a filing that opened a case elsewhere was paid later than it was filed."""

    KIND: ClassVar[str] = "case.fee_paid"
    court: str = ""
    entry_id: int = 0
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


@dataclass(frozen=True, slots=True)
class ReportAsked(Message):
    """A batch report of the case locator waits to be run by the worker."""

    KIND: ClassVar[str] = "locator.report"
    report_id: int = 0


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
            ChangeRequested,
            ChangeDecided,
            BackchannelLogout,
            Charge,
            SearchSuspended,
            CasesIndexed,
            CaseForwarded,
            CaseDocketed,
            ForwardedFeePaid,
            ReportAsked,
        )
    }
)
