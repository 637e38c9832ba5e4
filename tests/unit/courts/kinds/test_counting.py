"""From which day deadlines are counted, and what goes on the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from courts.kinds import catalogue, counting
from courts.kinds.catalogue import Deadline
from courts.kinds.counting import Days, Hearing

FILED, ENTERED, PETITION = date(2021, 11, 15), date(2021, 11, 16), date(2021, 11, 1)
DAYS = Days(FILED, ENTERED, PETITION)
BANKRUPTCY = catalogue.of_menus("bankruptcy", "adversary")


@pytest.mark.parametrize(
    ("counted_from", "answers", "days", "due"),
    [
        ("filed", {}, DAYS, date(2021, 11, 25)),
        ("entered", {}, DAYS, date(2021, 11, 26)),
        ("petition", {}, DAYS, date(2021, 11, 11)),
        ("served", {"served_on": "11/10/2021"}, DAYS, date(2021, 11, 20)),
        ("served", {"sent_on": "11/09/2021"}, DAYS, date(2021, 11, 19)),
        ("served", {}, replace(DAYS, served=date(2021, 11, 12)), date(2021, 11, 22)),
        ("served", {}, DAYS, date(2021, 11, 25)),
        ("meeting", {"held_on": "12/20/2021"}, DAYS, date(2021, 12, 30)),
        ("meeting", {}, replace(DAYS, meeting=date(2021, 12, 1)), date(2021, 12, 11)),
        ("hearing", {}, replace(DAYS, hearing=date(2021, 12, 3)), date(2021, 12, 13)),
        ("hearing", {"held_on": "soon"}, DAYS, date(2021, 11, 25)),
    ],
)
def test_a_deadline_is_counted_from_its_moment(
    counted_from: str, answers: dict[str, str], days: Days, due: date
) -> None:
    assert counting.due_on(Deadline("x", 10, counted_from), answers, days) == due


def test_a_deadline_may_be_the_day_that_was_answered() -> None:
    (deadline,) = BANKRUPTCY.event("deficiency_notice").deadlines
    assert counting.due_on(deadline, {"due": "11/29/2021"}, DAYS) == date(2021, 11, 29)
    assert counting.due_on(deadline, {}, DAYS) == FILED


@pytest.mark.parametrize("words", ["", "2021-11-15", "2/30/2021", "1/2/21", "1/2/2021 or so"])
def test_what_is_no_day_is_none(words: str) -> None:
    assert counting.day_said(words) is None


def test_an_event_names_its_hearing() -> None:
    civil = catalogue.of_menus("civil").event("hearing_notice")
    told = {"hearing": "Settlement Conference", "held_on": "12/1/2021"}
    assert counting.hearing_of(civil, told) == Hearing("Settlement Conference", date(2021, 12, 1))
    meeting = BANKRUPTCY.event("meeting_notice")
    found = counting.hearing_of(meeting, {"held_on": "12/1/2021", "place": "Room 1"})
    assert found == Hearing(counting.MEETING, date(2021, 12, 1), "Room 1")
    assert counting.hearing_of(BANKRUPTCY.event("meeting_held"), {"held_on": "12/1/2021"}) is None
