"""The forms of the transaction log, of filing agents and of the desk of filing fees."""

from __future__ import annotations

from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length

YES, NO = "Y", "N"
WAIVE, DUE, REFUND = "waive", "due", "refund"


def _strip(text: str | None) -> str:
    return " ".join((text or "").split())


class FindForm(FlaskForm):
    """Find a filing agent."""

    words = StringField(
        "Name of the filing agent",
        [Length(max=80, message="That is too long.")],
        filters=[_strip],
        description="Part of a name will do; empty lists all of this court.",
    )


class PermissionForm(FlaskForm):
    """Update Filing Agent Permissions."""

    pays = RadioField(
        "Internet Payment",
        [DataRequired("Choose one.")],
        choices=[
            SelectChoice(value=YES, label="Y - may pay filing fees"),
            SelectChoice(value=NO, label="N - leaves fees due for me to pay"),
        ],
        default=NO,
    )


def principal_form(rows: list[tuple[str, str]]) -> Any:
    """Return the form that asks an agent for whom to work."""

    class PrincipalForm(FlaskForm):
        """For whom."""

        principal = RadioField(
            "I file for",
            [DataRequired("Choose one.")],
            choices=[SelectChoice(value=value, label=label) for value, label in rows],
        )

    return PrincipalForm


class DeskForm(FlaskForm):
    """What the clerk does to a fee, and why."""

    why = StringField(
        "Reason",
        [DataRequired("Say why."), Length(max=200, message="That is too long.")],
        filters=[_strip],
    )


DEEDS: Final = {WAIVE: "Waive", DUE: "Ask for it after all", REFUND: "Refund"}
