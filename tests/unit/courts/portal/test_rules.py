"""Which applications go to the clerk, reason by reason (seed 003)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courts.portal import rules, tracks
from courts.portal.rules import Applied, Finished

READ = frozenset(document.field for document in tracks.READING)
ATTORNEY = Applied(
    kind="attorney",
    last_name="Pathfinder",
    bar=rules.MEMBER,
    bar_number="54321",
    training=rules.HERE,
    training_number="AB12CD34",
    finished=Finished("attorneys", "PATHFINDER "),
    read=READ,
    terms=True,
    pacer_number="7006262",
    pacer="right",
)
PRO_SE = replace(
    ATTORNEY,
    kind="pro_se",
    bar="",
    bar_number="",
    case_number="1:21-cv-00001",
    finished=Finished("unrepresented", "Pathfinder"),
)
ELSEWHERE = replace(
    ATTORNEY,
    training=rules.ELSEWHERE,
    training_number="",
    finished=None,
    court_kind=rules.DISTRICT,
    court_name="District of Connecticut",
)


def codes(applied: Applied) -> list[str]:
    return [problem.code for problem in rules.problems(applied)]


@pytest.mark.parametrize(
    "applied",
    [
        ATTORNEY,
        PRO_SE,
        ELSEWHERE,
        replace(ELSEWHERE, court_kind=rules.BANKRUPTCY),
        replace(ATTORNEY, bar=rules.ADMIT, bar_number=""),
        replace(
            PRO_SE,
            training=rules.ELSEWHERE,
            finished=None,
            training_number="",
            court_kind=rules.BANKRUPTCY,
            court_name="District of Connecticut",
        ),
        replace(ATTORNEY, pacer=""),
    ],
)
def test_whole_applications_have_no_problem(applied: Applied) -> None:
    assert codes(applied) == []


@pytest.mark.parametrize(
    ("applied", "code"),
    [
        (replace(ATTORNEY, pacer_number=""), "no_pacer_account"),
        (replace(ATTORNEY, pacer="wrong"), "wrong_pacer_account"),
        (replace(ATTORNEY, pacer="disabled"), "pacer_disabled"),
        (replace(ATTORNEY, bar=""), "bar_missing"),
        (replace(ATTORNEY, bar="emperor"), "bar_missing"),
        (replace(ATTORNEY, bar=rules.OTHER_BAR), "not_of_this_bar"),
        (replace(ATTORNEY, bar_number=""), "bar_number_missing"),
        (replace(PRO_SE, case_number=""), "case_missing"),
        (replace(ATTORNEY, training=""), "training_missing"),
        (replace(ATTORNEY, training_number="", finished=None), "number_missing"),
        (replace(ATTORNEY, finished=None), "number_unknown"),
        (replace(ATTORNEY, finished=Finished("attorneys", "Somebody")), "number_unknown"),
        (replace(ATTORNEY, finished=Finished("staff", "Pathfinder")), "wrong_track"),
        (replace(PRO_SE, finished=Finished("staff", "Pathfinder")), "wrong_track"),
        (replace(PRO_SE, finished=Finished("attorneys", "Pathfinder")), "wrong_track"),
        (replace(ATTORNEY, finished=Finished("gone", "Pathfinder")), "wrong_track"),
        (replace(ELSEWHERE, court_kind=""), "court_missing"),
        (replace(ELSEWHERE, court_kind=rules.STATE), "state_training"),
        (replace(ELSEWHERE, court_kind=rules.OTHER_FEDERAL), "other_federal"),
        (replace(ELSEWHERE, court_kind="traffic"), "other_federal"),
        (replace(ELSEWHERE, court_name=""), "court_name_missing"),
        (replace(ATTORNEY, terms=False), "terms"),
    ],
)
def test_each_reason_stands_alone(applied: Applied, code: str) -> None:
    assert codes(applied) == [code]


@pytest.mark.parametrize("document", tracks.READING)
def test_each_document_has_to_be_read(document: tracks.Document) -> None:
    (problem,) = rules.problems(replace(ELSEWHERE, read=READ - {document.field}))
    assert (problem.code, problem.field) == ("not_read", document.field)
    assert document.title in problem.text


def test_every_check_can_happen_and_says_something_of_its_own() -> None:
    texts = [check.text for check in rules.CHECKS]
    assert len(set(texts)) == len(texts)
    assert all(text.endswith(".") for text in texts)


def test_staff_finish_without_an_application() -> None:
    assert {key: track.opens for key, track in tracks.TRACKS.items()} == {
        "attorneys": "attorney",
        "staff": "",
        "unrepresented": "pro_se",
    }


@pytest.mark.parametrize("portal", [True, False])
@pytest.mark.parametrize("currentgen", [True, False])
def test_applications_are_taken_until_go_live(*, portal: bool, currentgen: bool) -> None:
    takes = rules.takes_applications(portal=portal, currentgen=currentgen)
    assert takes == (portal and currentgen)
