"""Log-out requests of relying parties (OpenID Connect RP-Initiated Logout 1.0)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from idp.oidc.clients import Client, Directory
from idp.oidc.keyring import HintRefusedError
from shared.errors import Refusal

LONGEST = 4096
KNOWN = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint")


class LeaveRefusal(Refusal):
    """A log-out request that is answered with a page and never with a redirect (section 4)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A log-out request in good order.

    `sid` and `subject` come from a valid ID token and are empty without one; `redirect_uri` is
    registered for the client, or empty.
    """

    client: Client | None = None
    sid: str = ""
    subject: str = ""
    redirect_uri: str = ""
    state: str = ""


def read(
    values: Mapping[str, Sequence[str]],
    clients: Directory,
    *,
    read_hint: Callable[[str], Mapping[str, Any]],
) -> Wish:
    """Read a log-out request; a hint that is none of ours counts as none, and is asked about.

    :raises LeaveRefusal: for an unknown client, a hint of another one, or a foreign address.
    """
    one: dict[str, str] = {}
    for name in KNOWN:
        given = values.get(name, ())
        if len(given) > 1 or any(len(v) > LONGEST or "\x00" in v for v in given):
            raise LeaveRefusal("invalid_request", f"The parameter {name} cannot be read.")
        if given and given[0]:
            one[name] = given[0]
    hint = _hint(one.get("id_token_hint"), read_hint)
    client = _client(one.get("client_id"), hint, clients)
    return Wish(
        client=client,
        sid=str(hint.get("sid", "")),
        subject=str(hint.get("sub", "")),
        redirect_uri=_redirect_uri(one.get("post_logout_redirect_uri"), client),
        state=one.get("state", ""),
    )


def _hint(token: str | None, read_hint: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any]:
    if token is None:
        return {}
    try:
        return read_hint(token)
    except HintRefusedError:
        return {}


def _client(client_id: str | None, hint: Mapping[str, Any], clients: Directory) -> Client | None:
    audience = hint.get("aud")
    if client_id is not None and audience is not None and client_id != audience:
        raise LeaveRefusal(
            "invalid_request",
            "The log-out request names one client and comes with the token of another.",
        )
    wanted = client_id if client_id is not None else audience
    if wanted is None:
        return None
    client = clients.get(str(wanted))
    if client is None:
        raise LeaveRefusal(
            "invalid_client", "The site that sent you here is not registered with this service."
        )
    return client


def _redirect_uri(asked: str | None, client: Client | None) -> str:
    if asked is None:
        return ""
    if client is None or asked not in client.post_logout_redirect_uris:
        raise LeaveRefusal(
            "invalid_request",
            "The log-out request asks to send you on to an address that is not registered "
            "(parameter post_logout_redirect_uri). You have not been logged out.",
        )
    return asked


def needs_confirmation(wish: Wish, *, visitor_sid: str) -> bool:
    """Say whether the person is asked first (section 6; ASVS 10.6.2).

    An ID token of the very session that the browser is in proves that the court acts for it; so
    does one in a browser that is in no session at all: only the token's own session ends then.
    """
    if not wish.sid:
        return True
    return bool(visitor_sid) and visitor_sid != wish.sid
