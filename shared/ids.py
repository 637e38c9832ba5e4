"""Randomness: tokens, identifiers and their hashes. Nothing else draws random numbers."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
import uuid

CSO_TOKEN_LENGTH = 128  # PACER Authentication API: nextGenCSO has 128 characters
_ALPHABET = string.ascii_letters + string.digits
# A random byte stands for a character; those of the last, incomplete round stand for none, so that
# every character is as likely as every other.
_FAIR = 256 - 256 % len(_ALPHABET)
_CHARACTERS = bytes(ord(_ALPHABET[byte % len(_ALPHABET)]) for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def new_token(length: int = 43) -> str:
    """Return `length` characters of [A-Za-z0-9]; 43 carry 256 bits."""
    found = b""
    while len(found) < length:
        found += secrets.token_bytes(length + 8).translate(_CHARACTERS, _UNFAIR)
    return found[:length].decode()


def new_cso_token() -> str:
    """Return a token as `cso-auth` hands out: 128 opaque characters."""
    return new_token(CSO_TOKEN_LENGTH)


def draw(below: int) -> int:
    """Return a random number from 0 up to, but not including, `below`."""
    return secrets.randbelow(below)


def new_uuid() -> str:
    """Return a random message or subject identifier (RFC 9562, version 4)."""
    return str(uuid.uuid4())


def digest(secret: str) -> str:
    """Return the hex SHA-256 under which a random secret of >= 128 bits is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time; any Unicode is welcome."""
    return hmac.compare_digest(left.encode(), right.encode())


_SUBJECTS = uuid.UUID("6d6f6f74-0000-4000-8000-000000000001")


def subject_of(key: str) -> str:
    """Return the stable subject identifier of a seeded persona, the same in every run."""
    return str(uuid.uuid5(_SUBJECTS, key))
