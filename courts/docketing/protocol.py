"""The wizard of events in existing cases, as data: its screens in order (facts 3.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from wtforms import Form

from courts import edge as court_edge
from courts.access.deciding import TEXTS, Why
from courts.attaching import protocol as attaching
from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.docket.models import Entry
from courts.docketing import answers, forms, queries
from courts.docketing.queries import Span
from courts.edge import today
from courts.filing import asking, protocol, service, wording
from courts.filing import forms as filing_forms
from courts.filing import queries as filing_queries
from courts.filing.forms import NoForm, boxes, made
from courts.filing.mistakes import EntrySeen, PaperSeen, Seen
from courts.filing.protocol import Flow, MissingError, Page, StaleError, Work, kept_as
from courts.filing.steps import Data, Step
from courts.kinds import numbers
from courts.kinds.catalogue import Catalogue, Event
from courts.kinds.filings import Filer, Filing, NewEntry
from courts.notices.letter import DocketTold, Told
from courts.notices.protocol import Served, serve
from courts.participants import protocol as participants
from courts.participants import telling
from courts.participants.protocol import is_inside, parties, view_of
from courts.permissions import Decision, FilingFacts, may_file
from courts.rehearsing import protocol as rehearsing
from shared.clock import court_date, court_stamp
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge

START: Final = "/cgi-bin/FileEvent.pl"
ATTORNEY: Final = "attorney"
SEALED: Final = "sealed"
#: What is only of the case at hand, and forgotten when another case is chosen.
_OF_CASE: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "defendants": [],
        "filers": [],
        "new_parties": [],
        "unassociated": [],
        "appears": {},
        "refers": [],
        "span": {},
        "against": [],
    }
)


# --------------------------------------------------------------------------- what screens share


def events_here() -> Catalogue:
    """Return the events of this court."""
    return protocol.bench().catalogue


def facts() -> FilingFacts:
    """Return what the one decision looks at, for whoever makes the request."""
    return court_edge.filing_facts(court_edge.person())


def allows(event: Event) -> Decision:
    """Return the one decision about an event, before a case is named."""
    asked = replace(facts(), event=filing_queries.asked(event))
    decision = may_file(asked, policy=court_edge.court().policy, now=edge.now())
    if decision.allowed and decision.events is not None and event.title not in decision.events:
        return Decision(False, "role_event", "This event is not one of your role.")
    return decision


def offered(menu: str, category: str = "") -> tuple[Event, ...]:
    """Return what whoever makes the request may pick in a menu, or in one category of it."""
    found = (
        event
        for event in events_here().events.values()
        if event.menu == menu and category in ("", event.category) and is_here(event)
    )
    return tuple(event for event in found if allows(event).allowed)


def is_here(event: Event) -> bool:
    """Say whether an event is one of this wizard: neither the court's, nor opening a case."""
    elsewhere = protocol.flow_taking(event.key) or protocol.flow_taking(event.title)
    return not event.by_court and not event.opens and not elsewhere and event.exists_on(today())


def chosen(work: Work) -> tuple[Event, ...]:
    """Return the events of the filing."""
    return answers.events_of(events_here(), work.data)


def _title(case: Case) -> tuple[str, str]:
    return court_edge.court().profile.numbers.full(case.number), case.caption


class UnknownCaseError(Refusal):
    """What was typed is no case, or none that the filer may know of."""

    def __init__(self, words: str) -> None:
        super().__init__("no_case", words, field="case_number")


class SeveralCasesError(Refusal):
    """What was typed may mean several cases; the screen lists them."""

    def __init__(self) -> None:
        super().__init__(
            "several_cases",
            "Several cases have this number. Choose the one that you mean.",
            field="case_number",
        )


class WrongFamilyError(Refusal):
    """The case is of another menu."""

    def __init__(self, number: str, menu: str) -> None:
        super().__init__(
            "wrong_menu",
            f"{number} is not a case of the {menu} menu. Choose the event from the menu of the "
            "case, or another case.",
            field="case_number",
        )


class ForbiddenError(Refusal):
    """The one decision says no, at a field of the screen."""

    def __init__(self, decision: Decision, field: str | None = None) -> None:
        super().__init__(decision.code, decision.reason, field=field)


# --------------------------------------------------------------------------- how it begins


