"""The pages of a court of appeals: searches, dockets, lists and papers (facts 5; clients.md 5.19).

Every page is a servlet of one address, `TransportRoom?servlet=...`, which the lobby keeps; this
room adds its own by name, each with a guard of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, make_response, request, stream_with_context
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access import protocol as seats
from courts.access import views as access
from courts.access.deciding import Channel
from courts.appeals import export, feed, lists, protocol, queries, service, sheet
from courts.appeals.feed import Item
from courts.appeals.forms import ListForm, OptionsForm, SearchForm
from courts.appeals.lists import LISTS, List
from courts.appeals.rows import Writer
from courts.appeals.sheet import Line, OptionError, Options, Sheet, read_options
from courts.cases import protocol as cases_protocol
from courts.cases import queries as cases
from courts.cases.facts import case_facts
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.docket import queries as docket
from courts.docket.models import FreeLook
from courts.docket.queries import EntryView, Span
from courts.docket.showing import Showing
from courts.documents import service as documents
from courts.documents.stamping import UnreadablePaperError
from courts.kinds import doc_ids
from courts.kinds.doc_ids import DocId
from courts.papers import naming
from courts.papers import protocol as delivery
from courts.papers import queries as papers
from courts.papers import service as looking
from courts.papers.queries import PaperView
from courts.permissions import Permission
from courts.signin import views as signin
from shared.faults import RECEIPT_LOOP
from shared.money import Fee, Sold, fee, pages_of
from shared.web import cgi, edge, faulty
from shared.web.guard import program_post, public, requires

blueprint = Blueprint("appeals", __name__)

UNPROCESSABLE: Final = 422
#: So many hits and entries a list shows; who finds more asks more narrowly.
HITS: Final = 200
LISTED: Final = 300
FED: Final = 500
#: A selection above this is not put together: each paper is opened for itself (facts 3.10).
BIGGEST: Final = 100 * 1024 * 1024
MOST: Final = 500
WARNED: Final = "restricted"
NO_SUCH_PAPER: Final = "The document is not available in this case."
CHOOSE: Final = "No document was selected. Go back and tick at least one of them."
TOO_BIG: Final = (
    "The selected documents are too large for one file. Go back and open each of them, or tick "
    "fewer."
)
UNREADABLE: Final = (
    "One of these documents cannot be put together with others. Download them instead, or open "
    "each of them."
)
_UID: Final = re.compile(r"[0-9a-f]{4,40}")
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
_KEPT_FIELDS: Final = ("pacer", "incPdfHeader", "incPdfHeaderDisp")
#: The feed tells what was entered within a day.
FEED_SPAN: Final = timedelta(hours=24)
#: How many it tells of where nothing was entered within that.
QUIET: Final = 50
CONFIRMED: Final = "confirmCharge"
_ROWS: Final = "<!--docket-rows-->"
_RECEIPT: Final = "<!--docket-receipt-->"
#: Rows are sent so many at a time.
_BATCH: Final = 200


@blueprint.record
def add_servlets(state: BlueprintSetupState) -> None:
    """Add this room's pages to the address that the lobby keeps."""
    state.app.extensions["moot_servlets"] = SERVLETS
    cases_protocol.set_reacher(state, docket.reached)


# --------------------------------------------------------------------------- finding a case


@requires(Permission.QUERY)
@program_post
def case_search() -> Response:
    """Show the form by which cases are found."""
    return _search_form(SearchForm())


def _search_form(form: SearchForm) -> Response:
    form.offer(queries.natures(edge.session()))
    shown = protocol.page("search.html", form=form)
    shown.status_code = UNPROCESSABLE if form.errors else 200
    return shown


