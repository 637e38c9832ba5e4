"""The clerk's desk for accounts: find one, see its state, and put it right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm

from courts import edge as court_edge
from courts.accounts import logins
from courts.accounts import queries as accounts
from courts.accounts.models import CourtUser
from courts.accounts.service import NewAccount
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.permissions import Permission
from courts.signin import queries as sessions
from courts.staffing import forms, queries, service, standing
from shared.clock import court_date, court_stamp
from shared.errors import Refusal
from shared.ids import draw
from shared.paging import links
from shared.web import edge
from shared.web.guard import requires

DESK_PATH: Final = f"{INDEX_PATH}accounts"
NEW_PATH: Final = f"{DESK_PATH}/new"
PAGE_SIZE: Final = 25
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
LARGEST: Final = 1 << 31
DONE: Final = {
    "void": "The login is void, its sessions have ended, and a new temporary password is on its "
    "way to the primary e-mail address.",
    "rename": "The login was renamed. Its holder is told by mail.",
    "status": "The state of the account was changed. Its holder is told by mail.",
    "unlink": "The link was undone; a temporary password is on its way by mail.",
    "email": "The primary e-mail address was corrected. Both addresses are told.",
    "new": "The account was created. Its login and a temporary password are on their way by mail.",
}
Form = TypeVar("Form", bound=FlaskForm)

blueprint = Blueprint("staffing", __name__)


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Put the desk on the clerk's front page."""
    says = (
        "Find an e-file account; void a login that is misused, rename it, disable it, correct "
        "its e-mail address, or create one."
    )
    add_desk(cast(Flask, state.app), Desk("Accounts", DESK_PATH, says))


@blueprint.get(DESK_PATH)
@requires(Permission.CORRECT_ACCOUNTS)
def search() -> Response:
    """Find accounts by login, name or e-mail address."""
    words = request.args.get("q", "").replace("\x00", "").strip()[:120]
    number = request.args.get("page", 1, type=int)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        found = queries.search(session, words=words, number=number, size=PAGE_SIZE)

    def numbered(number: int) -> str:
        return f"{DESK_PATH}?{urlencode({'q': words, 'page': number})}"

    return _page(
        "search.html",
        words=words,
        rows=found.rows,
        page=links(found, numbered),
        new_path=NEW_PATH,
    )


@blueprint.get(f"{DESK_PATH}/<int:user_id>")
@requires(Permission.CORRECT_ACCOUNTS)
def account(user_id: int) -> Response:
    """Show the state of one account, without any secret."""
    return _account(user_id, saved=DONE.get(request.args.get("done", ""), ""))


