"""Query: the search form, the menu of a case and its scripts (facts 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template, request

from courts import edge as court_edge
from courts.access.deciding import Access, Channel, decide
from courts.access.views import priced, receipt, refusal_page, viewer
from courts.cases import headers, protocol, queries, search
from courts.cases.facts import case_facts, facts_of
from courts.cases.forms import query_form
from courts.cases.listing import Listing, cell, listing
from courts.cases.models import Case
from courts.cases.queries import CaseLine, CaseView, Hit
from courts.cases.search import Criteria
from courts.cases.typed import written
from courts.kinds import numbers
from courts.kinds.inquiry import CASE_MENUS, INQUIRIES, Inquiry
from courts.kinds.offices import office_name
from courts.permissions import Permission
from shared.money import Sold
from shared.web import cgi, edge
from shared.web.guard import program_post, requires

blueprint = Blueprint("cases", __name__)

QUERY_PATH: Final = "/cgi-bin/iquery.pl"
NOT_FOUND: Final = "Case not found."
NOT_VALID: Final = "{typed} is not a valid case. Please enter a valid value."
#: A search shows no more lines than this and says so.
MOST_HITS: Final = 500
_CHOSEN: Final = 2  # numbers at the end of a nonce that names a case: 0-<caseid>


# --------------------------------------------------------------------------- what pages share


def inquiry() -> Inquiry:
    """Return what this kind of court asks and shows."""
    return INQUIRIES[court_edge.court().profile.kind]


def number_of(case: Case | CaseLine) -> str:
    """Return the number of a case with the initials of its judges."""
    return court_edge.court().profile.numbers.full(case.number)


def office_of(case: Case) -> str:
    """Return what the office of a case is called; empty where numbers have none."""
    return office_name(court_edge.court().member.id, case.office) if case.office else ""


def closed_on(case: Case | CaseLine) -> date | None:
    """Return the day on which a case was closed, if it has come."""
    day = case.terminated_on
    return None if day is None or day > court_edge.today() else day


def may_see(case: Case | CaseLine) -> Access:
    """Say whether the viewer may know of a case, before who belongs to it is read."""
    return decide(viewer(), facts_of(case), channel=Channel.QUERY, today=court_edge.today())


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Draw a page."""
    return make_response(render_template(template, **values), status)


def refusal(text: str, heading: str = "Query", way_out: str = "") -> Response:
    """Say in the words of the real system why there is nothing to show; nothing is billed."""
    return refusal_page(Access(False, "not_found", text), heading, way_out=way_out)


def opened(case_id: int | None) -> CaseView | Response:
    """Return a case whole, or the page that says why it is not shown."""
    case = queries.by_id(edge.session(), case_id) if case_id is not None else None
    if case is None:
        return refusal(NOT_FOUND, way_out="Choose Query to search for it by number or name.")
    seen = may_see(case)
    if not seen.allowed:
        return refusal_page(seen, "Query")
    view = protocol.whole(edge.session(), case, court_edge.today())
    seen = decide(viewer(), case_facts(view), channel=Channel.QUERY, today=court_edge.today())
    return view if seen.allowed else refusal_page(seen, "Query")


def answer(
    view: CaseView,
    heading: str,
    tables: Sequence[tuple[str, Listing]],
    *,
    description: str,
    criteria: str = "",
) -> Response:
    """Show an answer about one case, and bill it by what it says.

    :param tables: each with its title, empty for none.
    """
    number = number_of(view.case)
    body = render_template(
        "cases/_answer.html", head=headers.header(view, number), heading=heading, tables=tables
    )
    shown = receipt(
        priced(Sold.CASE_REPORT, body),
        description=description,
        criteria=f"{number} {criteria}".strip(),
        case_id=view.case.id,
    )
    return page("cases/answer.html", body=body, heading=heading, shown=shown, case=view.case)


def about(make: Callable[[CaseView], Response]) -> Response:
    """Answer a question about the case that the address names: `qryAlias.pl?600001`."""
    view = opened(cgi.asked_case())
    return view if isinstance(view, Response) else make(view)


# --------------------------------------------------------------------------- iquery.pl


