"""A filing in one court opens a case in another, once, whatever happens to the message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from courts.cases.models import DUE, Appearance, Case, CaseLink, Counsel, Party, Setting
from courts.docket.models import Document, Entry
from courts.notices.models import Notice
from courts.payments import protocol
from courts.payments import service as payments
from courts.payments.cards import Outcome
from courts.payments.models import FilingFee
from courts.payments.service import Card, Till
from shared import outbox
from shared.outbox import OutboxRow
from shared.personas import Persona
from shared.wire import CaseForwarded
from tests.harness import World
from tests.integration.courts.filings import pdf
from tests.integration.federation.forwarding import (
    case_of,
    file,
    inside,
    promised,
    seq_of,
)

People = dict[str, Persona]


def appeal(world: World, people: People) -> str:
    """Have Oscar appeal for the defendant of 3:19-cv-21; return the digest of the notice."""
    with inside(world, "ctd") as session:
        case = case_of(session, 21, "cv")
        party = session.scalars(
            select(Party).where(Party.case_id == case.id, Party.role == "Defendant")
        ).first()
        assert party is not None
        filed = file(
            session,
            case,
            "notice_of_appeal",
            people["attorney_everywhere"],
            filers=(party.id,),
            refers=(seq_of(session, case, "order", "opinion", "judgment", "electronic_order"),),
        )
        return filed.view.documents[0].digest


def opened(world: World, court: str) -> list[Case]:
    """Return the cases of a court that another court's filing opened in this test."""
    with world.database(court).reading() as session:
        statement = select(Case).order_by(Case.id.desc())
        return list(session.scalars(statement.where(Case.filed_on >= "2021-11-01")).all())


def entries(world: World, court: str, case_id: int) -> list[Entry]:
    with world.database(court).reading() as session:
        statement = select(Entry).where(Entry.case_id == case_id).order_by(Entry.seq)
        return list(session.scalars(statement).all())


def test_a_notice_of_appeal_opens_the_docket_of_the_circuit(world: World, people: People) -> None:
    with world.database("ca2").reading() as session:
        before = session.scalar(select(func.max(Case.id))) or 0
    digest = appeal(world, people)
    with world.database("ca2").reading() as session:
        case = session.scalars(select(Case).where(Case.id > before)).one()
        assert (case.family, case.year) == ("appellate", 2021)
        assert case.caption == "Alpha Widgets, Inc. v. Beta Gadgets LLC et al"
        facts = case.facts
        assert facts["origin_number"].startswith("3:19-cv-00021")
        assert (facts["origin_court"], facts["origin_code"]) == ("ctd", "0205-3")
        assert facts["trial_judge"].startswith("Rhea B. Robeson")
        assert facts["fee_status"] == "Due"
        parties = session.scalars(select(Party).where(Party.case_id == case.id)).all()
        assert {p.role for p in parties} >= {"Defendant - Appellant", "Plaintiff - Appellee"}
        link = session.scalars(select(CaseLink).where(CaseLink.case_id == case.id)).one()
        assert (link.kind, link.court) == ("originating", "ctd")
        entry = session.scalars(select(Entry).where(Entry.case_id == case.id)).one()
        number = f"21-{case.serial:04d}"
        assert entry.text.startswith("NOTICE OF CIVIL APPEAL, with district court docket, on")
        assert f"] [{number}] [Entered: " in entry.text
        papers = session.scalars(
            select(Document).where(Document.entry_id == entry.id).order_by(Document.place)
        ).all()
        assert papers[0].digest == digest
        assert papers[1].description == "District Court Docket"
        assert session.scalars(select(Notice).where(Notice.entry_id == entry.id)).one()
        due = session.scalars(select(Setting).where(Setting.case_id == case.id)).one()
        assert due.name == "Docketing statement"
        oscar = session.scalars(
            select(Counsel).where(Counsel.case_id == case.id, Counsel.name == "Oscar Counsel")
        ).one()
        assert oscar.user_id is not None
        waits = session.scalars(
            select(Appearance).where(Appearance.case_id == case.id, Appearance.state == DUE)
        ).all()
        assert oscar.user_id in {each.user_id for each in waits}
    store = world.app("ca2").extensions["moot_documents"]
    with store.open(digest) as stream:
        assert stream.read()[:5] == pdf()[:5]
    with world.database("ctd").reading() as session:
        below = case_of(session, 21, "cv")
        told = session.scalars(
            select(Entry).where(Entry.case_id == below.id).order_by(Entry.seq.desc())
        ).first()
        assert told is not None
        assert told.text.startswith(f"USCA Case Number {number} re ")
        assert ["Second Circuit", number] in below.facts["elsewhere"]
        assert session.scalars(select(Notice).where(Notice.entry_id == told.id)).one()


