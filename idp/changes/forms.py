"""The forms of the Maintenance tab that change a person's own data (facts.md 1.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wtforms import Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from idp.accounts import forms as fields
from idp.accounts import places
from idp.accounts.forms import AddressChecks, choices, text, tidy
from idp.changes import kinds

LONGEST_REASON: Final = 500
COURTS_HINT: Final = (
    "Your data at PACER change at once. A court takes them over only if you choose it here, and "
    "only after it has accepted them."
)
CASES_HINT: Final = "Courts advise against choosing all cases: each of them gets the new address."
REASON_MISSING: Final = "Say why the courts should update your address."


def _filled(name: str) -> dict[str, str]:
    """Return by which word browsers fill a field; most of their guesses are wrong."""
    return {"autocomplete": fields.AUTOCOMPLETE.get(name, "off")}


def _radio(label: str, words: Mapping[str, str], missing: str, **more: Any) -> RadioField:
    return RadioField(label, [DataRequired(missing)], choices=choices(words.items()), **more)


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
        offered = choices(courts)
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

    prefix = text("Prefix", 20, render_kw={"autocomplete": "honorific-prefix"})
    first_name = fields.first_name(render_kw=_filled("first_name"))
    middle_name = fields.middle_name(render_kw=_filled("middle_name"))
    last_name = fields.last_name(render_kw=_filled("last_name"))
    generation = fields.generation("Suffix", render_kw=_filled("generation"))
    courts = _courts()


class AddressForm(AddressChecks, CourtsForm):
    """Update Address Information: firm, address and phones, with the reason and the cases."""

    ASKING = ("courts", "update_reason", "cases")

    firm = fields.firm(render_kw=_filled("firm"))
    street = fields.street(render_kw=_filled("street"))
    city = fields.city(render_kw=_filled("city"))
    state = fields.state(render_kw=_filled("state"))
    county = text("County", 60, "Enter your county.", render_kw=_filled("county"))
    code = fields.code(render_kw=_filled("code"))
    phone = fields.phone(render_kw=_filled("phone"))
    phone_alternate = text("Alternate Phone", 40, render_kw=_filled("phone_alternate"))
    courts = _courts()
    update_reason = TextAreaField(
        "Reason for Update",
        [Length(max=LONGEST_REASON, message=f"At most {LONGEST_REASON} characters.")],
        filters=[tidy],
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

    def validate_update_reason(self, field: TextAreaField) -> None:
        """Refuse an empty reason if a court is asked."""
        if self.chosen() and not field.data:
            raise ValidationError(REASON_MISSING)


class NoticingForm(CourtsForm):
    """Update E-Filer Email Noticing and Frequency."""

    primary_email = text(
        "Primary E-mail", 120, "Enter an e-mail address.", render_kw=_filled("email")
    )
    email_again = text(
        "Confirm E-mail", 120, "Enter the e-mail address again.", render_kw=_filled("email")
    )
    notice_frequency = _radio(
        "Email Frequency", kinds.FREQUENCIES, "Choose how often you are notified."
    )
    notice_format = _radio("Email Format", kinds.FORMATS, "Choose a format.")
    courts = _courts()

    def validate_primary_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        fields.check_email(field)

    def validate_email_again(self, field: StringField) -> None:
        """Refuse two different addresses."""
        fields.check_same(field, self.primary_email)
