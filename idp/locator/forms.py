"""The search forms of the case locator; fields are named as the interface names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from wtforms import BooleanField, DateField, Form, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from idp.accounts.names import clean
from idp.locator import words
from idp.locator.criteria import CHAPTERS, LONGEST_NAME, LONGEST_TITLE

_DATE: Final = {"placeholder": "mm/dd/yyyy"}
_FORMATS: Final = ["%m/%d/%Y", "%Y-%m-%d"]


def _tidy(text: str | None) -> str | None:
    return None if text is None else clean(text).strip()


def _text(label: str, longest: int, hint: str = "", **more: Any) -> StringField:
    return StringField(
        label,
        [Length(max=longest, message=f"{longest} characters are the most.")],
        filters=[_tidy],
        description=hint,
        render_kw={"autocomplete": "off", "maxlength": longest, **more},
    )


def _day(label: str) -> DateField:
    return DateField(label, [Optional()], format=_FORMATS, render_kw=_DATE)


def _choices(pairs: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


_TYPES: Final = [("", "All Court Types"), *((k, v) for k, v in words.JURISDICTIONS.items())]
_CHAPTERS: Final = [("", "All Chapters"), *((one, one) for one in CHAPTERS)]
CASE_SORTS: Final = (
    ("caseTitle,ASC", "Case Title"),
    ("dateFiled,DESC", "Date Filed, newest first"),
    ("dateFiled,ASC", "Date Filed, oldest first"),
    ("courtId,ASC", "Court"),
    ("caseYear,DESC", "Case Year"),
)
PARTY_SORTS: Final = (("lastName,ASC", "Last Name"), *CASE_SORTS)


class _SearchForm(Form):
    page = HiddenField(filters=[_tidy], validators=[Length(max=4)])
    exempt = BooleanField(
        "Search exempt from PACER fees",
        description="For the appointed matter only, in a court in which you are exempt. Every "
        "exempt search is recorded.",
    )

    def offer(self, courts: Sequence[tuple[str, str]], *, exempt: bool) -> None:
        """Let the form choose among the courts.

        :param exempt: whether the account is exempt in a court: others are not asked.
        """
        self.courtId.choices = _choices([("", "All Courts"), *courts])
        if not exempt:
            del self.exempt

    @property
    def is_exempt(self) -> bool:
        """Say whether an exempt search was asked for."""
        return "exempt" in self and bool(self.exempt.data)

    def told(self) -> dict[str, Any]:
        """Return the criteria as the interface takes them."""
        found = {}
        for field in self:
            value = field.data
            if field.name in ("page", "sort", "exempt") or value in (None, "", False):
                continue
            found[field.name] = value.isoformat() if isinstance(field, DateField) else value
        return found


class CaseForm(_SearchForm):
    """Find Cases."""

    caseNumberFull = _text(
        "Case Number", 40, "As 3:19-cv-00021, 19-cv-21, 21-30101 or 1:2019cv00021."
    )
    caseTitle = _text("Case Title", LONGEST_TITLE, "The beginning of the title.")
    courtId = SelectField("Court", choices=[])
    jurisdictionType = SelectField("Court Type", choices=_choices(_TYPES))
    natureOfSuit = _text("Nature of Suit", 4, "Three digits, of civil cases and appeals.")
    federalBankruptcyChapter = SelectField("Bankruptcy Chapter", choices=_choices(_CHAPTERS))
    dateFiledFrom = _day("Date Filed From")
    dateFiledTo = _day("Date Filed To")
    effectiveDateClosedFrom = _day("Date Closed From")
    effectiveDateClosedTo = _day("Date Closed To")
    sort = SelectField("Sort By", choices=_choices(CASE_SORTS))


class PartyForm(_SearchForm):
    """Find Parties."""

    lastName = _text(
        "Last Name or Entity", LONGEST_NAME, "The beginning of it, unless the box below is ticked."
    )
    firstName = _text("First Name", LONGEST_NAME)
    middleName = _text("Middle Name", LONGEST_NAME)
    generation = _text("Generation", 5, "As Jr. or III.")
    exactNameMatch = BooleanField("Exact name matches only")
    ssn4 = _text("Last Four Digits of SSN or ITIN", 4, "With a last name.", inputmode="numeric")
    role = _text("Role", 6, "The court's code, as pla, dft or db.")
    courtId = SelectField("Court", choices=[])
    jurisdictionType = SelectField("Court Type", choices=_choices(_TYPES))
    dateFiledFrom = _day("Date Filed From")
    dateFiledTo = _day("Date Filed To")
    sort = SelectField("Sort By", choices=_choices(PARTY_SORTS))
