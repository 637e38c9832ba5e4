"""The search form of iquery.pl; the names of its fields are the real ones (clients.md 6.4).

Client programs post it without a token, so it is a plain form; `search` reads what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice

from courts.cases.search import PERSON_TYPES, STATUSES, Typed
from courts.kinds.inquiry import Choices, Inquiry

_DATE: Final = {"placeholder": "mm/dd/yyyy", "size": 12, "autocomplete": "off"}
_SHOWN: Final = 6


def listed(choices: Choices) -> list[Any]:
    """Return choices as fields take them."""
    return [SelectChoice(value=value, label=label) for value, label in choices]


class QueryForm(Form):
    """What every kind of court asks."""

    case_num = StringField(
        "Case number",
        id="case_number_text_area_0",
        description="For example 3:19-cv-21 or 21-30101.",
        render_kw={"autocomplete": "off", "size": 24},
    )
    case_status = RadioField("Case status", choices=listed(STATUSES), default="")
    lastentry_from = StringField("Last entry date from", render_kw=_DATE)
    lastentry_to = StringField("Last entry date to", render_kw=_DATE)
    last_name = StringField(
        "Last/Business name",
        description="The beginning of the name is enough, unless Exact matches only is ticked.",
        render_kw={"autocomplete": "off"},
    )
    ExactMatch = BooleanField("Exact matches only")
    first_name = StringField("First name", render_kw={"autocomplete": "off"})
    middle_name = StringField("Middle name", render_kw={"autocomplete": "off"})
    person_type = SelectField("Type", choices=listed(PERSON_TYPES))


def query_form(inquiry: Inquiry, typed: Typed, wrong: Mapping[str, str]) -> Any:
    """Return the form of a kind of court with what was typed and what is wrong beside it."""
    first, last = inquiry.filed

    class Asked(QueryForm):
        """The form with what only this kind of court asks."""

    setattr(Asked, first, StringField("Filed date from", render_kw=_DATE))
    setattr(Asked, last, StringField("Filed date to", render_kw=_DATE))
    for name, label, choices in (
        ("nature_suit", "Nature of suit", inquiry.natures),
        ("cause_action", "Cause of action", inquiry.causes),
        ("chapter", "Chapter", inquiry.chapters),
    ):
        if choices:
            field = SelectMultipleField(
                label,
                choices=listed(choices),
                description="Hold Ctrl to choose several.",
                validate_choice=False,
                render_kw={"size": min(_SHOWN, len(choices))},
            )
            setattr(Asked, name, field)
    form = Asked(
        data={
            name: list(values) if name in ("nature_suit", "cause_action", "chapter") else values[0]
            for name, values in typed.items()
            if values and name != "ExactMatch"
        }
        | {"ExactMatch": bool(typed.get("ExactMatch"))}
    )
    for name, message in wrong.items():
        if name in form:
            form[name].errors = [message]
    return form
