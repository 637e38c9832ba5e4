"""The sign-in pages: `login.jsf`, the redaction notice, Manage My Account's login, log-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask import session as browser_session
from wtforms import Form

from idp.accounts import manage, password_rules
from idp.accounts import queries as accounts
from idp.edge import PENDING_COOKIE, Visitor, visitor
from idp.mfa import protocol as mfa
from idp.mfa import texts as mfa_texts
from idp.mfa.forms import EnrollForm
from idp.mfa.views import svg
from idp.signin import errands, prompts, protocol, service, texts
from idp.signin.errands import Errand
from idp.signin.forms import CodeForm, LoginForm, ManageLoginForm, RedactionForm, RenewalForm
from idp.signin.models import PendingSignin
from idp.signin.prompts import Prompt
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import csrf_field, public

blueprint = Blueprint("signin", __name__)

LOGIN_PATH: Final = "/csologin/login.jsf"
LOGOUT_PATH: Final = "/csologin/logout.jsf"
STEP_PATH: Final = "/csologin/step.jsf"
ENROLL_PATH: Final = "/csologin/mfaEnroll.jsf"
QR_PATH: Final = "/csologin/mfaQr.svg"
SIGNED_OUT_PATH: Final = "/csologin/signedout.jsf"
ENDED: Final = "ended_session"
MANAGE_LOGIN_PATH: Final = "/pscof/login.xhtml"
MANAGE_PATH: Final = "/pscof/manage/maint.jsf"
VIEW_STATE: Final = "javax.faces.ViewState"
VIEW_STATES: Final = (VIEW_STATE, "jakarta.faces.ViewState")
SEE_OTHER: Final = 303


@dataclass(frozen=True, slots=True)
class LoginPage:
    """One of the two pages that take a PACER password."""

    path: str
    template: str
    form: type[Form]


CENTRAL: Final = LoginPage(LOGIN_PATH, "signin/login.html", LoginForm)
MANAGE: Final = LoginPage(MANAGE_LOGIN_PATH, "signin/manage_login.html", ManageLoginForm)


@blueprint.route(LOGIN_PATH, methods=["GET", "POST"])
@public
@csrf_field(*VIEW_STATES)
def login() -> Response:
    """Sign in once for all courts (seed 001, step 3)."""
    if request.method == "GET":
        return _show(CENTRAL)
    if "mfaForm" in request.form or "mfaForm:mfaInput" in request.form:
        return _answer_code()
    if "mfaInvite" in request.form:
        return _answer_invitation()
    if "renewal" in request.form:
        return _answer_renewal()
    if "regmsg" in request.form or "regmsg:bpmConfirm" in request.form:
        return _answer_notice()
    return _take(CENTRAL)


@blueprint.route(MANAGE_LOGIN_PATH, methods=["GET", "POST"])
@public
@csrf_field(*VIEW_STATES)
def manage_login() -> Response:
    """Sign in to Manage My Account (seed 004): the same credentials, the same session."""
    return _show(MANAGE) if request.method == "GET" else _take(MANAGE)


def _errand() -> Errand:
    return errands.read(edge.runtime().federation, request.args)


def _show(page: LoginPage) -> Response:
    errand = _errand()
    facts = prompts.Facts(session=visitor().is_authenticated, fresh=errand.fresh)
    if prompts.first_due(facts) is None:
        if errand.step_up and visitor().acr != errands.ACR_MFA:
            return _step_up(errand)
        return _go_on(errand)
    # A relying party may know who comes (OIDC Core 3.1.2.1, login_hint); the person may not agree.
    hint = request.args.get("login_hint", "")[:100]
    known = {"user_name": hint} if hint.isprintable() else {}
    return _render(page, page.form(data=known), errand)


def _step_up(errand: Errand) -> Response:
    """Ask a session for the second factor that a relying party wishes for (RFC 9470)."""
    held = protocol.step_up_session(errand)
    if held is None:
        return _see_other(errands.declined(errand, _destination(errand)))
    edge.split()
    response = _see_other(ENROLL_PATH if held.prompt is prompts.ENROLL else STEP_PATH)
    protocol.set_pending_cookie(response, held.token)
    return response


def _go_on(errand: Errand) -> Response:
    response = _see_other(_destination(errand))
    if edge.family() == "gateway":
        protocol.set_gateway_cookies(response, protocol.token_for_gateway(), visitor().client_code)
    return response


def _take(page: LoginPage) -> Response:
    errand = _errand()
    if "loginForm:fbtnClear" in request.form:
        return _see_other(_again(page, errand))
    if "loginForm:fbtnCancel" in request.form:
        return _cancel(errand)
    form = page.form(request.form)
    if not form.validate():
        return _render(page, form, errand)
    try:
        code = service.check_client_code(form.data.get("client_code") or "")
    except service.ClientCodeError as error:
        edge.refused(form, error)
        return _render(page, form, errand)
    try:
        checked = protocol.check_password(form.data["user_name"], form.data["password"])
        outcome = protocol.proceed(
            checked, client_code=code, redaction_acknowledged=False, errand=errand
        )
    except service.InvalidCredentialsError as error:
        return _refused(page, form, errand, error)
    except service.ClientCodeError as error:
        edge.refused(form, error)
        return _render(page, form, errand)
    return _next(outcome, errand)


def _answer_notice() -> Response:
    form = RedactionForm(request.form)
    held = protocol.pending()
    if held is None:
        return _render(CENTRAL, LoginForm(), _errand(), message=texts.DIALOG_EXPIRED)
    errand = _held_errand(held)
    if not form.read.data:
        return _notice(form, errand, message=texts.REDACTION_UNTICKED)
    return _next(protocol.resume(acknowledged=True), errand)


# --------------------------------------------------------------------------- prompts


def _next(outcome: protocol.Opened | protocol.Held | None, errand: Errand) -> Response:
    """Show what is due, or where it leads when nothing is."""
    if outcome is None:
        return _render(CENTRAL, LoginForm(), errand, message=texts.DIALOG_EXPIRED)
    if isinstance(outcome, protocol.Opened):
        return _welcome(outcome, errand)
    edge.split()
    response = _prompt(outcome.prompt, outcome.account_id, errand)
    protocol.set_pending_cookie(response, outcome.token)
    return response


def _prompt(prompt: Prompt, account_id: int, errand: Errand) -> Response:
    if prompt is prompts.CODE:
        return _code(CodeForm(), errand)
    if prompt is prompts.RENEWAL:
        return _renewal(RenewalForm(), account_id, errand)
    if prompt is prompts.ENROLL:
        return _see_other(ENROLL_PATH)
    if prompt is prompts.INVITE:
        return _invitation(account_id)
    return _notice(RedactionForm(), errand)


def _answer_renewal() -> Response:
    """Take a new password for an old one, or the wish to put it off (facts.md 1.11)."""
    held = protocol.pending()
    if held is None:
        return _next(None, _errand())
    errand, form = _held_errand(held), RenewalForm(request.form)
    if "skip" in request.form:
        return _next(protocol.skip_renewal(), errand)
    if not form.validate():
        return _renewal(form, held.account_id, errand)
    try:
        outcome = protocol.renew_password(form.password.data or "", form.password_again.data or "")
    except service.InvalidCredentialsError:
        raise
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _renewal(form, held.account_id, errand)
    return _next(outcome, errand)


def _renewal(form: RenewalForm, account_id: int, errand: Errand) -> Response:
    with edge.runtime().database.reading() as session:
        account = accounts.by_id(session, account_id=account_id)
    left = password_rules.skips_left(account.password_skips) if account is not None else 0
    return make_response(
        render_template(
            "signin/renewal.html",
            form=form,
            text=texts.RENEWAL_DUE,
            left=left,
            hint=password_rules.standard_at(edge.now()).hint,
            action=LOGIN_PATH,
            again=_again(CENTRAL, errand),
            view_state=VIEW_STATE,
        )
    )


def _held_errand(held: PendingSignin) -> Errand:
    return errands.of(
        edge.runtime().federation,
        psc_court_id=held.psc_court_id,
        appurl=held.appurl,
        acr_values=errands.ACR_MFA if held.step_up else "",
    )


@blueprint.get(STEP_PATH)
@public
def step() -> Response:
    """Show the prompt that is due in the half-finished sign-in of this browser."""
    held = protocol.pending()
    errand = _errand() if held is None else _held_errand(held)
    return _next(protocol.resume(), errand)


def _answer_code() -> Response:
    form = CodeForm(request.form)
    held = protocol.pending()
    errand = _errand() if held is None else _held_errand(held)
    partial = request.headers.get("Faces-Request") == "partial/ajax"
    try:
        outcome = protocol.answer_code(form.code.data or "")
    except service.InvalidCredentialsError as error:
        if partial:
            return _partial(f"<update id={quoteattr('mfaForm:messages')}>{escape(error.message)}")
        return _code(CodeForm(), errand, message=error.message)
    if not partial:
        return _next(outcome, errand)
    return _partial_next(outcome, errand)


def _partial_next(outcome: protocol.Opened | protocol.Held | None, errand: Errand) -> Response:
    """Lead a script on: PrimeFaces takes a redirect as an element (clients.md 6.2)."""
    here = edge.place().origin
    target = here + _again(CENTRAL, errand)
    if isinstance(outcome, protocol.Opened):
        target = _destination(errand)
    elif outcome is not None:
        target = here + STEP_PATH
    response = _partial(f"<redirect url={quoteattr(target)}/>")
    if isinstance(outcome, protocol.Opened):
        protocol.set_session_cookies(response, outcome)
    return response


def _partial(inner: str) -> Response:
    body = inner if inner.endswith("/>") else f"<changes>{inner}</update></changes>"
    return Response(
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<partial-response id="j_id1">{body}</partial-response>',
        content_type="text/xml; charset=utf-8",
    )


def _answer_invitation() -> Response:
    held = protocol.pending()
    errand = _errand() if held is None else _held_errand(held)
    return _next(protocol.skip_enrollment(), errand)


@blueprint.route(ENROLL_PATH, methods=["GET", "POST"])
@public
def enroll() -> Response:
    """Enrol before the session begins: the password alone opens nothing (facts.md 1.13)."""
    held = protocol.prolong()
    if held is None:
        return _render(CENTRAL, LoginForm(), _errand(), message=texts.DIALOG_EXPIRED)
    errand = _held_errand(held)
    due = protocol.enrollment_due(held)
    if due is None:
        return _next(protocol.resume(), errand)
    holder, form = protocol.holder_of(held), EnrollForm(request.form)
    may_decline = protocol.may_decline(held)
    if request.method == "POST":
        if "decline" in request.form and may_decline:
            return _decline(held, errand)
        try:
            if mfa.answer_enroll(holder, request.form, form):
                return _next(protocol.resume(given=True), errand)
            return _see_other(ENROLL_PATH)
        except Refusal as error:
            edge.refused(form, error)
    return make_response(
        render_template(
            "mfa/sign_in_enroll.html",
            heading_words=_enroll_words(due, wished=may_decline)[0],
            text=_enroll_words(due, wished=may_decline)[1],
            may_decline=may_decline,
            form=form,
            enroll=mfa.enroll_page(holder),
            action=ENROLL_PATH,
            qr_url=QR_PATH,
            back_url=None,
            again=_again(CENTRAL, errand),
        )
    )


def _enroll_words(due: Prompt, *, wished: bool) -> tuple[str, str]:
    if wished:
        return mfa_texts.ENROLL, mfa_texts.WISHED
    if due is prompts.ENROLL:
        return mfa_texts.UPDATE_REQUIRED, mfa_texts.REQUIRED
    return mfa_texts.ENROLL, mfa_texts.INVITED


def _decline(held: PendingSignin, errand: Errand) -> Response:
    """Go back without enrolling; the relying party is told, or lives with the password."""
    if held.step_up == service.STEP_UP_OF_SESSION:
        response = _see_other(errands.declined(errand, _destination(errand)))
        response.delete_cookie(PENDING_COOKIE, path="/")
        return response
    return _next(protocol.decline_step_up(), errand)


@blueprint.get(QR_PATH)
@public
def qr_code() -> Response:
    """Draw the QR code of the app that a half-finished sign-in is adding."""
    held = protocol.pending()
    return svg(None if held is None else mfa.qr_of(protocol.holder_of(held)))


def _code(form: CodeForm, errand: Errand, *, message: str = "") -> Response:
    return make_response(
        render_template(
            "mfa/sign_in_code.html",
            form=form,
            message=message,
            text=mfa_texts.ENTER_CODE,
            action=_again(CENTRAL, errand),
            again=_again(CENTRAL, errand),
            view_state=VIEW_STATE,
        )
    )


def _invitation(account_id: int) -> Response:
    return make_response(
        render_template(
            "mfa/sign_in_invited.html",
            text=mfa_texts.INVITED,
            left=mfa.skips_left(account_id),
            action=LOGIN_PATH,
            enroll_url=ENROLL_PATH,
            view_state=VIEW_STATE,
        )
    )


def _welcome(opened: protocol.Opened, errand: Errand) -> Response:
    target = _destination(errand)
    if opened.warning:
        response = make_response(
            render_template("signin/warning.html", warning=opened.warning, target=target)
        )
    else:
        response = _see_other(target)
    protocol.set_session_cookies(response, opened)
    return response


def _refused(
    page: LoginPage, form: Form, errand: Errand, error: service.InvalidCredentialsError
) -> Response:
    hint = protocol.slow_down(error)
    response = _render(page, form, errand, message=error.message, hint=hint)
    if hint:
        response.headers["Retry-After"] = "60"
    return response


def _render(
    page: LoginPage, form: Form, errand: Errand, *, message: str = "", hint: str = ""
) -> Response:
    court = errands.asking_court(errand, edge.runtime().federation)
    return make_response(
        render_template(
            page.template,
            form=form,
            message=message,
            hint=hint or (texts.FOREIGN_APPURL if errand.foreign else ""),
            action=_again(page, errand),
            court=court,
            notice=texts.NOTICE,
            view_state=VIEW_STATE,
            register_url=manage.REGISTER_PATH,
            forgot_password_url=manage.FORGOTTEN_PATH,
            forgot_user_name_url=manage.FORGOT_USER_NAME_PATH,
        )
    )


def _notice(form: RedactionForm, errand: Errand, *, message: str = "") -> Response:
    return make_response(
        render_template(
            "signin/redaction.html",
            form=form,
            message=message,
            action=LOGIN_PATH,
            again=_again(CENTRAL, errand),
            text=texts.REDACTION,
            tick=texts.REDACTION_TICK,
            view_state=VIEW_STATE,
        )
    )


def _cancel(errand: Errand) -> Response:
    response = _see_other(errands.way_back(errand, edge.runtime().federation, edge.family()))
    response.delete_cookie(PENDING_COOKIE, path="/")
    return response


def _destination(errand: Errand) -> str:
    return errands.destination(errand, edge.runtime().federation, edge.family(), home=MANAGE_PATH)


def _again(page: LoginPage, errand: Errand) -> str:
    query = errand.query()
    return f"{page.path}?{query}" if query else page.path


def _see_other(target: str) -> Response:
    return cast(Response, redirect(target, SEE_OTHER))


# --------------------------------------------------------------------------- log-out


@blueprint.get(LOGOUT_PATH)
@public
def confirm_logout() -> Response:
    """Ask whether somebody wants to log out everywhere; a link alone signs nobody out."""
    if not visitor().is_authenticated:
        return go_signed_out(0)
    return make_response(render_template("signin/confirm_logout.html", action=LOGOUT_PATH))


@blueprint.post(LOGOUT_PATH)
@public
def logout() -> Response:
    """Log out of PACER and of every court that was visited (docs/decisions.md)."""
    who = visitor()
    if who.session_id:
        protocol.end_session(who.session_id, reason="logout")
    return go_signed_out(who.session_id)


def go_signed_out(session_id: int) -> Response:
    """Lead to the page after log-out, at an address that carries no token; no cookies are left."""
    response = _see_other(SIGNED_OUT_PATH)
    protocol.clear_cookies(response)
    browser_session[ENDED] = session_id
    return response


@blueprint.get(SIGNED_OUT_PATH)
@public
def signed_out() -> Response:
    """Show the members that the ended session had visited, and what became of each by now."""
    visits = protocol.visits_shown(int(browser_session.get(ENDED, 0)))
    return make_response(
        render_template("signin/signed_out.html", visits=visits, login_url=LOGIN_PATH)
    )


def turn_away(person: Visitor, _permission: str) -> Response:
    """Send somebody unknown to sign in and come back; refuse everybody else."""
    if person.is_authenticated:
        abort(403)
    query = request.full_path.rstrip("?") if request.method == "GET" else request.path
    target = urlencode({"appurl": edge.place().origin + query})
    manage = request.path.startswith("/pscof/")
    return _see_other(f"{MANAGE_LOGIN_PATH if manage else LOGIN_PATH}?{target}")
