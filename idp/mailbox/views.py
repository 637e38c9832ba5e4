"""The mailbox: a persona's own mail, and everybody's for the trainer (docs/decisions.md)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from idp.accounts import protocol as accounts
from idp.edge import visitor
from idp.mailbox import letters, queries, service
from idp.mailbox.forms import LetterForm
from idp.mailbox.models import MailItem, SentLetter
from idp.permissions import Permission
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.paging import Page, PageLinks, links
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("mailbox", __name__)

PATH: Final = "/mailbox"
WRITE_PATH: Final = f"{PATH}/write"
SENT_PATH: Final = f"{PATH}/sent"
PAGE_SIZE: Final = 25
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
TOO_MANY_REQUESTS: Final = 429
#: A mail is somebody else's HTML: no script, no form, nothing from the network.
MAIL_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@blueprint.get(PATH)
@requires(Permission.ACCOUNT)
def inbox() -> Response:
    """List the mails of the person signed in; a trainer may look for any recipient."""
    accounts.send_due_letters()
    who = visitor()
    words = request.args.get("recipient", "").strip()[:120]
    number = request.args.get("page", 1, type=int)
    everyone = who.trainer and request.args.get("all", "") == "1"
    with edge.runtime().database.reading(world=None if everyone else who.world) as session:
        if everyone:
            page = queries.search(
                session, words=words, trainer=who.subject, number=number, size=PAGE_SIZE
            )
        else:
            page = queries.mails_of(session, recipient=who.email, number=number, size=PAGE_SIZE)
    return make_response(
        render_template(
            "mailbox/inbox.html",
            owner="everybody" if everyone else who.display_name,
            address="" if everyone else who.email,
            mails=[_line(mail, show_recipient=everyone) for mail in page.rows],
            page=_links(page, words, everyone),
            trainer=who.trainer,
            everyone=everyone,
            words=words,
            path=PATH,
            write_url=WRITE_PATH,
            sent_url=SENT_PATH,
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
        edge.audit(
            "mail:read", who.audit_name, template=item.template, court=item.member, mail=item.id
        )
    shown = {
        "subject": item.subject,
        "sender": item.sender,
        "recipients": (item.addressed_to or item.recipient,),
        "blind": item.recipient if item.addressed_to else "",
        "sent": court_stamp(item.court_time, _zone(item)),
        "text": item.text,
        "html_url": f"{PATH}/{item.id}/body" if item.html else None,
        "raw_url": None,
    }
    answerable = _is_for(item, who.email) and bool(_answer_box(item))
    return make_response(
        render_template(
            "mailbox/mail.html",
            mail=shown,
            mailbox_path=PATH,
            reply_url=f"{WRITE_PATH}?reply={item.id}" if answerable else "",
        )
    )


@blueprint.get(f"{PATH}/<int:mail_id>/body")
@requires(Permission.ACCOUNT)
def mail_body(mail_id: int) -> Response:
    """Return the formatted text of a mail, locked in a sandbox of its own."""
    response = Response(_readable(mail_id).html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


# --------------------------------------------------------------------------- letters


@blueprint.route(WRITE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def write() -> Response:
    """Write a letter to a court's help desk or seminar address; a reply comes prefilled."""
    if request.method == "GET":
        return _write_page(LetterForm(data=asdict(_draft())))
    form = LetterForm(request.form)
    if not form.validate():
        return _write_page(form, UNPROCESSABLE)
    who = visitor()
    draft = letters.Draft(form.recipient.data or "", form.subject.data or "", form.text.data or "")
    try:
        sent = service.send_letter(
            edge.session(),
            federation=edge.runtime().federation,
            writer=service.Writer(who.account_id, who.subject, who.display_name, who.email),
            draft=draft,
            now=edge.now(),
            wall=edge.wall(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        many = refusal.code == "too_many"
        return _write_page(form, TOO_MANY_REQUESTS if many else UNPROCESSABLE)
    edge.audit("letter:sent", f"member:{sent.member}", letter=sent.message_id, box=sent.recipient)
    return cast(Response, redirect(f"{SENT_PATH}/{sent.id}?sent=1", SEE_OTHER))


@blueprint.get(SENT_PATH)
@requires(Permission.ACCOUNT)
def sent_letters() -> Response:
    """List the letters that the person has sent."""
    number = request.args.get("page", 1, type=int)
    with edge.runtime().database.reading(world=visitor().world) as session:
        page = queries.letters_of(
            session, account_id=visitor().account_id, number=number, size=PAGE_SIZE
        )
    rows = [
        {
            "url": f"{SENT_PATH}/{letter.id}",
            "subject": letter.subject,
            "sender": f"to {letter.recipient}",
            "sent": court_stamp(letter.court_time, _zone(letter)),
        }
        for letter in page.rows
    ]
    return make_response(
        render_template(
            "mailbox/sent.html",
            letters=rows,
            page=links(page, lambda number: f"{SENT_PATH}?page={number}"),
            mailbox_path=PATH,
            write_url=WRITE_PATH,
        )
    )


@blueprint.get(f"{SENT_PATH}/<int:letter_id>")
@requires(Permission.ACCOUNT)
def sent_letter(letter_id: int) -> Response:
    """Show a letter of one's own."""
    item = None
    if letter_id < 1 << 31:
        with edge.runtime().database.reading(world=visitor().world) as session:
            item = queries.letter(session, account_id=visitor().account_id, letter_id=letter_id)
    if item is None:
        abort(404)
    shown = {
        "subject": item.subject,
        "sender": visitor().email,
        "recipients": (item.recipient,),
        "sent": court_stamp(item.court_time, _zone(item)),
        "text": item.text,
    }
    return make_response(
        render_template(
            "mailbox/letter.html",
            mail=shown,
            mailbox_path=PATH,
            sent_url=SENT_PATH,
            just_sent=request.args.get("sent") == "1",
        )
    )


def _draft() -> letters.Draft:
    """Return what the form begins with: a reply, what a link asks for, or nothing."""
    reply = request.args.get("reply", 0, type=int)
    if reply:
        item = _readable(reply)
        box = _answer_box(item) if _is_for(item, visitor().email) else ""
        if not box:
            abort(404)
        return letters.reply(
            box=box,
            subject=item.subject,
            sender=item.sender,
            sent=court_stamp(item.court_time, _zone(item)),
            text=item.text,
        )
    return letters.Draft(
        recipient=request.args.get("to", "")[:120],
        subject=request.args.get("about", "")[: letters.LONGEST_SUBJECT],
    )


def _write_page(form: LetterForm, status: int = 200) -> Response:
    boxes = [
        (box, court.title)
        for court in edge.runtime().federation.courts
        for box in court.letter_boxes
    ]
    html = render_template(
        "mailbox/write.html", form=form, boxes=boxes, mailbox_path=PATH, sender=visitor().email
    )
    return make_response(html, status)


def _answer_box(item: MailItem) -> str:
    return letters.answer_box(edge.runtime().federation, member_id=item.member, sender=item.sender)


# --------------------------------------------------------------------------- small parts


def _readable(mail_id: int) -> MailItem:
    """Return a mail that the person may open; others do not exist for them."""
    who = visitor()
    world, trainer = (None, who.subject) if who.trainer else (who.world, None)
    item = None
    if mail_id < 1 << 31:
        with edge.runtime().database.reading(world=world) as session:
            item = queries.mail(session, mail_id=mail_id, trainer=trainer)
    if item is None or not (who.trainer or _is_for(item, who.email)):
        abort(404)
    return item


def _is_for(item: MailItem, address: str) -> bool:
    return item.recipient.lower() == address.lower()


def _zone(item: MailItem | SentLetter) -> str:
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


def _links(page: Page[MailItem], words: str, everyone: bool) -> PageLinks:
    def to(number: int) -> str:
        pairs = {"page": str(number)}
        if everyone:
            pairs |= {"all": "1", "recipient": words}
        return f"{PATH}?{urlencode(pairs)}"

    return links(page, to)
