"""Which rule a refused request of a client broke, and how to mend it, told from what was recorded.

Courts answer refusals in the words of the real system, mostly with HTTP 200, so that they are told
by their words and their pages. What the OpenID provider refuses names its rule itself
(idp/oidc/faults.py).
"""

from __future__ import annotations

from typing import Final

from idp.inspecting.exchanges import Exchange
from idp.oidc.faults import RULES as OIDC_RULES
from idp.oidc.faults import Rule
from idp.signin.envelopes import SUCCESS

_REFUSED: Final = 400
_CSO: Final = "cso-"
_WARNING: Final = "access/warning.html"
#: Words of an answer (in a page, or in a field of JSON or XML) and the rule that they tell of.
_BY_WORDS: Final[tuple[tuple[str, Rule], ...]] = (
    (
        "Incomplete request.",
        Rule(
            "cmecf-nonce",
            "A form of a court is posted to its own address, which runs out: "
            "137707984093721-L_1_0-1.",
            "Fetch the form (DktRpt.pl?caseid), take the first form's action, and post there; when "
            "it is refused, fetch it once more. Never store the empty answer.",
        ),
    ),
    (
        "A Client Code is required",
        Rule(
            "pacer-client-code",
            "This account must give a client code before it looks at what is billed.",
            "Send clientCode with cso-auth, or choose it at ChangeClientCode.pl of the court.",
        ),
    ),
    (
        "Required client code not entered",
        Rule(
            "pacer-client-code-sign-in",
            "This account must give a client code when it signs in; without one it cannot search.",
            "Send clientCode with cso-auth, and sign in anew.",
        ),
    ),
    (
        "Invalid client code",
        Rule(
            "pacer-client-code-format",
            "A client code has at most 32 characters, in the format of whoever pays.",
            "Ask whoever pays for the account which codes there are.",
        ),
    ),
    (
        "no access privileges",
        Rule(
            "cmecf-privileges",
            "The account may not search: its search status is inactive, or its session has no "
            "client code.",
            "Look at Manage My Account; ask once more, for courts say so by mistake, too.",
        ),
    ),
    (
        "Case Search Status of your PACER account is Inactive",
        Rule(
            "pacer-search-status",
            "An account whose search status is inactive cannot search.",
            "Open Manage My Account: it says why, and how to make it active again.",
        ),
    ),
    (
        "X-NEXT-GEN-CSO token is missing",
        Rule(
            "pcl-token",
            "Each request to the case locator carries a live token in X-NEXT-GEN-CSO.",
            "Take nextGenCSO of cso-auth; each answer may bring a newer one in the same header. "
            "After a log-out or an hour of silence sign in again.",
        ),
    ),
    (
        "Invalid username, password, or one-time passcode",
        Rule(
            "cso-credentials",
            "User name and password (and passcode, if enrolled) must belong together.",
            "Stop after one try: each further one counts towards the lock-out. With a second "
            "factor send otpCode.",
        ),
    ),
    (
        "All filers must redact",
        Rule(
            "cso-redaction",
            "Somebody who files acknowledges the redaction rules with each sign-in.",
            "Send redactFlag=1 with cso-auth.",
        ),
    ),
    (
        "User Update Required",
        Rule(
            "cso-second-factor",
            "This account must be enrolled in a second factor before it signs in.",
            "Sign in once with a browser and enrol; then send otpCode.",
        ),
    ),
    (
        "Your password has to be changed",
        Rule(
            "cso-password-age",
            "A password lives for 180 days; the change can be put off three times.",
            "Sign in once with a browser and change it.",
        ),
    ),
    (
        "Your PACER account is disabled",
        Rule(
            "cso-disabled",
            "An account whose password was not changed in time is disabled.",
            "Use Forgot Your Password in a browser.",
        ),
    ),
    (
        "The request could not be read",
        Rule(
            "cso-body",
            "cso-auth reads JSON, or XML with the root CsoAuth.",
            "Send Content-Type application/json with loginId and password.",
        ),
    ),
    (
        "The form that you sent does not belong",
        Rule(
            "form-token",
            "A form of a page goes back with its hidden token, in the session that fetched it.",
            "Send every hidden field of the form that you fetched, with the same cookies.",
        ),
    ),
    (
        "Not logged in",
        Rule(
            "cmecf-session",
            "A page of a court needs a session.",
            "Sign in and send the cookies NextGenCSO and PacerSession to every host of a court.",
        ),
    ),
    (
        "PACER knows no live session behind this token",
        Rule(
            "cso-token",
            "The token in NextGenCSO stands for no session: it is wrong, expired or logged out.",
            "Sign in again by cso-auth, and send the new token.",
        ),
    ),
)
_BY_PAGE: Final = {
    _WARNING: Rule(
        "cmecf-referer",
        "A post without a form's token says that it comes from this court.",
        "Send Referer: https://external, as client programs do, or the address of the form.",
    ),
    "signin/to_sign_on.html": Rule(
        "cmecf-session",
        "A page of a court needs a session; whoever has none is led to sign-on, with HTTP 200.",
        "Sign in and send the cookies NextGenCSO and PacerSession to every host of a court; look "
        "for the words csologin/login.jsf in each answer.",
    ),
}
_BY_STATUS: Final = {
    400: Rule("http-400", "The request is malformed.", "Compare it with the API's description."),
    401: Rule("http-401", "Nobody is signed in.", "Sign in first, and send token or cookies."),
    403: Rule("http-403", "The account may not do this.", "Use an account that has the role."),
    404: Rule("http-404", "There is nothing at this address.", "Look at path and host again."),
    405: Rule("http-405", "The address has no such method.", "Use a method that Allow names."),
    406: Rule(
        "pcl-criteria",
        "The search is refused as it is asked.",
        "Read the message: it names the field, and which values it takes.",
    ),
    429: Rule("http-429", "Too many requests at once.", "Wait for as long as Retry-After says."),
    503: Rule(
        "http-503", "The member is closed just now.", "Wait for as long as Retry-After says."
    ),
}
_OTHER: Final = Rule("http", "The request was refused.", "Read the answer's message.")


