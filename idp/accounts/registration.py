"""Who registers, for what, and whether we know the person already (facts.md 1.3 and 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from idp.accounts.addresses import ordinary
from shared import registration as court_registration

CASE_SEARCH_ONLY: Final = "case_search_only"
ATTORNEY_FILER: Final = "attorney_filer"
NON_ATTORNEY_FILER: Final = "non_attorney_filer"
PAA: Final = "paa"
TYPES: Final = {
    CASE_SEARCH_ONLY: "PACER - Case Search Only",
    ATTORNEY_FILER: "Attorney Filer (CM/ECF)",
    NON_ATTORNEY_FILER: "Non-Attorney Filer (CM/ECF)",
    PAA: "PACER Administrative Account (PAA)",
}
MEANINGS: Final = {
    CASE_SEARCH_ONLY: "Search cases in every court. Anybody may open one. An account that files "
    "in an old CM/ECF account can be linked to it later.",
    ATTORNEY_FILER: "Search, and file as an attorney in each court that has approved you.",
    NON_ATTORNEY_FILER: "Search, and file in a role that the court has approved for you.",
    PAA: "Pay for and manage the accounts of a firm or office. It can neither search nor file.",
}
#: The roles of non-attorneys; each court enables its own list (facts.md 1.3).
ROLES: Final = court_registration.ROLES
USER_TYPES: Final = {
    "individual": "Individual",
    "attorney": "Attorney",
    "law_firm": "Law Firm",
    "business": "Business",
    "creditor": "Creditor",
    "trustee": "Trustee",
    "federal_government": "Federal Government",
    "state_government": "State or Local Government",
    "education": "Education or Research",
    "media": "Media",
}
STEPS: Final = (
    ("account", "Account Information"),
    ("security", "User Name, Password, Security"),
    ("payment", "Payment Information"),
    ("policies", "Acknowledgment of Policies and Procedures"),
)
POLICIES: Final = (
    "The account is for me alone. I keep its password to myself and change it when somebody else "
    "may know it.",
    "Fees follow the Electronic Public Access Fee Schedule. They are simulated here: nobody is "
    "ever charged.",
    "What I type is training data. I enter no real person's name, address, birth date or card.",
)
ALL_THREE: Final = 3
WARNING: Final = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """The three things by which a person is known again."""

    first_name: str
    last_name: str
    date_of_birth: date | None
    email: str

    def shared_with(self, other: Identity) -> int:
        """Return how many of name, birth date and e-mail address are the same."""
        names = [(who.first_name.casefold(), who.last_name.casefold()) for who in (self, other)]
        born = self.date_of_birth is not None and self.date_of_birth == other.date_of_birth
        mail = ordinary(self.email) == ordinary(other.email)
        return (names[0] == names[1]) + born + mail


def likeness(applicant: Identity, known: Iterable[Identity]) -> int:
    """Return the most that the applicant has in common with anybody known: 0 to 3."""
    return max((applicant.shared_with(other) for other in known), default=0)
