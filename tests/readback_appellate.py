"""Read back what was put in: drafts of appeals against what a client program parsed.

Each function returns the differences as sentences; an empty list is what is wanted. What the
program itself straightens (captions, judges) is straightened with its own functions before it is
compared; everything else must be equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import tldextract
from juriscraper.lib.judge_parsers import normalize_judge_string
from juriscraper.lib.string_utils import clean_string, harmonize
from juriscraper.pacer import AppellateAttachmentPage, AppellateDocketReport

from courts.kinds import doc_ids
from courts.kinds.drafts import LEAD, NOTICED, AppellateFacts, CaseDraft, EntryDraft, PartyDraft
from courts.kinds.numbers import APPELLATE

#: Row ids of the papers of each entry, by its seq, the main document first.
Papers = Mapping[int, Sequence[int]]

_DISTRICT = re.compile(r"((\d{1,2}:)?\d\d-[a-zA-Z]{1,4}-\d{1,10})")
_ENTERED = re.compile(r"Entered:\s+(\d\d/\d\d/\d\d\d\d)")


def offline() -> None:
    """Keep the parser from fetching the public suffix list: it brings one along."""
    quiet = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.tldextract.TLD_EXTRACTOR = quiet


def docket(court: str, html: str) -> dict[str, Any]:
    """Return what the parser of appellate dockets reads from a page."""
    offline()
    report = AppellateDocketReport(court)
    report._parse_text(html)
    found: dict[str, Any] = report.data
    return found


def menu(court: str, html: str) -> dict[str, Any]:
    """Return what the parser of attachment menus reads from a page."""
    report = AppellateAttachmentPage(court)
    report._parse_text(html)
    found: dict[str, Any] = report.data
    return found


def differences(
    data: Mapping[str, Any],
    draft: CaseDraft,
    *,
    prefix: str,
    papers: Papers,
    courts: Sequence[str] = (),
    hidden: frozenset[int] = frozenset(),
    closed: frozenset[int] = frozenset(),
) -> list[str]:
    """Return every field in which a parsed docket (full) differs from the draft of its case.

    :param prefix: the first three digits of document ids in that court.
    :param courts: the courts of the federation, to which numbers below are links.
    :param hidden: seqs of entries that the viewer must not see at all.
    :param closed: seqs of entries of whose papers the viewer must open none.
    """
    entries = [
        _entry(each, prefix, () if each.seq in closed else papers.get(each.seq, ()))
        for each in sorted(draft.entries, key=lambda e: (e.filed_on, e.seq))
        if each.seq not in hidden
    ]
    return [
        *_compare(_metadata(draft), data, "case"),
        *_origin_differences(draft, data["originating_court_information"], courts),
        *_listed("party", list(_parties(draft)), data["parties"]),
        *_listed("entry", entries, data["docket_entries"]),
    ]


def menu_differences(
    data: Mapping[str, Any],
    entry: EntryDraft,
    *,
    case_id: int,
    prefix: str,
    papers: Sequence[int],
    sizes: Sequence[int],
) -> list[str]:
    """Return every field in which a parsed attachment menu differs from the draft of its entry."""
    ids = [doc_ids.written(prefix, each) for each in papers]
    head = {
        "pacer_doc_id": min(ids),
        "pacer_case_id": str(case_id),
        "pacer_seq_no": str(entry.seq),
    }
    rows = [
        {
            "attachment_number": place,
            "description": _title(entry, place),
            "page_count": paper.pages,
            "pacer_doc_id": doc_id,
            "file_size_bytes": size,
        }
        for place, (paper, doc_id, size) in enumerate(
            zip(entry.documents, ids, sizes, strict=True), start=1
        )
    ]
    return [*_compare(head, data, "menu"), *_listed("attachment", rows, data["attachments"])]


def several_differences(
    data: Mapping[str, Any],
    draft: CaseDraft,
    *,
    prefix: str,
    papers: Papers,
    sizes: Mapping[int, Sequence[int]],
) -> list[str]:
    """Return every field in which a docket with "View Selected" differs from its draft."""
    rows = []
    for each in sorted(draft.entries, key=lambda e: (e.filed_on, e.seq)):
        row = _entry(each, prefix, papers.get(each.seq, ()))
        if papers.get(each.seq):
            row["pacer_seq_no"] = str(each.seq)
        rows.append(row)
    told = _listed("entry", rows, data["docket_entries"])
    for each, found in zip(
        sorted(draft.entries, key=lambda e: (e.filed_on, e.seq)),
        data["docket_entries"],
        strict=True,
    ):
        if len(each.documents) > 1:
            expected = [
                {
                    "attachment_number": place,
                    "description": _title(each, place),
                    "page_count": paper.pages,
                    "file_size_bytes": size,
                    "pacer_doc_id": doc_ids.written(prefix, row_id),
                    "pacer_seq_no": str(each.seq),
                }
                for place, (paper, size, row_id) in enumerate(
                    zip(each.documents, sizes[each.seq], papers[each.seq], strict=True), start=1
                )
            ]
            told += _listed(f"entry {each.seq}, attachment", expected, found["attachments"])
        elif "attachments" in found:
            told.append(f"entry {each.seq}: attachments were read, none were planted")
    return told


# --------------------------------------------------------------------------- what is expected


def _facts(draft: CaseDraft) -> AppellateFacts:
    assert isinstance(draft.facts, AppellateFacts)
    return draft.facts


def _metadata(draft: CaseDraft) -> dict[str, Any]:
    facts = _facts(draft)
    return {
        "docket_number": APPELLATE.bare(draft.number),
        "case_name": clean_string(harmonize(draft.caption)),
        "panel": " ".join(facts.panel).split(),
        "nature_of_suit": clean_string(facts.nature or draft.nature),
        "appeal_from": clean_string(facts.appeal_from),
        "fee_status": clean_string(facts.fee_status),
        "date_filed": draft.filed_on,
        "date_terminated": draft.terminated_on,
        "case_type_information": clean_string(", ".join(line for line in facts.types if line)),
    }


def _origin_differences(
    draft: CaseDraft, found: Mapping[str, Any], courts: Sequence[str]
) -> list[str]:
    expected = _origin(draft, courts)
    told = list(_compare(expected, found, "origin"))
    extra = {name: value for name, value in found.items() if value and name not in expected}
    return [*told, *(f"origin.{name}: read {value!r}, none" for name, value in extra.items())]


def _origin(draft: CaseDraft, courts: Sequence[str]) -> dict[str, Any]:
    facts = _facts(draft)
    if not (facts.origin_number or facts.origin_code or facts.trial_judge):
        return {}
    found = _DISTRICT.search(facts.origin_number)
    number = found[1] if found else facts.origin_number
    alien = re.match(r"A[0-9-]+", number)
    days = {
        "date_judgment": facts.judgment_on,
        "date_judgment_eod": facts.judgment_entered_on,
        "date_filed_noa": facts.notice_filed_on,
        "date_received_coa": facts.received_on,
    }
    return {
        "RESTRICTED_ALIEN_NUMBER" if alien else "docket_number": number,
        "court_id": facts.origin_court if facts.origin_court in courts else "",
        "assigned_to": normalize_judge_string(clean_string(facts.trial_judge))[0],
        "court_reporter": clean_string(facts.court_reporter),
        "date_filed": facts.origin_filed_on,
        **{name: day for name, day in days.items() if day is not None},
    }


def _parties(draft: CaseDraft) -> Iterator[dict[str, Any]]:
    for party in draft.parties:
        more = [line for line in (party.extra, *(f"{k} {n}" for k, n in party.aliases)) if line]
        told: dict[str, Any] = {
            "name": party.name,
            "type": party.role,
            "date_terminated": party.terminated_on,
            "unparsed": more or None,
            "attorneys": [
                {"name": name, "roles": [roles], "contact": "\n".join(contact)}
                for name, roles, contact in _counsel(party)
            ],
        }
        yield told


def _counsel(party: PartyDraft) -> Iterator[tuple[str, str, list[str]]]:
    for each in party.counsel:
        left = [f"Terminated: {each.terminated_on:%m/%d/%Y}"] if each.terminated_on else []
        lines = [line for line in each.contact if line.strip()]
        yield each.name, _roles(each.roles), [*left, *lines]
    if not party.counsel and (party.address or party.email):
        email = [f"Email: {party.email}"] if party.email else []
        yield party.name, "NTC Pro Se", [*party.address, *email]


def _roles(roles: Sequence[str]) -> str:
    words = {LEAD: "LD", NOTICED: "NTC", "PRO HAC VICE": "PHV"}
    short = {"COR", *(words.get(role, role) for role in roles)}
    known = [word for word in ("COR", "LD", "NTC", "PHV") if word in short]
    others = [role for role in roles if role not in words and role not in known]
    rest = [role.removeprefix("Designation: ") for role in others]
    return " ".join([*known, *(rest or ["Retained"])])


def _entry(draft: EntryDraft, prefix: str, papers: Sequence[int]) -> dict[str, Any]:
    doc_id = doc_ids.written(prefix, papers[0]) if papers else None
    entered = _ENTERED.search(draft.text)
    return {
        "date_filed": draft.filed_on,
        "date_entered": _day(entered[1]) if entered else None,
        "document_number": str(draft.number) if draft.number is not None else doc_id,
        "pacer_doc_id": doc_id,
        "pacer_seq_no": None,
        "description": " ".join(draft.text.split()),
    }


def _title(entry: EntryDraft, place: int) -> str:
    paper = entry.documents[place - 1]
    named = " ".join(part for part in (paper.category, paper.description) if part)
    return named or ("Main Document" if place == 1 else f"{entry.short} {place}")


def _day(text: str) -> date:
    month, day, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


# --------------------------------------------------------------------------- comparing


def _listed(what: str, expected: Sequence[Any], found: Sequence[Any]) -> list[str]:
    told = []
    if len(expected) != len(found):
        told.append(f"{what}: {len(found)} read, {len(expected)} planted")
    for place, (one, other) in enumerate(zip(expected, found, strict=False)):
        told += list(_compare(one, other, f"{what} {place}"))
    return told


def _compare(expected: Mapping[str, Any], found: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in expected.items():
        if name == "attorneys":
            yield from _listed(f"{where}, attorney", value, found.get(name, ()))
        elif (found.get(name) or None) != (value or None):
            yield f"{where}.{name}: read {found.get(name)!r}, planted {value!r}"
