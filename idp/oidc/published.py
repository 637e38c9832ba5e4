"""Pages that are the same for everybody, kept as bytes in front of the app: keys and discovery.

The app draws each once per keyring and host; after that a request costs a dictionary look-up. The
answer has an ETag, so that a relying party that asks again is told "not modified" (RFC 9110 13.1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

Headers = list[tuple[str, str]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: Of one request, so not of the page.
_OF_ONE_REQUEST: Final = frozenset({"x-request-id", "set-cookie", "content-length"})


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it goes out, and the version of what it was made from."""

    version: object
    etag: str
    headers: Headers
    body: bytes


class Published:
    """A WSGI app that answers some paths from memory and gives all others to the app behind it.

    :param version: what the pages are made from; another object means that they are drawn anew.
    :param disturbed: whether a fault is on, so that the app behind answers everything.
    """

    def __init__(
        self,
        inner: Wsgi,
        *,
        paths: Collection[str],
        version: Callable[[], object],
        disturbed: Callable[[], bool],
    ):
        self._inner = inner
        self._paths = frozenset(paths)
        self._version = version
        self._disturbed = disturbed
        self._pages: dict[tuple[str, str, str], Page] = {}

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer from memory where that is possible."""
        path = environ["PATH_INFO"]
        if path not in self._paths or environ["REQUEST_METHOD"] != "GET" or self._disturbed():
            return self._inner(environ, start_response)
        key = (path, environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"])
        version = self._version()
        page = self._pages.get(key)
        if page is None or page.version is not version:
            status, headers, body = self._drawn(environ)
            if not status.startswith("200"):
                start_response(status, headers)
                return [body]
            page = self._pages[key] = _page(version, headers, body)
        if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start_response("304 NOT MODIFIED", page.headers)
            return [b""]
        start_response("200 OK", [*page.headers, ("Content-Length", str(len(page.body)))])
        return [page.body]

    def _drawn(self, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
        told: list[Any] = []
        # Nothing of whoever happens to come first may be in what everybody gets.
        alone = {name: value for name, value in environ.items() if name != "HTTP_COOKIE"}
        answer = self._inner(alone, lambda status, headers, *_error: told.extend((status, headers)))
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        return str(told[0]), list(told[1]), body


def _page(version: object, headers: Headers, body: bytes) -> Page:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    kept = [(name, value) for name, value in headers if name.lower() not in _OF_ONE_REQUEST]
    return Page(version, etag, [*kept, ("ETag", etag)], body)
