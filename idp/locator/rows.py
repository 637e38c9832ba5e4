"""Rows, receipts and reports as client programs read them (clients.md 6.1, 6.2).

What a case does not have is a blank in texts and nothing in dates and numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from idp.billing.listing import safe
from idp.locator import words
from idp.locator.criteria import MOST_PAGES, PAGE_ROWS

BLANK: Final = " "
CASE: Final = "COURT_CASE"
PARTY: Final = "PARTY"
ZONE: Final = ZoneInfo("America/Chicago")
#: Where the court of a case is, by its id; and the path of the case there.
Link = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says; `report_id` names the search in every repetition."""

    at: datetime
    pages: int
    cents: int
    login_id: str
    client_code: str
    firm_id: str
    search: str
    description: str
    cso_id: int
    report_id: str

    @property
    def fee(self) -> str:
        """The fee as the interface writes it: `.10`, `2.00`."""
        text = f"{self.cents / 100:.2f}"
        return text.removeprefix("0")


def receipt(found: Receipt) -> dict[str, Any]:
    """Return a receipt."""
    return {
        "transactionDate": moment(found.at),
        "billablePages": found.pages,
        "loginId": found.login_id,
        "clientCode": found.client_code,
        "firmId": found.firm_id,
        "search": found.search,
        "description": found.description,
        "csoId": found.cso_id,
        "reportId": found.report_id,
        "searchFee": found.fee,
    }


def moment(at: datetime) -> str:
    """Write a moment as `2020-12-18T11:01:48.267-0600`."""
    local = at.astimezone(ZONE)
    return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03}{local:%z}"


