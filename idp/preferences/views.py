"""Settings: user name, password, security, billing e-mail and preferences, sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from flask import Blueprint, Response, redirect, request
from wtforms import Form

from idp.accounts import manage, password_rules, security_questions, service
from idp.accounts import protocol as accounts
from idp.accounts.models import Account
from idp.accounts.names import check_user_name
from idp.billing import client_codes
from idp.billing import queries as billing
from idp.edge import passwords, visitor
from idp.permissions import Permission
from idp.preferences import forms
from idp.signin import protocol as signin
from idp.signin import queries as sessions
from idp.signin import service as signin_service
from shared import seating
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("preferences", __name__)

SEE_OTHER: Final = 303
WRONG_CURRENT: Final = "Your current password is not right."
WRONG_CODE: Final = "This is not the code of our letter. Look at it again."
NO_LETTER: Final = "Your account waits for no activation code."
LETTER_UNDERWAY: Final = "The letter with your activation code has not arrived yet."
PAA_RULE: Final = (
    "What you require here of client codes holds for every account of your PAA, and goes before "
    "the account's own rule."
)
FIRM_RULE: Final = (
    "Your PACER Administrative Account pays for you, and its rule for client codes goes before "
    "your own."
)
SAVED: Final = {
    "username": "Your username was changed. Use it at your next login.",
    "password": "Your password was changed. Every other session of yours was signed out.",
    "security": "Your security information was set.",
    "billing-email": "Your billing e-mail was updated.",
    "billing-preferences": "Your billing preferences were set.",
    "session": "The session was signed out.",
    "activated": "Your account is active: you can search now.",
    "accepted": "Your account belongs to the PAA now: it pays your PACER fees from here on.",
    "declined": "The invitation was declined.",
    "left": "Your account was removed from the PAA. Unless a payment method is stored, search is "
    "suspended until there is a payer; filing is not affected.",
}
#: The links of the tab in the order of the real one; those after the second factor are ours.
ITEMS: Final[tuple[tuple[str, str], ...]] = (
    ("Change Username", manage.USER_NAME_PATH),
    ("Change Password", manage.CHANGE_PATH),
    ("Set Security Information", manage.SECURITY_PATH),
    ("Update PACER Billing Email", manage.BILLING_EMAIL_PATH),
    ("Set PACER Billing Preferences", manage.BILLING_PREFERENCES_PATH),
    ("Manage Multifactor Authentication", manage.MFA_PATH),
    (manage.LEAVE_PAA, manage.LEAVE_PAA_PATH),
    ("Signed-in sessions", manage.SESSIONS_PATH),
    ("Add CJA Exempt Privileges", manage.CJA_PATH),
    ("Recent activity", manage.ACTIVITY_PATH),
    ("Connected applications", manage.CONNECTED_PATH),
    ("Client portal", manage.CLIENTS_PATH),
)
#: The service center's own desks, which a trainer sits at, and what only a trainer may look at.
DESKS: Final = (
    ("Service center: exemptions", manage.EXEMPTION_DESK_PATH),
    ("Service center: credit requests", manage.CREDIT_DESK_PATH),
    (manage.SEARCH_DESK, manage.SEARCH_DESK_PATH),
    ("Signing keys", manage.KEYS_PATH),
    ("Audit trail", manage.AUDIT_PATH),
)
#: What there is of it in training only.
TRAINING_DESKS: Final = (("Sandbox for programs", manage.SANDBOX_PATH),)


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session as its owner sees it."""

    number: int
    began: str
    last_seen: str
    address: str
    program: str
    here: bool


@blueprint.get(manage.SETTINGS_PATH)
@requires(Permission.ACCOUNT)
def settings() -> Response:
    """Show the account's header and the Settings tab (seed 004, step 3)."""
    accounts.send_due_letters()
    saved = SAVED.get(request.args.get("saved", ""))
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        shown = accounts.manage_page(
            "preferences/settings.html",
            session,
            account,
            tab=manage.SETTINGS,
            items=[
                (label, path)
                for label, path in (*ITEMS, *_desks())
                if path != manage.LEAVE_PAA_PATH or account.kind != "paa"
            ],
            saved=saved,
        )
        kind, legacy = account.kind, account.legacy
    # Only exercises ask what somebody looked at.
    if seating.is_seat(edge.world()):
        edge.audit(
            "account:shown",
            f"pacer:{visitor().user_name}",
            kind=kind,
            type="legacy" if legacy else "upgraded",
        )
        edge.split()
    return shown


def _desks() -> tuple[tuple[str, str], ...]:
    if not visitor().trainer:
        return ()
    return (*DESKS, *(TRAINING_DESKS if edge.runtime().settings.training else ()))


