"""Who may ask which court for what, and why not: each refusal in its own words (facts.md 1.5).

A link and a registration exclude each other in one court (facts.md 11.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from shared import registration
from shared.federation import Member

#: Of these only the first is verified (facts.md 1.5).
COURT_TYPES: Final = MappingProxyType(
    {
        "district": "U.S. District Courts",
        "bankruptcy": "U.S. Bankruptcy Courts",
        "appellate": "U.S. Courts of Appeals",
    }
)
SUBMITTED: Final = "submitted"
RECEIVED: Final = "received"
MORE_INFO: Final = "more_info"
APPROVED: Final = "approved"
REJECTED: Final = "rejected"
ANSWERED: Final = "answered"
FINAL: Final = frozenset({APPROVED, REJECTED})
STATES: Final = MappingProxyType(
    {
        SUBMITTED: "Submitted",
        RECEIVED: "Received by court",
        MORE_INFO: "More information asked",
        ANSWERED: "Answered",
        APPROVED: "Approved",
        REJECTED: "Rejected",
    }
)
LONGEST_CASE: Final = 40
_CASE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z:. -]*")


@dataclass(frozen=True, slots=True)
class Holder:
    """The PACER account that asks."""

    kind: str = "individual"
    status: str = "active"
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """What stands between this person and this court.

    `held` is none, linked, registered or inactive; `live` says whether the court has gone live.
    """

    court: str
    go_live: str
    contact: str
    live: bool
    offered: bool
    held: str = "none"
    role: str = ""
    pending: bool = False
    attorney: bool = True


@dataclass(frozen=True, slots=True)
class HolderCheck:
    """A named reason for which an account registers nowhere: it applies when `test` is true."""

    code: str
    text: str
    test: Callable[[Holder], bool]


@dataclass(frozen=True, slots=True)
class CourtCheck:
    """A named reason for which a person cannot register in one court."""

    code: str
    text: str
    test: Callable[[Here], bool]


HOLDER_CHECKS: Final = (
    HolderCheck(
        "disabled",
        "Your PACER account is disabled, so nothing can be registered with it. The PACER Service "
        "Center can tell you why and restore it.",
        lambda h: h.status != "active",
    ),
    HolderCheck(
        "paa",
        "A PACER Administrative Account manages and pays for other accounts; it cannot be "
        "registered to file. Sign in with your own individual PACER account.",
        lambda h: h.kind == "paa",
    ),
    HolderCheck(
        "shared",
        "This PACER account is shared. A shared account may go on searching, but only an "
        "individual account can be registered to file: open one of your own.",
        lambda h: h.kind == "shared",
    ),
    HolderCheck(
        "legacy",
        "Your account is a Legacy PACER Account. Select Upgrade beside the Account Type first; "
        "only an upgraded account can be registered to file.",
        lambda h: h.legacy,
    ),
)
COURT_CHECKS: Final = (
    CourtCheck(
        "before_go_live",
        "{court} takes no e-file registration through PACER before it is live on NextGen CM/ECF, "
        "on {go_live}. Until then ask the court itself.",
        lambda h: not h.live,
    ),
    CourtCheck(
        "linked",
        "Your PACER account is linked to your e-file account in {court} already (role: {role}). "
        "There is nothing to register: sign in to that court and file.",
        lambda h: h.held == "linked",
    ),
    CourtCheck(
        "registered",
        "You are registered to file in {court} already (role: {role}). A change of role is asked "
        "of the court itself: {contact}.",
        lambda h: h.held == "registered",
    ),
    CourtCheck(
        "pending",
        "A request of yours waits for {court} already. See it under Check E-File Status; you can "
        "ask again when the court has decided.",
        lambda h: h.pending,
    ),
    CourtCheck(
        "attorneys_not_offered",
        "{court} takes no registrations of attorneys through PACER. Ask the court itself.",
        lambda h: h.attorney and not h.offered,
    ),
    CourtCheck(
        "others_not_offered",
        "{court} takes no registrations of non-attorneys through PACER. Ask the court itself.",
        lambda h: not h.attorney and not h.offered,
    ),
)


def holder_refusal(holder: Holder) -> HolderCheck | None:
    """Return why this account registers nowhere; None if it may."""
    return next((check for check in HOLDER_CHECKS if check.test(holder)), None)


def court_refusal(here: Here) -> tuple[str, str] | None:
    """Return code and words of why this person cannot register in this court; None if they can."""
    check = next((check for check in COURT_CHECKS if check.test(here)), None)
    if check is None:
        return None
    words = check.text.format(
        court=here.court,
        go_live=here.go_live,
        contact=here.contact,
        role=registration.role_label(here.role),
    )
    return check.code, words


def is_offered(court: Member, *, attorney: bool) -> bool:
    """Say whether a court enables anything for attorneys, or for non-attorneys."""
    enabled = court.registration
    return enabled is not None and bool(enabled.types if attorney else enabled.roles)


def courts_by_type(courts: Sequence[Member]) -> dict[str, list[Member]]:
    """Return the courts under the words of their type, in the order of the types."""
    groups = {
        label: [court for court in courts if court.kind == kind]
        for kind, label in COURT_TYPES.items()
    }
    return {label: members for label, members in groups.items() if members}


def is_live(court: Member, now: datetime) -> bool:
    """Say whether a court takes registrations through PACER at a moment of court time."""
    return now >= court.live_at


def is_case_number(text: str) -> bool:
    """Say whether a text can be a case number, such as 3:21-cv-00017 or 21-50123."""
    return (
        len(text) <= LONGEST_CASE
        and _CASE.fullmatch(text) is not None
        and any(c.isdigit() for c in text)
    )
