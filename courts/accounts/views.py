"""The screens of a court's own accounts: linking, maintenance and lost passwords."""

from __future__ import annotations

from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import requests
from flask import Blueprint, Response, current_app, make_response, render_template, request

from courts import edge as court_edge
from courts.accounts import linking, logins, maintenance, queries, service
from courts.accounts.forms import (
    AccountForm,
    LinkForm,
    LostPasswordForm,
    MoreForm,
    NewPasswordForm,
)
from courts.accounts.linking import LinkDecision
from courts.accounts.maintenance import Draft, Stage
from courts.accounts.models import CourtUser
from courts.accounts.service import Holder, LinkPlace, LinkRefusal
from courts.kinds.utilities import LINK_PATH
from courts.permissions import Permission
from shared import seats
from shared.errors import Refusal
from shared.ids import new_token
from shared.web import edge
from shared.web.guard import public, requires

ACCOUNT_SERVICE: Final = "/services/moot/account"
MAINTAIN_PATH: Final = "/cgi-bin/MaintainAccount.pl"
#: Where filing agents are named, and who names them (facts 2.4).
MORE_PATH: Final = "/cgi-bin/MoreUserInformation.pl"
PRINCIPALS: Final = frozenset({"attorney", "trustee"})
LOST_PATH: Final = "/cgi-bin/LostPassword.pl"
RESET_PATH: Final = "/cgi-bin/ResetPassword.pl"
CONFIRM: Final = "confirm"
ACTION: Final = "action"

# Of these the identity provider is asked again before the person is turned away.
_OF_THE_ACCOUNT: Final = frozenset({"legacy", "shared", "paa", "pacer_disabled"})

blueprint = Blueprint("accounts", __name__)


# --------------------------------------------------------------------------- linking (seed 001)


@blueprint.route(LINK_PATH, methods=["GET", "POST"], endpoint="link")
@public
def link_route() -> Response:
    """Link an old account in a court with the CGI address space."""
    return link()


def link() -> Response:
    """Show screens A and B and link; the same in every kind of court."""
    who, place, authority = court_edge.person(), _place(), edge.runtime().authority
    if not court_edge.era().live:
        # The date is told to everybody who opens the address, signed in or not.
        return _cannot_link(service.standing_decision(place, _holder(), now=edge.now()))
    if not who.has_pacer or not authority.permits(who, Permission.LINK_ACCOUNT):
        return authority.turn_away(who, Permission.LINK_ACCOUNT)
    holder = _holder()
    standing = service.standing_decision(place, holder, now=edge.now())
    if standing.code in _OF_THE_ACCOUNT:
        # Upgrade, then link, works without signing in again (decisions 9).
        fresh = _ask_afresh()
        if fresh is None:
            return _idp_down()
        holder = fresh
        service.refresh_holder(edge.session(), holder=holder)
        standing = service.standing_decision(place, holder, now=edge.now())
    if not standing.allowed:
        return _cannot_link(standing)
    if request.method != "POST":
        return _screen_a(LinkForm(formdata=None))
    if CONFIRM in request.form:
        return _confirmed(place)
    return _typed(place, holder)


def _typed(place: LinkPlace, holder: Holder) -> Response:
    """Take screen A: whatever is wrong with the login, then the password, then the account."""
    form = LinkForm()
    login, key = form.login.data or "", form.key.data or ""
    early = service.typed_decision(place, holder, login=login, now=edge.now())
    if not early.counts or len(logins.normal(login)) > service.LONGEST_LOGIN:
        return _refused_at_a(form, early)
    try:
        service.reserve_attempt(edge.session(), login=login, wall=edge.wall())
    except Refusal as refusal:
        edge.audit_kept("link:refused", _audited(login), code=refusal.code)
        edge.refused(form, _at_field(refusal))
        return _screen_a(form)
    secret = service.old_secret(queries.user_by_login(edge.session(), login))
    edge.split()
    matches = court_edge.passwords().verify(secret, key)
    decision, user = service.preview_link(
        edge.session(),
        place=place,
        holder=holder,
        session_id=court_edge.person().session_id,
        login=login,
        password_matches=matches,
        now=edge.now(),
        wall=edge.wall(),
    )
    edge.split()
    if not decision.allowed or user is None:
        return _refused_at_a(form, decision, audited=True)
    return _screen_b(user.display_name, holder.name)


