"""The forms of opening a case; what they keep is JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from courts.filing.forms import Boxes, listed, tidy
from courts.kinds import suits
from courts.kinds.offices import offices as offices_of
from courts.openings import drafting, offices

NAME: Final = 80
_DIVERSITY: Final = "4"
_MONEY: Final = r"\d{0,9}\Z"
_LINES: Final = 3
_SSN: Final = r"\d{3}-?\d{2}-?\d{4}\Z"
_EIN: Final = r"\d{2}-?\d{7}\Z"
#: So many natures of suit has the cover sheet room for.
NATURES: Final = 5
Choices = Sequence[tuple[str, str]]


def same(words: Sequence[str]) -> list[Any]:
    """Return choices whose values are their words."""
    return listed([(each, each) for each in words])


def text(label: str, *validators: Any, hint: str = "", most: int = NAME) -> StringField:
    """Return a line of text."""
    return StringField(
        label,
        [Length(max=most), *validators],
        filters=[tidy],
        description=hint,
        render_kw={"autocomplete": "off", "maxlength": most},
    )


def ticks(label: str, choices: Choices, *validators: Any, hint: str = "") -> Boxes:
    """Return a list of boxes."""
    return Boxes(label, list(validators), choices=listed(choices), description=hint)


# --------------------------------------------------------------------------- the case


def civil_form(court: str) -> type[FlaskForm]:
    """Return the screen with the data of the civil cover sheet, for a court's own places."""

    class CivilForm(FlaskForm):
        """Open a Case > Civil Case."""

        office = SelectField("Office", choices=listed(offices_of(court)))
        jurisdiction = SelectField(
            "Jurisdiction",
            choices=listed(
                [(code, f"{code} {words}") for code, words in _sorted(suits.JURISDICTIONS)]
            ),
        )
        cause = SelectField(
            "Cause of action",
            choices=listed(
                [("", "Choose one"), *((c, f"{c} {w}") for c, w in _sorted(suits.CAUSES))]
            ),
            validators=[DataRequired("Choose a cause of action.")],
        )
        nature = SelectField(
            "Nature of suit",
            choices=listed(
                [("", "Choose one"), *((c, f"{c} {w}") for c, w in _sorted(suits.NATURES))]
            ),
            validators=[DataRequired("Choose a nature of suit.")],
        )
        origin = SelectField(
            "Origin", choices=listed([(c, f"{c} {w}") for c, w in _sorted(suits.ORIGINS)])
        )
        citizenship_plaintiff = SelectField(
            "Citizenship, plaintiff", choices=listed(offices.CITIZENSHIPS)
        )
        citizenship_defendant = SelectField(
            "Citizenship, defendant", choices=listed(offices.CITIZENSHIPS)
        )
        jury = SelectField(
            "Jury demand",
            choices=listed([(c, f"{c} {w}") for c, w in suits.JURY_DEMANDS.items()]),
        )
        class_action = BooleanField("Class action (Fed. R. Civ. P. 23)")
        demand = text(
            "Demand ($000)",
            Regexp(_MONEY, message="Enter whole thousands of dollars, digits only."),
            hint="In thousands of dollars: 250 means $250,000.",
            most=9,
        )
        arbitration = SelectField(
            "Arbitration",
            choices=listed([("", "None"), ("m", "Mandatory"), ("v", "Voluntary"), ("e", "Exempt")]),
        )
        county = SelectField(
            "County",
            choices=listed([("", "Choose one"), *((c, c) for c in offices.counties(court))]),
            validators=[DataRequired("Choose a county.")],
        )
        fee_status = SelectField("Fee status", choices=listed(offices.CIVIL_FEES))
        fee_date = DateField("Fee date", [Optional()])

        def validate_citizenship_plaintiff(self, field: SelectField) -> None:
            """Ask for it where jurisdiction rests on it."""
            if self.jurisdiction.data == _DIVERSITY and not field.data:
                raise ValidationError("Diversity needs the citizenship of both sides.")

        def validate_citizenship_defendant(self, field: SelectField) -> None:
            """Ask for it where jurisdiction rests on it."""
            if self.jurisdiction.data == _DIVERSITY and not field.data:
                raise ValidationError("Diversity needs the citizenship of both sides.")

    return CivilForm


def _sorted(table: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(table.items())


def civil_told(form: Any) -> dict[str, Any]:
    """Return what a civil case keeps of its form."""
    told = answers(form)
    told["citizenship"] = [
        told.pop("citizenship_plaintiff"),
        told.pop("citizenship_defendant"),
    ]
    if told["jurisdiction"] != _DIVERSITY:
        told["citizenship"] = []
    return told


def answers(form: Any) -> dict[str, Any]:
    """Return the answers of a form as JSON; files stay out."""
    kept = {
        field.name: field.data
        for field in form
        if field.type not in ("CSRFTokenField", "FileField", "MultipleFileField")
    }
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else value or ""
        if not isinstance(value, bool | list)
        else value
        for name, value in kept.items()
    }


def simple_form(court: str) -> type[FlaskForm]:
    """Return the screen of a miscellaneous case."""

    class SimpleForm(FlaskForm):
        """Open a Case > Miscellaneous Case."""

        office = SelectField("Office", choices=listed(offices_of(court)))
        fee_status = SelectField("Fee status", choices=listed(offices.CIVIL_FEES))

    return SimpleForm


