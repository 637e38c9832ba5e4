"""The forms of Rule 9037(h)."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import ValidationError
from wtforms.validators import DataRequired

from courts.claiming.forms import line


class OriginalsForm(FlaskForm):
    """Rule 9037(h): which papers show what they should not."""

    filed_by = line("Filed by", DataRequired("Enter for whom you file."))
    entries = line(
        "Document numbers",
        hint="Of the docket, with commas: 4 for the main document, 4-1 for its attachment 1.",
    )
    claims = line("Claim numbers", hint="Of the claims register, with commas, such as 1-1, 7-2.")

    def validate_entries(self, field: Any) -> None:
        """Ask for at least one paper."""
        if not field.data and not self.claims.data:
            raise ValidationError("Enter the number of at least one document or claim.")


class RedactionForm(FlaskForm):
    """The motion, and a redacted copy of each paper."""

    document = FileField("Motion (PDF)", [FileRequired("Choose the motion.")])
    copies = MultipleFileField(
        "Redacted copies (PDF)",
        [FileRequired("Choose the redacted copies.")],
        description="One of each paper, in the order above; but for the redaction the same.",
    )
