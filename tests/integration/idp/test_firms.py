"""Firms: a PAA asks, a holder answers, either side ends it (facts.md 1.7 and 11.2)."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

import pytest
from sqlalchemy import select, update

from courts.permissions import SEARCH_REFUSALS
from idp.accounts import manage
from idp.accounts.models import Account
from idp.firms import forms, service, views
from idp.firms.models import Membership
from shared.audit import AuditEvent
from shared.errors import Refusal
from shared.personas import Persona
from tests.harness import Browser, Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
ITEMS: Final = [label for label, _path in views.ITEMS]


def number(who: Persona) -> str:
    assert who.pacer is not None
    return who.pacer.account_number


def mailbox(who: Persona) -> str:
    assert who.pacer is not None
    return who.pacer.email


def page_of(world: World, who: Persona) -> Page:
    return counter.manage(world, who)


def firm_tab(world: World, people: People) -> Page:
    return page_of(world, people["paa"]).click("PAA Maintenance")


def ask(page: Page, *wanted: tuple[str, str]) -> Page:
    """Fill the lines of the form that adds accounts."""
    form = page.click(views.ADD)
    typed: dict[str, str] = {}
    for line, (last_name, account_number) in enumerate(wanted, start=1):
        typed[f"last_name_{line}"] = last_name
        typed[f"account_number_{line}"] = account_number
    return form.submit(typed, button="Submit")


def asked(world: World, people: People, *who: str) -> Page:
    """Let the PAA ask personas; return its page with the requests."""
    wanted = [(people[one].name.last, number(people[one])) for one in who]
    page = ask(firm_tab(world, people), *wanted)
    assert views.SAVED["asked"] in page.text, page.text
    return page


def answer(page: Page, word: str) -> Page:
    return page.click("Answer the invitation").submit(button=word)


def member(world: World, people: People, who: str) -> Page:
    """Make a persona a member; return its Settings page."""
    asked(world, people, who)
    page = answer(page_of(world, people[who]), "Accept")
    assert "Your account belongs to the PAA now" in page.text, page.text
    return page


def states(world: World) -> list[tuple[str, str]]:
    with world.database("pacer").reading() as session:
        rows = session.scalars(select(Membership).order_by(Membership.id)).all()
        return [(row.member.account_number, row.state) for row in rows]


def change(world: World, who: Persona, **values: Any) -> None:
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account).where(Account.account_number == number(who)).values(**values)
        )


def table(page: Page, name: str) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.all(f"//table[@id='{name}']/tbody/tr")
    ]


# --------------------------------------------------------------------------- the way in


def test_a_firm_finds_its_way_from_the_home_page(world: World) -> None:
    page = world.browser().open("pacer", "/").click("Register a Firm")
    assert "How a firm registers" in page.text
    chosen = page.click("Open the registration")
    ticked = chosen.all("//input[@name='registration_type' and @checked]")
    assert [one.get("value") for one in ticked] == ["paa"]


def test_only_a_paa_has_the_tab(world: World, people: People) -> None:
    page = firm_tab(world, people)
    tabs = [tab.text_content() for tab in page.all("//nav[@aria-label='Manage My Account']//a")]
    assert tabs == ["Settings", "Maintenance", "PAA Maintenance", "Payments", "Usage"]
    assert [a.text_content() for a in page.all("//ul[@class='link-list']//a")] == ITEMS
    lines = counter.header(page)
    assert lines["Account Status"] == "Active"
    assert "Case Search Status" not in lines
    assert lines["Accounts in this PAA"] == "0"
    settings = page.click("Settings")
    assert manage.LEAVE_PAA not in settings.text


@pytest.mark.parametrize(
    "path",
    [
        manage.PAA_PATH,
        *(path for _label, path in views.ITEMS if path != manage.BILLING_PREFERENCES_PATH),
    ],
)
def test_others_are_told_that_these_pages_are_not_theirs(
    world: World, people: People, path: str
) -> None:
    browser = world.browser()
    browser.enter("ctd", people["client"])
    page = browser.open("pacer", path)
    assert page.status == 403
    assert views.NO_PAA in page.text


def test_a_paa_is_nobodys_member(world: World, people: People) -> None:
    browser = page_of(world, people["paa"]).browser
    for path in (manage.INVITATIONS_PATH, manage.LEAVE_PAA_PATH):
        page = browser.open("pacer", path)
        assert page.status == 403
        assert views.IS_PAA in page.text


# --------------------------------------------------------------------------- asking


def test_several_are_asked_at_once_and_told(world: World, people: People) -> None:
    page = asked(world, people, "client", "attorney", "shared")
    rows = table(page, "requests")
    assert {(row[0], row[2]) for row in rows} == {
        ("7000808", "Pending"),
        ("7000101", "Pending"),
        ("7000606", "Pending"),
    }
    (mail,) = counter.mails(world, mailbox(people["client"]), "firm_invited")
    assert "Example Partners LLP (account 7001616, Alma Administrator)" in mail.text
    assert manage.INVITATIONS_PATH in counter.link_in(mail)
    assert counter.audited(world).count("paa:invited") == 3


def test_the_name_is_taken_without_regard_to_case_and_blanks(world: World, people: People) -> None:
    page = ask(firm_tab(world, people), ("  pROGRAM ", " 7000808 "))
    assert views.SAVED["asked"] in page.text


@pytest.mark.parametrize(
    ("last_name", "account_number"),
    [
        ("Program", "7999999"),  # nobody's number
        ("Stranger", "7000808"),  # somebody else's name
        ("Pleader", "7001111"),  # a disabled account
        ("Administrator", "7001616"),  # a PAA: itself
    ],
)
def test_one_sentence_for_every_account_that_cannot_be_added(
    world: World, people: People, last_name: str, account_number: str
) -> None:
    page = ask(firm_tab(world, people), ("Attorney", "7000101"), (last_name, account_number))
    assert page.status == 422
    assert page.text.count(service.UNKNOWN) == 2  # over the form and at the field
    shown = {one.get("name"): one.get("value") for one in page.all("//form//input")}
    assert (shown["last_name_1"], shown["account_number_1"]) == ("Attorney", "7000101")
    assert (shown["last_name_2"], shown["account_number_2"]) == (last_name, account_number)
    assert states(world) == []
    assert "paa:unknown_account" in counter.audited(world)
    assert counter.mails(world, mailbox(people["attorney"]), "firm_invited") == []


def test_the_answers_differ_in_nothing_but_what_was_typed(world: World, people: People) -> None:
    """Nobody learns from the page whether a number is anybody's."""

    def bare(last_name: str, account_number: str) -> str:
        page = ask(firm_tab(world, people), (last_name, account_number))
        text = page.html.replace(last_name, "NAME").replace(account_number, "NUMBER")
        hidden = page.all("//input[@name='csrf_token']")
        for field in hidden:
            text = text.replace(field.get("value"), "")
        return "\n".join(line for line in text.splitlines() if "nonce" not in line)

    assert bare("Stranger", "7000808") == bare("Stranger", "7999999") == bare("Reader", "7001111")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("", ""), forms.NOTHING),
        (("Program", ""), forms.NUMBER_MISSING),
        (("", "7000808"), forms.NAME_MISSING),
        (("Program", "70008"), forms.NUMBER_WORDS),
        (("Program", "\u0667000808"), forms.NUMBER_WORDS),
    ],
)
def test_what_a_line_lacks_is_said(
    world: World, people: People, line: tuple[str, str], words: str
) -> None:
    page = ask(firm_tab(world, people), line)
    assert page.status == 422
    assert words in page.text
    assert states(world) == []


