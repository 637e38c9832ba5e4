"""A flow as a sequence diagram: lanes, and what goes from one to another, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from idp.inspecting import checks, sayings
from idp.inspecting.exchanges import Call, Exchange, Note, Pair
from idp.inspecting.flows import IDP, Flow

BROWSER, PROGRAM = "browser", "program"
MOST_LANES: Final = 8
REQUEST, ANSWER, LOOK = "request", "answer", "checks"
GOOD, BAD, OPEN = "good", "bad", ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its rule; `state` is good, bad, or empty where it was not reached."""

    title: str
    rule: str
    state: str
    words: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A signed token, read: nothing here says that it is to be believed."""

    title: str
    header: tuple[Pair, ...]
    claims: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of what a request or an answer carries."""

    title: str
    rows: tuple[Pair, ...]


@dataclass
class Step:
    """One arrow, or what a member looks at by itself (then both lanes are its own)."""

    kind: str
    source: str
    target: str
    said: str
    line: str
    at: float
    state: str = OPEN
    parts: tuple[Part, ...] = ()
    tokens: tuple[Token, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """Somebody who takes part."""

    key: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow as it is shown."""

    lanes: tuple[Lane, ...]
    steps: tuple[Step, ...]


#: What a rule of the OpenID provider says and how to mend it, by its id.
Rules = Mapping[str, tuple[str, str]]


def draw(
    flow: Flow, *, titles: Mapping[str, str], hosts: Mapping[str, str], rules: Rules
) -> Drawing:
    """Return a flow as lanes and steps.

    :param titles: what members are called, by their ids.
    :param hosts: members by their hosts.
    """
    pen = _Pen(flow, hosts, rules)
    known = {exchange.id for exchange in flow.exchanges}
    for exchange in flow.exchanges:
        if exchange.id not in pen.drawn and exchange.parent not in known:
            pen.exchange(exchange)
    used = dict.fromkeys(key for step in pen.steps for key in (step.source, step.target))
    return Drawing(_lanes(list(used), titles), tuple(pen.steps))


def _lanes(keys: Sequence[str], titles: Mapping[str, str]) -> tuple[Lane, ...]:
    """Return the lanes: who asks at the left, PACER at the right."""
    asking = [key for key in keys if key in (BROWSER, PROGRAM)]
    others = [key for key in keys if key not in (BROWSER, PROGRAM, IDP)]
    order = [*asking, *others[: MOST_LANES - len(asking) - 1], *(k for k in keys if k == IDP)]
    names = {BROWSER: "Browser", PROGRAM: "Program", **titles}
    return tuple(Lane(key, names.get(key, key), _lane_kind(key)) for key in order)


def _lane_kind(key: str) -> str:
    return key if key in (BROWSER, PROGRAM, IDP) else "court"


def sender(exchange: Exchange) -> str:
    """Return the lane from which a request came that no member's record holds."""
    if exchange.caller:
        return exchange.caller
    if exchange.auth.startswith("Basic "):
        return exchange.auth.removeprefix("Basic ").partition(":")[0]
    return BROWSER if exchange.by_browser else PROGRAM


@dataclass
class _Pen:
    flow: Flow
    hosts: Mapping[str, str]
    rules: Rules
    steps: list[Step] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)

    def exchange(self, exchange: Exchange) -> None:
        """Draw a request, what was done for it, and its answer."""
        self.drawn.add(exchange.id)
        source, target = sender(exchange), exchange.member
        self.steps.append(
            Step(
                REQUEST,
                source,
                target,
                sayings.asked(exchange),
                f"{exchange.method} {exchange.path}",
                exchange.at,
                parts=_request_parts(exchange),
                tokens=_tokens(exchange.notes, "sent"),
            )
        )
        self._inner(exchange)
        self.steps.append(
            Step(
                ANSWER,
                target,
                source,
                sayings.answered(exchange),
                _answer_line(exchange),
                exchange.at + exchange.ms / 1000,
                BAD if _refused(exchange) else OPEN,
                parts=_answer_parts(exchange),
                tokens=_tokens(exchange.notes, "given"),
            )
        )

    def _inner(self, exchange: Exchange) -> None:
        group: list[Note] = []
        events: list[Note | Call] = [*exchange.notes, *exchange.calls]
        for event in sorted(events, key=lambda each: each.ms):
            if isinstance(event, Call):
                # Between a token and its checks the keys may have to be fetched.
                if len(group) != 1 or group[0].kind != "token":
                    self._look(exchange, group)
                    group = []
                self._call(exchange, event)
            elif event.kind == "token":
                self._look(exchange, group)
                group = [event]
            elif event.kind in ("passed", "failed"):
                group.append(event)
        self._look(exchange, group)

    def _look(self, exchange: Exchange, group: Sequence[Note]) -> None:
        """Draw what a member looks at by itself: a token if there is one, and the checks."""
        if not group:
            return
        token = group[0] if group[0].kind == "token" else None
        found = _checks(group, self.rules)
        held = sum(check.state == GOOD for check in found)
        bad = next((check for check in found if check.state == BAD), None)
        what = f"looks at the {token.name}" if token else "looks at it"
        said = f"{what}: {held} {'check holds' if held == 1 else 'checks hold'}"
        self.steps.append(
            Step(
                LOOK,
                exchange.member,
                exchange.member,
                f"{said}, one does not" if bad else said,
                bad.title if bad else "",
                exchange.at + group[-1].ms / 1000,
                BAD if bad else GOOD,
                tokens=(_token(token),) if token and token.claims else (),
                checks=found,
            )
        )

    def _call(self, exchange: Exchange, call: Call) -> None:
        """Draw what one member asks of another, with what that one has recorded of it."""
        child = self._child(exchange, call)
        target = self.hosts.get(call.host, call.host)
        began = exchange.at + call.ms / 1000
        self.steps.append(
            Step(
                REQUEST,
                exchange.member,
                target,
                sayings.purpose(call.method, call.path),
                f"{call.method} {call.path}",
                began,
                parts=_parts(
                    ("In the address", call.query),
                    ("In the body", call.fields),
                    ("Who asks", (("Authorization", call.auth),) if call.auth else ()),
                ),
                tokens=tuple(_token(each) for each in call.sent),
            )
        )
        if child is not None:
            self.drawn.add(child.id)
            self._inner(child)
        wrong = bool(call.error) or sayings.went_wrong(call.status)
        self.steps.append(
            Step(
                ANSWER,
                target,
                exchange.member,
                sayings.reply(call.status, call.error),
                call.error or str(call.status),
                began + call.took / 1000,
                BAD if wrong else OPEN,
                parts=_parts(("The answer", call.answer), *_deeds(child)),
                tokens=tuple(_token(each) for each in call.given),
            )
        )

    def _child(self, exchange: Exchange, call: Call) -> Exchange | None:
        for each in self.flow.exchanges:
            same = each.parent == exchange.id and each.path == call.path and each.host == call.host
            if same and each.id not in self.drawn:
                return each
        return None