@requires(Permission.QUERY)
@program_post
def case_selection() -> Response:
    """List the cases that a search finds; a search that finds nothing costs a page."""
    form = SearchForm(request.values)
    if not form.validate():
        return _search_form(form)
    found = queries.search(edge.session(), form.sought(), limit=HITS + 1)
    told = cases_protocol.as_of(edge.session(), found[:HITS], court_edge.today())
    hits = [
        (told[case.id], _number(case), _below(case))
        for case in found[:HITS]
        if protocol.shows(case, channel=Channel.QUERY)
    ]
    fields = {"csnum1": form.csnum1.data, "csnum2": form.csnum2.data}
    body = protocol.part(
        "_hits.html", hits=hits, more=len(found) > HITS, criteria=form.criteria(), fields=fields
    )
    shown = protocol.receipt(
        protocol.priced(Sold.NAME_SEARCH, body),
        description="Case Selection Table",
        criteria=form.criteria(),
    )
    return protocol.page("selection.html", body=body, shown=shown)


def _below(case: Case) -> tuple[str, str]:
    """Return the number of the case below, and where it leads."""
    number = str(case.facts.get("origin_number", ""))
    return number, protocol.below(str(case.facts.get("origin_court", "")), number)


def _number(case: Case) -> str:
    return court_edge.court().profile.numbers.bare(case.number)


@requires(Permission.QUERY)
@program_post
def case_query() -> Response:
    """Show what there is about a case, without charge: a menu as iquery.pl shows it elsewhere."""
    asked = protocol.asked_case()
    if asked.case is None:
        return protocol.not_found(asked)
    stopped = _stopped(asked.case, Channel.QUERY)
    if stopped is not None:
        return stopped
    view = _whole(asked.case)
    facts = view.appellate
    return protocol.page(
        "query.html",
        case=view.case,
        number=_number(asked.case),
        facts=facts,
        below=protocol.below(facts.origin_court, facts.origin_number),
    )


def _whole(case: Case) -> CaseView:
    return cases_protocol.whole(edge.session(), case, court_edge.today())


def _stopped(case: Case, channel: Channel) -> Response | None:
    """Return why a case is not shown at all."""
    facts = cases.facts(edge.session(), [case])[case.id]
    found = protocol.may_see(facts, channel=channel)
    return None if found.allowed else protocol.refused(found, case)


# --------------------------------------------------------------------------- dockets


@requires(Permission.QUERY)
@program_post
def docket_filter() -> Response:
    """Show the form of docket options; also where the links of feeds and notices lead."""
    asked = protocol.asked_case()
    if asked.case is None:
        return protocol.not_found(asked) if asked.typed else _options_form(OptionsForm(), None)
    stopped = _stopped(asked.case, Channel.DOCKET)
    if stopped is not None:
        return stopped
    return _options_form(OptionsForm(data={"caseNum": _number(asked.case)}), asked.case)


def _options_form(form: OptionsForm, case: Case | None) -> Response:
    shown = protocol.page("filter.html", form=form, case=case)
    shown.status_code = UNPROCESSABLE if form.errors else 200
    return shown


@requires(Permission.QUERY)
@program_post
def case_summary() -> Response:
    """Show the docket of a case, or its summary: a page, XML or text (clients.md 5.19)."""
    asked = protocol.asked_case()
    if asked.case is None:
        return protocol.not_found(asked)
    stopped = _stopped(asked.case, Channel.DOCKET)
    if stopped is not None:
        return stopped
    try:
        options = read_options(protocol.values())
    except OptionError as error:
        return _options_again(asked.case, error)
    view = _whole(asked.case)
    hand = protocol.hand(case_facts(view), channel=Channel.DOCKET)
    laid = service.lay_out(view, options, hand)
    return _WRITTEN[options.form](_Report(laid, options, protocol.showing(case_facts(view))))


def _options_again(case: Case, error: OptionError) -> Response:
    form = OptionsForm(request.values, data={"caseNum": _number(case)})
    field = form[error.field]
    field.errors = [str(error)]
    return _options_form(form, case)


