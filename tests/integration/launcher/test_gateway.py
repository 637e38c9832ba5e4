"""The gateway: real host names, a throw-away authority, and nobody else's hosts."""

from __future__ import annotations

import http.client
import io
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from shared.launcher import gateway as proxy
from shared.launcher.gateway import SIMULATION, SIMULATION_WORDS, Gateway, Target
from tests import serving

HOST = "ecf.ctd.uscourts.gov"
PAYLOAD = bytes(range(256)) * 4000


class Echo(BaseHTTPRequestHandler):
    """A member that tells what it was asked, or answers as the path says."""

    protocol_version = "HTTP/1.1"
    timeout = 20

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(proxy._chunks(self.rfile))
        if self.path.startswith("/large"):
            self.reply(PAYLOAD, ("Content-Type", "application/pdf"))
        elif self.path.startswith("/stream"):
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"one ", b"two ", b"three"):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")
        elif self.path.startswith("/gone"):
            self.send_response(204)
            self.end_headers()
        elif self.path.startswith("/short"):
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"only this")
            self.close_connection = True
        else:
            told = {
                "method": self.command,
                "path": self.path,
                "headers": [[name.lower(), value] for name, value in self.headers.items()],
                "body": body.decode("latin-1"),
            }
            self.reply(
                json.dumps(told).encode(),
                ("Content-Type", "application/json"),
                ("Set-Cookie", "a=1; Domain=.uscourts.gov"),
                ("Set-Cookie", "b=2; Domain=.uscourts.gov"),
            )

    do_GET = do_POST = do_HEAD = do_DELETE = do_PUT = answer

    def reply(self, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """Says nothing of requests that end too early: that is what is tried here."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@pytest.fixture
def member() -> Iterator[int]:
    server = Quiet(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def gate(member: int) -> Iterator[Gateway]:
    known = {HOST: Target("127.0.0.1", member), "dead.uscourts.gov": Target("127.0.0.1", 1)}
    with proxy.running(known) as server:
        yield server


@pytest.fixture
def ca(gate: Gateway, tmp_path: Path) -> Path:
    file = tmp_path / "ca.pem"
    gate.authority.write(file)
    return file


@pytest.fixture
def client(gate: Gateway, ca: Path) -> Iterator[requests.Session]:
    session = requests.Session()
    session.trust_env = False
    session.proxies = dict.fromkeys(("http", "https"), f"http://127.0.0.1:{gate.port}")
    session.verify = str(ca)
    yield session
    session.close()


def raw(port: int, data: bytes) -> bytes:
    """Send bytes to the proxy and return all that it answers."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def tunnel(gate: Gateway, ca: Path, host: str = HOST) -> ssl.SSLSocket:
    """Open a tunnel by hand."""
    connection = socket.create_connection(("127.0.0.1", gate.port), timeout=10)
    connection.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += connection.recv(1)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert SIMULATION.encode() in answer
    context = ssl.create_default_context(cafile=str(ca))
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context.wrap_socket(connection, server_hostname=host)


# --------------------------------------------------------------------------- passing on


def test_a_request_keeps_everything_but_the_connection(client: requests.Session) -> None:
    answer = client.get(
        f"https://{HOST}/cgi-bin/DktRpt.pl?123-L_1_0-1",
        headers={
            "Referer": "https://external",
            "X-Forwarded-For": "6.6.6.6",
            "X-Forwarded-Host": "evil.test",
            "X-WhSentry-TLS": "true",
            "Connection": "keep-alive, X-Hop",
            "X-Hop": "no",
        },
        timeout=20,
    )
    told = answer.json()
    heads = dict(told["headers"])
    assert told["path"] == "/cgi-bin/DktRpt.pl?123-L_1_0-1"
    assert (heads["host"], heads["x-forwarded-proto"]) == (HOST, "https")
    assert heads["referer"] == "https://external"
    for name in ("x-forwarded-for", "x-forwarded-host", "x-whsentry-tls", "connection", "x-hop"):
        assert name not in heads, name
    assert answer.headers[SIMULATION] == SIMULATION_WORDS
    assert {cookie.name: cookie.domain for cookie in client.cookies} == {
        "a": ".uscourts.gov",
        "b": ".uscourts.gov",
    }


def test_bodies_of_every_form(client: requests.Session) -> None:
    url = f"https://{HOST}/x"
    posted = client.post(url, data={"case_num": "3:19-cv-21"}, timeout=20).json()
    assert posted["body"] == "case_num=3%3A19-cv-21"
    multipart = client.post(url, files={"all_case_ids": (None, "17")}, timeout=20).json()
    assert 'name="all_case_ids"' in multipart["body"]
    pieces = client.post(url, data=iter([b"one ", b"two"]), timeout=20).json()
    assert pieces["body"] == "one two"
    assert dict(pieces["headers"])["transfer-encoding"] == "chunked"
    empty = client.post(url, timeout=20).json()
    assert (empty["method"], empty["body"]) == ("POST", "")
    large = client.put(url, data=PAYLOAD, timeout=20).json()
    assert large["body"].encode("latin-1") == PAYLOAD


def test_answers_of_every_form(client: requests.Session) -> None:
    url = f"https://{HOST}"
    large = client.get(f"{url}/large", timeout=20)
    assert large.content == PAYLOAD
    assert large.headers["Content-Type"] == "application/pdf"
    assert client.get(f"{url}/stream", timeout=20).text == "one two three"
    head = client.head(f"{url}/large", timeout=20)
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(PAYLOAD)))
    assert client.delete(f"{url}/gone", timeout=20).status_code == 204
    with pytest.raises(requests.exceptions.RequestException):
        client.get(f"{url}/short", timeout=20)
    assert client.get(f"{url}/again", timeout=20).json()["path"] == "/again"


