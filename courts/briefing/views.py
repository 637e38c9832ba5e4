"""Filing in a court of appeals: one screen, its review, and the Notice of Docket Activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.access.deciding import Channel
from courts.appeals import protocol as appeals
from courts.briefing import forms, protocol, queries, rules, service
from courts.briefing.forms import METHOD, Offers
from courts.briefing.queries import Recipient, Waiting
from courts.briefing.rules import Uploaded
from courts.briefing.service import Times
from courts.briefing.wording import side
from courts.cases import queries as cases
from courts.cases import typed
from courts.cases.models import APPROVED, DUE, PENDING, REJECTED, Case
from courts.cases.queries import CaseView, PartyView
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.docket import queries as docket
from courts.docket.queries import Span
from courts.docketing import queries as docketing
from courts.filing import mistakes, wording
from courts.filing import protocol as filing
from courts.filing import queries as filings
from courts.filing import service as committing
from courts.filing.mistakes import EntrySeen, Mistake, PaperSeen, PartySeen, Seen
from courts.filing.models import BUILDING, Transaction
from courts.filing.service import Filed
from courts.kinds import doc_ids
from courts.kinds.appellate import ROOM
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer, Filing, Paper
from courts.notices import protocol as notices
from courts.notices.letter import Told
from courts.notices.protocol import Served
from courts.permissions import FilingFacts, Permission, may_file
from courts.rehearsing import protocol as rehearsing
from courts.rehearsing import views as rehearsal
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

MENU_PATH: Final = "/n/AttorneyFiling"
START_PATH: Final = f"{MENU_PATH}/start"
FILL_PATH: Final = f"{MENU_PATH}/fill"
REVIEW_PATH: Final = f"{MENU_PATH}/review"
DRY_RUN_PATH: Final = f"{MENU_PATH}/dry-run"
NOTICE_PATH: Final = f"{MENU_PATH}/notice"
DESK_PATH: Final = f"{INDEX_PATH}appearances"
FLOW: Final = "appellate"
UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
NO_CASE: Final = "Case Number Not Found"
OVER: Final = "This transaction is over. Choose the event again from the menu."
MAIN: Final = "main"
DONE: Final = {
    APPROVED: "Approved: counsel is on the docket and may file. A mail tells them.",
    REJECTED: "Rejected. A mail tells counsel why.",
}
STATES: Final = {
    DUE: "has not appeared yet",
    PENDING: "waits",
    APPROVED: "approved",
    REJECTED: "rejected",
}
#: The entries that can be answered: the newest so many.
ANSWERABLE: Final = 60

blueprint = Blueprint("briefing", __name__)
#: What exists in training mode alone.
trial = Blueprint("briefing_trial", __name__)


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Have entries written as courts of appeals do, and put the desk on the clerk's front page."""
    app = cast(Flask, state.app)
    filing.write_entries(app, protocol.compose)
    says = "Look at notices of appearance: until then counsel files nothing else in the case."
    add_desk(app, Desk("Appearances", DESK_PATH, says, queries.waiting))


# --------------------------------------------------------------------------- a filing on its way


@dataclass(frozen=True, slots=True)
class Draft:
    """A transaction with its event, and with its case once somebody said which."""

    transaction: Transaction
    event: Event
    filer: Filer
    view: CaseView | None
    recipients: tuple[Recipient, ...] = ()

    @property
    def data(self) -> Mapping[str, Any]:
        """What was answered so far."""
        return self.transaction.data

    @property
    def places(self) -> Mapping[str, Paper]:
        """The documents that were uploaded, by their place on the screen, the main one first."""
        told = self.data.get("papers", {})
        return {key: Paper.from_json(told[key]) for key in sorted(told, key=_place)}

    @property
    def reached(self) -> tuple[Recipient, ...]:
        """Whom the filing reaches through the system: the filer, too, gets a notice."""
        return tuple(each for each in self.recipients if each.emails)

    @property
    def others(self) -> tuple[tuple[str, Recipient], ...]:
        """Whom the filer has to serve, each with a short key for forms."""
        served = [e for e in self.recipients if not e.emails and e.name != self.filer.name]
        return tuple((str(place), each) for place, each in enumerate(served, start=1))

    def methods(self) -> Mapping[str, str]:
        """Return how each of them is served, by name."""
        told = self.data.get("methods", {})
        return {who.name: told.get(key, rules.METHODS[0]) for key, who in self.others}


