"""What a request of a sign-on is for, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from idp.inspecting.exchanges import Exchange

_ASKED: Final = MappingProxyType(
    {
        "GET /csologin/login.jsf": "asks for PACER's sign-in page; appurl says where to go then",
        "GET /oidc/start": "comes back to the court, which begins the sign-on there",
        "GET /oidc/authorize": "brings the court's question who this is: an authorization request",
        "GET /oidc/callback": "brings PACER's answer to the court",
        "GET /csologin/signedout.jsf": "asks what became of every court",
        "GET /csologin/logout.jsf": "asks to log out of everything",
        "POST /csologin/logout.jsf": "logs out of everything",
        "GET /oidc/end_session": "brings the court's wish to end the whole sign-on",
        "POST /oidc/end_session/confirm": "agrees to end the whole sign-on",
        "POST /services/cso-auth": "gives user name and password for a token",
        "POST /services/cso-logout": "gives the token back",
        "POST /oidc/token": "redeems the code, out of the browser's sight",
        "GET /oidc/userinfo": "asks for more about the person",
        "GET /oidc/jwks": "fetches the keys that PACER has published",
        "GET /.well-known/openid-configuration": "reads how PACER describes itself",
        "POST /oidc/introspect": "asks who stands behind the token",
        "POST /oidc/backchannel-logout": "tells the court that the sign-on has ended, signed",
        "POST /services/moot/account": "asks PACER afresh about the account",
        "POST /services/moot/exemption": "asks whether the person is exempt",
        "POST /services/moot/client-code": "asks about the client code",
        "POST /services/moot/messages": "sends a message",
    }
)
_SHOWN: Final = MappingProxyType(
    {
        "signin/to_sign_on.html": "nobody is signed in: a page whose script leads to PACER",
        "signin/login.html": "the form for user name and password",
        "signin/manage_login.html": "the form for user name and password",
        "signin/redaction.html": "the redaction notice, which filers tick first",
        "signin/renewal.html": "the password is old: change it or put it off",
        "signin/warning.html": "a warning, with the way on",
        "signin/refused.html": "refused: nobody is signed in here",
        "signin/signed_out.html": "what became of every court",
        "signin/logged_out.html": "logged out",
        "signin/confirm_logout.html": "asks whether to log out everywhere",
        "oidc/end_session.html": "asks whether to log out everywhere",
        "oidc/consent.html": "asks what the application may know",
        "accounts/link_a.html": "screen A: login and password of the old account",
        "accounts/link_b.html": "screen B: the account that was found, to be confirmed",
        "accounts/linked.html": "linked, for good",
        "accounts/link_refused.html": "cannot be linked",
        "accounts/link_idp_down.html": "PACER does not answer: nothing is linked",
        "idp_down.html": "PACER does not answer",
        "mfa/sign_in_code.html": "asks for the one-time passcode",
        "mfa/sign_in_enroll.html": "enrolment in a second factor",
        "mfa/sign_in_invited.html": "selected for a second factor",
    }
)
_CLAIMS: Final = MappingProxyType(
    {
        "iss": "who says so",
        "aud": "for whom it is meant",
        "azp": "to whom it was issued",
        "sub": "the person, by a name that never changes",
        "sid": "the sign-on session that every court session hangs on",
        "nonce": "ties it to this very sign-on",
        "at_hash": "ties it to the access token that came with it",
        "jti": "a number of its own, so that it counts once",
        "events": "what has happened",
        "amr": "by which means the person signed in",
        "acr": "how strong the sign-in was",
        "exp": "not good after",
        "iat": "made",
        "auth_time": "when the person signed in",
        "kid": "the key that signed it",
        "alg": "how it is signed",
        "typ": "what kind of token it is",
    }
)
_MOMENTS: Final = frozenset({"exp", "iat", "auth_time", "nbf"})
_OK, _WRONG = 200, 400


def asked(exchange: Exchange) -> str:
    """Return what a request is for."""
    given = dict(exchange.fields)
    if "login" in given and exchange.method == "POST":
        return "types login and password into the court's own page"
    if "loginForm:loginName" in given:
        return "types user name and password: they go to PACER, and to nobody else"
    if "regmsg:chkRedact" in given:
        return "ticks the redaction notice"
    if ("", "logout") in exchange.query:
        return "logs out of the court"
    return purpose(exchange.method, exchange.path) or _plainly(exchange)


def _plainly(exchange: Exchange) -> str:
    return "asks for a page" if exchange.method == "GET" else "sends a form"


def purpose(method: str, path: str) -> str:
    """Return what a request to a known address is for, empty for others."""
    return _ASKED.get(f"{method} {path}", "")


def reply(status: int, error: str) -> str:
    """Return what a member answers another."""
    if error:
        return "gives no answer"
    return "refuses" if went_wrong(status) else "answers"


def answered(exchange: Exchange) -> str:
    """Return what an answer says."""
    if exchange.page in _SHOWN:
        return _SHOWN[exchange.page]
    if "code=" in exchange.leads_to and exchange.path.startswith("/oidc/"):
        return "yes: a code, good once, for sixty seconds"
    if exchange.did("signin:opened"):
        return "signed in: the court's own session, and on to the page"
    if exchange.did("signin:success") and exchange.leads_to:
        return "signed in at PACER, and back to the court"
    if exchange.leads_to:
        return "leads on"
    return "the page" if exchange.status == _OK else ""


def went_wrong(status: int) -> bool:
    """Say whether an answer is a refusal by its status."""
    return status >= _WRONG or status == 0


def claim(name: str, value: str) -> tuple[str, str, str]:
    """Return a claim with its value as people read it, and what it means."""
    shown = value
    if name in _MOMENTS and value.isascii() and value.isdigit() and len(value) < len("99999999999"):
        shown = f"{datetime.fromtimestamp(int(value), UTC):%Y-%m-%d %H:%M:%S} UTC ({value})"
    return name, shown, _CLAIMS.get(name, "")
