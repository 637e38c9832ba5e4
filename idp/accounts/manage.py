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
ACTIVITY_PATH: Final = "/pscof/manage/activity.jsf"
CONNECTED_PATH: Final = "/pscof/manage/connectedApplications.jsf"
CLIENTS_PATH: Final = "/oidc/clients"
KEYS_PATH: Final = "/oidc/keys"
AUDIT_PATH: Final = "/audit"

SETTINGS: Final = "Settings"
MAINTENANCE: Final = "Maintenance"
PAYMENTS: Final = "Payments"
USAGE: Final = "Usage"
#: Settings is the tab that Manage My Account opens with.
TABS: Final = (
    (SETTINGS, SETTINGS_PATH),
    (MAINTENANCE, MAINTENANCE_PATH),
    (PAYMENTS, PAYMENTS_PATH),
    (USAGE, USAGE_PATH),
)
LEGACY: Final = (
    "Your account is a Legacy PACER Account. Upgrade it first: until then its user name, password, "
    "contact and security information and preferences cannot be changed, and it can neither be "
    "linked nor used to file. If you forgot your password you may still reset it."
)
#: Every word that Case Search Status can say more than Active or Inactive.
SEARCH_NOTES: Final = {
    "activation": "Inactive until you enter the activation code from our letter",
    "duplicate": "Inactive: an account with this name, birth date and e-mail address exists",
}


def search_status(status: str, note: str) -> str:
    """Return the words beside Case Search Status."""
    return "Active" if status == "active" else SEARCH_NOTES.get(note, "Inactive")