@dataclass(frozen=True, slots=True)
class _Report:
    """A docket that is about to be written: all of it but its entries, and who sees which."""

    laid: Sheet
    options: Options
    showing: Showing

    @property
    def fields(self) -> dict[str, str]:
        """The fields that ask for the same report again."""
        return {"caseNum": self.laid.number, **self.options.fields()}

    @contextmanager
    def lines(self) -> Iterator[Iterator[Line]]:
        """Read the entries one by one, in a session for reading only."""
        options, case_id = self.options, self.laid.case_id
        if not options.entries:
            yield iter(())
            return
        span = Span(first_day=options.first_day, last_day=options.last_day)
        prefix = court_edge.court().member.doc_prefix
        with edge.runtime().database.reading(world=court_edge.person().world) as session:
            papers = docket.paper_lines(session, case_id)
            with closing(docket.entry_lines(session, case_id, span)) as entries:
                yield service.bare_lines(
                    entries, papers, self.showing, prefix, listed=options.lists_papers
                )

    def book(self, size: int) -> access.Receipt | None:
        """Book the report in a transaction of its own, after its session for reading has ended."""
        found = protocol.receipt(
            fee(Sold.CASE_REPORT, pages=pages_of(size)),
            description=self.options.title,
            criteria=self.laid.number,
            case_id=self.laid.case_id,
        )
        edge.split()
        return found


def _as_page(report: _Report) -> Response:
    laid, options = report.laid, report.options
    body = protocol.part(
        "_docket.html",
        sheet=laid,
        options=options,
        court=court_edge.court().member,
        rows=_ROWS,
    )
    # The nonce of the page's script must be known before the headers are.
    frame = protocol.drawn(
        "docket.html",
        sheet=laid,
        options=options,
        body=body,
        receipt=_RECEIPT,
        fields=report.fields,
    )
    size = access.size_of(body)
    return Response(
        stream_with_context(_stream(report, frame, size)), content_type="text/html; charset=utf-8"
    )


def _stream(report: _Report, frame: str, size: int) -> Iterator[str]:
    """Write a docket piece by piece: what stands above the entries leaves at once.

    Whoever hangs up half-way pays for what was sent.
    """
    writer = Writer(
        case_id=report.laid.case_id,
        docs=protocol.paper_url(""),
        room=protocol.room_path(),
        several=report.options.several,
    )
    head, _, rest = frame.partition(_ROWS if report.options.entries else _RECEIPT)
    yield head
    faulty.dawdle()
    if report.options.entries:
        try:
            with report.lines() as lines:
                yield from _rows(writer, lines)
        except GeneratorExit:
            report.book(size + writer.size)
            raise
        middle, _, rest = rest.partition(_RECEIPT)
        yield f"{writer.end()}{middle}"
    yield f"{access.receipt_html(report.book(size + writer.size))}{rest}"


def _rows(writer: Writer, lines: Iterator[Line]) -> Iterator[str]:
    """Write the rows in batches; nothing at all if no row is left to show."""
    begun = False
    while batch := list(islice(lines, _BATCH)):
        head = "" if begun else writer.begin()
        begun = True
        yield head + "".join(map(writer.row, batch))


def _as_file(report: _Report) -> Response:
    """Hand a docket out as XML or text, once the charge was accepted (`confirmCharge=y`)."""
    options = report.options
    with report.lines() as lines:
        laid = replace(report.laid, lines=tuple(lines))
    write, kind = _FILES[options.form]
    court = court_edge.court().member.full_name
    price = protocol.priced_bytes(Sold.CASE_REPORT, write(laid, court, ""))
    accepted = request.values.get(CONFIRMED, "").lower() == "y"
    shown = protocol.receipt(
        price,
        description=f"{options.title} ({options.form.upper()})",
        criteria=laid.number,
        case_id=laid.case_id,
        book=accepted,
    )
    if not accepted:
        wanted = {"outputXML_TXT": options.form.upper(), **options.fields()}
        fields = {"servlet": "CaseSummary.jsp", "caseNum": laid.number, **wanted, CONFIRMED: "y"}
        return protocol.page("confirm_file.html", sheet=laid, shown=shown, fields=fields)
    return _text(write(laid, court, _receipt_words(shown)), kind)


def _receipt_words(shown: access.Receipt | None) -> str:
    """Return the receipt in a line; programs know by "Cost: " that they are logged in."""
    if shown is None:
        return "Cost: 0.00"
    return (
        f"{shown.when} PACER Login: {shown.login} Client Code: {shown.client_code} "
        f"Description: {shown.description} Billable Pages: {shown.pages} Cost: {shown.cost}"
    )


