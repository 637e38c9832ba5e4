"""Landing page, menus, Utilities and Help of a court, and what every court page is framed by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy import update

from courts import edge as court_edge
from courts.access import protocol as seats
from courts.accounts import maintenance
from courts.accounts import service as accounts_service
from courts.accounts import views as accounts
from courts.billing import views as billing
from courts.briefing import views as briefing
from courts.edge import CourtPerson
from courts.epoc import views as epoc
from courts.kinds import menus, policies
from courts.kinds.appellate import ROOM
from courts.kinds.menus import MenuRights
from courts.kinds.profile import MenuItem
from courts.lobby import manual, not_built, rules, snapshot
from courts.lobby.not_built import NotBuilt
from courts.notices import views as notices
from courts.permissions import Permission, may_file, menu_rights
from courts.reports import menu as reports_menu
from courts.signin import views as signin
from courts.signin.models import CourtSession
from courts.website.texts import HelpDesk, Site
from shared.clock import court_date
from shared.web import edge
from shared.web.guard import leading, public, requires

MANUAL_PATH: Final = "/manual/"
RESEARCH_PATH: Final = "/cgi-bin/LegalResearch.pl"
TRANSPORT_PATH: Final = ROOM.partition("?")[0]
#: What three circuits call the same room (clients.md 4); here every court of appeals knows both.
OTHER_TRANSPORT_PATH: Final = "/cmecf/servlet/TransportRoom"
# The two address spaces of CM/ECF; a court answers in its own only.
_SPACES: Final = ("/cgi-bin/", "/n/")
_BESIDE: Final = MappingProxyType({"/n/": (OTHER_TRANSPORT_PATH,)})

blueprint = Blueprint("lobby", __name__)


@blueprint.record
def tell_site(state: BlueprintSetupState) -> None:
    """Let the web site know which of its pages stand on the list of those not built."""
    state.app.extensions["moot_not_built"] = not_built.on_site


# --------------------------------------------------------------------------- the frame of a page


def frame() -> dict[str, Any]:
    """Give every template of a court its menu, its words and who is signed in."""
    if "moot_person" not in g:
        return {}
    who, court = court_edge.person(), court_edge.court()
    # Whoever is refused at the first click has no kept menu yet, and needs one to go elsewhere.
    menu = snapshot.from_text(who.menu) if who.menu else _menu_now(who)
    return {
        "court": court.member,
        "words": court.profile.words,
        "paths": court.profile.paths,
        "home": court.profile.paths.landing,
        "generation": court_edge.era().generation,
        "menu": menu if who.is_authenticated else (),
        "session_person": who.display_name or None,
        "here": {"path": request.path, "servlet": request.values.get("servlet", "")},
        "lost_path": accounts.lost_path(),
        "lost_change": g.get("moot_lost_change", ""),
    }


@blueprint.before_app_request
def follow_rights() -> Response | None:
    """Bring the session's menu up to date at a menu click, and drop an account draft that is left.

    The pages of linking keep the menu that the session had before (seed 001, step 7).
    """
    if "moot_person" not in g or edge.place().role == "www":
        return None
    astray = _other_space()
    if astray is not None:
        return astray
    who = court_edge.person()
    if not who.is_authenticated or request.blueprint in (None, "services", signin.blueprint.name):
        return None
    _drop_draft(who)
    menu = snapshot.to_text(_menu_now(who))
    if not who.menu or (who.menu != menu and not _keeps_menu()):
        with edge.runtime().database.writing() as session:
            session.execute(
                update(CourtSession).where(CourtSession.id == who.session_id).values(menu=menu)
            )
        if who.menu:
            edge.audit("menu:changed", who.audit_name)
            edge.split()
        edge.set_person(replace(court_edge.person(), menu=menu))
    return None


def _other_space() -> Response | None:
    landing = court_edge.court().profile.paths.landing
    mine = next(space for space in _SPACES if landing.startswith(space))
    elsewhere = any(request.path.startswith((s, *_BESIDE.get(s, ()))) for s in _SPACES if s != mine)
    if not elsewhere or request.blueprint not in (
        blueprint.name,
        accounts.blueprint.name,
        billing.blueprint.name,
    ):
        return None
    if request.endpoint != f"{blueprint.name}.show_index":
        abort(404)
    return _go(landing)


def _keeps_menu() -> bool:
    return request.method != "GET" or _at(court_edge.court().profile.paths.link)


def _drop_draft(who: CourtPerson) -> None:
    if who.source != "court" or _is_maintenance():
        return
    with edge.runtime().database.reading(world=who.world) as session:
        draft = accounts_service.kept_draft(session, session_id=who.session_id)
    if draft is None:
        return
    if draft.unsaved:
        g.moot_lost_change = maintenance.LOST
        edge.audit("account:abandoned", who.audit_name, screen=draft.stage.value)
        edge.split()
    with edge.runtime().database.writing() as session:
        accounts_service.keep_draft(session, session_id=who.session_id, draft=None)


def _is_maintenance() -> bool:
    return _at(accounts.MAINTAIN_PATH) or _at(f"{ROOM}MaintainAccount.jsp")


def _at(address: str) -> bool:
    path, _, query = address.partition("?")
    name, _, servlet = query.partition("=")
    return request.path == path and (not servlet or request.values.get(name) == servlet)


def _rights(who: CourtPerson) -> MenuRights:
    return menu_rights(
        court_edge.filing_facts(who), policy=court_edge.court().policy, now=edge.now()
    )


def _menu_now(who: CourtPerson) -> tuple[MenuItem, ...]:
    return menus.top_menu(
        court_edge.court().profile,
        generation=court_edge.era().generation,
        rights=_rights(who),
    )


# --------------------------------------------------------------------------- the way in


@blueprint.get("/cgi-bin/ShowIndex.pl")
@public
def show_index() -> Response:
    """Show the landing page; its one link leads to sign-in (seed 001, step 2)."""
    court, era = court_edge.court(), court_edge.era()
    zone = ZoneInfo(court.member.timezone)
    paths = court.profile.paths
    return _page(
        "lobby/landing.html",
        heading=court.profile.words.heading(court.member.full_name),
        link_text=court.profile.words.filing_system_link(court.member.full_name),
        entrance=paths.start if era.live else paths.login,
        closed=era.closed_notice(court.member.full_name, zone) if era.closed else "",
        help_desk=_help_desk(),
        info_path=_info_path(),
        day=court_date(edge.now(), court.member.timezone),
    )


@blueprint.get("/cgi-bin/menu.pl")
@requires(Permission.SEE_MENU)
def main_menu() -> Response:
    """Show the first page after sign-in: the blue bar, and what the person may do here."""
    facts = court_edge.filing_facts(court_edge.person())
    decision = may_file(facts, policy=court_edge.court().policy, now=edge.now())
    return _page("lobby/main.html", decision=decision)


@blueprint.get("/cgi-bin/DisplayMenu.pl")
@requires(Permission.SEE_MENU)
def display_menu() -> Response:
    """Show the page behind a menu word: `DisplayMenu.pl?Utilities`, `?Civil` ... (facts 3.1)."""
    word = request.query_string.decode("latin-1").partition("&")[0]
    if word == "Utilities":
        return _utilities()
    if word == "Reports":
        return _stopped(Permission.REPORTS) or _reports()
    if word == "Mailings":
        return notices.mailings()
    if word in court_edge.court().profile.filing_words():
        return _filing(word)
    page = not_built.BY_ADDRESS.get(f"{request.path}?{word}")
    if page is None:
        abort(404)
    return _stopped(page.permission) or _not_built(page)


def _stopped(permission: Permission) -> Response | None:
    """Ask what the page of a menu word needs, where the guard of the address asks for less."""
    who, authority = court_edge.person(), edge.runtime().authority
    asked = signin.ask_for_pacer_login(who, permission)
    if asked is not None or authority.permits(who, permission):
        return asked
    return authority.turn_away(who, permission)


def _utilities() -> Response:
    groups = menus.utilities_menu(
        court_edge.court().profile,
        generation=court_edge.era().generation,
        rights=_rights(court_edge.person()),
    )
    shown = [(group.title, [(i.word, i.path) for i in group.items]) for group in groups]
    return _page("lobby/utilities.html", groups=shown)


def _reports() -> Response:
    groups = reports_menu.groups(court_edge.court().profile.kind)
    if not groups:
        abort(404)
    seat = seats.seat_token()
    if seat:
        # Feeds are read without a session: what a seat owns is in the feed of its own address.
        path = f"/cgi-bin/rss_outside.pl?{seats.SEAT}={seat}"
        groups = (*groups, ("Feed of your seat", (("Recent Entries (RSS)", path),)))
    return _page("lobby/reports.html", groups=groups)


def _filing(word: str) -> Response:
    court = court_edge.court()
    facts = court_edge.filing_facts(court_edge.person())
    decision = may_file(facts, policy=court.policy, now=edge.now())
    categories = menus.filing_menu(court.profile, word, only=decision.events)
    own = next(item.path for item in court.profile.menus.filing if item.word == word)
    events = not_built.FILE_EVENT if own.startswith(_SPACES[0]) else not_built.APPELLATE_FILING
    return _page(
        "lobby/filing.html",
        word=word,
        decision=decision,
        categories=categories if decision.allowed else (),
        openings=menus.opening_menu(
            court.profile,
            word,
            judge_trustee=court_edge.rules().judge_trustee_assignment == "filer",
        )
        if decision.allowed and decision.events is None
        else (),
        event_path=events,
        # Courts of appeals have one screen for all of it, and no lists to pick from.
        picked=events == not_built.FILE_EVENT,
    )


@blueprint.get("/cgi-bin/Help.pl")
@requires(Permission.SEE_MENU)
def help_page() -> Response:
    """List the court's manual, guides and help desk."""
    return _help()


