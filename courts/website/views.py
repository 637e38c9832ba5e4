"""The public web site of a court, drawn from its texts by date."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    send_from_directory,
)
from flask.sansio.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.website import seminars, texts
from courts.website.seminars import Programme
from courts.website.texts import CourtFacts, HelpDesk, Link, Page, Run, Site
from shared import seating
from shared.federation import Member
from shared.web import edge
from shared.web.guard import public

_EXTENSION: Final = "moot_site"
_PROGRAMME: Final = "moot_programme"
PICTURES: Final = Path(__file__).parent / "pictures"
WRITE_PATH: Final = "/mailbox/write"
# Manage My Account and registration have a host of their own among the real names.
_PSC: Final = "/pscof/"

blueprint = Blueprint("website", __name__)


@blueprint.record
def install(state: BlueprintSetupState) -> None:
    """Read the court's texts once, when the app is built; a fault in them stops it."""
    member: Member = state.app.extensions["moot_court"].member
    state.app.extensions[_EXTENSION] = texts.load(
        member.id,
        member.kind,
        CourtFacts(
            name=member.name,
            full_name=member.full_name,
            timezone=member.timezone,
            go_live=member.live_at,
            legacy_cutoff=member.cutoff_at,
        ),
    )
    state.app.extensions[_PROGRAMME] = seminars.load(member.id, member.kind, member.timezone)


@blueprint.get("/")
@public
def home() -> Response:
    """Show the home page of the site; on the filing system's host lead to its landing page."""
    if edge.place().role != "www":
        return make_response(redirect(court_edge.court().profile.paths.landing, 302))
    return _page_at("/")


@blueprint.get("/pictures/<name>")
@public
def picture(name: str) -> Response:
    """Return a picture of a page, as a journey test took it."""
    return send_from_directory(PICTURES, name, max_age=3600)


@blueprint.get("/<path:path>")
@public
def page(path: str) -> Response:
    """Show a page of the site."""
    return _page_at(f"/{path}")


def _page_at(path: str) -> Response:
    site = _site()
    found = texts.page_by_path(site, path, edge.now())
    if found is not None:
        drawn = _draw(site, found)
        # Only exercises ask what somebody read.
        if found.shelf and seating.is_seat(edge.world()):
            edge.audit("shelf:read", edge.person().audit_name, document=found.slug)
            edge.split()
        return drawn
    # The lobby, which stands above this room, keeps the one list of what is not built yet.
    later: str = current_app.extensions["moot_not_built"](path)
    if not later:
        abort(404)
    html = render_template(
        "not_built.html",
        layout="_site_layout.html",
        page_name=later,
        back_url="/",
        site_menu=_links(texts.menu_at(site, edge.now())),
    )
    return make_response(html)


def _draw(site: Site, shown: Page) -> Response:
    at_home = shown.path == "/"
    html = render_template(
        "website/page.html",
        page=shown,
        target=_address,
        site_menu=_links(texts.menu_at(site, edge.now())),
        site_here=shown.path,
        quick_links=_links(texts.quick_links_at(site, edge.now())),
        notices=texts.notices_at(site, edge.now()) if at_home else (),
        logo=shown.slug == "cmecf",
        sessions=_sessions() if any(b.kind == "seminars" for b in shown.blocks) else (),
        shelf=texts.shelf_at(site, edge.now()),
    )
    return make_response(html)


def _sessions() -> list[dict[str, Any]]:
    """Return what can be booked now, with the seats that are left; two queries at most."""
    coming = seminars.upcoming(cast(Programme, current_app.extensions[_PROGRAMME]), edge.now())
    if not coming:
        return []
    with edge.runtime().database.reading(world=edge.person().world) as session:
        # The letters room, which stands above this one, keeps the bookings.
        taken = current_app.extensions["moot_seats"](session, [each.id for each in coming])
    box = _site().help_desk.seminars_email
    return [
        {
            "seminar": each,
            "left": max(0, each.seats - taken[each.id][0]),
            "waiting": taken[each.id][1],
            "register": _letter_to(box, f"Seminar {each.id}: {each.title}"),
        }
        for each in coming
    ]


def _letter_to(box: str, about: str = "") -> str:
    """Return where a letter to an address of the court is written: in the person's mailbox.

    In faithful mode there is no mailbox; the address is then one of any mail program.
    """
    if not edge.runtime().settings.training:
        return f"mailto:{box}"
    wanted = urlencode({"to": box} | ({"about": about} if about else {}))
    idp = edge.runtime().federation.idp
    return edge.federation_url(idp, f"{WRITE_PATH}?{wanted}", role="home")


def _links(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"word": link.label, "path": _address(link.target)} for link in links]


def _address(target: str) -> str:
    """Turn a target of the texts into an address, within the family of the request."""
    way, _, rest = target.partition(":")
    runtime = edge.runtime()
    if way == "page":
        found = texts.page_at(_site(), rest, edge.now())
        return found.path if found is not None else "/"
    if way == "ecf":
        return edge.federation_url(runtime.member, rest, role="ecf")
    if way == "pacer":
        role = "psc" if rest.startswith(_PSC) else "home"
        return edge.federation_url(runtime.federation.idp, rest, role=role)
    return _letter_to(rest) if way == "mailto" else rest


def site_menu() -> list[dict[str, str]]:
    """Return the site's menu, for a page of another room that stands on the site."""
    return _links(texts.menu_at(_site(), edge.now()))


def address_of(target: str) -> str:
    """Return the address behind a target of the texts, for a page of another room."""
    return _address(target)


def help_desk() -> HelpDesk:
    """Return whom to write to."""
    return _site().help_desk


def is_logo(run: Run) -> bool:
    """Say whether a run is the CM/ECF logo link of a site's CM/ECF page (seed 000)."""
    return run.text == "CM/ECF" and run.target.startswith("ecf:")


@blueprint.app_context_processor
def drawing() -> dict[str, Any]:
    """Give templates what they ask of a run of text, and the court's help desk."""
    return {
        "is_logo": is_logo,
        "letter_to": _letter_to,
        "plain": texts.plain,
        "court_help_desk": _site().help_desk,
    }


def _site() -> Site:
    return cast(Site, current_app.extensions[_EXTENSION])