def _place(key: str) -> int:
    return 0 if key == MAIN else int(key)


@blueprint.get(START_PATH)
@requires(Permission.FILE)
def start() -> Response:
    """Start a filing: `?event=<title>`, as the filing menu leads here."""
    bench = filing.bench()
    offered = [
        event
        for event in bench.catalogue.titled(request.args.get("event", ""))
        if not event.by_court and not event.opens and event.exists_on(court_edge.today())
    ]
    if not offered:
        abort(404)
    filer, event = filing.filer(), offered[0]
    facts = replace(_facts(), event=filings.asked(event))
    decision = may_file(facts, policy=bench.policy, now=edge.now())
    if not decision.allowed:
        return _refused(decision.reason)
    last = filings.last_case(edge.session(), filer)
    data = {"event": event.key, "case_number": last, "sticky": last}
    made = committing.start(edge.session(), FLOW, "fill", data, filer=filer, wall=edge.wall())
    return _to(FILL_PATH, made.token)


def _facts() -> FilingFacts:
    return court_edge.filing_facts(court_edge.person())


def _draft() -> Draft | None:
    """Return the transaction that the address names, if it is the person's own."""
    session, filer = edge.session(), filing.filer()
    row = filings.transaction(session, request.args.get("t", ""), filer)
    if row is None or row.flow != FLOW:
        return None
    event = filing.bench().catalogue.event(str(row.data["event"]))
    case = cases.by_id(session, int(row.data.get("case_id") or 0))
    if case is None:
        return Draft(row, event, filer, None)
    view = cases.whole(session, case)
    return Draft(row, event, filer, view, queries.recipients(session, view))


# --------------------------------------------------------------------------- the one screen


@blueprint.route(FILL_PATH, methods=["GET", "POST"])
@requires(Permission.FILE)
def fill() -> Response:
    """Show the screen, or keep what was answered: the case first, then everything about it."""
    draft = _draft()
    if draft is None:
        return _refused(OVER)
    if draft.transaction.status != BUILDING:
        return _to(NOTICE_PATH, draft.transaction.token)
    if request.method != "POST":
        return _screen(draft, _fresh(draft))
    if draft.view is None or request.form.get("go") == forms.SHOW:
        return _show_case(draft)
    return _take(draft, draft.view)


def _fresh(draft: Draft) -> Any:
    """Return the form as it stands: what was kept, and at first what follows from the case."""
    data = dict(draft.data)
    if draft.view is None:
        return forms.NumberForm(formdata=None, data=data)
    mine = [str(each.party.id) for each in draft.view.parties if _is_mine(draft.filer, each)]
    started = {
        "filers": data.get("filers", mine),
        "served_on": data.get("served_on", typed.written(court_edge.today())),
        **{forms.PROMPT + name: told for name, told in data.get("answers", {}).items()},
        **{METHOD + key: told for key, told in data.get("methods", {}).items()},
        **{f"type_{key}": told["category"] for key, told in data.get("papers", {}).items()},
        **{f"about_{key}": told["description"] for key, told in data.get("papers", {}).items()},
    }
    return _form(draft)(formdata=None, data={**data, **started})


def _is_mine(filer: Filer, party: PartyView) -> bool:
    """Return whether somebody is, or acts for, a party."""
    return any(each.user_id == filer.user_id for each in party.counsel) or bool(
        party.party.subject and party.party.subject == filer.subject
    )


def _form(draft: Draft) -> Any:
    return forms.filing_form(draft.event, _offers(draft))


