"""The forms of the parties of a filing; those whose fields depend on the case are made for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, ValidationError

from courts.filing.forms import LONGEST, Choices, line, listed, made

#: One name of a person.
_NAME: Final = 80


class SearchPartyForm(FlaskForm):
    """Search for a party before a new one is created."""

    last_name = line("Last/Business name", 120, "Enter a last name, or the name of a business.")
    first_name = line("First name", 80)
    use = StringField()
    search = SubmitField("Search")
    create = SubmitField("Create new party")


def party_form(roles: Sequence[str]) -> type[FlaskForm]:
    """Return the form of a new party."""
    choices = listed([("", "Select a role"), *((role, role) for role in roles)])

    class PartyForm(FlaskForm):
        """A person has a first name, a business has none."""

        last_name = line("Last/Business name", 160, "Enter a last name, or the name of a business.")
        first_name = line("First name", _NAME)
        middle_name = line("Middle name", _NAME)
        generation = line("Generation", 20, description="Jr., Sr., III")
        role = SelectField("Role", [DataRequired("Select a role.")], choices=choices)
        party_text = line("Party text", LONGEST, description="Such as: individually and as manager")
        street = line("Address", 120, description="Only of somebody who has no attorney.")
        city = line("City, State ZIP", 120)

        def validate_last_name(self, field: StringField) -> None:
            """Refuse names that no docket holds."""
            parts = (self.first_name, self.middle_name, field, self.generation)
            whole = " ".join(part.data for part in parts if part.data)
            person = bool(self.first_name.data)
            if len(whole) > LONGEST or (person and len(field.data or "") > _NAME):
                raise ValidationError("This name is too long.")

    return PartyForm


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
