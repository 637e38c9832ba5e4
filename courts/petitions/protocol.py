"""The wizards that open cases in a bankruptcy court, and what follows upon a petition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from flask import Flask
from werkzeug.datastructures import FileStorage

from courts import edge as court_edge
from courts.attaching import protocol as attaching
from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case
from courts.cases.service import NoCaseError
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.filing.forms import NoForm
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
from courts.filing.steps import Step
from courts.kinds.drafts import CaseDraft
from courts.kinds.filings import Filer, Filing, Paper
from courts.kinds.numbers import wanted
from courts.kinds.offices import offices as offices_of
from courts.notices.protocol import Served, serve
from courts.openings import drafting, offices
from courts.openings import forms as openings_forms
from courts.openings import protocol as openings
from courts.openings.protocol import (
    CASE,
    CASE_STEP,
    CLERK,
    FEE,
    PARTIES,
    PARTIES_STEP,
    START,
    People,
    Spoken,
    hand,
    kept,
    names,
    note_opened,
    people,
)
from courts.openings.queries import opened_by
from courts.openings.queries import parties as parties_of
from courts.openings.service import Hand, Paperwork
from courts.petitions import assigning, forms, matrix, packet, queries, service
from courts.petitions.service import Petition
from shared.errors import Refusal
from shared.ids import draw
from shared.money import dollars
from shared.web import edge

DESK_PATH: Final = f"{INDEX_PATH}assignments"
_AUTOMATIC: Final = "automatic"
_STATISTICS: Final = "statistics"
#: Which answers of a Case Upload belong to which screen.
_OF_CASE: Final = ("office", "chapter", "joint", "deficient")
_OF_STATISTICS: Final = ("debtor_type", "business", "asset", "creditors", "assets", "liabilities")
_PLANS: Final = MappingProxyType({"13": "chapter13_plan", "11": "chapter11_plan"})
_INDIVIDUAL: Final = offices.DEBTOR_TYPES[0]
_DEBTORS: Final = People(
    (offices.DEBTOR, offices.JOINT),
    frozenset({"debtor"}),
    "Next",
    "Search for the debtor by number or name, then add the debtor and, in a joint petition, the "
    "joint debtor.",
)
_ALLEGED: Final = People(
    (offices.DEBTOR, offices.CREDITOR),
    frozenset({"debtor"}),
    "Next",
    "Add the debtor whom the petition is against, then every petitioning creditor.",
)
_ABROAD: Final = People(
    (offices.DEBTOR, offices.REPRESENTATIVE),
    frozenset({"debtor"}),
    "Next",
    "Add the debtor of the foreign proceeding, then its foreign representative.",
)


# --------------------------------------------------------------------------- petitions


def _take_petition(_work: Work, form: Any) -> dict[str, Any]:
    told = openings_forms.answers(form)
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
    told = openings_forms.answers(form)
    return {_STATISTICS: {**told, "asset": told["asset"] == "y"}}


def _statistics_initial(work: Work) -> dict[str, Any]:
    return _yes_no(work.data.get(_STATISTICS, {}))


def _petition_told(work: Work) -> dict[str, Any]:
    return {
        **work.data.get(CASE, {}),
        **work.data.get(_STATISTICS, {}),
        **work.data.get(FEE, {}),
    }


def _petition_draft(work: Work) -> CaseDraft:
    return drafting.petition(
        _petition_told(work),
        people(work),
        today=court_edge.today(),
        by=_roles(work),
    )


def _roles(work: Work) -> tuple[str, ...]:
    """Return the roles of those who file a petition that is not the debtor's."""
    asks = openings.asked_of(work.flow)
    return tuple(
        role
        for role in (asks.roles if asks else ())
        if role in (offices.CREDITOR, offices.REPRESENTATIVE)
    )


def _debtor_kind(work: Work) -> str:
    human = _petition_told(work).get("debtor_type", _INDIVIDUAL) == _INDIVIDUAL
    return "Individual" if human else "Non-Individual"


