"""A case as plain values: what a grammar writes, a reference case holds and planting stores.

One draft is a whole case with its parties, entries and papers. Drafts know no database: ids are
given when they are stored, everything that refers to something refers by its place in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, Self

from courts.kinds.numbers import CaseNumber

#: Which catalogue of events a case uses (`catalogue.FILES`).
Family = Literal["civil", "criminal", "bankruptcy", "adversary", "appellate"]
CountStatus = Literal["pending", "terminated", "complaint"]
LinkKind = Literal["related", "lead", "member", "main", "adversary", "originating", "appeal"]
SettingKind = Literal["deadline", "hearing"]
LEAD: Final = "LEAD ATTORNEY"
NOTICED: Final = "ATTORNEY TO BE NOTICED"
PRO_HAC: Final = "PRO HAC VICE"


class _Told:
    """Facts of one kind of case, kept as JSON: dates as ISO text, what is missing as default."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return the facts that differ from their defaults, dates and moments as text."""
        found = ((each.name, getattr(self, each.name)) for each in fields(self))  # type: ignore[arg-type]
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found
            if value not in ("", None, (), [], False)
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read facts back; names that nobody knows are passed over."""
        values: dict[str, Any] = {}
        for each in fields(cls):  # type: ignore[arg-type]
            if each.name in told:
                value = told[each.name]
                if "date" in str(each.type) and isinstance(value, str):
                    value = date.fromisoformat(value)
                elif isinstance(value, list):
                    value = tuple(tuple(v) if isinstance(v, list) else v for v in value)
                values[each.name] = value
        return cls(**values)


@dataclass(frozen=True, slots=True)
class CivilFacts(_Told):
    """What the header of a civil or criminal docket says beyond the case's own columns.

    `jury` is Plaintiff, Defendant, Both or None; `jurisdiction` is the words of the table of
    `suits`; `elsewhere` are pairs (court, number) for "Case in other court". What stands below it
    is of the civil cover sheet and on no page: `citizenship` of plaintiff and defendant (codes).
    """

    cause: str = ""
    jurisdiction: str = ""
    jury: str = ""
    demand: str = ""
    mdl_status: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    citizenship: tuple[str, ...] = ()
    class_action: bool = False
    arbitration: str = ""
    county: str = ""
    fee_status: str = ""
    fee_date: date | None = None


@dataclass(frozen=True, slots=True)
class BankruptcyFacts(_Told):
    """What the header of a bankruptcy case or an adversary proceeding says."""

    chapter: str = ""
    previous_chapter: str = ""
    voluntary: bool = True
    asset: bool = False
    vol: str = "v"
    joint: bool = False
    converted_on: date | None = None
    plan_confirmed_on: date | None = None
    meeting_on: date | None = None
    meeting_time: str = ""
    meeting_place: str = ""
    claims_due: date | None = None
    government_claims_due: date | None = None
    discharged_on: date | None = None
    joint_discharged_on: date | None = None
    dismissed_on: date | None = None
    county: str = ""
    #: Adversary: code and words of each nature of suit, dollars demanded (words), lead case.
    natures: tuple[tuple[str, str], ...] = ()
    demand: str = ""
    lead_title: str = ""
    #: The statistical data of the petition, in the words of the official form.
    debtor_type: str = ""
    business: str = ""
    creditors: str = ""
    assets: str = ""
    liabilities: str = ""
    deficient: bool = False
    fee_status: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the facts; that a petition was involuntary is one, too."""
        told = super(BankruptcyFacts, self).to_json()
        return told if self.voluntary else {**told, "voluntary": False}


@dataclass(frozen=True, slots=True)
class AppellateFacts(_Told):
    """What the header of an appeal says (facts 5); `types` are the three lines of Case Type.

    `panel` are the judges' short names. `origin_court` is the member id of the court below,
    `origin_code` how dockets write it (0205-3), `origin_number` its number in full.
    """

    nature: str = ""
    fee_status: str = ""
    types: tuple[str, ...] = ()
    appeal_from: str = ""
    origin_court: str = ""
    origin_code: str = ""
    origin_number: str = ""
    origin_case_id: int = 0
    #: The row of the notice of appeal on the docket below, by which messages name it.
    origin_entry_id: int = 0
    trial_judge: str = ""
    court_reporter: str = ""
    origin_filed_on: date | None = None
    judgment_on: date | None = None
    judgment_entered_on: date | None = None
    notice_filed_on: date | None = None
    received_on: date | None = None
    panel: tuple[str, ...] = ()
    disposition: str = ""
    disposed_on: date | None = None
    long_caption: str = ""
    prior: tuple[tuple[str, ...], ...] = ()


Facts = CivilFacts | BankruptcyFacts | AppellateFacts
FACTS: Final[Mapping[str, type[CivilFacts] | type[BankruptcyFacts] | type[AppellateFacts]]] = (
    MappingProxyType(
        {
            "civil": CivilFacts,
            "criminal": CivilFacts,
            "bankruptcy": BankruptcyFacts,
            "adversary": BankruptcyFacts,
            "appellate": AppellateFacts,
        }
    )
)


