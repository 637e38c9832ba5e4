"""Cases of a world that a client program can be sent to, drawn at random (`moot map`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from courts.kinds import doc_ids, numbers
from courts.kinds.numbers import CaseNumber, Style

#: How far around the day of an opinion the report of opinions is asked for.
_AROUND: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Paper:
    """An entry with papers that everybody may see: the id of its main one, and how many."""

    entry_id: int
    number: int
    main: int
    count: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that everybody may see, and what of it a client program could ask for."""

    case_id: int
    number: CaseNumber
    caption: str
    papers: tuple[Paper, ...]
    #: Name and last name of each party, in docket order.
    parties: tuple[tuple[str, str], ...]
    creditors: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What a court adds to its ids and numbers."""

    court: str
    prefix: str
    pcl_id: str
    style: Style


@dataclass(frozen=True, slots=True)
class Drawn:
    """A target for a client program, and the entry whose single paper wants a free look."""

    told: Mapping[str, str]
    look_at: int = 0


def with_attachments(case: Candidate) -> Paper | None:
    """Return the first entry that has attachments."""
    return next((paper for paper in case.papers if paper.count > 1), None)


def single(case: Candidate) -> Paper | None:
    """Return the first entry with one paper only."""
    return next((paper for paper in case.papers if paper.count == 1), None)


def civil(
    cases: Sequence[Candidate], place: Place, *, magic: str, opinions: Sequence[date]
) -> Drawn | None:
    """Return a civil case with parties, attachments and a single paper; the first that has all.

    Its first document is the one with attachments, and its last a single paper: some programs take
    the one or the other without looking.

    :param opinions: days on which the court filed opinions.
    """
    for case in cases:
        many, one = with_attachments(case), single(case)
        if many is None or one is None or not case.parties or not opinions:
            continue
        if many is not case.papers[0] or many.number != 1 or case.papers[-1].count != 1:
            continue
        told = {
            **_case(case, place),
            **_papers(many, one, place),
            "doc_number": str(many.number),
            "attachment_number": "1",
            "magic_num": magic,
            "opinions_from": (opinions[0] - _AROUND).isoformat(),
            "opinions_to": (opinions[0] + _AROUND).isoformat(),
            "pcl_case_number_full": numbers.locator(case.number),
            "pcl_court_id": place.pcl_id,
        }
        return Drawn(told, one.entry_id)
    return None


def bankruptcy(
    cases: Sequence[Candidate], place: Place, *, last_names: Mapping[str, int]
) -> Drawn | None:
    """Return a case of one debtor with claims and creditors; the first that has all.

    :param last_names: how many parties of the court have a last name that begins so.
    """
    for case in cases:
        many = with_attachments(case)
        name, last = case.parties[0] if case.parties else ("", "")
        known = bool(case.creditors and case.claimants and last)
        if many is None or not known or name != case.caption or last_names.get(last.lower()) != 1:
            continue
        words = [word.strip(".,") for word in case.claimants[0].split()]
        told = {
            **_case(case, place),
            "doc_with_attachments": doc_ids.written(place.prefix, many.main, doc_ids.MENU),
            "creditor": max(words, key=len).lower(),
            "last_name": last.lower(),
        }
        return Drawn(told)
    return None


def appeal(cases: Sequence[Candidate], place: Place) -> Drawn | None:
    """Return an appeal with parties, attachments and a single paper; the first that has all."""
    for case in cases:
        many, one = with_attachments(case), single(case)
        if many is not None and one is not None and case.parties:
            return Drawn({**_case(case, place), **_papers(many, one, place)})
    return None


def _case(case: Candidate, place: Place) -> dict[str, str]:
    return {
        "court": place.court,
        "pacer_case_id": str(case.case_id),
        "docket_number": place.style.bare(case.number),
        "case_name": case.caption,
    }


def _papers(many: Paper, one: Paper, place: Place) -> dict[str, str]:
    return {
        "doc_with_attachments": doc_ids.written(place.prefix, many.main, doc_ids.MENU),
        "doc_single": doc_ids.written(place.prefix, one.main, doc_ids.PAPER),
    }
