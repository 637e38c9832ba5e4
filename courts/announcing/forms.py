"""An announcement as the clerk types it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length


def _line(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())


def _lines(text: str | None) -> str:
    return (text or "").replace("\x00", "").strip()


class AnnouncementForm(FlaskForm):
    """Its subject and its words."""

    subject = StringField(
        "Subject",
        [DataRequired("Enter a subject."), Length(max=120, message="At most 120 characters.")],
        filters=[_line],
        render_kw={"autocomplete": "off"},
    )
    text = TextAreaField(
        "Announcement",
        [DataRequired("Enter the text."), Length(max=4000, message="At most 4000 characters.")],
        filters=[_lines],
        description="Plain text; an empty line begins a paragraph.",
        render_kw={"rows": 10},
    )
