"""Read back what was put in: drafts of bankruptcy cases against what a client program parsed.

Each function returns the differences as sentences; an empty list is what is wanted. Words that the
program straightens (captions, roles) are straightened with its own functions before they are
compared; everything else must be equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from juriscraper.lib.string_utils import clean_string, harmonize
from juriscraper.pacer.docket_utils import normalize_party_types

from courts.kinds.drafts import (
    BankruptcyFacts,
    CaseDraft,
    ClaimDraft,
    CounselDraft,
    CreditorDraft,
    EntryDraft,
    PartyDraft,
)
from courts.kinds.numbers import BANKRUPTCY

AMOUNTS = {
    "Amount": "amount_claimed",
    "Secured": "secured_claimed",
    "Priority": "priority_claimed",
    "Unsecured": "unsecured_claimed",
    "Admin": "admin_claimed",
    "Unknown": "unknown_claimed",
}
#: Roles after which the case is called in the docket that programs read.
NAMING = ("Debtor", "Debtor In Possession")


def _facts(draft: CaseDraft) -> BankruptcyFacts:
    assert isinstance(draft.facts, BankruptcyFacts)
    return draft.facts


def _unequal(where: str, expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for name, value in expected.items():
        if found.get(name) != value:
            yield f"{where}: {name} is {found.get(name)!r}, not {value!r}"


def _number(draft: CaseDraft) -> dict[str, Any]:
    return {
        "docket_number": BANKRUPTCY.bare(draft.number),
        "federal_dn_judge_initials_assigned": draft.number.judge or None,
    }


def _folded(text: str) -> str:
    return " ".join(text.split())


# --------------------------------------------------------------------------- docket


def docket(draft: CaseDraft, found: dict[str, Any], *, prefix: str) -> list[str]:
    """Compare a whole docket sheet (DocketReport)."""
    return [*head(draft, found), *entries(draft.entries, found["docket_entries"], prefix=prefix)]


def head(draft: CaseDraft, found: dict[str, Any]) -> list[str]:
    """Compare the header and the parties of a docket sheet."""
    return [*_unequal("header", _header(draft), found), *_parties(draft.parties, found["parties"])]


def _header(draft: CaseDraft) -> dict[str, Any]:
    facts = _facts(draft)
    expected = {
        **_number(draft),
        "date_filed": draft.filed_on,
        "date_terminated": draft.terminated_on,
        "assigned_to_str": draft.judge,
        "case_name": clean_string(harmonize(_case_name(draft))),
    }
    if draft.family == "adversary":
        expected["nature_of_suit"] = "; ".join(f"{code} {words}" for code, words in facts.natures)
        expected["demand"] = facts.demand
    else:
        expected["date_converted"] = facts.converted_on
        expected["date_discharged"] = facts.discharged_on
    return expected


def _case_name(draft: CaseDraft) -> str:
    named = next((p.name for p in draft.parties if normalize_party_types(p.role) in NAMING), None)
    if draft.family != "adversary":
        return named or "Unknown Case Title"
    title = named or _facts(draft).lead_title or "Unknown Case Title"
    return f"{title} - Adversary Proceeding"


def _parties(drafts: Sequence[PartyDraft], found: Sequence[dict[str, Any]]) -> Iterator[str]:
    if len(drafts) != len(found):
        yield f"parties: {len(found)}, not {len(drafts)}"
        return
    for draft, party in zip(drafts, found, strict=True):
        expected = {
            "type": normalize_party_types(draft.role),
            "name": draft.name,
            "date_terminated": draft.terminated_on,
            "extra_info": "\n".join(_lines(draft)),
            "attorneys": [_counsel(each) for each in draft.counsel],
        }
        yield from _unequal(f"party {draft.name}", expected, party)


def _lines(draft: PartyDraft) -> list[str]:
    ended = f"TERMINATED: {draft.terminated_on:%m/%d/%Y}" if draft.terminated_on else ""
    lines = [
        draft.extra,
        *draft.address,
        draft.county,
        f"Email: {draft.email}" if draft.email else "",
        *draft.tax,
        *(f"{kind} {name}" for kind, name in draft.aliases),
        ended,
    ]
    return [line for line in lines if line]


def _counsel(draft: CounselDraft) -> dict[str, Any]:
    ended = [f"TERMINATED: {draft.terminated_on:%m/%d/%Y}"] if draft.terminated_on else []
    return {
        "name": _folded(draft.name),
        "roles": [*draft.roles, *ended],
        "contact": "".join(f"{_folded(line)}\n" for line in draft.contact),
    }


def entries(
    drafts: Sequence[EntryDraft], found: Sequence[dict[str, Any]], *, prefix: str
) -> list[str]:
    """Compare the entries of a docket sheet that is sorted by date, oldest first."""
    ordered = sorted(drafts, key=lambda each: (each.filed_on, each.seq))
    if len(ordered) != len(found):
        return [f"entries: {len(found)}, not {len(ordered)}"]
    differences: list[str] = []
    for draft, entry in zip(ordered, found, strict=True):
        expected = {
            "date_filed": draft.filed_on,
            "document_number": None if draft.number is None else str(draft.number),
            "description": _folded(draft.text),
        }
        read = {**entry, "description": _folded(entry["description"])}
        differences += _unequal(f"entry {draft.seq}", expected, read)
        linked = bool(draft.documents) and draft.number is not None
        if bool(entry["pacer_doc_id"]) != linked:
            differences.append(f"entry {draft.seq}: link is {entry['pacer_doc_id']!r}")
        if linked and not str(entry["pacer_doc_id"]).startswith(f"{prefix}0"):
            differences.append(f"entry {draft.seq}: id is {entry['pacer_doc_id']!r}")
    return differences


# --------------------------------------------------------------------------- claims


def register(draft: CaseDraft, found: dict[str, Any], *, trustee: str = "") -> list[str]:
    """Compare a claims register that is sorted by claim number (ClaimsRegister)."""
    facts = _facts(draft)
    claims = sorted(draft.claims, key=lambda each: each.number)
    expected = {
        **_number(draft),
        "case_name": clean_string(harmonize(draft.caption)),
        "chapter": draft.chapter,
        "date_filed": draft.filed_on,
        "assigned_to_str": draft.judge,
        "office": draft.number.office,
        "trustee_str": trustee,
        "date_last_to_file_claims": facts.claims_due,
        "date_last_to_file_govt": facts.government_claims_due,
        "total_number_of_claims": str(len(claims)),
        **({"date_converted": facts.converted_on} if facts.converted_on else {}),
        **({"date_closed": draft.terminated_on} if draft.terminated_on else {}),
        **({"date_debtor_dismissed": facts.dismissed_on} if facts.dismissed_on else {}),
    }
    differences = list(_unequal("register", expected, found))
    if len(claims) != len(found["claims"]):
        return [*differences, f"claims: {len(found['claims'])}, not {len(claims)}"]
    for claim, read in zip(claims, found["claims"], strict=True):
        differences += _claim(claim, read)
    return differences


def _claim(draft: ClaimDraft, found: dict[str, Any]) -> Iterator[str]:
    where = f"claim {draft.number}"
    first = draft.history[0]
    last = next((e for e in reversed(draft.history) if e.amendment > 1), None)
    expected = {
        "claim_number": draft.number,
        "creditor_details": "\n".join((draft.creditor, *draft.address)),
        "date_original_filed": first.filed_on,
        "date_original_entered": first.entered_on,
        "date_last_amendment_filed": last.filed_on if last else None,
        "date_last_amendment_entered": last.entered_on if last else None,
        "status": draft.status,
        "filed_by": draft.filed_by,
        "entered_by": draft.entered_by,
        "date_modified": draft.modified_on,
        "description": draft.description,
        "remarks": draft.remarks,
        **{AMOUNTS[amount.label]: dollars(amount.claimed) for amount in draft.amounts},
    }
    yield from _unequal(where, expected, found)
    amounts = {AMOUNTS[amount.label] for amount in draft.amounts}
    yield from (
        f"{where}: {name} came from nowhere"
        for name in set(AMOUNTS.values()) - amounts
        if name in found
    )
    lines = [
        {
            "document_number": draft.number if event.amendment else None,
            "date_filed": event.filed_on,
            "description": event.text.strip(),
            **({"attachment_number": event.amendment} if event.amendment else {}),
            "type": "claim" if event.pages and event.amendment else "docket_entry",
        }
        for event in draft.history
    ]
    read = found["history"]
    if len(lines) != len(read):
        yield f"{where}: history has {len(read)} lines, not {len(lines)}"
        return
    for place, (line, one) in enumerate(zip(lines, read, strict=True)):
        yield from _unequal(f"{where}, line {place}", line, one)


def dollars(cents: int) -> str:
    """Write an amount as the register does."""
    return f"${cents // 100}.{cents % 100:02}"


def activity(draft: CaseDraft, found: Sequence[dict[str, Any]], *, trustee: str = "") -> list[str]:
    """Compare the claims activity of one case, sorted by claim number (ClaimsActivity)."""
    facts = _facts(draft)
    filings = [
        (claim, event)
        for claim in sorted(draft.claims, key=lambda each: each.number)
        for event in sorted(claim.history, key=lambda each: each.amendment)
        if event.amendment
    ]
    if len(filings) != len(found):
        return [f"filings: {len(found)}, not {len(filings)}"]
    differences: list[str] = []
    for (claim, event), read in zip(filings, found, strict=True):
        where = f"filing {claim.number}-{event.amendment}"
        expected: dict[str, Any] = {
            **_number(draft),
            "case_name": clean_string(harmonize(draft.caption)),
            "chapter": draft.chapter,
            "assigned_to_str": draft.judge,
            "trustee_str": trustee,
            "office": draft.number.office,
            "last_date_to_file_claims": facts.claims_due,
            "last_date_to_file_govt": facts.government_claims_due,
        }
        differences += _unequal(where, expected, read)
        amends = f"{claim.number}-{event.amendment - 1}" if event.amendment > 1 else ""
        told: dict[str, Any] = {
            "amends_no": amends,
            "date_filed": event.filed_on,
            "date_entered": event.entered_on,
            "creditor_name_address": ", ".join((claim.creditor, *claim.address)),
            "status": claim.status,
            "filed_by": claim.filed_by,
            "entered_by": claim.entered_by,
            "description": claim.description,
            "remarks": claim.remarks,
        }
        if event.pages:
            told["claim_number"] = f"{claim.number}-{event.amendment}"
        for amount in claim.amounts:
            if amount.label in ("Amount", "Secured", "Priority"):
                told[AMOUNTS[amount.label]] = dollars(amount.claimed)
        differences += _unequal(where, told, read["claim"])
    return differences


def creditors(drafts: Sequence[CreditorDraft], raw: str) -> list[str]:
    """Compare the raw text of the creditor service with the matrix."""
    lines = ["|".join((each.name, *each.lines)) for each in drafts]
    found = raw.splitlines()
    if len(lines) != len(found):
        return [f"creditors: {len(found)}, not {len(lines)}"]
    return [
        f"creditor: {read!r}, not {line!r}"
        for line, read in zip(lines, found, strict=True)
        if line != read
    ]