def _show(title: str, form: Form, *, button: str = "Submit", **values: Any) -> Response:
    with edge.runtime().database.reading() as session:
        return accounts.manage_page(
            "preferences/form.html",
            session,
            accounts.own_account(session),
            tab=manage.SETTINGS,
            title=title,
            form=form,
            button=button,
            back_url=manage.SETTINGS_PATH,
            password_hint=password_rules.standard_at(edge.now()).hint,
            **values,
        )


def _back(saved: str) -> Response:
    return cast(Response, redirect(f"{manage.SETTINGS_PATH}?saved={saved}", SEE_OTHER))


def _account() -> Account:
    return accounts.own_account(edge.session())


def _check_current(form: Any) -> None:
    """Check the current password; a wrong one counts like one at the login page.

    :raises Refusal: at the field.
    """
    try:
        signin.check_password(visitor().user_name, form.current.data or "")
    except signin_service.InvalidCredentialsError:
        raise Refusal("current", WRONG_CURRENT, field="current") from None


@blueprint.route(manage.USER_NAME_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.SETTINGS)
def change_user_name() -> Response:
    """Change Username: it takes effect at once."""
    form = forms.UserNameForm(request.form if request.method == "POST" else None)
    title = "Change Username"
    if request.method == "GET" or not form.validate():
        return _show(title, form)
    user_name = form.user_name.data or ""
    try:
        check_user_name(user_name)
        _check_current(form)
        account = _account()
        former = account.user_name
        service.change_user_name(edge.session(), account=account, user_name=user_name)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show(title, form)
    edge.audit("account:user_name_changed", f"pacer:{former}", user_name=user_name)
    edge.send_mail(
        template="user_name_changed",
        recipient=account.email,
        name=account.display_name,
        former=former,
        user_name=user_name,
    )
    return _back("username")


@blueprint.route(manage.CHANGE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.SETTINGS)
def change_password() -> Response:
    """Change Password: other sessions end, and the holder is told by mail."""
    form = forms.PasswordForm(request.form if request.method == "POST" else None)
    title = "Change Password"
    if request.method == "GET" or not form.validate():
        return _show(title, form)
    password = form.password.data or ""
    try:
        _check_new(form)
        _check_current(form)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show(title, form)
    password_hash = passwords().hash(password)
    session = edge.session()
    account = _account()
    service.set_password(
        session, account=account, password_hash=password_hash, now=edge.now(), wall=edge.wall()
    )
    promised = signin.close_sessions(
        session, account_id=account.id, reason="password", keep=visitor().session_id
    )
    edge.audit("account:password_changed", f"pacer:{account.user_name}", ended=len(promised))
    _tell_of_password(account)
    edge.split()
    signin.tell_courts(promised)
    return _back("password")


def _check_new(form: forms.PasswordForm) -> None:
    password = form.password.data or ""
    with edge.runtime().database.reading() as session:
        owner = service.owner_of(accounts.own_account(session))
    password_rules.check(password, owner=owner, now=edge.now())
    if password != (form.password_again.data or ""):
        words = "The two passwords are not the same."
        raise Refusal("password_again", words, field="password_again")
    if password == (form.current.data or ""):
        words = "This is your present password. Choose another."
        raise Refusal("password_same", words, field="password")


def _tell_of_password(account: Account) -> None:
    edge.send_mail(
        template="password_changed",
        recipient=account.email,
        name=account.display_name,
        user_name=account.user_name,
    )


@blueprint.route(manage.SECURITY_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.SETTINGS)
def security() -> Response:
    """Set Security Information: two questions, whose answers are kept as hashes."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        known = {"question_1": account.question_1, "question_2": account.question_2}
    form = forms.SecurityForm(request.form if request.method == "POST" else None, data=known)
    title = "Set Security Information"
    if request.method == "GET" or not form.validate():
        return _show(title, form)
    first, second = form.answer_1.data or "", form.answer_2.data or ""
    try:
        security_questions.check(
            form.question_1.data or "", form.question_2.data or "", first, second
        )
        _check_current(form)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show(title, form)
    made = service.Security(
        form.question_1.data or "",
        passwords().hash(security_questions.plain(first)),
        form.question_2.data or "",
        passwords().hash(security_questions.plain(second)),
    )
    account = _account()
    service.set_security(edge.session(), account=account, security=made)
    edge.audit("account:security_set", f"pacer:{account.user_name}")
    edge.send_mail(
        template="account_security_set",
        recipient=account.email,
        name=account.display_name,
        user_name=account.user_name,
    )
    return _back("security")


@blueprint.route(manage.BILLING_EMAIL_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.SETTINGS)
def billing_email() -> Response:
    """Update PACER Billing Email: it takes effect at once."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        known = {"email": account.billing_address, "notices": account.billing_notice_emails}
    form = forms.BillingEmailForm(request.form if request.method == "POST" else None, data=known)
    if request.method == "GET" or not form.validate():
        return _show("Update PACER Billing Email", form)
    account = _account()
    service.set_billing_email(
        edge.session(), account=account, email=form.email.data or "", notices=form.notice_list()
    )
    edge.audit("account:billing_email_set", f"pacer:{account.user_name}")
    return _back("billing-email")


