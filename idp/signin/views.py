"""The sign-in pages: `login.jsf`, the redaction notice, Manage My Account's login, log-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask import session as browser_session
from wtforms import Form

from idp.accounts import not_built
from idp.edge import PENDING_COOKIE, Visitor, visitor
from idp.signin import errands, prompts, protocol, service, texts
from idp.signin.errands import Errand
from idp.signin.forms import LoginForm, ManageLoginForm, RedactionForm
from shared.web import edge
from shared.web.guard import csrf_field, public

blueprint = Blueprint("signin", __name__)

LOGIN_PATH: Final = "/csologin/login.jsf"
LOGOUT_PATH: Final = "/csologin/logout.jsf"
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
        return _go_on(errand)
    return _render(page, page.form(), errand)


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
    if isinstance(outcome, protocol.Held):
        response = _notice(RedactionForm(), errand)
        protocol.set_pending_cookie(response, outcome.token)
        return response
    return _welcome(outcome, errand)


def _answer_notice() -> Response:
    form = RedactionForm(request.form)
    held = protocol.pending()
    if held is None:
        return _render(CENTRAL, LoginForm(), _errand(), message=texts.DIALOG_EXPIRED)
    errand = errands.of(
        edge.runtime().federation, psc_court_id=held.psc_court_id, appurl=held.appurl
    )
    if not form.read.data:
        return _notice(form, errand, message=texts.REDACTION_UNTICKED)
    confirmed = protocol.confirm_pending()
    if confirmed is None:
        return _render(CENTRAL, LoginForm(), errand, message=texts.DIALOG_EXPIRED)
    return _welcome(confirmed[0], errand)


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
            register_url=not_built.REGISTER.path,
            forgot_password_url=not_built.FORGOT_PASSWORD.path,
            forgot_user_name_url=not_built.FORGOT_USER_NAME.path,
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