def criminal_form(court: str) -> type[FlaskForm]:
    """Return the screen of a criminal case."""

    class CriminalForm(FlaskForm):
        """Open a Case > Information."""

        office = SelectField("Office", choices=listed(offices_of(court)))
        offense = SelectField(
            "Highest offense level (opening)",
            choices=same(("Felony", "Misdemeanor", "Petty offense")),
        )

    return CriminalForm


# --------------------------------------------------------------------------- parties


class SearchForm(FlaskForm):
    """Search for a party."""

    last_name = text("Last/Business name")
    first_name = text("First name")


class DebtorSearchForm(SearchForm):
    """Search for a debtor, by number too."""

    ssn = text("SSN / ITIN", Optional(), Regexp(_SSN, message="Enter nine digits."), most=11)
    tax_id = text("Tax ID / EIN", Optional(), Regexp(_EIN, message="Enter nine digits."), most=10)


def party_form(roles: Sequence[str], *, fields: frozenset[str], court: str) -> type[FlaskForm]:
    """Return the screen of one party.

    :param roles: what the party may be.
    :param fields: which of `counts`, `debtor`, `pro_se` the screen asks for.
    """

    class PartyForm(FlaskForm):
        """Party information."""

        last_name = text("Last/Business name", DataRequired("Enter a name."), most=200)
        first_name = text("First name", hint="Leave it empty for a company or an office.")
        middle_name = text("Middle name")
        generation = text("Generation", hint="Jr., Sr., II ...", most=20)
        role = SelectField("Role", choices=same(roles))
        party_text = text(
            "Party text",
            hint="Stands after the name: a Delaware corporation, individually and as trustee ...",
            most=300,
        )

    if "debtor" in fields:
        PartyForm.ssn = text(
            "SSN / ITIN",
            Optional(),
            Regexp(_SSN, message="Enter nine digits."),
            hint="Only the last four digits are kept and shown.",
            most=11,
        )
        PartyForm.tax_id = text(
            "Tax ID / EIN", Optional(), Regexp(_EIN, message="Enter nine digits."), most=10
        )
        PartyForm.alias = text("Alias (aka)", most=200)
        PartyForm.street = text("Address")
        PartyForm.city = text("City")
        PartyForm.state = text("State", most=2)
        PartyForm.zip = text("Zip", most=10)
        PartyForm.county = SelectField(
            "County", choices=listed([("", ""), *((c, c) for c in offices.counties(court))])
        )
    if "counts" in fields:
        PartyForm.counts = TextAreaField(
            "Counts",
            [DataRequired("Enter at least one count."), Length(max=4_000)],
            description="One count a line, for example 18:1343 Wire Fraud.",
        )
    if "pro_se" in fields:
        PartyForm.pro_se = BooleanField("This is me: I act without an attorney")
    return PartyForm


def party_told(form: Any) -> dict[str, Any]:
    """Return a party as the transaction keeps it; of its numbers only the last four digits."""
    told = {key: value or "" for key, value in form.data.items()}
    human = bool(told["first_name"])
    parts = {
        "first": told["first_name"],
        "middle": told["middle_name"],
        "last": told["last_name"],
        "generation": told["generation"],
    }
    kept: dict[str, Any] = {
        "role": told["role"],
        "name": " ".join(each for each in parts.values() if each) if human else told["last_name"],
        **(parts if human else {}),
        "extra": told["party_text"],
    }
    if "ssn" in told:
        town = f"{told['city']}, {told['state'].upper()} {told['zip']}".strip(", ")
        kept |= {
            "tax": drafting.tax_lines(told["ssn"], told["tax_id"]),
            "aliases": [["aka", told["alias"]]] if told["alias"] else [],
            "address": [line for line in (told["street"], town) if line],
            "county": told["county"],
        }
    if "counts" in told:
        kept["counts"] = [" ".join(c.split()) for c in told["counts"].splitlines() if c.strip()]
    if told.get("pro_se"):
        kept["pro_se"] = True
    return kept


# --------------------------------------------------------------------------- the court's charges


def charges_form(court: str, events: Choices) -> type[FlaskForm]:
    """Return the screen on which the court opens a criminal case."""

    fields: dict[str, Any] = {
        "event": RadioField(
            "What was handed up?", [DataRequired("Choose one.")], choices=listed(events)
        ),
        "defendants": TextAreaField(
            "Defendants",
            [DataRequired("Name at least one defendant."), Length(max=8_000)],
            description="A line for each: Last, First Middle: count; count. For example "
            "Sampleson, Sam: 18:1343 Wire Fraud; 18:1349 Conspiracy.",
            render_kw={"rows": 4},
        ),
        "paper": FileField("PDF document", [DataRequired("Choose the PDF.")]),
    }
    return type("ChargesForm", (criminal_form(court),), fields)


# --------------------------------------------------------------------------- the lead event


def lead_form(events: Choices, filers: Choices, against: Choices) -> type[FlaskForm]:
    """Return the screen that asks for the lead event, who files it and against whom."""

    class LeadForm(FlaskForm):
        """The event that opens the docket."""

        event = RadioField(
            "Lead event", [DataRequired("Choose the event.")], choices=listed(events)
        )
        party = ticks(
            "Select the filer", filers, InputRequired("Choose the party or parties who file.")
        )
        filed_against = ticks(
            "Select the party that this filing is against",
            against,
            hint="Every defendant whom the complaint names.",
        )

    return LeadForm
