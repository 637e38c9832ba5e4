"""The forms of the payment page, of fees due and of the payment history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

NEW: Final = "new"
NOW: Final = "now"
LATER: Final = "later"
WAIVED: Final = "waived"
#: Why no fee is taken, as filers say it; the clerk looks at it.
REASONS: Final = (
    "In forma pauperis",
    "Filed by the United States or its agency",
    "Filed by the trustee of the estate",
    "No fee is required for this filing",
)
_FIRST_YEAR: Final = 1988


def _strip(text: str | None) -> str:
    return (text or "").strip()


class _Unseen(StringField):
    """A card number: what was typed never comes back into a page."""

    def _value(self) -> str:
        return ""


def _any_length(text: str | None) -> str:
    return _strip(text)[:60]


class CardForm(FlaskForm):
    """A kept card, or another one; `choices` are set by `with_cards`."""

    card = RadioField("Pay with", validate_choice=False, default=NEW)
    number = _Unseen(
        "Card number",
        filters=[_any_length],
        description="The number of a test card, with or without blanks.",
        render_kw={"autocomplete": "off", "inputmode": "numeric", "size": 24},
    )
    expires = StringField(
        "Expiration date",
        filters=[_any_length],
        description="mm/yy",
        render_kw={"autocomplete": "off", "size": 8},
    )
    keep = BooleanField("Keep this card in this court for the next payment")

    def offer(self, cards: list[tuple[str, str]]) -> None:
        """Offer kept cards by their tokens and words, and another one."""
        self.card.choices = [
            SelectChoice(value=value, label=label)
            for value, label in (*cards, (NEW, "Another card"))
        ]
        if self.card.data not in {value for value, _ in cards} | {NEW}:
            self.card.data = NEW
        if not self.is_submitted() and cards:
            self.card.data = cards[0][0]


class FeeForm(CardForm):
    """The fee screen of a filing: now, at the end, or not at all."""

    pay = RadioField(
        "How is the fee met?",
        [DataRequired("Choose one.")],
        choices=[
            SelectChoice(value=NOW, label="Pay now, with a card"),
            SelectChoice(
                value=LATER, label="Pay at the end of the day, under Internet Payments Due"
            ),
            SelectChoice(value=WAIVED, label="No fee is due"),
        ],
        default=NOW,
    )
    reason = RadioField(
        "Why is no fee due?",
        choices=[SelectChoice(value=each, label=each) for each in REASONS],
        validate_choice=False,
    )

    def validate_reason(self, field: Any) -> None:
        """Ask for the reason of a waiver."""
        if self.pay.data == WAIVED and field.data not in REASONS:
            raise ValidationError("Choose a reason.")


class DueForm(FlaskForm):
    """Internet Payments Due: which fees."""

    fee = SelectMultipleField(
        "Fees", [DataRequired("Choose at least one fee.")], coerce=int, validate_choice=False
    )


class DaysForm(Form):
    """The days of a history; sent with GET."""

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
        if field.data is not None and field.data.year < _FIRST_YEAR:
            raise ValidationError("Enter a later date.")


class EmptyForm(FlaskForm):
    """A button alone."""
