"""Pages of coming in and going out, and who somebody is when a request arrives."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask import session as form_session
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.accounts import logins
from courts.accounts import queries as account_queries
from courts.accounts import service as accounts_service
from courts.accounts import views as accounts
from courts.accounts.models import DISABLED as STATUS_DISABLED
from courts.edge import CourtPerson
from courts.kinds import eras
from courts.permissions import SEARCHING, Permission, may_file, may_search
from courts.signin import destinations, protocol, service
from courts.signin.forms import ChangePacer, GetPass
from courts.signin.models import CourtSession
from shared.clock import ticks
from shared.errors import Refusal
from shared.ids import digest, new_token, same
from shared.signon.identity import Identity
from shared.signon.refusals import ProviderDown, SignonRefusal
from shared.web import edge
from shared.web.guard import in_force, public, requires

blueprint = Blueprint("signin", __name__)

LOGIN_PATH: Final = "/cgi-bin/login.pl"
CALLBACK_PATH: Final = "/oidc/callback"
CHANGE_PATH: Final = "/cgi-bin/ChangePacerLogin.pl"
UNPROCESSABLE: Final = 422
WRONG: Final = "Login failed either because of an incorrect login name or password."
DISABLED: Final = "The court has disabled this login. Ask the clerk's office."
BOTH_NEEDED: Final = "Enter both a login and a password."
PACER_NEEDED: Final = (
    "You are logged in with a login of this court. It does not replace your PACER login: enter "
    "your PACER login to query cases, run reports and view documents."
)
PACER_ONLY: Final = "Enter a PACER login here; you are logged in with a login of this court."
KEPT: Final = (
    "Your login and password were right and are kept for ten minutes: tick the box and press Login."
)
NOT_EXEMPT: Final = (
    "Your PACER account has no exempt privileges in this court. Log in without X- in front of your "
    "user name; PACER fees are charged then."
)
NO_PERMISSION: Final = "You do not have permission to view this page."
REMINDER: Final = (
    "You are required to change your court assigned password to something you will remember. "
    "You should do this immediately."
)
NOT_BESIDE: Final = (
    "Only a login of this court has a PACER login beside it. You came with a PACER login: to use "
    "another one, log out and log in with it."
)
PACER_BOTH: Final = "Enter both a PACER login and its password."
PACER_WRONG: Final = "Invalid PACER login or password."
CHANGED: Final = "You now use the PACER login {login}, until you log out."
CHANGED_DEFAULT: Final = (
    "You now use the PACER login {login}; it is your default PACER login from now on."
)
_TELLING: Final = ("servlet", "caseNum", "caseId", "dls_id")
_PROOF_LIFE: Final = timedelta(minutes=10)
_PROOF: Final = "redaction_proof"


# --------------------------------------------------------------------------- who is there


def load_person(session: Session, *, wall: datetime) -> CourtPerson:
    """Find the person by this court's session row, or by the row of their CSO token."""
    return protocol.load_person(session, wall=wall)


def adopt_cso(person: CourtPerson) -> CourtPerson:
    """Finish finding out who is there, outside any transaction (see `protocol.complete`)."""
    return protocol.complete(person)


# --------------------------------------------------------------------------- turning away


def turn_away(person: CourtPerson, permission: str) -> Response:
    """Answer somebody who lacks a permission: sign on, log in, come back later, or why not.

    The real system answers 200 with a script, never with a redirect (clients 3.2).
    """
    era = court_edge.era()
    if era.closed and not person.is_authenticated:
        return _closed()
    if not person.is_authenticated:
        idle = isinstance(person, protocol.Arrival) and person.idle_too_long
        if era.live:
            return _page("to_sign_on.html", address=_sign_on_here(), idle=idle)
        return _login_page(GetPass(appurl=_here()), idle=idle)
    reason, facts = NO_PERMISSION, court_edge.filing_facts(person)
    if permission in SEARCHING and not may_search(facts).allowed:
        reason = may_search(facts).reason
    if permission == Permission.FILE:
        court = court_edge.court()
        reason = may_file(facts, policy=court.policy, now=edge.now()).reason
    return make_response(render_template("signin/not_allowed.html", reason=reason))


def _sign_on_here() -> str:
    return sign_on_address(edge.place().origin + _here())


def sign_on_address(page: str) -> str:
    """Return Central Sign-On's address for a page of this court, in the family of the request."""
    return destinations.sign_on_address(
        edge.federation_url(edge.runtime().federation.idp, "/csologin/login.jsf"),
        psc_court_id=court_edge.court().member.psc_court_id,
        page=page,
    )


