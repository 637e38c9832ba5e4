"""Reading the transaction log and who files for whom; every function takes a fixed number of
queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from courts.accounts.models import ACTIVE, CourtUser, FilingAgent
from courts.cases.models import Case
from courts.docket.models import Entry
from courts.filing.models import Submission

AGENT = "filing_agent"
#: So many agents a search shows at most.
MOST = 50


@dataclass(frozen=True, slots=True)
class LogView:
    """One line of the transaction log; `number` is None without a numbered entry."""

    submission: Submission
    case: Case
    number: int | None
    agent: CourtUser | None


@dataclass(frozen=True, slots=True)
class AgentView:
    """A filing agent of somebody, or for whom an agent files."""

    link: FilingAgent
    user: CourtUser


def log(
    session: Session, user_id: int, since: datetime, until: datetime, *, limit: int
) -> tuple[LogView, ...]:
    """Return what an account filed, itself or by agents or as an agent, the latest first."""
    agent = aliased(CourtUser)
    rows = session.execute(
        select(Submission, Case, Entry.number, agent)
        .join(Case, Case.id == Submission.case_id)
        .outerjoin(Entry, Entry.id == Submission.entry_id)
        .outerjoin(agent, agent.id == Submission.agent_id)
        .where(
            or_(Submission.user_id == user_id, Submission.agent_id == user_id),
            Submission.at >= since,
            Submission.at < until,
        )
        .order_by(Submission.id.desc())
        .limit(limit)
    )
    return tuple(LogView(each, case, number, by) for each, case, number, by in rows)


def agents_of(session: Session, principal_id: int) -> tuple[AgentView, ...]:
    """Return the agents of an account, also those that are only chosen so far."""
    rows = session.execute(
        select(FilingAgent, CourtUser)
        .join(CourtUser, CourtUser.id == FilingAgent.agent_id)
        .where(
            FilingAgent.principal_id == principal_id,
            or_(
                FilingAgent.asked != "",
                FilingAgent.since.is_not(None) & FilingAgent.ended_at.is_(None),
            ),
        )
        .order_by(CourtUser.last_name, CourtUser.first_name, CourtUser.id)
    )
    return tuple(AgentView(link, user) for link, user in rows)


def principals_of(session: Session, agent_id: int) -> tuple[AgentView, ...]:
    """Return for whom an agent files now."""
    rows = session.execute(
        select(FilingAgent, CourtUser)
        .join(CourtUser, CourtUser.id == FilingAgent.principal_id)
        .where(
            FilingAgent.agent_id == agent_id,
            FilingAgent.since.is_not(None),
            FilingAgent.ended_at.is_(None),
        )
        .order_by(CourtUser.last_name, CourtUser.first_name, CourtUser.id)
    )
    return tuple(AgentView(link, user) for link, user in rows)


def find_agents(session: Session, words: str) -> Sequence[CourtUser]:
    """Return the filing agents of this court whose name contains some words."""
    statement = select(CourtUser).where(CourtUser.role == AGENT, CourtUser.status == ACTIVE)
    name = func.lower(CourtUser.first_name + " " + CourtUser.last_name)
    for word in words.lower().split()[:5]:
        statement = statement.where(name.contains(word, autoescape=True))
    return session.scalars(
        statement.order_by(CourtUser.last_name, CourtUser.first_name, CourtUser.id).limit(MOST)
    ).all()


def link(session: Session, principal_id: int, agent_id: int) -> FilingAgent | None:
    """Return the row between two accounts, whatever has become of it."""
    return session.scalar(
        select(FilingAgent).where(
            FilingAgent.principal_id == principal_id, FilingAgent.agent_id == agent_id
        )
    )


def agent(session: Session, agent_id: int) -> CourtUser | None:
    """Return a filing agent of this court by id."""
    return session.scalar(
        select(CourtUser).where(
            CourtUser.id == agent_id, CourtUser.role == AGENT, CourtUser.status == ACTIVE
        )
    )
