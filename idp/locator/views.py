"""The pages of the case locator: find cases, find parties, batch reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.cja import queries as cja
from idp.edge import visitor
from idp.locator import criteria, forms, protocol, queries, rows, service, words
from idp.locator.criteria import PAGE_ROWS, ArgumentError, CriteriaError, Search
from idp.locator.models import LocatorReport
from idp.locator.service import ExemptionError, Searcher, TooManyReportsError
from idp.permissions import Permission
from shared import money
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("locator", __name__)

FIND_CASE_PATH: Final = manage.FIND_CASE_PATH
FIND_PARTY_PATH: Final = "/pcl/pages/search/findParty.jsf"
REPORTS_PATH: Final = "/pcl/pages/reports/batchReports.jsf"
REPORT_PATH: Final = "/pcl/pages/reports/report.jsf"
TABS: Final = (
    ("Find Cases", FIND_CASE_PATH),
    ("Find Parties", FIND_PARTY_PATH),
    ("Batch Reports", REPORTS_PATH),
)
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
SAVED: Final = {
    "asked": "Your report was asked for. This page shows when it is complete.",
    "deleted": "The report was deleted.",
}
_AS_PARTIES: Final = "parties"


# --------------------------------------------------------------------------- searching


@blueprint.route(FIND_CASE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def find_cases() -> Response:
    """Find Cases."""
    return _find(forms.CaseForm, parties=False)


@blueprint.route(FIND_PARTY_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def find_parties() -> Response:
    """Find Parties."""
    return _find(forms.PartyForm, parties=True)


def _find(kind: type[forms.CaseForm | forms.PartyForm], *, parties: bool) -> Response:
    posted = request.method == "POST"
    form = kind(request.form if posted else None)
    courts = edge.runtime().federation.courts
    exempt = _exempt_courts()
    form.offer([(court.pcl_id, court.title) for court in courts], exempt=bool(exempt))
    tab = TABS[1 if parties else 0][0]
    try:
        who = _searcher()
    except Refusal as refusal:
        edge.undo()
        return _page("locator/refused.html", tab=tab, why=refusal.message)
    again = request.form.get("change") is not None
    if posted and not again and form.validate():
        try:
            search = criteria.read(form.told(), parties=parties)
            orders = criteria.sorts([str(form.sort.data)], parties=parties)
            batch = request.form.get("batch") is not None
            if form.is_exempt:
                service.refuse_exempt(search, courts, exempt, batch=batch)
                who = replace(who, exempt=True)
            if batch:
                return _ask(who, search, orders)
            return _results(form, who, search, orders, tab)
        except (CriteriaError, ArgumentError, TooManyReportsError, ExemptionError) as refusal:
            edge.refused(form, refusal)
    return _page(
        "locator/find.html",
        tab=tab,
        status=UNPROCESSABLE if form.errors or form.form_errors else 200,
        form=form,
        action=request.path,
        charge="" if who.staff else words.CHARGE,
        nightly=words.NIGHTLY,
    )


def _exempt_courts() -> Sequence[str]:
    session = edge.session()
    return cja.exempt_courts(session, account_id=accounts.own_account(session).id)


def _searcher() -> Searcher:
    session, who = edge.session(), visitor()
    return protocol.searcher(
        session,
        accounts.own_account(session),
        client_code=who.client_code,
        code_missing=False,
        staff=who.trainer,
        free=_is_free(),
    )


def _is_free() -> bool:
    return edge.place().role == protocol.QA


def _results(
    form: Any, who: Searcher, search: Search, orders: list[tuple[str, bool]], tab: str
) -> Response:
    session, runtime = edge.session(), edge.runtime()
    # The button for a spreadsheet tells its page, and the receipt of it.
    page, _, bought = request.form.get("csv", "").partition(" ")
    number = criteria.page(page or form.page.data or "")
    asked = f"{criteria.summary(search)}; Page: {number + 1}"
    found = queries.page(session, search, runtime.federation.courts, orders=orders, number=number)
    if page and service.has_paid(session, who=who, search=asked, key=bought):
        return _csv(_lines(found, parties=search.parties), parties=search.parties)
    total = queries.count(session, search, runtime.federation.courts)
    paid = service.book_search(
        session,
        who=who,
        search=asked,
        description=words.description(search.case.jurisdiction, parties=search.parties),
        pages=1,
        now=edge.now(),
        wall=edge.wall(),
    )
    if who.exempt:
        edge.audit("billing:exempt_use", visitor().audit_name, what=paid.description)
    info = rows.page_info(number, total=total, here=len(found))
    return _page(
        "locator/results.html",
        tab=tab,
        criteria=criteria.summary(search),
        parties=search.parties,
        lines=_lines(found, parties=search.parties),
        info=info,
        first=number * PAGE_ROWS + 1,
        previous=number - 1 if number else None,
        following=None if info["last"] else number + 1,
        kept=[(name, value) for name, value in request.form.items() if name in form],
        receipt=_receipt(paid),
        bought=f"{number} {paid.report_id}",
        action=request.path,
    )


def _csv(lines: list[dict[str, Any]], *, parties: bool) -> Response:
    """Hand out the rows of a page that was paid for, for a spreadsheet."""
    return Response(
        rows.as_csv(lines, parties=parties),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="pacer-case-locator.csv"'},
    )


def _lines(found: Any, *, parties: bool) -> list[dict[str, Any]]:
    """Return rows as people read them."""
    runtime = edge.runtime()
    link = protocol.Links(runtime.federation, edge.family())
    titles = {court.id: court.title for court in runtime.federation.courts}
    lines = []
    for row in found:
        party, case = row if parties else (None, row[0])
        name = "" if party is None else _name(party)
        lines.append(
            {
                "name": name,
                "alias": "" if party is None else party.alias_type,
                "role": "" if party is None else party.role,
                "number": case.number_full,
                "url": link(case.court, case.path),
                "title": case.title,
                "court": titles.get(case.court, case.pcl_id),
                "type": words.JURISDICTIONS.get(case.jurisdiction, ""),
                "nature": f"Chapter {case.chapter}" if case.chapter else case.nature,
                "filed": _day(case.filed),
                "closed": _day(case.closed),
            }
        )
    return lines


def _name(party: Any) -> str:
    rest = " ".join(part for part in (party.first, party.middle) if part)
    whole = ", ".join(part for part in (party.last, rest) if part)
    return f"{whole} {party.generation}".strip()


def _day(day: Any) -> str:
    return f"{day:%m/%d/%Y}" if day else ""


def _receipt(paid: rows.Receipt | None) -> list[tuple[str, str]]:
    """Return the lines of a receipt; none for staff, who are not billed."""
    if paid is None or not paid.pages:
        return []
    return [
        ("Date", court_stamp(paid.at, edge.runtime().member.timezone)),
        ("User", paid.login_id),
        ("Client Code", paid.client_code),
        ("Description", paid.description),
        ("Search", paid.search),
        ("Pages", str(paid.pages)),
        ("Cost", money.dollars(paid.cents)),
    ]


# --------------------------------------------------------------------------- batch reports


def _ask(who: Searcher, search: Search, orders: list[tuple[str, bool]]) -> Response:
    service.ask_report(
        edge.session(),
        who=who,
        search=search,
        orders=orders,
        now=edge.now(),
        wall=edge.wall(),
        source="Web",
    )
    return _go(f"{REPORTS_PATH}?saved=asked")


@blueprint.get(REPORTS_PATH)
@requires(Permission.ACCOUNT)
def reports() -> Response:
    """List the reports of whoever is signed in, with their states."""
    found = queries.reports(edge.session(), account_id=visitor().account_id)
    return _page(
        "locator/reports.html",
        tab=TABS[2][0],
        saved=SAVED.get(request.args.get("saved", "")),
        lines=[_report_line(row) for row in found],
        open=any(row.status != service.COMPLETED for row in found),
        most=service.MOST_REPORTS,
        action=REPORT_PATH,
        find_url=FIND_CASE_PATH,
        reload_url=REPORTS_PATH,
    )


def _report_line(row: LocatorReport) -> dict[str, Any]:
    search, _orders = service.search_of(row)
    done = row.status == service.COMPLETED
    cost = money.dollars(money.fee(money.Sold.NAME_SEARCH, pages=row.pages).cents)
    return {
        "id": row.id,
        "criteria": criteria.summary(search),
        "what": words.description(search.case.jurisdiction, parties=search.parties),
        "asked": court_stamp(row.asked_at, edge.runtime().member.timezone),
        "status": row.status,
        "done": done,
        "count": row.record_count if done else "",
        "pages": row.pages if done else "",
        "cost": ("" if not done else "billed" if row.billed_at else cost),
        "url": f"{REPORT_PATH}?id={row.id}" if done else "",
    }


@blueprint.route(REPORT_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def report() -> Response:
    """Show a report; before the first time the charge is shown, and accepted."""
    row = _own_report(request.values.get("id", ""))
    if request.method == "POST":
        return _act(row)
    line = _report_line(row)
    if row.status != service.COMPLETED:
        return _go(REPORTS_PATH)
    if row.billed_at is None and not (visitor().trainer or _is_free()):
        return _page("locator/accept.html", tab=TABS[2][0], line=line, action=REPORT_PATH)
    return _report_page(row, line)


def _act(row: LocatorReport) -> Response:
    session = edge.session()
    if request.form.get("delete") is not None:
        session.delete(row)
        return _go(f"{REPORTS_PATH}?saved=deleted")
    if row.status == service.COMPLETED:
        account = accounts.own_account(session)
        who = Searcher(account, row.client_code, visitor().trainer, _is_free())
        service.bill_report(session, who=who, row=row, now=edge.now(), wall=edge.wall())
    return _go(f"{REPORT_PATH}?id={row.id}")


def _report_page(row: LocatorReport, line: dict[str, Any]) -> Response:
    try:
        number = int(request.args.get("page", "0")[:4])
    except ValueError:
        abort(404)
    parties = row.kind == _AS_PARTIES
    start = max(number, 0) * PAGE_ROWS
    here = queries.rows_of(edge.session(), row.found[start : start + PAGE_ROWS], parties=parties)
    more = row.record_count > start + PAGE_ROWS
    address = f"{REPORT_PATH}?id={row.id}&page="
    return _page(
        "locator/report.html",
        tab=TABS[2][0],
        line=line,
        parties=parties,
        lines=_lines(here, parties=parties),
        page={
            "number": number + 1,
            "count": row.pages,
            "total": row.record_count,
            "prev_url": f"{address}{number - 1}" if number > 0 else None,
            "next_url": f"{address}{number + 1}" if more else None,
        },
        back_url=REPORTS_PATH,
    )


def _own_report(told: str) -> LocatorReport:
    row = queries.report(edge.session(), account_id=visitor().account_id, told=told)
    if row is None:
        abort(404)
    return row


def _go(address: str) -> Response:
    return cast(Response, redirect(address, SEE_OTHER))


def _page(template: str, *, tab: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(template, tabs=TABS, current_tab=tab, **values), status)
