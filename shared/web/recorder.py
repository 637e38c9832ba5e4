"""The recorder: what was asked of this member lately, kept in memory for whoever asked it.

Training mode only; in faithful mode there is none, and no address that gives anything away. It
stands in front of the app, sees each request and its answer, and is told by rooms what they do
(shared/witness.py). Kept is what shared/web/discretion.py lets through, as JSON, so that the
bounds are bytes. Each process has its own: what a worker does is seen by whoever it asks.
"""

from __future__ import annotations

import io
import json
import re
import threading
from base64 import b64decode
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask, template_rendered
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shared import witness
from shared.audit import AuditEvent
from shared.clock import ticks
from shared.ids import new_token
from shared.seating import is_seat
from shared.web import discretion, sightings, unit_of_work
from shared.web.runtime import Runtime
from shared.web.sightings import Sightings

T = TypeVar("T")
EXTENSION: Final = "moot_recorder"
HOLDINGS: Final = "moot_holdings"
TRAIL_COOKIE: Final = "moot_trail"
TRAIL_LENGTH: Final = 22
#: Bounds of one person's part, of one member's whole, and of a record.
MOST_OF_ONE: Final = 200
BYTES_OF_ONE: Final = 256 * 1024
BYTES_OF_ALL: Final = 8 * 1024 * 1024
BYTES_OF_RECORD: Final = 24 * 1024
LARGEST_BODY: Final = 32 * 1024
#: Seconds that a browser belongs to somebody before it says whose it is.
BEFORE: Final = 15 * 60.0
MOST_NOTES: Final = 80
MOST_EVENTS: Final = 60
#: The client of programs that say not who they are.
UNKNOWN: Final = "(unknown)"
BAD_REQUEST: Final = 400
LED_TO_SIGN_ON: Final = "signin/to_sign_on.html"
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_XML: Final = ("application/xml", "text/xml")
#: Of answers in XML only what is short is an answer to a program: `<message text='...'/>`.
SMALL_XML: Final = 2048
_LEAF: Final = re.compile(r"<(\w+)(?: text='([^'<>]*)'/>|>([^<>]*)</\1>)")
_PARTS: Final = "multipart/form-data"
_PART_NAME: Final = re.compile(r'\bname="([^"]*)"')
_READ: Final = (_FORM, _JSON, _PARTS)
#: Files, health, the recorder's own address, what only tells the time, and what the coach asks
#: every few seconds.
_UNSEEN: Final = re.compile(
    r"/static/|/healthz$|/readyz$|/favicon|/services/moot/(recorded|clock|seats|still)$|^/coach$"
)
_TRAIL: Final = re.compile(rf"[A-Za-z0-9]{{{TRAIL_LENGTH}}}")
_FULL: Final = 300
#: What pages call the sentence that they say.
_WORDS: Final = ("sentence", "message", "text", "reason")
_AS_JSON: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False)
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record with what it is found by; `at` is real time in seconds."""

    at: float
    key: str
    world: int
    trail: str
    parent: str
    blob: bytes


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a browser was somebody's, who was or would be signed in there."""

    trail: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose part is asked for. `named_since` is when they took their present user name."""

    subject: str
    user_name: str
    email: str
    world: int = 0
    named_since: float = 0.0
    clients: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    parents: tuple[str, ...] = ()

    def query(self) -> dict[str, str]:
        """Return the same as the parameter of a request."""
        told = {name: getattr(self, name) for name in Whose.__slots__ if name != "spans"}
        spans = [(span.trail, span.since, span.until) for span in self.spans]
        return {"whose": json.dumps({**told, "spans": spans})}

    @classmethod
    def read(cls, text: str) -> Whose:
        """Read the parameter of a request.

        :raises ValueError: if it is none.
        """
        try:
            told: dict[str, Any] = json.loads(text)
            return cls(
                subject=str(told["subject"]),
                user_name=str(told["user_name"]),
                email=str(told["email"]),
                world=int(told["world"]),
                named_since=float(told["named_since"]),
                clients=tuple(map(str, told["clients"])),
                spans=tuple(Span(str(t), float(a), float(b)) for t, a, b in told["spans"]),
                parents=tuple(map(str, told["parents"])),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("says not whose part is wanted") from error


@dataclass(frozen=True, slots=True)
class Holdings:
    """What somebody has in a member: keys of records, names in its audit trail, sessions."""

    keys: frozenset[str]
    names: frozenset[str]
    sessions: Sequence[Mapping[str, Any]]


#: A member's answer to what somebody has there; the session sees every world.
Telling = Callable[[Session, Whose, datetime], Holdings]


def session_line(
    row: Any, *, source: str, opened: datetime, live: bool, name: str
) -> dict[str, Any]:
    """Return what is told of a session, of which every member has a row of its own."""
    return {
        "source": source,
        "token": row.token_hash[: discretion.DIGITS],
        "sid": row.sid,
        "opened": opened.timestamp(),
        "last_seen": row.last_seen.timestamp(),
        "expires": row.expires_at.timestamp(),
        "live": live,
        "closed": row.closed_reason if row.closed_at else "",
        "as": name,
    }


class Ring:
    """Records by whose they are; the oldest go, and whoever has been silent for longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._parts: OrderedDict[tuple[str, int], deque[Entry]] = OrderedDict()
        self._sizes: dict[tuple[str, int], int] = {}
        self._total = 0

    @property
    def size(self) -> int:
        """Return how many bytes of records are kept."""
        return self._total

    def add(self, entry: Entry) -> None:
        """Keep a record."""
        name = (entry.key or entry.trail or f"of {entry.parent}", entry.world if entry.key else 0)
        with self._guard:
            part = self._parts.setdefault(name, deque())
            self._parts.move_to_end(name)
            part.append(entry)
            self._grow(name, len(entry.blob))
            while len(part) > MOST_OF_ONE or self._sizes[name] > BYTES_OF_ONE:
                self._grow(name, -len(part.popleft().blob))
            while self._total > BYTES_OF_ALL:
                silent, _gone = self._parts.popitem(last=False)
                self._total -= self._sizes.pop(silent)

    def _grow(self, name: tuple[str, int], by: int) -> None:
        self._sizes[name] = self._sizes.get(name, 0) + by
        self._total += by

    def entries(self) -> list[Entry]:
        """Return all records, by time."""
        with self._guard:
            found = [entry for part in self._parts.values() for entry in part]
        return sorted(found, key=lambda entry: entry.at)

    def of(self, whose: Whose, keys: frozenset[str]) -> list[dict[str, Any]]:
        """Return somebody's records, with what their browser did before it said whose it was."""
        entries = self.entries()
        here = spans_of(entries, keys, whose.world, after=0.0)
        wanted = replace(whose, spans=(*whose.spans, *here))
        return [json.loads(e.blob) for e in entries if _is_of(e, wanted, keys)]


