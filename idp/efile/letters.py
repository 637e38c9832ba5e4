"""What the mails about a request say, state by state."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from idp.efile import offers
from shared.registration import DEACTIVATION


@dataclass(frozen=True, slots=True)
class Letter:
    """The subject of a mail and its first sentence; the court's own words follow."""

    subject: str
    says: str


_REGISTRATION: Final = MappingProxyType(
    {
        offers.SUBMITTED: Letter(
            "E-file registration submitted",
            "your request was forwarded to the court. The court means to answer within {days} "
            "court days. Until it has approved the request you can search there, but not file.",
        ),
        offers.RECEIVED: Letter(
            "E-file registration received by the court",
            "the court has received your request and will look at it.",
        ),
        offers.MORE_INFO: Letter(
            "E-file registration: the court asks for more information",
            "the court needs to know more before it can decide. Answer under Manage My Account, "
            "Maintenance, Check E-File Status.",
        ),
        offers.ANSWERED: Letter(
            "E-file registration: your answer was forwarded",
            "your answer was forwarded to the court, which goes on with your request.",
        ),
        offers.APPROVED: Letter(
            "E-file registration approved",
            "the court has approved your request. Sign in to the court with your PACER username "
            "and password: the filing menus appear at the next click on a menu item.",
        ),
        offers.REJECTED: Letter(
            "E-file registration rejected",
            "the court has rejected your request.",
        ),
    }
)
_DEACTIVATION: Final = MappingProxyType(
    {
        offers.SUBMITTED: Letter(
            "Deactivation of your e-file account asked",
            "your request to deactivate your e-file account was forwarded to the court. You can "
            "file there until the court has decided.",
        ),
        offers.RECEIVED: Letter(
            "Deactivation request received by the court",
            "the court has received your request to deactivate your e-file account.",
        ),
        offers.MORE_INFO: Letter(
            "Deactivation: the court asks for more information",
            "the court needs to know more before it can deactivate your e-file account. Answer "
            "under Manage My Account, Maintenance, Check E-File Status.",
        ),
        offers.ANSWERED: Letter(
            "Deactivation: your answer was forwarded",
            "your answer was forwarded to the court, which goes on with your request.",
        ),
        offers.APPROVED: Letter(
            "E-file account deactivated",
            "the court has deactivated your e-file account. You can search there, but no longer "
            "file.",
        ),
        offers.REJECTED: Letter(
            "E-file account not deactivated",
            "the court has not deactivated your e-file account.",
        ),
    }
)


def letter(kind: str, state: str, *, days: int) -> Letter:
    """Return what a mail about a request in a state says."""
    letters = _DEACTIVATION if kind == DEACTIVATION else _REGISTRATION
    found = letters[state]
    return Letter(found.subject, found.says.format(days=days))