def _petition(work: Work) -> Petition:
    """Return the petition as it will be docketed."""
    by = _roles(work)
    against = (offices.DEBTOR,) if offices.CREDITOR in by else ()
    said = {"chapter": _petition_told(work)["chapter"], "debtor_kind": _debtor_kind(work)}
    asked = {prompt.name for prompt in openings.event_of(work).prompts}
    answers = {name: words for name, words in said.items() if name in asked}
    event = work.data["event"]
    return Petition(event, by, against, answers) if by else Petition(event, answers=answers)


def _petition_spoken(work: Work) -> Spoken:
    petition = _petition(work)
    return Spoken(names(work, petition.filers), names(work, petition.against), petition.answers)


def _cents(work: Work, status: str) -> int:
    chapter = _petition_told(work)["chapter"]
    return assigning.petition_fee(chapter, court_edge.today()) if status == offices.DUE else 0


_HOW: Final = MappingProxyType(
    {offices.INSTALLMENTS: " Fee in Installments", offices.PAUPER: " Fee Waiver Requested"}
)


def _take_fee(work: Work, form: Any) -> dict[str, Any]:
    status = form.fee_status.data
    cents = _cents(work, status)
    # Petitions are paid at the end, under Internet Payments Due.
    paid = f" Fee Amount {dollars(cents).removesuffix('.00')}"
    return {
        FEE: {"fee_status": status},
        "cents": cents,
        "fee_words": paid if cents else _HOW[status],
    }


def _fee_values(work: Work) -> dict[str, Any]:
    return {"fee": dollars(_cents(work, offices.DUE)), "chapter": _petition_told(work)["chapter"]}


def _file_petition(work: Work) -> dict[str, Any]:
    by = hand()
    filed = service.file_petition(
        edge.session(),
        _petition_draft(work),
        _petition(work),
        paperwork=openings.paperwork(work),
        hand=by,
    )
    case = filed.case
    note_opened(case)
    notice, due = openings.told(work, filed)
    cut = _upload_rest(work, case, by)
    rule = court_edge.rules().judge_trustee_assignment
    if rule == _AUTOMATIC:
        assign(case.id, by=CLERK)
    links = [("Upload list of creditors file", f"{START}creditors&case={case.id}")]
    if rule == "filer":
        links.append(("Judge/Trustee Assignment", f"{START}jta&case={case.id}"))
    return {**openings.receipt(case, notice, *links, due=due), **cut}


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
            for each in parties_of(edge.session(), case.id)
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


_CASE_PAGE: Final = openings.case_page(
    openings.of_court(forms.petition_form), _take_petition, _petition_initial
)
_PETITION_PAGES: Final = MappingProxyType(
    {
        CASE: _CASE_PAGE,
        PARTIES: openings.parties_page(_petition_draft),
        _STATISTICS: Page(
            "openings/plain.html",
            openings.just(forms.StatisticsForm),
            _take_statistics,
            initial=_statistics_initial,
        ),
        openings.PAPERS: attaching.PAPERS,
        FEE: Page(
            "petitions/petition_fee.html",
            openings.just(forms.PetitionFeeForm),
            _take_fee,
            _fee_values,
            kept(FEE),
        ),
        **openings.words_pages(_petition_spoken),
    }
)
_STATISTICS_STEP: Final = Step(_STATISTICS, "Statistical Data")
_PETITION_END: Final = (
    Step(openings.PAPERS, "Select the petition and any attachments"),
    Step(FEE, "Filing Fee"),
    *openings.END,
)
_PETITION_STEPS: Final = (CASE_STEP, Step(PARTIES, "Debtor and Joint Debtor"), _STATISTICS_STEP)
_SEEN: Final = openings.seen_by(_petition_draft, _petition_spoken)
_OPEN_BK: Final = Flow(
    "open_bk",
    "Open a BK Case",
    "Bankruptcy",
    (*_PETITION_STEPS, *_PETITION_END),
    _PETITION_PAGES,
    partial(openings.begin, "voluntary_petition"),
    _file_petition,
    "openings/receipt.html",
    MappingProxyType({"type": "bk", PARTIES: _DEBTORS}),
    ("voluntary_petition",),
    seen=_SEEN,
)


