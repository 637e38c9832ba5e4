"""The forms of the Settings tab (facts.md 1.6)."""

from __future__ import annotations

from typing import Any, Final

from wtforms import BooleanField, Form, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from idp.accounts import addresses, security_questions
from idp.accounts.names import USER_NAME_HINT, clean
from idp.billing import client_codes

MOST_NOTICES: Final = 5


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _without_nul(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _current() -> Any:
    return PasswordField(
        "Current Password",
        [DataRequired("Enter your current password.")],
        filters=[_without_nul],
        render_kw={"autocomplete": "current-password"},
    )


def _question(label: str) -> Any:
    return SelectField(
        label,
        [DataRequired("Choose a security question.")],
        choices=[
            SelectChoice(value=value, label=text)
            for value, text in (("", "Choose"), *security_questions.QUESTIONS.items())
        ],
    )


def _answer(label: str) -> Any:
    return StringField(label, filters=[_tidy], render_kw={"autocomplete": "off"})


class UserNameForm(Form):
    """Change Username."""

    current = _current()
    user_name = StringField(
        "New Username",
        [DataRequired("Choose a username.")],
        filters=[_tidy],
        description=USER_NAME_HINT,
        render_kw={"autocomplete": "username"},
    )


class PasswordForm(Form):
    """Change Password."""

    current = _current()
    password = PasswordField(
        "New Password", [DataRequired("Enter a new password.")], filters=[_without_nul]
    )
    password_again = PasswordField(
        "Confirm Password",
        [DataRequired("Enter the new password again.")],
        filters=[_without_nul],
        render_kw={"autocomplete": "new-password"},
    )


class SecurityForm(Form):
    """Set Security Information."""

    current = _current()
    question_1 = _question("Security Question 1")
    answer_1 = _answer("Security Answer 1")
    question_2 = _question("Security Question 2")
    answer_2 = _answer("Security Answer 2")


class BillingEmailForm(Form):
    """Update PACER Billing Email."""

    email = StringField(
        "Billing E-mail",
        [DataRequired("Enter an e-mail address.")],
        filters=[_tidy],
        render_kw={"autocomplete": "email"},
    )
    email_again = StringField(
        "Confirm Billing E-mail",
        [DataRequired("Enter the e-mail address again.")],
        filters=[_tidy],
        render_kw={"autocomplete": "email"},
    )
    notices = TextAreaField(
        "Billing Notice Emails",
        [Length(max=1000)],
        filters=[_tidy],
        description=f"More addresses that hear about invoices, one a line, {MOST_NOTICES} at most.",
        render_kw={"rows": 4},
    )

    def notice_list(self) -> list[str]:
        """Return the further addresses."""
        return (self.notices.data or "").replace(",", " ").split()

    def validate_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        if not addresses.is_email(field.data or ""):
            raise ValidationError("This is no e-mail address.")

    def validate_email_again(self, field: StringField) -> None:
        """Refuse two different addresses."""
        if (field.data or "").lower() != (self.email.data or "").lower():
            raise ValidationError("The two e-mail addresses are not the same.")

    def validate_notices(self, field: TextAreaField) -> None:
        """Refuse too many addresses, and what can be none."""
        listed = self.notice_list()
        if len(listed) > MOST_NOTICES:
            raise ValidationError(f"{MOST_NOTICES} further addresses are the most.")
        wrong = next((one for one in listed if not addresses.is_email(one)), None)
        if wrong is not None:
            raise ValidationError(f"“{wrong[:60]}” is no e-mail address.")


class BillingPreferencesForm(Form):
    """Set PACER Billing Preferences."""

    statement_notice = BooleanField("E-mail me when a quarterly statement is ready")
    client_code_required = BooleanField("Require a client code at every login")
    client_code_pattern = StringField(
        "Client Code Format",
        filters=[_tidy],
        description=client_codes.HINT,
        render_kw={"autocomplete": "off", "maxlength": client_codes.LONGEST},
    )


class ActivationForm(Form):
    """The code of our letter."""

    code = StringField(
        "Activation Code",
        [DataRequired("Enter the activation code from the letter.")],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "maxlength": 40},
    )
