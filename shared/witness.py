"""What a request does, told to whoever watches it; in training mode that is the recorder.

Rooms tell here what a page does not show: which check held, which token came, who it was, what was
asked of another member. Where nobody watches (faithful mode, the worker) telling costs a look-up
and nothing is kept. What may be kept of it is for the watcher to say (shared/web/discretion.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Protocol, TypeVar

from shared.errors import Refusal

T = TypeVar("T")
#: Names the request in which a member asks another one.
TRACE_HEADER: Final = "X-Moot-Trace"


class Watch(Protocol):
    """Somebody who watches one request."""

    trace: str

    def came(self, key: str, world: int, name: str) -> None:
        """Learn who makes the request, by the key under which it is found again."""

    def sat(self, world: int) -> None:
        """Learn in whose world the request is made, also by somebody unknown."""

    def noted(self, kind: str, name: str, words: str = "") -> None:
        """Learn of a step: a check that `passed` or `failed`, a `deed` of the audit trail."""

    def token(self, kind: str, text: object) -> None:
        """Learn of a signed token that is about to be checked."""

    def call(self, request: Any, send: Callable[[], T], *, whole: bool) -> T:
        """Watch a request to somebody else; `whole` says that the answer may be read."""

    def afresh(self) -> None:
        """Forget what was told: the request is answered once more from its beginning."""


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


def present() -> Watch | None:
    """Return whoever watches the present request."""
    return _WATCH.get()


@contextmanager
def watched_by(watch: Watch) -> Iterator[None]:
    """Have somebody watch what is done meanwhile."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def came(key: str, world: int, name: str) -> None:
    """Tell who makes the request, or for whom it is made."""
    watch = _WATCH.get()
    if watch is not None and key:
        watch.came(key, world, name)


def sat(world: int) -> None:
    """Tell in whose world the request is made."""
    watch = _WATCH.get()
    if watch is not None:
        watch.sat(world)


def passed(*checks: str) -> None:
    """Tell of checks that held, in their order."""
    watch = _WATCH.get()
    if watch is not None:
        for check in checks:
            watch.noted("passed", check)


def failed(check: str, words: str) -> None:
    """Tell of a check that did not hold, and why."""
    watch = _WATCH.get()
    if watch is not None:
        watch.noted("failed", check, words)


def deed(tag: str, subject: str) -> None:
    """Tell of an event that the audit trail now has."""
    watch = _WATCH.get()
    if watch is not None:
        watch.noted("deed", tag, subject)


def token(kind: str, text: object) -> None:
    """Tell of a signed token that is about to be checked."""
    watch = _WATCH.get()
    if watch is not None:
        watch.token(kind, text)


def call(request: Any, send: Callable[[], T], *, whole: bool, inside: bool = True) -> T:
    """Make a request to somebody else, watched.

    :param inside: whether a member is asked, who is told in which request.
    """
    watch = _WATCH.get()
    if watch is None:
        return send()
    if inside:
        request.headers[TRACE_HEADER] = watch.trace
    return watch.call(request, send, whole=whole)


@contextmanager
def judging() -> Iterator[None]:
    """Tell of the refusal by which checks end, on its way to whoever shows it."""
    try:
        yield
    except Refusal as refusal:
        failed(refusal.code, refusal.message)
        raise
