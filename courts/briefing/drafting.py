"""The case that a forwarded filing opens, as a draft: an appeal, or a civil case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from courts.kinds import suits
from courts.kinds.drafts import (
    AppellateFacts,
    CaseDraft,
    CivilFacts,
    CounselDraft,
    PartyDraft,
    SettingDraft,
)
from courts.kinds.numbers import CaseNumber
from shared.wire import CaseForwarded, PartyForwarded

APPEAL: Final = "appeal"
BANKRUPTCY_APPEAL: Final = "bankruptcy_appeal"
WITHDRAWAL: Final = "withdrawal"
#: Days for the docketing statement (facts 5: UNVERIFIED, our choice), and what it is called.
STATEMENT_DAYS: Final = 14
STATEMENT: Final = "Docketing statement"
FEE_DUE, FEE_PAID, FEE_WAIVED, FEE_REFUNDED = "Due", "Paid", "Waived", "Refunded"
IN_FORMA_PAUPERIS: Final = "In Forma Pauperis"
_APPELLANT, _APPELLEE = "Appellant", "Appellee"
_OFFICIAL: Final = "U.S. Trustee"
_UNITED_STATES: Final = ("United States of America", "United States", "USA")


@dataclass(frozen=True, slots=True)
class Sort:
    """What an appeal from a family of cases is called, and the title of the judge below."""

    word: str
    types: tuple[str, str]
    judge: str


SORTS: Final[Mapping[str, Sort]] = MappingProxyType(
    {
        "civil": Sort("CIVIL", ("Civil", "Private"), "U.S. District Judge"),
        "criminal": Sort("CRIMINAL", ("Criminal", "Direct Criminal"), "U.S. District Judge"),
        "bankruptcy": Sort("BANKRUPTCY", ("Bankruptcy", "Direct Appeal"), "U.S. Bankruptcy Judge"),
        "adversary": Sort("BANKRUPTCY", ("Bankruptcy", "Direct Appeal"), "U.S. Bankruptcy Judge"),
    }
)
#: A circuit writes the nature of a suit with a digit in front for the jurisdiction.
_DIGITS: Final[Mapping[str, str]] = MappingProxyType(
    {"U.S. Government Plaintiff": "1", "U.S. Government Defendant": "2", "Diversity": "4"}
)
_FEDERAL_QUESTION: Final = "3"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a civil case opens for what a bankruptcy court forwards."""

    event: str
    nature: str
    cause: str