def _here() -> str:
    query = request.query_string.decode("latin-1")
    if request.method == "POST" and not query:
        # One address of a court of appeals has many pages, told apart by fields of the form.
        told = {name: request.form[name][:40] for name in _TELLING if request.form.get(name)}
        query = urlencode(told) if _TELLING[0] in told else ""
    return destinations.page_of(request.path, query, posted=request.method == "POST")


def _main() -> str:
    return court_edge.court().profile.paths.main


def _closed() -> Response:
    member = court_edge.court().member
    notice = court_edge.era().closed_notice(member.full_name, ZoneInfo(member.timezone))
    return _page("closed.html", notice=notice)


def _page(template: str, status: int = 200, **values: Any) -> Response:
    """Draw a page of somebody who is not signed in: without menu, so without a logout link."""
    html = render_template(f"signin/{template}", menu=(), session_person=None, **values)
    return make_response(html, status)


@blueprint.before_app_request
def ask_where_guarded() -> Response | None:
    """Ask a court login for a PACER login before a page whose guard reads cases or reports."""
    if request.endpoint is None or request.path in ("/healthz", "/readyz"):
        return None
    permission = in_force(current_app).permission
    return ask_for_pacer_login(court_edge.person(), permission or "")


def ask_for_pacer_login(person: CourtPerson, permission: str) -> Response | None:
    """Ask a court login for a PACER login before cases, reports and documents (seed 000)."""
    if person.source != "court" or person.has_pacer or permission not in SEARCHING:
        return None
    return _login_page(GetPass(appurl=_here()), message=PACER_NEEDED, pacer_only=True)


@blueprint.app_errorhandler(ProviderDown)
def provider_down(_error: ProviderDown) -> Response:
    """Say in a clear page that the identity provider cannot be reached, with a way to retry."""
    edge.undo()
    again = destinations.own_path(_here()) or LOGIN_PATH
    if request.path == CALLBACK_PATH:
        # Its answer is used up: the way in begins anew.
        again = _main()
    html = render_template("idp_down.html", menu=(), session_person=None, retry_url=again)
    response = make_response(html, 503)
    response.headers["Retry-After"] = "5"
    return response


# --------------------------------------------------------------------------- OpenID Connect


@blueprint.get("/oidc/start")
@public
def start() -> Response:
    """Begin a sign-on that the identity provider or a link asks for (OpenID Connect Core 4)."""
    era = court_edge.era()
    if era.closed:
        return _closed()
    wanted = request.args.get("target_link_uri", "")
    if edge.family() != "own":
        member = court_edge.court().member
        return _go(edge.runtime().federation.url(member, _here()))
    target = _own_address(wanted)
    if not era.live:
        return _go(LOGIN_PATH)
    said = request.args.get("iss")
    if said is not None and said != edge.runtime().federation.issuer:
        return _refused("This court trusts one sign-on service only, and was sent by another.")
    try:
        return _go(protocol.relying_party().begin(target=target))
    except ProviderDown:
        raise
    except SignonRefusal as refusal:
        return _refused(refusal.message)


@blueprint.get(CALLBACK_PATH)
@public
def callback() -> Response:
    """Take the identity provider's answer and open this court's session."""
    if court_edge.era().closed:
        return _closed()
    try:
        done = protocol.relying_party().finish(request.args.to_dict())
        opening = service.Opening("oidc", protocol.life(), id_token=done.id_token)
        _end_previous("signed in again")
        row, token = service.open_session(
            edge.session(), opening=opening, identity=done.identity, wall=edge.wall()
        )
    except ProviderDown:
        raise
    except Refusal as refusal:
        edge.undo()
        edge.audit_kept("signon:refused", court_edge.court().member.id, code=refusal.code)
        return _refused(refusal.message)
    return _welcome(row, token, _own_address(done.target))


@blueprint.get("/oidc/after-logout")
@public
def after_logout() -> Response:
    """Say that the person is out of this court and of PACER."""
    return _page("logged_out.html", everywhere=True)


def _refused(sentence: str) -> Response:
    return _page("refused.html", 400, sentence=sentence, again=_main())


def _own_address(value: str) -> str:
    federation, member = edge.runtime().federation, court_edge.court().member
    return destinations.own_address(
        value,
        member_id=member.id,
        place_of=federation.place_of_url,
        default=federation.url(member, _main()),
    )


def _welcome(row: CourtSession, token: str, target: str) -> Response:
    """Make the person known, note it, and send them on with a new cookie."""
    edge.set_person(protocol.person_of(edge.session(), row))
    edge.audit("signin:opened", edge.person().audit_name, source=row.source)
    form_session.pop(_PROOF, None)
    response = _go(target)
    federation = edge.runtime().federation
    response.set_cookie(
        court_edge.session_cookie_name(),
        token,
        httponly=True,
        samesite="Lax",
        path="/",
        secure=federation.secure and edge.family() == "own",
    )
    return response


