"""Forms of the account screens; field names are those of CM/ECF where they are known."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, EqualTo, Length
from wtforms.widgets import PasswordInput

from courts.accounts import linking

# A password that only the browser remembers does not survive the conversion (seed 004).
_BY_HAND: Final = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _without_nul(text: str | None) -> str | None:
    # No database column takes it, and no keyboard types it.
    return None if text is None else text.replace("\x00", "")


class LinkForm(FlaskForm):
    """Screen A: the old login and its password, typed by hand."""

    login = StringField(
        linking.LOGIN_LABEL, filters=[_without_nul], render_kw={**_BY_HAND, "maxlength": 256}
    )
    key = PasswordField(linking.PASSWORD_LABEL, render_kw={**_BY_HAND, "maxlength": 256})


class AccountForm(FlaskForm):
    """The account screen of CurrentGen (seed 000, step d)."""

    firm = StringField("Office", validators=[Length(max=120)], filters=[_without_nul])
    address = TextAreaField(
        "Address", validators=[Length(max=500)], filters=[_without_nul], render_kw={"rows": 4}
    )
    phone = StringField("Phone", validators=[Length(max=40)], filters=[_without_nul])


class MoreForm(FlaskForm):
    """More user information: the login, and the password in asterisks (seed 000, step e)."""

    login = StringField("Login", filters=[_without_nul], render_kw={**_BY_HAND, "maxlength": 256})
    # The asterisks are a value of their own, so that they can be highlighted and typed over.
    key = PasswordField(
        "Password",
        widget=PasswordInput(hide_value=False),
        render_kw={"autocomplete": "new-password", "maxlength": 256},
    )


class LostPasswordForm(FlaskForm):
    """Who forgot a court password: the login and the primary address on file (seed 003)."""

    login = StringField(
        "CM/ECF login:",
        validators=[DataRequired("Enter your CM/ECF login."), Length(max=256)],
        filters=[_without_nul],
        render_kw={"autocomplete": "username"},
    )
    email = StringField(
        "Primary e-mail address:",
        validators=[DataRequired("Enter the primary e-mail address."), Length(max=200)],
        render_kw={"autocomplete": "email", "type": "email"},
    )
    misused = BooleanField(
        "Somebody else knows or uses this password: end every session that it opened, and tell "
        "the clerk's office."
    )


class NewPasswordForm(FlaskForm):
    """A new court password, twice."""

    key = PasswordField(
        "New password:",
        validators=[DataRequired("Enter a new password.")],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "New password again:",
        validators=[EqualTo("key", "The two passwords are not the same.")],
        render_kw={"autocomplete": "new-password"},
    )
