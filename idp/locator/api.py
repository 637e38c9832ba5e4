"""`/pcl-public-api/rest`: the case locator as client programs know it (facts.md 7.2).

Every answer of somebody with a good token carries a token in `X-NEXT-GEN-CSO`: the same, or a new
one for the same session when it has grown old. Refusals are JSON or XML with a `message`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, request

from idp.accounts.models import Account
from idp.locator import criteria, envelopes, protocol, queries, rows, service, words
from idp.locator.criteria import ArgumentError, CriteriaError
from idp.locator.models import LocatorReport
from idp.locator.service import Searcher, TooManyReportsError
from idp.signin import protocol as signin
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import program_post, public

blueprint = Blueprint("locator_api", __name__)

BASE: Final = "/pcl-public-api/rest"
TOKEN: Final = "X-NEXT-GEN-CSO"  # noqa: S105 - the name of a header
CLIENT_CODE: Final = "X-CLIENT-CODE"
#: A token of this age is answered with a new one.
RENEW_AFTER: Final = timedelta(minutes=30)
NO_CONTENT: Final = 204
BAD_ARGUMENT: Final = 400
UNAUTHORIZED: Final = 401
NOT_FOUND: Final = 404
NOT_ACCEPTABLE: Final = 406
TOO_MANY: Final = 429
#: Root of the answer in XML by what was asked for.
_LISTS: Final = {"cases": "caseList", "parties": "partyList"}
F = TypeVar("F", bound=Callable[..., Response])


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token it is: the account, and what the session says."""

    account: Account
    session_client_code: str
    code_missing: bool
    staff: bool


class NotFoundError(Refusal):
    """A report that is nobody's, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("not_found", words.NO_REPORT)


class StillRunningError(Refusal):
    """A report that has not run to its end."""

    def __init__(self) -> None:
        super().__init__("still_running", words.STILL_RUNNING)


_STATUS: Final[tuple[tuple[type[Refusal], int], ...]] = (
    (NotFoundError, NOT_FOUND),
    (StillRunningError, BAD_ARGUMENT),
    (ArgumentError, BAD_ARGUMENT),
    (TooManyReportsError, TOO_MANY),
    (CriteriaError, NOT_ACCEPTABLE),
    (envelopes.UnreadableError, BAD_ARGUMENT),
    (protocol.ClientCodeError, NOT_ACCEPTABLE),
    (protocol.SearchRefusedError, NOT_ACCEPTABLE),
)


def _with_token(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let only holders of a good token in; answer refusals with their codes."""

    @wraps(view)
    def guarded(**values: Any) -> Response:
        session = edge.session()
        found = signin.visitor_by_token(
            session, token=request.headers.get(TOKEN, "").strip(), wall=edge.wall()
        )
        if found is None:
            edge.undo()
            return _say(UNAUTHORIZED, words.NOT_SIGNED_ON)
        visitor, row, created_at = found
        # The session of the database sees what the account sees, from here on.
        edge.set_person(visitor)
        session.info["world"] = visitor.world
        token = request.headers[TOKEN].strip()
        if edge.wall() - created_at >= RENEW_AFTER:
            token = signin.renew_token(session, row, wall=edge.wall())
        caller = Caller(row.account, row.client_code, row.search_disabled, visitor.trainer)
        try:
            answer = view(caller, **values)
        except Refusal as refusal:
            status = next((code for kind, code in _STATUS if isinstance(refusal, kind)), 0)
            if not status:
                raise
            edge.undo()
            answer = _say(status, refusal.message)
            token = request.headers[TOKEN].strip()  # a new one was undone with the rest
        answer.headers[TOKEN] = token
        return answer

    return guarded


def _route(path: str, method: str) -> Callable[[F], F]:
    """Add a route for cases and for parties; tokens are its only guard, so no form token."""

    def add(view: F) -> F:
        guarded = public(program_post(_with_token(view)))
        for kind in _LISTS:
            blueprint.add_url_rule(
                f"{BASE}/{kind}/{path}",
                f"{view.__name__}_{kind}",
                guarded,
                methods=[method],
                defaults={"kind": kind},
            )
        return view

    return add


# --------------------------------------------------------------------------- immediate searches


@_route("find", "POST")
def find(caller: Caller, kind: str) -> Response:
    """Search now, one page of 54 rows; each page is billed."""
    parties = kind == "parties"
    number = criteria.page(request.args.get("page", ""))
    orders = criteria.sorts(request.args.getlist("sort"), parties=parties)
    search = criteria.read(_body(), parties=parties)
    who = _searcher(caller)
    answer = _found(who, search, orders, number)
    return _answer(answer, root=_LISTS[kind])


