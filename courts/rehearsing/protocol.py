"""Doing what Next would do, looking at what came of it, and undoing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from sqlalchemy import event
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.cases.models import Case
from courts.docket.models import Entry
from courts.filing import mistakes
from courts.filing import protocol as filing
from courts.filing.mistakes import EarlierSeen, Mistake, PaperSeen, Seen
from courts.filing.models import Submission
from courts.filing.protocol import Work
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer, Paper
from courts.notices.letter import Told
from courts.notices.models import Notice
from courts.payments import queries as payments
from courts.payments.models import DUE, FilingFee
from courts.rehearsing import queries
from shared.db import SHARED_WORLD
from shared.money import dollars
from shared.web import edge

#: Where a transaction keeps the codes of the mistakes that were seen when it was sent off.
_NOTICED: Final = "noticed"
#: What was filed so shortly before is taken for the same paper.
LATELY: Final = timedelta(hours=1)
#: Numbers of cases that wait so long may have been drawn for the same complaint.
DAYS: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Docketed:
    """An entry that Next would make; `number` is None for one without a document number."""

    case: str
    number: int | None
    filers: tuple[str, ...]
    access: str
    text: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What Next would do.

    `noted` are lines of the log that make no entry, such as a case that is opened; `cents` is what
    it costs in all, `due` what of it stays to be paid.
    """

    entries: tuple[Docketed, ...]
    noted: tuple[str, ...]
    electronic: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    cents: int
    due: int


def rehearse(commit: Callable[[], object]) -> Rehearsed:
    """Commit a transaction, tell what came of it, and undo it: number, text and service are true.

    The rows that were read before are gone with it.

    :param commit: what Next on the last screen does.
    :raises Refusal: as the commit would.
    """
    session, made = edge.session(), list[Any]()

    def note(_session: Session, row: Any) -> None:
        made.append(row)

    event.listen(session, "pending_to_persistent", note)
    try:
        commit()
        session.flush()
        return _told(session, made)
    finally:
        event.remove(session, "pending_to_persistent", note)
        edge.undo()


def _told(session: Session, made: Sequence[Any]) -> Rehearsed:
    style = court_edge.court().profile.numbers
    entries = [row for row in made if isinstance(row, Entry)]
    noted = [row for row in made if isinstance(row, Submission) and row.entry_id is None]
    fees = [row for row in made if isinstance(row, FilingFee)]
    ids = {row.case_id for row in entries} | {row.case_id for row in noted}
    # The identity map has them: each was locked, or made, by the commit.
    cases = {each: session.get_one(Case, each) for each in ids}
    dockets = [
        docket
        for row in made
        if isinstance(row, Notice)
        for docket in Told.from_json(row.facts).dockets
    ]
    return Rehearsed(
        entries=tuple(
            Docketed(
                f"{style.full(cases[row.case_id].number)} {cases[row.case_id].caption}",
                row.number,
                tuple(row.filers),
                row.access,
                row.text,
            )
            for row in entries
        ),
        noted=tuple(f"{style.bare(cases[row.case_id].number)}: {row.title}" for row in noted),
        electronic=tuple(
            dict.fromkeys((m.name, ", ".join(m.addresses)) for d in dockets for m in d.mailed)
        ),
        others=tuple(dict.fromkeys(o.name for d in dockets for o in d.other)),
        cents=sum(fee.cents for fee in fees),
        due=sum(fee.cents for fee in fees if fee.status == DUE),
    )


def papers_seen(papers: Sequence[Paper]) -> tuple[PaperSeen, ...]:
    """Return the papers of a filing as the checks see them, the main document first; lets go of
    the database.
    """
    found = []
    for place, paper in enumerate(papers):
        facts = filing.read_again(paper)
        found.append(
            PaperSeen(
                filename=paper.filename,
                category=paper.category,
                description=paper.description,
                text="\n".join(facts.texts) if place == 0 else "",
                fillable=facts.form_fields > facts.signatures,
                digest=paper.digest,
            )
        )
    return tuple(found)


def mistakes_of(work: Work, papers: Sequence[PaperSeen]) -> tuple[Mistake, ...]:
    """Return the classic mistakes of a transaction, as far as its wizard knows them."""
    return () if work.flow.seen is None else mistakes.found(work.flow.seen(work, papers))


def notice(work: Work) -> dict[str, Any]:
    """Look for mistakes in what somebody in a seat is about to file; lets go of the database.

    For the last screen of a wizard, whose commit tells the trail what was `noticed`. Nothing is
    stopped by any; whoever is in no seat is not looked at.
    """
    if not looks() or work.flow.seen is None:
        return {}
    papers = papers_seen(work.papers)
    # Reading papers let go of the database: what was read before is gone.
    work = Work(work.transaction, filing.filer(), work.flow)
    return {_NOTICED: [each.code for each in mistakes_of(work, papers)]}


def looks() -> bool:
    """Return whether mistakes are looked for in what this person files: in a seat, in training."""
    return court_edge.person().world != SHARED_WORLD and edge.runtime().settings.training


def noticed(work: Work) -> Sequence[str]:
    """Return the codes of what was found when the last screen was sent."""
    return cast("Sequence[str]", work.data.get(_NOTICED, ()))


def seen_of(
    filer: Filer,
    events: tuple[Event, ...],
    papers: Sequence[PaperSeen],
    *,
    case_id: int = 0,
    caption: str = "",
) -> Seen:
    """Return what the checks see of any filing; wizards replace what they know besides.

    :param case_id: of the case in which it is filed, 0 for one that does not exist yet.
    :param caption: of that case: shells of the same caption were opened for the same complaint.
    """
    session, user_id, now = edge.session(), filer.user_id, edge.now()
    bench = filing.bench()
    owed = payments.due(session, user_id)
    shells = queries.shells_since(session, user_id, now - DAYS)
    menus = {each.menu for each in events}
    return Seen(
        events=events,
        offered=tuple(e for e in bench.catalogue.events.values() if e.menu in menus),
        caption=caption,
        papers=tuple(papers),
        signer=filer.name,
        owed=dollars(sum(fee.cents for fee in owed)) if owed else "",
        earlier=tuple(
            EarlierSeen(e.title, e.number, e.case_id == case_id, e.digests)
            for e in queries.filed_since(session, user_id, now - LATELY)
        ),
        shells=tuple(bench.style.bare(each.number) for each in shells if each.caption == caption),
    )
