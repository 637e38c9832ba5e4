"""Answering a few addresses before Flask, where nothing is unusual about the request.

A room gives a function for each such address. It works by the room's own rules, in a transaction
as a view has it; whatever it turns down is undone and left to the app, which turns it down once
more, and says and notes why. So Flask is spared where it would change nothing, and no rule stands
twice.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from flask import Flask, g
from werkzeug.http import HTTP_STATUS_CODES, parse_cookie

from shared import witness
from shared.web import shell, unit_of_work
from shared.web.unit_of_work import runtime_of

FORM: Final = "application/x-www-form-urlencoded"
#: Codes, tokens, verifiers and addresses are far shorter.
LONGEST: Final = 16 * 1024
MOST_FIELDS: Final = 40
NOT_MODIFIED: Final = 304
_STATUS: Final = {code: f"{code} {words.upper()}" for code, words in HTTP_STATUS_CODES.items()}
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


class NotPlainError(Exception):
    """The app has to answer this request."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A request with nothing unusual about it: each parameter once, all of them in one place.

    :ivar known: the entity tag that the client holds (RFC 9110, If-None-Match); empty without one.
    """

    uri: str
    authorization: str
    values: Mapping[str, str]
    known: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; what every answer says to browsers is added."""

    status: int
    headers: Iterable[tuple[str, str]]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Stop:
    """An address that the lane answers.

    :ivar personal: whether the answer is about whoever asks.
    """

    method: str
    answer: Callable[[Plain], Answer]
    personal: bool = False


class Lane:
    """A WSGI app that answers some addresses itself and gives all else to the app behind it."""

    def __init__(self, app: Flask, stops: Mapping[str, Stop]) -> None:
        self._app = app
        self._inner: Wsgi = app.wsgi_app
        self._stops = dict(stops)

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer a request here or in the app."""
        stop = self._stops.get(environ["PATH_INFO"])
        if stop is not None and runtime_of(self._app).switches.on:
            # Where faults are on, all requests pass the places where they bite.
            return self._inner(environ, start_response)
        plain = None if stop is None else read(environ, stop.method)
        if stop is None or plain is None:
            return self._inner(environ, start_response)
        with self._app.app_context():
            answer = self._answered(stop, plain, environ)
            if answer is None:
                found = None
            else:
                found = [
                    *answer.headers,
                    *shell.plain_headers(self._app),
                    ("X-Request-Id", g.moot_request_id),
                ]
                if answer.status != NOT_MODIFIED:
                    found.append(("Content-Length", str(len(answer.body))))
        if answer is None:
            return self._inner(environ, start_response)
        start_response(_STATUS[answer.status], found)
        return [answer.body]

    def _answered(self, stop: Stop, plain: Plain, environ: Mapping[str, Any]) -> Answer | None:
        app, runtime = self._app, runtime_of(self._app)
        if stop.personal and "HTTP_COOKIE" not in environ:
            return None
        place = runtime.federation.locate(environ.get("HTTP_HOST", ""))
        if place is None or place.member.id != runtime.member.id:
            return None
        unit_of_work.arrive(runtime)
        g.moot_place = place
        try:
            if stop.personal:
                g.moot_cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
                unit_of_work.come_as_somebody(runtime)
            else:
                unit_of_work.come_as_nobody(runtime)
            answer = stop.answer(plain)
            unit_of_work.complete(app)
        except Exception:  # whatever it is, the app comes upon it again and tells it
            unit_of_work.forget_kept()
            if (watch := witness.present()) is not None:
                watch.afresh()
            return None
        finally:
            unit_of_work.abandon(app)
        return answer


def read(environ: dict[str, Any], method: str) -> Plain | None:
    """Return what was asked; None for whatever is not plain, of which nothing is used up."""
    if environ["REQUEST_METHOD"] != method:
        return None
    query: str = environ.get("QUERY_STRING", "")
    if query and method == "POST":
        return None
    text = _body(environ) if method == "POST" else query
    if text is None or len(text) > LONGEST or not text.isascii():
        return None
    try:
        # As Werkzeug reads it; what it would mend is left to it.
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    values = dict(pairs)
    if len(values) != len(pairs):
        return None
    return Plain(
        f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}{environ['PATH_INFO']}",
        environ.get("HTTP_AUTHORIZATION", ""),
        values,
        environ.get("HTTP_IF_NONE_MATCH", ""),
    )


def _body(environ: dict[str, Any]) -> str | None:
    length = environ.get("CONTENT_LENGTH", "")
    if (
        environ.get("CONTENT_TYPE") != FORM
        or not (length.isascii() and length.isdigit())
        or int(length) > LONGEST
    ):
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return body.decode("ascii") if body.isascii() else None


def install(app: Flask, stops: Mapping[str, Stop]) -> None:
    """Put a lane with these stops, by path, in front of an app."""
    app.wsgi_app = Lane(app, stops)  # type: ignore[method-assign]