def test_many_requests_in_one_tunnel_by_http_1(gate: Gateway, ca: Path) -> None:
    with tunnel(gate, ca) as connection:
        assert connection.selected_alpn_protocol() == "http/1.1"
        for number in range(3):
            connection.sendall(f"GET /{number} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert json.loads(answer.read())["path"] == f"/{number}"
        # Another name inside the tunnel changes nothing: the tunnel has one host.
        connection.sendall(b"GET /x HTTP/1.1\r\nHost: evil.test\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert dict(json.loads(answer.read())["headers"])["host"] == HOST


def test_plain_http_with_the_wish_for_tls(client: requests.Session) -> None:
    answer = client.get(
        f"http://{HOST}/cgi-bin/iquery.pl?1", headers={"X-WhSentry-TLS": "true"}, timeout=20
    )
    assert answer.json()["path"] == "/cgi-bin/iquery.pl?1"
    assert dict(answer.json()["headers"])["x-forwarded-proto"] == "https"
    bare = client.get(f"http://{HOST}/a?b", allow_redirects=False, timeout=20)
    assert (bare.status_code, bare.headers["Location"]) == (308, f"https://{HOST}/a?b")


# --------------------------------------------------------------------------- refusing


@pytest.mark.parametrize(
    "target",
    [
        "ecf.nysd.uscourts.gov:443",
        "www.courtlistener.com:443",
        "127.0.0.1:443",
        "ecf.ctd.uscourts.gov:80",
        "ecf.ctd.uscourts.gov:22",
        "ecf.ctd.uscourts.gov",
        "ecf.ctd.uscourts.gov.evil.test:443",
        "[::1]:443",
        ":443",
    ],
)
def test_tunnels_to_others_are_refused(gate: Gateway, target: str) -> None:
    answer = raw(gate.port, f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert SIMULATION.encode() in answer


def test_hosts_of_others_are_refused_for_every_library(
    gate: Gateway, client: requests.Session
) -> None:
    with pytest.raises(requests.exceptions.ProxyError):
        client.get("https://ecf.nysd.uscourts.gov/", timeout=20)
    for url in ("http://ecf.nysd.uscourts.gov/", "http://example.test/x"):
        for headers in ({}, {"X-WhSentry-TLS": "true"}):
            assert client.get(url, headers=headers, timeout=20).status_code == 403
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"https": f"http://127.0.0.1:{gate.port}"})
    )
    with pytest.raises(OSError, match="403"):
        opener.open("https://pacer.gov/", timeout=20)


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        ("GET https://ecf.ctd.uscourts.gov/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET ftp://ecf.ctd.uscourts.gov/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("BREW http://ecf.ctd.uscourts.gov/ HTTP/1.1\r\nHost: x\r\n\r\n", 501),
    ],
)
def test_what_is_no_request_of_a_proxy(gate: Gateway, request_text: str, status: int) -> None:
    assert raw(gate.port, request_text.encode()).startswith(f"HTTP/1.1 {status} ".encode())


