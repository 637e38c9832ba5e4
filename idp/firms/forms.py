"""The forms of a PAA, and those of the accounts that it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from wtforms import Form, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from idp.accounts.names import clean
from idp.firms.models import COST_CENTER_LENGTH, REMARK_LENGTH, Membership

#: How many accounts one page asks at once.
ROWS: Final = 5
_NUMBER: Final = re.compile(r"[0-9]{7}")
NUMBER_WORDS: Final = "An account number has 7 digits."
NAME_MISSING: Final = "Enter the last name of this account's holder."
NUMBER_MISSING: Final = "Enter the account number of this person."
NOTHING: Final = "Enter the last name and the account number of at least one account."


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _cost_center(label: str) -> Any:
    words = f"A cost center has at most {COST_CENTER_LENGTH} characters."
    return StringField(
        label,
        [Length(max=COST_CENTER_LENGTH, message=words)],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "maxlength": COST_CENTER_LENGTH},
    )


def _remark() -> Any:
    words = f"A remark has at most {REMARK_LENGTH} characters."
    return TextAreaField(
        "Remark", [Length(max=REMARK_LENGTH, message=words)], filters=[_tidy], render_kw={"rows": 3}
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One filled line of the form that adds accounts."""

    line: int
    last_name: str
    account_number: str
    cost_center: str


class AddForm(Form):
    """Add Existing PACER Accounts to My PAA: several lines, each a person."""

    def lines(self) -> list[tuple[int, Any, Any, Any]]:
        """Return the fields line by line."""
        return [
            (
                line,
                self[f"last_name_{line}"],
                self[f"account_number_{line}"],
                self[f"cost_center_{line}"],
            )
            for line in range(1, ROWS + 1)
        ]

    def asked(self) -> list[Asked]:
        """Return the filled lines."""
        return [
            Asked(line, name.data or "", number.data or "", cost.data or "")
            for line, name, number, cost in self.lines()
            if name.data or number.data or cost.data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse half a line, a number of another shape, and no line at all."""
        good = bool(super().validate(extra_validators))
        if not self.asked():
            self.form_errors.append(NOTHING)
            return False
        for one in self.asked():
            good = self._is_good(one) and good
        return good

    def _is_good(self, one: Asked) -> bool:
        wrong = {
            f"last_name_{one.line}": NAME_MISSING if not one.last_name else "",
            f"account_number_{one.line}": ""
            if _NUMBER.fullmatch(one.account_number)
            else NUMBER_WORDS
            if one.account_number
            else NUMBER_MISSING,
        }
        for name, words in wrong.items():
            if words:
                self[name].errors = [*self[name].errors, words]
        return not any(wrong.values())


def _name(line: int) -> Any:
    return StringField(
        f"Last Name, account {line}",
        [Length(max=80, message="A last name has at most 80 characters.")],
        filters=[_tidy],
        render_kw={"autocomplete": "off"},
    )


def _number(line: int) -> Any:
    return StringField(
        f"Account Number, account {line}",
        filters=[_tidy],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 20},
    )


for _line in range(1, ROWS + 1):
    setattr(AddForm, f"last_name_{_line}", _name(_line))
    setattr(AddForm, f"account_number_{_line}", _number(_line))
    setattr(AddForm, f"cost_center_{_line}", _cost_center(f"Cost Center, account {_line}"))


class _Chosen(Form):
    """Some of the accounts of a list."""

    chosen = SelectMultipleField(
        "Accounts",
        [DataRequired("Choose at least one account.")],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, rows: Sequence[Membership]) -> None:
        """Offer the accounts of these memberships."""
        self.chosen.choices = [
            SelectChoice(value=row.id, label=f"{row.member.display_name}, {_label(row)}")
            for row in rows
        ]

    def numbers(self) -> list[int]:
        """Return the memberships that were chosen."""
        return cast("list[int]", self.chosen.data or [])


def _label(row: Membership) -> str:
    return f"account {row.member.account_number}"


class RescindForm(_Chosen):
    """Rescind My Pending Request."""


class RemoveForm(_Chosen):
    """Remove PACER Account(s) from My PAA."""

    remark = _remark()


class LeaveForm(Form):
    """Remove Your PACER Account from a PAA."""

    remark = _remark()


class CostCenterForm(Form):
    """The cost center of each account; the fields are made for the accounts at hand."""


def cost_centers(rows: Sequence[Membership]) -> type[CostCenterForm]:
    """Return a form with one field for each membership."""
    fields = {
        field_of(row): _cost_center(f"{row.member.display_name}, {_label(row)}") for row in rows
    }
    return type("CostCenters", (CostCenterForm,), fields)


def field_of(row: Membership) -> str:
    """Return the name of the field that holds a membership's cost center."""
    return f"cost_center_of_{row.id}"
