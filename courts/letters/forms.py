"""Forms of the clerk's inbox."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST_ANSWER: Final = 5000


def _clean(text: str | None) -> str | None:
    if text is None:
        return None
    return text.encode("utf-8", "replace").decode().replace("\x00", "").replace("\r\n", "\n")


class AnswerForm(FlaskForm):
    """An answer to a letter."""

    text = TextAreaField(
        "Answer",
        [
            DataRequired("Write your answer."),
            Length(
                max=LONGEST_ANSWER,
                message=f"An answer has at most {LONGEST_ANSWER} characters.",
            ),
        ],
        filters=[_clean],
        render_kw={"rows": 8},
    )


class BookForm(FlaskForm):
    """A seat for the writer of a letter."""

    seminar = SelectField("Session", [DataRequired("Choose a session.")], validate_choice=False)
