"""The screens of the parties of a filing: who files, for whom, against whom (facts 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from wtforms import Form

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Party
from courts.cases.queries import CaseView, PartyView
from courts.filing.forms import boxes, button, made
from courts.filing.mistakes import PartySeen
from courts.filing.protocol import MissingError, Page, StaleError, Work, kept_as
from courts.kinds.drafts import PartyDraft
from courts.kinds.filings import Filer
from courts.participants import forms, queries, telling
from shared.web import edge

ATTORNEY: Final = "attorney"


def view_of(work: Work) -> CaseView:
    """Return the case of the filing, whole.

    :raises NoCaseError: if it is not there any longer.
    """
    if "view" not in work.memo:
        case = cases.by_id(edge.session(), work.data.get("case_id", 0))
        if case is None:
            raise cases_service.NoCaseError
        work.memo["view"] = cases.whole(edge.session(), case)
    view: CaseView = work.memo["view"]
    return view


def is_inside(view: CaseView, filer: Filer) -> bool:
    """Say whether a filer is counsel of record, or a party without counsel."""
    return (bool(filer.user_id) and filer.user_id in view.counsel_ids) or (
        bool(filer.subject) and filer.subject in view.party_subjects
    )


def parties(work: Work) -> list[tuple[int, str, str]]:
    """Return id, name and role of the parties that can be chosen: new ones of this filing too."""
    found = [
        (each.party.id, each.party.name, each.party.role)
        for each in view_of(work).parties
        if each.party.terminated_on is None
    ]
    new = telling.new_parties(work.data).items()
    return found + [(key, party.name, party.role) for key, party in new]


def labelled(work: Work) -> list[tuple[int, str]]:
    """Return the parties as lists show them: name and role."""
    return [(key, f"{name} ({role})") for key, name, role in parties(work)]


# --------------------------------------------------------------------------- the defendants


def _defendants(work: Work) -> list[tuple[int, str]]:
    return [
        (each.party.id, f"{each.party.defendant} - {each.party.name}")
        for each in view_of(work).parties
        if each.party.defendant
    ]


def _defendants_form(work: Work) -> type[Form]:
    return made("DefendantsForm", defendants=boxes("Defendants", _defendants(work)))


def _defendants_initial(work: Work) -> dict[str, Any]:
    kept = work.data.get("defendants")
    if kept:
        return {"defendants": kept}
    suffix = work.data.get("suffix", 0)
    people = [p.party for p in view_of(work).parties if p.party.defendant]
    return {"defendants": [p.id for p in people if suffix in (0, p.defendant)]}


def _defendants_take(_work: Work, form: Any) -> dict[str, Any]:
    if not form.defendants.data:
        raise MissingError("Select the defendants whom the filing concerns.", "defendants")
    return {"defendants": form.defendants.data}


# --------------------------------------------------------------------------- the filer


def _filer_form(work: Work) -> type[Form]:
    return made(
        "FilerForm",
        filers=boxes("Select the Party", labelled(work)),
        add=button("Add/Create New Party"),
    )


def _filer_values(work: Work) -> dict[str, Any]:
    roles: dict[str, list[PartyView]] = {}
    for each in view_of(work).parties:
        roles.setdefault(each.party.role, []).append(each)
    return {"roles": roles, "mine": mine(work), "new": telling.new_parties(work.data)}


def mine(work: Work) -> frozenset[int]:
    """Return the parties that the filer acts for already."""
    filer = work.filer
    return frozenset(
        each.party.id
        for each in view_of(work).parties
        if (filer.subject and each.party.subject == filer.subject)
        or any(
            c.user_id == filer.user_id and c.terminated_on is None
            for c in each.counsel
            if filer.user_id
        )
    )


def _filer_take(work: Work, form: Any) -> dict[str, Any]:
    filers = form.filers.data or []
    if not filers and not form.add.data:
        raise MissingError("Select the party on whose behalf the paper is filed.", "filers")
    counsel = work.filer.role == ATTORNEY
    unassociated = [key for key in filers if counsel and key not in mine(work)]
    appears = {k: v for k, v in work.data.get("appears", {}).items() if int(k) in unassociated}
    return {"filers": filers, "unassociated": unassociated, "appears": appears}


def _filer_leads(_work: Work, form: Any) -> str:
    return "search" if form.add.data else ""


# --------------------------------------------------------------------------- a new party


def _search_values(work: Work) -> dict[str, Any]:
    found = work.data.get("searched")
    if not found:
        return {"searched": False, "found": ()}
    people = queries.people(edge.session(), last=found[0], first=found[1])
    return {"searched": True, "found": people}


def _search_initial(work: Work) -> dict[str, Any]:
    found = work.data.get("searched") or ("", "")
    return {"last_name": found[0], "first_name": found[1]}


def _search_take(work: Work, form: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"searched": [form.last_name.data, form.first_name.data or ""]}
    if not form.use.data:
        return {**found, "like": None}
    known = queries.person(edge.session(), form.use.data) if form.use.data.isdecimal() else None
    if known is None:
        raise StaleError("This party is not on the list any longer. Search again.")
    own = _in_case(work, known)
    if own is not None:
        filers = dict.fromkeys([*work.data.get("filers", ()), own])
        return {"searched": None, "like": None, "filers": list(filers)}
    names = ("last", "first", "middle", "generation", "name")
    return {**found, "like": {name: getattr(known, name) for name in names}}


def _in_case(work: Work, known: Party) -> int | None:
    """Return the party of the case who has somebody's name: it is ticked, not added again."""
    ids = (key for key, name, _ in parties(work) if name == known.name)
    work.memo["own"] = next(ids, None)
    own: int | None = work.memo["own"]
    return own


