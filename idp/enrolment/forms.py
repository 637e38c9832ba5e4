"""The pages of the wizards, as forms."""

from __future__ import annotations

from typing import Final

from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, ValidationError

from idp.accounts import forms as fields
from idp.accounts import places, registration, security_questions
from idp.accounts.forms import AddressChecks, choice, choices, text, tidy
from idp.accounts.names import USER_NAME_HINT, clean

BOX_WORD: Final = "docket"
#: What browsers may fill in, by field name (HTML, 4.10.18.7).
AUTOCOMPLETE: Final = {
    **fields.AUTOCOMPLETE,
    "email_again": "email",
    "date_of_birth": "bday",
    "user_name": "username",
    "password": "new-password",
    "password_again": "new-password",
    "verification": "off",
    "card": "off",
}


def _without_nul(text: str | None) -> str | None:
    return None if text is None else clean(text)


class _Typed(Form):
    """A page whose values are kept as texts."""

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field name; passwords and answers never."""
        kept = [field for field in self if not isinstance(field, PasswordField | BooleanField)]
        return {field.name: str(field.data or "") for field in kept if field.name not in UNKEPT}


UNKEPT: Final = frozenset({"answer_1", "answer_2", "card", "verification"})


class PersonFields(_Typed):
    """Who somebody is."""

    first_name = fields.first_name()
    middle_name = fields.middle_name()
    last_name = fields.last_name()
    generation = fields.generation(description="Jr., Sr., III and the like")
    date_of_birth = StringField(
        "Date of Birth",
        [DataRequired("Enter your date of birth.")],
        filters=[tidy],
        description="mm/dd/yyyy. It cannot be changed later.",
    )
    user_type = choice("User Type", registration.USER_TYPES, "Choose a user type.")


class AddressFields(AddressChecks, _Typed):
    """Where somebody is reached; the county is asked for once the state is known."""

    firm = fields.firm()
    street = fields.street()
    city = fields.city()
    state = fields.state()
    county = SelectField("County", [DataRequired("Choose your county.")], validate_choice=False)
    county_name = text("County", 60, "Enter your county.")
    code = fields.code()
    phone = fields.phone()
    email = fields.email()
    email_again = text("Confirm E-mail", 120, "Enter your e-mail address again.")

    def fit_county(self) -> None:
        """Leave the county field that belongs to the state: none, one to choose, one to type."""
        state = str(self.state.data or "")
        known = places.counties(state)
        if known:
            self.county.choices = choices([("", "Choose"), *((name, name) for name in known)])
        if not known:
            del self.county
        if known or state not in places.STATES:
            del self.county_name

    def validate_county(self, field: SelectField) -> None:
        """Refuse a county of another state."""
        if field.data not in places.counties(str(self.state.data or "")):
            raise ValidationError("Choose your county.")

    def validate_email_again(self, field: StringField) -> None:
        """Refuse two different addresses."""
        fields.check_same(field, self.email)


class AccountForm(PersonFields, AddressFields):
    """The page Account Information of the registration (facts.md 1.4)."""

    court_role = choice("Role", registration.ROLES, "Choose the role in which you will file.")
    verification = StringField(
        "User Verification",
        [DataRequired(f"Type the word {BOX_WORD}.")],
        filters=[tidy],
        description=f"To show that a person fills this form, type the word {BOX_WORD}.",
    )

    def validate_verification(self, field: StringField) -> None:
        """Refuse another word."""
        if (field.data or "").lower() != BOX_WORD:
            raise ValidationError(f"Type the word {BOX_WORD}.")


class SecurityForm(_Typed):
    """User name, password and security questions; what is kept already may be left empty."""

    user_name = text("Username", 60, "Choose a username.", description=USER_NAME_HINT)
    password = PasswordField("Password", filters=[_without_nul])
    password_again = PasswordField("Confirm Password", filters=[_without_nul])
    question_1 = choice(
        "Security Question 1", security_questions.QUESTIONS, "Choose a security question."
    )
    answer_1 = StringField("Security Answer 1", filters=[tidy], render_kw={"autocomplete": "off"})
    question_2 = choice(
        "Security Question 2", security_questions.QUESTIONS, "Choose a security question."
    )
    answer_2 = StringField("Security Answer 2", filters=[tidy], render_kw={"autocomplete": "off"})

    def is_blank(self) -> bool:
        """Say whether nothing secret was typed."""
        secret = (self.password, self.password_again, self.answer_1, self.answer_2)
        return not any(field.data for field in secret)


class PaymentForm(_Typed):
    """A test card, or none."""

    card = StringField("Card Number", filters=[tidy], render_kw={"inputmode": "numeric"})


class PoliciesForm(Form):
    """The acknowledgment, box by box."""

    policy_1 = BooleanField(registration.POLICIES[0])
    policy_2 = BooleanField(registration.POLICIES[1])
    policy_3 = BooleanField(registration.POLICIES[2])

    def unticked(self) -> bool:
        """Say whether a box is empty."""
        return not all(field.data for field in self)


class TypeForm(Form):
    """Which kind of account."""

    registration_type = RadioField(
        "Account Type",
        [DataRequired("Choose the kind of account that you need.")],
        choices=choices(registration.TYPES.items()),
        validate_choice=True,
    )