def begin(args: Mapping[str, str]) -> dict[str, Any]:
    """Read `event` (a title or a key) or `menu` and `category`, from the address of the menu.

    :raises Refusal: if there is no such event, or this person may not file it.
    """
    last = filing_queries.last_case(edge.session(), protocol.filer())
    kept = {
        "sticky": last,
        "sealed_asked": court_edge.rules().sealed_filing == "prompt",
    }
    named, menu = args.get("event", ""), args.get("menu", "")
    if named:
        event = _meant(named, menu)
        return {**kept, **_picked([event]), "menu": event.menu, "preset": True}
    if menu not in court_edge.court().profile.filing_words():
        menu = court_edge.court().profile.filing_words()[0]
    found = offered(menu, args.get("category", ""))
    if not found:
        raise _nothing(menu)
    return {**kept, "menu": menu, "category": args.get("category", ""), "preset": False}


def _nothing(menu: str) -> Refusal:
    decision = may_file(facts(), policy=court_edge.court().policy, now=edge.now())
    if not decision.allowed:
        return ForbiddenError(decision)
    return StaleError(f"There is no event under {menu} that you may file.")


def _meant(named: str, menu: str) -> Event:
    held = events_here()
    found = held.events.get(named)
    titled = held.titled(named, menu or None)
    event = found or next(iter(titled), None)
    if event is None:
        raise StaleError("This court has no event of that name.")
    if event.by_court:
        raise StaleError("Only the court enters this event.")
    decision = allows(event)
    if not decision.allowed:
        raise ForbiddenError(decision)
    if not is_here(event):
        raise StaleError("This event is not filed in an existing case, or not on this day.")
    return event


def _picked(events: Sequence[Event]) -> dict[str, Any]:
    return {"events": [e.key for e in events], **answers.plan_of(events, today())}


# --------------------------------------------------------------------------- the events


def _pick_form(work: Work) -> type[Form]:
    choices = [(e.key, e.title) for e in _on_list(work)]
    return made("PickForm", events=boxes("Available Events", choices, str))


def _on_list(work: Work) -> tuple[Event, ...]:
    return offered(work.data["menu"], work.data.get("category", ""))


def _pick_values(work: Work) -> dict[str, Any]:
    on_list = _on_list(work)
    groups: dict[str, list[Event]] = {}
    for event in on_list:
        groups.setdefault(event.category, []).append(event)
    return {"groups": groups, "several": any(e.relief for e in on_list)}


def _pick_take(work: Work, form: Any) -> dict[str, Any]:
    events = [events_here().event(key) for key in form.events.data or ()]
    refused = answers.refused_together(events)
    if refused:
        raise MissingError(refused, "events")
    return _picked(events)


# --------------------------------------------------------------------------- the case


def _case_initial(work: Work) -> dict[str, Any]:
    # Sticky, as in life: the classic way into the wrong case (facts 3.7 no. 2).
    return {"case_number": work.data.get("case_number") or work.data.get("sticky", "")}


def _case_take(work: Work, form: Any) -> dict[str, Any]:
    case = _case_meant(work, form.case_number.data, form.all_case_ids.data or "")
    number, caption = _title(case)
    view = cases.whole(edge.session(), case)
    _check_known(view, work.filer)
    events = chosen(work)
    if events[0].menu.lower() != case.family:
        raise WrongFamilyError(number, events[0].menu)
    decision = service.decide(
        edge.session(),
        facts(),
        view,
        events,
        work.filer,
        bench=protocol.bench(),
        now=edge.now(),
    )
    if not decision.allowed:
        raise ForbiddenError(decision, "case_number")
    same = work.data.get("case_id") == case.id
    return {
        **({} if same else _OF_CASE),
        "case_id": case.id,
        "case_number": court_edge.court().profile.numbers.bare(case.number),
        "case_title": f"{number} {caption}",
        "many": len([p for p in view.parties if p.party.defendant]) > 1,
        "suffix": (numbers.wanted(form.case_number.data) or _NO_NUMBER).defendant or 0,
    }


def _check_known(view: CaseView, filer: Filer) -> None:
    """Refuse to know of a case that is secret, or not open yet, to anybody outside it."""
    if is_inside(view, filer):
        return
    if view.case.sealed:
        raise UnknownCaseError(TEXTS[Why.SEALED_CASE])
    if view.case.opening:
        raise UnknownCaseError(TEXTS[Why.OPENING])


_NO_NUMBER: Final = numbers.Wanted(0, 0)


