"""What a trainer says to seats."""

from __future__ import annotations

from typing import Final

from wtforms import Form, TextAreaField
from wtforms.validators import DataRequired, Length

from idp.accounts.names import clean

LONGEST: Final = 500


def _text(text: str | None) -> str | None:
    return None if text is None else clean(text).replace("\r\n", "\n").strip()


class MessageForm(Form):
    """A message to a seat, or to all."""

    text = TextAreaField(
        "Message",
        [
            DataRequired("Write what you want to say."),
            Length(max=LONGEST, message=f"A message has at most {LONGEST} characters."),
        ],
        filters=[_text],
        render_kw={"rows": 3, "maxlength": LONGEST},
    )