@blueprint.route(QUERY_PATH, methods=["GET", "POST"])
@requires(Permission.QUERY)
@program_post
def iquery() -> Response:
    """Search for cases; one that is named by its id is shown at once (clients.md 5.3, 5.4)."""
    nonce = cgi.nonce()
    if request.method == "GET":
        if nonce is not None and len(nonce.rest) >= _CHOSEN:
            return _case_page(nonce.last)
        asked = cgi.asked_case()
        return _form({}, {}) if asked is None else _case_page(asked)
    if nonce is None:
        return refusal(cgi.INCOMPLETE)
    typed = {name: request.form.getlist(name) for name in request.form}
    wanted, wrong = search.read(typed, inquiry())
    if wrong:
        return _form(typed, wrong)
    if wanted.ids:
        return _chosen(wanted.ids)
    if wanted.number:
        return _numbered(typed, wanted.number)
    return _searched(wanted)


@blueprint.get("/cgi-bin/iqquerymenu.pl")
@requires(Permission.QUERY)
def case_menu() -> Response:
    """Show the menu of a case by its id: the address to which the case locator leads."""
    return _case_page(cgi.asked_case())


def _case_page(case_id: int | None) -> Response:
    view = opened(case_id)
    if isinstance(view, Response):
        return view
    case = view.case
    items = [(item.word, item.path(case.id)) for item in CASE_MENUS[case.family]]
    return page("cases/case.html", head=headers.header(view, number_of(case)), items=items)


def _form(typed: search.Typed, wrong: dict[str, str]) -> Response:
    return page(
        "cases/query.html",
        form=query_form(inquiry(), typed, wrong),
        filed=inquiry().filed,
        most_days=inquiry().most_days,
        action=f"{QUERY_PATH}?{cgi.new_nonce()}",
        case_ids=search.one(typed, "all_case_ids") or "0",
    )


def _chosen(ids: Sequence[int]) -> Response:
    if len(ids) == 1:
        return _case_page(ids[0])
    hits = _visible(queries.by_ids(edge.session(), ids))
    return _hits(hits) if hits else refusal(NOT_FOUND)


def _numbered(typed: search.Typed, number: str) -> Response:
    """Show the case that a number means; several to choose from cost nothing."""
    wanted = numbers.wanted(number)
    found = queries.matching(edge.session(), wanted) if wanted is not None else ()
    hits = _visible(found)
    if len(hits) == 1:
        return _case_page(hits[0].case.id)
    if hits:
        return _hits(hits)
    if found:
        return refusal_page(may_see(found[0]), "Query")
    return _form(typed, {"case_num": NOT_VALID.format(typed=number)})


def _visible(cases: Iterable[Case]) -> list[Hit]:
    return [Hit(case) for case in cases if may_see(case).allowed]


def _searched(wanted: Criteria) -> Response:
    who = viewer()
    found, more = queries.found(
        edge.session(), wanted, secret=who.staff, limit=MOST_HITS, today=court_edge.today()
    )
    hits = [hit for hit in found if may_see(hit.case).allowed]
    return _hits(hits, wanted, more=more)


def _hits(hits: Sequence[Hit], wanted: Criteria | None = None, *, more: bool = False) -> Response:
    """Show the lines of a search. What is billed is the search, not the choice by number."""
    by_person = wanted is not None and wanted.by_person
    counts: dict[tuple[str, str], set[int]] = {}
    for hit in hits:
        counts.setdefault((hit.name, hit.kind), set()).add(hit.case.id)
    several = by_person and len(counts) > 1
    heading = "Select a Person" if several else "Select a Case"
    body = render_template(
        "cases/_hits.html",
        heading=heading,
        rows=[_row(hit, counts) for hit in hits],
        by_person=by_person,
        detail=inquiry().detail,
        most=MOST_HITS if more else 0,
    )
    shown = None
    if wanted is not None:
        price = priced(Sold.NAME_SEARCH, body if hits else "")
        shown = receipt(price, description="Search", criteria=wanted.words())
    return page("cases/hits.html", body=body, heading=heading, found=bool(hits), shown=shown)


