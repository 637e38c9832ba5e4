"""The forms of the screens; those whose fields depend on the filing are made for it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from courts.docketing import answers
from courts.filing.forms import (
    DATES,
    LARGEST,
    Boxes,
    line,
    listed,
    tidy,
    with_none,
)


class CaseForm(FlaskForm):
    """The case number; the finder puts the id of the case that it found beside it."""

    case_number = line(
        "Case number",
        60,
        "Enter the number of the case.",
        id="case_number_text_area_0",
        description="For example 3:19-cv-21. Verify the number and the title before you go on.",
        render_kw={"autocomplete": "off"},
    )
    all_case_ids = HiddenField()


class SealedForm(FlaskForm):
    """Whether the paper is filed under seal."""

    sealed = RadioField(
        "Is this document sealed or unsealed?",
        [InputRequired("Choose Sealed or Unsealed.")],
        choices=listed((("unsealed", "Unsealed"), ("sealed", "Sealed"))),
    )


class RefersForm(FlaskForm):
    """To which entries of the docket the filing refers, and which of them are listed."""

    refer = BooleanField("Refer to existing event(s)?")
    shown = SelectField(
        "Show",
        choices=listed((("answered", "what this event answers"), ("all", "all numbered entries"))),
    )
    filed_from = DateField("Filed from", [Optional()], format=DATES)
    filed_to = DateField("Filed to", [Optional()], format=DATES)
    number_from = IntegerField("Documents from number", [Optional(), NumberRange(1, LARGEST)])
    number_to = IntegerField("to number", [Optional(), NumberRange(1, LARGEST)])
    refers = Boxes("Related entries", coerce=int, choices=[], validate_choice=False)
    list_again = SubmitField("List again")


class TextForm(FlaskForm):
    """What may be changed of the docket text."""

    prefix = SelectField("Prefix", choices=with_none((word, word) for word in answers.PREFIXES))
    free = TextAreaField(
        "Additional text",
        [Length(max=1000, message="At most 1000 characters.")],
        filters=[tidy],
        render_kw={"rows": 3},
    )

    def validate_free(self, field: TextAreaField) -> None:
        """Refuse letters that a docket cannot print."""
        if field.data and not field.data.isprintable():
            raise ValidationError("Use plain letters only.")