def _help() -> Response:
    member = court_edge.court().member

    def site(path: str) -> str:
        return edge.federation_url(member, path, role="www")

    return _page(
        "lobby/help.html",
        help_desk=_help_desk(),
        manual=MANUAL_PATH,
        guides=(
            ("Documents", site("/documents")),
            ("CM/ECF", site("/cmecf")),
            *((("NextGen", site("/nextgen")),) if court_edge.era().live else ()),
            *(
                (("Linking your PACER and CM/ECF Accounts", site("/linking")),)
                if court_edge.era().live
                else ()
            ),
            ("Password Reset", site("/password-reset")),
            ("Seminars", site("/seminars")),
        ),
        info_path=_info_path(),
    )


@blueprint.get(MANUAL_PATH)
@public
def users_manual() -> Response:
    """Show the user's manual, in this court's own words and for its present era."""
    court, generation = court_edge.court(), court_edge.era().generation
    filer = MenuRights(
        pacer_login=court_edge.era().live,
        court_login=not court_edge.era().live,
        filing=True,
        filer=True,
        judge_trustee_assignment=court_edge.rules().judge_trustee_assignment == "filer",
        check_pdf_document=court_edge.rules().check_pdf_document,
    )
    profile, desk = court.profile, _help_desk()
    words = manual.words_of(profile, court_name=court.member.full_name, generation=generation) | {
        "go_live": court_edge.era().go_live_words(ZoneInfo(court.member.timezone)),
        "help_desk": desk.email,
        "seminars": desk.seminars_email,
    }
    return _page(
        "lobby/manual.html",
        chapters=manual.chapters(
            manual.load(), kind=profile.kind, generation=generation, words=words
        ),
        bar=menus.top_menu(profile, generation=generation, rights=filer),
        utilities=menus.utilities_menu(profile, generation=generation, rights=filer),
        events=[(word, menus.filing_menu(profile, word)) for word in profile.filing_words()],
        documents=edge.federation_url(court.member, "/documents", role="www"),
        day=court_date(edge.now(), court.member.timezone),
    )