def _row(hit: Hit, counts: dict[tuple[str, str], set[int]]) -> dict[str, Any]:
    case = hit.case
    many = len(counts[(hit.name, hit.kind)])
    return {
        "name": f"{hit.name} ({hit.kind})" if hit.name else "",
        "count": f"({many} case{'s' if many > 1 else ''})",
        "number": number_of(case),
        "href": f"iquery.pl?{cgi.new_nonce(0, 0, case.id)}",
        "title": case.caption,
        "detail": case.chapter or case.nature,
        "filed": written(case.filed_on),
        "role": hit.role,
        "closed": written(closed_on(case)) or "N / A",
    }


# --------------------------------------------------------------------------- scripts of a case


@blueprint.get("/cgi-bin/qryAlias.pl")
@requires(Permission.QUERY)
def aliases() -> Response:
    """List the other names of the parties."""
    return about(_aliases)


def _aliases(view: CaseView) -> Response:
    rows = (
        (cell(each.party.name), cell(each.party.role), cell(f"{kind} {name}"))
        for each in view.parties
        for kind, name in each.party.aliases
    )
    table = listing(("Name", "Type", "Alias"), rows, "No party of this case has an alias.")
    return answer(view, "Alias", [("", table)], description="Alias List")


@blueprint.get("/cgi-bin/qryAscCases.pl")
@requires(Permission.QUERY)
def associated() -> Response:
    """List the cases to which this one is tied."""
    return about(_associated)


@blueprint.get("/cgi-bin/AsccaseDisplay.pl")
@requires(Permission.QUERY)
def associated_display() -> Response:
    """List the cases to which this one is tied, at the address of its member list."""
    return about(_associated)


_TIES: Final = {
    "related": "Related",
    "lead": "Lead",
    "member": "Member",
    "main": "Main bankruptcy case",
    "adversary": "Adversary proceeding",
    "originating": "Originating",
    "appeal": "Appeal",
}


def _associated(view: CaseView) -> Response:
    rows = []
    for link in view.links:
        other = view.others.get(link.other_id) if link.other_id is not None else None
        if other is not None and not may_see(other).allowed:
            continue
        number = number_of(other) if other is not None else link.number
        address = f"/cgi-bin/iqquerymenu.pl?{other.id}" if other is not None else ""
        rows.append(
            (
                cell(number, href=address),
                cell(other.caption if other is not None else ""),
                cell(_TIES.get(link.kind, link.kind)),
                cell(link.court.upper()),
                cell(written(link.since)),
                cell(written(closed_on(other)) if other is not None else ""),
            )
        )
    table = listing(
        ("Case number", "Title", "Type", "Court", "Associated", "Closed"),
        rows,
        "No case is associated with this one.",
    )
    return answer(view, "Associated Cases", [("", table)], description="Associated Cases")


@blueprint.get("/cgi-bin/qryAttorneys.pl")
@requires(Permission.QUERY)
def attorneys() -> Response:
    """List counsel with addresses, and whom they represent."""
    return about(_attorneys)


def _attorneys(view: CaseView) -> Response:
    rows: dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = {}
    for each in view.parties:
        for counsel in each.counsel:
            told = [f"{each.party.name} ({each.party.role})", *counsel.roles]
            if counsel.started_on:
                told.append(f"Assigned: {written(counsel.started_on)}")
            if counsel.terminated_on:
                told.append(f"TERMINATED: {written(counsel.terminated_on)}")
            rows.setdefault((counsel.name, tuple(counsel.contact)), []).append(tuple(told))
    table = listing(
        ("Attorney", "Representing"),
        (
            (cell(name, *contact), cell(*(line for told in parties for line in told)))
            for (name, contact), parties in rows.items()
        ),
        "No attorney has appeared in this case.",
    )
    return answer(view, "Attorneys", [("", table)], description="Attorney List")


@blueprint.get("/cgi-bin/qryParties.pl")
@requires(Permission.QUERY)
def parties() -> Response:
    """List the parties with their counsel and the days on which they came and left."""
    return about(_parties)


def _parties(view: CaseView) -> Response:
    table = listing(
        ("Party", "Type", "Added", "Terminated", "Represented by"),
        (
            (
                cell(each.party.name, each.party.extra, *_own_address(each)),
                cell(each.party.role),
                cell(written(each.party.started_on)),
                cell(written(each.party.terminated_on)),
                cell(*(counsel.name for counsel in each.counsel)),
            )
            for each in view.parties
        ),
        "This case has no parties.",
    )
    return answer(view, "Parties", [("", table)], description="Party List")


