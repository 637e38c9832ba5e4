"""The forms of the clerk's desk for cases; each is one deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, Regexp

from courts.filing import asking
from courts.filing.forms import Boxes, listed, prompt_fields
from courts.kinds import catalogue
from courts.kinds.catalogue import Event

LONGEST: Final = 8000
#: What the levels of access are called on the clerk's page.
LEVELS: Final = (
    ("public", "Public"),
    ("participants", "Case participants"),
    ("applicable_party", "Applicable party"),
    ("court_only", "Court only"),
    ("ex_parte", "Ex parte"),
    ("sealed", "Sealed"),
    ("transcript", "Transcript"),
)


def _tidy(text: str | None) -> str | None:
    return None if text is None else text.replace("\x00", "").strip()


def _text(label: str, longest: int = 400, missing: str = "", **kw: Any) -> Any:
    checks: list[Any] = [DataRequired(missing)] if missing else [Optional()]
    checks.append(Length(max=longest, message=f"{label}: at most {longest} characters."))
    own = kw.pop("id", None)
    render = {"autocomplete": "off", **kw}
    return StringField(label, checks, filters=[_tidy], id=own, render_kw=render)


def _capitals() -> Any:
    return Regexp(r"[A-Z]{2,4}$", message="Two to four capitals.")


class TextForm(FlaskForm):
    """Correct what an entry says."""

    words = TextAreaField(
        "Docket text",
        [DataRequired("An entry says something."), Length(max=LONGEST)],
        filters=[_tidy],
        description="The signature and the date of entry stay; the entry says it was modified.",
        render_kw={"rows": 6},
    )


class PaperForm(FlaskForm):
    """Put the right PDF in the place of a wrong one."""

    place = SelectField("Document", coerce=int)
    paper = FileField("The correct PDF", [DataRequired("Choose a PDF document.")])


class AccessForm(FlaskForm):
    """Seal or restrict an entry, or one of its papers."""

    place = SelectField("What", coerce=int, id="access_place")
    level = SelectField("Access", choices=listed(LEVELS))
    reason = _text("Why", 300, "Say why: the reason is noted.")


class StrikeForm(FlaskForm):
    """Strike an entry; its page asks for another reason, too, and no two fields share an id."""

    reason = _text("Why", 300, "Say why: the reason is noted.", id="strike_reason")


class CheckForm(FlaskForm):
    """Quality control of one filing."""

    finding = _text("What is wrong with it", 400)


class StateForm(FlaskForm):
    """Close or reopen a case, seal it, set its flags."""

    closed_on = DateField("Closed on", [Optional()])
    sealed = BooleanField("The whole case is sealed")
    flags = _text("Flags", 400, description="Separated by commas.")


class JudgeForm(FlaskForm):
    """Assign a case."""

    judge = _text("Judge", 120, "Name the judge.")
    initials = StringField(
        "Initials",
        [DataRequired("Enter the initials."), _capitals()],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "maxlength": 4},
    )
    referred = _text("Magistrate judge", 120)
    referred_initials = StringField(
        "Initials of the magistrate judge",
        [Optional(), _capitals()],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "maxlength": 4},
    )


class SettingForm(FlaskForm):
    """A deadline or a hearing."""

    kind = RadioField(
        "What",
        choices=listed((("deadline", "Deadline"), ("hearing", "Hearing"))),
        default="deadline",
    )
    name = _text("Name", 200, "Name it.")
    due_on = DateField("Date", [DataRequired("Enter a date.")])
    time = _text("Time of a hearing", 20)
    place = _text("Place of a hearing", 200)


class EndForm(FlaskForm):
    """End a deadline or hearing."""

    setting = SelectField("Which", coerce=int)
    status = RadioField(
        "It is",
        choices=listed((("satisfied", "Satisfied"), ("terminated", "Terminated"))),
        default="satisfied",
    )


class WhyForm(FlaskForm):
    """Ask why somebody may file something, or not."""

    class Meta:
        """Nothing is changed: it is asked by an address that can be kept."""

        csrf = False

    login = _text("Login or whole name", 200, "Whose account is it?")
    number = _text("Case number", 40)
    event = SelectField("Event", [Optional()])
    principal = _text("Login of the principal, for a filing agent", 200)


def event_form(
    event: Event,
    *,
    parties: Sequence[tuple[int, str]],
    entries: Sequence[tuple[int, str]],
) -> type[FlaskForm]:
    """Return the form by which the clerk enters an event.

    :param parties: ids and names of the case's parties; `entries` seqs and words of what the event
        may refer to.
    """
    fields: dict[str, Any] = {}
    if "{filers}" in event.text:
        fields["filers"] = Boxes("Filed by", coerce=int, choices=listed(parties))
    if event.against or "{against}" in event.text:
        fields["against"] = Boxes("As to", coerce=int, choices=listed(parties))
    if event.refers != "no":
        needed = [DataRequired("Choose what it refers to.")] if event.refers == "must" else []
        none = "" if entries else "The docket has no entry to which this event could refer."
        fields["refers"] = Boxes(
            "Refers to", needed, coerce=int, choices=listed(entries), description=none
        )
    fields |= prompt_fields(asking.prompts_of((event,)), parties)
    fields["free"] = _text("More words", 2000)
    if event.document != "none":
        checks = [DataRequired("Choose the PDF.")] if event.document == "required" else []
        fields["paper"] = FileField("PDF document", checks)
    fields["level"] = SelectField("Access", choices=listed(LEVELS), default=event.access)
    return type("EventForm", (FlaskForm,), fields)


def courts_events(events: catalogue.Catalogue, family: str) -> dict[str, list[Event]]:
    """Return what the court itself enters in a family of cases, by category.

    Courts of appeals have one menu for all their cases.
    """
    own = [event for event in events.events.values() if event.by_court]
    menu = [event for event in own if event.menu.lower() == family]
    found: dict[str, list[Event]] = {}
    for event in menu or own:
        found.setdefault(event.category, []).append(event)
    return found
