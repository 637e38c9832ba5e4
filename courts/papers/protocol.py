"""Handing papers out: tickets for files, and files as answers.

A ticket names papers and for whom they were prepared; it is signed, of this session and short-lived
(`show_temp.pl`). Nothing is handed out by a path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, send_file
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.documents import service as documents
from courts.documents.service import Paper, Ready
from courts.documents.stamping import Head
from courts.kinds import doc_ids
from courts.kinds.stamps import Stamped
from courts.papers import naming, service
from courts.papers.queries import PaperView
from shared.web import edge

#: How long a ticket is good, in real time: a reader may ask for further ranges of a file.
TICKET_LIFE: Final = timedelta(minutes=10)
_SALT: Final = "papers"
_FORMS: Final = frozenset({"one", "pdf", "zip"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """What may be fetched: papers as one file, `form` one, pdf (joined) or zip.

    `look` is the free look by which it was allowed, 0 without one.
    """

    documents: tuple[int, ...]
    form: str = "one"
    header: bool = True
    session_id: int = 0
    look: int = 0


def ticket_text(ticket: Ticket) -> str:
    """Return a ticket as addresses carry it."""
    expires = int((edge.wall() + TICKET_LIFE).timestamp())
    told = [
        list(ticket.documents),
        ticket.form,
        int(ticket.header),
        ticket.session_id,
        ticket.look,
        expires,
    ]
    return str(_serializer().dumps(told))


def read_ticket(text: str) -> Ticket | None:
    """Read a ticket; None if it is not ours, not this person's, or too old."""
    try:
        ids, form, header, session_id, look, expires = _serializer().loads(text)
    except (BadData, ValueError, TypeError):
        return None
    mine = session_id == court_edge.person().session_id or look
    if not mine or form not in _FORMS or expires < edge.wall().timestamp():
        return None
    return Ticket(tuple(ids), form, bool(header), session_id, look)


def temporary_address(ticket: Ticket, media: str) -> str:
    """Return the address of a file that was prepared (root-relative, as programs want it)."""
    return f"/cgi-bin/show_temp.pl?file={ticket_text(ticket)}&type={media}"


def collect(views: Sequence[PaperView], *, header: bool) -> list[Paper]:
    """Return papers ready to be prepared, making those that nobody has read yet.

    Ends the request's transaction: making and stamping may take long.
    """
    court = court_edge.court()
    style = court.profile.numbers
    zone = ZoneInfo(court.member.timezone)
    store = court_edge.documents()
    todo = [
        (
            view.document,
            naming.source(view, style, court.member.full_name),
            naming.file_name(view, style),
            naming.stamped(view, style, zone, doc_ids.dlsid(view.document.id)),
        )
        for view in views
    ]
    edge.split()
    papers = []
    for document, source, name, stamped in todo:
        stored = documents.ensure(store, document.digest, document.kind, source)
        if stored.digest != document.digest:
            with edge.runtime().database.writing() as session:
                service.note_made(session, document.id, stored)
        head = _head(stamped) if header else None
        mark = "" if head is None else head(1, 1)
        papers.append(Paper(stored.digest, document.kind, name, head, mark))
    return papers


@dataclass(frozen=True, slots=True)
class Stamps:
    """What notices know of a paper: the stamp that was sent, and the one that its bytes have now.

    Empty where a paper was docketed without a notice.
    """

    sent: str = ""
    now: str = ""


#: Tells the stamps of papers of one entry by row id, of their digests as they are now.
Stamper = Callable[[Session, int, Mapping[int, str]], Mapping[int, Stamps]]
_STAMPER: Final = "moot_stamper"


def set_stamper(app: Flask, stamper: Stamper) -> None:
    """Let the room that sends notices tell their stamps (it is above this one)."""
    app.extensions[_STAMPER] = stamper


def stamps_of(entry_id: int, digests: Mapping[int, str]) -> Mapping[int, Stamps]:
    """Return the stamps of papers of an entry, by row id.

    :param digests: of the bytes as they are now.
    """
    stamper: Stamper | None = current_app.extensions.get(_STAMPER)
    return {} if stamper is None else stamper(edge.session(), entry_id, digests)


@dataclass(frozen=True, slots=True)
class Verified:
    """What Verify a Document finds: the name that a paper was stored by, and what it is now."""

    view: PaperView
    stored: str
    current: str
    size: int


def verified(views: Sequence[PaperView]) -> list[Verified]:
    """Read papers through and compare them with what was stored; unread ones are made first."""
    store = court_edge.documents()
    found = []
    for view, paper in zip(views, collect(views, header=False), strict=True):
        now = documents.current_digest(store, paper.digest)
        found.append(Verified(view, paper.digest, now.digest, now.size))
    return found


def ready(papers: Sequence[Paper], form: str) -> Ready:
    """Prepare the file of a ticket.

    :raises UnreadablePaperError: if papers are to be joined and one cannot be read.
    """
    store, wall = court_edge.documents(), edge.wall()
    if form == "one":
        return documents.single(store, papers[0], wall=wall)
    name = papers[0].name.rpartition(".")[0] + "-and-others"
    if form == "zip":
        return documents.archive(store, papers, f"{name}.zip", wall=wall)
    return documents.combined(store, papers, f"{name}.pdf", wall=wall)


def answer(file: Ready) -> Response:
    """Return a file as an answer: in pieces, by ranges if asked, with an entity tag.

    The type stands alone, without a character set: programs compare it (clients.md 3.2).
    """
    response = send_file(
        file.path,
        mimetype=file.media,
        conditional=True,
        etag=file.etag,
        download_name=file.name,
        as_attachment=file.media == documents.ZIP,
    )
    # A reader inside the browser is no page: it needs its own styles and no policy for scripts.
    response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    return response


def _head(stamped: Stamped) -> Head:
    line = court_edge.court().profile.papers.line
    return lambda page, pages: line(stamped, page, pages)


def _serializer() -> Any:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=_SALT)
