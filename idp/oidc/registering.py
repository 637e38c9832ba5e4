"""What a client may register: addresses, methods, algorithms (RFC 9700 2.1, 4.1; RFC 8252 7.3)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from idp.oidc.clients import AUTH_METHODS, OFFLINE, SCOPES, Client
from shared.errors import Refusal

MOST_ADDRESSES: Final = 10
LONGEST: Final = 500
LONGEST_TITLE: Final = 80
#: A person's own; a class of forty with twenty each is still a short table.
MOST_CLIENTS: Final = 20
#: Names that lead nowhere outside this machine or this training room.
_NEAR: Final = ("localhost", "127.0.0.1", "[::1]")
_NEAR_ENDS: Final = (".localhost", ".test")


def addresses(text: str, *, field: str, what: str) -> tuple[str, ...]:
    """Read addresses, one a line.

    :raises Refusal: names the first that cannot be registered, and why.
    """
    found = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > MOST_ADDRESSES:
        raise Refusal("addresses", f"{what}: at most {MOST_ADDRESSES}, one a line.", field=field)
    for address in found:
        problem = _problem(address)
        if problem:
            raise Refusal("address", f"{what}: “{address[:80]}” {problem}", field=field)
    return found


def _problem(address: str) -> str:
    if len(address) > LONGEST or not address.isascii() or not address.isprintable():
        return f"is longer than {LONGEST} characters, or not plain ASCII."
    if any(sign in address for sign in " \"'<>\\*^`{|}"):
        return "has a character that an address cannot have; wildcards are not allowed."
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is no address."
    if parts.scheme not in ("http", "https") or not host or port == 0:
        return "must begin with https:// (or http:// on this machine) and a host."
    if "#" in address or "@" in parts.netloc:
        return "has a fragment (#) or a user name, which no redirect can carry."
    return _problem_of_host(parts.scheme, host)


def _problem_of_host(scheme: str, host: str) -> str:
    if _reserved(host):
        return "is an address that no client can live at."
    near = host in ("::1", *_NEAR) or host.endswith(_NEAR_ENDS)
    if scheme == "http" and not near:
        return "must use https: plain http is for localhost and names that end in .test only."
    return ""


def _reserved(host: str) -> bool:
    """Say whether a literal address is one of the network's own: cloud metadata lives there."""
    try:
        found = ip_address(host)
    except ValueError:
        return False
    return found.is_link_local or found.is_multicast or found.is_unspecified


def origin(address: str) -> str:
    """Return scheme, host and port of a registered address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def title(text: str) -> str:
    """Return a client's title.

    :raises Refusal: if it is empty, too long, or cannot be printed.
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_TITLE or not text.isprintable():
        raise Refusal("title", f"Give a title of 1 to {LONGEST_TITLE} characters.", field="title")
    return text


def scopes(*, refresh: bool) -> str:
    """Return the scopes of a new client: all, and `offline_access` if it may refresh."""
    return " ".join(scope for scope in SCOPES if refresh or scope != OFFLINE)


def configuration(client: Client, issuer: str) -> tuple[tuple[str, str], ...]:
    """Return what to put into the client's own settings."""
    return (
        ("Issuer", issuer),
        ("Discovery", f"{issuer}/.well-known/openid-configuration"),
        ("client_id", client.client_id),
        ("token_endpoint_auth_method", " ".join(client.auth_methods)),
        ("id_token_signed_response_alg", client.algorithm),
        ("scope", " ".join(client.scopes)),
        ("PKCE (S256)", "required" if client.require_pkce else "not required"),
        ("Refresh tokens", "yes, with offline_access" if client.refresh else "no"),
    )


METHODS: Final = AUTH_METHODS
