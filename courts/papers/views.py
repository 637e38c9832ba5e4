"""Papers at doc1: attachment menu, receipt, PDF, several at once, free looks (facts 3.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, render_template, request
from markupsafe import Markup

from courts import edge as court_edge
from courts.access import views as access
from courts.access.deciding import Access, CaseFacts, Channel, ItemFacts, decide
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.docket.facts import entry_item
from courts.docket.models import Document, Entry, FreeLook
from courts.docket.queries import EntryView
from courts.documents import service as documents
from courts.documents.stamping import UnreadablePaperError
from courts.kinds import doc_ids, numbers
from courts.kinds.doc_ids import MENU, PAPER
from courts.papers import naming, protocol, queries, service
from courts.papers.forms import VerifyForm
from courts.papers.protocol import Stamps, Ticket
from courts.papers.queries import PaperView
from courts.permissions import Permission
from courts.signin import views as signin
from shared.db import SHARED_WORLD
from shared.errors import Refusal
from shared.faults import RECEIPT_LOOP
from shared.money import Fee, fee
from shared.web import cgi, edge, faulty
from shared.web.guard import program_post, public, requires

blueprint = Blueprint("papers", __name__)

MULTI_PATH: Final = "/cgi-bin/show_multidocs.pl"
#: A selection above this is not put together: each paper is viewed for itself (facts 3.10).
BIGGEST: Final = 100 * 1024 * 1024
MOST: Final = 500
UNPROCESSABLE: Final = 422
NO_HEADER: Final = "2"
NOT_THIS_CASE: Final = "Cannot locate the case with caseid: {}"
NO_ENTRY: Final = "could not retrieve dktentry for dlsid {}"
CHOOSE: Final = "No document was selected. Go back and tick at least one of them."
UNREADABLE: Final = (
    "One of these documents cannot be put together with others. Download them instead, or view "
    "each document individually."
)
RUN_OUT: Final = (
    "This address was good for a short while only. Open the document again from the docket."
)
NO_STAMPS: Final = Stamps()
_MAGIC: Final = re.compile(r"[0-9a-f]{4,40}")
_LABEL: Final = re.compile(r"\d{1,6}-\d{1,4}")
_NUMBER: Final = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for a paper says; `caseid` is None if it is left out, -1 if it is none."""

    case_id: int | None
    seq: str
    magic: str
    use_magic: bool
    got_receipt: bool
    header: bool

    @classmethod
    def from_request(cls) -> Asked:
        """Read the fields of `goDLS`, from a form with or without parts or from the address."""
        given = request.values.get("caseid", "").strip()
        read = cgi.case_id(given)
        return cls(
            case_id=None if not given else -1 if read is None else read,
            seq=request.values.get("de_seq_num", "").strip(),
            magic=request.values.get("magic_num", "").strip(),
            use_magic=request.values.get("use_magic", "") == "1",
            got_receipt=request.method == "POST" and request.values.get("got_receipt") == "1",
            header=request.values.get("pdf_header", "") != NO_HEADER,
        )


# --------------------------------------------------------------------------- one paper


@blueprint.route("/doc1/<doc_id>", methods=["GET", "POST"])
@public
@program_post
def document(doc_id: str) -> Response:
    """Show the menu, the receipt or the paper; a good magic number needs no session."""
    found = doc_ids.read(doc_id)
    if found is None or found.prefix != court_edge.court().member.doc_prefix:
        abort(404)
    asked = Asked.from_request()
    free = _free(found.document, asked)
    if free is not None:
        return _for_free(*free, asked, flag=found.flag)
    turned = _stopped()
    if turned is not None:
        return turned
    view = queries.paper(edge.session(), found.document)
    if view is None:
        return _message(NO_ENTRY.format(doc_ids.dlsid(found.document)))
    return _shown(view, asked, flag=found.flag)


@blueprint.route("/cgi-bin/show_doc.pl", methods=["GET", "POST"])
@public
@program_post
def show_doc() -> Response:
    """Show a paper of the claims register, or of an entry by its numbers (clients.md 5.17)."""
    turned = _stopped()
    if turned is not None:
        return turned
    asked = Asked.from_request()
    case = _case(asked.case_id)
    if case is None:
        return _message(NOT_THIS_CASE.format(_said_case()))
    found = _paper_of_claim(case) or _paper_of_entry(case, asked)
    view = None if found is None else queries.paper(edge.session(), found.id)
    if view is None:
        return _message("The document is not available in this case.")
    return _shown(view, asked, flag=PAPER)


