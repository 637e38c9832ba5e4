"""A court's world, targets for client programs, and the questions of the conformance kit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.docket import queries as dockets
from courts.docket.models import Entry, FreeLook
from courts.edge import Court
from courts.kinds import doc_ids
from courts.kinds.dice import Dice
from courts.kinds.numbers import Style
from courts.notices import protocol as notices
from courts.notices.protocol import Served
from courts.papers import protocol as papers
from courts.papers import queries as paper_queries
from courts.sandbox import queries
from courts.sandbox.questions import Asker, Mailed
from courts.worlds import queries as worlds
from courts.worlds import targets as drawing
from courts.worlds.queries import Listed
from courts.worlds.targets import Candidate, Drawn, Paper, Place
from shared import ids
from shared.db import SHARED_WORLD
from shared.kit import Question
from shared.timekeeping import read_setting
from shared.web import edge
from shared.web.runtime import Runtime

_FREE_LOOK: Final = timedelta(days=15)
_MAGIC_BELOW: Final = 10**15
#: Who the kit's notice is addressed to.
_READER: Final = "kit.reader@examplelaw.test"


def world(app: Flask, limit: int) -> dict[str, Any]:
    """Return what this court has: cases with numbers in full, and papers with their ids.

    :param limit: how many cases are listed at most, those planted first before others.
    """
    runtime: Runtime = app.extensions["moot"]
    style, prefix = _court(app).profile.numbers, runtime.member.doc_prefix
    with runtime.database.reading() as session:
        counts = worlds.counted(session)
        found = worlds.listed(session, limit=limit)
    return {
        "id": runtime.member.id,
        "kind": runtime.member.kind,
        "url": runtime.member.public_url,
        "counts": {"cases": counts.cases, "entries": counts.entries, "documents": counts.papers},
        "cases": [_listed(each, style, prefix) for each in found],
    }


def _listed(each: Listed, style: Style, prefix: str) -> dict[str, Any]:
    case = each.case
    return {
        "id": case.id,
        "number": style.full(case.number),
        "caption": case.caption,
        "family": case.family,
        "chapter": case.chapter,
        "nature": case.nature,
        "filed": case.filed_on.isoformat(),
        "terminated": case.terminated_on.isoformat() if case.terminated_on else None,
        "flags": case.flags,
        "sealed": case.sealed,
        "restricted": case.restricted,
        "opening": case.opening,
        "documents": [
            {
                "id": doc_ids.written(prefix, paper.id, doc_ids.PAPER),
                "menu": doc_ids.written(prefix, paper.id),
                "seq": paper.seq,
                "number": paper.number,
                "attachment": paper.place,
                "access": paper.access,
                "pages": paper.pages,
            }
            for paper in each.papers
        ],
    }


def targets(app: Flask, seed: int) -> dict[str, str]:
    """Return a case that everybody may see for client programs, drawn by a seed; {} without one.

    Its single paper gets a free look, as the recipient of a notice would have it.
    """
    runtime: Runtime = app.extensions["moot"]
    member = runtime.member
    place = Place(member.id, member.doc_prefix, member.pcl_id, _court(app).profile.numbers)
    magic = str(_MAGIC_BELOW + ids.draw(9 * _MAGIC_BELOW))
    with runtime.database.writing(world=SHARED_WORLD) as session:
        now = read_setting(session).now(runtime.clocks.wall())
        today = now.astimezone(ZoneInfo(member.timezone)).date()
        drawn = _drawn(session, place, Dice(f"targets/{member.id}/{seed}"), magic, today)
        if drawn is None:
            return {}
        if drawn.look_at:
            look = FreeLook(
                entry_id=drawn.look_at, magic=magic, recipient="map", expires_at=now + _FREE_LOOK
            )
            session.add(look)
    return dict(drawn.told)


def _drawn(session: Session, place: Place, dice: Dice, magic: str, today: date) -> Drawn | None:
    """Return a target of the first family of cases that this court has one of."""
    civil = worlds.candidates(session, "civil", dice, today)
    opinions = worlds.opinion_days(session, dice, today)
    bankrupt = worlds.candidates(session, "bankruptcy", dice, today)
    lasts = (last.lower() for case in bankrupt for _name, last in case.parties[:1] if last)
    appeals = worlds.candidates(session, "appellate", dice, today)
    return (
        drawing.civil(civil, place, magic=magic, opinions=opinions)
        or drawing.bankruptcy(bankrupt, place, last_names=worlds.last_names(session, lasts))
        or drawing.appeal(appeals, place)
    )


def _court(app: Flask) -> Court:
    return cast(Court, app.extensions["moot_court"])


# --------------------------------------------------------------------------- the kit


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What the questions about one family of cases are drawn from, in the order of the dice."""

    asker: Asker
    cases: Sequence[Candidate]
    counts: Mapping[int, int]


