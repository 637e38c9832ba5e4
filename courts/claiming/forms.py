"""The forms of claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from courts.claiming.statement import CLASSES, FILED_BY

NEW: Final = "new"
SUMS: Final = tuple(name for name, _ in CLASSES)
HOW: Final = (
    ("1", "3001(e)(1): before a proof of claim was filed"),
    ("2", "3001(e)(2): after a proof of claim was filed"),
    ("3", "3001(e)(3): for security, before a proof of claim"),
    ("4", "3001(e)(4): for security, after a proof of claim"),
)
Choices = Sequence[tuple[str, str]]


def tidy(text: str | None) -> str:
    """Return a line without the white space around and within it."""
    return " ".join((text or "").split())


def _keep_lines(text: str | None) -> str:
    return (text or "").strip()


def listed(rows: Choices) -> list[Any]:
    """Return pairs of value and label as choices."""
    return [SelectChoice(value=value, label=label) for value, label in rows]


def line(label: str, *validators: Any, most: int = 200, hint: str = "") -> StringField:
    """Return a field of one line."""
    return StringField(
        label,
        [*validators, Length(max=most, message="That is too long.")],
        filters=[tidy],
        description=hint,
        render_kw={"autocomplete": "off"},
    )


def money(label: str, *validators: Any, hint: str = "") -> StringField:
    """Return a field of a sum."""
    return StringField(
        label,
        [*validators, Length(max=30, message="That is too long.")],
        filters=[tidy],
        description=hint,
        render_kw={"inputmode": "decimal", "size": 14, "autocomplete": "off"},
    )


def address_lines(label: str) -> TextAreaField:
    """Return a field of a postal address."""
    return TextAreaField(
        label,
        [Length(max=400, message="That is too long.")],
        filters=[_keep_lines],
        render_kw={"rows": 4},
        description="Up to four lines, the last one City, ST ZIP.",
    )


class CaseForm(FlaskForm):
    """Which case, and whose claim."""

    case_number = line("Case number", DataRequired("Enter a case number."), most=40)
    creditor = line("Name of creditor", hint="Part of a name will do; empty lists all creditors.")


def creditor_form(rows: Choices) -> type[FlaskForm]:
    """Return the form that offers the creditors found, and a new one."""

    class CreditorForm(FlaskForm):
        """The creditor of the claim."""

        creditor = RadioField(
            "Creditor",
            [DataRequired("Select a creditor, or add one.")],
            choices=listed((*rows, (NEW, "Add a creditor"))),
        )
        name = line("Name")
        address = address_lines("Address")

        def validate_name(self, field: Any) -> None:
            """Ask for the name of somebody new."""
            if self.creditor.data == NEW and not field.data:
                raise ValidationError("Enter the name of the creditor.")

    return CreditorForm


class Amounts(FlaskForm):
    """The amounts of a claim by class."""

    amount = money("Amount claimed", DataRequired("Enter the amount of the claim."))
    secured = money("Secured")
    priority = money("Priority")
    unsecured = money("Unsecured")
    admin = money("Admin")


def claim_form(earlier: Choices) -> type[FlaskForm]:
    """Return the form of what a claim says; `earlier` are the claims that it may amend."""

    class ClaimForm(Amounts):
        """What the claim says."""

        amends = SelectField(
            "Amends claim #", choices=listed((("", "none: a new claim"), *earlier))
        )
        filed_by = SelectField("Filed by", choices=listed(FILED_BY))
        description = line("Description")
        remarks = line("Remarks")

    return ClaimForm


class PaperForm(FlaskForm):
    """The claim as a PDF."""

    document = FileField("Filename (PDF)", [FileRequired("Choose the PDF document.")])


class FinalForm(FlaskForm):
    """The last screen before it counts."""


def transfer_form(claims: Choices) -> type[FlaskForm]:
    """Return the form of a transfer."""

    class TransferForm(FlaskForm):
        """Which claim goes to whom."""

        claim = SelectField("Claim", [DataRequired("Choose a claim.")], choices=listed(claims))
        how = SelectField("Transfer Agreement", choices=listed(HOW), default="2")
        transferee = line("Transferee", DataRequired("Enter who holds the claim now."))
        address = address_lines("Address of the transferee")

    return TransferForm


def withdrawal_form(claims: Choices) -> type[FlaskForm]:
    """Return the form of a withdrawal."""

    class WithdrawalForm(FlaskForm):
        """Which claim is withdrawn."""

        claim = SelectField("Claim", [DataRequired("Choose a claim.")], choices=listed(claims))

    return WithdrawalForm
