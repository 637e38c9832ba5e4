"""The machinery of the API's routes, and what the sandbox asks the members.

A route is added by its declaration (`operation`), which checks the key and the request, writes what
the view returns, and stands in the OpenAPI document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

import pyotp
import requests
from flask import Blueprint, Flask, Response, jsonify, request
from sqlalchemy.orm import Session

from idp.mfa import codes
from idp.sandbox import declared, queries, service
from idp.sandbox.declared import Operation, Parameter, Schema, ref
from idp.sandbox.models import OPERATOR, SandboxKey
from idp.sandbox.schemas import SCHEMAS, TAGS
from shared import calendars, client_map
from shared.audit import record
from shared.errors import Refusal
from shared.federation import Member
from shared.personas import PacerAccountSeed
from shared.sandbox import TARGETS_PATH, WORLD_PATH
from shared.timekeeping import read_setting
from shared.web import asking, edge
from shared.web.guard import impersonal, program_post, public
from shared.web.runtime import Runtime

READY_PATH: Final = "/readyz"
BASE: Final = "/sandbox/v1"
CREATED: Final = 201
NO_CONTENT: Final = 204
UNAUTHORIZED: Final = 401
NOT_FOUND: Final = 404
UNPROCESSABLE: Final = 422
TOO_MANY: Final = 429
BAD_GATEWAY: Final = 502
_DECLARED: Final = "__moot_operation__"
_WORDS: Final = {
    UNAUTHORIZED: "There is no key, or it was revoked.",
    NOT_FOUND: "There is no such thing.",
    UNPROCESSABLE: "The request is not as declared, or cannot be done.",
    TOO_MANY: "Too many wait already.",
    BAD_GATEWAY: "A member did not answer.",
}
PROBLEM: Final = ref("Problem")


class UnknownError(Refusal):
    """Something that there is not."""


class BusyError(Refusal):
    """Too many wait already."""


_STATUS: Final[tuple[tuple[type[Refusal], int], ...]] = (
    (UnknownError, NOT_FOUND),
    (asking.SilentError, BAD_GATEWAY),
    (BusyError, TOO_MANY),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with a good key: whose it is, and what it says, as its declaration wants it.

    `trainer` is the one whose classes it may see; None for the operator, who sees all.
    """

    key_id: int
    key_name: str
    owner: str
    trainer: str | None
    query: Mapping[str, Any]
    body: Mapping[str, Any]

    @property
    def actor(self) -> str:
        """Return the name under which deeds are noted."""
        return f"key:{self.key_id}"


View = TypeVar("View", bound=Callable[..., Any])


