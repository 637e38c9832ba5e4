"""The docket sheet and its relatives at their CGI addresses (facts 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
)
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access.deciding import Access, CaseFacts, Channel, Viewer, Why, decide
from courts.access.views import (
    Receipt,
    priced,
    receipt,
    receipt_html,
    refusal_page,
    size_of,
    viewer,
)
from courts.cases import protocol
from courts.cases import queries as cases
from courts.cases.facts import case_facts
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.docket import asking, finding, history, parties, printing, queries
from courts.docket.asking import Asked, Problem
from courts.docket.layouts import LAYOUTS, Layout
from courts.docket.lines import EntryLine
from courts.docket.models import Document, Entry
from courts.docket.queries import EntryView, Span
from courts.docket.rows import Papers, Writer
from courts.docket.showing import Showing
from courts.edge import today
from courts.kinds import doc_ids, numbers, suits
from courts.kinds.numbers import CaseNumber
from courts.permissions import Permission
from shared.money import Sold, fee, pages_of
from shared.web import cgi, edge, faulty
from shared.web.guard import program_post, public, requires

blueprint = Blueprint("docket", __name__)


@blueprint.record
def tell_how_far_dockets_are(state: BlueprintSetupState) -> None:
    """Let pages about a case know how far its docket has come."""
    protocol.set_reacher(state, queries.reached)


DOCKET: Final = "Docket Sheet"
HISTORY: Final = "History/Documents"
VIEW: Final = "View a Document"
MOBILE: Final = "Mobile Query"
CASE_NOT_FOUND: Final = "Case not found."
NO_DOCUMENTS: Final = "There are no documents in this case."
NO_DOCUMENT: Final = (
    "Either you do not have permission to view the document, or the document does not exist in "
    "the case."
)
NO_CASE_NUMBER: Final = "Enter a case number, such as 3:19-cv-21, and choose Find This Case."
MANY: Final = "The report may take a long time to run because this case has many docket entries."
XML: Final = "text/xml; charset=utf-8"
HTML: Final = "text/html; charset=utf-8"
_ROWS: Final = "<!--docket-rows-->"
_RECEIPT: Final = "<!--docket-receipt-->"
#: Rows are sent so many at a time.
_BATCH: Final = 200
_LINK_PARTS: Final = re.compile(r"K([a-z_]+)V([^K]*)")


@dataclass(frozen=True, slots=True)
class Seen:
    """A case that the person may see, whole, and what the decision looks at of it."""

    view: CaseView
    facts: CaseFacts

    @property
    def case(self) -> Case:
        """The row of the case."""
        return self.view.case

    @property
    def layout(self) -> Layout:
        """How its sheet is laid out."""
        return LAYOUTS[self.case.family]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says about its case, and what is wrong with that."""

    case: Case | None = None
    several: Sequence[Case] = ()
    problem: str = ""
    whole_page: bool = False


# --------------------------------------------------------------------------- small parts


def _style() -> numbers.Style:
    return court_edge.court().profile.numbers


def _full(number: CaseNumber) -> str:
    return _style().full(number)


def _origin() -> str:
    return edge.place().origin


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(f"docket/{template}", **values))


def _problem(heading: str, text: str, *, way_out: str = "/cgi-bin/iquery.pl") -> Response:
    """Show a sentence of the real system on a page of its own; HTTP 200, as there."""
    return _page("problem.html", heading=heading, text=text, way_out=way_out)


def _decided(case: Case, facts: CaseFacts, looking: Viewer | None = None) -> Access:
    return decide(looking or viewer(), facts, channel=Channel.DOCKET, today=today())


def _finder(who: court_edge.CourtPerson) -> Viewer:
    """Return who looks a number up: it is free, and an old login files without one of PACER."""
    files = who.source == "court" and edge.runtime().authority.permits(who, Permission.FILE)
    return replace(viewer(), pacer=True, may_search=True) if files else viewer()


