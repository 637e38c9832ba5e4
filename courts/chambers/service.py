"""The deeds of the clerk in cases; each in one transaction, under the lock of its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases import service as cases_service
from courts.cases.models import Case, Setting
from courts.chambers import editing
from courts.docket.models import Document, Entry
from courts.filing.models import Submission
from courts.kinds.filings import Paper
from courts.kinds.texts import STRICKEN
from shared.errors import Refusal


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does something and when: `by` as docket texts sign, `actor` as the audit names them."""

    by: str
    actor: str
    now: datetime
    today: date


class NothingThereError(Refusal):
    """The entry, paper or setting is not there."""

    def __init__(self, what: str) -> None:
        super().__init__("nothing_there", f"This case has no such {what}.")


@dataclass(frozen=True, slots=True)
class Changed:
    """What was there before a deed and what is there now, for the audit and the notices."""

    case: Case
    entry: Entry
    before: str
    after: str


def correct_text(session: Session, case_id: int, seq: int, words: str, deed: Deed) -> Changed:
    """Change what an entry says.

    :raises NothingThereError: if the case has no such entry.
    """
    case, entry = _entry(session, case_id, seq)
    before = entry.text
    entry.text = editing.corrected(before, words, by=deed.by, on=deed.today)
    session.flush()
    return Changed(case, entry, before, entry.text)


def replace_paper(
    session: Session, case_id: int, seq: int, place: int, *, paper: Paper, deed: Deed
) -> Changed:
    """Put the correct PDF in the place of a wrong one; the entry says that it was modified.

    :returns: the digests of both papers; the old bytes stay in the store.
    :raises NothingThereError: if the entry has no such paper.
    """
    case, entry = _entry(session, case_id, seq)
    document = session.scalar(
        select(Document).where(Document.entry_id == entry.id, Document.place == place)
    )
    if document is None:
        raise NothingThereError("paper")
    before = document.digest or "made from the docket"
    document.digest, document.size = paper.digest, paper.size
    document.pages, document.filename = paper.pages, paper.filename
    entry.text = editing.corrected(entry.text, editing.said(entry.text), by=deed.by, on=deed.today)
    session.flush()
    return Changed(case, entry, before, paper.digest)


def strike(session: Session, case_id: int, seq: int, deed: Deed) -> Changed:
    """Strike an entry: its words stay and say so, its papers are for the court alone.

    :raises NothingThereError: if the case has no such entry.
    """
    case, entry = _entry(session, case_id, seq)
    before = entry.text
    words = editing.said(before)
    if not words.startswith(STRICKEN):
        entry.text = editing.corrected(before, STRICKEN + words, by=deed.by, on=deed.today)
    for paper in session.scalars(select(Document).where(Document.entry_id == entry.id)):
        paper.access = "court_only"
    session.flush()
    return Changed(case, entry, before, entry.text)


def set_access(session: Session, case_id: int, seq: int, level: str) -> Changed:
    """Seal an entry, restrict it or open it again.

    :param level: one of `catalogue.ACCESS`.
    :raises NothingThereError: if the case has no such entry.
    """
    case, entry = _entry(session, case_id, seq)
    before, entry.access = entry.access, level
    session.flush()
    return Changed(case, entry, before, level)


def set_paper_access(session: Session, case_id: int, seq: int, place: int, level: str) -> Changed:
    """Seal or restrict one paper of an entry.

    :raises NothingThereError: if the entry has no such paper.
    """
    case, entry = _entry(session, case_id, seq)
    paper = session.scalar(
        select(Document).where(Document.entry_id == entry.id, Document.place == place)
    )
    if paper is None:
        raise NothingThereError("paper")
    before, paper.access = paper.access or entry.access, level
    session.flush()
    return Changed(case, entry, before, level)


def set_state(
    session: Session,
    case_id: int,
    *,
    closed_on: date | None,
    sealed: bool,
    flags: tuple[str, ...],
) -> Case:
    """Close or reopen a case, seal or unseal it, and set its flags.

    :raises NoCaseError: if this world has no such case.
    """
    case = cases_service.lock_case(session, case_id)
    case.terminated_on, case.sealed, case.flags = closed_on, sealed, list(flags)
    session.flush()
    return case


def assign_judge(
    session: Session,
    case_id: int,
    *,
    judge: tuple[str, str],
    referred: tuple[str, str],
) -> Case:
    """Give a case its judge and, if any, its magistrate judge: name and initials of each.

    :raises NoCaseError: if this world has no such case.
    """
    case = cases_service.lock_case(session, case_id)
    case.judge, case.judge_initials = judge
    case.referred, case.referred_initials = referred
    session.flush()
    return case


@dataclass(frozen=True, slots=True)
class NewSetting:
    """A deadline or hearing to put on the calendar."""

    kind: str
    name: str
    due_on: date
    time: str = ""
    place: str = ""


def add_setting(session: Session, case_id: int, new: NewSetting) -> Setting:
    """Set a deadline or a hearing.

    :raises NoCaseError: if this world has no such case.
    """
    case = cases_service.lock_case(session, case_id)
    row = Setting(
        case_id=case.id,
        kind=new.kind,
        name=new.name,
        due_on=new.due_on,
        time=new.time,
        place=new.place,
    )
    session.add(row)
    session.flush()
    return row


def end_setting(
    session: Session, case_id: int, setting_id: int, status: str, today: date
) -> Setting:
    """Say that a deadline or hearing is satisfied or terminated.

    :raises NothingThereError: if the case has no such setting.
    """
    case = cases_service.lock_case(session, case_id)
    row = session.get(Setting, setting_id)
    if row is None or row.case_id != case.id:
        raise NothingThereError("deadline or hearing")
    row.status, row.ended_on = status, today
    session.flush()
    return row


def check_filing(session: Session, submission_id: int, *, finding: str, deed: Deed) -> Submission:
    """Note that a filing was looked at, and what was found; empty if it is right.

    :raises NothingThereError: if this world has no such filing.
    """
    row = session.scalar(select(Submission).where(Submission.id == submission_id))
    if row is None:
        raise NothingThereError("filing")
    row.checked_at, row.checked_by, row.finding = deed.now, deed.by, finding
    session.flush()
    return row


def _entry(session: Session, case_id: int, seq: int) -> tuple[Case, Entry]:
    case = cases_service.lock_case(session, case_id)
    entry = session.scalar(select(Entry).where(Entry.case_id == case.id, Entry.seq == seq))
    if entry is None:
        raise NothingThereError("entry")
    return case, entry
