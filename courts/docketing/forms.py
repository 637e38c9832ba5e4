"""The forms of the screens; those whose fields depend on the filing are made for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
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
    LONGEST,
    Boxes,
    Choices,
    listed,
    prompt_fields,
    tidy,
    with_none,
)
from courts.kinds.catalogue import Prompt

#: So many attachments can be added at once; more on the same screen again.
NEW_ROWS: Final = 5
#: Names of fields of attachments that are on the server begin so.
KEEP: Final = "kept_"
#: One name of a person.
_NAME: Final = 80


def _text(label: str, longest: int = LONGEST, missing: str = "", **more: Any) -> Any:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"At most {longest} characters."))
    return StringField(label, checks, filters=[tidy], **more)


def boxes(label: str, choices: Choices, coerce: Callable[[Any], Any] = int) -> Any:
    """Return a field of check boxes."""
    return Boxes(label, choices=listed(choices), coerce=coerce)


def button(words: str) -> Any:
    """Return a further button of a form."""
    return SubmitField(words)


def made(name: str, **fields: Any) -> type[FlaskForm]:
    """Return a form with these fields."""
    return type(name, (FlaskForm,), fields)


class CaseForm(FlaskForm):
    """The case number; the finder puts the id of the case that it found beside it."""

    case_number = _text(
        "Case number",
        60,
        "Enter the number of the case.",
        id="case_number_text_area_0",
        description="For example 3:19-cv-21. Verify the number and the title before you go on.",
        render_kw={"autocomplete": "off"},
    )
    all_case_ids = HiddenField()


class SearchPartyForm(FlaskForm):
    """Search for a party before a new one is created."""

    last_name = _text("Last/Business name", 120, "Enter a last name, or the name of a business.")
    first_name = _text("First name", 80)
    use = StringField()
    search = SubmitField("Search")
    create = SubmitField("Create new party")


def party_form(roles: Sequence[str]) -> type[FlaskForm]:
    """Return the form of a new party."""
    choices = listed([("", "Select a role"), *((role, role) for role in roles)])

    class PartyForm(FlaskForm):
        """A person has a first name, a business has none."""

        last_name = _text(
            "Last/Business name", 160, "Enter a last name, or the name of a business."
        )
        first_name = _text("First name", _NAME)
        middle_name = _text("Middle name", _NAME)
        generation = _text("Generation", 20, description="Jr., Sr., III")
        role = SelectField("Role", [DataRequired("Select a role.")], choices=choices)
        party_text = _text(
            "Party text", LONGEST, description="Such as: individually and as manager"
        )
        street = _text("Address", 120, description="Only of somebody who has no attorney.")
        city = _text("City, State ZIP", 120)

        def validate_last_name(self, field: StringField) -> None:
            """Refuse names that no docket holds."""
            parts = (self.first_name, self.middle_name, field, self.generation)
            whole = " ".join(part.data for part in parts if part.data)
            person = bool(self.first_name.data)
            if len(whole) > LONGEST or (person and len(field.data or "") > _NAME):
                raise ValidationError("This name is too long.")

    return PartyForm


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


def prompts_form(prompts: Iterable[Prompt], parties: Choices) -> type[FlaskForm]:
    """Return the form of what the events ask."""
    return made("PromptsForm", **prompt_fields(prompts, parties))


def counsel_form(parties: Choices) -> type[FlaskForm]:
    """Return the form of the boxes beside each party: represents, Lead, Notice."""
    fields: dict[str, Any] = {}
    for party, name in parties:
        key = _key(party)
        fields[f"represents_{key}"] = BooleanField(f"represents {name}")
        fields[f"lead_{key}"] = BooleanField(f"Lead, for {name}")
        fields[f"notice_{key}"] = BooleanField(f"Notice, for {name}", default="checked")
    return made("CounselForm", **fields)


def _key(party: int) -> str:
    return str(party).replace("-", "new")


def counsel_boxes(form: Any, party: int) -> dict[str, bool]:
    """Return what was ticked beside a party."""
    names = ("represents", "lead", "notice")
    return {name: bool(form[f"{name}_{_key(party)}"].data) for name in names}


def counsel_fields(form: Any, party: int) -> tuple[Any, Any, Any]:
    """Return the three boxes beside a party."""
    key = _key(party)
    return form[f"represents_{key}"], form[f"lead_{key}"], form[f"notice_{key}"]


def papers_form(kept: int) -> type[FlaskForm]:
    """Return the form of the main document and its attachments.

    :param kept: how many attachments are on the server already.
    """
    categories = with_none((each, each) for each in answers.CATEGORIES)
    fields: dict[str, Any] = {"main": FileField("Main Document")}
    for row in range(kept):
        fields[f"{KEEP}category_{row}"] = SelectField("Category", choices=categories)
        fields[f"{KEEP}description_{row}"] = _text("Description", 120)
        fields[f"{KEEP}remove_{row}"] = BooleanField("Remove")
    for row in range(NEW_ROWS):
        fields[f"file_{row}"] = FileField("File")
        fields[f"category_{row}"] = SelectField("Category", choices=categories)
        fields[f"description_{row}"] = _text("Description", 120)
    fields["add"] = SubmitField("Upload and add more")
    return made("PapersForm", **fields)


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


class NoForm(FlaskForm):
    """A screen with nothing to answer."""
