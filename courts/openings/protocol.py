"""The wizards that open cases in a district court, and the screens that all openings share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from flask import Flask

from courts import edge as court_edge
from courts.attaching import protocol as attaching
from courts.cases.models import Case
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.docketing import forms as docketing_forms
from courts.docketing import protocol as docketing
from courts.filing import asking
from courts.filing.forms import NoForm
from courts.filing.mistakes import PaperSeen, PartySeen, Seen
from courts.filing.protocol import (
    Flow,
    Page,
    Work,
    accept_paper,
    add_flow,
    bench,
    filer,
    tell_followers,
)
from courts.filing.service import Filed
from courts.filing.steps import Step
from courts.kinds import captions, texts
from courts.kinds.catalogue import Event
from courts.kinds.drafts import CaseDraft
from courts.kinds.filings import Filer, Filing
from courts.notices.models import Notice
from courts.notices.protocol import Served, serve
from courts.notices.protocol import screen as notice_screen
from courts.openings import drafting, forms, offices, queries, service
from courts.openings.service import Hand, Paperwork
from courts.payments import protocol as payments
from courts.rehearsing import protocol as rehearsing
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge

CASE, PARTIES, PAPERS, FEE, TEXT, FINAL = "case", "parties", "papers", "fee", "text", "final"
#: Who signs what the court enters by itself.
CLERK: Final = "Clerk"
DESK_PATH: Final = f"{INDEX_PATH}openings"
START: Final = "/cgi-bin/FileEvent.pl?flow="
_NUMBERLESS: Final = "(number follows)"
_LONGEST_ID: Final = 9


def hand() -> Hand:
    """Return who opens a case in this request."""
    person = court_edge.person()
    facts = court_edge.filing_facts(person)
    return Hand(filer(), facts, bench(), person.world, edge.now(), court_edge.today())


# --------------------------------------------------------------------------- who the parties are


@dataclass(frozen=True, slots=True)
class People:
    """What a wizard asks of its parties: their roles, and which fields besides the name.

    `fields` are some of `counts`, `debtor`, `pro_se`.
    """

    roles: tuple[str, ...]
    fields: frozenset[str] = frozenset()
    button: str = "Next"
    says: str = ""


#: The parties of a suit, before and behind the v.
SUIT: Final = People(
    (offices.PLAINTIFF, offices.DEFENDANT, *offices.LEFT[1:], *offices.RIGHT[1:], *offices.OTHERS),
    frozenset({"pro_se"}),
    "Create Case",
    "Add every party before you create the case: plaintiffs and defendants. Search first; a name "
    "that the court has already is selected, not typed anew.",
)
_ACCUSED: Final = People(
    (offices.DEFENDANT,),
    frozenset({"counts"}),
    "Next",
    "Add the defendants in their order, each with the counts. The government is a party of every "
    "criminal case.",
)


def asked_of(flow: Flow) -> People | None:
    """Return what a wizard asks of its parties; None for one that adds none."""
    asks: People | None = flow.facts.get(PARTIES)
    return asks


def people(work: Work) -> list[dict[str, Any]]:
    """Return the parties that were added so far."""
    return list(work.data.get(PARTIES, ()))


def names(work: Work, roles: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names of the parties that were added, of some roles if any are given."""
    return tuple(each["name"] for each in people(work) if not roles or each["role"] in roles)


# --------------------------------------------------------------------------- screens of all


def of_court(made: Callable[[str], type[Any]]) -> Callable[[Work], type[Any]]:
    """Return what makes the form of a screen that knows the places of the court."""
    return lambda _work: made(court_edge.court().member.id)


def just(form: type[Any]) -> Callable[[Work], type[Any]]:
    """Return what makes the form of a screen that is the same for every transaction."""
    return lambda _work: form


def kept(name: str) -> Callable[[Work], Mapping[str, Any]]:
    """Return the `initial` of a screen whose answers are kept together under a name."""
    return lambda work: dict(work.data.get(name, {}))


def keep_all(name: str) -> Callable[[Work, Any], Mapping[str, Any]]:
    """Return the `take` of a screen whose answers are kept together under a name."""
    return lambda _work, form: {name: forms.answers(form)}


def nothing(_work: Work, _form: Any) -> dict[str, Any]:
    """Take a screen on which nothing is answered."""
    return {}


