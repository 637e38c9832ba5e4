"""The truth table of ``may_file``: situations in the words of a court, by court and era."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from courts.kinds.policies import Policy
from courts.permissions import (
    CaseStanding,
    CourtUserFacts,
    EventAsked,
    FilingFacts,
    PacerFacts,
    SessionFacts,
    may_file,
)

_ALL: Final = ("attorney", "pro_se", "creditor", "trustee", "us_trustee", "court_reporter")
_ANY: Final = EventAsked("motion", "Motion", who=_ALL)
_APPEARANCE: Final = EventAsked("appearance", "Appearance", who=_ALL, appearance=True)
_SEALED: Final = EventAsked("sealed", "Sealed Document", who=_ALL, access="sealed")
_OPENS: Final = EventAsked("complaint", "Complaint", who=_ALL, opens=True)
_COURT: Final = EventAsked("order", "Order", who=("court",), by_court=True)
_CLAIM: Final = EventAsked("claim", "Proof of Claim", who=_ALL)
_JOINED: Final = CourtUserFacts(linked=True)


@dataclass(frozen=True, slots=True)
class Situation:
    """One row: who files what in which case."""

    words: str
    event: EventAsked = _ANY
    case: CaseStanding | None = CaseStanding(counsel=True)
    user: CourtUserFacts | None = _JOINED
    account: PacerFacts = PacerFacts()
    login: Literal["pacer", "court"] | None = None
    principal: CourtUserFacts | None = None
    overdue: bool = False


def _role(role: str) -> CourtUserFacts:
    return CourtUserFacts(role=role, linked=True)


SITUATIONS: Final[tuple[Situation, ...]] = (
    Situation("attorney, counsel of record, no order or consent"),
    Situation("the same, E-Filing Order entered", case=CaseStanding(counsel=True, order=True)),
    Situation("the same, consent names counsel", case=CaseStanding(counsel=True, consent=True)),
    Situation("attorney, not counsel in the case", case=CaseStanding(order=True)),
    Situation("the same files an appearance", _APPEARANCE, CaseStanding(order=True)),
    Situation(
        "attorney whose appearance nobody looked at",
        case=CaseStanding(appearance_pending=True, order=True),
    ),
    Situation("attorney opens a case", _OPENS, None),
    Situation("attorney, sealed document", _SEALED, CaseStanding(counsel=True, order=True)),
    Situation("attorney, sealed case", case=CaseStanding(counsel=True, sealed=True, order=True)),
    Situation("attorney, closed case", case=CaseStanding(counsel=True, closed=True, order=True)),
    Situation(
        "attorney, case not opened yet", case=CaseStanding(counsel=True, opening=True, order=True)
    ),
    Situation(
        "attorney in a seat of a class, reference case",
        case=CaseStanding(counsel=True, order=True, everybodys=True),
    ),
    Situation("attorney, event of the court", _COURT),
    Situation("attorney, old account not linked", user=CourtUserFacts()),
    Situation("attorney, no account here", user=None),
    Situation("attorney, account disabled", user=CourtUserFacts(status="disabled", linked=True)),
    Situation("attorney, admission fee unpaid", user=CourtUserFacts(status="unpaid", linked=True)),
    Situation("attorney, filing fee overdue", overdue=True),
    Situation("attorney, legacy PACER account", account=PacerFacts(legacy=True)),
    Situation("attorney, shared PACER account", account=PacerFacts(kind="shared")),
    Situation("attorney, PACER account disabled", account=PacerFacts(status="disabled")),
    Situation("attorney, search inactive", account=PacerFacts(search="inactive")),
    Situation("attorney with the PACER login only", login="pacer"),
    Situation("pro se in the own case", case=CaseStanding(party=True), user=_role("pro_se")),
    Situation(
        "the same with an order", case=CaseStanding(party=True, order=True), user=_role("pro_se")
    ),
    Situation("pro se in another's case", case=CaseStanding(order=True), user=_role("pro_se")),
    Situation("creditor, proof of claim", _CLAIM, CaseStanding(), _role("creditor")),
    Situation("creditor, motion", _ANY, CaseStanding(), _role("creditor")),
    Situation("trustee, motion", _ANY, CaseStanding(), _role("trustee")),
    Situation("U.S. trustee, motion", _ANY, CaseStanding(), _role("us_trustee")),
    Situation("filing agent without a principal", user=_role("filing_agent")),
    Situation(
        "filing agent for an attorney", user=_role("filing_agent"), principal=_role("attorney")
    ),
    Situation(
        "filing agent for a disabled attorney",
        user=_role("filing_agent"),
        principal=CourtUserFacts(status="disabled", linked=True),
    ),
    Situation("court reporter", _ANY, CaseStanding(), _role("court_reporter")),
)


def code(
    situation: Situation, *, policy: Policy, now: datetime, go_live: datetime, cutoff: datetime
) -> str:
    """Return the code of the decision about a situation in one court at one moment."""
    login = situation.login or ("pacer" if now >= go_live else "court")
    facts = FilingFacts(
        go_live=go_live,
        legacy_cutoff=cutoff,
        session=SessionFacts(login=login),
        account=situation.account if login == "pacer" else None,
        court_user=situation.user,
        principal=situation.principal,
        fees_overdue=situation.overdue,
        case=situation.case,
        event=situation.event,
    )
    return may_file(facts, policy=policy, now=now).code


@dataclass(frozen=True, slots=True)
class Column:
    """A court at a moment."""

    court: str
    era: str
    policy: Policy
    now: datetime
    go_live: datetime
    cutoff: datetime


def moments(go_live: datetime, cutoff: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return the eras of a court in which its table differs."""
    found = (
        ("2004-12", datetime(2004, 12, 13, 17, tzinfo=UTC)),
        ("CurrentGen", cutoff - timedelta(days=30)),
        ("closed", cutoff + (go_live - cutoff) / 2),
        ("NextGen", max(go_live, datetime(2021, 11, 15, 17, tzinfo=UTC)) + timedelta(days=1)),
    )
    # Not every court closes before it goes live.
    return tuple(each for each in found if each[0] != "closed" or cutoff < go_live)


def as_markdown(columns: Sequence[Column]) -> str:
    """Return the generated page: one table for each court."""
    rows = [
        "# Who may file what",
        "",
        "One function decides (`may_file` in `courts/permissions.py`); this page asks it, for each",
        "court of the training federation and each era. `allowed`, `limited` (the events of the",
        "role) and `conditional` let somebody file; every other word is the reason why not. Made",
        "by `make docs`; the policies behind it are in [policies.md](policies.md).",
    ]
    for court in dict.fromkeys(column.court for column in columns):
        own = [column for column in columns if column.court == court]
        rows += ["", f"## {court}", ""]
        rows += [f"| situation | {' | '.join(column.era for column in own)} |"]
        rows += [f"|---|{'---|' * len(own)}"]
        for situation in SITUATIONS:
            found = [
                code(
                    situation,
                    policy=column.policy,
                    now=column.now,
                    go_live=column.go_live,
                    cutoff=column.cutoff,
                )
                for column in own
            ]
            rows.append(f"| {situation.words} | {' | '.join(found)} |")
    return "\n".join(rows) + "\n"
