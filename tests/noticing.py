"""Filing through `notices.protocol.serve`, and reading its mails as client programs read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response
from juriscraper.lib.string_utils import clean_string, harmonize
from juriscraper.pacer.email import S3NotificationEmail
from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket import service as docket
from courts.docket.models import FreeLook
from courts.docket.queries import EntryView
from courts.documents import making
from courts.kinds import doc_ids
from courts.kinds.filings import Filer, NewEntry, Paper
from courts.kinds.profiles import profile
from courts.notices import letter, protocol
from courts.notices.models import Notice
from courts.notices.protocol import Served
from shared.db import every_world
from shared.mail.senders import message_of
from shared.timekeeping import read_setting
from shared.web import edge
from shared.wire import MailDelivery
from tests.integration.courts.bench import Bench

PDF = making.pdf(
    making.Source(
        court="A Court",
        number="1",
        caption="A v. B",
        title="A Paper",
        text="Words of a paper.",
        pages=1,
        filed_on=date(2021, 11, 1),
        signer="A. Signer",
        key="0/0",
    )
)
TEMPLATES = frozenset({"nef", "nef_bankruptcy", "nda", "notice_change", "claim_notice"})


@contextmanager
def request_to(bench: Bench, world: int = 0) -> Iterator[Session]:
    """A request of nobody to a court, as deeds of it run; its transaction is committed."""
    with bench.app.test_request_context("/", base_url=bench.member.origins["ecf"]):
        bench.app.preprocess_request()
        yield edge.session()
        bench.app.process_response(Response())


@dataclass(frozen=True)
class Mailing:
    """One filing with the mails that it sent."""

    dockets: tuple[tuple[Case, EntryView], ...]
    notice: letter.Told
    mails: tuple[MailDelivery, ...]


def store_paper(bench: Bench, name: str = "paper.pdf", **more: Any) -> Paper:
    """Put a paper into the store of a court."""
    stored = bench.app.extensions["moot_documents"].put(PDF + b"\n%" + name.encode())
    return Paper(digest=stored.digest, size=stored.size, pages=1, filename=name, **more)


def new_entry(
    bench: Bench, text: str = "MOTION to Compel by Sam Pleasant.", **more: Any
) -> NewEntry:
    """An entry of today, without a paper unless one is given."""
    with bench.database.reading() as session:
        now = read_setting(session).now(bench.clock())
    day = now.astimezone(ZoneInfo(bench.member.timezone)).date()
    papers = tuple(more.pop("papers", ()))
    return NewEntry(
        event=more.pop("event", "motion_compel"),
        short=more.pop("short", "Motion to Compel"),
        text=text,
        filed_on=more.pop("filed_on", day),
        entered_at=more.pop("entered_at", now),
        entered_by=more.pop("entered_by", "Briefly, Paula"),
        numbered=more.pop("numbered", bool(papers)),
        papers=papers,
        **more,
    )


def file(bench: Bench, *filings: tuple[int, NewEntry], filer: Filer | None = None) -> Mailing:
    """Docket and serve one filing on one or several dockets, and return its mails."""
    before = len(bench.promised("mail.delivery"))
    zone = ZoneInfo(bench.member.timezone)
    with request_to(bench) as session:
        served = []
        for case_id, new in filings:
            case = session.scalars(every_world(select(Case).where(Case.id == case_id))).one()
            served.append(Served(case, docket.enter_entry(session, case, new, zone=zone)))
        notice = protocol.serve(session, *served, filer=filer or Filer())
        told = letter.Told.from_json(notice.facts)
        kept = tuple((each.case, each.view) for each in served)
        for case, view in kept:
            session.refresh(case)
            for row in (view.entry, *view.documents):
                session.refresh(row)
        notice_id = notice.id
        session.flush()
        session.expunge_all()
    with bench.database.reading() as session:
        again = session.get(Notice, notice_id)
        assert again is not None
        assert letter.Told.from_json(again.facts) == told
    found = [MailDelivery.from_json(each) for each in bench.promised("mail.delivery")[before:]]
    return Mailing(kept, told, tuple(m for m in found if m.template in TEMPLATES))


def read(court: str, mail: MailDelivery) -> dict[str, Any]:
    """Return what client programs read in a mail, as it goes over the wire."""
    reader = S3NotificationEmail(court)
    reader._parse_text(message_of(mail).as_string())
    return dict(reader.data)


def _url(bench: Bench, view: EntryView, mail: MailDelivery) -> Any:
    """The address of the papers, by the free look that this recipient was given."""
    with bench.database.reading() as session:
        look = session.scalar(
            select(FreeLook).where(
                FreeLook.entry_id == view.entry.id, FreeLook.recipient == mail.recipient
            )
        )
        return None if look is None else look.magic


def differences(
    bench: Bench, mailing: Mailing, mail: MailDelivery, *, hidden: bool = False
) -> list[str]:
    """Compare what a client program reads in a mail with what was filed, field by field."""
    text = not mail.html
    appellate = bench.member.kind == "appellate"
    found = read(bench.member.id, mail)
    wanted = expected(bench, mailing, mail, text=text, hidden=hidden, found=found)
    one, other = flat(wanted), flat(found)
    wrong = [
        f"{name}: wanted {one.get(name)!r}, read {other.get(name)!r}"
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    ]
    assert found.get("appellate") == appellate
    return wrong


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Return a nested value as paths and what stands there."""
    if not isinstance(value, (dict, list)):
        return {path: value}
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    return {k: v for name, each in parts for k, v in flat(each, f"{path}/{name}").items()}


