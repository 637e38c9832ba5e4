"""View Your Transaction Log, filing agents, Change User, and the clerk's desk of filing fees."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.accounts.views import MAINTAIN_PATH, MORE_PATH, PRINCIPALS
from courts.activity import forms, queries, service
from courts.cases import queries as cases
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.edge import CourtPerson
from courts.kinds import numbers
from courts.payments import protocol as cash
from courts.payments import queries as fees
from courts.payments import service as payments
from courts.payments.forms import DaysForm
from courts.payments.models import DUE, PAID, WAIVED, FilingFee
from courts.permissions import Permission
from courts.signin import service as sessions
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("activity", __name__)
LOG_PATH: Final = "/cgi-bin/TransactionLog.pl"
CHANGE_PATH: Final = "/cgi-bin/ChangeUser.pl"
FEES_PATH: Final = f"{INDEX_PATH}fees"
#: Pages on which an agent who has chosen nobody is asked for whom to work.
_ASKING: Final = frozenset({"/cgi-bin/menu.pl"})
#: So many lines a log shows; whoever wants others chooses fewer days.
SHOWN: Final = 500
_MONTH: Final = timedelta(days=30)
UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
_LARGEST: Final = 1 << 31


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Put the desk on the clerk's front page."""
    says = "Find the filing fees of a case; waive one, ask for it after all, or give it back."
    add_desk(cast(Flask, state.app), Desk("Filing fees", FEES_PATH, says))


# --------------------------------------------------------------------------- the log


@blueprint.get(LOG_PATH)
@requires(Permission.MAINTAIN_ACCOUNT)
def transaction_log() -> Response:
    """List what was filed with an account, by days; an agent who filed it is named."""
    who, today = court_edge.person(), court_edge.today()
    zone = ZoneInfo(court_edge.court().member.timezone)
    asked = "since" in request.args or "until" in request.args
    known = {"since": today - _MONTH, "until": today}
    form = DaysForm(request.args if asked else None, data=known)
    rows = None
    if not asked or form.validate():
        found = queries.log(
            edge.session(),
            who.files_as,
            datetime.combine(form.since.data, time(), zone),
            datetime.combine(form.until.data + timedelta(days=1), time(), zone),
            limit=SHOWN,
        )
        rows = [_logged(each) for each in found]
    html = render_template("activity/log.html", form=form, path=LOG_PATH, rows=rows, most=SHOWN)
    return make_response(html, UNPROCESSABLE if rows is None else 200)


def _logged(view: queries.LogView) -> dict[str, Any]:
    number = court_edge.court().profile.numbers.full(view.case.number)
    return {
        "at": court_stamp(view.submission.at, court_edge.court().member.timezone),
        "id": view.submission.id,
        "case": f"{number} {view.case.caption}",
        "title": view.submission.title,
        "number": "" if view.number is None else str(view.number),
        "filer": view.submission.filer,
        "agent": "" if view.agent is None else view.agent.display_name,
    }


# --------------------------------------------------------------------------- agents


@blueprint.route(MORE_PATH, methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ACCOUNT)
def more_user_information() -> Response:
    """Find, select and permit filing agents, and remove them; Submit is on the account screen."""
    who = _principal()
    action = request.form.get("action", "")
    chosen = queries.agent(edge.session(), _number(request.values.get("agent", "")))
    find, permit = forms.FindForm(), forms.PermissionForm()
    if request.method == "POST" and action == "Return to Account Screen" and find.validate():
        return _page("activity/account.html", agents=_agents(who), path=MORE_PATH)
    if request.method == "POST" and action == "Submit" and find.validate():
        return _submitted(who)
    if request.method == "POST" and action == "Remove" and chosen is not None and find.validate():
        _choose(who, chosen, service.REMOVE)
        return _to(MORE_PATH)
    if request.method == "POST" and action == "Save" and chosen is not None and permit.validate():
        _choose(who, chosen, service.PAYS if permit.pays.data == forms.YES else service.PAYS_NOT)
        return _to(MORE_PATH)
    searched = action == "Find Filing Agent" and find.validate()
    return _page(
        "activity/agents.html",
        form=permit if action == "Save" else find,
        find=find,
        permit=permit,
        chosen=chosen,
        found=queries.find_agents(edge.session(), find.words.data) if searched else None,
        agents=_agents(who),
        path=MORE_PATH,
    )


def _principal() -> CourtPerson:
    """Return who names agents: an attorney or a trustee of a court that knows such."""
    who = court_edge.person()
    has_agents = queries.AGENT in court_edge.rules().filing_roles and court_edge.era().live
    if not has_agents or who.user_role not in PRINCIPALS:
        abort(403)
    return who


def _choose(who: CourtPerson, agent: Any, asked: str) -> None:
    service.choose(edge.session(), principal_id=who.user_id, agent=agent, asked=asked)


def _agents(who: CourtPerson) -> list[tuple[int, str, str]]:
    """Return the agents of an account with what holds, or will hold after Submit."""
    words = {
        service.PAYS: "Internet Payment Y, not submitted yet",
        service.PAYS_NOT: "Internet Payment N, not submitted yet",
        service.REMOVE: "to be removed, not submitted yet",
    }
    rows = []
    for each in queries.agents_of(edge.session(), who.user_id):
        now = f"Internet Payment {forms.YES if each.link.pays else forms.NO}"
        rows.append((each.user.id, each.user.display_name, words.get(each.link.asked, now)))
    return rows