def _case_meant(work: Work, typed: str, found: str) -> Case:
    wanted = numbers.wanted(typed)
    if wanted is None:
        raise UnknownCaseError(f"{typed} is not a valid case. Please enter a valid value.")
    fitting = cases.matching(edge.session(), wanted)
    known = [case for case in fitting if str(case.id) == found]
    if not fitting:
        raise UnknownCaseError(f"Cannot find case {typed}")
    if known:
        return known[0]
    of_menu = [case for case in fitting if case.family == work.data["menu"].lower()]
    if len(of_menu) > 1:
        raise SeveralCasesError
    return (of_menu or fitting)[0]


def _case_values(work: Work) -> dict[str, Any]:
    return {"several": lambda typed: _several(work, typed)}


def _several(work: Work, typed: str) -> list[tuple[int, str]]:
    wanted = numbers.wanted(typed or "")
    if wanted is None:
        return []
    found = [
        (case.id, " ".join(_title(case)))
        for case in cases.matching(edge.session(), wanted)
        if case.family == work.data["menu"].lower() and not case.sealed and not case.opening
    ]
    return found if len(found) > 1 else []


# --------------------------------------------------------------------------- sealed


def _sealed_form(_work: Work) -> type[Form]:
    return forms.SealedForm


def _sealed_take(work: Work, form: Any) -> dict[str, Any]:
    if form.sealed.data == SEALED:
        decision = service.decide(
            edge.session(),
            facts(),
            view_of(work),
            chosen(work),
            work.filer,
            bench=protocol.bench(),
            now=edge.now(),
            access=SEALED,
        )
        if not decision.allowed:
            raise ForbiddenError(decision, "sealed")
    return {"sealed": form.sealed.data}


# --------------------------------------------------------------------------- linked entries


def _refers_form(_work: Work) -> type[Form]:
    return forms.RefersForm


def _refers_initial(work: Work) -> dict[str, Any]:
    span = work.data.get("span", {})
    told = {name: date.fromisoformat(span[name]) for name in _DAYS if span.get(name)}
    kept = work.data.get("refers", [])
    refer = bool(kept) or (work.data["refers_asked"] == "must" and "referred" not in work.data)
    return {**span, **told, "refers": kept, "refer": refer}


_DAYS: Final = ("filed_from", "filed_to")


def _refers_take(work: Work, form: Any) -> dict[str, Any]:
    span = {
        "shown": form.shown.data,
        "number_from": form.number_from.data,
        "number_to": form.number_to.data,
        **{name: form[name].data.isoformat() if form[name].data else "" for name in _DAYS},
    }
    asked = form.refers.data or []
    view = view_of(work)
    found = queries.by_seq(edge.session(), view.case.id, asked, inside=is_inside(view, work.filer))
    if len(found) != len(set(asked)):
        raise StaleError("Select entries of this docket only.", "refers")
    if form.list_again.data:
        return {"span": span, "refers": asked}
    if form.refer.data and not found:
        raise MissingError(
            "Select the entries to which the paper refers, or take the tick out of the box "
            "“Refer to existing event(s)?”.",
            "refers",
        )
    return {"span": span, "refers": asked if form.refer.data else [], "referred": True}


def _refers_leads(_work: Work, form: Any) -> str:
    return "refers" if form.list_again.data else ""


def _refers_values(work: Work) -> dict[str, Any]:
    span, view, events = work.data.get("span", {}), view_of(work), chosen(work)
    keys = answers.pickable(answers.answers_to(events), events_here())
    wanted = Span(
        events=None if span.get("shown") == "all" else keys,
        first_day=date.fromisoformat(span["filed_from"]) if span.get("filed_from") else None,
        last_day=date.fromisoformat(span["filed_to"]) if span.get("filed_to") else None,
        first_number=span.get("number_from"),
        last_number=span.get("number_to"),
    )
    rows = queries.referable(
        edge.session(), view.case.id, wanted, inside=is_inside(view, work.filer)
    )
    return {"entries": rows}


# --------------------------------------------------------------------------- what events ask


def _asks_form(work: Work) -> type[Form]:
    people = [(str(key), name) for key, name, _ in parties(work)]
    return made("AsksForm", **filing_forms.prompt_fields(asking.prompts_of(chosen(work)), people))