@pytest.mark.parametrize("where", ["forwarded", "docketed"])
def test_a_message_that_comes_twice_changes_nothing(
    world: World, people: People, where: str
) -> None:
    appeal(world, people)
    sender = "ctd" if where == "forwarded" else "ca2"
    counts = totals(world)
    with world.database(sender).writing() as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.message_id.like(f"{where}-%"))
            .values(delivered_at=None, lease_until=None, next_attempt_at=world.clock())
        )
    world.jobs.drain(sender)
    assert totals(world) == counts


def found(world: World) -> Case:
    with world.database("ctd").reading() as session:
        return case_of(session, 21, "cv")


def totals(world: World) -> list[int]:
    """Count cases, entries, notices and promises of both courts."""
    counted = []
    for court in ("ctd", "ca2"):
        with world.database(court).reading() as session:
            for table in (Case, Entry, Notice, Document, OutboxRow):
                counted.append(session.scalar(select(func.count()).select_from(table)) or 0)
    return counted


def test_what_is_killed_before_delivery_is_delivered_later(world: World, people: People) -> None:
    """Both queues stand still, as after a kill; the circuit fails once, too."""
    world.jobs.paused = True
    appeal(world, people)
    assert [row.delivered_at for row in promised(world, "ctd", "case.forwarded")] == [None]
    database = world.database("ctd")
    # Claimed, and never settled: the process died with the parcel in its hands.
    assert [p.kind for p in outbox.claim(database, wall=world.clock()) if p.destination == "ca2"]
    world.jobs.drain("ctd")
    assert promised(world, "ca2", "case.docketed") == []
    world.clock.advance(minutes=2)
    world.jobs.drain("ctd")
    assert len(promised(world, "ca2", "case.docketed")) == 1
    world.jobs.drain("ca2")
    last = entries(world, "ctd", found(world).id)[-1]
    assert last.event == "usca_number"
    world.jobs.paused = False


def test_a_fee_that_is_paid_later_shows_above(world: World, people: People) -> None:
    appeal(world, people)
    with world.database("ca2").reading() as session:
        case_id = session.scalar(select(func.max(Case.id))) or 0
    with inside(world, "ctd") as session:
        fee = session.scalars(select(FilingFee)).one()
        till = protocol.till()
        payment = payments.open_payment(
            session, [fee], user_id=fee.user_id, paid_by="Oscar Counsel", now=till.now
        )
        payments.pay(session, payment, Card(Outcome.APPROVED, "1018"), till=till)
    with world.database("ca2").reading() as session:
        case = session.get(Case, case_id)
        assert case is not None
        assert case.facts["fee_status"] == "Paid"


@pytest.mark.parametrize(
    ("reason", "words"),
    [("In forma pauperis", "In Forma Pauperis"), ("By the United States", "Waived")],
)
def test_a_fee_that_is_waived_asked_for_again_and_refunded_shows_above(
    world: World, people: People, reason: str, words: str
) -> None:
    appeal(world, people)
    with world.database("ca2").reading() as session:
        above = session.scalar(select(func.max(Case.id))) or 0

    def status(deed: Callable[[Session, FilingFee, Till], object]) -> str:
        with inside(world, "ctd") as session:
            deed(session, session.scalars(select(FilingFee)).one(), protocol.till())
        with world.database("ca2").reading() as session:
            case = session.get(Case, above)
            assert case is not None
            return str(case.facts["fee_status"])

    def pay(session: Session, fee: FilingFee, till: Till) -> None:
        payment = payments.open_payment(
            session, [fee], user_id=fee.user_id, paid_by="Oscar Counsel", now=till.now
        )
        payments.pay(session, payment, Card(Outcome.APPROVED, "1018"), till=till)

    assert status(lambda s, fee, till: payments.waive(s, [fee], reason, till=till)) == words
    assert status(lambda s, fee, till: payments.make_due(s, fee, till=till)) == "Due"
    assert status(pay) == "Paid"
    assert status(lambda s, fee, till: payments.refund(s, fee, "Twice", till=till)) == "Refunded"


