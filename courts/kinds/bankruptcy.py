"""The profile of a United States bankruptcy court (seed 004, facts 2.3, 3, 4)."""

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
    UtilityItem,
    Words,
)

LINK_TITLE = "Link a CM/ECF account to my PACER account"

_QUERY = MenuItem("Query", "/cgi-bin/iquery.pl")
_REPORTS = MenuItem("Reports", "/cgi-bin/DisplayMenu.pl?Reports&id=-1")
_UTILITIES = MenuItem("Utilities", "/cgi-bin/DisplayMenu.pl?Utilities&id=-1")
_LOGOUT = "/cgi-bin/login.pl?logout"

_EVENTS = catalogue.of_menus("bankruptcy", "adversary")

PROFILE = CourtProfile(
    kind="bankruptcy",
    words=Words(
        welcome="Welcome to the U.S. Bankruptcy Court for the {court}",
        filing_system="{court} - Document Filing System",
        link_title=LINK_TITLE,
        filer_account="CM/ECF account",
        notice="Notice of Electronic Filing",
        notice_short="NEF",
        old_login_title="CM/ECF Filer or PACER Login",
        redaction_items=(
            "Social Security or taxpayer-identification numbers; dates of birth; names of minor "
            "children; and financial account numbers"
        ),
        redaction_citations=(Citation("Fed. R. Bankr. P. 9037", "/rules/frbp-9037"),),
    ),
    menus=Menus(
        filing=(
            MenuItem("Bankruptcy", "/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1"),
            MenuItem("Adversary", "/cgi-bin/DisplayMenu.pl?Adversary&id=-1"),
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
        account_word="Maintain Your ECF Account",
        mail_word="E-mail information...",
        link_word=LINK_TITLE,
        more=(
            UtilityItem(
                "Judge/Trustee Assignment",
                "/cgi-bin/JudgeTrusteeAssignment.pl",
                frozenset({utilities.FILER, utilities.JUDGE_TRUSTEE}),
            ),
        ),
    ),
    filing=(
        ("Bankruptcy", tuple(starmap(FilingCategory, _EVENTS.offered("Bankruptcy")))),
        ("Adversary", tuple(starmap(FilingCategory, _EVENTS.offered("Adversary")))),
    ),
    openings=(
        OpeningCategory(
            "Bankruptcy",
            "Open a BK Case",
            (
                MenuItem("Open BK Case", "/cgi-bin/FileEvent.pl?flow=open_bk"),
                MenuItem("Involuntary Petition", "/cgi-bin/FileEvent.pl?flow=open_involuntary"),
                MenuItem("Chapter 15 Petition", "/cgi-bin/FileEvent.pl?flow=open_ch15"),
                MenuItem("Case Upload", "/cgi-bin/FileEvent.pl?flow=case_upload"),
            ),
        ),
        OpeningCategory(
            "Bankruptcy",
            "Creditor Maintenance",
            (
                MenuItem("Upload list of creditors file", "/cgi-bin/FileEvent.pl?flow=creditors"),
                MenuItem("Enter individual creditors", "/cgi-bin/FileEvent.pl?flow=creditor"),
            ),
        ),
        OpeningCategory(
            "Bankruptcy",
            "Judge/Trustee Assignment",
            (MenuItem("Judge/Trustee Assignment", "/cgi-bin/JudgeTrusteeAssignment.pl"),),
        ),
        OpeningCategory(
            "Adversary",
            "Open an AP Case",
            (
                MenuItem("Open AP Case", "/cgi-bin/FileEvent.pl?flow=open_ap"),
                MenuItem("Notice of Removal", "/cgi-bin/FileEvent.pl?flow=open_ap_removal"),
            ),
        ),
    ),
    case_types=("bk", "ap", "mp"),
    rooms=("cgi", "claims"),
    numbers=numbers.BANKRUPTCY,
    papers=stamps.PaperStyle(stamps.bankruptcy, counts_main=True, claims=True),
    notices=notices.BANKRUPTCY,
)
