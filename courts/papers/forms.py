"""The form of Verify a Document."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

_LONGEST: Final = 40


def _tidy(text: str | None) -> str | None:
    return None if text is None else text.strip()


class VerifyForm(FlaskForm):
    """A case and a document number."""

    case_number = StringField(
        "Case Number",
        [DataRequired("Enter a case number."), Length(max=_LONGEST)],
        filters=[_tidy],
        description="As on the docket sheet, such as 3:19-cv-00021.",
        render_kw={"autocomplete": "off", "maxlength": _LONGEST},
    )
    document = StringField(
        "Document Number",
        [
            DataRequired("Enter a document number."),
            Regexp(r"^[0-9]{1,8}$", message="Enter a number, such as 12."),
        ],
        filters=[_tidy],
        description="The number of the docket entry; its attachments are verified with it.",
        render_kw={"autocomplete": "off", "maxlength": 8, "inputmode": "numeric"},
    )
    stamp = TextAreaField(
        "Electronic Document Stamp",
        [Length(max=1000)],
        filters=[_tidy],
        description="To check a stamp, paste it from the notice; otherwise leave this empty.",
        render_kw={"autocomplete": "off", "rows": 4, "class": "mono"},
    )