def _is_of(entry: Entry, whose: Whose, keys: frozenset[str]) -> bool:
    if entry.key in keys:
        return entry.world == whose.world
    if entry.key.startswith("client:"):
        return entry.key.removeprefix("client:") in whose.clients
    named = bool(entry.key) and not entry.key.startswith("name:")
    if named or entry.world not in (0, whose.world):
        return False
    if entry.key == f"name:{whose.user_name.casefold()}" or entry.parent in whose.parents:
        return True
    return any(s.trail == entry.trail and s.since <= entry.at <= s.until for s in whose.spans)


# --------------------------------------------------------------------------- one request


@dataclass
class Exchange:
    """One request while it is made: what it asked, what was told of it, what it was answered."""

    environ: Mapping[str, Any]
    at: float
    trail: str
    trace: str = field(default_factory=lambda: new_token(12))
    began: float = field(default_factory=ticks)
    given: list[discretion.Pair] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    key: str = ""
    world: int = 0
    name: str = ""
    seat: int = 0
    arrived_as: str | None = None
    leads_to: str = ""
    status: int = 0
    headers: Sequence[tuple[str, str]] = ()
    answer: list[discretion.Pair] = field(default_factory=list)
    left_out: bool = False

    # ----------------------------------------------------------------- what is told (Watch)

    def came(self, key: str, world: int, name: str) -> None:
        """Learn who makes the request; whoever it turns out to be last counts."""
        if self.arrived_as is None:
            self.arrived_as = name
        self.key, self.world, self.name = key, world, name

    def sat(self, world: int) -> None:
        """Learn in whose world the request is made, also by somebody unknown."""
        self.seat = world

    def noted(self, kind: str, name: str, words: str = "") -> None:
        """Learn of a check or a deed."""
        if len(self.notes) < MOST_NOTES:
            note = {"ms": self.elapsed(), "kind": kind, "name": name, "words": words[:300]}
            self.notes.append(note)

    def token(self, kind: str, text: object) -> None:
        """Learn of a signed token that is about to be checked."""
        self.noted("token", kind)
        self.notes[-1].update(discretion.decoded(text) or {})

    def call(self, request: Any, send: Callable[[], T], *, whole: bool) -> T:
        """Watch a request to another member."""
        call = _asked(request)
        call["ms"] = self.elapsed()
        self.calls.append(call)
        try:
            response = send()
        except Exception as error:
            call["error"] = type(error).__name__
            raise
        finally:
            call["took"] = round(self.elapsed() - call["ms"], 2)
        call["status"] = getattr(response, "status_code", 0)
        if whole:
            call["answer"], call["tokens"] = _told(response)
        return response

    def afresh(self) -> None:
        """Forget what was told."""
        self.notes.clear()
        self.calls.clear()
        self.key, self.world, self.name, self.arrived_as, self.seat = "", 0, "", None, 0

    def elapsed(self) -> float:
        """Return how long it has taken so far, in milliseconds."""
        return round((ticks() - self.began) * 1000, 2)

    # ----------------------------------------------------------------- what is kept

    @property
    def url(self) -> str:
        """Return the address that was asked for."""
        asked = self.environ.get("QUERY_STRING", "")
        at = f"{self.environ['wsgi.url_scheme']}://{self.environ.get('HTTP_HOST', '')}"
        # WSGI gives the path as its bytes, each as one character (PEP 3333).
        path = self.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        return f"{at}{path}" + (f"?{asked}" if asked else "")

    @property
    def plain_url(self) -> str:
        """Return the address that was asked for, without its question."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{discretion.path(parts.path)}"[:_FULL]

    def record(self, member: str) -> dict[str, Any]:
        """Return all that is kept of the request."""
        environ, url = self.environ, self.url
        leads = self.header("location") or self.leads_to
        leads = urljoin(url, leads) if leads else ""
        auth, caller = _credentials(environ.get("HTTP_AUTHORIZATION", ""))
        return {
            "id": self.trace,
            "parent": environ.get("HTTP_X_MOOT_TRACE", "")[:TRAIL_LENGTH],
            "member": member,
            "at": self.at,
            "ms": self.elapsed(),
            "method": environ["REQUEST_METHOD"],
            "host": environ.get("HTTP_HOST", "")[:200],
            "path": discretion.path(urlsplit(url).path),
            "query": discretion.query(environ.get("QUERY_STRING", "")),
            "fields": self.given,
            "cookies": _cookies(environ.get("HTTP_COOKIE", "")),
            "auth": auth,
            "caller": caller,
            "program": environ.get("HTTP_USER_AGENT", "")[:80],
            "trail": bool(self.trail),
            "url_key": discretion.address_key(url),
            "status": self.status,
            "type": self.header("content-type").partition(";")[0],
            "leads_to": discretion.address(leads) if leads else "",
            "leads_key": discretion.address_key(leads) if leads else "",
            "set": [_set_cookie(v) for n, v in self.headers if n.lower() == "set-cookie"],
            "answer": self.answer,
            "arrived_as": self.arrived_as or "",
            "name": self.name,
            "notes": self.notes,
            "calls": self.calls,
            **self.shown,
        }

    def owner(self) -> str:
        """Return by what the record is found: a person, or at least the client that asked."""
        if self.key or self.trail or self._inside:
            return self.key
        kind, _, rest = self.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        basic = _basic_name(rest) if kind.lower() == "basic" else ""
        client = basic or dict(self.given).get("client_id", "")
        if client:
            return f"client:{client}"
        # A program that is refused because it is nobody: for trainers to see.
        return f"client:{UNKNOWN}" if self._is_refused else ""

    @property
    def _is_refused(self) -> bool:
        page = self.shown.get("page", "")
        return self.status >= BAD_REQUEST or page == LED_TO_SIGN_ON

    @property
    def _inside(self) -> bool:
        return bool(self.environ.get("HTTP_X_MOOT_TRACE"))

    @property
    def is_of_seat(self) -> bool:
        """Say whether somebody in a seat made the request, and no member for them."""
        return is_seat(self.seat) and not self._inside and not self.left_out

    @property
    def is_page(self) -> bool:
        """Say whether the answer is what a browser's window shows, and not a part of a page."""
        shown = self.environ.get("HTTP_SEC_FETCH_DEST", "") in ("", "document")
        leads = 300 <= self.status < 400  # noqa: PLR2004
        return shown and not leads and self.header("content-type").startswith("text/html")

    @property
    def worth_keeping(self) -> bool:
        """Say whether anybody could ever ask for it."""
        return bool(self.owner() or self.trail or self._inside)

    def header(self, name: str) -> str:
        """Return a header of the answer, empty if it has none."""
        return next((value for each, value in self.headers if each.lower() == name), "")


