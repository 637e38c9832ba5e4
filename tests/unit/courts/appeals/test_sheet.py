"""Options, days, brackets and parties of an appellate docket, without a court."""

from __future__ import annotations

from datetime import date

import pytest

from courts.appeals import sheet
from courts.appeals.sheet import Lawyer, OptionError, Options, Side
from courts.kinds.drafts import LEAD, NOTICED, PRO_HAC


def test_options_are_read_as_programs_and_forms_send_them() -> None:
    asked = {
        "fullDocketReport": "Y",
        "incDktEntries": "on",
        "incCaption": "long",
        "incPanel": "N",
        "dateFrom": "5/3/21",
        "dateTo": " 05/04/2021 ",
        "actionType": "Run+Docket+Report",
        "unknown": "Y",
    }
    assert sheet.read_options(asked) == Options(
        full=True,
        entries=True,
        caption=True,
        first_day=date(2021, 5, 3),
        last_day=date(2021, 5, 4),
    )


def test_fields_ask_for_the_same_again() -> None:
    options = Options(full=True, entries=True, caption=True, first_day=date(2021, 5, 3))
    assert sheet.read_options(options.fields()) == options


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "Case Summary"),
        ({"outputXML_TXT": "XML"}, "Docket Report (filtered)"),
        ({"fullDocketReport": "Y", "incDktEntries": "Y"}, "Docket Report (filtered)"),
        (
            {name: "Y" for name in sheet.FIELDS if name != "incPdfMulti"},
            "Docket Report (full)",
        ),
        (
            {**dict.fromkeys(sheet.FIELDS, "Y"), "dateFrom": "01/01/2021"},
            "Docket Report (filtered)",
        ),
    ],
)
def test_what_a_receipt_calls_a_report(fields: dict[str, str], title: str) -> None:
    assert sheet.read_options(fields).title == title


@pytest.mark.parametrize(
    "typed",
    ["13/01/2021", "2/30/2021", "2021-01-01", "x", "1/1/1", "0/0/0000", "1/1/9999", "٣/١/٢٠٢١"],
)
def test_a_day_that_is_none_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(OptionError) as refused:
        sheet.read_day(typed, "dateTo")
    assert refused.value.field == "dateTo"


def test_a_span_must_not_end_before_it_begins() -> None:
    with pytest.raises(OptionError, match="less than or equal"):
        sheet.read_options({"dateFrom": "02/02/2021", "dateTo": "02/01/2021"})


@pytest.mark.parametrize(
    ("roles", "told"),
    [
        ((), "[COR Retained]"),
        ((LEAD, NOTICED), "[COR LD NTC Retained]"),
        ((NOTICED, LEAD), "[COR LD NTC Retained]"),
        (("COR", "LD", "NTC", "Government"), "[COR LD NTC Government]"),
        (("NTC", "Pro Se"), "[COR NTC Pro Se]"),
        ((NOTICED, "Designation: Pro Bono"), "[COR NTC Pro Bono]"),
        ((LEAD, PRO_HAC, "CJA Appointment"), "[COR LD PHV CJA Appointment]"),
    ],
)
def test_what_counsel_are_stands_in_brackets(roles: tuple[str, ...], told: str) -> None:
    assert sheet.bracket(roles) == told


def test_counsel_have_no_empty_lines_that_would_end_them() -> None:
    told = sheet.lawyer("Ada", ("Firm", "", "  ", "Street"), (), left_on=date(2021, 2, 2))
    assert told.lines == ("Ada", "Terminated: 02/02/2021", "[COR Retained]", "Firm", "Street")


def test_only_the_nearest_same_address_is_left_out() -> None:
    def side(*lines: str) -> Side:
        return Side("P", "Appellant", lawyers=(Lawyer(("Ada", "[COR]", *lines)),))

    told = sheet.abridged((side("One"), side("One"), side("Two"), side("One"), side("One")))
    assert [each.lawyers[0].lines[2:] for each in told] == [
        ("One",),
        (sheet.SEE_ABOVE,),
        ("Two",),
        ("One",),
        (sheet.SEE_ABOVE,),
    ]


@pytest.mark.parametrize(
    ("roles", "caption", "versus"),
    [
        (("Plaintiff - Appellant", "Defendant - Appellee", "Amicus Curiae"), "A v. B", 1),
        (("Plaintiff - Appellee", "Defendant - Appellant"), "A v. B", None),
        (("Defendant - Appellant", "Plaintiff - Appellee"), "A v. B", 1),
        (("Petitioner", "Petitioner", "Respondent", "Respondent"), "A v. B", 2),
        (("Debtor - Appellant", "Trustee - Appellee"), "In Re: A", None),
        ((), "A v. B", None),
    ],
)
def test_where_v_stands(roles: tuple[str, ...], caption: str, versus: int | None) -> None:
    told = sheet.with_versus((Side("P", role) for role in roles), caption)
    assert [place for place, side in enumerate(told) if side.versus] == (
        [] if versus is None else [versus]
    )
    assert [side.last for side in told] == [place == len(roles) - 1 for place in range(len(roles))]


def test_case_types_are_three_lines_at_least() -> None:
    assert sheet.type_lines(("Civil", "")) == ("Civil", "-", "-")
    assert sheet.type_lines("abcd") == ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("size", "told"), [(0, "0.0 KB"), (101_478, "99.1 KB"), (3 << 20, "3.0 MB")]
)
def test_sizes(size: int, told: str) -> None:
    assert sheet.weight(size) == told


def test_a_paper_opens_by_its_own_id() -> None:
    paper = sheet.Paper(1, "002030000017", 30_000_017, "Main", 1, 2048)
    assert (paper.open_id, paper.weight) == ("002130000017", "2.0 KB")
