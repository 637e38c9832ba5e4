"""The sentences of the sign-in pages and of `cso-auth`, as the real ones write them."""

from __future__ import annotations

from typing import Final

NOTICE: Final = (
    "This is a restricted government web site for official PACER use only. Unauthorized entry is "
    "prohibited and subject to prosecution under Title 18 of the U.S. Code. All activities and "
    "access attempts are logged."
)
INVALID: Final = "Invalid username, password, or one-time passcode."
SLOW_DOWN: Final = "There were very many attempts from your network. Please try again in a minute."
CLIENT_CODE_MISSING: Final = "Required client code not entered."
CLIENT_CODE_INVALID: Final = "Invalid client code"
FOREIGN_APPURL: Final = (
    "The address to which you wanted to go is not one of this federation, so it was left out. "
    "After you log in, you stay here at PACER."
)
REDACTION: Final = (
    "All filers must redact: Social Security or taxpayer-identification numbers; dates of birth; "
    "names of minor children; financial account numbers; and, in criminal cases, home addresses, "
    "in compliance with Fed. R. App. P. 25(a)(5), Fed. R. Civ. P. 5.2, Fed. R. Crim. P. 49.1 and "
    "Fed. R. Bankr. P. 9037. This requirement applies to all documents, including attachments."
)
REDACTION_TICK: Final = (
    "I understand that, if I file, I must comply with the redaction rules. I have read this notice."
)
REDACTION_UNTICKED: Final = (
    "Tick the box to say that you have read the notice, then press Continue. Your user name and "
    "password were right; you need not enter them again."
)
DIALOG_EXPIRED: Final = (
    "The notice was open for more than ten minutes, so it was given up. Please log in again."
)
BAD_REQUEST: Final = "The request could not be read. Send JSON, or XML with the root CsoAuth."
RENEWAL_DUE: Final = (
    "Your password has to be changed: it is older than 180 days, or follows the former rule. You "
    "may put it off three times in all. After that the account is disabled until you reset the "
    "password by mail."
)
RENEWAL_MISSED: Final = (
    "Your PACER account is disabled, because its password was not changed in time. Use “Forgot "
    "Your Password?” to set a new one; that opens the account again."
)
MERGED_AWAY: Final = (
    "This exempt account is closed: its privileges were added to your individual PACER account. "
    "Sign in with that one."
)
NOT_THE_SAME: Final = "The two passwords are not the same."
PRESENT_ONE: Final = "This is your present password. Choose another."
