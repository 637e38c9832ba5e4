"""The clocks of a class and of its seats: one seat crosses alone, stands still alone, and has done
what is due on its own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from courts.notices.models import SummaryLine
from idp.accounts.models import Account
from idp.mailbox.models import MailItem
from shared import calendars
from shared.db import every_world
from tests import seating, turning
from tests.seating import Room


@pytest.fixture(scope="module")
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Return a class of three seats."""
    folder = tmp_path_factory.mktemp("clock")
    with seating.room(request, folder, seats=3) as made:
        yield made


def clock_of(room: Room, number: int | None = None) -> str:
    """Return the address of the clock of the class, or of a seat."""
    of_class = f"/classes/{room.class_id}"
    return f"{of_class}/clock" if number is None else f"{of_class}/seats/{number}/clock"


def set_to(room: Room, path: str, moment: str, **more: str) -> None:
    """Set a clock to a date and a time, Eastern."""
    day, _, hour = moment.partition(" ")
    turning.turn(room.trainer, path, deed="set", day=day, hour=hour, **more)


def told(room: Room, deed: str = "", value: str = "", *seats: int) -> dict[int, datetime]:
    """Ask as `moot clock --class` does; return court time by seat, 0 for the class."""
    back, pacer = room.world.backchannel("pacer"), room.world.member("pacer")
    asked = {"code": room.of_class().code, "deed": deed, "value": value, "seats": list(seats)}
    answer = back.call_service(pacer, calendars.CLASSES_PATH, asked, wall=room.world.clock())
    assert answer.ok, answer.text
    body = answer.json()
    rows = [{"number": 0, **{k: body[k] for k in ("now", "frozen")}}, *body["seats"]]
    return {row["number"]: datetime.fromisoformat(row["now"]) for row in rows}


def test_one_seat_crosses_a_go_live_alone(room: Room) -> None:
    """Connecticut on 2017-12-08 and 2017-12-11; the neighbour and everybody stay in 2021."""
    turning.jump(room.trainer, clock_of(room, 1), "era-2004-12")
    set_to(room, clock_of(room, 1), "2017-12-08 09:00")
    sitter, neighbour = room.sitter(1), room.sitter(2)
    for each in (sitter, neighbour):
        each.take_seat()
    page = sitter.open("ctd", "/cgi-bin/login.pl")
    assert "12/08/2017" in page.text
    assert "own time of this seat" in page.text
    assert page.all("//input[@name='login']"), "CurrentGen: the court's own login page"
    _, said = turning.jump(room.trainer, clock_of(room, 1), "live-ctd")
    assert any("goes live: NextGen" in line for line in said)
    page = sitter.open("ctd", "/cgi-bin/menu.pl?id=-1")
    assert "loginForm:loginName" in page.html
    assert "12/11/2017" in sitter.open("ctd", "/cmecf", role="www").text
    other = neighbour.open("ctd", "/cgi-bin/ShowIndex.pl")
    assert "11/15/2021" in other.text
    assert "own time" not in other.text
    assert "11/15/2021" in room.world.browser().open("ctd", "/", role="www").text
    room.reset(1)
    assert "11/15/2021" in sitter.open("pacer", "/", role="home").text


def test_one_seat_stands_still_and_goes_on(room: Room) -> None:
    sitter = room.sitter(2)
    sitter.sign_in("attorney")
    sitter.open("ctd", "/cgi-bin/menu.pl?id=-1")
    before = told(room)
    page = turning.ask(room.trainer, clock_of(room, 2), deed="freeze")
    assert {state for _, state in turning.members(page)} == {"stands still"}
    room.world.clock.advance(minutes=20)
    after = told(room)
    assert abs(after[2] - before[2]) < timedelta(minutes=5)
    assert after[3] - before[3] >= timedelta(minutes=20)
    for member, path in (("ctd", "/cgi-bin/menu.pl?id=-1"), ("pacer", "/mailbox")):
        assert "(own time of this seat, stopped)" in sitter.open(member, path).text
    set_to(room, clock_of(room, 2), "2021-12-24 18:00")
    assert told(room)[2] == datetime(2021, 12, 24, 23, tzinfo=UTC)
    assert "12/24/2021 6:00 PM EST" in sitter.open("ctd", "/cgi-bin/menu.pl?id=-1").text
    turning.ask(room.trainer, clock_of(room, 2), deed="run")
    room.world.clock.advance(minutes=5)
    assert timedelta(minutes=5) <= told(room)[2] - datetime(2021, 12, 24, 23, tzinfo=UTC)
    assert "stopped" not in sitter.open("ctd", "/cgi-bin/menu.pl?id=-1").text


