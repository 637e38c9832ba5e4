"""What a docket sheet is asked for, read from the fields of its form."""

from __future__ import annotations

from datetime import date

import pytest

from courts.docket import asking
from courts.docket.asking import Asked, Problem

PROGRAM = {
    "all_case_ids": "5",
    "sort1": "oldest date first",
    "date_range_type": "Filed",
    "output_format": "html",
    "case_num": " ",
    "date_from": "1/1/1960",
}


def test_a_program_asks_for_the_bare_docket() -> None:
    asked, problems = asking.read(PROGRAM)
    assert problems == ()
    assert asked == Asked(first_day=date(1960, 1, 1))
    assert asked.narrowed
    assert asked.criteria == ""
    assert asked.header == "2"


def test_nothing_at_all_is_the_whole_docket() -> None:
    asked, problems = asking.read({})
    assert (asked, problems) == (Asked(), ())
    assert not asked.narrowed


def test_every_option() -> None:
    asked, problems = asking.read(
        {
            "sort1": "most recent date first",
            "date_range_type": "Entered",
            "date_from": "02/03/2021",
            "date_to": " 4/5/21 ",
            "documents_numbered_from_": "2",
            "documents_numbered_to_": "10",
            "display_pageid": "7",
            "list_of_parties_and_counsel": "on",
            "terminated_parties": "on",
            "list_of_member_cases": "on",
            "pdf_header": "1",
            "view_multi_docs": "on",
            "output_format": "pdf",
        }
    )
    assert problems == ()
    assert asked == Asked(
        by_entered=True,
        first_day=date(2021, 2, 3),
        last_day=date(2021, 4, 5),
        first_number=2,
        last_number=10,
        page_id=7,
        list_of_parties=True,
        terminated=True,
        members=True,
        view_multi=True,
        pdf_header=True,
        order="newest",
        as_pdf=True,
    )
    assert (
        asked.criteria == "Entered from: 02/03/2021 Entered to: 04/05/2021 Doc From: 2 Doc To: 10"
    )
    assert asked.header == "1"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/2/2021", date(2021, 1, 2)),
        ("01/02/21", date(2021, 1, 2)),
        ("12/31/59", date(2059, 12, 31)),
        ("12/31/60", date(1960, 12, 31)),
        ("2/29/2020", date(2020, 2, 29)),
        ("2/29/2021", None),
        ("13/1/2021", None),
        ("2021-01-02", None),
        ("1/2/0000", None),
        ("1/2/202", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert asking.day_of(text) == day
    if day is not None:
        assert asking.day_of(asking.written(day)) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("1" * 10, None),
        ("", None),
    ],
)
def test_numbers(text: str, number: int | None) -> None:
    assert asking.number_of(text) == number


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"date_from": "x"}, Problem("date_from", asking.BAD_DATE)),
        ({"date_to": "x"}, Problem("date_to", asking.BAD_DATE)),
        (
            {"date_from": "1/2/2021", "date_to": "1/1/2021"},
            Problem("date_from", asking.DATES_CROSSED),
        ),
        (
            {"documents_numbered_from_": "2", "documents_numbered_to_": "1"},
            Problem("documents_numbered_from_", asking.NUMBERS_CROSSED),
        ),
        ({"display_pageid": "x"}, Problem("display_pageid", asking.NO_PAGE_ID)),
    ],
)
def test_what_is_wrong_and_where(fields: dict[str, str], problem: Problem) -> None:
    assert asking.read(fields)[1] == (problem,)


def test_boxes_that_are_not_ticked() -> None:
    for word in ("", "off", "0", "No"):
        assert not asking.read({"view_multi_docs": word})[0].view_multi
