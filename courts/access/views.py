"""At the edge of every page that shows the record: who looks, what it costs, where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, make_response, render_template, request

from courts import edge as court_edge
from courts.access import service
from courts.access.deciding import Access, Viewer
from courts.access.service import Payer, Use
from courts.edge import CourtPerson
from shared.federation import host_of
from shared.money import Fee, Sold, fee, pages_of
from shared.web import edge, guard
from shared.web.guard import UNSAFE

blueprint = Blueprint("access", __name__)

#: What client programs send, and what the real pages tell data miners to send (clients.md 3.1).
EXTERNAL: Final = "https://external"
#: The cookie of what somebody prefers in all courts, as the real system calls it.
PREFERENCES: Final = "PacerPref"
#: Fields that accept a charge or prove a session; they do not stand in links.
_DOING: Final = frozenset({"pacer", "confirmCharge", "csrf_token", "got_receipt"})
_MOST: Final = 20
_LONGEST: Final = 200
_TAGS: Final = re.compile(r"<[^>]*>")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt at the end of a page says; `label` is Search Criteria or Case Number."""

    when: str
    login: str
    client_code: str
    description: str
    label: str
    criteria: str
    pages: int
    cost: str


def viewer(who: CourtPerson | None = None, *, free_look: bool = False) -> Viewer:
    """Return whoever makes the request, as the decision sees them."""
    who = who or court_edge.person()
    return Viewer(
        signed_in=who.is_authenticated,
        pacer=who.has_pacer,
        may_search=who.has_pacer and not who.search_refusal,
        search_refusal=who.search_refusal,
        # An account that the court has disabled is nobody's standing in a case.
        user_id=who.user_id if who.user_status == "active" else 0,
        role=who.user_role,
        subject=who.subject,
        staff=bool(who.staff_role) or who.trainer,
        free_look=free_look,
    )


def payer() -> Payer:
    """Return who pays for what the request shows."""
    who = court_edge.person()
    return Payer(who.subject, who.user_name, who.client_code, who.exempt, who.world)


def size_of(html: str) -> int:
    """Return how many bytes of data a piece of a page shows: its bare text (facts 1.10)."""
    return len(_SPACE.sub(" ", _TAGS.sub(" ", html)).strip().encode())


def receipt_html(shown: Receipt | None) -> str:
    """Draw a receipt by itself, for pages that are written piece by piece."""
    module: Any = current_app.jinja_env.get_template("access/_receipt.html").module
    return str(module.receipt(shown))


def priced(sold: Sold, html: str) -> Fee:
    """Return what a report costs by the data that it shows."""
    return fee(sold, pages=pages_of(size_of(html)))


def receipt(
    price: Fee,
    *,
    description: str,
    criteria: str,
    label: str = "Search Criteria",
    case_id: int | None = None,
    book: bool = True,
) -> Receipt | None:
    """Book a use and return its receipt; None for staff, who see no billing (decisions 7).

    :param book: False shows what a use would cost (the receipt before a document).
    """
    who = court_edge.person()
    if not is_billed():
        return None
    # Whoever only asks what there is was shown nothing.
    if book and request.method != "HEAD":
        service.bill(
            edge.session(),
            payer(),
            Use(description, criteria, price, case_id),
            court=court_edge.court().member.id,
            now=edge.now(),
            wall=edge.wall(),
        )
    return Receipt(
        when=moment(),
        login=who.user_name,
        client_code=who.client_code,
        description=description,
        label=label,
        criteria=criteria,
        pages=price.pages,
        cost=f"{price.cents // 100}.{price.cents % 100:02}",
    )


def receipts_wanted() -> bool:
    """Say whether receipts come before documents: `receipt=N` in the cookie leaves them out."""
    return "receipt=N" not in request.cookies.get(PREFERENCES, "")


def is_billed() -> bool:
    """Say whether what the person looks at is charged to somebody; staff are not billed."""
    who = court_edge.person()
    return bool(who.subject) and not (who.staff_role or who.trainer)


def moment() -> str:
    """Return the court's time as receipts write it: 01/15/2025 10:00:00."""
    zone = ZoneInfo(court_edge.court().member.timezone)
    return f"{edge.now().astimezone(zone):%m/%d/%Y %H:%M:%S}"


def refusal_page(found: Access, heading: str, *, way_out: str = "") -> Response:
    """Show a refusal in the words of the real system; HTTP 200, as there."""
    return make_response(
        render_template("access/refused.html", heading=heading, text=found.text, way_out=way_out)
    )


# --------------------------------------------------------------------------- the Referer rule


@blueprint.before_app_request
def check_origin() -> Response | None:
    """Stop a post without a token that did not come from this court (decisions 22; clients.md 3.1).

    Client programs have no token and say `https://external`; a browser says where it comes from.
    """
    if request.endpoint is None or request.method not in UNSAFE:
        return None
    if not guard.in_force(current_app).program:
        return None
    if request.path.startswith(("/services/", "/oidc/")) or from_here():
        return None
    return make_response(render_template("access/warning.html", onwards=_onwards()))


def _onwards() -> str:
    """Return where "Continue" leads: to the page that was meant, but not to what it would do.

    One address of a court of appeals has many pages, told apart by a field of the form.
    """
    told = {
        name: value[:_LONGEST]
        for name, value in list(request.values.items())[:_MOST]
        if name not in _DOING
    }
    return f"{request.path}?{urlencode(told)}" if "servlet" in told else request.path


def from_here() -> bool:
    """Say whether the request came from a page of this court, or says `https://external`."""
    origin = request.headers.get("Origin", "")
    if origin and origin != "null":
        return _is_ours(origin)
    said = request.headers.get("Referer", "")
    return said.rstrip("/") == EXTERNAL or _is_ours(said)


def _is_ours(address: str) -> bool:
    """Say whether an address is of this court, by whichever of its hosts it was called."""
    try:
        host = urlsplit(address).netloc.lower()
    except ValueError:
        return False
    return host != "" and host == host_of(edge.place().origin).lower()