def _end_previous(reason: str) -> None:
    cookie = court_edge.session_cookie()
    if cookie:
        service.close_by_hash(edge.session(), digest(cookie), reason=reason, wall=edge.wall())


def _go(address: str) -> Response:
    return make_response(redirect(address, 303))


# --------------------------------------------------------------------------- login.pl


@blueprint.route(LOGIN_PATH, methods=["GET", "POST"])
@public
def login() -> Response:
    """The old login page, by court and date; `?logout` logs out (seeds 000, 003)."""
    if "logout" in request.args:
        return log_out()
    era = court_edge.era()
    if era.closed:
        return _closed()
    if era.live:
        landing = court_edge.court().profile.paths.landing
        page = edge.place().origin + _main()
        return _page(
            "central_sign_on.html",
            sentence=eras.CENTRAL_SIGN_ON,
            landing=landing,
            address=sign_on_address(page),
        )
    if "reminder" in request.args:
        return make_response(
            render_template("signin/reminder.html", sentence=REMINDER, onward=_main())
        )
    if request.method == "POST":
        return _log_in(GetPass(request.form))
    form = GetPass(appurl=destinations.own_path(request.args.get("appurl", "")))
    return _login_page(form)


def _login_page(
    form: GetPass,
    *,
    message: str = "",
    idle: bool = False,
    pacer_only: bool = False,
    kept: bool = False,
) -> Response:
    """Draw the old login page with this court's notice and reset lines of the day."""
    court = court_edge.court()
    federation = edge.runtime().federation
    today = edge.now().astimezone(ZoneInfo(court.member.timezone)).date()
    portal = None
    if court_edge.rules().attorney_services_portal:
        portal = edge.federation_url(court.member, "/CMECF/Register/LostPassword.aspx", role="www")
    resets = eras.reset_links(
        court=accounts.lost_path(),
        pacer=edge.federation_url(federation.idp, "/pscof/forgotPassword.jsf", role="psc"),
        portal=portal,
    )
    return _page(
        "login.html",
        form=form,
        message=message,
        idle=idle,
        pacer_only=pacer_only,
        kept=kept,
        kept_words=KEPT,
        # The number in front names one request; any is taken (clients 3.3).
        action=f"{LOGIN_PATH}?{int(ticks() * 1000)}{edge.wall():%f}-L_1_0-1",
        notice=eras.redaction_notice(court.profile.words, on=today),
        resets=resets,
        idle_minutes=court_edge.settings().session_idle_minutes,
    )


def _log_in(form: GetPass) -> Response:
    """Take either login in the same two fields: first as one of the court, else as PACER's."""
    person = court_edge.person()
    beside = bool(form.beside.data) and person.source == "court" and not person.has_pacer
    draw = partial(_login_page, form, pacer_only=beside)
    login, key = form.login.data or "", form.key.data or ""
    if not form.readable:
        return draw(message=WRONG)
    login_key = logins.normal(login)
    accounts.enter_world_of(account_queries.world_of_login(edge.session(), login_key))
    user, stored = _look_up(login_key)
    proven = _take_proof(login_key) if not key and user is not None else False
    if not login_key or not (key or proven):
        return draw(message=BOTH_NEEDED)
    if beside and user is not None:
        return draw(message=PACER_ONLY)
    if not proven and not _reserve(login):
        return draw(message=accounts_service.LOCKED)
    if user is None:
        return _log_in_with_pacer(form, login, key, beside=beside)
    if not proven and not court_edge.passwords().verify(stored, key):
        return _wrong(form, login_key)
    return _log_in_with_court(form, login_key, rehash_of=key)


def _look_up(login_key: str) -> tuple[int | None, str | None]:
    """Return the account and its hash; the database is let go."""
    user = account_queries.user_by_login(edge.session(), login_key)
    edge.split()
    if user is None or user.linked_subject is not None:
        return None, None
    return user.id, user.password_hash


def _reserve(login: str) -> bool:
    """Count a try before its password is looked at; a right one is given back."""
    try:
        accounts_service.reserve_attempt(edge.session(), login=login, wall=edge.wall())
    except Refusal:
        edge.undo()
        return False
    edge.split()
    return True


