"""The wizards that open cases, as data; `install` gives them their place in the app."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from flask import Flask
from werkzeug.datastructures import FileStorage

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case
from courts.cases.service import NoCaseError
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.docketing import answers
from courts.docketing import protocol as docketing
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
from courts.kinds import texts
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer, Filing, Paper
from courts.kinds.numbers import wanted
from courts.kinds.offices import offices as offices_of
from courts.notices.models import Notice
from courts.notices.protocol import Served, serve
from courts.notices.protocol import screen as notice_screen
from courts.openings import assigning, drafting, forms, matrix, offices, packet, queries, service
from courts.openings.service import Hand, Paperwork
from courts.payments import cards
from courts.payments import protocol as payments
from shared.errors import Refusal
from shared.ids import draw
from shared.money import dollars
from shared.web import edge

CASE, PARTIES, PAPERS, FEE, TEXT, FINAL = "case", "parties", "papers", "fee", "text", "final"
#: Who signs what the court enters by itself.
CLERK: Final = "Clerk"
DESK_PATH: Final = f"{INDEX_PATH}openings"
_START: Final = "/cgi-bin/FileEvent.pl?flow="
_NUMBERLESS: Final = "(number follows)"
_AUTOMATIC: Final = "automatic"
_LONGEST_ID: Final = 9
#: Which answers of a Case Upload belong to which screen.
_OF_CASE: Final = ("office", "chapter", "joint", "deficient")
_OF_STATISTICS: Final = ("debtor_type", "business", "asset", "creditors", "assets", "liabilities")
_PLANS: Final = MappingProxyType({"13": "chapter13_plan", "11": "chapter11_plan"})
_INDIVIDUAL: Final = offices.DEBTOR_TYPES[0]


def hand() -> Hand:
    """Return who opens a case in this request."""
    person = court_edge.person()
    facts = court_edge.filing_facts(person)
    return Hand(filer(), facts, bench(), person.world, edge.now(), court_edge.today())


# --------------------------------------------------------------------------- who the parties are


@dataclass(frozen=True, slots=True)
class People:
    """What a wizard asks of its parties: their roles, and which fields besides the name."""

    roles: tuple[str, ...]
    fields: frozenset[str] = frozenset()
    button: str = "Next"
    says: str = ""


_SUIT: Final = People(
    (offices.PLAINTIFF, offices.DEFENDANT, *offices.LEFT[1:], *offices.RIGHT[1:], *offices.OTHERS),
    frozenset({"pro_se"}),
    "Create Case",
    "Add every party before you create the case: plaintiffs and defendants. Search first; a name "
    "that the court has already is selected, not typed anew.",
)
_DEBTORS: Final = People(
    (offices.DEBTOR, offices.JOINT),
    frozenset({"debtor"}),
    "Next",
    "Search for the debtor by number or name, then add the debtor and, in a joint petition, the "
    "joint debtor.",
)
PEOPLE: Final[Mapping[str, People]] = MappingProxyType(
    {
        "open_cv": _SUIT,
        "open_mc": _SUIT,
        "open_cr": People(
            (offices.DEFENDANT,),
            frozenset({"counts"}),
            "Next",
            "Add the defendants in their order, each with the counts. The government is a party "
            "of every criminal case.",
        ),
        "open_bk": _DEBTORS,
        "case_upload": _DEBTORS,
        "open_ap": replace(_SUIT, button="Next"),
    }
)


def people(work: Work) -> list[dict[str, Any]]:
    """Return the parties that were added so far."""
    return list(work.data.get(PARTIES, ()))


# --------------------------------------------------------------------------- screens of all


def _of(made: Callable[[str], type[Any]]) -> Callable[[Work], type[Any]]:
    return lambda _work: made(court_edge.court().member.id)


def _just(form: type[Any]) -> Callable[[Work], type[Any]]:
    return lambda _work: form


def _kept(name: str) -> Callable[[Work], Mapping[str, Any]]:
    return lambda work: dict(work.data.get(name, {}))


def _keep_all(name: str) -> Callable[[Work, Any], Mapping[str, Any]]:
    return lambda _work, form: {name: forms.answers(form)}


def _case_values(work: Work) -> dict[str, Any]:
    return {"today": court_edge.today(), "case_type": work.flow.facts.get("type", "")}


def _party_values(work: Work) -> dict[str, Any]:
    return {"people": [*map(drafting.party, people(work))], "asks": PEOPLE[work.flow.name]}


def _parties_page(check: Callable[[Work], object]) -> Page:
    """Return the screen of the parties; `check` raises what is missing."""

    def take(work: Work, _form: Any) -> dict[str, Any]:
        check(work)
        return {}

    return Page("openings/parties.html", _just(forms.BareForm), take, _party_values)


#: The screen of the papers is that of every filing; it keeps them as `main` and `attachments`.
_PAPERS: Final = docketing.PAGES[PAPERS]


def papers(work: Work) -> tuple[Paper, ...]:
    """Return the papers that were uploaded, the main document first."""
    return answers.papers_of(work.data)


def _event(work: Work) -> Event:
    return bench().catalogue.event(work.data["event"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the docket text of an opening is made of, before there is a case."""

    filers: tuple[str, ...]
    against: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    case: str = _NUMBERLESS


