"""From a court's trail to the coach, the mark and the certificate."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from idp.exercises import protocol, queries, service
from idp.exercises.models import ToldDeed
from shared import audit, outbox
from shared.audit import AuditEvent
from shared.clock import wall
from shared.db import every_world
from shared.personas import Persona
from shared.wire import Deeds
from tests import harness, lanes, seats
from tests.harness import Browser, Page, World
from tests.seats import WORLD

FULL_NAME = "United States District Court for the District of Connecticut"
LINK = "Link a CM/ECF account to my PACER account"
HTML = {"Accept": "text/html,application/xhtml+xml"}
_NONCE = re.compile("nonce-")


@pytest.fixture
def federation(world_at: Any) -> World:
    """Return a federation on the day after ctd's go-live."""
    made: World = world_at("2017-12")
    return made


def seated(world: World, who: Persona, *exercises: str, number: int = WORLD, **more: Any) -> Any:
    """Put somebody into a seat of ctd and PACER, with exercises, and return their browser."""
    for member in ("pacer", "ctd"):
        seats.put_in(world.database(member), member, [who], world=number, cases=())
        seats.come_into(world.app(member), number)
    seats.enrol(world.database("pacer"), who, *exercises, world=number, **more)
    browser = world.browser()
    browser.session.headers.update(HTML)
    return browser


def sign_in(world: World, browser: Browser, who: Persona, password: str = "") -> Page:
    assert who.pacer is not None
    page = browser.get(world.url("ctd", "/cgi-bin/menu.pl?id=-1"))
    return page.submit(
        {
            "loginForm:loginName": who.pacer.user_name,
            "loginForm:password": password or who.pacer.password,
        }
    )


def coach_of(browser: Browser, page: Page) -> Page:
    [frame] = page.all("//aside[@aria-label='Coach']//iframe[@title='Coach']")
    return browser.get(str(frame.get("src")))


def link(world: World, browser: Browser, who: Persona) -> Page:
    old = who.courts["ctd"]
    page = browser.get(world.url("ctd", "/cgi-bin/LinkAccount.pl"))
    page = page.submit({"login": old.login_name, "key": "not-it"})
    page = page.submit({"login": old.login_name, "key": old.password})
    return page.submit(button="Submit")


def rows(world: World, member: str, table: Any, where: Any) -> list[Any]:
    with world.database(member).reading() as session:
        return list(session.scalars(every_world(select(table).where(where).order_by(table.id))))


