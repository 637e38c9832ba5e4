"""Entries and papers as the access decision sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Protocol

from courts.access.deciding import ItemFacts
from courts.kinds import catalogue


class EntryRow(Protocol):
    """The columns of an entry that the decision reads."""

    @property
    def event(self) -> str:
        """Return the key of its event in the catalogue."""

    @property
    def access(self) -> str:
        """Return its level of `catalogue.ACCESS`."""

    @property
    def opinion(self) -> bool:
        """Say whether it is a written opinion."""

    @property
    def filed_on(self) -> date:
        """Return the day of filing."""

    @property
    def filers(self) -> Sequence[str]:
        """Return the names of whoever filed it."""

    @property
    def user_id(self) -> int:
        """Return the account of this court that filed it, 0 if none."""


class PaperRow(Protocol):
    """The column of a paper that the decision reads."""

    @property
    def access(self) -> str:
        """Return its own level, empty for its entry's."""


def entry_item(entry: EntryRow) -> ItemFacts:
    """Return the facts of an entry as docket, history and feeds show it: its words."""
    return ItemFacts(
        entry_access=entry.access,
        opinion=entry.opinion,
        by_court=by_court(entry.event),
        filed_on=entry.filed_on,
        filers=frozenset(entry.filers),
        user_id=entry.user_id,
    )


def paper_item(entry: EntryRow, paper: PaperRow) -> ItemFacts:
    """Return the facts of a paper of an entry."""
    return ItemFacts(
        entry_access=entry.access,
        paper_access=paper.access,
        opinion=entry.opinion,
        by_court=by_court(entry.event),
        filed_on=entry.filed_on,
        filers=frozenset(entry.filers),
        user_id=entry.user_id,
        is_paper=True,
    )


def claim_paper_item(paper: PaperRow) -> ItemFacts:
    """Return the facts of a paper of the claims register, which has no entry."""
    return ItemFacts(paper_access=paper.access, is_paper=True)


def by_court(event: str) -> bool:
    """Say whether an event is the court's own: its orders stay open where papers are closed."""
    return event in _of_the_court()


@cache
def _of_the_court() -> frozenset[str]:
    known = catalogue.of_menus("civil", "criminal").events
    known = {**known, **catalogue.of_menus("bankruptcy", "adversary").events}
    known = {**known, **catalogue.of_menus("appellate").events}
    return frozenset(key for key, event in known.items() if event.by_court)
