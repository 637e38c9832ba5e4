"""Claims register, claims activity, creditors and who serves a bankruptcy case (facts 3.2, 4).

The pages are read by client programs: their markup is a contract (clients.md 5.17 and 5.18).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template, request

from courts import edge as court_edge
from courts.access import views as access
from courts.access.deciding import Channel, Why, decide, refused
from courts.cases.facts import case_facts
from courts.cases.models import Case
from courts.cases.protocol import whole
from courts.cases.queries import CaseView, PartyView, by_id, matching
from courts.claims import amounts, matrix, protocol, queries
from courts.claims.forms import (
    RAW,
    ActivityForm,
    CaseForm,
    CreditorForm,
    MatrixForm,
    RegisterForm,
)
from courts.docket.queries import Span, entries
from courts.kinds import numbers
from courts.notices import queries as notices
from courts.permissions import Permission
from shared.errors import Refusal
from shared.money import Sold
from shared.web import cgi, edge
from shared.web.guard import program_post, requires

blueprint = Blueprint("claims", __name__)

REGISTER_PATH: Final = "/cgi-bin/SearchClaims.pl"
HISTORY_PATH: Final = "/cgi-bin/ClaimHistory.pl"
ACTIVITY_PATH: Final = "/cgi-bin/ClaimsActRpt.pl"
MATRIX_PATH: Final = "/cgi-bin/CredMatrixCase.pl"
CREDITORS_PATH: Final = "/cgi-bin/CreditorQry.pl"
MAILING_PATH: Final = "/cgi-bin/MailList.pl"
NOTICE_PATH: Final = "/cgi-bin/NoticeOfFiling.pl"
TRUSTEE_PATH: Final = "/cgi-bin/qryTrustee.pl"
#: The creditor service of the federation, on a host of its own among the real names.
CREDITOR_SERVICE: Final = "/query/cmecf/index.adp"

REGISTER: Final = "Claims Register"
ACTIVITY: Final = "Claims Activity Report"
MATRIX: Final = "Creditor Matrix"
CREDITORS: Final = "Creditors"
MAILING: Final = "Electronic/Paper Notice"
NOTICE: Final = "Notice of Bankruptcy Case Filing"
TRUSTEE: Final = "Trustee"
HISTORY: Final = "Claim History"

NO_CASE: Final = "Case not found. Enter the number as it stands on the docket, such as 21-30101."
NO_CLAIMS: Final = "No claims found for this case using selection criteria entered"
NO_ENTRIES: Final = "No claims entries found"
NO_CREDITORS: Final = "Your requested case {number} does not have creditors."
NOT_BANKRUPTCY: Final = "You entered a non-bankruptcy type case: {number}"
WRONG_TYPE: Final = "The case type was {type} but it must be bk."
#: A report over all cases shows no more filings than this; whoever wants others narrows it.
MOST: Final = 1000
_FAMILY: Final = "bankruptcy"
_DEBTORS: Final = frozenset({"Debtor", "Joint Debtor", "Debtor In Possession"})


# --------------------------------------------------------------------------- the register


@blueprint.route(REGISTER_PATH, methods=["GET", "POST"])
@requires(Permission.REPORTS)
@program_post
def claims_register() -> Response:
    """Show the register of a case: a form, then the claims that it asks for."""
    form = RegisterForm()
    if request.method == "GET":
        return _blank(form, REGISTER, REGISTER_PATH)
    view = _asked(form, REGISTER, WRONG_TYPE)
    if not isinstance(view, CaseView):
        return view or _form(form, REGISTER, REGISTER_PATH)
    claims = queries.register(edge.session(), view.case.id, form.wanted)
    shown = render_template(
        "claims/_register.html" if claims else "claims/_nothing.html",
        said=NO_CLAIMS,
        view=view,
        number=_number(view.case),
        facts=view.bankruptcy,
        claims=[(each, amounts.lines(each.claim.amounts)) for each in claims],
        totals=amounts.totals(each.claim.amounts for each in claims),
        trustee=_trustee(view),
        dates=_ends(view),
    )
    criteria = _criteria(
        (_number(view.case), True),
        (f"Filed or Entered: {'entered' if form.EntFil.data == 'Ent' else 'filed'}", True),
        (f"From: {form.f_fromdt.data}", form.f_fromdt.data),
        (f"To: {form.f_todt.data}", form.f_todt.data),
        (f"Claims: {form.f_claimno_from.data}-{form.f_claimno_to.data}", _ranged(form)),
        (f"Creditor: {form.creditor.data}", form.creditor.data),
    )
    return _report(shown, REGISTER, criteria=criteria, case=view.case)


def _ranged(form: RegisterForm) -> bool:
    return bool(form.f_claimno_from.data or form.f_claimno_to.data)


def _ends(view: CaseView) -> list[tuple[str, date]]:
    """Return what became of a case as the title of its register says it, with the days."""
    facts = view.bankruptcy
    found = (
        ("Converted", facts.converted_on),
        ("Debtor dismissed", facts.dismissed_on),
        ("Closed", view.case.terminated_on),
    )
    return [(label, day) for label, day in found if day is not None]


@blueprint.get(HISTORY_PATH)
@requires(Permission.REPORTS)
def claim_history() -> Response:
    """Show the history of one claim: `ClaimHistory.pl?<case>,<claim>-<n>,<id>,<number>`."""
    parts = cgi.query().split(",")
    ids = [cgi.case_id(part) for part in (*parts, "", "")[:3:2]]
    view = _of_case(ids[0], HISTORY)
    if not isinstance(view, CaseView):
        return view
    found = queries.one(edge.session(), view.case.id, ids[1] or 0)
    if found is None:
        return access.refusal_page(refused(Why.NOT_AVAILABLE), HISTORY, way_out=NO_CLAIMS)
    shown = render_template(
        "claims/_history.html", view=view, number=_number(view.case), each=found
    )
    return _report(
        shown,
        HISTORY,
        criteria=f"{_number(view.case)} Claim: {found.claim.number}",
        case=view.case,
    )


# --------------------------------------------------------------------------- activity


@blueprint.route(ACTIVITY_PATH, methods=["GET", "POST"])
@requires(Permission.REPORTS)
@program_post
def claims_activity() -> Response:
    """Show what was filed in the registers: of one case, or of all that the viewer may see."""
    form = ActivityForm()
    if request.method == "GET":
        return _blank(form, ACTIVITY, ACTIVITY_PATH)
    case: Case | None = None
    if form.names_case:
        view = _asked(form, ACTIVITY, WRONG_TYPE)
        if not isinstance(view, CaseView):
            return view or _form(form, ACTIVITY, ACTIVITY_PATH)
        case = view.case
    elif not form.good():
        return _form(form, ACTIVITY, ACTIVITY_PATH)
    rows = queries.activity(
        edge.session(),
        form.wanted(None if case is None else case.id),
        limit=MOST + 1,
        closed=access.viewer().staff,
    )
    shown = render_template(
        "claims/_activity.html" if rows else "claims/_nothing.html",
        said=NO_ENTRIES,
        rows=[
            (row, _number(row.case), amounts.lines(row.claim.amounts), _claims_due(row.case))
            for row in rows[:MOST]
        ],
        more=len(rows) > MOST,
        most=MOST,
    )
    criteria = _criteria(
        ("" if case is None else _number(case), case is not None),
        (f"Chapter: {form.chapter.data}", form.chapter.data),
        (f"Creditor: {form.creditor.data}", form.creditor.data),
        (f"Filed: {form.filed_from.data}-{form.filed_to.data}", form.filed_from.data),
        (f"Entered: {form.entered_from.data}-{form.entered_to.data}", form.entered_from.data),
    )
    sold = Sold.REPORT if case is None else Sold.CASE_REPORT
    return _report(shown, ACTIVITY, criteria=criteria, case=case, sold=sold)


def _claims_due(case: Case) -> tuple[date | None, date | None]:
    facts = CaseView(case, (), (), {}).bankruptcy
    return facts.claims_due, facts.government_claims_due


# --------------------------------------------------------------------------- creditors


@blueprint.route(MATRIX_PATH, methods=["GET", "POST"])
@requires(Permission.REPORTS)
@program_post
def creditor_matrix() -> Response:
    """Show the mailing list of a case, or hand out a reference for the creditor service."""
    form = MatrixForm()
    if request.method == "GET":
        return _blank(form, MATRIX, MATRIX_PATH)
    view = _asked(form, MATRIX, NOT_BANKRUPTCY)
    if not isinstance(view, CaseView):
        return view or _form(form, MATRIX, MATRIX_PATH)
    number = _number(view.case)
    listed = queries.creditors(edge.session(), view.case.id)
    if not listed:
        said = NO_CREDITORS.format(number=court_edge.court().profile.numbers.bare(view.case.number))
        return _said(said, MATRIX)
    is_raw = form.typfmt.data == RAW
    addresses = [(row.name, row.lines) for row in listed]
    labels = render_template("claims/_labels.html", listed=listed, number=number, view=view)
    shown = labels
    if is_raw:
        idp = edge.runtime().federation.idp
        shown = render_template(
            "claims/_matrix.html",
            number=number,
            view=view,
            count=len(listed),
            service=edge.federation_url(idp, CREDITOR_SERVICE, role="ncrs"),
            data=protocol.reference(view.case.id, edge.wall()),
        )
    return _report(
        shown,
        MATRIX,
        description="List of Creditors",
        criteria=number,
        label="Case Number",
        case=view.case,
        measured=matrix.raw(addresses) if is_raw else labels,
    )


@blueprint.route(CREDITORS_PATH, methods=["GET", "POST"])
@requires(Permission.QUERY)
@program_post
def creditor_query() -> Response:
    """Show the creditors of a case, all or those of a name."""
    form = CreditorForm()
    if request.method == "GET":
        return _blank(form, CREDITORS, CREDITORS_PATH)
    view = _asked(form, CREDITORS, NOT_BANKRUPTCY)
    if not isinstance(view, CaseView):
        return view or _form(form, CREDITORS, CREDITORS_PATH)
    name = form.creditor.data
    listed = queries.creditors(edge.session(), view.case.id, name=name)
    number = _number(view.case)
    said = NO_CREDITORS.format(number=number)
    if name:
        said = f"No creditor of {number} has “{name}” in its name."
    shown = render_template(
        "claims/_creditors.html" if listed else "claims/_nothing.html",
        said=said,
        listed=listed,
        number=number,
        view=view,
    )
    return _report(shown, CREDITORS, criteria=f"{number} {name}".strip(), case=view.case)


# --------------------------------------------------------------------------- about one case


@blueprint.get(MAILING_PATH)
@requires(Permission.QUERY)
def mailing_list() -> Response:
    """Say who of a case gets notices by e-mail, and who on paper."""
    view = _of_case(cgi.asked_case(), MAILING)
    if not isinstance(view, CaseView):
        return view
    electronic, paper = _served(view)
    shown = render_template(
        "claims/_mailing.html",
        view=view,
        number=_number(view.case),
        electronic=electronic,
        paper=paper,
    )
    return _report(shown, MAILING, criteria=_number(view.case), case=view.case)


def _served(view: CaseView) -> tuple[dict[str, str], dict[str, Sequence[str]]]:
    """Return the e-mail addresses by name, and the postal addresses of everybody else."""
    told = notices.service_list(edge.session(), view)
    electronic = {each.name: ", ".join(each.addresses) for each in told.electronic}
    return electronic, {each.name: each.lines for each in told.other if each.lines}


@blueprint.get(NOTICE_PATH)
@requires(Permission.QUERY)
def notice_of_filing() -> Response:
    """Show the notice that a bankruptcy case was filed."""
    view = _of_case(cgi.asked_case(), NOTICE)
    if not isinstance(view, CaseView):
        return view
    rows = entries(edge.session(), view.case.id, Span(last_day=view.case.filed_on))
    zone = ZoneInfo(court_edge.court().member.timezone)
    entered = rows[0].entry.entered_at.astimezone(zone) if rows else None
    debtors = [each for each in view.parties if each.party.role in _DEBTORS]
    shown = render_template(
        "claims/_notice.html",
        view=view,
        number=_number(view.case),
        facts=view.bankruptcy,
        debtors=debtors,
        trustee=_trustee(view),
        entered=entered,
    )
    return _report(shown, NOTICE, criteria=_number(view.case), case=view.case)


@blueprint.get(TRUSTEE_PATH)
@requires(Permission.QUERY)
def trustees() -> Response:
    """Show the trustees of a case, with those who have left."""
    view = _of_case(cgi.asked_case(), TRUSTEE)
    if not isinstance(view, CaseView):
        return view
    found = [each.party for each in view.parties if TRUSTEE in each.party.role]
    shown = render_template(
        "claims/_trustees.html" if found else "claims/_nothing.html",
        said=f"No trustee serves in {_number(view.case)}.",
        found=found,
        number=_number(view.case),
        view=view,
    )
    return _report(shown, TRUSTEE, criteria=_number(view.case), case=view.case)


# --------------------------------------------------------------------------- finding the case


def _asked(form: CaseForm, heading: str, wrong: str) -> CaseView | Response | None:
    """Return the case that a form asks about; a refusal of it; None if the form is wrong.

    :param wrong: what is said of a case that is no bankruptcy case.
    """
    if not form.good():
        return None
    try:
        view = _opened(_found(form), heading, Channel.REPORT)
        if isinstance(view, CaseView) and view.case.family != _FAMILY:
            said = wrong.format(number=_number(view.case), type=view.case.type)
            raise Refusal("type", said, field="case_num")
    except Refusal as refusal:
        edge.refused(form, refusal)
        return None
    return view


def _found(form: CaseForm) -> Case:
    """Return the case of a form: by its id, unless the number that was typed says otherwise.

    :raises Refusal: code `case`.
    """
    session = edge.session()
    case_id = cgi.case_id(form.all_case_ids.data)
    case = None if case_id is None else by_id(session, case_id)
    typed = numbers.wanted(form.case_num.data)
    if case is not None and (typed is None or typed.fits(case.number)):
        return case
    found = () if typed is None else matching(session, typed)
    if len(found) == 1:
        return found[0]
    if case is not None:
        return case
    if found:
        style = numbers.DISTRICT
        these = ", ".join(style.bare(each.number) for each in found)
        raise Refusal("case", f"Several cases have this number: {these}.", field="case_num")
    raise Refusal("case", NO_CASE, field="case_num")


def _of_case(case_id: int | None, heading: str) -> CaseView | Response:
    """Return the bankruptcy case that an address names, or say why not."""
    case = None if case_id is None else by_id(edge.session(), case_id)
    if case is None:
        return _said(NO_CASE, heading)
    view = _opened(case, heading, Channel.QUERY)
    if isinstance(view, CaseView) and case.family != _FAMILY:
        return _said(NOT_BANKRUPTCY.format(number=_number(case)), heading)
    return view


def _opened(case: Case, heading: str, channel: Channel) -> CaseView | Response:
    """Return all of a case, or the refusal of whoever may not see it."""
    view = whole(edge.session(), case, court_edge.today())
    found = decide(access.viewer(), case_facts(view), channel=channel, today=court_edge.today())
    return view if found.allowed else access.refusal_page(found, heading)


def _number(case: Case) -> str:
    return court_edge.court().profile.numbers.full(case.number)


def _trustee(view: CaseView) -> PartyView | None:
    return next(
        (
            each
            for each in view.parties
            if each.party.role == TRUSTEE and each.party.terminated_on is None
        ),
        None,
    )


# --------------------------------------------------------------------------- pages


def _blank(form: CaseForm, title: str, path: str) -> Response:
    """Show a form, with the case that its address names already in it."""
    case_id = cgi.asked_case()
    case = None if case_id is None else by_id(edge.session(), case_id)
    if case is not None:
        view = _opened(case, title, Channel.REPORT)
        if not isinstance(view, CaseView):
            return view
        form.case_num.data = _number(case)
    return _form(form, title, path, case=case)


def _form(form: CaseForm, title: str, path: str, *, case: Case | None = None) -> Response:
    action = f"{path}?{cgi.new_nonce()}"
    return _page("claims/form.html", form=form, case=case, title=title, action=action)


def _report(
    report: str,
    title: str,
    *,
    criteria: str,
    case: Case | None,
    description: str = "",
    label: str = "Search Criteria",
    sold: Sold = Sold.CASE_REPORT,
    measured: str = "",
) -> Response:
    """Show a report with its receipt; `measured` is the data in it, if it is not what is shown."""
    shown = access.receipt(
        access.priced(sold, measured or report),
        description=description or title,
        criteria=criteria,
        label=label,
        case_id=None if case is None else case.id,
    )
    return _page("claims/report.html", title=title, report=report, shown=shown)


def _said(text: str, title: str) -> Response:
    """Show a sentence in place of a report; it costs nothing."""
    report = render_template("claims/_nothing.html", said=text)
    return _page("claims/report.html", title=title, report=report, shown=None)


def _criteria(*parts: tuple[str, Any]) -> str:
    return " ".join(text for text, said in parts if said)


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
