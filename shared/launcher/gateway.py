"""`moot gateway`: client programs keep the real host names, their connections come here.

A proxy on loopback. It answers CONNECT for the hosts that the federation serves and for no others,
ends TLS with certificates of an authority that lives as long as the process, and passes requests on
in plain HTTP with the original Host. Every answer says that this is a simulation. It also takes
`GET http://...` with `X-WhSentry-TLS: true`, as one well-known client talks to its egress proxy
(docs/clients.md).

The standard library's server and client speak HTTP here, its `ssl` TLS, and `trustme` makes the
certificates: what is left is to move one request at a time to an address of this machine.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import trustme

from shared.federation import Federation, host_of

LOOPBACK: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8443
HTTPS_PORT: Final = 443
PATIENCE: Final = 120
CHUNK: Final = 64 * 1024
#: Of one line of a chunked body: its length in hexadecimal digits.
LONGEST_SIZE_LINE: Final = 64
LARGEST_BODY: Final = 64 * 1024 * 1024
SIMULATION: Final = "X-Moot-Simulation"
SIMULATION_WORDS: Final = "Training simulation - not a court. Nothing here is filed."
TLS_WISH: Final = "X-WhSentry-TLS"
CA_FILE: Final = "gateway-ca.pem"
#: Of one connection, not of the message (RFC 9110 section 7.6.1).
_HOP_BY_HOP: Final = frozenset(
    {
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization"),
        *("proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    }
)
#: What only this gateway may tell a member.
_OURS: Final = frozenset(
    {
        *("host", "content-length", "expect", "forwarded", "x-forwarded-for"),
        *("x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-whsentry-tls"),
    }
)
_NO_BODY: Final = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a member listens."""

    host: str
    port: int


def targets(federation: Federation) -> dict[str, Target]:
    """Return where each real host name of the federation is answered on this machine."""
    found = {}
    for member in federation.members:
        reach = urlsplit(member.reach or member.public_url)
        port = reach.port or (HTTPS_PORT if reach.scheme == "https" else 80)
        for origin in member.gateway.values():
            found[host_of(origin).lower()] = Target(reach.hostname or LOOPBACK, port)
    return found


