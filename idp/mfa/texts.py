"""The sentences about the second factor."""

from __future__ import annotations

from typing import Final

UPDATE_REQUIRED: Final = "User Update Required"
ENROLL: Final = "Enroll in Multifactor Authentication"
UPDATE_REQUIRED_API: Final = (
    "User Update Required: log in with a browser and enroll in multifactor authentication."
)
ENTER_CODE: Final = (
    "Enter the one-time passcode that your authenticator app shows now, or one of your backup "
    "codes."
)
INVITED: Final = (
    "Your account has been selected to enroll in multifactor authentication. Everyone who files "
    "in a court needs it after December 31, 2025."
)
REQUIRED: Final = (
    "Your account must be enrolled in multifactor authentication before you can log in. It takes "
    "an authenticator app and a security code that we send to your e-mail address."
)
WISHED: Final = (
    "The site that sent you here asks for a sign-in with multifactor authentication, and your "
    "account is not enrolled. It takes an authenticator app and a security code that we send to "
    "your e-mail address."
)
NOT_OFFERED: Final = (
    "Multifactor authentication begins on May 11, 2025. There is nothing to set up before."
)
LEGACY: Final = (
    "A legacy account cannot be changed. Upgrade it first, then enroll in multifactor "
    "authentication."
)
WRONG_CURRENT: Final = "This is not the password of your PACER account."  # noqa: S105 - a sentence
NO_APP: Final = "There is no such app any more."
ENROLL_FIRST: Final = (
    "Backup codes stand in for an authenticator app. Add an app first; then get your codes here."
)
PURPOSES: Final = {
    "enroll": "to add an authenticator app to your PACER account",
    "codes": "to get new backup codes for your PACER account",
}


def masked(address: str) -> str:
    """Return an e-mail address of which only the beginning and the host can be read."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"