def _wrong(form: GetPass, login_key: str, *, pacer_only: bool = False) -> Response:
    edge.audit("signin:refused", f"court:{login_key}", code="bad_credentials")
    locked = accounts_service.is_locked(edge.session(), login=login_key, wall=edge.wall())
    edge.split()
    message = accounts_service.LOCKED if locked else WRONG
    return _login_page(form, message=message, pacer_only=pacer_only)


def _log_in_with_court(form: GetPass, login_key: str, *, rehash_of: str) -> Response:
    """Open a session of a court login; filers must have read the redaction notice (seed 003)."""
    passwords = court_edge.passwords()
    session, wall = edge.session(), edge.wall()
    user = account_queries.user_by_login(session, login_key)
    if user is None or user.linked_subject is not None:
        edge.undo()
        return _login_page(form, message=WRONG)
    if user.status == STATUS_DISABLED:
        accounts_service.give_back_attempts(session, login=login_key)
        edge.audit("signin:refused", f"court:{login_key}", code="disabled")
        edge.split()
        return _login_page(form, message=DISABLED)
    if not form.redaction.data:
        accounts_service.give_back_attempts(session, login=login_key)
        edge.split()
        _keep_proof(login_key, user.password_version)
        return _login_page(form, message=eras.REDACTION_REQUIRED, kept=True)
    outdated = bool(rehash_of and user.password_hash and passwords.outdated(user.password_hash))
    default, code = user.default_pacer, form.clcode.data or ""
    edge.split()
    fresh = passwords.hash(rehash_of) if outdated else None
    beside = protocol.default_login(default, code) if default else None
    session = edge.session()
    user = account_queries.user_by_login(session, login_key)
    if user is None or user.status == STATUS_DISABLED:
        edge.undo()
        return _login_page(form, message=WRONG)
    if fresh is not None:
        user.password_hash = fresh
    accounts_service.give_back_attempts(session, login=login_key)
    _end_previous("logged in again")
    opening = service.Opening("court", protocol.life(), client_code=form.clcode.data or "")
    row, token = service.open_session(session, opening=opening, user=user, wall=wall)
    if beside is not None:
        service.add_pacer_login(session, row.id, identity=beside)
    onward = destinations.own_path(form.appurl.data or "") or _main()
    if user.temporary_password and court_edge.rules().temporary_password == "required":  # noqa: S105 - a policy word
        onward = f"{LOGIN_PATH}?reminder"
    return _welcome(row, token, onward)


def _log_in_with_pacer(form: GetPass, login: str, key: str, *, beside: bool) -> Response:
    """Check a PACER login once at the provider, and open a session for Query and Reports."""
    edge.split()
    user_name, exempt = destinations.without_exempt_mark(login.strip())
    checked = protocol.relying_party().check_pacer_login(
        user_name=user_name, password=key, client_code=form.clcode.data or ""
    )
    if checked.identity is None:
        # Counted like a known login, so that the lock does not tell which logins exist.
        return _wrong(form, logins.normal(login), pacer_only=beside)
    if exempt and not protocol.is_exempt(checked.identity.subject):
        return _not_exempt(form, login, user_name, beside=beside)
    accounts_service.give_back_attempts(edge.session(), login=login)
    onward = destinations.own_path(form.appurl.data or "") or _main()
    if exempt:
        edge.audit("billing:exempt_on", f"pacer:{user_name}")
    if beside:
        return _keep_beside(checked.identity, onward, exempt=exempt)
    _end_previous("logged in again")
    opening = service.Opening(
        "pacer", protocol.life(), client_code=form.clcode.data or "", exempt=exempt
    )
    row, token = service.open_session(
        edge.session(), opening=opening, identity=checked.identity, wall=edge.wall()
    )
    return _welcome(row, token, onward)


def _not_exempt(form: GetPass, login: str, user_name: str, *, beside: bool) -> Response:
    """Refuse an exempt login of somebody without the privilege; the password was right."""
    accounts_service.give_back_attempts(edge.session(), login=login)
    edge.audit("billing:exempt_refused", f"pacer:{user_name}")
    edge.split()
    return _login_page(form, message=NOT_EXEMPT, pacer_only=beside)


def _keep_beside(identity: Identity, onward: str, *, exempt: bool) -> Response:
    person = court_edge.person()
    service.add_pacer_login(edge.session(), person.session_id, identity=identity, exempt=exempt)
    edge.audit("signin:pacer-added", f"pacer:{identity.user_name}")
    return _go(onward)


def _keep_proof(login_key: str, version: int) -> None:
    """Remember on the server that a password was right, so that only the tick is missing."""
    proof, wall = new_token(), edge.wall()
    form_session[_PROOF] = proof
    protocol.states().put(
        f"proof:{digest(proof)}", f"{version}:{login_key}", expires_at=wall + _PROOF_LIFE, wall=wall
    )