def _refused(exchange: Exchange) -> bool:
    failed = any(note.kind == "failed" for note in exchange.notes)
    return sayings.went_wrong(exchange.status) or failed


def _answer_line(exchange: Exchange) -> str:
    line = str(exchange.status)
    return f"{line} → {exchange.leads_to}" if exchange.leads_to else line


def _parts(*given: tuple[str, Iterable[Pair]]) -> tuple[Part, ...]:
    return tuple(Part(title, tuple(rows)) for title, rows in given if rows)


def _request_parts(exchange: Exchange) -> tuple[Part, ...]:
    who = exchange.arrived_as or "nobody known"
    return _parts(
        ("In the address", exchange.query),
        ("In the body", exchange.fields),
        ("Cookies", exchange.cookies),
        (
            "Who asks",
            (
                ("known as", who),
                *((("Authorization", exchange.auth),) if exchange.auth else ()),
                ("program", exchange.program),
                ("host", exchange.host),
                ("request", exchange.id),
            ),
        ),
    )


def _answer_parts(exchange: Exchange) -> tuple[Part, ...]:
    page = (("page", exchange.page),) if exchange.page else ()
    words = (("says", exchange.words),) if exchange.words else ()
    return _parts(
        ("Leads to", (("address", exchange.leads_to),) if exchange.leads_to else ()),
        ("Shown", (*page, *words)),
        ("Cookies set", exchange.set),
        ("The answer", exchange.answer),
        *_deeds(exchange),
    )


def _deeds(exchange: Exchange | None) -> tuple[tuple[str, tuple[Pair, ...]], ...]:
    if exchange is None:
        return ()
    noted = tuple((note.name, note.words) for note in exchange.notes if note.kind == "deed")
    return (("Noted in the audit trail", noted),)


def _tokens(notes: Iterable[Note], kind: str) -> tuple[Token, ...]:
    return tuple(_token(note) for note in notes if note.kind == kind and note.claims)


def _token(note: Note) -> Token:
    return Token(note.name.replace("_", " "), note.header, note.claims)


def _checks(group: Sequence[Note], rules: Rules) -> tuple[Check, ...]:
    """Return the checks of a group, each once, and those that were not reached any more."""
    notes = {note.name: note for note in group if note.kind in ("passed", "failed")}
    found = [_check(note, rules) for note in notes.values()]
    passed = frozenset(note.name for note in notes.values() if note.kind == "passed")
    failed = next((note.name for note in notes.values() if note.kind == "failed"), "")
    for name in checks.not_reached(passed, failed):
        if name not in notes:
            title, rule = checks.CHECKS[name]
            found.append(Check(title, rule, OPEN))
    return tuple(found)


def _check(note: Note, rules: Rules) -> Check:
    state = GOOD if note.kind == "passed" else BAD
    if note.name in rules:
        says, fix = rules[note.name]
        return Check(says, note.name, state, note.words, fix)
    title, rule = checks.CHECKS.get(note.name, (note.name, ""))
    return Check(title, rule, state, note.words)
