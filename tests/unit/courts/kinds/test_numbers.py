"""Case numbers, written by courts and typed by people (facts 3.1, clients 5.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courts.kinds.numbers import (
    APPELLATE,
    BANKRUPTCY,
    DISTRICT,
    CaseNumber,
    Wanted,
    locator,
    search_key,
    wanted,
)

CIVIL = CaseNumber(2012, 3879, "cv", "3", "VC")
CRIMINAL = CaseNumber(2016, 1152, "cr", "1", "ABC", "DEF", 2)
CHAPTER7 = CaseNumber(2024, 10001, "bk", judge="JJT")
ADVERSARY = CaseNumber(2024, 2007, "ap", judge="JJT")
APPEAL = CaseNumber(2024, 101)


def test_a_district_court_writes_office_type_and_initials() -> None:
    assert DISTRICT.full(CIVIL) == "3:12-cv-03879-VC"
    assert DISTRICT.short(CIVIL) == "3:12-cv-3879"
    assert DISTRICT.sortable(CIVIL) == "3:2012-cv-03879-VC"
    assert DISTRICT.full(CRIMINAL) == "1:16-cr-01152-ABC-DEF-2"
    assert locator(CIVIL) == "3:2012cv03879"


def test_the_other_kinds_write_year_and_serial() -> None:
    assert BANKRUPTCY.full(CHAPTER7) == "24-10001-JJT"
    assert BANKRUPTCY.full(ADVERSARY) == "24-02007-JJT"
    assert BANKRUPTCY.short(ADVERSARY) == "24-02007"
    assert APPELLATE.full(APPEAL) == "24-0101"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1:24-cv-101", Wanted(2024, 101, "cv", "1")),
        ("1:24-cv-00101", Wanted(2024, 101, "cv", "1")),
        ("1:24-CV-00101-ABC", Wanted(2024, 101, "cv", "1")),
        ("1:24-cr-00101-ABC-DE-3", Wanted(2024, 101, "cr", "1", 3)),
        ("24-101", Wanted(2024, 101)),
        ("24-cv-101", Wanted(2024, 101, "cv")),
        ("24cv101", Wanted(2024, 101, "cv")),
        ("2400101", Wanted(2024, 101)),
        ("1:2024cv00101", Wanted(2024, 101, "cv", "1")),
        ("2024-cv-101", Wanted(2024, 101, "cv")),
        (" 24-10001 ;number=0.123", Wanted(2024, 10001)),
        ("99-500", Wanted(1999, 500)),
    ],
)
def test_what_people_type(typed: str, meant: Wanted) -> None:
    assert wanted(typed) == meant


@pytest.mark.parametrize("typed", ["", "cv", "24", "24101x", "1:24-cv-", "abc-def", "24-1234567"])
def test_what_is_no_number(typed: str) -> None:
    assert wanted(typed) is None


def test_what_was_left_out_fits_several() -> None:
    meant = Wanted(2016, 1152)
    assert meant.fits(CRIMINAL)
    assert meant.fits(CaseNumber(2016, 1152, "cv", "3"))
    assert not Wanted(2016, 1152, "cv").fits(CRIMINAL)
    assert not Wanted(2016, 1152, "cr", "1", 1).fits(CRIMINAL)


@given(
    st.builds(
        CaseNumber,
        year=st.integers(1960, 2059),
        serial=st.integers(1, 99_999),
        type=st.sampled_from(["cv", "cr", "mj", "mc"]),
        office=st.sampled_from("0123456789"),
        judge=st.sampled_from(["", "ABC", "XY"]),
        referred=st.sampled_from(["", "DEF"]),
        defendant=st.integers(0, 40),
    )
)
def test_every_number_that_is_written_is_read_again(number: CaseNumber) -> None:
    for text in (DISTRICT.full(number), DISTRICT.short(number), DISTRICT.sortable(number)):
        meant = wanted(text)
        assert meant is not None, text
        assert meant.fits(number), text
    assert (wanted(locator(number)) or Wanted(0, 0)).fits(number)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("3:19-cv-00021-RBX", "2019-21 cv 3"),
        ("3:19-cr-00027-RBX-1", "2019-27 cr 3"),
        ("20-03001", "2020-3001 "),
        ("A999-999-103", "a999-999-103"),
    ],
)
def test_numbers_of_cases_below_are_kept_by_year_and_serial(written: str, key: str) -> None:
    assert search_key(written) == key


@pytest.mark.parametrize("typed", ["3:19-cv-21", "19-cv-00021", "19cv21", "19-21"])
def test_what_is_typed_is_the_beginning_of_what_is_kept(typed: str) -> None:
    assert search_key("3:19-cv-00021-RBX").startswith(search_key(typed))
    assert not search_key("3:19-cv-00211-RBX").startswith(search_key(typed))