def _confirmed(place: LinkPlace) -> Response:
    """Take screen B: ask the identity provider afresh, decide again under lock, and link."""
    holder = _ask_afresh()
    if holder is None:
        return _idp_down()
    who = court_edge.person()
    try:
        user = service.link_legacy_account(
            edge.session(),
            place=place,
            holder=holder,
            session_id=who.session_id,
            postman=edge.runtime().postman,
            now=edge.now(),
            wall=edge.wall(),
        )
    except LinkRefusal as refusal:
        return _refused_at_a(LinkForm(formdata=None), refusal.decision)
    edge.split()
    profile = court_edge.court().profile
    return _page(
        "accounts/linked.html",
        title=profile.words.link_title,
        text=linking.success_text(profile.filing_words()),
        name_here=user.display_name,
        pacer_name=holder.name,
    )


def _refused_at_a(form: LinkForm, decision: LinkDecision, *, audited: bool = False) -> Response:
    if not audited:
        edge.audit_kept("link:refused", _audited(form.login.data or ""), code=decision.code)
    if decision.screen == "none":
        edge.undo()
        return _cannot_link(decision, audited=True)
    edge.refused(form, _at_field(Refusal(decision.code, decision.text, field=decision.field)))
    return _screen_a(form)


def _cannot_link(decision: LinkDecision, *, audited: bool = False) -> Response:
    if not audited and court_edge.person().is_authenticated:
        edge.audit_kept("link:refused", court_edge.court().member.id, code=decision.code)
    profile = court_edge.court().profile
    upgrade = decision.code == "legacy"
    return _page(
        "accounts/link_refused.html",
        title=profile.words.link_title,
        text=decision.text,
        code=decision.code,
        offer_account=upgrade,
    )


def _screen_a(form: LinkForm) -> Response:
    return _page("accounts/link_a.html", screen=_words(), form=form)


def _screen_b(name_here: str, pacer_name: str) -> Response:
    return _page(
        "accounts/link_b.html", screen=_words(), name_here=name_here, pacer_name=pacer_name
    )


def _idp_down() -> Response:
    """Say that the accounts could not be checked; the proof of screen A is still good."""
    edge.undo()
    return _page(
        "accounts/link_idp_down.html",
        title=court_edge.court().profile.words.link_title,
        confirming=CONFIRM in request.form,
    )


def _words() -> linking.ScreenWords:
    return linking.screens(court_edge.court().profile.words.link_title)


def _place() -> LinkPlace:
    court = court_edge.court()
    member = court.member
    return LinkPlace(
        court_id=member.id,
        court=member.full_name,
        go_live=member.live_at,
        legacy_cutoff=member.cutoff_at,
        filer_account=court.profile.words.filer_account,
        zone=ZoneInfo(member.timezone),
    )


def _holder() -> Holder:
    who = court_edge.person()
    return Holder(
        subject=who.subject,
        account_number=who.account_number,
        user_name=who.user_name,
        name=who.pacer_name,
        email=who.pacer_email,
        kind=who.account_kind or "individual",
        status="disabled" if who.account_status == "disabled" else "active",
        legacy=who.account_legacy,
    )


def _ask_afresh() -> Holder | None:
    """Ask the identity provider what the account is now; None if it does not answer."""
    runtime, subject = edge.runtime(), court_edge.person().subject
    edge.split()
    try:
        answer = runtime.backchannel.post_service(
            runtime.federation.idp, ACCOUNT_SERVICE, {"subject": subject}, wall=edge.wall()
        )
        if answer.status_code != requests.codes.ok:
            return None
        told: dict[str, Any] = answer.json()
        return Holder(
            subject=subject,
            account_number=str(told["account_number"]),
            user_name=str(told["user_name"]),
            name=str(told["name"]),
            email=str(told.get("email", "")),
            kind=str(told["kind"]),
            status="disabled" if told["status"] == "disabled" else "active",
            legacy=bool(told["legacy"]),
        )
    except (requests.RequestException, ValueError, KeyError):
        return None


def _at_field(refusal: Refusal) -> Refusal:
    # The rules speak of the password; the field has CM/ECF's own name, `key`.
    field = "key" if refusal.field == "password" else refusal.field
    return Refusal(refusal.code, refusal.message, field=field)


def _audited(login: str) -> str:
    return f"court-login:{logins.normal(login)}"


# --------------------------------------------------------------------------- maintenance (seed 000)


@blueprint.route(MAINTAIN_PATH, methods=["GET", "POST"], endpoint="maintain")
@requires(Permission.UTILITIES)
def maintain_route() -> Response:
    """Maintain an account in a court with the CGI address space."""
    return maintain()


