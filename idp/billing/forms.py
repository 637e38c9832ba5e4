"""The forms of Payments and Usage, and those of the service center's desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from wtforms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from idp.accounts.names import clean
from idp.billing import client_codes
from idp.billing.listing import GROUPS, SORTS

LONGEST_REASON: Final = 1000
CARD_HINT: Final = "A test number from the table below; never the number of a real card."


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _choices(pairs: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs.items()]


class _Number(Form):
    number = StringField(
        "Card or Account Number",
        [Length(max=40)],
        filters=[_tidy],
        description=CARD_HINT,
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 40},
    )
    routing = StringField(
        "Routing Number",
        [Length(max=40)],
        filters=[_tidy],
        description="Of a bank account only.",
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": 40},
    )


class PaymentForm(_Number):
    """Make One-Time PACER Fee Payment; `payment_key` makes a second click pay nothing more."""

    amount = StringField(
        "Amount",
        [DataRequired("Enter an amount.")],
        filters=[_tidy],
        render_kw={"inputmode": "decimal", "maxlength": 12},
    )
    method = SelectField("Pay With", [DataRequired("Choose how to pay.")], choices=[])
    payment_key = HiddenField(filters=[_tidy], validators=[Length(max=60)])

    field_order = ("amount", "method", "number", "routing")

    def offer(self, stored: dict[str, str]) -> None:
        """Let the form choose among stored methods and new ones."""
        self.method.choices = _choices(
            {**stored, "card": "Another card", "ach": "Another bank account (ACH)"}
        )


class StoreForm(_Number):
    """One more stored payment method."""

    kind = RadioField(
        "Kind",
        [DataRequired("Choose a card or a bank account.")],
        choices=_choices({"card": "Credit or debit card", "ach": "Bank account (ACH)"}),
        default="card",
    )
    default = BooleanField("Charge my quarterly bills to it")

    field_order = ("kind", "number", "routing", "default")


class TransactionsForm(Form):
    """View Detailed Transactions; sent with GET."""

    since = DateField("From", [DataRequired("Enter a date.")])
    until = DateField("To", [DataRequired("Enter a date.")])
    client_code = StringField(
        "Client Code",
        [Optional(), Length(max=client_codes.LONGEST)],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "maxlength": client_codes.LONGEST},
    )
    sort = SelectField("Sort By", choices=_choices({k: v[0] for k, v in SORTS.items()}))
    group = SelectField("Group By", choices=_choices({k: v[0] for k, v in GROUPS.items()}))

    def validate_until(self, field: DateField) -> None:
        """Refuse a range that ends before it begins, or goes beyond the calendar."""
        if field.data is not None and field.data == date.max:
            raise ValidationError("Enter a date before the end of the calendar.")
        if field.data is not None and self.since.data is not None and field.data < self.since.data:
            raise ValidationError("The range ends before it begins.")


class CreditForm(Form):
    """The credit request form."""

    entry = SelectField("Charge", [DataRequired("Choose a charge.")], choices=[])
    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Say why you ask for a credit."),
            Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} characters are the most."),
        ],
        filters=[_tidy],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )

    def offer(self, charges: dict[str, str]) -> None:
        """Let the form choose among the charges of a statement."""
        self.entry.choices = _choices(charges)


class DecisionForm(Form):
    """What the service center answers to a request."""

    answer = TextAreaField(
        "Answer",
        [Length(max=LONGEST_REASON, message=f"{LONGEST_REASON} characters are the most.")],
        filters=[_tidy],
        description="The person is told this by mail. A refusal needs a reason.",
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