def _asks_initial(work: Work) -> dict[str, Any]:
    kept = work.data.get("typed", {})
    found = {}
    for prompt in asking.prompts_of(chosen(work)):
        value = kept.get(prompt.name, "")
        if prompt.kind == "date" and value:
            value = date.fromisoformat(value)
        found[f"{asking.PROMPT}{prompt.name}"] = value or None
    return found


def _asks_take(work: Work, form: Any) -> dict[str, Any]:
    events = chosen(work)
    typed = {}
    for prompt in asking.prompts_of(events):
        value = form[f"{asking.PROMPT}{prompt.name}"].data
        typed[prompt.name] = value.isoformat() if isinstance(value, date) else _plain(value)
    return {"answers": filing_forms.prompted(form, events), "typed": typed}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


# --------------------------------------------------------------------------- the text


def _text_form(_work: Work) -> type[Form]:
    return forms.TextForm


def _text_initial(work: Work) -> dict[str, Any]:
    return {"prefix": work.data.get("prefix", ""), "free": work.data.get("free", "")}


def _text_take(_work: Work, form: Any) -> dict[str, Any]:
    return {"prefix": form.prefix.data or "", "free": form.free.data or ""}


def _text_values(work: Work) -> dict[str, Any]:
    text = entry_of(work, replace(filing_of(work), prefix="", free="")).text
    return {"sentence": text}


# --------------------------------------------------------------------------- the final text


def filing_of(work: Work) -> Filing:
    """Return what is filed, with the parties that were made up on the screens by their ids there.

    :raises StaleError: if a party has left the case meanwhile.
    """
    there = {key for key, _, _ in parties(work)}
    filing = answers.filing_of(work.data)
    if not there.issuperset((*filing.filers, *filing.against)):
        raise StaleError("A party that you chose is no longer in the case. Go back and choose.")
    return filing


def entry_of(work: Work, filing: Filing) -> NewEntry:
    """Return the entry that the filing would become at this moment."""
    bench = protocol.bench()
    setting = service.setting_of(edge.session(), view_of(work), filing, bench=bench)
    new = {key: party.name for key, party in telling.new_parties(work.data).items()}
    return wording.entry_of(
        chosen(work),
        filing,
        replace(setting, parties={**setting.parties, **new}),
        by=work.filer.signature,
        now=edge.now(),
        today=today(),
    )


def _final_form(_work: Work) -> type[Form]:
    return NoForm


def _final_take(work: Work, _form: Any) -> dict[str, Any]:
    return rehearsing.notice(work)


def _final_values(work: Work) -> dict[str, Any]:
    return {
        "text": entry_of(work, filing_of(work)).text,
        "papers": work.papers,
    }


# --------------------------------------------------------------------------- the dry run


def seen(work: Work, papers: Sequence[PaperSeen]) -> Seen:
    """Return the filing as the checks for the classic mistakes see it."""
    view, data, events = view_of(work), work.data, chosen(work)
    keys = answers.pickable(answers.answers_to(events), events_here())
    case_id = view.case.id
    referred = queries.by_seq(edge.session(), case_id, data.get("refers", ()), inside=True)
    linkable = queries.referable(edge.session(), case_id, Span(events=keys), inside=True)
    return replace(
        rehearsing.seen_of(work.filer, events, papers, case_id=case_id, caption=view.case.caption),
        number=view.case.number,
        sticky=data.get("case_number") == data.get("sticky"),
        parties=participants.seen(work),
        refers=tuple(EntrySeen(e.number or 0, e.short, tuple(e.filers)) for e in referred),
        linkable=len(linkable),
        about=" ".join([data.get("free", ""), *data.get("answers", {}).values()]),
        cents=data["cents"],
        paid=attaching.is_met(work),
    )


# --------------------------------------------------------------------------- the commit


def commit(work: Work) -> dict[str, Any]:
    """Docket the filing: new parties first, then the entry, then the notice.

    :raises Refusal: if the case, the permission or a party has changed meanwhile.
    """
    session, bench, filer = edge.session(), protocol.bench(), work.filer
    case = cases_service.lock_case(session, work.data["case_id"])
    filing = filing_of(work)
    ids = {}
    for key, party in telling.new_parties(work.data).items():
        used = {*filing.filers, *filing.against}
        if key in used:
            ids[key] = cases_service.add_party(session, case, replace(party, started_on=today()))
    filed = service.submit_filing(
        session,
        answers.filing_of(work.data, ids),
        filer=filer,
        facts=facts(),
        bench=bench,
        now=edge.now(),
        today=today(),
    )
    entry = filed.view.entry
    due = attaching.settle(work, filed)
    notice = serve(session, Served(filed.case, filed.view), filer=filer)
    protocol.tell_followers(session, filed, filer, mistakes=rehearsing.noticed(work))
    told = Told.from_json(notice.facts).dockets[0]
    return receipt_of(filed.case, entry, told=told, cents=due)