def _shown(view: PaperView, asked: Asked, *, flag: int) -> Response:
    if asked.case_id not in (None, view.case.id):
        return _message(NOT_THIS_CASE.format(_said_case()))
    whole = _decided(view.case, view)
    if not whole.allowed:
        return _refused(view, whole)
    entry = _with_attachments(view)
    found = _decided(view.case, view, paper=view.document)
    if flag == MENU and not asked.got_receipt and entry is not None:
        if not found.allowed:
            _note_refused(view, found)
        return _menu(view, entry)
    if not found.allowed:
        return _refused(view, found)
    price = fee(naming.sold(view), pages=view.document.pages)
    # Whoever has switched receipts off pays at once, but never by a link from elsewhere.
    asks_first = access.receipts_wanted() or not access.from_here()
    billed = asks_first and access.is_billed() and price.cents > 0
    if billed and (not asked.got_receipt or faulty.bites(RECEIPT_LOOP)):
        return _receipt(view, price)
    return _delivered((view,), "one", header=asked.header)


def _menu(view: PaperView, entry: EntryView, magic: str = "") -> Response:
    rows = []
    for each in entry.documents:
        found = _decided(view.case, view, paper=each, magic=magic)
        rows.append(_row(entry.entry, each, shown=found.allowed, magic=magic))
    open_rows = [row for row in rows if row["href"]]
    query = urlencode(
        {"caseid": view.case.id, "arr_de_seq_nums": entry.entry.seq, "magic_num": magic}
    )
    total = sum(row["bytes"] for row in open_rows)
    return _page(
        "papers/menu.html",
        number=naming.number(view),
        rows=rows,
        query=f"{MULTI_PATH}?{query}&pdf_header=1",
        total_pages=naming.pages(sum(row["count"] for row in open_rows)),
        total_size=naming.size(total),
        too_big=total > BIGGEST,
        magic=magic,
        style=court_edge.court().profile.papers,
    )


def _row(entry: Entry, paper: Document, *, shown: bool, magic: str) -> dict[str, Any]:
    href = _address(paper)
    told = {"caseid": entry.case_id, "de_seq_num": entry.seq, "magic_num": magic}
    return {
        "place": paper.place,
        "value": f"{doc_ids.dlsid(paper.id)}-{paper.size}-{paper.pages}",
        "href": (f"{href}?{urlencode(told)}" if magic else href) if shown else "",
        "call": go_dls(paper, entry.case_id, entry.seq, magic=magic),
        "description": naming.described(paper),
        "count": paper.pages,
        "pages": naming.pages(paper.pages),
        "bytes": paper.size,
        "size": naming.size(paper.size),
    }


def go_dls(
    paper: Document, case_id: int, seq: int, *, got_receipt: str = "", magic: str = ""
) -> str:
    """Return the call that a link to a paper carries: nine arguments, in bankruptcy ten."""
    # Programs read the call as it stands: its quotes stay quotes. Nothing in it is anybody's words.
    more = ("", "", "") if court_edge.court().profile.papers.claims else ("", "")
    arguments = (_address(paper), case_id, seq, got_receipt, "1", "1", magic, *more)
    call = "goDLS(" + ",".join(f"'{each}'" for each in arguments) + ");return(false);"
    return Markup(call)  # noqa: S704


def _receipt(view: PaperView, price: Fee) -> Response:
    style = court_edge.court().profile.numbers
    shown = access.receipt(
        price,
        description=naming.image(view),
        criteria=style.full(view.case.number),
        label="Case Number",
        book=False,
    )
    restricted = naming.is_restricted(view)
    return _page("papers/receipt.html", shown=shown, restricted=restricted, **_form_of(view))


def _form_of(view: PaperView, magic: str = "") -> dict[str, Any]:
    seq = 0 if view.entry is None else view.entry.entry.seq
    return {
        "action": _address(view.document),
        "call": go_dls(view.document, view.case.id, seq, got_receipt="1", magic=magic),
        "fields": {
            "caseid": view.case.id,
            "de_seq_num": seq,
            "got_receipt": "1",
            "pdf_header": "1",
            "pdf_toggle_possible": "1",
            "magic_num": magic,
        },
    }


