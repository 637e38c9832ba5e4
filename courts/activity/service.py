"""Naming filing agents: nothing holds before Submit on the account screen (facts 2.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser, FilingAgent
from courts.activity import queries

PAYS, PAYS_NOT, REMOVE = "pays", "not", "remove"
#: What was chosen and not submitted yet.
ASKED: Final = frozenset({PAYS, PAYS_NOT, REMOVE})


def choose(session: Session, *, principal_id: int, agent: CourtUser, asked: str) -> None:
    """Keep what a principal chose for an agent until they press Submit."""
    row = queries.link(session, principal_id, agent.id)
    if row is None:
        if asked == REMOVE:
            return
        row = FilingAgent(agent_id=agent.id, principal_id=principal_id)
        session.add(row)
    row.asked = asked
    if asked == REMOVE and (row.since is None or row.ended_at is not None):
        row.asked = ""
    session.flush()


def submit(session: Session, *, principal_id: int, now: datetime) -> list[str]:
    """Let what was chosen hold; return what became of whom, in words for the audit."""
    done = []
    for each in queries.agents_of(session, principal_id):
        asked = each.link.asked
        if asked == REMOVE:
            each.link.ended_at = now
        elif asked in ASKED:
            if each.link.since is None or each.link.ended_at is not None:
                each.link.since = now
            each.link.ended_at, each.link.pays = None, asked == PAYS
        if asked:
            done.append(f"{each.user.display_name}: {asked}")
        each.link.asked = ""
    session.flush()
    return done