@pytest.mark.parametrize(
    "heads",
    [
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: -3",
        "Content-Length: 3x",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Content-Length: 99999999999",
    ],
)
def test_bodies_of_doubtful_length_are_refused(gate: Gateway, heads: str) -> None:
    sent = (
        f"POST http://{HOST}/ HTTP/1.1\r\nHost: {HOST}\r\nX-WhSentry-TLS: true\r\n{heads}"
        "\r\n\r\nabcGET /smuggled HTTP/1.1\r\n\r\n"
    )
    answer = raw(gate.port, sent.encode())
    assert answer.split(b" ")[1] in (b"400", b"413")
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("body", ["zz\r\n", "-1\r\n", "5\r\nab", "3\r\nabcd\r\n", "", "\r\n"])
def test_chunks_that_cannot_be_read(gate: Gateway, body: str) -> None:
    sent = (
        f"POST http://{HOST}/ HTTP/1.1\r\nHost: {HOST}\r\nX-WhSentry-TLS: true\r\n"
        f"Transfer-Encoding: chunked\r\n\r\n{body}"
    )
    assert raw(gate.port, sent.encode()).split(b" ")[1] == b"400"


def test_a_member_that_does_not_answer(client: requests.Session) -> None:
    answer = client.get("https://dead.uscourts.gov/", timeout=20)
    assert answer.status_code == 502
    assert "moot up" in answer.text


def test_it_listens_on_loopback_only(gate: Gateway) -> None:
    assert gate.server_address[0] == "127.0.0.1"


def test_a_client_that_does_not_trust_it_harms_nobody(
    gate: Gateway, client: requests.Session, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    proxy.Authority().write(other)
    with pytest.raises(requests.exceptions.SSLError):
        client.get(f"https://{HOST}/", verify=str(other), timeout=20)
    raw(gate.port, f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\nno hello".encode())
    assert client.get(f"https://{HOST}/fine", timeout=20).json()["path"] == "/fine"


def test_the_file_holds_no_key(ca: Path) -> None:
    text = ca.read_text(encoding="ascii")
    assert "BEGIN CERTIFICATE" in text
    assert "PRIVATE" not in text


def test_chunks_are_read_with_their_extensions_and_trailers() -> None:
    stream = io.BytesIO(b"3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\nrest")
    assert list(proxy._chunks(stream)) == [b"abc", b"de"]
    assert stream.read() == b"rest"


# --------------------------------------------------------------------------- a federation behind


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[serving.Running]:
    # The launcher does the same when the public addresses are of this machine only.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    nursery = serving.Nursery(tmp_path / "nursery")
    found = serving.serve(
        "embedded", "sqlite", "2021-11", nursery=nursery, folder=tmp_path / "federation"
    )
    yield found
    found.stop()
    nursery.close()


CLIENT = """
import json, sys, urllib.request
from juriscraper.pacer.http import PacerSession, check_if_logged_in_page

user, password = sys.argv[1:]
session = PacerSession(username=user, password=password)
session.login()
page = session.get("https://ecf.ctd.uscourts.gov/cgi-bin/menu.pl?id=-1")
assert check_if_logged_in_page(page.content), page.text[:500]
assert page.headers["X-Moot-Simulation"], page.headers
token = {c.name: c.value for c in session.cookies}["NextGenCSO"]
asked = urllib.request.Request(
    "https://pcl.uscourts.gov/pcl-public-api/rest/cases/find",
    json.dumps({"caseNumberFull": "3:19-cv-00021"}).encode(),
    {"X-NEXT-GEN-CSO": token, "Content-Type": "application/json"},
)
with urllib.request.urlopen(asked, timeout=20) as answer:
    (case,) = json.load(answer)["content"]
assert case["caseLink"].startswith("https://ecf.ctd.uscourts.gov/cgi-bin/iqquerymenu.pl?")
try:
    session.get("https://ecf.nysd.uscourts.gov/cgi-bin/iquery.pl")
except OSError as error:
    print("refused:", type(error).__name__)
session.close()
"""


def test_unmodified_programs_with_environment_variables_alone(
    running: serving.Running, tmp_path: Path, people: dict[str, Any]
) -> None:
    reached = running.federation.readdressed(running.federation.addressing, running.reach)
    known = proxy.targets(reached)
    assert {
        "pacer.login.uscourts.gov",
        "pcl.uscourts.gov",
        "ecf.ctb.uscourts.gov",
        "ecf.ca2.uscourts.gov",
    } <= set(known)
    who = people["client"].pacer
    file = tmp_path / "ca.pem"
    with proxy.running(known) as gate:
        gate.authority.write(file)
        done = subprocess.run(
            [sys.executable, "-c", CLIENT, who.user_name, who.password],
            env={**os.environ, **proxy.variables(gate.port, file)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "refused: ProxyError" in done.stdout
