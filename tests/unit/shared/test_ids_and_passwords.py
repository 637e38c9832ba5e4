"""Tokens and password hashing."""

from __future__ import annotations

from shared import ids
from shared.passwords import Passwords

CHEAP = Passwords(memory_kib=64, time_cost=1)


def test_a_cso_token_has_128_characters_and_is_never_the_same() -> None:
    tokens = {ids.new_cso_token() for _ in range(50)}
    assert len(tokens) == 50
    assert {len(t) for t in tokens} == {128}


def test_a_persona_has_the_same_subject_in_every_run() -> None:
    assert ids.subject_of("attorney") == "836c42be-d6f9-5424-88fa-d88187b195a9"
    assert ids.subject_of("legacy") != ids.subject_of("attorney")


def test_secrets_compare_in_any_alphabet() -> None:
    assert ids.same("pässwörd", "pässwörd")
    assert not ids.same("pässwörd", "passwort")


def test_passwords_are_argon2id_and_checked() -> None:
    stored = CHEAP.hash("Maple-Harbor#17")
    assert stored.startswith("$argon2id$")
    assert CHEAP.verify(stored, "Maple-Harbor#17")
    assert not CHEAP.verify(stored, "maple-harbor#17")
    assert not CHEAP.verify("not a hash", "x")


def test_nobody_s_password_is_never_right() -> None:
    assert not CHEAP.verify(None, "nobody has this password")


def test_a_hash_of_other_strength_is_outdated() -> None:
    stored = CHEAP.hash("x")
    assert not CHEAP.outdated(stored)
    assert Passwords(memory_kib=128, time_cost=1).outdated(stored)
