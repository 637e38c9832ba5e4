"""The form of a letter."""

from __future__ import annotations

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from idp.accounts.names import clean
from idp.mailbox import letters


def _line(text: str | None) -> str | None:
    return None if text is None else " ".join(clean(text).split())


def _body(text: str | None) -> str | None:
    return None if text is None else clean(text).replace("\r\n", "\n")


class LetterForm(Form):
    """A letter to a court."""

    recipient = StringField(
        "To",
        [DataRequired("Enter the address of a court."), Length(max=120)],
        filters=[_line],
        render_kw={"autocomplete": "off", "list": "letter-boxes", "maxlength": 120},
    )
    subject = StringField(
        "Subject",
        [
            DataRequired("Say in a few words what the letter is about."),
            Length(
                max=letters.LONGEST_SUBJECT,
                message=f"A subject has at most {letters.LONGEST_SUBJECT} characters.",
            ),
        ],
        filters=[_line],
        render_kw={"autocomplete": "off"},
    )
    text = TextAreaField(
        "Message",
        [
            DataRequired("Write your letter."),
            Length(
                max=letters.LONGEST_TEXT,
                message=f"A letter has at most {letters.LONGEST_TEXT} characters.",
            ),
        ],
        filters=[_body],
        render_kw={"rows": 12},
    )
