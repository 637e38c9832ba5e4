"""Signatures of the identity provider: which are accepted, and with which published key."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from shared.signon.refusals import UnknownKey, Unreadable, WrongAlgorithm, WrongSignature
from shared.witness import passed

#: Accepted algorithms and the type of key that each needs: a public key is never a shared secret.
ALGORITHMS: Final[Mapping[str, str]] = MappingProxyType({"RS256": "RSA", "ES256": "EC"})
_PARTS: Final = 3


def open_token(token: object, jwks: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token whose signature fits a published key.

    :raises SignonRefusal: Unreadable, WrongAlgorithm, UnknownKey or WrongSignature.
    """
    header = _header(token)
    passed("unreadable")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise WrongAlgorithm
    passed("alg")
    key = _key(jwks, header.get("kid"), algorithm)
    passed("kid")
    try:
        decoded = jwt.decode(str(token), key, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError) as error:
        raise WrongSignature from error
    passed("signature")
    return dict(decoded.header), dict(decoded.claims)


def _header(token: object) -> dict[str, Any]:
    if not isinstance(token, str) or token.count(".") != _PARTS - 1 or not token.isascii():
        raise Unreadable
    first = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (binascii.Error, ValueError) as error:
        raise Unreadable from error
    if not isinstance(header, dict):
        raise Unreadable
    return header


def _key(jwks: Mapping[str, Any], kid: object, algorithm: str) -> Key:
    listed = jwks.get("keys")
    fitting = [
        each
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
        and each.get("kty") == ALGORITHMS[algorithm]
        and each.get("use", "sig") == "sig"
        and each.get("alg", algorithm) == algorithm
    ]
    if kid is not None:
        fitting = [each for each in fitting if each.get("kid") == kid]
    # Without a kid a single key leaves no doubt; several do (OpenID Connect Core 10.1).
    if len(fitting) != 1:
        raise UnknownKey
    public = {name: value for name, value in fitting[0].items() if name not in ("key_ops",)}
    try:
        return JWKRegistry.import_key(public)
    except (JoseError, ValueError) as error:
        raise UnknownKey from error
