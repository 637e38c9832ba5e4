"""The forms of the trainer's pages and of joining."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FileField,
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from idp.accounts.names import clean
from idp.teaching.roster import LONGEST_NAME
from shared.seating import MOST_SEATS


def _line(text: str | None) -> str | None:
    return None if text is None else " ".join(clean(text).split())


class ClassForm(Form):
    """A new class."""

    name = StringField(
        "Name of the class",
        [DataRequired("Give the class a name."), Length(max=120)],
        filters=[_line],
        render_kw={"autocomplete": "off", "maxlength": 120},
    )
    seats = IntegerField(
        "Number of seats",
        [
            InputRequired("Say how many seats the class has."),
            NumberRange(1, MOST_SEATS, message=f"A class has 1 to {MOST_SEATS} seats."),
        ],
        default=12,
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    exercises = SelectMultipleField(
        "Exercises", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    hints_cost = BooleanField("Hints cost points", default=True)
    start = SelectField("Start state")
    names = FileField("List of names", render_kw={"accept": ".csv,.txt,text/csv,text/plain"})


class NamesForm(Form):
    """A list of names for the seats of a class."""

    names = FileField(
        "List of names",
        render_kw={"accept": ".csv,.txt,text/csv,text/plain"},
    )


class LearnerForm(Form):
    """Who sits in a seat."""

    learner = StringField(
        "Who sits here",
        [Length(max=LONGEST_NAME, message=f"A name has at most {LONGEST_NAME} characters.")],
        filters=[_line],
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )


class CheckpointForm(Form):
    """The name of a state that is to be kept."""

    name = StringField(
        "Name of the checkpoint",
        [
            DataRequired("Give the checkpoint a name."),
            Length(max=80, message="A name has at most 80 characters."),
        ],
        filters=[_line],
        render_kw={"autocomplete": "off", "maxlength": 80},
    )


class JoinForm(Form):
    """The join code of a class, and how somebody wants to be called there."""

    code = StringField(
        "Join code",
        [DataRequired("Enter the join code that your trainer shows."), Length(max=40)],
        filters=[_line],
        render_kw={"autocomplete": "off", "spellcheck": "false", "placeholder": "K3F-4829"},
    )
    learner = StringField(
        "How your trainer may call you",
        [Length(max=80)],
        filters=[_line],
        render_kw={"autocomplete": "off", "maxlength": 80},
    )
