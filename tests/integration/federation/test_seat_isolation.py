"""Seat against seat: nobody finds, reads or changes what another seat has, on any surface."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from requests import Response
from sqlalchemy import select, update

from courts.cases.models import Case
from courts.docket.models import Document, Entry
from courts.letters.models import Letter
from idp.mailbox.models import MailItem
from shared.db import every_world
from shared.timekeeping import read_setting
from shared.web.guard import guard_of
from tests import seating as classes
from tests.seating import Room, Sitter

COURTS = classes.MEMBERS[1:]
#: An id that no row has.
NOBODYS = 987_654
FRONT = {"ca2": "/n/beam/servlet/TransportRoom?servlet=CaseSearch.jsp"}
MENU = "/cgi-bin/menu.pl?id=-1"


@pytest.fixture(scope="module")
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Return a class of two seats; in the second somebody has written and linked."""
    with classes.room(request, tmp_path_factory.mktemp("class"), seats=2) as made:
        other = made.sitter(2)
        other.sign_in("attorney")
        other.open("pacer", "/mailbox/write").submit(
            {"recipient": "helpdesk@ctd.test", "subject": "Zebra", "text": "Zebra zebra."}
        )
        freshen(made)
        yield made


def freshen(room: Room) -> None:
    """Let what the seats' cases hold have been entered within the last hour, as feeds tell it."""
    worlds = [room.seat(number).run for number in (1, 2)]
    for court in COURTS:
        with room.world.database(court).writing() as session:
            cases = every_world(select(Case.id).where(Case.world.in_(worlds)))
            at = read_setting(session).now(room.world.clock()) - timedelta(hours=1)
            session.execute(
                update(Entry)
                .where(Entry.case_id.in_(session.scalars(cases).all()))
                .values(entered_at=at)
            )


@pytest.fixture(scope="module")
def mine(room: Room) -> Sitter:
    """Return who sits in the first seat, signed in at PACER."""
    sitter = room.sitter(1)
    sitter.sign_in("attorney")
    sitter.log_in("cod")
    return sitter


@dataclass(frozen=True)
class Foreign:
    """What the second seat has in a court: ids that the first one must not get at."""

    case_id: int
    document_id: int
    number: str

    @classmethod
    def of(cls, room: Room, court: str, number: int = 2) -> Foreign:
        """Return what a seat has in a court."""
        world = room.seat(number).run
        with room.world.database(court).reading() as session:
            case = session.scalars(every_world(select(Case).filter_by(world=world))).one()
            paper = session.scalars(select(Document).filter_by(case_id=case.id).limit(1)).one()
        return cls(case.id, paper.id, f"{case.year % 100}-{case.type}-{case.serial}".strip("-"))


def shape(answer: Response, foreign: int) -> tuple[int, str]:
    """Return what an answer says, without the ids and without what changes each time."""
    text = re.sub(rf"\b({foreign}|{NOBODYS})\b", "#", answer.text)
    text = text.replace(answer.headers.get("X-Request-Id", "-"), "#")
    text = re.sub(r'(nonce|csrf_token" value)="[^"]*"|(signature|token|data)=[\w.-]+', "#", text)
    return answer.status_code, re.sub(r"\d{1,2}:\d\d(:\d\d)?|\d{6,}", "#", text)


@pytest.mark.parametrize("court", COURTS)
def test_an_id_of_another_seat_is_nobodys_on_every_page(
    room: Room, mine: Sitter, court: str
) -> None:
    foreign = Foreign.of(room, court)
    mine.open(court, FRONT.get(court, MENU))
    app = room.world.app(court)
    tried = 0
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if "GET" not in (rule.methods or ()) or guard.service or len(rule.arguments) > 1:
            continue
        if rule.endpoint == "moot_static" or "oidc" in rule.rule or "rss" in rule.rule:
            continue
        theirs, nobodys = (
            shape(ask(mine, court, rule.rule, asked), foreign.case_id)
            for asked in (foreign.case_id, NOBODYS)
        )
        assert theirs == nobodys, f"{rule}: {difference(theirs[1], nobodys[1])}"
        tried += 1
    assert tried > 40


def difference(left: str, right: str) -> list[str]:
    """Return the lines in which two answers differ."""
    lines = difflib.unified_diff(left.splitlines(), right.splitlines(), lineterm="", n=0)
    return list(lines)[:8]


def ask(mine: Sitter, court: str, rule: str, asked: int) -> Response:
    """Open a page about a case: with its id in the address, in the query or in a field."""
    role = "www" if rule.startswith(("/CMECF", "/CourtOp", "/Portals")) else None
    path = re.sub("<.*?>", str(asked), rule) if "<" in rule else f"{rule}?{asked}"
    url = mine.room.world.url(court, path, role)
    return mine.browser.session.get(url, allow_redirects=False)


