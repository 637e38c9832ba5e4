"""Fields that the screens of filers and clerks share, above all those of what an event asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courts.filing import asking
from courts.kinds.catalogue import Event, Prompt

#: So long may an answer be.
LONGEST: Final = 200
DATES: Final = ["%Y-%m-%d", "%m/%d/%Y"]
#: No number that somebody types is larger.
LARGEST: Final = 100_000_000
Choices = Sequence[tuple[Any, str]]


def tidy(text: str | None) -> str | None:
    """Take away what nobody sees, and spaces that fold."""
    return None if text is None else " ".join(text.replace("\x00", "").split())


class Boxes(SelectMultipleField):
    """Several of a list, by check boxes; what is not on the list is refused."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def line(label: str, longest: int = LONGEST, missing: str = "", **more: Any) -> Any:
    """Return a line of text.

    :param missing: what is said if it stays empty; it may stay so without.
    """
    checks: list[Any] = [DataRequired(missing)] if missing else []
    checks.append(Length(max=longest, message=f"At most {longest} characters."))
    return StringField(label, checks, filters=[tidy], **more)


def listed(choices: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Return choices as fields take them."""
    return [SelectChoice(value=value, label=words) for value, words in choices]


def with_none(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return the choices of a list behind an empty line."""
    return listed([("", ""), *choices])


def boxes(label: str, choices: Choices, coerce: Callable[[Any], Any] = int) -> Any:
    """Return a field of check boxes."""
    return Boxes(label, choices=listed(choices), coerce=coerce)


def button(words: str) -> Any:
    """Return a further button of a form."""
    return SubmitField(words)


def made(name: str, **fields: Any) -> type[FlaskForm]:
    """Return a form with these fields."""
    return type(name, (FlaskForm,), fields)


_FIELDS: Final[Mapping[str, Callable[[Prompt, list[Any], Choices], Any]]] = MappingProxyType(
    {
        "text": lambda p, checks, _parties: StringField(
            p.ask, [*checks, Length(max=LONGEST)], filters=[tidy]
        ),
        "date": lambda p, checks, _parties: DateField(p.ask, checks, format=DATES),
        "money": lambda p, checks, _parties: DecimalField(
            p.ask, [*checks, NumberRange(0, LARGEST)], description="Dollars, such as 1250.34"
        ),
        "number": lambda p, checks, _parties: IntegerField(
            p.ask, [*checks, NumberRange(0, LARGEST)]
        ),
        "choice": lambda p, checks, _parties: SelectField(
            p.ask, checks, choices=with_none((c, c) for c in p.choices)
        ),
        "yes_no": lambda p, checks, _parties: RadioField(
            p.ask, checks, choices=listed((w, w) for w in ("yes", "no"))
        ),
        "party": lambda p, checks, parties: SelectField(
            p.ask, checks, choices=with_none((name, name) for _, name in parties)
        ),
    }
)


def prompt_fields(prompts: Iterable[Prompt], parties: Choices) -> dict[str, Any]:
    """Return a field for each question, by names that begin with `asking.PROMPT`.

    :param parties: ids and names of the parties of the case, for questions that ask for one.
    """
    fields = {}
    for prompt in prompts:
        missing = "Answer this question to go on."
        checks: list[Any] = [InputRequired(missing)] if prompt.required else [Optional()]
        fields[f"{asking.PROMPT}{prompt.name}"] = _FIELDS[prompt.kind](prompt, checks, parties)
    return fields


def prompted(form: Any, events: Sequence[Event]) -> dict[str, str]:
    """Return what was answered in the fields of `prompt_fields`, as docket texts print it."""
    return {
        prompt.name: asking.printed(prompt, form[f"{asking.PROMPT}{prompt.name}"].data, events)
        for prompt in asking.prompts_of(events)
    }


class NoForm(FlaskForm):
    """A screen with nothing to answer."""
