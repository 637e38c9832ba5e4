"""Where a request meets the faults that are on: at the door, instead of a page, on the way out.

The shell asks only while a fault is on (`Switches.on`); views ask where a fault is theirs alone.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Response, g, make_response, render_template, request

from shared import faults
from shared.db import Work
from shared.faults import About
from shared.switches import Switched
from shared.web import cgi, edge
from shared.web.runtime import Asker

#: The host of a court that has its filing system; its public web site is another.
_RECORD: Final = "ecf"
#: Addresses of a court that are no pages of its record: signing on and off must go on.
_NO_PAGES: Final = ("/oidc/", "/services/", "/static/", "/cgi-bin/login.pl")
_SIGN_ON: Final = ("/csologin/", "/oidc/", "/.well-known/", "/services/cso-")
_SERVICES: Final = "/services/moot/"
_RETRY_SECONDS: Final = {faults.PROVIDER_DOWN: 5, faults.COURT_MAINTENANCE: 600}
_WORDS: Final = {
    faults.PROVIDER_DOWN: (
        "Sign-on is not available",
        "The PACER sign-on service does not answer at the moment. Please try again later.",
    ),
    faults.COURT_MAINTENANCE: (
        "Down for maintenance",
        "The electronic filing system of this court is closed for scheduled maintenance. Please "
        "try again later.",
    ),
}


def bites(name: str, about: About | None = None, **detail: Any) -> Switched | None:
    """Return a fault that is on for the current request, counted and noted; mostly None."""
    switches = edge.runtime().switches
    if not switches.on:
        return None
    work: Work | None = g.get("moot_work")
    return switches.bites(
        name,
        about or _about(Asker()),
        actor=edge.person().audit_name,
        session=work.session if work is not None and work.is_open else None,
        path=request.path,
        **detail,
    )


def dawdle() -> None:
    """Wait where a docket is to be slow. No transaction may be open."""
    found = bites(faults.SLOW_DOCKET)
    if found is not None:
        edge.runtime().switches.dawdle(found.amount or 0)


def at_the_door() -> Response | None:
    """Turn everybody away from a member that is to be down; None lets them in."""
    runtime = edge.runtime()
    if request.path.startswith((_SERVICES, "/static/")):
        return None
    if runtime.member.is_court:
        return _closed(faults.COURT_MAINTENANCE, Asker()) if _on_record() else None
    if not request.path.startswith(_SIGN_ON):
        return None
    asker = runtime.asker()
    return None if asker.spared else _closed(faults.PROVIDER_DOWN, asker)


def instead_of_page() -> Response | None:
    """Answer with something else than the page that was asked for; None goes on to it."""
    if not _is_page():
        return None
    if bites(faults.FALSE_LOGIN) is not None:
        authority = edge.runtime().authority
        return authority.turn_away(authority.nobody(), "")
    nonce = cgi.nonce() if request.method == "POST" else None
    if nonce is not None and bites(faults.EXPIRED_NONCE) is not None:
        return _sentence("Incomplete request", cgi.INCOMPLETE)
    if bites(faults.OK_WITH_ERROR) is not None:
        return _sentence("Error", cgi.NO_PRIVILEGES)
    return None


def on_the_way_out(response: Response) -> None:
    """Cut a page off; its length is told rightly, so that nothing shows it."""
    if "moot_place" not in g or response.status_code >= 300:  # noqa: PLR2004
        return
    if response.mimetype != "text/html" or not _is_page():
        return
    found = bites(faults.TRUNCATED_PAGE)
    if found is not None:
        body = response.get_data()
        response.set_data(body[: len(body) * (found.amount or 0) // 100])


# --------------------------------------------------------------------------- small parts


def _about(asker: Asker) -> About:
    who, member = edge.person(), edge.runtime().member
    return About(
        world=asker.world or who.world,
        subject=asker.subject or getattr(who, "subject", ""),
        client=asker.client,
        program=request.user_agent.string,
        court=member.id if member.is_court else asker.court,
    )


def _on_record() -> bool:
    return edge.place().role == _RECORD


def _is_page() -> bool:
    """Say whether somebody who is signed in asks for a page of a court's record."""
    if request.method == "HEAD" or request.path.startswith(_NO_PAGES):
        return False
    return _on_record() and edge.person().is_authenticated and request.endpoint is not None


def _closed(name: str, asker: Asker) -> Response | None:
    if bites(name, _about(asker)) is None:
        return None
    title, message = _WORDS[name]
    # No mark of a session: client programs tell by it whether they are signed in.
    html = render_template(
        "error.html", title=title, message=message, menu=(), session_person=None, link_url=""
    )
    response = make_response(html, 503)
    response.headers["Retry-After"] = str(_RETRY_SECONDS[name])
    return response


def _sentence(title: str, message: str) -> Response:
    return make_response(render_template("error.html", title=title, message=message))