def pages_of(count: int) -> int:
    """Return how many pages so many rows are."""
    return -(-count // PAGE_ROWS)


def page_info(number: int, *, total: int, here: int, size: int = PAGE_ROWS) -> dict[str, Any]:
    """Return where a page stands among all; no more than a hundred pages are shown."""
    pages = min(-(-total // size), MOST_PAGES) if size else 0
    return {
        "number": number,
        "size": size,
        "totalPages": pages,
        "totalElements": total,
        "numberOfElements": here,
        "first": number == 0,
        "last": number >= pages - 1,
    }


CIVIL: Final = "cv"


def case(row: Any, link: Link, *, batch: bool = False) -> dict[str, Any]:
    """Return a case; in batch reports ids, years and numbers are texts.

    :param row: a row of `LocatorCase`.
    """
    written: Callable[[int], Any] = str if batch else int
    civil = row.jurisdiction == CIVIL
    return {
        "courtId": row.pcl_id,
        "caseId": written(row.case_id),
        "caseYear": written(row.year),
        "caseNumber": written(row.number),
        "caseOffice": row.office or BLANK,
        "caseType": row.type or BLANK,
        "caseTitle": row.title,
        "dateFiled": _day(row.filed),
        "effectiveDateClosed": _day(row.closed),
        "dateTermed": _day(row.closed),
        "dateReopened": None,
        "dateDismissed": _day(row.dismissed),
        "dateDischarged": _day(row.discharged),
        "bankruptcyChapter": row.chapter or BLANK,
        "dispositionMethod": row.disposition or BLANK,
        "jointDispositionMethod": BLANK,
        "jointDismissedDate": _day(row.joint_dismissed),
        "jointDischargedDate": _day(row.joint_discharged),
        "jointBankruptcyFlag": row.joint or BLANK,
        "natureOfSuit": row.nature or BLANK,
        "jurisdictionType": words.JURISDICTIONS.get(row.jurisdiction, BLANK),
        "jpmlNumber": int(row.mdl_number) if row.mdl_number.isdigit() else None,
        "mdlCourtId": row.mdl_court or BLANK,
        "mdlStatus": row.mdl_status or BLANK,
        "mdlLitType": BLANK,
        "mdlExtension": BLANK,
        "mdlTransferee": row.mdl_transferee or BLANK,
        "mdlTransfereeDistrict": row.mdl_court or BLANK,
        "mdlDateReceived": _day(row.mdl_received),
        "mdlDateOrdered": _day(row.mdl_ordered),
        "civilDateInitiated": _day(row.filed) if civil else None,
        "civilDateDisposition": _day(row.closed) if civil else None,
        "civilDateTerminated": _day(row.closed) if civil else None,
        "civilStatInitiated": BLANK,
        "civilStatDisposition": BLANK,
        "civilStatTerminated": BLANK,
        "civilCtoNumber": BLANK,
        "civilTransferee": BLANK,
        "judgeLastName": row.judge_last or BLANK,
        "caseLink": link(row.court, row.path),
        "caseNumberFull": row.number_full,
    }


#: Fields of the case that a row of a party repeats.
_REPEATED: Final = (
    *("courtId", "caseId", "caseYear", "caseNumber", "caseOffice", "caseType", "caseTitle"),
    *("dateFiled", "effectiveDateClosed", "dateTermed", "dateReopened", "dateDismissed"),
    *("dateDischarged", "bankruptcyChapter", "dispositionMethod", "jointDispositionMethod"),
    *("jointBankruptcyFlag", "natureOfSuit", "jurisdictionType", "caseNumberFull", "caseLink"),
)


def party(row: Any, its_case: Any, link: Link, *, batch: bool = False) -> dict[str, Any]:
    """Return a party with its case, whose fields it repeats.

    :param row: a row of `LocatorParty`.
    """
    whole = case(its_case, link, batch=batch)
    return {
        **{name: whole[name] for name in _REPEATED},
        "lastName": row.last,
        "firstName": row.first or BLANK,
        "middleName": row.middle or BLANK,
        "generation": row.generation or BLANK,
        "partyType": row.kind or BLANK,
        "partyRole": row.role or BLANK,
        "role": row.role or BLANK,
        "seqNo": row.seq,
        "aliasEq": row.alias_seq,
        "aliasType": row.alias_type or BLANK,
        "description": BLANK,
        "disposition": row.disposition or BLANK,
        "courtCase": whole,
    }


def written(
    row: tuple[Any, ...], link: Link, *, parties: bool, batch: bool = False
) -> dict[str, Any]:
    """Return a row of `queries.page`: (case,), or (party, case)."""
    if parties:
        return party(row[0], row[1], link, batch=batch)
    return case(row[0], link, batch=batch)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def report(row: Any, criteria: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a batch report.

    :param row: a row of `LocatorReport`; `criteria` as the program gave them.
    """
    unbilled = 0 if row.billed_at is not None else row.pages
    return {
        "reportId": row.id,
        "status": row.status,
        "startTime": moment(row.asked_at),
        "endTime": None if row.ended_at is None else moment(row.ended_at),
        "recordCount": row.record_count,
        "unbilledPageCount": unbilled,
        "downloadFee": round(unbilled * 0.1, 2),
        "pages": row.pages,
        "sort": {
            "orders": [
                {
                    "direction": direction,
                    "property": name,
                    "ignoreCase": False,
                    "nullHandling": "NATIVE",
                }
                for name, direction in row.sorts
            ]
        },
        "searchType": PARTY if row.kind == "parties" else CASE,
        "criteria": {
            **criteria,
            "searchType": PARTY if row.kind == "parties" else CASE,
            "requestType": "Batch",
            "requestSource": row.source,
        },
    }


def listing(
    content: Sequence[Mapping[str, Any]],
    *,
    receipt_of: Receipt | None,
    info: Mapping[str, Any],
    master: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a page of rows with its receipt; the master case is of an MDL search only."""
    return {
        "receipt": None if receipt_of is None else receipt(receipt_of),
        "pageInfo": dict(info),
        "content": list(content),
        "masterCase": master,
    }


_COLUMNS: Final = (
    *("Court", "Case Number", "Case Title", "Court Type", "NOS/Chapter"),
    *("Date Filed", "Date Closed", "Link"),
)


def as_csv(lines: Iterable[Mapping[str, Any]], *, parties: bool) -> str:
    """Return rows as people read them as CSV (RFC 4180); no cell of it is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*(("Party Name", "Role") if parties else ()), *_COLUMNS))
    for line in lines:
        names = ("name", "role") if parties else ()
        told = ("court", "number", "title", "type", "nature", "filed", "closed", "url")
        writer.writerow([safe(str(line[name])) for name in (*names, *told)])
    return out.getvalue()


def reports(found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a list of batch reports, which costs nothing."""
    content = list(found)
    info = page_info(0, total=len(content), here=len(content), size=max(len(content), 1))
    return {"receipt": None, "pageInfo": info, "content": content}