# --------------------------------------------------------------------------- by others


def _take_alleged(_work: Work, form: Any) -> dict[str, Any]:
    return {CASE: {**openings_forms.answers(form), "joint": False, "deficient": False}}


def _take_abroad(_work: Work, form: Any) -> dict[str, Any]:
    told = openings_forms.answers(form)
    return {CASE: {**told, "chapter": offices.CROSS_BORDER, "joint": False, "deficient": False}}


def _by_others(
    name: str, title: str, event: str, *, case: Page, asks: People, statistics: bool
) -> Flow:
    middle = (_STATISTICS_STEP,) if statistics else ()
    return Flow(
        name,
        title,
        "Bankruptcy",
        (CASE_STEP, PARTIES_STEP, *middle, *_PETITION_END),
        {
            **_PETITION_PAGES,
            CASE: case,
            FEE: Page(
                "petitions/petition_fee.html",
                openings.just(NoForm),
                lambda work, _form: _paid_in_full(work),
                _fee_values,
            ),
        },
        partial(openings.begin, event),
        _file_petition,
        "openings/receipt.html",
        MappingProxyType({"type": "bk", PARTIES: asks}),
        (event,),
        seen=_SEEN,
    )


def _paid_in_full(work: Work) -> dict[str, Any]:
    """Owe the whole fee: installments and waivers are for debtors (28 U.S.C. 1930)."""
    cents = _cents(work, offices.DUE)
    words = f" Fee Amount {dollars(cents).removesuffix('.00')}"
    return {FEE: {"fee_status": offices.DUE}, "cents": cents, "fee_words": words}


_OPEN_INVOLUNTARY: Final = _by_others(
    "open_involuntary",
    "Open an Involuntary BK Case",
    "involuntary_petition",
    case=openings.case_page(openings.of_court(forms.involuntary_form), _take_alleged),
    asks=_ALLEGED,
    statistics=True,
)
_OPEN_CROSS_BORDER: Final = _by_others(
    "open_ch15",
    "Open a Chapter 15 Case",
    "chapter15_petition",
    case=openings.case_page(openings.of_court(forms.cross_border_form), _take_abroad),
    asks=_ABROAD,
    statistics=False,
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
            **{name: told.case[name] for name in _OF_CASE if name in told.case},
        },
        _STATISTICS: {name: told.case[name] for name in _OF_STATISTICS if name in told.case},
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
        "packet": Page("petitions/packet.html", openings.just(forms.CaseUploadForm), _take_packet),
        **_PETITION_PAGES,
    },
    partial(openings.begin, "voluntary_petition"),
    _file_petition,
    "openings/receipt.html",
    MappingProxyType({"type": "bk", PARTIES: _DEBTORS}),
    seen=_SEEN,
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
    kept = openings.begin(event, args)
    case = cases.by_id(edge.session(), openings.number_asked(args))
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
    edge.audit("creditors:entered", f"case:{case.id}", total=len(read.creditors))
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
            "list": Page("openings/plain.html", openings.just(form), take, initial=kept("typed")),
            "verify": Page(
                "petitions/verify.html", openings.just(NoForm), openings.nothing, _verify_values
            ),
        },
        _begin_creditors,
        _enter_creditors,
        "petitions/creditors.html",
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
    edge.audit("case:drawn", f"case:{case_id}", judge=found.judge, trustee=found.trustee)
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
    if not opened_by(edge.session(), case.id, filer()):
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
            "openings/plain.html",
            openings.just(forms.MainCaseForm),
            _take_jta,
            initial=kept("typed"),
        )
    },
    _begin_jta,
    _run_jta,
    "petitions/assigned.html",
    # The deck is drawn from anew each time: trying it would tell something else.
    dry_run=False,
)