def _offers(draft: Draft) -> Offers:
    view = draft.view
    if view is None:
        return Offers()
    parties = [
        (str(each.party.id), f"{each.party.name} ({each.party.role})")
        for each in view.parties
        if each.party.terminated_on is None
    ]
    catalogue = filing.bench().catalogue
    reliefs = [
        (each.key, each.title)
        for each in catalogue.events.values()
        if draft.event.relief and each.relief and each.key != draft.event.key
    ]
    entries = [] if draft.event.refers == "no" else _answerable(view.case, draft.event)
    others = [(key, who.line) for key, who in draft.others]
    return Offers(parties, reliefs, entries, others)


def _answerable(case: Case, event: Event) -> list[tuple[str, str]]:
    """Return the entries that an event may answer, the newest first."""
    catalogue = filing.bench().catalogue
    found = docket.entries(edge.session(), case.id, Span(order="newest"))
    wanted = frozenset(event.answers)
    rows = []
    for each in found:
        known = catalogue.events.get(each.entry.event)
        names = {each.entry.event, known.group if known else ""}
        if each.entry.number is not None and names & wanted:
            day = typed.written(each.entry.filed_on)
            rows.append((str(each.entry.seq), f"{each.entry.number} {each.entry.short} ({day})"))
    return rows[:ANSWERABLE]


def _show_case(draft: Draft) -> Response:
    """Find the case that was typed; the rest of the screen follows from it."""
    form = forms.NumberForm()
    if not form.validate():
        return _screen(draft, form)
    case = appeals.by_number(form.case_number.data or "")
    if case is None or not appeals.shows(case, channel=Channel.QUERY):
        form.case_number.errors = [NO_CASE]
        return _screen(draft, form)
    session, bench = edge.session(), filing.bench()
    decision = committing.decide(
        session,
        _facts(),
        cases.whole(session, case),
        (draft.event,),
        draft.filer,
        bench=bench,
        now=edge.now(),
    )
    if not decision.allowed:
        form.case_number.errors = [decision.reason]
        return _screen(draft, form)
    told: dict[str, Any] = {"case_id": case.id, "case_number": bench.style.bare(case.number)}
    if case.id != draft.data.get("case_id"):
        # Parties, entries and whom to serve are of the other case.
        forgotten = ("filers", "refers", "methods")
        draft.transaction.data = {k: v for k, v in draft.data.items() if k not in forgotten}
    committing.keep(draft.transaction, "fill", told, edge.wall())
    return _to(FILL_PATH, draft.transaction.token)


def _take(draft: Draft, view: CaseView) -> Response:
    """Keep all that was answered, right or wrong, and go on to the review if it is right."""
    form = _form(draft)()
    fine = form.validate()
    papers = {key: asdict(each) for key, each in draft.places.items()}
    papers = _uploaded(form, papers)
    if draft.event.document == "required" and MAIN not in papers and not form.main.errors:
        form.main.errors = ["Choose the PDF to file."]
    answers = _answers(draft.event, form)
    for name, words in rules.problems(draft.event, answers).items():
        field = form[forms.PROMPT + name]
        field.errors = field.errors or [words]
    committing.keep(
        draft.transaction,
        "fill",
        {
            "filers": form.filers.data or [],
            "reliefs": form.reliefs.data or [] if "reliefs" in form else [],
            "refers": form.refers.data or [] if "refers" in form else [],
            "answers": answers,
            "papers": papers,
            "methods": {key: form[METHOD + key].data for key, _ in draft.others},
            "served_on": form.served_on.data or "",
            "free": form.free.data or "",
            "read": bool(form.read.data) if "read" in form else True,
        },
        edge.wall(),
    )
    if not fine or form.errors:
        return _screen(_draft() or draft, form)
    if bool(form.case_number.data) and form.case_number.data != draft.data["case_number"]:
        return _show_case(draft)
    committing.keep(draft.transaction, "review", {}, edge.wall())
    return _to(REVIEW_PATH, draft.transaction.token)


def _answers(event: Event, form: Any) -> dict[str, str]:
    found = dict(forms.answers(form, event))
    for prompt in event.prompts:
        if prompt.kind == "date" and found.get(prompt.name):
            try:
                found[prompt.name] = typed.written(typed.day(found[prompt.name]))
            except ValueError:
                continue
    return found