def maintain() -> Response:
    """Walk through the account screens; only the second Submit saves."""
    who, authority = court_edge.person(), edge.runtime().authority
    if not authority.permits(who, Permission.MAINTAIN_ACCOUNT):
        return _no_maintenance()
    user = queries.user_by_id(edge.session(), who.user_id)
    if user is None:
        return _no_maintenance()
    if court_edge.era().live:
        return _page("accounts/maintain_pacer.html", user=user, more=_more_path(user))
    if request.method != "POST":
        draft = _begin(user)
        _note_screen(user, draft)
        return _account_screen(draft, user)
    try:
        return _step(user, request.form.get(ACTION, ""))
    except maintenance.OutOfOrder:
        edge.undo()
        return _account_screen(_begin(user), user, lost=True)


def _more_path(user: CourtUser) -> str:
    """Return where an attorney or a trustee names filing agents; empty if nobody can."""
    has_agents = "filing_agent" in court_edge.rules().filing_roles
    return MORE_PATH if has_agents and user.role in PRINCIPALS else ""


def _step(user: CourtUser, action: str) -> Response:
    session_id = court_edge.person().session_id
    draft = service.kept_draft(edge.session(), session_id=session_id)
    if draft is None:
        return _account_screen(_begin(user), user, lost=True)
    if action == maintenance.RETURN:
        return _returned(user, draft)
    if draft.stage is Stage.CONFIRM:
        return _saved(draft)
    form = AccountForm()
    if not form.validate():
        edge.undo()
        return _account_screen(draft, user, form=form)
    # A browser ends the lines of a text area in its own way.
    typed = {name: "\n".join((form[name].data or "").splitlines()) for name in draft.fields}
    if action == maintenance.MORE:
        draft = maintenance.more_information(service.carry(draft, typed))
        _keep(draft)
        _note_screen(user, draft)
        return _more_screen(draft, MoreForm(formdata=None, data={"login": draft.shown_login}))
    draft, _ = maintenance.submit(draft, fields=typed)
    _keep(draft)
    _note_screen(user, draft)
    return _page("accounts/maintain_confirm.html", user=user, change=draft.change)


