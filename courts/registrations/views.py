"""The clerk's queue of registrations: the list, and one request with its decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.permissions import Permission
from courts.registrations import deciding, forms, queries, service
from courts.registrations.models import RegistrationRequest
from courts.registrations.protocol import QUEUE, QUEUE_PATH
from courts.registrations.queries import Wish
from shared import court_days, registration
from shared.clock import court_date, court_stamp
from shared.errors import Refusal
from shared.paging import Page, PageLinks, links
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("registrations", __name__)

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
DONE: Final = {
    deciding.APPROVED: "Approved. The applicant is told by e-mail.",
    deciding.REJECTED: "Rejected. The applicant is told by e-mail.",
    deciding.MORE_INFO: "Asked. The request waits for the applicant's answer.",
}
STEPS: Final = {
    "received": "Received from PACER",
    "more_info": "More information asked",
    "answered": "Answered by the applicant",
    "approved": "Approved",
    "rejected": "Rejected",
}


@blueprint.get(QUEUE_PATH)
@requires(Permission.STAFF_QUEUE)
def queue() -> Response:
    """List the requests, the oldest first, with their ages in court days."""
    form = forms.FilterForm(request.args)
    known = {"state": dict(forms.STATES), "kind": dict(forms.KINDS)}
    state = form.state.data if form.state.data in known["state"] else "waiting"
    kind = form.kind.data if form.kind.data in known["kind"] else ""
    form.state.data, form.kind.data = state, kind
    wish = Wish(state, kind, (form.text.data or "")[:80], _page_number())
    with _reading() as session:
        page = queries.listed(session, wish)
        listed = [_line(row) for row in page.rows]
    return _page(
        "registrations/queue.html",
        title=QUEUE,
        form=form,
        path=QUEUE_PATH,
        rows=listed,
        pages=_pages(wish, page),
        answer_days=_answer_days(),
    )


def _reading() -> Any:
    return edge.runtime().database.reading(world=court_edge.person().world)


def _page_number() -> int:
    return request.args.get("page", 1, type=int)


def _pages(wish: Wish, page: Page[RegistrationRequest]) -> PageLinks:
    def url(number: int) -> str:
        known = {"state": wish.state, "kind": wish.kind, "text": wish.text, "page": number}
        return f"{QUEUE_PATH}?{urlencode(known)}"

    return links(page, url)


def _line(row: RegistrationRequest) -> dict[str, Any]:
    days = age(row.submitted_at, edge.now(), court_edge.court().member.timezone)
    return {
        "url": f"{QUEUE_PATH}/{row.id}",
        "name": row.display_name,
        "what": registration.what_label(row.kind, row.registration_type, row.role),
        "submitted": _date(row.submitted_at),
        "state": deciding.STATES[row.state],
        "days": days,
        "late": row.state in deciding.OPEN and days > _answer_days(),
    }


def age(since: datetime, now: datetime, zone: str) -> int:
    """Return the age of a request in court days, by the court's own calendar."""
    first, last = (moment.astimezone(ZoneInfo(zone)).date() for moment in (since, now))
    return court_days.between(first, last)


def _answer_days() -> int:
    enabled = court_edge.court().member.registration
    return 3 if enabled is None else enabled.days


def _date(moment: datetime) -> str:
    return court_date(moment, court_edge.court().member.timezone)


# --------------------------------------------------------------------------- one request


