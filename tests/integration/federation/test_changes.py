"""Personal data: changed at PACER at once, taken over by each court that accepts (facts 1.6)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

import pytest
from sqlalchemy import func, select

from courts.accounts.models import CourtUser
from courts.changes import protocol as court_protocol
from courts.changes import service
from courts.changes.models import ChangeRequest
from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.accounts.models import Account
from idp.changes.models import MaintenanceRequest
from shared import outbox
from shared.audit import AuditEvent
from shared.errors import Refusal
from shared.ids import subject_of
from shared.personas import Persona
from shared.web.runtime import Delivery
from shared.wire import ChangeDecided, ChangeRequested
from tests import counting
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
NEW = {
    "firm": "New Firm LLP",
    "street": "77 Moved Street",
    "city": "Mockville",
    "state": "CO",
    "county": "denver",
    "code": "00000",
    "phone": "303-555-0177",
    "phone_alternate": "303-555-0178",
}


def send(page: Page, courts: Sequence[str] = (), **fields: str) -> Page:
    """Fill the last form of a page, with several boxes of the same name ticked."""
    form = page.form(having="csrf_token")
    data: dict[str, Any] = dict(form.form_values())
    data |= fields
    data["courts"] = list(courts)
    return page.browser.send("POST", urljoin(page.url, form.get("action") or ""), data)


def open_form(world: World, who: Persona, words: str) -> Page:
    """Sign in to Manage My Account and open an item of the Maintenance tab."""
    return counter.manage(world, who).click("Maintenance").click(words)


def court_user(world: World, court: str, key: str) -> CourtUser:
    """Return the account of a persona in a court."""
    with world.database(court).reading() as session:
        statement = select(CourtUser).where(CourtUser.linked_subject == subject_of(key))
        return session.scalars(statement).one()


def states(world: World) -> dict[str, tuple[str, str]]:
    """Return what PACER knows of each court's answer."""
    with world.database("pacer").reading() as session:
        rows = session.scalars(select(MaintenanceRequest).order_by(MaintenanceRequest.id))
        return {row.court: (row.state, row.reason) for row in rows}


def clerk(world: World, people: People, court: str) -> Page:
    """Sign the clerk of a court in and open the queue."""
    browser = world.browser()
    browser.enter(court, people[f"clerk_{court}"])
    return browser.open(court, "/clerk/changes")


def ask_for_address(world: World, people: People, *courts: str, cases: str = "open") -> Page:
    """Have the attorney of everywhere move, and tell courts."""
    form = open_form(world, people["attorney_everywhere"], manage.UPDATE_ADDRESS)
    return send(form, courts, **NEW, update_reason="I moved.", cases=cases)


