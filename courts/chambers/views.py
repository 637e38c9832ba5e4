"""The clerk's desk for cases: filings to look at, corrections, orders, settings, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast
from urllib.parse import urlencode

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
from flask.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.accounts.models import CourtUser
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.chambers import editing, forms, queries, service
from courts.chambers.service import Changed, Deed
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.docket.models import Entry
from courts.docket.queries import EntryView
from courts.docketing import answers
from courts.docketing import queries as docketing
from courts.docketing.queries import Span
from courts.filing import mistakes
from courts.filing import protocol as filing
from courts.filing import queries as filing_queries
from courts.filing import service as filing_service
from courts.filing.forms import prompted
from courts.kinds import numbers
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer, Filing, Paper
from courts.notices import protocol as notices
from courts.notices.protocol import Served
from courts.permissions import (
    CourtUserFacts,
    FilingFacts,
    PacerFacts,
    Permission,
    SessionFacts,
    explained,
    may_file,
)
from shared.errors import Refusal
from shared.paging import links
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("chambers", __name__)
FILINGS: Final = "/clerk/filings"
CASES: Final = "/clerk/cases"
WHY: Final = "/clerk/may-file"
PAGE_SIZE: Final = 50
#: The group of the events by which a court says what is wrong with a filing.
DEFICIENCY: Final = "deficiency"
#: How many of the last entries the clerk's page of a case lists.
SHOWN: Final = 200
STATES: Final = (("waiting", "Waiting"), ("deficient", "Deficient"), ("all", "All"))
UNPROCESSABLE: Final = 422
DONE: Final[Mapping[str, str]] = {
    "text": "The docket text was corrected.",
    "paper": "The correct PDF is in place.",
    "access": "The access was changed.",
    "strike": "The entry is struck.",
    "state": "The case was changed.",
    "judge": "The case is assigned.",
    "setting": "The calendar was changed.",
    "entered": "The entry is on the docket; everybody concerned is told.",
}


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Put the desks on the clerk's front page."""
    app = cast(Flask, state.app)
    add_desk(
        app,
        Desk(
            "Filings",
            FILINGS,
            "Look at what was filed: quality control, corrections, notices of deficiency.",
            queries.waiting,
        ),
    )
    add_desk(
        app,
        Desk(
            "Cases",
            CASES,
            "Enter orders and notices, correct, strike or seal entries, assign a judge, set "
            "deadlines and hearings.",
        ),
    )
    add_desk(
        app, Desk("Who may file", WHY, "Say why somebody may file an event in a case, or not.")
    )


# --------------------------------------------------------------------------- quality control


@blueprint.get(FILINGS)
@requires(Permission.STAFF_QUEUE)
def filings() -> Response:
    """List the filings, those first that nobody has looked at."""
    state = request.args.get("state", "waiting")
    number = request.args.get("page", 1, type=int)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        page, rows = queries.filings(session, state=state, number=number, size=PAGE_SIZE)
        training = edge.runtime().settings.training
        codes = queries.noticed(session, rows) if training else {}
        shown = [
            {
                "id": each.submission.id,
                "mistakes": mistakes.titles(codes.get(each.submission.id, ())),
                "at": _moment(each.submission.at),
                "number": _number(each.case),
                "caption": each.case.caption,
                "filer": each.submission.filer,
                "title": each.submission.title,
                "finding": each.submission.finding,
                "checked_by": each.submission.checked_by,
                "path": f"{CASES}/{each.case.id}"
                + (f"/entries/{each.entry.seq}" if each.entry is not None else ""),
            }
            for each in rows
        ]

    def numbered(number: int) -> str:
        return f"{FILINGS}?{urlencode({'state': state, 'page': number})}"

    return _page(
        "filings.html",
        rows=shown,
        state=state,
        states=STATES,
        page=links(page, numbered),
        form=forms.CheckForm(),
    )


@blueprint.post(f"{FILINGS}/<int:submission_id>/check")
@requires(Permission.STAFF_QUEUE)
def check(submission_id: int) -> Response:
    """Note that a filing was looked at, and what is wrong with it, if anything."""
    form = forms.CheckForm()
    if not form.validate():
        abort(UNPROCESSABLE)
    finding = form.finding.data or ""
    try:
        row = service.check_filing(edge.session(), submission_id, finding=finding, deed=_deed())
    except service.NothingThereError:
        abort(404)
    edge.audit("filing:checked", f"submission:{row.id}", of_world=row.world, finding=finding)
    return _to(FILINGS)


# --------------------------------------------------------------------------- cases


