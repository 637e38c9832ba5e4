"""The Reports page of a kind of court: its groups and where each line leads (facts 3.4, 4).

Script names that no source gives (`CaseFiled-Rpt.pl` ...) are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CGI: Final = "/cgi-bin/"
DOCKET_SHEET: Final = f"{_CGI}DktRpt.pl"
CASES: Final = f"{_CGI}CaseFiled-Rpt.pl"
CRIMINAL: Final = f"{_CGI}CrCaseFiled-Rpt.pl"
CALENDAR: Final = f"{_CGI}CalEvents-Rpt.pl"
ACTIVITY: Final = f"{_CGI}DktActivity-Rpt.pl"
OPINIONS: Final = f"{_CGI}WrtOpRpt.pl"

Links = tuple[tuple[str, str], ...]
Groups = tuple[tuple[str, Links], ...]

_SHEET: Final = ("Docket Sheet", DOCKET_SHEET)
_SHARED: Final = (("Calendar Events", CALENDAR), ("Docket Activity", ACTIVITY))
_FREE: Final = ("Written Opinions Report", (("Written Opinions", OPINIONS),))

_MENUS: Final[Mapping[str, Groups]] = MappingProxyType(
    {
        "district": (
            ("Docket Reports", (_SHEET,)),
            ("Civil Reports", (("Civil Cases", CASES),)),
            ("Criminal Reports", (("Criminal Cases", CRIMINAL),)),
            ("Civil and Criminal", _SHARED),
            _FREE,
        ),
        "bankruptcy": (
            ("Docket Reports", (_SHEET,)),
            (
                "Case Reports",
                (
                    ("Cases", CASES),
                    ("Claims Register", f"{_CGI}SearchClaims.pl"),
                    ("Claims Activity", f"{_CGI}ClaimsActRpt.pl"),
                    ("Creditor Mailing Matrix", f"{_CGI}CredMatrixCase.pl"),
                    *_SHARED,
                ),
            ),
            _FREE,
        ),
    }
)


def groups(kind: str) -> Groups:
    """Return the groups of the Reports page of a kind of court; none where it has no such page."""
    return _MENUS.get(kind, ())
