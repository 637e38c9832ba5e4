"""The portal on the court's public web site, and the clerk's desk for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, Final, Literal, cast

import requests
from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm

from courts import edge as court_edge
from courts.accounts import logins
from courts.accounts import views as accounts
from courts.clerk import protocol as clerk
from courts.clerk.protocol import Desk
from courts.permissions import Permission
from courts.portal import queries, rules, service, tracks
from courts.portal.forms import (
    AnswerForm,
    ApplicationForm,
    ApproveForm,
    AskForm,
    AttorneyForm,
    LostPasswordForm,
    NewAccountForm,
    NewPasswordForm,
    RejectForm,
    SignInForm,
    TrainingForm,
    UnrepresentedForm,
)
from courts.portal.models import PortalAccount, PortalApplication
from courts.portal.rules import Applied, Kind, Problem
from courts.portal.service import Circumstances
from courts.website import views as website
from shared.clock import court_date
from shared.errors import Refusal
from shared.ids import draw, new_token
from shared.web import edge
from shared.web.guard import public, requires

FOLDER: Final = "/CMECF/Register"
LOGIN_PATH: Final = f"{FOLDER}/Login.aspx"
NEW_PATH: Final = f"{FOLDER}/NewAccount.aspx"
HOME_PATH: Final = f"{FOLDER}/Home.aspx"
SIGN_OUT_PATH: Final = f"{FOLDER}/SignOut.aspx"
LOST_PATH: Final = f"{FOLDER}/LostPassword.aspx"
RESET_PATH: Final = f"{FOLDER}/ResetPassword.aspx"
TRAINING_PATH: Final = f"{FOLDER}/Training.aspx"
ATTORNEY_PATH: Final = f"{FOLDER}/AttorneyApplication.aspx"
UNREPRESENTED_PATH: Final = f"{FOLDER}/UnrepresentedApplication.aspx"
ANSWER_PATH: Final = f"{FOLDER}/Answer.aspx"
# The address that the seed prints; the instructions themselves are a page of the site.
PRO_SE_PDF: Final = "/Portals/0/Documents/CMECF/ProSe_eFiling_Application.pdf"
UNREPRESENTED_PAGE: Final = "/CourtOperations/UnrepresentedRegistration.aspx"

QUEUE_PATH: Final = "/clerk/portal"
MISUSE_PATH: Final = "/clerk/misuse"
HOLDER_SERVICE: Final = "/services/moot/account-holder"

POLICY: Final = "attorney_services_portal"
UNPROCESSABLE: Final = 422
WRONG: Final = "The user name or the password is not right."
PACER_DOWN: Final = (
    "PACER does not answer at the moment, so your account number could not be checked. Nothing "
    "that you typed is lost: send the application again in a while."
)
APPLICATIONS: Final[Mapping[str, tuple[str, type[ApplicationForm]]]] = MappingProxyType(
    {
        "attorney": ("Attorney Registration", AttorneyForm),
        "pro_se": ("Unrepresented Party Registration", UnrepresentedForm),
    }
)
_TOUCH_EVERY: Final = timedelta(minutes=1)

blueprint = Blueprint("portal", __name__)
desk_blueprint = Blueprint("portal_desk", __name__)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in to the portal."""

    account: PortalAccount
    token: str


# --------------------------------------------------------------------------- what every page needs


@blueprint.before_request
def only_where_there_is_one() -> None:
    """Answer only in a court whose policy has a portal."""
    if not court_edge.rules().attorney_services_portal:
        abort(404)


def _takes() -> bool:
    return rules.takes_applications(
        portal=court_edge.rules().attorney_services_portal,
        currentgen=court_edge.era().state == "currentgen",
    )


def _about(actor: str = "anonymous") -> Circumstances:
    return Circumstances(actor, edge.runtime().postman, edge.now(), edge.wall())


def _about_account(account: PortalAccount) -> Circumstances:
    return _about(f"portal:{account.user_key}")


def _cookie_name() -> str:
    return f"moot_{court_edge.court().member.id}_portal"