def _see(session: Session, case: Case, heading: str) -> Seen | Response:
    """Read a case whole, or say why it is not shown."""
    view = protocol.whole(session, case, today())
    facts = case_facts(view)
    found = _decided(case, facts)
    return Seen(view, facts) if found.allowed else refusal_page(found, heading)


def _showing(seen: Seen, channel: Channel = Channel.DOCKET) -> Showing:
    return Showing(viewer(), seen.facts, today(), channel)


def _matching(session: Session, text: str) -> list[Case]:
    """Return the cases that a typed number may mean and that the person may see."""
    wanted = numbers.wanted(text)
    if wanted is None:
        return []
    found = cases.matching(session, wanted)
    facts = cases.facts(session, found) if found else {}
    return [case for case in found if _decided(case, facts[case.id]).allowed]


def _typed(session: Session, *, nonce_case: int = 0) -> Typed:
    """Read which case a posted form is about: a caseid, else a number that somebody typed."""
    ids, number = request.form.get("all_case_ids"), request.form.get("case_num", "").strip()
    chosen = next((n for n in map(cgi.case_id, (ids or "").split(",")) if n), nonce_case)
    if chosen:
        case = cases.by_id(session, chosen)
        if case is None or case.family not in LAYOUTS:
            return Typed(problem=CASE_NOT_FOUND, whole_page=True)
        return Typed(case)
    if ids is None and not number:
        return Typed(problem=cgi.INCOMPLETE, whole_page=True)
    if not number:
        return Typed(problem=NO_CASE_NUMBER)
    found = _matching(session, number)
    if len(found) == 1:
        return Typed(found[0])
    return Typed(several=found, problem="" if found else finding.cannot_find(number))


def _asked_case(session: Session) -> Case | None:
    """Return the case of a form's address: by its id, or by its number (clients.md 3.3)."""
    chosen = cgi.asked_case()
    if chosen:
        return cases.by_id(session, chosen)
    number = request.args.get("caseNumber", "")
    found = _matching(session, number) if number else []
    return found[0] if len(found) == 1 else None


def _choose(heading: str, several: Sequence[Case], path: str) -> Response:
    """Let somebody pick one of the cases that a number may mean."""
    rows = [(f"{path}?{case.id}", f"{_full(case.number)} {case.caption}") for case in several]
    return _page("choose.html", heading=heading, rows=rows)


def _reading() -> Any:
    """Open a session for reading only: reports do not wait for whoever writes."""
    return edge.runtime().database.reading(world=court_edge.person().world)


# --------------------------------------------------------------------------- the case number finder


@blueprint.get("/cgi-bin/possible_case_numbers.pl")
@public
def possible_case_numbers() -> Response:
    """Tell programs, and the finder of the forms, which cases a number may mean."""
    asked = finding.typed(cgi.query())
    who, authority = court_edge.person(), edge.runtime().authority
    if not who.is_authenticated:
        return _xml(finding.answer(asked, (), finding.NOT_LOGGED_IN))
    if not authority.permits(who, Permission.QUERY):
        return _xml(finding.answer(asked, (), cgi.NO_PRIVILEGES))
    wanted = numbers.wanted(asked)
    if wanted is None:
        return _xml(finding.answer(asked, (), finding.cannot_find(asked)))
    with _reading() as session:
        found = [c for c in cases.matching(session, wanted) if c.family in LAYOUTS]
        facts = cases.facts(session, found) if found else {}
        looking = _finder(who)
        decided = [(case, _decided(case, facts[case.id], looking)) for case in found]
        shown = [case for case, access in decided if access.allowed]
        told = (access for _, access in decided if not access.allowed)
        refused = next((access.text for access in told if access.code != Why.NOT_FILED), "")
        lines = _lines(session, shown, wanted.defendant)
    return _xml(finding.answer(asked, lines, refused or finding.cannot_find(asked)))


