"""Forms that programs post: what no endpoint takes, and how a plain one is read without Flask."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

FORM: Final = "application/x-www-form-urlencoded"
#: Codes, tokens, verifiers and addresses are far shorter.
LONGEST: Final = 16 * 1024
MOST_FIELDS: Final = 20
#: Secrets belong into the body: addresses are logged (RFC 6749 2.3.1, RFC 9700 4.3.2).
SECRET_PARAMETERS: Final = frozenset(
    {"client_id", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri", "token"}
    | {"refresh_token", "access_token", "scope", "request_uri"}
)


def problem(
    *, query: Collection[str], form: Mapping[str, Sequence[str]], authorization: str
) -> str | None:
    """Return what is wrong with a request before any rule of OAuth is asked.

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


@dataclass(frozen=True, slots=True)
class Posted:
    """A form that was posted with nothing unusual about it, each field once."""

    host: str
    uri: str
    authorization: str
    form: Mapping[str, str]


def read(environ: dict[str, Any]) -> Posted | None:
    """Return what was posted; None for whatever is not plain, which is then as unread as before."""
    length = environ.get("CONTENT_LENGTH", "")
    if (
        environ["REQUEST_METHOD"] != "POST"
        or environ.get("QUERY_STRING")
        or environ.get("CONTENT_TYPE") != FORM
        or not (length.isascii() and length.isdigit())
        or int(length) > LONGEST
    ):
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    try:
        # As Werkzeug reads it; what it would mend is left to it.
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return None
    form = dict(pairs)
    authorization = environ.get("HTTP_AUTHORIZATION", "")
    unusual = len(form) != len(pairs) or problem(
        query=(), form={name: (value,) for name, value in pairs}, authorization=authorization
    )
    if unusual:
        return None
    host = environ.get("HTTP_HOST", "")
    uri = f"{environ['wsgi.url_scheme']}://{host}{environ['PATH_INFO']}"
    return Posted(host, uri, authorization, form)
