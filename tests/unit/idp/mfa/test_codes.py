"""Passcodes by RFC 6238, and how the other codes look."""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.mfa import codes, qr

#: RFC 6238, appendix B (SHA-1); the last six of its eight digits.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("at", "code"), RFC_VECTORS)
def test_the_vectors_of_the_standard(at: int, code: str) -> None:
    assert codes.step_of(RFC_SECRET, code, at=at) == at // 30


@pytest.mark.parametrize(("at", "code"), RFC_VECTORS)
def test_one_step_of_skew_either_way_and_no_more(at: int, code: str) -> None:
    step = at // 30
    for away in (-1, 0, 1):
        assert codes.step_of(RFC_SECRET, code, at=(step + away) * 30) == step
        assert codes.step_of(RFC_SECRET, code, at=(step + away) * 30 + 29.9) == step
    for away in (away for away in (-2, 2) if step + away >= 0):
        assert codes.step_of(RFC_SECRET, code, at=(step + away) * 30) is None


@given(st.text(max_size=12))
def test_whatever_is_typed_is_no_accident(typed: str) -> None:
    found = codes.step_of(RFC_SECRET, codes.normal(typed), at=59)
    assert found in (None, 0, 1, 2)
    assert codes.is_passcode("١٢٣٤٥٦") is False


def test_a_secret_is_160_bits_of_base32() -> None:
    secret = codes.secret_from("a token")
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    assert len(base64.b32decode(secret)) == 20
    assert codes.secret_from("another token") != secret
    assert codes.grouped(secret).replace(" ", "") == secret


@given(st.text(min_size=1, max_size=50))
def test_how_codes_look(token: str) -> None:
    assert re.fullmatch(r"[0-9]{6}", codes.mailed_from(token))
    backup = codes.backup_from(token)
    assert re.fullmatch(r"[a-z2-7]{5}-[a-z2-7]{5}", backup)
    assert codes.normal(f" {backup.upper()} ") == backup.replace("-", "")
    assert not codes.is_passcode(codes.normal(backup))


def test_a_hash_is_of_one_account_one_use_and_one_key() -> None:
    made = {
        codes.hashed(pepper, account_id=account, use=use, code="123456")
        for pepper in ("a", "b")
        for account in (1, 2)
        for use in ("enroll", "codes")
    }
    assert len(made) == 8


def test_what_an_app_reads_and_its_picture() -> None:
    address = codes.address_for_app(RFC_SECRET, user_name="some&body")
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query) == {"secret": [RFC_SECRET], "issuer": ["Moot PACER"]}
    drawn = qr.as_svg(address)
    assert drawn.startswith(b"<?xml")
    assert b"viewBox" in drawn
    assert b"<script" not in drawn
