"""What is typed into the query form, and names as searches compare them."""

from __future__ import annotations

from datetime import date

import pytest

from courts.cases import names, search, typed
from courts.cases.typed import Days
from courts.kinds.inquiry import CASE_MENUS, INQUIRIES

DISTRICT, BANKRUPTCY = INQUIRIES["district"], INQUIRIES["bankruptcy"]


def test_what_juriscraper_posts_for_one_case_is_that_case() -> None:
    posted = {"UserType": [""], "all_case_ids": ["186730"], "case_num": ["foo"], "last_name": [""]}
    criteria, wrong = search.read(posted, DISTRICT)
    assert (criteria.ids, wrong) == ((186730,), {})


def test_nothing_asked_is_said_beside_the_case_number() -> None:
    for posted in ({}, {"all_case_ids": ["0"]}, {"first_name": ["Ada"]}, {"case_status": ["open"]}):
        assert search.read(posted, DISTRICT)[1] == {"case_num": search.NOTHING}


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("01/01/2021", "01/30/2021", ""),
        ("01/01/2021", "01/31/2021", search.TOO_LONG.format(days=31)),
        ("01/01/2021", "", search.BOTH_ENDS),
        ("02/01/2021", "01/01/2021", typed.WRONG_ORDER),
        ("2021-01-01", "01/01/2021", typed.WRONG_DAY),
        ("13/01/2021", "01/01/2021", typed.WRONG_DAY),
    ],
)
def test_bankruptcy_dates_span_fewer_than_31_days(first: str, last: str, wrong: str) -> None:
    posted = {"filed_from": [first], "filed_to": [last]}
    assert search.read(posted, BANKRUPTCY)[1] == ({"filed_from": wrong} if wrong else {})
    posted = {"lastentry_from": [first], "lastentry_to": [last]}
    assert search.read(posted, BANKRUPTCY)[1] == ({"lastentry_from": wrong} if wrong else {})


def test_district_dates_have_no_limit_and_may_stay_open() -> None:
    posted = {"Qry_filed_from": ["1/1/60"], "Qry_filed_to": [""]}
    criteria, wrong = search.read(posted, DISTRICT)
    assert (criteria.filed, wrong) == (Days(date(1960, 1, 1)), {})


def test_the_receipt_tells_the_criteria() -> None:
    posted = {
        "last_name": [" Debtor "],
        "first_name": ["Carol"],
        "ExactMatch": ["y"],
        "person_type": ["pty"],
        "Qry_filed_from": ["1/5/2024"],
        "nature_suit": ["190", "442"],
    }
    criteria, _ = search.read(posted, DISTRICT)
    assert criteria.words() == (
        "LName: Debtor FName: Carol Exact: Y Type: pty Filed From: 01/05/2024 NOS: 190, 442"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [("", ()), ("0", ()), ("12", (12,)), ("12,13,12", (12, 13)), ("x,7", (7,)), ("9" * 12, ())],
)
def test_ids_of_the_finder(text: str, found: tuple[int, ...]) -> None:
    assert search.ids(text) == found


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("John Attorney", "attorney, john"),
        ("Ada B. Pleader", "pleader, ada b."),
        ("John Q. Attorney, Jr.", "attorney jr., john q."),
        ("Federal Defenders", "defenders, federal"),
        ("Plato", "plato"),
    ],
)
def test_counsel_is_found_by_the_last_name(name: str, key: str) -> None:
    assert names.name_key(name) == key


@pytest.mark.parametrize("family", sorted(CASE_MENUS))
def test_every_address_of_a_case_menu_ends_with_the_case(family: str) -> None:
    for item in CASE_MENUS[family]:
        assert item.path(600001).endswith("600001")
        assert item.path(600001).startswith("/cgi-bin/")


def test_a_span_knows_its_length() -> None:
    assert Days(date(2021, 1, 1), date(2021, 1, 30)).length == 30
    assert not Days()
    assert Days(date(2021, 1, 1)).length == 0
