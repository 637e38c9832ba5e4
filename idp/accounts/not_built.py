"""The pages of the PACER Service Center that are not built yet (docs/decisions.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """A page that exists as a link only; `issue` says which one of the five brings it."""

    path: str
    label: str
    issue: int
    back: str = "/"


_MANAGE: Final = "/pscof/manage/maint.jsf"

FIND_A_CASE: Final = NotBuilt("/pcl/pages/search/findCase.jsf", "Find a Case", 3)

#: The Maintenance tab but for "Display Registered Courts" (facts.md 1.6), in its order.
UPDATE_PERSONAL: Final = NotBuilt(
    "/pscof/manage/personalInfo.jsf", "Update Personal Information", 2, _MANAGE
)
UPDATE_ADDRESS: Final = NotBuilt(
    "/pscof/manage/address.jsf", "Update Address Information", 2, _MANAGE
)
UPDATE_NOTICING: Final = NotBuilt(
    "/pscof/manage/emailNoticing.jsf", "Update E-Filer Email Noticing and Frequency", 2, _MANAGE
)
ATTORNEY_REGISTRATION: Final = NotBuilt(
    "/pscof/manage/attorneyRegistration.jsf",
    "Attorney Admissions/E-File Registration",
    2,
    _MANAGE,
)
NON_ATTORNEY_REGISTRATION: Final = NotBuilt(
    "/pscof/manage/nonAttorneyRegistration.jsf", "Non-Attorney E-File Registration", 2, _MANAGE
)
E_FILE_STATUS: Final = NotBuilt("/pscof/manage/eFileStatus.jsf", "Check E-File Status", 2, _MANAGE)
E_FILE_HISTORY: Final = NotBuilt(
    "/pscof/manage/eFileHistory.jsf", "E-File Registration/Maintenance History", 2, _MANAGE
)

PAGES: Final = (
    FIND_A_CASE,
    UPDATE_PERSONAL,
    UPDATE_ADDRESS,
    UPDATE_NOTICING,
    ATTORNEY_REGISTRATION,
    NON_ATTORNEY_REGISTRATION,
    E_FILE_STATUS,
    E_FILE_HISTORY,
)