def _take_proof(login_key: str) -> bool:
    proof = form_session.pop(_PROOF, "")
    kept = protocol.states().take(f"proof:{digest(proof)}", wall=edge.wall()) if proof else None
    if kept is None:
        return False
    version, _, proven_for = kept.partition(":")
    session = edge.session()
    user = account_queries.user_by_login(session, login_key)
    edge.split()
    return (
        same(proven_for, login_key) and user is not None and str(user.password_version) == version
    )


# --------------------------------------------------------------------------- another PACER login


@blueprint.route(CHANGE_PATH, methods=["GET", "POST"])
@requires(Permission.UTILITIES)
def change_pacer_login() -> Response:
    """Change the PACER login beside a court login, for this session or for good (facts 3.5)."""
    person = court_edge.person()
    if court_edge.era().live or person.source != "court":
        return _change_page(ChangePacer(), closed=NOT_BESIDE)
    if request.method == "GET":
        return _change_page(ChangePacer())
    form = ChangePacer(request.form)
    typed, key = (form.login.data or "").strip(), form.key.data or ""
    if not form.readable or not typed or not key:
        return _change_page(form, message=PACER_WRONG if typed and key else PACER_BOTH)
    if not _reserve(typed):
        return _change_page(form, message=accounts_service.LOCKED)
    user_name, exempt = destinations.without_exempt_mark(typed)
    checked = protocol.relying_party().check_pacer_login(
        user_name=user_name, password=key, client_code=form.clcode.data or ""
    )
    if checked.identity is None:
        edge.audit("signin:refused", f"pacer:{user_name}", code="bad_credentials")
        return _change_page(form, message=PACER_WRONG)
    refused = exempt and not protocol.is_exempt(checked.identity.subject)
    accounts_service.give_back_attempts(edge.session(), login=typed)
    if refused:
        edge.audit("billing:exempt_refused", f"pacer:{user_name}")
        return _change_page(form, message=NOT_EXEMPT)
    return _change_to(checked.identity, form, exempt=exempt)


def _change_to(identity: Identity, form: ChangePacer, *, exempt: bool) -> Response:
    session, person = edge.session(), court_edge.person()
    service.add_pacer_login(session, person.session_id, identity=identity, exempt=exempt)
    if form.default.data:
        service.keep_default_pacer(session, session_id=person.session_id, subject=identity.subject)
        edge.audit("signin:pacer-default", f"pacer:{identity.user_name}")
    edge.audit("signin:pacer-added", f"pacer:{identity.user_name}")
    said = CHANGED_DEFAULT if form.default.data else CHANGED
    return _change_page(ChangePacer(), said=said.format(login=identity.user_name))


def _change_page(
    form: ChangePacer, *, message: str = "", said: str = "", closed: str = ""
) -> Response:
    html = render_template(
        "signin/change_pacer.html",
        form=form,
        message=message,
        said=said,
        closed=closed,
        present=court_edge.person().user_name,
    )
    return make_response(html, UNPROCESSABLE if message else 200)


# --------------------------------------------------------------------------- logging out


def log_out() -> Response:
    """End this court's session, and with a PACER sign-on everything that hangs on it.

    A session of the old login page ends by itself only (decisions 13).
    """
    person = court_edge.person()
    token = court_edge.cso_cookie()
    id_token = protocol.close(court_edge.session_cookie(), token, reason="logged out")
    if person.is_authenticated:
        edge.audit("signin:closed", person.audit_name, source=person.source)
        edge.split()
    alone = person.source in ("court", "pacer") or not court_edge.era().live
    if alone and not token:
        response = _page("logged_out.html", everywhere=False)
    else:
        response = _log_out_everywhere(token, id_token)
    response.delete_cookie(court_edge.session_cookie_name(), path="/")
    return response


def _log_out_everywhere(token: str, id_token: str) -> Response:
    federation = edge.runtime().federation
    if token:
        # Client programs follow no confirmation: the token that they hold is ended here.
        protocol.relying_party().end_cso(token)
        response = _go(edge.federation_url(federation.idp, "/csologin/logout.jsf"))
        for name in court_edge.CSO_COOKIES:
            response.delete_cookie(name, path="/", domain=federation.gateway_cookie_domain)
        return response
    try:
        # Without an address to come back to, PACER's own page lists the members and what became
        # of each (decisions 13).
        return _go(protocol.relying_party().logout_url(id_token=id_token))
    except SignonRefusal:
        # The court's own session has ended in any case; say what has not.
        return _page("logged_out.html", everywhere=False, provider_down=True)
