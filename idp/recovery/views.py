"""Forgot password, forgot user name, and the page behind the link in the mail."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request

from idp.accounts import (
    addresses,
    manage,
    password_rules,
    queries,
    security_questions,
    service,
)
from idp.accounts.models import Account
from idp.edge import passwords, visitor
from idp.permissions import Permission
from idp.recovery import forms
from idp.recovery.matching import matching
from idp.signin import protocol as signin
from shared.audit import record
from shared.clock import court_date, court_stamp
from shared.errors import Refusal
from shared.mail.compose import compose
from shared.web import edge
from shared.web.guard import public, requires

blueprint = Blueprint("recovery", __name__)

SUBJECT: Final = "Reset PACER Password"
#: Whoever has several accounts gets a link to each of these; more are not anybody's.
MOST_ACCOUNTS: Final = 5
NEED_MORE: Final = "Enter your username or account number, or your date of birth."
NEED_MORE_FOR_NAME: Final = "Enter your account number or your date of birth."
BAD_DATE: Final = "Enter the date of birth as mm/dd/yyyy."
TOO_MANY: Final = "There were very many requests from your network. Please try again in an hour."
SENT: Final = (
    "If what you entered belongs to a PACER account, we have sent an e-mail to its address. Open "
    "it and follow what it says. If none comes, look at what you entered and try again."
)
WRONG_ANSWERS: Final = "An answer is not right."


@blueprint.route(manage.FORGOTTEN_PATH, methods=["GET", "POST"])
@public
def forgot_password() -> Response:
    """Forgot Your Password?: a link by mail, to whoever it may concern (facts.md 1.12)."""
    form = forms.ForgotPasswordForm(request.form if request.method == "POST" else None)
    title = "Forgot Your Password?"
    if request.method == "GET" or not form.validate():
        return _ask(title, form)
    born = _born(form)
    if not _enough(form, born, NEED_MORE):
        return _ask(title, form)
    found = _found(form, born)
    if found is None:
        return _ask(title, form)
    for account in found:
        token = service.promise_link(edge.session(), account_id=account.id, wall=edge.wall())
        edge.send_mail(recipient=account.email, **_link_mail(account, token))
        _note("recovery:link_sent", account)
    if not found:
        # The same work for nobody: a decoy row, and a mail that is written and thrown away.
        token = service.promise_link(edge.session(), account_id=None, wall=edge.wall())
        _throw_away(_link_mail(None, token))
        edge.audit("recovery:nobody", "pacer", address=edge.remote_address())
    return _sent(title)


@blueprint.route(manage.FORGOT_USER_NAME_PATH, methods=["GET", "POST"])
@public
def forgot_user_name() -> Response:
    """Forgot User Name?: the names by mail."""
    form = forms.ForgotUserNameForm(request.form if request.method == "POST" else None)
    title = "Forgot User Name?"
    if request.method == "GET" or not form.validate():
        return _ask(title, form)
    born = _born(form)
    if not _enough(form, born, NEED_MORE_FOR_NAME):
        return _ask(title, form)
    found = _found(form, born)
    if found is None:
        return _ask(title, form)
    if found:
        edge.send_mail(recipient=found[0].email, **_name_mail(found))
        for account in found:
            _note("recovery:name_sent", account)
    else:
        _throw_away(_name_mail([]))
        edge.audit("recovery:nobody", "pacer", address=edge.remote_address())
    return _sent(title)


def _born(form: Any) -> date | None:
    return addresses.read_date(form.date_of_birth.data or "")


def _enough(form: Any, born: date | None, words: str) -> bool:
    if form.date_of_birth.data and born is None:
        form.date_of_birth.errors = [BAD_DATE]
        return False
    if not form.name.data and born is None:
        form.name.errors = [words]
        return False
    return True


def _found(form: Any, born: date | None) -> list[Account] | None:
    """Return the accounts that are meant, none after too many requests; None for too busy a place.

    Both counts are written for known and unknown people alike.
    """
    session = edge.session()
    email = form.email.data or ""
    calm, few = service.ask_for_recovery(
        session, about=email.casefold(), address=edge.remote_address(), wall=edge.wall()
    )
    if not calm:
        form.form_errors.append(TOO_MANY)
        return None
    known = queries.recoverable(session, email=email)
    found = matching(known, name_or_number=form.name.data or "", born=born)
    if found:
        _enter(found[0])
        # Addresses differ from seat to seat: those of one address are of one world.
        found = [account for account in found if account.world == found[0].world]
    return found[:MOST_ACCOUNTS] if few else []


def _enter(account: Account) -> None:
    edge.enter_world(account.world, account.seat_offset_seconds)


def _link_mail(account: Account | None, token: str) -> dict[str, Any]:
    path = f"{manage.RESET_PATH}?token={token}"
    idp = edge.runtime().federation.idp
    return {
        "template": "password_reset",
        "name": account.display_name if account else "Nobody in Particular",
        "user_name": account.user_name if account else "nobody01",
        "link": edge.federation_url(idp, path, role="psc"),
        "asked_at": court_stamp(edge.now(), idp.timezone),
    }


def _name_mail(found: list[Account]) -> dict[str, Any]:
    return {
        "template": "user_name_reminder",
        "name": found[0].display_name if found else "Nobody in Particular",
        "user_names": [account.user_name for account in found] or ["nobody01"],
    }


def _throw_away(mail: dict[str, Any]) -> None:
    runtime = edge.runtime()
    values = {name: value for name, value in mail.items() if name != "template"}
    compose(
        runtime.postman.render,
        template=mail["template"],
        recipient="nobody@pacer.moot.test",
        values={**values, "member": runtime.member, "now": edge.now()},
    )


def _note(tag: str, account: Account) -> None:
    record(
        edge.session(),
        tag=tag,
        actor="anonymous",
        subject=f"pacer:{account.user_name}",
        now=edge.now(),
        wall=edge.wall(),
        detail={"address": edge.remote_address()},
        world=account.world,
    )


def _ask(title: str, form: Any) -> Response:
    return make_response(
        render_template(
            "recovery/ask.html",
            title=title,
            form=form,
            back_url="/pscof/login.xhtml",
        )
    )


def _sent(title: str) -> Response:
    return make_response(
        render_template(
            "recovery/sent.html", title=title, words=SENT, back_url="/pscof/login.xhtml"
        )
    )


# --------------------------------------------------------------------------- the link


@blueprint.route(manage.RESET_PATH, methods=["GET", "POST"])
@public
def reset_password() -> Response:
    """Set a new password by a one-time link; opening it alone uses nothing up, nor signs in."""
    token = request.values.get("token", "")[:100]
    try:
        with edge.runtime().database.reading() as session:
            account = service.account_of_link(session, token=token, wall=edge.wall())
        _enter(account)
    except Refusal as refusal:
        return _spent(refusal.message)
    form = forms.ResetForm(request.form if request.method == "POST" else None)
    _fit_questions(form, account)
    if request.method == "GET" or not form.validate():
        return _reset_page(form, token, account)
    try:
        _check_new(form, account)
        _check_answers(form, account, token)
        edge.split()
        password_hash = passwords().hash(form.password.data or "")
        account = service.finish_recovery(
            edge.session(),
            token=token,
            password_hash=password_hash,
            now=edge.now(),
            wall=edge.wall(),
        )
    except Refusal as refusal:
        if refusal.code == "link_spent":
            edge.undo()
            return _spent(refusal.message)
        edge.refused(form, refusal)
        return _reset_page(form, token, account)
    promised = signin.close_sessions(edge.session(), account_id=account.id, reason="reset")
    _note("account:password_reset", account)
    edge.send_mail(
        template="password_changed",
        recipient=account.email,
        name=account.display_name,
        user_name=account.user_name,
    )
    edge.split()
    signin.tell_courts(promised)
    return make_response(
        render_template("recovery/done.html", account=account, login_url="/pscof/login.xhtml")
    )


def _fit_questions(form: Any, account: Account) -> None:
    if not account.answer_1_hash:
        del form.answer_1
        del form.answer_2
        return
    form.answer_1.label.text = security_questions.QUESTIONS.get(account.question_1, "Answer 1")
    form.answer_2.label.text = security_questions.QUESTIONS.get(account.question_2, "Answer 2")


def _check_new(form: Any, account: Account) -> None:
    password = form.password.data or ""
    password_rules.check(password, owner=service.owner_of(account), now=edge.now())
    if password != (form.password_again.data or ""):
        words = "The two passwords are not the same."
        raise Refusal("password_again", words, field="password_again")


def _check_answers(form: Any, account: Account, token: str) -> None:
    """Check both answers, however the first one is; a wrong one is counted.

    :raises Refusal: code `answers`.
    """
    if not account.answer_1_hash:
        return
    hasher = passwords()
    pairs = (
        (account.answer_1_hash, form.answer_1.data or ""),
        (account.answer_2_hash, form.answer_2.data or ""),
    )
    right = [hasher.verify(stored, security_questions.plain(text)) for stored, text in pairs]
    if not all(right):
        service.note_wrong_answer(edge.session(), token=token, wall=edge.wall())
        _note("recovery:wrong_answer", account)
        edge.split()
        raise Refusal("answers", WRONG_ANSWERS, field="answer_1")


def _spent(words: str) -> Response:
    return make_response(
        render_template("recovery/spent.html", words=words, again_url=manage.FORGOTTEN_PATH)
    )


def _reset_page(form: Any, token: str, account: Account) -> Response:
    return make_response(
        render_template(
            "recovery/reset.html",
            form=form,
            token=token,
            account=account,
            password_hint=password_rules.standard_at(edge.now()).hint,
        )
    )


# --------------------------------------------------------------------------- the service center


@blueprint.get(manage.SEARCH_DESK_PATH)
@requires(Permission.TRAIN)
def search_desk() -> Response:
    """List the accounts whose search lapsed: the service center is asked to give it back."""
    return _search_desk("")


def _search_desk(problem: str) -> Response:
    with edge.runtime().database.reading(world=visitor().world) as session:
        rows = [
            {
                "number": row.account_number,
                "name": row.display_name,
                "last": court_date(row.last_search_at, edge.runtime().federation.idp.timezone)
                if row.last_search_at
                else "",
            }
            for row in queries.unused(session)
        ]
    page = make_response(
        render_template(
            "recovery/search_desk.html",
            title=manage.SEARCH_DESK,
            rows=rows,
            problem=problem,
            done="done" in request.args,
        )
    )
    page.status_code = 422 if problem else 200
    return page


@blueprint.post(manage.SEARCH_DESK_PATH)
@requires(Permission.TRAIN)
def reactivate() -> Response:
    """Give search back to an account, and tell its holder."""
    session, wanted = edge.session(), request.form.get("account", "")
    found = next((row for row in queries.unused(session) if row.account_number == wanted), None)
    if found is None:
        edge.undo()
        return _search_desk("Search of this account has not lapsed, or is back already.")
    service.reactivate_search(session, account=found, now=edge.now())
    edge.audit("account:search_reactivated", f"pacer:{found.user_name}")
    edge.send_mail(
        template="search_reactivated",
        recipient=found.email,
        name=found.display_name,
        account_number=found.account_number,
    )
    return cast(Response, redirect(f"{manage.SEARCH_DESK_PATH}?done=1", 303))
