"""The forms of the clerk's desk for accounts; each is one deed."""

from __future__ import annotations

from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from courts.accounts import logins
from courts.kinds.policies import ROLES
from courts.staffing import standing

BY_MAIL: Final = "mail"
SHOWN: Final = "shown"


def _tidy(text: str | None) -> str | None:
    return None if text is None else text.replace("\x00", "").strip()


def _text(label: str, longest: int, missing: str = "", **kw: Any) -> Any:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    return StringField(label, checks, filters=[_tidy], render_kw={"autocomplete": "off", **kw})


def _reason(label: str) -> Any:
    return _text(label, 300, "Say why: the reason is noted.")


def _check_email(text: str | None) -> None:
    if text and not standing.is_email(text):
        raise ValidationError("This is no e-mail address.")


class VoidForm(FlaskForm):
    """Void a login and issue a new temporary password."""

    void_reason = _reason("What was reported")
    delivery = RadioField(
        "New temporary password",
        [DataRequired("Choose how the new password reaches its holder.")],
        choices=[
            SelectChoice(value=BY_MAIL, label="by mail to the primary e-mail address"),
            SelectChoice(
                value=SHOWN,
                label="shown here once, because the primary e-mail address is not right",
            ),
        ],
        default=BY_MAIL,
    )


class RenameForm(FlaskForm):
    """Change an old login."""

    new_login = _text("New login", logins.MAXIMUM_LENGTH, "Enter the new login.")


class StatusForm(FlaskForm):
    """Disable or enable an account: which one is the button."""

    status_reason = _reason("Reason")


class UnlinkForm(FlaskForm):
    """Undo the link of an account."""

    unlink_reason = _reason("Why is the link wrong?")


class EmailForm(FlaskForm):
    """Correct the primary e-mail address after three checks (seed 003)."""

    new_email = _text("Right e-mail address", standing.LONGEST_EMAIL, "Enter the right address.")
    name_checked = BooleanField("The full name given is the one on file")
    address_checked = BooleanField("The address given is the one on file")
    phrase_checked = BooleanField("The verification phrase given is the one on file")

    def validate_new_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        _check_email(field.data)

    def validate_phrase_checked(self, field: BooleanField) -> None:
        """Refuse if one of the three was not checked."""
        if not (self.name_checked.data and self.address_checked.data and field.data):
            raise ValidationError(standing.CHECK_ALL)


class CreateForm(FlaskForm):
    """A new account with an assigned login."""

    role = SelectField(
        "Role",
        [DataRequired("Choose the role.")],
        choices=[SelectChoice(value="", label="Choose")]
        + [SelectChoice(value=role, label=role.replace("_", " ")) for role in ROLES],
    )
    first_name = _text("First name", 80, "Enter the first name.")
    middle_name = _text("Middle name", 80)
    last_name = _text("Last name", 80, "Enter the last name.")
    firm = _text("Office", 120)
    address = TextAreaField(
        "Address",
        [Length(max=500, message="Address: at most 500 characters.")],
        filters=[_tidy],
        render_kw={"rows": 4},
    )
    phone = _text("Phone", 40)
    primary_email = _text(
        "Primary e-mail address", standing.LONGEST_EMAIL, "Enter the primary e-mail address."
    )
    bar_number = _text("Bar number", 40)
    verification_phrase = _text(
        "Verification phrase", 120, "Enter the phrase by which the help desk knows this person."
    )

    def offer(self, roles: tuple[str, ...]) -> None:
        """Offer the roles that may file in this court."""
        kept = [one for one in self.role.choices if not one.value or one.value in roles]
        self.role.choices = kept

    def validate_primary_email(self, field: StringField) -> None:
        """Refuse what can be no address."""
        _check_email(field.data)