def _text(text: str, kind: str) -> Response:
    answer = make_response(text)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    return answer


_WRITTEN: Final[Mapping[str, Callable[[_Report], Response]]] = MappingProxyType(
    {"html": _as_page, "xml": _as_file, "txt": _as_file}
)
_FILES: Final[Mapping[str, tuple[Callable[[Sheet, str, str], str], str]]] = MappingProxyType(
    {"xml": (export.as_xml, "text/xml"), "txt": (export.as_text, "text/plain")}
)


# --------------------------------------------------------------------------- lists of many cases


def _list_of(which: List) -> Callable[[], Response]:
    @requires(Permission.REPORTS)
    @program_post
    def show() -> Response:
        return _listed(which)

    return show


def _listed(which: List) -> Response:
    form = ListForm(request.values)
    if not form.validate():
        return _list_page(which, form)
    span = lists.span(form.first_day, form.last_day, court_edge.today())
    if not form.dateFrom.data and not form.dateTo.data:
        # Nothing is looked up, and nothing costs anything, before somebody says for which days.
        form.dateFrom.data, form.dateTo.data = (
            f"{day:%m/%d/%Y}" for day in (span.first, span.last)
        )
        if not which.free:
            return _list_page(which, form)
    listing = queries.Listing(
        events=which.events,
        opinions=which.opinions,
        first_day=span.first,
        last_day=span.last,
    )
    rows = list(protocol.readable(listing, limit=LISTED, channel=Channel.REPORT))
    body = protocol.part("_entries.html", rows=rows, which=which, top=LISTED)
    shown = protocol.receipt(
        protocol.priced(Sold.OPINION if which.free else Sold.REPORT, body),
        description=which.title,
        criteria=f"{span.first:%m/%d/%Y} - {span.last:%m/%d/%Y}",
    )
    return _list_page(which, form, body=body, shown=shown)


def _list_page(which: List, form: ListForm, **more: Any) -> Response:
    shown = protocol.page(
        "list.html", form=form, which=which, **{"body": "", "shown": None, **more}
    )
    shown.status_code = UNPROCESSABLE if form.errors else 200
    return shown


@requires(Permission.SEE_MENU)
@program_post
def court_calendar() -> Response:
    """Show the hearings of the court between two days, without charge."""
    form = ListForm(request.values)
    rows: list[Any] = []
    if form.validate():
        span = lists.ahead(form.first_day, form.last_day, court_edge.today())
        found = queries.calendar(
            edge.session(), first_day=span.first, last_day=span.last, limit=LISTED
        )
        rows = [
            (setting, case, _number(case)) for setting, case in found if protocol.is_public(case)
        ]
        form.dateFrom.data, form.dateTo.data = (
            f"{day:%m/%d/%Y}" for day in (span.first, span.last)
        )
    shown = protocol.page("calendar.html", form=form, rows=rows)
    shown.status_code = UNPROCESSABLE if form.errors else 200
    return shown


@public
def rss() -> Response:
    """Tell everybody what was entered within the last day (clients.md 5.22)."""
    # Whoever comes with a session sees their own seat; a reader without one names it.
    who, seat = court_edge.person(), seats.seat()
    named = bool(seat.world)
    now = edge.now_in(seat.world, shift=seat.offset) if named else edge.now()
    world = seat.world if named else who.world
    with edge.runtime().database.reading(world=world) as session:
        items = _told(session, now)
    member = court_edge.court().member
    text = feed.write(
        items,
        court=member.full_name,
        link=protocol.absolute("/"),
        built=max((item.at for item in items), default=now - FEED_SPAN),
        zone=ZoneInfo(member.timezone),
    )
    return _text(text, "application/rss+xml")


def _told(session: Session, now: datetime) -> list[Item]:
    listing = queries.Listing(entered_since=now - FEED_SPAN, entered_until=now)
    items = list(protocol.told(queries.listed(session, listing, limit=FED)))
    if not items:
        # A simulated court may stand still for weeks, and a feed that is always empty helps
        # nobody: it shows the newest entries that it has.
        listing = queries.Listing(entered_until=now)
        items = list(protocol.told(queries.listed(session, listing, limit=QUIET)))
    return items


