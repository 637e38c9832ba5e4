"""Serving an entry: the notice is kept, and mails are promised with the transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket.models import Entry
from courts.docket.queries import EntryView
from courts.kinds.filings import Filer
from courts.notices.models import Notice
from shared.web import edge


@dataclass(frozen=True, slots=True)
class Served:
    """An entry on the docket of a case; a notice may tell of one filing on several dockets."""

    case: Case
    view: EntryView


def serve(session: Session, *served: Served, filer: Filer) -> Notice:
    """Tell everybody who is to be told of a filing; the first docket is the filing's own.

    :returns: the notice of the first docket, for the receipt screen (`notice_page`).
    """
    first = served[0]
    notice = Notice(
        case_id=first.case.id, entry_id=first.view.entry.id, sent_at=edge.now(), facts={}
    )
    session.add(notice)
    session.flush()
    return notice


def tell_change(session: Session, case: Case, entry: Entry, what: str, before: str) -> None:
    """Tell those who had notice of an entry that the clerk changed it.

    :param what: `text` or `paper`; other changes are not told.
    :param before: what the entry said before.
    """