def test_a_move_accepted_by_one_court_and_rejected_by_another(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    before = court_user(world, "ctd", oscar.key)
    shown = ask_for_address(world, people, "ctd", "ctb")
    assert "Your data at PACER were updated." in shown.text
    account = counter.account(world, number="7000404")
    assert account.firm == "New Firm LLP"
    assert account.address == "77 Moved Street\nMockville, CO 00000\nDenver\nUSA"
    assert account.phone_alternate == "303-555-0178"
    assert states(world) == {"ctd": ("pending", ""), "ctb": ("pending", "")}
    assert court_user(world, "ctd", oscar.key).address == before.address, "a court decides itself"
    (mail,) = counter.mails(world, account.email, "account_changed")
    assert "District of Connecticut" in mail.text

    request = clerk(world, people, "ctd").click("Oscar Counsel")
    cells = [" ".join(c.text_content().split()) for c in request.all("//tbody/tr/*")]
    assert cells[4:8] == [
        "Address",
        before.address.replace("\n", ", "),
        "77 Moved Street, Mockville, CO 00000",
        "yes",
    ]
    assert "I moved." in request.text
    assert "Open cases" in request.text
    done = request.submit(button="Accept")
    assert "Accepted. The person and PACER are told." in done.text
    moved = court_user(world, "ctd", oscar.key)
    assert (moved.firm, moved.phone) == ("New Firm LLP", "303-555-0177")
    assert moved.address == "77 Moved Street\nMockville, CO 00000"

    other = clerk(world, people, "ctb").click("Oscar Counsel")
    bare = other.submit(button="Reject")
    assert bare.status == 422
    assert "Say why the court rejects the change" in bare.text
    bare.submit({"reason": "No such street in our records."}, button="Reject")
    assert court_user(world, "ctb", oscar.key).firm == ""
    assert states(world) == {
        "ctd": ("accepted", ""),
        "ctb": ("rejected", "No such street in our records."),
    }
    accepted, rejected = counter.mails(world, before.primary_email, "change_decided")
    assert "accepted" in accepted.subject
    assert "77 Moved Street, Mockville, CO 00000" in accepted.text
    assert "No such street in our records." in rejected.text
    assert "helpdesk@ctb.test" in rejected.text

    listed = counter.manage(world, oscar).browser.open("pacer", manage.REQUESTS_PATH)
    rows = [" ".join(r.text_content().split()) for r in listed.all("//tbody/tr")]
    assert any("Accepted" in row and "Update Address Information" in row for row in rows)
    assert any("Rejected" in row and "No such street in our records." in row for row in rows)
    with world.database("ctd").reading() as session:
        detail = session.scalars(
            select(AuditEvent.detail).where(AuditEvent.tag == "change:accepted")
        ).one()
    assert json.loads(detail)["cases"] == "open"


def test_a_decided_request_is_not_decided_again(world: World, people: People) -> None:
    ask_for_address(world, people, "ctd")
    first = clerk(world, people, "ctd").click("Oscar Counsel")
    second = clerk(world, people, "ctd").click("Oscar Counsel")
    first.submit(button="Accept")
    late = second.submit({"reason": "too late"}, button="Reject")
    assert late.status == 422
    assert "This request needs no decision any more: Accepted." in late.text
    assert states(world) == {"ctd": ("accepted", "")}
    queue = clerk(world, people, "ctd")
    assert "Nothing waits." in queue.text
    assert "clerk:" not in queue.text
    decided = queue.browser.open("ctd", "/clerk/changes?show=decided")
    assert "pacer:caseydeputy" in decided.text


def test_the_front_page_counts_what_waits(world: World, people: People) -> None:
    ask_for_address(world, people, "ctd")
    index = clerk(world, people, "ctd").browser.open("ctd", "/clerk/")
    row = index.all("//tr[.//a[@href='/clerk/changes']]/td")
    assert row[0].text_content() == "1"


def test_a_later_request_replaces_one_that_waits(world: World, people: People) -> None:
    ask_for_address(world, people, "ctd")
    again = ask_for_address(world, people, "ctd")
    assert "Your data at PACER are as they were." in again.text
    with world.database("ctd").reading() as session:
        assert session.scalar(select(func.count(ChangeRequest.id))) == 1, "the same asks once"
    form = open_form(world, people["attorney_everywhere"], manage.UPDATE_ADDRESS)
    send(form, ["ctd"], street="78 Moved Street", update_reason="A slip.", cases="none")
    with world.database("ctd").reading() as session:
        found = list(session.scalars(select(ChangeRequest.state).order_by(ChangeRequest.id)))
    assert found == ["replaced", "pending"]
    with world.database("pacer").reading() as session:
        told = list(
            session.scalars(select(MaintenanceRequest.state).order_by(MaintenanceRequest.id))
        )
    assert told == ["replaced", "pending"]


def test_a_name_and_the_noticing_of_a_court(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    form = open_form(world, oscar, manage.UPDATE_PERSONAL)
    labels = [" ".join(one.text_content().split()) for one in form.all("//main//form//label")]
    assert labels[:5] == ["Prefix", "First Name *", "Middle Name", "Last Name *", "Suffix"]
    send(form, ["ctd"], prefix="Dr.", last_name="Counsel-Newname", generation="Jr.")
    form = open_form(world, oscar, manage.UPDATE_NOTICING)
    differ = send(form, ["ctd"], primary_email="o@new.test", email_again="p@new.test")
    assert differ.status == 422
    assert "The two e-mail addresses are not the same." in differ.text
    send(
        form,
        ["ctd"],
        primary_email="o@new.test",
        email_again="o@new.test",
        notice_frequency="daily",
        notice_format="text",
    )
    account = counter.account(world, number="7000404")
    assert account.filing_address == "o@new.test"
    assert account.email != "o@new.test", "the account's own address is for recovery and bills"
    former = court_user(world, "ctd", oscar.key).primary_email
    for words in ("Update Personal Information", "Update E-Filer Email Noticing and Frequency"):
        queue = clerk(world, people, "ctd")
        (link,) = queue.all(f"//tr[td[text()='{words}']]//a/@href")
        queue.browser.open("ctd", str(link)).submit(button="Accept")
    user = court_user(world, "ctd", oscar.key)
    assert user.display_name == "Oscar Counsel-Newname Jr."
    assert user.prefix == "Dr."
    assert (user.primary_email, user.notice_frequency, user.notice_format) == (
        "o@new.test",
        "daily",
        "text",
    )
    assert len(counter.mails(world, "o@new.test", "change_decided")) == 1
    assert len(counter.mails(world, former, "change_decided")) == 2, "the former address is told"


def test_without_an_e_file_account_only_ones_own_data_change(world: World, people: People) -> None:
    form = open_form(world, people["researcher"], manage.UPDATE_ADDRESS)
    assert not form.all("//*[@name='courts' or @name='update_reason' or @name='cases']")
    done = send(form, ["ctd"], phone="203-555-0100")
    assert "Your data at PACER were updated." in done.text
    assert "No court was asked yet." in done.text
    assert states(world) == {}
    assert "This account" not in done.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"street": ""}, "Enter your address."),
        ({"county": "Denver"}, "The state that you chose has no such county."),
        ({"code": "0 0"}, "Enter the postal code without blanks."),
        ({"firm": "x" * 121}, "Firm/Office: at most 120 characters."),
        ({"update_reason": ""}, "Say why the courts should update your address."),
        ({"cases": "some"}, "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    world: World, people: People, fields: dict[str, str], words: str
) -> None:
    form = open_form(world, people["attorney_everywhere"], manage.UPDATE_ADDRESS)
    typed = {"update_reason": "I moved.", "phone": "203-555-0166", **fields}
    shown = send(form, ["ctb"], **typed)
    assert shown.status == 422
    assert words in shown.text
    assert shown.all("//input[@name='phone']/@value") == ["203-555-0166"]
    assert shown.all("//input[@name='courts'][@checked]/@value") == ["ctb"]
    assert states(world) == {}


