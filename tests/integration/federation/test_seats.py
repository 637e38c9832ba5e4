"""A class and its seats: made, kept apart, set back; each has accounts, cases and a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courts.accounts.models import CourtUser
from courts.cases.models import Case
from courts.signin.models import CourtSession
from idp.accounts.models import Account
from idp.classroom import queries
from idp.classroom.models import CHANGING, READY
from idp.exercises.models import ToldDeed
from idp.mailbox.models import MailItem
from idp.registry.models import CourtRegistration
from idp.signin.models import SsoSession
from idp.teaching import service
from idp.teaching.calendars import SeatCalendar
from shared import ids, seating
from shared.audit import AuditEvent, verify_chain
from shared.clock import ClockSetting
from shared.db import every_world
from shared.timekeeping import read_setting
from tests import seating as classes
from tests.seating import Room, Sitter


@pytest.fixture(scope="module")
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Return a class of five seats; each test has seats of its own."""
    with classes.room(request, tmp_path_factory.mktemp("class"), seats=5) as made:
        yield made


def link(sitter: Sitter) -> None:
    """Link John Attorney's old account in ctd."""
    account = sitter.person("attorney").courts["ctd"]
    sitter.sign_in("attorney")
    page = sitter.open("ctd", "/cgi-bin/LinkAccount.pl")
    page = page.submit({"login": account.login_name, "key": account.password}, button="Submit")
    page = page.submit(button="Submit")
    assert "successfully linked" in page.text, page.text


# --------------------------------------------------------------------------- made


def test_a_class_is_made_with_a_seat_for_each(room: Room) -> None:
    with room.world.database("pacer").reading() as session:
        seats = queries.seats_of(session, room.class_id)
        assert [seat.number for seat in seats] == [0, 1, 2, 3, 4, 5]
        assert {seat.state for seat in seats} == {READY}
        worlds = {seat.run for seat in seats}
        assert min(worlds) == seating.class_world(room.class_id)
        assert {seating.class_of(world) for world in worlds} == {min(worlds)}
        names = session.scalars(
            every_world(select(Account.user_name).where(Account.world == seats[3].run))
        ).all()
    assert names == [f"jattorney.{room.of_class().code}-03"]


def test_each_seat_has_old_logins_and_cases_in_each_court(room: Room) -> None:
    numbers = []
    for member in classes.MEMBERS[1:]:
        with room.world.database(member).reading() as session:
            for number in (1, 2):
                world = room.seat(number).run
                user = session.scalars(every_world(select(CourtUser).filter_by(world=world))).one()
                case = session.scalars(every_world(select(Case).filter_by(world=world))).one()
                person = room.sitter(number).person("attorney")
                assert user.login_name == person.courts[member].login_name
                house = f"seat0{number}.{room.of_class().code}.test"
                assert user.primary_email == f"john.attorney@{house}"
                numbers.append((member, case.serial))
    assert len(set(numbers)) == 8
    assert ("ctd", 20011) in numbers
    assert ("ctb", 38022) in numbers


def test_counsel_of_a_copied_case_is_the_one_of_the_seat(room: Room) -> None:
    sitter = room.sitter(1)
    link(sitter)
    page = sitter.open("ctd", "/cgi-bin/iquery.pl")
    page = page.submit({"case_num": "3:19-cv-20011"})
    assert "Alpha Widgets" in page.text
    with room.world.database("ctd").reading(world=sitter.world) as session:
        case = session.scalars(select(Case).filter_by(serial=20011)).one()
        user = session.scalars(select(CourtUser).where(CourtUser.linked_subject.is_not(None))).all()
        mine = next(each for each in user if each.world == sitter.world)
        assert case.world == sitter.world
    page = sitter.open("ctd", f"/cgi-bin/DktRpt.pl?{case.id}")
    assert mine.display_name == "John Attorney"


# --------------------------------------------------------------------------- set back


