"""What a court tells the case locator of its cases, and when."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

from courts.cases import indexing, protocol
from courts.cases.models import Case, IndexMark
from courts.cases.service import Known
from courts.kinds import numbers
from courts.kinds.drafts import BankruptcyFacts, CaseDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from courts.worlds import service as worlds
from shared.wire import CasesIndexed
from tests import seats
from tests.integration.courts.bench import Bench, build

NOBODY = Known({}, {})


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return build(tmp_path, "ctd", "2021-11")


def told(bench: Bench) -> list[dict[str, Any]]:
    return [
        case for text in bench.promised(CasesIndexed.KIND) for case in json.loads(text)["cases"]
    ]


def draft(serial: int, **more: Any) -> CaseDraft:
    return CaseDraft(
        family="civil",
        number=CaseNumber(2021, 70000 + serial, "cv", "3", "RBX"),
        caption=f"Number {serial} v. Zero",
        filed_on=date(2021, 11, 1),
        parties=(PartyDraft("Plaintiff", f"Ann Number{serial}", first="Ann", last="Number"),),
        **more,
    )


def plant(bench: Bench, *drafts: CaseDraft, world: int = 0) -> list[int]:
    with bench.database.writing() as session:
        return worlds.plant_cases(
            session,
            drafts,
            known=NOBODY,
            style=numbers.DISTRICT,
            zone=ZoneInfo("America/New_York"),
            world=world,
        )


def night(bench: Bench) -> None:
    bench.app.extensions["moot"].jobs.clean("ctd")


def test_planted_cases_are_told_at_once(bench: Bench) -> None:
    (case,) = [one for one in told(bench) if one["number"] == 21]
    assert case["number_full"] == "3:2019cv00021"
    assert case["path"] == f"/cgi-bin/iqquerymenu.pl?{case['case_id']}"
    assert [party["role"] for party in case["parties"]] == ["pla", "dft", "dft"]
    assert case["parties"][2]["last"] == "Sampleson"


def test_sealed_and_opening_cases_are_told_as_gone(bench: Bench) -> None:
    before = len(told(bench))
    open_id, sealed, opening = plant(bench, draft(1), draft(2, sealed=True), draft(3, opening=True))
    bench.at("2021-11-16")
    night(bench)
    new = {case["case_id"]: case for case in told(bench)[before:]}
    assert new[open_id]["title"] == "Number 1 v. Zero"
    for hidden in (sealed, opening):
        assert new[hidden]["gone"] is True
        assert new[hidden]["title"] == ""
        assert new[hidden]["parties"] == []


def test_once_a_night_and_only_what_is_new(bench: Bench) -> None:
    before = len(told(bench))
    plant(bench, draft(1), world=7)
    night(bench)
    assert len(told(bench)) == before, "the same day: nothing"
    bench.at("2021-11-16")
    night(bench)
    (one,) = told(bench)[before:]
    assert (one["title"], one["world"]) == ("Number 1 v. Zero", 7)
    night(bench)
    bench.at("2021-11-17")
    night(bench)
    assert len(told(bench)) == before + 1
    with bench.database.writing() as session:
        row = session.scalars(select(Case).where(Case.serial == 70001)).one()
        row.last_filed_on = date(2021, 11, 17)
    bench.at("2021-11-18")
    night(bench)
    assert len(told(bench)) == before + 2
    with bench.database.reading() as session:
        assert session.scalars(select(IndexMark)).one().through == date(2021, 11, 18)


def test_a_seat_to_which_a_new_day_comes_is_told_alone(bench: Bench) -> None:
    one, other = 100_001, 100_002
    for world in (one, other):
        seats.keep_calendar(bench.database, "ctd", world=world)
    night(bench)
    before = len(told(bench))
    plant(bench, draft(1), world=one)
    plant(bench, draft(2), world=other)
    plant(bench, draft(3))
    seats.keep_calendar(bench.database, "ctd", world=other, when="2021-11-20")
    night(bench)
    assert [case["title"] for case in told(bench)[before:]] == ["Number 2 v. Zero"]
    bench.at("2021-11-16")
    night(bench)
    after = [case["title"] for case in told(bench)[before + 1 :]]
    assert sorted(after) == ["Number 1 v. Zero", "Number 3 v. Zero"]


def test_a_batch_of_cases_is_one_message_and_two_questions(bench: Bench) -> None:
    plant(bench, *(draft(n) for n in range(1, 203)))
    asked: list[str] = []
    engine = bench.database.engine
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    messages = len(bench.promised(CasesIndexed.KIND))
    asked.clear()
    bench.at("2021-11-16")
    night(bench)
    sent = bench.promised(CasesIndexed.KIND)[messages:]
    assert [len(json.loads(text)["cases"]) for text in sent] == [200, 2]
    assert len([words for words in asked if "FROM court_case" in words]) == 3
    assert len([words for words in asked if "FROM case_party" in words]) == 2


def test_a_court_that_waits_for_the_night(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = bench.app.extensions["moot"]
    before = len(told(bench))
    plant(bench, draft(1))
    monkeypatch.setattr(runtime, "settings", replace(runtime.settings, locator_index="nightly"))
    protocol.publish_at_once(bench.app)
    assert len(told(bench)) == before
    assert runtime.settings.index_at_once is False
    assert replace(runtime.settings, locator_index="", mode="faithful").index_at_once is False
    monkeypatch.setattr(runtime, "settings", replace(runtime.settings, locator_index="at_once"))
    protocol.publish_at_once(bench.app)
    assert len(told(bench)) == before + 1


def test_a_bankruptcy_with_its_dates_and_other_names(tmp_path: Path) -> None:
    bench = build(tmp_path, "ctb", "2021-11")
    facts = BankruptcyFacts(
        chapter="13",
        joint=True,
        discharged_on=date(2021, 10, 4),
        joint_discharged_on=date(2021, 10, 5),
    )
    person = PartyDraft(
        "Debtor",
        "Jo Mockwell, Jr.",
        first="Jo",
        last="Mockwell",
        generation="Jr.",
        tax=("SSN / ITIN: xxx-xx-0042",),
        aliases=(("fka", "Jo Specimen"),),
    )
    case = CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, 30555, "bk", "3"),
        caption="Jo Mockwell, Jr.",
        filed_on=date(2021, 1, 4),
        chapter="13",
        facts=facts,
        parties=(person,),
    )
    with bench.database.writing() as session:
        worlds.plant_cases(
            session,
            [case],
            known=NOBODY,
            style=numbers.BANKRUPTCY,
            zone=ZoneInfo("America/New_York"),
        )
    protocol.publish_at_once(bench.app)
    one = told(bench)[-1]
    assert (one["jurisdiction"], one["chapter"], one["joint"]) == ("bk", "13", "y")
    assert (one["discharged"], one["joint_discharged"]) == ("2021-10-04", "2021-10-05")
    assert one["disposition"] == "Standard Discharge"
    names = [(p["last"], p["first"], p["alias_type"], p["ssn4"]) for p in one["parties"]]
    assert names == [("Mockwell", "Jo", "", "0042"), ("Specimen", "Jo", "fka", "0042")]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("Plaintiff", "pla"),
        ("Plaintiff - Appellant", "apnt"),
        ("U.S. Trustee", "ust"),
        ("Joint Debtor", "jdb"),
        ("Special Master", "spec"),
    ],
)
def test_codes_of_roles(role: str, code: str) -> None:
    assert indexing.role_code(role) == code
