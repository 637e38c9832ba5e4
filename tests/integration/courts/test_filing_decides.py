"""No paper comes to a docket without the one decision, whoever files what, where and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from courts.cases import queries as cases
from courts.cases.models import Party
from courts.docket.models import Entry
from courts.filing import queries, service
from courts.filing.models import Submission
from courts.kinds import catalogue, policies, profiles
from courts.kinds.filings import Filer, Filing
from courts.permissions import CourtUserFacts, FilingFacts, PacerFacts, SessionFacts, may_file
from tests.integration.courts import bench as benches
from tests.integration.courts import records
from tests.integration.courts.bench import Bench

EVENTS = catalogue.of_menus("civil", "criminal")
KEYS = sorted(key for key, event in EVENTS.events.items() if event.menu == "Civil")
MOMENTS = (
    datetime(2004, 12, 13, 17, tzinfo=UTC),
    datetime(2016, 5, 2, 17, tzinfo=UTC),
    datetime(2021, 11, 15, 17, tzinfo=UTC),
)
ACCOUNTS = st.one_of(
    st.none(),
    st.builds(
        CourtUserFacts,
        role=st.sampled_from(policies.ROLES),
        status=st.sampled_from(("active", "unpaid", "disabled")),
        origin=st.sampled_from(("old", "registered")),
        linked=st.booleans(),
        temporary_password=st.booleans(),
    ),
)


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One court for all examples; each rolls back what it wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        yield benches.build(tmp_path_factory.mktemp("decides"), "ctd", "2021-11", world="none")


@dataclass(frozen=True)
class Try:
    """Who tries to file what, when."""

    key: str
    login: str
    staff: str | None
    user: CourtUserFacts | None
    kind: str
    overdue: bool
    now: datetime
    closed: bool


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    tried=st.builds(
        Try,
        key=st.sampled_from(KEYS),
        login=st.sampled_from(("none", "pacer", "court")),
        staff=st.sampled_from((None, "clerk")),
        user=ACCOUNTS,
        kind=st.sampled_from(("individual", "shared", "paa")),
        overdue=st.booleans(),
        now=st.sampled_from(MOMENTS),
        closed=st.booleans(),
    )
)
def test_an_entry_comes_of_it_if_and_only_if_the_decision_allows(court: Bench, tried: Try) -> None:
    member, now = court.member, tried.now
    facts = FilingFacts(
        go_live=member.live_at,
        legacy_cutoff=member.cutoff_at,
        session=SessionFacts(tried.login, tried.staff),  # type: ignore[arg-type]
        account=PacerFacts(kind=tried.kind) if tried.login == "pacer" else None,  # type: ignore[arg-type]
        court_user=tried.user,
        fees_overdue=tried.overdue,
    )
    bench = service.Bench(
        EVENTS,
        policies.policy_for("district", "ctd"),
        profiles.profile("district").numbers,
        ZoneInfo(member.timezone),
    )
    event, filer = EVENTS.event(tried.key), Filer(user_id=77, name="A B", signature="B, A")
    case_id = records.case_id(court, 21)
    work = court.database.begin(world=0)
    session = work.session
    try:
        row = cases.by_id(session, case_id)
        assert row is not None
        row.terminated_on = now.date() - timedelta(days=1) if tried.closed else None
        party = session.scalars(select(Party.id).where(Party.case_id == case_id)).first()
        assert party is not None
        filing = Filing(
            case_id,
            (tried.key,),
            filers=(party,),
            against=(party,),
            answers={each.name: "words" for each in event.prompts},
        )
        standing = queries.standing(session, cases.whole(session, row), filer, now.date())
        asked = replace(facts, case=standing, event=queries.asked(event))
        allowed = may_file(asked, policy=bench.policy, now=now).allowed
        before = session.scalar(select(func.count()).select_from(Entry))
        try:
            made = service.submit_filing(
                session,
                filing,
                filer=filer,
                facts=facts,
                bench=bench,
                now=now,
                today=now.date(),
            )
        except service.NotAllowedError:
            assert not allowed
            assert session.scalar(select(func.count()).select_from(Entry)) == before
            assert session.scalar(select(func.count()).select_from(Submission)) == 0
        else:
            assert allowed
            assert not event.by_court
            assert made.view.entry.filers
            assert session.scalar(select(func.count()).select_from(Entry)) == (before or 0) + 1
    finally:
        work.close()
