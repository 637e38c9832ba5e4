"""The form of a key."""

from __future__ import annotations

from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length

from idp.accounts.names import clean


class KeyForm(Form):
    """A key for a program."""

    name = StringField(
        "Name of the program",
        [
            DataRequired("Say which program the key is for."),
            Length(max=80, message="A name has at most 80 characters."),
        ],
        filters=[lambda text: None if text is None else " ".join(clean(text).split())],
        render_kw={"autocomplete": "off", "maxlength": 80},
    )
