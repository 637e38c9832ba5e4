"""ePOC: claims without a login, from a form that the court turns into a PDF (facts 4).

Nobody is asked to prove that they are no machine: what keeps machines away is a limit by address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.cases.service import lock_case
from courts.claiming import form410, forms, protocol, queries, service
from courts.claiming.form410 import Form
from courts.claiming.models import EpocFiling
from courts.claiming.statement import AGENT_FLAG, CLASSES, address, sums, written
from courts.claims import service as register
from courts.claims.service import Registered, Statement
from courts.filing import queries as filings
from courts.kinds.filings import Filer, Paper
from courts.permissions import CaseStanding, Permission, may_file_epoc
from shared.errors import Refusal
from shared.ids import digest, new_token
from shared.web import edge
from shared.web.guard import public, requires

blueprint = Blueprint("claiming", __name__)
PATH: Final = "/cgi-bin/autoFilingClaims.pl"
#: How the register names whoever files here.
FILER: Final = "EPOC Filer"
#: So many filings an hour come from one address.
MOST: Final = 12
_HOUR: Final = timedelta(hours=1)
_TITLES: Final = {"claim": "Proof of Claim", "withdrawal": "Withdrawal of Claim"}
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
        return _page("claiming/epoc_closed.html", message=closed.reason)
    token = request.args.get("t", "")[:40]
    done = queries.filing(edge.session(), token) if token else None
    if done is not None:
        return _done(done, again=request.method == "POST")
    if request.args.get("case", "").isdecimal():
        return _claim(int(request.args["case"][:9]), request.args.get("what", "claim"))
    return _first()


def _first() -> Response:
    form = forms.EpocCaseForm()
    if request.method == "POST" and form.validate():
        try:
            case = protocol.case_of(form.case_number.data)
            _check(case)
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            return _to(f"{PATH}?case={case.id}&what={form.what.data}&t={new_token(22)}")
    return _page("claiming/epoc.html", form=form, order=form.ORDER, action=PATH, title="", told=())


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
        claims_agent=AGENT_FLAG in case.flags,
        policy=court_edge.court().policy,
        now=edge.now(),
    )
    if not found.allowed:
        raise protocol.CaseError(found.reason)


def _claim(case_id: int, what: str) -> Response:
    case = cases.by_id(edge.session(), case_id)
    if case is None or what not in _TITLES:
        abort(404)
    form: Any = forms.EpocClaimForm() if what == "claim" else forms.EpocWithdrawalForm()
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
        "claiming/epoc.html",
        form=form,
        order=form.ORDER,
        action=f"{PATH}?case={case_id}&what={what}&t={token}",
        title=_TITLES[what],
        told=[("Case", f"{protocol.number_of(case)} {case.caption}")],
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
    done = _registered(case, form) if what == "claim" else _withdrawn(case, form)
    if done.document is None:
        raise Refusal("document", "The form could not be made.")
    row = EpocFiling(
        token=token,
        address=who,
        at=edge.wall(),
        case_id=case.id,
        claim_id=done.claim.id,
        document_id=done.document.id,
        title=f"{_TITLES[what]} {done.label}",
        text=done.event.text,
    )
    session.add(row)
    session.flush()
    return row


def _registered(case: Case, form: Any) -> Registered:
    amounts = sums({name: form[name].data for name, _ in CLASSES})
    lines = address(form.address.data)
    paper = _paper(
        case,
        "Official Form 410: Proof of Claim",
        (
            ("1. Who is the current creditor?", (form.name.data,)),
            ("3. Where should notices be sent?", lines),
            ("4. Does this claim amend one already filed?", (_amends(form.amends.data),)),
            ("6. Last 4 digits of the debtor's account", (form.last4.data or "none",)),
            *((f"7. {label}", (shown,)) for label, shown in written(amounts)),
            ("8. What is the basis of the claim?", (form.basis.data,)),
            ("The person who signs is", (form.role.data,)),
        ),
        form.signer.data,
    )
    creditor = register.add_creditor(edge.session(), case, form.name.data, lines)
    statement = Statement(
        creditor=form.name.data,
        address=lines,
        amounts=amounts,
        filed_by="CR",
        entered_by=FILER,
        signature=FILER,
        creditor_id=creditor.id,
        description=form.basis.data,
        remarks=f"Account ending {form.last4.data}" if form.last4.data else "",
    )
    try:
        return protocol.enter(
            case, statement, paper, amends=form.amends.data, who=Filer(name=FILER, signature=FILER)
        )
    except Refusal as refusal:
        field = "amends" if refusal.field == "claim" else refusal.field
        raise Refusal(refusal.code, refusal.message, field=field) from None


def _amends(number: str) -> str:
    return f"yes, claim {number}" if number else "no"


def _withdrawn(case: Case, form: Any) -> Registered:
    paper = _paper(
        case,
        "Withdrawal of Claim",
        (("Claim number", (form.number.data,)), ("Creditor", (form.name.data,))),
        form.signer.data,
    )
    return protocol.withdraw(
        case,
        form.number.data,
        form.name.data,
        paper,
        who=Filer(name=FILER, signature=FILER),
    )


def _paper(case: Case, title: str, rows: Sequence[tuple[str, Sequence[str]]], signer: str) -> Paper:
    data, pages = form410.pdf(
        Form(
            court=court_edge.court().member.full_name,
            number=protocol.number_of(case),
            debtor=case.caption,
            title=title,
            rows=rows,
            signer=signer,
            signed_on=court_edge.today(),
        )
    )
    stored = court_edge.documents().put(data)
    return Paper(stored.digest, stored.size, pages, filename="epoc.pdf")


def _done(filed: EpocFiling, *, again: bool) -> Response:
    if "copy" in request.args:
        return _copy(filed)
    case = cases.by_id(edge.session(), filed.case_id)
    return _page(
        "claiming/epoc_done.html",
        filed=filed,
        again=again,
        told=_told(filed, case),
        copy=f"{PATH}?t={filed.token}&copy=y",
        start=PATH,
    )


def _told(filed: EpocFiling, case: Case | None) -> list[tuple[str, str]]:
    number = "" if case is None else f"{protocol.number_of(case)} {case.caption}"
    return [("Case", number), ("Filed", filed.title), ("Entered by", FILER)]


def _copy(filed: EpocFiling) -> Response:
    document = queries.document(edge.session(), filed)
    if document is None:
        abort(404)
    with court_edge.documents().open(document.digest) as stream:
        answer = make_response(stream.read())
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="claim.pdf"'
    return answer


# --------------------------------------------------------------------------- the desk of redactions


@blueprint.get(protocol.REDACTIONS_PATH)
@requires(Permission.STAFF_QUEUE)
def redactions() -> Response:
    """List the motions to redact that wait."""
    rows = [
        (entry.id, protocol.number_of(case), case.caption, entry, count)
        for case, entry, count in queries.motions(edge.session())
    ]
    done = {"replace": "replaced", "deny": "denied"}.get(request.args.get("done", ""), "")
    return _page("claiming/redactions.html", rows=rows, done=done, path=protocol.REDACTIONS_PATH)


@blueprint.post(f"{protocol.REDACTIONS_PATH}/<int:entry_id>")
@requires(Permission.STAFF_QUEUE)
def decide_redaction(entry_id: int) -> Response:
    """Replace the originals by their redacted copies, or show them again."""
    session, deed = edge.session(), request.form.get("deed", "")
    if entry_id not in {entry.id for _, entry, _ in queries.motions(session)}:
        abort(404)
    act = {"replace": service.replace, "deny": service.refuse}.get(deed)
    if act is None:
        abort(404)
    who = court_edge.person()
    count = act(session, entry_id, by=who.display_name, now=edge.now())
    edge.audit(f"redaction:{deed}", f"entry:{entry_id}", papers=count)
    return _to(f"{protocol.REDACTIONS_PATH}?done={deed}")


def _to(location: str) -> Response:
    return make_response(redirect(location, SEE_OTHER))


def _page(template: str, *, form: Any = None, **values: Any) -> Response:
    shown: Mapping[str, Any] = {"form": form, **values}
    html = render_template(template, **shown)
    return make_response(html, UNPROCESSABLE if form is not None and form.errors else 200)
