"""Serving an entry: the notice is kept, and mails are promised with the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access.deciding import Channel, Viewer, decide
from courts.cases import queries as cases
from courts.cases.facts import case_facts
from courts.cases.models import Case
from courts.cases.protocol import tell_at_once
from courts.cases.queries import CaseView
from courts.docket import queries as docket_queries
from courts.docket import service as docket_service
from courts.docket.facts import entry_item, paper_item
from courts.docket.models import Document, Entry
from courts.docket.queries import EntryView
from courts.edge import Court
from courts.kinds import doc_ids
from courts.kinds.filings import Filer
from courts.kinds.notices import NoticeStyle
from courts.notices import letter, queries, service, stamps
from courts.notices.letter import Copy, DocketTold, MailedTo, OtherMeans, PaperTold, Told
from courts.notices.models import Announcement, Notice
from courts.notices.recipients import DAILY, Account, Box, Reached, ServiceList
from courts.notices.stamps import Key
from courts.papers import protocol as papers
from courts.papers.protocol import Stamps
from shared import seats
from shared.mail.compose import Form
from shared.mail.senders import message_of
from shared.timekeeping import read_setting
from shared.web import edge
from shared.web.runtime import Runtime


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
        docket = _Docket(each, view, queries.service_list(session, view))
        dockets.append(_own_side(docket, filer))
    told = _told(session, dockets)
    # The moment of the entry: what another court forwards is docketed on its seat's calendar.
    now = served[0].view.entry.entered_at
    notices = [
        Notice(
            case_id=each.served.case.id,
            entry_id=each.served.view.entry.id,
            sent_at=now,
            facts=told.to_json(),
        )
        for each in dockets
    ]
    session.add_all(notices)
    session.flush()
    for recipient in _recipients(dockets):
        _send(session, told, recipient, dockets, filer, now=now)
    for each in served:
        if each.view.entry.seq == 1 or each.case.terminated_on == each.view.entry.filed_on:
            tell_at_once(session, each.case)
    return notices[0]


def screen(notice: Notice) -> dict[str, Any]:
    """Return what the screen "Notice of Electronic Filing" shows, as JSON: a wizard's receipt.

    Templates show it by `notices/_notice.html`, under the name `shown`. Its links are billed.
    """
    court = court_edge.court()
    told = Told.from_json(notice.facts)
    made = letter.letter_for(
        told,
        Copy(openable=frozenset(each.case_id for each in told.dockets)),
        style=court.profile.notices,
        court=court.member.id,
        origin="",
        prefix=court.member.doc_prefix,
    )
    return {**asdict(made), "title": court.profile.words.notice}


@dataclass(frozen=True, slots=True)
class Sample:
    """A notice as a mail that is not sent, as it would go over the wire; `title` is the case's."""

    message: str
    title: str


def sample(session: Session, served: Served, *, recipient: str) -> Sample:
    """Return the mail that would have told a counsel of record of an entry; nothing is kept.

    Its link is that of the paper itself, without a free look.
    """
    court = court_edge.court()
    style, postman = court.profile.notices, edge.runtime().postman
    view = cases.whole(session, served.case)
    told = _told(session, [_Docket(served, view, queries.service_list(session, view))])
    made = letter.letter_for(
        told,
        Copy(openable=frozenset({served.case.id})),
        style=style,
        court=court.member.id,
        origin=court.member.gateway["ecf"],
        prefix=court.member.doc_prefix,
    )
    mail = postman.written(
        template=letter.template_of(told, style),
        recipient=recipient,
        values={"letter": made},
        now=edge.now(),
        wall=edge.wall(),
        to=postman.sender if style.to_court else "",
        form="html",
    )
    return Sample(message_of(mail).as_string(), told.dockets[0].title)


# --------------------------------------------------------------------------- what is told


def _told(session: Session, dockets: Sequence[_Docket]) -> Told:
    court = court_edge.court()
    style, member = court.profile.notices, court.member
    zone = ZoneInfo(member.timezone)
    entry = dockets[0].served.view.entry
    key = service.stamp_key(session, edge.now())
    return Told(
        court=letter.court_line(style, member.id),
        district=letter.district_of(member.full_name),
        by=entry.entered_by,
        entered=letter.entered_at(entry.entered_at, zone, style),
        filed=style.day.format(entry.filed_on),
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
        closed=style.day.format(closed) if closed and closed < entry.filed_on else "",
        papers=papers_told(view, key, style, zone),
        mailed=_mailed(docket.told),
        other=_by_other_means(docket.told),
    )


def _mailed(lists: ServiceList) -> tuple[MailedTo, ...]:
    return tuple(
        MailedTo(each.name, each.behalf, each.addresses, _title(each.account))
        for each in lists.electronic
    )


def _by_other_means(lists: ServiceList) -> tuple[OtherMeans, ...]:
    return tuple(OtherMeans(each.name, each.behalf, each.lines) for each in lists.other)


