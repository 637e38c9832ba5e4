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


class RedactionForm(Form):
    """The redaction notice for filers (facts.md 1.1)."""

    read = BooleanField("", name="regmsg:chkRedact")
