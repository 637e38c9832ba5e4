"""What no endpoint takes from a program, before any rule of OAuth is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

#: Secrets belong into the body: addresses are logged (RFC 6749 2.3.1, RFC 9700 4.3.2).
SECRET_PARAMETERS: Final = frozenset(
    {"client_id", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri", "token"}
    | {"refresh_token", "access_token", "scope", "request_uri"}
)


def problem(
    *, query: Collection[str], form: Mapping[str, Sequence[str]], authorization: str
) -> str | None:
    """Return what is wrong with a request; None if nothing is.

    :param query: the names of the parameters in the address.
    :param authorization: the header of that name.
    """
    if SECRET_PARAMETERS.intersection(query):
        return "Parameters belong in the body of the request."
    if any(len(values) > 1 for values in form.values()):
        return "A parameter was given more than once."
    if any("\x00" in value for values in form.values() for value in values[:1]):
        return "A parameter cannot be read."
    if authorization.lower().startswith("basic ") and "client_secret" in form:
        return "The client authenticates in two ways at once."
    return None
