"""The forms of the Maintenance tab that change a person's own data (facts.md 1.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from idp.accounts import addresses, places
from idp.accounts.names import clean
from idp.changes import kinds

LONGEST_REASON: Final = 500
COURTS_HINT: Final = (
    "Your data at PACER change at once. A court takes them over only if you choose it here, and "
    "only after it has accepted them."
)
CASES_HINT: Final = "Courts advise against choosing all cases: each of them gets the new address."
REASON_MISSING: Final = "Say why the courts should update your address."


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _text(label: str, longest: int, missing: str = "", autocomplete: str = "off") -> Any:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    return StringField(label, checks, filters=[_tidy], render_kw={"autocomplete": autocomplete})


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def _radio(label: str, words: Mapping[str, str], missing: str, **more: Any) -> RadioField:
    return RadioField(label, [DataRequired(missing)], choices=_choices(words.items()), **more)


def _courts() -> Any:
    return SelectMultipleField(
        "Courts to ask",
        choices=[],
        description=COURTS_HINT,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class CourtsForm(Form):
    """What all three pages have: the courts that are asked to take the change over."""

    #: The fields that only somebody with an e-file account sees.
    ASKING: tuple[str, ...] = ("courts",)

    def offer(self, courts: Iterable[tuple[str, str]]) -> None:
        """Offer the courts in which the person files; without any, ask nothing of courts."""
        offered = _choices(courts)
        if offered:
            self["courts"].choices = offered
            return
        for name in self.ASKING:
            del self[name]

    def chosen(self) -> list[str]:
        """Return the courts that are asked."""
        return list(self["courts"].data or []) if "courts" in self else []

    def text_of(self, name: str) -> str:
        """Return what was typed into a field, empty if the form has no such field."""
        return str(self[name].data or "") if name in self else ""


class PersonalForm(CourtsForm):
    """Update Personal Information: name, prefix and suffix."""

    prefix = _text("Prefix", 20, autocomplete="honorific-prefix")
    first_name = _text("First Name", 80, "Enter your first name.", "given-name")
    middle_name = _text("Middle Name", 80, autocomplete="additional-name")
    last_name = _text("Last Name", 80, "Enter your last name.", "family-name")
    generation = _text("Suffix", 20, autocomplete="honorific-suffix")
    courts = _courts()


class AddressForm(CourtsForm):
    """Update Address Information: firm, address and phones, with the reason and the cases."""

    ASKING = ("courts", "update_reason", "cases")

    firm = _text("Firm/Office", 120, autocomplete="organization")
    street = _text("Address", 200, "Enter your address.", "street-address")
    city = _text("City", 80, "Enter your city.", "address-level2")
    state = SelectField(
        "State",
        [DataRequired("Choose your state.")],
        choices=_choices([("", "Choose"), *places.STATES.items()]),
        render_kw={"autocomplete": "address-level1"},
    )
    county = _text("County", 60, "Enter your county.")
    code = _text("Zip/Postal Code", 20, "Enter your postal code.", "postal-code")
    phone = _text("Primary Phone", 40, "Enter your telephone number.", "tel")
    phone_alternate = _text("Alternate Phone", 40)
    courts = _courts()
    update_reason = TextAreaField(
        "Reason for Update",
        [Length(max=LONGEST_REASON, message=f"At most {LONGEST_REASON} characters.")],
        filters=[_tidy],
        render_kw={"rows": 3},
    )
    cases = _radio(
        "Apply the update to these cases",
        kinds.CASES,
        "Choose the cases.",
        description=CASES_HINT,
        default="none",
    )

    def validate_county(self, field: StringField) -> None:
        """Refuse a county that the state does not have, where its counties are known."""
        known = places.counties(str(self.state.data or ""))
        typed = (field.data or "").casefold()
        if known and typed not in {name.casefold() for name in known}:
            raise ValidationError("The state that you chose has no such county.")

    def validate_code(self, field: StringField) -> None:
        """Refuse a postal code with a blank: it ends the line."""
        if len((field.data or "").split()) > 1:
            raise ValidationError("Enter the postal code without blanks.")

    def validate_update_reason(self, field: TextAreaField) -> None:
        """Refuse an empty reason if a court is asked."""
        if self.chosen() and not field.data:
            raise ValidationError(REASON_MISSING)


class NoticingForm(CourtsForm):
    """Update E-Filer Email Noticing and Frequency."""

    primary_email = _text("Primary E-mail", 120, "Enter an e-mail address.", "email")
    email_again = _text("Confirm E-mail", 120, "Enter the e-mail address again.", "email")
    notice_frequency = _radio(
        "Email Frequency", kinds.FREQUENCIES, "Choose how often you are notified."
    )
    notice_format = _radio("Email Format", kinds.FORMATS, "Choose a format.")
    courts = _courts()

    def validate_primary_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        if not addresses.is_email(field.data or ""):
            raise ValidationError("This is no e-mail address.")

    def validate_email_again(self, field: StringField) -> None:
        """Refuse two different addresses."""
        if (field.data or "").lower() != (self.primary_email.data or "").lower():
            raise ValidationError("The two e-mail addresses are not the same.")
