"""Who is in a court when it is planted, by its own calendar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

import courts.cli
from courts.accounts.models import CourtUser, StaffMember
from shared.ids import subject_of
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench

Make = Callable[[str, str], Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return lambda court, when: bench.build(tmp_path, court, when)


def users(court: Bench) -> list[CourtUser]:
    """Everybody in the court."""
    with court.database.reading() as session:
        return list(session.scalars(select(CourtUser).order_by(CourtUser.id)))


def test_planting_twice_changes_nothing(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    before = [(u.id, u.login_name, u.password_hash) for u in users(ctd)]
    courts.cli.plant(ctd.app, bench.PEOPLE.values())
    assert [(u.id, u.login_name, u.password_hash) for u in users(ctd)] == before


def test_links_and_registrations_wait_for_go_live(make: Make) -> None:
    ctd = make("ctd", "2004-12")
    assert users(ctd), "somebody has a login in 2004"
    assert [u for u in users(ctd) if u.linked_subject or u.origin == "registered"] == []
    assert all(u.created_at <= ctd.clock() for u in users(ctd))


def test_the_default_era_knows_linked_registered_and_staff(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    linked = ctd.user("ct20480")
    assert linked.linked_subject == subject_of("attorney_ctd")
    assert not ctd.passwords.verify(linked.password_hash, "cedar-ctd-24")
    registered = [u for u in users(ctd) if u.origin == "registered"]
    assert [u.linked_subject for u in registered] == [subject_of("registered")]
    assert all(u.login_name is None and u.password_hash is None for u in registered)
    with ctd.database.reading() as session:
        staff = list(session.scalars(select(StaffMember.subject)))
    assert staff == [subject_of("clerk_ctd")]


def test_a_link_of_tomorrow_is_not_made_yet(make: Make) -> None:
    ctd = make("ctd", "2017-12-11")
    assert ctd.user("ct21907").linked_subject == subject_of("attorney_everywhere")
    assert ctd.user("ct20480").linked_subject is None
