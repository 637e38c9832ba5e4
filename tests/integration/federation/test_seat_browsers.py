"""Joining a class, the seat of a browser, sign-in across worlds, and who works for a class."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from courts.accounts.models import CourtUser, MisuseReport
from courts.cases.models import Case, Setting
from courts.docket.models import Entry
from courts.filing.views import START
from courts.permissions import EVERYBODYS
from courts.portal.models import PortalAccount, PortalApplication
from idp.accounts.models import Account
from idp.mailbox.models import MailItem
from shared.db import ReadOnlyWorldError, every_world
from shared.personas import Persona, by_key, load
from shared.web.seat_cookie import COOKIE
from tests import seating as classes
from tests.harness import Browser
from tests.integration.idp import counter
from tests.integration.idp import test_register as registering
from tests.seating import Room

PEOPLE = by_key(load())
USER_NAME = registering.SECURITY["user_name"]
NEW_KEY = "Orange-Teapot#5577"
NOW = datetime(2021, 11, 15, 14, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(scope="module")
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Return a class of three seats in which one may file at once."""
    folder = tmp_path_factory.mktemp("class")
    with classes.room(request, folder, seats=3, start="filing") as made:
        yield made


def join(browser: Browser, code: str, learner: str = "") -> Any:
    """Join a class by its code."""
    page = browser.open("pacer", "/join")
    return page.submit({"code": code, "learner": learner}, button="Join")


# --------------------------------------------------------------------------- joining


def test_a_class_is_joined_without_any_account(room: Room) -> None:
    code = room.of_class().join_code
    first, second = room.world.browser(), room.world.browser()
    page = join(first, code.lower().replace("-", " "), "Nina N.")
    assert page.url.endswith("/seat")
    assert "Seat 01 of Monday" in page.text
    person = room.sitter(1).person("attorney_ctd").pacer
    assert person is not None
    assert person.user_name in page.text
    assert person.password in page.text
    assert "Seat 02" in join(second, code).text
    assert "Seat 01" in join(first, code).text, "joining again is sitting where one sat"
    assert "Nina N." in room.page().text
    assert "Seat 03" in join(room.world.browser(), code).text
    full = join(room.world.browser(), code)
    assert "Every seat of this class is taken" in full.text
    assert full.status == 422
    left = first.open("pacer", "/seat").submit(button="Leave this seat")
    assert left.url.endswith("/join")
    assert first.open("pacer", "/seat").url.endswith("/join")


def test_a_wrong_code_says_so_and_guessing_ends(room: Room) -> None:
    browser = room.world.browser()
    browser.world.addresses = iter(["203.0.113.9"])
    guesser = room.world.browser()
    room.world.addresses = None
    for _ in range(100):
        answer = join(guesser, f"{room.of_class().code}-0000")
        assert "No class has this join code" in answer.text
    assert "Too many wrong join codes" in join(guesser, room.of_class().join_code).text
    assert "Every seat" in join(browser, room.of_class().join_code).text


def test_a_forged_card_leads_nowhere(room: Room) -> None:
    browser = room.world.browser()
    assert browser.open("pacer", "/join/MTAwMDAx.forged").status == 404
    browser.session.cookies.set(COOKIE, "MTAwMDAx.forged", domain=".moot.localhost")
    assert browser.open("pacer", "/seat").url.endswith("/join")


# --------------------------------------------------------------------------- a browser's seat


def test_whoever_registers_in_a_seat_is_of_that_seat(room: Room) -> None:
    sitter = room.sitter(1)
    sitter.take_seat()
    page = sitter.open("pacer", "/").click("Register")
    registering.walk(page.submit({"registration_type": "case_search_only"}, button="Next"))
    with room.world.database("pacer").reading() as session:
        account = session.scalars(every_world(select(Account).filter_by(user_name=USER_NAME))).one()
        mails = every_world(select(MailItem).filter_by(recipient=registering.EMAIL))
        worlds = {account.world, *(mail.world for mail in session.scalars(mails))}
    assert worlds == {sitter.world}
    room.reset(1)
    with room.world.database("pacer").reading() as session:
        gone = session.scalars(every_world(select(Account).filter_by(user_name=USER_NAME)))
        assert gone.all() == []


