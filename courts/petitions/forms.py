"""The forms of cases in a bankruptcy court; what they keep is JSON."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import RadioField, SelectField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from courts.filing.forms import Boxes, listed
from courts.kinds import suits
from courts.kinds.offices import offices as offices_of
from courts.openings import offices
from courts.openings.forms import same, text, ticks

#: So many natures of suit has the cover sheet room for.
NATURES: Final = 5
_MONEY: Final = r"\d{0,9}\Z"


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


def involuntary_form(court: str) -> type[FlaskForm]:
    """Return the first screen of a petition by creditors."""

    class InvoluntaryForm(FlaskForm):
        """Open an Involuntary BK Case."""

        office = SelectField("Office", choices=listed(offices_of(court)))
        chapter = SelectField("Chapter", choices=same(offices.INVOLUNTARY))

    return InvoluntaryForm


def cross_border_form(court: str) -> type[FlaskForm]:
    """Return the first screen of a petition for recognition of a foreign proceeding."""

    class CrossBorderForm(FlaskForm):
        """Open a Chapter 15 Case."""

        office = SelectField("Office", choices=listed(offices_of(court)))

    return CrossBorderForm


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

    def validate_natures(self, field: Boxes) -> None:
        """Refuse more than the cover sheet has room for."""
        if len(field.data or ()) > NATURES:
            raise ValidationError("Choose five natures of suit at most.")


class RemovalForm(AdversaryForm):
    """A suit of another court is brought into a bankruptcy."""

    from_court = text(
        "Removed from which court?",
        DataRequired("Name the court."),
        hint="For example the Superior Court of Sample County.",
        most=120,
    )
    removed_by = RadioField(
        "Who removes it?",
        choices=listed(
            ((offices.DEFENDANT, "The defendant"), (offices.PLAINTIFF, "The plaintiff"))
        ),
        default=offices.DEFENDANT,
    )


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