def _text(work: Work, spoken: Spoken) -> str:
    words = work.data.get(TEXT, {})
    facts = texts.Facts(
        filers=spoken.filers,
        against=spoken.against,
        answers={**spoken.answers, "fee_words": _fee_words(work)},
        case=spoken.case,
        prefix=words.get("prefix", ""),
        free=words.get("free", ""),
    )
    return texts.docket_text(
        _event(work),
        facts,
        entered=texts.Entered(filer().signature, court_edge.today()),
        attached=[texts.Attached(each.category, each.description) for each in papers(work)[1:]],
    )


def _words_pages(spoken: Callable[[Work], Spoken]) -> dict[str, Page]:
    """Return the two screens of the docket text."""

    def values(work: Work) -> dict[str, Any]:
        return {
            "text": _text(work, spoken(work)),
            "held": papers(work),
            "fee": dollars(_cents(work)) if _cents(work) else "",
        }

    def nothing(_work: Work, _form: Any) -> dict[str, Any]:
        return {}

    return {
        TEXT: Page(
            "openings/text.html", _just(forms.WordsForm), _keep_all(TEXT), values, _kept(TEXT)
        ),
        FINAL: Page("openings/final.html", _just(forms.BareForm), nothing, values),
    }


def _cents(work: Work) -> int:
    """Return what the filing costs."""
    status = work.data.get(FEE, {}).get("fee_status") or work.data.get(CASE, {}).get("fee_status")
    if (status or offices.DUE) != offices.DUE:
        return 0
    event = _event(work)
    if event.opens == "bk":
        return assigning.petition_fee(work.data[CASE]["chapter"], court_edge.today())
    return event.fee_on(court_edge.today())


_HOW: Final = MappingProxyType(
    {offices.INSTALLMENTS: " Fee in Installments", offices.PAUPER: " Fee Waiver Requested"}
)


def _fee_words(work: Work) -> str:
    """Return how the docket text tells of the fee."""
    told = work.data.get(FEE, {})
    if "fee_status" not in told:
        return str(told.get("words", ""))
    cents = _cents(work)
    # Petitions are paid at the end, under Internet Payments Due.
    return (
        f" Fee Amount {dollars(cents).removesuffix('.00')}" if cents else _HOW[told["fee_status"]]
    )


def _paperwork(work: Work, **more: Any) -> Paperwork:
    words = work.data.get(TEXT, {})
    return Paperwork(
        papers=papers(work),
        prefix=words.get("prefix", ""),
        free=words.get("free", ""),
        fee_words=_fee_words(work),
        fees={work.data["event"]: _cents(work)},
        **more,
    )


_FEE_STEP: Final = Step(FEE, "Filing Fee", lambda data: bool(data.get("cents")))
_END: Final = (
    Step(TEXT, "Docket Text: Modify as Appropriate."),
    Step(FINAL, "Docket Text: Final Text"),
)


def _nothing(_work: Work, _form: Any) -> dict[str, Any]:
    return {}


def _take_fee(work: Work, form: Any) -> dict[str, Any]:
    token, title = work.transaction.token, _event(work).title
    told = payments.take_fee(form, token=token, cents=_cents(work), title=title)
    return {FEE: dict(told)}


def _fee_values(work: Work) -> dict[str, Any]:
    return {"fee": dollars(_cents(work)), "cards": cards.CARDS}