def _visitor() -> Visitor | None:
    token, wall = request.cookies.get(_cookie_name(), ""), edge.wall()
    found = queries.signed_in(edge.session(), token, idle=service.SESSION_IDLE, wall=wall)
    if found is None:
        return None
    row, account = found
    accounts.enter_world_of(account.world)
    if wall - row.last_seen >= _TOUCH_EVERY:
        service.touch(edge.session(), row.id, wall=wall)
    return Visitor(account, token)


def _page(template: str, status: int = 200, **values: Any) -> Response:
    html = render_template(
        f"portal/{template}",
        site_menu=website.site_menu(),
        help_desk=website.help_desk(),
        takes=_takes(),
        manage_account=edge.federation_url(
            edge.runtime().federation.idp, "/pscof/login.xhtml", role="psc"
        ),
        **values,
    )
    return make_response(html, status)


def _refused(template: str, form: FlaskForm, **values: Any) -> Response:
    return _page(template, UNPROCESSABLE, form=form, **values)


def _go(path: str) -> Response:
    return make_response(redirect(path, 303))


def _put(form: FlaskForm, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        field = form[problem.field]
        field.errors = [*field.errors, problem.text]


def _with_cookie(response: Response, token: str) -> Response:
    federation = edge.runtime().federation
    response.set_cookie(
        _cookie_name(),
        token,
        httponly=True,
        samesite="Lax",
        path=FOLDER,
        secure=federation.secure and edge.family() == "own",
    )
    return response


# --------------------------------------------------------------------------- coming in, going out


@blueprint.route(LOGIN_PATH, methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Sign in to the portal with its own user name and password (seed 003)."""
    if request.method != "POST":
        if _visitor() is not None:
            return _go(HOME_PATH)
        return _page("sign_in.html", form=SignInForm(formdata=None))
    form = SignInForm()
    if not form.validate():
        edge.undo()
        return _refused("sign_in.html", form)
    typed, key = form.user_name.data or "", service.login_key(form.user_name.data or "")
    accounts.enter_world_of(queries.world_of_name(edge.session(), typed))
    try:
        service.reserve_attempt(edge.session(), key=key, wall=edge.wall())
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _refused("sign_in.html", form)
    account = queries.account_by_name(edge.session(), typed)
    edge.split()
    stored = None if account is None else account.password_hash
    right = court_edge.passwords().verify(stored, form.key.data or "")
    session = edge.session()
    account = queries.account_by_name(session, typed)
    if account is None or not right or account.password_hash != stored:
        _about().note(session, "portal:signin_refused", f"portal-login:{queries.user_key(typed)}")
        form.form_errors.append(WRONG)
        return _refused("sign_in.html", form)
    service.give_back_attempts(session, key=key)
    _leave_session()
    token = service.open_session(session, account=account, wall=edge.wall())
    _about_account(account).note(
        session, "portal:signin_opened", f"portal-login:{account.user_key}"
    )
    return _with_cookie(_go(HOME_PATH), token)


@blueprint.post(SIGN_OUT_PATH)
@public
def sign_out() -> Response:
    """End the portal's session; no other system has anything to do with it."""
    _leave_session()
    response = _go(LOGIN_PATH)
    response.delete_cookie(_cookie_name(), path=FOLDER)
    return response


def _leave_session() -> None:
    token = request.cookies.get(_cookie_name(), "")
    if token:
        service.close_session(edge.session(), token=token, wall=edge.wall())


@blueprint.route(NEW_PATH, methods=["GET", "POST"])
@public
def new_account() -> Response:
    """Open a portal account."""
    if not _takes():
        return _page("closed.html")
    if request.method != "POST":
        return _page("new_account.html", form=NewAccountForm(formdata=None))
    form = NewAccountForm()
    good = form.validate()
    if not _good_password(form, form.user_name.data or "") or not good:
        edge.undo()
        return _refused("new_account.html", form)
    edge.split()
    password_hash = court_edge.passwords().hash(form.key.data or "")
    session = edge.session()
    try:
        account = service.open_account(
            session,
            user_name=form.user_name.data or "",
            password_hash=password_hash,
            first_name=form.first_name.data or "",
            last_name=form.last_name.data or "",
            email=form.email.data or "",
            about=_about(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _refused("new_account.html", form)
    _leave_session()
    token = service.open_session(session, account=account, wall=edge.wall())
    return _with_cookie(_go(HOME_PATH), token)


def _good_password(form: Any, user_name: str) -> bool:
    key = form.key.data or ""
    found = logins.password_problems(
        key, login=user_name, minimum=court_edge.rules().court_password_minimum
    )
    if key and found:
        form.key.errors = [*form.key.errors, *found]
        return False
    return True


@blueprint.get(HOME_PATH)
@public
def home() -> Response:
    """Show what became of a person's applications, and what they can do."""
    visitor = _visitor()
    if visitor is None:
        return _go(LOGIN_PATH)
    return _home(visitor, AnswerForm(formdata=None))


def _home(visitor: Visitor, form: AnswerForm, status: int = 200) -> Response:
    session, zone = edge.session(), court_edge.court().member.timezone
    found = queries.applications_of(session, visitor.account.id)
    return _page(
        "home.html",
        status,
        account=visitor.account,
        applications=[_shown(each, zone) for each in found],
        standing=service.standing_refusal(session, account_id=visitor.account.id),
        asked=next((each for each in found if each.state == "asked"), None),
        form=form,
    )


def _shown(application: PortalApplication, zone: str) -> dict[str, Any]:
    decided = application.decided_at
    return {
        "row": application,
        "title": APPLICATIONS[application.kind][0],
        "submitted": court_date(application.submitted_at, zone),
        "decided": "" if decided is None else court_date(decided, zone),
        "due": "" if application.fee_due_at is None else court_date(application.fee_due_at, zone),
    }


# --------------------------------------------------------------------------- lost passwords


@blueprint.route(LOST_PATH, methods=["GET", "POST"])
@public
def lost_password() -> Response:
    """Ask for a new portal password; the answer is the same for everybody."""
    if request.method != "POST":
        return _page("lost.html", form=LostPasswordForm(formdata=None))
    form = LostPasswordForm()
    if not form.validate():
        edge.undo()
        return _refused("lost.html", form)
    token = new_token()
    member = court_edge.court().member
    user_name = form.user_name.data or ""
    accounts.enter_world_of(queries.world_of_name(edge.session(), user_name))
    service.start_reset(
        edge.session(),
        user_name=user_name,
        email=form.email.data or "",
        misused=bool(form.misused.data),
        token=token,
        link=edge.federation_url(member, f"{RESET_PATH}?token={token}", role="www"),
        about=_about(),
    )
    return _page("lost_sent.html")


@blueprint.route(RESET_PATH, methods=["GET", "POST"])
@public
def reset_password() -> Response:
    """Set a new portal password by a one-time link."""
    token = request.values.get("token", "")
    try:
        reset = queries.reset_by_token(edge.session(), token)
        accounts.enter_world_of(None if reset is None else reset.world)
        account = service.account_of_reset(edge.session(), token=token, wall=edge.wall())
    except Refusal as refusal:
        edge.undo()
        return _page("reset_spent.html", 400, text=refusal.message)
    if request.method != "POST":
        return _page(
            "reset.html", form=NewPasswordForm(formdata=None), token=token, account=account
        )
    form = NewPasswordForm()
    good = form.validate()
    if not _good_password(form, account.user_name) or not good:
        edge.undo()
        return _refused("reset.html", form, token=token, account=account)
    edge.split()
    password_hash = court_edge.passwords().hash(form.key.data or "")
    try:
        account = service.finish_reset(
            edge.session(),
            token=token,
            password_hash=password_hash,
            about=_about_account(account),
        )
    except Refusal as refusal:
        edge.undo()
        return _page("reset_spent.html", 400, text=refusal.message)
    return _page("reset_done.html", account=account)


# --------------------------------------------------------------------------- training


@blueprint.route(TRAINING_PATH, methods=["GET", "POST"])
@public
def training() -> Response:
    """Declare a track of the training done; nobody needs an account for it (seed 003)."""
    track = tracks.TRACKS.get(request.args.get("track", ""))
    if track is None:
        abort(404)
    draw_page = partial(
        _page, track=track, reading=tracks.READING, back=website.address_of(f"page:{track.slug}")
    )
    if request.method != "POST":
        return draw_page("training.html", form=TrainingForm(formdata=None))
    form = TrainingForm()
    good = form.validate()
    unread = tuple(
        Problem(c.code, c.field, c.text)
        for c in rules.CHECKS
        if c.code == "not_read" and c.field not in _ticked(form)
    )
    _put(form, unread)
    if unread or not good:
        edge.undo()
        return draw_page("training.html", UNPROCESSABLE, form=form)
    done = service.declare_training(
        edge.session(),
        track=track.key,
        first_name=form.first_name.data or "",
        last_name=form.last_name.data or "",
        email=form.email.data or "",
        about=_about(),
    )
    return draw_page("training_done.html", done=done)


def _ticked(form: Any) -> frozenset[str]:
    return frozenset(d.field for d in tracks.READING if form[d.field].data)


# --------------------------------------------------------------------------- applications


@blueprint.get(PRO_SE_PDF)
@public
def pro_se_application() -> Response:
    """Lead from the printed address of the pro se application to its instructions."""
    return make_response(redirect(UNREPRESENTED_PAGE, 302))


@blueprint.route(ATTORNEY_PATH, methods=["GET", "POST"])
@public
def apply_as_attorney() -> Response:
    """Apply for e-filing as an attorney."""
    return _apply("attorney")


@blueprint.route(UNREPRESENTED_PATH, methods=["GET", "POST"])
@public
def apply_unrepresented() -> Response:
    """Apply for e-filing as an unrepresented party, whom the court must approve (seed 003)."""
    return _apply("pro_se")


def _apply(kind: Kind) -> Response:
    visitor = _visitor()
    if visitor is None:
        return _go(LOGIN_PATH)
    if not _takes():
        return _page("closed.html")
    if service.standing_refusal(edge.session(), account_id=visitor.account.id):
        return _go(HOME_PATH)
    title, form_class = APPLICATIONS[kind]
    account = visitor.account
    subject = f"portal-login:{account.user_key}"
    if request.method != "POST":
        names = {"first_name": account.first_name, "last_name": account.last_name}
        return _application(title, form_class(formdata=None, data=names))
    form = form_class()
    good = form.validate()
    applied = _applied(form, kind)
    found = rules.problems(applied)
    try:
        if good and not found:
            applied = replace(applied, pacer=_ask_pacer(form, account))
            found = rules.problems(applied)
        if good and not found:
            _submit(form, applied, account)
            return _go(HOME_PATH)
    except Refusal as refusal:
        edge.refused(form, refusal)
    edge.undo()
    _put(form, found)
    _note_refused(subject, found)
    return _application(title, form, UNPROCESSABLE)


def _note_refused(subject: str, found: tuple[Problem, ...]) -> None:
    codes = sorted({each.code for each in found})
    if codes:
        edge.audit_kept("portal:application_refused", subject, codes=codes)


def _application(title: str, form: ApplicationForm, status: int = 200) -> Response:
    reading = [(d, website.address_of(f"page:{d.slug}")) for d in tracks.READING]
    return _page(
        "application.html",
        status,
        title=title,
        form=form,
        reading=reading,
        terms=rules.TERMS,
        fee=rules.FEE,
        training_page=website.address_of("page:training"),
    )


def _applied(form: Any, kind: Kind) -> Applied:
    def typed(name: str) -> str:
        return str(form[name].data or "") if name in form else ""

    number = typed("training_number")
    return Applied(
        kind=kind,
        last_name=typed("last_name"),
        bar=typed("bar"),
        bar_number=typed("bar_number"),
        case_number=typed("case_number"),
        training=typed("training"),
        training_number=number,
        finished=service.finished(edge.session(), number) if number else None,
        court_kind=typed("court_kind"),
        court_name=typed("court_name"),
        read=_ticked(form),
        terms=bool(form.terms.data),
        pacer_number=typed("pacer_number"),
    )


def _ask_pacer(
    form: ApplicationForm, account: PortalAccount
) -> Literal["right", "wrong", "disabled"]:
    """Ask the identity provider whether number and name belong together.

    :raises Refusal: codes `locked`, `pacer_down`.
    """
    runtime, key = edge.runtime(), f"pacer:{account.id}"
    service.reserve_attempt(
        edge.session(), key=key, wall=edge.wall(), locked=service.ASKED_TOO_OFTEN
    )
    edge.split()
    asked = {
        "account_number": form.pacer_number.data or "",
        "first_name": form.first_name.data or "",
        "last_name": form.last_name.data or "",
    }
    try:
        answer = runtime.backchannel.post_service(
            runtime.federation.idp, HOLDER_SERVICE, asked, wall=edge.wall()
        )
        answer.raise_for_status()
        told = answer.json()
        known, active = bool(told["known"]), told["status"] == "active"
    except (requests.RequestException, ValueError, KeyError):
        # It was no wrong number: the try does not count.
        service.give_back_attempts(edge.session(), key=key)
        edge.split()
        raise Refusal("pacer_down", PACER_DOWN) from None
    if not known:
        return "wrong"
    service.give_back_attempts(edge.session(), key=key)
    edge.split()
    return "right" if active else "disabled"


def _submit(form: ApplicationForm, applied: Applied, account: PortalAccount) -> None:
    service.submit(
        edge.session(),
        account_id=account.id,
        applied=applied,
        particulars={
            name: form[name].data or ""
            for name in (
                "first_name",
                "middle_name",
                "last_name",
                "firm",
                "address",
                "phone",
                "verification_phrase",
            )
        },
        takes=_takes(),
        about=_about_account(account),
    )


@blueprint.post(ANSWER_PATH)
@public
def answer() -> Response:
    """Answer a question of the clerk's office."""
    visitor = _visitor()
    if visitor is None:
        return _go(LOGIN_PATH)
    found = queries.applications_of(edge.session(), visitor.account.id)
    asked = next((each for each in found if each.state == "asked"), None)
    form = AnswerForm()
    if asked is None:
        return _go(HOME_PATH)
    if not form.validate():
        return _home(visitor, form, UNPROCESSABLE)
    service.answer(
        edge.session(),
        application_id=asked.id,
        account_id=visitor.account.id,
        text=form.answer.data or "",
        about=_about_account(visitor.account),
    )
    return _go(HOME_PATH)


# --------------------------------------------------------------------------- the clerk's desks


@desk_blueprint.record
def put_up_desks(state: BlueprintSetupState) -> None:
    """Put the desks on the clerk's front page; applications only where there is ever a portal."""
    court = state.app.extensions["moot_court"]
    app = cast(Any, state.app)
    if any(dated.value for dated in court.policy.values[POLICY]):
        clerk.add_desk(
            app,
            Desk(
                "Attorney Services Portal",
                QUEUE_PATH,
                "Applications for electronic filing by attorneys and unrepresented parties.",
                queries.how_many_wait,
            ),
        )
    clerk.add_desk(
        app,
        Desk(
            "Misused logins",
            MISUSE_PATH,
            "Logins of which the holder says that somebody else knows the password.",
            queries.unseen_misuse,
        ),
    )


def _desk_page(template: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(f"portal/{template}", **values), status)


@desk_blueprint.get(QUEUE_PATH)
@requires(Permission.STAFF_QUEUE)
def queue() -> Response:
    """List the applications that wait, and those decided last."""
    zone = court_edge.court().member.timezone
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        waiting = [_shown(each, zone) for each in queries.waiting(session)]
        decided = [_shown(each, zone) for each in queries.decided(session)]
    return _desk_page("queue.html", waiting=waiting, decided=decided)


@desk_blueprint.route(f"{QUEUE_PATH}/<int(max=2147483647):number>", methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def decide(number: int) -> Response:
    """Show one application, and approve, reject or ask."""
    application = queries.application_by_id(edge.session(), number)
    if application is None:
        abort(404)
    if request.method != "POST":
        return _detail(application)
    deeds: Mapping[str, Callable[[PortalApplication], Response]] = {
        "approve": _approve,
        "ask": _ask,
        "reject": _reject,
        "paid": partial(_fee, outcome="paid"),
        "removed": partial(_fee, outcome="removed"),
    }
    deed = deeds.get(request.form.get("action", ""))
    if deed is None:
        abort(400)
    try:
        return deed(application)
    except Refusal as refusal:
        edge.undo()
        fresh = queries.application_by_id(edge.session(), number) or application
        return _detail(fresh, UNPROCESSABLE, refused=refusal.message)


def _staff() -> Circumstances:
    return _about(edge.person().audit_name)


def _approve(application: PortalApplication) -> Response:
    temporary = logins.temporary_password(draw)
    edge.split()
    password_hash = court_edge.passwords().hash(temporary)
    policy = court_edge.rules()
    service.approve(
        edge.session(),
        application_id=application.id,
        shape=policy.old_login_shape,
        temporary_password=temporary,
        password_hash=password_hash,
        must_change=policy.temporary_password == "required",  # noqa: S105 - a policy word
        takes=_takes(),
        about=_staff(),
    )
    return _go(f"{QUEUE_PATH}/{application.id}")


def _ask(application: PortalApplication) -> Response:
    form = AskForm()
    if not form.validate():
        return _detail(application, UNPROCESSABLE, ask=form)
    service.ask(
        edge.session(),
        application_id=application.id,
        question=form.question.data or "",
        about=_staff(),
    )
    return _go(QUEUE_PATH)


def _reject(application: PortalApplication) -> Response:
    form = RejectForm()
    if not form.validate():
        return _detail(application, UNPROCESSABLE, reject=form)
    service.reject(
        edge.session(),
        application_id=application.id,
        reason=form.reason.data or "",
        about=_staff(),
    )
    return _go(QUEUE_PATH)


def _fee(application: PortalApplication, *, outcome: Literal["paid", "removed"]) -> Response:
    service.settle_fee(
        edge.session(), application_id=application.id, outcome=outcome, about=_staff()
    )
    return _go(f"{QUEUE_PATH}/{application.id}")


def _detail(
    application: PortalApplication,
    status: int = 200,
    *,
    ask: AskForm | None = None,
    reject: RejectForm | None = None,
    refused: str = "",
) -> Response:
    zone = court_edge.court().member.timezone
    open_now = application.state in queries.OPEN_STATES
    overdue = (
        application.fee_state == "due"
        and application.fee_due_at is not None
        and application.fee_due_at <= edge.now()
    )
    return _desk_page(
        "application_detail.html",
        status,
        shown=_shown(application, zone),
        open_now=open_now,
        takes=_takes(),
        overdue=overdue,
        resembling=queries.resembling(edge.session(), application),
        words={
            "bar": dict(rules.BAR_CHOICES).get(application.bar, ""),
            "training": dict(rules.TRAINING_CHOICES).get(application.training, ""),
            "court_kind": dict(rules.COURT_CHOICES).get(application.court_kind, ""),
        },
        approve=ApproveForm(formdata=None),
        ask=ask or AskForm(formdata=None),
        reject=reject or RejectForm(formdata=None),
        refused=refused,
    )


@desk_blueprint.get(MISUSE_PATH)
@requires(Permission.STAFF_QUEUE)
def misuse() -> Response:
    """List the logins whose holders reported misuse."""
    zone = court_edge.court().member.timezone
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        rows = [
            {"row": each, "day": court_date(each.reported_at, zone)}
            for each in queries.misuse_reports(session)
        ]
    return _desk_page("misuse.html", reports=rows)


@desk_blueprint.post(f"{MISUSE_PATH}/<int(max=2147483647):number>")
@requires(Permission.STAFF_QUEUE)
def take_note(number: int) -> Response:
    """Note that a report was seen."""
    service.take_note(edge.session(), report_id=number, about=_staff())
    return _go(MISUSE_PATH)