def test_a_class_is_moved_along_and_set(room: Room) -> None:
    told(room, "set", "2021-12-01T12:00", 1)
    start = told(room)
    turning.turn(room.trainer, clock_of(room), deed="advance", days="10", hours="2")
    moved = told(room)
    for number, was in start.items():
        gone = moved[number] - was - timedelta(days=10, hours=2)
        assert abs(gone) < timedelta(minutes=5), number
    set_to(room, clock_of(room), "2022-01-10 10:00")
    together = told(room).values()
    assert max(together) - min(together) < timedelta(seconds=1)
    assert min(together).date() == date(2022, 1, 10)
    page = room.trainer.open("pacer", "/clock")
    assert "11/1" in turning.members(page)[0][0], "the federation stays"
    assert "01/10/2022" in turning.table(page, "others")[0][1]
    told(room, "freeze", "")
    assert {row[2] for row in turning.table(room.page("/clock"), "others")} == {"stands still"}
    told(room, "advance", "1d")
    assert {each.date() for each in told(room).values()} == {date(2022, 1, 11)}
    told(room, "run", "")


def test_what_is_due_in_a_seat_is_done_by_its_own_calendar(room: Room) -> None:
    """A daily summary and a quarter's statement come to seat 3, and to nobody else."""
    told(room, "set", "2022-02-01T12:00")
    worlds = {number: room.seat(number).run for number in (2, 3)}
    with room.world.database("ctd").writing() as session:
        session.add_all(
            SummaryLine(
                day=date(2022, 2, 1),
                address=f"seat{number}@k.test",
                told={"entered": "02/01/2022", "text": "ORDER", "dockets": []},
                world=world,
            )
            for number, world in worlds.items()
        )
    with room.world.database("pacer").reading() as session:
        found = session.scalars(
            every_world(
                select(Account).where(
                    Account.world.in_(worlds.values()), Account.user_name.startswith("jattorney")
                )
            )
        )
        subjects = {account.world: account.subject for account in found}
    for world, subject in subjects.items():
        at = datetime(2022, 2, 1, 18, tzinfo=UTC).isoformat()
        room.world.charge("ctd", subject, 5000, at=at, world=world)
    told(room, "set", "2022-04-02T09:00", 3)
    room.world.jobs.drain("ctd")
    with room.world.database("pacer").reading() as session:
        mails = session.scalars(
            every_world(
                select(MailItem).where(
                    MailItem.template.in_(("notice_summary", "billing_statement"))
                )
            )
        ).all()
    assert {mail.world for mail in mails} == {worlds[3]}
    assert {mail.template for mail in mails} == {"notice_summary", "billing_statement"}
    assert {mail.court_time.date() for mail in mails} == {date(2022, 4, 2)}
    with room.world.database("ctd").reading() as session:
        left = session.scalars(every_world(select(SummaryLine.world))).all()
    assert left == [worlds[2]]
    rows = turning.table(room.page("/seats/3/clock"), "runs")
    done = {row[1] for row in rows if row[5] == "1"}
    assert done >= {"Quarterly statements", "Daily summaries of notices"}


def test_the_command_names_what_there_is_not(room: Room) -> None:
    back, pacer = room.world.backchannel("pacer"), room.world.member("pacer")
    for asked, code in (
        ({"code": "zzz"}, "class"),
        ({"code": room.of_class().code, "deed": "freeze", "seats": [9]}, "seat"),
        ({"code": room.of_class().code, "deed": "set", "value": "tomorrow"}, "when"),
    ):
        answer = back.call_service(pacer, calendars.CLASSES_PATH, asked, wall=room.world.clock())
        assert (answer.status_code, answer.json()["error"]) == (422, code)