# --------------------------------------------------------------------------- adversary


def _take_adversary(work: Work, form: Any) -> dict[str, Any]:
    case = typed_case(form.case_number.data)
    told = openings_forms.answers(form)
    fee = openings.fee_of(openings.event_of(work), told["fee_status"])
    return {CASE: told, "main_id": case.id, **fee}


def _main(work: Work) -> Case:
    case = cases.by_id(edge.session(), work.data["main_id"])
    if case is None:
        raise NoCaseError
    return case


def _adversary_draft(work: Work) -> CaseDraft:
    main = service.main_of(_main(work))
    return drafting.adversary(work.data[CASE], people(work), main=main, today=court_edge.today())


def _proceeding(work: Work) -> Petition:
    """Return what opens the proceeding as it will be docketed: a complaint, or a removal."""
    told, sides = work.data[CASE], (offices.LEFT, offices.RIGHT)
    said = {
        "natures": drafting.natures(told["natures"]),
        "from_court": told.get("from_court", ""),
    }
    asked = {prompt.name for prompt in openings.event_of(work).prompts}
    # A suit is removed by either side, more often by who was sued (28 U.S.C. 1452).
    turned = told.get("removed_by") == offices.DEFENDANT
    by, against = sides[::-1] if turned else sides
    answers = {name: words for name, words in said.items() if name in asked}
    return Petition(work.data["event"], by, against, answers)


def _adversary_spoken(work: Work) -> Spoken:
    petition = _proceeding(work)
    return Spoken(names(work, petition.filers), names(work, petition.against), petition.answers)


def _file_adversary(work: Work) -> dict[str, Any]:
    session = edge.session()
    main = cases_service.lock_case(session, work.data["main_id"])
    found = service.file_adversary(
        session,
        _adversary_draft(work),
        main,
        _proceeding(work),
        paperwork=openings.paperwork(work),
        hand=hand(),
    )
    filed = found.filed
    note_opened(filed.case)
    notice, due = openings.told(work, filed, Served(found.main, found.on_main))
    return openings.receipt(filed.case, notice, due=due)


def _adversary(name: str, title: str, event: str, form: type[Any]) -> Flow:
    return Flow(
        name,
        title,
        "Adversary",
        (CASE_STEP, PARTIES_STEP, openings.PAPERS_STEP, openings.FEE_STEP, *openings.END),
        {
            CASE: openings.case_page(openings.just(form), _take_adversary),
            PARTIES: openings.parties_page(_adversary_draft),
            **openings.PAGES,
            **openings.words_pages(_adversary_spoken),
        },
        partial(openings.begin, event),
        _file_adversary,
        "openings/receipt.html",
        MappingProxyType({"type": "ap", PARTIES: replace(openings.SUIT, button="Next")}),
        (event,),
        seen=openings.seen_by(_adversary_draft, _adversary_spoken),
    )


FLOWS: Final = (
    _OPEN_BK,
    _OPEN_INVOLUNTARY,
    _OPEN_CROSS_BORDER,
    _CASE_UPLOAD,
    _adversary("open_ap", "Open an AP Case", "adversary_complaint", forms.AdversaryForm),
    _adversary("open_ap_removal", "Remove a Case", "ap_notice_of_removal", forms.RemovalForm),
    _creditors_flow("creditors", "Upload list of creditors file", forms.CreditorsForm, _take_list),
    _creditors_flow("creditor", "Enter individual creditors", forms.OneByOneForm, _take_typed),
    _JTA,
)


def install(app: Flask) -> None:
    """Give the wizards their place, and the clerk the desk of cases without a judge."""
    add_flow(app, *FLOWS)
    says = "Bankruptcy cases that wait for judge and trustee."
    add_desk(app, Desk("Judge and trustee", DESK_PATH, says, queries.waiting))
