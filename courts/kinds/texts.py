"""Docket text: how an event becomes the sentence of its entry (facts 3.3).

``EVENT TITLE [with relief] [re n DOC] by <Party>. (Attachments: # 1 <Category> <Description>, # 2
...)(Last, First) (Entered: mm/dd/yyyy)``. Appellate entries end with their number and the case's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from string import Formatter
from types import MappingProxyType
from typing import Any, Final

from courts.kinds.catalogue import Event
from shared.errors import Refusal

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_FORMATTER: Final = Formatter()
#: How the words of an entry begin that the court has struck.
STRICKEN: Final = "STRICKEN: "


@dataclass(frozen=True, slots=True)
class Referred:
    """An earlier entry that this one refers to."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment as the filer named it: category and description are simply put together."""

    category: str = ""
    description: str = ""

    @property
    def words(self) -> str:
        """The words of the docket text: `Exhibit Exhibit A` if somebody wrote it twice."""
        return " ".join(part for part in (self.category, self.description) if part)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one filing says.

    ``reliefs`` are further motions in the same paper. ``answers`` are the answers to the event's
    prompts by name, ready to print. ``prefix`` is the word chosen on "Modify as Appropriate"
    (AMENDED, EMERGENCY ...), ``free`` what was typed there.
    """

    filers: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    refers: tuple[Referred, ...] = ()
    reliefs: tuple[Event, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    judge: str = ""
    case: str = ""
    court: str = ""
    prefix: str = ""
    free: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """Who entered the filing and when; `on` is the court's day."""

    by: str
    on: date


class UnansweredError(Refusal):
    """An event's question was not answered."""

    def __init__(self, name: str) -> None:
        super().__init__("unanswered", "Answer this question to go on.", field=name)


def sentence(event: Event, facts: Facts) -> str:
    """Return what an event says, without attachments and signature.

    :raises UnansweredError: code `unanswered`, at the prompt that has no answer.
    """
    for prompt in event.prompts:
        if prompt.required and not facts.answers.get(prompt.name, "").strip():
            raise UnansweredError(prompt.name)
    values = _values(facts) | {
        prompt.name: facts.answers.get(prompt.name, "") for prompt in event.prompts
    }
    text = event.text
    if event.relief:
        before, _, after = text.partition("{relief}")
        events = (event, *facts.reliefs)
        reliefs = ", ".join(f"{before}{_filled(each.relief, values)}" for each in events)
        said = reliefs + _filled(after, values)
    else:
        said = _filled(text, values)
    return _tidy(f"{facts.prefix} {said}" if facts.prefix else said)


def attachments(attached: Sequence[Attached]) -> str:
    """Return the clause that lists attachments; empty without any."""
    if not attached:
        return ""
    listed = ", ".join(f"# {n} {each.words}" for n, each in enumerate(attached, start=1))
    return f" (Attachments: {listed})"


def docket_text(
    event: Event,
    facts: Facts,
    *,
    entered: Entered,
    attached: Sequence[Attached] = (),
    modified: Sequence[Entered] = (),
) -> str:
    """Return the whole text of an entry in a district or bankruptcy court.

    :raises UnansweredError: code `unanswered`, at the prompt that has no answer.
    """
    later = "".join(f" Modified on {_short(m.on)} ({m.by})." for m in modified)
    return (
        f"{sentence(event, facts)}{attachments(attached)}({entered.by}){later}"
        f" (Entered: {_long(entered.on)})"
    )


def appellate_text(event: Event, facts: Facts, *, entry: int, initials: str) -> str:
    """Return the whole text of an entry in a court of appeals, which ends `[3355063] [21-1975]`.

    :raises UnansweredError: code `unanswered`, at the prompt that has no answer.
    """
    return f"{sentence(event, facts)} [{entry}] [{facts.case}] [Entered: {initials}]"


def _values(facts: Facts) -> dict[str, Any]:
    refers = ", ".join([f"{each.number} {each.words}" for each in facts.refers])
    return {
        **facts.answers,
        "filers": ", ".join(facts.filers),
        "against": ", ".join(facts.against),
        "re": f" re {refers}" if refers else "",
        "refs": refers,
        "judge": facts.judge,
        "case": facts.case,
        "court": facts.court,
        "free": f" {facts.free}" if facts.free else "",
        "title": "",
    }


def _filled(template: str, values: Mapping[str, Any]) -> str:
    """Fill a template; what was not asked or not answered leaves nothing."""
    parts = []
    for text, name in _parsed(template):
        parts.append(text)
        if name is not None:
            parts.append(str(values.get(name, "")))
    return "".join(parts)


@lru_cache(maxsize=1024)
def _parsed(template: str) -> tuple[tuple[str, str | None], ...]:
    """Return a template in pieces: the catalogue has a few hundred, a world fills millions."""
    return tuple((text, name) for text, name, _, _ in _FORMATTER.parse(template))


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" .", ".").replace(" ,", ",")


def _long(day: date) -> str:
    # Thrice as fast as the format of the standard library, and every entry has one.
    return f"{day.month:02d}/{day.day:02d}/{day.year:04d}"


def _short(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