def operations(app: Flask) -> list[Operation]:
    """Return what the routes of an app declare."""
    found = (getattr(view, _DECLARED, None) for view in app.view_functions.values())
    return [each for each in found if each is not None]


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an app."""
    runtime = app.extensions["moot"]
    return declared.document(
        operations(app),
        title="Moot sandbox",
        description="Steers a training federation of PACER and CM/ECF courts from a program. "
        "Nothing here exists in faithful mode. docs/developers.md has examples.",
        base=runtime.federation.issuer + BASE,
        schemas=SCHEMAS,
        tags=TAGS,
        problem=PROBLEM,
    )


def operation(
    blueprint: Blueprint,
    method: str,
    path: str,
    *,
    tag: str,
    answer: Schema | None,
    words: str = "As asked.",
    status: int = 200,
    query: Sequence[Parameter] = (),
    body: Schema | None = None,
    refusals: Sequence[int] = (),
    media: str = "application/json",
) -> Callable[[View], View]:
    """Add a route by its declaration.

    :param refusals: statuses of refusals, besides 401 and 422.
    """

    def add(view: View) -> View:
        summary, _, more = (view.__doc__ or "").strip().partition("\n")
        told = Operation(
            method=method,
            path=path,
            id=view.__name__,
            tag=tag,
            summary=summary,
            description=" ".join(more.split()),
            query=tuple(query),
            body=body,
            answers={
                status: (words, answer),
                **{each: (_WORDS[each], PROBLEM) for each in (UNAUTHORIZED, UNPROCESSABLE)},
                **{each: (_WORDS[each], PROBLEM) for each in refusals},
            },
            media=media,
        )
        guarded = _guarded(view, told, status)
        setattr(guarded, _DECLARED, told)
        rule = BASE + re.sub(r"\{(\w+)\}", r"<\1>", path)
        endpoint = public(program_post(impersonal(guarded)))
        blueprint.add_url_rule(rule, view.__name__, endpoint, methods=[method])
        return view

    return add


def _guarded(view: Callable[..., Any], told: Operation, status: int) -> Callable[..., Response]:
    @wraps(view)
    def answered(**inside: str) -> Response:
        key = _key()
        if key is None:
            return no_key()
        query, wrong = declared.read_query(told, request.args)
        body: Any = {}
        if told.body is not None:
            body = request.get_json(silent=True)
            wrong += declared.problems(told.body, body, SCHEMAS)
        if wrong:
            return _problem(UNPROCESSABLE, "request", "; ".join(wrong) + ".", errors=wrong)
        try:
            said = view(Asked(*key, query, body), **inside)
        except Refusal as refusal:
            edge.undo()
            code = next((code for kind, code in _STATUS if isinstance(refusal, kind)), 0)
            return _problem(code or UNPROCESSABLE, refusal.code, refusal.message)
        return _answer(said, status)

    return answered


def _answer(said: Any, status: int) -> Response:
    if isinstance(said, Response):
        return said
    if said is None:
        return Response(status=NO_CONTENT)
    response = jsonify(said)
    response.status_code = status
    return response


def _key() -> tuple[int, str, str, str | None] | None:
    """Return the key of the request: its id, its name, whose it is, and whose classes it sees."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        return None
    with edge.runtime().database.reading() as session:
        row = queries.live_key(session, secret=secret.strip())
        if row is None:
            return None
        key_id, wall = row.id, edge.wall()
        if service.use_is_due(row, wall=wall):
            edge.keep(lambda kept: service.note_use(kept, key_id=key_id, wall=wall))
        if row.owner_subject != OPERATOR:
            return row.id, row.name, row.owner_subject, row.owner_subject
        # What an operator makes is the first trainer's, who finds it among their own.
        return row.id, row.name, queries.trainer(session) or OPERATOR, None


def has_key() -> bool:
    """Say whether the request has a good key."""
    return _key() is not None


def no_key() -> Response:
    """Refuse a request without a good key."""
    return _problem(UNAUTHORIZED, "key", _WORDS[UNAUTHORIZED])


def _problem(status: int, code: str, detail: str, *, errors: Sequence[str] = ()) -> Response:
    response = jsonify(
        type="about:blank",
        title=_WORDS.get(status, "Refused."),
        status=status,
        code=code,
        detail=detail,
        **({"errors": list(errors)} if errors else {}),
    )
    response.status_code = status
    response.content_type = declared.PROBLEM_MEDIA
    if status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="moot-sandbox"'
    if status == TOO_MANY:
        response.headers["Retry-After"] = "1"
    return response


# --------------------------------------------------------------------------- asking members


def court(court_id: str) -> Member:
    """Return a court by its id.

    :raises UnknownError: with the ids that there are.
    """
    courts = edge.runtime().federation.courts
    found = next((each for each in courts if each.id == court_id), None)
    if found is None:
        names = ", ".join(each.id for each in courts)
        raise UnknownError("court", f"There is no court {court_id}. Courts are {names}.")
    return found


# --------------------------------------------------------------------------- health


@dataclass(frozen=True, slots=True)
class MemberHealth:
    """Whether a member is ready, or what the matter is."""

    member: Member
    ready: bool
    problem: str = ""


def health() -> list[MemberHealth]:
    """Ask every member whether it is ready."""
    return [_health(member) for member in edge.runtime().federation.members]


def _health(member: Member) -> MemberHealth:
    try:
        response = asking.call(member, READY_PATH)
    except requests.RequestException:
        return MemberHealth(member, ready=False, problem=calendars.SILENT)
    problem = "" if response.ok else f"answered {response.status_code}"
    return MemberHealth(member, ready=response.ok, problem=problem)


