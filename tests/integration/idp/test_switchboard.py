"""The switchboard's pages and service address, and what reading it costs (2021-11)."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event, select

from shared.audit import AuditEvent
from shared.launcher import cli, doctor, standing
from shared.launcher.standing import Standing
from shared.personas import Persona
from shared.switches import FRESH, FaultRow
from tests.harness import SERVICE_KEY, World
from tests.switching import Switchboard, board, here, trainer

__all__ = ["board", "here", "trainer"]

PATHS = ("/faults", "/faults/slow-docket")
SWITCHBOARD = "/services/moot/switchboard"


def rows(world: World, member: str) -> list[FaultRow]:
    with world.database(member).reading() as session:
        return list(session.scalars(select(FaultRow).order_by(FaultRow.name)))


def test_trainers_alone_get_in(here: World, board: Switchboard, people: dict[str, Persona]) -> None:
    somebody = here.browser()
    somebody.sign_in(somebody.open("pacer", "/mailbox"), people["researcher"])
    for path in PATHS:
        assert here.browser().open("pacer", path).password_fields() == 1
        assert somebody.open("pacer", path).status == 403
        # Posts of strangers fall at the token already; with one, at the guard.
        posted = somebody.send("POST", here.url("pacer", path), {"scope": "all"})
        assert posted.status in (400, 403, 405)
    token = somebody.open("pacer", "/mailbox/write").form().fields["csrf_token"]
    for path in ("/faults/slow-docket", "/faults/clear"):
        posted = somebody.send(
            "POST", here.url("pacer", path), {"scope": "all", "csrf_token": token}
        )
        assert posted.status == 403
    assert rows(here, "pacer") == []
    for member, path in (("pacer", SWITCHBOARD), ("ctd", "/services/moot/faults")):
        for browser in (somebody, board.browser):
            assert browser.send("POST", here.url(member, path), {}).status == 401


def test_the_list_tells_what_is_on_and_clears_it(here: World, board: Switchboard) -> None:
    assert "No fault is on." in board.browser.open("pacer", "/faults").text
    board.on("slow-docket", "court", "ctd", times=3, amount=7)
    board.on("wrong-nonce", "person", "rresearcher")
    page = board.on("mail-doubled")
    found = [" ".join(row.text_content().split()) for row in page.all("//table//tbody/tr")]
    assert found[0].startswith("Mail doubled everybody until cleared not yet")
    assert found[1].startswith("ID token with a wrong nonce person rresearcher until cleared")
    assert found[2].startswith("Slow docket7 seconds court ctd 3 times")
    # Each member is told what it reads: a court of mails and pages, another of mails alone.
    assert [row.name for row in rows(here, "ctd")] == ["mail-doubled", "slow-docket"]
    assert [row.name for row in rows(here, "ca2")] == ["mail-doubled"]
    assert [(row.name, row.here) for row in rows(here, "pacer")] == [
        ("mail-doubled", True),
        ("slow-docket", False),
        ("wrong-nonce", True),
    ]
    first = page.all("//form[.//input[@name='fault']]")[0]
    cleared = board.browser.send(
        "POST", here.url("pacer", "/faults/clear"), dict(first.form_values())
    )
    assert "Mail doubled" not in cleared.all("//table[@id='standing-faults']")[0].text_content()
    assert [row.name for row in rows(here, "ca2")] == []
    # Somebody else was quicker.
    again = board.browser.send(
        "POST", here.url("pacer", "/faults/clear"), dict(first.form_values())
    )
    assert again.status == 422
    assert "This fault is not on any more." in again.text


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("slow-docket", {"scope": "person", "value": "nobody1"}, "There is no PACER account"),
        ("slow-docket", {"scope": "court", "value": "pacer"}, "There is no member “pacer”"),
        ("slow-docket", {"scope": "court", "value": "nysd"}, "There are: ctd, cod, ctb, ca2"),
        ("slow-docket", {"scope": "court"}, "Name a member, by its id."),
        ("slow-docket", {"scope": "client", "value": "x"}, "Not a valid choice"),
        ("slow-docket", {"scope": "all", "amount": "999"}, "Give a number from 1 to 60."),
        ("slow-docket", {"scope": "all", "times": "often"}, "Not a valid integer value."),
        ("wrong-nonce", {"scope": "client", "value": "nobody"}, "There is no client “nobody”."),
        ("rotated-keys", {"scope": "all"}, "Say how often, 20 times at most"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    name: str, fields: dict[str, str], words: str, here: World, board: Switchboard
) -> None:
    form = board.browser.open("pacer", f"/faults/{name}")
    token = form.form(having="csrf_token").fields["csrf_token"]
    page = board.browser.send(
        "POST", here.url("pacer", f"/faults/{name}"), {"csrf_token": token, **fields}
    )
    assert page.status == 422
    (told,) = page.all("//p[@class='field-error']")
    assert words in told.text_content()
    # What was typed stays.
    assert page.all("//input[@name='value' and @value!='']/@value") == [
        typed for typed in (fields.get("value"),) if typed
    ]
    assert rows(here, "pacer") == []


def test_an_unknown_fault_has_no_page(board: Switchboard) -> None:
    assert board.browser.open("pacer", "/faults/no-such-fault").status == 404


def test_switching_is_audited(here: World, board: Switchboard) -> None:
    board.on("mail-delayed", "court", "pacer", times=1, amount=5)
    board.clear()
    with here.database("pacer").reading() as session:
        statement = select(AuditEvent).where(AuditEvent.subject == "mail-delayed")
        events = session.scalars(statement.order_by(AuditEvent.id)).all()
        assert [(each.tag, each.actor) for each in events] == [
            ("fault:set", "pacer:ttrainer"),
            ("fault:cleared", "pacer:ttrainer"),
        ]
        assert '"amount": 5' in events[0].detail


def test_the_command_speaks_to_the_switchboard(
    here: World, board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`moot fault`, with the federation of this test in place of a running one."""

    class Here(Standing):
        def call(self, to: Any, path: str, payload: Any = None) -> Any:
            channel, wall = here.backchannel("ctd"), here.clock()
            if payload is not None:
                return channel.post_service(to, path, payload, wall=wall)
            with channel.session() as session:
                token = channel.service_token(to, wall)
                return session.get(
                    to.public_url + path, headers={"Authorization": f"Bearer {token}"}
                )

    found = Here(here.federation, here.member("ctd"), SERVICE_KEY)
    monkeypatch.setattr(standing, "find", lambda *_given: found)

    def moot(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli.main, ["fault", *words])
        return done.exit_code, done.output

    assert moot("list") == (0, "No fault is on.\n")
    status, said = moot("set", "false-login", "--person", "jattorney", "--times", "2")
    assert status == 0
    assert "person jattorney" in said
    (row,) = rows(here, "ctb")
    assert (row.name, row.most, row.email) == ("false-login", 2, "john.attorney@examplelaw.test")
    assert '"times": 2' in moot("list", "--json")[1]
    (finding,) = doctor.purposes(found)
    assert finding.level == "note"
    assert "false-login" in finding.said
    assert "per cent that come" in moot("list", "--known")[1]
    status, said = moot("set", "false-login", "--court", "nysd", "--times", "1")
    assert status == 1
    assert "There is no member “nysd”." in said
    assert moot("set", "false-login", "--court", "ctd", "--seat", "1")[0] == 1
    assert moot("clear", "slow-docket") == (1, "Error: This fault is not on any more.\n")
    assert moot("clear", row.id) == (0, "No fault is on.\n")
    assert rows(here, "ctb") == []
    assert list(doctor.purposes(found)) == []


def test_reading_costs_nothing_while_no_fault_is_on(here: World, board: Switchboard) -> None:
    """The rows are read once a second at most, whatever the requests."""
    asked: list[str] = []
    engine = here.database("ctd").engine

    def note(*given: Any) -> None:
        if " fault" in given[2]:
            asked.append(given[2])

    switches = here.app("ctd").extensions["moot"].switches
    switches.look_again()
    event.listen(engine, "before_cursor_execute", note)
    try:
        for _again in range(5):
            assert here.browser().open("ctd", "/cgi-bin/menu.pl?id=-1").status == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert FRESH == 1.0
    assert 1 <= len(asked) <= 3
