"""Serving an entry: the notice is kept, and mails are promised with the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access.deciding import Channel, Viewer, decide
from courts.cases import queries as cases
from courts.cases.facts import case_facts
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.docket import service as docket_service
from courts.docket.facts import entry_item, paper_item
from courts.docket.models import Entry
from courts.docket.queries import EntryView
from courts.kinds import doc_ids
from courts.kinds.appellate import circuit
from courts.kinds.filings import Filer
from courts.kinds.notices import NoticeStyle
from courts.notices import letter, queries, service, stamps
from courts.notices.letter import Copy, DocketTold, MailedTo, OtherMeans, PaperTold, Told
from courts.notices.models import Notice
from courts.notices.recipients import DAILY, Account, Box, Reached, ServiceList
from courts.notices.stamps import Key
from shared.mail.compose import Form
from shared.web import edge


@dataclass(frozen=True, slots=True)
class Served:
    """An entry on the docket of a case; a notice may tell of one filing on several dockets."""

    case: Case
    view: EntryView


@dataclass(frozen=True, slots=True)
class _Docket:
    """A docket with all that its notices are made of."""

    served: Served
    view: CaseView
    told: ServiceList


@dataclass(frozen=True, slots=True)
class _Share:
    """What one recipient may see of one docket; None instead of it tells them nothing."""

    words: bool
    papers: bool


@dataclass(slots=True)
class _Recipient:
    """An address with the dockets of which it is told: of some as one who is involved."""

    box: Box
    account: Account
    name: str
    dockets: list[_Docket]
    involved: bool


def serve(session: Session, *served: Served, filer: Filer) -> Notice:
    """Tell everybody who is to be told of a filing; the first docket is the filing's own.

    Each involved address gets a free look of its own at the papers that it may open; subscribers
    get none, and nothing of what is sealed. Mails go out with the transaction.

    :returns: the notice of the first docket, for the receipt screen (`notices.views.notice_page`).
    """
    dockets = []
    for each in served:
        view = cases.whole(session, each.case)
        dockets.append(_Docket(each, view, queries.service_list(session, view)))
    told = _told(session, dockets)
    notices = [
        Notice(
            case_id=each.served.case.id,
            entry_id=each.served.view.entry.id,
            sent_at=edge.now(),
            facts=told.to_json(),
        )
        for each in dockets
    ]
    session.add_all(notices)
    session.flush()
    for recipient in _recipients(dockets):
        _send(session, told, recipient, dockets, filer)
    return notices[0]


# --------------------------------------------------------------------------- what is told


def _told(session: Session, dockets: Sequence[_Docket]) -> Told:
    court = court_edge.court()
    style, member = court.profile.notices, court.member
    zone = ZoneInfo(member.timezone)
    entry = dockets[0].served.view.entry
    key = service.stamp_key(session, edge.now())
    return Told(
        court=style.court.format(circuit=circuit(member.id)),
        district=letter.district_of(member.full_name),
        by=entry.entered_by,
        entered=letter.entered_at(entry.entered_at, zone, style),
        filed=style.date.format(entry.filed_on),
        text=entry.text,
        short=entry.short,
        dockets=tuple(_docket_told(each, key, style, zone) for each in dockets),
    )


def _docket_told(docket: _Docket, key: Key, style: NoticeStyle, zone: ZoneInfo) -> DocketTold:
    case, view = docket.served.case, docket.served.view
    entry, main = view.entry, view.main
    closed = case.terminated_on
    numbers = court_edge.court().profile.numbers
    return DocketTold(
        case_id=case.id,
        entry_id=entry.id,
        seq=entry.seq,
        title=letter.plain(case.caption),
        number=numbers.full(case.number),
        chapter=case.chapter,
        filers=tuple(entry.filers),
        document="" if main is None or entry.number is None else str(entry.number),
        document_id=0 if main is None else main.id,
        closed=style.date.format(closed) if closed and closed < entry.filed_on else "",
        papers=papers_told(view, key, style, zone),
        mailed=tuple(
            MailedTo(each.name, each.behalf, each.addresses, _title(each.account))
            for each in docket.told.electronic
        ),
        other=tuple(OtherMeans(each.name, each.behalf, each.lines) for each in docket.told.other),
    )


def papers_told(
    view: EntryView, key: Key, style: NoticeStyle, zone: ZoneInfo
) -> tuple[PaperTold, ...]:
    """Return the papers of an entry with their stamps."""
    main = view.main
    if main is None:
        return ()
    day = style.date.format(view.entry.entered_at.astimezone(zone))
    number = doc_ids.dlsid(main.id)
    return tuple(
        PaperTold(
            " ".join(part for part in (paper.category, paper.description) if part) or letter.MAIN,
            paper.filename,
            str(
                stamps.sealed_with(
                    key,
                    prefix=style.prefix,
                    date=day,
                    file=f"{number}-{paper.place}",
                    digest=paper.digest,
                )
            ),
            paper.id,
        )
        for paper in view.documents
    )


def _title(account: Account) -> str:
    return account.role.replace("_", " ").title()


# --------------------------------------------------------------------------- who gets a copy


def _recipients(dockets: Sequence[_Docket]) -> list[_Recipient]:
    """Return every address once, with the dockets of which it is told."""
    found: dict[str, _Recipient] = {}

    def add(docket: _Docket, reached: Reached, *, involved: bool) -> None:
        for box in reached.boxes:
            known = found.setdefault(
                box.address.lower(), _Recipient(box, reached.account, reached.name, [], involved)
            )
            if docket not in known.dockets:
                known.dockets.append(docket)
            known.involved = known.involved or involved

    for docket in dockets:
        for reached in docket.told.electronic:
            add(docket, reached, involved=True)
    for docket in dockets:
        for reached in docket.told.subscribers:
            add(docket, reached, involved=False)
    return list(found.values())


def _share(docket: _Docket, recipient: _Recipient, filer: Filer) -> _Share | None:
    """Decide what a recipient sees of a docket, by the one decision about access."""
    account, view = recipient.account, docket.served.view
    viewer = Viewer(
        signed_in=True,
        pacer=True,
        may_search=True,
        user_id=account.user_id,
        role=account.role,
        subject=account.subject,
    )
    facts, today = case_facts(docket.view), view.entry.entered_on
    words = decide(
        viewer, facts, entry_item(view.entry), channel=Channel.NOTICE, today=today
    ).allowed
    main = view.main
    papers = (
        main is not None
        and decide(
            viewer, facts, paper_item(view.entry, main), channel=Channel.NOTICE, today=today
        ).allowed
    )
    own = bool(filer.user_id) and account.user_id == filer.user_id
    if words or own:
        return _Share(words=True, papers=papers)
    if not recipient.involved or view.entry.access in letter.UNTOLD:
        return None
    return _Share(words=False, papers=False)


def _send(
    session: Session,
    told: Told,
    recipient: _Recipient,
    dockets: Sequence[_Docket],
    filer: Filer,
) -> None:
    style = court_edge.court().profile.notices
    joint = style.joint and recipient.box.format == "html"
    # One who is told of one of several dockets by a joint mail is told of all of them.
    wanted = list(dockets) if joint and recipient.involved else recipient.dockets
    shares = {each.served.case.id: _share(each, recipient, filer) for each in wanted}
    known = {case_id: share for case_id, share in shares.items() if share is not None}
    chosen = [each for each in wanted if each.served.case.id in known]
    looks = {}
    for each in chosen:
        if recipient.involved and known[each.served.case.id].papers:
            looks[each.served.case.id] = docket_service.give_free_look(
                session,
                each.served.view.entry,
                recipient.box.address,
                edge.now(),
                uid=style.uid,
            )
    copy = Copy(looks, frozenset(case_id for case_id, share in known.items() if share.papers))
    hidden = any(not share.words for share in known.values())
    parts = [chosen] if joint else [[each] for each in chosen]
    for part in parts:
        if not part:
            continue
        ids = {each.served.case.id for each in part}
        mine = letter.narrowed(told, ids)
        _deliver(session, recipient, letter.withheld(mine) if hidden else mine, copy)


def _deliver(session: Session, recipient: _Recipient, told: Told, copy: Copy) -> None:
    court = court_edge.court()
    style = court.profile.notices
    box = recipient.box
    if box.frequency == DAILY:
        service.keep_for_summary(
            session,
            recipient.box,
            recipient.name,
            letter.summary_line(told, copy, style, court.member.doc_prefix),
            day=edge.now().astimezone(ZoneInfo(court.member.timezone)).date(),
        )
        return
    form: Form = "text" if box.format == "text" else "html"
    made = letter.letter_for(
        told,
        copy,
        style=style,
        court=court.member.id,
        origin=edge.federation_url(court.member, ""),
        prefix=court.member.doc_prefix,
    )
    edge.send_notice(
        template=style.template,
        recipient=box.address,
        to=edge.runtime().postman.sender if style.to_court else "",
        form=form,
        letter=made,
    )


def tell_change(session: Session, case: Case, entry: Entry, what: str, before: str) -> None:
    """Tell those who had notice of an entry that the clerk changed it.

    :param what: `text` or `paper`; other changes are not told.
    :param before: what the entry said before.
    """