def _uploaded(form: Any, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the documents of this request, and those that are here with what is said anew of
    them; one that is to be left out goes, unless another came in its place.
    """
    found: dict[str, Any] = {}
    for key in (MAIN, *(str(place) for place in range(1, forms.FURTHER + 1))):
        field = form[MAIN] if key == MAIN else form[f"paper_{key}"]
        kind = "" if key == MAIN else str(form[f"type_{key}"].data or "")
        about = "" if key == MAIN else str(form[f"about_{key}"].data or "")
        if field.data and field.data.filename:
            try:
                paper = filing.accept_paper(field.data, category=kind, description=about)
            except Refusal as refusal:
                field.errors = [*field.errors, refusal.message]
                if key in kept:
                    found[key] = kept[key]
                continue
            found[key] = asdict(paper)
        elif key in kept and not (key != MAIN and form[f"drop_{key}"].data):
            found[key] = {**kept[key], "category": kind, "description": about}
        else:
            continue
        if key != MAIN and not kind:
            form[f"type_{key}"].errors = [f"Say what kind of document {int(key) + 1} is."]
    return found


def _screen(draft: Draft, form: Any) -> Response:
    return _page(
        "fill.html",
        UNPROCESSABLE if form.errors else 200,
        form=form,
        event=draft.event,
        view=draft.view,
        papers=draft.places,
        preconditions=rules.preconditions(draft.event),
        prompts=[forms.PROMPT + name for name in rules.asked(draft.event)],
        further=[str(place) for place in range(1, forms.FURTHER + 1)],
        reached=draft.reached,
        others=[METHOD + key for key, _ in draft.others],
        action=f"{FILL_PATH}?t={draft.transaction.token}",
        restart=f"{START_PATH}?event={draft.event.title}",
    )


# --------------------------------------------------------------------------- review and notice


@blueprint.route(REVIEW_PATH, methods=["GET", "POST"])
@requires(Permission.FILE)
def review() -> Response:
    """Show what would be docketed and who would be served; submitting it dockets it, once."""
    draft = _draft()
    if draft is None:
        return _refused(OVER)
    token = draft.transaction.token
    if draft.transaction.status != BUILDING:
        return _to(NOTICE_PATH, token)
    if draft.view is None or draft.transaction.step != "review":
        return _to(FILL_PATH, token)
    if request.method != "POST":
        return _event_review(draft, draft.view)
    if rehearsing.looks():
        looked = _look(draft)
        return _refused(OVER) if looked is None else _submit(looked)
    return _submit(Looked(draft, draft.view))


def _submit(looked: Looked) -> Response:
    """Docket a filing, once."""
    draft, token = looked.draft, looked.draft.transaction.token
    try:
        committing.take_commit(edge.session(), draft.transaction)
        receipt = _commit(draft, looked.view, [each.code for each in looked.found])
    except committing.SubmittedError:
        edge.undo()
        return _to(NOTICE_PATH, token)
    except Refusal as refusal:
        edge.undo()
        again = _draft()
        if again is None or again.view is None:
            return _refused(OVER)
        return _event_review(again, again.view, wrong=refusal.message)
    committing.close(draft.transaction, receipt, edge.wall())
    return _to(NOTICE_PATH, token)


@trial.get(DRY_RUN_PATH)
@requires(Permission.FILE)
def dry_run() -> Response:
    """Say what Submit would do; nothing is filed (training only)."""
    draft = _draft()
    if draft is None:
        return _refused(OVER)
    row = draft.transaction
    if draft.view is None or (row.status, row.step) != (BUILDING, "review"):
        return _to(REVIEW_PATH, row.token)
    back = f"{REVIEW_PATH}?t={row.token}"
    looked = _look(draft)
    if looked is None:
        return _refused(OVER)
    draft, view = looked.draft, looked.view
    concerns = _concerns(draft, _filing(draft, view))
    try:
        told = rehearsing.rehearse(partial(_commit, draft, view))
    except Refusal as refusal:
        return _refused(refusal.message)
    rehearsal.note(FLOW, looked.found)
    return rehearsal.page_of(
        told,
        word=court_edge.court().profile.filing_words()[0],
        back=back,
        found=looked.found,
        read=looked.read,
        concerns=concerns,
    )


@dataclass(frozen=True, slots=True)
class Looked:
    """A filing with the mistakes in it; `read` says whether its paper could be read as text."""

    draft: Draft
    view: CaseView
    found: tuple[Mistake, ...] = ()
    read: bool = True


def _look(draft: Draft) -> Looked | None:
    """Look for mistakes in a filing; lets go of the database, so that the filing is read anew.

    None if it is over meanwhile.
    """
    papers = rehearsing.papers_seen(tuple(draft.places.values()))
    again = _draft()
    if again is None or again.view is None:
        return None
    found = mistakes.found(_seen(again, again.view, papers))
    return Looked(again, again.view, found, read=not papers or bool(papers[0].text))


def _seen(draft: Draft, view: CaseView, papers: Sequence[PaperSeen]) -> Seen:
    """Return the filing as the checks for the classic mistakes see it."""
    session, bench, told = edge.session(), filing.bench(), _filing(draft, view)
    events, case = wording.events_of(bench.catalogue, told), view.case
    seen = rehearsing.seen_of(draft.filer, events, papers, case_id=case.id, caption=case.caption)
    appears = draft.event.stage == "appearance"
    # A friend of the court is no party, and volumes of an appendix are filed one by one.
    friend, volume = draft.event.key == "ap_amicus_brief", draft.event.key == "ap_appendix"
    returned = queries.found_defective(session, case.id)
    referred = docketing.by_seq(session, case.id, told.refers, inside=True)
    return replace(
        seen,
        number=case.number,
        sticky=draft.data.get("case_number") == draft.data.get("sticky"),
        parties=tuple(
            PartySeen(
                each.party.name,
                side(each.party.role),
                filing=each.party.id in told.filers,
                mine=friend or _is_mine(draft.filer, each),
                associated=appears
                and each.party.id in told.filers
                and not _is_mine(draft.filer, each),
                others=bool(each.counsel) and not _is_mine(draft.filer, each),
            )
            for each in view.parties
        ),
        refers=tuple(EntrySeen(e.number or 0, e.short, tuple(e.filers)) for e in referred),
        linkable=0 if draft.event.refers == "no" else len(_answerable(case, draft.event)),
        about=" ".join([told.free, *draft.data["answers"].values()]),
        cents=sum(event.fee_on(court_edge.today()) for event in events),
        earlier=tuple(
            replace(each, same_case=each.same_case and not volume)
            for each in seen.earlier
            if not (each.same_case and each.number in returned)
        ),
        elsewhere=(str(case.facts.get("origin_number", "")),),
    )


def _concerns(draft: Draft, told: Filing) -> tuple[str, ...]:
    """Return what the clerk would find in a filing."""
    methods = draft.methods()
    return rules.concerns(
        draft.event,
        [Uploaded(each.category, each.pages) for each in told.papers],
        unserved=[who for who, how in methods.items() if how == rules.NOT_SERVED],
        other_means=bool(methods),
    )


def _filing(draft: Draft, view: CaseView) -> Filing:
    data, methods = draft.data, draft.methods()
    served = {
        "served_on": typed.written(typed.day(data["served_on"])),
        "served_by": rules.served_by(bool(draft.reached), list(methods.values())),
    }
    return Filing(
        case_id=view.case.id,
        events=(draft.event.key, *data["reliefs"]),
        filers=tuple(int(each) for each in data["filers"]),
        refers=tuple(sorted(int(each) for each in data["refers"])),
        answers={**served, **data["answers"]},
        papers=tuple(draft.places.values()),
        free=data["free"],
    )


def _event_review(draft: Draft, view: CaseView, wrong: str = "") -> Response:
    told, bench = _filing(draft, view), filing.bench()
    events = wording.events_of(bench.catalogue, told)
    setting = committing.setting_of(edge.session(), view, told, bench=bench)
    entry = protocol.compose(events, told, setting, number=False)
    methods = draft.methods()
    return _page(
        "review.html",
        UNPROCESSABLE if wrong else 200,
        event=draft.event,
        view=view,
        number=bench.style.bare(view.case.number),
        text=entry.text,
        papers=draft.places,
        reached=draft.reached,
        methods=methods,
        served_on=told.answers["served_on"],
        cents=sum(event.fee_on(court_edge.today()) for event in events),
        concerns=_concerns(draft, told),
        wrong=wrong,
        action=f"{REVIEW_PATH}?t={draft.transaction.token}",
        dry_run=f"{DRY_RUN_PATH}?t={draft.transaction.token}",
        back=f"{FILL_PATH}?t={draft.transaction.token}",
    )


def _commit(draft: Draft, view: CaseView, found: Sequence[str] = ()) -> Mapping[str, Any]:
    session, told = edge.session(), _filing(draft, view)
    reached, methods = draft.reached, draft.methods()
    filed = committing.submit_filing(
        session,
        told,
        filer=draft.filer,
        facts=_facts(),
        bench=filing.bench(),
        now=edge.now(),
        today=court_edge.today(),
        compose=protocol.compose,
    )
    if any(event.stage == "appearance" for event in filed.events):
        service.take_appearance(session, filed, told.filers, filer=draft.filer, now=edge.now())
    service.satisfy_statement(session, filed, court_edge.today())
    notice = notices.serve(session, Served(filed.case, filed.view), filer=draft.filer)
    filing.tell_followers(session, filed, draft.filer, mistakes=found)
    stamps = [each.stamp for each in Told.from_json(notice.facts).dockets[0].papers]
    return _receipt(draft, filed, reached, methods, stamps)


def _receipt(
    draft: Draft,
    filed: Filed,
    reached: Sequence[Recipient],
    methods: Mapping[str, str],
    stamps: Sequence[str],
) -> Mapping[str, Any]:
    """Return what the notice page shows for ever after."""
    court = court_edge.court()
    entry, prefix = filed.view.entry, court.member.doc_prefix
    pending = any(event.stage == "appearance" for event in filed.events)
    return {
        "title": draft.event.title,
        "case_number": court.profile.numbers.bare(filed.case.number),
        "caption": filed.case.caption,
        "text": entry.text,
        "filed_on": typed.written(entry.filed_on),
        "entered_at": court_stamp(entry.entered_at, court.member.timezone),
        "documents": [
            {
                "path": f"/docs1/{doc_ids.written(prefix, each.id)}",
                "name": " ".join(part for part in (each.category, each.description) if part)
                or draft.event.title,
                "filename": each.filename,
                "pages": each.pages,
                "stamp": stamp,
            }
            for each, stamp in zip(filed.view.documents, stamps, strict=True)
        ],
        "reached": [[each.line, ", ".join(each.emails)] for each in reached],
        "methods": dict(methods),
        "cents": filed.cents,
        "pending": pending,
    }


@blueprint.get(NOTICE_PATH)
@requires(Permission.FILE)
def notice() -> Response:
    """Show the Notice of Docket Activity of a filing; a second submit comes here, too."""
    draft = _draft()
    if draft is None:
        return _refused(OVER)
    if draft.transaction.status == BUILDING:
        return _to(FILL_PATH, draft.transaction.token)
    receipt = draft.transaction.receipt
    return _page(
        "notice.html",
        200,
        receipt=receipt,
        docket=f"{ROOM}DocketReportFilter.jsp&caseNum={receipt['case_number']}",
        menu_path=MENU_PATH,
    )


# --------------------------------------------------------------------------- the clerk's desk


@blueprint.get(DESK_PATH)
@requires(Permission.STAFF_QUEUE)
def appearances() -> Response:
    """List the appearances that wait, and those that were decided."""
    session, style = edge.session(), court_edge.court().profile.numbers
    waiting, decided = (
        [
            {
                "name": each.user.display_name,
                "path": f"{DESK_PATH}/{each.appearance.id}",
                "number": style.bare(each.case.number),
                "caption": each.case.caption,
                "filed": _moment(each.appearance.filed_at),
                "state": STATES[each.appearance.state],
                "reason": each.appearance.reason,
            }
            for each in queries.listed(session, states)
        ]
        for states in ((PENDING,), (APPROVED, REJECTED))
    )
    done = DONE.get(request.args.get("done", ""), "")
    return _page(
        "appearances.html", 200, waiting=waiting, decided=decided, done=done, clerk_path=INDEX_PATH
    )


@blueprint.route(f"{DESK_PATH}/<int:appearance_id>", methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def appearance(appearance_id: int) -> Response:
    """Show an appearance, and take the clerk's decision."""
    found, form = queries.one(edge.session(), appearance_id), forms.DecisionForm()
    if found is None:
        abort(404)
    if request.method == "POST" and form.validate():
        approve = request.form.get("action") == "approve"
        try:
            _decide(found, approve=approve, reason=form.reason.data or "")
        except Refusal as refusal:
            edge.refused(form, refusal)
            found = queries.one(edge.session(), appearance_id)
            if found is None:
                abort(404)
        else:
            done = APPROVED if approve else REJECTED
            return make_response(redirect(f"{DESK_PATH}?done={done}", SEE_OTHER))
    return _appearance(found, form)


def _appearance(found: Waiting, form: Any) -> Response:
    court = court_edge.court()
    view = cases.whole(edge.session(), found.case)
    wanted = frozenset(found.appearance.parties)
    named = [
        f"{each.party.name} ({each.party.role})" for each in view.parties if each.party.id in wanted
    ]
    number = court.profile.numbers.bare(found.case.number)
    return _page(
        "appearance.html",
        UNPROCESSABLE if form.errors else 200,
        form=form,
        name=found.user.display_name,
        contact=[*service.office_of(found.user), found.user.primary_email],
        bar=found.user.bar_number,
        number=number,
        caption=found.case.caption,
        parties=named,
        text=found.entry.text if found.entry else "",
        state=STATES[found.appearance.state],
        pending=found.appearance.state == PENDING,
        reason=found.appearance.reason,
        decided=_moment(found.appearance.decided_at),
        by=found.appearance.decided_by,
        docket=f"{ROOM}CaseSummary.jsp&caseNum={number}&incDktEntries=Y&incPtyAty=Y",
        action=f"{DESK_PATH}/{found.appearance.id}",
        desk_path=DESK_PATH,
        clerk_path=INDEX_PATH,
    )


def _decide(found: Waiting, *, approve: bool, reason: str) -> None:
    court, who = court_edge.court(), court_edge.person()
    number = court.profile.numbers.bare(found.case.number)
    service.decide(
        edge.session(),
        found,
        approve=approve,
        reason=reason,
        clerk=who.display_name,
        times=Times(edge.now(), court_edge.today()),
    )
    edge.audit(
        "appearance:approved" if approve else "appearance:rejected",
        f"case:{found.case.id}",
        # Of a clerk who works for a class, in the trail of the case's seat.
        of_world=found.case.world,
        case=number,
        user=found.user.id,
        reason=reason,
    )
    edge.send_mail(
        template="appearance_decided",
        recipient=found.user.primary_email,
        name=found.user.display_name,
        court_name=court.member.full_name,
        approved=approve,
        reason=reason,
        number=number,
        caption=found.case.caption,
        contact=court.member.letter_boxes[0],
    )


def _moment(at: datetime | None) -> str:
    return court_stamp(at, court_edge.court().member.timezone) if at else ""


# --------------------------------------------------------------------------- small parts


def _page(template: str, code: int, **values: Any) -> Response:
    words = court_edge.court().profile.filing_words()[0]
    return make_response(render_template(f"briefing/{template}", menu_word=words, **values), code)


def _refused(message: str) -> Response:
    return make_response(render_template("filing/refused.html", flow=None, message=message))


def _to(path: str, token: str) -> Response:
    # See Other: a reload or Back asks for the screen, it does not send the answers again.
    return make_response(redirect(f"{path}?t={token}", SEE_OTHER))
