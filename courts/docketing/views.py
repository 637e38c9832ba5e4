"""Search for events, and the dry run of a filing; the screens themselves are run by `filing`."""

from __future__ import annotations

from typing import Any, Final, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.docketing import answers, protocol, queries
from courts.docketing.queries import Span
from courts.filing import mistakes
from courts.filing import protocol as filing
from courts.filing import views as filing_views
from courts.filing.models import BUILDING
from courts.filing.protocol import Work
from courts.kinds.catalogue import Event
from courts.notices import queries as notices
from courts.permissions import Permission
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge
from shared.web.guard import requires

SEARCH: Final = "/cgi-bin/Search.pl"
_LONGEST: Final = 80

blueprint = Blueprint("docketing", __name__)


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Give the wizard its place."""
    words = state.app.extensions["moot_court"].profile.filing_words()
    filing.add_flow(cast(Flask, state.app), protocol.flow(words[0]))


# --------------------------------------------------------------------------- Search


@blueprint.get(SEARCH)
@requires(Permission.SEE_MENU)
def search() -> Response:
    """Find events of the catalogue by one word of their names, and nothing else (facts 3.4)."""
    term = request.args.get("term", "").replace("\x00", "").strip()[:_LONGEST]
    found = [
        (event, _link(event))
        for event in answers.best_matches(protocol.events_here(), term)
        if event.exists_on(protocol.today())
    ]
    return _page("docketing/search.html", term=term, found=found)


def _link(event: Event) -> str:
    """Return the address at which an event is filed; empty for whoever may not file it."""
    who, authority = court_edge.person(), edge.runtime().authority
    if not authority.permits(who, Permission.FILE) or not protocol.allows(event).allowed:
        return ""
    if event.opens:
        own = filing.flow_named(f"open_{event.opens}")
        return f"{filing_views.START}?{urlencode({'flow': own.name})}" if own else ""
    return f"{filing_views.START}?{urlencode({'event': event.key})}"


# --------------------------------------------------------------------------- dry run


@blueprint.get(protocol.DRY_RUN)
@requires(Permission.FILE)
def dry_run() -> Response:
    """Say what Next on the final text would do: training only, and nothing is filed."""
    if not edge.runtime().settings.training:
        abort(404)
    found = filing.find(request.args.get("t", ""))
    if found is None or found[0].status != BUILDING or found[0].step != "final":
        return make_response(redirect(f"{filing_views.SCREEN}?{_query(request.args)}", 303))
    work = Work(found[0], filing.filer(), found[1])
    try:
        entry = protocol.entry_of(work, protocol.filing_of(work))
    except Refusal as refusal:
        return _page("filing/refused.html", flow=work.flow, message=refusal.message)
    seen = protocol.seen_in(work)
    work = Work(found[0], filing.filer(), found[1])
    electronic, others = _served(work)
    number = _next_number(edge.session(), work) if entry.numbered else None
    return _page(
        "docketing/dry_run.html",
        work=work,
        number=number,
        filers=entry.filers,
        access=entry.access,
        fee=dollars(work.data["cents"]) if work.data["cents"] else "",
        text=entry.text,
        electronic=electronic,
        others=others,
        found=mistakes.found(seen),
        read=not seen.papers or bool(seen.text),
        back=filing_views.address(work.transaction.token, "final"),
    )


def _query(args: Any) -> str:
    return urlencode({"t": args.get("t", "")})


def _next_number(session: Session, work: Work) -> int:
    rows = queries.referable(session, work.data["case_id"], Span(), inside=True)
    return max((row.number or 0 for row in rows), default=0) + 1


def _served(work: Work) -> tuple[list[tuple[str, str]], list[str]]:
    """Return who would get an electronic notice, and who has to be told by other means."""
    told = notices.service_list(edge.session(), protocol.view_of(work))
    electronic = [(each.name, ", ".join(each.addresses)) for each in told.electronic]
    return electronic, list(dict.fromkeys(each.name for each in told.other))


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
