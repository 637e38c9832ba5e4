"""The pages of the wizards, as forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from idp.accounts import addresses, places, registration, security_questions
from idp.accounts.names import USER_NAME_HINT, clean

BOX_WORD: Final = "docket"
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
    "email_again": "email",
    "date_of_birth": "bday",
    "user_name": "username",
    "password": "new-password",
    "password_again": "new-password",
    "verification": "off",
    "card": "off",
}


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _without_nul(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _text(label: str, longest: int, missing: str = "", **more: Any) -> StringField:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    words = f"{label}: at most {longest} characters."
    checks.append(Length(max=longest, message=words))
    return StringField(label, checks, filters=[_tidy], **more)


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def _choice(label: str, choices: Mapping[str, str], missing: str) -> SelectField:
    return SelectField(
        label,
        [DataRequired(missing)],
        choices=_choices([("", "Choose"), *choices.items()]),
        default="",
    )


class _Typed(Form):
    """A page whose values are kept as texts."""

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field name; passwords and answers never."""
        kept = [field for field in self if not isinstance(field, PasswordField | BooleanField)]
        return {field.name: str(field.data or "") for field in kept if field.name not in UNKEPT}


UNKEPT: Final = frozenset({"answer_1", "answer_2", "card", "verification"})


class PersonFields(_Typed):
    """Who somebody is."""

    first_name = _text("First Name", 80, "Enter your first name.")
    middle_name = _text("Middle Name", 80)
    last_name = _text("Last Name", 80, "Enter your last name.")
    generation = _text("Generation", 20, description="Jr., Sr., III and the like")
    date_of_birth = StringField(
        "Date of Birth",
        [DataRequired("Enter your date of birth.")],
        filters=[_tidy],
        description="mm/dd/yyyy. It cannot be changed later.",
    )
    user_type = _choice("User Type", registration.USER_TYPES, "Choose a user type.")


class AddressFields(_Typed):
    """Where somebody is reached; the county is asked for once the state is known."""

    firm = _text("Firm/Office", 120)
    street = _text("Address", 200, "Enter your address.")
    city = _text("City", 80, "Enter your city.")
    state = _choice("State", places.STATES, "Choose your state.")
    county = SelectField("County", [DataRequired("Choose your county.")], validate_choice=False)
    county_name = _text("County", 60, "Enter your county.")
    code = _text("Zip/Postal Code", 20, "Enter your postal code.")
    phone = _text("Primary Phone", 40, "Enter your telephone number.")
    email = _text("Primary E-mail", 120, "Enter your e-mail address.")
    email_again = _text("Confirm E-mail", 120, "Enter your e-mail address again.")

    def fit_county(self) -> None:
        """Leave the county field that belongs to the state: none, one to choose, one to type."""
        state = str(self.state.data or "")
        known = places.counties(state)
        if known:
            self.county.choices = _choices([("", "Choose"), *((name, name) for name in known)])
        if not known:
            del self.county
        if known or state not in places.STATES:
            del self.county_name

    def validate_county(self, field: SelectField) -> None:
        """Refuse a county of another state."""
        if field.data not in places.counties(str(self.state.data or "")):
            raise ValidationError("Choose your county.")

    def validate_code(self, field: StringField) -> None:
        """Refuse a postal code with a blank: it ends the line."""
        if len((field.data or "").split()) > 1:
            raise ValidationError("Enter the postal code without blanks.")

    def validate_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        if not addresses.is_email(field.data or ""):
            raise ValidationError("This is no e-mail address.")

    def validate_email_again(self, field: StringField) -> None:
        """Refuse two different addresses."""
        if (field.data or "").lower() != (self.email.data or "").lower():
            raise ValidationError("The two e-mail addresses are not the same.")


class AccountForm(PersonFields, AddressFields):
    """The page Account Information of the registration (facts.md 1.4)."""

    court_role = _choice("Role", registration.ROLES, "Choose the role in which you will file.")
    verification = StringField(
        "User Verification",
        [DataRequired(f"Type the word {BOX_WORD}.")],
        filters=[_tidy],
        description=f"To show that a person fills this form, type the word {BOX_WORD}.",
    )

    def validate_verification(self, field: StringField) -> None:
        """Refuse another word."""
        if (field.data or "").lower() != BOX_WORD:
            raise ValidationError(f"Type the word {BOX_WORD}.")


class SecurityForm(_Typed):
    """User name, password and security questions; what is kept already may be left empty."""

    user_name = _text("Username", 60, "Choose a username.", description=USER_NAME_HINT)
    password = PasswordField("Password", filters=[_without_nul])
    password_again = PasswordField("Confirm Password", filters=[_without_nul])
    question_1 = _choice(
        "Security Question 1", security_questions.QUESTIONS, "Choose a security question."
    )
    answer_1 = StringField("Security Answer 1", filters=[_tidy], render_kw={"autocomplete": "off"})
    question_2 = _choice(
        "Security Question 2", security_questions.QUESTIONS, "Choose a security question."
    )
    answer_2 = StringField("Security Answer 2", filters=[_tidy], render_kw={"autocomplete": "off"})

    def is_blank(self) -> bool:
        """Say whether nothing secret was typed."""
        secret = (self.password, self.password_again, self.answer_1, self.answer_2)
        return not any(field.data for field in secret)


class PaymentForm(_Typed):
    """A test card, or none."""

    card = StringField("Card Number", filters=[_tidy], render_kw={"inputmode": "numeric"})


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
        choices=_choices(registration.TYPES.items()),
        validate_choice=True,
    )
