"""Relying parties made from the federation."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from idp.oidc.clients import registered
from shared import federation
from shared.errors import ConfigurationError

FILE = Path(__file__).parents[4] / "shared" / "launcher" / "federation.toml"


@pytest.fixture(scope="module")
def courts() -> federation.Federation:
    return federation.load(FILE.read_text(encoding="utf-8"))


def test_every_court_is_a_confidential_client_with_pkce(courts: federation.Federation) -> None:
    clients = registered(courts, [f"court-ctd={hashlib.sha256(b's').hexdigest()}"])
    assert list(clients) == ["court-ctd", "court-cod", "court-ctb", "court-ca2"]
    ctd = clients["court-ctd"]
    assert ctd.require_pkce
    assert ctd.algorithm == "RS256"
    assert ctd.redirect_uris == ("http://ecf.ctd.moot.localhost:8080/oidc/callback",)
    assert ctd.post_logout_redirect_uris == (
        "http://ecf.ctd.moot.localhost:8080/oidc/after-logout",
    )
    assert (
        ctd.backchannel_logout_uri == "http://ecf.ctd.moot.localhost:8080/oidc/backchannel-logout"
    )
    assert ctd.check_client_secret("s")
    assert not ctd.check_endpoint_auth_method("none", "token")
    assert not ctd.check_grant_type("refresh_token")
    assert not ctd.check_grant_type("client_credentials")
    assert ctd.is_court
    assert not ctd.check_response_type("code id_token")


def test_a_court_without_a_secret_cannot_authenticate(courts: federation.Federation) -> None:
    court = registered(courts, [])["court-ca2"]
    assert not court.check_client_secret("")
    assert not court.check_client_secret("anything")
    assert not court.check_client_secret("\ud800 é")


def test_all_problems_of_the_setting_are_told(courts: federation.Federation) -> None:
    with pytest.raises(ConfigurationError) as told:
        registered(courts, ["court-ctd=short", "court-nowhere=" + "0" * 64, "nonsense"])
    assert len(told.value.problems) == 3
