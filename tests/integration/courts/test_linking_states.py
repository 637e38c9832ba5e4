"""Linking in a court: every state with its words, and the walk of seed 001, steps 4 to 7."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from threading import Barrier

import pytest

from courts.accounts import linking, service
from courts.accounts.models import CourtUser, LinkProof
from shared.ids import subject_of
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser, Shown

LINK = "/cgi-bin/LinkAccount.pl"
OLD_MENU = ["Query", "Reports", "Utilities", "Search", "Help", "Log Out"]
ROOM = "/n/beam/servlet/TransportRoom"
Make = Callable[[str, str], Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return lambda court, when: bench.build(tmp_path, court, when)


@pytest.fixture
def ctd(make: Make) -> Bench:
    """The district court in the default era."""
    return make("ctd", "2021-11")


def screen_b(browser: Browser, login: str, key: str) -> Shown:
    """Walk to screen B, or to whatever stands in its place."""
    browser.get(LINK)
    return browser.post(LINK, login=login, key=key)


def test_seed_001_steps_4_to_7(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    assert browser.get("/cgi-bin/menu.pl?id=-1").menu() == OLD_MENU
    utilities = browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    title = "Link a CM/ECF account to my PACER account"
    a = browser.get(utilities.links()[title])
    for paragraph in linking.SCREEN_A_PARAGRAPHS:
        assert paragraph in a.text
    assert "CM/ECF login:" in a.text
    assert "CM/ECF password:" in a.text
    assert {f.get("autocomplete") for f in a.all("//form[@method='post']//*[@maxlength]")} == {
        "off"
    }
    b = browser.post(LINK, login="ct12345", key="maple-ctd-12")
    assert "Do you want to link these accounts?" in b.text
    assert [d.text_content() for d in b.all("//dl/dt | //dl/dd")] == [
        "CM/ECF",
        "John Attorney",
        "PACER",
        "John Attorney",
    ]
    assert linking.SCREEN_B_PARAGRAPH in b.text
    assert [i.get("value") for i in b.all("//input[@type='submit' or @type='reset']")] == ["Submit"]
    assert "ct12345" not in b.html, "the verified login is kept on the server only"
    assert "maple" not in b.html
    done = browser.post(LINK, confirm="Submit")
    assert "You have successfully linked your account." in done.text
    assert done.menu() == OLD_MENU
    assert browser.get("/cgi-bin/iquery.pl").menu() == ["Civil", "Criminal", *OLD_MENU]

    user = ctd.user("ct12345")
    assert user.linked_subject == subject_of("attorney")
    assert user.linked_account_number == "7000101"
    assert not ctd.passwords.verify(user.password_hash, "maple-ctd-12"), "the login is void"
    (message,) = ctd.promised("account.linked")
    assert json.loads(message)["login_name"] == "ct12345"
    (mail,) = ctd.promised("mail.delivery")
    letter = json.loads(mail)
    assert letter["recipient"] == "john.attorney@examplelaw.test"
    assert "Nothing here is filed" in letter["text"]
    assert "is now linked to your PACER account" in letter["html"]
    assert len(ctd.audited("link:success")) == 1


@pytest.mark.parametrize(
    ("key", "login", "password", "words"),
    [
        ("attorney", "ct12345", "wrong", "The CM/ECF login or password is not right."),
        ("attorney", "ct99999", "wrong", "The CM/ECF login or password is not right."),
        ("attorney", "", "x", "Enter the old login that you used in this court"),
        ("special_login", "solicitor&co", "x", "with one of the characters & @ $ * in it"),
        ("attorney", "ct30001", "raven-ctd-16", "already linked to another person's PACER"),
        ("attorney_ctd", "ct20480", "cedar-ctd-24", "already linked to your PACER account."),
        ("attorney_ctd", "ct20481", "cedar-ctd-48", "linked to a different CM/ECF account"),
        ("registered", "ct12345", "maple-ctd-12", "an e-filing account in this court by reg"),
    ],
)
def test_screen_a_says_why_not(ctd: Bench, key: str, login: str, password: str, words: str) -> None:
    shown = screen_b(ctd.signed_in(key), login, password)
    assert shown.status == 200
    assert words in shown.text
    assert "Do you want to link these accounts?" not in shown.text
    assert ctd.audited("link:refused"), "every refusal leaves a trace"
    assert ctd.user("ct12345").linked_subject is None
    if login and "maple" not in password:
        assert login in unescape(shown.html), "what was typed stays"


def test_unknown_login_and_wrong_password_read_alike(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    wrong = screen_b(browser, "ct12345", "no").text
    unknown = screen_b(browser, "ct54321", "no").text
    assert wrong == unknown


def test_an_account_that_the_court_disabled(ctd: Bench) -> None:
    people = [p for p in bench.PEOPLE.values() if "ctd" in p.courts]
    disabled = next(p for p in people if p.courts["ctd"].status == "disabled")
    account = disabled.courts["ctd"]
    browser = ctd.signed_in("attorney")
    shown = screen_b(browser, str(account.login_name), str(account.password))
    assert "The court has disabled this CM/ECF account, so it cannot be linked." in shown.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "shared"}, "This PACER account is shared."),
        ({"kind": "paa"}, "A PACER Administrative Account manages and pays for other accounts."),
        ({"status": "disabled"}, "Your PACER account is disabled"),
        ({"legacy": True}, "Your PACER account is a Legacy PACER Account."),
    ],
)
def test_what_changed_at_pacer_meanwhile_counts_at_screen_b(
    ctd: Bench, change: dict[str, object], words: str
) -> None:
    browser = ctd.signed_in("attorney")
    screen_b(browser, "ct12345", "maple-ctd-12")
    ctd.provider.changes["attorney"] = change
    shown = browser.post(LINK, confirm="Submit")
    assert words in shown.text
    assert ctd.user("ct12345").linked_subject is None
    assert len(ctd.audited("link:refused")) == 1


def test_upgrade_then_link_without_signing_in_again(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney", legacy=True)
    ctd.provider.changes["attorney"] = {"legacy": True}
    refused = browser.get(LINK)
    assert "Your PACER account is a Legacy PACER Account. Select Upgrade" in refused.text
    assert "Manage My Account" in refused.links()
    ctd.provider.changes.clear()
    browser.get(LINK)
    browser.post(LINK, login="ct12345", key="maple-ctd-12")
    done = browser.post(LINK, confirm="Submit")
    assert "You have successfully linked your account." in done.text
    assert "Civil" in browser.get("/cgi-bin/iquery.pl").menu()


def test_names_that_differ_are_shown_and_not_judged(ctd: Bench) -> None:
    browser = ctd.signed_in("name_differs")
    b = screen_b(browser, "ct27450", "pigeon-ctd-84")
    assert "Jon Justice" in b.text
    assert bench.PEOPLE["name_differs"].display_name in b.text
    assert "successfully linked" in browser.post(LINK, confirm="Submit").text
    assert '"names_differ": true' in ctd.audited("link:success")[0]


def test_provider_down_at_screen_b_loses_nothing(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    screen_b(browser, "ct12345", "maple-ctd-12")
    ctd.provider.down = True
    shown = browser.post(LINK, confirm="Submit")
    assert "The PACER Service Center does not answer" in shown.text
    assert ctd.user("ct12345").linked_subject is None
    ctd.provider.down = False
    assert "successfully linked" in browser.post(LINK, confirm="Submit").text


def test_the_proof_of_screen_a_is_good_for_ten_minutes(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    screen_b(browser, "ct12345", "maple-ctd-12")
    ctd.clock.advance(minutes=10, seconds=1)
    shown = browser.post(LINK, confirm="Submit")
    assert linking.EXPIRED in shown.text
    assert ctd.user("ct12345").linked_subject is None


def test_screen_b_without_screen_a_links_nothing(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    browser.get(LINK)
    assert linking.EXPIRED in browser.post(LINK, confirm="Submit").text
    assert ctd.promised("account.linked") == []


def test_submit_pressed_twice_says_that_it_is_done(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    b = screen_b(browser, "ct12345", "maple-ctd-12")
    browser.post(LINK, confirm="Submit")
    browser.last = b
    again = browser.post(LINK, confirm="Submit")
    assert "already linked to your PACER account" in again.text
    assert len(ctd.promised("account.linked")) == 1


def test_a_password_reset_between_a_and_b_makes_b_worthless(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    screen_b(browser, "ct12345", "maple-ctd-12")
    with ctd.database.writing() as session:
        ctd.user_row(session, "ct12345").password_version += 1
    assert linking.EXPIRED in browser.post(LINK, confirm="Submit").text
    assert ctd.user("ct12345").linked_subject is None


def test_five_wrong_passwords_lock_that_login_and_not_the_person(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    for _ in range(service.MOST_FAILURES):
        assert "is not right" in screen_b(browser, "ct12345", "wrong").text
    locked = screen_b(browser, "ct12345", "maple-ctd-12")
    assert service.LOCKED in locked.text
    unknown = ctd.signed_in("registered")
    assert service.LOCKED in screen_b(unknown, "CT12345 ", "maple-ctd-12").text
    other = screen_b(browser, "ct30001", "raven-ctd-16")
    assert "another person" in other.text, "the PACER account is not locked"
    ctd.clock.advance(minutes=16)
    assert "Do you want to link" in screen_b(browser, "ct12345", "maple-ctd-12").text


def test_many_wrong_tries_at_once_get_no_further_than_five(ctd: Bench) -> None:
    browsers = [ctd.signed_in("attorney") for _ in range(12)]
    for browser in browsers:
        browser.get(LINK)
    with ThreadPoolExecutor(12) as pool:
        texts = list(pool.map(lambda b: b.post(LINK, login="ct12345", key="wrong").text, browsers))
    assert sum("is not right" in text for text in texts) == service.MOST_FAILURES


def test_two_browsers_link_the_same_old_account(ctd: Bench) -> None:
    browsers = [ctd.signed_in("attorney"), ctd.signed_in("name_differs")]
    for browser in browsers:
        assert "Do you want" in screen_b(browser, "ct12345", "maple-ctd-12").text
    gate = Barrier(2)

    def submit(browser: Browser) -> str:
        gate.wait()
        return browser.post(LINK, confirm="Submit").text

    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(submit, browsers))
    assert sum("You have successfully linked your account." in text for text in texts) == 1
    lost = next(text for text in texts if "successfully" not in text)
    assert "already linked to another person's PACER account" in lost
    assert len(ctd.promised("account.linked")) == 1


def test_one_person_links_two_old_accounts_at_once(ctd: Bench) -> None:
    browsers = [ctd.signed_in("attorney"), ctd.signed_in("attorney")]
    screen_b(browsers[0], "ct12345", "maple-ctd-12")
    screen_b(browsers[1], "ct27450", "pigeon-ctd-84")
    gate = Barrier(2)

    def submit(browser: Browser) -> str:
        gate.wait()
        return browser.post(LINK, confirm="Submit").text

    with ThreadPoolExecutor(2) as pool:
        texts = list(pool.map(submit, browsers))
    assert sum("You have successfully linked your account." in text for text in texts) == 1
    assert any("already linked to a different CM/ECF account" in text for text in texts)


def test_before_go_live_the_address_tells_the_date(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="pacer")
    shown = browser.get(LINK)
    assert "Accounts cannot be linked before" in shown.text
    assert "February 7, 2022" in shown.text
    assert shown.all("//input[@type='password']") == []
    utilities = browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert not [word for word in utilities.links() if word.startswith("Link ")]


def test_between_cut_off_and_go_live_the_court_is_closed(make: Make) -> None:
    ctb = make("ctb", "2021-10-09")
    shown = ctb.signed_in("attorney").get(LINK)
    assert "closed while it is upgraded to NextGen" in shown.text
    assert "October 12, 2021" in shown.text


@pytest.mark.parametrize(
    ("role", "present", "absent"),
    [
        ("creditor", "Proof of Claim", "Motion for Relief from Stay"),
        ("trustee", "Meeting of Creditors Held", "Proof of Claim"),
    ],
)
def test_limited_roles_link_by_the_same_screens_in_ctb(
    make: Make, role: str, present: str, absent: str
) -> None:
    ctb = make("ctb", "2021-11")
    person = next(
        p for p in bench.PEOPLE.values() if "ctb" in p.courts and p.courts["ctb"].role == role
    )
    account = person.courts["ctb"]
    browser = ctb.signed_in(person.key)
    before = browser.get("/cgi-bin/menu.pl?id=-1").menu()
    assert "Bankruptcy" not in before
    screen_b(browser, str(account.login_name), str(account.password))
    done = browser.post(LINK, confirm="Submit")
    assert "The Bankruptcy and Adversary filing menu items appear" in done.text
    assert done.menu() == before
    page = browser.get("/cgi-bin/DisplayMenu.pl?Bankruptcy&id=-1")
    assert page.menu()[:2] == ["Bankruptcy", "Adversary"]
    assert present in page.links()
    assert absent not in page.links()


def test_a_court_of_appeals_links_in_its_own_space_and_words(make: Make) -> None:
    ca2 = make("ca2", "2021-11")
    browser = ca2.signed_in("attorney")
    title = "Link my filer account to my PACER account"
    utilities = browser.get(f"{ROOM}?servlet=Utilities.jsp")
    a = browser.get(utilities.links()[title])
    assert title in a.text
    assert a.all("//input[@type='hidden' and @name='servlet']/@value") == ["LinkAccount.jsp"]
    fields = {"servlet": "LinkAccount.jsp", "login": "jattorney2", "key": "maple-ca2-12"}
    b = browser.post(ROOM, **fields)
    assert "Do you want to link these accounts?" in b.text
    done = browser.post(ROOM, servlet="LinkAccount.jsp", confirm="Submit")
    assert "You have successfully linked your account." in done.text
    assert "File a Document" not in done.menu()
    assert browser.get(f"{ROOM}?servlet=CaseSearch.jsp").menu()[0] == "File a Document"
    assert browser.get("/cgi-bin/menu.pl").status == 404
    assert browser.get("/cgi-bin/ShowIndex.pl").location.endswith("servlet=ShowIndex.jsp")


@pytest.mark.parametrize(
    ("login", "key"),
    [("x" * 5000, "y" * 5000), ("ct12\x00345", "\x00"), ("ß" * 200, "ß"), ("\u202e", " ")],
)
def test_odd_input_is_refused_like_any_other(ctd: Bench, login: str, key: str) -> None:
    shown = screen_b(ctd.signed_in("attorney"), login, key)
    assert shown.status == 200
    assert "The CM/ECF login or password is not right." in shown.text


def test_nothing_is_kept_of_a_link_but_the_link(ctd: Bench) -> None:
    browser = ctd.signed_in("attorney")
    screen_b(browser, "ct12345", "maple-ctd-12")
    browser.post(LINK, confirm="Submit")
    with ctd.database.reading() as session:
        assert session.query(LinkProof).count() == 0
        linked = session.query(CourtUser).filter_by(linked_subject=subject_of("attorney")).count()
    assert linked == 1
    everything = " ".join(
        ctd.audited("link:success")
        + ctd.audited("link:confirm_asked")
        + ctd.promised("mail.delivery")
    )
    assert "maple" not in everything