@blueprint.get(CASES)
@requires(Permission.STAFF_QUEUE)
def find_case() -> Response:
    """Find a case by its number; one that fits opens at once."""
    typed = request.args.get("number", "").replace("\x00", "").strip()[:40]
    wanted = numbers.wanted(typed) if typed else None
    found = () if wanted is None else cases.matching(edge.session(), wanted)
    if len(found) == 1:
        return _to(f"{CASES}/{found[0].id}")
    rows = [(_number(each), each.caption, f"{CASES}/{each.id}") for each in found]
    return _page("find.html", typed=typed, rows=rows)


@blueprint.get(f"{CASES}/<int:case_id>")
@requires(Permission.STAFF_QUEUE)
def case(case_id: int) -> Response:
    """Show a case with what the clerk can do in it."""
    return _case_page(_view(case_id))


@blueprint.post(f"{CASES}/<int:case_id>/judge")
@requires(Permission.STAFF_QUEUE)
def judge(case_id: int) -> Response:
    """Assign the judge."""
    form = forms.JudgeForm()

    def deed() -> None:
        row = service.assign_judge(
            edge.session(),
            case_id,
            judge=(form.judge.data or "", form.initials.data or ""),
            referred=(form.referred.data or "", form.referred_initials.data or ""),
        )
        _note("case:assigned", row, judge=row.judge, referred=row.referred)

    return _case_deed(case_id, "judge", form, deed)


@blueprint.post(f"{CASES}/<int:case_id>/state")
@requires(Permission.STAFF_QUEUE)
def state(case_id: int) -> Response:
    """Close, reopen, seal or unseal a case, and set its flags."""
    form = forms.StateForm()

    def deed() -> None:
        flags = tuple(part.strip() for part in (form.flags.data or "").split(",") if part.strip())
        row = service.set_state(
            edge.session(),
            case_id,
            closed_on=form.closed_on.data,
            sealed=bool(form.sealed.data),
            flags=tuple(dict.fromkeys(flags)),
        )
        closed = row.terminated_on.isoformat() if row.terminated_on else ""
        _note("case:state", row, closed=closed, sealed=row.sealed)

    return _case_deed(case_id, "state", form, deed)


@blueprint.post(f"{CASES}/<int:case_id>/settings")
@requires(Permission.STAFF_QUEUE)
def add_setting(case_id: int) -> Response:
    """Set a deadline or hearing."""
    form = forms.SettingForm()

    def deed() -> None:
        row = service.add_setting(
            edge.session(),
            case_id,
            service.NewSetting(
                kind=form.kind.data or "deadline",
                name=form.name.data or "",
                due_on=cast(date, form.due_on.data),
                time=form.time.data or "",
                place=form.place.data or "",
            ),
        )
        edge.audit("case:set", f"case:{case_id}", kind=row.kind, due=row.due_on.isoformat())

    return _case_deed(case_id, "setting", form, deed)


@blueprint.post(f"{CASES}/<int:case_id>/settings/end")
@requires(Permission.STAFF_QUEUE)
def end_setting(case_id: int) -> Response:
    """End a deadline or hearing."""
    form = _ending(case_id)

    def deed() -> None:
        row = service.end_setting(
            edge.session(), case_id, form.setting.data, form.status.data, court_edge.today()
        )
        edge.audit("case:ended", f"case:{case_id}", name=row.name, status=row.status)

    return _case_deed(case_id, "setting", form, deed)


# --------------------------------------------------------------------------- entries


@blueprint.get(f"{CASES}/<int:case_id>/entries/<int:seq>")
@requires(Permission.STAFF_QUEUE)
def entry(case_id: int, seq: int) -> Response:
    """Show an entry with what the clerk can do to it."""
    return _entry_page(case_id, seq)


@blueprint.post(f"{CASES}/<int:case_id>/entries/<int:seq>/text")
@requires(Permission.STAFF_QUEUE)
def text(case_id: int, seq: int) -> Response:
    """Correct the docket text."""
    form = forms.TextForm()

    def deed() -> Changed:
        return service.correct_text(edge.session(), case_id, seq, form.words.data or "", _deed())

    return _entry_deed((case_id, seq), "text", form, deed)


@blueprint.post(f"{CASES}/<int:case_id>/entries/<int:seq>/paper")
@requires(Permission.STAFF_QUEUE)
def paper(case_id: int, seq: int) -> Response:
    """Replace a wrong PDF."""
    form = forms.PaperForm()
    form.place.choices = _places(queries.entry(edge.session(), case_id, seq))

    def deed() -> Changed:
        right = filing.accept_paper(form.paper.data)
        return service.replace_paper(
            edge.session(), case_id, seq, form.place.data, paper=right, deed=_deed()
        )

    return _entry_deed((case_id, seq), "paper", form, deed)