def _lines(
    session: Session, shown: Sequence[Case], defendant: int | None
) -> Sequence[finding.Possible]:
    """Return the cases found; one criminal case alone is told defendant by defendant."""
    if len(shown) != 1 or not LAYOUTS[shown[0].family].by_defendant:
        there = (cases.case_as_of(case, today()) for case in shown)
        return [finding.possible(case, _style()) for case in there]
    case = cases.case_as_of(shown[0], today())
    people = [(p.defendant, p.name) for p in cases.defendants(session, case.id)]
    if len(people) < 2:  # noqa: PLR2004 - one defendant has no case beside the case
        return [finding.possible(case, _style())]
    lines = finding.each_defendant(case, _style(), people)
    return [line for line in lines if defendant in (None, line.defendant)] or lines


def _xml(text: str) -> Response:
    return Response(text, content_type=XML)


# --------------------------------------------------------------------------- the docket sheet


@blueprint.route("/cgi-bin/DktRpt.pl", methods=["GET", "POST"])
@requires(Permission.QUERY)
@program_post
def docket_report() -> Response:
    """Show the options of a docket sheet, or run it (facts 3.3; clients.md 5.5)."""
    if request.method == "POST":
        return _run()
    if cgi.nonce() is not None:
        return _problem(DOCKET, cgi.INCOMPLETE)
    with _reading() as session:
        case = _asked_case(session)
        if case is None or case.family not in LAYOUTS:
            missing = bool(cgi.asked_case() or request.args.get("caseNumber"))
            return _problem(DOCKET, CASE_NOT_FOUND) if missing else _form(None, _FRESH)
        seen = _see(session, case, DOCKET)
    return seen if isinstance(seen, Response) else _form(seen.case, _FRESH)


#: What a fresh form holds.
_FRESH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "date_range_type": "Filed",
        "list_of_parties_and_counsel": "on",
        "terminated_parties": "on",
        "pdf_header": "1",
        "output_format": "html",
        "sort1": "oldest date first",
    }
)


def _form(
    case: Case | None, values: Mapping[str, str], problems: Iterable[Problem] = ()
) -> Response:
    """Draw the options; a form that was sent keeps what was typed."""
    return _page(
        "form.html",
        action=f"../cgi-bin/DktRpt.pl?{cgi.new_nonce()}",
        case=case,
        number="" if case is None else _style().short(case.number),
        values=values,
        problems={problem.field: problem.text for problem in problems},
        orders=asking.ORDERS,
    )


def _run() -> Response:
    asked, problems = asking.read(request.form)
    with _reading() as session:
        typed = _typed(session)
        if typed.several:
            return _choose(DOCKET, typed.several, "/cgi-bin/DktRpt.pl")
        if typed.case is None:
            if typed.whole_page:
                return _problem(DOCKET, typed.problem)
            return _form(None, request.form, [Problem("case_num", typed.problem), *problems])
        seen = _see(session, typed.case, DOCKET)
        if isinstance(seen, Response):
            return seen
        if problems:
            return _form(seen.case, request.form, problems)
        return _report(session, seen, asked)


def _report(session: Session, seen: Seen, asked: Asked) -> Response:
    """Run a docket sheet, unless it is long and nobody was asked yet."""
    step = cgi.nonce()
    if step is not None and step.step > 0:
        asked = _reached(asked)
    elif (
        not asked.narrowed and queries.count(session, seen.case.id, today()) >= asking.MANY_ENTRIES
    ):
        return _long(seen.case)
    span = _span(asked)
    if (asked.first_number or asked.last_number or asked.view_multi) and not queries.has_documents(
        session, seen.case.id
    ):
        return _problem(DOCKET, NO_DOCUMENTS, way_out=f"/cgi-bin/DktRpt.pl?{seen.case.id}")
    if asked.page_id is not None:
        seq = _paged(queries.paper_lines(session, seen.case.id), asked.page_id)
        if seq is None:
            wrong = Problem("display_pageid", asking.NO_PAGE_ID)
            return _form(seen.case, request.form, [wrong])
        span = replace(span, seq=seq)
    sheet = _sheet(seen, asked, span)
    if asked.as_pdf:
        return _as_pdf(session, sheet)
    # The nonce of the page's script must be known before the headers are.
    frame = render_template(
        "docket/sheet.html", head=sheet.head, rows=_ROWS, receipt=_RECEIPT, number=sheet.number
    )
    return Response(stream_with_context(_stream(sheet, frame)), content_type=HTML)