def variables(port: int, ca_file: Path) -> dict[str, str]:
    """Return the environment with which client programs come here, whatever library they use."""
    here = f"http://{LOOPBACK}:{port}"
    proxies = {name: here for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")}
    files = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    upper = {**proxies, "NO_PROXY": ""}
    lower = {name.lower(): value for name, value in upper.items()}
    return {**upper, **lower, **dict.fromkeys(files, str(ca_file))}


class Authority:
    """A certificate authority whose key never leaves this process, and its leaves by host."""

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="Moot training federation (throw-away)")
        self._lock = threading.Lock()
        self._contexts: dict[str, ssl.SSLContext] = {}

    def write(self, file: Path) -> None:
        """Write the authority's certificate, without its key."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._ca.cert_pem.write_to_path(str(file))

    def context(self, host: str) -> ssl.SSLContext:
        """Return what ends TLS for a host: HTTP/1.1 only."""
        with self._lock:
            if host not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.minimum_version = ssl.TLSVersion.TLSv1_2
                context.set_alpn_protocols(["http/1.1"])
                self._ca.issue_cert(host).configure_cert(context)
                self._contexts[host] = context
            return self._contexts[host]


class Gateway(ThreadingHTTPServer):
    """The proxy; it listens on loopback and nowhere else.

    :param port: 0 for any that is free.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, known: Mapping[str, Target], *, port: int = DEFAULT_PORT) -> None:
        self.known = dict(known)
        self.authority = Authority()
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def port(self) -> int:
        """Return the port on which it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


@contextlib.contextmanager
def running(known: Mapping[str, Target], *, port: int = 0) -> Iterator[Gateway]:
    """Serve in a thread while the caller does something."""
    gateway = Gateway(known, port=port)
    # How often it looks whether it is to end: programs are not to wait for that.
    serve = functools.partial(gateway.serve_forever, poll_interval=0.05)
    thread = threading.Thread(target=serve, name="gateway", daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.shutdown()
        gateway.server_close()
        thread.join(PATIENCE)


class _RefusedError(Exception):
    """A request that goes nowhere, with the answer to it."""

    def __init__(self, status: HTTPStatus, words: str, **headers: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.headers = headers


class _Handler(BaseHTTPRequestHandler):
    """One connection: requests as a proxy gets them, or a tunnel and the requests in it."""

    server: Gateway
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    #: The host of the tunnel; empty while there is none.
    tunnel = ""

    def version_string(self) -> str:
        """Say who answers where no member does."""
        return "moot-gateway"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Write nothing: members keep their own logs."""

    # ------------------------------------------------------------------ tunnels

    def do_CONNECT(self) -> None:
        """Open a tunnel to a host of the federation and end its TLS here."""
        host, _, port = self.path.lower().rpartition(":")
        if self.tunnel or port != str(HTTPS_PORT) or host not in self.server.known:
            self._refuse(_nobody(self.path))
            self.close_connection = True
            return
        self.send_response_only(HTTPStatus.OK, "Connection established")
        self.send_header(SIMULATION, SIMULATION_WORDS)
        self.end_headers()
        self.wfile.flush()
        try:
            secured = self.server.authority.context(host).wrap_socket(
                self.connection, server_side=True
            )
        except (OSError, ValueError):
            self.close_connection = True  # a client that does not trust us, or went away
            return
        self._use(secured)
        self.tunnel = host
        self.close_connection = False

    def _use(self, secured: ssl.SSLSocket) -> None:
        self.rfile.close()
        self.wfile.close()
        self.connection = secured
        self.rfile = secured.makefile("rb", -1)
        self.wfile = secured.makefile("wb", -1)

    def finish(self) -> None:
        """End the connection, TLS included."""
        with contextlib.suppress(OSError, ValueError):
            super().finish()
        if isinstance(self.connection, ssl.SSLSocket):
            with contextlib.suppress(OSError, ValueError):
                self.connection.shutdown(socket.SHUT_RDWR)
            self.connection.close()

    # ------------------------------------------------------------------ requests

    def _pass_on(self) -> None:
        try:
            host, path = self._destination()
            answer, connection = self._ask(host, path)
        except _RefusedError as refused:
            self.close_connection = True  # what is left of the request was not read
            self._refuse(refused)
            return
        try:
            self._tell(answer)
        finally:
            connection.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _pass_on

    def _destination(self) -> tuple[str, str]:
        """Return the host and the path that are meant.

        :raises _RefusedError: for hosts of others, and for whoever takes this for a web site.
        """
        if self.tunnel:
            if not self.path.startswith("/"):
                raise _RefusedError(HTTPStatus.BAD_REQUEST, "A path begins with a slash.")
            return self.tunnel, self.path
        parts = urlsplit(self.path)
        if parts.scheme != "http" or not parts.netloc:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, _NO_SITE)
        host = (parts.hostname or "").lower()
        if host not in self.server.known or parts.port not in (None, 80, HTTPS_PORT):
            raise _nobody(parts.netloc)
        path = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
        if self.headers.get(TLS_WISH, "").strip().lower() != "true":
            # The real hosts answer plain http so.
            raise _RefusedError(
                HTTPStatus.PERMANENT_REDIRECT, "Use https.", Location=f"https://{host}{path}"
            )
        return host, path

    def _ask(self, host: str, path: str) -> tuple[http.client.HTTPResponse, Any]:
        """Send the request to the member and return the beginning of its answer."""
        target = self.server.known[host]
        length, chunked = self._body_form()
        connection = http.client.HTTPConnection(target.host, target.port, timeout=PATIENCE)
        try:
            connection.putrequest(self.command, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", host)
            connection.putheader("X-Forwarded-Proto", "https")
            for name, value in self.headers.items():
                if name.lower() not in _HOP_BY_HOP | _OURS | self._named_hops():
                    connection.putheader(name, value)
            if chunked:
                connection.putheader("Transfer-Encoding", "chunked")
            elif length is not None:
                connection.putheader("Content-Length", str(length))
            connection.endheaders()
            self._send_body(connection, length, chunked=chunked)
            return connection.getresponse(), connection
        except _RefusedError:
            connection.close()
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            kind = type(error).__name__
            words = f"The federation does not answer ({kind}). Is `moot up` running?"
            raise _RefusedError(HTTPStatus.BAD_GATEWAY, words) from None

    def _named_hops(self) -> frozenset[str]:
        named = ",".join(self.headers.get_all("Connection", []))
        return frozenset(name.strip().lower() for name in named.split(","))

    def _body_form(self) -> tuple[int | None, bool]:
        """Return the length of the body, and whether it comes in chunks instead.

        :raises _RefusedError: if it says both, or neither can be read (RFC 9112 section 6.3).
        """
        coding = self.headers.get_all("Transfer-Encoding", [])
        lengths = set(self.headers.get_all("Content-Length", []))
        if coding and (lengths or [one.strip().lower() for one in coding] != ["chunked"]):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "The length of the body is ambiguous.")
        if coding:
            return None, True
        if not lengths:
            return None, False
        text = lengths.pop()
        if lengths or not (text.isascii() and text.isdigit()):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "The length of the body is ambiguous.")
        if int(text) > LARGEST_BODY:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large.")
        return int(text), False

    def _send_body(
        self, connection: http.client.HTTPConnection, length: int | None, *, chunked: bool
    ) -> None:
        if chunked:
            for piece in _chunks(self.rfile):
                connection.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            connection.send(b"0\r\n\r\n")
            return
        left = length or 0
        while left:
            piece = self.rfile.read(min(left, CHUNK))
            if not piece:
                raise _RefusedError(HTTPStatus.BAD_REQUEST, "The body ends too early.")
            connection.send(piece)
            left -= len(piece)

    # ------------------------------------------------------------------ answers

    def _tell(self, answer: http.client.HTTPResponse) -> None:
        self.send_response_only(answer.status, answer.reason)
        known = answer.getheader("Content-Length")
        for name, value in answer.getheaders():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header(SIMULATION, SIMULATION_WORDS)
        bare = self.command == "HEAD" or answer.status in _NO_BODY
        chunked = not bare and known is None
        if chunked and self.request_version == "HTTP/1.1":
            self.send_header("Transfer-Encoding", "chunked")
        elif chunked:
            chunked, self.close_connection = False, True
        self.end_headers()
        if not bare:
            self._tell_body(answer, chunked=chunked)
        self.wfile.flush()

    def _tell_body(self, answer: http.client.HTTPResponse, *, chunked: bool) -> None:
        try:
            while piece := answer.read(CHUNK):
                self.wfile.write(
                    f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if chunked else piece
                )
        except (OSError, http.client.HTTPException):
            # The client must see that the answer is not whole.
            self.close_connection = True
            return
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _refuse(self, refused: _RefusedError) -> None:
        body = (refused.words + "\n").encode()
        with contextlib.suppress(OSError):
            self.send_response(refused.status)
            for name, value in refused.headers.items():
                self.send_header(name, value)
            self.send_header(SIMULATION, SIMULATION_WORDS)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            self.wfile.flush()


_NO_SITE: Final = (
    "This is the gateway of a training federation, a proxy and no web site. Set the variables that "
    "`moot gateway` prints."
)


def _nobody(asked: str) -> _RefusedError:
    words = f"{asked[:100]} is no host of this training federation. Nothing was sent anywhere."
    return _RefusedError(HTTPStatus.FORBIDDEN, words)


def _chunks(stream: BufferedIOBase) -> Iterator[bytes]:
    """Read a chunked body (RFC 9112 section 7.1).

    :raises _RefusedError: if it is none, or too large.
    """
    total = 0
    while True:
        line = stream.readline(LONGEST_SIZE_LINE)
        digits = line.partition(b";")[0].strip()
        try:
            size = int(digits, 16) if digits.isalnum() and line.endswith(b"\n") else -1
        except ValueError:
            size = -1
        total += max(size, 0)
        if size < 0 or total > LARGEST_BODY:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "The chunks of the body cannot be read.")
        if size == 0:
            break
        piece = stream.read(size)
        if len(piece) != size or stream.readline(LONGEST_SIZE_LINE).strip():
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "The chunks of the body cannot be read.")
        yield piece
    while stream.readline(CHUNK).strip():  # trailers are not passed on
        pass