@blueprint.route(f"{QUEUE_PATH}/<int:number>", methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def one(number: int) -> Response:
    """Show a request with all its data; approve it, ask for more, or reject it with a reason."""
    form = forms.DecisionForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _one(number, form)
    if not form.validate():
        return _one(number, form, UNPROCESSABLE)
    try:
        done = _decided(number, request.form.get("action", ""), form.words.data or "")
    except Refusal as refusal:
        if refusal.code == "gone":
            abort(404)
        edge.refused(form, refusal)
        return _one(number, form, UNPROCESSABLE if refusal.field else CONFLICT)
    return cast(Response, redirect(f"{QUEUE_PATH}/{number}?done={done.state}", SEE_OTHER))


def _decided(number: int, action: str, words: str) -> RegistrationRequest:
    session, desk = edge.session(), _desk()
    if action == "approve":
        return service.approve(session, number=number, desk=desk)
    if action == "ask":
        return service.ask(session, number=number, text=words, desk=desk)
    if action != "reject":
        abort(400)
    return service.reject(session, number=number, reason=words, desk=desk)


def _desk() -> service.Desk:
    who = court_edge.person()
    return service.Desk(
        court=court_edge.court().member.id,
        clerk=who.audit_name,
        clerk_name=who.display_name,
        live=court_edge.era().live,
        files=court_edge.rules().filing_roles,
        now=edge.now(),
        wall=edge.wall(),
    )


def _one(number: int, form: forms.DecisionForm, status: int = 200) -> Response:
    with _reading() as session:
        row = queries.by_number(session, number)
        if row is None:
            abort(404)
        values = _shown(session, row)
        if request.method == "GET":
            form.words.data = values["suggested"]
    html = render_template(
        "registrations/one.html",
        form=form,
        done=DONE.get(request.args.get("done", ""), ""),
        queue_path=QUEUE_PATH,
        **values,
    )
    return make_response(html, status)


def _shown(session: Session, row: RegistrationRequest) -> dict[str, Any]:
    zone = court_edge.court().member.timezone
    open_now = row.state in deciding.OPEN
    facts = service.facts_of(session, row, desk=_desk())
    deactivation = row.kind == registration.DEACTIVATION
    alike = queries.alike(session, row) if open_now and not deactivation else ()
    against = deciding.against_approval(facts) if open_now else None
    events = court_edge.rules().events_of(row.role)
    return {
        "number": row.id,
        "name": row.display_name,
        "what": registration.what_label(row.kind, row.registration_type, row.role),
        "state": deciding.STATES[row.state],
        "is_open": open_now,
        "deactivation": deactivation,
        "facts": _facts(row),
        "reason": row.reason,
        "decided_by": row.decided_by,
        "days": age(row.submitted_at, edge.now(), zone),
        "answer_days": _answer_days(),
        "events": events if not deactivation else None,
        "held": facts.held,
        "against": "" if against is None else against.text,
        "alike": [
            {
                "login": user.login_name or "",
                "name": user.display_name,
                "email": user.primary_email,
                "bar": user.bar_number,
                "since": court_date(user.created_at, zone),
                "shared": ", ".join(likeness.shared),
            }
            for likeness, user in alike
        ],
        "steps": [
            {
                "at": court_stamp(step.at, zone),
                "what": STEPS.get(step.what, step.what),
                "by": step.by,
                "text": step.text,
            }
            for step in queries.steps(session, row)
        ],
        "suggested": deciding.suggested_reason(
            facts, resembles=bool(alike), link_title=court_edge.court().profile.words.link_title
        )
        if open_now
        else "",
    }


def _facts(row: RegistrationRequest) -> list[tuple[str, str]]:
    """Return the data of a request, without what it does not say."""
    known = (
        ("Role", registration.role_label(row.role)),
        ("PACER Account Number", row.account_number),
        ("Username", row.user_name),
        ("Firm/Office", row.firm),
        ("Address", ", ".join(part for part in row.address.splitlines() if part)),
        ("Phone", row.phone),
        ("E-mail", row.email),
        ("E-mail Frequency", registration.FREQUENCIES.get(row.email_frequency, "")),
        ("E-mail Format", registration.FORMATS.get(row.email_format, "")),
        ("Bar Number", row.bar_number),
        ("State of Bar", row.bar_state),
        ("Case Number", row.case_number),
        ("Remarks", row.remark),
        ("Submitted", _date(row.submitted_at)),
    )
    return [(label, value) for label, value in known if value]


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
