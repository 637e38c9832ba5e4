"""What a court tells the case locator of a case: an index, no docket (facts.md 7.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from courts.cases.names import alias_parts
from courts.kinds.drafts import FACTS, BankruptcyFacts, CivilFacts
from courts.kinds.numbers import Style, locator
from shared.wire import CaseIndexed, PartyIndexed

JURISDICTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "civil": "cv",
        "criminal": "cr",
        "bankruptcy": "bk",
        "adversary": "bk",
        "appellate": "ap",
    }
)
#: The codes that courts give to the roles of parties; others are made of the role's own letters.
ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Plaintiff": "pla",
        "Defendant": "dft",
        "Third Party Plaintiff": "3pp",
        "Third Party Defendant": "3pd",
        "Counter Claimant": "cc",
        "Counter Defendant": "cd",
        "Cross Claimant": "crc",
        "Cross Defendant": "crd",
        "Intervenor": "intv",
        "Movant": "mov",
        "Petitioner": "pet",
        "Respondent": "res",
        "Appellant": "apnt",
        "Appellee": "aple",
        "Amicus": "am",
        "Debtor": "db",
        "Joint Debtor": "jdb",
        "Debtor In Possession": "dip",
        "Trustee": "tr",
        "U.S. Trustee": "ust",
        "Creditor": "cr",
        "Creditor Committee": "crcm",
    }
)
#: The type of the lead cases of multi-district litigations.
MDL_TYPE: Final = "md"
_SSN: Final = re.compile(r"ssn.*?(\d{4})\s*$", re.IGNORECASE)
_NOT_WORDS: Final = re.compile(r"[^a-z0-9]+")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ROLE_LENGTH: Final = 4


def gone(case: Any) -> CaseIndexed:
    """Return the word that a case is not to be found any more."""
    return CaseIndexed(case_id=case.id, gone=True, world=case.world)


def listed(
    case: Any,
    parties: Sequence[Any],
    *,
    style: Style,
    path: str,
    lead: Any = None,
    since: date | None = None,
) -> CaseIndexed:
    """Return a case as the case locator lists it.

    :param case: a row of `cases.models.Case`; `parties` its `Party` rows in docket order.
    :param path: where this kind of court shows a case, with `{id}` and `{number}`.
    :param lead: the row of its lead case, if it is a member of another, `since` that day.
    """
    number = case.number
    found = CaseIndexed(
        case_id=case.id,
        year=case.year,
        number=case.serial,
        number_full=locator(number) if case.type else style.bare(number),
        office=case.office,
        type=case.type,
        title=case.caption,
        jurisdiction=JURISDICTIONS.get(case.family, ""),
        filed=_day(case.filed_on),
        closed=_day(case.terminated_on),
        chapter=case.chapter,
        nature=case.nature,
        judge_last=_last_name(case.judge),
        path=path.format(id=case.id, number=style.bare(number)),
        world=case.world,
        parties=[asdict(each) for party in parties for each in _names(party)],
    )
    return replace(found, **_of_kind(case), **_of_litigation(case, lead, since))


def _of_litigation(case: Any, lead: Any, since: date | None) -> dict[str, Any]:
    """Return what a case of a multi-district litigation has besides.

    Its number is that of the lead case, which the judicial panel gave it.
    """
    head = next((one for one in (case, lead) if one is not None and one.type == MDL_TYPE), None)
    if head is None:
        return {}
    return {
        "mdl_number": str(head.serial),
        "mdl_transferee": _last_name(head.judge),
        "mdl_ordered": _day(head.filed_on),
        "mdl_received": _day(since or case.filed_on),
    }


def _of_kind(case: Any) -> dict[str, Any]:
    """Return the fields that only some kinds of case have."""
    facts = FACTS[case.family].from_json(case.facts)
    if isinstance(facts, BankruptcyFacts):
        disposition = "Dismissed" if facts.dismissed_on else ""
        return {
            "dismissed": _day(facts.dismissed_on),
            "discharged": _day(facts.discharged_on),
            "joint_discharged": _day(facts.joint_discharged_on),
            "joint_dismissed": _day(facts.dismissed_on if facts.joint else None),
            "disposition": "Standard Discharge" if facts.discharged_on else disposition,
            "joint": "y" if facts.joint else "n",
        }
    return {"mdl_status": facts.mdl_status} if isinstance(facts, CivilFacts) else {}


def _names(party: Any) -> list[PartyIndexed]:
    """Return a party under its name and under each of its other names."""
    ssn4 = next((hit[1] for line in party.tax if (hit := _SSN.search(line))), "")
    role = role_code(party.role)
    found = [
        PartyIndexed(
            last=party.last or party.name,
            first=party.first if party.last else "",
            middle=party.middle if party.last else "",
            generation=party.generation if party.last else "",
            role=role,
            ssn4=ssn4,
            seq=party.seq,
        )
    ]
    for place, (kind, name) in enumerate(party.aliases, start=1):
        last, first = alias_parts(name, person=bool(party.last))
        found.append(
            PartyIndexed(
                last=last,
                first=first,
                role=role,
                ssn4=ssn4,
                seq=party.seq,
                alias_type=kind,
                alias_seq=place,
            )
        )
    return found


def role_code(role: str) -> str:
    """Return the code of a party's role: `Plaintiff - Appellant` goes by its last part."""
    last = role.rpartition(" - ")[2]
    return ROLES.get(last) or _NOT_WORDS.sub("", last.lower())[:_ROLE_LENGTH]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _last_name(name: str) -> str:
    words = [word for word in name.split() if word.strip(".,").lower() not in _SUFFIXES]
    return words[-1].strip(",") if words else ""