def _delivered(
    views: Sequence[PaperView], form: str, *, header: bool, look: FreeLook | None = None
) -> Response:
    """Make the papers, charge for each of them once, and show the page around the file."""
    ids = tuple(view.document.id for view in views)
    papers = protocol.collect(views, header=header)
    if form == "pdf":
        # Before anybody pays: whether they can be put together at all.
        protocol.ready(papers, form)
    if look is None:
        for view in views:
            access.receipt(
                fee(naming.sold(view), pages=view.document.pages),
                description=naming.image(view),
                criteria=court_edge.court().profile.numbers.full(view.case.number),
                label="Case Number",
                case_id=view.case.id,
            )
    if court_edge.person().world != SHARED_WORLD:
        # In a seat the trail says what was read; elsewhere the charges do.
        for view in views:
            _note_of_paper("papers:read", view)
    ticket = Ticket(
        ids,
        form,
        header,
        session_id=court_edge.person().session_id,
        look=0 if look is None else look.id,
    )
    media = {"pdf": documents.PDF, "zip": documents.ZIP}.get(form, documents.PDF)
    if form == "one" and views[0].document.kind == documents.AUDIO_KIND:
        media = documents.AUDIO
    return _page(
        "papers/frame.html",
        address=protocol.temporary_address(ticket, media),
        media=media,
        name=papers[0].name,
    )


def _refused(view: PaperView, why: Access) -> Response:
    _note_refused(view, why)
    return access.refusal_page(why, "Document")


def _note_refused(view: PaperView, why: Access) -> None:
    """In a seat the trail says what was asked for in vain: exercises look at it."""
    if court_edge.person().world != SHARED_WORLD:
        _note_of_paper("papers:refused", view, reason=why.code)


def _note_of_paper(tag: str, view: PaperView, **more: Any) -> None:
    edge.audit(
        tag,
        f"case:{view.case.id}/paper:{view.document.id}",
        case=court_edge.court().profile.numbers.bare(view.case.number),
        number=None if view.entry is None else view.entry.entry.number,
        place=view.document.place,
        **more,
    )


@blueprint.get("/cgi-bin/show_temp.pl")
@public
def show_temp() -> Response:
    """Hand out the file of a ticket; who may see it is decided once more."""
    ticket = protocol.read_ticket(request.args.get("file", ""))
    if ticket is None:
        return _stopped() or make_response(_message(RUN_OUT), 404)
    views = []
    for each in ticket.documents:
        view = queries.paper(edge.session(), each, anywhere=ticket.look != 0)
        if view is None:
            abort(404)
        found = _decided(view.case, view, paper=view.document, magic="1" if ticket.look else "")
        if not found.allowed:
            return access.refusal_page(found, "Document")
        views.append(view)
    papers = protocol.collect(views, header=ticket.header)
    return protocol.answer(protocol.ready(papers, ticket.form))


# --------------------------------------------------------------------------- free looks


def _free(document_id: int, asked: Asked) -> tuple[PaperView, FreeLook] | None:
    """Return the paper that a magic number opens; None if it opens nothing (any more)."""
    if not _MAGIC.fullmatch(asked.magic):
        return None
    session = edge.session()
    look = queries.free_look(session, asked.magic)
    if look is None or edge.now() >= look.expires_at:
        return None
    view = queries.paper(session, document_id, anywhere=True)
    if view is None or view.entry is None or view.entry.entry.id != look.entry_id:
        return None
    fits = asked.case_id in (None, view.case.id) and asked.seq in ("", str(view.entry.entry.seq))
    if not fits or not _decided(view.case, view, paper=view.document, magic=asked.magic).allowed:
        return None
    return view, look


def _for_free(view: PaperView, look: FreeLook, asked: Asked, *, flag: int) -> Response:
    """Show what a notice's link leads to: the menu, a confirmation, or the paper, once."""
    deliver = (asked.use_magic or asked.got_receipt) and request.method != "HEAD"
    entry = _with_attachments(view)
    if entry is not None and not deliver and (flag == MENU or request.method == "GET"):
        return _menu(view, entry, asked.magic)
    if queries.is_used(edge.session(), look.id, view.document.id):
        return _spent(view, asked)
    if not deliver:
        return _page("papers/free_look.html", **_form_of(view, asked.magic))
    # Made first: a look is not spent on a paper that does not come.
    protocol.collect((view,), header=asked.header)
    now = edge.now()
    if not service.use_free_look(edge.session(), look, view.document.id, now=now):
        return _spent(view, asked)
    edge.audit("papers:free_look", str(view.document.id), look=look.id)
    return _delivered((view,), "one", header=asked.header, look=look)


