"""The request of appointed counsel, and the service center's desk."""

from __future__ import annotations

from typing import Final

from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from idp.accounts.names import clean

LONGEST: Final = 1000
_TOO_LONG: Final = f"{LONGEST} characters are the most."


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _number(label: str) -> StringField:
    return StringField(
        label,
        [
            DataRequired("Enter the account number."),
            Regexp(r"[0-9]{7}\Z", message="An account number has seven digits."),
        ],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 7},
    )


class PrivilegeForm(Form):
    """Add the privileges of a separate exempt account."""

    number = _number("Account Number of the Exempt Account")
    user_name = StringField(
        "Username of the Exempt Account",
        [
            DataRequired("Enter its username."),
            Length(max=60, message="60 characters are the most."),
        ],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "maxlength": 60},
    )
    remark = TextAreaField(
        "Remark",
        [Length(max=LONGEST, message=_TOO_LONG)],
        filters=[_tidy],
        description="For example the case in which you are appointed.",
        render_kw={"rows": 3, "maxlength": LONGEST},
    )


class GrantForm(Form):
    """Make an account exempt in a court."""

    number = _number("Account Number")
    court = SelectField("Court", [DataRequired("Choose a court.")], choices=[])

    def offer(self, courts: dict[str, str]) -> None:
        """Let the form choose among the courts of the federation."""
        listed = {"": "Choose", **courts}
        self.court.choices = [SelectChoice(value=key, label=words) for key, words in listed.items()]


class AnswerForm(Form):
    """Why a request is refused."""

    answer = TextAreaField("Answer", [Length(max=LONGEST, message=_TOO_LONG)], filters=[_tidy])