def test_nobody_is_asked_twice(world: World, people: People) -> None:
    asked(world, people, "client")
    wanted = ("Program", "7000808")
    assert service.ASKED in ask(firm_tab(world, people), wanted).text
    assert service.ASKED in ask(firm_tab(world, people), ("Attorney", "7000101"), wanted).text
    answer(page_of(world, people["client"]), "Accept")
    assert service.MEMBER in ask(firm_tab(world, people), wanted).text
    assert states(world) == [("7000808", "accepted")]


def test_numbers_are_not_found_by_guessing(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ASKED_IN_AN_HOUR", 3)
    tab = firm_tab(world, people)
    guesses = [("Attorney", f"700000{digit}") for digit in range(3)]
    assert service.UNKNOWN in ask(tab, *guesses).text
    assert views.TOO_OFTEN in ask(tab, ("Attorney", "7000101")).text
    assert states(world) == []
    world.clock.advance(minutes=61)
    page = ask(firm_tab(world, people), ("Attorney", "7000101"))
    assert views.SAVED["asked"] in page.text


# --------------------------------------------------------------------------- the states


def test_accepted_at_once(world: World, people: People) -> None:
    page = member(world, people, "client")
    assert counter.header(page)["PACER Fees Paid By"] == "Example Partners LLP (7001616)"
    (mail,) = counter.mails(world, mailbox(people["paa"]), "firm_answered")
    assert mail.subject == "Your PAA request was accepted"
    tab = firm_tab(world, people)
    assert counter.header(tab)["Accounts in this PAA"] == "1"
    assert table(tab.click(views.REQUESTS), "requests")[0][2] == "Accepted"
    assert "paa:accepted" in counter.audited(world)


def test_declined(world: World, people: People) -> None:
    asked(world, people, "client")
    page = answer(page_of(world, people["client"]), "Decline")
    assert "The invitation was declined." in page.text
    assert "PACER Fees Paid By" not in counter.header(page)
    (mail,) = counter.mails(world, mailbox(people["paa"]), "firm_answered")
    assert mail.subject == "Your PAA request was declined"
    assert states(world) == [("7000808", "declined")]
    asked(world, people, "client")  # a new request is possible
    assert states(world) == [("7000808", "declined"), ("7000808", "invited")]


def test_rescinded(world: World, people: People) -> None:
    asked(world, people, "client", "attorney")
    late = page_of(world, people["client"]).click("Answer the invitation")
    form = firm_tab(world, people).click(views.RESCIND)
    assert "Choose at least one account." in form.submit(button="Submit").text
    row = next(
        one.get("value")
        for one in form.all("//input[@name='chosen']")
        if "7000808" in one.getnext().text_content()
    )
    page = form.submit({"chosen": row}, button="Submit")
    assert views.SAVED["rescinded"] in page.text
    assert states(world) == [("7000808", "rescinded"), ("7000101", "invited")]
    assert len(counter.mails(world, mailbox(people["client"]), "firm_rescinded")) == 1
    too_late = late.submit(button="Accept")
    assert too_late.status == 422
    assert service.GONE in too_late.text
    assert states(world)[0] == ("7000808", "rescinded")


def test_removed_by_the_firm(world: World, people: People) -> None:
    member(world, people, "client")
    form = firm_tab(world, people).click(views.REMOVE)
    (box,) = form.all("//input[@name='chosen']")
    long = form.submit({"chosen": box.get("value"), "remark": "x" * 501}, button="Submit")
    assert long.status == 422
    assert "x" * 501 in long.text
    page = long.submit({"chosen": box.get("value"), "remark": "Left the firm"}, button="Submit")
    assert views.SAVED["removed"] in page.text
    holder = page_of(world, people["client"])
    assert counter.header(holder)["Case Search Status"] == manage.SEARCH_NOTES[manage.NO_PAYER]
    assert "PACER Fees Paid By" not in counter.header(holder)
    (mail,) = counter.mails(world, mailbox(people["client"]), "firm_removed")
    assert "Remark: Left the firm" in mail.text
    row = table(firm_tab(world, people).click(views.REQUESTS), "requests")[0]
    assert (row[2], row[7]) == ("Removed by the PAA", "Left the firm")


def test_left_by_the_holder(world: World, people: People) -> None:
    page = member(world, people, "client")
    form = page.click(manage.LEAVE_PAA)
    assert "Example Partners LLP (account 7001616) pays your PACER fees now." in form.text
    done = form.submit({"remark": "New firm"}, button="Submit")
    assert "suspended until there is a payer; filing is not affected." in done.text
    assert states(world) == [("7000808", "left")]
    (mail,) = counter.mails(world, mailbox(people["paa"]), "firm_left")
    assert "Remark: New firm" in mail.text
    again = done.browser.open("pacer", manage.LEAVE_PAA_PATH)
    assert "Your account does not belong to a PAA." in again.text
    late = form.submit({"remark": "again"}, button="Submit")
    assert service.NO_PAA in late.text


def test_another_firm_gives_search_back(world: World, people: People) -> None:
    member(world, people, "client")
    page_of(world, people["client"]).click(manage.LEAVE_PAA).submit({"remark": ""}, button="Submit")
    asked(world, people, "client")
    page = answer(page_of(world, people["client"]), "Accept")
    assert counter.header(page)["Case Search Status"] == "Active"
    assert states(world) == [("7000808", "left"), ("7000808", "accepted")]


def test_an_inactive_duplicate_stays_inactive(world: World, people: People) -> None:
    change(world, people["client"], search_status="inactive", search_note="duplicate")
    page = member(world, people, "client")
    words = manage.SEARCH_NOTES["duplicate"]
    assert counter.header(page)["Case Search Status"] == words
    done = page.click(manage.LEAVE_PAA).submit({"remark": ""}, button="Submit")
    assert counter.header(done)["Case Search Status"] == words


DEEDS: Final = ("accept", "decline", "rescind", "remove", "leave")


@pytest.mark.parametrize(
    "state", ["invited", "accepted", "declined", "rescinded", "removed", "left"]
)
def test_every_deed_in_every_state(world: World, people: People, state: str) -> None:
    """What the machine does not allow is refused and changes nothing (facts.md 11.2)."""
    possible = {
        "invited": {"accept": "accepted", "decline": "declined", "rescind": "rescinded"},
        "accepted": {"remove": "removed", "leave": "left"},
    }.get(state, {})
    moment = world.clock()
    for deed in DEEDS:
        with world.database("pacer").writing() as session:
            paa, holder = (
                session.scalars(select(Account).where(Account.account_number == each)).one()
                for each in ("7001616", "7000808")
            )
            row = Membership(
                world=0, paa_id=paa.id, member_id=holder.id, state=state, invited_at=moment
            )
            session.add(row)
            session.flush()
            try:
                do(deed, session, paa=paa, holder=holder, row=row.id, now=moment)
            except Refusal:
                assert deed not in possible
                assert row.state == state
            else:
                assert row.state == possible[deed]
            session.rollback()


def do(deed: str, session: Any, *, paa: Account, holder: Account, row: int, now: Any) -> None:
    if deed in ("accept", "decline"):
        getattr(service, deed)(session, member=holder, membership_id=row, now=now)
    elif deed == "rescind":
        service.rescind(session, paa=paa, membership_ids=[row], now=now)
    elif deed == "remove":
        service.remove(session, paa=paa, membership_ids=[row], remark="", now=now)
    else:
        service.leave(session, member=holder, remark="", now=now)


def test_one_payer_at_a_time(world: World, people: People) -> None:
    change(world, people["researcher"], kind="paa", registration_type="paa", firm="Second Firm")
    member(world, people, "client")
    second = page_of(world, people["researcher"]).click("PAA Maintenance")
    assert views.SAVED["asked"] in ask(second, ("Program", "7000808")).text
    page = page_of(world, people["client"])
    assert "Second Firm invites your account" in page.text
    refused = answer(page, "Accept")
    assert refused.status == 422
    assert service.IN_A_PAA in refused.text
    assert states(world) == [("7000808", "accepted"), ("7000808", "invited")]
    with world.database("pacer").reading() as session:
        first = session.scalars(select(Membership).order_by(Membership.id)).first()
        assert first is not None
        assert first.paa.account_number == "7001616"


def test_a_foreign_request_is_nobodys_business(world: World, people: People) -> None:
    """The number of another person's request is answered like one that is gone."""
    asked(world, people, "attorney", "client")
    with world.database("pacer").reading() as session:
        theirs = session.scalars(
            select(Membership).join(Membership.member).where(Account.account_number == "7000101")
        ).one()
    page = page_of(world, people["client"]).click("Answer the invitation")
    fields = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    for word in (str(theirs.id), "0", "99999999999999999999", "x", ""):
        said = page.browser.send("POST", page.url, {**fields, "accept": word})
        assert said.status == 422
        assert service.GONE in said.text
    assert {state for _number, state in states(world)} == {"invited"}
    form = page_of(world, people["researcher"]).browser
    change(world, people["researcher"], kind="paa")
    foreign = form.open("pacer", views.RESCIND_PATH)
    assert "No request of yours is pending." in foreign.text
    tokens = page.all("//input[@name='csrf_token']")
    assert tokens


# --------------------------------------------------------------------------- money


def balance(page: Page) -> str:
    return counter.header(page)["Account Balance"]


def store_card(page: Page, card: str) -> Page:
    form = page.browser.open("pacer", "/pscof/manage/storedPayment.jsf")
    return form.submit({"kind": "card", "number": card}, button="Submit")


def test_the_balance_moves_and_the_firm_pays_from_then_on(world: World, people: People) -> None:
    world.charge("ctd", people["client"], 4200)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    assert balance(page_of(world, people["client"])) == "$42.00"
    page = member(world, people, "client")
    assert balance(page) == "$0.00"
    assert balance(page_of(world, people["paa"])) == "$42.00"
    world.charge("ctb", people["client"], 3100)
    world.set_court_time("2022-04-04")
    world.close_quarters()
    assert balance(page_of(world, people["client"])) == "$0.00"
    assert balance(page_of(world, people["paa"])) == "$73.00"
    assert counter.mails(world, mailbox(people["client"]), "billing_statement") != []
    assert "There is no statement yet" not in page.text


def test_who_has_left_pays_for_what_comes_after(world: World, people: People) -> None:
    page = member(world, people, "client")
    world.charge("ctd", people["client"], 3100)
    page.click(manage.LEAVE_PAA).submit({"remark": ""}, button="Submit")
    world.charge("ctd", people["client"], 5000)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    assert balance(page_of(world, people["paa"])) == "$31.00"
    assert balance(page_of(world, people["client"])) == "$50.00"


def test_a_good_card_gives_search_back(world: World, people: People) -> None:
    page = member(world, people, "client")
    page = page.click(manage.LEAVE_PAA).submit({"remark": ""}, button="Submit")
    inactive = manage.SEARCH_NOTES[manage.NO_PAYER]
    assert counter.header(page)["Case Search Status"] == inactive
    page = store_card(page, "4000 0000 0000 0002")
    assert counter.header(page)["Case Search Status"] == inactive
    page = store_card(page, "4111 1111 1111 1111")
    assert counter.header(page)["Case Search Status"] == "Active"


def test_whoever_has_a_good_card_keeps_search_when_leaving(world: World, people: People) -> None:
    page = member(world, people, "client")
    store_card(page, "4111 1111 1111 1111")
    done = page.click(manage.LEAVE_PAA).submit({"remark": ""}, button="Submit")
    assert counter.header(done)["Case Search Status"] == "Active"


def test_the_rules_of_the_firm_go_before_ones_own(world: World, people: People) -> None:
    tab = firm_tab(world, people)
    form = tab.click(views.CLIENT_CODES)
    assert "holds for every account of your PAA" in form.text
    form.submit({"client_code_required": "y", "client_code_pattern": "99999"}, button="Submit")
    page = member(world, people, "client")
    own = page.click("Set PACER Billing Preferences")
    assert "its rule for client codes goes before your own" in own.text
    own.submit({"client_code_required": None, "client_code_pattern": ""}, button="Submit")
    sign_in = world.browser().open("ctd", "/cgi-bin/menu.pl?id=-1")
    refused = sign_in.browser.sign_in(sign_in, people["client"], client_code="abc")
    assert "Invalid client code" in refused.text
    menu = refused.browser.sign_in(refused, people["client"], client_code="12345")
    assert SEARCH_REFUSALS["client_code"] not in menu.browser.open("ctd", "/cgi-bin/iquery.pl").text
    without = world.browser()
    without.enter("ctd", people["client"])
    assert SEARCH_REFUSALS["client_code"] in without.open("ctd", "/cgi-bin/iquery.pl").text


# --------------------------------------------------------------------------- legacy


def test_a_legacy_paa_looks_and_downloads_only(world: World, people: People) -> None:
    member(world, people, "client")
    change(world, people["paa"], legacy=True)
    browser = page_of(world, people["paa"]).browser
    for path in (
        views.ADD_PATH,
        views.RESCIND_PATH,
        views.REMOVE_PATH,
        views.COST_CENTERS_PATH,
    ):
        page = browser.open("pacer", path)
        assert page.status == 403
        assert manage.LEGACY in page.text
        token = browser.open("pacer", "/csologin/logout.jsf").all("//input[@name='csrf_token']")
        fields = {"csrf_token": token[0].get("value"), "chosen": "1", "last_name_1": "Attorney"}
        assert browser.send("POST", page.url, fields, referer=page.url).status == 403
    assert browser.open("pacer", views.REQUESTS_PATH).status == 200
    assert browser.open("pacer", views.DOWNLOAD_PATH).status == 200
    assert states(world) == [("7000808", "accepted")]


def test_a_legacy_holder_upgrades_first(world: World, people: People) -> None:
    asked(world, people, "legacy")
    page = page_of(world, people["legacy"]).click("Answer the invitation")
    assert page.status == 403
    assert manage.LEGACY in page.text


# --------------------------------------------------------------------------- list and centers


def test_cost_centers_and_the_list(world: World, people: People) -> None:
    change(world, people["client"], firm="=cmd|' /C calc'!A0", email="+x@example.test")
    member(world, people, "client")
    form = firm_tab(world, people).click(views.COST_CENTERS)
    (field,) = form.all("//input[starts-with(@name, 'cost_center_of_')]")
    long = form.submit({field.get("name"): "x" * 41}, button="Submit")
    assert long.status == 422
    assert "A cost center has at most 40 characters." in long.text
    page = long.submit({field.get("name"): "-12 Litigation"}, button="Submit")
    assert views.SAVED["cost-centers"] in page.text
    listed = page.click(views.DOWNLOAD)
    assert listed.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in listed.response.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(listed.response.text, newline="")))
    assert rows[0] == list(views.HEADS)
    assert rows[1][:2] == ["7000808", "Program"]
    assert rows[1][4] == "'=cmd|' /C calc'!A0"
    assert rows[1][5] == "'+x@example.test"
    assert rows[1][8] == "'-12 Litigation"
    assert "paa:cost_center" in counter.audited(world)