def _returned(user: CourtUser, draft: Draft) -> Response:
    form = MoreForm()
    login, key = (form.login.data or "").strip(), form.key.data or ""
    if draft.stage is not Stage.MORE:
        raise maintenance.OutOfOrder("the inner screen was left already")
    try:
        service.check_new_credentials(
            edge.session(),
            user_id=user.id,
            login=login,
            password=key,
            minimum=court_edge.rules().court_password_minimum,
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _more_screen(draft, form)
    edge.split()
    secret = key if maintenance.unchanged(key) else court_edge.passwords().hash(key)
    draft = maintenance.return_to_account(draft, login=login, password=secret)
    _keep(draft)
    _note_screen(user, draft)
    return _account_screen(draft, user)


def _saved(draft: Draft) -> Response:
    who = court_edge.person()
    done, change = maintenance.submit(draft)
    if change is None:
        raise maintenance.OutOfOrder("there was no first Submit")
    try:
        user = service.change_court_account(
            edge.session(),
            user_id=who.user_id,
            session_id=who.session_id,
            change=change,
            actor=who.audit_name,
            postman=edge.runtime().postman,
            now=edge.now(),
            wall=edge.wall(),
        )
        service.keep_draft(edge.session(), session_id=who.session_id, draft=None)
        edge.split()
    except Refusal as refusal:
        edge.undo()
        edge.audit_kept("account:refused", f"court-login:{who.user_login}", code=refusal.code)
        user = cast(CourtUser, queries.user_by_id(edge.session(), who.user_id))
        form = AccountForm(formdata=None, data=dict(draft.shown_fields))
        form.form_errors.append(refusal.message)
        return _account_screen(_begin(user), user, form=form)
    return _page("accounts/maintain_saved.html", user=user, change=change, stage=done.stage)


def _begin(user: CourtUser) -> Draft:
    draft = maintenance.begin(user.login_name or "", service.account_fields(user))
    _keep(draft)
    return draft


def _keep(draft: Draft) -> None:
    service.keep_draft(edge.session(), session_id=court_edge.person().session_id, draft=draft)


def _note_screen(user: CourtUser, draft: Draft) -> None:
    """Note how far somebody has come: only the last screen changes anything."""
    edge.audit(
        "account:screen",
        f"court-login:{user.login_key}",
        screen=draft.stage.value,
        password=draft.change.password is not None,
        login=draft.change.login is not None,
    )


def _account_screen(
    draft: Draft, user: CourtUser, *, form: AccountForm | None = None, lost: bool = False
) -> Response:
    return _page(
        "accounts/maintain.html",
        user=user,
        draft=draft,
        form=form or AccountForm(formdata=None, data=dict(draft.shown_fields)),
        lost=maintenance.LOST if lost else "",
    )


def _more_screen(draft: Draft, form: MoreForm) -> Response:
    form.key.data = maintenance.MASK
    return _page("accounts/maintain_more.html", form=form)


def _no_maintenance() -> Response:
    """Refuse in the words of seed 000, step c, whose cause is a PACER login."""
    edge.undo()
    words = court_edge.court().profile.menus
    out = (words.nextgen if court_edge.era().live else words.currentgen)[-1].word
    if court_edge.era().live:
        text = (
            "You do not have this option because no account of this court is linked to your "
            "PACER account. Link it under Utilities first."
        )
    else:
        shape = logins.describe_shape(court_edge.rules().old_login_shape)
        text = (
            "You do not have this option because you have used your PACER login and password. "
            f"Click on “{out}”, log back in and use the login of this court ({shape}) and its "
            "password."
        )
    edge.audit_kept("account:refused", court_edge.court().member.id, code="pacer_login")
    return _page("accounts/maintain_refused.html", text=text)


# --------------------------------------------------------------------------- lost passwords


@blueprint.route(LOST_PATH, methods=["GET", "POST"], endpoint="lost_password")
@public
def lost_password_route() -> Response:
    """Ask for a reset in a court with the CGI address space."""
    return lost_password()


def lost_password() -> Response:
    """Ask for login and primary address; the answer is the same for everybody (seed 003)."""
    form = LostPasswordForm()
    by_mail = court_edge.rules().password_reset == "primary_email"  # noqa: S105 - a policy word
    if request.method == "POST" and by_mail and form.validate():
        login = form.login.data or ""
        enter_world_of(queries.world_of_login(edge.session(), login))
        service.start_password_reset(
            edge.session(),
            login=login,
            email=form.email.data or "",
            token=new_token(),
            link=_reset_link,
            postman=edge.runtime().postman,
            now=edge.now(),
            wall=edge.wall(),
            misused=bool(form.misused.data),
        )
        return _page("accounts/lost_sent.html", help_desk=_help_desk())
    return _page(
        "accounts/lost.html",
        form=form,
        by_mail=by_mail,
        live=court_edge.era().live,
        help_desk=_help_desk(),
    )


@blueprint.route(RESET_PATH, methods=["GET", "POST"], endpoint="reset_password")
@public
def reset_password_route() -> Response:
    """Set a new password in a court with the CGI address space."""
    return reset_password()


def reset_password() -> Response:
    """Take a one-time link and set a new court password."""
    token = request.values.get("token", "")
    enter_world_of(service.world_of_reset(edge.session(), token=token))
    try:
        user = service.user_of_reset(edge.session(), token=token, wall=edge.wall())
    except Refusal as refusal:
        edge.undo()
        return _page("accounts/reset_spent.html", text=refusal.message)
    form = NewPasswordForm()
    if request.method != "POST" or not form.validate():
        return _page("accounts/reset.html", form=form, token=token, user=user)
    key = form.key.data or ""
    try:
        service.check_new_password(
            key,
            login=user.login_name or "",
            minimum=court_edge.rules().court_password_minimum,
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _page("accounts/reset.html", form=form, token=token, user=user)
    edge.split()
    password_hash = court_edge.passwords().hash(key)
    try:
        user = service.finish_password_reset(
            edge.session(),
            token=token,
            password_hash=password_hash,
            postman=edge.runtime().postman,
            now=edge.now(),
            wall=edge.wall(),
        )
    except Refusal as refusal:
        edge.undo()
        return _page("accounts/reset_spent.html", text=refusal.message)
    return _page("accounts/reset_done.html", user=user, live=court_edge.era().live)


def enter_world_of(found: int | None) -> None:
    """Let the request belong to the world of an account that was looked for in every world."""
    if found is not None:
        edge.enter_world(found, seats.offset_of(edge.session(), found))


def lost_path() -> str:
    """Return where this court takes a lost password, in its own address space."""
    return _in_space(LOST_PATH, "LostPassword.jsp")


def _reset_link(token: str) -> str:
    path = _in_space(RESET_PATH, "ResetPassword.jsp")
    mark = "&" if "?" in path else "?"
    return edge.federation_url(court_edge.court().member, f"{path}{mark}token={token}")


def _in_space(path: str, servlet: str) -> str:
    landing = court_edge.court().profile.paths.landing
    room, separator, _ = landing.partition("=")
    return f"{room}={servlet}" if separator else path


def _help_desk() -> Any:
    """Return whom to write to, as the court's web site names it (put there by that room)."""
    return current_app.extensions["moot_site"].help_desk


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