def test_a_reset_changes_no_row_of_anybody_else(room: Room) -> None:
    sitter, other = room.sitter(2), room.sitter(3)
    link(sitter)
    link(other)
    old_run = sitter.world
    before, mine = room.rows(), room.owned(old_run)
    audit = before["ctd"]["audit_event"]

    room.reset(2)

    after = room.rows()
    mine |= room.owned(sitter.world)
    different = classes.changed(before, after)
    # Whoever pressed Reset used their own session meanwhile.
    trainers = ("pacer", "sso_session", (1,))
    strangers = {row for row in different if row not in mine} - {trainers}
    # The trail, and what PACER was told of it, only grow.
    grows = {made.__tablename__: made.__table__ for made in (AuditEvent, ToldDeed)}
    assert {row[1] for row in strangers} == set(grows)
    worlds = {
        after[member][table][key][list(grows[table].columns.keys()).index("world")]
        for member, table, key in strangers
    }
    assert worlds == {str(old_run), str(sitter.world)}
    assert all(after["ctd"]["audit_event"][key] == row for key, row in audit.items())
    assert room.seat(2).state == READY
    assert sitter.world != old_run


def test_a_reset_brings_back_every_row_as_it_was(room: Room) -> None:
    sitter = room.sitter(4)
    first, mine, old_run = room.rows(), room.owned(sitter.world), sitter.world
    link(sitter)
    sitter.open("pacer", "/mailbox/write").submit(
        {"recipient": "helpdesk@ctd.test", "subject": "Help", "text": "I am stuck."}
    )
    changed = classes.changed(first, room.rows())
    assert {row for row in changed if row in mine}, "nothing happened that could be set back"

    room.reset(4)

    again, world = room.rows(), sitter.world
    for member, table, key in mine:
        old, new = first[member][table][key], again[member][table][key]
        moved = [str(world) if value == str(old_run) else value for value in old]
        assert list(new) == moved, (member, table, key)
    assert room.owned(world) == mine


def test_a_reset_ends_the_sessions_everywhere_and_is_noted(room: Room) -> None:
    sitter = room.sitter(5)
    link(sitter)
    old_run = sitter.world
    subject = ids.subject_of(sitter.person("attorney").key)
    room.reset(5)
    with room.world.database("pacer").reading() as session:
        assert session.scalars(every_world(select(SsoSession).filter_by(world=old_run))).all() == []
        linked = session.scalars(every_world(select(CourtRegistration).filter_by(subject=subject)))
        assert linked.all() == []
        assert verify_chain(session) > 0
    for member in classes.MEMBERS:
        with room.world.database(member).reading() as session:
            tags = select(AuditEvent.world).where(AuditEvent.tag == "seat:reset")
            assert {old_run, sitter.world} <= set(session.scalars(every_world(tags)))
    with room.world.database("ctd").reading() as session:
        left = select(func.count()).select_from(CourtSession).where(CourtSession.world == old_run)
        assert session.scalar(left.execution_options(every_world=True)) == 0
    page = sitter.open("ctd", "/cgi-bin/menu.pl?id=-1")
    assert page.password_fields() == 1
    link(sitter)


def test_what_was_under_way_when_a_seat_was_reset_changes_nothing(room: Room) -> None:
    room.reset(5)
    sitter = room.sitter(5)
    old_run, subject = sitter.world, ids.subject_of(sitter.person("attorney").key)
    room.world.jobs.paused = True
    link(sitter)
    room.reset(5)
    assert room.seat(5).state == CHANGING
    room.world.jobs.paused = False
    for _ in range(2):
        for member in reversed(classes.MEMBERS):
            room.world.jobs.drain(member)
    assert room.seat(5).state == READY
    with room.world.database("pacer").reading() as session:
        told = every_world(select(CourtRegistration).filter_by(subject=subject))
        assert session.scalars(told).all() == []
        mails = every_world(select(MailItem).filter_by(world=old_run, template="link_confirmed"))
        assert session.scalars(mails).all() == []


