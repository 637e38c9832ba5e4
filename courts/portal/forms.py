"""The forms of the portal, and of the clerk's desk for it."""

from __future__ import annotations

from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, EqualTo, Length, Regexp

from courts.portal import rules, tracks

_EMAIL: Final = r"^[^@\s<>,;:\"()\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
_USER_NAME: Final = r"^[A-Za-z0-9._-]+$"
_LONGEST_PASSWORD: Final = 128


def _tidy(text: str | None) -> str | None:
    """Keep what a line of text can hold: no control characters, no outer spaces."""
    return None if text is None else "".join(c for c in text if c.isprintable()).strip()


def _tidy_lines(text: str | None) -> str | None:
    if text is None:
        return None
    lines = ("".join(c for c in line if c.isprintable()) for line in text.splitlines())
    return "\n".join(lines).strip()


def _without_nul(text: str | None) -> str | None:
    return None if text is None else text.replace("\x00", "")


def _choices(pairs: tuple[tuple[str, str], ...]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def _radio(label: str, pairs: tuple[tuple[str, str], ...]) -> RadioField:
    # What nobody can choose is refused by the rules, in words of their own.
    return RadioField(label, choices=_choices(pairs), validate_choice=False)


def _line(label: str, longest: int, *, missing: str = "", fill: str = "off") -> StringField:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    return StringField(label, validators=checks, filters=[_tidy], render_kw={"autocomplete": fill})


def _lines(label: str, longest: int, *, missing: str = "", rows: int = 4) -> TextAreaField:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    return TextAreaField(label, validators=checks, filters=[_tidy_lines], render_kw={"rows": rows})


def _email() -> StringField:
    return StringField(
        "E-mail address",
        validators=[
            DataRequired("Enter your e-mail address."),
            Length(max=120, message="An e-mail address has at most 120 characters."),
            Regexp(_EMAIL, message="This is not an e-mail address, as in name@office.test."),
        ],
        filters=[_tidy],
        render_kw={"autocomplete": "email", "type": "email"},
    )


def _password(label: str, fill: str, missing: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[
            DataRequired(missing),
            Length(
                max=_LONGEST_PASSWORD,
                message=f"A password has at most {_LONGEST_PASSWORD} characters.",
            ),
        ],
        filters=[_without_nul],
        render_kw={"autocomplete": fill},
    )


def _again() -> PasswordField:
    return PasswordField(
        "Password again",
        validators=[EqualTo("key", "The two passwords are not the same.")],
        filters=[_without_nul],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(FlaskForm):
    """Sign in to the portal, whose logins no other system knows."""

    user_name = _line("Portal user name", 60, missing="Enter your user name.", fill="username")
    key = _password("Portal password", "current-password", "Enter your password.")


class NewAccountForm(FlaskForm):
    """A new portal account."""

    first_name = _line("First name", 80, missing="Enter your first name.", fill="given-name")
    last_name = _line("Last name", 80, missing="Enter your last name.", fill="family-name")
    email = _email()
    user_name = StringField(
        "Portal user name",
        validators=[
            DataRequired("Choose a user name."),
            Length(min=4, max=60, message="A user name has 4 to 60 characters."),
            Regexp(_USER_NAME, message="Use letters, digits, dots, hyphens and underlines only."),
        ],
        filters=[_tidy],
        render_kw={"autocomplete": "username"},
    )
    key = _password("Portal password", "new-password", "Choose a password.")
    again = _again()


class LostPasswordForm(FlaskForm):
    """Who forgot, lost or gave away a portal password."""

    user_name = _line("Portal user name", 60, missing="Enter your user name.", fill="username")
    email = _email()
    misused = BooleanField(
        "Somebody else knows or uses this password: end every session that it opened, and tell "
        "the clerk's office."
    )


class NewPasswordForm(FlaskForm):
    """A new portal password, twice."""

    key = _password("New portal password", "new-password", "Enter a new password.")
    again = _again()


class _ReadingForm(FlaskForm):
    """What has to be read before training counts; one box per document."""

    read_rules = BooleanField(f"I have read and understand the {tracks.READING[0].title}.")
    read_procedures = BooleanField(f"I have read and understand the {tracks.READING[1].title}.")
    read_manual = BooleanField(f"I have read and understand the {tracks.READING[2].title}.")


class TrainingForm(_ReadingForm):
    """The declaration at the end of a track of the training."""

    first_name = _line("First name", 80, missing="Enter your first name.", fill="given-name")
    last_name = _line("Last name", 80, missing="Enter your last name.", fill="family-name")
    email = _email()
    done = BooleanField(
        "I have gone through all pages of this track.",
        validators=[DataRequired("Go through all pages of the track first, and tick the box.")],
    )


class ApplicationForm(_ReadingForm):
    """What both applications ask."""

    first_name = _line("First name", 80, missing="Enter your first name.", fill="given-name")
    middle_name = _line("Middle name", 80, fill="additional-name")
    last_name = _line("Last name", 80, missing="Enter your last name.", fill="family-name")
    firm = _line("Firm or office", 120, fill="organization")
    address = _lines("Mailing address", 500, missing="Enter your mailing address.")
    phone = _line("Telephone", 40, missing="Enter your telephone number.", fill="tel")
    pacer_number = StringField(
        "PACER account number",
        validators=[Regexp(r"^\d{0,7}$", message="A PACER account number has seven digits.")],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    training = _radio("Training", rules.TRAINING_CHOICES)
    training_number = _line("Completion number of the training here", 20)
    court_kind = SelectField(
        "Kind of the other court", choices=_choices(rules.COURT_CHOICES), validate_choice=False
    )
    court_name = _line("Name of the other court", 120)
    verification_phrase = _line(
        "Verification phrase", 120, missing="Choose two or three words that only you know."
    )
    terms = BooleanField("I have read the terms and will keep them.")


class AttorneyForm(ApplicationForm):
    """Attorney Registration."""

    bar = _radio("Bar of this court", rules.BAR_CHOICES)
    bar_number = _line("Number of your membership of the bar of this court", 40)


class UnrepresentedForm(ApplicationForm):
    """Unrepresented Party Registration."""

    case_number = _line("Your case in this court", 40)


class AnswerForm(FlaskForm):
    """The answer to a question of the clerk's office."""

    answer = _lines("Your answer", 2000, missing="Write an answer.")


class ApproveForm(FlaskForm):
    """Approve: nothing has to be typed."""


class AskForm(FlaskForm):
    """Ask the applicant for more."""

    question = _lines("Question to the applicant", 2000, missing="Write what you need to know.")


class RejectForm(FlaskForm):
    """Reject, with a reason."""

    reason = _lines("Reason, as the applicant reads it", 2000, missing="Give the reason.")
