"""Guards: every route says who may call it, or the app does not boot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from flask import Flask, Response, abort, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from wtforms import ValidationError

from shared.backchannel import ServiceTokenError
from shared.web.unit_of_work import runtime_of

F = TypeVar("F", bound=Callable[..., Any])
ATTRIBUTE: Final = "__moot_guard__"
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may call a view, and how its posts are protected."""

    permission: str | None = None
    public: bool = False
    service: bool = False
    program: bool = False
    impersonal: bool = False
    csrf_fields: tuple[str, ...] = ()
    #: Of a view that hands on to one of several: finds the one that the request means, if any.
    towards: Callable[[], Callable[..., Any] | None] | None = None

    @property
    def complete(self) -> bool:
        """Say whether it is decided who may call."""
        return self.public or self.service or self.permission is not None


class UnguardedRouteError(RuntimeError):
    """A route without a guard."""


def guard_of(view: Callable[..., Any]) -> Guard:
    """Return the guard that a view carries."""
    found: Guard = getattr(view, ATTRIBUTE, Guard())
    return found


def _mark(view: F, **changes: Any) -> F:
    setattr(view, ATTRIBUTE, replace(guard_of(view), **changes))
    return view


def requires(permission: str) -> Callable[[F], F]:
    """Let only people with a permission call the view."""
    return lambda view: _mark(view, permission=permission)


def public(view: F) -> F:
    """Let everybody call the view; its posts still need their token."""
    return _mark(view, public=True)


def service_only(view: F) -> F:
    """Let only members call the view, with a service token."""
    return _mark(view, service=True)


def program_post(view: F) -> F:
    """Take posts without a token, for client programs that have none (docs/decisions.md)."""
    return _mark(view, program=True)


def impersonal(view: F) -> F:
    """Look up neither who is there nor the court time: the view asks for neither by cookie."""
    return _mark(view, impersonal=True)


def leading(find: Callable[[], Callable[..., Any] | None]) -> Callable[[F], F]:
    """Guard a view that hands on to one of several: the guard of the one that is meant holds."""
    return lambda view: _mark(view, towards=find)


def csrf_field(*names: str) -> Callable[[F], F]:
    """Take the token from the first of these fields: the ViewState of the real sign-in form."""
    return lambda view: _mark(view, csrf_fields=names)


def in_force(app: Flask) -> Guard:
    """Return the guard that holds for the current request, which has an endpoint.

    Where one address leads to several pages, it is that of the page that is meant.
    """
    guard = guard_of(app.view_functions[request.endpoint or ""])
    meant = None if guard.towards is None else guard.towards()
    return guard if meant is None else guard_of(meant)


def check_routes(app: Flask) -> None:
    """Stop the app from booting if a route has no guard.

    :raises UnguardedRouteError: names every such route.
    """
    bare = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not guard_of(app.view_functions[rule.endpoint]).complete
    )
    if bare:
        raise UnguardedRouteError("without a guard: " + ", ".join(dict.fromkeys(bare)))


def enforce(app: Flask, csrf: CSRFProtect) -> Response | None:
    """Apply the guard of the current request's view; None lets it go on."""
    if request.endpoint is None:
        return None
    guard = in_force(app)
    if guard.service:
        return _check_service(app)
    if request.method in UNSAFE and not guard.program:
        _check_csrf(csrf, guard)
    if guard.permission is not None:
        authority = runtime_of(app).authority
        if not authority.permits(g.moot_person, guard.permission):
            return authority.turn_away(g.moot_person, guard.permission)
    return None


def _check_csrf(csrf: CSRFProtect, guard: Guard) -> None:
    if not guard.csrf_fields:
        csrf.protect()
        return
    token = next((request.form[name] for name in guard.csrf_fields if name in request.form), None)
    try:
        validate_csrf(token)
    except ValidationError as error:
        raise CSRFError(str(error)) from None


def _check_service(app: Flask) -> Response | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        abort(401)
    try:
        g.moot_caller = runtime_of(app).backchannel.check_service_token(token, g.moot_wall)
    except ServiceTokenError:
        abort(401)
    return None