def test_a_court_in_which_one_does_not_file_cannot_be_asked(world: World, people: People) -> None:
    form = open_form(world, people["attorney_everywhere"], manage.UPDATE_PERSONAL)
    offered = form.all("//input[@name='courts']/@value")
    assert sorted(offered) == ["ca2", "ctb", "ctd"], "cod is not live yet"
    shown = send(form, ["cod"], prefix="Dr.")
    assert shown.status == 422
    assert states(world) == {}


def test_nothing_changed_and_nobody_asked(world: World, people: People) -> None:
    form = open_form(world, people["attorney_everywhere"], manage.UPDATE_PERSONAL)
    shown = send(form)
    assert shown.status == 422
    assert "You changed nothing, and chose no court to ask." in shown.text


@pytest.mark.parametrize("path", [manage.PERSONAL_PATH, manage.ADDRESS_PATH, manage.NOTICING_PATH])
def test_a_legacy_account_upgrades_first(world: World, people: People, path: str) -> None:
    shown = counter.manage(world, people["legacy"]).browser.open("pacer", path)
    assert manage.LEGACY in shown.text
    assert not shown.all("//main//form")


def test_the_queue_is_the_clerks_only(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctd", people["attorney_everywhere"])
    ask_for_address(world, people, "ctd")
    for path in ("/clerk/changes", "/clerk/changes/1", "/clerk/accounts", "/clerk/accounts/1"):
        assert "You do not have permission to view this page." in browser.open("ctd", path).text
    assert clerk(world, people, "ctd").browser.open("ctd", "/clerk/changes/99").status == 404


def delivery(world: World, sender: str) -> Delivery:
    """Return the circumstances of a message."""
    now = world.clock()
    return Delivery("m-1", world.member(sender), now, now)


def test_messages_are_handled_once_and_from_the_right_member_only(
    world: World, people: People
) -> None:
    ask_for_address(world, people, "ctd")
    with world.database("ctd").reading() as session:
        row = session.scalars(select(ChangeRequest)).one()
    again = ChangeRequested(
        request_id=row.message_id,
        court="ctd",
        subject=subject_of("attorney_everywhere"),
        kind="address",
        values=json.loads(row.asked),
        asked_at=row.asked_at.isoformat(),
    )
    with world.database("ctd").writing() as session:
        court_protocol.change_requested(session, again, delivery(world, "pacer"))
        assert session.scalar(select(func.count(ChangeRequest.id))) == 1
    with (
        world.database("ctd").writing() as session,
        pytest.raises(Refusal, match="may not ask for changes"),
    ):
        court_protocol.change_requested(session, again, delivery(world, "ctb"))
    handler = world.app("pacer").extensions["moot"].handlers[ChangeDecided]
    lie = ChangeDecided(
        request_id=row.message_id,
        court="ctd",
        state="accepted",
        decided_at=row.asked_at.isoformat(),
    )
    with (
        world.database("pacer").writing() as session,
        pytest.raises(Refusal, match="may not speak"),
    ):
        handler(session, lie, delivery(world, "ctb"))
    other = ChangeDecided(
        request_id=row.message_id,
        court="ctb",
        state="accepted",
        decided_at=row.asked_at.isoformat(),
    )
    with world.database("pacer").writing() as session:
        handler(session, other, delivery(world, "ctb"))
    assert states(world) == {"ctd": ("pending", "")}, "a court decides its own requests only"


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        ("researcher", {"firm": "A"}, "You have no e-file account in this court"),
        ("attorney_everywhere", {"notice_format": "pdf"}, "does not know this choice"),
        ("attorney_everywhere", {"primary_email": " "}, "leaves out what an account must have"),
    ],
)
def test_what_a_court_cannot_fulfil_it_rejects_at_once(
    world: World, key: str, values: dict[str, str], words: str
) -> None:
    message = ChangeRequested(
        request_id="r-1",
        court="ctd",
        subject=subject_of(key),
        kind="noticing",
        values=values,
        asked_at=world.clock().isoformat(),
    )
    with world.database("ctd").writing() as session:
        court_protocol.change_requested(session, message, delivery(world, "pacer"))
    with world.database("ctd").reading() as session:
        assert session.scalar(select(func.count(ChangeRequest.id))) == 0
        payload = session.scalars(
            select(outbox.OutboxRow.payload).where(outbox.OutboxRow.kind == ChangeDecided.KIND)
        ).one()
    answer = ChangeDecided.from_json(payload)
    assert answer.state == "rejected"
    assert words in answer.reason


