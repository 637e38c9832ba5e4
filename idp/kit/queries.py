"""Reading what the kit asks about, and its runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.billing.models import LedgerEntry
from idp.kit.models import KitRun
from idp.locator.models import LocatorCase, LocatorParty
from idp.signin.models import CsoToken
from shared.db import SHARED_WORLD
from shared.ids import digest

#: A name that more cases have is no name to search for.
MOST_CASES: Final = 12
#: So many names are drawn from.
NAMES: Final = 60


def run(session: Session, *, token: str, owner: str) -> KitRun | None:
    """Return a run of the kit of one owner."""
    return session.scalar(
        select(KitRun).where(KitRun.token == token, KitRun.owner_subject == owner)
    )


def runs_of(session: Session, *, owner: str, most: int) -> Sequence[KitRun]:
    """Return somebody's newest runs."""
    statement = select(KitRun).where(KitRun.owner_subject == owner)
    return session.scalars(statement.order_by(KitRun.id.desc()).limit(most)).all()


def charged(session: Session, *, account_number: str, client_code: str) -> int | None:
    """Return what an account was charged under a client code, in cents; None for nothing at all."""
    found: int | None = session.scalar(
        select(func.sum(LedgerEntry.cents))
        .join(Account, Account.id == LedgerEntry.account_id)
        .where(
            Account.account_number == account_number,
            LedgerEntry.client_code == client_code,
            LedgerEntry.accrues.is_(True),
        )
    )
    return found


def cso_token(session: Session, *, token: str) -> CsoToken | None:
    """Return what is known of a token that `cso-auth` handed out, live or not."""
    return session.get(CsoToken, digest(token))


def party_names(session: Session) -> Sequence[tuple[str, str]]:
    """Return last and first names that parties of several cases have, but not of too many."""
    count = func.count(func.distinct(LocatorParty.case_pk))
    statement = (
        select(LocatorParty.last, LocatorParty.first)
        .join(LocatorCase, LocatorCase.id == LocatorParty.case_pk)
        .where(LocatorCase.world == SHARED_WORLD, LocatorParty.alias_type == "")
        .group_by(LocatorParty.last, LocatorParty.first)
        .having(count.between(1, MOST_CASES))
        .order_by(count.desc(), LocatorParty.last, LocatorParty.first)
    )
    return [(last, first) for last, first in session.execute(statement.limit(NAMES))]


def cases_of_party(session: Session, *, last: str, first: str) -> list[str]:
    """Return the cases that have a party of a name, as `court number` of the case locator."""
    statement = (
        select(LocatorCase.pcl_id, LocatorCase.number_full)
        .join(LocatorParty, LocatorParty.case_pk == LocatorCase.id)
        .where(
            LocatorCase.world == SHARED_WORLD,
            LocatorParty.last_key.startswith(last.lower(), autoescape=True),
        )
        .distinct()
    )
    if first:
        key = LocatorParty.first_key.startswith(first.lower(), autoescape=True)
        statement = statement.where(key)
    return sorted(f"{court} {number}" for court, number in session.execute(statement))