_FEE_PAGE: Final = Page(
    "openings/fee.html", _just(docketing.OfferedFeeForm), _take_fee, _fee_values
)


def _serve(work: Work, filed: Filed, *more: Served) -> Notice:
    """Tell everybody of a filing, let its payment follow, and what other members are told."""
    session, by = edge.session(), filer()
    notice = serve(session, Served(filed.case, filed.view), *more, filer=by)
    payments.settle(filed.view.entry.id, work.data.get(FEE, {}))
    tell_followers(session, filed, by)
    return notice


def _begin(key: str, _args: Mapping[str, str]) -> dict[str, Any]:
    service.check(key, hand())
    event = bench().catalogue.event(key)
    return {"event": key, "menu": event.menu, "document": event.document}


def _receipt(case: Case, notice: Notice, *next_: tuple[str, str]) -> dict[str, Any]:
    """Return what the last screen shows: the notice, and what comes next."""
    return {
        "case_id": case.id,
        "case_number": bench().style.bare(case.number),
        "shown": notice_screen(notice),
        "next": [list(each) for each in next_],
    }


# --------------------------------------------------------------------------- civil


def _civil_draft(work: Work) -> Any:
    kind = work.flow.facts["type"]
    return drafting.civil(work.data[CASE], people(work), kind=kind, today=court_edge.today())


