"""The head of a case's page and its summary, as values (clients.md 5.3, facts 3.2).

Readers split the head at its line breaks: below number and caption only judges may stand without
a label, and each label ends with a colon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from courts.cases.typed import written
from courts.kinds.suits import NATURES

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Number, caption, judges ("..., presiding") and lines of labels with their values."""

    number: str
    caption: str
    judges: tuple[str, ...]
    lines: tuple[Pairs, ...]


def header(view: Any, number: str) -> Header:
    """Return the head of a case that was read whole (`queries.CaseView`)."""
    return _HEADERS[view.case.family](view, number)


def summary(view: Any, number: str, office: str) -> Pairs:
    """Return what Case Summary says of a case, label by label; what is not known is left out.

    :param office: what the office of the case is called.
    """
    rows = (
        ("Case number", number),
        ("Title", view.case.caption),
        ("Office", office),
        *_SUMMARIES[view.case.family](view),
    )
    return tuple((label, value) for label, value in rows if value)


def _told(*pairs: tuple[str, str]) -> Pairs:
    return tuple((label, value) for label, value in pairs if value)


def _district_header(view: Any, number: str) -> Header:
    case = view.case
    judges = ((case.judge, "presiding"), (case.referred, "referral"))
    return Header(
        number,
        case.caption,
        tuple(f"{name}, {part}" for name, part in judges if name),
        (
            _told(("Date filed:", written(case.filed_on))),
            _told(("Date terminated:", written(case.terminated_on))),
            _told(("Date of last filing:", written(case.last_filed_on))),
        ),
    )


def _bankruptcy_header(view: Any, number: str) -> Header:
    case, facts = view.case, view.bankruptcy
    return Header(
        number,
        case.caption,
        (),
        (
            _told(
                ("Case type:", case.type),
                ("Chapter:", facts.chapter or case.chapter),
                ("Asset:", "Yes" if facts.asset else "No"),
                ("Vol:", facts.vol),
                ("Judge:", case.judge),
            ),
            _dates(view),
        ),
    )


def _adversary_header(view: Any, number: str) -> Header:
    case = view.case
    return Header(
        number,
        case.caption,
        (),
        (
            _told(("Case type:", case.type), ("Judge:", case.judge)),
            _told(("Related bankruptcy:", _lead(view))),
            _dates(view),
        ),
    )


def _dates(view: Any) -> Pairs:
    case, facts = view.case, view.bankruptcy
    return _told(
        ("Date filed:", written(case.filed_on)),
        ("Date converted:", written(facts.converted_on)),
        ("Date discharged:", written(facts.discharged_on)),
        ("Plan confirmed:", written(facts.plan_confirmed_on)),
        ("Date terminated:", written(case.terminated_on)),
        ("Date of last filing:", written(case.last_filed_on)),
    )


def _lead(view: Any) -> str:
    """Return number and title of the bankruptcy case that a proceeding belongs to.

    A sealed one is not named.
    """
    lead = next((link for link in view.links if link.kind in ("main", "lead")), None)
    other = view.others.get(lead.other_id) if lead is not None else None
    if other is not None and (other.sealed or other.opening):
        return ""
    return f"{lead.number if lead else ''} {view.bankruptcy.lead_title}".strip()


def _nature(code: str) -> str:
    return f"{code} {NATURES.get(code, '')}".strip()


def _district_summary(view: Any) -> Pairs:
    case, facts = view.case, view.civil
    return (
        ("Presider", case.judge),
        ("Referral", case.referred),
        ("Filed", written(case.filed_on)),
        ("Terminated", written(case.terminated_on)),
        ("Last filing", written(case.last_filed_on)),
        ("Nature of Suit", _nature(case.nature)),
        ("Cause", facts.cause),
        ("Jurisdiction", facts.jurisdiction),
        ("Jury Demand", facts.jury),
        ("Demand", facts.demand),
        ("MDL Status", facts.mdl_status),
        ("Case in other court", "; ".join(", ".join(pair) for pair in facts.elsewhere)),
        ("Flags", ", ".join(case.flags)),
    )


def _bankruptcy_summary(view: Any) -> Pairs:
    case, facts = view.case, view.bankruptcy
    return (
        ("Judge", case.judge),
        ("Filed", written(case.filed_on)),
        ("Chapter", facts.chapter or case.chapter),
        ("Previous chapter", facts.previous_chapter),
        ("Voluntary", "Yes" if facts.voluntary else "No"),
        ("Asset", "Yes" if facts.asset else "No"),
        ("Joint", "Yes" if facts.joint else "No"),
        ("County", facts.county),
        ("Converted", written(facts.converted_on)),
        ("Plan confirmed", written(facts.plan_confirmed_on)),
        ("341 meeting", _meeting(facts)),
        ("Last date to file claims", written(facts.claims_due)),
        ("Last date to file claims (Govt)", written(facts.government_claims_due)),
        ("Debtor discharged", written(facts.discharged_on)),
        ("Joint debtor discharged", written(facts.joint_discharged_on)),
        ("Dismissed", written(facts.dismissed_on)),
        ("Terminated", written(case.terminated_on)),
        ("Last filing", written(case.last_filed_on)),
        ("Flags", ", ".join(case.flags)),
    )


def _meeting(facts: Any) -> str:
    return " ".join(
        part
        for part in (written(facts.meeting_on), facts.meeting_time, facts.meeting_place)
        if part
    )


def _adversary_summary(view: Any) -> Pairs:
    case, facts = view.case, view.bankruptcy
    return (
        ("Judge", case.judge),
        ("Related bankruptcy", _lead(view)),
        ("Filed", written(case.filed_on)),
        ("Nature of Suit", "; ".join(" ".join(pair) for pair in facts.natures)),
        ("Demand", facts.demand),
        ("Terminated", written(case.terminated_on)),
        ("Last filing", written(case.last_filed_on)),
        ("Flags", ", ".join(case.flags)),
    )


_HEADERS: Final[Mapping[str, Callable[[Any, str], Header]]] = MappingProxyType(
    {
        "civil": _district_header,
        "criminal": _district_header,
        "bankruptcy": _bankruptcy_header,
        "adversary": _adversary_header,
    }
)
_SUMMARIES: Final[Mapping[str, Callable[[Any], Pairs]]] = MappingProxyType(
    {
        "civil": _district_summary,
        "criminal": _district_summary,
        "bankruptcy": _bankruptcy_summary,
        "adversary": _adversary_summary,
    }
)