@dataclass(frozen=True, slots=True)
class CounselDraft:
    """Counsel of a party. `contact` are the lines below the name; `persona` is the key of a persona
    whose e-file account of this court is counsel of record (empty: nobody can sign in as them).
    """

    name: str
    contact: tuple[str, ...] = ()
    roles: tuple[str, ...] = (NOTICED,)
    persona: str = ""
    started_on: date | None = None
    terminated_on: date | None = None


@dataclass(frozen=True, slots=True)
class CountDraft:
    """A count or complaint of a defendant, with its disposition (facts 3.3, criminal)."""

    status: CountStatus
    name: str
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """A party; `role` is the label of the docket (Plaintiff, Debtor, Appellee ...).

    `extra` is what stands after the name outside the bold ("individually and ..."). `address` are
    the lines of whoever has no counsel or is a debtor. `tax` are lines as printed
    ("SSN / ITIN: xxx-xx-1234"). `aliases` are pairs (kind, name): ("aka", "Bob Sample").
    `defendant` numbers the defendants of a criminal case. `persona` is a party who can sign in.
    """

    role: str
    name: str
    first: str = ""
    last: str = ""
    middle: str = ""
    generation: str = ""
    extra: str = ""
    address: tuple[str, ...] = ()
    county: str = ""
    email: str = ""
    tax: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    counsel: tuple[CounselDraft, ...] = ()
    counts: tuple[CountDraft, ...] = ()
    offense_opening: str = ""
    offense_terminated: str = ""
    defendant: int = 0
    persona: str = ""
    started_on: date | None = None
    terminated_on: date | None = None

    @property
    def is_entity(self) -> bool:
        """Say whether the party is no human being."""
        return not self.last


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A paper of an entry: the first of an entry is the main document, the others attachments.

    `access` is empty (as the entry's) or one of `catalogue.ACCESS`. `bytes` is 0 until the
    paper is made; `size` then follows from its pages.
    """

    pages: int
    category: str = ""
    description: str = ""
    kind: Literal["pdf", "audio", "transcript"] = "pdf"
    access: str = ""
    filename: str = ""


class EntryDraft(NamedTuple):
    """A docket entry. `seq` is the docket-event sequence of the case, dense and rising from 1;
    `number` the document number, None for an entry without one. `text` is the whole docket text.

    `event` is a key of the catalogue; `short` the short description of feeds and notices.
    `also` are those of further events in the same paper, for each of which feeds have an item.
    `refers` are the seqs of the entries that this one answers. `entered_at` is in UTC.

    A named tuple, because a world has millions: making one takes a seventh of the time.
    """

    seq: int
    number: int | None
    event: str
    short: str
    text: str
    filed_on: date
    entered_at: datetime
    entered_by: str = ""
    filers: tuple[str, ...] = ()
    access: str = "public"
    opinion: bool = False
    refers: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    documents: tuple[DocumentDraft, ...] = ()

    @property
    def user_id(self) -> int:
        """The e-file account that filed it: none, a world is planted."""
        return 0


class SettingDraft(NamedTuple):
    """A deadline or hearing; `seq` is the entry that set it; `status` is empty while it stands."""

    kind: SettingKind
    name: str
    due_on: date
    time: str = ""
    place: str = ""
    seq: int = 0
    status: Literal["", "satisfied", "terminated"] = ""
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A tie to another case: of this court by its number, of another by court and number."""

    kind: LinkKind
    number: CaseNumber
    court: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class AmountDraft:
    """One line of a claim's amounts: Amount, Secured, Priority, Unsecured, Admin or Unknown."""

    label: str
    claimed: int = 0
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimEventDraft:
    """One line of a claim's history: `amendment` 1 is the claim itself, claim `n-1`."""

    amendment: int
    filed_on: date
    entered_on: date
    text: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A proof of claim in the register."""

    number: int
    creditor: str
    address: tuple[str, ...]
    amounts: tuple[AmountDraft, ...]
    history: tuple[ClaimEventDraft, ...]
    status: str = ""
    filed_by: str = "CR"
    entered_by: str = ""
    modified_on: date | None = None
    description: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class CreditorDraft:
    """A creditor of the mailing matrix: a name and at most four further lines."""

    name: str
    lines: tuple[str, ...]
    kind: str = "cr"


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A whole case.

    `restricted` is social_security or immigration for cases of Fed. R. Civ. P. 5.2(c); `opening`
    is a case whose opening is not finished. `last_filed_on` follows from the entries.
    """

    family: Family
    number: CaseNumber
    caption: str
    filed_on: date
    judge: str = ""
    referred: str = ""
    terminated_on: date | None = None
    nature: str = ""
    chapter: str = ""
    flags: tuple[str, ...] = ()
    sealed: bool = False
    restricted: str = ""
    opening: bool = False
    facts: Facts = field(default_factory=CivilFacts)
    parties: tuple[PartyDraft, ...] = ()
    entries: tuple[EntryDraft, ...] = ()
    settings: tuple[SettingDraft, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    claims: tuple[ClaimDraft, ...] = ()
    creditors: tuple[CreditorDraft, ...] = ()

    @property
    def last_filed_on(self) -> date:
        """The day of the last filing."""
        return max((entry.filed_on for entry in self.entries), default=self.filed_on)
