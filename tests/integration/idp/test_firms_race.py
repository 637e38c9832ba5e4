"""One invitation answered twice at once, one person taken by two firms at once: one wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from idp import models
from idp.accounts import queries as accounts
from idp.billing.models import Payer
from idp.firms import service, states
from idp.firms.models import Membership
from shared.db import Database
from shared.errors import Refusal
from tests import racing
from tests.integration.idp.oidc.rp import account_row

NOW = datetime(2021, 11, 15, 14, 0, tzinfo=UTC)
ROUNDS = 5


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return an identity provider's database, of the kind that `--database` names."""
    with racing.database(request, tmp_path, models.METADATAS) as made:
        yield made


def account(database: Database, name: str, number: int, kind: str = "individual") -> int:
    """Store an account and return its key."""
    with database.writing() as session:
        row = account_row(name, kind=kind, account_number=str(number))
        session.add(row)
        session.flush()
        return row.id


def invited(database: Database, paa_id: int, member_id: int) -> int:
    """Let a firm ask somebody; return the key of the request."""
    with database.writing() as session:
        paa = accounts.by_id(session, account_id=paa_id)
        member = accounts.by_id(session, account_id=member_id)
        assert paa is not None
        assert member is not None
        return service.invite(session, paa=paa, member=member, cost_center="", now=NOW).id


def accepted(database: Database, member_id: int, membership_id: int) -> str:
    """Accept a request; return how that went."""
    try:
        with database.writing() as session:
            member = accounts.by_id(session, account_id=member_id)
            assert member is not None
            service.accept(session, member=member, membership_id=membership_id, now=NOW)
    except Refusal as refusal:
        return refusal.code
    return "accepted"


def payers(database: Database, member_id: int) -> int:
    """Count who pays for an account, now."""
    with database.reading() as session:
        found = select(func.count(Payer.id)).where(
            Payer.account_id == member_id, Payer.until.is_(None)
        )
        return session.scalar(found) or 0


def test_one_invitation_is_accepted_once_in_parallel(database: Database) -> None:
    firm = account(database, "firm", 7000000, "paa")
    for turn in range(ROUNDS):
        who = account(database, f"person{turn}", 7100000 + turn)
        request = invited(database, firm, who)
        told = racing.at_once([partial(accepted, database, who, request)] * 8)
        assert Counter(told)["accepted"] == 1, told
        assert set(told) <= {"accepted", "gone", "in_a_paa"}
        assert payers(database, who) == 1


def test_one_person_is_taken_by_one_firm_in_parallel(database: Database) -> None:
    firms = [account(database, f"firm{n}", 7000000 + n, "paa") for n in range(6)]
    for turn in range(ROUNDS):
        who = account(database, f"person{turn}", 7100000 + turn)
        requests = [invited(database, firm, who) for firm in firms]
        told = racing.at_once([partial(accepted, database, who, each) for each in requests])
        assert Counter(told) == {"accepted": 1, "in_a_paa": 5}
        assert payers(database, who) == 1
        with database.reading() as session:
            rows = session.scalars(select(Membership).where(Membership.member_id == who)).all()
            assert Counter(row.state for row in rows) == {states.ACCEPTED: 1, states.INVITED: 5}


def test_one_firm_asks_a_person_once_in_parallel(database: Database) -> None:
    firm = account(database, "firm", 7000000, "paa")
    who = account(database, "person", 7100000)

    def ask() -> str:
        try:
            invited(database, firm, who)
        except Refusal as refusal:
            return refusal.code
        return "asked now"

    assert Counter(racing.at_once([ask] * 8)) == {"asked now": 1, "asked": 7}
