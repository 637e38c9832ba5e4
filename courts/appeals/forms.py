"""The forms of a court of appeals: case search, docket options, days of a list.

Programs send the same fields, so none of these carries a token (decisions 22).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from wtforms import BooleanField, Form, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from courts.appeals import sheet
from courts.appeals.queries import Sought
from courts.appeals.sheet import OptionError, Options
from courts.kinds import numbers

LONGEST_NAME: Final = 80
SHORTEST_NAME: Final = 2
ANY: Final = ""
OPEN: Final = "open"
CLOSED: Final = "closed"
NO_NUMBER: Final = "Enter a case number such as 21-1001."
NOTHING: Final = "Enter a case number, a name, an originating case number or days."
BEFORE: Final = "The start date must be less than or equal to the end date"
_NATURE: Final = re.compile(r"\d{1,4}")
_DAY_HINT: Final = "mm/dd/yyyy"


def _stripped(text: Any) -> str:
    return " ".join(str(text or "").split())


class _Days(Form):
    """Two days, the first not after the last; `first_day` and `last_day` once they are good."""

    dateFrom = StringField("From", description=_DAY_HINT, filters=[_stripped])
    dateTo = StringField("To", description=_DAY_HINT, filters=[_stripped])
    first_day: date | None = None
    last_day: date | None = None

    def validate_dateFrom(self, field: Any) -> None:
        """Read the first day."""
        self.first_day = _day(field)

    def validate_dateTo(self, field: Any) -> None:
        """Read the last day."""
        self.last_day = _day(field)
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValidationError(BEFORE)


def _day(field: Any) -> date | None:
    try:
        return sheet.read_day(field.data, field.name)
    except OptionError as error:
        raise ValidationError(str(error)) from None


class ListForm(_Days):
    """The days of a list or of the calendar."""


class SearchForm(_Days):
    """Case Search: a number or a range of them, a party, the case below, days, nature of suit."""

    csnum1 = StringField(
        "Case number",
        filters=[_stripped],
        description="Such as 21-1001. Fill in both for all cases from one to the other.",
    )
    csnum2 = StringField("to", filters=[_stripped])
    aName = StringField(
        "Party's last name, or name of a company or agency",
        filters=[_stripped],
        description="The beginning is enough.",
        render_kw={"maxlength": LONGEST_NAME},
    )
    firstName = StringField(
        "First name", filters=[_stripped], render_kw={"maxlength": LONGEST_NAME}
    )
    origNum = StringField(
        "Originating case number",
        filters=[_stripped],
        description="The number in the court or agency below, such as 3:19-cv-00021.",
        render_kw={"maxlength": LONGEST_NAME},
    )
    nos = SelectField(
        "Nature of suit", choices=[SelectChoice(value=ANY, label="All")], validate_choice=False
    )
    status = RadioField(
        "Cases",
        choices=[
            SelectChoice(value=ANY, label="All"),
            SelectChoice(value=OPEN, label="Open"),
            SelectChoice(value=CLOSED, label="Closed"),
        ],
        default=ANY,
        validate_choice=False,
    )

    def offer(self, natures: Iterable[tuple[str, str]]) -> None:
        """Offer the natures of suit that cases of this court have."""
        known = [SelectChoice(value=code, label=words) for code, words in natures]
        self.nos.choices = [SelectChoice(value=ANY, label="All"), *known]

    def validate_csnum1(self, field: Any) -> None:
        """Want a case number, also where only the second one was filled in."""
        missing = not field.data and self.csnum2.data
        if missing or (field.data and numbers.wanted(field.data) is None):
            raise ValidationError(NO_NUMBER)

    def validate_csnum2(self, field: Any) -> None:
        """Want a case number that is not before the first."""
        first, last = numbers.wanted(self.csnum1.data or ""), numbers.wanted(field.data or "")
        if field.data and last is None:
            raise ValidationError(NO_NUMBER)
        if first and last and (first.year, first.serial) > (last.year, last.serial):
            raise ValidationError("The first case number must not be after the second.")

    def validate_aName(self, field: Any) -> None:
        """Want enough of a name."""
        if self.firstName.data and not field.data:
            raise ValidationError("Enter the last name, too.")
        if field.data and not SHORTEST_NAME <= len(field.data) <= LONGEST_NAME:
            raise ValidationError(f"Enter {SHORTEST_NAME} to {LONGEST_NAME} letters of the name.")

    def validate_origNum(self, field: Any) -> None:
        """Want a number that somebody may have written."""
        if len(field.data) > LONGEST_NAME:
            raise ValidationError("Enter the number of one case.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Want at least one thing to search by."""
        good = bool(super().validate(extra_validators))
        sought = (self.csnum1, self.aName, self.origNum, self.dateFrom, self.dateTo, self.nos)
        if good and not any(field.data for field in sought):
            self.form_errors.append(NOTHING)
            return False
        return good

    def sought(self) -> Sought:
        """Return what is asked for, once the form is good."""
        nature = self.nos.data if _NATURE.fullmatch(self.nos.data or "") else ""
        return Sought(
            first=numbers.wanted(self.csnum1.data) if self.csnum1.data else None,
            last=numbers.wanted(self.csnum2.data) if self.csnum2.data else None,
            name=self.aName.data,
            given=self.firstName.data,
            since=self.first_day,
            until=self.last_day,
            origin=numbers.search_key(self.origNum.data),
            nature=nature,
            closed={OPEN: False, CLOSED: True}.get(self.status.data),
        )

    def criteria(self) -> str:
        """Return what was asked for, as a receipt says it."""
        told = (
            ("", "-".join(filter(None, (self.csnum1.data, self.csnum2.data)))),
            ("Name: ", ", ".join(filter(None, (self.aName.data, self.firstName.data)))),
            ("Originating case: ", self.origNum.data),
            ("Nature of suit: ", self.nos.data),
            ("From: ", self.dateFrom.data),
            ("To: ", self.dateTo.data),
            ("", self.status.data.capitalize() if self.status.data in (OPEN, CLOSED) else ""),
        )
        return "; ".join(label + value for label, value in told if value)


class OptionsForm(_Days):
    """Which parts of a docket sheet to show (DocketReportFilter.jsp)."""

    caseNum = StringField("Case number", filters=[_stripped])
    incPtyAty = BooleanField("Parties and attorneys", default=True)
    incCaption = BooleanField("Caption", default=True)
    incDktEntries = BooleanField("Docket entries", default=True)
    incOrigDkt = BooleanField("Originating court information", default=True)
    incPrior = BooleanField("Prior cases", default=True)
    incAssoc = BooleanField("Associated cases", default=True)
    incPanel = BooleanField("Panel assignment", default=True)
    incPdfMulti = BooleanField("Select several documents at once (View Multiple Documents)")

    @classmethod
    def of(cls, options: Options, number: str) -> OptionsForm:
        """Return the form filled with options."""
        ticked = {
            field: getattr(options, name)
            for field, name in sheet.FIELDS.items()
            if field != "fullDocketReport"
        }
        return cls(data={"caseNum": number, **ticked})
