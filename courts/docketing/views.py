"""Search for events; the screens of filing are run by `filing`."""

from __future__ import annotations

from typing import Any, Final, cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask.sansio.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.docketing import answers, protocol
from courts.filing import protocol as filing
from courts.filing import views as filing_views
from courts.kinds.catalogue import Event
from courts.permissions import Permission
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
        if event.exists_on(court_edge.today())
    ]
    return _page("docketing/search.html", term=term, found=found)


def _link(event: Event) -> str:
    """Return the address at which an event is filed; empty for whoever may not file it."""
    who, authority = court_edge.person(), edge.runtime().authority
    if not authority.permits(who, Permission.FILE) or not protocol.allows(event).allowed:
        return ""
    if event.opens:
        own = filing.flow_taking(event.key)
        return f"{filing_views.START}?{urlencode({'flow': own.name})}" if own else ""
    return f"{filing_views.START}?{urlencode({'event': event.key})}"


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
