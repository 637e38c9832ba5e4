"""Who appears in the reference cases, and how their dockets are begun. Everybody is invented."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from courts.kinds import catalogue
from courts.kinds.dice import Dice
from courts.kinds.drafts import LEAD, NOTICED, PRO_HAC, CounselDraft, PartyDraft
from courts.worlds.sheet import Sheet

EASTERN: Final = ZoneInfo("America/New_York")
MOUNTAIN: Final = ZoneInfo("America/Denver")
CLERK: Final = "Clerk, C"
#: Signatures of docket texts.
JOHN: Final = "Attorney, John"
ADA: Final = "Pleader, Ada"
OSCAR: Final = "Counsel, Oscar"
GIDEON: Final = "Defender, Gideon"
UMA: Final = "Sidebar, Uma"


def counsel(
    name: str,
    *contact: str,
    persona: str = "",
    roles: tuple[str, ...] = (LEAD, NOTICED),
) -> CounselDraft:
    """Return counsel with the lines that a docket prints below the name, the mail address last."""
    *lines, mail = contact
    return CounselDraft(name, (*lines, f"Email: {mail}"), roles, persona)


JOHN_ATTORNEY: Final = counsel(
    "John Attorney",
    "Example Law LLP",
    "1 Example Street",
    "Sampleton, CT 00000",
    "203-555-0101",
    "john.attorney@examplelaw.test",
    persona="attorney",
)
ADA_PLEADER: Final = counsel(
    "Ada Pleader",
    "Pleader & Sidebar LLP",
    "22 Fiction Lane",
    "Mockville, CT 00000",
    "203-555-0144",
    "ada.pleader@pleadersidebar.test",
)
ANNA_ADVOCATE: Final = counsel(
    "Anna Advocate",
    "Example Law LLP",
    "2 Example Street",
    "Sampleton, CT 00000",
    "203-555-0102",
    "anna.advocate@examplelaw.test",
    persona="attorney_ctd",
    roles=(NOTICED,),
)
OSCAR_COUNSEL: Final = counsel(
    "Oscar Counsel",
    "Example Law LLP",
    "4 Example Street",
    "Sampleton, CT 00000",
    "203-555-0104",
    "oscar.counsel@examplelaw.test",
    persona="attorney_everywhere",
)
GIDEON_DEFENDER: Final = counsel(
    "Gideon Defender",
    "Law Offices of Defender",
    "23 Example Street",
    "Sampleton, CT 00000",
    "203-555-0123",
    "gideon.defender@examplelaw.test",
    persona="cja",
)
VISITOR: Final = counsel(
    "Virgil Barrister",
    "Barrister & Proctor LLP",
    "7 Specimen Road",
    "Nowhereport, NY 00000",
    "212-555-0177",
    "virgil.barrister@barristerproctor.test",
    roles=(PRO_HAC, NOTICED),
)
GOVERNMENT: Final = counsel(
    "Uma Sidebar",
    "U.S. Attorney's Office",
    "100 Sample Avenue",
    "Sampleton, CT 00000",
    "203-555-0150",
    "uma.sidebar@usattorney.test",
)
TRUSTEE: Final = PartyDraft(
    "Trustee",
    "Thomas Trustee",
    first="Thomas",
    last="Trustee",
    address=("15 Example Street", "Sampleton, CT 00000", "203-555-0115"),
    persona="trustee",
)
US_TRUSTEE: Final = PartyDraft(
    "U.S. Trustee",
    "U. S. Trustee",
    address=("Office of the U.S. Trustee", "5 Sample Avenue", "Sampleton, CT 00000"),
)


def begun(
    menus: tuple[str, ...],
    name: str,
    judge: str,
    *,
    case: str = "",
    base: int = 0,
    zone: ZoneInfo = EASTERN,
) -> Sheet:
    """Return an empty docket; the hours of its entries follow from the name of the case."""
    return Sheet(
        catalogue.of_menus(*menus),
        zone,
        Dice(f"reference/{name}"),
        clerk=CLERK,
        judge=judge,
        case=case,
        base=base,
    )


def day(text: str) -> date:
    """Return a day written as 2019-01-07."""
    return date.fromisoformat(text)


def company(role: str, name: str, *lawyers: CounselDraft, since: date | None = None) -> PartyDraft:
    """Return a company with its counsel."""
    return PartyDraft(role, name, counsel=lawyers, started_on=since)


def human(
    role: str,
    name: str,
    *lawyers: CounselDraft,
    since: date | None = None,
    address: tuple[str, ...] = (),
    persona: str = "",
) -> PartyDraft:
    """Return a person with counsel, or with an address."""
    first, *middle, last = name.split()
    return PartyDraft(
        role,
        name,
        first=first,
        middle=" ".join(middle),
        last=last,
        address=address,
        counsel=lawyers,
        started_on=since,
        persona=persona,
    )