# --------------------------------------------------------------------------- papers


@blueprint.get("/docs1/<doc_id>")
@public
def paper(doc_id: str) -> Response:
    """Show the menu of an entry, the confirmation of a paper, or the paper (clients.md 5.20).

    The link of a notice carries `uid` and opens its papers once without a session.
    """
    found = _doc_id(doc_id)
    if found is None:
        abort(404)
    free = _free(found.document, request.args.get("uid", "").strip())
    if free is not None:
        return _for_free(*free, flag=found.flag)
    return _turned_away() or _opened(found)


@requires(Permission.QUERY)
@program_post
def show_doc() -> Response:
    """Show a paper by its id: the menu, the confirmation or, with `pacer=t`, the paper itself."""
    behind = request.values.get("servlet", "").partition("/")[2]
    found = _doc_id((request.values.get("dls_id") or behind).strip())
    if found is None:
        return protocol.page("message.html", words=NO_SUCH_PAPER)
    return _opened(found)


def _doc_id(text: str) -> DocId | None:
    """Read the id of a paper of this court."""
    found = doc_ids.read(text)
    mine = court_edge.court().member.doc_prefix
    return found if found is not None and found.prefix == mine else None


def _entry(view: PaperView) -> EntryView:
    """Return the entry of a paper: courts of appeals have no papers of claims."""
    if view.entry is None:
        raise LookupError(f"paper {view.document.id} has no entry")
    return view.entry


def _turned_away() -> Response | None:
    """Ask for the session that papers need, where a free look let everybody come so far."""
    who, authority = court_edge.person(), edge.runtime().authority
    asked = signin.ask_for_pacer_login(who, Permission.QUERY)
    if asked is not None or authority.permits(who, Permission.QUERY):
        return asked
    return authority.turn_away(who, Permission.QUERY)


def _opened(found: DocId) -> Response:
    view = papers.paper(edge.session(), found.document)
    case_id = cgi.case_id(request.values.get("caseId", "")) or 0
    if view is None or view.entry is None or case_id not in (0, view.case.id):
        return protocol.page("message.html", words=NO_SUCH_PAPER)
    whole = protocol.may_see(view.facts, channel=Channel.DOCUMENT)
    if not whole.allowed:
        return protocol.refused(whole, view.case)
    accepted = _accepted()
    if found.flag == doc_ids.MENU and not accepted and len(view.entry.documents) > 1:
        return _menu(view)
    allowed = protocol.may_see(view.facts, view.item, channel=Channel.DOCUMENT)
    if not allowed.allowed:
        return protocol.refused(allowed, view.case)
    if naming.is_restricted(view) and request.values.get(WARNED) != "ok":
        return _warning(view)
    price = fee(naming.sold(view), pages=view.document.pages)
    billed = price.cents > 0 and access.is_billed() and _asks_first()
    if billed and (not accepted or faulty.bites(RECEIPT_LOOP)):
        return _confirmation(view, price)
    return _delivered((view,), "one")


def _accepted() -> bool:
    """Say whether the charge was accepted; a link from elsewhere spends nobody's money."""
    return request.values.get("pacer") == "t" and access.from_here()


def _asks_first() -> bool:
    return access.receipts_wanted() or not access.from_here()


def _warning(view: PaperView) -> Response:
    fields = {
        **{name: request.values.get(name, "")[:40] for name in _KEPT_FIELDS},
        "servlet": "ShowDoc",
        "dls_id": doc_ids.written(
            court_edge.court().member.doc_prefix, view.document.id, doc_ids.PAPER
        ),
        "caseId": str(view.case.id),
        WARNED: "ok",
    }
    return protocol.page("restricted.html", number=_document_number(view), fields=fields)