def _search_leads(work: Work, form: Any) -> str:
    if form.use.data:
        return "party" if work.memo.get("own") is None else "filer"
    return "party" if form.create.data else "search"


def _party_form(work: Work) -> type[Form]:
    return forms.party_form(telling.ROLES.get(view_of(work).case.family, ()))


def _party_initial(work: Work) -> dict[str, Any]:
    like = work.data.get("like")
    if like:
        return {
            "last_name": like["last"] or like["name"],
            "first_name": like["first"],
            "middle_name": like["middle"],
            "generation": like["generation"],
        }
    return _search_initial(work)


def _party_take(work: Work, form: Any) -> dict[str, Any]:
    first, middle = form.first_name.data or "", form.middle_name.data or ""
    last, generation = form.last_name.data, form.generation.data or ""
    name = " ".join(part for part in (first, middle, last, generation) if part)
    party = PartyDraft(
        role=form.role.data,
        name=name,
        first=first,
        middle=middle,
        # An entity has one name, and nothing else.
        last=last if first else "",
        generation=generation,
        extra=form.party_text.data or "",
        address=tuple(line for line in (form.street.data, form.city.data) if line),
        started_on=court_edge.today(),
    )
    new = [*work.data.get("new_parties", ()), telling.kept_party(party)]
    filers = [*work.data.get("filers", ()), telling.FIRST_NEW - (len(new) - 1)]
    return {"new_parties": new, "filers": filers, "searched": None, "like": None}


def _party_leads(_work: Work, _form: Any) -> str:
    return "filer"


# --------------------------------------------------------------------------- association


def _counsel_parties(work: Work) -> list[tuple[int, str]]:
    wanted = set(work.data.get("unassociated", ()))
    return [(key, words) for key, words in labelled(work) if key in wanted]


def _counsel_form(work: Work) -> type[Form]:
    return forms.counsel_form(_counsel_parties(work))


def _counsel_initial(work: Work) -> dict[str, Any]:
    found = {}
    for party, ticked in work.data.get("appears", {}).items():
        for name, value in ticked.items():
            found[f"{name}_{party.replace('-', 'new')}"] = value
    return found


def _counsel_take(work: Work, form: Any) -> dict[str, Any]:
    people = _counsel_parties(work)
    return {"appears": {str(key): forms.counsel_boxes(form, key) for key, _ in people}}


def _counsel_values(work: Work) -> dict[str, Any]:
    return {"people": _counsel_parties(work), "fields": forms.counsel_fields}


# --------------------------------------------------------------------------- filed against


def _against_form(work: Work) -> type[Form]:
    return made("AgainstForm", against=boxes("Select the Party", labelled(work)))


def _against_initial(work: Work) -> dict[str, Any]:
    return {"against": work.data.get("against") or work.data.get("defendants", [])}


def _against_take(_work: Work, form: Any) -> dict[str, Any]:
    if not form.against.data:
        raise MissingError("Select at least one party.", "against")
    return {"against": form.against.data}


# --------------------------------------------------------------------------- the dry run


def seen(work: Work) -> tuple[PartySeen, ...]:
    """Return the parties as the checks for the classic mistakes see them, new ones last."""
    data, filer, own = work.data, work.filer, mine(work)
    associated = {party for party, _ in telling.appears_for(data)}
    filing_for = set(data.get("filers", ()))
    found = [
        PartySeen(
            name=each.party.name,
            role=each.party.role,
            filing=each.party.id in filing_for,
            mine=each.party.id in own,
            associated=each.party.id in associated,
            others=any(
                c.user_id != filer.user_id and c.terminated_on is None for c in each.counsel
            ),
        )
        for each in view_of(work).parties
    ]
    new = [
        PartySeen(party.name, party.role, key in filing_for, associated=key in associated)
        for key, party in telling.new_parties(data).items()
    ]
    return (*found, *new)


# --------------------------------------------------------------------------- all of them


def _search_form(_work: Work) -> type[Form]:
    return forms.SearchPartyForm


PAGES: Final[Mapping[str, Page]] = MappingProxyType(
    {
        "defendants": Page(
            "participants/boxes.html",
            _defendants_form,
            _defendants_take,
            lambda _work: {"field": "defendants"},
            _defendants_initial,
        ),
        "filer": Page(
            "participants/filer.html",
            _filer_form,
            _filer_take,
            _filer_values,
            kept_as("filers"),
            _filer_leads,
        ),
        "search": Page(
            "participants/search_party.html",
            _search_form,
            _search_take,
            _search_values,
            _search_initial,
            _search_leads,
        ),
        "party": Page(
            "participants/party.html",
            _party_form,
            _party_take,
            initial=_party_initial,
            leads=_party_leads,
        ),
        "counsel": Page(
            "participants/counsel.html",
            _counsel_form,
            _counsel_take,
            _counsel_values,
            _counsel_initial,
        ),
        "against": Page(
            "participants/boxes.html",
            _against_form,
            _against_take,
            lambda _work: {"field": "against"},
            _against_initial,
        ),
    }
)