def _submitted(who: CourtPerson) -> Response:
    for said in service.submit(edge.session(), principal_id=who.user_id, now=edge.now()):
        edge.audit("agents:changed", who.audit_name, agent=said)
    return _page("activity/saved.html", agents=_agents(who), path=MAINTAIN_PATH)


@blueprint.route(CHANGE_PATH, methods=["GET", "POST"])
@requires(Permission.UTILITIES)
def change_user() -> Response:
    """Ask a filing agent for whom to work in this session."""
    who = court_edge.person()
    if who.user_role != queries.AGENT:
        abort(403)
    found = queries.principals_of(edge.session(), who.user_id)
    rows = [(str(each.user.id), f"{each.user.display_name} ({each.user.role})") for each in found]
    form = forms.principal_form(rows)(data={"principal": str(who.principal_id or "")})
    if request.method == "POST" and form.validate():
        sessions.set_principal(
            edge.session(),
            session_id=who.session_id,
            principal_id=int(form.principal.data),
        )
        edge.audit("agents:works_for", who.audit_name, principal=form.principal.data)
        return _to(court_edge.court().profile.paths.main)
    return _page("activity/change_user.html", form=form, rows=rows, now=who.principal_name)


@blueprint.before_app_request
def ask_agent() -> Response | None:
    """Lead an agent who came in to the question for whom they work, if there is anybody."""
    if request.path not in _ASKING or request.method != "GET":
        return None
    who = court_edge.person()
    if not who.is_authenticated or who.user_role != queries.AGENT or who.principal_id:
        return None
    with edge.runtime().database.reading(world=who.world) as session:
        has_any = bool(queries.principals_of(session, who.user_id))
    return _to(CHANGE_PATH) if has_any else None


# --------------------------------------------------------------------------- the desk of fees


@blueprint.get(FEES_PATH)
@requires(Permission.STAFF_QUEUE)
def desk() -> Response:
    """List the fees of a case, or show the payment of a receipt to which no filing belongs."""
    return _desk(forms.DeskForm(formdata=None))


@blueprint.post(f"{FEES_PATH}/ahead/<receipt>")
@requires(Permission.STAFF_QUEUE)
def refund_ahead(receipt: str) -> Response:
    """Give back what was paid at the fee screen of a filing that was never finished."""
    form, payment = forms.DeskForm(), fees.ahead_by_receipt(edge.session(), receipt[:40])
    if payment is None:
        abort(404)
    if form.validate():
        try:
            payments.refund_ahead(edge.session(), payment, till=cash.till())
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            edge.audit("fees:refund_ahead", payment.token, why=form.why.data)
            return _to(f"{FEES_PATH}?{urlencode({'case': receipt, 'done': forms.REFUND})}")
    return _desk(form)


@blueprint.post(f"{FEES_PATH}/<int:fee_id>")
@requires(Permission.STAFF_QUEUE)
def decide_fee(fee_id: int) -> Response:
    """Waive a fee, ask for it after all, or give it back."""
    form, deed = forms.DeskForm(), request.form.get("deed", "")
    found = fees.of_ids(edge.session(), [fee_id] if fee_id < _LARGEST else [])
    if not found or deed not in forms.DEEDS:
        abort(404)
    if form.validate():
        try:
            _do(deed, found[0].fee, form.why.data)
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            edge.audit(f"fees:{deed}", f"fee:{fee_id}", why=form.why.data)
            number = court_edge.court().profile.numbers.bare(found[0].case.number)
            return _to(f"{FEES_PATH}?case={number}&done={deed}")
    return _desk(form, fee_id=fee_id)


def _do(deed: str, fee: FilingFee, why: str) -> None:
    session, till = edge.session(), cash.till()
    if deed == forms.WAIVE:
        payments.waive(session, [fee], why, till=till)
    elif deed == forms.DUE:
        grace = timedelta(days=court_edge.rules().fee_grace_days)
        payments.make_due(session, fee, till=till, grace=grace)
    else:
        payments.refund(session, fee, why, till=till)


def _desk(form: Any, *, fee_id: int = 0) -> Response:
    typed = request.values.get("case", "")[:40]
    meant = numbers.wanted(typed)
    matching = () if meant is None else cases.matching(edge.session(), meant)
    rows = [
        (each, dollars(each.fee.cents), _deeds(each.fee))
        for case in matching
        for each in fees.of_case(edge.session(), case.id)
    ]
    ahead = fees.ahead_by_receipt(edge.session(), typed) if typed else None
    return _page(
        "activity/fees.html",
        form=form,
        fee_id=fee_id,
        typed=typed,
        rows=rows,
        ahead=ahead,
        ahead_amount="" if ahead is None else dollars(ahead.cents),
        deeds=forms.DEEDS,
        done=forms.DEEDS.get(request.args.get("done", ""), ""),
        path=FEES_PATH,
        numbered=court_edge.court().profile.numbers.full,
    )


def _deeds(fee: FilingFee) -> tuple[str, ...]:
    """Return what can be done to a fee."""
    known = {DUE: (forms.WAIVE,), WAIVED: (forms.DUE,), PAID: (forms.REFUND,)}
    return known.get(fee.status, ())


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < len(str(_LARGEST)) else 0


def _to(location: str) -> Response:
    return make_response(redirect(location, SEE_OTHER))


def _page(template: str, *, form: Any = None, **values: Any) -> Response:
    html = render_template(template, form=form, **values)
    return make_response(html, UNPROCESSABLE if form is not None and form.errors else 200)