def _spent(view: PaperView, asked: Asked) -> Response:
    """Lead whoever comes again to sign-on, as the real system does; others pay like anybody."""
    turned = _stopped()
    if turned is not None:
        return turned
    visible = queries.paper(edge.session(), view.document.id)
    if visible is None:
        return _message(NO_ENTRY.format(doc_ids.dlsid(view.document.id)))
    return _shown(visible, asked, flag=PAPER)


# --------------------------------------------------------------------------- several papers


@blueprint.route(MULTI_PATH, methods=["GET", "POST"])
@public
@program_post
def show_multidocs() -> Response:
    """Show what several papers cost together, and hand them out as a ZIP or one PDF."""
    free = _free_selection()
    if free is not None:
        return free
    turned = _stopped()
    if turned is not None:
        return turned
    case = _case(cgi.case_id(request.values.get("caseid", "")))
    if case is None:
        return _message(NOT_THIS_CASE.format(_said_case()))
    found = _decided(case)
    return _several(case) if found.allowed else access.refusal_page(found, "Documents")


def _several(case: Case) -> Response:
    zipped = request.values.get("zipit", "") == "1"
    chosen, left_out = _chosen(case, zipped=zipped)
    if not chosen:
        return _message(CHOOSE)
    if sum(view.document.size for view in chosen) > BIGGEST:
        return _page("papers/too_big.html", limit=naming.size(BIGGEST))
    header = request.values.get("pdf_header", "") != NO_HEADER
    # A link from elsewhere must not spend anybody's money: it shows the receipt.
    accepted = request.values.get("got_receipt") == "1" and access.from_here()
    if not accepted and access.receipts_wanted() and access.is_billed():
        return _receipts(case, chosen, left_out, zipped=zipped)
    try:
        return _delivered(chosen, "zip" if zipped else "pdf", header=header)
    except UnreadablePaperError:
        return _message(UNREADABLE)


def _free_selection() -> Response | None:
    """Hand out several papers of one entry for a free look; None if it opens not all of them."""
    magic, session = request.values.get("magic_num", "").strip(), edge.session()
    look = queries.free_look(session, magic) if _MAGIC.fullmatch(magic) else None
    if look is None or edge.now() >= look.expires_at:
        return None
    excluded = _row_ids(_numbers("exclude_attachments"))
    zipped = request.values.get("zipit", "") == "1"
    views = [
        view
        for view in queries.of_look(session, look)
        if view.document.id not in excluded
        and _decided(view.case, view, paper=view.document, magic=magic).allowed
        and (zipped or view.document.kind != documents.AUDIO_KIND)
    ]
    if not views or sum(view.document.size for view in views) > BIGGEST:
        return None
    if any(queries.is_used(session, look.id, view.document.id) for view in views):
        return None
    form, header = "zip" if zipped else "pdf", request.values.get("pdf_header", "") != NO_HEADER
    try:
        protocol.ready(protocol.collect(views, header=header), form)
    except UnreadablePaperError:
        return _message(UNREADABLE)
    session, now = edge.session(), edge.now()
    if not all(service.use_free_look(session, look, v.document.id, now=now) for v in views):
        edge.undo()
        return None
    return _delivered(views, form, header=header, look=look)


def _receipts(case: Case, chosen: Sequence[PaperView], left_out: int, *, zipped: bool) -> Response:
    prices = [fee(naming.sold(view), pages=view.document.pages) for view in chosen]
    total = Fee(sum(p.pages for p in prices), sum(p.cents for p in prices))
    shown = access.receipt(
        total,
        description="Multiple Documents",
        criteria=court_edge.court().profile.numbers.full(case.number),
        label="Case Number",
        book=False,
    )
    fields = {
        "caseid": case.id,
        "document_ids": ",".join(str(doc_ids.dlsid(view.document.id)) for view in chosen),
        "pdf_header": request.values.get("pdf_header", "")[:1],
        "zipit": int(zipped),
        "got_receipt": 1,
    }
    rows = [
        (naming.image(view), naming.described(view.document), price.pages, price.cents / 100)
        for view, price in zip(chosen, prices, strict=True)
    ]
    return _page(
        "papers/multi.html",
        shown=shown,
        rows=rows,
        left_out=left_out,
        fields=fields,
        action=MULTI_PATH,
        onwards=f"{MULTI_PATH}?{urlencode(fields)}",
        zipped=zipped,
    )


