"""The event catalogue: what ships is whole, and every mistake has its line."""

from __future__ import annotations

from datetime import date

import pytest

from courts.kinds import catalogue, policies
from courts.kinds.catalogue import CatalogueError

DISTRICT = catalogue.of_menus("civil", "criminal")
BANKRUPTCY = catalogue.of_menus("bankruptcy", "adversary")
APPELLATE = catalogue.of_menus("appellate")

GOOD = """\
[defaults]
menu = "Civil"
who = ["attorney"]

[event.stay]
title = "Motion to Stay"
category = "Motions and Related Filings"
relief = "to Stay"
stage = "motion"
help = "Asks that the case rest."
"""


@pytest.mark.parametrize(
    ("found", "least"), [("civil", 60), ("criminal", 25), ("appellate", 25), ("bankruptcy", 60)]
)
def test_every_menu_has_the_events_that_a_court_needs(found: str, least: int) -> None:
    assert len(catalogue.of_menus(found).events) >= least


def test_a_motion_has_the_text_and_the_group_of_motions() -> None:
    stay = catalogue.load(GOOD, "x.toml").event("stay")
    assert stay.text == "MOTION {relief}{re} by {filers}.{free}"
    assert (stay.group, stay.relief) == ("motion", "to Stay")


def test_what_answers_a_motion_may_answer_every_motion() -> None:
    keys = {event.key for event in DISTRICT.answered_by("motion_dismiss")}
    assert {"response_motion", "reply_response", "order_on_motion", "electronic_order"} <= keys
    assert "answer" not in keys
    assert "answer" in {event.key for event in DISTRICT.answered_by("complaint")}


@pytest.mark.parametrize(
    ("day", "cents"),
    [
        (date(2004, 12, 1), 15000),
        (date(2017, 6, 1), 40000),
        (date(2023, 11, 30), 40200),
        (date(2023, 12, 1), 40500),
    ],
)
def test_the_fee_of_a_civil_action_by_its_day(day: date, cents: int) -> None:
    assert DISTRICT.event("complaint").fee_on(day) == cents


def test_a_paper_without_a_fee_is_free() -> None:
    assert DISTRICT.event("motion_dismiss").fee_on(date(2021, 11, 1)) == 0


def test_the_court_s_own_events_are_in_no_menu_of_filers() -> None:
    offered = {title for _, titles in DISTRICT.offered("Civil") for title in titles}
    assert "Motion to Dismiss" in offered
    assert not offered & {"Summons Issued", "Judgment", "Complaint"}


def test_every_answer_leads_back_to_something_that_can_be_filed() -> None:
    for found in (DISTRICT, BANKRUPTCY, APPELLATE):
        for event in found.events.values():
            for name in event.answers:
                filed = [e for e in found.events.values() if name in (e.key, e.group)]
                assert filed, f"{event.key}: {name}"


def test_limited_roles_find_their_events_in_the_catalogue() -> None:
    rules = policies.policy_for("bankruptcy", "ctb").on(date(2021, 11, 1))
    for role in ("creditor", "trustee"):
        for title in rules.events_of(role) or ():
            events = BANKRUPTCY.titled(title)
            assert events, title
            assert any(role in event.who or "attorney" in event.who for event in events), title


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('stage = "motion"', 'stage = "moo"', 9, "stay: stage: must be one of opening"),
        ('relief = "to Stay"', "relief = 4", 8, "stay: relief: must be text"),
        ('relief = "to Stay"', 'relief = "to {whom}"', 8, "{whom} is neither asked for nor known"),
        ('relief = "to Stay"', 'text = "A {b"', 8, "the braces do not match"),
        ('help = "Asks that the case rest."', 'hlep = "?"', 10, "hlep: unknown; known are title"),
        ('help = "Asks that the case rest."', "", 5, "help: must not be absent"),
        ('who = ["attorney"]', 'who = ["lawyer"]', 3, "unknown lawyer; known are attorney"),
        ('stage = "motion"', 'stage = "motion"\nanswers = ["x"]', 10, "refers may or must"),
        ('stage = "motion"', 'stage = "motion"\nrefers = "must"', 10, "say in answers"),
        ('stage = "motion"', 'stage = "motion"\nterminates = true', 10, "can end it"),
        ('stage = "motion"', 'stage = "motion"\nfees = [{ cents = 0 }]', 10, "above 0"),
        (
            'stage = "motion"',
            'stage = "motion"\nfees = [{ cents = 1, since = 2020-01-01 }, { cents = 2 }]',
            10,
            "only the first fee may be without since",
        ),
        ('stage = "motion"', 'stage = "motion"\ndeadlines = [{ days = 3 }]', 10, "needs a name"),
        (
            'stage = "motion"',
            'stage = "motion"\ndeadlines = [{ name = "a", answer = "x", days = 3 }]',
            10,
            "counted, or it is the answer",
        ),
        (
            'stage = "motion"',
            'stage = "motion"\ndeadlines = [{ name = "a", answer = "x" }]',
            10,
            "names no prompt that asks for a date",
        ),
        ('stage = "motion"', 'stage = "motion"\nhearing = "Trial"', 10, "the prompt held_on"),
        ('stage = "motion"', 'stage = "motion"\nhearing = "{re}"', 10, "neither asked for"),
        ('stage = "motion"', 'stage = "motion"\nopens = true', 10, "opens: must be text"),
        (
            'stage = "motion"',
            'stage = "motion"\nprompts = [{ name = "a", ask = "A?", kind = "choice" }]',
            10,
            "choices belong to kind choice",
        ),
        ("[event.stay]", "[event.Stay]", 5, "a key is small letters"),
        ("[defaults]", "[default]", 1, "only defaults and event tables"),
        ('title = "Motion to Stay"', "title = ", 6, "Invalid value"),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue.load(GOOD.replace(old, new), "x.toml")
    told = [p for p in refused.value.problems if says in p.message]
    assert told, str(refused.value)
    assert told[0].line == line


def test_all_mistakes_are_told_at_once() -> None:
    wrong = GOOD.replace('stage = "motion"', 'stage = "moo"').replace('"to Stay"', "4")
    with pytest.raises(CatalogueError) as refused:
        catalogue.load(wrong, "x.toml")
    assert [problem.line for problem in refused.value.problems] == [8, 9]


def test_an_answer_to_nobody_is_refused() -> None:
    answering = GOOD + 'refers = "must"\nanswers = ["complaint"]\n'
    with pytest.raises(CatalogueError, match="stay: answers complaint, which nobody is"):
        catalogue.joined(catalogue.load(answering, "x.toml"))


def test_two_menus_do_not_share_a_key() -> None:
    once = catalogue.load(GOOD, "x.toml")
    with pytest.raises(CatalogueError, match="another menu has this key"):
        catalogue.joined(once, once)
