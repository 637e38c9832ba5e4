"""E-file registration, its status and its history, under Maintenance (facts.md 1.5 and 1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, redirect, request
from sqlalchemy.orm import Session
from wtforms import Form
from wtforms.fields import SelectChoice

from idp.accounts import addresses, manage
from idp.accounts import protocol as accounts
from idp.accounts.forms import AUTOCOMPLETE
from idp.accounts.models import Account
from idp.efile import forms, offers, protocol, queries, service
from idp.efile.models import EfileRequest
from idp.permissions import Permission
from idp.registry import queries as registry
from shared import registration
from shared.clock import court_date, court_stamp
from shared.errors import Refusal
from shared.federation import Member
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("efile", __name__)

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
REQUEST_PATH: Final = "/pscof/manage/eFileRequest.jsf"
DEACTIVATE_PATH: Final = "/pscof/manage/eFileDeactivate.jsf"
SAVED: Final = {
    "submitted": "Your request was forwarded to the court. You will hear of every step by e-mail.",
    "answered": "Your answer was forwarded to the court.",
}


@dataclass(frozen=True, slots=True)
class Wizard:
    """One of the two ways to register."""

    kind: str
    title: str
    path: str

    @property
    def attorney(self) -> bool:
        """Say whether attorneys go this way."""
        return self.kind == registration.ATTORNEY


ATTORNEY: Final = Wizard(
    registration.ATTORNEY, manage.ATTORNEY_REGISTRATION, manage.ATTORNEY_REGISTRATION_PATH
)
NON_ATTORNEY: Final = Wizard(
    registration.NON_ATTORNEY,
    manage.NON_ATTORNEY_REGISTRATION,
    manage.NON_ATTORNEY_REGISTRATION_PATH,
)


# --------------------------------------------------------------------------- registering


@blueprint.route(manage.ATTORNEY_REGISTRATION_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def attorney() -> Response:
    """Attorney Admissions/E-File Registration: court, type, form."""
    return _wizard(ATTORNEY)


@blueprint.route(manage.NON_ATTORNEY_REGISTRATION_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def non_attorney() -> Response:
    """Non-Attorney E-File Registration: court, form."""
    return _wizard(NON_ATTORNEY)


def _wizard(wizard: Wizard) -> Response:
    """Show the page that is due; the choices made so far stand in the address, nothing is kept."""
    with _reading() as session:
        account = accounts.own_account(session)
        against = offers.holder_refusal(service.holder_of(account))
    if against is not None:
        return _page("efile/refused.html", title=wizard.title, words=against.text)
    if "court" not in request.args:
        return _first(wizard, _court_form(None))
    courts = _court_form(request.args)
    court = _chosen(wizard, account, courts)
    if court is None:
        return _first(wizard, courts, UNPROCESSABLE)
    if not wizard.attorney:
        return _form_page(wizard, account, court, "")
    enabled = court.registration or registration.Registration()
    chosen = request.args.get("registration_type", "")
    if chosen in enabled.types:
        return _form_page(wizard, account, court, chosen)
    return _second(wizard, court)


def _court_form(values: Any) -> forms.CourtForm:
    form = forms.CourtForm(values)
    groups = offers.courts_by_type(edge.runtime().federation.courts)
    form.court.choices = {
        "": [SelectChoice(value="", label="Choose")],
        **{
            label: [SelectChoice(value=one.id, label=one.full_name) for one in members]
            for label, members in groups.items()
        },
    }
    return form


def _chosen(wizard: Wizard, account: Account, form: forms.CourtForm) -> Member | None:
    """Return the court of screen 1; without one the form says why."""
    if not form.validate():
        return None
    court = edge.runtime().federation.member(str(form.court.data))
    if court.kind != form.court_type.data:
        form.court.errors = ["This court is of another type. Choose the court type that it has."]
        return None
    with _reading() as session:
        against = service.refusal_in(
            session, account=account, court=court, attorney=wizard.attorney, now=edge.now()
        )
    if against is not None:
        form.court.errors = [against[1]]
        return None
    return court


def _first(wizard: Wizard, form: Form, status: int = 200) -> Response:
    return _page("efile/court.html", status, title=wizard.title, path=wizard.path, form=form)


def _second(wizard: Wizard, court: Member) -> Response:
    asked = request.args if "next" in request.args and "choose" in request.args else None
    form = forms.TypeForm(asked)
    enabled = court.registration or registration.Registration()
    form.registration_type.choices = [
        SelectChoice(value=one, label=registration.TYPES[one]) for one in enabled.types
    ]
    bad = asked is not None and not form.validate()
    return _page(
        "efile/type.html",
        UNPROCESSABLE if bad else 200,
        title=wizard.title,
        path=wizard.path,
        form=form,
        court=court,
        court_type=offers.COURT_TYPES[court.kind],
        note=enabled.note,
    )


def _form_page(wizard: Wizard, account: Account, court: Member, chosen: str) -> Response:
    form = _filer_form(wizard, account, court, chosen)
    if request.method == "GET":
        return _form(wizard, court, chosen, form)
    if not form.validate():
        return _form(wizard, court, chosen, form, UNPROCESSABLE)
    typed = form.typed()
    try:
        _submit(wizard, court, chosen, typed)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _form(wizard, court, chosen, form, UNPROCESSABLE if refusal.field else CONFLICT)
    return _go(manage.E_FILE_STATUS_PATH, saved="submitted")


def _filer_form(wizard: Wizard, account: Account, court: Member, chosen: str) -> Any:
    values = request.form if request.method == "POST" else None
    known = _of_account(account)
    if wizard.attorney:
        attorney_form = forms.AttorneyForm(values, data=known)
        if chosen != registration.PRO_HAC_VICE:
            del attorney_form.case_number
        return attorney_form
    form = forms.NonAttorneyForm(values, data=known)
    enabled = court.registration or registration.Registration()
    form.role.choices = [
        SelectChoice(value="", label="Choose"),
        *(SelectChoice(value=one, label=registration.ROLES[one]) for one in enabled.roles),
    ]
    return form


def _of_account(account: Account) -> dict[str, str]:
    known = addresses.parts(account.address)
    return {
        "role": account.court_role,
        "first_name": account.first_name,
        "middle_name": account.middle_name,
        "last_name": account.last_name,
        "generation": account.generation,
        "firm": account.firm,
        "street": known["street"],
        "city": known["city"],
        "state": known["state"],
        "code": known["code"],
        "phone": account.phone,
        "email": account.email,
        "email_frequency": "each",
        "email_format": "html",
    }


def _submit(wizard: Wizard, court: Member, chosen: str, typed: dict[str, str]) -> None:
    session = edge.session()
    account = accounts.own_account(session)
    known = addresses.parts(account.address)
    sent = service.submit(
        session,
        account=account,
        court=court,
        kind=wizard.kind,
        registration_type=chosen,
        role=registration.ATTORNEY if wizard.attorney else typed.get("role", ""),
        typed=typed,
        address=addresses.lines(
            street=typed["street"],
            city=typed["city"],
            state=typed["state"],
            code=typed["code"],
            county=known["county"],
            country="USA" if typed["state"] != "ZZ" else "",
        ),
        counter=_counter(),
    )
    edge.audit(
        "efile:submitted",
        f"pacer:{account.user_name}",
        court=court.id,
        request=sent.request_id,
        kind=sent.kind,
        registration_type=sent.registration_type,
        role=sent.role,
    )
    edge.split()


def _form(
    wizard: Wizard, court: Member, chosen: str, form: forms.FilerForm, status: int = 200
) -> Response:
    enabled = court.registration or registration.Registration()
    return _page(
        "efile/form.html",
        status,
        title=wizard.title,
        path=wizard.path,
        attorney=wizard.attorney,
        court=court,
        court_type=offers.COURT_TYPES[court.kind],
        type_label=registration.TYPES.get(chosen, ""),
        note=enabled.note,
        days=enabled.days,
        contact=enabled.contact,
        form=form,
        filer=form.parts(*forms.FILER),
        additional=form.parts(*forms.ADDITIONAL),
        terms=form.parts(*forms.TERMS),
        autocomplete=AUTOCOMPLETE,
    )


# --------------------------------------------------------------------------- status


@blueprint.get(manage.E_FILE_STATUS_PATH)
@requires(Permission.ACCOUNT)
def status() -> Response:
    """Check E-File Status: accounts in the courts, and what was asked of them."""
    with _reading() as session:
        account = accounts.own_account(session)
        held = registry.registered_courts(session, subject=account.subject)
        sent = queries.requests_of(session, subject=account.subject)
    asked = {one.court for one in sent if _waits(one) and one.kind == registration.DEACTIVATION}
    return _page(
        "efile/status.html",
        title=manage.E_FILE_STATUS,
        saved=SAVED.get(request.args.get("saved", "")),
        held=[
            {
                "court": court.full_name,
                "role": registration.role_label(row.role),
                "status": row.status.title(),
                "url": _address(DEACTIVATE_PATH, court=court.id),
                "may_ask": row.status == "active" and row.court not in asked,
            }
            for row in held
            if (court := _court(row.court)) is not None
        ],
        sent=[_line(row) for row in sent],
    )


def _waits(row: EfileRequest) -> bool:
    return row.state not in offers.FINAL


def _line(row: EfileRequest) -> dict[str, Any]:
    court = _court(row.court)
    zone = edge.runtime().federation.idp.timezone if court is None else court.timezone
    return {
        "court": row.court if court is None else court.full_name,
        "what": registration.what_label(row.kind, row.registration_type, row.role),
        "submitted": court_date(row.submitted_at, zone),
        "state": offers.STATES.get(row.state, row.state),
        "url": _address(REQUEST_PATH, request=row.request_id),
    }


@blueprint.route(REQUEST_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def one() -> Response:
    """Show one request step by step; answer here when the court asked for more."""
    form = forms.AnswerForm(request.form if request.method == "POST" else None)
    wanted = request.args.get("request", "")
    if request.method == "GET":
        return _one(wanted, form)
    if not form.validate():
        return _one(wanted, form, UNPROCESSABLE)
    try:
        _answer(wanted, form.answer.data or "")
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _one(wanted, form, UNPROCESSABLE if refusal.field else CONFLICT)
    return _go(manage.E_FILE_STATUS_PATH, saved="answered")


def _answer(wanted: str, text: str) -> None:
    session = edge.session()
    account = accounts.own_account(session)
    found = queries.by_request_id(session, wanted, subject=account.subject)
    court = None if found is None else _court(found.court)
    if found is None or court is None:
        abort(404)
    service.answer(
        session, account=account, request_id=wanted, court=court, text=text, counter=_counter()
    )
    edge.audit("efile:answered", f"pacer:{account.user_name}", court=court.id, request=wanted)
    edge.split()


def _one(wanted: str, form: forms.AnswerForm, status: int = 200) -> Response:
    with _reading() as session:
        account = accounts.own_account(session)
        found = queries.by_request_id(session, wanted, subject=account.subject)
        if found is None:
            abort(404)
        steps = queries.steps(session, found)
    court = _court(found.court)
    zone = edge.runtime().federation.idp.timezone if court is None else court.timezone
    line = _line(found)
    enabled = None if court is None else court.registration
    return _page(
        "efile/one.html",
        status,
        title=line["what"],
        facts=[
            ("Court", line["court"]),
            ("Submitted", line["submitted"]),
            ("Status", line["state"]),
            ("E-mail", found.email),
            ("Questions to", "" if enabled is None else enabled.contact),
        ],
        steps=[
            {
                "at": court_stamp(step.at, zone),
                "state": offers.STATES.get(step.state, step.state),
                "text": step.text,
            }
            for step in steps
        ],
        form=form if found.state == offers.MORE_INFO else None,
        message=form.form_errors[0] if form.form_errors else None,
        status_url=manage.E_FILE_STATUS_PATH,
    )


@blueprint.route(DEACTIVATE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def deactivate() -> Response:
    """Ask a court to deactivate one's e-file account there."""
    court = _court(request.args.get("court", ""))
    if court is None:
        abort(404)
    form = forms.DeactivationForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _deactivation(court, form)
    if not form.validate():
        return _deactivation(court, form, UNPROCESSABLE)
    session = edge.session()
    account = accounts.own_account(session)
    try:
        sent = service.ask_deactivation(
            session,
            account=account,
            court=court,
            reason=form.reason.data or "",
            counter=_counter(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _deactivation(court, form, CONFLICT)
    edge.audit(
        "efile:deactivation_asked",
        f"pacer:{account.user_name}",
        court=court.id,
        request=sent.request_id,
    )
    return _go(manage.E_FILE_STATUS_PATH, saved="submitted")


def _deactivation(court: Member, form: Form, status: int = 200) -> Response:
    return _page(
        "efile/deactivate.html",
        status,
        title="Deactivate E-File Account",
        court=court,
        form=form,
        status_url=manage.E_FILE_STATUS_PATH,
    )


# --------------------------------------------------------------------------- history


@blueprint.get(manage.E_FILE_HISTORY_PATH)
@requires(Permission.ACCOUNT)
def history() -> Response:
    """E-File Registration/Maintenance History: what every room has to tell, the latest first."""
    with _reading() as session:
        account = accounts.own_account(session)
        rows = accounts.history_of(current_app, session, account)
    shown = []
    for row in rows:
        court = _court(row.court)
        zone = edge.runtime().federation.idp.timezone if court is None else court.timezone
        shown.append(
            {
                "date": court_date(row.at, zone),
                "court": row.court if court is None else court.full_name,
                "kind": row.kind,
                "state": row.state,
                "reason": row.reason,
            }
        )
    return _page("efile/history.html", title=manage.E_FILE_HISTORY, rows=shown)


# --------------------------------------------------------------------------- small parts


def _reading() -> Any:
    return edge.runtime().database.reading()


def _court(court_id: str) -> Member | None:
    """Return a court of the federation; None if it has left."""
    return next((c for c in edge.runtime().federation.courts if c.id == court_id), None)


def _counter() -> service.Counter:
    return service.Counter(
        edge.runtime().postman, protocol.status_url(), now=edge.now(), wall=edge.wall()
    )


def _address(path: str, **values: str) -> str:
    return f"{path}?{urlencode(values)}"


def _go(path: str, **values: str) -> Response:
    return cast(Response, redirect(_address(path, **values), SEE_OTHER))


def _page(template: str, status: int = 200, **values: Any) -> Response:
    with _reading() as session:
        response = _drawn(session, template, values)
    response.status_code = status
    return response


def _drawn(session: Session, template: str, values: dict[str, Any]) -> Response:
    return accounts.manage_page(
        template,
        session,
        accounts.own_account(session),
        tab=manage.MAINTENANCE,
        manage_url=manage.MAINTENANCE_PATH,
        **values,
    )
