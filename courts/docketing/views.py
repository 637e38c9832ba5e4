"""Search for events, and the dry run of a filing; the screens themselves are run by `filing`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
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
from courts.filing.mistakes import EarlierSeen, EntrySeen, PaperSeen, PartySeen, Seen
from courts.filing.models import BUILDING
from courts.filing.protocol import Work
from courts.kinds.catalogue import Event
from courts.notices import queries as notices
from courts.payments import queries as payments
from courts.permissions import Permission
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge
from shared.web.guard import requires

SEARCH: Final = "/cgi-bin/Search.pl"
#: What was filed so shortly before is taken for the same paper.
LATELY: Final = timedelta(hours=1)
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
    # Reading papers takes a while, and lets go of the database.
    papers = _papers(work)
    work = Work(found[0], filing.filer(), found[1])
    electronic, others = _served(work)
    seen = _seen(edge.session(), work, papers)
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


def _seen(session: Session, work: Work, papers: Sequence[PaperSeen]) -> Seen:
    """Return the filing as the checks see it."""
    view, data = protocol.view_of(work), work.data
    events = protocol.chosen(work)
    keys = answers.pickable(answers.answers_to(events), protocol.events_here())
    referred = queries.by_seq(session, view.case.id, data.get("refers", ()), inside=True)
    linkable = queries.referable(session, view.case.id, Span(events=keys), inside=True)
    user_id = work.filer.user_id
    earlier = queries.filed_since(session, user_id, edge.now() - LATELY)
    owed = payments.due(session, user_id)
    return Seen(
        events=events,
        offered=tuple(
            e for e in protocol.events_here().events.values() if e.menu == events[0].menu
        ),
        number=view.case.number,
        sticky=data.get("case_number") == data.get("sticky"),
        caption=view.case.caption,
        parties=tuple(_parties(work)),
        papers=tuple(papers),
        refers=tuple(EntrySeen(e.number or 0, e.short, tuple(e.filers)) for e in referred),
        linkable=len(linkable),
        about=" ".join([data.get("free", ""), *data.get("answers", {}).values()]),
        signer=work.filer.name,
        cents=data["cents"],
        paid=bool(data.get("fee_words")),
        owed=dollars(sum(fee.cents for fee in owed)) if owed else "",
        earlier=tuple(
            EarlierSeen(e.title, e.number, e.case_id == view.case.id, e.digests) for e in earlier
        ),
    )


def _parties(work: Work) -> Sequence[PartySeen]:
    data, filer = work.data, work.filer
    mine = protocol.mine(work)
    associated = {party for party, _ in answers.appears_for(data)}
    filing_for = set(data.get("filers", ()))
    found = [
        PartySeen(
            name=each.party.name,
            role=each.party.role,
            filing=each.party.id in filing_for,
            mine=each.party.id in mine,
            associated=each.party.id in associated,
            others=any(
                c.user_id != filer.user_id and c.terminated_on is None for c in each.counsel
            ),
        )
        for each in protocol.view_of(work).parties
    ]
    return found + [
        PartySeen(party.name, party.role, key in filing_for, associated=key in associated)
        for key, party in answers.new_parties(data).items()
    ]


def _papers(work: Work) -> Sequence[PaperSeen]:
    found = []
    for place, paper in enumerate(answers.papers_of(work.data)):
        facts = filing.read_again(paper)
        found.append(
            PaperSeen(
                filename=paper.filename,
                category=paper.category,
                description=paper.description,
                text="\n".join(facts.texts) if place == 0 else "",
                fillable=facts.form_fields > facts.signatures,
                digest=paper.digest,
            )
        )
    return found


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
