"""The registration wizard `regWizard.jsf`, and the upgrade of a legacy account."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask import session as browser_session
from wtforms import Form

from idp.accounts import (
    addresses,
    cards,
    manage,
    password_rules,
    queries,
    registration,
    security_questions,
    service,
)
from idp.accounts import protocol as accounts
from idp.accounts.models import Account, WizardDraft
from idp.accounts.names import check_user_name
from idp.edge import passwords, visitor
from idp.enrolment import forms, steps
from idp.permissions import Permission
from idp.signin import protocol as signin
from shared import court_days
from shared.clock import court_date
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import public, requires

blueprint = Blueprint("enrolment", __name__)

SEE_OTHER: Final = 303
REGISTERED: Final = "registered_account"
COMPLETE: Final = "complete"
MAY_EXIST: Final = (
    "An account may already exist for you: an account has two of your name, birth date and e-mail "
    "address. If you have one, use it: “Forgot Your Password?” and “Forgot Username?” help. "
    "Press Continue to open another one all the same."
)
EXISTS: Final = (
    "An account with your name, birth date and e-mail address exists already. Use it: “Forgot Your "
    "Password?” and “Forgot Username?” help. If you press Continue, the new account is opened with "
    "an inactive case search status."
)
TICK_ALL: Final = "Tick every box to say that you agree, then press Submit."


@dataclass(frozen=True, slots=True)
class Wizard:
    """One of the two wizards; its name is where the browser keeps the secret of the draft."""

    name: str
    path: str
    steps: Sequence[tuple[str, str]]


REGISTER: Final = Wizard("wizard_register", manage.REGISTER_PATH, registration.STEPS)
UPGRADE: Final = Wizard("wizard_upgrade", manage.UPGRADE_PATH, steps.UPGRADE_STEPS)


# --------------------------------------------------------------------------- drafts


def _token(wizard: Wizard) -> str:
    return str(browser_session.get(wizard.name, ""))


def _kept(wizard: Wizard) -> WizardDraft | None:
    with edge.runtime().database.reading() as session:
        draft = queries.draft(session, wizard=wizard.name, token=_token(wizard), wall=edge.wall())
    if draft is not None and (draft.account_id or 0) not in (0, visitor().account_id):
        return None
    return draft


def _typed(draft: WizardDraft | None) -> dict[str, str]:
    return {} if draft is None else cast("dict[str, str]", json.loads(draft.typed))


def _keep(wizard: Wizard, values: dict[str, str], **hashes: str) -> None:
    """Keep what a page sent; a draft whose time was over begins anew with it."""
    session, wall = edge.session(), edge.wall()
    draft = queries.draft(session, wizard=wizard.name, token=_token(wizard), wall=wall)
    if draft is None:
        account_id = visitor().account_id if wizard is UPGRADE else 0
        browser_session[wizard.name] = service.start_draft(
            session, wizard=wizard.name, typed=values, wall=wall, account_id=account_id
        )
        draft = queries.draft(session, wizard=wizard.name, token=_token(wizard), wall=wall)
    if draft is not None:
        for name, stored in hashes.items():
            setattr(draft, name, stored)
        service.keep_draft(session, draft=draft, typed=values, wall=wall)
    edge.split()


def _to(wizard: Wizard, step: str) -> Response:
    return cast(Response, redirect(f"{wizard.path}?step={step}", SEE_OTHER))


def _today() -> Any:
    return edge.now().astimezone(ZoneInfo(edge.runtime().federation.idp.timezone)).date()


# --------------------------------------------------------------------------- registering


@blueprint.route(manage.REGISTER_PATH, methods=["GET", "POST"])
@public
def register() -> Response:
    """Open a PACER account, page by page (facts.md 1.4)."""
    wanted = request.args.get("step", "")
    if wanted == COMPLETE and REGISTERED in browser_session:
        return _registered()
    draft = _kept(REGISTER)
    typed = _typed(draft)
    if "start" in request.form:
        return _start()
    kind = request.form.get("registration_type", typed.get("registration_type", ""))
    if kind not in registration.TYPES or (request.method == "GET" and not wanted):
        wished = {"registration_type": request.args.get("type", "")}
        return _choose(forms.TypeForm(data=wished | typed), resume=draft is not None)
    typed["registration_type"] = kind
    step = steps.allowed(registration.STEPS, typed, wanted)
    if step != wanted and request.method == "GET":
        return _to(REGISTER, step)
    pages = {
        "account": _account_page,
        "security": _security_page,
        "payment": _payment_page,
        "policies": _policies_page,
    }
    return pages[wanted if wanted in pages else step](typed, draft)


def _choose(form: Form, *, resume: bool) -> Response:
    return make_response(
        render_template(
            "enrolment/choose.html",
            form=form,
            meanings=registration.MEANINGS,
            types=registration.TYPES,
            resume_url=f"{REGISTER.path}?step=policies" if resume else None,
        )
    )


def _start() -> Response:
    form = forms.TypeForm(request.form)
    if not form.validate():
        return _choose(form, resume=False)
    _keep(REGISTER, {"registration_type": str(form.registration_type.data)})
    return _to(REGISTER, "account")


def _account_page(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    form = forms.AccountForm(request.form if request.method == "POST" else None, data=typed)
    form.fit_county()
    if typed["registration_type"] != registration.NON_ATTORNEY_FILER:
        del form.court_role
    if request.method == "GET":
        return _step(REGISTER, "account", form, typed)
    values = {**form.typed(), "registration_type": typed["registration_type"]}
    if "counties" in request.form:
        _keep(REGISTER, {**values, **steps.with_done(typed, "account", is_done=False)})
        return _to(REGISTER, "account")
    born = addresses.read_birth_date(form.date_of_birth.data or "", _today())
    if not _is_good(form, born):
        _keep(REGISTER, {**values, **steps.with_done(typed, "account", is_done=False)})
        return _step(REGISTER, "account", form, typed)
    with edge.runtime().database.reading(world=visitor().world) as session:
        same = service.likeness(
            session,
            who=registration.Identity(
                values["first_name"], values["last_name"], born, values["email"]
            ),
        )
    if same >= registration.WARNING and "continue" not in request.form:
        _keep(REGISTER, {**values, **steps.with_done(typed, "account", is_done=False)})
        words = EXISTS if same == registration.ALL_THREE else MAY_EXIST
        return _step(REGISTER, "account", form, typed, warning=words)
    _keep(
        REGISTER,
        {**values, **_after_person(typed, values, "account")},
        **_without_secrets(typed, values),
    )
    return _to(REGISTER, "security")


def _is_good(form: Any, born: Any) -> bool:
    good = form.validate()
    if form.date_of_birth.data and born is None:
        form.date_of_birth.errors = ["Enter your date of birth as mm/dd/yyyy."]
        good = False
    return bool(good)


_NAMED: Final = ("first_name", "last_name", "email")


def _without_secrets(typed: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    """Return an empty password for another name: it was checked against the former one."""
    changed = any(typed.get(name, values[name]) != values[name] for name in _NAMED)
    return {"password_hash": ""} if changed else {}


def _after_person(typed: dict[str, str], values: dict[str, str], step: str) -> dict[str, str]:
    noted = steps.with_done(typed, step, is_done=True)
    if _without_secrets(typed, values):
        return steps.with_done({**typed, **noted}, "security", is_done=False)
    return noted


def _security_page(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    answer = _security(REGISTER, typed, draft)
    return answer if isinstance(answer, Response) else _to(REGISTER, "payment")


def _security(
    wizard: Wizard, typed: dict[str, str], draft: WizardDraft | None
) -> Response | dict[str, str]:
    """Show or take the page with user name, password and questions; None when it is kept."""
    kept = draft is not None and bool(draft.password_hash and draft.answer_1_hash)
    form = forms.SecurityForm(request.form if request.method == "POST" else None, data=typed)
    if request.method == "GET":
        return _step(wizard, "security", form, typed, kept=kept)
    values = form.typed()
    open_again = {**values, **steps.with_done(typed, "security", is_done=False)}
    if "back" in request.form:
        _keep(wizard, open_again)
        return _to(wizard, steps.before(wizard.steps, "security"))
    same = all(typed.get(name, "") == values[name] for name in ("question_1", "question_2"))
    keeps = kept and same and form.is_blank()
    try:
        good = form.validate()
        if good:
            _check_security(form, typed, keeps=keeps)
    except Refusal as refusal:
        edge.refused(form, refusal)
        good = False
    if not good:
        _keep(wizard, open_again)
        return _step(wizard, "security", form, typed, kept=kept)
    hashes: dict[str, str] = {}
    if not keeps:
        hasher = passwords()
        hashes = {
            "password_hash": hasher.hash(form.password.data or ""),
            "answer_1_hash": hasher.hash(security_questions.plain(form.answer_1.data or "")),
            "answer_2_hash": hasher.hash(security_questions.plain(form.answer_2.data or "")),
        }
    _keep(wizard, {**values, **steps.with_done(typed, "security", is_done=True)}, **hashes)
    return {**typed, **values}


def _check_security(form: forms.SecurityForm, typed: dict[str, str], *, keeps: bool) -> None:
    user_name = form.user_name.data or ""
    check_user_name(user_name)
    with edge.runtime().database.reading() as session:
        if queries.is_taken(session, user_name=user_name, but=visitor().account_id):
            raise Refusal("user_name_taken", service.TAKEN, field="user_name")
    if keeps and user_name == typed.get("user_name", ""):
        return
    password = form.password.data or ""
    owner = password_rules.Owner(
        typed.get("first_name", ""), typed.get("last_name", ""), user_name, typed.get("email", "")
    )
    password_rules.check(password, owner=owner, now=edge.now())
    if password != (form.password_again.data or ""):
        words = "The two passwords are not the same."
        raise Refusal("password_again", words, field="password_again")
    security_questions.check(
        form.question_1.data or "",
        form.question_2.data or "",
        form.answer_1.data or "",
        form.answer_2.data or "",
    )


def _payment_page(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    form = forms.PaymentForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _step(REGISTER, "payment", form, typed, test_card=cards.ACCEPTED)
    if "back" in request.form:
        return _to(REGISTER, "security")
    last = typed.get("card_last", "") if "keep_card" in request.form else ""
    try:
        last = cards.check(form.card.data or "") or last
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _step(REGISTER, "payment", form, typed, test_card=cards.ACCEPTED)
    _keep(REGISTER, {"card_last": last, **steps.with_done(typed, "payment", is_done=True)})
    return _to(REGISTER, "policies")


def _policies_page(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    form = forms.PoliciesForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return _step(REGISTER, "policies", form, typed)
    if "back" in request.form:
        return _to(REGISTER, "payment")
    if steps.first_open(registration.STEPS, typed) != "policies":
        return _to(REGISTER, steps.first_open(registration.STEPS, typed))
    if form.unticked():
        return _step(REGISTER, "policies", form, typed, message=TICK_ALL)
    try:
        account = _open(typed)
    except Refusal as refusal:
        again = forms.SecurityForm(data=typed)
        edge.refused(again, refusal)
        if refusal.field is None:  # pressed twice: the first one made the account
            return _to(REGISTER, COMPLETE)
        return _step(REGISTER, "security", again, typed, kept=True)
    browser_session.pop(REGISTER.name, None)
    browser_session[REGISTERED] = account.id
    return _to(REGISTER, COMPLETE)


def _security_of(typed: dict[str, str], draft: WizardDraft) -> service.Security:
    return service.Security(
        typed["question_1"], draft.answer_1_hash, typed["question_2"], draft.answer_2_hash
    )


def _address_of(typed: dict[str, str]) -> tuple[str, str]:
    county = typed.get("county") or typed.get("county_name", "")
    address = addresses.lines(
        street=typed["street"],
        city=typed["city"],
        state=typed["state"],
        code=typed["code"],
        county=county,
        country="USA" if typed["state"] != "ZZ" else "",
    )
    return address, county


def _open(typed: dict[str, str]) -> Account:
    session = edge.session()
    draft = queries.draft(session, wizard=REGISTER.name, token=_token(REGISTER), wall=edge.wall())
    born = addresses.read_birth_date(typed["date_of_birth"], _today())
    if draft is None or born is None:
        raise Refusal("draft_used", "This has been submitted already.")
    security, password_hash = _security_of(typed, draft), draft.password_hash
    service.take_draft(session, draft=draft)
    address, county = _address_of(typed)
    account = service.register(
        session,
        who=service.Applicant(
            registration_type=typed["registration_type"],
            court_role=typed.get("court_role", ""),
            user_type=typed["user_type"],
            first_name=typed["first_name"],
            middle_name=typed["middle_name"],
            last_name=typed["last_name"],
            generation=typed["generation"],
            firm=typed["firm"],
            address=address,
            county=county,
            phone=typed["phone"],
            email=typed["email"],
            date_of_birth=born,
            user_name=typed["user_name"],
        ),
        password_hash=password_hash,
        security=security,
        card=bool(typed.get("card_last")),
        now=edge.now(),
        today=_today(),
        seat_offset_seconds=visitor().seat_offset_seconds,
    )
    edge.audit(
        "account:opened",
        f"pacer:{account.user_name}",
        account_number=account.account_number,
        registration_type=account.registration_type,
        kind=account.kind,
        search_note=account.search_note,
    )
    edge.send_mail(
        template="account_opened",
        recipient=account.email,
        name=account.display_name,
        account_number=account.account_number,
        user_name=account.user_name,
        search_status=manage.search_status(account.search_status, account.search_note),
        note=account.search_note,
        manage_url=accounts_url(manage.SETTINGS_PATH),
    )
    edge.split()
    return account


def accounts_url(path: str) -> str:
    """Return the absolute address of a page of the service center."""
    return edge.federation_url(edge.runtime().federation.idp, path, role="psc")


def _registered() -> Response:
    with edge.runtime().database.reading() as session:
        account = queries.by_id(session, account_id=int(browser_session[REGISTERED]))
    if account is None:
        return _to(REGISTER, "account")
    next_page = {
        registration.ATTORNEY_FILER: manage.ATTORNEY_REGISTRATION_PATH,
        registration.NON_ATTORNEY_FILER: manage.NON_ATTORNEY_REGISTRATION_PATH,
    }
    zone = edge.runtime().federation.idp.timezone
    return make_response(
        render_template(
            "enrolment/registered.html",
            account=account,
            search_label="Account Status" if account.kind == "paa" else "Case Search Status",
            search=manage.search_status(account.search_status, account.search_note),
            letter=court_date(account.letter_due_at, zone) if account.letter_due_at else "",
            letter_days=court_days.LETTER_DAYS,
            next_url=next_page.get(account.registration_type),
            manage_url=manage.SETTINGS_PATH,
        )
    )


def _step(wizard: Wizard, step: str, form: Form, typed: dict[str, str], **values: Any) -> Response:
    """Draw a page of a wizard."""
    names = dict(wizard.steps)
    shown = {
        "wizard": wizard,
        "step": step,
        "step_name": names[step],
        "number": [key for key, _ in wizard.steps].index(step) + 1,
        "count": len(wizard.steps),
        "first": step == wizard.steps[0][0],
        "form": form,
        "typed": typed,
        "autocomplete": forms.AUTOCOMPLETE,
        "password_hint": password_rules.standard_at(edge.now()).hint,
        "message": None,
        "warning": "",
        "kept": False,
        **values,
    }
    if wizard is UPGRADE:
        with edge.runtime().database.reading() as session:
            account = accounts.own_account(session)
            return accounts.manage_page("enrolment/upgrade.html", session, account, tab="", **shown)
    return make_response(render_template("enrolment/step.html", **shown))


# --------------------------------------------------------------------------- upgrading


@blueprint.route(manage.UPGRADE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def upgrade() -> Response:
    """Upgrade a legacy account: Person, Address, Security (seeds 002 and 004)."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        if not account.legacy:
            return accounts.manage_page("enrolment/upgraded.html", session, account, tab="")
    draft = _kept(UPGRADE)
    typed = {**_of_account(account), **_typed(draft)}
    wanted = request.args.get("step", "") or steps.first_open(UPGRADE.steps, typed)
    step = steps.allowed(UPGRADE.steps, typed, wanted)
    if step != wanted:
        return _to(UPGRADE, step)
    pages = {"person": _person_tab, "address": _address_tab, "security": _security_tab}
    return pages[step](typed, draft)


