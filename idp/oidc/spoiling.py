"""ID tokens that are wrong on purpose: one way each, all else as it was (shared/faults.toml)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any, Final

from idp.oidc.claims import ID_TOKEN_LIFE
from idp.oidc.keyring import Keyring
from shared.faults import (
    EXPIRED_TOKEN,
    UNKNOWN_KEY,
    WRONG_AUDIENCE,
    WRONG_ISSUER,
    WRONG_NONCE,
    WRONG_SIGNATURE,
)

#: In the order in which they are put on; the signature is broken last.
FAULTS: Final = (
    WRONG_AUDIENCE,
    WRONG_ISSUER,
    WRONG_NONCE,
    EXPIRED_TOKEN,
    UNKNOWN_KEY,
    WRONG_SIGNATURE,
)
SOMEBODY_ELSE: Final = "somebody-else"
OTHER_ISSUER: Final = "https://another-issuer.test"
OTHER_NONCE: Final = "a-nonce-that-nobody-has-sent"
_AGO: Final = int((ID_TOKEN_LIFE + timedelta(hours=1)).total_seconds())


def spoiled(token: str, name: str, ring: Keyring, *, alg: str) -> str:
    """Return a token of ours with one thing wrong; a token without a nonce keeps having none."""
    header, claims, signature = token.split(".")
    if name == WRONG_SIGNATURE:
        # In the middle: the last character of base64 may carry bits that nobody reads.
        at = len(signature) // 2
        other = "A" if signature[at] != "A" else "B"
        return f"{header}.{claims}.{signature[:at]}{other}{signature[at + 1 :]}"
    said: dict[str, Any] = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    if name == UNKNOWN_KEY:
        return ring.sign_as_stranger(said, alg=alg)
    return ring.sign({**said, **_changed(said, name)}, alg=alg, typ="JWT")


def _changed(said: dict[str, Any], name: str) -> dict[str, Any]:
    if name == WRONG_AUDIENCE:
        return {"aud": SOMEBODY_ELSE}
    if name == WRONG_ISSUER:
        return {"iss": OTHER_ISSUER}
    if name == WRONG_NONCE:
        return {"nonce": OTHER_NONCE} if "nonce" in said else {}
    return {claim: said[claim] - _AGO for claim in ("iat", "exp")}
