"""The forms of claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from courts.claiming.statement import CLASSES, FILED_BY

NEW: Final = "new"
_SUMS: Final = tuple(name for name, _ in CLASSES)
HOW: Final = (
    ("1", "3001(e)(1): before a proof of claim was filed"),
    ("2", "3001(e)(2): after a proof of claim was filed"),
    ("3", "3001(e)(3): for security, before a proof of claim"),
    ("4", "3001(e)(4): for security, after a proof of claim"),
)
Choices = Sequence[tuple[str, str]]


def _strip(text: str | None) -> str:
    return " ".join((text or "").split())


def _keep_lines(text: str | None) -> str:
    return (text or "").strip()


def _choices(rows: Choices) -> list[Any]:
    return [SelectChoice(value=value, label=label) for value, label in rows]


def _line(label: str, *validators: Any, most: int = 200, hint: str = "") -> StringField:
    return StringField(
        label,
        [*validators, Length(max=most, message="That is too long.")],
        filters=[_strip],
        description=hint,
        render_kw={"autocomplete": "off"},
    )


def _sum(label: str, hint: str = "") -> StringField:
    return StringField(
        label,
        filters=[_strip],
        description=hint,
        render_kw={"inputmode": "decimal", "size": 14, "autocomplete": "off"},
    )


def _address(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=400, message="That is too long.")],
        filters=[_keep_lines],
        render_kw={"rows": 4},
        description="Up to four lines, the last one City, ST ZIP.",
    )


class CaseForm(FlaskForm):
    """Which case, and whose claim."""

    case_number = _line("Case number", DataRequired("Enter a case number."), most=40)
    creditor = _line("Name of creditor", hint="Part of a name will do; empty lists all creditors.")


def creditor_form(rows: Choices) -> type[FlaskForm]:
    """Return the form that offers the creditors found, and a new one."""

    class CreditorForm(FlaskForm):
        """The creditor of the claim."""

        creditor = RadioField(
            "Creditor",
            [DataRequired("Select a creditor, or add one.")],
            choices=_choices((*rows, (NEW, "Add a creditor"))),
        )
        name = _line("Name")
        address = _address("Address")

        def validate_name(self, field: Any) -> None:
            """Ask for the name of somebody new."""
            if self.creditor.data == NEW and not field.data:
                raise ValidationError("Enter the name of the creditor.")

    return CreditorForm


class Amounts(FlaskForm):
    """The amounts of a claim by class."""

    amount = _sum("Amount claimed")
    secured = _sum("Secured")
    priority = _sum("Priority")
    unsecured = _sum("Unsecured")
    admin = _sum("Admin")

    def validate_amount(self, field: Any) -> None:
        """Ask for the whole amount."""
        if not field.data:
            raise ValidationError("Enter the amount of the claim.")


def claim_form(earlier: Choices) -> type[FlaskForm]:
    """Return the form of what a claim says; `earlier` are the claims that it may amend."""

    class ClaimForm(Amounts):
        """What the claim says."""

        amends = SelectField(
            "Amends claim #", choices=_choices((("", "none: a new claim"), *earlier))
        )
        filed_by = SelectField("Filed by", choices=_choices(FILED_BY))
        description = _line("Description")
        remarks = _line("Remarks")

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

        claim = SelectField("Claim", [DataRequired("Choose a claim.")], choices=_choices(claims))
        how = SelectField("Transfer Agreement", choices=_choices(HOW), default="2")
        transferee = _line("Transferee", DataRequired("Enter who holds the claim now."))
        address = _address("Address of the transferee")

    return TransferForm


def withdrawal_form(claims: Choices) -> type[FlaskForm]:
    """Return the form of a withdrawal."""

    class WithdrawalForm(FlaskForm):
        """Which claim is withdrawn."""

        claim = SelectField("Claim", [DataRequired("Choose a claim.")], choices=_choices(claims))

    return WithdrawalForm


class OriginalsForm(FlaskForm):
    """Rule 9037(h): which papers show what they should not."""

    filed_by = _line("Filed by", DataRequired("Enter for whom you file."))
    entries = _line(
        "Document numbers",
        hint="Of the docket, with commas: 4 for the main document, 4-1 for its attachment 1.",
    )
    claims = _line("Claim numbers", hint="Of the claims register, with commas, such as 1-1, 7-2.")

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


class EpocCaseForm(FlaskForm):
    """ePOC: what is filed, in which case."""

    ORDER = ("what", "case_number")
    what = RadioField(
        "What do you want to file?",
        choices=_choices(
            (("claim", "A proof of claim"), ("withdrawal", "A withdrawal of a claim"))
        ),
        default="claim",
    )
    case_number = _line("Case number", DataRequired("Enter a case number."), most=40)


class EpocClaimForm(Amounts):
    """ePOC: Official Form 410, part by part; `ORDER` is that of the paper form."""

    ORDER = ("name", "address", "amends", "last4", *_SUMS, "basis", "role", "signer")
    amends = StringField(
        "4. Does this claim amend one already filed? Its number",
        filters=[_strip],
        description="Empty for a new claim; else its number in the claims register, such as 4.",
        render_kw={"inputmode": "numeric", "size": 8},
    )
    name = _line("1. Who is the current creditor?", DataRequired("Enter the creditor."))
    address = _address("3. Where should notices to the creditor be sent?")
    basis = _line("8. What is the basis of the claim?", DataRequired("Say what the claim is for."))
    last4 = _line(
        "6. Last 4 digits of the debtor's account",
        most=4,
        hint="Never more than four digits: the form is public.",
    )
    signer = _line("Signature: name", DataRequired("Type your name; it is your signature."))
    role = SelectField(
        "I am",
        choices=_choices(
            (
                ("the creditor", "the creditor"),
                ("the creditor's attorney or agent", "the creditor's attorney or agent"),
                ("the trustee, or the debtor", "the trustee, or the debtor"),
                ("a guarantor, surety or codebtor", "a guarantor, surety or codebtor"),
            )
        ),
    )


class EpocWithdrawalForm(FlaskForm):
    """ePOC: withdrawing a claim."""

    ORDER = ("number", "name", "signer")
    number = _line("Claim number", DataRequired("Enter the number of the claim."), most=6)
    name = _line("Creditor, as the register has it", DataRequired("Enter the creditor."))
    signer = _line("Signature: name", DataRequired("Type your name; it is your signature."))