def _menu(view: PaperView, uid: str = "") -> Response:
    entry = _entry(view)
    hand = protocol.hand(view.facts, channel=Channel.DOCUMENT, free_look=bool(uid))
    rows = service.papers_of(entry, hand)
    shown = [row for row in rows if row.shown]
    return protocol.page(
        "menu.html",
        rows=rows,
        case_id=view.case.id,
        seq=entry.entry.seq,
        uid=uid,
        total_pages=sum(row.pages for row in shown),
        total_size=sheet.weight(sum(row.size for row in shown)),
        too_big=sum(row.size for row in shown) > BIGGEST,
    )


def _confirmation(view: PaperView, price: Fee) -> Response:
    shown = protocol.receipt(
        price, description=_kind(view), criteria=_criteria(view), case_id=view.case.id, book=False
    )
    prefix = court_edge.court().member.doc_prefix
    fields = {
        "servlet": "ShowDoc",
        "dls_id": doc_ids.written(prefix, view.document.id, doc_ids.PAPER),
        "caseId": str(view.case.id),
        "pacer": "t",
        WARNED: "ok" if request.values.get(WARNED) == "ok" else "",
    }
    return protocol.page(
        "confirmation.html", what=f"{_kind(view)} ({_criteria(view)})", shown=shown, fields=fields
    )


def _kind(view: PaperView) -> str:
    return "Audio File" if view.document.kind == documents.AUDIO_KIND else "PDF Document"


def _criteria(view: PaperView) -> str:
    return f"Case: {_number(view.case)}, Document: {_document_number(view)}"


def _document_number(view: PaperView) -> str:
    """Return how a paper is called: its entry's number, and its part if there are several."""
    entry = _entry(view)
    number, several = entry.entry.number, len(entry.documents) > 1
    if number is None:
        return doc_ids.written(court_edge.court().member.doc_prefix, view.document.id)
    return f"{number}-{view.document.place + 1}" if several else str(number)


def _delivered(views: Sequence[PaperView], form: str, *, free: bool = False) -> Response:
    """Make papers ready, charge for each of them once, and hand them out as one file.

    :raises UnreadablePaperError: if several are to be joined and one cannot be read.
    """
    told = [(_kind(v), _criteria(v), fee(naming.sold(v), pages=v.document.pages)) for v in views]
    case_id = views[0].case.id
    file = delivery.ready(delivery.collect(views, header=_wants_header()), form)
    if not free:
        for kind, criteria, price in told:
            protocol.receipt(price, description=kind, criteria=criteria, case_id=case_id)
    return delivery.answer(file)


def _wants_header() -> bool:
    """Say whether pages are stamped: by the box of the form, which scripts copy into a field."""
    given = [request.values.get(name) for name in ("incPdfHeader", "incPdfHeaderDisp")]
    return "Y" in given or given == [None, None]


# --------------------------------------------------------------------------- several papers


@requires(Permission.QUERY)
@program_post
def show_several() -> Response:
    """Show what several papers of a case cost together, and hand them out in one file."""
    asked = protocol.asked_case()
    if asked.case is None:
        return protocol.not_found(asked)
    stopped = _stopped(asked.case, Channel.DOCUMENT)
    if stopped is not None:
        return stopped
    zipped = "download" in request.values.get("outputForm", "").lower()
    chosen, left_out = _chosen(asked.case, zipped=zipped)
    if not chosen:
        return protocol.page("message.html", words=CHOOSE)
    if sum(view.document.size for view in chosen) > BIGGEST:
        return protocol.page("message.html", words=TOO_BIG)
    if not _accepted() and access.is_billed() and _asks_first():
        return _confirmation_of(asked.case, chosen, left_out, zipped=zipped)
    try:
        return _delivered(chosen, "zip" if zipped else "pdf")
    except UnreadablePaperError:
        return protocol.page("message.html", words=UNREADABLE)