@blueprint.get("/cgi-bin/CourtInfo.pl")
@public
def court_info() -> Response:
    """Tell what holds in this court today: hours, dates, and its policy (facts 3.1)."""
    return _court_info()


def _court_info() -> Response:
    court = court_edge.court()
    rows = [(row.meaning, row.since, row.value) for row in policies.describe(court.policy)]
    return _page(
        "lobby/court_info.html",
        rows=rows,
        go_live=court_date(court.member.live_at, court.member.timezone),
        pdf_limit=court_edge.rules().pdf_max_mb,
        epoc=epoc.PATH if court_edge.rules().epoc else "",
        help_desk=_help_desk(),
    )


@blueprint.get("/rules/<slug>")
@public
def rule(slug: str) -> Response:
    """Say what a redaction rule asks, for the links of the login page."""
    page = rules.PAGES.get(slug)
    if page is None:
        abort(404)
    return _page("lobby/rule.html", rule=page)


@blueprint.get(RESEARCH_PATH)
@requires(Permission.UTILITIES)
def legal_research() -> Response:
    """List where rules, opinions and cases can be read, all of it inside the federation."""
    court, idp = court_edge.court(), edge.runtime().federation.idp
    opinions = [
        link
        for _, items in reports_menu.groups(court.profile.kind)
        for link in items
        if link[1] == reports_menu.OPINIONS
    ]
    cited = [(each.text, each.path) for each in court.profile.words.redaction_citations]
    shelf = edge.federation_url(court.member, "/documents", role="www")
    locator = edge.federation_url(idp, "/pcl/pages/search/findCase.jsf", role="pcl")
    return _page(
        "lobby/legal_research.html",
        groups=(
            ("This court", (*opinions, ("Local rules, procedures and forms", shelf))),
            ("Rules in our own words", tuple(cited)),
            ("All courts", (("PACER Case Locator", locator),)),
        ),
    )


