"""Who exists and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared import federation
from shared.errors import ConfigurationError, Refusal
from shared.federation import Addressing

FILE = Path(federation.__file__).parent / "launcher" / "federation.toml"
TEXT = FILE.read_text(encoding="utf-8")

FIFTH = """
[courts.vtd]
kind = "district"
name = "District of Vermont"
full_name = "United States District Court for the District of Vermont"
timezone = "America/New_York"
doc_prefix = "185"
psc_court_id = "VTDC"
pcl_id = "vtdce"
go_live = 2018-04-16
"""


def test_the_default_federation() -> None:
    loaded = federation.load(TEXT)
    assert [m.id for m in loaded.members] == ["pacer", "ctd", "cod", "ctb", "ca2"]
    assert loaded.issuer == "http://pacer.moot.localhost:8080"
    ctd = loaded.member("ctd")
    assert ctd.origins == {
        "ecf": "http://ecf.ctd.moot.localhost:8080",
        "www": "http://www.ctd.moot.localhost:8080",
    }
    assert ctd.live_at.isoformat() == "2017-12-11T05:00:00+00:00"


def test_a_fifth_court_is_one_table() -> None:
    loaded = federation.load(TEXT + FIFTH)
    assert loaded.member("vtd").public_url == "http://ecf.vtd.moot.localhost:8080"
    assert loaded.locate("www.vtd.moot.localhost:8080") is not None


def test_every_host_of_both_families_leads_to_its_member() -> None:
    loaded = federation.load(TEXT)
    for host, member, role, family in (
        ("pacer.moot.localhost:8080", "pacer", "pacer", "own"),
        ("pacer.login.uscourts.gov", "pacer", "pacer", "gateway"),
        ("pacer.psc.uscourts.gov", "pacer", "psc", "gateway"),
        ("ecf.ctb.uscourts.gov", "ctb", "ecf", "gateway"),
        ("WWW.CA2.moot.localhost:8080", "ca2", "www", "own"),
    ):
        place = loaded.locate(host)
        assert place is not None
        assert (place.member.id, place.role, place.family) == (member, role, family)
    assert loaded.locate("127.0.0.1:8080") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/",
        "http://ecf.ctd.moot.localhost:8081/",
        "https://ecf.ctd.moot.localhost:8080/",
        "http://ecf.ctd.moot.localhost:8080@evil.test/",
        "http://user@ecf.ctd.moot.localhost:8080/",
        "http://ecf.ctd.moot.localhost:8080\\@evil.test/",
        "//ecf.ctd.moot.localhost:8080/",
        "/cgi-bin/menu.pl",
        "javascript:alert(1)",
    ],
)
def test_only_exact_origins_are_ours(url: str) -> None:
    assert federation.load(TEXT).place_of_url(url) is None


def test_our_own_addresses_are_recognised() -> None:
    place = federation.load(TEXT).place_of_url("http://ecf.ctd.moot.localhost:8080/cgi-bin/x.pl?1")
    assert place is not None
    assert place.member.id == "ctd"


def test_lan_gives_every_host_a_port_of_its_own() -> None:
    loaded = federation.load(TEXT, Addressing(lan="192.168.7.2", port=8080))
    origins = [o for m in loaded.members for o in m.origins.values()]
    assert origins[0] == "http://192.168.7.2:8080"
    assert len(set(origins)) == len(origins) == 9


def test_plain_http_to_a_network_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refusal, match="send passwords in clear") as caught:
        federation.load(TEXT, Addressing(domain="moot.example.test"))
    assert caught.value.code == "insecure"
    assert federation.load(TEXT, Addressing("https", "moot.example.test", 443)).secure


def test_all_problems_of_a_file_are_told_at_once() -> None:
    bad = TEXT + '\n[courts.Bad]\nkind = "moon"\nname = 7\ncolour = "red"\n'
    with pytest.raises(ConfigurationError) as caught:
        federation.load(bad)
    told = "\n".join(caught.value.problems)
    for word in ("lower-case", "kind", "name", "colour", "timezone", "go_live"):
        assert word in told


def test_two_courts_cannot_share_a_prefix() -> None:
    with pytest.raises(ConfigurationError, match="is that of ctd already"):
        federation.load(TEXT + FIFTH.replace("185", "041"))