def receipt_of(case: Case, entry: Entry, *, told: DocketTold, cents: int) -> dict[str, Any]:
    """Return what the last screen shows: the notice as it went out.

    :param cents: what stays due.
    """
    member = court_edge.court().member
    number, caption = _title(case)
    return {
        "words": f"{caption}: {entry.short}",
        "court": member.full_name,
        "case_number": court_edge.court().profile.numbers.bare(case.number),
        "case_id": case.id,
        "full_number": number,
        "title": caption,
        "number": entry.number,
        "seq": entry.seq,
        "entry_id": entry.id,
        "text": entry.text,
        "short": entry.short,
        "filers": list(entry.filers),
        "entered": court_stamp(entry.entered_at, member.timezone),
        "filed": f"{court_date(entry.entered_at, member.timezone)}",
        "papers": [
            {"words": p.description, "filename": p.filename, "stamp": p.stamp} for p in told.papers
        ],
        "mailed": [f"{m.name} {', '.join(m.addresses)}" for m in told.mailed],
        "other": [m.name for m in told.other],
        "cents": cents,
        "fee": dollars(cents) if cents else "",
    }


# --------------------------------------------------------------------------- the flow


def _case_form(_work: Work) -> type[Form]:
    return forms.CaseForm


def _never(_data: Data) -> bool:
    return False


def _has(name: str) -> Callable[[Data], bool]:
    return lambda data: bool(data.get(name))


def _not_preset(data: Data) -> bool:
    return not data.get("preset")


def _refers_needed(data: Data) -> bool:
    return bool(data.get("refers_asked", "no") != "no")


def _papers_needed(data: Data) -> bool:
    return bool(data.get("document") != "none")


STEPS: Final[tuple[Step, ...]] = (
    Step("events", "Available Events", _not_preset),
    Step("case", "Case Number"),
    Step("defendants", "Select the defendants", _has("many")),
    Step("filer", "Select the filer"),
    Step("search", "Search for a party", _never),
    Step("party", "Party Information", _never),
    Step("counsel", "Attorney/party association", _has("unassociated")),
    Step("sealed", "Sealed or unsealed", _has("sealed_asked")),
    Step("refers", "Refer to existing event(s)", _refers_needed),
    Step("against", "Select the party that this filing is against", _has("against_asked")),
    Step("asks", "About this filing", _has("asks")),
    Step("papers", "Select the pdf document", _papers_needed),
    Step("fee", "Fee", _has("cents")),
    Step("text", "Docket Text: Modify as Appropriate."),
    Step("final", "Docket Text: Final Text"),
)

PAGES: Final[Mapping[str, Page]] = MappingProxyType(
    {
        **participants.PAGES,
        "events": Page(
            "docketing/events.html", _pick_form, _pick_take, _pick_values, kept_as("events")
        ),
        "case": Page("docketing/case.html", _case_form, _case_take, _case_values, _case_initial),
        "sealed": Page(
            "docketing/sealed.html", _sealed_form, _sealed_take, initial=kept_as("sealed")
        ),
        "refers": Page(
            "docketing/refers.html",
            _refers_form,
            _refers_take,
            _refers_values,
            _refers_initial,
            _refers_leads,
        ),
        "asks": Page("docketing/asks.html", _asks_form, _asks_take, initial=_asks_initial),
        "papers": attaching.PAPERS,
        "fee": attaching.FEE,
        "text": Page("docketing/text.html", _text_form, _text_take, _text_values, _text_initial),
        "final": Page("docketing/final.html", _final_form, _final_take, _final_values),
    }
)


def flow(menu: str) -> Flow:
    """Return the wizard; `menu` is the menu word that its refusals show as chosen."""
    return Flow(
        name="event",
        title="File an event",
        menu=menu,
        steps=STEPS,
        pages=PAGES,
        begin=begin,
        commit=commit,
        receipt="docketing/receipt.html",
        seen=seen,
    )
