"""What each report asks, as fields: of cases, of days, of events (facts 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from courts.cases.search import STATUSES
from courts.cases.typed import written
from courts.kinds.inquiry import Choices, Inquiry
from courts.reports.report import Field

_ALL: Final = ("", "All")
_WEEK: Final = timedelta(days=7)
#: Cases of these types have a report of their own where a court has such cases at all.
CRIMINAL: Final = ("cr", "mj")
CASE_NUMBER: Final = Field(
    "case_num", "Case number", type="case", hint="For example 3:19-cv-21 or 21-30101."
)
OFFICE: Final = Field("office", "Office")
JUDGE: Final = Field("judge", "Judge")
SHOW: Final = Field(
    "ShowFull",
    "Show",
    type="one",
    choices=(("1", "Docket text"), ("0", "Summary")),
    default="1",
)
MINE: Final = Field(
    "mine",
    "Cases",
    type="one",
    choices=(("", "All cases"), ("1", "Only my cases")),
)
RELATED: Final = (
    Field("filed_from", "Filed", type="days", to="filed_to"),
    Field(
        "pending",
        "Show",
        type="one",
        choices=(("", "All transactions"), ("motions", "Motions only")),
    ),
)


def with_offices(fields: Iterable[Field], offices: Choices) -> tuple[Field, ...]:
    """Return fields with the offices of a court to choose from."""
    known = replace(OFFICE, type="one", choices=(_ALL, *offices))
    return tuple(known if field == OFFICE else field for field in fields)


def of_cases(inquiry: Inquiry, types: Choices) -> tuple[Field, ...]:
    """Return what every report asks of cases, as far as this kind of court has it."""
    fields = [OFFICE, Field("case_type", "Case type", type="many", choices=types)]
    if inquiry.natures:
        fields.append(Field("nature_suit", "Nature of suit", type="many", choices=inquiry.natures))
    if inquiry.chapters:
        fields.append(Field("chapter", "Chapter", type="many", choices=inquiry.chapters))
    return tuple(fields)


def cases(inquiry: Inquiry) -> tuple[Field, ...]:
    """Return what the report of civil cases, or of a bankruptcy court's cases, asks."""
    types = tuple(c for c in inquiry.case_types if c[0] not in CRIMINAL)
    return (*of_cases(inquiry, types), *_listed(inquiry))


def criminal_cases(inquiry: Inquiry) -> tuple[Field, ...]:
    """Return what the report of criminal cases asks; nothing in a court without them."""
    types = tuple(c for c in inquiry.case_types if c[0] in CRIMINAL)
    if not types:
        return ()
    known = Field("case_type", "Case type", type="many", choices=types)
    return (OFFICE, known, *_listed(inquiry))


def _listed(inquiry: Inquiry) -> tuple[Field, ...]:
    return (
        Field("flag", "Case flag"),
        Field("case_filed_from", "Filed", type="days", to="case_filed_to"),
        Field("case_status", "Case status", type="one", choices=STATUSES),
        JUDGE,
        _sorted(("number", "Case number"), ("filed", "Filed date"), ("nature", inquiry.detail)),
    )


def calendar(inquiry: Inquiry, today: date) -> tuple[Field, ...]:
    """Return what the calendar asks: first of the week to come."""
    events = (_ALL, ("deadline", "Deadlines"), ("hearing", "Hearings"))
    return (
        CASE_NUMBER,
        *of_cases(inquiry, inquiry.case_types),
        _days("due_from", "Set", "due_to", today, today + _WEEK),
        Field("kind", "Event", type="one", choices=events),
        JUDGE,
        _sorted(("date", "Date"), ("number", "Case number")),
    )


def activity(
    inquiry: Inquiry, today: date, categories: tuple[str, ...], *, counsel: bool = False
) -> tuple[Field, ...]:
    """Return what docket activity asks: first of today.

    :param counsel: whether somebody asks who may have cases in this court.
    """
    counted = (("Entered", "Entered"), ("Filed", "Filed"))
    return (
        CASE_NUMBER,
        *of_cases(inquiry, inquiry.case_types),
        Field("date_range_type", "Days by", type="one", choices=counted, default="Entered"),
        _days("date_from", "Days", "date_to", today, today),
        Field(
            "category",
            "Category of event",
            type="many",
            choices=tuple((name, name) for name in categories),
        ),
        *((MINE,) if counsel else ()),
        SHOW,
        _sorted(("number", "Case number"), ("date", "Entered"), ("event", "Event")),
    )


def opinions(inquiry: Inquiry, today: date) -> tuple[Field, ...]:
    """Return what Written Opinions asks, by the names that programs post (clients.md 4)."""
    orders = (("cs_sort_case_numb", "Case number"), ("de_date_filed", "Filed date"))
    return (
        CASE_NUMBER,
        *of_cases(inquiry, inquiry.case_types),
        _days("filed_from", "Filed", "filed_to", today - _WEEK, today),
        SHOW,
        Field("Key1", "Sort by", type="one", choices=orders, default=orders[0][0]),
    )


def _sorted(*choices: tuple[str, str]) -> Field:
    return Field("sort1", "Sort by", type="one", choices=choices, default=choices[0][0])


def _days(name: str, label: str, to: str, first: date, last: date) -> Field:
    default = f"{written(first)}-{written(last)}"
    return Field(name, label, type="days", to=to, needed=True, default=default)
