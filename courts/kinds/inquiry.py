"""What Query and reports of a kind of court ask for; the menu of a case (facts 3.2, 3.4, 4).

Words and order are those of the real menus. An address ends with the id of the case, because
readers take the case of a page from its last link (clients.md 5.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from courts.kinds import suits

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseItem:
    """One line of a case's menu."""

    word: str
    address: str

    def path(self, case_id: int) -> str:
        """Return the address for a case."""
        return f"{self.address}{case_id}"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What the search form of a kind of court asks, and what its lists show.

    `detail` heads the third column of lists of cases; `filed` are the names of the two fields of
    the filing dates; `most_days` is what a span of dates must stay below, 0 for no limit;
    `dls_places` is how many arguments `goDLS` has in links to papers (clients.md 7).
    """

    detail: str
    filed: tuple[str, str]
    case_types: Choices
    natures: Choices
    causes: Choices
    chapters: Choices
    most_days: int
    dls_places: int


_CGI: Final = "/cgi-bin/"
_DOCKET: Final = CaseItem("Docket Report ...", f"{_CGI}DktRpt.pl?")
_HISTORY: Final = CaseItem("History/Documents...", f"{_CGI}HistDocQry.pl?")
_SETTINGS: Final = CaseItem("Deadlines/Hearings...", f"{_CGI}SchedQry.pl?")
_RELATED: Final = CaseItem("Related Transactions...", f"{_CGI}RelTransactQry.pl?")
_ALIAS: Final = CaseItem("Alias", f"{_CGI}qryAlias.pl?")
_ASSOCIATED: Final = CaseItem("Associated Cases", f"{_CGI}qryAscCases.pl?")
_ATTORNEY: Final = CaseItem("Attorney", f"{_CGI}qryAttorneys.pl?")
_SUMMARY: Final = CaseItem("Case Summary", f"{_CGI}qrySummary.pl?")
_FILERS: Final = CaseItem("Filers", f"{_CGI}FilerQry.pl?")
_PARTY: Final = CaseItem("Party", f"{_CGI}qryParties.pl?")
_STATUS: Final = CaseItem("Status", f"{_CGI}StatusQry.pl?")

_DISTRICT_MENU: Final = (
    _ALIAS,
    _ASSOCIATED,
    _ATTORNEY,
    CaseItem("Case File Location...", f"{_CGI}QryRMSLocation.pl?"),
    _SUMMARY,
    _SETTINGS,
    _DOCKET,
    _FILERS,
    _HISTORY,
    _PARTY,
    _RELATED,
    _STATUS,
    CaseItem("View a Document", f"{_CGI}qryDocument.pl?"),
    CaseItem("Mobile Query", f"{_CGI}mobile_query.pl?search=caseInfo&caseid="),
)
_BANKRUPTCY_MENU: Final = (
    _ALIAS,
    _ASSOCIATED,
    _ATTORNEY,
    _SUMMARY,
    CaseItem("Creditor", f"{_CGI}CreditorQry.pl?"),
    _SETTINGS,
    _DOCKET,
    CaseItem("Electronic/Paper Notice", f"{_CGI}MailList.pl?"),
    _FILERS,
    _HISTORY,
    CaseItem("Notice of Bankruptcy Case Filing", f"{_CGI}NoticeOfFiling.pl?"),
    _PARTY,
    _RELATED,
    _STATUS,
    CaseItem("Trustee", f"{_CGI}qryTrustee.pl?"),
    CaseItem("View Document", f"{_CGI}qryDocument.pl?"),
    CaseItem("Claims Register", f"{_CGI}SearchClaims.pl?"),
    CaseItem("List of Creditors", f"{_CGI}CredMatrixCase.pl?"),
)
#: By the catalogue of events that a case uses.
CASE_MENUS: Final[Mapping[str, tuple[CaseItem, ...]]] = MappingProxyType(
    {
        "civil": _DISTRICT_MENU,
        "criminal": _DISTRICT_MENU,
        "bankruptcy": _BANKRUPTCY_MENU,
        "adversary": _BANKRUPTCY_MENU,
    }
)


def _coded(table: Mapping[str, str]) -> Choices:
    return tuple((code, f"{code} ({words})") for code, words in table.items())


#: By the kind of court.
INQUIRIES: Final[Mapping[str, Inquiry]] = MappingProxyType(
    {
        "district": Inquiry(
            detail="Nature of Suit",
            filed=("Qry_filed_from", "Qry_filed_to"),
            case_types=(
                ("cv", "Civil"),
                ("cr", "Criminal"),
                ("mj", "Magistrate Judge"),
                ("mc", "Miscellaneous"),
            ),
            natures=_coded(suits.NATURES),
            causes=_coded(suits.CAUSES),
            chapters=(),
            most_days=0,
            dls_places=9,
        ),
        "bankruptcy": Inquiry(
            detail="Chapter / Lead BK case",
            filed=("filed_from", "filed_to"),
            case_types=(
                ("bk", "Bankruptcy"),
                ("ap", "Adversary Proceeding"),
                ("mp", "Miscellaneous Proceeding"),
            ),
            natures=(),
            causes=(),
            chapters=tuple((n, f"Chapter {n}") for n in ("7", "9", "11", "12", "13", "15")),
            most_days=31,
            dls_places=10,
        ),
    }
)
