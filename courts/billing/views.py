"""Utilities > PACER account: exemption, client code, receipts and what this court charged."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import requests
from flask import Blueprint, Response, abort, make_response, render_template, request

from courts import edge as court_edge
from courts.access import queries as access_queries
from courts.access import views as access
from courts.billing import forms
from courts.billing.forms import (
    EXEMPT,
    LONGEST,
    NOT_EXEMPT,
    ClientCodeForm,
    ExemptionForm,
    ReceiptsForm,
)
from courts.edge import CourtPerson
from courts.payments.forms import DaysForm
from courts.permissions import Permission
from courts.signin import protocol as signin
from courts.signin import service
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.money import dollars
from shared.signon.refusals import ProviderDown
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("billing", __name__)

EXEMPTION_PATH: Final = "/cgi-bin/ChangeExemption.pl"
CLIENT_CODE_PATH: Final = "/cgi-bin/ChangeClientCode.pl"
RECEIPTS_PATH: Final = "/cgi-bin/ChangeReceipts.pl"
RECEIPTS: Final = "Show/Hide Transaction Receipts"
RECEIPTS_SET: Final = "Your choice holds in this browser until you change it."
#: How long a browser keeps the choice.
PREFERENCE_LIFE: Final = timedelta(days=365)
HISTORY_PATH: Final = "/cgi-bin/BillingHistory.pl"
#: So many charges stand on one page; the sums are of all in the range.
SHOWN: Final = 500
CLIENT_CODE_SERVICE: Final = "/services/moot/client-code"
UNPROCESSABLE: Final = 422
EXEMPTION: Final = "Change PACER Exemption Status"
CLIENT_CODE: Final = "Change Client Code"
NEVER_EXEMPT: Final = (
    "Your PACER account has no exempt privileges in this court. The PACER Service Center adds them "
    "on request, to counsel appointed here under the Criminal Justice Act: see Settings in Manage "
    "My Account."
)
NOW_EXEMPT: Final = (
    "This session is exempt from PACER fees. Use it for the appointed matter only; every exempt "
    "use is recorded. Your next login begins not exempt."
)
NOW_NOT: Final = "This session is not exempt: PACER fees are charged."
NEEDED: Final = "Required client code not entered."
INVALID: Final = "Invalid client code"
CODE_SET: Final = "Your client code was changed for this session."
#: A court without PACER's central sign-on has these at its own login page.
OLD_EXEMPT: Final = (
    "In this court you choose at login: put X- in front of your PACER user name to work exempt, "
    "and enter the client code beside it."
)


@blueprint.route(EXEMPTION_PATH, methods=["GET", "POST"])
@requires(Permission.UTILITIES)
def exemption_route() -> Response:
    """Change the exemption status in a court with the CGI address space."""
    return change_exemption()


@blueprint.route(CLIENT_CODE_PATH, methods=["GET", "POST"])
@requires(Permission.UTILITIES)
def client_code_route() -> Response:
    """Change the client code in a court with the CGI address space."""
    return change_client_code()


@blueprint.get(HISTORY_PATH)
@requires(Permission.UTILITIES)
def history_route() -> Response:
    """Review Billing History in a court with the CGI address space."""
    return billing_history()


@blueprint.route(RECEIPTS_PATH, methods=["GET", "POST"])
@requires(Permission.UTILITIES)
def receipts_route() -> Response:
    """Show or hide receipts in a court with the CGI address space."""
    return change_receipts()


def change_receipts() -> Response:
    """Keep in the browser whether receipts come before documents (facts 3.5: PacerPref)."""
    _billed()
    now = forms.SHOWN if access.receipts_wanted() else forms.HIDDEN
    form = ReceiptsForm(data={"receipts": now})
    if request.method != "POST" or not form.validate():
        return _page(RECEIPTS, form=form, said="")
    response = _page(RECEIPTS, form=form, said=RECEIPTS_SET)
    federation = edge.runtime().federation
    response.set_cookie(
        access.PREFERENCES,
        f"receipt={form.receipts.data}",
        max_age=PREFERENCE_LIFE,
        samesite="Lax",
        path="/",
        domain=None if edge.family() == "own" else federation.gateway_cookie_domain,
        secure=federation.secure and edge.family() == "own",
    )
    return response


def billing_history() -> Response:
    """List what this court charged to the person, by dates, with sums (facts 3.5)."""
    who = _billed()
    day, zone = court_edge.today(), ZoneInfo(court_edge.court().member.timezone)
    known = {"since": day.replace(day=1), "until": day}
    asked = "since" in request.args or "until" in request.args
    form = DaysForm(request.args if asked else None, data=known)
    found = None
    if not asked or form.validate():
        first = datetime.combine(form.since.data, time(), zone)
        end = datetime.combine(form.until.data + timedelta(days=1), time(), zone)
        session, subject = edge.session(), who.subject or "nobody"
        rows = access_queries.charges(session, subject, first, end, limit=SHOWN)
        found = {
            "rows": [
                (
                    court_stamp(row.at, str(zone)),
                    row.description,
                    row.criteria,
                    row.client_code,
                    row.pages,
                    dollars(row.cents),
                    row.exempt,
                )
                for row in rows
            ],
            "sums": access_queries.spent(session, subject, first, end),
        }
    html = render_template(
        "billing/history.html",
        form=form,
        found=found,
        dollars=dollars,
        most=SHOWN,
        servlet=request.args.get("servlet", "")[:40],
        path=request.path,
    )
    return make_response(html, 200 if found is not None else UNPROCESSABLE)


def change_exemption() -> Response:
    """Switch exempt use on or off for this session; off at every login, audited (seed 002)."""
    who = _billed()
    if not _nextgen(who):
        return _page(EXEMPTION, said="", closed=OLD_EXEMPT)
    form = ExemptionForm(data={"status": EXEMPT if who.exempt else NOT_EXEMPT})
    said = ""
    if request.method == "POST" and form.validate():
        wanted = form.status.data == EXEMPT
        if wanted and not signin.is_exempt(who.subject):
            edge.refused(form, Refusal("exempt", NEVER_EXEMPT, field="status"))
            edge.audit_kept("billing:exempt_refused", who.audit_name)
        elif wanted != who.exempt:
            service.set_exempt(edge.session(), session_id=who.session_id, exempt=wanted)
            edge.audit(f"billing:exempt_{'on' if wanted else 'off'}", who.audit_name)
        said = "" if form.errors else NOW_EXEMPT if wanted else NOW_NOT
    return _page(EXEMPTION, form=form, said=said)


def change_client_code() -> Response:
    """Change the client code of this session, by the rule of whoever pays (facts.md 1.8)."""
    who = _billed()
    if not _nextgen(who):
        return _page(CLIENT_CODE, said="", closed=OLD_EXEMPT)
    form = ClientCodeForm(data={"code": who.client_code})
    said = ""
    if request.method == "POST" and form.validate():
        code = form.code.data or ""
        try:
            suspended = _check(who, code)
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            service.set_client_code(
                edge.session(), session_id=who.session_id, code=code, refusal=suspended
            )
            edge.audit("billing:client_code", who.audit_name)
            said = CODE_SET
    return _page(CLIENT_CODE, form=form, said=said)


def _billed() -> CourtPerson:
    """Return who is there; staff are not billed (docs/decisions.md)."""
    who = court_edge.person()
    if who.staff_role and not who.user_id:
        abort(403)
    return who


def _nextgen(who: CourtPerson) -> bool:
    return who.has_pacer and court_edge.era().live


def _check(who: CourtPerson, code: str) -> str:
    """Ask whoever keeps the accounts whether a code will do; no transaction is open.

    Returned is why the account may not search, if it may not: a code may have been all it lacked.

    :raises Refusal: at the field.
    :raises ProviderDown: if nobody answers.
    """
    if len(code) > LONGEST or not code.isprintable():
        raise Refusal("code", INVALID, field="code")
    runtime = edge.runtime()
    try:
        answer = runtime.backchannel.post_service(
            runtime.federation.idp,
            CLIENT_CODE_SERVICE,
            {"subject": who.subject, "code": code},
            wall=edge.wall(),
        )
        answer.raise_for_status()
        told = answer.json()
    except (requests.RequestException, ValueError):
        raise ProviderDown from None
    if told.get("missing"):
        raise Refusal("missing", NEEDED, field="code")
    if not told.get("fits"):
        raise Refusal("format", INVALID, field="code")
    return str(told.get("search_reason", ""))


def _page(title: str, *, said: str, form: Any = None, closed: str = "") -> Response:
    html = render_template("billing/change.html", title=title, form=form, said=said, closed=closed)
    return make_response(html, UNPROCESSABLE if form is not None and form.errors else 200)
