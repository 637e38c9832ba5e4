"""The screens beside the wizards: one party at a time, and the clerk's desk of new cases."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from courts import edge as court_edge
from courts.clerk.protocol import INDEX_PATH
from courts.filing import protocol as filing
from courts.filing import service as filing_service
from courts.filing.models import BUILDING
from courts.filing.protocol import Work
from courts.filing.views import address
from courts.openings import forms, offices, protocol, queries, service
from courts.openings.protocol import DESK_PATH, PARTIES
from courts.participants import queries as people_known
from courts.permissions import Permission
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

SEARCH_PATH: Final = "/cgi-bin/CaseParty.pl"
PARTY_PATH: Final = "/cgi-bin/CasePartyInfo.pl"
REMOVE_PATH: Final = "/cgi-bin/CasePartyRemove.pl"
CHARGES_PATH: Final = f"{DESK_PATH}/criminal"
#: Where the clerk's page of a case is (`chambers`).
CASES_PATH: Final = f"{INDEX_PATH}cases"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
#: So many parties are one case at most.
MOST: Final = 200

blueprint = Blueprint("openings", __name__)


# --------------------------------------------------------------------------- parties


@blueprint.route(SEARCH_PATH, methods=["GET", "POST"])
@requires(Permission.FILE)
def search() -> Response:
    """Search for a party by name, a debtor by number too; numbers never stand in an address."""
    work = _work()
    made: Any = _search_form(work)()
    found: Any = None
    if request.method == "POST" and made.validate():
        four = _four(made)
        if made.last_name.data or four:
            found = people_known.people(
                edge.session(),
                last=made.last_name.data or "",
                first=made.first_name.data or "",
                four=four,
            )
        else:
            made.last_name.errors = [*made.last_name.errors, "Enter a name to search for."]
    token = work.transaction.token
    typed = {"t": token, "last": made.last_name.data or "", "first": made.first_name.data or ""}
    return _shown(
        "openings/search.html",
        work,
        made,
        title="Search for a Party",
        found=found,
        create=f"{PARTY_PATH}?{urlencode(typed)}",
        pick=f"{PARTY_PATH}?{urlencode({'t': token})}&pick=",
        back=address(token, PARTIES),
    )


def _search_form(work: Work) -> type[Any]:
    asks = protocol.asked_of(work.flow)
    by_number = asks is not None and "debtor" in asks.fields
    return forms.DebtorSearchForm if by_number else forms.SearchForm


def _four(made: Any) -> str:
    """Return the last four digits of the number that is searched for."""
    typed = next(
        (made[name].data for name in ("ssn", "tax_id") if name in made and made[name].data), ""
    )
    return str(typed)[-4:]


@blueprint.route(PARTY_PATH, methods=["GET", "POST"])
@requires(Permission.FILE)
def party() -> Response:
    """Show the screen of one party, filled with who was selected; add the party."""
    work = _work()
    people, asks = protocol.people(work), protocol.asked_of(work.flow) or protocol.People(())
    fields = asks.fields
    if filing.filer().role != "pro_se":
        fields -= {"pro_se"}
    form = forms.party_form(asks.roles, fields=fields, court=court_edge.court().member.id)
    if request.method == "POST":
        made: Any = form()
        if made.validate():
            if len(people) >= MOST:
                made.form_errors.append(f"A case has {MOST} parties at most.")
            else:
                return _keep(work, [*people, forms.party_told(made)])
    else:
        made = form(data=_filled(people, asks.roles))
    token = work.transaction.token
    return _shown(
        "openings/party.html",
        work,
        made,
        title="Party Information",
        back=f"{SEARCH_PATH}?{urlencode({'t': token})}",
    )


def _filled(people: list[dict[str, Any]], roles: tuple[str, ...]) -> dict[str, Any]:
    """Return what the screen of a party begins with: the name found or typed, the next role."""
    held = {each["role"] for each in people}
    role = roles[0]
    if role in (offices.PLAINTIFF, offices.DEBTOR) and role in held:
        role = roles[1]
    pick = request.args.get("pick", 0, type=int)
    chosen = people_known.person(edge.session(), pick)
    if chosen is None:
        return {
            "role": role,
            "last_name": request.args.get("last", "")[: forms.NAME],
            "first_name": request.args.get("first", "")[: forms.NAME],
        }
    return {
        "role": role,
        "last_name": chosen.last or chosen.name,
        "first_name": chosen.first,
        "middle_name": chosen.middle,
        "generation": chosen.generation,
    }


@blueprint.post(REMOVE_PATH)
@requires(Permission.FILE)
def remove() -> Response:
    """Take a party off the list."""
    work = _work()
    people = protocol.people(work)
    place = request.form.get("place", -1, type=int)
    if 0 <= place < len(people):
        del people[place]
    return _keep(work, people)


def _keep(work: Work, people: list[dict[str, Any]]) -> Response:
    filing_service.keep(work.transaction, PARTIES, {PARTIES: people}, edge.wall())
    return make_response(redirect(address(work.transaction.token, PARTIES), SEE_OTHER))


def _work() -> Work:
    """Return the transaction that is asked for, if its parties are still to be told."""
    found = filing.find(request.args.get("t", ""))
    if found is None or found[0].status != BUILDING or protocol.asked_of(found[1]) is None:
        abort(404)
    return Work(found[0], filing.filer(), found[1])


def _shown(template: str, work: Work, form: Any, **values: Any) -> Response:
    html = render_template(
        template,
        form=form,
        work=work,
        flow=work.flow,
        action=request.full_path.rstrip("?"),
        dry_run="",
        **values,
    )
    return make_response(html, UNPROCESSABLE if form.errors else 200)


# --------------------------------------------------------------------------- the clerk's desk


@blueprint.get(DESK_PATH)
@requires(Permission.STAFF_QUEUE)
def desk() -> Response:
    """List the new cases that wait for the clerk."""
    return _desk()


def _desk(message: str = "", status: int = 200) -> Response:
    style = court_edge.court().profile.numbers
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        shells = [
            {
                "id": each.case.id,
                "number": style.bare(each.case.number),
                "caption": each.case.caption,
                "filed": each.case.filed_on,
                "filer": each.filer,
            }
            for each in queries.shells(session)
        ]
    html = render_template(
        "openings/desk.html",
        shells=shells,
        message=message,
        said=request.args.get("done", ""),
        clerk_path=INDEX_PATH,
        desk_path=DESK_PATH,
        charges_path=CHARGES_PATH,
    )
    return make_response(html, status)


@blueprint.post(f"{DESK_PATH}/<int:case_id>/strike")
@requires(Permission.STAFF_QUEUE)
def strike(case_id: int) -> Response:
    """Close a case that was opened in error; its number stays taken."""
    try:
        case = service.strike_shell(edge.session(), case_id, today=protocol.hand().today)
    except Refusal as refusal:
        edge.undo()
        return _desk(refusal.message, UNPROCESSABLE)
    edge.audit("case:struck", f"case:{case.id}", caption=case.caption)
    return make_response(redirect(f"{DESK_PATH}?done=struck", SEE_OTHER))


# --------------------------------------------------------------------------- the court opens


@blueprint.route(CHARGES_PATH, methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def charges() -> Response:
    """Open a criminal case: an indictment of the grand jury, a complaint sworn to a magistrate."""
    if not protocol.charging():
        abort(404)
    form: Any = forms.charges_form(
        court_edge.court().member.id, [(e.key, e.title) for e in protocol.charging()]
    )()
    if request.method == "POST" and form.validate():
        try:
            case = protocol.charge(form)
            return make_response(redirect(f"{CASES_PATH}/{case.id}?done=entered", SEE_OTHER))
        except Refusal as refusal:
            edge.refused(form, refusal)
    html = render_template(
        "openings/charges.html",
        form=form,
        action=CHARGES_PATH,
        clerk_path=INDEX_PATH,
        desk_path=DESK_PATH,
    )
    return make_response(html, UNPROCESSABLE if form.errors else 200)
