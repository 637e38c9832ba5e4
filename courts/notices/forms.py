"""Forms of the e-mail settings, the service list and the pasted stamp."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

from courts.notices import preferences
from courts.notices.recipients import DAILY, EACH

_FORMATS: Final = [SelectChoice("html", "html format"), SelectChoice("text", "text format")]
_YES: Final = [SelectChoice("yes", "Yes"), SelectChoice("no", "No")]


def _tidy(text: str | None) -> str | None:
    return None if text is None else text.replace("\x00", "").strip()


def _how_often(each: str, daily: str, label: str = "How often") -> RadioField:
    return RadioField(
        label, choices=[SelectChoice(EACH, each), SelectChoice(DAILY, daily)], default=EACH
    )


def _format(label: str = "Format") -> RadioField:
    return RadioField(label, choices=_FORMATS, default="html")


def _primary() -> StringField:
    return StringField(
        "Primary e-mail",
        [Length(max=preferences.LONGEST)],
        filters=[_tidy],
        render_kw={"autocomplete": "off"},
    )


def _others(label: str, hint: str) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=1000)],
        filters=[_tidy],
        description=hint,
        render_kw={"rows": 3, "autocomplete": "off"},
    )


class PaneForm(FlaskForm):
    """The right pane of Maintain Your E-mail: what one address gets."""

    address = StringField(
        "E-mail address",
        [Length(max=preferences.LONGEST)],
        filters=[_tidy],
        render_kw={"autocomplete": "off", "type": "email"},
    )
    my_cases = RadioField(
        "Should this e-mail address receive notices for all cases in which you are involved?",
        choices=_YES,
        default="yes",
    )
    frequency = _how_often(
        "Per Filing", "Summary Report", "How should notices be sent to this e-mail address?"
    )
    format = _format("In what format?")
    announcements = RadioField(
        "Should this e-mail address receive general announcement notices from this court?",
        choices=_YES,
        default="yes",
    )
    case_number = StringField(
        "Case number",
        [Length(max=400)],
        id="case_number_text_area_0",
        filters=[_tidy],
        description="One number, or several with semicolons between.",
        render_kw={"autocomplete": "off"},
    )
    case_list = _how_often("Notice for each filing", "Daily summary", "List")


class ScreenForm(FlaskForm):
    """Email information: one screen for all addresses (bankruptcy, old district courts)."""

    primary = _primary()
    secondary = _others(
        "Secondary e-mail", f"Semicolons between addresses; up to {preferences.MOST}."
    )
    to_primary = BooleanField("to my primary e-mail address")
    to_secondary = BooleanField("to the secondary addresses")
    involved = BooleanField("notices in cases in which I am involved")
    more = BooleanField("notices in these additional cases")
    cases = TextAreaField(
        "Additional cases",
        [Length(max=2000)],
        filters=[_tidy],
        description="Case numbers with semicolons or line ends between.",
        render_kw={"rows": 3, "autocomplete": "off"},
    )
    frequency = _how_often(
        "Send a notice for each filing in which I am involved", "Send a Daily Summary Report"
    )
    format = _format()


class AppellateForm(FlaskForm):
    """Notice Preferences of a court of appeals."""

    primary = _primary()
    secondary = _others(
        "Additional e-mail addresses",
        f"Commas between addresses; {preferences.LONGEST_LIST} characters at most.",
    )
    frequency = _how_often("A notice for each activity", "A Daily Summary Report")
    format = _format()


class MailingForm(FlaskForm):
    """Mailing Info for a Case: a case number."""

    case_number = StringField(
        "Case Number",
        [DataRequired("Enter a case number."), Length(max=40)],
        filters=[_tidy],
        description="As on the docket sheet, such as 3:19-cv-00021.",
        render_kw={"autocomplete": "off"},
    )
