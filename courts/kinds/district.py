"""The profile of a United States district court (seeds 000-003, facts 3)."""

from __future__ import annotations

from itertools import starmap

from courts.kinds import catalogue, notices, numbers, stamps, utilities
from courts.kinds.profile import (
    Citation,
    CourtProfile,
    FilingCategory,
    MenuItem,
    Menus,
    OpeningCategory,
    Paths,
    Words,
)

LINK_TITLE = "Link a CM/ECF account to my PACER account"

_QUERY = MenuItem("Query", "/cgi-bin/iquery.pl")
_REPORTS = MenuItem("Reports", "/cgi-bin/DisplayMenu.pl?Reports")
_UTILITIES = MenuItem("Utilities", "/cgi-bin/DisplayMenu.pl?Utilities")
_LOGOUT = "/cgi-bin/login.pl?logout"

_EVENTS = catalogue.of_menus("civil", "criminal")

PROFILE = CourtProfile(
    kind="district",
    words=Words(
        welcome="Welcome to the U.S. District Court for the {court}",
        filing_system="{court} - Document Filing System",
        link_title=LINK_TITLE,
        filer_account="CM/ECF account",
        notice="Notice of Electronic Filing",
        notice_short="NEF",
        old_login_title="CM/ECF Filer or PACER Login",
        redaction_items=(
            "Social Security or taxpayer-identification numbers; dates of birth; names of minor "
            "children; financial account numbers; and, in criminal cases, home addresses"
        ),
        redaction_citations=(
            Citation("Fed. R. Civ. P. 5.2", "/rules/frcp-5.2"),
            Citation("Fed. R. Crim. P. 49.1", "/rules/frcrp-49.1"),
        ),
    ),
    menus=Menus(
        filing=(
            MenuItem("Civil", "/cgi-bin/DisplayMenu.pl?Civil"),
            MenuItem("Criminal", "/cgi-bin/DisplayMenu.pl?Criminal"),
        ),
        nextgen=(
            _QUERY,
            _REPORTS,
            _UTILITIES,
            MenuItem("Search", "/cgi-bin/Search.pl"),
            MenuItem("Help", "/cgi-bin/Help.pl"),
            MenuItem("Log Out", _LOGOUT),
        ),
        currentgen=(_QUERY, _REPORTS, _UTILITIES, MenuItem("Logout", _LOGOUT)),
        staff=MenuItem("Clerk", "/clerk/"),
    ),
    paths=Paths(
        landing="/cgi-bin/ShowIndex.pl",
        start="/cgi-bin/menu.pl?id=-1",
        login="/cgi-bin/login.pl",
        main="/cgi-bin/menu.pl?id=-1",
        link=utilities.LINK_PATH,
        logout=_LOGOUT,
    ),
    utilities=utilities.cgi_utilities(
        account_word="Maintain Your Account",
        mail_word="Maintain Your E-mail",
        link_word=LINK_TITLE,
    ),
    filing=(
        ("Civil", tuple(starmap(FilingCategory, _EVENTS.offered("Civil")))),
        ("Criminal", tuple(starmap(FilingCategory, _EVENTS.offered("Criminal")))),
    ),
    openings=(
        OpeningCategory(
            "Civil",
            "Open a Case",
            (
                MenuItem("Civil Case", "/cgi-bin/FileEvent.pl?flow=open_cv"),
                MenuItem("Miscellaneous Case", "/cgi-bin/FileEvent.pl?flow=open_mc"),
            ),
        ),
        OpeningCategory(
            "Criminal",
            "Open a Case",
            (
                MenuItem("Information", "/cgi-bin/FileEvent.pl?flow=open_cr"),
                MenuItem("Criminal Complaint", "/cgi-bin/FileEvent.pl?flow=open_mj"),
            ),
        ),
    ),
    case_types=("cv", "cr", "mj", "mc"),
    rooms=("cgi",),
    numbers=numbers.DISTRICT,
    papers=stamps.PaperStyle(stamps.district),
    notices=notices.DISTRICT,
)
