"""What of a request may be kept to be shown to whoever made it.

Values are kept of parameters that are named here; of the others only the name. A password, a
secret and a passcode are never kept in any form; of what is random and long (codes, tokens,
cookies) the first digits of its SHA-256, which also stands in the databases.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

from shared.ids import digest

Pair = tuple[str, str]
HIDDEN: Final = "(never kept)"
READ: Final = "(signed token)"
LONGEST: Final = 200
MOST: Final = 40
DIGITS: Final = 10
LARGEST_TOKEN: Final = 16 * 1024
#: Shorter ones could be found by trying.
RANDOM: Final = 20

_OPENID: Final = (
    *("response_type", "client_id", "scope", "state", "nonce", "prompt", "max_age", "iss"),
    *("code_challenge", "code_challenge_method", "acr_values", "claims", "display", "login_hint"),
    *("error", "error_description", "grant_type", "token_type_hint", "response_mode"),
)
_SIGN_ON: Final = (
    *("pscCourtId", "loginId", "redactFlag", "clientCode", "fresh", "regmsg:chkRedact"),
    *("loginForm:loginName", "loginForm:clientCode", "login", "clcode", "logout", "confirm"),
)
_PAGES: Final = (
    *("id", "caseid", "caseId", "case_id", "caseNum", "case_num", "caseNumber", "case_number"),
    *("servlet", "page", "tab", "saved", "court", "kind", "all", "sent", "reply"),
)
#: Parameters that may be shown as they are.
PLAIN: Final = frozenset({*_OPENID, *_SIGN_ON, *_PAGES})
#: Parameters that are addresses, shown by the same rules.
ADDRESSES: Final = frozenset(
    {"redirect_uri", "post_logout_redirect_uri", "target_link_uri", "appurl"}
)
#: Parameters that are random and long: their digest is shown.
DIGESTED: Final = frozenset(
    {"code", "code_verifier", "access_token", "refresh_token", "nextGenCSO", "token"}
    | {"request_uri", "tx"}
)
#: Parameters that are signed statements: read, without the signature.
SIGNED: Final = frozenset({"id_token", "logout_token", "id_token_hint"})
_SECRET: Final = re.compile(
    r"pass|secret|otp|pin|answer|csrf|viewstate|card|cvv|account_?num|signature|_key|ssn", re.I
)
_JWT: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
_DOCKET: Final = re.compile(r"\d{1,12}(-L_\d_\d-\d+)?")
_TOKEN_LIKE: Final = re.compile(r"[A-Za-z0-9_-]{24,}")


def fingerprint(value: str) -> str:
    """Return how a random value is named; one that is short is not even that."""
    if len(value) < RANDOM:
        return HIDDEN
    return f"sha256:{digest(value)[:DIGITS]}"


def value_of(name: str, value: str) -> str:
    """Return what may be kept of a parameter."""
    if name in PLAIN:
        return _short(value)
    if name in ADDRESSES:
        return address(value)
    if name in DIGESTED:
        return fingerprint(value)
    if name in SIGNED:
        return READ
    return HIDDEN if value else ""


def pairs(given: Iterable[Pair]) -> list[Pair]:
    """Return what may be kept of parameters, in their order."""
    kept = [(_short(name), value_of(name, value)) for name, value in given]
    return kept[:MOST]


def query(text: str) -> list[Pair]:
    """Return what may be kept of a query; a docket's has a number and no name."""
    if "=" not in text:
        known = text in PLAIN or _DOCKET.fullmatch(text)
        return [("", text if known else HIDDEN)] if text else []
    try:
        found = parse_qsl(text, keep_blank_values=True, max_num_fields=200)
    except ValueError:  # more than anybody would read
        return [("", HIDDEN)]
    return pairs(found)


def path(text: str) -> str:
    """Return a path without what may be a token in it."""
    return "/".join(
        f"(sha256:{digest(part)[:DIGITS]})" if _TOKEN_LIKE.fullmatch(part) else part[:80]
        for part in text[:400].split("/")
    )


def address(url: str) -> str:
    """Return an address with what may be kept of its parameters."""
    try:
        parts = urlsplit(url[:4000])
        asked = query(parts.query)
    except ValueError:
        return HIDDEN
    origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else ""
    told = "&".join(f"{name}={value}" if name else value for name, value in asked)
    return f"{origin}{path(parts.path)}" + (f"?{told}" if told else "")


def address_key(url: str) -> str:
    """Return by what the request is known to which an answer leads, however it is written."""
    place, _, asked = url.partition("?")
    plain = unquote(place).lower().rstrip("/"), *sorted(unquote_plus(asked).split("&"))
    return digest(" ".join(plain))[:16]


def decoded(text: object) -> dict[str, Any] | None:
    """Return header and claims of a signed token, unchecked and without its signature."""
    if not isinstance(text, str) or not _JWT.fullmatch(text) or len(text) > LARGEST_TOKEN:
        return None
    try:
        header, claims = (
            json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            for part in text.split(".")[:2]
        )
    except ValueError:
        return None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        return None
    return {"header": answer(header), "claims": answer(claims)}


def answer(told: Any) -> list[Pair]:
    """Return what may be kept of a JSON object, by the way to each value."""
    kept: list[Pair] = []
    _flatten("", told, kept)
    return kept[:MOST]


def _flatten(name: str, told: Any, kept: list[Pair]) -> None:
    if len(kept) >= MOST:
        return
    if isinstance(told, dict):
        for key, value in told.items():
            _flatten(f"{name}.{key}" if name else str(key), value, kept)
    elif isinstance(told, list) and any(isinstance(each, dict) for each in told):
        for number, value in enumerate(told):
            _flatten(f"{name}.{number}", value, kept)
    else:
        kept.append((_short(name), _told(name.rpartition(".")[2], told)))


def _told(name: str, value: Any) -> str:
    if name in DIGESTED and isinstance(value, str):
        return fingerprint(value) if value else ""
    if name in SIGNED or (isinstance(value, str) and _JWT.fullmatch(value)):
        return READ
    if _SECRET.search(name) and name != "account_number":
        return HIDDEN if value not in (None, "") else ""
    return _short(value if isinstance(value, str) else json.dumps(value, default=str))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
