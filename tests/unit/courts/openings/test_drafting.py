"""From answers to the draft of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from courts.kinds.drafts import CivilFacts
from courts.kinds.numbers import CaseNumber
from courts.openings import drafting
from courts.openings.drafting import Main, NoPartyError

TODAY = date(2021, 11, 15)
CIVIL: dict[str, Any] = {
    "office": "3", "jurisdiction": "4", "cause": "28:1332", "nature": "863", "origin": "1",
    "jury": "b", "demand": "75", "citizenship": ["1", "5"], "class_action": True,
    "fee_status": "due", "fee_date": "2021-11-15", "county": "Hartford",
}  # fmt: skip


def who(role: str, name: str, last: str = "", **more: Any) -> dict[str, Any]:
    """Return a party as it is kept."""
    return {"role": role, "name": name, "last": last, **more}


def test_a_civil_case_has_what_its_cover_sheet_says() -> None:
    people = [
        who("Defendant", "Beta LLC"),
        who("Plaintiff", "Ann Alpha", "Alpha"),
        who("Plaintiff", "Bob Alpha", "Bravo"),
    ]
    draft = drafting.civil(CIVIL, people, kind="cv", today=TODAY)
    assert draft.caption == "Alpha et al v. Beta LLC"
    assert draft.number == CaseNumber(2021, 0, "cv", "3")
    assert draft.opening
    assert draft.restricted == "social_security"
    assert [party.role for party in draft.parties] == ["Plaintiff", "Plaintiff", "Defendant"]
    assert isinstance(draft.facts, CivilFacts)
    assert draft.facts.demand == "$75,000"
    assert draft.facts.citizenship == ("1", "5")
    assert CivilFacts.from_json(draft.facts.to_json()) == draft.facts


@pytest.mark.parametrize(
    ("roles", "missing"),
    [((), "Plaintiff"), (("Plaintiff",), "Defendant"), (("Defendant",), "Plaintiff")],
)
def test_a_side_that_is_missing_is_named(roles: tuple[str, ...], missing: str) -> None:
    people = [who(role, "Somebody") for role in roles]
    with pytest.raises(NoPartyError, match=missing):
        drafting.civil(CIVIL, people, kind="cv", today=TODAY)


def test_a_miscellaneous_case_needs_one_side() -> None:
    draft = drafting.civil({"office": "3"}, [who("Movant", "Acme")], kind="mc", today=TODAY)
    assert draft.caption == "In Re: Acme"


def test_counts_run_through_the_defendants() -> None:
    people = [
        who("Defendant", "A", counts=["x", "y"]), who("Defendant", "B", counts=["z"]),
        who("Defendant", "C", counts=["p", "q", "r"]),
    ]  # fmt: skip
    assert drafting.charged(people) == "1-2, 3, 4-6"
    draft = drafting.criminal({"office": "3", "offense": "Felony"}, people, kind="cr", today=TODAY)
    assert draft.caption == "USA v. A et al"
    assert [party.defendant for party in draft.parties] == [1, 2, 3, 0]


def test_a_joint_petition_needs_both() -> None:
    told = {"office": "3", "chapter": "7", "joint": True, "deficient": True}
    with pytest.raises(NoPartyError, match="Joint Debtor"):
        drafting.petition(told, [who("Debtor", "A")], today=TODAY)
    people = [who("Joint Debtor", "B B", "B"), who("Debtor", "A A", "A", county="Hartford")]
    draft = drafting.petition(told, people, today=TODAY)
    assert draft.caption == "A A and B B"
    assert draft.flags == ("DEFICIENCY",)


def test_an_adversary_proceeding_is_tied_to_its_case() -> None:
    main = Main(
        CaseNumber(2021, 30_101, "bk", "3", "amx"), "Carla Debtworth", "A. M. X", "Hartford"
    )
    draft = drafting.adversary(
        {"natures": ["21", "02"], "demand": "5000"},
        [who("Plaintiff", "Acme"), who("Defendant", "Carla Debtworth", "Debtworth")],
        main=main,
        today=TODAY,
    )
    assert draft.caption == "Acme v. Debtworth"
    assert draft.links[0].number == main.number
    assert (draft.judge, draft.number.office) == ("A. M. X", "3")
    assert drafting.natures(["02"]).startswith("(02 (Other")