def _own_address(each: queries.PartyView) -> Sequence[str]:
    """Return where somebody without counsel is reached; of all others counsel's address counts."""
    return () if each.counsel else each.party.address


@blueprint.get("/cgi-bin/QryRMSLocation.pl")
@requires(Permission.QUERY)
def location() -> Response:
    """Say where the file of a case is kept."""
    return about(_location)


def _location(view: CaseView) -> Response:
    place = f"Clerk's Office, {court_edge.court().member.name}"
    if view.case.office:
        place = f"{place}, {office_of(view.case)}"
    rows = [
        (cell("Electronic case file"), cell(place), cell(written(view.case.filed_on))),
    ]
    table = listing(("Volume", "Location", "Since"), rows, "")
    return answer(view, "Case File Location", [("", table)], description="Case File Location")


@blueprint.get("/cgi-bin/qrySummary.pl")
@requires(Permission.QUERY)
def case_summary() -> Response:
    """Show the case in short: what its header knows, its parties and their counsel."""
    return about(_summary)


def _summary(view: CaseView) -> Response:
    facts = headers.summary(view, number_of(view.case), office_of(view.case))
    people = listing(
        ("Party", "Type", "Attorney"),
        (
            (
                cell(each.party.name, *_terminated(each.party.terminated_on)),
                cell(each.party.role),
                cell(*(line for counsel in each.counsel for line in _reached(counsel))),
            )
            for each in view.parties
        ),
        "This case has no parties.",
    )
    head = listing(("Case", ""), ((cell(label), cell(value)) for label, value in facts), "")
    return answer(
        view, "Case Summary", [("", head), ("Parties", people)], description="Case Summary"
    )


def _terminated(day: date | None) -> tuple[str, ...]:
    return (f"TERMINATED: {written(day)}",) if day else ()


def _reached(counsel: Any) -> tuple[str, ...]:
    """Return counsel with the lines by which they are reached quickly: telephone and e-mail."""
    lines = [line for line in counsel.contact if "@" in line or _is_telephone(line)]
    return (counsel.name, *lines)


def _is_telephone(line: str) -> bool:
    return bool(line) and set(line) <= set("0123456789-() .+")


# --------------------------------------------------------------------------- deadlines, hearings


@blueprint.route("/cgi-bin/SchedQry.pl", methods=["GET", "POST"])
@requires(Permission.QUERY)
def schedule() -> Response:
    """Ask which deadlines and hearings are wanted, then list them."""
    if request.method == "POST":
        view = opened(cgi.case_id(request.form.get("all_case_ids", "")))
        return view if isinstance(view, Response) else _schedule(view)
    return about(_schedule_form)


def _schedule_form(view: CaseView) -> Response:
    return page(
        "cases/schedule.html",
        head=headers.header(view, number_of(view.case)),
        case=view.case,
        action=f"/cgi-bin/SchedQry.pl?{cgi.new_nonce()}",
    )


_STATES: Final = {"": "Pending", "satisfied": "Satisfied", "terminated": "Terminated"}


def _schedule(view: CaseView) -> Response:
    wanted = request.form.get("kind", "")
    pending = request.form.get("pending", "") == "on"
    rows = [
        each
        for each in queries.settings_of(edge.session(), view, court_edge.today())
        if (not wanted or each.kind == wanted) and not (pending and each.status)
    ]
    if request.form.get("sort1") == "name":
        rows.sort(key=lambda each: (each.name, each.due_on))
    table = listing(
        ("Deadline/Hearing", "Event", "Due/Set", "Time", "Place", "Status", "Ended"),
        (
            (
                cell(each.kind.capitalize()),
                cell(each.name),
                cell(written(each.due_on)),
                cell(each.time),
                cell(each.place),
                cell(_STATES.get(each.status, each.status)),
                cell(written(each.ended_on)),
            )
            for each in rows
        ),
        "This case has no deadlines or hearings of that kind.",
    )
    return answer(view, "Deadlines/Hearings", [("", table)], description="Deadlines/Hearings")