def papers_told(
    view: EntryView, key: Key, style: NoticeStyle, zone: ZoneInfo
) -> tuple[PaperTold, ...]:
    """Return the papers of an entry with their stamps."""
    main = view.main
    if main is None:
        return ()
    day = style.day.format(view.entry.entered_at.astimezone(zone))
    number = doc_ids.dlsid(main.id)
    return tuple(_paper_told(paper, key, style, day, number) for paper in view.documents)


def _paper_told(paper: Document, key: Key, style: NoticeStyle, day: str, number: int) -> PaperTold:
    stamp = stamps.sealed_with(
        key, prefix=style.prefix, date=day, file=f"{number}-{paper.place}", digest=paper.digest
    )
    words = " ".join(part for part in (paper.category, paper.description) if part)
    return PaperTold(words or letter.MAIN, paper.filename, str(stamp), paper.id)


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


def _own_side(docket: _Docket, filer: Filer) -> _Docket:
    """Leave those out of the lists who are told nothing: all but the side of an ex parte filing."""
    if docket.served.view.entry.access not in letter.UNTOLD:
        return docket
    told = tuple(
        each
        for each in docket.told.electronic
        if _share(docket, each.account, filer, involved=True) is not None
    )
    return replace(docket, told=ServiceList(electronic=told))


def _share(docket: _Docket, account: Account, filer: Filer, *, involved: bool) -> _Share | None:
    """Decide what a recipient sees of a docket, by the one decision about access."""
    view = docket.served.view
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
    if not involved or view.entry.access in letter.UNTOLD:
        return None
    return _Share(words=False, papers=False)


