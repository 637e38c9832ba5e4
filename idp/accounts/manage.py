"""Manage My Account: the header, the four tabs, and the items of Settings (facts.md 1.6)."""

from __future__ import annotations

from typing import Final

REGISTER_PATH: Final = "/pscof/regWizard.jsf"
FORGOTTEN_PATH: Final = "/pscof/forgotPassword.jsf"
FORGOT_USER_NAME_PATH: Final = "/pscof/forgotUserName.jsf"
RESET_PATH: Final = "/pscof/resetPassword.jsf"
SETTINGS_PATH: Final = "/pscof/manage/maint.jsf"
MAINTENANCE_PATH: Final = "/pscof/manage/maintenance.jsf"
PAYMENTS_PATH: Final = "/pscof/manage/payments.jsf"
USAGE_PATH: Final = "/pscof/manage/usage.jsf"
UPGRADE_PATH: Final = "/pscof/manage/upgrade.jsf"
ACTIVATION_PATH: Final = "/pscof/manage/activate.jsf"
USER_NAME_PATH: Final = "/pscof/manage/changeUsername.jsf"
CHANGE_PATH: Final = "/pscof/manage/changePassword.jsf"
SECURITY_PATH: Final = "/pscof/manage/security.jsf"
BILLING_EMAIL_PATH: Final = "/pscof/manage/billingEmail.jsf"
BILLING_PREFERENCES_PATH: Final = "/pscof/manage/billingPreferences.jsf"
MFA_PATH: Final = "/pscof/manage/mfa.jsf"
SESSIONS_PATH: Final = "/pscof/manage/sessions.jsf"
CJA_PATH: Final = "/pscof/manage/cjaPrivileges.jsf"
#: Desks of the service center: a trainer sits at them.
CREDIT_DESK_PATH: Final = "/psc/creditRequests.jsf"
EXEMPTION_DESK_PATH: Final = "/psc/exemptions.jsf"

PERSONAL_PATH: Final = "/pscof/manage/personalInfo.jsf"
ADDRESS_PATH: Final = "/pscof/manage/address.jsf"
NOTICING_PATH: Final = "/pscof/manage/emailNoticing.jsf"
REQUESTS_PATH: Final = "/pscof/manage/maintenanceRequests.jsf"

UPDATE_PERSONAL: Final = "Update Personal Information"
UPDATE_ADDRESS: Final = "Update Address Information"
UPDATE_NOTICING: Final = "Update E-Filer Email Noticing and Frequency"
SEARCH_DESK: Final = "Service center: reactivate case search"
SEARCH_DESK_PATH: Final = "/psc/searchStatus.jsf"
FIRMS_PATH: Final = "/firms"
#: The case locator (facts.md 7.2).
FIND_CASE_PATH: Final = "/pcl/pages/search/findCase.jsf"
PAA_PATH: Final = "/pscof/manage/paa.jsf"
LEAVE_PAA: Final = "Remove Your PACER Account from a PAA"
LEAVE_PAA_PATH: Final = "/pscof/manage/leavePaa.jsf"
INVITATIONS_PATH: Final = "/pscof/manage/paaInvitations.jsf"
ATTORNEY_REGISTRATION_PATH: Final = "/pscof/manage/attorneyRegistration.jsf"
NON_ATTORNEY_REGISTRATION_PATH: Final = "/pscof/manage/nonAttorneyRegistration.jsf"
E_FILE_STATUS_PATH: Final = "/pscof/manage/eFileStatus.jsf"
E_FILE_HISTORY_PATH: Final = "/pscof/manage/eFileHistory.jsf"

ATTORNEY_REGISTRATION: Final = "Attorney Admissions/E-File Registration"
NON_ATTORNEY_REGISTRATION: Final = "Non-Attorney E-File Registration"
E_FILE_STATUS: Final = "Check E-File Status"
E_FILE_HISTORY: Final = "E-File Registration/Maintenance History"
ACTIVITY_PATH: Final = "/pscof/manage/activity.jsf"
CONNECTED_PATH: Final = "/pscof/manage/connectedApplications.jsf"
CLIENTS_PATH: Final = "/oidc/clients"
KEYS_PATH: Final = "/oidc/keys"
AUDIT_PATH: Final = "/audit"
SANDBOX_PATH: Final = "/sandbox"
KIT_PATH: Final = "/sandbox/kit"

SETTINGS: Final = "Settings"
MAINTENANCE: Final = "Maintenance"
PAYMENTS: Final = "Payments"
USAGE: Final = "Usage"
PAA_MAINTENANCE: Final = "PAA Maintenance"
#: Settings is the tab that Manage My Account opens with.
TABS: Final = (
    (SETTINGS, SETTINGS_PATH),
    (MAINTENANCE, MAINTENANCE_PATH),
    (PAYMENTS, PAYMENTS_PATH),
    (USAGE, USAGE_PATH),
)
#: The tab that only a PACER Administrative Account has stands beside Maintenance (facts.md 1.7).
PAA_TABS: Final = (*TABS[:2], (PAA_MAINTENANCE, PAA_PATH), *TABS[2:])
LEGACY: Final = (
    "Your account is a Legacy PACER Account. Upgrade it first: until then its user name, password, "
    "contact and security information and preferences cannot be changed, and it can neither be "
    "linked nor used to file. If you forgot your password you may still reset it."
)
#: Why an account cannot search whose PAA pays no longer: a stored card or another PAA mends it.
NO_PAYER: Final = "payer"
#: Six months without a search; the service center takes it back (facts.md 1.3).
UNUSED: Final = "unused"
#: Notes that say more than a payer could mend: they stay when a payer comes or goes.
LASTING_NOTES: Final = frozenset({"activation", "duplicate"})
#: Every word that Case Search Status can say more than Active or Inactive.
SEARCH_NOTES: Final = {
    "activation": "Inactive until you enter the activation code from our letter",
    "duplicate": "Inactive: an account with this name, birth date and e-mail address exists",
    UNUSED: "Inactive after six months without a search: ask the service center (Contact)",
    NO_PAYER: "Inactive until somebody pays: store a card under Payments, or join another PAA",
}


def search_reason(*, status: str, kind: str, code_missing: bool) -> str:
    """Return why a session may not search, in one word for the courts; empty if it may.

    An administrative account never searches (facts.md 1.3); an inactive search status and a
    required client code that was not entered leave filing alone (facts.md 1.2, 1.3).
    """
    if kind == "paa":
        return "paa"
    if status != "active":
        return "inactive"
    return "client_code" if code_missing else ""


def search_status(status: str, note: str) -> str:
    """Return the words beside Case Search Status."""
    return "Active" if status == "active" else SEARCH_NOTES.get(note, "Inactive")


def tabs_of(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the tabs of a kind of account."""
    return PAA_TABS if kind == "paa" else TABS


def account_status(status: str, search: str, note: str) -> str:
    """Return the words beside Account Status, the line that a PAA has instead."""
    return search_status(search, note) if status == "active" else status.title()