def _credentials(text: str) -> tuple[str, str]:
    """Return what may be kept of an Authorization header, and the member that sent it."""
    kind, _, rest = text.partition(" ")
    if kind.lower() == "basic":
        return f"Basic {_basic_name(rest)}:{discretion.HIDDEN}", ""
    if kind.lower() != "bearer":
        return (kind[:20] and f"{kind[:20]} {discretion.HIDDEN}"), ""
    token = discretion.decoded(rest.strip())
    if token is None:
        return f"Bearer {discretion.fingerprint(rest.strip())}", ""
    claims = dict(token["claims"])
    said = f"Bearer service token of {claims.get('iss', '')} for {claims.get('aud', '')}"
    return said, claims.get("iss", "")


def _basic_name(text: str) -> str:
    try:
        return b64decode(text.strip()).decode().partition(":")[0][:80]
    except ValueError:
        return "?"


def _cookies(text: str) -> list[discretion.Pair]:
    """Return the names of cookies, and fingerprints of those that are random and long."""
    return [
        (name[:60], discretion.fingerprint(value) if len(value) >= discretion.RANDOM else "")
        for name, value in _cookie_pairs(text)[: discretion.MOST]
    ]


def _cookie_pairs(text: str) -> list[discretion.Pair]:
    """Return names and values as they came; a quoted one is as good for a fingerprint."""
    pairs = (each.strip().partition("=") for each in text.split(";"))
    return [(name, value) for name, _, value in pairs if name]