def _chosen(case: Case, *, zipped: bool) -> tuple[list[PaperView], int]:
    """Return the papers that were ticked and may be seen, and how many others were left out.

    Boxes carry `<seq>`, `<dlsid>` or `<seq> <dlsid> <pages> <bytes>`; lists are split by commas.
    """
    seqs = {told[0] for told in _numbers("d")}
    serials = {told[1] if len(told) > 1 else told[0] for told in _numbers("dls")}
    rows = {serial - doc_ids.BASE for serial in serials if serial > doc_ids.BASE}
    found = queries.papers_of(
        edge.session(), case, seqs=sorted(seqs)[:MOST], documents=sorted(rows)[:MOST]
    )
    allowed = [
        view
        for view in found[:MOST]
        if protocol.may_see(view.facts, view.item, channel=Channel.DOCUMENT).allowed
        and (zipped or view.document.kind != documents.AUDIO_KIND)
    ]
    return allowed, len(found[:MOST]) - len(allowed)


def _numbers(name: str) -> list[tuple[int, ...]]:
    """Return the numbers of each ticked box of a name; what is none is passed over."""
    boxes = [box for value in request.values.getlist(name) for box in value.split(",")]
    told = (tuple(int(part) for part in _NUMBER.findall(box)) for box in boxes[:MOST])
    return [numbers for numbers in told if numbers]


def _confirmation_of(
    case: Case, chosen: Sequence[PaperView], left_out: int, *, zipped: bool
) -> Response:
    prices = [fee(naming.sold(view), pages=view.document.pages) for view in chosen]
    total = Fee(sum(price.pages for price in prices), sum(price.cents for price in prices))
    shown = protocol.receipt(
        total,
        description="Multiple Documents",
        criteria=_number(case),
        case_id=case.id,
        book=False,
    )
    fields = {
        "servlet": "ShowDocMulti",
        "caseId": str(case.id),
        "dls": ",".join(str(doc_ids.dlsid(view.document.id)) for view in chosen),
        "outputForm": "download" if zipped else "view",
        "pacer": "t",
    }
    rows = [
        (_document_number(view), service.title_of(view.document, _entry(view)), price)
        for view, price in zip(chosen, prices, strict=True)
    ]
    return protocol.page(
        "confirm_several.html", rows=rows, left_out=left_out, shown=shown, fields=fields
    )


# --------------------------------------------------------------------------- free looks


def _free(document_id: int, uid: str) -> tuple[PaperView, FreeLook] | None:
    """Return the paper that a notice's link opens without a session, if it still opens one."""
    if not _UID.fullmatch(uid):
        return None
    look = papers.free_look(edge.session(), uid)
    if look is None or edge.now() >= look.expires_at:
        return None
    view = papers.paper(edge.session(), document_id, anywhere=True)
    if view is None or view.entry is None or view.entry.entry.id != look.entry_id:
        return None
    found = protocol.may_see(view.facts, view.item, channel=Channel.DOCUMENT, free_look=True)
    return (view, look) if found.allowed else None


def _for_free(view: PaperView, look: FreeLook, *, flag: int) -> Response:
    if flag == doc_ids.MENU and len(_entry(view).documents) > 1:
        return _menu(view, look.magic)
    if request.method == "HEAD":
        # Whoever only asks what is there has not looked yet.
        return make_response("")
    session = edge.session()
    if papers.is_used(session, look.id, view.document.id) or not looking.use_free_look(
        session, look, view.document.id, now=edge.now()
    ):
        prefix = court_edge.court().member.doc_prefix
        return _turned_away() or _opened(DocId(prefix, doc_ids.PAPER, view.document.id))
    edge.audit("papers:free_look", str(view.document.id), look=look.id)
    return _delivered((view,), "one", free=True)


# --------------------------------------------------------------------------- the servlets

SERVLETS: Final[Mapping[str, Callable[[], Response]]] = MappingProxyType(
    {
        "CaseSearch.jsp": case_search,
        "CaseSelectionTable.jsp": case_selection,
        "CaseQuery.jsp": case_query,
        "CaseSummary.jsp": case_summary,
        "DocketReportFilter.jsp": docket_filter,
        "CourtCalendar.jsp": court_calendar,
        **{name: _list_of(which) for name, which in LISTS.items()},
        "RSSGenerator": rss,
        "ShowDoc": show_doc,
        "ShowDocMulti": show_several,
    }
)