def test_the_history_hook_tells_of_the_requests(world: World, people: People) -> None:
    ask_for_address(world, people, "ctd", "ctb")
    app = world.app("pacer")
    with app.app_context(), world.database("pacer").reading() as session:
        account = session.scalars(select(Account).where(Account.account_number == "7000404")).one()
        rows = accounts.history_of(app, session, account)
    assert {row.court for row in rows} >= {"ctd", "ctb"}
    assert {row.kind for row in rows} == {"Update Address Information"}
    assert {row.state for row in rows} == {"Waiting for the court"}


def test_lists_ask_the_database_a_fixed_number_of_times(world: World, people: People) -> None:
    queue = clerk(world, people, "ctd")

    def count() -> int:
        with counting.statements(world.database("ctd").engine) as asked:
            queue.browser.open("ctd", "/clerk/changes")
        return len(asked)

    empty = count()
    everybody = [
        (person, [court for court, seed in person.courts.items() if seed.link != "unlinked"])
        for person in people.values()
    ]
    for person, courts in everybody:
        if "ctd" not in courts:
            continue
        send(open_form(world, person, manage.UPDATE_PERSONAL), ["ctd"], prefix="Dr.")
    assert len(queue.browser.open("ctd", "/clerk/changes").all("//tbody/tr")) >= 2
    assert count() == empty


def test_a_request_and_its_answer_stay_in_the_seats_world(world: World) -> None:
    with world.database("ctd").writing() as session:
        statement = select(CourtUser).where(CourtUser.linked_subject == subject_of("attorney_ctd"))
        session.scalars(statement).one().world = 7
    message = ChangeRequested(
        request_id="r-7",
        court="ctd",
        subject=subject_of("attorney_ctd"),
        kind="personal",
        values={"first_name": "Anna", "last_name": "Newname"},
        asked_at=world.clock().isoformat(),
    )
    with world.database("ctd").writing() as session:
        court_protocol.change_requested(session, message, delivery(world, "pacer"))
        assert session.scalar(select(func.count(ChangeRequest.id))) == 0, "world 0 knows nobody"
    mine = dataclasses.replace(message, request_id="r-8", world=7)
    with world.database("ctd").writing() as session:
        court_protocol.change_requested(session, mine, delivery(world, "pacer"))
    with world.database("ctd").reading(world=0) as session:
        assert session.scalar(select(func.count(ChangeRequest.id))) == 0
    with world.database("ctd").reading(world=7) as session:
        row = session.scalars(select(ChangeRequest)).one()
    assert row.world == 7
    with world.database("ctd").writing(world=7) as session:
        service.decide(
            session,
            request_id=row.id,
            ruling=service.Ruling(True, "", "pacer:clerk", "ctd", "help@ctd.test"),
            postman=world.app("ctd").extensions["moot"].postman,
            now=world.clock(),
            wall=world.clock(),
        )
        payloads = session.scalars(
            select(outbox.OutboxRow.payload).where(outbox.OutboxRow.kind == ChangeDecided.KIND)
        )
        answers = {m.request_id: m for m in map(ChangeDecided.from_json, payloads)}
    assert (answers["r-8"].state, answers["r-8"].world) == ("accepted", 7)
    assert answers["r-7"].state == "rejected"
