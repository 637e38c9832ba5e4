"""What the pages of a court of appeals share: which case, whether it may be seen, how they talk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from courts import edge as court_edge
from courts.access import views as access
from courts.access.deciding import Access, CaseFacts, Channel, ItemFacts, Viewer, decide
from courts.access.views import Receipt
from courts.appeals import queries, service
from courts.appeals.feed import Item
from courts.appeals.queries import Found, Listing
from courts.appeals.service import Hand
from courts.appeals.sheet import Line
from courts.cases import queries as cases
from courts.cases.facts import facts_of
from courts.cases.models import Case
from courts.docket.facts import entry_item, paper_item
from courts.docket.showing import Showing
from courts.kinds import appellate, doc_ids, numbers
from courts.kinds.appellate import ROOM
from shared.errors import Refusal
from shared.money import Fee, Sold, fee, pages_of
from shared.web import cgi, edge

NOT_FOUND: Final = "Case Number Not Found"


@dataclass(frozen=True, slots=True)
class Asked:
    """The case that a request names: none, or one that may or may not be seen."""

    case: Case | None = None
    #: What was typed, for the page that says that there is none.
    typed: str = ""


def asked_case() -> Asked:
    """Return the case that a request names by `caseid`, `caseId` or by its number."""
    given = request.values.get("caseid") or request.values.get("caseId") or ""
    number = request.values.get("caseNum") or request.values.get("csnum1") or ""
    case_id = cgi.case_id(given)
    if number.strip():
        return Asked(by_number(number), number.strip())
    if case_id:
        return Asked(cases.by_id(edge.session(), case_id), given.strip())
    return Asked(None, given.strip())


def by_number(typed: str) -> Case | None:
    """Return the case of a number as people and programs write it."""
    wanted = numbers.wanted(typed)
    if wanted is None:
        return None
    return next(iter(cases.matching(edge.session(), wanted, limit=1)), None)


# --------------------------------------------------------------------------- who may see what


def may_see(
    case: CaseFacts,
    item: ItemFacts | None = None,
    *,
    channel: Channel,
    free_look: bool = False,
) -> Access:
    """Say whether whoever asks may see a case, an entry or a paper."""
    return decide(
        access.viewer(free_look=free_look), case, item, channel=channel, today=court_edge.today()
    )


def shows(case: Case, *, channel: Channel) -> bool:
    """Say whether a case may stand in a list; its entries and papers are another question."""
    return may_see(facts_of(case), channel=channel).allowed


def is_public(case: Case) -> bool:
    """Say whether a case may stand where everybody reads: neither sealed nor being opened."""
    return decide(Viewer(), facts_of(case), channel=Channel.RSS, today=court_edge.today()).allowed


def hand(facts: CaseFacts, *, channel: Channel, free_look: bool = False) -> Hand:
    """Return what a docket of this court is written with, for whoever asks."""
    court = court_edge.court()
    viewer, day = access.viewer(free_look=free_look), court_edge.today()
    return Hand(
        style=court.profile.numbers,
        prefix=court.member.doc_prefix,
        shows=lambda item: decide(viewer, facts, item, channel=channel, today=day).allowed,
        shows_case=lambda case: decide(viewer, facts_of(case), channel=channel, today=day).allowed,
        below=below,
    )


def showing(facts: CaseFacts, *, channel: Channel = Channel.DOCKET) -> Showing:
    """Return what whoever asks sees of a case, its answers kept for as long as a page is drawn."""
    return Showing(access.viewer(), facts, court_edge.today(), channel)


def readable(listing: Listing, *, limit: int, channel: Channel) -> Iterator[tuple[Case, str, Line]]:
    """Yield the entries of all cases that whoever asks may see, the newest first: four queries."""
    found = queries.listed(edge.session(), listing, limit=limit)
    known = {each.case.id: each.case for each in found}
    facts = cases.facts(edge.session(), list(known.values())) if known else {}
    hands: dict[int, Hand] = {}
    for each in found:
        case = each.case
        if not may_see(facts[case.id], channel=channel).allowed:
            continue
        if case.id not in hands:
            hands[case.id] = hand(facts[case.id], channel=channel)
        for line in service.lines([each.view], hands[case.id]):
            yield case, hands[case.id].style.bare(case.number), line


def told(found: Iterable[Found]) -> Iterator[Item]:
    """Yield the entries that a feed tells: it is the same to everybody, whoever asks."""
    court, day = court_edge.court(), court_edge.today()
    for each in found:
        facts, entry, main = facts_of(each.case), each.view.entry, each.view.main
        if not decide(Viewer(), facts, entry_item(entry), channel=Channel.RSS, today=day).allowed:
            continue
        number = court.profile.numbers.bare(each.case.number)
        open_ = (
            main is not None
            and decide(
                Viewer(), facts, paper_item(entry, main), channel=Channel.RSS, today=day
            ).allowed
        )
        yield Item(
            number=number,
            caption=each.case.caption,
            link=absolute(room("DocketReportFilter.jsp", caseNum=number)),
            part=entry.seq,
            short=entry.short,
            at=entry.entered_at,
            paper=paper_url(doc_ids.written(court.member.doc_prefix, main.id))
            if main is not None and open_
            else "",
            document=entry.number,
        )


# --------------------------------------------------------------------------- addresses


def room(servlet: str, **fields: Any) -> str:
    """Return the address of a servlet: `/n/beam/servlet/TransportRoom?servlet=...`."""
    return f"{ROOM}{servlet}" + (f"&{urlencode(fields)}" if fields else "")


def room_path() -> str:
    """Return the path to which the forms post."""
    return ROOM.partition("?")[0]


def absolute(path: str) -> str:
    """Return an address on the host by which this court was called."""
    return edge.place().origin + path


def paper_url(doc_id: str) -> str:
    """Return the absolute address of a paper, which programs take apart."""
    return absolute(f"/docs1/{doc_id}")


def below(court_id: str, number: str) -> str:
    """Return the address of the docket below; empty if that court is not of this federation."""
    try:
        member = edge.runtime().federation.member(court_id)
    except Refusal:
        return ""
    if not member.is_court or not number:
        return ""
    return edge.federation_url(
        member, f"/cgi-bin/DktRpt.pl?caseNumber={quote(number, safe=':-')}&caseId=0"
    )


# --------------------------------------------------------------------------- pages and receipts


def page(template: str, **values: Any) -> Response:
    """Draw a page of this room."""
    return make_response(drawn(template, **values))


def part(template: str, **values: Any) -> Markup:
    """Draw the part of a page by whose data it is priced."""
    return Markup(drawn(template, **values))  # noqa: S704 - what Jinja has drawn is escaped already


def drawn(template: str, **values: Any) -> str:
    """Draw a template; `docs` begins the address of every paper."""
    return render_template(
        f"appeals/{template}", room=room, room_path=room_path(), docs=paper_url(""), **values
    )


def receipt(
    price: Fee,
    *,
    description: str,
    criteria: str,
    case_id: int | None = None,
    book: bool = True,
    label: str = "Search Criteria",
) -> Receipt | None:
    """Book a use; the receipt names the circuit before the moment (clients.md 3.6)."""
    shown = access.receipt(
        price,
        description=description,
        criteria=criteria,
        label=label,
        case_id=case_id,
        book=book,
    )
    return with_circuit(shown)


def with_circuit(shown: Receipt | None) -> Receipt | None:
    """Write a receipt as courts of appeals do."""
    circuit = appellate.circuit(court_edge.court().member.id)
    return shown and replace(shown, when=f"{circuit} - Appellate - {shown.when}")


def priced(sold: Sold, html: str) -> Fee:
    """Return what a report costs."""
    return access.priced(sold, html)


def priced_bytes(sold: Sold, text: str) -> Fee:
    """Return what a file costs whose every sign is data: attributes are none of a page's tags."""
    return fee(sold, pages=pages_of(len(text.encode())))


def not_found(asked: Asked) -> Response:
    """Say that there is no such case; that costs nothing."""
    return page("not_found.html", typed=asked.typed, words=NOT_FOUND)


def refused(found: Access, case: Case) -> Response:
    """Say why a case or a paper is not shown, in the words of the real system."""
    heading = court_edge.court().profile.numbers.bare(case.number)
    return access.refusal_page(found, heading)


def values() -> Mapping[str, str]:
    """Return the first value of each field of a request."""
    return {name: request.values[name] for name in request.values}