def _send(
    session: Session,
    told: Told,
    recipient: _Recipient,
    dockets: Sequence[_Docket],
    filer: Filer,
    *,
    now: datetime,
) -> None:
    style = court_edge.court().profile.notices
    joint = style.joint and recipient.box.format == "html"
    # One who is told of one of several dockets by a joint mail is told of all of them.
    wanted = list(dockets) if joint and recipient.involved else recipient.dockets
    shares = {
        each.served.case.id: _share(each, recipient.account, filer, involved=recipient.involved)
        for each in wanted
    }
    known = {case_id: share for case_id, share in shares.items() if share is not None}
    chosen = [each for each in wanted if each.served.case.id in known]
    looks = {}
    for each in chosen:
        if recipient.involved and known[each.served.case.id].papers:
            looks[each.served.case.id] = docket_service.give_free_look(
                session,
                each.served.view.entry,
                recipient.box.address,
                now,
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
        _deliver(session, recipient, letter.withheld(mine) if hidden else mine, copy, now)


# --------------------------------------------------------------------------- other mails


def tell_change(session: Session, case: Case, entry: Entry, what: str, before: str) -> None:
    """Tell those who had notice of an entry that the clerk changed it.

    :param what: `text` or `paper`; other changes are not told.
    :param before: what the entry said before.
    """
    if what not in letter.CHANGES:
        return
    view = cases.whole(session, case)
    papers = docket_queries.entry_with_documents(session, entry)
    docket = _Docket(Served(case, papers), view, queries.service_list(session, view))
    told = _told(session, [docket])
    told = letter.changed(told, what, before)
    kept = queries.of_entry(session, entry.id)
    if kept is not None and what in letter.STAMPS_ANEW:
        # The page of the notice keeps telling what was served; Verify a Document asks for this.
        kept.facts = {**kept.facts, "corrected": told.to_json()["dockets"][0]["papers"]}
    for recipient in _recipients([docket]):
        _send(session, told, recipient, [docket], Filer(), now=edge.now())


@dataclass(frozen=True, slots=True)
class ServedClaim:
    """A paper of the register; `label` is how the register calls it (1-1, 1-w), `short` its title.

    `amounts` are lines of what it says, such as what is claimed.
    """

    case: Case
    claim_id: int
    label: str
    creditor: str
    filed_on: date
    short: str
    amounts: tuple[tuple[str, str], ...] = ()
    document: Document | None = None


def serve_claim(session: Session, claim: ServedClaim, *, filer: Filer) -> Notice:
    """Tell a case of a paper of the register: a Notice of Electronic Claims Filing, no free looks.

    :returns: the notice, for the receipt screen.
    """
    court = court_edge.court()
    style, zone = court.profile.notices, ZoneInfo(court.member.timezone)
    view = cases.whole(session, claim.case)
    lists = queries.service_list(session, view)
    paper = claim.document
    main: tuple[PaperTold, ...] = ()
    if paper is not None:
        day = style.day.format(edge.now().astimezone(zone))
        key = service.stamp_key(session, edge.now())
        main = (_paper_told(paper, key, style, day, doc_ids.dlsid(paper.id)),)
    told = Told(
        court=style.court,
        district=letter.district_of(court.member.full_name),
        by=filer.signature or filer.name or "ePOC Filer",
        entered=letter.entered_at(edge.now(), zone, style),
        filed=style.day.format(claim.filed_on),
        text="",
        short=claim.short,
        dockets=(
            DocketTold(
                case_id=claim.case.id,
                entry_id=0,
                seq=0,
                title=letter.plain(claim.case.caption),
                number=court.profile.numbers.full(claim.case.number),
                chapter=claim.case.chapter,
                document=claim.label,
                document_id=0 if paper is None else paper.id,
                papers=main,
                mailed=_mailed(lists),
                other=_by_other_means(lists),
            ),
        ),
        claim=letter.ClaimTold(claim.claim_id, claim.label, claim.creditor, claim.amounts),
    )
    notice = Notice(
        case_id=claim.case.id, claim_id=claim.claim_id, sent_at=edge.now(), facts=told.to_json()
    )
    session.add(notice)
    session.flush()
    for reached in lists.electronic:
        for box in reached.boxes:
            recipient = _Recipient(box, reached.account, reached.name, [], True)
            _deliver(session, recipient, told, Copy(), edge.now())
    return notice


def announce(session: Session, subject: str, text: str, *, by: str) -> Announcement:
    """Write to every address that wants the court's announcements."""
    court = court_edge.court()
    style, postman = court.profile.notices, edge.runtime().postman
    boxes = queries.announced_to(session)
    for box in boxes:
        postman.send(
            session,
            template="announcement",
            recipient=box.address,
            values={
                "subject": subject,
                "text": text,
                "paragraphs": letter.paragraphs(text),
                "court": letter.court_line(style, court.member.id),
                "district": letter.district_of(court.member.full_name),
            },
            now=edge.now(),
            wall=edge.wall(),
            to=postman.sender if style.to_court else "",
            form="text" if box.format == "text" else "html",
        )
    row = Announcement(
        subject=subject, text=text, sent_at=edge.now(), sent_by=by, addresses=len(boxes)
    )
    session.add(row)
    session.flush()
    return row


def stamps_of(session: Session, entry_id: int, digests: Mapping[int, str]) -> Mapping[int, Stamps]:
    """Return the stamps of papers as they were sent, and as their bytes would have them now."""
    kept, key = queries.of_entry(session, entry_id), queries.stamp_key(session)
    if kept is None or key is None:
        return {}
    facts = kept.facts
    sent = [
        paper
        for each in facts["dockets"]
        if each["entry_id"] == entry_id
        for paper in each["papers"]
    ]
    found = {}
    for paper in facts.get("corrected", sent):
        stamp = stamps.read(paper["stamp"])
        digest = digests.get(paper["document_id"])
        if stamp is not None and digest is not None:
            now = stamps.sealed_with(
                key, prefix=stamp.prefix, date=stamp.date, file=stamp.file, digest=digest
            )
            found[paper["document_id"]] = Stamps(str(stamp), str(now))
    return found


class DailySummaries:
    """Sends the summaries of a court's day when it is over, one mail for each address."""

    def __init__(self) -> None:
        self._app: Flask | None = None

    def install(self, app: Flask) -> None:
        """Learn which court it is, and let Verify a Document know our stamps."""
        self._app = app
        papers.set_stamper(app, stamps_of)

    def due(self, session: Session, wall: datetime) -> int:
        """Send what waits for days that are over, each seat's by its own calendar; say how many.

        The lines go with the same commit.
        """
        if self._app is None:
            return 0
        court: Court = self._app.extensions["moot_court"]
        runtime: Runtime = self._app.extensions["moot"]
        calendars = seats.calendars(session, read_setting(session))
        zone = ZoneInfo(court.member.timezone)
        sent = 0
        for (day, world, address), rows in groupby(
            queries.summary_lines(session), key=lambda row: (row.day, row.world, row.address)
        ):
            now = calendars.now(world, wall)
            if day >= now.astimezone(zone).date():
                continue
            lines, sent = list(rows), sent + 1
            runtime.postman.send(
                session,
                template="notice_summary",
                recipient=address,
                values={
                    "summary": letter.Summary(
                        f"{day:%m/%d/%Y}", lines[0].name, tuple(line.told for line in lines)
                    ),
                    "style": court.profile.notices,
                    "court": letter.court_line(court.profile.notices, court.member.id),
                    "district": letter.district_of(court.member.full_name),
                    "origin": runtime.federation.url(court.member, ""),
                    "public_note": letter.PUBLIC_NOTE,
                    "no_document": letter.NO_DOCUMENT,
                },
                now=now,
                wall=wall,
                world=world,
                to=runtime.postman.sender if court.profile.notices.to_court else "",
                form="text" if lines[0].format == "text" else "html",
            )
            for line in lines:
                session.delete(line)
        session.flush()
        return sent


def _deliver(
    session: Session, recipient: _Recipient, told: Told, copy: Copy, now: datetime
) -> None:
    court = court_edge.court()
    style = court.profile.notices
    box = recipient.box
    if box.frequency == DAILY:
        service.keep_for_summary(
            session,
            recipient.box,
            recipient.name,
            letter.summary_line(told, copy, style, court.member.doc_prefix),
            day=now.astimezone(ZoneInfo(court.member.timezone)).date(),
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
    postman = edge.runtime().postman
    postman.send(
        session,
        template=letter.template_of(told, style),
        recipient=box.address,
        values={"letter": made},
        now=now,
        wall=edge.wall(),
        to=postman.sender if style.to_court else "",
        form=form,
    )
