"""What is in a PDF, read once: all that the court's rules and the redaction checker go by.

The facts cross a pipe as JSON. They come from a process that has read somebody's file, so what
arrives is checked field by field before it is believed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Final, Literal

#: Why a reading ended before its end; empty if it did not.
Limit = Literal["", "time", "memory", "objects", "died", "busy"]
LIMITS: Final[tuple[Limit, ...]] = ("", "time", "memory", "objects", "died", "busy")


class BadFactsError(ValueError):
    """What arrived is not what a reading writes."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a reading may use up, and how much of the text it hands on.

    :ivar seconds: real time, after which the process is ended from outside.
    :ivar objects: dictionaries, streams and arrays that are looked at.
    :ivar expanded: bytes of page content after decompression, all pages together.
    :ivar operations: drawing operations, all pages together.
    """

    seconds: float = 30.0
    cpu_seconds: int = 15
    memory: int = 1024 * 1024 * 1024
    objects: int = 400_000
    expanded: int = 64 * 1024 * 1024
    operations: int = 1_000_000
    pages: int = 2_000
    characters: int = 1_000_000
    page_characters: int = 40_000


@dataclass(frozen=True, slots=True)
class PageSize:
    """Pages of one size in points, as shown: the first of them, and how many they are."""

    width: float
    height: float
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Covered:
    """Text that is still there below a dark box; `box` is left, bottom, right, top in points."""

    page: int
    box: tuple[float, float, float, float]
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a reading found.

    :ivar locked: a password is needed to open it; then nothing else is known.
    :ivar other_actions: where and what, as ``OpenAction:GoTo``, ``AA:URI``, ``Click:SubmitForm``.
    :ivar embedded_files: how many, wherever they hang.
    :ivar media: kinds such as ``Screen``, ``RichMedia``, ``Sound``.
    :ivar form_fields: fields of the form, `signatures` among them.
    :ivar has_text: page by page, as far as pages were looked at.
    :ivar objects: how many were looked at.
    :ivar problems: what a reader had to mend or could not read.
    :ivar texts: the words of each page, as far as they were read.
    :ivar partial: the text was too long to be read whole.
    """

    size: int
    is_pdf: bool = False
    readable: bool = False
    version: str = ""
    encrypted: bool = False
    locked: bool = False
    javascript: int = 0
    launch_actions: int = 0
    other_actions: tuple[str, ...] = ()
    embedded_files: int = 0
    media: tuple[str, ...] = ()
    form_fields: int = 0
    signatures: int = 0
    xfa: bool = False
    hyperlinks: int = 0
    pages: int = 0
    page_sizes: tuple[PageSize, ...] = ()
    has_text: tuple[bool, ...] = ()
    objects: int = 0
    problems: tuple[str, ...] = ()
    limit: Limit = ""
    partial: bool = False
    texts: tuple[str, ...] = field(default=(), repr=False)
    covered: tuple[Covered, ...] = ()

    @property
    def has_form(self) -> bool:
        """Say whether somebody could fill something in."""
        return bool(self.form_fields or self.xfa)

    @property
    def pages_without_text(self) -> tuple[int, ...]:
        """The numbers of the pages on which nothing can be searched for."""
        return tuple(n for n, found in enumerate(self.has_text, start=1) if not found)


def to_json(facts: PdfFacts) -> str:
    """Write facts down."""
    told = {each.name: getattr(facts, each.name) for each in fields(facts)}
    told["page_sizes"] = [[p.width, p.height, p.first, p.count] for p in facts.page_sizes]
    told["covered"] = [[c.page, list(c.box), c.text] for c in facts.covered]
    return json.dumps(told)


def from_json(text: str) -> PdfFacts:
    """Read facts that `to_json` has written.

    :raises BadFactsError: if it is anything else.
    """
    try:
        told = json.loads(text)
        if not isinstance(told, dict) or set(told) != set(_READERS):
            raise BadFactsError("not the fields of facts")
        return PdfFacts(**{name: read(told[name]) for name, read in _READERS.items()})
    except (ValueError, TypeError, RecursionError) as error:
        raise BadFactsError(str(error)) from None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadFactsError("not a flag")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadFactsError("not a count")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadFactsError("not a number")
    return float(value)


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise BadFactsError("not a text")
    return value


def _limit(value: object) -> Limit:
    return next(each for each in LIMITS if each == _words(value)) if value in LIMITS else _bad()


def _bad() -> Limit:
    raise BadFactsError("not a limit")


def _each(read: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    def several(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise BadFactsError("not a list")
        return tuple(read(each) for each in value)

    return several


def _page_size(value: Any) -> PageSize:
    width, height, first, count = value
    return PageSize(_number(width), _number(height), _count(first), _count(count))


def _covered(value: Any) -> Covered:
    page, (left, bottom, right, top), text = value
    box = (_number(left), _number(bottom), _number(right), _number(top))
    return Covered(_count(page), box, _words(text))


_READERS: Final[Mapping[str, Callable[[object], Any]]] = MappingProxyType(
    {
        "size": _count,
        "is_pdf": _flag,
        "readable": _flag,
        "version": _words,
        "encrypted": _flag,
        "locked": _flag,
        "javascript": _count,
        "launch_actions": _count,
        "other_actions": _each(_words),
        "embedded_files": _count,
        "media": _each(_words),
        "form_fields": _count,
        "signatures": _count,
        "xfa": _flag,
        "hyperlinks": _count,
        "pages": _count,
        "page_sizes": _each(_page_size),
        "has_text": _each(_flag),
        "objects": _count,
        "problems": _each(_words),
        "limit": _limit,
        "partial": _flag,
        "texts": _each(_words),
        "covered": _each(_covered),
    }
)
