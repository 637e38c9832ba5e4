"""What client programs read back from a docket sheet, against the draft that was planted.

`differences` builds from a draft, by hand and without the code of the pages, what the parser of
juriscraper ought to return, and names every field that is otherwise. Where the parser itself
changes words (it title-cases judges and harmonizes captions) the same function of the parser is
applied to the draft's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from juriscraper.lib.judge_parsers import normalize_judge_string
from juriscraper.lib.string_utils import clean_string, harmonize
from juriscraper.lib.utils import clean_court_object
from juriscraper.pacer import DocketHistoryReport, DocketReport
from juriscraper.pacer.docket_utils import normalize_party_types

from courts.docket.parties import ALIASES
from courts.kinds import doc_ids, suits
from courts.kinds.drafts import CaseDraft, CivilFacts, CounselDraft, EntryDraft, PartyDraft
from courts.kinds.numbers import BANKRUPTCY, DISTRICT

Papers = Mapping[int, Sequence[int]]
#: The courts whose dockets are compared are all of one zone; an entry's day is the court's.
ZONE = ZoneInfo("America/New_York")


def docket(court: str, html: str) -> dict[str, Any]:
    """Return what the parser of docket sheets reads from a page."""
    report = DocketReport(court)
    report._parse_text(html)
    found: dict[str, Any] = report.data
    return found


def history(court: str, html: str) -> dict[str, Any]:
    """Return what the parser of History/Documents reads from a page."""
    report = DocketHistoryReport(court)
    report._parse_text(html)
    found: dict[str, Any] = report.data
    return found


def differences(
    data: Mapping[str, Any],
    draft: CaseDraft,
    *,
    prefix: str,
    papers: Papers,
    hidden: frozenset[int] = frozenset(),
    closed: frozenset[int] = frozenset(),
    parties: bool = True,
) -> list[str]:
    """Return every field in which a parsed docket sheet differs from the draft of its case.

    :param prefix: the first three digits of document ids in that court.
    :param papers: the row ids of the papers of each entry, by its seq, the main document first.
    :param hidden: seqs of entries that the viewer must not see at all.
    :param closed: seqs of entries whose main document the viewer must not open.
    :param parties: whether parties, the terminated ones too, were asked for.
    """
    found = list(_compare(_metadata(draft), data, "case"))
    if parties:
        expected = _merged(_parties(draft))
        found += _listed("party", expected, data["parties"])
    elif data["parties"]:
        found.append(f"parties: {data['parties']!r}, none were asked for")
    shown = [
        _entry(each, prefix=prefix, papers=papers, closed=closed)
        for each in sorted(draft.entries, key=lambda e: (e.filed_on, e.seq))
        if each.seq not in hidden
    ]
    wide = draft.family in ("bankruptcy", "adversary")
    for row in shown if wide else ():
        row["pacer_seq_no"] = None
    return found + _listed("entry", shown, data["docket_entries"])


def _listed(what: str, expected: Sequence[Any], found: Sequence[Any]) -> list[str]:
    told = []
    if len(expected) != len(found):
        told.append(f"{what}: {len(found)} read, {len(expected)} planted")
    for place, (one, other) in enumerate(zip(expected, found, strict=False)):
        told += list(_compare(one, other, f"{what} {place}"))
    return told


def _compare(expected: Mapping[str, Any], found: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in expected.items():
        if found.get(name) != value:
            yield f"{where}.{name}: read {found.get(name)!r}, planted {value!r}"


# --------------------------------------------------------------------------- the header


def _metadata(draft: CaseDraft) -> dict[str, Any]:
    wide = draft.family in ("bankruptcy", "adversary")
    common = {
        "docket_number": (BANKRUPTCY if wide else DISTRICT).bare(draft.number),
        "date_filed": draft.filed_on,
        "date_terminated": draft.terminated_on,
        "assigned_to_str": normalize_judge_string(f"Judge {draft.judge}")[0] if draft.judge else "",
        "federal_dn_judge_initials_assigned": draft.number.judge or None,
    }
    if wide:
        return common
    return {**common, **_district(draft)}


def _district(draft: CaseDraft) -> dict[str, Any]:
    facts = draft.facts
    assert isinstance(facts, CivilFacts)
    civil = draft.family == "civil"
    charged = {p.defendant for p in draft.parties} - {0}
    nature = f"{draft.nature} {suits.NATURES[draft.nature]}" if draft.nature and civil else ""
    judge = normalize_judge_string(f"Magistrate Judge {draft.referred}")[0]
    told = {
        "case_name": clean_string(harmonize(draft.caption)),
        "referred_to_str": judge if draft.referred else "",
        "nature_of_suit": nature,
        "cause": facts.cause if civil else "",
        "jury_demand": facts.jury if civil else "",
        "demand": facts.demand if civil else "",
        "jurisdiction": facts.jurisdiction if civil else "",
        "mdl_status": facts.mdl_status if civil else "",
        "ordered_by": "date_filed" if draft.entries else None,
        "federal_dn_office_code": draft.number.office,
        "federal_dn_case_type": draft.number.type,
        "federal_dn_judge_initials_referred": draft.number.referred or None,
        "federal_defendant_number": str(charged.pop()) if len(charged) == 1 else None,
    }
    cleaned: dict[str, Any] = clean_court_object(told)
    return cleaned


# --------------------------------------------------------------------------- parties


def _parties(draft: CaseDraft) -> Iterator[dict[str, Any]]:
    maker = {"civil": _civil_party, "criminal": _criminal_party}.get(draft.family)
    if maker is None:
        return
    ordered = list(draft.parties)
    if draft.family == "criminal":
        ordered.sort(key=lambda p: (p.role == "Plaintiff", p.defendant == 0, p.defendant))
    for party in ordered:
        yield maker(party)


def _merged(parties: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a party that is the same as one before it, as the parser does."""
    found: list[dict[str, Any]] = []
    for party in parties:
        if party not in found:
            found.append(party)
    return found


