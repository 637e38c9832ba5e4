"""One-time passcodes by RFC 6238, backup codes and mailed codes: how they look and are compared.

Every code comes from a random token of 256 bits that the caller draws.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

import pyotp

PERIOD: Final = 30
DIGITS: Final = 6
SKEW: Final = 1
BACKUP_LENGTH: Final = 10
ISSUER: Final = "Moot PACER"
_SECRET_BYTES: Final = 20  # RFC 4226, 4: the length of an HMAC-SHA-1


def _bytes(token: str, use: str) -> bytes:
    return hashlib.sha256(f"{use} {token}".encode()).digest()


def secret_from(token: str) -> str:
    """Return the secret of a new app: 160 bits in base32, without padding."""
    return base64.b32encode(_bytes(token, "app")[:_SECRET_BYTES]).decode()


def mailed_from(token: str) -> str:
    """Return a security code to be mailed: six digits."""
    return str(int.from_bytes(_bytes(token, "mail"), "big") % 10**DIGITS).zfill(DIGITS)


def backup_from(token: str) -> str:
    """Return a backup code: fifty bits as two groups of five letters and digits."""
    text = base64.b32encode(_bytes(token, "backup")).decode().lower()[:BACKUP_LENGTH]
    return f"{text[:5]}-{text[5:]}"


def normal(typed: str) -> str:
    """Return what was typed without blanks and hyphens, in lower case."""
    return "".join(typed.split()).replace("-", "").lower()


def is_passcode(code: str) -> bool:
    """Say whether a code looks like one of an app."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def step_of(secret: str, code: str, *, at: float) -> int | None:
    """Return the time step that a passcode belongs to, None if it is of no step near `at`.

    One step of skew either way is taken (RFC 6238, 5.2).
    """
    if not is_passcode(code):
        return None
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=PERIOD)
    here = int(at // PERIOD)
    found = None
    for number in range(max(0, here - SKEW), here + SKEW + 1):
        if hmac.compare_digest(totp.generate_otp(number), code):
            found = number
    return found


def hashed(pepper: str, *, account_id: int, use: str, code: str) -> str:
    """Return the keyed hash under which a short code is stored (HMAC-SHA-256)."""
    words = f"{use} {account_id} {code}"
    return hmac.new(pepper.encode(), words.encode(), hashlib.sha256).hexdigest()


def address_for_app(secret: str, *, user_name: str) -> str:
    """Return the address that an authenticator app reads from the QR code."""
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=PERIOD)
    return str(totp.provisioning_uri(name=user_name, issuer_name=ISSUER))


def grouped(secret: str) -> str:
    """Return a secret in groups of four, for typing."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