def test_a_forgotten_password_is_the_seats_with_and_without_its_cookie(room: Room) -> None:
    sitter, pacer = room.sitter(2), room.sitter(2).person("attorney_ctd").pacer
    assert pacer is not None
    page = room.world.browser().open("pacer", "/pscof/forgotPassword.jsf", role="psc")
    page.submit({"email": pacer.email, "name": pacer.user_name}, button="Submit")
    with room.world.database("pacer").reading() as session:
        mail = session.scalars(every_world(select(MailItem).filter_by(recipient=pacer.email))).one()
    assert mail.world == sitter.world
    page = room.world.browser().get(counter.link_in(mail))
    done = page.submit({"password": NEW_KEY, "password_again": NEW_KEY})
    assert "Your password was reset" in done.text
    assert "Log Out" in counter.log_in(room.world.browser(), pacer.user_name, NEW_KEY).text
    room.reset(2)


def test_a_client_program_signs_in_without_saying_where_it_sits(room: Room) -> None:
    pacer = room.sitter(3).person("researcher").pacer
    assert pacer is not None
    answer = room.world.browser().session.post(
        room.world.url("pacer", "/services/cso-auth"),
        json={"loginId": pacer.user_name, "password": pacer.password},
        headers={"Accept": "application/json", "Content-type": "application/json"},
    )
    assert answer.json()["loginResult"] == "0"


# --------------------------------------------------------------------------- read only


def test_a_reference_case_is_read_and_not_filed_in(room: Room) -> None:
    sitter = room.sitter(3)
    sitter.sign_in("attorney_ctd")
    read = sitter.open("ctd", "/cgi-bin/iquery.pl").submit({"case_num": "3:19-cv-00021"})
    assert "Alpha Widgets" in read.text
    page = sitter.open("ctd", f"{START}?event=notice_other")
    refused = page.submit({"case_number": "3:19-cv-00021"})
    assert EVERYBODYS in refused.text, refused.text
    page = sitter.open("ctd", f"{START}?event=notice_other")
    taken = page.submit({"case_number": "3:19-cv-20031"})
    assert "Select the filer" in taken.text, taken.text


@pytest.mark.parametrize("how", ["change", "delete", "add"])
def test_whoever_sits_in_a_seat_changes_no_row_of_everybody(room: Room, how: str) -> None:
    world = room.seat(1).run
    work = room.world.database("ctd").begin(world=world)
    try:
        case = work.session.scalars(select(Case).filter_by(world=0, serial=21)).first()
        assert case is not None
        entry = work.session.scalars(select(Entry).filter_by(case_id=case.id)).first()
        assert entry is not None
        if how == "change":
            entry.text = "spoilt"
        elif how == "delete":
            work.session.delete(entry)
        else:
            work.session.add(Setting(case_id=case.id, kind="deadline", name="x", due_on=TODAY))
        with pytest.raises(ReadOnlyWorldError):
            work.session.flush()
    finally:
        work.close()


def test_whoever_sits_in_a_seat_changes_what_is_theirs_and_the_classs(room: Room) -> None:
    world = room.seat(1).run
    report = MisuseReport(
        system="cmecf",
        login="x",
        display_name="x",
        reported_at=NOW,
        world=room.of_class().world,
    )
    work = room.world.database("ctd").begin(world=world)
    try:
        case = work.session.scalars(select(Case).filter_by(world=world)).first()
        assert case is not None
        case.caption = "Mine v. Mine"
        work.session.add(Setting(case_id=case.id, kind="deadline", name="x", due_on=TODAY))
        work.session.add(report)
        work.session.flush()
    finally:
        work.close()


# --------------------------------------------------------------------------- the class's clerk


def test_a_clerk_of_the_class_works_for_all_seats_and_for_nobody_else(room: Room) -> None:
    clerk, tags = room.sitter(0), [room.sitter(n).person("attorney_ctd") for n in (1, 2, 3)]
    clerk.sign_in("clerk_ctd")
    found = clerk.open("ctd", "/clerk/accounts?q=Advocate")
    logins = {person.courts["ctd"].login_name for person in tags}
    assert all(str(login) in found.text for login in logins), found.text
    with room.world.database("ctd").reading() as session:
        users = {
            user.login_name: user.id for user in session.scalars(every_world(select(CourtUser)))
        }
    login = next(iter(sorted(map(str, logins))))
    page = clerk.open("ctd", f"/clerk/accounts/{users[login]}")
    page = page.submit({"status_reason": "Asked by telephone."}, button="Disable")
    with room.world.database("ctd").reading() as session:
        states = {
            user.login_name: user.status for user in session.scalars(every_world(select(CourtUser)))
        }
    assert states[login] == "disabled", page.text
    page = clerk.open("ctd", f"/clerk/accounts/{users['ct20480']}")
    page = page.submit({"status_reason": "Asked by telephone."}, button="Disable")
    assert "This belongs to everybody" in page.text
    with room.world.database("ctd").reading() as session:
        reference = session.get_one(CourtUser, users["ct20480"])
        assert reference.status == "active"