def expected(
    bench: Bench,
    mailing: Mailing,
    mail: MailDelivery,
    *,
    text: bool,
    hidden: bool,
    found: dict[str, Any],
) -> dict[str, Any]:
    """Return what is to be read: every field from the rows that were filed."""
    kind = profile(bench.member.kind)
    appellate = kind.kind == "appellate"
    dockets = mailing.dockets
    if len(found["dockets"]) < len(dockets):
        # Texts and appeals: one mail for each docket, told apart by its number.
        dockets = tuple(
            each
            for each in dockets
            if kind.numbers.full(each[0].number) in mail.subject or f"?{each[0].id}\n" in mail.text
        )
    papers = [] if hidden else [paper for _, view in dockets for paper in view.documents]
    first = dockets[0][1].entry
    words = letter.SEALED_TEXT if hidden else first.text
    return {
        "court_id": bench.member.id,
        "appellate": appellate,
        "acms": False,
        "contains_attachments": len(papers) > 1 and not appellate,
        "email_recipients": []
        if appellate and text
        else recipients(mailing, dockets, kind.kind, text),
        "dockets": [
            docket_of(bench, (case, view), mail, words, text=text, hidden=hidden)
            for case, view in dockets
        ],
    }


def recipients(
    mailing: Mailing, dockets: Sequence[tuple[Case, EntryView]], kind: str, text: bool
) -> list[dict[str, Any]]:
    """Return who was told, as the lists of the notice name them."""
    ids = {case.id for case, _ in dockets}
    lists = [each for each in mailing.notice.dockets if each.case_id in ids]
    if text and kind == "bankruptcy":
        # The reader looks for "has been electronically mailed to" in texts only.
        return []
    found = []
    for one in lists:
        for each in one.mailed:
            name = each.name
            if kind == "bankruptcy" and each.behalf:
                name = f"{name} on behalf of {each.behalf}"
            if kind == "appellate":
                name = f"{name}, {each.title}:"
            found.append({"name": " ".join(name.split()), "email_addresses": list(each.addresses)})
    return found


def docket_of(
    bench: Bench,
    docket_row: tuple[Case, EntryView],
    mail: MailDelivery,
    words: str,
    *,
    text: bool,
    hidden: bool,
) -> dict[str, Any]:
    """Return one docket as it is to be read."""
    case, view = docket_row
    kind = profile(bench.member.kind)
    appellate, style = kind.kind == "appellate", kind.notices
    entry, main = view.entry, None if hidden else view.main
    magic = None if main is None else _url(bench, view, mail)
    number = kind.numbers.full(case.number)
    read_number = kind.numbers.bare(case.number)
    url = None
    if main is not None and (magic or _open_without(case, view)):
        flag = 0 if len(view.documents) > 1 else 1
        form = style.paper_path if magic else style.plain_path
        url = bench.member.origins["ecf"] + form.format(
            id=doc_ids.written(bench.member.doc_prefix, main.id, flag),
            case=case.id,
            seq=entry.seq,
            magic=magic,
        )
    numbered = main is not None and entry.number is not None
    document: Any = str(entry.number) if numbered else None
    if appellate:
        document = None
    elif text and not numbered:
        document = letter.NO_DOCUMENT
    told_short = letter.plain(letter.SEALED_SHORT if hidden else entry.short)
    title = clean_string(harmonize(letter.plain(case.caption)))
    if appellate:
        told_short = told_short.replace('"', "'")
        footer = (
            "" if main is None else f"{main.category} {main.description}".strip() or letter.MAIN
        )
        footer = "" if footer == "Main document" or text else footer.replace("_", " ")
        told_short = max(told_short, footer, key=len)
    return {
        "case_name": title,
        "docket_number": None if appellate and text else (number if appellate else read_number),
        "date_filed": None,
        "federal_dn_office_code": None,
        "federal_dn_case_type": None,
        "federal_dn_judge_initials_assigned": None,
        "federal_dn_judge_initials_referred": None,
        "federal_defendant_number": None,
        **_components(case, kind.kind),
        "docket_entries": [
            {
                "date_filed": entry.filed_on,
                "description": clean_string(words),
                "short_description": clean_string(told_short),
                "document_url": url,
                "document_number": document,
                "pacer_doc_id": None
                if main is None or url is None
                else doc_ids.written(bench.member.doc_prefix, main.id, 0),
                "pacer_case_id": str(case.id),
                "pacer_seq_no": None if appellate or url is None else str(entry.seq),
                "pacer_magic_num": magic,
            }
        ],
    }


def _open_without(case: Case, view: EntryView) -> bool:
    """Say whether a link is there for those who have no free look."""
    open_paper = view.entry.access == "public" and not view.documents[0].access
    return open_paper and not case.restricted and not case.sealed


def _components(case: Case, kind: str) -> dict[str, Any]:
    if kind == "bankruptcy":
        return {"federal_dn_judge_initials_assigned": case.judge_initials or None}
    if kind == "appellate":
        return {}
    return {
        "federal_dn_office_code": case.office,
        "federal_dn_case_type": case.type,
        "federal_dn_judge_initials_assigned": case.judge_initials or None,
        "federal_dn_judge_initials_referred": case.referred_initials or None,
    }
