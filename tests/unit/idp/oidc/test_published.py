"""Keys and discovery from memory: drawn once, the same for everybody, new with new keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from idp.oidc.published import Published

PATH = "/oidc/jwks"


class Behind:
    """An app that counts what reaches it."""

    def __init__(self, status: str = "200 OK") -> None:
        self.status = status
        self.seen: list[dict[str, Any]] = []

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        self.seen.append(environ)
        start_response(self.status, [("X-Request-Id", "r"), ("Set-Cookie", "a=b"), ("A", "b")])
        return [b"drawn ", str(len(self.seen)).encode()]


class Keys:
    """What the pages are made from."""

    def __init__(self) -> None:
        self.ring = object()

    def __call__(self) -> object:
        return self.ring


def ask(app: Published, **more: str) -> tuple[str, dict[str, str], bytes]:
    told: dict[str, Any] = {}
    environ = {
        "PATH_INFO": PATH,
        "REQUEST_METHOD": "GET",
        "HTTP_HOST": "pacer.test",
        "wsgi.url_scheme": "http",
        **more,
    }
    body = app(environ, lambda status, headers: told.update(status=status, headers=dict(headers)))
    return told["status"], told["headers"], b"".join(body)


def test_the_second_answer_comes_from_memory() -> None:
    behind = Behind()
    app = Published(behind, paths=[PATH], version=Keys(), disturbed=lambda: False)
    first = ask(app, HTTP_COOKIE="secret=1")
    assert ask(app) == first
    assert first[0] == "200 OK"
    assert first[1] == {"A": "b", "ETag": first[1]["ETag"], "Content-Length": "7"}
    assert len(behind.seen) == 1
    assert "HTTP_COOKIE" not in behind.seen[0]


def test_new_keys_are_a_new_page() -> None:
    keys = Keys()
    app = Published(Behind(), paths=[PATH], version=keys, disturbed=lambda: False)
    etag = ask(app)[1]["ETag"]
    keys.ring = object()
    status, headers, body = ask(app, HTTP_IF_NONE_MATCH=etag)
    assert (status, body) == ("200 OK", b"drawn 2")
    assert headers["ETag"] != etag


def test_who_has_it_already_gets_nothing() -> None:
    app = Published(Behind(), paths=[PATH], version=Keys(), disturbed=lambda: False)
    status, headers, body = ask(app, HTTP_IF_NONE_MATCH=ask(app)[1]["ETag"])
    assert (status, body) == ("304 NOT MODIFIED", b"")
    assert "Content-Length" not in headers


def test_each_host_has_a_page_of_its_own() -> None:
    behind = Behind()
    app = Published(behind, paths=[PATH], version=Keys(), disturbed=lambda: False)
    assert ask(app)[2] == b"drawn 1"
    assert ask(app, HTTP_HOST="other.test")[2] == b"drawn 2"
    assert ask(app)[2] == b"drawn 1"


def test_errors_other_paths_and_methods_are_not_kept() -> None:
    behind = Behind("421 MISDIRECTED REQUEST")
    app = Published(behind, paths=[PATH], version=Keys(), disturbed=lambda: False)
    assert ask(app)[0] == "421 MISDIRECTED REQUEST"
    ask(app)
    ask(app, PATH_INFO="/oidc/token")
    ask(app, REQUEST_METHOD="POST")
    assert len(behind.seen) == 4


def test_while_a_fault_is_on_nothing_comes_from_memory() -> None:
    behind, on = Behind(), [False]
    app = Published(behind, paths=[PATH], version=Keys(), disturbed=lambda: on[0])
    ask(app)
    on[0] = True
    assert ask(app)[2] == b"drawn 2"
    on[0] = False
    assert ask(app)[2] == b"drawn 1"
