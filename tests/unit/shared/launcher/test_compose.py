"""The committed compose file is the one that `moot compose` writes."""

from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from shared.errors import Refusal
from shared.launcher import compose, federations
from tests.unit.shared.launcher.test_federations import FIFTH_COURT

ROOT = Path(__file__).resolve().parents[4]


def project(more: str = "") -> str:
    text = federations.read_text(None) + more
    return compose.project(federations.load(text, federations.addressing()))


def test_the_committed_files_are_these_bytes() -> None:
    federation = federations.load(federations.read_text(None), federations.addressing())
    assert (ROOT / "docker-compose.yml").read_text(encoding="utf-8") == project()
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert caddyfile == compose.caddyfile(federation)
    of_class = (ROOT / "deploy" / "class" / "Caddyfile").read_text(encoding="utf-8")
    assert of_class == compose.class_caddyfile(federation)


def test_every_member_has_a_container_a_worker_and_only_its_own_secrets() -> None:
    services = yaml.safe_load(project())["services"]
    members = ("pacer", "ctd", "cod", "ctb", "ca2")
    fixed = {"init", "db", "migrate", "caddy", "snapshot", "nightly", "tls", "class"}
    assert set(services) == {*members, *(f"{m}-worker" for m in members), *fixed}
    for name in members:
        for service in (services[name], services[f"{name}-worker"]):
            papers = [] if name == "pacer" else [f"documents-{name}:/documents"]
            assert service["volumes"] == [f"secrets-{name}:/secrets/{name}:ro", *papers]
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert "healthcheck" in service


def test_a_member_is_served_by_one_container() -> None:
    services = yaml.safe_load(project())["services"]
    serving = [name for name, each in services.items() if "serve" in each.get("command", ())]
    assert sorted(serving) == ["ca2", "cod", "ctb", "ctd", "pacer"]
    assert not any("deploy" in each or "scale" in each for each in services.values())


def test_one_container_sees_everything_and_starts_only_when_it_is_asked_for() -> None:
    services = yaml.safe_load(project())["services"]
    assert services["snapshot"]["profiles"] == ["tools"]
    assert services["nightly"]["profiles"] == ["nightly"]
    for name in ("snapshot", "nightly"):
        volumes = services[name]["volumes"]
        assert [v for v in volumes if v.startswith("documents-")] == [
            f"documents-{court}:/papers/{court}" for court in ("ctd", "cod", "ctb", "ca2")
        ]
        assert "secrets-pacer:/secrets/pacer:ro" in volumes
        assert not any("secrets-init" in v or "secrets-db" in v for v in volumes)
        assert volumes[-1] == "snapshots:/snapshots"
    others = [n for n, each in services.items() if "profiles" not in each]
    assert len(others) == 14


def test_a_classroom_is_two_more_containers_in_a_domain_of_its_own() -> None:
    services = yaml.safe_load(project())["services"]
    for name in ("tls", "class"):
        assert services[name]["profiles"] == ["class"]
    of_class = services["class"]
    assert of_class["command"][:6] == [
        "moot",
        "class",
        "make",
        "--once",
        "--from",
        "/class/seats.csv",
    ]
    assert "secrets-pacer:/secrets/pacer:ro" in of_class["volumes"]
    assert set(of_class["depends_on"]) == {
        name for m in ("pacer", "ctd", "cod", "ctb", "ca2") for name in (m, f"{m}-worker")
    }
    for name, service in services.items():
        if name == "migrate" or service.get("environment", {}).get("MOOT_MEMBER"):
            assert service["environment"]["MOOT_DOMAIN"] == "${MOOT_DOMAIN:-moot.localhost}"
    addresses = {services[n]["networks"]["default"]["ipv4_address"] for n in ("caddy", "tls")}
    assert services["ctd"]["environment"]["MOOT_TRUSTED_PROXIES"].split(",") == sorted(addresses)


def test_every_own_address_is_served_by_https_and_the_authority_by_http() -> None:
    text = compose.class_caddyfile(
        federations.load(federations.read_text(None), federations.addressing())
    )
    for name in ("pacer", "ecf.ctd", "www.cod", "ecf.ctb", "www.ca2"):
        assert f"https://{name}.{{$MOOT_DOMAIN}}" in text
    assert "uscourts" not in text
    assert text.count("tls {$MOOT_TLS}") == 5
    assert f"handle {compose.AUTHORITY_PATH} {{" in text


def test_no_secret_stands_in_the_file() -> None:
    for service in yaml.safe_load(project())["services"].values():
        for name, value in service.get("environment", {}).items():
            if any(word in name for word in ("SECRET", "KEY", "PASSWORD", "DATABASE", "QUEUE")):
                assert name.endswith("_FILE")
                assert value.startswith("/secrets/")


def test_a_fifth_court_is_two_more_containers() -> None:
    services = yaml.safe_load(project(FIFTH_COURT))["services"]
    assert {"nysd", "nysd-worker"} <= set(services)
    assert services["nysd"]["environment"]["MOOT_MEMBER"] == "nysd"
    assert "nysd" in services["caddy"]["depends_on"]


def test_a_court_that_is_called_like_a_service_is_refused() -> None:
    with pytest.raises(Refusal, match="cannot be called init"):
        project(FIFTH_COURT.replace("nysd", "init"))
