"""The Host header decides who answers."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from shared.federation import Federation
from shared.launcher import federations
from shared.launcher.dispatch import Dispatcher


def app_of(name: str, ready: bool = True) -> Any:
    """Return an app that says its name."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        fine = ready or environ["PATH_INFO"] != "/readyz"
        start_response("200 OK" if fine else "503 Service Unavailable", [])
        return [name.encode()]

    return answer


@pytest.fixture
def training() -> Federation:
    return federations.load(federations.read_text(None), federations.addressing())


def ask(dispatcher: Dispatcher, host: str, path: str = "/") -> tuple[str, dict[str, str], bytes]:
    seen: dict[str, Any] = {}

    def start_response(status: str, heads: list[tuple[str, str]]) -> None:
        seen.update(status=status, heads=dict(heads))

    body = b"".join(dispatcher({"HTTP_HOST": host, "PATH_INFO": path}, start_response))
    return seen["status"], seen["heads"], body


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("pacer.moot.localhost:8080", b"pacer"),
        ("ECF.CTD.moot.localhost:8080", b"ctd"),
        ("www.ctd.moot.localhost:8080", b"ctd"),
        ("ecf.ca2.uscourts.gov", b"ca2"),
        ("pacer.login.uscourts.gov", b"pacer"),
    ],
)
def test_each_host_reaches_its_member(training: Federation, host: str, name: bytes) -> None:
    dispatcher = Dispatcher(training, {m.id: app_of(m.id) for m in training.members})
    assert ask(dispatcher, host) == ("200 OK", {}, name)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
@pytest.mark.parametrize("path", ["/services/cso-auth", "/pcl-public-api/rest/cases/find"])
def test_programs_reach_pacer_by_the_bare_address(
    training: Federation, host: str, path: str
) -> None:
    dispatcher = Dispatcher(training, {m.id: app_of(m.id) for m in training.members})
    assert ask(dispatcher, host, path) == ("200 OK", {}, b"pacer")
    assert ask(dispatcher, "10.0.0.7:8080", path)[0].startswith("421")
    assert ask(dispatcher, host, "/services/moot/messages")[0].startswith("421")


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_the_bare_address_leads_to_pacer(training: Federation, host: str) -> None:
    dispatcher = Dispatcher(training, {m.id: app_of(m.id) for m in training.members})
    status, heads, _body = ask(dispatcher, host)
    assert status.startswith("302")
    assert heads["Location"] == "http://pacer.moot.localhost:8080/"


def test_a_foreign_host_is_told_the_addresses(training: Federation) -> None:
    dispatcher = Dispatcher(training, {m.id: app_of(m.id) for m in training.members})
    status, heads, body = ask(dispatcher, "evil.test")
    assert status.startswith("421")
    assert heads["Content-Type"].startswith("text/plain")
    assert b"http://ecf.ctb.moot.localhost:8080" in body
    assert ask(dispatcher, "evil.test", "/healthz")[0] == "200 OK"


def test_the_bare_address_is_ready_when_all_members_are(training: Federation) -> None:
    apps = {m.id: app_of(m.id) for m in training.members}
    assert ask(Dispatcher(training, apps), "127.0.0.1:8080", "/readyz")[0] == "200 OK"
    apps["ctb"] = app_of("ctb", ready=False)
    status, _heads, body = ask(Dispatcher(training, apps), "127.0.0.1:8080", "/readyz")
    assert status.startswith("503")
    assert json.loads(body)["members"]["ctb"] is False
    assert json.loads(body)["members"]["ctd"] is True
