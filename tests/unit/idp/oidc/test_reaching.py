"""Which addresses a log-out may be announced to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from idp.oidc import reaching
from shared.backchannel import OutsideAdapter
from shared.federation import Addressing

NEVER = ["169.254.169.254", "fe80::1", "fe80::1%eth0", "224.0.0.1", "0.0.0.0", "::", "ff02::1"]
NEAR = ["127.0.0.1", "127.8.8.8", "::1", "10.0.0.5", "172.16.3.4", "192.168.1.9", "fd00::5"]
NEAR += ["::ffff:127.0.0.1", "::ffff:10.0.0.1"]


@pytest.mark.parametrize("address", [*NEVER, "::ffff:169.254.169.254", "nonsense", ""])
def test_never(address: str) -> None:
    assert not reaching.allowed(address, near=True)
    assert not reaching.allowed(address, near=False)


@pytest.mark.parametrize("address", NEAR)
def test_only_where_the_federation_lives_there_itself(address: str) -> None:
    assert reaching.allowed(address, near=True)
    assert not reaching.allowed(address, near=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_the_world_is_open(address: str) -> None:
    assert reaching.allowed(address, near=False)


def test_near_is_training_on_this_machine_or_a_lan() -> None:
    public = Addressing(scheme="https", domain="moot.example", port=None)
    assert not reaching.near(public, training=True)
    assert reaching.near(Addressing(), training=True)
    assert not reaching.near(Addressing(), training=False)
    assert reaching.near(Addressing(domain="x.test", lan="192.168.1.2"), training=True)


@pytest.mark.parametrize(
    ("address", "near", "refused"),
    [
        ("https://10.0.0.1/x", False, True),
        ("https://10.0.0.1/x", True, False),
        ("http://localhost:3000/x", False, True),
        ("http://app.localhost:3000/x", True, False),
        ("https://[::1]/x", False, True),
        ("https://watch.test/x", False, False),
        ("https://8.8.8.8/x", False, False),
    ],
)
def test_what_the_form_says(address: str, near: bool, refused: bool) -> None:
    assert bool(reaching.problem(address, near=near)) is refused


class Listener(BaseHTTPRequestHandler):
    """Answers 200 and notes that it was reached."""

    reached: list[str] = []  # noqa: RUF012

    def do_POST(self) -> None:
        """Note and answer."""
        self.reached.append(self.headers["Host"])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Return the port of a server on this machine."""
    Listener.reached.clear()
    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def post(url: str, *, near: bool) -> int:
    """Post as the provider does."""
    with requests.Session() as session:
        session.trust_env = False
        adapter = OutsideAdapter(lambda address: reaching.allowed(address, near=near))
        session.mount("http://", adapter)
        return session.post(url, data={"x": "1"}, timeout=5).status_code


def test_the_resolved_address_decides(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A harmless name that leads to this machine is connected to only where that is allowed."""

    def resolver(name: str, number: int, **_more: object) -> list[object]:
        assert name == "watch.test"
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, number)) for address in addresses
        ]

    original = socket.getaddrinfo
    addresses = ["127.0.0.2", "127.0.0.1"]

    def lookup(name: str, *args: object, **more: object) -> object:
        return resolver(name, port) if name == "watch.test" else original(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert post(f"http://watch.test:{port}/told", near=True) == 200
    assert Listener.reached == [f"watch.test:{port}"]
    with pytest.raises(requests.ConnectionError, match="out of bounds"):
        post(f"http://watch.test:{port}/told", near=False)
    addresses = ["8.8.8.8", "169.254.169.254"]
    with pytest.raises(requests.ConnectionError, match="out of bounds"):
        post(f"http://watch.test:{port}/told", near=True)
    assert len(Listener.reached) == 1
