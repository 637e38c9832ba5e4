"""Identities from claims: what is missing or of another type is empty, never a guess."""

from __future__ import annotations

from typing import Any

import pytest

from shared.signon.identity import Identity, SubjectMissing, identity_from

FULL: dict[str, Any] = {
    "sub": "s",
    "sid": "one",
    "account_number": "7000101",
    "preferred_username": "jattorney",
    "name": "John Attorney",
    "given_name": "John",
    "family_name": "Attorney",
    "email": "john@moot.test",
    "account_kind": "shared",
    "account_legacy": True,
    "account_status": "disabled",
    "client_code": "77",
    "trainer": True,
    "search_disabled": True,
    "search_reason": "inactive",
    "world": 4,
    "seat_offset_seconds": -1.5,
    "auth_time": 1700000000,
    "amr": ["pwd", "otp"],
    "acr": "urn:moot:acr:password",
}


def test_every_claim_has_its_place() -> None:
    found = identity_from(FULL)
    assert found == Identity(
        subject="s",
        sid="one",
        account_number="7000101",
        user_name="jattorney",
        name="John Attorney",
        given_name="John",
        family_name="Attorney",
        email="john@moot.test",
        account_kind="shared",
        account_legacy=True,
        account_status="disabled",
        client_code="77",
        trainer=True,
        search_disabled=True,
        search_reason="inactive",
        world=4,
        seat_offset_seconds=-1.5,
        auth_time=1700000000,
        amr=("pwd", "otp"),
        acr="urn:moot:acr:password",
    )


@pytest.mark.parametrize("sub", [None, "", 5, ["s"]])
def test_without_a_subject_there_is_nobody(sub: object) -> None:
    with pytest.raises(SubjectMissing):
        identity_from({**FULL, "sub": sub})


def test_claims_of_another_type_count_as_missing() -> None:
    odd = identity_from({"sub": "s", "trainer": "true", "world": "4", "amr": "pwd", "name": 5})
    assert odd == Identity(subject="s")
    assert not odd.trainer
