"""The profile of a United States district court (seeds 000-003, facts 3)."""

from __future__ import annotations

from courts.kinds import utilities
from courts.kinds.profile import (
    Citation,
    CourtProfile,
    FilingCategory,
    MenuItem,
    Menus,
    Paths,
    Words,
)

LINK_TITLE = "Link a CM/ECF account to my PACER account"

_QUERY = MenuItem("Query", "/cgi-bin/iquery.pl")
_REPORTS = MenuItem("Reports", "/cgi-bin/DisplayMenu.pl?Reports")
_UTILITIES = MenuItem("Utilities", "/cgi-bin/DisplayMenu.pl?Utilities")
_LOGOUT = "/cgi-bin/login.pl?logout"

_CIVIL = (
    FilingCategory("Open a Case", ("Civil Case",)),
    FilingCategory(
        "Initial Pleadings and Service",
        (
            "Complaint",
            "Amended Complaint",
            "Answer to Complaint",
            "Notice of Removal",
            "Summons Returned Executed",
            "Waiver of Service",
        ),
    ),
    FilingCategory(
        "Motions and Related Filings",
        (
            "Motion to Compel",
            "Motion to Dismiss",
            "Motion for Extension of Time",
            "Motion for Summary Judgment",
            "Memorandum in Support",
            "Response to Motion",
            "Reply to Response",
        ),
    ),
    FilingCategory(
        "Other Filings",
        (
            "Notice of Appearance",
            "Notice of Change of Address",
            "Certificate of Service",
            "Stipulation",
            "Notice of Appeal",
            "Notice (Other)",
        ),
    ),
)
_CRIMINAL = (
    FilingCategory(
        "Motions and Related Filings",
        ("Motion to Suppress", "Motion to Continue", "Response to Motion"),
    ),
    FilingCategory(
        "Other Filings",
        ("Notice of Attorney Appearance", "Sentencing Memorandum", "Notice of Appeal"),
    ),
)

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
    filing=(("Civil", _CIVIL), ("Criminal", _CRIMINAL)),
    case_types=("cv", "cr", "mj", "mc"),
)
