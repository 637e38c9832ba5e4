"""The signing keys as objects: read once, for reading an RSA key costs 32 ms (identity.md 4.3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

ALGORITHMS = ("RS256", "ES256")
RSA_BITS = 2048
#: A key is published before and after it signs, so that no relying party is surprised.
NEXT, ACTIVE, RETIRED = "next", "active", "retired"
Key = RSAKey | ECKey


class HintRefusedError(Exception):
    """An ID token that we did not make, or that is no ID token."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made and is not stored yet."""

    kid: str
    alg: str
    private_jwk: str


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A stored key, free of its session."""

    kid: str
    alg: str
    state: str
    private_jwk: str

    @property
    def active(self) -> bool:
        """Say whether the key signs."""
        return self.state == ACTIVE


def make(alg: str) -> NewKey:
    """Return a new key; its `kid` is its thumbprint (RFC 7638)."""
    if alg == "RS256":
        key: Key = RSAKey.generate_key(RSA_BITS)
    else:
        key = ECKey.generate_key("P-256")
    kid = key.thumbprint()
    data = {**key.as_dict(private=True), "kid": kid, "alg": alg, "use": "sig"}
    return NewKey(kid, alg, json.dumps(data))


def _import(stored: StoredKey) -> Key:
    data = json.loads(stored.private_jwk)
    if data["kty"] == "RSA":
        return RSAKey.import_key(data)
    return ECKey.import_key(data)


class Keyring:
    """All keys: one of each algorithm signs, one waits, the others check older signatures."""

    def __init__(
        self, keys: Mapping[str, Key], active: Mapping[str, str], waiting: Iterable[str] = ()
    ) -> None:
        self._keys = dict(keys)
        self._active = dict(active)
        self._waiting = frozenset(waiting)
        self._public = KeySet(list(self._keys.values()))
        self._published: dict[str, Any] = {
            "keys": [{**key.as_dict(private=False), "kid": kid} for kid, key in self._keys.items()]
        }

    @classmethod
    def of(cls, stored: Iterable[StoredKey], known: Keyring | None = None) -> Keyring:
        """Return the ring of stored keys, importing only those that `known` does not have."""
        had = known._keys if known is not None else {}
        rows = tuple(stored)
        keys = {row.kid: had.get(row.kid) or _import(row) for row in rows}
        return cls(
            keys,
            {row.alg: row.kid for row in rows if row.active},
            [row.alg for row in rows if row.state == NEXT],
        )

    @property
    def complete(self) -> bool:
        """Say whether every algorithm has a key that signs and one that waits."""
        return all(alg in self._active and alg in self._waiting for alg in ALGORITHMS)

    def kid(self, alg: str) -> str:
        """Return the identifier of the key that signs by `alg`."""
        return self._active[alg]

    def key(self, alg: str) -> Key:
        """Return the very key that signs by `alg`: never a set, out of which one is drawn."""
        return self._keys[self._active[alg]]

    def jwks(self) -> dict[str, Any]:
        """Return the public parts of all keys, waiting and retired ones included."""
        return self._published

    def sign(self, claims: Mapping[str, Any], *, alg: str, typ: str) -> str:
        """Return signed claims, with `kid` and `typ` in the header."""
        header = {"alg": alg, "kid": self.kid(alg), "typ": typ}
        return jwt.encode(header, dict(claims), self.key(alg), [alg])

    def sign_as_stranger(self, claims: Mapping[str, Any], *, alg: str) -> str:
        """Return claims signed with a key that is made for this and published nowhere."""
        made = make(alg)
        stranger = Keyring.of([StoredKey(made.kid, alg, ACTIVE, made.private_jwk)])
        return stranger.sign(claims, alg=alg, typ="JWT")

    def read_hint(self, token: str, *, issuer: str) -> dict[str, Any]:
        """Return the claims of an ID token of ours, expired or not (RP-Initiated Logout 2).

        :raises HintRefusedError: if signature, type, issuer or shape are wrong.
        """
        try:
            decoded = jwt.decode(token, self._public, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise HintRefusedError(type(error).__name__) from None
        claims = dict(decoded.claims)
        if decoded.header.get("kid") not in self._keys:
            raise HintRefusedError("kid")
        if decoded.header.get("typ") not in (None, "JWT") or "events" in claims:
            raise HintRefusedError("typ")
        if claims.get("iss") != issuer or not isinstance(claims.get("sub"), str):
            raise HintRefusedError("iss")
        if not isinstance(claims.get("aud"), str):
            raise HintRefusedError("aud")
        return claims