# --------------------------------------------------------------------------- in a court


def test_a_paa_is_refused_search_in_a_court(world: World, people: People) -> None:
    browser = world.browser()
    menu = browser.enter("ctd", people["paa"])
    assert menu.status == 200
    for path in ("/cgi-bin/iquery.pl",):
        page = browser.open("ctd", path)
        assert SEARCH_REFUSALS["paa"] in page.text
    assert "it cannot file" in browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Civil").text


def test_search_ends_at_once_and_filing_goes_on(world: World, people: People) -> None:
    """Removed while in a court: Query refuses there and then, the filing menu stays."""
    who = "attorney_everywhere"
    member(world, people, who)
    browser = world.browser()
    browser.enter("ctd", people[who])
    assert SEARCH_REFUSALS["inactive"] not in browser.open("ctd", "/cgi-bin/iquery.pl").text
    settings = browser.open("pacer", manage.SETTINGS_PATH)
    settings.click(manage.LEAVE_PAA).submit({"remark": ""}, button="Submit")
    world.jobs.drain("pacer")
    assert SEARCH_REFUSALS["inactive"] in browser.open("ctd", "/cgi-bin/iquery.pl").text
    civil = browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Civil")
    assert "Civil" in civil.menu()
    assert "may file" in civil.text or civil.all("//main//li")
    # A session that begins now knows as well.
    later: Browser = world.browser()
    later.enter("ctb", people[who])
    assert SEARCH_REFUSALS["inactive"] in later.open("ctb", "/cgi-bin/iquery.pl").text


def test_the_trail_names_both_sides(world: World, people: People) -> None:
    member(world, people, "client")
    with world.database("pacer").reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "paa:accepted")).one()
    assert event.subject == "pacer:pprogram"
    assert event.actor == "pacer:pprogram"
    assert "7001616" in event.detail
