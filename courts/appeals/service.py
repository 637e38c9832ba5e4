"""Laying out a docket of a court of appeals: rows in, a sheet out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from courts.access.deciding import ItemFacts
from courts.appeals import sheet
from courts.appeals.sheet import Line, Options, Origin, Paper, Prior, Sheet, Side, Tie
from courts.cases.models import Case, CaseLink
from courts.cases.queries import CaseView, PartyView
from courts.docket.facts import entry_item, paper_item
from courts.docket.lines import EntryLine, PaperLine
from courts.docket.models import Document
from courts.docket.queries import EntryView
from courts.docket.showing import Answers, Showing
from courts.kinds import doc_ids
from courts.kinds.drafts import AppellateFacts
from courts.kinds.numbers import Style

MAIN: Final = "Main Document"
_PRIOR_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Hand:
    """What a sheet is written with: the court's style and prefix, and what the viewer may see.

    `below` leads to the docket of a case of a court below, empty if that court is not here.
    """

    style: Style
    prefix: str
    shows: Callable[[ItemFacts], bool]
    shows_case: Callable[[Case], bool]
    below: Callable[[str, str], str]


def lay_out(view: CaseView, options: Options, hand: Hand) -> Sheet:
    """Return the docket sheet of an appeal as somebody may see it, without its entries."""
    case, facts = view.case, view.appellate
    return Sheet(
        case_id=case.id,
        number=hand.style.bare(case.number),
        caption=case.caption,
        docketed_on=case.filed_on,
        termed_on=case.terminated_on,
        nature=facts.nature or case.nature,
        appeal_from=facts.appeal_from,
        fee_status=facts.fee_status,
        types=sheet.type_lines(facts.types),
        origin=origin_of(facts, hand) if options.origin else None,
        prior=tuple(map(_prior, facts.prior)) if options.prior else (),
        associated=_associated(view, hand) if options.associated else (),
        panel=facts.panel if options.panel else (),
        sides=_sides(view) if options.parties else (),
        long_caption=_caption(facts, case) if options.caption else (),
    )


def lines(entries: Iterable[EntryView], hand: Hand) -> Iterable[Line]:
    """Yield the entries that somebody may see; without a link where they may open nothing."""
    for each in entries:
        entry, documents = each.entry, each.documents
        if not hand.shows(entry_item(entry)):
            continue
        shown = [paper for paper in documents if hand.shows(paper_item(entry, paper))]
        yield Line(
            seq=entry.seq,
            filed_on=entry.filed_on,
            number=entry.number,
            text=entry.text,
            doc_id=doc_ids.written(hand.prefix, documents[0].id) if shown else "",
            pages=sum(paper.pages for paper in shown),
            size=sum(paper.size for paper in shown),
        )


def bare_lines(
    entries: Iterable[EntryLine],
    papers: Mapping[int, Sequence[PaperLine]],
    showing: Showing,
    prefix: str,
    *,
    listed: bool = False,
) -> Iterator[Line]:
    """Yield the same of bare values, for a docket that may have thousands.

    :param papers: all papers of the case by the seq of their entry, the main document first.
    :param listed: whether each paper is listed, too.
    """
    for entry in entries:
        known = showing.of(entry)
        if not known.entry:
            continue
        seq, number, text, filed_on = entry.seq, entry.number, entry.text, entry.filed_on
        all_of = papers.get(seq, ())
        pages = size = 0
        shows = False
        for paper in all_of:
            if known.paper(entry, paper.level):
                shows = True
                pages += paper.pages
                size += paper.size
        if not shows:
            yield Line(seq, filed_on, number, text)
            continue
        told = _bare_papers(entry, all_of, known, prefix) if listed else ()
        doc_id = doc_ids.written(prefix, all_of[0].id)
        yield Line(seq, filed_on, number, text, doc_id, pages, size, told)


def _bare_papers(
    entry: EntryLine, papers: Sequence[PaperLine], known: Answers, prefix: str
) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            number=place,
            doc_id=doc_ids.written(prefix, paper.id),
            dlsid=doc_ids.dlsid(paper.id),
            title=_called(paper.words, paper.place, entry.short),
            pages=paper.pages,
            size=paper.size,
            shown=known.paper(entry, paper.level),
        )
        for place, paper in enumerate(papers, start=1)
    )


def papers_of(each: EntryView, hand: Hand) -> tuple[Paper, ...]:
    """Return the papers of an entry; those that somebody may not open are marked."""
    return tuple(
        Paper(
            number=place,
            doc_id=doc_ids.written(hand.prefix, paper.id),
            dlsid=doc_ids.dlsid(paper.id),
            title=title_of(paper, each),
            pages=paper.pages,
            size=paper.size,
            shown=hand.shows(paper_item(each.entry, paper)),
        )
        for place, paper in enumerate(each.documents, start=1)
    )


def title_of(paper: Document, each: EntryView) -> str:
    """Return what lists call a paper: its category and description, or the main document."""
    named = " ".join(part for part in (paper.category, paper.description) if part)
    return _called(named, paper.place, each.entry.short)


def _called(named: str, place: int, short: str) -> str:
    return named or (MAIN if place == 0 else f"{short} {place + 1}")


def origin_of(facts: AppellateFacts, hand: Hand) -> Origin | None:
    """Return where an appeal comes from; None for an original proceeding."""
    if not (facts.origin_number or facts.origin_code or facts.trial_judge):
        return None
    known = (
        ("Date Order/Judgment:", facts.judgment_on),
        ("Date Order/Judgment EOD:", facts.judgment_entered_on),
        ("Date NOA Filed:", facts.notice_filed_on),
        ("Date Rec'd COA:", facts.received_on),
    )
    return Origin(
        district=facts.origin_code or facts.origin_court.upper(),
        number=facts.origin_number,
        url=hand.below(facts.origin_court, facts.origin_number),
        judge=facts.trial_judge,
        reporter=facts.court_reporter,
        filed_on=facts.origin_filed_on,
        dates=tuple((label, day) for label, day in known if day is not None),
    )


def _prior(told: Sequence[str]) -> Prior:
    return Prior(*(*told, *("",) * _PRIOR_PARTS)[:_PRIOR_PARTS])


def _associated(view: CaseView, hand: Hand) -> tuple[Tie, ...]:
    own = hand.style.bare(view.case.number)
    return tuple(
        _tie(link, own)
        for link in view.links
        if link.kind in ("lead", "member", "related") and _is_shown(link, view, hand)
    )


def _is_shown(link: CaseLink, view: CaseView, hand: Hand) -> bool:
    """Say whether the other case of a tie may be named: one of another court is only a number."""
    if link.other_id is None:
        return True
    other = view.others.get(link.other_id)
    return other is not None and hand.shows_case(other)


def _tie(link: CaseLink, own: str) -> Tie:
    lead, member = (link.number, own) if link.kind == "lead" else (own, link.number)
    return Tie(lead, member, link.kind.capitalize(), link.since)


def _sides(view: CaseView) -> tuple[Side, ...]:
    return sheet.abridged(
        sheet.with_versus((_side(each) for each in view.parties), view.case.caption)
    )


def _side(each: PartyView) -> Side:
    party = each.party
    lawyers = tuple(
        sheet.lawyer(c.name, c.contact, c.roles, left_on=c.terminated_on) for c in each.counsel
    )
    alone = None if lawyers else sheet.on_their_own(party.name, party.address, party.email)
    aliases = tuple(f"{kind} {name}" for kind, name in party.aliases)
    return Side(
        name=party.name,
        role=party.role,
        terminated_on=party.terminated_on,
        more=tuple(line for line in (party.extra, *aliases) if line),
        lawyers=lawyers or ((alone,) if alone else ()),
    )


def _caption(facts: AppellateFacts, case: Case) -> tuple[str, ...]:
    return tuple(line for line in (facts.long_caption or case.caption).splitlines() if line)
