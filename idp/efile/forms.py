"""The pages of an e-file registration, as forms (facts.md 1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import BooleanField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from idp.accounts import addresses, places
from idp.accounts.names import clean
from idp.efile import offers
from shared import registration

LONGEST_WORDS: Final = 2000
#: What browsers may fill in, by field name (HTML, 4.10.18.7).
AUTOCOMPLETE: Final = {
    "first_name": "given-name",
    "middle_name": "additional-name",
    "last_name": "family-name",
    "generation": "honorific-suffix",
    "firm": "organization",
    "street": "street-address",
    "city": "address-level2",
    "state": "address-level1",
    "code": "postal-code",
    "phone": "tel",
    "email": "email",
}
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


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _text(label: str, longest: int, missing: str = "", **more: Any) -> StringField:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    return StringField(label, checks, filters=[_tidy], **more)


def _words(label: str, missing: str = "", **more: Any) -> TextAreaField:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=LONGEST_WORDS, message=f"At most {LONGEST_WORDS} characters."))
    return TextAreaField(label, checks, filters=[_tidy], render_kw={"rows": 4}, **more)


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def _choice(label: str, choices: Mapping[str, str], missing: str) -> SelectField:
    return SelectField(
        label,
        [DataRequired(missing)],
        choices=_choices([("", "Choose"), *choices.items()]),
        default="",
    )


class CourtForm(Form):
    """Screen 1: in which court."""

    court_type = _choice("Court Type", offers.COURT_TYPES, "Choose a court type.")
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


class FilerForm(Form):
    """Filer Information, to be reviewed and corrected."""

    first_name = _text("First Name", 80, "Enter your first name.")
    middle_name = _text("Middle Name", 80)
    last_name = _text("Last Name", 80, "Enter your last name.")
    generation = _text("Generation", 20)
    firm = _text("Firm/Office", 120)
    street = _text("Address", 200, "Enter your address.")
    city = _text("City", 80, "Enter your city.")
    state = _choice("State", places.STATES, "Choose your state.")
    code = _text("Zip/Postal Code", 20, "Enter your postal code.")
    phone = _text("Primary Phone", 40, "Enter your telephone number.")
    email = _text("Primary E-mail", 120, "Enter your e-mail address.")
    email_frequency = _choice(
        "E-mail Frequency", registration.FREQUENCIES, "Choose how often notices come."
    )
    email_format = _choice("E-mail Format", registration.FORMATS, "Choose how notices look.")

    def validate_code(self, field: StringField) -> None:
        """Refuse a postal code with a blank: it ends the line."""
        if len((field.data or "").split()) > 1:
            raise ValidationError("Enter the postal code without blanks.")

    def validate_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        if not addresses.is_email(field.data or ""):
            raise ValidationError("This is no e-mail address.")

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

    bar_number = _text("Bar Number", 40, "Enter your bar number.")
    bar_state = _choice("State of Bar", places.STATES, "Choose the state of your bar.")
    case_number = _text(
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
    case_number = _text(
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