def _chosen(case: Case, *, zipped: bool) -> tuple[list[PaperView], int]:
    """Return the papers that were chosen and may be seen, and how many others were left out."""
    selection = Selection.from_request()
    found = queries.of_case(
        edge.session(),
        case,
        seqs=sorted(selection.whole | selection.ticked)[:MOST],
        documents=sorted(selection.boxes | selection.named)[:MOST],
    )
    wanted = [view for view in found[:MOST] if selection.holds(view, found)]
    allowed = [
        view
        for view in wanted
        if _decided(case, view, paper=view.document).allowed
        and (zipped or view.document.kind != documents.AUDIO_KIND)
    ]
    return allowed, len(wanted) - len(allowed)


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody chose: entries by the menu's button (`whole`) less what was not ticked there,
    entries and papers by the boxes of a docket (`ticked`, `boxes`), papers by name.

    The docket of "view multiple documents" sends the box of an entry's only paper whether the entry
    is ticked or not (clients.md 5.9).
    """

    whole: frozenset[int]
    excluded: frozenset[int]
    ticked: frozenset[int]
    boxes: frozenset[int]
    named: frozenset[int]

    @classmethod
    def from_request(cls) -> Selection:
        """Read a selection from a form or an address; what is no number is passed over."""
        ticked = (v.rpartition("_")[2] for v in request.values.getlist("all_documents")[:MOST])
        names = [name for name in request.values if name.startswith("document_")][:MOST]
        boxes = (request.values[name].partition("-")[0] for name in names if name[9:10].isdigit())
        return cls(
            whole=frozenset(_numbers("arr_de_seq_nums")),
            excluded=_row_ids(_numbers("exclude_attachments")),
            ticked=frozenset(n for text in ticked for n in _serials(text)),
            boxes=_row_ids([n for text in boxes for n in _serials(text)]),
            named=_row_ids(_numbers("document_ids")),
        )

    def holds(self, view: PaperView, found: Sequence[PaperView]) -> bool:
        """Say whether a paper was chosen; `found` are the papers that may be meant."""
        document, entry = view.document, view.entry
        if document.id in self.excluded or entry is None:
            return False
        seq = entry.entry.seq
        if seq in self.whole or document.id in self.named:
            return True
        if document.id in self.boxes:
            return seq in self.ticked or view.siblings > 0
        boxed = any(
            each.document.id in self.boxes and each.document.entry_id == document.entry_id
            for each in found
        )
        return seq in self.ticked and not boxed


# --------------------------------------------------------------------------- verification


@blueprint.route("/cgi-bin/DocVerify.pl", methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ACCOUNT)
def verify() -> Response:
    """Compare the papers of an entry with what was stored when they came in (facts 3.9)."""
    form = VerifyForm()
    found = None
    if request.method == "POST" and form.validate():
        try:
            found = _verified(str(form.case_number.data), int(form.document.data or "0"))
            found |= _pasted("".join(str(form.stamp.data or "").split()), found["rows"])
        except Refusal as refusal:
            edge.refused(form, refusal)
    html = render_template("papers/verify.html", form=form, found=found, path=request.path)
    return make_response(html, UNPROCESSABLE if form.errors else 200)


def _verified(typed: str, number: int) -> dict[str, Any]:
    """Return what Verify a Document shows.

    :raises Refusal: at the field that names nothing the person may see.
    """
    wanted = numbers.wanted(typed)
    rows = () if wanted is None else cases.matching(edge.session(), wanted, limit=2)
    open_rows = [case for case in rows if _decided(case).allowed]
    if not open_rows:
        raise Refusal("case", f"Cannot find case {typed}.", field="case_number")
    if len(open_rows) > 1:
        words = "Several cases have this number: enter office and type, too, as in 3:19-cv-21."
        raise Refusal("case", words, field="case_number")
    (case,) = open_rows
    entry = queries.numbered(edge.session(), case, number)
    facts = cases.facts(edge.session(), (case,))[case.id]
    item = None if entry is None else entry_item(entry.entry)
    if entry is None or not _allowed(facts, item):
        raise Refusal("document", "This case has no document of that number.", field="document")
    views = [PaperView(paper, case, entry, facts) for paper in entry.documents]
    views = [view for view in views if _allowed(facts, view.item)]
    entry_id = entry.entry.id
    checked = protocol.verified(views)
    stamps = protocol.stamps_of(entry_id, {each.view.document.id: each.current for each in checked})
    return {
        "case": court_edge.court().profile.numbers.full(case.number),
        "caption": case.caption,
        "number": number,
        "text": entry.entry.text,
        "rows": [
            {
                "file": f"{doc_ids.dlsid(each.view.document.id)}-{each.view.document.place}",
                "description": naming.described(each.view.document) or "Main Document",
                "size": f"{each.size:,}",
                "stored": each.stored,
                "current": each.current,
                "result": "Unchanged" if each.stored == each.current else "CHANGED",
                "stamp_sent": stamps.get(each.view.document.id, NO_STAMPS).sent,
                "stamp_now": stamps.get(each.view.document.id, NO_STAMPS).now,
            }
            for each in checked
        ],
    }


def _pasted(stamp: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Say what a pasted stamp is worth, its white space left out as mails break it anywhere."""
    if not stamp:
        return {"pasted": ""}
    for row in rows:
        if stamp in "".join(row["stamp_now"].split()):
            words = f"This is the stamp of file {row['file']}: the document is what was filed."
            return {"pasted": words, "pasted_right": True}
        if stamp in "".join(row["stamp_sent"].split()):
            words = f"This stamp was sent for file {row['file']}, but the file has changed since."
            return {"pasted": words, "pasted_right": False}
    words = "This is no stamp of a document of this entry."
    return {"pasted": words, "pasted_right": False}


