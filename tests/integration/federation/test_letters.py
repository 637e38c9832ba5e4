"""Letters from a persona's mailbox, the clerk's inbox, and seats in a seminar (seed 000)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event, func, select

from courts.letters.models import Letter, LetterAnswer, SeminarBooking
from idp.mailbox.models import SentLetter
from shared.audit import AuditEvent
from shared.personas import Persona
from shared.wire import LetterSent
from tests import harness
from tests.harness import Browser, Page, World

People = dict[str, Persona]
NASTY = 'Hello <script>alert(1)</script> & "you" {{ 7 * 7 }}\nsecond line'


def reader(world: World, persona: Persona) -> Browser:
    browser = world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), persona)
    return browser


def write(
    browser: Browser, to: str, subject: str = "A question", text: str = "Please help."
) -> Page:
    page = browser.open("pacer", "/mailbox/write")
    return page.submit({"recipient": to, "subject": subject, "text": text}, button="Send")


def rows(world: World, member: str, model: Any) -> list[Any]:
    with world.database(member).reading(world=None) as session:
        return list(session.scalars(select(model).order_by(model.id)))


def test_a_letter_is_answered_and_the_answer_is_answered(world: World, people: People) -> None:
    percy = reader(world, people["staff"])
    sent = write(percy, "HelpDesk@CTD.test", "Lost & <b>found</b>", NASTY)
    assert sent.status == 200
    assert "Your letter is on its way." in sent.text
    assert "Lost & <b>found</b>" in percy.open("pacer", "/mailbox/sent").text

    clerk = world.browser()
    clerk.enter("ctd", people["clerk_ctd"])
    desk = clerk.open("ctd", "/clerk/")
    assert "Letters1Letters to the help desk" in desk.text
    letter = desk.click("Letters").click("Lost & <b>found</b>")
    assert "<script>alert" not in letter.html
    assert NASTY.splitlines()[0] in letter.text
    assert "percy.paralegal@examplefirm.test" in letter.text
    done = letter.submit({"text": "Come in on Monday.\nBring a card."}, button="Send the answer")
    assert "on its way to the writer's mailbox" in done.text
    assert "Answer of Casey Deputy" in done.text
    assert "No letter waits." in clerk.open("ctd", "/clerk/letters").text
    assert "done" in clerk.open("ctd", "/clerk/letters?all=1").text

    mail = percy.open("pacer", "/mailbox").click("Re: Lost & <b>found</b>")
    assert "helpdesk@ctd.test" in mail.text
    assert "Bring a card." in mail.text
    assert "You can answer this message" in mail.text
    reply = mail.click("Reply")
    fields = dict(reply.form(having="recipient").form_values())
    assert fields["recipient"] == "helpdesk@ctd.test"
    assert fields["subject"] == "Re: Lost & <b>found</b>"
    assert "> Bring a card." in fields["text"]
    reply.submit({"subject": "Re: thanks"}, button="Send")
    assert "Re: thanks" in clerk.open("ctd", "/clerk/letters").text


def test_the_body_of_a_letter_is_not_in_the_audit_trail(world: World, people: People) -> None:
    write(reader(world, people["staff"]), "helpdesk@ctd.test", "Quiet words", "my winter coat")
    (kept,) = [e for e in rows(world, "pacer", AuditEvent) if e.tag == "letter:sent"]
    said = f"{kept.subject} {kept.detail}"
    assert "ctd" in said
    assert "winter" not in said
    assert "Quiet" not in said


def test_an_unknown_address_is_refused_at_the_field_and_nothing_is_lost(
    world: World, people: People
) -> None:
    percy = reader(world, people["staff"])
    for address in (
        "nobody@ctd.test",
        "helpdesk@ctd.example.org",
        "percy.paralegal@examplefirm.test",
    ):
        page = write(percy, address, "A subject", "Long and careful words.")
        assert page.status == 422
        (error,) = page.all("//*[@id='recipient-error']")
        assert "No court takes letters at this address." in error.text_content()
        fields = dict(page.form(having="recipient").form_values())
        assert fields["recipient"] == address
        assert fields["text"].strip() == "Long and careful words."
    assert write(percy, "", "", "").status == 422
    assert rows(world, "pacer", SentLetter) == []


def test_a_flood_of_letters_is_stopped_for_a_while(world: World, people: People) -> None:
    percy = reader(world, people["staff"])
    for number in range(10):
        assert write(percy, "helpdesk@ctd.test", f"Letter {number}").status == 200
    stopped = write(percy, "helpdesk@ctd.test", "One more", "Still here")
    assert stopped.status == 429
    assert "Wait a little" in stopped.text
    assert "Still here" in stopped.html
    assert len(rows(world, "pacer", SentLetter)) == len(rows(world, "ctd", Letter)) == 10
    other = reader(world, people["client"])
    assert write(other, "helpdesk@ctd.test").status == 200
    world.clock.advance(minutes=11)
    assert write(reader(world, people["staff"]), "helpdesk@ctd.test", "Later").status == 200


def test_letters_are_nobody_elses(world: World, people: People) -> None:
    write(reader(world, people["staff"]), "helpdesk@ctd.test", "Mine alone")
    other = reader(world, people["client"])
    assert "Mine alone" not in other.open("pacer", "/mailbox/sent").text
    for path in ("/mailbox/sent/1", "/mailbox/sent/99999999999999999999", "/mailbox/write?reply=1"):
        assert other.open("pacer", path).status == 404
    inside = world.browser()
    inside.enter("ctd", people["attorney_everywhere"])
    for path in ("/clerk/letters", "/clerk/letters/1", "/clerk/seminars"):
        assert "Mine alone" not in (page := inside.open("ctd", path)).text
        assert not page.all("//*[@id='cmecfMainContent']//table"), path
    assert world.browser().open("ctd", "/clerk/letters").password_fields() == 1


def test_a_letter_comes_from_pacer_only_and_once(world: World) -> None:
    letter = LetterSent(
        letter_id="l-1", court="ctd", box="helpdesk@ctd.test", writer="W", title="T", text="X",
        writer_email="w@x.test", court_time="2021-11-15T15:00:00+00:00",
        sent_at="2021-11-15T15:00:00+00:00",
    )  # fmt: skip
    body = {"id": "l-1", "kind": letter.KIND, "payload": letter.to_json()}

    def hand_in(sender: str) -> int:
        answer = world.backchannel(sender).post_service(
            world.member("ctd"), "/services/moot/messages", body, wall=world.clock()
        )
        return int(answer.status_code)

    assert hand_in("cod") >= 400
    assert rows(world, "ctd", Letter) == []
    assert [hand_in("pacer"), hand_in("pacer")] == [200, 200]
    assert len(rows(world, "ctd", Letter)) == 1


def test_faithful_mode_has_no_letters(world: World, people: People) -> None:
    world.close()
    faithful = harness.reopen(world.folder, settings={"MOOT_MODE": "faithful"})
    try:
        browser = reader(faithful, people["client"])
        for path in ("/mailbox/write", "/mailbox/sent", "/mailbox/sent/1"):
            assert browser.open("pacer", path).status == 404
        site = browser.open("ctd", "/seminars", role="www")
        assert site.link("seminars@ctd.test") == "mailto:seminars@ctd.test"
    finally:
        faithful.close()


# --------------------------------------------------------------------------- seminars


def ask_for(world: World, who: Persona, seminar: str) -> None:
    write(reader(world, who), "seminars@ctb.test", f"Seminar {seminar}: a seat", "May I come?")


def book_first(clerk: Browser) -> Page:
    """Open the newest letter that waits, and book the session that its subject names."""
    (link,) = clerk.open("ctb", "/clerk/letters").all("//tbody//a")
    page = clerk.open("ctb", link.get("href"))
    return page.submit({"seminar": chosen(page)}, button="Book the seat")


def chosen(page: Page) -> str:
    (option,) = page.all("//select[@name='seminar']/option[@selected]")
    return str(option.get("value"))


def test_a_full_session_has_a_waiting_list_that_moves_up(world: World, people: People) -> None:
    """The last Zoom session of ctb has two seats (seed 004)."""
    seminar = "ctb-zoom-2021-11-17"
    clerk = world.browser()
    clerk.enter("ctb", people["clerk_ctb"])
    who = [people[key] for key in ("staff", "creditor", "pro_se", "researcher")]
    for persona in who:
        ask_for(world, persona, seminar)
        page = book_first(clerk)
    assert "is on the waiting list and has been told so" in page.text
    states = [b.state for b in rows(world, "ctb", SeminarBooking)]
    assert states == ["booked", "booked", "waiting", "waiting"]
    site = world.browser().open("ctb", "/nextgen-zoom-help", role="www").text
    assert "This session is full. You can go on the waiting list, where 2 wait already." in site
    last = reader(world, who[3]).open("pacer", "/mailbox").text
    assert "Waiting list: NextGen Zoom Help Session" in last
    third = reader(world, who[2])
    mail = third.open("pacer", "/mailbox").all("//ul[@class='mail-list']//a")[0].get("href")
    assert "You are number 1 on the waiting list." in third.open("pacer", mail).text

    twice = clerk.open("ctb", "/clerk/letters/1")
    refused = twice.submit({"seminar": seminar}, button="Book the seat")
    assert refused.status == 422
    assert "has a seat in this session already" in refused.text

    lists = clerk.open("ctb", "/clerk/seminars").all(f"//a[contains(@href, '{seminar}')]")
    page = clerk.open("ctb", lists[0].get("href"))
    page = page.submit({"booking": "1"}, button="Cancel the booking of Percy Paralegal")
    assert "Whoever waited longest has the seat now" in page.text
    states = [b.state for b in rows(world, "ctb", SeminarBooking)]
    assert states == ["cancelled", "booked", "booked", "waiting"]
    assert "Your seat: NextGen Zoom" in third.open("pacer", "/mailbox").text
    assert "Cancelled: NextGen Zoom" in reader(world, who[0]).open("pacer", "/mailbox").text
    again = clerk.open("ctb", "/clerk/letters/1").submit(
        {"seminar": seminar}, button="Book the seat"
    )
    assert "waiting list" in again.text
    assert [b.state for b in rows(world, "ctb", SeminarBooking)][0] == "waiting"


def test_what_cannot_be_booked(world: World, people: People) -> None:
    clerk = world.browser()
    clerk.enter("ctb", people["clerk_ctb"])
    ask_for(world, people["staff"], "nothing")
    page = clerk.open("ctb", "/clerk/letters/1")
    for wanted in ("", "ctb-nothing", "ctd-civil-2021-12-07", "ctb-zoom-2021-10-12"):
        refused = page.submit({"seminar": wanted}, button="Book the seat")
        assert refused.status == 422, wanted
        assert refused.all("//*[@id='seminar-error']"), wanted
    assert rows(world, "ctb", SeminarBooking) == []
    for path in ("/clerk/letters/2", "/clerk/letters/99999999999999999999", "/clerk/seminars/none"):
        assert clerk.open("ctb", path).status == 404
    empty = page.submit({"text": "  "}, button="Send the answer")
    assert empty.status == 422
    assert "Write your answer." in empty.text
    assert rows(world, "ctb", LetterAnswer) == []
    away = clerk.open("ctb", "/clerk/letters/1").submit(button="Put the letter away")
    assert "The letter is put away." in away.text
    assert "No letter waits." in away.text


def test_the_lists_take_the_same_number_of_queries(world: World, people: People) -> None:
    clerk = world.browser()
    clerk.enter("ctb", people["clerk_ctb"])
    statements: list[str] = []

    def count(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    def looked(path: str) -> int:
        statements.clear()
        assert clerk.open("ctb", path).status == 200
        return len([s for s in statements if "letter" in s or "seminar_booking" in s])

    ask_for(world, people["staff"], "one")
    engine = world.database("ctb").engine
    event.listen(engine, "before_cursor_execute", count)
    paths = ("/clerk/letters", "/clerk/seminars")
    few = [looked(path) for path in paths]
    for name in ("creditor", "pro_se", "researcher", "client"):
        ask_for(world, people[name], "more")
    assert [looked(path) for path in paths] == few
    event.remove(engine, "before_cursor_execute", count)
    with world.database("ctb").reading() as session:
        assert session.scalar(select(func.count(Letter.id))) == 5


def test_seminars_of_2004_are_shown_and_open_to_all_three(
    world_at: Callable[[str], World],
) -> None:
    then = world_at("2004-12")
    page = then.browser().open("ctd", "/seminars", role="www")
    assert "Filing in a civil case" in page.text
    assert "January 4, 2005" in page.text
    assert "Open to attorneys, law-firm staff, unrepresented parties." in page.text
    assert "8 of 8 seats are free." in page.text
    assert "register by e-mail" in page.text
