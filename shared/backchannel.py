"""How members talk to one another: one `requests` session whose adapters know the way.

A public origin is mapped to a WSGI app of the same process, or to an internal address. DNS is
never asked. Nothing may be sent while a database session is open (docs/architecture.md).
"""

from __future__ import annotations

import contextlib
import contextvars
import io
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.client import HTTPMessage, responses
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, cast
from urllib.parse import unquote_to_bytes, urlsplit, urlunsplit

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPHeaderDict, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from shared import witness
from shared.federation import Federation, Member, host_of

TIMEOUT: Final = (3.05, 10.0)
SERVICE_TOKEN_LIFE: Final = timedelta(seconds=60)
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Any]

#: Set by shared.db while a session is open in this context.
transaction_open: contextvars.ContextVar[int] = contextvars.ContextVar(
    "transaction_open", default=0
)


class NetworkInTransactionError(RuntimeError):
    """A back-channel request was made while a database session was open."""


class ServiceTokenError(Exception):
    """A service token that is missing, forged, stale or meant for another member."""


@contextmanager
def transaction_marker() -> Iterator[None]:
    """Mark the time in which the network is out of bounds."""
    token = transaction_open.set(transaction_open.get() + 1)
    try:
        yield
    finally:
        transaction_open.reset(token)


class _MemberAdapter(BaseAdapter):
    """Refuses to work inside a transaction and always sets a time-out."""

    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send one request to a member."""
        if transaction_open.get():
            raise NetworkInTransactionError(f"{request.method} {request.url} inside a transaction")
        wait = timeout or TIMEOUT
        return witness.call(request, lambda: self.deliver(request, wait), whole=not stream)

    def deliver(self, request: requests.PreparedRequest, timeout: Any) -> requests.Response:
        """Carry the request to where the member is."""
        raise NotImplementedError

    def close(self) -> None:
        """Release connections."""


class _Original:
    """The piece of http.client's response from which `requests` reads Set-Cookie headers."""

    def __init__(self, headers: HTTPHeaderDict) -> None:
        self.msg = HTTPMessage()
        for name, value in headers.items():
            self.msg[name] = value

    def isclosed(self) -> bool:
        """Say that nothing more will come."""
        return True

    def close(self) -> None:
        """Nothing is open."""


class WsgiAdapter(_MemberAdapter):
    """Calls the app of a member that lives in this process, in a context of its own."""

    def __init__(self, find: Callable[[], WsgiApp]) -> None:
        super().__init__()
        self._find = find

    def deliver(self, request: requests.PreparedRequest, timeout: Any) -> requests.Response:
        """Run the app to its end and wrap what it said."""
        environ = _environ(request)
        status: list[str] = []
        headers = HTTPHeaderDict()

        def start_response(line: str, pairs: list[tuple[str, str]], exc_info: Any = None) -> Any:
            status[:] = [line]
            headers.clear()
            for name, value in pairs:
                headers.add(name, value)
            return lambda _data: None

        def run() -> bytes:
            iterable = self._find()(environ, start_response)
            try:
                return b"".join(iterable)
            finally:
                close = getattr(iterable, "close", None)
                if close is not None:
                    close()

        body = contextvars.Context().run(run)
        code = int(status[0].split(" ", 1)[0])
        raw = HTTPResponse(
            body=io.BytesIO(body),
            headers=headers,
            status=code,
            reason=responses.get(code, ""),
            preload_content=False,
            original_response=_Original(headers),  # type: ignore[arg-type]
        )
        return _response(request, raw, code, headers)


class ReachAdapter(_MemberAdapter):
    """Connects to an internal address and keeps the public Host."""

    def __init__(self, reach: str) -> None:
        super().__init__()
        self._reach = urlsplit(reach)
        self._inner = HTTPAdapter(pool_connections=4, pool_maxsize=16)

    def deliver(self, request: requests.PreparedRequest, timeout: Any) -> requests.Response:
        """Send the request to the internal address."""
        public = request.url or ""
        parts = urlsplit(public)
        request.headers["Host"] = parts.netloc
        request.headers["X-Forwarded-Proto"] = parts.scheme
        request.url = urlunsplit(
            (self._reach.scheme, self._reach.netloc, parts.path or "/", parts.query, "")
        )
        try:
            response = self._inner.send(request, timeout=timeout, proxies={})
        finally:
            request.url = public
        response.url = public
        return response

    def close(self) -> None:
        """Release the connections."""
        self._inner.close()


