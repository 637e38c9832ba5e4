"""The mailbox: delivered once, open to its recipient and the trainer, in training only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, func, select

from idp.mailbox.models import MailItem
from shared.personas import Persona
from shared.wire import MailDelivery
from tests import harness
from tests.harness import World

People = dict[str, Persona]
MOMENT = "2021-11-15T15:00:00+00:00"


def delivery(number: int, recipient: str, **more: Any) -> MailDelivery:
    values = {
        "message_id": f"m-{number}", "sender": "ctd@ecf.test", "recipient": recipient,
        "subject": f"Subject {number}", "text": f"Text {number}", "html": f"<p>Html {number}</p>",
        "member": "ctd", "template": "x", "court_time": MOMENT, "sent_at": MOMENT,
    }  # fmt: skip
    return MailDelivery(**{**values, **more})


def deliver(world: World, message: MailDelivery) -> Any:
    return world.backchannel("ctd").post_service(
        world.member("pacer"),
        "/services/moot/messages",
        {"id": message.message_id, "kind": message.KIND, "payload": message.to_json()},
        wall=world.clock(),
    )


def reader(world: World, persona: Persona) -> harness.Browser:
    browser = world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), persona)
    return browser


def mail_of(persona: Persona) -> str:
    assert persona.pacer is not None
    return persona.pacer.email


def test_a_mail_is_delivered_once(world: World, people: People) -> None:
    for _ in range(3):
        assert deliver(world, delivery(1, mail_of(people["client"]))).status_code == 200
    with world.database("pacer").reading() as session:
        assert session.scalar(select(func.count(MailItem.id))) == 1


def test_the_recipient_reads_it_and_others_do_not(world: World, people: People) -> None:
    deliver(world, delivery(1, mail_of(people["client"]).upper()))
    mine = reader(world, people["client"])
    page = mine.open("pacer", "/mailbox")
    assert "Subject 1" in page.text
    assert "new" in page.text
    letter = page.click("Subject 1")
    assert "Text 1" in letter.text
    (frame,) = letter.all("//iframe")
    assert frame.get("sandbox") == "allow-popups allow-popups-to-escape-sandbox"
    body = mine.get(world.url("pacer", frame.get("src")))
    assert "Html 1" in body.html
    policy = body.response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "unread" not in mine.open("pacer", "/mailbox").html
    other = reader(world, people["researcher"])
    assert "No mail yet." in other.open("pacer", "/mailbox").text
    for path in ("/mailbox/1", "/mailbox/1/body", "/mailbox/99999999999999999999"):
        assert other.open("pacer", path).status == 404
    assert other.open("pacer", "/mailbox?all=1").all("//ul[@class='mail-list']") == []


def test_nobody_signed_in_is_sent_to_sign_in(world: World) -> None:
    page = world.browser().open("pacer", "/mailbox")
    assert page.password_fields() == 1


def test_the_trainer_looks_for_any_recipient(world: World, people: People) -> None:
    deliver(world, delivery(1, mail_of(people["client"])))
    deliver(world, delivery(2, mail_of(people["researcher"])))
    trainer = next(p for p in people.values() if p.pacer and "trainer" in p.pacer.staff_roles)
    browser = reader(world, trainer)
    everything = browser.open("pacer", "/mailbox?all=1")
    assert "Subject 1" in everything.text
    assert "Subject 2" in everything.text
    found = everything.submit({"recipient": "PROGRAM@"}, button="Search all mail")
    assert "Subject 1" in found.text
    assert "Subject 2" not in found.text
    assert "Subject 1" not in browser.open("pacer", "/mailbox?all=1&recipient=%25").text
    assert browser.open("pacer", "/mailbox/2").status == 200
    own = reader(world, people["researcher"]).open("pacer", "/mailbox")
    assert len(own.all("//li[@class='unread']")) == 1, "the trainer's look leaves a mail unread"


def test_many_mails_are_paged_with_the_same_number_of_queries(world: World, people: People) -> None:
    browser = reader(world, people["client"])
    address = mail_of(people["client"])
    statements: list[str] = []
    engine = world.database("pacer").engine

    def count(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    deliver(world, delivery(1, address))
    statements.clear()
    browser.open("pacer", "/mailbox")
    few = len([s for s in statements if "mail_item" in s])
    for number in range(2, 61):
        deliver(world, delivery(number, address))
    statements.clear()
    page = browser.open("pacer", "/mailbox")
    assert len([s for s in statements if "mail_item" in s]) == few == 2
    event.remove(engine, "before_cursor_execute", count)
    assert "Page 1 of 3 (60 messages)" in page.text
    assert "Subject 60" in page.text
    second = page.click("Next")
    assert "Subject 35" in second.text
    assert "Page 3 of 3" in browser.open("pacer", "/mailbox?page=999").text
    assert "Page 1 of 3" in browser.open("pacer", "/mailbox?page=-4").text


def test_faithful_mode_has_no_mailbox(world: World, people: People) -> None:
    world.close()
    faithful = harness.reopen(world.folder, settings={"MOOT_MODE": "faithful"})
    try:
        browser = reader(faithful, people["client"])
        home = browser.open("pacer", "/")
        assert "Mailbox" not in home.text
        for path in ("/mailbox", "/mailbox/1", "/mailbox/1/body"):
            assert browser.open("pacer", path).status == 404
    finally:
        faithful.close()


def test_a_blind_copy_shows_its_to_line_and_to_whom_it_came(world: World, people: People) -> None:
    """Notices of courts name the court's own mailbox; they have one form only."""
    mine = mail_of(people["client"])
    deliver(world, delivery(1, mine, to="cmecf@ctd.moot.test", text=""))
    browser = reader(world, people["client"])
    page = browser.open("pacer", "/mailbox").click("Subject 1")
    assert "cmecf@ctd.moot.test" in page.text
    assert "Delivered to" in page.text
    assert mine in page.text
    assert len(page.all("//iframe")) == 1
    assert page.all("//pre") == []
