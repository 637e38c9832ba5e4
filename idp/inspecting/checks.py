"""The checks of a sign-on by their names: what each says, and where it is required."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CORE: Final = "OpenID Connect Core 3.1.3.7"
_LOGOUT: Final = "OpenID Connect Back-Channel Logout 2.6"
#: Title and rule.
CHECKS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # What a court looks at in PACER's answer.
        "state": ("The state is one that this browser was given, and unused", "RFC 6749 10.12"),
        "metadata_issuer": ("The metadata name the issuer", "OpenID Connect Discovery 4.3"),
        "response_issuer": ("iss of the answer is PACER's", "RFC 9207 2.4"),
        "denied": ("PACER did not answer with an error", "RFC 6749 4.1.2.1"),
        "code": ("The answer holds a code", "RFC 6749 4.1.2"),
        "token": ("PACER honoured the code", "RFC 6749 5.1"),
        "id_token_missing": ("There is an ID token", "OpenID Connect Core 3.1.3.3"),
        # What it looks at in a signed token.
        "unreadable": ("It is a signed JWT", "RFC 7519 7.2"),
        "alg": ("alg is RS256 or ES256", "RFC 8725 3.1"),
        "kid": ("kid is a key that PACER has published", "OpenID Connect Core 10.1"),
        "signature": ("The signature fits that key", "RFC 7515 5.2"),
        "typ": ("typ is that of this kind of token", "RFC 8725 3.11"),
        "iss": ("iss is PACER", _CORE),
        "aud": ("aud is this court", _CORE),
        "azp": ("azp, if there is one, is this court", _CORE),
        "exp": ("exp lies ahead", _CORE),
        "iat": ("iat is a moment ago", _CORE),
        "nonce": ("nonce is the one that this sign-on began with", _CORE),
        "at_hash": ("at_hash fits the access token", "OpenID Connect Core 3.1.3.8"),
        "sub": ("sub says who it is", "OpenID Connect Core 2"),
        "userinfo_sub": ("Userinfo speaks of the same sub", "OpenID Connect Core 5.3.2"),
        "life": ("It is valid for two minutes at most", "OpenID Connect Back-Channel Logout 2.4"),
        "events": ("events holds the logout event", _LOGOUT),
        "nonce_forbidden": ("There is no nonce", _LOGOUT),
        "sid_or_sub": ("sid or sub says whose session ends", _LOGOUT),
        "jti": ("jti was not seen before", _LOGOUT),
        "active": ("The token stands for a live session", "RFC 7662 2.2"),
        # What PACER looks at in a request.
        "client_known": ("The client is registered", "RFC 6749 4.1.2.1"),
        "redirect_uri": ("redirect_uri is registered, to the letter", "RFC 9700 4.1.3"),
        "parameters": ("Every parameter is given once and makes sense", "RFC 6749 3.1"),
        "pkce": ("code_challenge is there, by S256", "RFC 7636 4.3"),
        "session": ("The person's session at PACER lives", "OpenID Connect Core 3.1.2.3"),
        "client_secret": ("The client proves who it is", "RFC 6749 2.3.1"),
        "code_known": ("The code was sent to this client", "RFC 6749 4.1.3"),
        "code_unused": ("The code was not redeemed before", "RFC 6749 4.1.2"),
        "code_fresh": ("The code is at most sixty seconds old", "RFC 6749 4.1.2"),
        "redirect_uri_same": ("redirect_uri is that of the first request", "RFC 6749 4.1.3"),
        "code_verifier": ("code_verifier fits code_challenge", "RFC 7636 4.6"),
        "signin-credentials": ("User name and password belong together", "facts: sign-in"),
        "signin-locked": ("There were not too many wrong passwords", "facts: lock-out"),
        "signin-slowed": ("Not too many tries came from this address", "facts: lock-out"),
        "signin-disabled": ("The account may be used", "facts: accounts"),
        "signin-code": ("The one-time passcode is right", "RFC 6238 5.2"),
        "signin-code-missing": ("There is a one-time passcode", "facts: second factor"),
        "signin-code-locked": ("There were not too many wrong passcodes", "facts: second factor"),
    }
)
_SIGNED: Final = ("unreadable", "alg", "kid", "signature", "typ", "iss", "aud", "azp", "exp", "iat")
#: In which order checks are made, so that those can be named that were not reached.
ORDERS: Final = (
    ("state", "response_issuer", "denied", "code"),
    (*_SIGNED, "nonce", "at_hash", "sub"),
    (*_SIGNED, "life", "events", "nonce_forbidden", "sid_or_sub", "jti"),
    ("client_known", "redirect_uri", "parameters", "pkce", "session"),
    *(
        (*("client_secret", "code_known", "code_unused", "code_fresh"),)
        + ("redirect_uri_same", "code_verifier", "session"),
    ),
)


def not_reached(passed: frozenset[str], failed: str) -> tuple[str, ...]:
    """Return the checks that would have followed the one that did not hold."""
    for order in ORDERS:
        if failed in order and passed <= set(order):
            return tuple(c for c in order[order.index(failed) + 1 :] if c not in passed)
    return ()
