"""The profile of a United States court of appeals: its own address space and menu (facts 5).

TransportRoom, ``CaseSummary.jsp``, ``InvalidUserLogin.jsp`` and ``/n/AttorneyFiling`` are real;
the other servlet names are ours, since no source gives them.
"""

from __future__ import annotations

import re
from itertools import starmap
from types import MappingProxyType

from courts.kinds import catalogue, notices, numbers, stamps, utilities
from courts.kinds.numbers import CaseNumber
from courts.kinds.profile import (
    Citation,
    CourtProfile,
    FilingCategory,
    MenuItem,
    Menus,
    Paths,
    UtilityGroup,
    UtilityItem,
    Words,
)

_ORDINALS = MappingProxyType({"1": "1st", "2": "2nd", "3": "3rd"})
_NAMED = MappingProxyType({"cadc": "D.C. Circuit", "cafc": "Federal Circuit"})
LINK_TITLE = "Link my filer account to my PACER account"
ROOM = "/n/beam/servlet/TransportRoom?servlet="

#: Where the entry ids of cases begin: far apart, so that no two cases share one.
_FIRST_ENTRY = 3_000_000
_ENTRIES_APART = 100
_STAMPED = re.compile(r"\[(\d{6,})\] \[[-\d]+\]")
_LOGOUT = f"{ROOM}InvalidUserLogin.jsp&logout=y"
_PUBLIC = (
    MenuItem("Case Search", f"{ROOM}CaseSearch.jsp"),
    MenuItem("Calendar", f"{ROOM}CourtCalendar.jsp"),
    MenuItem("Opinions", f"{ROOM}Opinions.jsp"),
    MenuItem("Orders/Judgments", f"{ROOM}Orders.jsp"),
    MenuItem("Briefs", f"{ROOM}Briefs.jsp"),
    MenuItem("Utilities", f"{ROOM}Utilities.jsp"),
)
_ENTRANCE = (MenuItem("Logout", _LOGOUT), MenuItem("Help", f"{ROOM}Help.jsp"))
_EVENTS = catalogue.of_menus("appellate")
_FILER = frozenset({utilities.FILER})
_PACER = frozenset({utilities.NEXTGEN, utilities.PACER_LOGIN})
_BILLED = _PACER | {utilities.NOT_STAFF_ONLY}


#: How dockets of appeals write the courts below: circuit, district, office.
_CODES = MappingProxyType({"ctd": "0205-3", "ctb": "0205-5", "cod": "1082-1"})


def code_below(court: str) -> str:
    """Return how dockets of appeals write a court below: `0205-3`."""
    return _CODES.get(court, court.upper())


def circuit(court: str) -> str:
    """Return how receipts name a court of appeals: `2nd Circuit`."""
    number = court.removeprefix("ca").lstrip("0")
    return _NAMED.get(court) or f"{_ORDINALS.get(number, f'{number}th')} Circuit"


def entry_base(number: CaseNumber) -> int:
    """Return the number to which the seq of an entry is added for the id in its text."""
    year = number.year - 2000
    return _FIRST_ENTRY + (year * 10_000 + number.serial) * _ENTRIES_APART


def stamped(text: str) -> int:
    """Return the id of an entry that its text ends with, `[3355063] [21-1975]`; 0 without one."""
    found = _STAMPED.search(text)
    return int(found[1]) if found else 0


PROFILE = CourtProfile(
    kind="appellate",
    words=Words(
        welcome="Welcome to the {court}",
        filing_system="{court} - Document Filing System",
        link_title=LINK_TITLE,
        filer_account="filer account",
        notice="Notice of Docket Activity",
        notice_short="NDA",
        old_login_title="CM/ECF Filer or PACER Login",
        redaction_items=(
            "Social Security or taxpayer-identification numbers; dates of birth; names of minor "
            "children; financial account numbers; and, in criminal cases, home addresses"
        ),
        redaction_citations=(Citation("Fed. R. App. P. 25(a)(5)", "/rules/frap-25-a-5"),),
    ),
    menus=Menus(
        filing=(MenuItem("File a Document", "/n/AttorneyFiling"),),
        nextgen=(*_PUBLIC, *_ENTRANCE),
        currentgen=(*_PUBLIC, *_ENTRANCE),
        staff=MenuItem("Clerk", "/clerk/"),
    ),
    paths=Paths(
        landing=f"{ROOM}ShowIndex.jsp",
        start=f"{ROOM}CaseSearch.jsp",
        login=f"{ROOM}Login.jsp",
        main=f"{ROOM}CaseSearch.jsp",
        link=f"{ROOM}LinkAccount.jsp",
        logout=_LOGOUT,
        case=f"{ROOM}CaseSummary.jsp&caseNum={{number}}&incOrigDkt=Y&incDktEntries=Y",
    ),
    utilities=(
        UtilityGroup(
            "Your Account",
            (
                UtilityItem("Maintain Your Account", f"{ROOM}MaintainAccount.jsp", _FILER),
                UtilityItem("Notice Preferences", f"{ROOM}NoticePreferences.jsp", _FILER),
            ),
        ),
        UtilityGroup(
            "PACER account",
            (
                UtilityItem("Change Client Code", f"{ROOM}ChangeClientCode.jsp", _BILLED),
                UtilityItem("Change PACER Exemption Status", f"{ROOM}Exemption.jsp", _BILLED),
                UtilityItem("Review Billing History", f"{ROOM}BillingHistory.jsp", _BILLED),
                UtilityItem("Show/Hide Transaction Receipts", f"{ROOM}Receipts.jsp", _BILLED),
                UtilityItem(LINK_TITLE, f"{ROOM}LinkAccount.jsp", _BILLED),
            ),
        ),
        UtilityGroup(
            "Miscellaneous",
            (UtilityItem("Court Information", f"{ROOM}CourtInfo.jsp"),),
        ),
    ),
    filing=(
        ("File a Document", tuple(starmap(FilingCategory, _EVENTS.offered("File a Document")))),
    ),
    case_types=("ap", "ag", "op"),
    rooms=("appeals",),
    numbers=numbers.APPELLATE,
    papers=stamps.PaperStyle(stamps.appellate),
    notices=notices.APPELLATE,
)
