"""The pages of an e-file registration, as forms (facts.md 1.5)."""

from __future__ import annotations

from typing import Any, Final

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from idp.accounts import forms as fields
from idp.accounts import places
from idp.accounts.forms import AddressChecks, choice, text, tidy
from idp.efile import offers
from shared import registration

LONGEST_WORDS: Final = 2000
ATTORNEY_TERMS: Final = (
    "My PACER username and password, together with “s/” and my name on a paper, count as my "
    "signature. I let nobody else sign with them.",
    "I have read the local rules and the electronic filing procedures of this court.",
    "I keep out of what I file, or shorten, what the redaction rules protect.",
    "I agree to be served electronically, and I keep my e-mail address current.",
)
OTHER_TERMS: Final = (
    "My PACER username and password count as my signature on what I file. I let nobody else use "
    "them.",
    "I file only what the court allows in my role.",
    "I keep out of what I file, or shorten, what the redaction rules protect.",
)
TICK: Final = "Tick this box to accept the condition."


def _words(label: str, missing: str = "", **more: Any) -> TextAreaField:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=LONGEST_WORDS, message=f"At most {LONGEST_WORDS} characters."))
    return TextAreaField(label, checks, filters=[tidy], render_kw={"rows": 4}, **more)


class CourtForm(Form):
    """Screen 1: in which court."""

    court_type = choice("Court Type", offers.COURT_TYPES, "Choose a court type.")
    court = SelectField(
        "Court",
        [DataRequired("Choose a court.")],
        description="In what court do you want to practice?",
        default="",
    )


class TypeForm(Form):
    """Screen 2: which of the registrations that the court enables."""

    registration_type = RadioField(
        "Registration Type", [DataRequired("Choose a type of registration.")]
    )


class FilerForm(AddressChecks, Form):
    """Filer Information, to be reviewed and corrected."""

    first_name = fields.first_name()
    middle_name = fields.middle_name()
    last_name = fields.last_name()
    generation = fields.generation()
    firm = fields.firm()
    street = fields.street()
    city = fields.city()
    state = fields.state()
    code = fields.code()
    phone = fields.phone()
    email = fields.email()
    email_frequency = choice(
        "E-mail Frequency", registration.FREQUENCIES, "Choose how often notices come."
    )
    email_format = choice("E-mail Format", registration.FORMATS, "Choose how notices look.")

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field name."""
        kept = [field for field in self if not isinstance(field, BooleanField)]
        return {field.name: str(field.data or "") for field in kept}

    def parts(self, *names: str) -> list[Any]:
        """Return the fields of a section that this form has, in order."""
        return [self[name] for name in names if name in self]


FILER: Final = (
    "role",
    "first_name",
    "middle_name",
    "last_name",
    "generation",
    "firm",
    "street",
    "city",
    "state",
    "code",
    "phone",
    "email",
    "email_frequency",
    "email_format",
)
ADDITIONAL: Final = ("bar_number", "bar_state", "case_number", "remark")
TERMS: Final = ("term_1", "term_2", "term_3", "term_4")


class AttorneyForm(FilerForm):
    """The form of an attorney; pro hac vice asks for the case."""

    bar_number = text("Bar Number", 40, "Enter your bar number.")
    bar_state = choice("State of Bar", places.STATES, "Choose the state of your bar.")
    case_number = text(
        "Pro Hac Vice Case Number",
        offers.LONGEST_CASE,
        "Enter the number of the case in which you ask to appear pro hac vice.",
        description="such as 3:21-cv-00017",
    )
    remark = _words("Additional Information for the Court")
    term_1 = BooleanField(ATTORNEY_TERMS[0], [DataRequired(TICK)])
    term_2 = BooleanField(ATTORNEY_TERMS[1], [DataRequired(TICK)])
    term_3 = BooleanField(ATTORNEY_TERMS[2], [DataRequired(TICK)])
    term_4 = BooleanField(ATTORNEY_TERMS[3], [DataRequired(TICK)])

    def validate_case_number(self, field: StringField) -> None:
        """Refuse what can be no case number."""
        if not offers.is_case_number(field.data or ""):
            raise ValidationError("This is no case number, such as 3:21-cv-00017 or 21-50123.")


class NonAttorneyForm(FilerForm):
    """The form of everybody else."""

    role = SelectField("Role in Court", [DataRequired("Choose your role in court.")], default="")
    case_number = text(
        "Case Number",
        offers.LONGEST_CASE,
        description="If the court has allowed you to file electronically in one case.",
    )
    remark = _words("Additional Information for the Court")
    term_1 = BooleanField(OTHER_TERMS[0], [DataRequired(TICK)])
    term_2 = BooleanField(OTHER_TERMS[1], [DataRequired(TICK)])
    term_3 = BooleanField(OTHER_TERMS[2], [DataRequired(TICK)])

    def validate_case_number(self, field: StringField) -> None:
        """Refuse what can be no case number; none is fine."""
        if field.data and not offers.is_case_number(field.data):
            raise ValidationError("This is no case number, such as 3:21-cv-00017 or 21-50123.")


class AnswerForm(Form):
    """The applicant's answer to a court that asked for more."""

    answer = _words("Answer to the court", "Enter your answer.")


class DeactivationForm(Form):
    """Why an e-file account is to be deactivated."""

    reason = _words("Reason", "Enter a reason for the court.")