# --------------------------------------------------------------------------- not built yet


def _not_built(page: NotBuilt) -> Response:
    return _page("not_built.html", page_name=page.label)


def _view_of(page: NotBuilt) -> Callable[[], Response]:
    def show() -> Response:
        return _not_built(page)

    return requires(page.permission)(show)


for _each in not_built.PAGES:
    if _each.host == "ecf" and not _each.query:
        blueprint.add_url_rule(
            _each.path,
            endpoint=f"not_built_{_each.path.strip('/').replace('/', '_').replace('.', '_')}",
            view_func=_view_of(_each),
        )


# --------------------------------------------------------------------------- courts of appeals


@blueprint.get(not_built.APPELLATE_FILING)
@requires(Permission.SEE_MENU)
def attorney_filing() -> Response:
    """Show the filing menu of a court of appeals, or begin the filing of an event."""
    if "event" in request.args:
        return _go(f"{briefing.START_PATH}?{request.query_string.decode('latin-1')}")
    return _filing(court_edge.court().profile.filing_words()[0])


SERVLETS: Final[Mapping[str, tuple[Permission | None, Callable[[], Response]]]] = MappingProxyType(
    {
        "ShowIndex.jsp": (None, show_index),
        "Login.jsp": (None, signin.login),
        "InvalidUserLogin.jsp": (None, signin.log_out),
        "LostPassword.jsp": (None, accounts.lost_password),
        "ResetPassword.jsp": (None, accounts.reset_password),
        "CourtInfo.jsp": (None, _court_info),
        "Utilities.jsp": (Permission.UTILITIES, _utilities),
        "Help.jsp": (Permission.SEE_MENU, _help),
        "LinkAccount.jsp": (None, accounts.link),
        "ChangeClientCode.jsp": (Permission.UTILITIES, billing.change_client_code),
        "BillingHistory.jsp": (Permission.UTILITIES, billing.billing_history),
        "Receipts.jsp": (Permission.UTILITIES, billing.change_receipts),
        "Exemption.jsp": (Permission.UTILITIES, billing.change_exemption),
        "MaintainAccount.jsp": (Permission.UTILITIES, accounts.maintain),
    }
)


def _guarded(permission: Permission | None, page: Callable[[], Response]) -> Callable[[], Response]:
    def show() -> Response:
        return page()

    return public(show) if permission is None else requires(permission)(show)


_PAGES: Final[Mapping[str, Callable[[], Response]]] = MappingProxyType(
    {
        **{name: _guarded(*page) for name, page in SERVLETS.items()},
        **{
            page.address.removeprefix(ROOM): _view_of(page)
            for page in not_built.PAGES
            if page.address.startswith(ROOM)
        },
    }
)


def _page_meant() -> Callable[[], Response] | None:
    """Return the page that `servlet` names: of this room, or one that another room has added.

    Rooms add theirs under `moot_servlets`, by name, each a view with a guard of its own. The real
    system also writes the id of a paper behind the name: `servlet=ShowDoc/00205695758`.
    """
    name = request.values.get("servlet", "ShowIndex.jsp").partition("/")[0]
    added: Mapping[str, Callable[[], Response]] = current_app.extensions.get("moot_servlets", {})
    return added.get(name) or _PAGES.get(name)


@blueprint.route(TRANSPORT_PATH, methods=["GET", "POST"])
@blueprint.route(OTHER_TRANSPORT_PATH, methods=["GET", "POST"], endpoint="other_transport_room")
@public
@leading(_page_meant)
def transport_room() -> Response:
    """Lead to the page that `servlet` names; the guard of that page holds (facts 5)."""
    page = _page_meant()
    if page is None:
        abort(404)
    return page()


# --------------------------------------------------------------------------- small parts


def _info_path() -> str:
    landing = court_edge.court().profile.paths.landing
    return "/cgi-bin/CourtInfo.pl" if landing.startswith(_SPACES[0]) else f"{ROOM}CourtInfo.jsp"


def _help_desk() -> HelpDesk:
    """Return whom to write to, as the court's web site names it."""
    return cast(Site, current_app.extensions["moot_site"]).help_desk


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))


def _go(address: str) -> Response:
    return make_response(redirect(address, 302))
