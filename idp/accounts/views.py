"""The home page of the PACER Service Center, its information pages, and those not built yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, g, make_response, render_template

from idp.accounts import manage, not_built, registration
from idp.accounts.not_built import NotBuilt
from shared.clock import court_date
from shared.federation import Family
from shared.web import edge
from shared.web.guard import public

blueprint = Blueprint("accounts", __name__)

NEXTGEN_PATH: Final = "/nextgen"
CONTACT_PATH: Final = "/contact"
MANAGE_LOGIN_PATH: Final = "/pscof/login.xhtml"
#: Invented: the real telephone and mail addresses never stand in a simulation (facts.md 1.3).
CONTACT_MAIL: Final = "helpdesk@pacer.moot.test"
CONTACT_PHONE: Final = "(203) 555-0100"


@blueprint.app_context_processor
def navigation() -> dict[str, Any]:
    """Give every page of PACER its menu and the name of whoever is signed in."""
    person = g.get("moot_person")
    name = person.display_name if person is not None and person.is_authenticated else None
    return {"session_person": name, "links": _links()}


def _links() -> dict[str, str]:
    links = {
        "pacer_home": _to("/", "home"),
        "register": _to(manage.REGISTER_PATH, "psc"),
        "manage_account": _to(MANAGE_LOGIN_PATH, "psc"),
        "find_case": _to(manage.FIND_CASE_PATH, "pcl"),
        "nextgen": _to(NEXTGEN_PATH, "home"),
        "firms": _to(manage.FIRMS_PATH, "home"),
        "register_firm": _to(f"{manage.REGISTER_PATH}?type={registration.PAA}", "psc"),
        "contact": _to(CONTACT_PATH, "home"),
        "login": _to("/csologin/login.jsf"),
        "logout_url": _to("/csologin/logout.jsf"),
    }
    if edge.runtime().settings.training:
        links["mailbox_url"] = _to("/mailbox", "home")
        links["inspect_url"] = _to("/inspect", "home")
        if getattr(g.get("moot_person"), "trainer", False):
            links["classes_url"] = _to("/classes", "home")
            links["clock_url"] = _to("/clock", "home")
    return links


def _to(path: str, role: str | None = None) -> str:
    runtime = edge.runtime()
    place = g.get("moot_place")
    family: Family = place.family if place is not None else "own"
    return runtime.federation.url(runtime.federation.idp, path, role=role, family=family)


@blueprint.get("/")
@public
def home() -> Response:
    """Show what the PACER Service Center offers, and every court."""
    courts = [
        {
            "court": court,
            "ecf": edge.federation_url(court, "/"),
            "site": edge.federation_url(court, "/", role="www"),
            "live": edge.now() >= court.live_at,
        }
        for court in edge.runtime().federation.courts
    ]
    return make_response(
        render_template("accounts/home.html", courts=courts, mail=CONTACT_MAIL, phone=CONTACT_PHONE)
    )


@blueprint.get(NEXTGEN_PATH)
@public
def nextgen() -> Response:
    """Say what NextGen asks of a filer, and when each court changes over (seeds 002 and 004)."""
    courts = [
        {
            "court": court,
            "cutoff": court_date(court.cutoff_at, court.timezone),
            "go_live": court_date(court.live_at, court.timezone),
            "live": edge.now() >= court.live_at,
            "site": edge.federation_url(court, "/", role="www"),
        }
        for court in edge.runtime().federation.courts
    ]
    return make_response(render_template("accounts/nextgen.html", courts=courts))


@blueprint.get(CONTACT_PATH)
@public
def contact() -> Response:
    """Say how to reach the (invented) help desks, and whom to tell of suspected misuse."""
    training = edge.runtime().settings.training
    desks = [
        {
            "name": court.full_name,
            "email": court.letter_boxes[0],
            "url": _to(f"/mailbox/write?to={court.letter_boxes[0]}", "home") if training else "",
        }
        for court in edge.runtime().federation.courts
    ]
    return make_response(
        render_template(
            "accounts/contact.html", mail=CONTACT_MAIL, phone=CONTACT_PHONE, desks=desks
        )
    )


def _page(page: NotBuilt) -> Callable[[], Response]:
    @public
    def show() -> Response:
        return make_response(
            render_template("not_built.html", page_name=page.label, back_url=page.back)
        )

    return show


for _entry in not_built.PAGES:
    blueprint.add_url_rule(
        _entry.path, f"not_built_{_entry.path.rpartition('/')[2].partition('.')[0]}", _page(_entry)
    )
