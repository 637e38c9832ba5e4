"""The forms of recovery."""

from __future__ import annotations

from wtforms import Form, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from idp.accounts.names import clean


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _without_nul(text: str | None) -> str | None:
    return None if text is None else clean(text)


class ForgotPasswordForm(Form):
    """E-mail, and the user name (or account number) or the date of birth."""

    email = StringField(
        "E-mail",
        [DataRequired("Enter the e-mail address of your account."), Length(max=120)],
        filters=[_tidy],
        render_kw={"autocomplete": "email"},
    )
    name = StringField(
        "Username or Account Number",
        [Length(max=60)],
        filters=[_tidy],
        render_kw={"autocomplete": "username"},
    )
    date_of_birth = StringField(
        "or Date of Birth",
        [Length(max=20)],
        filters=[_tidy],
        description="mm/dd/yyyy",
        render_kw={"autocomplete": "bday"},
    )


class ForgotUserNameForm(Form):
    """E-mail, and the account number or the date of birth."""

    email = StringField(
        "E-mail",
        [DataRequired("Enter the e-mail address of your account."), Length(max=120)],
        filters=[_tidy],
        render_kw={"autocomplete": "email"},
    )
    name = StringField("Account Number", [Length(max=60)], filters=[_tidy])
    date_of_birth = StringField(
        "or Date of Birth",
        [Length(max=20)],
        filters=[_tidy],
        description="mm/dd/yyyy",
        render_kw={"autocomplete": "bday"},
    )


class ResetForm(Form):
    """The answers to the security questions, if the account has any, and a new password twice."""

    answer_1 = StringField("", filters=[_tidy], render_kw={"autocomplete": "off"})
    answer_2 = StringField("", filters=[_tidy], render_kw={"autocomplete": "off"})
    password = PasswordField(
        "New Password", [DataRequired("Enter a new password.")], filters=[_without_nul]
    )
    password_again = PasswordField(
        "Confirm Password",
        [DataRequired("Enter the new password again.")],
        filters=[_without_nul],
        render_kw={"autocomplete": "new-password"},
    )
