"""The forms of Utilities > PACER account."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from flask_wtf import FlaskForm
from wtforms import DateField, Form, RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

EXEMPT: Final = "exempt"
NOT_EXEMPT: Final = "not_exempt"
SHOWN: Final = "Y"
HIDDEN: Final = "N"
LONGEST: Final = 32
FIRST_YEAR: Final = 1988


class ExemptionForm(FlaskForm):
    """Exempt or not, for this session."""

    status = RadioField(
        "PACER exemption status for this session",
        [DataRequired("Choose one.")],
        choices=[
            SelectChoice(value=NOT_EXEMPT, label="Not exempt"),
            SelectChoice(value=EXEMPT, label="Exempt"),
        ],
    )


class ReceiptsForm(FlaskForm):
    """Receipts before documents, or not, in this browser."""

    receipts = RadioField(
        "Transaction receipts before documents",
        [DataRequired("Choose one.")],
        choices=[
            SelectChoice(value=SHOWN, label="Show"),
            SelectChoice(value=HIDDEN, label="Hide: a click on a document charges for it at once"),
        ],
    )


class ClientCodeForm(FlaskForm):
    """A client code for the rest of this session."""

    code = StringField(
        "Client Code",
        filters=[lambda text: None if text is None else text.strip()],
        description=f"{LONGEST} characters at most. It stands on every receipt from now on.",
        render_kw={"autocomplete": "off", "maxlength": LONGEST},
    )


class HistoryForm(Form):
    """Review Billing History; sent with GET."""

    since = DateField("From", [DataRequired("Enter a date.")])
    until = DateField("To", [DataRequired("Enter a date.")])

    def validate_until(self, field: DateField) -> None:
        """Refuse a range that ends before it begins, or goes beyond the calendar."""
        since, until = self.since.data, field.data
        if until is not None and until > date.max - timedelta(days=2):
            raise ValidationError("Enter a date before the end of the calendar.")
        if since is not None and until is not None and until < since:
            raise ValidationError("The range ends before it begins.")

    def validate_since(self, field: DateField) -> None:
        """Refuse a date before every court."""
        if field.data is not None and field.data.year < FIRST_YEAR:
            raise ValidationError("Enter a later date.")