def rule_of(exchange: Exchange) -> Rule | None:
    """Return the rule that a request broke, None if it was not refused.

    Of a person at a browser only what a program would meet, too: a form that is filled in wrongly
    says so at its fields.
    """
    for note in exchange.notes:
        if note.kind == "failed" and note.name in OIDC_RULES:
            return OIDC_RULES[note.name]
    if dict(exchange.answer).get("loginResult") == SUCCESS:
        return None
    return _by_words(exchange) or _by_answer(exchange)


def _by_words(exchange: Exchange) -> Rule | None:
    said = "\n".join((exchange.words, *_told(exchange)))
    for words, rule in _BY_WORDS:
        # A browser is shown the words of a sign-in as notices of a dialog.
        if words in said and not (exchange.by_browser and rule.id.startswith(_CSO)):
            return rule
    return None


def _by_answer(exchange: Exchange) -> Rule | None:
    if exchange.by_browser or exchange.caller:
        return _BY_PAGE[_WARNING] if exchange.page == _WARNING else None
    if exchange.page in _BY_PAGE:
        return _BY_PAGE[exchange.page]
    if exchange.status >= _REFUSED:
        return _BY_STATUS.get(exchange.status, _OTHER)
    return None


def words_of(exchange: Exchange) -> str:
    """Return what the client was told."""
    return exchange.words or next(iter(_told(exchange)), "")


def _told(exchange: Exchange) -> list[str]:
    """Return what an answer to a program says, and which checks did not hold."""
    answer = [value for name, value in exchange.answer if value and "." not in name]
    return [*(note.words for note in exchange.notes if note.kind == "failed"), *answer]


# --------------------------------------------------------------------------- told to people

_GUIDE: Final = """\
# Everything open to view

In training mode whoever is signed in at PACER finds “Inspect” at the foot of every page: what all
members have recorded of them, and of nobody else. A trainer may name anybody, in whatever seat;
nobody in a seat sees another seat. In faithful mode nothing is recorded and none of these addresses
exists.

| Tab | Shows |
|---|---|
| Sign-on | each sign-on, log-out and linking as a sequence diagram (below) |
| Requests | the last two hundred requests that members remember, with what they carried |
| Sessions | the sessions in all members, and which of them hang on one sign-on |
| Charges | what courts have charged |
| Audit trail | what all members have noted |
| Client errors | the last hundred refused requests of your programs, with the rule and the fix |
| Mailbox | every mail that was sent to you; a trainer's mailbox shows anybody's |

The diagram has every real request between browser, court and PACER, every token decoded, and every
check by name:

![A sign-on as it happened](pictures/sign-on-as-it-happened.png)

A check that did not hold is marked, and those after it were not made any more:

![A sign-on that was refused](pictures/sign-on-refused.png)

Passwords and secrets are never kept; tokens and cookies are named by the first digits of their
SHA-256. Records are in memory: a member that restarts forgets them.

## Client errors

Courts refuse in the words of the real system and mostly with HTTP 200, so a program has to look for
the words. A program that does not say who it is (no token, or a wrong one) is shown to trainers.
What the OpenID provider refuses names its rule in the same list; each registered client has its own
list in the client portal, too. Made by `make docs` from `idp/inspecting/refusals.py`.
"""


def as_markdown() -> str:
    """Return docs/inspecting.md: what is open to view, and the rules of client errors."""
    listed = {rule.id: rule for _words, rule in _BY_WORDS}
    listed |= {rule.id: rule for rule in (*_BY_PAGE.values(), *_BY_STATUS.values(), _OTHER)}
    listed |= OIDC_RULES
    rows = [_GUIDE.rstrip(), "", "| Rule | Says | How to mend it |", "|---|---|---|"]
    rows += [f"| `{each.id}` | {each.says} | {each.fix} |" for each in listed.values()]
    return "\n".join(rows) + "\n"
