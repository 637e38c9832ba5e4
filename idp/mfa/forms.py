"""The forms of Manage Multifactor Authentication."""

from __future__ import annotations

from wtforms import Form, PasswordField, StringField
from wtforms.validators import DataRequired


class EnrollForm(Form):
    """The steps of Add App; each step reads its own fields."""

    code = StringField("Security Code", name="enrollForm:code")
    name = StringField("Name of this app", name="enrollForm:name")
    passcode = StringField("One-Time Passcode", name="enrollForm:passcode")


class CodesForm(Form):
    """The security code for a new set of backup codes."""

    code = StringField("Security Code", name="codesForm:code")


class DeleteForm(Form):
    """The password, once more, before an app goes."""

    password = PasswordField(
        "Password", [DataRequired("Enter your password.")], name="deleteForm:password"
    )