# --------------------------------------------------------------------------- worlds


def world_of(found: Member, *, limit: int) -> dict[str, Any]:
    """Ask a court for its cases and papers, so many at most."""
    return asking.told(found, f"{WORLD_PATH}?limit={limit}")


def worlds() -> list[dict[str, Any]]:
    """Ask every court how much it has."""
    courts = edge.runtime().federation.courts
    return [_without_cases(world_of(each, limit=0)) for each in courts]


def _without_cases(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "cases"}


def map_of(draw: int) -> dict[str, Any]:
    """Draw a target of each kind of court, and return the map for client programs."""
    federation, now = edge.runtime().federation, edge.now()
    targets: dict[str, Any] = {}
    order = client_map.in_order(federation.courts, draw, live=lambda one: now >= one.live_at)
    for each in order:
        if each.kind not in targets:
            told = asking.told(each, TARGETS_PATH, {"seed": draw})
            if told:
                targets[each.kind] = told
    return client_map.written(federation, targets, address=lambda one: one.public_url)


# --------------------------------------------------------------------------- codes


def code_of(seed: PacerAccountSeed) -> tuple[str, int]:
    """Return the code that a persona's app shows at this moment, and for how many seconds.

    :raises UnknownError: if the persona has no app.
    """
    if not seed.totp_secret:
        raise UnknownError("no_app", f"{seed.user_name} has no authenticator app.")
    moment = int(edge.wall().timestamp())
    totp = pyotp.TOTP(seed.totp_secret, digits=codes.DIGITS, interval=codes.PERIOD)
    return totp.at(moment), codes.PERIOD - moment % codes.PERIOD


# --------------------------------------------------------------------------- beside the app


def make_key_for(
    app: Flask, name: str, user_name: str = "", *, operator: bool = False
) -> service.MadeKey:
    """Make a key for a trainer, the first one if no user name is given (`moot sandbox key`).

    :param operator: it is for a command beside the databases, which sees every trainer's classes.

    :raises Refusal: code `faithful` or `trainer`.
    """
    runtime = _training(app)
    with runtime.database.writing() as session:
        owner = queries.trainer(session, user_name=user_name)
        if owner is None:
            who = f"{user_name} is no trainer" if user_name else "There is no trainer"
            raise Refusal("trainer", f"{who}. A key belongs to one.")
        if operator:
            owner = OPERATOR
        made = service.make_key(session, name=name, owner=owner, wall=runtime.clocks.wall())
        _note(runtime, session, "sandbox:key-made", made.id, name)
    return made


def revoke_key_of(app: Flask, key_id: int) -> None:
    """Revoke a key, whosever it is (`moot sandbox revoke`).

    :raises UnknownError: if there is none of this number.
    """
    runtime = _training(app)
    with runtime.database.writing() as session:
        row = session.get(SandboxKey, key_id)
        if row is None:
            raise UnknownError("key", f"There is no key {key_id}: moot sandbox keys")
        service.revoke_key(session, row, wall=runtime.clocks.wall())
        _note(runtime, session, "sandbox:key-revoked", row.id, row.name)


def keys_of(app: Flask) -> list[dict[str, Any]]:
    """Return all keys, the newest first (`moot sandbox keys`)."""
    with _training(app).database.reading() as session:
        return [
            {
                "id": row.id,
                "name": row.name,
                "made_at": row.made_at.isoformat(timespec="seconds"),
                "used_at": row.used_at.isoformat(timespec="seconds") if row.used_at else "",
                "revoked": row.revoked_at is not None,
            }
            for row in queries.keys_of(session, owner=None)
        ]


def _training(app: Flask) -> Runtime:
    runtime: Runtime = app.extensions["moot"]
    if not runtime.settings.training:
        raise Refusal("faithful", "In faithful mode there is no sandbox.")
    return runtime


def _note(runtime: Runtime, session: Session, tag: str, key_id: int, name: str) -> None:
    wall = runtime.clocks.wall()
    record(
        session,
        tag=tag,
        actor="operator",
        subject=f"key:{key_id}",
        now=read_setting(session).now(wall),
        wall=wall,
        detail={"name": name},
    )
