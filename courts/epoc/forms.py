"""The forms of ePOC; `ORDER` is that of the paper form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired

from courts.cases import typed
from courts.claiming.forms import SUMS, Amounts, address_lines, line, listed, money, tidy
from courts.epoc.supplements import SUPPLEMENTS, Question, Supplement
from shared.errors import Refusal
from shared.money import cents_of, dollars

#: Prefix of the fields of a supplement.
ASKED: Final = "asked_"
CLAIM, WITHDRAWAL = "claim", "withdrawal"


class CaseForm(FlaskForm):
    """What is filed, in which case."""

    ORDER = ("what", "case_number")
    what = RadioField(
        "What do you want to file?",
        choices=listed(
            (
                (CLAIM, "A proof of claim"),
                (WITHDRAWAL, "A withdrawal of a claim"),
                *((key, each.choice) for key, each in SUPPLEMENTS.items()),
            )
        ),
        default=CLAIM,
    )
    case_number = line("Case number", DataRequired("Enter a case number."), most=40)


class ClaimForm(Amounts):
    """Official Form 410, part by part."""

    ORDER = ("name", "address", "amends", "last4", *SUMS, "basis", "role", "signer")
    amends = StringField(
        "4. Does this claim amend one already filed? Its number",
        filters=[tidy],
        description="Empty for a new claim; else its number in the claims register, such as 4.",
        render_kw={"inputmode": "numeric", "size": 8},
    )
    name = line("1. Who is the current creditor?", DataRequired("Enter the creditor."))
    address = address_lines("3. Where should notices to the creditor be sent?")
    basis = line("8. What is the basis of the claim?", DataRequired("Say what the claim is for."))
    last4 = line(
        "6. Last 4 digits of the debtor's account",
        most=4,
        hint="Never more than four digits: the form is public.",
    )
    signer = line("Signature: name", DataRequired("Type your name; it is your signature."))
    role = SelectField(
        "I am",
        choices=listed(
            [
                (each, each)
                for each in (
                    "the creditor",
                    "the creditor's attorney or agent",
                    "the trustee, or the debtor",
                    "a guarantor, surety or codebtor",
                )
            ]
        ),
    )


class WithdrawalForm(FlaskForm):
    """Withdrawing a claim; also what a supplement asks first."""

    ORDER: tuple[str, ...] = ("number", "name", "signer")
    number = line("Claim number", DataRequired("Enter the number of the claim."), most=6)
    name = line("Creditor, as the register has it", DataRequired("Enter the creditor."))
    signer = line("Signature: name", DataRequired("Type your name; it is your signature."))


def form_of(what: str) -> type[FlaskForm]:
    """Return the form of what is filed."""
    known: dict[str, type[FlaskForm]] = {CLAIM: ClaimForm, WITHDRAWAL: WithdrawalForm}
    return known[what] if what in known else _supplement_form(SUPPLEMENTS[what])


def _supplement_form(supplement: Supplement) -> type[FlaskForm]:
    names = tuple(ASKED + each.name for each in supplement.questions)
    fields: dict[str, Any] = dict(zip(names, map(_field, supplement.questions), strict=True))
    return type(
        "SupplementForm",
        (WithdrawalForm,),
        {**fields, "ORDER": ("number", "name", *names, "signer")},
    )


def _field(question: Question) -> StringField:
    checks: list[Any] = [DataRequired("Answer this question.")] if question.required else []
    if question.kind == "money":
        return money(question.ask, *checks, _sum)
    if question.kind == "date":
        return line(question.ask, *checks, _day, hint="mm/dd/yyyy")
    return line(question.ask, *checks)


def _sum(_form: Any, field: Any) -> None:
    try:
        if field.data:
            cents_of(field.data)
    except Refusal as refusal:
        raise ValidationError(refusal.message) from None


def _day(_form: Any, field: Any) -> None:
    try:
        if field.data:
            typed.day(field.data)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def answers(form: Any, supplement: Supplement) -> Mapping[str, str]:
    """Return what was answered, as the form prints it."""
    found = {}
    for each in supplement.questions:
        said = str(form[ASKED + each.name].data or "")
        found[each.name] = dollars(cents_of(said)) if each.kind == "money" and said else said
    return found