def _civil_party(party: PartyDraft) -> dict[str, Any]:
    extra = [*party.extra.splitlines()]
    for kind, name in party.aliases:
        extra += [ALIASES.get(kind, kind), name]
    pro_se = not party.counsel and bool(party.address) and not party.is_entity
    if party.is_entity and not party.counsel:
        extra += party.address
    if party.terminated_on is not None:
        extra.append(f"TERMINATED: {party.terminated_on:%m/%d/%Y}")
    told: dict[str, Any] = {
        "type": normalize_party_types(party.role),
        "name": party.name,
        "extra_info": "\n".join(line.strip() for line in extra if line.strip()),
        "date_terminated": party.terminated_on,
    }
    if party.counsel:
        told["attorneys"] = [_attorney(each) for each in party.counsel]
    elif pro_se:
        mail = [f"Email: {party.email}"] if party.email else []
        told["attorneys"] = [
            {
                "name": " ".join(party.name.split()),
                "contact": _contact([*party.address, *mail, "PRO SE"]),
                "roles": [],
            }
        ]
    return told


def _criminal_party(party: PartyDraft) -> dict[str, Any]:
    told = _civil_party(party)
    if not party.defendant:
        return told
    counts = [
        {"name": count.name, "disposition": count.disposition, "status": status}
        for status in ("pending", "terminated")
        for count in party.counts
        if count.status == status
    ]
    complaints = [
        {"name": count.name, "disposition": count.disposition}
        for count in party.counts
        if count.status == "complaint"
    ]
    told["criminal_data"] = clean_court_object(
        {
            "counts": counts,
            "complaints": complaints,
            "highest_offense_level_opening": party.offense_opening or "None",
            "highest_offense_level_terminated": party.offense_terminated or "None",
        }
    )
    return told


def _attorney(counsel: CounselDraft) -> dict[str, Any]:
    left = counsel.terminated_on
    ended = [] if left is None else [f"TERMINATED: {left:%m/%d/%Y}"]
    return {
        "name": " ".join(counsel.name.split()),
        "contact": _contact(counsel.contact),
        "roles": [*ended, *counsel.roles],
    }


def _contact(lines: Sequence[str]) -> str:
    return "".join(f"{' '.join(line.split())}\n" for line in lines if line.strip())


# --------------------------------------------------------------------------- entries


def _entry(
    entry: EntryDraft, *, prefix: str, papers: Papers, closed: frozenset[int]
) -> dict[str, Any]:
    ids = papers.get(entry.seq, ())
    linked = entry.number is not None and bool(ids) and entry.seq not in closed
    says = "(Entered: " in entry.text
    told: dict[str, Any] = {
        "date_filed": entry.filed_on,
        "document_number": None if entry.number is None else str(entry.number),
        "description": entry.text,
        "pacer_doc_id": doc_ids.written(prefix, ids[0]) if linked else None,
        "pacer_seq_no": str(entry.seq) if linked else None,
    }
    if says:
        told["date_entered"] = entry.entered_at.astimezone(ZONE).date()
    cleaned: dict[str, Any] = clean_court_object(told)
    return cleaned
