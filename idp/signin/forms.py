"""The sign-in forms, with the field names of the real pages (clients.md 6.2)."""

from __future__ import annotations

from wtforms import BooleanField, Form, PasswordField, StringField
from wtforms.validators import DataRequired


class LoginForm(Form):
    """Username, password and client code, in the order of seed 001."""

    user_name = StringField(
        "Username",
        [DataRequired("Enter your PACER user name.")],
        name="loginForm:loginName",
    )
    password = PasswordField(
        "Password",
        [DataRequired("Enter your password.")],
        name="loginForm:password",
    )
    client_code = StringField("Client Code", name="loginForm:clientCode")


class ManageLoginForm(Form):
    """The same credentials at Manage My Account (seed 004)."""

    user_name = StringField(
        "Username",
        [DataRequired("Enter your PACER user name.")],
        name="loginForm:loginName",
    )
    password = PasswordField(
        "Password",
        [DataRequired("Enter your password.")],
        name="loginForm:password",
    )


class CodeForm(Form):
    """The second factor, with the field name of the real page (clients.md 6.2)."""

    code = StringField("One-Time Passcode", name="mfaForm:mfaInput")


class RenewalForm(Form):
    """A new password for one that has to be changed (facts.md 1.11)."""

    password = PasswordField("New Password", [DataRequired("Enter a new password.")])
    password_again = PasswordField("Confirm Password", [DataRequired("Enter it again.")])


class RedactionForm(Form):
    """The redaction notice for filers (facts.md 1.1)."""

    read = BooleanField("", name="regmsg:chkRedact")