OPENINGS: Final[Mapping[str, Opening]] = MappingProxyType(
    {
        WITHDRAWAL: Opening(
            "reference_withdrawal", "423", "28:0157 Motion for Withdrawal of Reference"
        ),
        BANKRUPTCY_APPEAL: Opening(
            "bankruptcy_appeal", "422", "28:0158 Notice of Appeal re Bankruptcy Matter"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new case goes in a district court: its office, and the judge who gets it."""

    office: str = "1"
    judge: str = ""
    initials: str = ""


def parties_of(message: CaseForwarded) -> tuple[PartyForwarded, ...]:
    """Return the parties of a message."""
    return tuple(map(PartyForwarded.read, message.parties))


def movers(message: CaseForwarded) -> tuple[str, ...]:
    """Return the names of whoever filed what the case is forwarded for."""
    return tuple(each.name for each in parties_of(message) if each.moving)


def appeal(message: CaseForwarded, *, court: str, code: str, today: date) -> CaseDraft:
    """Return the appeal that a notice of appeal opens; its serial number is still to be drawn.

    :param court: what the docket calls the court below; `code` is how it writes it (0205-3).
    """
    sort = SORTS[message.family]
    parties = tuple(_appealing(each, message.family) for each in _sides(message))
    nature = _nature(message)
    return CaseDraft(
        family="appellate",
        number=CaseNumber(today.year, 0),
        caption=_caption(message),
        filed_on=today,
        sealed=message.sealed,
        restricted=message.restricted,
        nature=nature[:4],
        facts=AppellateFacts(
            nature=nature,
            fee_status=message.fee_status,
            types=_types(sort, message),
            appeal_from=court,
            origin_court=message.court,
            origin_code=code,
            origin_number=message.number,
            origin_case_id=message.case_id,
            origin_entry_id=message.entry_id,
            trial_judge=f"{message.judge}, {sort.judge}" if message.judge else "",
            origin_filed_on=_day(message.filed_on),
            judgment_on=_day(message.judgment_on),
            judgment_entered_on=_day(message.judgment_entered_on),
            notice_filed_on=_day(message.notice_on),
            received_on=today,
            long_caption=long_caption(parties),
        ),
        parties=parties,
        settings=(
            SettingDraft("deadline", STATEMENT, today + timedelta(days=STATEMENT_DAYS), seq=1),
        ),
    )


def civil_case(message: CaseForwarded, *, court: str, place: Place, today: date) -> CaseDraft:
    """Return the civil case that a bankruptcy court's filing opens in the district."""
    opening = OPENINGS[message.reason]
    roles = (_APPELLANT, _APPELLEE) if message.reason == BANKRUPTCY_APPEAL else ("Movant", "")
    return CaseDraft(
        family="civil",
        number=CaseNumber(today.year, 0, "cv", place.office, place.initials),
        caption=_caption(message),
        filed_on=today,
        judge=place.judge,
        nature=opening.nature,
        sealed=message.sealed,
        restricted=message.restricted,
        facts=CivilFacts(
            cause=opening.cause,
            jurisdiction=suits.JURISDICTIONS[_FEDERAL_QUESTION],
            jury="None",
            elsewhere=((court, message.number),),
        ),
        parties=tuple(_below(each, *roles) for each in _sides(message)),
    )


def long_caption(parties: Sequence[PartyDraft]) -> str:
    """Return the caption of an appeal in lines: a side, "v.", the other side."""
    sides = [
        [each for each in parties if each.role.endswith(_APPELLANT)],
        [each for each in parties if not each.role.endswith(_APPELLANT)],
    ]
    written = [
        "".join(f"{each.name},\n" for each in side) + f"{side[0].role}" for side in sides if side
    ]
    return ",\nv.\n".join(written) + "." if written else ""


def _sides(message: CaseForwarded) -> tuple[PartyForwarded, ...]:
    """Return who takes part above: whoever moves first, then the other side."""
    parties = parties_of(message)
    moving = tuple(each for each in parties if each.moving)
    others = tuple(each for each in parties if not each.moving and each.role != _OFFICIAL)
    return (*moving, *others)


def _appealing(party: PartyForwarded, family: str) -> PartyDraft:
    side = _APPELLANT if party.moving else _APPELLEE
    role = party.role.partition("(")[0].strip()
    # The government, which began a criminal case, is nothing but the other side of an appeal.
    alone = not role or (family == "criminal" and role == "Plaintiff")
    return _drafted(party, side if alone else f"{role} - {side}")


def _below(party: PartyForwarded, moving: str, other: str) -> PartyDraft:
    role = party.role.partition("(")[0].strip()
    if party.moving:
        return _drafted(party, moving if role != "Debtor" or other else role)
    return _drafted(party, other or role)


def _drafted(party: PartyForwarded, role: str) -> PartyDraft:
    return PartyDraft(
        role,
        party.name,
        first=party.first,
        middle=party.middle,
        last=party.last,
        generation=party.generation,
        extra=party.extra,
        address=tuple(party.address),
        email=party.email,
        persona=party.subject,
        counsel=tuple(
            CounselDraft(
                str(each["name"]),
                tuple(each.get("contact", ())),
                tuple(each.get("roles", ())),
                # Accounts are found by the PACER subject: `cases.service.Known` maps it.
                str(each.get("subject", "")),
            )
            for each in party.counsel
        ),
    )


def _caption(message: CaseForwarded) -> str:
    if " v. " in message.caption or message.caption.lower().startswith("in re"):
        return message.caption
    return f"In Re: {message.caption}"


def _nature(message: CaseForwarded) -> str:
    if message.nature not in suits.NATURES:
        return ""
    digit = _DIGITS.get(message.jurisdiction, _FEDERAL_QUESTION)
    words = suits.NATURES[message.nature].replace(": ", "-")
    return f"{digit}{message.nature} {words}".strip()


def _types(sort: Sort, message: CaseForwarded) -> tuple[str, ...]:
    if message.family == "civil" and any(
        each.name in _UNITED_STATES for each in parties_of(message)
    ):
        return (sort.types[0], "United States")
    return sort.types


def _day(told: str) -> date | None:
    return date.fromisoformat(told) if told else None