@blueprint.post(f"{DESK_PATH}/<int:user_id>/void")
@requires(Permission.CORRECT_ACCOUNTS)
def void(user_id: int) -> Response:
    """Void a login at once and issue a new temporary password."""
    form = forms.VoidForm()
    if not form.validate():
        return _refused(user_id, void_form=form)
    by_mail = form.delivery.data == forms.BY_MAIL
    password = logins.temporary_password(draw)
    edge.split()
    password_hash = court_edge.passwords().hash(password)
    try:
        user = service.void_login(
            edge.session(),
            user_id=user_id,
            temporary_password=password,
            password_hash=password_hash,
            reason=form.void_reason.data or "",
            by_mail=by_mail,
            deed=_deed(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _refused(user_id, void_form=form)
    if by_mail:
        return _back(user_id, "void")
    return _page("shown_once.html", user=user, password=password, back=f"{DESK_PATH}/{user_id}")


@blueprint.post(f"{DESK_PATH}/<int:user_id>/rename")
@requires(Permission.CORRECT_ACCOUNTS)
def rename(user_id: int) -> Response:
    """Change an old login, so that it can be linked."""
    return _act(
        user_id,
        "rename",
        forms.RenameForm(),
        lambda form: service.rename(
            edge.session(), user_id=user_id, login=form.new_login.data or "", deed=_deed()
        ),
    )


@blueprint.post(f"{DESK_PATH}/<int:user_id>/status")
@requires(Permission.CORRECT_ACCOUNTS)
def status(user_id: int) -> Response:
    """Disable or enable an account."""
    active = request.form.get("status", "") == "active"
    return _act(
        user_id,
        "status",
        forms.StatusForm(),
        lambda form: service.set_status(
            edge.session(),
            user_id=user_id,
            active=active,
            reason=form.status_reason.data or "",
            court=court_edge.court().member.id,
            deed=_deed(),
        ),
    )


@blueprint.post(f"{DESK_PATH}/<int:user_id>/unlink")
@requires(Permission.CORRECT_ACCOUNTS)
def unlink(user_id: int) -> Response:
    """Undo the link of an old account; its login gets a temporary password."""
    password = logins.temporary_password(draw)
    edge.split()
    password_hash = court_edge.passwords().hash(password)
    return _act(
        user_id,
        "unlink",
        forms.UnlinkForm(),
        lambda form: service.unlink(
            edge.session(),
            user_id=user_id,
            temporary_password=password,
            password_hash=password_hash,
            reason=form.unlink_reason.data or "",
            court=court_edge.court().member.id,
            deed=_deed(),
        ),
    )


@blueprint.post(f"{DESK_PATH}/<int:user_id>/email")
@requires(Permission.CORRECT_ACCOUNTS)
def email(user_id: int) -> Response:
    """Correct the primary e-mail address of an account that is not joined to PACER."""
    return _act(
        user_id,
        "email",
        forms.EmailForm(),
        lambda form: service.correct_email(
            edge.session(), user_id=user_id, email=form.new_email.data or "", deed=_deed()
        ),
    )


@blueprint.route(NEW_PATH, methods=["GET", "POST"])
@requires(Permission.CORRECT_ACCOUNTS)
def create() -> Response:
    """Create an account before the court is on NextGen (seeds 000 and 003)."""
    if court_edge.era().live:
        response = _page("create_refused.html", text=standing.LIVE)
        response.status_code = CONFLICT if request.method == "POST" else 200
        return response
    rules = court_edge.rules()
    form = forms.CreateForm()
    form.offer(rules.filing_roles)
    if request.method != "POST":
        return _create(form)
    if not form.validate():
        return _create(form, UNPROCESSABLE)
    password = logins.temporary_password(draw)
    edge.split()
    password_hash = court_edge.passwords().hash(password)
    try:
        user = service.create(
            edge.session(),
            account=_new_account(form),
            shape=rules.old_login_shape,
            temporary_password=password,
            password_hash=password_hash,
            must_change=rules.temporary_password == "required",  # noqa: S105 - a policy word
            deed=_deed(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _create(form, UNPROCESSABLE)
    return _back(user.id, "new")


def _new_account(form: forms.CreateForm) -> NewAccount:
    names = (
        "role",
        "first_name",
        "middle_name",
        "last_name",
        "firm",
        "phone",
        "primary_email",
        "bar_number",
        "verification_phrase",
    )
    typed = {name: str(form[name].data or "") for name in names}
    # A browser ends the lines of a text area in its own way.
    return NewAccount(**typed, address="\n".join((form.address.data or "").splitlines()))


def _create(form: forms.CreateForm, status: int = 200) -> Response:
    shape = logins.describe_shape(court_edge.rules().old_login_shape)
    response = _page("create.html", form=form, shape=shape)
    response.status_code = status
    return response


# --------------------------------------------------------------------------- parts


def _act(user_id: int, done: str, form: Form, deed: Callable[[Any], object]) -> Response:
    """Take a form of the account's page: the deed, or the page again with what is wrong."""
    shown: dict[str, Any] = {f"{done}_form": form}
    if not form.validate():
        return _refused(user_id, **shown)
    try:
        deed(form)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _refused(user_id, **shown)
    return _back(user_id, done)


def _back(user_id: int, done: str) -> Response:
    return make_response(redirect(f"{DESK_PATH}/{user_id}?done={done}", SEE_OTHER))


def _refused(user_id: int, **shown: Any) -> Response:
    edge.undo()
    response = _account(user_id, **shown)
    response.status_code = UNPROCESSABLE
    return response


def _deed() -> service.Deed:
    return service.Deed(
        actor=court_edge.person().audit_name,
        postman=edge.runtime().postman,
        contact=current_app.extensions["moot_site"].help_desk.email,
        now=edge.now(),
        wall=edge.wall(),
    )


def _account(user_id: int, *, saved: str = "", **shown: Any) -> Response:
    idle = timedelta(minutes=court_edge.settings().session_idle_minutes)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        user = accounts.user_by_id(session, user_id) if user_id < LARGEST else None
        if user is None:
            abort(404)
        counter = accounts.counter_seen(session, user.login_key or "")
        is_open = sessions.count_open(session, user=user, idle=idle, wall=edge.wall())
    state = service.state_of(user)
    locked = counter is not None and counter.locked_until and counter.locked_until > edge.wall()
    return _page(
        "account.html",
        user=user,
        facts=_facts(user, is_open, locked=bool(locked)),
        login_bar=standing.login_bar(state),
        email_bar=standing.email_bar(state),
        can_unlink=not standing.unlink_bar(state),
        special=standing.cannot_be_linked(user.login_name or ""),
        saved=saved,
        action=f"{DESK_PATH}/{user_id}",
        **{
            "void_form": forms.VoidForm(formdata=None),
            "rename_form": forms.RenameForm(formdata=None),
            "status_form": forms.StatusForm(formdata=None),
            "email_form": forms.EmailForm(formdata=None),
            "unlink_form": forms.UnlinkForm(formdata=None),
            **shown,
        },
    )


def _facts(user: CourtUser, is_open: int, *, locked: bool) -> list[tuple[str, str]]:
    zone = court_edge.court().member.timezone
    joined = "no"
    if user.linked_subject is not None:
        at = f" since {court_stamp(user.linked_at, zone)}" if user.linked_at else ""
        joined = f"account {user.linked_account_number} ({user.linked_name}){at}"
    kept = "none of this court" if user.linked_subject or not user.password_hash else "its own"
    if user.temporary_password:
        kept = "temporary, not changed yet"
    return [
        ("Login", user.login_name or "none: registered from PACER"),
        ("Role", user.role.replace("_", " ")),
        ("State", user.status),
        ("Joined to PACER", joined),
        ("Password", kept),
        ("Wrong passwords", "locked for now" if locked else "not locked"),
        ("Open sessions of this login", str(is_open)),
        ("Account since", court_date(user.created_at, zone)),
    ]


def _page(template: str, **values: Any) -> Response:
    return make_response(
        render_template(
            f"staffing/{template}", desk_path=DESK_PATH, clerk_path=INDEX_PATH, **values
        )
    )
