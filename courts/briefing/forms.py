"""The one screen of a filing in a court of appeals, and the clerk's decision of an appearance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from courts.briefing import rules
from courts.cases import typed
from courts.kinds.catalogue import Event, Prompt

#: Documents beside the main one.
FURTHER: Final = 4
#: The buttons of the screen.
SHOW, CONTINUE = "case", "continue"
PROMPT: Final = "prompt_"
METHOD: Final = "method_"


def _tidy(text: str | None) -> str | None:
    return None if text is None else " ".join(text.replace("\x00", "").split())


def _day(_form: Any, field: Any) -> None:
    try:
        typed.day(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Offers:
    """What a case offers to choose from: pairs of value and words.

    `others` are those whom the filer has to serve: a short key, and who it is.
    """

    parties: Sequence[tuple[str, str]] = ()
    reliefs: Sequence[tuple[str, str]] = ()
    entries: Sequence[tuple[str, str]] = ()
    others: Sequence[tuple[str, str]] = ()


class NumberForm(FlaskForm):
    """The screen while nobody knows the case."""

    case_number = StringField(
        "Case Number",
        [DataRequired("Enter the case number."), Length(max=20, message="That is no case number.")],
        filters=[_tidy],
        description="Such as 21-1001. Press Show Case to see its parties and entries.",
        render_kw={"autocomplete": "off"},
    )


def filing_form(event: Event, offers: Offers) -> type[FlaskForm]:
    """Return the form of an event in a case."""
    fields: dict[str, Any] = {}
    if rules.preconditions(event):
        fields["read"] = BooleanField(
            "I have read this, and it is so.",
            [DataRequired("Confirm the preconditions of this event.")],
        )
    fields["filers"] = _boxes("Party Filer", offers.parties, "Choose for whom you file.")
    if offers.reliefs:
        fields["reliefs"] = _boxes("Further Relief", offers.reliefs)
    for prompt in event.prompts:
        if prompt.name not in rules.FROM_SERVICE:
            fields[PROMPT + prompt.name] = _prompt(prompt)
    # The page itself has a region called main.
    fields["main"] = FileField(event.title, id="main_document")
    for place in range(1, FURTHER + 1):
        fields[f"paper_{place}"] = FileField(f"Document {place + 1}")
        fields[f"type_{place}"] = SelectField(
            f"Type of document {place + 1}",
            [Optional()],
            choices=_chosen_of(rules.DOCUMENT_TYPES, "Choose a type"),
        )
        fields[f"about_{place}"] = StringField(
            f"Description of document {place + 1}",
            [Length(max=200, message="At most 200 characters.")],
            filters=[_tidy],
        )
        fields[f"drop_{place}"] = BooleanField(f"Leave document {place + 1} out")
    if event.refers != "no":
        missing = "Choose the entry that this answers." if event.refers == "must" else ""
        fields["refers"] = _boxes("Related Previous Entries", offers.entries, missing)
    fields["served_on"] = StringField(
        "Service Date",
        [DataRequired("Enter the day of service."), _day],
        filters=[_tidy],
        description="mm/dd/yyyy",
        render_kw={"autocomplete": "off"},
    )
    for key, who in offers.others:
        fields[METHOD + key] = SelectField(
            who,
            choices=_chosen_of((*rules.METHODS, rules.NOT_SERVED)),
            default=rules.METHODS[0],
        )
    fields["free"] = StringField(
        "Additional Text",
        [Length(max=300, message="At most 300 characters.")],
        filters=[_tidy],
        description="Stands at the end of the docket text.",
    )
    return type("FilingForm", (NumberForm,), fields)


def _chosen_of(words: Sequence[str], first: str = "") -> list[Any]:
    """Return the choices of a list, with a line in front that chooses nothing."""
    made = [SelectChoice(value="", label=first)] if first else []
    return [*made, *(SelectChoice(value=each, label=each) for each in words)]


def _boxes(label: str, choices: Sequence[tuple[str, str]], missing: str = "") -> Any:
    checks: list[Any] = [DataRequired(missing)] if missing else []
    return SelectMultipleField(
        label,
        checks,
        choices=[SelectChoice(value=value, label=words) for value, words in choices],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _prompt(prompt: Prompt) -> Any:
    checks: list[Any] = []
    if prompt.required:
        checks.append(DataRequired("Answer this question to go on."))
    if prompt.kind == "choice":
        return SelectField(prompt.ask, checks, choices=_chosen_of(prompt.choices, "Choose"))
    checks.append(Length(max=200, message="At most 200 characters."))
    if prompt.kind == "date":
        checks.append(_day)
    hint = "mm/dd/yyyy" if prompt.kind == "date" else ""
    return StringField(prompt.ask, checks, filters=[_tidy], description=hint)


def answers(form: Any, event: Event) -> Mapping[str, str]:
    """Return what was answered to the prompts that the screen shows."""
    return {
        prompt.name: str(form[PROMPT + prompt.name].data or "")
        for prompt in event.prompts
        if PROMPT + prompt.name in form
    }


class DecisionForm(FlaskForm):
    """The clerk's decision of an appearance."""

    reason = TextAreaField(
        "Reason",
        [Length(max=400, message="At most 400 characters.")],
        filters=[_tidy],
        description="Counsel reads it. A rejection needs one.",
        render_kw={"rows": 3},
    )
