"""Which member answers: the Host header decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from shared.backchannel import WsgiApp
from shared.federation import Federation, host_of, is_loopback

Start = Callable[..., Any]
#: Client programs whose settings take any address are given the bare one of this machine: what they
#: ask for is the identity provider's.
PROGRAMS: Final = ("/services/cso-", "/pcl-public-api/")


class Dispatcher:
    """A WSGI app that hands each request to the member at whose host it arrived.

    :param apps: the members' apps by id.
    """

    def __init__(self, federation: Federation, apps: Mapping[str, WsgiApp]) -> None:
        self._federation = federation
        self._apps = apps

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer one request."""
        host = str(environ.get("HTTP_HOST", ""))
        place = self._federation.locate(host)
        if place is not None:
            answer: Iterable[bytes] = self._apps[place.member.id](environ, start_response)
            return answer
        path = environ.get("PATH_INFO", "/")
        if path == "/healthz":
            return _json(start_response, "200 OK", {"status": "ok", "members": [*self._apps]})
        if path == "/readyz":
            return self._readiness(start_response)
        if is_loopback(_name(host)) and path.startswith(PROGRAMS):
            idp = self._federation.idp
            named = {**environ, "HTTP_HOST": host_of(idp.public_url)}
            answered: Iterable[bytes] = self._apps[idp.id](named, start_response)
            return answered
        if path == "/" and is_loopback(_name(host)):
            start_response(
                "302 Found",
                [("Location", self._federation.issuer + "/"), ("Content-Length", "0")],
            )
            return []
        return self._nobody(host, start_response)

    def _readiness(self, start_response: Start) -> Iterable[bytes]:
        members = {member.id: self._ready(member.id) for member in self._federation.members}
        ready = all(members.values())
        status = "200 OK" if ready else "503 Service Unavailable"
        said = {"status": "ready" if ready else "not ready", "members": members}
        return _json(start_response, status, said)

    def _ready(self, member_id: str) -> bool:
        seen: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/readyz",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": host_of(self._federation.member(member_id).public_url),
            "wsgi.url_scheme": "http",
        }
        body = self._apps[member_id](environ, lambda status, *_rest: seen.append(status))
        for _part in body:
            pass
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return bool(seen) and seen[0].startswith("200")

    def _nobody(self, host: str, start_response: Start) -> Iterable[bytes]:
        members = self._federation.members
        lines = [
            f"There is no member of this federation at {host or 'an unnamed host'}.",
            "Its addresses are:",
            *(f"  {origin}   {m.title}" for m in members for origin in m.origins.values()),
        ]
        body = ("\n".join(lines) + "\n").encode()
        return _answer(start_response, "421 Misdirected Request", "text/plain; charset=utf-8", body)


def _name(host: str) -> str:
    """Return a Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _json(start_response: Start, status: str, data: Mapping[str, Any]) -> Iterable[bytes]:
    return _answer(start_response, status, "application/json", json.dumps(data).encode())


def _answer(start_response: Start, status: str, kind: str, body: bytes) -> Iterable[bytes]:
    heads = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response(status, heads)
    return [body]
