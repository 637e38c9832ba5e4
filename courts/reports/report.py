"""A report as a value: what it asks, how it sorts, what its table shows.

One runner shows the form, reads it, finds the rows and bills them: `views.run`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from courts.cases.search import Typed, one
from courts.cases.typed import Days, days, written
from courts.kinds.inquiry import Choices
from shared.money import Sold

#: A page of a report shows no more rows; each page is billed by what it shows.
PER_PAGE: Final = 100
MISSING: Final = "Enter both dates of the range."
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Field:
    """One question: a text, one of several, several of several, or a date range.

    `to` is the name of the field of the last day of a range, and `needed` says that both days
    must be there.
    """

    name: str
    label: str
    type: Literal["text", "case", "one", "many", "days", "tick"] = "text"
    choices: Choices = ()
    default: str = ""
    to: str = ""
    needed: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers by the names of the fields; `words` are the criteria for the receipt."""

    texts: Mapping[str, str] = field(default_factory=lambda: _NONE)
    many: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    spans: Mapping[str, Days] = field(default_factory=lambda: _NONE)
    words: str = ""

    def text(self, name: str) -> str:
        """Return what was typed or chosen; empty if it was not asked."""
        return self.texts.get(name, "")

    def some(self, name: str) -> tuple[str, ...]:
        """Return all that was chosen; nothing means all."""
        return self.many.get(name, ())

    def span(self, name: str) -> Days:
        """Return a range of dates; open at both ends if it was not asked."""
        return self.spans.get(name, Days())


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a result are wanted; `most` 0 means all of them."""

    first: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one page of a report, in the order of its columns, and how many there are."""

    total: int
    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `find` takes what was asked and which rows are wanted.

    It refuses at a field what only the database can tell to be wrong. `per_page` is 0 for a report
    on one page; `by_date` says that the date stands in the first column.
    """

    path: str
    title: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    find: Callable[[Asked, Window], Found]
    empty: str
    sold: Sold = Sold.REPORT
    template: str = "reports/_table.html"
    button: str = "Run Report"
    per_page: int = PER_PAGE
    by_date: bool = False


def read(fields: Sequence[Field], typed: Typed) -> tuple[Asked, dict[str, str]]:
    """Read the answers: what was asked, and what is wrong by the name of the field."""
    texts: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    spans: dict[str, Days] = {}
    wrong: dict[str, str] = {}
    words: list[str] = []
    for each in fields:
        if each.type == "days":
            span, problems = days(*((name, one(typed, name)) for name in (each.name, each.to)))
            if each.needed and not problems and not span.length:
                problems = {each.name: MISSING}
            spans[each.name] = span
            wrong.update(problems)
            told = " to ".join(filter(None, (written(span.first), written(span.last))))
        elif each.type == "many":
            known = dict(each.choices)
            chosen = (value for value in typed.get(each.name, ()) if value in known)
            many[each.name] = tuple(dict.fromkeys(chosen))
            told = ", ".join(many[each.name])
        else:
            value = one(typed, each.name)
            if each.type == "one" and value not in dict(each.choices):
                value = each.default
            texts[each.name] = value
            told = value
        if told:
            words.append(f"{each.label}: {told}")
    return Asked(texts, many, spans, " ".join(words)), wrong


def pages(total: int, per_page: int) -> int:
    """Return how many pages so many rows take; nothing found is one."""
    return max(1, -(-total // per_page)) if per_page else 1


def page_of(text: str) -> int:
    """Read which page is wanted; what is no page is the first."""
    fine = text.isascii() and text.isdigit() and len(text) < len("1000000")
    return max(int(text), 1) if fine else 1
