"""From the answers of an opening to the draft of the case: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from courts.kinds import captions, suits
from courts.kinds.drafts import (
    BankruptcyFacts,
    CaseDraft,
    CivilFacts,
    CountDraft,
    CountStatus,
    LinkDraft,
    PartyDraft,
)
from courts.kinds.numbers import CaseNumber
from courts.openings import offices
from shared.errors import Refusal

#: The key by which a draft names whoever files: `cases.service.Known` has the account to it.
FILER: Final = "filer"
_THOUSAND: Final = 1_000
_FOUR: Final = 4
_LONGEST: Final = 160
Answers = Mapping[str, Any]


class NoPartyError(Refusal):
    """The case lacks a party without whom it is none."""

    def __init__(self, role: str) -> None:
        super().__init__("no_party", f"Add a party: there is no {role} yet.")


@dataclass(frozen=True, slots=True)
class Main:
    """What an adversary proceeding takes from the case in which it is filed."""

    number: CaseNumber
    caption: str
    judge: str = ""
    county: str = ""


def party(told: Answers) -> PartyDraft:
    """Return a party as it was entered; `told` is what `forms.PartyForm.told` kept."""
    return PartyDraft(
        role=told["role"],
        name=told["name"],
        first=told.get("first", ""),
        middle=told.get("middle", ""),
        last=told.get("last", ""),
        generation=told.get("generation", ""),
        extra=told.get("extra", ""),
        address=tuple(told.get("address", ())),
        county=told.get("county", ""),
        email=told.get("email", ""),
        tax=tuple(told.get("tax", ())),
        aliases=tuple((kind, name) for kind, name in told.get("aliases", ())),
        counts=tuple(CountDraft("pending", name) for name in told.get("counts", ())),
        persona=FILER if told.get("pro_se") else "",
    )


def tax_lines(ssn: str, tax_id: str) -> list[str]:
    """Return how a docket prints a debtor's numbers: of both only the last four digits are kept."""
    found = []
    for label, text in (("SSN / ITIN: xxx-xx-", ssn), ("Tax ID / EIN: xx-xxx", tax_id)):
        digits = "".join(each for each in text if each in "0123456789")
        if len(digits) >= _FOUR:
            found.append(f"{label}{digits[-_FOUR:]}")
    return found


def parties(told: Sequence[Answers], today: date) -> tuple[PartyDraft, ...]:
    """Return the parties in the order of the docket: those before the v., those behind, others."""
    order = (*offices.LEFT, offices.DEBTOR, offices.JOINT, *offices.RIGHT)
    places = {role: place for place, role in enumerate(order)}
    made = sorted(map(party, told), key=lambda each: places.get(each.role, len(places)))
    return tuple(replace(each, started_on=today) for each in made)


def sides(made: Sequence[PartyDraft]) -> tuple[list[str], list[str]]:
    """Return the names of a caption, left and right of the v.; people by their last names."""
    left = [_short(each) for each in made if each.role in offices.LEFT]
    right = [_short(each) for each in made if each.role in offices.RIGHT]
    return left, right


def _short(each: PartyDraft) -> str:
    return each.last or each.name


def need(made: Sequence[PartyDraft], *roles: Sequence[str]) -> None:
    """Check that for each of these groups of roles there is a party.

    :raises NoPartyError: for the first group that nobody is of.
    """
    held = {each.role for each in made}
    for group in roles:
        if not held & set(group):
            raise NoPartyError(group[0])


def civil(
    told: Answers, people: Sequence[Answers], *, kind: Literal["cv", "mc"], today: date
) -> CaseDraft:
    """Return a civil or miscellaneous case whose opening is not finished.

    :raises NoPartyError: if a side of it is missing; a miscellaneous case needs one side only.
    """
    made = parties(people, today)
    needed = {"cv": (offices.LEFT, offices.RIGHT), "mc": ((*offices.LEFT, *offices.RIGHT),)}
    need(made, *needed[kind])
    left, right = sides(made)
    caption = captions.versus(left, right) if left and right else captions.in_re((left + right)[0])
    nature = told.get("nature", "")
    return CaseDraft(
        family="civil",
        number=CaseNumber(today.year, 0, kind, told["office"]),
        caption=caption[:400],
        filed_on=today,
        nature=nature,
        restricted=restricted(nature),
        opening=True,
        facts=_cover_sheet(told) if nature else CivilFacts(fee_status=told.get("fee_status", "")),
        parties=made,
    )


def _cover_sheet(told: Answers) -> CivilFacts:
    demand = int(told.get("demand") or 0)
    fee_date = told.get("fee_date")
    return CivilFacts(
        cause=suits.cause(told["cause"]) if told.get("cause") else "",
        jurisdiction=suits.JURISDICTIONS[told["jurisdiction"]],
        jury=suits.JURY_DEMANDS[told["jury"]],
        demand=f"${demand * _THOUSAND:,}" if demand else "",
        origin=told["origin"],
        citizenship=tuple(told.get("citizenship", ())),
        class_action=bool(told.get("class_action")),
        arbitration=told.get("arbitration", ""),
        county=told.get("county", ""),
        fee_status=told.get("fee_status", ""),
        fee_date=date.fromisoformat(fee_date) if fee_date else None,
    )


def restricted(nature: str) -> str:
    """Return how a nature of suit restricts a case (Fed. R. Civ. P. 5.2(c)); empty if it is not."""
    if nature in suits.SOCIAL_SECURITY:
        return "social_security"
    return "immigration" if nature in suits.IMMIGRATION else ""


