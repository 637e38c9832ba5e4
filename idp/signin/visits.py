"""What became of the members that a session has been to, for the page after log-out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from shared.errors import Refusal
from shared.federation import Family, Federation

CLOSED: Final = "Your session there is closed."
CLOSED_HERE: Final = "Your session here, Manage My Account and the case locator are closed."
CLIENT_WAITING: Final = (
    "It has not acknowledged the log-out: it takes no notice of log-outs, or could not be reached."
)
WAITING: Final = (
    "This court could not be reached at once. It is told again until it answers; until then a page "
    "of it that is still open may work."
)


class VisitFacts(Protocol):
    """A visit as the database has it."""

    @property
    def member(self) -> str:
        """Return the member's id."""

    @property
    def told_at(self) -> datetime | None:
        """Return when the member acknowledged the log-out."""


@dataclass(frozen=True, slots=True)
class VisitShown:
    """One line of the page after log-out."""

    member: str
    title: str
    url: str
    closed: bool
    words: str


def show(
    visits: Iterable[VisitFacts],
    federation: Federation,
    family: Family,
    *,
    clients: Mapping[str, tuple[str, str]],
) -> tuple[VisitShown, ...]:
    """Return a line for PACER itself and for every member visited (docs/decisions.md).

    :param clients: title and address of what was visited and is no member, by its name.
    """
    idp = federation.idp
    lines = [
        VisitShown(
            idp.id,
            idp.title,
            federation.url(idp, "/", role="home", family=family),
            True,
            CLOSED_HERE,
        )
    ]
    for visit in visits:
        closed = visit.told_at is not None
        if visit.member in clients:
            title, url = clients[visit.member]
            words = CLOSED if closed else CLIENT_WAITING
            lines.append(VisitShown(visit.member, title, url, closed, words))
            continue
        try:
            member = federation.member(visit.member)
        except Refusal:  # a court that has left the federation since
            continue
        if not member.is_court:
            continue
        lines.append(
            VisitShown(
                member.id,
                member.title,
                federation.url(member, "/", family=family),
                closed,
                CLOSED if closed else WAITING,
            )
        )
    return tuple(lines)
