"""Every notice that a journey sends, read as client programs read it, against the docket."""

from __future__ import annotations

from typing import Any

from juriscraper.lib.string_utils import clean_string
from sqlalchemy import create_engine, text

from shared.wire import MailDelivery
from tests import noticing
from tests.serving import Running

_MAILS = text(
    "SELECT message_id, member, template, sender, recipient, addressed_to, subject, text, html "
    "FROM mail_item WHERE template IN ('nef', 'nef_bankruptcy', 'nda') ORDER BY id"
)
_ENTRIES = text(
    "SELECT c.id AS case_id, c.year, c.serial, e.seq, e.number, e.text, e.filed_on "
    "FROM docket_entry e JOIN court_case c ON c.id = e.case_id "
    "WHERE e.id IN (SELECT entry_id FROM notice)"
)


def check(running: Running) -> tuple[int, list[str]]:
    """Return how many notices there were, and what any of them says otherwise than the docket."""
    mails = _rows(running, "pacer", _MAILS)
    entries = {m.member: _rows(running, m.member, _ENTRIES) for m in mails}
    wrong = []
    for mail in mails:
        told = noticing.read(mail.member, _delivery(mail))
        if not told.get("dockets"):
            wrong.append(f"{mail.subject}: not a notice to its reader")
        for docket in told.get("dockets", []):
            wrong += _compare(mail, docket, entries[mail.member])
    return len(mails), wrong


def _compare(mail: Any, docket: dict[str, Any], entries: list[Any]) -> list[str]:
    (entry,) = docket["docket_entries"]
    words = clean_string(entry["description"])
    found = [each for each in entries if clean_string(each.text) == words]
    if not found:
        return [f"{mail.subject}: no docket says {words!r}"]
    number = docket["docket_number"]
    same = [e for e in found if f"{e.year % 100:02d}-" in number and str(e.serial) in number]
    if not same:
        return [f"{mail.subject}: {number} is not the case of {words!r}"]
    row, wrong = same[0], []
    if entry["document_number"] not in (None, row.number, str(row.number)) and mail.html:
        wrong.append(f"{mail.subject}: document {entry['document_number']}, not {row.number}")
    if str(entry["date_filed"]) != str(row.filed_on)[:10]:
        wrong.append(f"{mail.subject}: filed {entry['date_filed']}, not {row.filed_on}")
    return wrong


def _delivery(mail: Any) -> MailDelivery:
    return MailDelivery(
        message_id=mail.message_id,
        sender=mail.sender,
        recipient=mail.recipient,
        to=mail.addressed_to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        member=mail.member,
        template=mail.template,
        sent_at="2021-11-15T12:00:00+00:00",
    )


def _rows(running: Running, member: str, statement: Any) -> list[Any]:
    engine = create_engine(running.databases[member])
    try:
        with engine.connect() as connection:
            return list(connection.execute(statement).all())
    finally:
        engine.dispose()
