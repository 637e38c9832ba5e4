"""Reports and written opinions, and what Query tells of a case from its docket (facts 3.2, 3.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, abort, render_template, request

from courts import edge as court_edge
from courts.access.deciding import CaseFacts, Channel, ItemFacts, decide
from courts.access.views import priced, receipt, viewer
from courts.cases import queries as cases
from courts.cases import views as case_views
from courts.cases.facts import case_facts
from courts.cases.listing import Cell, cell, listing
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.cases.search import Typed, ids, one
from courts.cases.typed import written
from courts.cases.views import inquiry, number_of, page
from courts.docket.facts import entry_item, paper_item
from courts.docket.models import Document, Entry
from courts.kinds import numbers
from courts.kinds.inquiry import CASE_MENUS
from courts.kinds.offices import offices as offices_of
from courts.permissions import Permission
from courts.reports import links, menu, opinions, queries, questions, standing
from courts.reports import report as reporting
from courts.reports.forms import report_form
from courts.reports.queries import CaseTests, EntryTests
from courts.reports.report import Asked, Field, Found, Report, Window
from shared.errors import Refusal
from shared.money import Sold
from shared.web import cgi, edge
from shared.web.guard import program_post, requires

blueprint = Blueprint("reports", __name__)

#: Written opinions come on one page, so that their total and their rows agree; this many at most.
MOST_OPINIONS: Final = 5000
TOO_MANY: Final = "There are {total} opinions in this range. Choose a shorter one."
_WEEK: Final = timedelta(days=7)


# --------------------------------------------------------------------------- papers in lists


class Papers:
    """What the viewer may see of entries of several cases: read once for a whole list."""

    def __init__(self, rows: Sequence[tuple[Entry, Case]], facts: Mapping[int, CaseFacts]) -> None:
        self._viewer, self._today, self._facts = viewer(), court_edge.today(), facts
        self._papers = queries.papers(edge.session(), [entry for entry, _ in rows])

    def shows(self, entry: Entry) -> bool:
        """Say whether the words of an entry are shown."""
        return self._allowed(entry.case_id, entry_item(entry))

    def _allowed(self, case_id: int, item: ItemFacts) -> bool:
        facts = self._facts[case_id]
        return decide(self._viewer, facts, item, channel=Channel.REPORT, today=self._today).allowed

    def link(self, entry: Entry) -> tuple[str, str]:
        """Return address and call of the main document; empty if there is none to be seen."""
        papers = self._papers.get(entry.id, ())
        if not papers or not self._allowed(entry.case_id, paper_item(entry, papers[0])):
            return "", ""
        return _address(papers), _call(entry, papers)

    def cell(self, entry: Entry) -> Cell:
        """Return the number of an entry, linked to its paper."""
        number = str(entry.number) if entry.number is not None else ""
        href, onclick = self.link(entry)
        return cell(number, href=href if number else "", onclick=onclick)


def _document_id(papers: Sequence[Document]) -> str:
    prefix = court_edge.court().member.doc_prefix
    return links.document_id(prefix, papers[0].id, attachments=len(papers) > 1)


def _address(papers: Sequence[Document]) -> str:
    return f"{edge.place().origin}/doc1/{_document_id(papers)}"


def _call(entry: Entry, papers: Sequence[Document]) -> str:
    return links.go_dls(
        _document_id(papers),
        case_id=entry.case_id,
        seq=entry.seq,
        places=inquiry().dls_places,
    )


def _of_many(rows: Sequence[tuple[Entry, Case]]) -> Papers:
    known = {case.id: case for _, case in rows}
    return Papers(rows, cases.facts(edge.session(), list(known.values())))


# --------------------------------------------------------------------------- Query, by the docket


def _of_case(view: CaseView) -> tuple[Sequence[Entry], Papers]:
    """Return the entries of a case whose words the viewer may see, and their papers."""
    entries = queries.in_case(edge.session(), view.case.id)
    papers = Papers([(entry, view.case) for entry in entries], {view.case.id: case_facts(view)})
    return [entry for entry in entries if papers.shows(entry)], papers


@blueprint.get("/cgi-bin/FilerQry.pl")
@requires(Permission.QUERY)
def filers() -> Response:
    """List who has filed in a case, with how much and when last."""
    return case_views.about(_filers)


def _filers(view: CaseView) -> Response:
    entries, _ = _of_case(view)
    filed: dict[str, list[date]] = {}
    for entry in entries:
        for name in entry.filers:
            filed.setdefault(name, []).append(entry.filed_on)
    known = {each.party.name: each.party for each in view.parties}
    rows = []
    for name in [*known, *(name for name in filed if name not in known)]:
        party, days = known.get(name), filed.get(name, [])
        rows.append(
            (
                cell(name),
                cell(party.role if party else ""),
                cell(written(party.started_on if party else None)),
                cell(written(party.terminated_on if party else None)),
                cell(len(days), number=True),
                cell(written(max(days, default=None))),
            )
        )
    table = listing(
        ("Filer", "Type", "Added", "Terminated", "Filings", "Last filing"),
        rows,
        "Nobody has filed in this case yet.",
    )
    return case_views.answer(view, "Filers", [("", table)], description="Filers")


@blueprint.get("/cgi-bin/StatusQry.pl")
@requires(Permission.QUERY)
def status() -> Response:
    """List the motions of a case that nobody has ruled on yet."""
    return case_views.about(_status)


def _status(view: CaseView) -> Response:
    entries, papers = _of_case(view)
    motions = standing.motions(view.case.family, entries)
    answered = standing.answers(entries)
    by_seq = {entry.seq: entry for entry in entries}
    rows = [
        (
            papers.cell(entry),
            cell(written(entry.filed_on)),
            cell(entry.short, *entry.filers),
            cell((court_edge.today() - entry.filed_on).days, number=True),
            cell(*(_named(by_seq[seq]) for seq in answered.get(entry.seq, ()))),
        )
        for entry in entries
        if motions.get(entry.seq)
    ]
    table = listing(
        ("Doc. No.", "Filed", "Motion", "Days pending", "Answered by"),
        rows,
        "No motion is pending in this case.",
    )
    state = "Closed" if view.case.terminated_on else "Open"
    return case_views.answer(
        view, f"Status: {state}", [("Pending motions", table)], description="Case Status"
    )


def _named(entry: Entry) -> str:
    number = f"{entry.number} " if entry.number is not None else ""
    return f"{number}{entry.short} ({written(entry.filed_on)})"


@blueprint.route("/cgi-bin/RelTransactQry.pl", methods=["GET", "POST"])
@requires(Permission.QUERY)
def related_transactions() -> Response:
    """Ask for which days, then list entries with those that answer them."""
    if request.method == "GET":
        return case_views.about(lambda view: _related_form(view, {}, {}))
    view = case_views.opened(cgi.case_id(request.form.get("all_case_ids", "")))
    if isinstance(view, Response):
        return view
    typed = _typed()
    asked, wrong = reporting.read(questions.RELATED, typed)
    return _related_form(view, typed, wrong) if wrong else _related(view, asked)


def _related_form(view: CaseView, typed: Typed, wrong: Mapping[str, str]) -> Response:
    return page(
        "reports/form.html",
        title="Related Transactions",
        current="Query",
        form=report_form(questions.RELATED, typed, wrong),
        action=f"/cgi-bin/RelTransactQry.pl?{cgi.new_nonce()}",
        case_ids=str(view.case.id),
        button="Run Query",
        program=False,
        intro=f"{number_of(view.case)} {view.case.caption}",
        free=False,
    )


def _related(view: CaseView, asked: Asked) -> Response:
    entries, papers = _of_case(view)
    span = asked.span("filed_from")
    answered = standing.answers(entries)
    motions = standing.motions(view.case.family, entries)
    by_seq = {entry.seq: entry for entry in entries}
    rows = []
    for entry in entries:
        wanted = asked.text("pending") != "motions" or entry.seq in motions
        early = span.first is not None and entry.filed_on < span.first
        late = span.last is not None and entry.filed_on > span.last
        if entry.seq not in answered or not wanted or early or late:
            continue
        rows.append(
            (
                papers.cell(entry),
                cell(written(entry.filed_on)),
                cell(entry.short),
                cell(*(_named(by_seq[seq]) for seq in answered[entry.seq])),
            )
        )
    table = listing(
        ("Doc. No.", "Filed", "Transaction", "Related transactions"),
        rows,
        "No transaction of this case has been answered by another one.",
    )
    return case_views.answer(
        view,
        "Related Transactions",
        [("", table)],
        description="Related Transactions",
        criteria=asked.words,
    )


# --------------------------------------------------------------------------- the runner


def _typed() -> dict[str, list[str]]:
    return {name: request.form.getlist(name) for name in request.form}


def run(report: Report, *, program: bool = False) -> Response:
    """Show a report's form, or read it, find the rows and bill what is shown.

    :param program: client programs post this form: it has no token.
    """
    offices = offices_of(court_edge.court().member.id)
    report = replace(report, fields=questions.with_offices(report.fields, offices))
    if request.method == "GET" or cgi.nonce() is None:
        return _report_form(report, {}, {}, program=program)
    typed = _typed()
    asked, wrong = reporting.read(report.fields, typed)
    if not wrong:
        number = reporting.page_of(one(typed, "page"))
        try:
            found = report.find(asked, Window((number - 1) * report.per_page, report.per_page))
        except Refusal as refusal:
            wrong = {refusal.field or report.fields[0].name: refusal.message}
        else:
            return _result(report, typed, asked, found, number=number)
    return _report_form(report, typed, wrong, program=program)


def _report_form(
    report: Report, typed: Typed, wrong: Mapping[str, str], *, program: bool
) -> Response:
    return page(
        "reports/form.html",
        title=report.title,
        current="Reports",
        form=report_form(report.fields, typed, wrong),
        action=f"{report.path}?{cgi.new_nonce()}",
        case_ids=one(typed, "all_case_ids") or "0",
        button=report.button,
        program=program,
        intro="",
        free=report.sold is Sold.OPINION,
    )


def _result(report: Report, typed: Typed, asked: Asked, found: Found, *, number: int) -> Response:
    body = render_template(report.template, report=report, rows=found.rows, total=found.total)
    free = report.sold is Sold.OPINION
    shown = (
        None
        if free
        else receipt(priced(report.sold, body), description=report.title, criteria=asked.words)
    )
    return page(
        "reports/result.html",
        report=report,
        body=body,
        shown=shown,
        total=found.total,
        number=number,
        count=reporting.pages(found.total, report.per_page),
        action=f"{report.path}?{cgi.new_nonce()}",
        kept=[
            (name, value)
            for name, values in typed.items()
            if name not in ("csrf_token", "page")
            for value in values
        ],
    )


# --------------------------------------------------------------------------- what reports ask


def _tests(asked: Asked, *, types: tuple[str, ...] = ()) -> CaseTests:
    return CaseTests(
        secret=viewer().staff,
        ids=_asked_cases(asked),
        office=asked.text("office"),
        types=asked.some("case_type") or types,
        natures=asked.some("nature_suit"),
        chapters=asked.some("chapter"),
        flag=asked.text("flag"),
        status=asked.text("case_status"),
        filed=asked.span("case_filed_from"),
        judge=asked.text("judge"),
        today=court_edge.today(),
        counsel=court_edge.person().user_id if asked.text("mine") else 0,
    )


def _asked_cases(asked: Asked) -> tuple[int, ...]:
    """Return the cases that a number means; nothing typed means all.

    :raises Refusal: if there is none.
    """
    typed, chosen = asked.text("case_num"), ids(one(_typed(), "all_case_ids"))
    if chosen or not typed:
        return chosen
    wanted = numbers.wanted(typed)
    found = cases.matching(edge.session(), wanted) if wanted is not None else ()
    if not found:
        raise Refusal("case", case_views.NOT_VALID.format(typed=typed), field="case_num")
    return tuple(case.id for case in found)


def _case_cell(case: Case) -> Cell:
    return cell(number_of(case), case.caption, href=f"/cgi-bin/iqquerymenu.pl?{case.id}")


# --------------------------------------------------------------------------- cases


@blueprint.route(menu.CASES, methods=["GET", "POST"])
@requires(Permission.REPORTS)
def case_report() -> Response:
    """List cases by office, type, nature or chapter, flag, date and status."""
    title = next(
        word
        for _, items in menu.groups(court_edge.court().profile.kind)
        for word, path in items
        if path == menu.CASES
    )
    return run(_cases(menu.CASES, title, questions.cases(inquiry())))


@blueprint.route(menu.CRIMINAL, methods=["GET", "POST"])
@requires(Permission.REPORTS)
def criminal_report() -> Response:
    """List criminal and magistrate cases."""
    fields = questions.criminal_cases(inquiry())
    if not fields:
        abort(404)
    return run(_cases(menu.CRIMINAL, "Criminal Cases", fields))


def _cases(path: str, title: str, fields: tuple[Field, ...]) -> Report:
    detail = inquiry().detail
    types = next(tuple(dict(f.choices)) for f in fields if f.name == "case_type")

    def find(asked: Asked, window: Window) -> Found:
        total, rows = queries.cases(
            edge.session(), _tests(asked, types=types), order=asked.text("sort1"), window=window
        )
        return Found(total, [_case_row(case) for case in rows if _known_of(case)])

    return Report(
        path=path,
        title=title,
        fields=fields,
        columns=("Case", detail, "Judge", "Office", "Filed", "Terminated", "Flags"),
        find=find,
        empty="No case fits these criteria.",
    )


def _known_of(case: Case) -> bool:
    return case_views.may_see(case).allowed


def _case_row(case: Case) -> tuple[Cell, ...]:
    return (
        _case_cell(case),
        cell(case.chapter or case.nature),
        cell(case.judge),
        cell(case_views.office_of(case)),
        cell(written(case.filed_on)),
        cell(written(case.terminated_on)),
        cell(", ".join(case.flags)),
    )


# --------------------------------------------------------------------------- calendar


@blueprint.route(menu.CALENDAR, methods=["GET", "POST"])
@requires(Permission.REPORTS)
def calendar() -> Response:
    """List the deadlines and hearings that are set in a range of days."""
    return run(
        Report(
            path=menu.CALENDAR,
            title="Calendar Events",
            fields=questions.calendar(inquiry(), court_edge.today()),
            columns=("Date", "Time", "Case", "Event", "Place", "Judge"),
            find=_events,
            empty="Nothing is set on these days.",
        )
    )


def _events(asked: Asked, window: Window) -> Found:
    total, rows = queries.calendar(
        edge.session(),
        _tests(asked),
        due=asked.span("due_from"),
        kind=asked.text("kind"),
        order=asked.text("sort1"),
        window=window,
    )
    return Found(
        total,
        [
            (
                cell(written(setting.due_on)),
                cell(setting.time),
                _case_cell(case),
                cell(setting.name, setting.kind.capitalize()),
                cell(setting.place),
                cell(case.judge),
            )
            for setting, case in rows
            if _known_of(case)
        ],
    )


# --------------------------------------------------------------------------- docket activity


@blueprint.route(menu.ACTIVITY, methods=["GET", "POST"])
@requires(Permission.REPORTS)
def activity() -> Response:
    """List what was entered or filed in a range of days."""
    named = standing.categories([item for item in CASE_MENUS if item in _families()])

    def find(asked: Asked, window: Window) -> Found:
        return _entries(asked, window, dict(named))

    return run(
        Report(
            path=menu.ACTIVITY,
            title="Docket Activity",
            fields=questions.activity(
                inquiry(),
                court_edge.today(),
                tuple(name for name, _ in named),
                counsel=bool(court_edge.person().user_id),
            ),
            columns=("Case", "Dates", "Doc. No.", "Docket activity", "Entered by"),
            find=find,
            empty="Nothing was docketed on these days.",
        )
    )


def _families() -> frozenset[str]:
    """Return the families of events that this kind of court has."""
    codes = {code for code, _ in inquiry().case_types}
    return frozenset(family for family, types in standing.TYPES.items() if codes & set(types))


def _entries(asked: Asked, window: Window, categories: Mapping[str, tuple[str, ...]]) -> Found:
    wanted = EntryTests(
        days=asked.span("date_from"),
        by_entered=asked.text("date_range_type") == "Entered",
        events=tuple(key for name in asked.some("category") for key in categories.get(name, ())),
    )
    total, rows = queries.activity(
        edge.session(), _tests(asked), wanted, order=asked.text("sort1"), window=window
    )
    papers = _of_many(rows)
    full = asked.text("ShowFull") != "0"
    return Found(
        total,
        [
            (
                _case_cell(case),
                cell(f"Filed: {written(entry.filed_on)}", f"Entered: {written(entry.entered_on)}"),
                papers.cell(entry),
                cell(entry.short, entry.text) if full else cell(entry.short),
                cell(entry.entered_by),
            )
            for entry, case in rows
            if _known_of(case) and papers.shows(entry)
        ],
    )


# --------------------------------------------------------------------------- written opinions


@blueprint.route(menu.OPINIONS, methods=["GET", "POST"])
@requires(Permission.REPORTS)
@program_post
def written_opinions() -> Response:
    """List written opinions: free, but for whoever is logged in (clients.md 5.16)."""
    report = Report(
        path=menu.OPINIONS,
        title="Written Opinions Report",
        fields=questions.opinions(inquiry(), court_edge.today()),
        columns=("Case Number & Name:", "Date Filed:", "Doc. #", "Description:", "Notes:"),
        find=_opinions,
        empty="",
        sold=Sold.OPINION,
        template="reports/_opinions.html",
        per_page=0,
    )
    if one(_typed(), "Key1") == "de_date_filed":
        first, second, *rest = report.columns
        report = replace(report, columns=(second, first, *rest), by_date=True)
    return run(report, program=True)


def _opinions(asked: Asked, window: Window) -> Found:
    by_date = asked.text("Key1") == "de_date_filed"
    wanted = EntryTests(days=asked.span("filed_from"), opinions=True)
    total, rows = queries.activity(
        edge.session(),
        _tests(asked),
        wanted,
        order="filed" if by_date else "number",
        window=replace(window, most=MOST_OPINIONS),
    )
    if total > MOST_OPINIONS:
        raise Refusal("many", TOO_MANY.format(total=total), field="filed_from")
    papers = _of_many(rows)
    # Readers take every row to have a link: an opinion that cannot be read is not listed.
    rows = [row for row in rows if _known_of(row[1]) and papers.link(row[0])[0]]
    found = []
    for place, (entry, case) in enumerate(rows):
        href, onclick = papers.link(entry)
        found.append(
            opinions.opinion(
                case,
                entry,
                number=number_of(case),
                href=href,
                onclick=onclick,
                full=asked.text("ShowFull") != "0",
                again=not by_date and place > 0 and rows[place - 1][1].id == case.id,
            )
        )
    return Found(len(found), found)
