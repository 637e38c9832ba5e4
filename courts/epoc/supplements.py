"""What is added to a claim that is in the register: forms 410A, 410S1 and 410S2. Pure.

Sources: Fed. R. Bankr. P. 3001(c)(2)(C) and 3002.1(b), (c); our own short version of the forms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form; `kind` is money, date or text."""

    name: str
    ask: str
    kind: str = "text"
    required: bool = True


@dataclass(frozen=True, slots=True)
class Supplement:
    """A form that supplements a claim.

    `title` is what the register calls it, `says` what its line tells of the answers.
    """

    title: str
    form: str
    choice: str
    says: str
    questions: tuple[Question, ...]

    def told(self, answers: Mapping[str, str]) -> str:
        """Return what the line of the register tells of the answers."""
        return self.says.format_map(answers)

    def rows(self, answers: Mapping[str, str]) -> list[tuple[str, Sequence[str]]]:
        """Return the questions with their answers, as the form prints them."""
        return [(each.ask, (answers.get(each.name, ""),)) for each in self.questions]


_ATTACHMENT: Final = Supplement(
    title="Mortgage Proof of Claim Attachment",
    form="Official Form 410A: Mortgage Proof of Claim Attachment",
    choice="A mortgage attachment to a claim (Form 410A, Rule 3001(c))",
    says="total debt {total}, arrears before the petition {arrears}",
    questions=(
        Question("principal", "Principal balance", "money"),
        Question("interest", "Interest due", "money"),
        Question("fees", "Fees and costs due", "money", required=False),
        Question("escrow", "Escrow deficiency for funds advanced", "money", required=False),
        Question("total", "Total debt", "money"),
        Question("arrears", "Total prepetition arrearage", "money"),
        Question("payment", "Total monthly payment", "money"),
    ),
)
_PAYMENT: Final = Supplement(
    title="Notice of Mortgage Payment Change",
    form="Official Form 410S1: Notice of Mortgage Payment Change",
    choice="A notice of mortgage payment change (Form 410S1, Rule 3002.1(b))",
    says="new total payment {payment}, from {begins}",
    questions=(
        Question("begins", "Date of payment change", "date"),
        Question("payment", "New total payment: principal, interest, and escrow, if any", "money"),
        Question("escrow_before", "Current escrow payment", "money", required=False),
        Question("escrow_after", "New escrow payment", "money", required=False),
        Question("rate_before", "Current interest rate, in percent", required=False),
        Question("rate_after", "New interest rate, in percent", required=False),
        Question("why", "Reason for the change, if it is another one", required=False),
    ),
)
_FEES: Final = Supplement(
    title="Notice of Postpetition Mortgage Fees, Expenses, and Charges",
    form="Official Form 410S2: Notice of Postpetition Mortgage Fees, Expenses, and Charges",
    choice="A notice of postpetition mortgage fees, expenses, and charges (Form 410S2, Rule "
    "3002.1(c))",
    says="total {total}, incurred {incurred}",
    questions=(
        Question("incurred", "Dates on which they were incurred"),
        Question("late", "Late charges", "money", required=False),
        Question("attorney", "Attorney fees", "money", required=False),
        Question("filing", "Filing fees and court costs", "money", required=False),
        Question("inspection", "Property inspection and valuation fees", "money", required=False),
        Question("insurance", "Insurance and tax advances", "money", required=False),
        Question("other", "Other charges; say which", required=False),
        Question("total", "Total", "money"),
    ),
)
SUPPLEMENTS: Final[Mapping[str, Supplement]] = MappingProxyType(
    {"attachment": _ATTACHMENT, "payment_change": _PAYMENT, "fees": _FEES}
)
