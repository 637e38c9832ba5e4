"""The form of the old login page: GetPass, with the field names of the real one (facts 3.1)."""

from __future__ import annotations

from wtforms import BooleanField, Form, HiddenField, PasswordField, StringField
from wtforms.validators import Length

LOGIN_LENGTH = 256
KEY_LENGTH = 128
CLIENT_CODE_LENGTH = 32


class GetPass(Form):
    """Login, password, client code and the tick of the redaction notice, in that order.

    `beside` says that a PACER login is wanted beside the court login of the session.
    """

    login = StringField("Login:", [Length(max=LOGIN_LENGTH)])
    key = PasswordField("Password:", [Length(max=KEY_LENGTH)])
    clcode = StringField("client code:", [Length(max=CLIENT_CODE_LENGTH)])
    redaction = BooleanField(false_values=("", "0"))
    appurl = HiddenField()
    beside = HiddenField()

    @property
    def readable(self) -> bool:
        """Say whether what was typed can be a login at all."""
        typed = f"{self.login.data or ''}{self.key.data or ''}{self.clcode.data or ''}"
        return bool(self.validate()) and "\x00" not in typed


class ChangePacer(Form):
    """Another PACER login beside the court login, for this session or from now on (facts 3.5)."""

    login = StringField(
        "PACER login", [Length(max=LOGIN_LENGTH)], render_kw={"autocomplete": "off"}
    )
    key = PasswordField("Password", [Length(max=KEY_LENGTH)], render_kw={"autocomplete": "off"})
    clcode = StringField(
        "Client code", [Length(max=CLIENT_CODE_LENGTH)], render_kw={"autocomplete": "off"}
    )
    default = BooleanField(
        "Make this my default PACER login",
        description="From now on it comes along whenever you log in here. A default can be "
        "replaced by another one, but not removed.",
    )

    @property
    def readable(self) -> bool:
        """Say whether what was typed can be a login at all."""
        typed = f"{self.login.data or ''}{self.key.data or ''}{self.clcode.data or ''}"
        return bool(self.validate()) and "\x00" not in typed