def test_the_clerk_of_everybody_sees_no_seat(room: Room) -> None:
    browser = room.world.browser()
    page = browser.open("pacer", "/csologin/login.jsf")
    browser.sign_in(page, PEOPLE["clerk_ctd"])
    found = browser.open("ctd", "/clerk/accounts?q=Advocate")
    assert "ct20480" in found.text
    assert room.of_class().code not in found.text


def test_the_clerk_of_everybody_has_no_seats_applications_and_reports(room: Room) -> None:
    """Both lists of the portal's desks: whoever works for the class has them, nobody else."""
    with room.world.database("ctd").writing(world=room.seat(2).run) as session:
        report = MisuseReport(
            system="cmecf", login="zeb-9", display_name="Zora Zebrina", reported_at=NOW
        )
        everybodys_own = MisuseReport(
            world=0, system="cmecf", login="all-1", display_name="Alf Anyone", reported_at=NOW
        )
        session.add_all([report, everybodys_own])
    with room.world.database("cod").writing(world=room.seat(2).run) as session:
        account = PortalAccount(
            user_name="zora",
            user_key="zora",
            password_hash="-",  # noqa: S106 - nobody signs in
            first_name="Zora",
            last_name="Zebrina",
            email="zora@zebrina.test",
            created_at=NOW,
        )
        session.add(account)
        session.flush()
        named = {"account_id": account.id, "first_name": "Zora", "last_name": "Zebrina"}
        given = {"kind": "attorney", "email": account.email, "pacer_number": "7009999"}
        rest = {"training": "elsewhere", "verification_phrase": "thin air", "submitted_at": NOW}
        waits = PortalApplication(**named, **given, **rest)
        ended = PortalApplication(**named, **given, **rest, state="rejected", decided_at=NOW)
        session.add_all([waits, ended])
    assert {report.world, waits.world} == {room.seat(2).run}

    everybodys = {court: room.world.browser() for court in ("ctd", "cod")}
    everybodys["ctd"].enter("ctd", PEOPLE["clerk_ctd"])
    log_in(everybodys["cod"], PEOPLE["clerk_cod"])
    desk = everybodys["ctd"].open("ctd", "/clerk/misuse")
    assert "all-1" in desk.text
    assert "zeb-9" not in desk.text
    data = {"csrf_token": str(desk.all("//input[@name='csrf_token']/@value")[0])}
    note = room.world.url("ctd", f"/clerk/misuse/{report.id}")
    everybodys["ctd"].send("POST", note, data, referer=desk.url)
    queue = everybodys["cod"].open("cod", "/clerk/portal")
    assert queue.status == 200
    assert "Zebrina" not in queue.text
    for number in (waits.id, ended.id):
        assert everybodys["cod"].open("cod", f"/clerk/portal/{number}").status == 404

    own = {court: room.sitter(0) for court in everybodys}
    own["ctd"].sign_in("clerk_ctd")
    shown = own["ctd"].open("ctd", "/clerk/misuse")
    assert "zeb-9" in shown.text
    assert shown.all("//button[@aria-label='Seen: zeb-9']"), "nobody else has taken note of it"
    log_in(own["cod"].browser, own["cod"].person("clerk_cod"))
    assert own["cod"].open("cod", "/clerk/portal").text.count("Zebrina") == 2


def log_in(browser: Browser, who: Persona) -> None:
    """Log in to cod with a PACER login, on the page of a court that is not NextGen yet."""
    assert who.pacer is not None
    page = browser.open("cod", "/cgi-bin/login.pl")
    page.submit({"login": who.pacer.user_name, "key": who.pacer.password}, button="Login")