@blueprint.route(manage.BILLING_PREFERENCES_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.SETTINGS)
def billing_preferences() -> Response:
    """Set PACER Billing Preferences: statements, and whether a login needs a client code."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        known = {
            "statement_notice": account.statement_notice,
            "client_code_required": account.client_code_required,
            "client_code_pattern": account.client_code_pattern,
        }
        payer = billing.payer_of(session, account)
    firm = FIRM_RULE if payer.id != account.id else PAA_RULE if account.kind == "paa" else ""
    form = forms.BillingPreferencesForm(
        request.form if request.method == "POST" else None, data=known
    )
    title = "Set PACER Billing Preferences"
    if request.method == "GET" or not form.validate():
        return _show(title, form, notice=firm)
    try:
        pattern = client_codes.check_pattern(form.client_code_pattern.data or "")
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show(title, form, notice=firm)
    account = _account()
    service.set_billing_preferences(
        edge.session(),
        account=account,
        statement_notice=bool(form.statement_notice.data),
        client_code_required=bool(form.client_code_required.data),
        client_code_pattern=pattern,
    )
    edge.audit("account:billing_preferences_set", f"pacer:{account.user_name}")
    return _back("billing-preferences")


@blueprint.route(manage.ACTIVATION_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def activate() -> Response:
    """Enter the activation code of our letter (facts.md 1.4)."""
    accounts.send_due_letters()
    form = forms.ActivationForm(request.form if request.method == "POST" else None)
    title = "Activate Your Account"
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        stored, note = account.activation_hash, account.search_note
    about = "" if stored else LETTER_UNDERWAY if note == "activation" else NO_LETTER
    if request.method == "GET" or about or not form.validate():
        return _show(title, form, about=about, button="Activate")
    if not passwords().verify(stored, (form.code.data or "").upper()):
        edge.refused(form, Refusal("code", WRONG_CODE, field="code"))
        edge.audit_kept("account:activation_refused", f"pacer:{visitor().user_name}")
        return _show(title, form, about="", button="Activate")
    account = _account()
    service.activate(edge.session(), account=account)
    edge.audit("account:activated", f"pacer:{account.user_name}")
    return _back("activated")


# --------------------------------------------------------------------------- sessions


@blueprint.get(manage.SESSIONS_PATH)
@requires(Permission.ACCOUNT)
def signed_in() -> Response:
    """List where somebody is signed in."""
    zone = edge.runtime().federation.idp.timezone
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        rows = [
            SessionShown(
                number=row.id,
                began=court_stamp(row.auth_time, zone),
                last_seen=court_stamp(row.last_seen, zone),
                address=row.address,
                program=row.user_agent if row.via == "web" else f"{row.via} {row.user_agent}",
                here=row.id == visitor().session_id,
            )
            for row in sessions.live_sessions(
                session, account_id=account.id, wall=edge.wall(), idle=signin.idle()
            )
        ]
        return accounts.manage_page(
            "preferences/sessions.html",
            session,
            account,
            tab=manage.SETTINGS,
            rows=rows,
            action=manage.SESSIONS_PATH,
            back_url=manage.SETTINGS_PATH,
            everywhere_url="/csologin/logout.jsf",
        )


@blueprint.post(manage.SESSIONS_PATH)
@requires(Permission.ACCOUNT)
def sign_out_elsewhere() -> Response:
    """Sign out one session of one's own, or every one; the courts are told."""
    number = request.form.get("session", 0, type=int)
    everywhere = "everywhere" in request.form
    if not everywhere and not number:
        return cast(Response, redirect(manage.SESSIONS_PATH, SEE_OTHER))
    session = edge.session()
    account = _account()
    promised = signin.close_sessions(
        session,
        account_id=account.id,
        reason="everywhere" if everywhere else "elsewhere",
        only=0 if everywhere else number,
    )
    edge.audit("account:sessions_ended", f"pacer:{account.user_name}", ended=len(promised))
    edge.split()
    signin.tell_courts(promised)
    if everywhere or number == visitor().session_id:
        response = cast(Response, redirect("/csologin/signedout.jsf", SEE_OTHER))
        signin.clear_cookies(response)
        return response
    return cast(Response, redirect(f"{manage.SETTINGS_PATH}?saved=session", SEE_OTHER))
