"""What a court may decide on a request, in which order the reasons come, and their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

RECEIVED: Final = "received"
MORE_INFO: Final = "more_info"
APPROVED: Final = "approved"
REJECTED: Final = "rejected"
OPEN: Final = (RECEIVED, MORE_INFO)
STATES: Final = {
    RECEIVED: "Received by court",
    MORE_INFO: "More information asked",
    APPROVED: "Approved",
    REJECTED: "Rejected",
}
HOLDS_ACCOUNT: Final = (
    "You already hold an e-file account in this court, so the registration is rejected: file with "
    "your PACER account, in the role that the court knows."
)
LINK_INSTEAD: Final = (
    "You have a CM/ECF account in this court from before it went live on NextGen. Do not register "
    "again: link that account instead (Utilities, “{link_title}”), with its old login and password."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision looks at.

    `held` is the e-file account that the applicant has in this court: none, active or disabled;
    `role_files` says whether the court takes filings from the role today.
    """

    state: str
    deactivation: bool
    court_live: bool
    held: str = "none"
    role_files: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """A named reason against approving: it applies when `test` is true."""

    code: str
    text: str
    test: Callable[[Facts], bool]


#: The order is part of the rule.
APPROVAL_CHECKS: Final = (
    Check(
        "decided",
        "This request has been decided already; somebody was before you.",
        lambda f: f.state not in OPEN,
    ),
    Check(
        "nothing_held",
        "The person holds no active e-file account in this court: there is nothing to deactivate. "
        "Reject the request and say so.",
        lambda f: f.deactivation and f.held != "active",
    ),
    Check(
        "before_go_live",
        "The court is not live on NextGen CM/ECF now, so a PACER account cannot file here.",
        lambda f: not f.deactivation and not f.court_live,
    ),
    Check(
        "holds_account",
        "The person holds an active e-file account in this court by now. A registration cannot be "
        "approved beside it: reject it.",
        lambda f: not f.deactivation and f.held == "active",
    ),
    Check(
        "role_does_not_file",
        "This court takes no electronic filings from this role now (its policy says so): reject "
        "the request, or ask for another role.",
        lambda f: not f.deactivation and not f.role_files,
    ),
)


def against_approval(facts: Facts) -> Check | None:
    """Return the first reason against approving; None if there is none."""
    return next((check for check in APPROVAL_CHECKS if check.test(facts)), None)


def suggested_reason(facts: Facts, *, resembles: bool, link_title: str) -> str:
    """Return the reason that the clerk's form is filled in with; the clerk may change it."""
    if facts.deactivation:
        return ""
    if facts.held == "active":
        return HOLDS_ACCOUNT
    return LINK_INSTEAD.format(link_title=link_title) if resembles else ""