def _of_account(account: Account) -> dict[str, str]:
    """Return what the wizard knows before anything was typed."""
    known = addresses.parts(account.address)
    born = account.date_of_birth
    return {
        "first_name": account.first_name,
        "middle_name": account.middle_name,
        "last_name": account.last_name,
        "generation": account.generation,
        "date_of_birth": born.strftime("%m/%d/%Y") if born else "",
        "user_type": account.user_type,
        "firm": account.firm,
        "street": known["street"],
        "city": known["city"],
        "state": known["state"],
        "code": known["code"],
        "county": known["county"],
        "county_name": known["county"],
        "phone": account.phone,
        "email": account.email,
    }


def _person_tab(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    form = forms.PersonFields(request.form if request.method == "POST" else None, data=typed)
    if request.method == "GET":
        return _step(UPGRADE, "person", form, typed)
    born = addresses.read_birth_date(form.date_of_birth.data or "", _today())
    good = _is_good(form, born)
    values = form.typed()
    _keep(UPGRADE, {**values, **steps.with_done(typed, "person", is_done=good)})
    return _to(UPGRADE, "address") if good else _step(UPGRADE, "person", form, typed)


def _address_tab(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    form = forms.AddressFields(request.form if request.method == "POST" else None, data=typed)
    form.fit_county()
    if request.method == "GET":
        return _step(UPGRADE, "address", form, typed)
    values = form.typed()
    moves = "back" in request.form or "counties" in request.form
    good = not moves and form.validate()
    _keep(UPGRADE, {**values, **steps.with_done(typed, "address", is_done=good)})
    if good:
        return _to(UPGRADE, "security")
    if moves:
        return _to(UPGRADE, "person" if "back" in request.form else "address")
    return _step(UPGRADE, "address", form, typed)


def _security_tab(typed: dict[str, str], draft: WizardDraft | None) -> Response:
    answer = _security(UPGRADE, typed, draft)
    if isinstance(answer, Response):
        return answer
    session = edge.session()
    kept = queries.draft(session, wizard=UPGRADE.name, token=_token(UPGRADE), wall=edge.wall())
    account = accounts.own_account(session)
    born = addresses.read_birth_date(answer["date_of_birth"], _today())
    if kept is None or born is None:
        edge.undo()
        return _to(UPGRADE, "person")
    security, password_hash, before = _security_of(answer, kept), kept.password_hash, account
    former = before.user_name
    address, county = _address_of(answer)
    to = service.Upgraded(
        first_name=answer["first_name"],
        middle_name=answer["middle_name"],
        last_name=answer["last_name"],
        generation=answer["generation"],
        date_of_birth=born,
        user_type=answer["user_type"],
        firm=answer["firm"],
        address=address,
        county=county,
        phone=answer["phone"],
        email=answer["email"],
        user_name=answer["user_name"],
    )
    try:
        service.take_draft(session, draft=kept)
        service.upgrade(
            session,
            account=account,
            to=to,
            password_hash=password_hash,
            security=security,
            now=edge.now(),
            wall=edge.wall(),
        )
    except Refusal as refusal:
        form = forms.SecurityForm(data=answer)
        edge.refused(form, refusal)
        return _step(UPGRADE, "security", form, answer, kept=True)
    promised = signin.close_sessions(
        session, account_id=account.id, reason="upgrade", keep=visitor().session_id
    )
    edge.audit("account:upgraded", f"pacer:{account.user_name}", former_user_name=former)
    edge.send_mail(
        template="account_upgraded",
        recipient=account.email,
        name=account.display_name,
        former=former,
        user_name=account.user_name,
    )
    edge.split()
    signin.tell_courts(promised)
    browser_session.pop(UPGRADE.name, None)
    return _to(UPGRADE, COMPLETE)
