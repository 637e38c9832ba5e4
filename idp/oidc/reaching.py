"""Where a log-out may be announced to: no way into the network behind us (CWE-918, OWASP SSRF)."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from shared.federation import Addressing, is_loopback


def near(addressing: Addressing, *, training: bool) -> bool:
    """Say whether programs of this machine and of the classroom's network may be told.

    That is so in training mode where the federation itself lives there; on a public domain a
    private address would be somebody else's server.
    """
    return training and bool(addressing.lan or is_loopback(addressing.domain))


def allowed(address: str, *, near: bool) -> bool:
    """Say whether a resolved network address may be connected to.

    Link-local ones (cloud metadata lives there), multicast and reserved ones never may.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    if found.is_loopback or found.is_private:
        return near
    return found.is_global


def problem(address: str, *, near: bool) -> str:
    """Return what is wrong with a back-channel address as written; names are looked up later."""
    host = urlsplit(address).hostname or ""
    literal = _is_literal(host)
    refused = not allowed(host, near=near) if literal else is_loopback(host) and not near
    if not refused:
        return ""
    return "is in a private network, where this sign-in service announces nothing."


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