def _span(asked: Asked) -> Span:
    return Span(
        first_day=asked.first_day,
        last_day=asked.last_day,
        by_entered=asked.by_entered,
        first_number=asked.first_number,
        last_number=asked.last_number,
        order=asked.order,
    )


def _long(case: Case) -> Response:
    """Ask before a long report, with everything that was asked for carried along."""
    kept = [(name, text) for name, text in request.form.items() if name not in ("reach", "button1")]
    return _page(
        "long.html",
        action=f"../cgi-bin/DktRpt.pl?{cgi.new_nonce(1)}",
        text=MANY,
        kept=[pair for pair in kept if pair[0] != "all_case_ids"],
        case=case,
        number=_full(case.number),
        reach=asking.REACH,
    )


def _reached(asked: Asked) -> Asked:
    """Apply the answer to the question before a long report."""
    _, days = asking.REACH.get(request.form.get("reach", "all"), ("", 0))
    return asked if not days else replace(asked, first_day=today() - timedelta(days=days))


def _paged(papers: Papers, page_id: int) -> int | None:
    """Return the entry on whose papers a page id stands: pages are counted through the case."""
    last = 0
    for seq in sorted(papers):
        last += sum(paper.pages for paper in papers[seq])
        if 0 < page_id <= last:
            return seq
    return None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A docket sheet that is about to be written."""

    seen: Seen
    asked: Asked
    span: Span
    number: str
    head: str
    blocks: tuple[parties.Block, ...]

    @property
    def case_id(self) -> int:
        """The caseid."""
        return self.seen.case.id

    @property
    def criteria(self) -> str:
        """What the receipt says was looked for."""
        return f"{self.number} {self.asked.criteria}".strip()

    @property
    def nothing(self) -> str:
        """What stands in place of the table when no entry is left."""
        return (
            f"<h2 align=center>There are proceedings for case {self.number} but none satisfy the "
            "selection criteria.</h2>\n"
        )

    def writer(self, papers: Papers) -> Writer:
        """Return what writes its rows."""
        return Writer(
            table=self.seen.layout.table,
            showing=_showing(self.seen),
            papers=papers,
            origin=_origin(),
            prefix=court_edge.court().member.doc_prefix,
            case_id=self.case_id,
            header=self.asked.header,
            multi=self.asked.view_multi,
            by_entered=self.asked.by_entered,
        )


def _sheet(seen: Seen, asked: Asked, span: Span) -> _Sheet:
    """Draw everything of a sheet that stands above its entries."""
    view, layout = seen.view, seen.layout
    defendant = _defendant(seen)
    number = _full(replace(view.case.number, defendant=defendant))
    shown: tuple[parties.Block, ...] = ()
    if asked.list_of_parties:
        shown = (
            parties.criminal(
                view.parties, terminated=asked.terminated, defendant=_one_defendant(seen)
            )
            if layout.by_defendant
            else parties.blocks(view.parties, terminated=asked.terminated)
        )
    head = render_template(
        layout.sheet,
        view=view,
        options=asked,
        blocks=shown,
        number=number,
        title=layout.title,
        style=_style(),
        court=court_edge.court().member,
        origin=_origin(),
        ties=_ties(seen, asked),
        nature=_nature(view.case.nature),
    )
    return _Sheet(seen, asked, span, number, head, shown)


def _nature(code: str) -> str:
    return f"{code} {suits.NATURES.get(code, '')}".strip()


def _one_defendant(seen: Seen) -> int:
    """Return the defendant whose sheet was asked for by number, 0 for the whole case."""
    wanted = numbers.wanted(request.form.get("case_num", ""))
    if wanted is None or not wanted.defendant:
        return 0
    known = {each.party.defendant for each in seen.view.parties}
    return wanted.defendant if wanted.defendant in known else 0


def _defendant(seen: Seen) -> int:
    """Return the suffix of the number: the defendant who was asked for, or the only one."""
    if not seen.layout.by_defendant:
        return 0
    known = {each.party.defendant for each in seen.view.parties} - {0}
    return _one_defendant(seen) or (known.pop() if len(known) == 1 else 0)


@dataclass(frozen=True, slots=True)
class _Tie:
    """Another case that the header names; `href` is empty for one that cannot be opened here."""

    kind: str
    number: str
    href: str


def _ties(seen: Seen, asked: Asked) -> list[_Tie]:
    """Return the other cases that the header names; member cases only if they were asked for."""
    found = []
    for link in seen.view.links:
        if link.kind == "member" and not asked.members:
            continue
        other = seen.view.others.get(link.other_id or 0)
        if link.other_id is not None and (other is None or not _is_open(other)):
            continue
        href = f"/cgi-bin/DktRpt.pl?{other.id}" if other is not None else ""
        number = _full(other.number) if other is not None else f"{link.court} {link.number}"
        found.append(_Tie(link.kind, number.strip(), href))
    return found


def _is_open(other: Case) -> bool:
    return not (other.sealed or other.opening or other.filed_on > today())


def _stream(sheet: _Sheet, frame: str) -> Iterator[str]:
    """Write a sheet piece by piece: what stands above the entries leaves at once.

    Whoever hangs up half-way pays for what was sent.
    """
    before, _, rest = frame.partition(_ROWS)
    middle, _, after = rest.partition(_RECEIPT)
    yield before
    faulty.dawdle()
    size = size_of(sheet.head)
    writer = sheet.writer({})
    try:
        with _reading() as session:
            writer.papers = queries.paper_lines(session, sheet.case_id)
            with closing(queries.entry_lines(session, sheet.case_id, sheet.span)) as lines:
                yield from _rows(writer, lines)
    except GeneratorExit:
        _book(sheet, size + writer.size)
        raise
    yield _table_end(sheet) if writer.shown else sheet.nothing
    shown = _book(sheet, size + writer.size)
    yield f"{middle}{receipt_html(shown)}{after}"


def _rows(writer: Writer, lines: Iterator[EntryLine]) -> Iterator[str]:
    """Write the rows in batches; nothing at all if no row is left to show."""
    begun = False
    while batch := list(islice(lines, _BATCH)):
        text = "".join(map(writer.row, batch))
        if text and not begun:
            begun = True
            text = f"{_table_begin(writer)}{writer.head()}{text}"
        if text:
            yield text


def _table_begin(writer: Writer) -> str:
    # Without parts: a form with parts may have no more than a thousand fields.
    form = (
        '<form method="post" name="view_multi_docs" '
        f'action="show_multidocs.pl?caseid={writer.case_id}&amp;pdf_header={writer.header}">'
    )
    return (
        f'<br>{form if writer.multi else ""}<div class="table-scroll" role="region" '
        'aria-label="Docket entries" tabindex="0">\n'
    )


def _table_end(sheet: _Sheet) -> str:
    if not sheet.asked.view_multi:
        return "</table></div>\n"
    return (
        '</table></div>\n<div class="buttons">'
        '<button type="submit" class="button" name="zipit" value="0">View Selected</button> '
        '<button type="submit" class="button button-second" name="zipit" value="1">'
        "Download Selected</button></div></form>\n"
    )


def _book(sheet: _Sheet, size: int) -> Receipt | None:
    """Book a report in a transaction of its own, after its session for reading has ended."""
    found = receipt(
        fee(Sold.CASE_REPORT, pages=pages_of(size)),
        description="Docket Report",
        criteria=sheet.criteria,
        case_id=sheet.case_id,
    )
    edge.split()
    return found


def _as_pdf(session: Session, sheet: _Sheet) -> Response:
    """Return a sheet as a PDF with everything that the page has, its receipt at the end."""
    writer = sheet.writer({})
    lines = [
        printing.Printed(
            asking.written(line.entered_on if writer.by_entered else line.filed_on),
            "" if line.number is None else str(line.number),
            line.text,
        )
        for line in queries.entry_lines(session, sheet.case_id, sheet.span)
        if writer.row(line)
    ]
    shown = _book(sheet, size_of(sheet.head) + writer.size)
    table, court = sheet.seen.layout.table, court_edge.court().member
    body = printing.as_pdf(
        printing.Sheet(
            title=f"{sheet.number} {sheet.seen.case.caption}",
            head=[
                (court.full_name, True),
                (f"{sheet.seen.layout.title}: {sheet.number}", True),
                *_plain(sheet.head),
            ],
            columns=(table.entered if writer.by_entered else table.filed, "#", "Docket Text"),
            rows=lines,
            foot=[] if shown is None else _receipt_lines(shown),
            note="Training simulation - not a court. Nothing here is filed.",
        )
    )
    answer = make_response(body)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="docket-{sheet.case_id}.pdf"'
    return answer


_BREAK: Final = re.compile(r"<br ?/?>|</tr>|</h3>|</p>|</td>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^>]*>")
_HEADING: Final = re.compile(r"<h3.*?</h3>|<center>.*?</center>", re.DOTALL | re.IGNORECASE)


def _plain(markup: str) -> list[tuple[str, bool]]:
    """Return the lines that the head of a sheet shows, for paper."""
    text = _TAG.sub("", _BREAK.sub("\n", " ".join(_HEADING.sub("", markup).split())))
    lines = (" ".join(unescape(line).split()) for line in text.split("\n"))
    return [(line, False) for line in lines if line]


def _receipt_lines(shown: Receipt) -> list[str]:
    return [
        "PACER Service Center - Transaction Receipt",
        shown.when,
        f"PACER Login: {shown.login}   Client Code: {shown.client_code}",
        f"Description: {shown.description}   {shown.label}: {shown.criteria}",
        f"Billable Pages: {shown.pages}   Cost: {shown.cost}",
    ]


# --------------------------------------------------------------------------- history of documents


@blueprint.route("/cgi-bin/HistDocQry.pl", methods=["GET", "POST"])
@requires(Permission.QUERY)
@program_post
def history_report() -> Response:
    """Show History/Documents: its form, or the report (clients.md 5.10)."""
    if request.method == "POST":
        return _history()
    if cgi.nonce() is not None:
        return _problem(HISTORY, cgi.INCOMPLETE)
    with _reading() as session:
        case = _asked_case(session)
        if case is None or case.family not in LAYOUTS:
            return _problem(HISTORY, CASE_NOT_FOUND if cgi.asked_case() else cgi.INCOMPLETE)
        seen = _see(session, case, HISTORY)
    if isinstance(seen, Response):
        return seen
    return _page(
        "history_form.html",
        action=f"../cgi-bin/HistDocQry.pl?{cgi.new_nonce(0, 0, seen.case.id)}",
        case=seen.case,
        number=_full(seen.case.number),
    )


def _nonce_case() -> int:
    """Return the case that a nonce carries: programs send nothing else back (clients.md 3.3)."""
    found = cgi.nonce()
    return found.last if found is not None and len(found.rest) > 1 else 0


def _history() -> Response:
    documents = request.form.get("QueryType") == "Documents"
    with_text = "DisplayDktText" in request.form
    with _reading() as session:
        typed = _typed(session, nonce_case=_nonce_case())
        if typed.case is None:
            return _problem(HISTORY, typed.problem or CASE_NOT_FOUND)
        seen = _see(session, typed.case, HISTORY)
        if isinstance(seen, Response):
            return seen
        span = Span(
            order="newest" if request.form.get("sort1") == "desc" else "oldest",
            with_papers=documents,
        )
        asked = Asked()
        number = _full(seen.case.number)
        sheet = _Sheet(seen, asked, span, number, "", ())
        writer = sheet.writer(queries.paper_lines(session, seen.case.id))
        writer.showing.channel = Channel.HISTORY
        rows = "".join(
            history.row(writer, line, with_text=with_text)
            for line in queries.entry_lines(session, seen.case.id, span)
        )
    head = render_template("docket/_line.html", **_line(seen))
    price = priced(Sold.CASE_REPORT, head + rows)
    shown = receipt(price, description=HISTORY, criteria=number, case_id=seen.case.id)
    return _page(
        "history.html",
        head=head,
        heading="Documents" if documents else "History",
        headings=history.HEADINGS,
        rows=rows,
        shown=shown,
        case=seen.case,
    )


def _line(seen: Seen) -> dict[str, Any]:
    """Return what the head of a case says on its reports other than the docket sheet."""
    case = seen.case
    return {
        "case": case,
        "number": _full(case.number),
        "labelled_judge": seen.layout.labelled_judge,
        "chapter": case.chapter,
        "day": asking.written,
    }


# --------------------------------------------------------------------------- the mobile query


@blueprint.route("/cgi-bin/mobile_query.pl", methods=["GET", "POST"])
@requires(Permission.QUERY)
@program_post
def mobile_query() -> Response:
    """Tell what there is of a case, free of charge (clients.md 5.11)."""
    chosen = cgi.case_id(request.values.get("caseid", ""))
    if not chosen:
        return _page("mobile_form.html", number=request.values.get("caseNum", ""))
    if request.values.get("search") == "dktEntry":
        return make_response(redirect(f"/cgi-bin/DktRpt.pl?{chosen}", 302))
    with _reading() as session:
        case = cases.by_id(session, chosen)
        if case is None or case.family not in LAYOUTS:
            return _problem(MOBILE, CASE_NOT_FOUND)
        seen = _see(session, case, MOBILE)
        if isinstance(seen, Response):
            return seen
        count = queries.count(session, case.id, today())
    return _page("mobile.html", count=count, bare=_style().bare(case.number), **_line(seen))


# --------------------------------------------------------------------------- ways to one document


@blueprint.get("/cgi-bin/show_case_doc")
@requires(Permission.QUERY)
def show_case_doc() -> Response:
    """Lead to a document by its number: `show_case_doc?25,191424,,,` (clients.md 5.2)."""
    parts = [*cgi.query().split(","), "", "", ""]
    number, case_id = asking.number_of(parts[0]), cgi.case_id(parts[1])
    place = asking.number_of(parts[2]) if parts[2].strip() else 0
    if number is None or not case_id or place is None:
        return _problem(VIEW, NO_DOCUMENT)
    return _to_document(case_id, number, place)


@blueprint.route("/cgi-bin/qryDocument.pl", methods=["GET", "POST"])
@blueprint.route("/cgi-bin/qryViewDocument.pl", methods=["GET", "POST"])
@requires(Permission.QUERY)
@program_post
def view_a_document() -> Response:
    """Ask for a document by case and number, and lead to it."""
    if request.method == "POST":
        return _find_document()
    with _reading() as session:
        case = _asked_case(session) if cgi.nonce() is None else None
        if case is None:
            missing = bool(cgi.asked_case())
            return _problem(VIEW, CASE_NOT_FOUND) if missing else _document_form(None, {})
        seen = _see(session, case, VIEW)
    return seen if isinstance(seen, Response) else _document_form(seen.case, {})


def _find_document() -> Response:
    with _reading() as session:
        typed = _typed(session, nonce_case=_nonce_case())
    if typed.several:
        return _choose(VIEW, typed.several, request.path)
    if typed.whole_page:
        return _problem(VIEW, typed.problem)
    number = asking.number_of(request.form.get("document_number", ""))
    attached = request.form.get("attachment_number", "").strip()
    place = asking.number_of(attached) if attached else 0
    told = (
        ("case_num", typed.problem if typed.case is None else ""),
        ("document_number", asking.BAD_NUMBER if number is None else ""),
        ("attachment_number", asking.BAD_NUMBER if place is None else ""),
    )
    if typed.case is None or number is None or place is None:
        wrong = [Problem(name, text) for name, text in told if text]
        return _document_form(typed.case, request.form, wrong)
    return _to_document(typed.case.id, number, place)


def _document_form(
    case: Case | None, values: Mapping[str, str], problems: Iterable[Problem] = ()
) -> Response:
    rest = (0, case.id) if case is not None else (1,)
    return _page(
        "document_form.html",
        action=f"..{request.path}?{cgi.new_nonce(0, *rest)}",
        case=case,
        number="" if case is None else _style().short(case.number),
        values=values,
        problems={problem.field: problem.text for problem in problems},
    )


def _to_document(case_id: int, number: int, place: int) -> Response:
    """Redirect to a paper of a numbered entry, or say the sentence that hides which it is."""
    with _reading() as session:
        case = cases.by_id(session, case_id)
        if case is None or case.family not in LAYOUTS:
            return _problem(VIEW, CASE_NOT_FOUND)
        seen = _see(session, case, VIEW)
        if isinstance(seen, Response):
            return seen
        entry = queries.numbered(session, case_id, number)
        found = None if entry is None else queries.entry_with_documents(session, entry)
        return _lead(seen, found, place)


def _lead(seen: Seen, found: EntryView | None, place: int) -> Response:
    papers: Sequence[Document] = () if found is None else found.documents
    paper = next((p for p in papers if p.place == place), None)
    if found is None or paper is None or not _may_open(seen, found.entry, paper):
        return _problem(VIEW, NO_DOCUMENT, way_out=f"/cgi-bin/qryDocument.pl?{seen.case.id}")
    flag = doc_ids.MENU if place == 0 and len(papers) > 1 else doc_ids.PAPER
    doc = doc_ids.written(court_edge.court().member.doc_prefix, paper.id, flag)
    return make_response(
        redirect(f"/doc1/{doc}?caseid={seen.case.id}&de_seq_num={found.entry.seq}", 302)
    )


def _may_open(seen: Seen, entry: Entry, paper: Document) -> bool:
    showing = _showing(seen, Channel.DOCUMENT)
    return showing.entry(entry) and showing.paper(entry, paper.access)


@blueprint.get("/cgi-bin/document_link.pl")
@requires(Permission.QUERY)
def document_link() -> Response:
    """Lead to a paper by the long names of older pages: `?documentKcaseidV12Kde_seq_numV3`."""
    told = {**dict(_LINK_PARTS.findall(cgi.query())), **request.args.to_dict()}
    case_id = cgi.case_id(told.get("caseid", ""))
    seq = asking.number_of(told.get("de_seq_num", ""))
    if not case_id or seq is None:
        return _problem(VIEW, NO_DOCUMENT)
    with _reading() as session:
        case = cases.by_id(session, case_id)
        if case is None or case.family not in LAYOUTS:
            return _problem(VIEW, CASE_NOT_FOUND)
        seen = _see(session, case, VIEW)
        if isinstance(seen, Response):
            return seen
        found = queries.entries(session, case_id, Span(seq=seq))
        return _lead(seen, found[0] if found else None, 0)