def criminal(
    told: Answers, people: Sequence[Answers], *, kind: Literal["cr", "mj"], today: date
) -> CaseDraft:
    """Return a criminal case with its numbered defendants; the government is its plaintiff.

    :param kind: `mj` for a case of a magistrate judge, whose charges are complaints.

    :raises NoPartyError: if nobody is charged.
    """
    accused = parties(people, today)
    need(accused, (offices.DEFENDANT,))
    status: Mapping[str, CountStatus] = {"cr": "pending", "mj": "complaint"}
    numbered = [
        replace(
            each,
            defendant=place,
            offense_opening=told.get("offense", ""),
            counts=tuple(replace(count, status=status[kind]) for count in each.counts),
        )
        for place, each in enumerate(accused, start=1)
    ]
    government = PartyDraft(offices.PLAINTIFF, captions.GOVERNMENT, started_on=today)
    return CaseDraft(
        family="criminal",
        number=CaseNumber(today.year, 0, kind, told["office"]),
        caption=captions.criminal([_short(each) for each in accused])[:400],
        filed_on=today,
        parties=(*numbered, government),
    )


def charged(people: Sequence[Answers]) -> str:
    """Return which counts name the defendants, as the docket text says it: `1, 2-3`.

    Counts run through all defendants in their order.
    """
    spans, last = [], 0
    for each in people:
        first, last = last + 1, last + max(1, len(each.get("counts", ())))
        spans.append(f"{first}-{last}" if last > first else str(first))
    return ", ".join(spans)


class UnreadableError(Refusal):
    """A line of the defendants names nobody, or no charge."""

    def __init__(self, line: str) -> None:
        super().__init__(
            "defendants",
            f"“{line[:60]}” is not understood: write Last, First: count; count.",
            field="defendants",
        )


def accused(lines: str) -> list[dict[str, Any]]:
    """Return the defendants of lines such as `Sampleson, Sam: 18:1343 Wire Fraud; 18:1349 ...`.

    :raises UnreadableError: at the first line that is none.
    """
    found = []
    for line in filter(None, (" ".join(each.split()) for each in lines.splitlines())):
        name, _, counts = line.partition(": ")
        last, _, given = (part.strip() for part in name.partition(","))
        told = [each.strip() for each in counts.split(";") if each.strip()]
        if not last or not told or len(name) > _LONGEST:
            raise UnreadableError(line)
        first, _, middle = given.partition(" ")
        human = {"first": first, "middle": middle, "last": last} if first else {}
        whole = " ".join(part for part in (first, middle, last) if part)
        found.append({"role": offices.DEFENDANT, "name": whole, "counts": told, **human})
    return found


def petition(
    told: Answers, people: Sequence[Answers], *, today: date, by: Sequence[str] = ()
) -> CaseDraft:
    """Return a bankruptcy case by the petition of its debtors.

    :param told: the answers of the screens of the case and of its statistics, in one.
    :param by: who files it, if it is not the debtor: creditors, a foreign representative.
    :raises NoPartyError: if there is no debtor, a joint petition without a second one, or nobody
        who files it.
    """
    made = parties(people, today)
    joint = bool(told.get("joint"))
    need(made, (offices.DEBTOR,), *(((offices.JOINT,),) if joint else ()), *((by,) if by else ()))
    voluntary = offices.CREDITOR not in by
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(today.year, 0, "bk", told["office"]),
        caption=captions.debtors(
            [each.name for each in made if each.role in (offices.DEBTOR, offices.JOINT)]
        )[:400],
        filed_on=today,
        chapter=told["chapter"],
        flags=("DEFICIENCY",) if told.get("deficient") else (),
        facts=BankruptcyFacts(
            chapter=told["chapter"],
            voluntary=voluntary,
            vol="v" if voluntary else "i",
            joint=joint,
            asset=bool(told.get("asset")),
            county=next((each.county for each in made if each.county), ""),
            debtor_type=told.get("debtor_type", ""),
            business=told.get("business", ""),
            creditors=told.get("creditors", ""),
            assets=told.get("assets", ""),
            liabilities=told.get("liabilities", ""),
            deficient=bool(told.get("deficient")),
            fee_status=told.get("fee_status", ""),
        ),
        parties=made,
    )


def adversary(told: Answers, people: Sequence[Answers], *, main: Main, today: date) -> CaseDraft:
    """Return an adversary proceeding in a bankruptcy case, tied to it.

    :raises NoPartyError: if a side of it is missing.
    """
    made = parties(people, today)
    need(made, offices.LEFT, offices.RIGHT)
    demand = int(told.get("demand") or 0)
    return CaseDraft(
        family="adversary",
        number=CaseNumber(today.year, 0, "ap", main.number.office),
        caption=captions.versus(*sides(made))[:400],
        filed_on=today,
        judge=main.judge,
        facts=BankruptcyFacts(
            natures=tuple((code, suits.ADVERSARY_NATURES[code]) for code in told["natures"]),
            demand=f"${demand:,}" if demand else "",
            lead_title=main.caption,
            county=main.county,
        ),
        parties=made,
        links=(LinkDraft("main", main.number, since=today),),
    )


def natures(codes: Sequence[str]) -> str:
    """Return the natures of an adversary proceeding as its docket text lists them."""
    return ", ".join(f"({code} ({suits.ADVERSARY_NATURES[code]}))" for code in codes) + "."
