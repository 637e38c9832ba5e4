"""The forms of claims and creditors. Client programs post them too, so they carry no token
(decisions 22) and whatever is missing is as if it had been left empty.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from courts.claims.queries import Activity, Wanted

BACKWARDS_DATES: Final = "The start date must be less than or equal to the end date"
BACKWARDS_NUMBERS: Final = "The first claim number must be less than or equal to the last one."
RAW: Final = "rawfrmt"
LABELS: Final = "lblfrmt"
_DATE: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_NUMBER: Final = re.compile(r"\d{1,6}")
_LONGEST: Final = 200


def _strip(text: str | None) -> str:
    return (text or "").strip()


def _choices(*pairs: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class _Text(StringField):
    """A line of text; what is missing is empty."""

    def __init__(self, label: str, validators: Any = (), **more: Any) -> None:
        super().__init__(
            label,
            [Length(max=_LONGEST, message="That is too long."), *validators],
            filters=[_strip],
            **more,
        )


class _Day(_Text):
    """A date as courts write it; `day` is what it means, None if it is empty."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, render_kw={"placeholder": "mm/dd/yyyy", "size": 12}, **more)

    @property
    def day(self) -> date | None:
        """The date, None if there is none."""
        found = _DATE.fullmatch(self.data)
        if found is None:
            return None
        month, day, year = (int(part) for part in found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no date."""
        if self.data and self.day is None:
            raise ValidationError("Enter a date as mm/dd/yyyy.")


class _Number(_Text):
    """The number of a claim; `number` is None if it is empty."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric", "size": 8}, **more)

    @property
    def number(self) -> int | None:
        """The number, None if there is none."""
        return int(self.data) if _NUMBER.fullmatch(self.data) else None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no number."""
        if self.data and self.number is None:
            raise ValidationError("Enter a claim number, such as 12.")


def _known(field: Any, value: Any) -> str:
    """Return a choice; what programs leave out or get wrong is the first one."""
    known = [str(choice[0]) for choice in field.iter_choices()]
    return str(value) if value in known else known[0]


class _Lenient(SelectField):
    """A choice that programs may leave out."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        """Take the first choice in place of an unknown one."""
        self.data = _known(self, self.data)


class _LenientRadio(RadioField):
    """The same with round buttons."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        """Take the first choice in place of an unknown one."""
        self.data = _known(self, self.data)


class CaseForm(FlaskForm):
    """A form about one case: `all_case_ids` is its id, `case_num` its number as typed."""

    class Meta:
        """Programs have no token."""

        csrf = False

    all_case_ids = HiddenField(filters=[_strip])
    #: The id is that of the case number finder (templates/docket/_finder.html).
    case_num = _Text("Case number", id="case_number_text_area_0")

    @property
    def names_case(self) -> bool:
        """Say whether a case was named at all: the finder sends 0 where none was chosen."""
        return self.all_case_ids.data not in ("", "0") or bool(self.case_num.data)

    def in_order(self, first: Any, last: Any, message: str) -> None:
        """Refuse a range that runs backwards, at its beginning."""
        low, high = _bound(first), _bound(last)
        if low is not None and high is not None and low > high:
            first.errors = [*first.errors, message]

    def good(self) -> bool:
        """Say whether everything that was typed can be read."""
        self.validate()
        self.check()
        return not self.errors

    def check(self) -> None:
        """Look at fields together."""


def _bound(field: Any) -> Any:
    return field.day if isinstance(field, _Day) else field.number


class RegisterForm(CaseForm):
    """Claims Register: which claims of a case, in which order."""

    creditor = _Text("Creditor name", description="Part of a name will do.")
    f_claimno_from = _Number("Claim number from")
    f_claimno_to = _Number("Claim number to")
    EntFil = _LenientRadio(
        "Dates are those on which claims were",
        choices=_choices(("Fil", "Filed"), ("Ent", "Entered")),
        default="Fil",
    )
    f_fromdt = _Day("Date from")
    f_todt = _Day("Date to")
    f_sort1 = _Lenient(
        "Sort by",
        choices=_choices(
            ("cl_claimno", "Claim number"),
            ("cr_name", "Creditor name"),
            ("cl_dt_filed", "Filed date"),
            ("cl_dt_entered", "Entered date"),
        ),
    )
    f_sort2 = _Lenient(
        "then by",
        choices=_choices(
            ("cl_dt_filed", "Filed date"),
            ("cl_dt_entered", "Entered date"),
            ("cl_claimno", "Claim number"),
            ("cr_name", "Creditor name"),
        ),
    )

    def check(self) -> None:
        """Look at fields together."""
        self.in_order(self.f_fromdt, self.f_todt, BACKWARDS_DATES)
        self.in_order(self.f_claimno_from, self.f_claimno_to, BACKWARDS_NUMBERS)

    @property
    def wanted(self) -> Wanted:
        """What the register is asked for."""
        return Wanted(
            creditor=self.creditor.data,
            first_number=self.f_claimno_from.number,
            last_number=self.f_claimno_to.number,
            first_day=self.f_fromdt.day,
            last_day=self.f_todt.day,
            by_entered=self.EntFil.data == "Ent",
            sorts=(self.f_sort1.data, self.f_sort2.data),
        )


class ActivityForm(CaseForm):
    """Claims Activity Report: the filings of one case, or of all."""

    chapter = _Lenient(
        "Chapter",
        choices=_choices(("", "All"), *((n, n) for n in ("7", "9", "11", "12", "13", "15"))),
    )
    creditor = _Text("Creditor name", description="Part of a name will do.")
    filed_from = _Day("Filed from")
    filed_to = _Day("Filed to")
    entered_from = _Day("Entered from")
    entered_to = _Day("Entered to")
    sort1 = _Lenient(
        "Sort by",
        choices=_choices(
            ("case number", "Case number"),
            ("creditor", "Creditor name"),
            ("date entered", "Date entered"),
            ("date filed", "Date filed"),
        ),
    )
    sort2 = _Lenient(
        "then by",
        choices=_choices(
            ("claim number", "Claim number"),
            ("creditor", "Creditor name"),
            ("date entered", "Date entered"),
            ("date filed", "Date filed"),
        ),
    )

    def check(self) -> None:
        """Look at fields together."""
        self.in_order(self.filed_from, self.filed_to, BACKWARDS_DATES)
        self.in_order(self.entered_from, self.entered_to, BACKWARDS_DATES)

    def wanted(self, case_id: int | None) -> Activity:
        """What the report is asked for."""
        return Activity(
            case_id=case_id,
            chapter=self.chapter.data,
            creditor=self.creditor.data,
            filed_from=self.filed_from.day,
            filed_to=self.filed_to.day,
            entered_from=self.entered_from.day,
            entered_to=self.entered_to.day,
            sorts=(self.sort1.data, self.sort2.data),
        )


class MatrixForm(CaseForm):
    """Creditor Matrix: the mailing list of one case."""

    typfmt = _LenientRadio(
        "Format",
        choices=_choices((LABELS, "Labels, to read and print"), (RAW, "Raw data format")),
    )
    #: A special mailing group; this court keeps none.
    SMG = HiddenField(filters=[_strip])


class CreditorForm(CaseForm):
    """Creditor query: the creditors of one case, all or by name."""

    creditor = _Text("Creditor name", description="Leave it empty for all creditors.")