def _set_cookie(header: str) -> discretion.Pair:
    name, _, rest = header.partition("=")
    value = rest.partition(";")[0].strip('"')
    if not value or "max-age=0" in rest.lower():
        return name[:60], "(deleted)"
    long = len(value) >= discretion.RANDOM
    return name[:60], discretion.fingerprint(value) if long else ""


def _asked(request: Any) -> dict[str, Any]:
    """Return what may be kept of a request to somebody else."""
    parts = urlsplit(request.url or "")
    headers = request.headers
    body = request.body if isinstance(request.body, bytes | str) else b""
    fields, tokens = _fields(str(headers.get("Content-Type", "")), body)
    return {
        "method": request.method,
        "host": parts.netloc,
        "path": discretion.path(parts.path),
        "query": discretion.query(parts.query),
        "fields": fields,
        "auth": _credentials(_text(headers.get("Authorization", "")))[0],
        "sent": tokens,
        "answer": [],
        "tokens": [],
        "status": 0,
        "error": "",
    }


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _fields(kind: str, body: bytes | str) -> tuple[list[discretion.Pair], list[dict[str, Any]]]:
    """Return what may be kept of a body, and the signed tokens in it."""
    if not body or len(body) > LARGEST_BODY:
        return [], []
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    if kind.startswith(_PARTS):
        return discretion.pairs(_parts(kind, text)), []
    if kind.startswith(_FORM):
        given = parse_qsl(text, keep_blank_values=True)
    elif kind.startswith(_JSON):
        try:
            told = json.loads(text)
        except ValueError:
            return [], []
        given = [(k, str(v)) for k, v in told.items()] if isinstance(told, dict) else []
    else:
        return [], []
    return discretion.pairs(given), _tokens(given)


