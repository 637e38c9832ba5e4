"""The clerk's page of announcements: write one, see those that were sent (facts 3.6, 3.9)."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request
from flask.sansio.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.announcing.forms import AnnouncementForm
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.notices import protocol as notices
from courts.notices import queries
from courts.permissions import Permission
from shared.clock import court_stamp
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("announcing", __name__)
PATH: Final = f"{INDEX_PATH}announcements"
UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Put the page on the clerk's front page."""
    says = "Write by e-mail to all who have an account here and want general announcements."
    add_desk(cast(Flask, state.app), Desk("Announcements", PATH, says))


@blueprint.route(PATH, methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def announcements() -> Response:
    """Show the form with what was sent before; send an announcement."""
    form = AnnouncementForm()
    if request.method == "POST" and form.validate():
        who = court_edge.person().display_name
        sent = notices.announce(edge.session(), form.subject.data, form.text.data, by=who)
        edge.audit("announcement:sent", f"announcement:{sent.id}", addresses=sent.addresses)
        return make_response(redirect(f"{PATH}?sent={sent.addresses}", SEE_OTHER))
    zone = court_edge.court().member.timezone
    html = render_template(
        "announcing/announcements.html",
        form=form,
        path=PATH,
        clerk_path=INDEX_PATH,
        sent=request.args.get("sent", type=int),
        reached=len(queries.announced_to(edge.session())),
        rows=[
            (court_stamp(each.sent_at, zone), each.subject, each.sent_by, each.addresses)
            for each in queries.announcements(edge.session())
        ],
    )
    return make_response(html, UNPROCESSABLE if form.errors else 200)