def _allowed(facts: CaseFacts, item: ItemFacts | None) -> bool:
    return decide(
        access.viewer(), facts, item, channel=Channel.DOCUMENT, today=access.today()
    ).allowed


# --------------------------------------------------------------------------- small parts


def _decided(
    case: Case,
    view: PaperView | None = None,
    *,
    paper: Document | None = None,
    magic: str = "",
) -> Access:
    facts = cases.facts(edge.session(), (case,))[case.id] if view is None else view.facts
    return decide(
        access.viewer(free_look=bool(magic)),
        facts,
        None if view is None or paper is None else view.item_of(paper),
        channel=Channel.DOCUMENT,
        today=access.today(),
    )


def _stopped() -> Response | None:
    """Ask for the session that reading the record needs, where no guard of the address does."""
    who, authority = court_edge.person(), edge.runtime().authority
    asked = signin.ask_for_pacer_login(who, Permission.QUERY)
    if asked is not None or authority.permits(who, Permission.QUERY):
        return asked
    if who.has_pacer and who.search_refusal:
        # In the words of the real system, which client programs look for.
        found = decide(
            access.viewer(),
            CaseFacts(),
            channel=Channel.DOCUMENT,
            today=access.today(),
        )
        if not found.allowed:
            return access.refusal_page(found, "Document")
    return authority.turn_away(who, Permission.QUERY)


def _case(case_id: int | None) -> Case | None:
    return None if case_id is None or case_id < 1 else cases.by_id(edge.session(), case_id)


def _said_case() -> str:
    return request.values.get("caseid", "")[:40]


def _paper_of_claim(case: Case) -> Document | None:
    claim = cgi.case_id(request.values.get("claim_id", ""))
    label = request.values.get("claim_num", "").strip()
    if claim is None:
        return None
    label = label if _LABEL.fullmatch(label) else ""
    return queries.of_claim(edge.session(), case, claim, label)


def _paper_of_entry(case: Case, asked: Asked) -> Document | None:
    seq = cgi.case_id(asked.seq)
    return None if seq is None else queries.of_entry(edge.session(), case, seq)


def _with_attachments(view: PaperView) -> EntryView | None:
    """Return the entry of a paper if there is something to select from."""
    entry = view.entry
    return entry if entry is not None and entry.attachments else None


def _address(paper: Document) -> str:
    prefix = court_edge.court().member.doc_prefix
    return f"/doc1/{doc_ids.written(prefix, paper.id, PAPER)}"


def _numbers(name: str) -> list[int]:
    return [n for value in request.values.getlist(name)[:MOST] for n in _serials(value)]


def _serials(text: str) -> list[int]:
    return [int(part) for part in text[: 10 * MOST].split(",") if _NUMBER.fullmatch(part.strip())]


def _row_ids(serials: Sequence[int]) -> frozenset[int]:
    return frozenset(serial - doc_ids.BASE for serial in serials)


def _message(text: str) -> Response:
    return _page("papers/message.html", text=text)


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(template, **values))