class OutsideAdapter(HTTPAdapter):
    """Connects to strangers, but only to addresses that a rule allows.

    The rule is asked for the very address that is then connected to: a name that resolves to
    something else a moment later (DNS rebinding) gains nothing.
    """

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        self._allowed = allowed
        super().__init__(pool_connections=1, pool_maxsize=1)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Send one request to a stranger, of whose answer nothing is kept."""
        send = super().send
        return witness.call(
            request, lambda: send(request, *args, **kwargs), whole=False, inside=False
        )

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Give both schemes connections that ask the rule."""
        super().init_poolmanager(*args, **kwargs)
        allowed = self._allowed

        class Checked:
            def _new_conn(self: Any) -> socket.socket:
                name = self._dns_host
                try:
                    found = socket.getaddrinfo(name, self.port, type=socket.SOCK_STREAM)
                except (OSError, UnicodeError) as error:
                    raise NewConnectionError(self, "no such name") from error
                addresses = [str(entry[4][0]) for entry in found]
                if not addresses or not all(allowed(address) for address in addresses):
                    raise NewConnectionError(self, "this address is out of bounds")
                for address in addresses[:-1]:
                    with contextlib.suppress(HTTPError):
                        return cast(socket.socket, self._to(address))
                return cast(socket.socket, self._to(addresses[-1]))

            def _to(self: Any, address: str) -> socket.socket:
                name, self._dns_host = self._dns_host, address
                try:
                    return cast(socket.socket, super()._new_conn())  # type: ignore[misc]
                finally:
                    self._dns_host = name

        class Plain(Checked, HTTPConnection):
            pass

        class Secure(Checked, HTTPSConnection):
            pass

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class _NowhereAdapter(BaseAdapter):
    """Refuses every address that is no member's."""

    def send(  # noqa: PLR0917 - the signature of requests
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Refuse."""
        raise requests.ConnectionError(f"{request.url} is no member of this federation")

    def close(self) -> None:
        """Nothing is open."""


class BackchannelSession(requests.Session):
    """Keeps no cookies and follows no redirects: members answer one another directly."""

    def __init__(self) -> None:
        super().__init__()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def rebuild_auth(self, prepared_request: Any, response: Any) -> None:
        """Never carry credentials along a redirect."""


class Backchannel:
    """One member's way to the others, and its service tokens.

    :param apps: WSGI apps of this process by member id, looked up when first called.
    """

    def __init__(
        self,
        federation: Federation,
        member: Member,
        *,
        service_key: str,
        apps: Mapping[str, WsgiApp] | None = None,
    ) -> None:
        self.federation = federation
        self.member = member
        self._key = OctKey.import_key(service_key)
        self._apps = apps

    def session(self) -> requests.Session:
        """Return a new session with an adapter for every member's origins."""
        session = BackchannelSession()
        self.mount(session)
        return session

    def mount(self, session: requests.Session) -> None:
        """Put the members' adapters on a session, and nothing else."""
        session.trust_env = False
        session.max_redirects = 3
        session.adapters.clear()
        session.mount("http://", _NowhereAdapter())
        session.mount("https://", _NowhereAdapter())
        for member in self.federation.members:
            adapter = self._adapter(member)
            for origin in (*member.origins.values(), *member.gateway.values()):
                session.mount(origin + "/", adapter)

    def _adapter(self, member: Member) -> BaseAdapter:
        if self._apps is not None:
            apps, name = self._apps, member.id
            return WsgiAdapter(lambda: apps[name])
        if member.reach is None:
            return _NowhereAdapter()
        return ReachAdapter(member.reach)

    def service_token(self, audience: Member, wall: datetime) -> str:
        """Return a token that says who is calling, for one member and one minute."""
        claims = {
            "iss": self.member.id,
            "aud": audience.id,
            "iat": int(wall.timestamp()),
            "exp": int((wall + SERVICE_TOKEN_LIFE).timestamp()),
        }
        return jwt.encode({"alg": "HS256", "typ": "moot-service+jwt"}, claims, self._key)

    def check_service_token(self, token: str, wall: datetime) -> Member:
        """Return the member that made a service token for this one.

        :raises ServiceTokenError: if it is not one, not for us, or stale.
        """
        try:
            decoded = jwt.decode(token, self._key, algorithms=["HS256"])
        except (JoseError, ValueError) as error:
            raise ServiceTokenError(str(error)) from None
        claims = decoded.claims
        stale = int(claims.get("exp", 0)) < wall.timestamp()
        if decoded.header.get("typ") != "moot-service+jwt" or stale:
            raise ServiceTokenError("stale or of another type")
        if claims.get("aud") != self.member.id:
            raise ServiceTokenError("meant for another member")
        try:
            return self.federation.member(str(claims.get("iss")))
        except Exception as error:
            raise ServiceTokenError("made by nobody we know") from error

    def post_service(
        self, to: Member, path: str, payload: Mapping[str, Any], *, wall: datetime
    ) -> requests.Response:
        """Post JSON to a service address of another member, with a service token."""
        with self.session() as session:
            return session.post(
                to.public_url + path,
                json=dict(payload),
                headers={"Authorization": f"Bearer {self.service_token(to, wall)}"},
                timeout=TIMEOUT,
                allow_redirects=False,
            )

    def get_service(
        self,
        to: Member,
        path: str,
        query: Mapping[str, Any] | None = None,
        *,
        wall: datetime,
        timeout: tuple[float, float] = TIMEOUT,
    ) -> requests.Response:
        """Ask a service address of another member, with a service token."""
        with self.session() as session:
            return session.get(
                to.public_url + path,
                params=dict(query or {}),
                headers={"Authorization": f"Bearer {self.service_token(to, wall)}"},
                timeout=timeout,
                allow_redirects=False,
            )

    def call_service(
        self, to: Member, path: str, payload: Mapping[str, Any] | None, *, wall: datetime
    ) -> requests.Response:
        """Ask a service address of a member, or post to it what there is to post."""
        if payload is None:
            return self.get_service(to, path, wall=wall)
        return self.post_service(to, path, payload, wall=wall)

    def put_service(
        self, to: Member, path: str, body: bytes, *, wall: datetime
    ) -> requests.Response:
        """Send a file to a service address of another member, with a service token."""
        with self.session() as session:
            return session.put(
                to.public_url + path,
                data=body,
                headers={
                    "Authorization": f"Bearer {self.service_token(to, wall)}",
                    "Content-Type": "application/octet-stream",
                },
                timeout=TIMEOUT,
                allow_redirects=False,
            )


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    parts = urlsplit(request.url or "")
    body = request.body or b""
    if isinstance(body, str):
        body = body.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or {"http": 80, "https": 443}[parts.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host_of(request.url or ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    headers: list[tuple[str, Any]] = list(request.headers.items())
    for name, value in headers:
        key = name.upper().replace("-", "_")
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        if key == "CONTENT_TYPE":
            environ["CONTENT_TYPE"] = text
        elif key != "CONTENT_LENGTH":
            environ[f"HTTP_{key}"] = text
    return environ


def _response(
    request: requests.PreparedRequest, raw: HTTPResponse, code: int, headers: HTTPHeaderDict
) -> requests.Response:
    response = requests.Response()
    response.status_code = code
    response.headers = CaseInsensitiveDict(headers.items())
    response.encoding = requests.utils.get_encoding_from_headers(response.headers)
    response.raw = raw
    response.reason = raw.reason or ""
    response.url = request.url or ""
    response.request = request
    return response
