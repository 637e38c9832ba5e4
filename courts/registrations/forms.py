"""Forms of the clerk's queue."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from shared import registration

STATES: Final = (
    ("waiting", "Waiting for a decision"),
    ("asked", "More information asked"),
    ("decided", "Decided"),
    ("all", "All"),
)
KINDS: Final = (
    ("", "Every kind"),
    (registration.ATTORNEY, "Attorney"),
    (registration.NON_ATTORNEY, "Non-attorney"),
    (registration.DEACTIVATION, "Deactivation"),
)
LONGEST_WORDS: Final = 2000


def _without_nul(text: str | None) -> str | None:
    return None if text is None else text.replace("\x00", "")


def _choices(pairs: tuple[tuple[str, str], ...]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class FilterForm(Form):
    """Which requests to list; what is not known lists those that wait."""

    state = SelectField("Show", choices=_choices(STATES), default="waiting")
    kind = SelectField("Kind", choices=_choices(KINDS), default="")
    text = StringField(
        "Name, firm, e-mail or account number", filters=[_without_nul], render_kw={"maxlength": 80}
    )


class DecisionForm(FlaskForm):
    """What the clerk says to the applicant."""

    words = TextAreaField(
        "Words to the applicant",
        [Length(max=LONGEST_WORDS, message=f"At most {LONGEST_WORDS} characters.")],
        filters=[_without_nul],
        description="The question, or the reason for rejecting. It is sent by e-mail.",
        render_kw={"rows": 5, "maxlength": LONGEST_WORDS},
    )