def _found(
    who: Searcher, search: criteria.Search, orders: list[tuple[str, bool]], number: int
) -> dict[str, Any]:
    session, runtime = edge.session(), edge.runtime()
    courts = runtime.federation.courts
    total = queries.count(session, search, courts)
    page = queries.page(session, search, courts, orders=orders, number=number)
    link = protocol.Links(runtime.federation, edge.family())
    found = service.book_search(
        session,
        who=who,
        search=f"{criteria.summary(search)}; Page: {number + 1}",
        description=words.description(search.case.jurisdiction, parties=search.parties),
        pages=1,
        now=edge.now(),
        wall=edge.wall(),
    )
    master = queries.master_case(session, search.case.jpml)
    return rows.listing(
        [rows.written(row, link, parties=search.parties) for row in page],
        receipt_of=found,
        info=rows.page_info(number, total=total, here=len(page)),
        master=None if master is None else rows.case(master, link),
    )


# --------------------------------------------------------------------------- batch reports


@_route("download", "POST")
def ask(caller: Caller, kind: str) -> Response:
    """Ask for a batch report; the worker runs it."""
    parties = kind == "parties"
    orders = criteria.sorts(request.args.getlist("sort"), parties=parties)
    search = criteria.read(_body(), parties=parties)
    row = service.ask_report(
        edge.session(),
        who=_searcher(caller),
        search=search,
        orders=orders,
        now=edge.now(),
        wall=edge.wall(),
    )
    return _answer(_told(row), root="reportInfo")


@_route("download/status/<report_id>", "GET")
def status(caller: Caller, kind: str, report_id: str) -> Response:
    """Say how far a report is; free."""
    return _answer(_told(_report(caller, kind, report_id)), root="reportInfo")


@_route("download/<report_id>", "GET")
def download(caller: Caller, kind: str, report_id: str) -> Response:
    """Return all rows of a report; the first time all its pages are billed."""
    row = _report(caller, kind, report_id)
    if row.status != service.COMPLETED:
        raise StillRunningError
    session, runtime, parties = edge.session(), edge.runtime(), kind == "parties"
    found = queries.rows_of(session, row.found, parties=parties)
    link = protocol.Links(runtime.federation, edge.family())
    who = Searcher(caller.account, row.client_code, caller.staff, _is_free())
    paid = service.bill_report(session, who=who, row=row, now=edge.now(), wall=edge.wall())
    content = [rows.written(one, link, parties=parties, batch=True) for one in found]
    info = rows.page_info(0, total=len(content), here=len(content), size=max(len(content), 1))
    return _answer(rows.listing(content, receipt_of=paid, info=info), root="download")


@_route("reports", "GET")
def listed(caller: Caller, kind: str) -> Response:
    """List somebody's reports; free."""
    found = queries.reports(edge.session(), account_id=caller.account.id, kind=kind)
    return _answer(rows.reports(map(_told, found)), root="reportList")


@_route("reports/<report_id>", "DELETE")
def delete(caller: Caller, kind: str, report_id: str) -> Response:
    """Delete a report, whether it has run or not."""
    edge.session().delete(_report(caller, kind, report_id))
    return Response(status=NO_CONTENT)


def _report(caller: Caller, kind: str, report_id: str) -> LocatorReport:
    row = queries.report(edge.session(), account_id=caller.account.id, told=report_id, kind=kind)
    if row is None:
        raise NotFoundError
    return row


def _told(row: LocatorReport) -> dict[str, Any]:
    return rows.report(row, json.loads(row.criteria))


# --------------------------------------------------------------------------- reading, answering


def _searcher(caller: Caller) -> Searcher:
    said = request.headers.get(CLIENT_CODE)
    return protocol.searcher(
        edge.session(),
        caller.account,
        client_code=caller.session_client_code if said is None else said.strip(),
        code_missing=caller.code_missing and said is None,
        staff=caller.staff,
        free=_is_free(),
    )


def _is_free() -> bool:
    return edge.place().role == protocol.QA


def _body() -> dict[str, Any]:
    return envelopes.read(request.get_data(), xml=envelopes.is_xml(request.content_type or ""))


def _wants_xml() -> bool:
    best = request.accept_mimetypes.best_match(
        [envelopes.JSON_TYPE, envelopes.XML_TYPE, "text/xml"], default=envelopes.JSON_TYPE
    )
    return envelopes.is_xml(best)


def _answer(told: dict[str, Any], *, root: str, code: int = 200) -> Response:
    xml = _wants_xml()
    kind = envelopes.XML_TYPE if xml else envelopes.JSON_TYPE
    return Response(
        envelopes.write(told, root=root, xml=xml),
        status=code,
        content_type=f"{kind};charset=UTF-8",
    )


def _say(code: int, message: str) -> Response:
    return _answer({"code": code, "message": message}, root="error", code=code)
