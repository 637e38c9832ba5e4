"""A recorded request, as a member tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Note:
    """What was told while the request was made: a check, a deed, a token that came or went.

    `kind` is passed, failed, deed, token (about to be checked), sent or given (with the request,
    with the answer); `header` and `claims` are those of a token.
    """

    ms: float
    kind: str
    name: str
    words: str = ""
    header: tuple[Pair, ...] = ()
    claims: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """What a member asked of somebody else during the request."""

    ms: float
    took: float
    method: str
    host: str
    path: str
    query: tuple[Pair, ...]
    fields: tuple[Pair, ...]
    auth: str
    status: int
    error: str
    answer: tuple[Pair, ...]
    sent: tuple[Note, ...]
    given: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to a member and its answer; `at` is real time in seconds."""

    id: str
    parent: str
    member: str
    at: float
    ms: float
    method: str
    host: str
    path: str
    query: tuple[Pair, ...]
    fields: tuple[Pair, ...]
    cookies: tuple[Pair, ...]
    auth: str
    caller: str
    program: str
    by_browser: bool
    url_key: str
    status: int
    leads_to: str
    leads_key: str
    set: tuple[Pair, ...]
    answer: tuple[Pair, ...]
    arrived_as: str
    name: str
    page: str
    words: str
    notes: tuple[Note, ...]
    calls: tuple[Call, ...]

    def asked(self, name: str) -> str:
        """Return a parameter of the request, empty if it has none."""
        return dict(self.fields).get(name) or dict(self.query).get(name, "")

    def did(self, *tags: str) -> bool:
        """Say whether one of these events was noted in the audit trail."""
        return any(note.kind == "deed" and note.name in tags for note in self.notes)


def read(records: Iterable[Mapping[str, Any]]) -> list[Exchange]:
    """Return recorded requests by time, each once."""
    found = {str(record["id"]) + str(record["member"]): _exchange(record) for record in records}
    return sorted(found.values(), key=lambda exchange: exchange.at)


def _exchange(record: Mapping[str, Any]) -> Exchange:
    texts = ("id", "parent", "member", "method", "host", "path", "auth", "caller", "program")
    more = ("url_key", "leads_to", "leads_key", "arrived_as", "name", "page", "words")
    lists = ("query", "fields", "cookies", "set", "answer")
    return Exchange(
        at=float(record["at"]),
        ms=float(record["ms"]),
        status=int(record["status"]),
        by_browser=record.get("trail") is True,
        notes=tuple(_note(note) for note in record.get("notes", ())),
        calls=tuple(_call(call) for call in record.get("calls", ())),
        **_given(record, texts=(*texts, *more), lists=lists),
    )


def _note(told: Mapping[str, Any], kind: str = "") -> Note:
    return Note(
        ms=float(told.get("ms", 0)),
        kind=kind or str(told.get("kind", "")),
        name=str(told.get("name", "")),
        words=str(told.get("words", "")),
        header=pairs(told.get("header", ())),
        claims=pairs(told.get("claims", ())),
    )


def _call(told: Mapping[str, Any]) -> Call:
    return Call(
        ms=float(told.get("ms", 0)),
        took=float(told.get("took", 0)),
        status=int(told.get("status", 0)),
        sent=tuple(_note(each, "sent") for each in told.get("sent", ())),
        given=tuple(_note(each, "given") for each in told.get("tokens", ())),
        **_given(
            told,
            texts=("method", "host", "path", "auth", "error"),
            lists=("query", "fields", "answer"),
        ),
    )


def _given(
    told: Mapping[str, Any], *, texts: Iterable[str], lists: Iterable[str]
) -> dict[str, Any]:
    return {
        **{name: str(told.get(name, "")) for name in texts},
        **{name: pairs(told.get(name, ())) for name in lists},
    }


def pairs(told: Iterable[Any]) -> tuple[Pair, ...]:
    """Return names and values as JSON has them."""
    return tuple((str(name), str(value)) for name, value in told)
