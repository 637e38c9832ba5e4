"""From Maintenance to the clerk's queue and back: approve, ask, reject, deactivate (2021-11)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from courts.accounts.models import CourtUser
from courts.registrations.models import RegistrationRequest
from idp.efile.models import EfileRequest
from idp.registry.models import CourtRegistration
from shared import outbox
from shared.audit import AuditEvent, verify_chain
from shared.ids import new_uuid, subject_of
from shared.personas import Persona
from shared.wire import RegistrationDecided, RegistrationSubmitted
from tests.harness import Browser, Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
TERMS = {"term_1": "y", "term_2": "y", "term_3": "y"}
BAR = {"bar_number": "CT-4471", "bar_state": "CT", "term_4": "y"}
ATTORNEY = "/pscof/manage/attorneyRegistration.jsf"
OTHERS = "/pscof/manage/nonAttorneyRegistration.jsf"
STATUS = "/pscof/manage/eFileStatus.jsf"
MENU = "/cgi-bin/menu.pl?id=-1"
LIMITED = "Bankruptcy Adversary Query Reports Utilities Search Help Log Out"
TYPES = {"ctb": "bankruptcy", "ca2": "appellate"}


def form_of(page: Page, path: str, court: str, registration_type: str = "") -> Page:
    """Go from screen 1 to the form."""
    page = page.browser.open("pacer", path, role="pacer")
    page = page.submit({"court_type": TYPES.get(court, "district"), "court": court}, button="Next")
    if registration_type:
        page = page.submit({"registration_type": registration_type}, button="Next")
    return page


def creditor(world: World, people: People) -> Page:
    """Register the new creditor in ctb; return the status page."""
    page = form_of(counter.manage(world, people["new_creditor"]), OTHERS, "ctb")
    return page.submit({"role": "creditor", **TERMS}, button="Submit")


def newcomer(world: World, people: People, court: str = "ctd", **more: Any) -> Page:
    """Register the new attorney; return the status page."""
    kind = "attorney_admission" if court != "ctb" else "efile_only"
    page = form_of(counter.manage(world, people["newcomer"]), ATTORNEY, court, kind)
    return page.submit({**TERMS, **BAR, **more}, button="Submit")


def clerk(world: World, people: People, court: str) -> Browser:
    """Return the browser of a deputy clerk who is signed in."""
    browser = world.browser()
    browser.enter(court, people[f"clerk_{court}"])
    return browser


def at_the_desk(browser: Browser, court: str, name: str, state: str = "waiting") -> Page:
    """Open a request from the list."""
    return browser.open(court, f"/clerk/registrations?state={state}").click(name)


def rows(world: World, member: str, table: Any) -> list[Any]:
    """Return what is stored."""
    with world.database(member).reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def subjects(world: World, who: Persona) -> list[str]:
    """Return the subjects of the mails about requests to a person, oldest first."""
    assert who.pacer is not None
    found = counter.mails(world, who.pacer.email)
    return [mail.subject for mail in found if mail.template == "efile_status"]


def words(page: Page) -> str:
    """Return the visible text with a blank between the cells of a table."""
    return " ".join(" ".join(page.all("//main//text()")).split())


def alert(page: Page) -> str:
    """Return what the page refuses."""
    return " ".join(e.text_content() for e in page.all("//*[@role='alert']"))


# --------------------------------------------------------------------------- approve


def test_a_creditor_is_approved_and_files_the_events_of_the_role(
    world: World, people: People
) -> None:
    who = people["new_creditor"]
    filer = world.browser()
    before = filer.enter("ctb", who)
    assert "Bankruptcy" not in before.menu()
    status = creditor(world, people)
    assert "Your request was forwarded to the court." in status.text
    assert "Received by court" in status.browser.open("pacer", STATUS).text
    desk = clerk(world, people, "ctb")
    assert "E-file registrations 1" in words(desk.open("ctb", "/clerk/"))
    request = at_the_desk(desk, "ctb", "Norman Lender")
    for part in (
        "Sample Credit Union",
        "norman.lender@samplecredit.test",
        "7003434",
        "The role is limited to: Proof of Claim",
        "0 of 3 court days",
    ):
        assert part in request.text
    done = request.submit(button="Approve")
    assert "Approved. The applicant is told by e-mail." in done.text
    (user,) = [u for u in rows(world, "ctb", CourtUser) if u.linked_subject == subject_of(who.key)]
    assert (user.origin, user.role, user.status) == ("registered", "creditor", "active")
    assert user.login_name is None
    (known,) = [
        r for r in rows(world, "pacer", CourtRegistration) if r.subject == subject_of(who.key)
    ]
    assert (known.court, known.status, known.origin) == ("ctb", "active", "registered")
    assert known.display_name == "Norman Lender"
    after = filer.open("ctb", MENU)
    assert " ".join(after.menu()) == LIMITED
    events = after.click("Bankruptcy").text
    assert "Proof of Claim" in events
    assert "Voluntary Petition" not in events
    assert subjects(world, who) == [
        "E-file registration submitted - District of Connecticut",
        "E-file registration received by the court - District of Connecticut",
        "E-file registration approved - District of Connecticut",
    ]
    assert "helpdesk@ctb.test" in counter.mails(world, who.pacer.email)[-1].text  # type: ignore[union-attr]
    history = status.browser.open("pacer", "/pscof/manage/eFileHistory.jsf")
    assert "Non-Attorney E-File Registration: Creditor Approved" in words(history)
    for member, tag in (("pacer", "efile:approved"), ("ctb", "registration:approved")):
        with world.database(member).reading() as session:
            assert tag in set(session.scalars(select(AuditEvent.tag)))
            verify_chain(session)


def test_pro_hac_vice_needs_the_case_number(world: World, people: People) -> None:
    page = form_of(counter.manage(world, people["newcomer"]), ATTORNEY, "ctd", "pro_hac_vice")
    assert "Attorney E-Filing Terms and Conditions" in page.text
    refused = page.submit({**TERMS, **BAR, "firm": "Kept & Typed LLP"}, button="Submit")
    assert refused.status == 422
    assert "Enter the number of the case" in alert(refused)
    assert refused.all("//input[@name='firm']")[0].get("value") == "Kept & Typed LLP"
    odd = refused.submit({"case_number": "none yet"}, button="Submit")
    assert "This is no case number" in alert(odd)
    odd.submit({"case_number": "3:21-cv-00017"}, button="Submit")
    shown = at_the_desk(clerk(world, people, "ctd"), "ctd", "Iris Associate")
    assert "Pro Hac Vice" in shown.text
    assert "3:21-cv-00017" in shown.text
    shown.submit(button="Approve")
    (user,) = [
        u for u in rows(world, "ctd", CourtUser) if u.linked_subject == subject_of("newcomer")
    ]
    assert (user.role, user.bar_number) == ("attorney", "CT-4471")


def test_every_box_is_to_be_ticked_and_nothing_typed_is_lost(world: World, people: People) -> None:
    page = form_of(counter.manage(world, people["new_creditor"]), OTHERS, "ctb")
    refused = page.submit(
        {"role": "creditor", "remark": "Claims of 2021", "city": "New Sampleton", "term_1": "y"},
        button="Submit",
    )
    assert refused.status == 422
    assert alert(refused).count("Tick this box") == 2
    assert refused.all("//textarea[@name='remark']")[0].text_content().strip() == "Claims of 2021"
    assert refused.all("//input[@name='city']")[0].get("value") == "New Sampleton"
    assert refused.all("//input[@name='term_1']")[0].get("checked") is not None
    assert rows(world, "pacer", EfileRequest) == []


# --------------------------------------------------------------------------- ask, reject


def test_ask_for_more_and_the_answer_comes_back(world: World, people: People) -> None:
    page = newcomer(world, people)
    desk = clerk(world, people, "ctd")
    request = at_the_desk(desk, "ctd", "Iris Associate")
    empty = request.submit({"words": " "}, button="Ask for more")
    assert empty.status == 422
    assert "Say what the applicant should add." in alert(empty)
    empty.submit({"words": "Send the date of your admission."}, button="Ask for more")
    assert "There is" not in desk.open("ctd", "/clerk/registrations").text
    assert "No request is in this list." in desk.open("ctd", "/clerk/registrations").text
    mine = page.browser.open("pacer", STATUS)
    assert "More information asked" in mine.text
    one = mine.click("Attorney Admissions and E-File")
    assert "Send the date of your admission." in one.text
    unsaid = one.submit({"answer": ""}, button="Submit")
    assert "Enter your answer." in alert(unsaid)
    told = unsaid.submit({"answer": "On June 1, 2020."}, button="Submit")
    assert "Your answer was forwarded to the court." in told.text
    again = at_the_desk(desk, "ctd", "Iris Associate")
    assert "On June 1, 2020." in again.text
    late = one.submit({"answer": "Once more"}, button="Submit")
    assert late.status == 409
    assert "The court asks for nothing more" in late.text
    again.submit(button="Approve")
    assert subjects(world, people["newcomer"])[2:] == [
        "E-file registration: the court asks for more information - District of Connecticut",
        "E-file registration: your answer was forwarded - District of Connecticut",
        "E-file registration approved - District of Connecticut",
    ]


def test_a_second_question_reaches_the_applicant_too(world: World, people: People) -> None:
    page = newcomer(world, people)
    desk = clerk(world, people, "ctd")
    for question in ("Which bar?", "And since when?"):
        shown = at_the_desk(desk, "ctd", "Iris Associate", state="all")
        shown.submit({"words": question}, button="Ask for more")
    one = page.browser.open("pacer", STATUS).click("Attorney Admissions and E-File")
    assert "Which bar?" in one.text
    assert "And since when?" in one.text
    one.submit({"answer": "Connecticut, since 2020."}, button="Submit")
    assert "Connecticut, since 2020." in at_the_desk(desk, "ctd", "Iris Associate").text
    assert len(subjects(world, people["newcomer"])) == 5


def test_link_instead_is_filled_in_when_an_old_account_resembles_the_applicant(
    world: World, people: People
) -> None:
    """The attorney of the linking class registers in ctb instead of linking the old account."""
    who = people["attorney"]
    page = form_of(counter.manage(world, who), ATTORNEY, "ctb", "efile_only")
    page.submit({**TERMS, **BAR}, button="Submit")
    shown = at_the_desk(clerk(world, people, "ctb"), "ctb", "John Attorney")
    (old,) = shown.all("//table[@id='alike']/tbody/tr")
    assert "jattorneyb" in old.text_content()
    assert "name, e-mail address" in old.text_content()
    filled = shown.all("//textarea[@name='words']")[0].text_content()
    assert "link that account instead" in filled
    assert "Link a CM/ECF account to my PACER account" in filled
    shown.submit(button="Reject")
    mail = counter.mails(world, "john.attorney@examplelaw.test")[-1]
    assert mail.subject.startswith("E-file registration rejected")
    assert "link that account instead" in mail.text
    status = page.browser.open("pacer", STATUS)
    assert "Rejected" in status.text
    # Nothing waits any more: the way is free, for a link or for another request.
    assert form_of(page, ATTORNEY, "ctb", "efile_only").status == 200


def test_a_link_made_meanwhile_leaves_only_rejecting(world: World, people: People) -> None:
    newcomer(world, people)
    desk = clerk(world, people, "ctd")
    shown = at_the_desk(desk, "ctd", "Iris Associate")
    with world.database("ctd").writing() as session:
        old = session.scalars(select(CourtUser).where(CourtUser.login_key == "ct12345")).one()
        old.linked_subject = subject_of("newcomer")
    refused = shown.submit(button="Approve")
    assert refused.status == 409
    assert "holds an active e-file account in this court by now" in alert(refused)
    done = at_the_desk(desk, "ctd", "Iris Associate").submit(button="Reject")
    assert "You already hold an e-file account in this court" in done.text


def test_a_court_rejects_at_once_whoever_has_an_account_there(world: World) -> None:
    """PACER may not know of a link yet when the request is on its way."""
    message = RegistrationSubmitted(
        court="ctd",
        request_id=new_uuid(),
        kind="attorney",
        registration_type="attorney_admission",
        role="attorney",
        subject=subject_of("attorney_ctd"),
        first_name="Anna",
        last_name="Advocate",
        email="anna.advocate@examplelaw.test",
        submitted_at="2021-11-15T14:00:00+00:00",
    )
    with world.database("pacer").writing() as session:
        for _twice in range(2):
            outbox.enqueue(session, destination="ctd", message=message, wall=world.clock())
    world.jobs.wake("pacer")
    (row,) = rows(world, "ctd", RegistrationRequest)
    assert row.state == "rejected"
    assert "You already hold an e-file account" in row.reason


def test_two_clerks_decide_once(world: World, people: People) -> None:
    newcomer(world, people)
    first = at_the_desk(clerk(world, people, "ctd"), "ctd", "Iris Associate")
    second = at_the_desk(clerk(world, people, "ctd"), "ctd", "Iris Associate")
    first.submit(button="Approve")
    late = second.submit({"words": "No."}, button="Reject")
    assert late.status == 409
    assert rows(world, "ctd", RegistrationRequest)[0].state == "approved"
    assert len(subjects(world, people["newcomer"])) == 3


# --------------------------------------------------------------------------- refused at once


@pytest.mark.parametrize(
    ("key", "court", "said"),
    [
        ("newcomer", "cod", "takes no e-file registration through PACER before it is live"),
        ("attorney_ctd", "ctd", "is linked to your e-file account in United States District"),
        ("registered", "ctd", "You are registered to file in United States District Court"),
    ],
)
def test_the_form_refuses_at_once(
    world: World, people: People, key: str, court: str, said: str
) -> None:
    page = form_of(counter.manage(world, people[key]), ATTORNEY, court)
    assert page.status == 422
    assert said in alert(page)
    assert page.all("//select[@name='court']/optgroup/option[@selected]")[0].get("value") == court


def test_one_request_at_a_time(world: World, people: People) -> None:
    page = newcomer(world, people)
    again = form_of(page, ATTORNEY, "ctd")
    assert "A request of yours waits" in alert(again)
    assert form_of(page, ATTORNEY, "ctb", "efile_only").status == 200


def test_submit_pressed_twice_sends_one(world: World, people: People) -> None:
    form = form_of(counter.manage(world, people["new_creditor"]), OTHERS, "ctb")
    form.submit({"role": "creditor", **TERMS}, button="Submit")
    form.submit({"role": "creditor", **TERMS}, button="Submit")
    assert len(rows(world, "pacer", EfileRequest)) == 1
    assert len(rows(world, "ctb", RegistrationRequest)) == 1


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("legacy", "Select Upgrade beside the Account Type first"),
        ("shared", "This PACER account is shared."),
        ("paa", "cannot be registered to file"),
    ],
)
def test_accounts_that_register_nowhere(world: World, people: People, key: str, said: str) -> None:
    browser = counter.manage(world, people[key]).browser
    for path in (ATTORNEY, OTHERS):
        page = browser.open("pacer", path)
        assert said in page.text
        assert page.all("//select") == []


def test_a_court_of_another_type_and_a_type_or_role_that_is_not_offered(
    world: World, people: People
) -> None:
    page = counter.manage(world, people["newcomer"])
    wrong = page.browser.open("pacer", f"{ATTORNEY}?court_type=bankruptcy&court=ctd&next=1")
    assert "This court is of another type." in alert(wrong)
    assert wrong.status == 422
    other = page.browser.open("pacer", f"{ATTORNEY}?court_type=bankruptcy&court=ctb&next=1")
    assert "Pro Hac Vice" in other.text
    assert "Attorney Admissions and E-File" not in other.text.partition("Registration Type")[2]
    none = other.submit({}, button="Next")
    assert none.status == 422
    assert "Choose a type of registration." in alert(none)
    form = form_of(page, OTHERS, "ctb")
    labels = [o.text_content() for o in form.all("//select[@name='role']/option")]
    assert labels == ["Choose", "Creditor", "Trustee", "U.S. Trustee", "Filing Agent"]
    assert form.submit({"role": "", **TERMS}, button="Submit").status == 422


# --------------------------------------------------------------------------- deactivation


def test_deactivation_is_asked_for_and_decided_by_the_court(world: World, people: People) -> None:
    who = people["attorney_ctd"]
    page = counter.manage(world, who)
    page = page.browser.open("pacer", STATUS).click(
        "Request deactivation in United States District Court for the District of Connecticut"
    )
    assert page.submit({"reason": ""}, button="Submit").status == 422
    sent = page.submit({"reason": "I have retired."}, button="Submit")
    assert "Deactivate E-File Account" in sent.text
    assert "Request deactivation" not in sent.text
    twice = page.submit({"reason": "Really."}, button="Submit")
    assert twice.status == 409
    filer = world.browser()
    assert "Civil" in filer.enter("ctd", who).menu()
    shown = at_the_desk(clerk(world, people, "ctd"), "ctd", "Anna Advocate")
    assert "I have retired." in shown.text
    shown.submit(button="Approve")
    assert "Civil" not in filer.open("ctd", MENU).menu()
    (user,) = [u for u in rows(world, "ctd", CourtUser) if u.login_key == "ct20480"]
    assert user.status == "disabled"
    (known,) = [
        r
        for r in rows(world, "pacer", CourtRegistration)
        if r.subject == subject_of(who.key) and r.court == "ctd"
    ]
    assert (known.status, known.login_name) == ("inactive", "ct20480")
    assert subjects(world, who)[-1].startswith("E-file account deactivated")
    assert "Inactive" in page.browser.open("pacer", STATUS).text


def test_whoever_was_deactivated_may_register_again(world: World, people: People) -> None:
    with world.database("ctd").writing() as session:
        user = session.scalars(select(CourtUser).where(CourtUser.login_key == "ct20480")).one()
        user.status = "disabled"
    with world.database("pacer").writing() as session:
        known = session.scalars(
            select(CourtRegistration).where(
                CourtRegistration.subject == subject_of("attorney_ctd"),
                CourtRegistration.court == "ctd",
            )
        ).one()
        known.status = "inactive"
    page = form_of(
        counter.manage(world, people["attorney_ctd"]), ATTORNEY, "ctd", "attorney_admission"
    )
    page.submit({**TERMS, **BAR}, button="Submit")
    shown = at_the_desk(clerk(world, people, "ctd"), "ctd", "Anna M Advocate")
    assert "has a disabled e-file account in this court" in shown.text
    shown.submit(button="Approve")
    (user,) = [u for u in rows(world, "ctd", CourtUser) if u.login_key == "ct20480"]
    assert user.status == "active"


def test_an_account_of_nobody_is_not_deactivated(world: World, people: People) -> None:
    browser = counter.manage(world, people["newcomer"]).browser
    page = browser.open("pacer", "/pscof/manage/eFileDeactivate.jsf?court=ctd")
    refused = page.submit({"reason": "Why not"}, button="Submit")
    assert refused.status == 409
    assert "You hold no active e-file account in this court." in refused.text
    assert browser.open("pacer", "/pscof/manage/eFileDeactivate.jsf?court=nowhere").status == 404


# --------------------------------------------------------------------------- who may, and how old


def test_the_queue_is_for_staff_of_that_court(world: World, people: People) -> None:
    newcomer(world, people)
    stranger = world.browser()
    stranger.enter("ctd", people["researcher"])
    page = stranger.open("ctd", "/clerk/registrations")
    assert "Iris Associate" not in page.text
    other = world.browser()
    other.enter("ctb", people["clerk_ctb"])
    assert "Iris Associate" not in other.open("ctd", "/clerk/registrations/1").text


def test_a_request_is_seen_by_its_owner_only(world: World, people: People) -> None:
    newcomer(world, people)
    (row,) = rows(world, "pacer", EfileRequest)
    address = f"/pscof/manage/eFileRequest.jsf?request={row.request_id}"
    assert counter.manage(world, people["client"]).browser.open("pacer", address).status == 404


def test_ages_are_court_days(world: World, people: People) -> None:
    """From November 15, 2021 to the Tuesday after Thanksgiving: ten court days, not fifteen."""
    newcomer(world, people)
    world.set_court_time("2021-11-30")
    desk = clerk(world, people, "ctd")
    listed = desk.open("ctd", "/clerk/registrations")
    assert "10 (late)" in listed.text
    assert "10 of 3 court days" in listed.click("Iris Associate").text


def test_filters_and_pages_of_the_queue(world: World, people: People) -> None:
    with world.database("ctd").writing(world=0) as session:
        session.add_all(
            RegistrationRequest(
                request_id=new_uuid(),
                kind="attorney",
                registration_type="attorney_admission",
                role="attorney",
                state="received",
                subject=f"nobody-{n}",
                first_name="Pat",
                last_name=f"Queue{n:02}",
                email=f"q{n}@queue.test",
                submitted_at=world.clock(),
                changed_at=world.clock(),
            )
            for n in range(30)
        )
    desk = clerk(world, people, "ctd")
    first = desk.open("ctd", "/clerk/registrations")
    assert len(first.all("//table[@id='registrations']/tbody/tr")) == 25
    assert "Page 1 of 2 (30 requests)" in first.text
    assert len(first.click("Next").all("//table[@id='registrations']/tbody/tr")) == 5
    found = first.submit({"text": "queue07 PAT"}, button="Show")
    assert len(found.all("//table[@id='registrations']/tbody/tr")) == 1
    assert "No request" in desk.open("ctd", "/clerk/registrations?kind=deactivation").text
    for odd in ("page=-3", "page=99999999999999999999", "state=x&kind=%00", "text=%25_%00"):
        assert desk.open("ctd", f"/clerk/registrations?{odd}").status == 200


# --------------------------------------------------------------------------- messages


def test_a_decision_comes_once_and_from_the_court_itself(world: World, people: People) -> None:
    newcomer(world, people)
    (row,) = rows(world, "pacer", EfileRequest)
    assert row.state == "received"

    def said(sender: str, court: str, state: str) -> None:
        message = RegistrationDecided(
            court=court,
            request_id=row.request_id,
            state=state,
            decided_at="2021-11-16T14:00:00+00:00",
        )
        with world.database(sender).writing() as session:
            outbox.enqueue(session, destination="pacer", message=message, wall=world.clock())
        world.jobs.wake(sender)

    said("ctd", "ctd", "rejected")
    said("ctd", "ctd", "approved")
    said("ctd", "ctd", "received")
    assert rows(world, "pacer", EfileRequest)[0].state == "rejected"
    before = len(subjects(world, people["newcomer"]))
    said("ctb", "ctb", "approved")
    assert rows(world, "pacer", EfileRequest)[0].state == "rejected"
    assert len(subjects(world, people["newcomer"])) == before == 3


def test_status_and_history_of_somebody_without_any(world: World, people: People) -> None:
    browser = counter.manage(world, people["client"]).browser
    assert "You have asked nothing of any court." in browser.open("pacer", STATUS).text
    history = browser.open("pacer", "/pscof/manage/eFileHistory.jsf")
    assert "Nothing was asked of any court yet." in history.text


def test_no_member_speaks_for_another(world: World, people: People) -> None:
    """A court decides its own requests only, and only PACER forwards any."""
    newcomer(world, people)
    (row,) = rows(world, "pacer", EfileRequest)
    decided = RegistrationDecided(
        court="ctd",
        request_id=row.request_id,
        state="approved",
        decided_at="2021-11-16T14:00:00+00:00",
    )
    forwarded = RegistrationSubmitted(
        court="ctd", request_id=new_uuid(), subject="x", first_name="A", last_name="B", email="c"
    )
    for message, destination in ((decided, "pacer"), (forwarded, "ctd")):
        with world.database("ctb").writing() as session:
            outbox.enqueue(session, destination=destination, message=message, wall=world.clock())
    world.jobs.wake("ctb")
    assert rows(world, "pacer", EfileRequest)[0].state == "received"
    assert len(rows(world, "ctd", RegistrationRequest)) == 1
    with world.database("ctb").reading() as session:
        errors = list(session.scalars(select(outbox.OutboxRow.last_error)))
    assert len([error for error in errors if error]) == 2
