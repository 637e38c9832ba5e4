"""Addresses: one port, a LAN, a domain, and what is refused."""

from typing import Any

import pytest

from shared.errors import Refusal
from shared.federation import Addressing
from shared.launcher import federations

FIFTH_COURT = """
[courts.nysd]
kind = "district"
name = "Southern District of New York"
full_name = "United States District Court for the Southern District of New York"
timezone = "America/New_York"
doc_prefix = "127"
psc_court_id = "NYSDC"
pcl_id = "nysdce"
go_live = 2019-10-21
"""


def test_a_fifth_court_is_one_table() -> None:
    text = federations.read_text(None)
    before = federations.load(text, federations.addressing())
    after = federations.load(text + FIFTH_COURT, federations.addressing())
    assert after.members[: len(before.members)] == before.members
    assert after.members[-1].public_url == "http://ecf.nysd.moot.localhost:8080"


def test_on_a_lan_every_host_has_a_port_of_its_own() -> None:
    at = federations.addressing(port=9000, lan="192.0.2.7")
    found = federations.load(federations.read_text(None), at)
    listeners = federations.listeners(found)
    assert [*listeners] == [*range(9000, 9009)]
    assert listeners[9000] == found.issuer == "http://192.0.2.7:9000"
    assert found.locate("192.0.2.7:9002") == found.places["192.0.2.7:9002"]
    assert found.places["192.0.2.7:9002"].role == "www"
    assert federations.plain_http_is_safe(found)


def test_plain_http_over_a_network_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refusal, match="would send passwords in clear") as refused:
        federations.addressing(domain="moot.school.test", scheme="http")
    assert refused.value.code == "insecure"


def test_a_domain_is_https_without_a_port() -> None:
    at = federations.addressing(port=8080, domain="moot.school.test")
    found = federations.load(federations.read_text(None), at)
    assert found.issuer == "https://pacer.moot.school.test"
    assert not federations.plain_http_is_safe(found)
    reached = federations.reached_at(found, "0.0.0.0", 8080)
    assert reached.member("ctd").reach == "http://127.0.0.1:8080"


def test_a_domain_and_a_lan_exclude_each_other() -> None:
    with pytest.raises(Refusal, match="choose one"):
        federations.addressing(domain="a.test", lan="192.0.2.7")


def test_reach_names_the_port_of_each_member() -> None:
    at = Addressing(
        port=None, ports={"ctd": 8101, "pacer": 8100, "cod": 8102, "ctb": 8103, "ca2": 8104}
    )
    found = federations.load(federations.read_text(None), at, "http://127.0.0.1:{port}")
    assert found.member("ctd").reach == "http://127.0.0.1:8101"
    assert found.member("ctd").public_url == "http://ecf.ctd.moot.localhost:8101"


@pytest.mark.parametrize(
    ("domain", "given", "address"),
    [
        ("moot.localhost", {}, "http://pacer.moot.localhost:8080"),
        ("moot.school.test", {}, "https://pacer.moot.school.test"),
        (
            "moot.localhost",
            {"scheme": "https", "port": 8443},
            "https://pacer.moot.localhost:8443",
        ),
        ("moot.localhost", {"scheme": "https"}, "https://pacer.moot.localhost"),
        ("moot.localhost", {"ports": {"pacer": 8101}}, "http://pacer.moot.localhost:8101"),
    ],
)
def test_behind_a_proxy_the_domain_says_how_it_is_reached(
    domain: str, given: dict[str, Any], address: str
) -> None:
    at = federations.hosted_addressing(domain, **given)
    found = federations.load(federations.read_text(None), at)
    assert found.idp.public_url == address