def questions(seed: int) -> list[Question]:
    """Return the kit's questions about this court, drawn by a seed, with their answers.

    Cases come from everyone's world and are such as everybody may see in full. Papers that nobody
    has read yet are made, which ends the request's transaction.
    """
    court = court_edge.court()
    member, today = court.member, court_edge.today()
    asker = Asker(
        Place(member.id, member.doc_prefix, member.pcl_id, court.profile.numbers),
        member.gateway["ecf"],
    )
    dice = Dice(f"kit/{member.id}/{seed}")
    found = []
    for family, asked in _ASKED.items():
        drawn = worlds.candidates(edge.session(), family, dice, today)
        counts = queries.open_dockets(edge.session(), [case.case_id for case in drawn], today)
        found += [ask(_Drawing(asker, drawn, counts)) for ask in asked]
    return [question for question in found if question is not None]


def _entries(drawn: _Drawing) -> Question | None:
    case = next((each for each in drawn.cases if each.case_id in drawn.counts), None)
    return drawn.asker.entries(case, drawn.counts[case.case_id]) if case else None


def _parties(drawn: _Drawing) -> Question | None:
    case = next((each for each in drawn.cases if len(each.parties) > 1), None)
    return drawn.asker.parties(case) if case else None


def _claims(drawn: _Drawing) -> Question | None:
    case = next((each for each in drawn.cases if each.claimants), None)
    return drawn.asker.claims(case) if case else None


def _attachments(drawn: _Drawing) -> Question | None:
    found = ((case, drawing.with_attachments(case)) for case in drawn.cases)
    return next((drawn.asker.attachments(case, paper) for case, paper in found if paper), None)


def _single(drawn: _Drawing) -> tuple[Candidate, Paper] | None:
    found = ((case, drawing.single(case)) for case in drawn.cases)
    return next(((case, paper) for case, paper in found if paper), None)


def _paper(drawn: _Drawing) -> Question | None:
    found = _single(drawn)
    view = found and paper_queries.paper(edge.session(), found[1].main)
    if not found or not view:
        return None
    digests = []
    for header in (True, False):
        file = papers.ready(papers.collect((view,), header=header), "one")
        digests.append(hashlib.sha256(file.path.read_bytes()).hexdigest())
    return drawn.asker.paper(*found, digests)


def _notice(drawn: _Drawing) -> Question | None:
    session, found = edge.session(), _single(drawn)
    case = found and cases.by_id(session, found[0].case_id)
    entry = found and session.get(Entry, found[1].entry_id)
    if not found or not case or not entry:
        return None
    view = dockets.entry_with_documents(session, entry)
    mail = notices.sample(session, Served(case, view), recipient=_READER)
    told = {
        "docket_number": drawn.asker.place.style.bare(case.number),
        "case_name": mail.title,
        "document_number": str(entry.number),
        "pacer_case_id": str(case.id),
        "pacer_doc_id": doc_ids.written(drawn.asker.place.prefix, found[1].main, doc_ids.MENU),
    }
    return drawn.asker.notice(Mailed(mail.message, told))


_ASKED: Final = MappingProxyType(
    {
        "civil": (_entries, _parties, _attachments, _paper, _notice),
        "bankruptcy": (_entries, _claims),
        "appellate": (_entries,),
    }
)
