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


class EntryLine(Protocol):
    """The columns of an entry that the decision reads (`queries.entry_lines`)."""

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


@dataclass(slots=True)
class Showing:
    """What one viewer sees of one case on one day, by one way."""

    viewer: Viewer
    case: CaseFacts
    today: date
    channel: Channel = Channel.DOCKET
    _known: dict[tuple[str, str | None, bool, str], bool] = field(default_factory=dict)

    def entry(self, line: EntryLine) -> bool:
        """Say whether the words of an entry are shown."""
        return self._answer(line, None)

    def paper(self, line: EntryLine, level: str) -> bool:
        """Say whether a paper of an entry may be opened; `level` is the paper's own, or empty."""
        return self._answer(line, level)

    def _answer(self, line: EntryLine, level: str | None) -> bool:
        key = (line.access, level, line.opinion, line.event)
        known = self._known.get(key)
        if known is None:
            known = self._ask(line, level)
            if line.access not in _VARYING and level not in _VARYING:
                self._known[key] = known
        return known

    def _ask(self, line: EntryLine, level: str | None) -> bool:
        item = ItemFacts(
            entry_access=line.access,
            paper_access=level or "",
            opinion=line.opinion,
            by_court=by_court(line.event),
            filed_on=line.filed_on,
            filers=frozenset(names(line.filers)),
            is_paper=level is not None,
        )
        return decide(self.viewer, self.case, item, channel=self.channel, today=self.today).allowed


def names(told: Any) -> Sequence[Any]:
    """Return a list that a column holds, as a list or as its JSON."""
    if isinstance(told, str):
        found = json.loads(told) if told not in ("", "[]") else ()
        return found if isinstance(found, list) else ()
    return tuple(told)