def _open_shell(work: Work) -> dict[str, Any]:
    event = work.data["event"]
    case = service.open_shell(edge.session(), _civil_draft(work), event=event, hand=hand())
    edge.audit("case.opened", str(case.id), caption=case.caption)
    return {
        "case_id": case.id,
        "case_number": bench().style.bare(case.number),
        "caption": case.caption,
        "yes": f"{_START}lead&case={case.id}",
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


_CIVIL_STEPS: Final = (
    Step(CASE, "Case Information"),
    Step(PARTIES, "Add the Parties"),
)
_OPEN_CV: Final = Flow(
    "open_cv",
    "Open a Civil Case",
    "Civil",
    _CIVIL_STEPS,
    {
        CASE: Page(
            "openings/case.html",
            _of(forms.civil_form),
            _take_civil,
            _case_values,
            _civil_initial,
        ),
        PARTIES: _parties_page(_civil_draft),
    },
    partial(_begin, "complaint"),
    _open_shell,
    "openings/shell.html",
    MappingProxyType({"type": "cv"}),
    ("complaint", "notice_of_removal", "petition_habeas", "petition"),
)
_OPEN_MC: Final = Flow(
    "open_mc",
    "Open a Miscellaneous Case",
    "Civil",
    _CIVIL_STEPS,
    {
        CASE: Page(
            "openings/case.html",
            _of(forms.simple_form),
            _keep_all(CASE),
            _case_values,
            _kept(CASE),
        ),
        PARTIES: _parties_page(_civil_draft),
    },
    partial(_begin, "misc_case"),
    _open_shell,
    "openings/shell.html",
    MappingProxyType({"type": "mc"}),
    ("misc_case",),
)


# --------------------------------------------------------------------------- the lead event


def _number(args: Mapping[str, str]) -> int:
    """Return the row id that a link names, 0 for none."""
    given = args.get("case", "")
    return int(given) if given.isdecimal() and len(given) <= _LONGEST_ID else 0


def _begin_lead(args: Mapping[str, str]) -> dict[str, Any]:
    case = service.own_shell(edge.session(), _number(args), filer())
    found = _lead_events(case)
    service.check(found[0].key, hand())
    fee = case.facts.get("fee_status", offices.DUE)
    kept = {"case_id": case.id, CASE: {"fee_status": fee}}
    return {**kept, "event": found[0].key, "menu": found[0].menu, "document": found[0].document}


def _lead_events(case: Case) -> list[Event]:
    """Return the events that may open the docket of a case."""
    events = bench().catalogue.events.values()
    return [each for each in events if each.opens == case.type and not each.by_court]


def _lead_case(work: Work) -> Case:
    return service.own_shell(edge.session(), work.data["case_id"], filer())


def _lead_form(work: Work) -> type[Any]:
    case = _lead_case(work)
    parties = queries.parties(edge.session(), case.id)
    names = [(str(each.id), f"{each.name} ({each.role})") for each in parties]
    # All of them on both sides: whoever picks the wrong one learns it from the docket (facts 9.2).
    events = [(each.key, each.title) for each in _lead_events(case)]
    return forms.lead_form(events, names, names)


def _take_lead(work: Work, form: Any) -> dict[str, Any]:
    event = bench().catalogue.event(form.event.data)
    if event.against and not form.filed_against.data:
        raise Refusal("against", "Choose whom the filing is against.", field="filed_against")
    told = {
        "event": event.key,
        "party": [int(each) for each in form.party.data],
        "filed_against": [int(each) for each in form.filed_against.data or ()],
        "asked": [p.name for p in event.prompts if p.name != "fee_words"],
    }
    status = work.data[CASE]["fee_status"] or offices.DUE
    return {**told, "cents": event.fee_on(court_edge.today()) if status == offices.DUE else 0}


def _lead_initial(work: Work) -> dict[str, Any]:
    return {
        "event": work.data["event"],
        "party": [str(each) for each in work.data.get("party", ())],
        "filed_against": [str(each) for each in work.data.get("filed_against", ())],
    }


def _lead_values(work: Work) -> dict[str, Any]:
    case = _lead_case(work)
    return {"number": bench().style.bare(case.number), "caption": case.caption}


def _prompts_form(work: Work) -> type[Any]:
    asked = set(work.data.get("asked", ()))
    return forms.prompts_form([p for p in _event(work).prompts if p.name in asked])


def _lead_spoken(work: Work) -> Spoken:
    parties = {p.id: p.name for p in queries.parties(edge.session(), work.data["case_id"])}
    return Spoken(
        tuple(parties[each] for each in work.data["party"]),
        tuple(parties[each] for each in work.data["filed_against"]),
        dict(work.data.get("prompts", {})),
    )


def _docket_lead(work: Work) -> dict[str, Any]:
    event = _event(work)
    lead = Filing(
        work.data["case_id"],
        (event.key,),
        filers=tuple(work.data["party"]),
        against=tuple(work.data["filed_against"]) if event.against else (),
        answers=dict(work.data.get("prompts", {})),
    )
    filed = service.docket_lead(edge.session(), lead, paperwork=_paperwork(work), hand=hand())
    notice = _serve(work, filed)
    return _receipt(filed.case, notice, *_pay(work, filed))


def _pay(work: Work, filed: Filed) -> tuple[tuple[str, str], ...]:
    """Return the way to the cash desk, if the fee was not paid on the way."""
    told = work.data.get(FEE, {})
    paid = bool(told.get("payment") or told.get("reason"))
    return (("Internet Payments Due", payments.DUE_PATH),) if filed.cents and not paid else ()


_LEAD: Final = Flow(
    "lead",
    "Docket Lead Event",
    "Civil",
    (
        Step("lead", "Select the event, the filer and whom it is against"),
        Step("prompts", "About the event", lambda data: bool(data.get("asked"))),
        Step(PAPERS, "Select the pdf document and any attachments"),
        _FEE_STEP,
        *_END,
    ),
    {
        "lead": Page("openings/lead.html", _lead_form, _take_lead, _lead_values, _lead_initial),
        "prompts": Page(
            "openings/plain.html", _prompts_form, _keep_all("prompts"), initial=_kept("prompts")
        ),
        PAPERS: _PAPERS,
        FEE: _FEE_PAGE,
        **_words_pages(_lead_spoken),
    },
    _begin_lead,
    _docket_lead,
    "openings/receipt.html",
)


# --------------------------------------------------------------------------- criminal


def _criminal_draft(work: Work) -> Any:
    return drafting.criminal(work.data[CASE], people(work), today=court_edge.today())


def _criminal_spoken(work: Work) -> Spoken:
    return Spoken(
        (),
        tuple(each["name"] for each in people(work)),
        {"counts": drafting.charged(people(work))},
    )


def _file_information(work: Work) -> dict[str, Any]:
    filed = service.file_information(
        edge.session(),
        _criminal_draft(work),
        counts=drafting.charged(people(work)),
        paperwork=_paperwork(work),
        hand=hand(),
    )
    edge.audit("case.opened", str(filed.case.id), caption=filed.case.caption)
    notice = _serve(work, filed)
    return _receipt(filed.case, notice)


_OPEN_CR: Final = Flow(
    "open_cr",
    "Open a Criminal Case",
    "Criminal",
    (
        *_CIVIL_STEPS,
        Step(PAPERS, "Select the pdf document and any attachments"),
        *_END,
    ),
    {
        CASE: Page(
            "openings/case.html",
            _of(forms.criminal_form),
            _keep_all(CASE),
            _case_values,
            _kept(CASE),
        ),
        PARTIES: _parties_page(_criminal_draft),
        PAPERS: _PAPERS,
        **_words_pages(_criminal_spoken),
    },
    partial(_begin, "information"),
    _file_information,
    "openings/receipt.html",
    MappingProxyType({"type": "cr"}),
    ("information",),
)


# --------------------------------------------------------------------------- bankruptcy


def _take_petition(_work: Work, form: Any) -> dict[str, Any]:
    told = forms.answers(form)
    return {CASE: {**told, "joint": told["joint"] == "y", "deficient": told["deficient"] == "y"}}


def _yes_no(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept answers as radio buttons take them."""
    return {
        name: {True: "y", False: "n"}[value] if isinstance(value, bool) else value
        for name, value in kept.items()
    }


def _petition_initial(work: Work) -> dict[str, Any]:
    return _yes_no(work.data.get(CASE, {}))


def _take_statistics(_work: Work, form: Any) -> dict[str, Any]:
    told = forms.answers(form)
    return {"statistics": {**told, "asset": told["asset"] == "y"}}


def _statistics_initial(work: Work) -> dict[str, Any]:
    return _yes_no(work.data.get("statistics", {}))


def _petition_told(work: Work) -> dict[str, Any]:
    return {
        **work.data.get(CASE, {}),
        **work.data.get("statistics", {}),
        **work.data.get(FEE, {}),
    }


def _petition_draft(work: Work) -> Any:
    return drafting.petition(_petition_told(work), people(work), today=court_edge.today())


def _debtor_kind(work: Work) -> str:
    human = _petition_told(work).get("debtor_type", _INDIVIDUAL) == _INDIVIDUAL
    return "Individual" if human else "Non-Individual"


def _petition_spoken(work: Work) -> Spoken:
    return Spoken(
        tuple(each["name"] for each in people(work)),
        answers={"chapter": work.data[CASE]["chapter"], "debtor_kind": _debtor_kind(work)},
    )


def _petition_fee_values(work: Work) -> dict[str, Any]:
    chapter = work.data[CASE]["chapter"]
    return {"fee": dollars(assigning.petition_fee(chapter, court_edge.today())), "chapter": chapter}


def _file_petition(work: Work) -> dict[str, Any]:
    session, by = edge.session(), hand()
    filed = service.file_petition(
        session,
        _petition_draft(work),
        kind=_debtor_kind(work),
        paperwork=_paperwork(work),
        hand=by,
    )
    case = filed.case
    edge.audit("case.opened", str(case.id), caption=case.caption)
    notice = _serve(work, filed)
    cut = _upload_rest(work, case, by)
    rule = court_edge.rules().judge_trustee_assignment
    if rule == _AUTOMATIC:
        assign(case.id, by=CLERK)
    links = [
        *_pay(work, filed),
        ("Upload list of creditors file", f"{_START}creditors&case={case.id}"),
    ]
    if rule == "filer":
        links.append(("Judge/Trustee Assignment", f"{_START}jta&case={case.id}"))
    return {**_receipt(case, notice, *links), **cut}


def _upload_rest(work: Work, case: Case, by: Hand) -> dict[str, Any]:
    """Enter what came with a Case Upload besides the petition."""
    told: dict[str, Any] = {}
    if work.data.get("creditors"):
        read = matrix.parse(work.data["creditors"])
        service.add_creditors(edge.session(), case.id, read.creditors, uploaded=True, hand=by)
        told["creditors"] = len(read.creditors)
    plan, key = work.data.get("plan"), _PLANS.get(case.chapter)
    if plan and key:
        debtors = tuple(
            each.id
            for each in queries.parties(edge.session(), case.id)
            if each.role in (offices.DEBTOR, offices.JOINT)
        )
        filed = service.file_in(
            edge.session(),
            Filing(case.id, (key,), filers=debtors),
            paperwork=Paperwork(papers=(Paper.from_json(plan),)),
            hand=by,
        )
        serve(edge.session(), Served(filed.case, filed.view), filer=by.filer)
        tell_followers(edge.session(), filed, by.filer)
    return told


_PETITION_PAGES: Final = {
    CASE: Page(
        "openings/case.html",
        _of(forms.petition_form),
        _take_petition,
        _case_values,
        _petition_initial,
    ),
    PARTIES: _parties_page(_petition_draft),
    "statistics": Page(
        "openings/plain.html",
        _just(forms.StatisticsForm),
        _take_statistics,
        initial=_statistics_initial,
    ),
    PAPERS: _PAPERS,
    FEE: Page(
        "openings/petition_fee.html",
        _just(forms.PetitionFeeForm),
        _keep_all(FEE),
        _petition_fee_values,
        _kept(FEE),
    ),
    **_words_pages(_petition_spoken),
}
_PETITION_STEPS: Final = (
    Step(CASE, "Case Information"),
    Step(PARTIES, "Debtor and Joint Debtor"),
    Step("statistics", "Statistical Data"),
)
_PETITION_END: Final = (
    Step(PAPERS, "Select the petition and any attachments"),
    Step(FEE, "Filing Fee"),
    *_END,
)
_OPEN_BK: Final = Flow(
    "open_bk",
    "Open a BK Case",
    "Bankruptcy",
    (*_PETITION_STEPS, *_PETITION_END),
    _PETITION_PAGES,
    partial(_begin, "voluntary_petition"),
    _file_petition,
    "openings/receipt.html",
    MappingProxyType({"type": "bk"}),
    ("voluntary_petition",),
)


# --------------------------------------------------------------------------- case upload


def _take_packet(_work: Work, form: Any) -> dict[str, Any]:
    found: dict[str, bytes] = {}
    for upload in form.files.data or ():
        name = upload.filename or ""
        if not name:
            continue
        content = upload.stream.read()
        whole = (
            packet.unzip(content)
            if name.lower().endswith(".zip")
            else {packet.known(name): content}
        )
        found |= whole
    told = packet.checked(found)
    kept: dict[str, Any] = {
        CASE: {
            "office": offices_of(court_edge.court().member.id)[0][0],
            **{
                k: v
                for k, v in told.case.items()
                if k in ("office", "chapter", "joint", "deficient")
            },
        },
        "statistics": {name: told.case[name] for name in _OF_STATISTICS if name in told.case},
        PARTIES: [dict(each) for each in told.people],
        "main": _accepted(_as_upload(packet.PETITION, found)),
    }
    if told.case.get("fee_status"):
        kept[FEE] = {"fee_status": told.case["fee_status"]}
    if packet.CREDITOR in found:
        kept["creditors"] = matrix.text_of(found[packet.CREDITOR])
        matrix.parse(kept["creditors"])
    if packet.PLAN in found:
        kept["plan"] = _accepted(_as_upload(packet.PLAN, found))
    return kept


def _accepted(upload: FileStorage) -> dict[str, Any]:
    """Take a file of petition software in, and say at its field if it cannot be taken."""
    try:
        return asdict(accept_paper(upload))
    except Refusal as refusal:
        raise packet.PacketError(refusal.message) from refusal


def _as_upload(name: str, found: Mapping[str, bytes]) -> FileStorage:
    return FileStorage(packet.stream(found[name]), filename=name)


_CASE_UPLOAD: Final = Flow(
    "case_upload",
    "Case Upload",
    "Bankruptcy",
    (
        Step("packet", "Choose the files of the petition software"),
        *_PETITION_STEPS,
        *_PETITION_END,
    ),
    {
        "packet": Page("openings/packet.html", _just(forms.CaseUploadForm), _take_packet),
        **_PETITION_PAGES,
    },
    partial(_begin, "voluntary_petition"),
    _file_petition,
    "openings/receipt.html",
    MappingProxyType({"type": "bk"}),
)


# --------------------------------------------------------------------------- creditors


def typed_case(text: str, *, family: str = "bankruptcy") -> Case:
    """Return the case that somebody typed the number of.

    :raises NoCaseError: if this court shows no such case.
    """
    asked = wanted(text)
    found: Sequence[Case] = cases.matching(edge.session(), asked) if asked else ()
    shown = [c for c in found if c.family == family and not c.sealed and not c.opening]
    if len(shown) != 1:
        raise NoCaseError
    return shown[0]


def _with_case(event: str, args: Mapping[str, str]) -> dict[str, Any]:
    """Begin with the number of the case that was opened just now, if the link names one."""
    kept = _begin(event, args)
    case = cases.by_id(edge.session(), _number(args))
    if case is not None:
        kept["typed"] = {"case_number": bench().style.bare(case.number)}
    return kept


def _begin_creditors(args: Mapping[str, str]) -> dict[str, Any]:
    return _with_case("creditor_matrix", args)


def _read_list(form: Any, text: str) -> dict[str, Any]:
    case = typed_case(form.case_number.data)
    read = matrix.parse(text)
    return {
        "typed": {"case_number": form.case_number.data},
        "case_id": case.id,
        "creditors": text,
        "total": len(read.creditors),
    }


def _take_list(_work: Work, form: Any) -> dict[str, Any]:
    upload = form.file.data
    if not upload:
        raise matrix.MatrixError("Choose the file.")
    return _read_list(form, matrix.text_of(upload.stream.read(matrix.BIGGEST + 1)))


def _take_typed(_work: Work, form: Any) -> dict[str, Any]:
    try:
        return _read_list(form, form.creditors.data)
    except matrix.MatrixError as error:
        raise Refusal(error.code, error.message, field="creditors") from error


def _verify_values(work: Work) -> dict[str, Any]:
    read = matrix.parse(work.data["creditors"])
    case = cases.by_id(edge.session(), work.data["case_id"])
    return {
        "total": len(read.creditors),
        "first": read.creditors[:5],
        "number": bench().style.bare(case.number) if case else "",
        "caption": case.caption if case else "",
    }


def _enter_creditors(work: Work) -> dict[str, Any]:
    read = matrix.parse(work.data["creditors"])
    case = service.add_creditors(
        edge.session(),
        work.data["case_id"],
        read.creditors,
        uploaded=work.flow.name == "creditors",
        hand=hand(),
    )
    edge.audit("creditors.entered", str(case.id), total=len(read.creditors))
    training = court_edge.settings().training
    return {
        "case_number": bench().style.bare(case.number),
        "caption": case.caption,
        "total": len(read.creditors),
        "findings": [asdict(each) for each in read.findings] if training else [],
    }


def _creditors_flow(name: str, title: str, form: type[Any], take: Any) -> Flow:
    return Flow(
        name,
        title,
        "Bankruptcy",
        (Step("list", title), Step("verify", "Total Creditors Entered")),
        {
            "list": Page("openings/plain.html", _just(form), take, initial=_kept("typed")),
            "verify": Page("openings/verify.html", _just(forms.BareForm), _nothing, _verify_values),
        },
        _begin_creditors,
        _enter_creditors,
        "openings/creditors.html",
    )


# --------------------------------------------------------------------------- judge and trustee


def assign(case_id: int, *, by: str) -> service.Assigned:
    """Draw judge and trustee of a case and tell whom the notices of it tell."""
    held = hand()
    found = service.assign(
        edge.session(),
        case_id,
        by=by,
        bench=held.bench,
        draw=draw,
        now=held.now,
        today=held.today,
    )
    signer = Filer(staff=by, name=by, signature=by) if by == CLERK else held.filer
    for view in found.views:
        serve(edge.session(), Served(found.case, view), filer=signer)
    edge.audit("case.assigned", str(case_id), judge=found.judge, trustee=found.trustee)
    return found


class CourtAssignsError(Refusal):
    """Filers do not run the assignment in this court, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "court_assigns",
            "The court assigns judge and trustee; filers do not run the assignment.",
        )


def _begin_jta(args: Mapping[str, str]) -> dict[str, Any]:
    if court_edge.rules().judge_trustee_assignment != "filer":
        raise CourtAssignsError
    return _with_case("voluntary_petition", args)


def _take_jta(_work: Work, form: Any) -> dict[str, Any]:
    case = typed_case(form.case_number.data)
    if case.judge:
        raise Refusal("assigned", service.AssignedError().message, field="case_number")
    if not queries.opened_by(edge.session(), case.id, filer()):
        raise Refusal(
            "not_opened", "Only whoever opened the case runs its assignment.", field="case_number"
        )
    return {"case_id": case.id, "typed": {"case_number": form.case_number.data}}


def _run_jta(work: Work) -> dict[str, Any]:
    found = assign(work.data["case_id"], by=filer().signature)
    return {
        "case_number": bench().style.bare(found.case.number),
        "caption": found.case.caption,
        "judge": found.judge,
        "trustee": found.trustee or "none in this chapter",
        "meeting": f"{found.meeting_on:%m/%d/%Y}" if found.meeting_on else "none in this chapter",
    }


_JTA: Final = Flow(
    "jta",
    "Judge/Trustee Assignment",
    "Bankruptcy",
    (Step("jta", "Assign judge and trustee"),),
    {
        "jta": Page(
            "openings/plain.html", _just(forms.MainCaseForm), _take_jta, initial=_kept("typed")
        )
    },
    _begin_jta,
    _run_jta,
    "openings/assigned.html",
)


# --------------------------------------------------------------------------- adversary


def _take_adversary(_work: Work, form: Any) -> dict[str, Any]:
    case = typed_case(form.case_number.data)
    told = forms.answers(form)
    cents = _fee_of("adversary_complaint") if told["fee_status"] == offices.DUE else 0
    return {CASE: told, "main_id": case.id, "cents": cents}


def _fee_of(key: str) -> int:
    return bench().catalogue.event(key).fee_on(court_edge.today())


def _main(work: Work) -> Case:
    case = cases.by_id(edge.session(), work.data["main_id"])
    if case is None:
        raise NoCaseError
    return case


def _adversary_draft(work: Work) -> Any:
    main = service.main_of(_main(work))
    return drafting.adversary(work.data[CASE], people(work), main=main, today=court_edge.today())


def _adversary_spoken(work: Work) -> Spoken:
    told = people(work)
    return Spoken(
        tuple(each["name"] for each in told if each["role"] in offices.LEFT),
        tuple(each["name"] for each in told if each["role"] in offices.RIGHT),
        {"natures": drafting.natures(work.data[CASE]["natures"])},
    )


def _file_adversary(work: Work) -> dict[str, Any]:
    session, by = edge.session(), hand()
    main = cases_service.lock_case(session, work.data["main_id"])
    found = service.file_adversary(
        session,
        _adversary_draft(work),
        main,
        codes=work.data[CASE]["natures"],
        paperwork=_paperwork(work),
        hand=by,
    )
    filed = found.filed
    edge.audit("case.opened", str(filed.case.id), caption=filed.case.caption)
    notice = _serve(work, filed, Served(found.main, found.on_main))
    return _receipt(filed.case, notice, *_pay(work, filed))


_OPEN_AP: Final = Flow(
    "open_ap",
    "Open an AP Case",
    "Adversary",
    (
        Step(CASE, "Case Information"),
        Step(PARTIES, "Add the Parties"),
        Step(PAPERS, "Select the pdf document and any attachments"),
        _FEE_STEP,
        *_END,
    ),
    {
        CASE: Page(
            "openings/case.html",
            _just(forms.AdversaryForm),
            _take_adversary,
            _case_values,
            _kept(CASE),
        ),
        PARTIES: _parties_page(_adversary_draft),
        PAPERS: _PAPERS,
        FEE: _FEE_PAGE,
        **_words_pages(_adversary_spoken),
    },
    partial(_begin, "adversary_complaint"),
    _file_adversary,
    "openings/receipt.html",
    MappingProxyType({"type": "ap"}),
    ("adversary_complaint",),
)

#: The wizards of a kind of court, by the room that it has.
FLOWS: Final[Mapping[str, tuple[Flow, ...]]] = MappingProxyType(
    {
        "district": (_OPEN_CV, _OPEN_MC, _OPEN_CR, _LEAD),
        "bankruptcy": (
            _OPEN_BK,
            _CASE_UPLOAD,
            _OPEN_AP,
            _creditors_flow(
                "creditors", "Upload list of creditors file", forms.CreditorsForm, _take_list
            ),
            _creditors_flow(
                "creditor", "Enter individual creditors", forms.OneByOneForm, _take_typed
            ),
            _JTA,
        ),
        "appellate": (),
    }
)


def install(app: Flask) -> None:
    """Give the wizards of this kind of court their place, and the clerk the desk of new cases."""
    found = FLOWS[app.extensions["moot_court"].profile.kind]
    add_flow(app, *found)
    if found:
        says = "Cases without a lead event; bankruptcy cases that wait for judge and trustee."
        add_desk(app, Desk("New cases", DESK_PATH, says, queries.waiting))