def _parts(kind: str, text: str) -> list[discretion.Pair]:
    """Return the fields of a small multipart body; of a file no more than that it was one."""
    boundary = kind.partition("boundary=")[2].partition(";")[0].strip('"')
    if not boundary:
        return []
    found = []
    for part in text.split(f"--{boundary}"):
        head, _, value = part.partition("\r\n\r\n")
        named = _PART_NAME.search(head)
        if named is not None:
            found.append((named[1], "" if "filename=" in head else value.removesuffix("\r\n")))
    return found


def _tokens(given: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    found = ((name, discretion.decoded(value)) for name, value in given)
    return [{"name": name, **token} for name, token in found if token is not None]


def _told(response: Any) -> tuple[list[discretion.Pair], list[dict[str, Any]]]:
    """Return what may be kept of an answer in JSON, and the signed tokens in it."""
    kind = response.headers.get("Content-Type", "")
    if not kind.startswith(_JSON) or len(response.content) > LARGEST_BODY:
        return [], []
    return _json_answer(response.content)


def _json_answer(body: bytes) -> tuple[list[discretion.Pair], list[dict[str, Any]]]:
    try:
        told = json.loads(body)
    except ValueError:
        return [], []
    tokens = _tokens(told.items()) if isinstance(told, dict) else []
    return discretion.answer(told), tokens


def _xml_answer(body: bytes) -> list[discretion.Pair]:
    """Return what may be kept of the leaves of a small answer in XML."""
    found = _LEAF.findall(body[:SMALL_XML].decode("utf-8", "replace"))
    return discretion.answer({name: unescape(told or text) for name, told, text in found})


# --------------------------------------------------------------------------- in front of the app


class Recorder:
    """A WSGI app that records what the one behind it is asked; see the module."""

    def __init__(self, app: Flask) -> None:
        self.ring = Ring()
        self.sightings = Sightings()
        self._runtime: Runtime = unit_of_work.runtime_of(app)
        self._app = app
        self.inner: Wsgi = app.wsgi_app
        template_rendered.connect(_page_drawn, sender=app, weak=False)

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Have a request answered, and keep what is worth it."""
        if _UNSEEN.search(environ["PATH_INFO"]):
            return self.inner(environ, start_response)
        trail, fresh = _trail(environ)
        exchange = Exchange(environ, self._runtime.clocks.wall().timestamp(), trail)
        exchange.given, sent = _body(environ)
        if "=eyJ" in environ.get("QUERY_STRING", ""):
            sent += _tokens(parse_qsl(environ["QUERY_STRING"]))
        for token in sent:
            exchange.notes.append({"ms": 0.0, "kind": "sent", "words": "", **token})
        cookie = self._trail_cookie(environ, trail) if fresh else None

        def starting(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            exchange.status, exchange.headers = int(line[:3]), list(headers)
            return start_response(line, [*headers, cookie] if cookie else headers, *more)

        with witness.watched_by(exchange):
            body = self.inner(environ, starting)
            body = _read_answer(exchange, body)
        body = self._see(exchange, body)
        self._keep(exchange)
        return body

    def _see(self, exchange: Exchange, body: Iterable[bytes]) -> Iterable[bytes]:
        """Keep where a seat is, with the page that it is shown."""
        if not exchange.is_of_seat:
            return body
        url, page = "", None
        if exchange.is_page:
            url = exchange.plain_url
            length = exchange.header("content-length")
            if length.isascii() and length.isdigit() and int(length) <= sightings.LONGEST_PAGE:
                page, body = _whole(body)
        self.sightings.saw(exchange.seat, exchange.at, exchange.name, url=url, page=page)
        return body

    def _keep(self, exchange: Exchange) -> None:
        if exchange.left_out or not exchange.worth_keeping:
            return
        record = exchange.record(self._runtime.member.id)
        blob = _AS_JSON.encode(record).encode()
        if len(blob) > BYTES_OF_RECORD:
            record.update(notes=[], calls=[], answer=[], fields=[], query=[])
            blob = _AS_JSON.encode(record).encode()
        parent = str(record["parent"])
        key, world = exchange.owner(), exchange.world
        self.ring.add(Entry(exchange.at, key, world, exchange.trail, parent, blob))

    def _trail_cookie(self, environ: Mapping[str, Any], trail: str) -> tuple[str, str]:
        """Return the cookie by which a browser is known before it says whose it is."""
        federation = self._runtime.federation
        place = federation.locate(environ.get("HTTP_HOST", ""))
        gateway = place is not None and place.family == "gateway"
        domain = federation.addressing.domain if not federation.addressing.lan else ""
        domain = federation.gateway_cookie_domain if gateway else domain
        secure = "; Secure" if environ["wsgi.url_scheme"] == "https" else ""
        of = f"; Domain={domain}" if domain else ""
        value = f"{TRAIL_COOKIE}={trail}; HttpOnly; Path=/; SameSite=Lax{of}{secure}"
        return "Set-Cookie", value

    # ----------------------------------------------------------------- what is asked for

    def part(self, whose: Whose) -> dict[str, Any]:
        """Return what this member has of somebody: records, sessions, events, oldest first."""
        telling: Telling | None = self._app.extensions.get(HOLDINGS)
        with self._runtime.database.reading() as session:
            wall = self._runtime.clocks.wall()
            found = Holdings(frozenset({whose.subject}), frozenset(), ())
            if telling is not None:
                found = telling(session, whose, wall)
            events = _events(session, found.names, whose)
        return {
            "member": self._runtime.member.id,
            "records": self.ring.of(whose, found.keys),
            "sessions": list(found.sessions),
            "events": events,
        }

    def whereabouts(self, class_world: int) -> dict[str, Any]:
        """Return what this member knows of where the seats of a class are, and who has sessions."""
        with self._runtime.database.reading() as session:
            wall = self._runtime.clocks.wall()
            open_now = sightings.sessions_of(self._app, session, class_world, wall)
        seen = self.sightings.of_class(class_world)
        return {
            "member": self._runtime.member.id,
            "seats": [each.line() for each in seen],
            "sessions": open_now,
        }

    def still(self, world: int) -> dict[str, Any] | None:
        """Return the last page that a seat was shown here; None if none is kept."""
        found = self.sightings.page(world)
        return None if found is None else {**found[0].line(), "html": found[1]}


def _events(session: Session, names: frozenset[str], whose: Whose) -> list[dict[str, Any]]:
    since = datetime.fromtimestamp(whose.named_since, UTC)
    rows = session.scalars(
        select(AuditEvent)
        .where(
            or_(AuditEvent.actor.in_(names), AuditEvent.subject.in_(names)),
            AuditEvent.world == whose.world,
            AuditEvent.wall_time >= since,
        )
        .order_by(AuditEvent.id.desc())
        .limit(MOST_EVENTS)
    )
    return [
        {
            "at": row.wall_time.timestamp(),
            "court_time": row.court_time.isoformat(),
            "tag": row.tag,
            "actor": row.actor,
            "subject": row.subject,
            "detail": row.detail,
        }
        for row in rows
    ]


def _trail(environ: Mapping[str, Any]) -> tuple[str, bool]:
    """Return by what a browser is known and whether that is new; programs are not labelled."""
    text = environ.get("HTTP_COOKIE", "")
    if TRAIL_COOKIE in text:
        known = dict(_cookie_pairs(text)).get(TRAIL_COOKIE, "")
        if _TRAIL.fullmatch(known):
            return known, False
    browser = environ.get("HTTP_USER_AGENT", "").startswith("Mozilla/")
    page = browser and "text/html" in environ.get("HTTP_ACCEPT", "")
    return (new_token(TRAIL_LENGTH), True) if page else ("", False)


def _body(environ: dict[str, Any]) -> tuple[list[discretion.Pair], list[dict[str, Any]]]:
    """Read a small form or JSON ahead of the app, and put it back."""
    kind, length = environ.get("CONTENT_TYPE", ""), environ.get("CONTENT_LENGTH", "")
    if not kind.startswith(_READ) or not (length.isascii() and length.isdigit()):
        return [], []
    if not 0 < int(length) <= LARGEST_BODY:
        return [], []
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    try:
        return _fields(kind, body)
    except ValueError:  # nothing that the app would read either
        return [], []


def _read_answer(exchange: Exchange, body: Iterable[bytes]) -> Iterable[bytes]:
    """Keep what may be kept of an answer in JSON or XML, and hand it on."""
    length = exchange.header("content-length")
    small = length.isascii() and length.isdigit() and 0 < int(length) <= LARGEST_BODY
    # Of what a member asks, the member's own record has the answer.
    inside = bool(exchange.environ.get("HTTP_X_MOOT_TRACE"))
    if inside or not small or not exchange.header("content-type").startswith((_JSON, *_XML)):
        return body
    whole, again = _whole(body)
    if exchange.header("content-type").startswith(_XML):
        exchange.answer = _xml_answer(whole)
        return again
    exchange.answer, tokens = _json_answer(whole)
    for token in tokens:
        exchange.notes.append({"ms": exchange.elapsed(), "kind": "given", "words": "", **token})
    return again


def _whole(body: Iterable[bytes]) -> tuple[bytes, Iterable[bytes]]:
    """Return all of an answer, and what hands it on."""
    whole = b"".join(body)
    close = getattr(body, "close", None)
    if close is not None:
        close()
    return whole, [whole]


def _page_drawn(_app: Flask, template: Any, context: Mapping[str, Any], **_more: Any) -> None:
    """Note which page was drawn last, what it said, and where it leads by itself."""
    exchange = witness.present()
    if not isinstance(exchange, Exchange):
        return
    words = next((context[name] for name in _WORDS if context.get(name)), "")
    exchange.shown = {"page": str(template.name), "words": str(words)[:_FULL]}
    if str(template.name).endswith(LED_TO_SIGN_ON):
        exchange.leads_to = str(context.get("address", ""))


# --------------------------------------------------------------------------- for others


def install(app: Flask) -> None:
    """Put a recorder in front of an app in training mode, and none in faithful mode."""
    if unit_of_work.runtime_of(app).settings.training:
        app.extensions[EXTENSION] = found = Recorder(app)
        app.wsgi_app = found  # type: ignore[method-assign]


def recorder_of(app: Flask) -> Recorder | None:
    """Return an app's recorder; None in faithful mode."""
    found: Recorder | None = app.extensions.get(EXTENSION)
    return found


def tell_holdings(app: Flask, telling: Telling) -> None:
    """Let a room tell what somebody has in this member."""
    app.extensions[HOLDINGS] = telling


def leave_out() -> None:
    """Keep nothing of the present request: it only looks, or only asks what is new."""
    exchange = witness.present()
    if isinstance(exchange, Exchange):
        exchange.left_out = True


def spans_of(
    entries: Iterable[Entry], keys: frozenset[str], world: int, *, after: float
) -> tuple[Span, ...]:
    """Return when which browser was somebody's, as one member has seen it.

    A span begins `BEFORE` their first request, but after anybody else's last; it ends at somebody
    else's first, or `after` seconds past their own last.
    """
    trails: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.trail and entry.key and not entry.key.startswith(("name:", "client:")):
            trails.setdefault(entry.trail, []).append(entry)
    return tuple(span for found in trails.values() for span in _spans(found, keys, world, after))


def _spans(found: list[Entry], keys: frozenset[str], world: int, after: float) -> Iterator[Span]:
    last_other, mine = 0.0, []
    for entry in found:
        if entry.key in keys and entry.world == world:
            mine.append(entry)
            continue
        if mine:
            until = min(mine[-1].at + after, entry.at)
            yield Span(entry.trail, max(mine[0].at - BEFORE, last_other), until)
        last_other, mine = entry.at, []
    if mine:
        since = max(mine[0].at - BEFORE, last_other)
        yield Span(mine[0].trail, since, mine[-1].at + after)
