"""The form of Check PDF Document."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class CheckForm(FlaskForm):
    """One file."""

    pdf = FileField(
        "PDF to check",
        [FileRequired("Choose a file.")],
        render_kw={"accept": ".pdf,application/pdf"},
    )