def case_page(
    form: Callable[[Work], type[Any]],
    take: Callable[[Work, Any], Mapping[str, Any]] | None = None,
    initial: Callable[[Work], Mapping[str, Any]] | None = None,
) -> Page:
    """Return the screen with the data of the case; by default its answers are kept as they are."""

    def values(work: Work) -> dict[str, Any]:
        return {"today": court_edge.today(), "case_type": work.flow.facts.get("type", "")}

    return Page("openings/case.html", form, take or keep_all(CASE), values, initial or kept(CASE))


def parties_page(check: Callable[[Work], object]) -> Page:
    """Return the screen of the parties; `check` raises what is missing."""

    def take(work: Work, _form: Any) -> dict[str, Any]:
        check(work)
        return {}

    def values(work: Work) -> dict[str, Any]:
        return {"people": [*map(drafting.party, people(work))], "asks": asked_of(work.flow)}

    return Page("openings/parties.html", just(NoForm), take, values)


def event_of(work: Work) -> Event:
    """Return the event by which the case is opened."""
    return bench().catalogue.event(work.data["event"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the docket text of an opening is made of, before there is a case."""

    filers: tuple[str, ...]
    against: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def _text(work: Work, spoken: Spoken) -> str:
    words = work.data.get(TEXT, {})
    facts = texts.Facts(
        filers=spoken.filers,
        against=spoken.against,
        answers={**spoken.answers, "fee_words": work.data.get("fee_words", "")},
        case=_NUMBERLESS,
        prefix=words.get("prefix", ""),
        free=words.get("free", ""),
    )
    return texts.docket_text(
        event_of(work),
        facts,
        entered=texts.Entered(filer().signature, court_edge.today()),
        attached=[texts.Attached(each.category, each.description) for each in work.papers[1:]],
    )


def _notice(work: Work, _form: Any) -> dict[str, Any]:
    return rehearsing.notice(work)


def words_pages(spoken: Callable[[Work], Spoken]) -> dict[str, Page]:
    """Return the two screens of the docket text."""

    def values(work: Work) -> dict[str, Any]:
        cents = work.data.get("cents", 0)
        return {
            "text": _text(work, spoken(work)),
            "held": work.papers,
            "fee": dollars(cents) if cents else "",
        }

    form = just(docketing_forms.TextForm)
    return {
        TEXT: Page("openings/text.html", form, keep_all(TEXT), values, kept(TEXT)),
        FINAL: Page("openings/final.html", just(NoForm), _notice, values),
    }


def paperwork(work: Work) -> Paperwork:
    """Return what the filer adds to the first entry."""
    words = work.data.get(TEXT, {})
    return Paperwork(
        papers=work.papers,
        prefix=words.get("prefix", ""),
        free=words.get("free", ""),
        fee_words=work.data.get("fee_words", ""),
        fees={work.data["event"]: work.data.get("cents", 0)},
    )


def fee_of(event: Event, status: str) -> dict[str, Any]:
    """Return what the fee screen reads; nothing is owed unless it is due.

    :param status: what was said of the fee before, empty if it was not asked.
    """
    cents = event.fee_on(court_edge.today()) if status in ("", offices.DUE) else 0
    return {"cents": cents, "titles": event.title}


FEE_STEP: Final = Step(FEE, "Filing Fee", lambda data: bool(data.get("cents")))
PAPERS_STEP: Final = Step(PAPERS, "Select the pdf document and any attachments")
PARTIES_STEP: Final = Step(PARTIES, "Add the Parties")
CASE_STEP: Final = Step(CASE, "Case Information")
#: The screen of the papers is that of every filing; so is that of the fee.
PAGES: Final = MappingProxyType({PAPERS: attaching.PAPERS, FEE: attaching.FEE})
END: Final = (
    Step(TEXT, "Docket Text: Modify as Appropriate."),
    Step(FINAL, "Docket Text: Final Text"),
)


def begin(key: str, _args: Mapping[str, str]) -> dict[str, Any]:
    """Begin to open a case by an event.

    :raises NotAllowedError: if this person may not.
    """
    service.check(key, hand())
    event = bench().catalogue.event(key)
    return {"event": key, "menu": event.menu, "document": event.document}


def told(work: Work, filed: Filed, *more: Served) -> tuple[Notice, bool]:
    """Tell everybody of a filing, let its payment follow, and what other members are told.

    :returns: the notice, and whether a fee stays due.
    """
    session, by = edge.session(), filer()
    notice = serve(session, Served(filed.case, filed.view), *more, filer=by)
    due = attaching.settle(work, filed)
    tell_followers(session, filed, by, mistakes=rehearsing.noticed(work))
    return notice, bool(due)


def note_opened(case: Case) -> None:
    """Note in the trail that a case was opened."""
    edge.audit(
        "case:opened",
        f"case:{case.id}",
        case=bench().style.bare(case.number),
        caption=case.caption,
        type=case.type,
        chapter=case.chapter,
    )


def receipt(case: Case, notice: Notice, *next_: tuple[str, str], due: bool) -> dict[str, Any]:
    """Return what the last screen shows: the notice, and what comes next.

    :param due: whether a fee is to be paid yet.
    """
    desk = (("Internet Payments Due", payments.DUE_PATH),) if due else ()
    return {
        "case_id": case.id,
        "case_number": bench().style.bare(case.number),
        "shown": notice_screen(notice),
        "next": [list(each) for each in (*desk, *next_)],
    }


def number_asked(args: Mapping[str, str]) -> int:
    """Return the row id of a case that a link names, 0 for none."""
    given = args.get("case", "")
    return int(given) if given.isdecimal() and len(given) <= _LONGEST_ID else 0


# --------------------------------------------------------------------------- the dry run


def seen_by(
    draft: Callable[[Work], CaseDraft], spoken: Callable[[Work], Spoken]
) -> Callable[[Work, Sequence[PaperSeen]], Seen]:
    """Return how the checks for the classic mistakes see a wizard that opens a case."""

    def seen(work: Work, papers: Sequence[PaperSeen]) -> Seen:
        said, made = spoken(work), draft(work)
        found = rehearsing.seen_of(work.filer, (event_of(work),), papers, caption=made.caption)
        shells = found.shells
        if made.opening and shells:
            shells = (*shells, "the number that you are about to draw")
        return replace(
            found,
            parties=tuple(
                # Whoever opens a case is counsel of those who file.
                PartySeen(p.name, p.role, filing=p.name in said.filers, mine=p.name in said.filers)
                for p in made.parties
            ),
            about=str(work.data.get(TEXT, {}).get("free", "")),
            cents=work.data.get("cents", 0),
            paid=attaching.is_met(work),
            shells=shells,
        )

    return seen


# --------------------------------------------------------------------------- civil


def _civil_draft(work: Work) -> CaseDraft:
    kind = work.flow.facts["type"]
    return drafting.civil(work.data[CASE], people(work), kind=kind, today=court_edge.today())


def _civil_spoken(work: Work) -> Spoken:
    return Spoken(names(work, offices.LEFT), names(work, offices.RIGHT))


def _open_shell(work: Work) -> dict[str, Any]:
    event = work.data["event"]
    case = service.open_shell(edge.session(), _civil_draft(work), event=event, hand=hand())
    note_opened(case)
    return {
        "case_id": case.id,
        "case_number": bench().style.bare(case.number),
        "caption": case.caption,
        "yes": f"{START}lead&case={case.id}",
    }


def _take_civil(_work: Work, form: Any) -> dict[str, Any]:
    return {CASE: forms.civil_told(form)}


def _civil_initial(work: Work) -> dict[str, Any]:
    kept = dict(work.data.get(CASE, {}))
    if not kept:
        return {"jurisdiction": "3", "origin": "1", "fee_date": court_edge.today()}
    both = [*kept.pop("citizenship", ()), "", ""]
    kept["citizenship_plaintiff"], kept["citizenship_defendant"] = both[:2]
    day = kept.get("fee_date")
    kept["fee_date"] = date.fromisoformat(day) if day else None
    return kept


_CIVIL_STEPS: Final = (CASE_STEP, PARTIES_STEP)
_OPEN_CV: Final = Flow(
    "open_cv",
    "Open a Civil Case",
    "Civil",
    _CIVIL_STEPS,
    {
        CASE: case_page(of_court(forms.civil_form), _take_civil, _civil_initial),
        PARTIES: parties_page(_civil_draft),
    },
    partial(begin, "complaint"),
    _open_shell,
    "openings/shell.html",
    MappingProxyType({"type": "cv", PARTIES: SUIT}),
    ("complaint", "notice_of_removal", "petition_habeas", "petition"),
    seen=seen_by(_civil_draft, _civil_spoken),
)
_OPEN_MC: Final = Flow(
    "open_mc",
    "Open a Miscellaneous Case",
    "Civil",
    _CIVIL_STEPS,
    {CASE: case_page(of_court(forms.simple_form)), PARTIES: parties_page(_civil_draft)},
    partial(begin, "misc_case"),
    _open_shell,
    "openings/shell.html",
    MappingProxyType({"type": "mc", PARTIES: SUIT}),
    ("misc_case",),
    seen=seen_by(_civil_draft, _civil_spoken),
)


# --------------------------------------------------------------------------- the lead event


def _begin_lead(args: Mapping[str, str]) -> dict[str, Any]:
    case = service.own_shell(edge.session(), number_asked(args), filer())
    first = _lead_events(case)[0]
    service.check(first.key, hand())
    return {
        "case_id": case.id,
        "case_title": f"{bench().style.bare(case.number)} {case.caption}",
        "fee_status": case.facts.get("fee_status", offices.DUE),
        "event": first.key,
        "menu": first.menu,
        "document": first.document,
    }


def _lead_events(case: Case) -> list[Event]:
    """Return the events that may open the docket of a case."""
    events = bench().catalogue.events.values()
    return [each for each in events if each.opens == case.type and not each.by_court]


def _lead_case(work: Work) -> Case:
    return service.own_shell(edge.session(), work.data["case_id"], filer())


def _lead_form(work: Work) -> type[Any]:
    case = _lead_case(work)
    parties = queries.parties(edge.session(), case.id)
    listed = [(str(each.id), f"{each.name} ({each.role})") for each in parties]
    # All of them on both sides: whoever picks the wrong one learns it from the docket (facts 9.2).
    events = [(each.key, each.title) for each in _lead_events(case)]
    return forms.lead_form(events, listed, listed)


def _take_lead(work: Work, form: Any) -> dict[str, Any]:
    event = bench().catalogue.event(form.event.data)
    if event.against and not form.filed_against.data:
        raise Refusal("against", "Choose whom the filing is against.", field="filed_against")
    return {
        "event": event.key,
        "events": [event.key],
        "party": [int(each) for each in form.party.data],
        "filed_against": [int(each) for each in form.filed_against.data or ()],
        "asks": bool(asking.prompts_of((event,))),
        **fee_of(event, work.data["fee_status"]),
    }


def _lead_initial(work: Work) -> dict[str, Any]:
    return {
        "event": work.data["event"],
        "party": [str(each) for each in work.data.get("party", ())],
        "filed_against": [str(each) for each in work.data.get("filed_against", ())],
    }


def _lead_spoken(work: Work) -> Spoken:
    parties = {p.id: p.name for p in queries.parties(edge.session(), work.data["case_id"])}
    return Spoken(
        tuple(parties[each] for each in work.data["party"]),
        tuple(parties[each] for each in work.data["filed_against"]),
        dict(work.data.get("answers", {})),
    )


def _lead_seen(work: Work, papers: Sequence[PaperSeen]) -> Seen:
    case = _lead_case(work)
    filing = set(work.data["party"])
    found = rehearsing.seen_of(
        work.filer, (event_of(work),), papers, case_id=case.id, caption=case.caption
    )
    return replace(
        found,
        number=case.number,
        parties=tuple(
            PartySeen(p.name, p.role, filing=p.id in filing, mine=p.id in filing)
            for p in queries.parties(edge.session(), case.id)
        ),
        about=" ".join([work.data.get(TEXT, {}).get("free", ""), *work.data["answers"].values()])
        if work.data.get("answers")
        else "",
        cents=work.data["cents"],
        paid=attaching.is_met(work),
    )


def _docket_lead(work: Work) -> dict[str, Any]:
    event = event_of(work)
    lead = Filing(
        work.data["case_id"],
        (event.key,),
        filers=tuple(work.data["party"]),
        against=tuple(work.data["filed_against"]) if event.against else (),
        answers=dict(work.data.get("answers", {})),
    )
    filed = service.docket_lead(edge.session(), lead, paperwork=paperwork(work), hand=hand())
    notice, due = told(work, filed)
    return receipt(filed.case, notice, due=due)


_LEAD: Final = Flow(
    "lead",
    "Docket Lead Event",
    "Civil",
    (
        Step("lead", "Select the event, the filer and whom it is against"),
        Step("asks", "About the event", lambda data: bool(data.get("asks"))),
        PAPERS_STEP,
        FEE_STEP,
        *END,
    ),
    {
        "lead": Page("openings/plain.html", _lead_form, _take_lead, initial=_lead_initial),
        "asks": docketing.PAGES["asks"],
        **PAGES,
        **words_pages(_lead_spoken),
    },
    _begin_lead,
    _docket_lead,
    "openings/receipt.html",
    seen=_lead_seen,
)


# --------------------------------------------------------------------------- criminal


def _criminal_draft(work: Work) -> CaseDraft:
    kind = work.flow.facts["type"]
    return drafting.criminal(work.data[CASE], people(work), kind=kind, today=court_edge.today())


def _criminal_spoken(work: Work) -> Spoken:
    return Spoken((captions.GOVERNMENT,), names(work), {"counts": drafting.charged(people(work))})


def _file_charges(work: Work) -> dict[str, Any]:
    filed = service.file_charges(
        edge.session(),
        _criminal_draft(work),
        event=work.data["event"],
        counts=drafting.charged(people(work)),
        paperwork=paperwork(work),
        hand=hand(),
    )
    note_opened(filed.case)
    notice, due = told(work, filed)
    return receipt(filed.case, notice, due=due)


def _charges(name: str, title: str, event: str, kind: str) -> Flow:
    return Flow(
        name,
        title,
        "Criminal",
        (CASE_STEP, PARTIES_STEP, PAPERS_STEP, *END),
        {
            CASE: case_page(of_court(forms.criminal_form)),
            PARTIES: parties_page(_criminal_draft),
            PAPERS: attaching.PAPERS,
            **words_pages(_criminal_spoken),
        },
        partial(begin, event),
        _file_charges,
        "openings/receipt.html",
        MappingProxyType({"type": kind, PARTIES: _ACCUSED}),
        (event,),
        seen=seen_by(_criminal_draft, _criminal_spoken),
    )


# --------------------------------------------------------------------------- the court's charges


def charging() -> tuple[Event, ...]:
    """Return the events by which this court itself opens a criminal case."""
    events = bench().catalogue.events.values()
    return tuple(each for each in events if each.opens in ("cr", "mj") and "court" in each.who)


def charge(form: Any) -> Case:
    """Open a criminal case as the court, serve its first entry, and return it.

    :raises Refusal: at the field that cannot be taken.
    """
    event = bench().catalogue.event(form.event.data)
    accused = drafting.accused(form.defendants.data)
    kind: Any = event.opens
    try:
        paper = accept_paper(form.paper.data)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="paper") from refusal
    case, view = service.charge(
        edge.session(),
        drafting.criminal(
            {"office": form.office.data, "offense": form.offense.data},
            accused,
            kind=kind,
            today=court_edge.today(),
        ),
        event=event.key,
        counts=drafting.charged(accused),
        paper=paper,
        hand=replace(hand(), filer=Filer()),
    )
    note_opened(case)
    serve(edge.session(), Served(case, view), filer=Filer(name=CLERK, signature=CLERK, staff=CLERK))
    return case


#: The wizards of a kind of court.
FLOWS: Final[Mapping[str, tuple[Flow, ...]]] = MappingProxyType(
    {
        "district": (
            _OPEN_CV,
            _OPEN_MC,
            _charges("open_cr", "Open a Criminal Case", "information", "cr"),
            _charges("open_mj", "Open a Magistrate Case", "cr_complaint", "mj"),
            _LEAD,
        ),
    }
)


def install(app: Flask) -> None:
    """Give the wizards of this kind of court their place, and the clerk the desk of new cases."""
    found = FLOWS.get(app.extensions["moot_court"].profile.kind, ())
    add_flow(app, *found)
    if found:
        says = "Open a criminal case by indictment or complaint; cases without a lead event."
        add_desk(app, Desk("New cases", DESK_PATH, says, queries.waiting))
