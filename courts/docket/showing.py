"""Which entries and papers of one case somebody sees: the one decision, asked once per kind.

A docket of ten thousand entries asks the same question ten thousand times; its answer depends on
a handful of facts, so it is kept for as long as one report is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from courts.access.deciding import CaseFacts, Channel, ItemFacts, Viewer, decide
from courts.docket.facts import by_court

#: Levels whose answer depends on who filed, or when: these are asked for each paper anew.
_VARYING: Final = frozenset({"applicable_party", "ex_parte", "transcript"})


class Told(Protocol):
    """What the decision reads of an entry: a bare value of `lines`, or the row itself."""

    @property
    def event(self) -> str:
        """Return the key of its event."""

    @property
    def access(self) -> str:
        """Return its level."""

    @property
    def opinion(self) -> bool:
        """Say whether it is an opinion."""

    @property
    def filed_on(self) -> date:
        """Return the day of filing."""

    @property
    def filers(self) -> Any:
        """Return who filed it: names, or their JSON."""

    @property
    def user_id(self) -> int:
        """Return the account that filed it, 0 if none."""


@dataclass(slots=True)
class Answers:
    """What is known of all entries of one kind: whether their words are shown, and their papers by
    the level that each has for itself.
    """

    showing: Showing
    entry: bool
    _papers: dict[str, bool] = field(default_factory=dict)

    def paper(self, line: Told, level: str) -> bool:
        """Say whether a paper of an entry of this kind may be opened."""
        found = self._papers.get(level)
        if found is None:
            found = self.showing.ask(line, level)
            if level not in _VARYING:
                self._papers[level] = found
        return found


@dataclass(slots=True)
class Showing:
    """What one viewer sees of one case on one day, by one way."""

    viewer: Viewer
    case: CaseFacts
    today: date
    channel: Channel = Channel.DOCKET
    _known: dict[tuple[str, str, bool], Answers] = field(default_factory=dict)
    _future: Answers = field(init=False)

    def __post_init__(self) -> None:
        """Know what is shown of entries that are not filed yet: nothing."""
        self._future = Answers(self, False)

    def of(self, line: Told) -> Answers:
        """Return what is known of an entry's kind; asked for each entry, so made but once."""
        if line.filed_on > self.today:
            return self._future
        key = (line.access, line.event, line.opinion)
        found = self._known.get(key)
        if found is None:
            found = Answers(self, self.ask(line, None))
            if line.access not in _VARYING:
                self._known[key] = found
        return found

    def entry(self, line: Told) -> bool:
        """Say whether the words of an entry are shown."""
        return self.of(line).entry

    def paper(self, line: Told, level: str) -> bool:
        """Say whether a paper of an entry may be opened; `level` is the paper's own, or empty."""
        return self.of(line).paper(line, level)

    def ask(self, line: Told, level: str | None) -> bool:
        """Ask the decision about an entry (`level` None) or about a paper of it."""
        item = ItemFacts(
            entry_access=line.access,
            paper_access=level or "",
            opinion=line.opinion,
            by_court=by_court(line.event),
            filed_on=line.filed_on,
            filers=frozenset(names(line.filers)),
            user_id=line.user_id,
            is_paper=level is not None,
        )
        return decide(self.viewer, self.case, item, channel=self.channel, today=self.today).allowed


def names(told: Any) -> Sequence[Any]:
    """Return a list that a column holds, as a list or as its JSON."""
    if isinstance(told, str):
        found = json.loads(told) if told not in ("", "[]") else ()
        return found if isinstance(found, list) else ()
    return tuple(told)
