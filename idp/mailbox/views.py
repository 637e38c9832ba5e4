"""The mailbox: a persona's own mail, and everybody's for the trainer (docs/decisions.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, render_template, request

from idp.accounts import protocol as accounts
from idp.edge import visitor
from idp.mailbox import queries, service
from idp.mailbox.models import MailItem
from idp.mailbox.queries import MailPage
from idp.permissions import Permission
from shared.clock import court_stamp
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("mailbox", __name__)

PATH: Final = "/mailbox"
PAGE_SIZE: Final = 25
#: A mail is somebody else's HTML: no script, no form, nothing from the network.
MAIL_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True, slots=True)
class PageLinks:
    """A page of the list, as the paging part of the templates reads it."""

    number: int
    count: int
    total: int
    prev_url: str | None
    next_url: str | None


@blueprint.get(PATH)
@requires(Permission.ACCOUNT)
def inbox() -> Response:
    """List the mails of the person signed in; a trainer may look for any recipient."""
    _training_only()
    accounts.send_due_letters()
    who = visitor()
    words = request.args.get("recipient", "").strip()[:120]
    number = request.args.get("page", 1, type=int)
    everyone = who.trainer and request.args.get("all", "") == "1"
    with edge.runtime().database.reading(world=None if everyone else who.world) as session:
        if everyone:
            page = queries.search(session, words=words, number=number, size=PAGE_SIZE)
        else:
            page = queries.mails_of(session, recipient=who.email, number=number, size=PAGE_SIZE)
    return make_response(
        render_template(
            "mailbox/inbox.html",
            owner="everybody" if everyone else who.display_name,
            address="" if everyone else who.email,
            mails=[_line(mail, show_recipient=everyone) for mail in page.mails],
            page=_links(page, words, everyone),
            trainer=who.trainer,
            everyone=everyone,
            words=words,
            path=PATH,
        )
    )


@blueprint.get(f"{PATH}/<int:mail_id>")
@requires(Permission.ACCOUNT)
def mail(mail_id: int) -> Response:
    """Show one mail; opening it is what makes it read."""
    item = _readable(mail_id)
    who = visitor()
    if item.read_at is None and _is_for(item, who.email):
        service.mark_read(edge.session(), mail_id=item.id, wall=edge.wall())
    shown = {
        "subject": item.subject,
        "sender": item.sender,
        "recipients": (item.recipient,),
        "sent": court_stamp(item.court_time, _zone(item)),
        "text": item.text,
        "html_url": f"{PATH}/{item.id}/body" if item.html else None,
        "raw_url": None,
    }
    return make_response(render_template("mail.html", mail=shown, mailbox_path=PATH))


@blueprint.get(f"{PATH}/<int:mail_id>/body")
@requires(Permission.ACCOUNT)
def mail_body(mail_id: int) -> Response:
    """Return the formatted text of a mail, locked in a sandbox of its own."""
    response = Response(_readable(mail_id).html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _training_only() -> None:
    if not edge.runtime().settings.training:
        abort(404)


def _readable(mail_id: int) -> MailItem:
    """Return a mail that the person may open; others do not exist for them."""
    _training_only()
    who = visitor()
    world = None if who.trainer else who.world
    item = None
    if mail_id < 1 << 31:
        with edge.runtime().database.reading(world=world) as session:
            item = queries.mail(session, mail_id=mail_id)
    if item is None or not (who.trainer or _is_for(item, who.email)):
        abort(404)
    return item


def _is_for(item: MailItem, address: str) -> bool:
    return item.recipient.lower() == address.lower()


def _zone(item: MailItem) -> str:
    federation = edge.runtime().federation
    zones = {member.id: member.timezone for member in federation.members}
    return zones.get(item.member, federation.idp.timezone)


def _line(item: MailItem, *, show_recipient: bool) -> dict[str, Any]:
    sender = f"{item.sender} to {item.recipient}" if show_recipient else item.sender
    return {
        "url": f"{PATH}/{item.id}",
        "subject": item.subject,
        "sender": sender,
        "sent": court_stamp(item.court_time, _zone(item)),
        "unread": item.read_at is None,
    }


def _links(page: MailPage, words: str, everyone: bool) -> PageLinks:
    def to(number: int) -> str:
        pairs = {"page": str(number)}
        if everyone:
            pairs |= {"all": "1", "recipient": words}
        return f"{PATH}?{urlencode(pairs)}"

    return PageLinks(
        page.number,
        page.count,
        page.total,
        to(page.number - 1) if page.number > 1 else None,
        to(page.number + 1) if page.number < page.count else None,
    )
