"""The form of a report, drawn from its value; `report.read` reads what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from wtforms import BooleanField, Form, SelectField, SelectMultipleField, StringField

from courts.cases.forms import listed
from courts.cases.search import Typed, one
from courts.reports.report import Field

_SHOWN: Final = 6
_DATE: Final = {"placeholder": "mm/dd/yyyy", "size": 12, "autocomplete": "off"}
_CASE: Final = {"autocomplete": "off", "size": 24}


def report_form(fields: Sequence[Field], typed: Typed, wrong: Mapping[str, str]) -> Any:
    """Return the form of a report with what was typed and what is wrong beside it.

    :param typed: empty for a form that nobody filled in yet: it shows the defaults.
    """

    class Asked(Form):
        """The questions of one report."""

    data: dict[str, Any] = {}
    for each in fields:
        _add(Asked, each)
        data[each.name] = _value(each, typed)
        if each.to:
            data[each.to] = one(typed, each.to) if typed else each.default.partition("-")[2]
    form = Asked(data=data)
    for name, message in wrong.items():
        form[name].errors = [message]
    return form


def _value(each: Field, typed: Typed) -> Any:
    if each.type == "many":
        return list(typed.get(each.name, ()))
    if each.type == "tick":
        return bool(one(typed, each.name)) if typed else bool(each.default)
    if not typed:
        return each.default.partition("-")[0] if each.to else each.default
    return one(typed, each.name)


def _add(form: type[Form], each: Field) -> None:
    setattr(form, each.name, _MAKERS[each.type](each))
    if each.to:
        setattr(form, each.to, StringField(f"{each.label} to", render_kw=_DATE))


def _text(each: Field) -> Any:
    return StringField(each.label, description=each.hint, render_kw=_CASE)


def _case(each: Field) -> Any:
    # The finder of case numbers knows its field by this id (clients.md 6.4).
    return StringField(
        each.label, id="case_number_text_area_0", description=each.hint, render_kw=_CASE
    )


def _days(each: Field) -> Any:
    label = f"{each.label} from{' *' if each.needed else ''}"
    return StringField(label, description=each.hint, render_kw=_DATE)


def _one(each: Field) -> Any:
    return SelectField(each.label, choices=listed(each.choices), description=each.hint)


def _many(each: Field) -> Any:
    return SelectMultipleField(
        each.label,
        choices=listed(each.choices),
        description=each.hint or "Hold Ctrl to choose several; none means all.",
        validate_choice=False,
        render_kw={"size": min(_SHOWN, len(each.choices))},
    )


def _tick(each: Field) -> Any:
    return BooleanField(each.label, description=each.hint)


_MAKERS: Final = MappingProxyType(
    {
        "text": _text,
        "case": _case,
        "days": _days,
        "one": _one,
        "many": _many,
        "tick": _tick,
    }
)