def test_every_event_of_a_seat_arrives_once_and_in_order(
    federation: World, people: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a court's trail says of a seat is at PACER, whatever becomes of messages on the way."""
    lost = {"left": 2}
    settle = outbox.settle

    def forgetful(database: Any, outcome: outbox.Outcome, *, wall: Any) -> None:
        """Forget now and then that messages were taken: they go out again."""
        if any(isinstance(p.message, Deeds) for p in outcome.delivered) and lost["left"]:
            lost["left"] -= 1
            first, *outcome.left = [*outcome.delivered, *outcome.left]
            outcome.failed.append((first, "the answer was lost"))
            outcome.delivered = []
        settle(database, outcome, wall=wall)

    monkeypatch.setattr(outbox, "settle", forgetful)
    who = people["attorney"]
    browser = seated(federation, who, "001-link")
    sign_in(federation, browser, who)
    link(federation, browser, who)
    browser.get(federation.url("ctd", "/cgi-bin/iquery.pl"))
    for _each_try in range(4):
        federation.clock.advance(seconds=60)
        federation.jobs.drain("ctd")

    assert lost["left"] == 0
    own = rows(federation, "ctd", AuditEvent, AuditEvent.world == WORLD)
    told = rows(federation, "pacer", ToldDeed, ToldDeed.member == "ctd")
    assert [row.tag for row in own] == [
        "signin:opened",
        "link:refused",
        "link:confirm_asked",
        "link:success",
        "menu:changed",
    ]
    for name in ("tag", "actor", "subject", "detail", "court_time", "wall_time", "world"):
        assert [getattr(row, name) for row in told] == [getattr(row, name) for row in own], name
    numbers = [row.number for row in told]
    assert numbers == sorted(set(numbers))
    # Of the reference world, in which there are events too, nothing is told.
    assert rows(federation, "ctd", AuditEvent, AuditEvent.world == 0)
    assert not rows(federation, "pacer", ToldDeed, ToldDeed.world == 0)


def test_from_the_first_step_to_the_certificate(
    federation: World, people: dict[str, Persona]
) -> None:
    """The coach follows; a hint costs; a mistake is named; the certificate can be verified."""
    who = people["attorney"]
    kept: list[tuple[int, str]] = []
    protocol.when_reached(
        federation.app("pacer"), lambda _session, number, step: kept.append((number, step))
    )
    browser = seated(federation, who, "001-link", "000-password")
    page = sign_in(federation, browser, who)
    coach = coach_of(browser, page)
    assert "Show the court that the old account is yours" in coach.text
    assert "1 of 4, 2 of 10 points" in coach.text
    assert "Hint:" not in coach.text

    coach = coach.submit(button="Show a hint (costs 1 point)")
    assert "Hint: Click on Utilities" in coach.text
    assert "1 of 4, 1 of 10 points" in coach.text

    page = link(federation, browser, who)
    coach = coach_of(browser, page)
    assert "The old login or its password was wrong" in coach.text
    assert "Next:" not in coach.text
    assert kept == [(WORLD, "Compare the two names, and submit")]
    page = browser.get(federation.url("ctd", "/cgi-bin/iquery.pl"))
    coach = coach_of(browser, page)
    assert "All steps are done." in coach.text
    assert "8 of 10 points" in coach.text
    assert "Next: Change your CM/ECF password" in coach.text

    shown = coach.click(next(
        " ".join(a.text_content().split())
        for a in coach.all("//a")
        if "/certificates/" in a.get("href")
    ))  # fmt: skip
    for words in (who.display_name, "Link your CM/ECF account", "8 of 10 points", "12/12/2017"):
        assert words in shown.text
    code = shown.url.rpartition("/")[2]
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", code)

    stranger = federation.browser()
    asked = stranger.get(federation.url("pacer", "/certificates"))
    assert who.display_name in asked.submit({"code": code.lower().replace("-", " ")}).text
    unknown = asked.submit({"code": "AAAA-BBBB-CCCC"})
    assert unknown.status == 404
    assert "There is no certificate with this code." in unknown.text
    answer = stranger.session.get(f"{shown.url}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pdf = pikepdf.open(io.BytesIO(answer.content))
    assert len(pdf.pages) == 1
    drawn: Any = pikepdf.parse_content_stream(pdf.pages[0])
    words = "".join(str(each.operands[0]) for each in drawn if str(each.operator) == "Tj")
    assert code in words
    assert who.display_name in words
    assert "Training simulation - not a court." in words

    # The mark stays what it was, and the next exercise begins when the seat says so.
    began = coach.submit(button="Begin")
    assert "Change your CM/ECF password" in began.text
    assert "0 of 6" in began.text


def test_the_coach_says_304_until_something_happens(
    federation: World, people: dict[str, Persona]
) -> None:
    """Nobody who only looks makes any work, and nobody's session is kept awake by looking."""
    who = people["attorney"]
    browser = seated(federation, who, "001-link")
    page = sign_in(federation, browser, who)
    coach = coach_of(browser, page)
    etag = coach.response.headers["ETag"]
    before = len(rows(federation, "pacer", AuditEvent, AuditEvent.world == WORLD))
    again = browser.session.get(coach.url, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert len(rows(federation, "pacer", AuditEvent, AuditEvent.world == WORLD)) == before
    link(federation, browser, who)
    after = browser.session.get(coach.url, headers={"If-None-Match": etag})
    assert after.status_code == 200
    assert after.headers["ETag"] != etag


def test_that_nothing_is_new_is_said_before_flask_and_as_by_flask(
    federation: World, people: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    who = people["attorney"]
    browser = seated(federation, who, "001-link")
    coach = coach_of(browser, sign_in(federation, browser, who))
    app, etag = federation.app("pacer"), coach.response.headers["ETag"]
    other = f"{coach.url}x"

    def ask(url: str, etag: str) -> tuple[int, dict[str, str]]:
        answer = browser.session.get(url, headers={"If-None-Match": etag})
        told = {k.lower(): v for k, v in answer.headers.items() if not _NONCE.search(v)}
        # Flask says `Vary: Cookie` even where nobody looks at a cookie.
        return answer.status_code, {
            k: v for k, v in told.items() if k not in ("x-request-id", "vary")
        }

    with monkeypatch.context() as patch:
        lanes.cut_off(app, patch)
        mine = ask(coach.url, etag)
    told = [ask(url, tag) for url in (coach.url, other) for tag in (etag, '"older"', "*", "")]
    lanes.take_away(app, monkeypatch)
    asked = [ask(url, tag) for url in (coach.url, other) for tag in (etag, '"older"', "*", "")]
    assert mine == asked[0]
    assert mine[0] == 304
    assert told == asked
    assert [status for status, _ in asked[1:4]] == [200, 304, 200]


def test_the_coach_stands_in_every_members_pages_and_nowhere_else(
    federation: World, people: dict[str, Persona]
) -> None:
    """A frame of PACER's, for seats only, and not in what client programs read."""
    who = people["attorney"]
    browser = seated(federation, who, "001-link")
    page = sign_in(federation, browser, who)
    [frame] = page.all("//iframe")
    origin = federation.member("pacer").origin("home")
    assert str(frame.get("src")).startswith(f"{origin}/coach?seat=")
    assert origin in page.response.headers["Content-Security-Policy"].partition("frame-src")[2]
    coach = coach_of(browser, page)
    policy = coach.response.headers["Content-Security-Policy"]
    assert federation.member("ctd").public_url in policy.partition("frame-ancestors")[2]
    assert "X-Frame-Options" not in coach.response.headers
    assert coach_of(browser, browser.get(federation.url("pacer", "/mailbox"))).text == coach.text

    program = federation.browser()
    program.session.cookies.update(browser.session.cookies)
    assert not program.get(federation.url("ctd", "/cgi-bin/iquery.pl")).all("//aside")

    other = people["researcher"]
    stranger = harness.reopen(federation.folder).browser()
    stranger.session.headers.update(HTML)
    assert other.pacer is not None
    page = stranger.get(federation.url("ctd", "/cgi-bin/iquery.pl"))
    page = page.submit(
        {
            "loginForm:loginName": other.pacer.user_name,
            "loginForm:password": other.pacer.password,
        }
    )
    assert page.status == 200
    assert not page.all("//aside")


def test_nobody_reads_another_seats_coach(federation: World, people: dict[str, Persona]) -> None:
    """The address is signed; one of another seat shows that seat only, a forged one nothing."""
    who = people["attorney"]
    browser = seated(federation, who, "001-link")
    page = sign_in(federation, browser, who)
    [frame] = page.all("//iframe")
    address = str(frame.get("src"))
    forged = browser.get(address[:-4] + "AAAA")
    assert "does not belong to a seat" in forged.text
    assert "Link your CM/ECF account" not in forged.text
    coach = browser.get(address)
    form = coach.form(having="step")
    data = {**dict(form.form_values()), "exercise": "000-password"}
    refused = browser.send("POST", federation.url("pacer", str(form.get("action"))), data)
    assert refused.status == 422
    assert "This seat has no such exercise." in refused.text

    seats.enrol(federation.database("pacer"), who, "000-password", world=WORLD + 1)
    assert "Link your CM/ECF account" in browser.get(address).text


def test_a_new_run_begins_anew_and_a_checkpoint_keeps_what_was_before_it(
    federation: World, people: dict[str, Persona]
) -> None:
    """The exercise goes along to the seat's new run (classroom tells of it)."""
    who = people["attorney"]
    browser = seated(federation, who, "001-link")
    sign_in(federation, browser, who)
    link(federation, browser, who)
    database = federation.database("pacer")

    def standing(number: int) -> service.Standing:
        with database.reading() as session:
            row = queries.enrolment(session, world=number, exercise="001-link")
            assert row is not None
            exercise = service.exercise_of(row, None)
            assert exercise is not None
            return service.read(session, row, exercise)

    assert [bool(s.done) for s in standing(WORLD).progress.steps] == [True, True, True, False]
    kept, anew = WORLD + 1, WORLD + 2
    until = standing(WORLD).progress.steps[1].done
    assert until is not None
    assert until.wall_time is not None
    with database.writing() as session:
        service.move_to_run(session, from_world=WORLD, to_world=kept, until=wall())
        audit.record(
            session,
            tag="seat:restored",
            actor="trainer",
            subject="seat",
            now=wall(),
            wall=wall(),
            detail={"until": until.wall_time.isoformat()},
            world=kept,
        )
    assert [bool(s.done) for s in standing(kept).progress.steps] == [True, True, False, False]
    with database.writing() as session:
        service.move_to_run(session, from_world=kept, to_world=anew, until=None)
    assert [bool(s.done) for s in standing(anew).progress.steps] == [False] * 4


ROUTES = (
    "/coach",
    "/certificates",
    "/certificates/AAAA-BBBB-CCCC",
    "/certificates/AAAA-BBBB-CCCC.pdf",
    "/procedures",
    "/procedures/001",
)


def test_nothing_of_it_exists_in_faithful_mode(tmp_path: Path, planted: Any) -> None:
    """Each route is a page that is not there."""
    folder = harness.copy_of(planted("2017-12"), tmp_path / "faithful")
    world = harness.reopen(folder, settings={"MOOT_MODE": "faithful"})
    browser = world.browser()
    for path in ROUTES:
        assert browser.get(world.url("pacer", path)).status == 404, path
    for path in ("/coach/hint", "/coach/begin"):
        assert browser.send("POST", world.url("pacer", path), {}).status in (400, 404), path
    assert not world.app("ctd").extensions["moot"].database.session_info
    world.close()


def test_a_procedure_is_a_page(federation: World) -> None:
    """The paragraphs have the ids by which exercises refer to them."""
    browser = federation.browser()
    page = browser.get(federation.url("pacer", "/procedures"))
    page = page.click("Procedure 001: linking the ECF account to the PACER account")
    [paragraph] = page.all("//p[@id='p-001-6']")
    assert "Utilities" in paragraph.text_content()
    assert browser.get(federation.url("pacer", "/procedures/999")).status == 404
