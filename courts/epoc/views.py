"""The pages of ePOC: claims without a login, from a form that the court turns into a PDF (facts 4).

Nobody is asked to prove that they are no machine: what keeps machines away is a limit by address.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.cases.service import lock_case
from courts.claiming import protocol as claiming
from courts.epoc import forms, protocol, queries
from courts.epoc.models import EpocFiling
from courts.filing import queries as filings
from courts.permissions import CaseStanding, may_file_epoc
from shared.errors import Refusal
from shared.ids import digest, new_token
from shared.web import edge
from shared.web.guard import public

blueprint = Blueprint("epoc", __name__)
PATH: Final = "/cgi-bin/autoFilingClaims.pl"
#: So many filings an hour come from one address.
MOST: Final = 12
_HOUR: Final = timedelta(hours=1)
#: A flag of cases whose claims a claims agent keeps: ePOC leaves them out.
_AGENT_FLAG: Final = "CLMAGENT"
UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303


class TooOftenError(Refusal):
    """More filings from one address than somebody types."""

    def __init__(self) -> None:
        super().__init__(
            "too_often",
            "Too many claims were filed from your address within an hour. Go on later, or file "
            "with an account of this court.",
        )


@blueprint.route(PATH, methods=["GET", "POST"])
@public
def epoc() -> Response:
    """Ask for the case, then for the claim; file it, and hand out a copy."""
    closed = may_file_epoc(None, policy=court_edge.court().policy, now=edge.now())
    if not closed.allowed:
        return _page("epoc/closed.html", message=closed.reason)
    token = request.args.get("t", "")[:40]
    done = queries.filing(edge.session(), token) if token else None
    if done is not None:
        return _done(done, again=request.method == "POST")
    if request.args.get("case", "").isdecimal():
        return _claim(int(request.args["case"][:9]), request.args.get("what", "claim"))
    return _first()


def _first() -> Response:
    form = forms.CaseForm()
    if request.method == "POST" and form.validate():
        try:
            case = claiming.case_of(form.case_number.data)
            _check(case)
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            return _to(f"{PATH}?case={case.id}&what={form.what.data}&t={new_token(22)}")
    return _page("epoc/form.html", form=form, order=form.ORDER, action=PATH, title="", told=())


def _check(case: Case) -> None:
    """Ask whether claims of a case come in here.

    :raises CaseError: with the reason why not.
    """
    found = may_file_epoc(
        CaseStanding(
            sealed=case.sealed,
            opening=case.opening,
            everybodys=filings.is_everybodys(edge.session(), case),
        ),
        claims_agent=_AGENT_FLAG in case.flags,
        policy=court_edge.court().policy,
        now=edge.now(),
    )
    if not found.allowed:
        raise claiming.CaseError(found.reason)


def _claim(case_id: int, what: str) -> Response:
    case = cases.by_id(edge.session(), case_id)
    if case is None or what not in protocol.TITLES:
        abort(404)
    form: Any = forms.form_of(what)()
    token = request.args.get("t", "")[:40]
    if request.method == "POST" and token and form.validate():
        try:
            _check(case)
            filed = _file(case_id, what, form, token)
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            return _to(f"{PATH}?t={filed.token}")
        case = cases.by_id(edge.session(), case_id)
    if case is None:
        abort(404)
    return _page(
        "epoc/form.html",
        form=form,
        order=form.ORDER,
        action=f"{PATH}?case={case_id}&what={what}&t={token}",
        title=protocol.TITLES[what],
        told=[("Case", f"{claiming.number_of(case)} {case.caption}")],
    )


def _file(case_id: int, what: str, form: Any, token: str) -> EpocFiling:
    """File once under the token of the form.

    :raises TooOftenError: if the address files too often.
    """
    session, who = edge.session(), digest(edge.remote_address())
    case = lock_case(session, case_id)
    known = queries.filing(session, token)
    if known is not None:
        return known
    if queries.count_since(session, who, edge.wall() - _HOUR) >= MOST:
        raise TooOftenError
    done = protocol.enter(case, what, form)
    if done.document is None:
        raise Refusal("document", "The form could not be made.")
    row = EpocFiling(
        token=token,
        address=who,
        at=edge.wall(),
        case_id=case.id,
        claim_id=done.claim.id,
        document_id=done.document.id,
        title=f"{protocol.TITLES[what]} {done.label}"[:120],
        text=done.event.text,
    )
    session.add(row)
    session.flush()
    return row


def _done(filed: EpocFiling, *, again: bool) -> Response:
    if "copy" in request.args:
        return _copy(filed)
    case = cases.by_id(edge.session(), filed.case_id)
    return _page(
        "epoc/done.html",
        filed=filed,
        again=again,
        told=_told(filed, case),
        copy=f"{PATH}?t={filed.token}&copy=y",
        start=PATH,
    )


def _told(filed: EpocFiling, case: Case | None) -> list[tuple[str, str]]:
    number = "" if case is None else f"{claiming.number_of(case)} {case.caption}"
    return [("Case", number), ("Filed", filed.title), ("Entered by", protocol.FILER)]


def _copy(filed: EpocFiling) -> Response:
    document = queries.document(edge.session(), filed)
    if document is None:
        abort(404)
    with court_edge.documents().open(document.digest) as stream:
        answer = make_response(stream.read())
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="claim.pdf"'
    return answer


def _to(location: str) -> Response:
    return make_response(redirect(location, SEE_OTHER))


def _page(template: str, *, form: Any = None, **values: Any) -> Response:
    shown: Mapping[str, Any] = {"form": form, **values}
    html = render_template(template, **shown)
    return make_response(html, UNPROCESSABLE if form is not None and form.errors else 200)