@pytest.mark.parametrize("court", ["ctd", "ctb", "cod"])
def test_the_finder_knows_no_case_of_another_seat(room: Room, mine: Sitter, court: str) -> None:
    own, foreign = Foreign.of(room, court, 1), Foreign.of(room, court)
    mine.open(court, MENU)
    finder = "/cgi-bin/possible_case_numbers.pl?"
    assert f"'{own.case_id}'" in mine.raw(court, finder + own.number)
    assert f"'{foreign.case_id}'" not in mine.raw(court, finder + foreign.number)


@pytest.mark.parametrize("court", COURTS)
def test_a_feed_shows_the_seat_of_the_browser_or_of_the_address(room: Room, court: str) -> None:
    path = "/cgi-bin/rss_outside.pl"
    if court == "ca2":
        path = "/n/beam/servlet/TransportRoom?servlet=RSSGenerator"
    own, foreign = Foreign.of(room, court, 1), Foreign.of(room, court)
    stranger, sitter = room.sitter(1), room.sitter(1)
    sitter.take_seat()

    def tells(feed: str, what: Foreign) -> bool:
        return what.number.rpartition("-")[2] in feed

    told = stranger.raw(court, path)
    assert not tells(told, own)
    assert not tells(told, foreign)
    told = sitter.raw(court, path)
    assert tells(told, own)
    assert not tells(told, foreign)


def test_a_name_search_lists_the_reference_world_and_the_own_seat(room: Room, mine: Sitter) -> None:
    own, foreign = Foreign.of(room, "ctd", 1), Foreign.of(room, "ctd")
    page = mine.open("ctd", "/cgi-bin/iquery.pl").submit({"last_name": "Alpha"})
    assert "3:19-cv-00021" in page.html
    assert f"?{own.case_id}" in page.html or "20011" in page.html
    assert "20021" not in page.html
    assert str(foreign.case_id) not in {
        each for link in page.all("//a/@href") for each in re.findall(r"\d+", str(link))
    }


def test_reports_list_nothing_of_another_seat(room: Room, mine: Sitter) -> None:
    listed = 0
    for court in ("ctd", "ctb"):
        own = f"{Foreign.of(room, court, 1).number.rpartition('-')[2]}"
        foreign = f"{Foreign.of(room, court).number.rpartition('-')[2]}"
        menu = mine.open(court, "/cgi-bin/DisplayMenu.pl?Reports&id=-1")
        for path in {str(a) for a in menu.all("//a/@href") if "-Rpt.pl" in str(a)}:
            form = mine.open(court, path)
            fields = form.form().fields if form.all("//form") else {}
            days = {
                name: "01/01/2015"
                if "from" in name.lower() or "start" in name.lower()
                else "11/14/2021"
                for name in fields
                if "date" in name.lower() or name.lower().endswith(("_from", "_to"))
            }
            page = form.submit(days) if days else form
            assert foreign not in page.html, path
            listed += own in page.html
    assert listed, "no report shows the seat's own case"


def test_the_locator_finds_the_own_case_and_not_that_of_another_seat(
    room: Room, mine: Sitter
) -> None:
    form = mine.open("pacer", "/pcl/pages/search/findCase.jsf")
    fields = [name for name in form.form().fields if "number" in name.lower()]
    for number, found in ((1, True), (2, False)):
        wanted = f"3:19-cv-200{number}1"
        page = mine.open("pacer", "/pcl/pages/search/findCase.jsf").submit({fields[0]: wanted})
        assert (f"200{number}1" in page.text.replace(wanted, "")) == found, page.text[:800]


def test_mails_and_letters_are_the_seats_own(room: Room, mine: Sitter) -> None:
    with room.world.database("pacer").reading() as session:
        theirs = session.scalars(
            every_world(select(MailItem.id).where(MailItem.world == room.seat(2).run))
        ).all()
    with room.world.database("ctd").reading() as session:
        letter = session.scalars(every_world(select(Letter))).one()
    assert letter.world == room.seat(2).run
    for mail_id in theirs:
        assert mine.open("pacer", f"/mailbox/{mail_id}").status == 404
    assert "Zebra" not in mine.open("pacer", "/mailbox").text
    assert "Zebra" not in mine.open("pacer", "/mailbox/sent").text
    assert "Zebra" in room.sitter(2).sign_in("attorney").browser.open("pacer", "/mailbox/sent").text