@blueprint.post(f"{CASES}/<int:case_id>/entries/<int:seq>/access")
@requires(Permission.STAFF_QUEUE)
def access(case_id: int, seq: int) -> Response:
    """Seal or restrict an entry or a paper of it."""
    form = forms.AccessForm()
    places = _places(queries.entry(edge.session(), case_id, seq))
    form.place.choices = [(-1, "The entry with all its papers"), *places]

    def deed() -> Changed:
        place, level = form.place.data, form.level.data
        if place < 0:
            return service.set_access(edge.session(), case_id, seq, level)
        return service.set_paper_access(edge.session(), case_id, seq, place, level)

    return _entry_deed((case_id, seq), "access", form, deed)


@blueprint.post(f"{CASES}/<int:case_id>/entries/<int:seq>/strike")
@requires(Permission.STAFF_QUEUE)
def strike(case_id: int, seq: int) -> Response:
    """Strike an entry."""
    form = forms.StrikeForm()
    return _entry_deed(
        (case_id, seq),
        "strike",
        form,
        lambda: service.strike(edge.session(), case_id, seq, _deed()),
    )


@blueprint.route(f"{CASES}/<int:case_id>/enter/<key>", methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def enter(case_id: int, key: str) -> Response:
    """Enter an event of the court: an order, a notice, a paper that came conventionally."""
    view, event = _view(case_id), filing.bench().catalogue.events.get(key)
    if event is None:
        abort(404)
    form: Any = forms.event_form(
        event,
        parties=[(each.party.id, each.party.name) for each in view.parties],
        entries=_referable(view.case, event),
    )(data={"refers": request.args.getlist("refers", type=int)})
    if request.method == "POST" and form.validate():
        try:
            return _entered(view.case, event, form)
        except Refusal as refusal:
            edge.refused(form, refusal)
            view = _view(case_id)
    return _page(
        "enter.html",
        form=form,
        event=event,
        case=_told(view.case),
        code=UNPROCESSABLE if form.errors else 200,
    )


def _entered(row: Case, event: Event, form: Any) -> Response:
    papers: tuple[Paper, ...] = ()
    if "paper" in form and form.paper.data:
        papers = (filing.accept_paper(form.paper.data),)
    told = Filing(
        case_id=row.id,
        events=(event.key,),
        filers=_chosen(form, "filers"),
        against=_chosen(form, "against"),
        refers=_chosen(form, "refers"),
        answers=prompted(form, (event,)),
        papers=papers,
        access=form.level.data,
        free=form.free.data or "",
    )
    deed = _deed()
    found, view = filing_service.enter(
        edge.session(),
        told,
        by=deed.by,
        bench=filing.bench(),
        now=deed.now,
        today=deed.today,
        compose=filing.composer(),
    )
    _note(
        "docket:entered",
        found,
        event=event.key,
        seq=view.entry.seq,
        refers=list(view.entry.refers),
    )
    notices.serve(
        edge.session(),
        Served(found, view),
        filer=Filer(name=deed.by, signature=deed.by, staff=deed.actor),
    )
    return _to(f"{CASES}/{found.id}?done=entered")


# --------------------------------------------------------------------------- why


@blueprint.get(WHY)
@requires(Permission.STAFF_QUEUE)
def why() -> Response:
    """Say why a person may file an event in a case, or why not: every check of the decision."""
    form = forms.WhyForm(request.args)
    bench = filing.bench()
    form.event.choices = [("", "any event")] + [
        (event.key, f"{event.menu}: {event.title}") for event in bench.catalogue.events.values()
    ]
    answer = None
    if request.args and form.validate():
        try:
            answer = _answer(form)
        except Refusal as refusal:
            edge.refused(form, refusal)
    return _page("why.html", form=form, answer=answer)


def _answer(form: forms.WhyForm) -> dict[str, Any]:
    """Return what the page shows.

    :raises Refusal: at the field that names nobody or nothing.
    """
    session = edge.session()
    user = _account(form.login.data or "", "login")
    principal = _account(form.principal.data, "principal") if form.principal.data else None
    bench, now = filing.bench(), edge.now()
    facts = _facts(user, principal)
    files_as = principal or user
    filer = Filer(
        user_id=files_as.id,
        subject=files_as.linked_subject or "",
        name=files_as.display_name,
    )
    view = None
    if form.number.data:
        view = cases.whole(session, _one_case(form.number.data))
        standing = filing_queries.standing(session, view, filer, court_edge.today())
        facts = replace(facts, case=standing)
    event = bench.catalogue.events.get(form.event.data or "")
    if event is not None:
        facts = replace(facts, event=filing_queries.asked(event))
    decision = may_file(facts, policy=bench.policy, now=now)
    return {
        "decision": decision,
        "user": user,
        "case": _told(view.case) if view is not None else None,
        "event": event,
        "checks": [
            {"code": each.code, "text": each.text, "applies": applies}
            for each, applies in explained(facts, policy=bench.policy, now=now)
        ],
    }


def _facts(user: CourtUser, principal: CourtUser | None) -> FilingFacts:
    member, era = court_edge.court().member, court_edge.era()
    return FilingFacts(
        go_live=member.live_at,
        legacy_cutoff=member.cutoff_at,
        session=SessionFacts(login="pacer" if era.live else "court"),
        account=PacerFacts() if era.live else None,
        court_user=_user_facts(user),
        principal=None if principal is None else _user_facts(principal),
        fees_overdue=(due := (principal or user).fees_due_on) is not None
        and due < court_edge.today(),
    )


def _user_facts(user: CourtUser) -> CourtUserFacts:
    return CourtUserFacts(
        role=user.role,
        status=cast(Any, user.status),
        origin=cast(Any, user.origin),
        linked=user.linked_subject is not None,
        temporary_password=user.temporary_password,
    )


def _account(words: str | None, field: str) -> CourtUser:
    user = queries.account(edge.session(), words or "")
    if user is None:
        raise Refusal("nobody", "No one account of this court has that login or name.", field=field)
    return user


def _one_case(typed: str) -> Case:
    wanted = numbers.wanted(typed)
    found = () if wanted is None else cases.matching(edge.session(), wanted, limit=2)
    if len(found) != 1:
        text = "Several cases have this number." if found else f"Cannot find case {typed}."
        raise Refusal("case", text, field="number")
    return found[0]


# --------------------------------------------------------------------------- parts


def _view(case_id: int) -> CaseView:
    row = cases.by_id(edge.session(), case_id)
    if row is None:
        abort(404)
    return cases.whole(edge.session(), row)


def _case_page(view: CaseView, **shown: Any) -> Response:
    row, session = view.case, edge.session()
    settings = cases.settings(session, row.id)
    ending = _ending(row.id)
    values: dict[str, Any] = {
        "judge_form": forms.JudgeForm(
            data={
                "judge": row.judge,
                "initials": row.judge_initials,
                "referred": row.referred,
                "referred_initials": row.referred_initials,
            },
            formdata=None,
        ),
        "state_form": forms.StateForm(
            data={
                "closed_on": row.terminated_on,
                "sealed": row.sealed,
                "flags": ", ".join(row.flags),
            },
            formdata=None,
        ),
        "setting_form": forms.SettingForm(formdata=None),
        "ending_form": ending,
    }
    bench = filing.bench()
    motions = [e.key for e in bench.catalogue.events.values() if e.group == "motion"]
    return _page(
        "case.html",
        **{**values, **shown},
        case=_told(row),
        case_path=f"{CASES}/{row.id}",
        entries=queries.last_entries(session, row.id, SHOWN),
        pending=queries.pending(session, row.id, motions),
        settings=settings,
        events=forms.courts_events(bench.catalogue, row.family),
        done=DONE.get(request.args.get("done", ""), ""),
        code=UNPROCESSABLE if shown else 200,
    )


def _ending(case_id: int) -> forms.EndForm:
    form = forms.EndForm()
    form.setting.choices = [
        (each.id, f"{each.due_on:%m/%d/%Y} {each.name}")
        for each in cases.settings(edge.session(), case_id)
        if not each.status
    ]
    return form


def _case_deed(case_id: int, name: str, form: Any, deed: Any) -> Response:
    view = _view(case_id)
    shown = f"{name}_form" if name != "setting" or "kind" in form else "ending_form"
    if not form.validate():
        return _case_page(view, **{shown: form})
    try:
        deed()
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _case_page(_view(case_id), **{shown: form})
    return _to(f"{CASES}/{case_id}?done={name}")


def _entry_page(case_id: int, seq: int, **shown: Any) -> Response:
    view = _view(case_id)
    found = queries.entry(edge.session(), case_id, seq)
    if found is None:
        abort(404)
    row, places = found.entry, _places(found)
    values: dict[str, Any] = {
        "text_form": forms.TextForm(data={"words": editing.said(row.text)}, formdata=None),
        "paper_form": forms.PaperForm(formdata=None),
        "access_form": forms.AccessForm(data={"level": row.access}, formdata=None),
        "strike_form": forms.StrikeForm(formdata=None),
    }
    values["paper_form"].place.choices = places
    values["access_form"].place.choices = [(-1, "The entry with all its papers"), *places]
    bench = filing.bench()
    notices_of = [e for e in bench.catalogue.events.values() if e.group == DEFICIENCY]
    return _page(
        "entry.html",
        **{**values, **shown},
        case=_told(view.case),
        case_path=f"{CASES}/{case_id}",
        entry=row,
        papers=found.documents,
        deficiency=[(e.title, f"{CASES}/{case_id}/enter/{e.key}?refers={seq}") for e in notices_of],
        cure=_cure(view, row),
        done=DONE.get(request.args.get("done", ""), ""),
        code=UNPROCESSABLE if shown else 200,
    )


def _cure(view: CaseView, notice: Entry) -> dict[str, Any] | None:
    """Return what the clerk is told of the paper that may cure what a notice names, with what
    the court's event says of it; None if the entry is no such notice, or nothing came.
    """
    events = filing.bench().catalogue.events
    known = events.get(notice.event)
    ends = [each for each in events.values() if each.by_court and DEFICIENCY in each.answers]
    if known is None or known.group != DEFICIENCY or not ends:
        return None
    found = queries.cure(edge.session(), notice, [each.key for each in ends])
    if found is None:
        return None
    paper, path = found.paper, f"{CASES}/{view.case.id}"
    return {
        "words": f"{paper.number or ''} {paper.short}".strip(),
        "path": f"{path}/entries/{paper.seq}",
        "filed_on": paper.filed_on,
        "due": found.due,
        "event": ends[0],
        "action": f"{path}/enter/{ends[0].key}",
        "filers": [each.party.id for each in view.parties if each.party.name in paper.filers],
    }


def _entry_deed(at: tuple[int, int], name: str, form: Any, deed: Any) -> Response:
    case_id, seq = at
    if not form.validate():
        return _entry_page(case_id, seq, **{f"{name}_form": form})
    try:
        changed: Changed = deed()
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _entry_page(case_id, seq, **{f"{name}_form": form})
    reason = form.reason.data if "reason" in form else ""
    _note(
        f"docket:{name}",
        changed.case,
        f"/entry:{seq}",
        number=changed.entry.number,
        before=changed.before,
        after=changed.after,
        reason=reason,
    )
    notices.tell_change(edge.session(), changed.case, changed.entry, name, changed.before)
    return _to(f"{CASES}/{case_id}/entries/{seq}?done={name}")


def _places(found: EntryView | None) -> list[tuple[int, str]]:
    papers = () if found is None else found.documents
    return [
        (each.place, f"{each.category} {each.description}".strip() or "Main document")
        for each in papers
    ]


def _referable(row: Case, event: Event) -> list[tuple[int, str]]:
    if event.refers == "no":
        return []
    keys = answers.pickable(answers.answers_to((event,)), filing.bench().catalogue)
    span = Span(events=keys if event.answers else None)
    found = docketing.referable(edge.session(), row.id, span, inside=True)
    return [(each.seq, f"{each.number} {each.short}") for each in found]


def _chosen(form: Any, name: str) -> tuple[int, ...]:
    return tuple(form[name].data or ()) if name in form else ()


def _told(row: Case) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": _number(row),
        "caption": row.caption,
        "sealed": row.sealed,
        "closed": row.terminated_on,
        "judge": row.judge,
    }


def _note(tag: str, about: Case, place: str = "", **detail: Any) -> None:
    """Note a deed in a case; of a clerk who works for a class, in the trail of the case's seat."""
    edge.audit(
        tag,
        f"case:{about.id}{place}",
        of_world=about.world,
        case=filing.bench().style.bare(about.number),
        **detail,
    )


def _number(row: Case) -> str:
    return court_edge.court().profile.numbers.full(row.number)


def _moment(at: Any) -> str:
    return f"{at.astimezone(filing.bench().zone):%m/%d/%Y %I:%M %p}"


def _deed() -> Deed:
    who = court_edge.person()
    last = who.pacer_name.rpartition(" ")[2]
    return Deed(
        by=f"Clerk, {last}" if last else "Clerk",
        actor=who.audit_name,
        now=edge.now(),
        today=court_edge.today(),
    )


def _page(template: str, *, code: int = 200, **values: Any) -> Response:
    html = render_template(
        f"chambers/{template}",
        clerk_path=INDEX_PATH,
        filings_path=FILINGS,
        cases_path=CASES,
        why_path=WHY,
        **values,
    )
    return make_response(html, code)


def _to(location: str) -> Response:
    return make_response(redirect(location, 303))
