"""The forms of opening a case; what they keep is JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from courts.docketing.answers import PREFIXES
from courts.kinds import suits
from courts.kinds.offices import offices as offices_of
from courts.openings import offices, packet

NAME: Final = 80
_DIVERSITY: Final = "4"
_MONEY: Final = r"\d{0,9}\Z"
_LINES: Final = 3
_SSN: Final = r"\d{3}-?\d{2}-?\d{4}\Z"
_EIN: Final = r"\d{2}-?\d{7}\Z"
#: So many natures of suit has the cover sheet room for.
NATURES: Final = 5
Choices = Sequence[tuple[str, str]]


def listed(choices: Choices) -> list[Any]:
    """Return choices as fields take them."""
    return [SelectChoice(value=value, label=label) for value, label in choices]


def same(words: Sequence[str]) -> list[Any]:
    """Return choices whose values are their words."""
    return listed([(each, each) for each in words])


def _stripped(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def text(label: str, *validators: Any, hint: str = "", most: int = NAME) -> StringField:
    """Return a line of text."""
    return StringField(
        label,
        [Length(max=most), *validators],
        filters=[_stripped],
        description=hint,
        render_kw={"autocomplete": "off", "maxlength": most},
    )


def ticks(label: str, choices: Choices, *validators: Any, hint: str = "") -> SelectMultipleField:
    """Return a list of boxes."""
    return SelectMultipleField(
        label,
        list(validators),
        choices=listed(choices),
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class BareForm(FlaskForm):
    """A screen with nothing to fill in."""


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


def petition_form(court: str) -> type[FlaskForm]:
    """Return the first screen of a petition."""

    class PetitionForm(FlaskForm):
        """Open BK Case."""

        office = SelectField("Office", choices=listed(offices_of(court)))
        chapter = SelectField("Chapter", choices=same(offices.CHAPTERS))
        joint = _yes_no("Joint petition")
        deficient = _yes_no(
            "Deficiencies", "Say yes if schedules, statements or other papers will follow later."
        )

    return PetitionForm


def _yes_no(label: str, hint: str = "") -> RadioField:
    return RadioField(
        label, choices=listed([("n", "No"), ("y", "Yes")]), default="n", description=hint
    )


class StatisticsForm(FlaskForm):
    """The statistical data of a petition."""

    debtor_type = SelectField("Type of debtor", choices=same(offices.DEBTOR_TYPES))
    business = SelectField("Nature of business", choices=same(offices.BUSINESSES))
    asset = RadioField(
        "Asset notice: will funds be available for unsecured creditors?",
        choices=listed([("n", "No"), ("y", "Yes")]),
        default="n",
    )
    creditors = SelectField("Estimated number of creditors", choices=same(offices.CREDITORS))
    assets = SelectField("Estimated assets", choices=same(offices.AMOUNTS))
    liabilities = SelectField("Estimated liabilities", choices=same(offices.AMOUNTS))


class PetitionFeeForm(FlaskForm):
    """How the fee of a petition is met."""

    fee_status = RadioField(
        "Filing fee", choices=listed(offices.PETITION_FEES), default=offices.DUE
    )


class MainCaseForm(FlaskForm):
    """The number of a case."""

    case_number = text(
        "Case number",
        DataRequired("Enter the number of the case."),
        hint="For example 21-30101.",
        most=40,
    )


class AdversaryForm(MainCaseForm):
    """Open AP Case: the main case, natures of suit and demand."""

    natures = ticks(
        "Nature(s) of suit",
        [(code, f"{code} {words}") for code, words in sorted(suits.ADVERSARY_NATURES.items())],
        InputRequired("Choose at least one nature of suit."),
        hint="Five at most, as on the cover sheet.",
    )
    demand = text(
        "Dollar demand",
        Regexp(_MONEY, message="Enter whole dollars, digits only."),
        most=9,
    )
    fee_status = SelectField("Fee status", choices=listed(offices.ADVERSARY_FEES))

    def validate_natures(self, field: SelectMultipleField) -> None:
        """Refuse more than the cover sheet has room for."""
        if len(field.data or ()) > NATURES:
            raise ValidationError("Choose five natures of suit at most.")


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
            "tax": packet.tax_lines(told["ssn"], told["tax_id"]),
            "aliases": [["aka", told["alias"]]] if told["alias"] else [],
            "address": [line for line in (told["street"], town) if line],
            "county": told["county"],
        }
    if "counts" in told:
        kept["counts"] = [" ".join(c.split()) for c in told["counts"].splitlines() if c.strip()]
    if told.get("pro_se"):
        kept["pro_se"] = True
    return kept


# --------------------------------------------------------------------------- papers and words


class WordsForm(FlaskForm):
    """Docket Text: Modify as Appropriate."""

    prefix = SelectField("Prefix", choices=same(("", *PREFIXES)))
    free = TextAreaField(
        "Further text",
        [Length(max=1_000)],
        filters=[_stripped],
        description="Stands at the end of the docket text.",
    )


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


def prompts_form(prompts: Sequence[Any]) -> type[FlaskForm]:
    """Return the screen with the questions of an event."""

    class PromptsForm(FlaskForm):
        """What the event asks."""

    for prompt in prompts:
        needed = [DataRequired("Answer this question to go on.")] if prompt.required else []
        setattr(PromptsForm, prompt.name, text(prompt.ask, *needed, most=300))
    return PromptsForm


class CreditorsForm(MainCaseForm):
    """Creditor Maintenance: a file, or creditors one by one."""

    file = FileField(
        "List of creditors (.txt)",
        description="A block per creditor: the name, then the address; an empty line between two.",
        render_kw={"accept": ".txt,text/plain"},
    )


class OneByOneForm(MainCaseForm):
    """Creditor Maintenance > Enter individual creditors."""

    creditors = TextAreaField(
        "Creditors",
        [DataRequired("Enter at least one creditor."), Length(max=20_000)],
        description="The name, then the address, the last line City, ST ZIP; an empty line "
        "between two creditors.",
    )


class CaseUploadForm(FlaskForm):
    """Case Upload: a ZIP file, or the files themselves."""

    files = MultipleFileField(
        "Files of the petition software",
        description="One ZIP file, or debtor.txt, creditor.txt, petition.pdf and plan.pdf.",
        render_kw={"accept": ".zip,.txt,.pdf"},
    )