def test_a_court_that_is_not_here_gets_nothing(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert world.member("cod").appeals_to == "ca10"
    extensions = world.app("ctd").extensions
    court = extensions["moot_court"]
    away = replace(court, member=replace(court.member, appeals_to="ca10"))
    monkeypatch.setitem(extensions, "moot_court", away)
    appeal(world, people)
    assert promised(world, "ctd", "case.forwarded") == []


def test_only_the_court_itself_speaks_for_its_cases(world: World, people: People) -> None:
    with world.database("ctb").writing() as session:
        outbox.enqueue(
            session,
            destination="ca2",
            message=CaseForwarded(reason="appeal", court="ctd", number="3:19-cv-1"),
            wall=world.clock(),
        )
    before = totals(world)
    world.jobs.drain("ctb")
    assert totals(world) == before
    (row,) = promised(world, "ctb", "case.forwarded")
    assert row.delivered_at is None
    assert "422" in (row.last_error or "")


def test_a_motion_to_withdraw_the_reference_opens_a_civil_case(
    world: World, people: People
) -> None:
    with inside(world, "ctb") as session:
        case = case_of(session, 30101)
        debtor = session.scalars(
            select(Party).where(Party.case_id == case.id, Party.role == "Debtor")
        ).first()
        assert debtor is not None
        file(
            session,
            case,
            "motion_withdraw_reference",
            people["attorney_everywhere"],
            filers=(debtor.id,),
        )
    with world.database("ctd").reading() as session:
        new = session.scalars(select(Case).order_by(Case.id.desc())).first()
        assert new is not None
        assert (new.type, new.nature) == ("cv", "423")
        assert new.caption == "In Re: Carla Debtworth"
        assert new.judge_initials
        assert new.facts["elsewhere"][0][1].startswith("21-30101")
        entry = session.scalars(select(Entry).where(Entry.case_id == new.id)).one()
        assert entry.text.startswith("MOTION to Withdraw the Reference of Bankruptcy Case 21-30101")
        number = f"3:21-cv-{new.serial:05d}"
    with world.database("ctb").reading() as session:
        below = case_of(session, 30101)
        last = session.scalars(
            select(Entry).where(Entry.case_id == below.id).order_by(Entry.seq.desc())
        ).first()
        assert last is not None
        assert f"civil case {number} of the United States District Court" in last.text


@pytest.mark.parametrize(
    ("where", "court", "begins"),
    [
        ("Court of Appeals", "ca2", "NOTICE OF BANKRUPTCY APPEAL, with district court docket, on"),
        ("District Court", "ctd", "NOTICE OF APPEAL from Bankruptcy Court, case number 21-30101"),
        ("Bankruptcy Appellate Panel", "", ""),
    ],
)
def test_a_bankruptcy_appeal_goes_where_its_notice_elects(
    world: World, people: People, where: str, court: str, begins: str
) -> None:
    with inside(world, "ctb") as session:
        case = case_of(session, 30101)
        debtor = session.scalars(
            select(Party).where(Party.case_id == case.id, Party.role == "Debtor")
        ).first()
        assert debtor is not None
        file(
            session,
            case,
            "bk_notice_of_appeal",
            people["attorney_everywhere"],
            filers=(debtor.id,),
            answers={"where": where},
        )
    sent = promised(world, "ctb", "case.forwarded")
    assert [row.destination for row in sent] == ([court] if court else [])
    if court:
        with world.database(court).reading() as session:
            new = session.scalars(select(Case).order_by(Case.id.desc())).first()
            assert new is not None
            entry = session.scalars(select(Entry).where(Entry.case_id == new.id)).one()
            assert entry.text.startswith(begins)
        last = entries(world, "ctb", case_id(world, "ctb", 30101))[-1]
        assert last.event == "bk_appeal_number"


def case_id(world: World, court: str, serial: int) -> int:
    with world.database(court).reading() as session:
        return int(case_of(session, serial).id)