# --------------------------------------------------------------------------- checkpoints


def test_a_checkpoint_brings_back_what_was_done_before_it(room: Room) -> None:
    room.reset(5)
    sitter = room.sitter(5)
    link(sitter)
    page = room.page("/seats/5")
    page.submit({"name": "after linking"}, button="Keep the present state")
    room.reset(5)
    subject = ids.subject_of(sitter.person("attorney").key)

    def linked() -> list[str]:
        with room.world.database("ctd").reading() as session:
            found = select(CourtUser.login_name).where(CourtUser.linked_subject == subject)
            return [str(name) for name in session.scalars(every_world(found))]

    assert linked() == []
    page = room.page("/seats/5")
    button = next(
        b
        for b in page.all("//button[@name='checkpoint']")
        if "after linking" in b.get("aria-label")
    )
    token = next(
        dict(f.form_values())["csrf_token"]
        for f in page.all("//form")
        if (f.get("action") or "").endswith("/back")
    )
    url = room.world.url("pacer", f"/classes/{room.class_id}/seats/5/back")
    data = {"csrf_token": token, "checkpoint": button.get("value")}
    room.trainer.send("POST", url, data, referer=page.url)
    assert linked() == [sitter.person("attorney").courts["ctd"].login_name]
    assert room.seat(5).state == READY


# --------------------------------------------------------------------------- calendars


def test_a_seat_has_a_calendar_of_its_own_and_open_sessions_follow_it(room: Room) -> None:
    sitter, other = room.sitter(3), room.sitter(4)
    sitter.sign_in("attorney")
    sitter.open("ctd", "/cgi-bin/menu.pl?id=-1")
    about = service.Circumstances(
        room.world.federation, _setting(room), room.world.clock(), actor="test"
    )
    with room.world.database("pacer").writing() as session:
        of_class = queries.class_by_id(session, room.class_id)
        assert of_class is not None
        later = SeatCalendar(timedelta(days=100))
        service.set_calendars(session, of_class, of_seats={3: later}, about=about)
    room.world.jobs.drain("pacer")
    assert "02/23/2022" in sitter.open("ctd", "/cgi-bin/menu.pl?id=-1").text
    assert "02/23/2022" in sitter.open("pacer", "/mailbox").text
    other.sign_in("attorney")
    assert "11/15/2021" in other.open("pacer", "/mailbox").text
    room.reset(3)
    with room.world.database("pacer").reading() as session:
        assert (
            session.scalar(
                every_world(select(Account.seat_offset_seconds).filter_by(world=room.seat(3).run))
            )
            == 0.0
        )


def _setting(room: Room) -> ClockSetting:
    with room.world.database("pacer").reading() as session:
        return read_setting(session)


def test_an_old_login_is_found_in_every_world_and_brings_its_calendar(room: Room) -> None:
    sitter = room.sitter(2)
    account, day = sitter.person("attorney").courts["cod"], 24 * 3600.0
    about = service.Circumstances(room.world.federation, _setting(room), room.world.clock(), "test")
    with room.world.database("pacer").writing() as session:
        of_class = queries.class_by_id(session, room.class_id)
        assert of_class is not None
        later = SeatCalendar(timedelta(days=3))
        service.set_calendars(session, of_class, of_seats={2: later}, about=about)
    room.world.jobs.drain("pacer")
    page = sitter.open("cod", "/cgi-bin/login.pl").submit(
        {"login": account.login_name, "key": account.password, "redaction": "y"}, button="Login"
    )
    assert "11/18/2021" in page.text, page.text
    with room.world.database("cod").reading() as session:
        opened = session.scalars(
            every_world(select(CourtSession).filter_by(source="court", world=sitter.world))
        ).one()
        assert opened.seat_offset_seconds == 3 * day
