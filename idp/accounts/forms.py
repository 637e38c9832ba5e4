"""Fields that several wizards and pages ask for: names, addresses, and how they are checked.

Each field is made by a function: WTForms shows fields in the order in which they are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from idp.accounts import addresses, places
from idp.accounts.names import clean

#: What browsers may fill in, by field name (HTML, 4.10.18.7).
AUTOCOMPLETE: Final[Mapping[str, str]] = {
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


def tidy(text: str | None) -> str | None:
    """Return what was typed without what no database keeps, and without outer blanks."""
    return None if text is None else clean(text).strip()


def text(label: str, longest: int, missing: str = "", **more: Any) -> StringField:
    """Return a field for a line of text, mandatory if there are words for its being missing."""
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    return StringField(label, checks, filters=[tidy], **more)


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return values and labels as choices."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def choice(label: str, known: Mapping[str, str], missing: str, **more: Any) -> SelectField:
    """Return a mandatory field with one of several values."""
    return SelectField(
        label,
        [DataRequired(missing)],
        choices=choices([("", "Choose"), *known.items()]),
        default="",
        **more,
    )


def first_name(**more: Any) -> StringField:
    """Return the field First Name."""
    return text("First Name", 80, "Enter your first name.", **more)


def middle_name(**more: Any) -> StringField:
    """Return the field Middle Name."""
    return text("Middle Name", 80, **more)


def last_name(**more: Any) -> StringField:
    """Return the field Last Name."""
    return text("Last Name", 80, "Enter your last name.", **more)


def generation(label: str = "Generation", **more: Any) -> StringField:
    """Return the field for Jr. and Sr."""
    return text(label, 20, **more)


def firm(**more: Any) -> StringField:
    """Return the field Firm/Office."""
    return text("Firm/Office", 120, **more)


def street(**more: Any) -> StringField:
    """Return the field Address."""
    return text("Address", 200, "Enter your address.", **more)


def city(**more: Any) -> StringField:
    """Return the field City."""
    return text("City", 80, "Enter your city.", **more)


def state(**more: Any) -> SelectField:
    """Return the field State."""
    return choice("State", places.STATES, "Choose your state.", **more)


def code(**more: Any) -> StringField:
    """Return the field Zip/Postal Code; `AddressChecks` judges it."""
    return text("Zip/Postal Code", 20, "Enter your postal code.", **more)


def phone(**more: Any) -> StringField:
    """Return the field Primary Phone."""
    return text("Primary Phone", 40, "Enter your telephone number.", **more)


def email(**more: Any) -> StringField:
    """Return the field Primary E-mail; `AddressChecks` judges it."""
    return text("Primary E-mail", 120, "Enter your e-mail address.", **more)


def check_email(field: StringField) -> None:
    """Refuse what can be no address.

    :raises ValidationError: if so.
    """
    if not addresses.is_email(field.data or ""):
        raise ValidationError("This is no e-mail address.")


def check_same(field: StringField, other: StringField) -> None:
    """Refuse two different addresses.

    :raises ValidationError: if so.
    """
    if (field.data or "").lower() != (other.data or "").lower():
        raise ValidationError("The two e-mail addresses are not the same.")


class AddressChecks:
    """Mixin of a form with a postal code, an e-mail address, or both."""

    def validate_code(self, field: StringField) -> None:
        """Refuse a postal code with a blank: it ends the line."""
        if len((field.data or "").split()) > 1:
            raise ValidationError("Enter the postal code without blanks.")

    def validate_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        check_email(field)
