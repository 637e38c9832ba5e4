"""Lost court passwords: the same answer for everybody, one link, one hour (seeds 003, 004)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from courts.accounts import service
from courts.accounts.service import NewAccount
from shared.wire import MailDelivery
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser

LOST = "/cgi-bin/LostPassword.pl"
Make = Callable[[str, str], Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return lambda court, when: bench.build(tmp_path, court, when)


def ask(browser: Browser, login: str, email: str) -> str:
    """Ask for a reset and return what the page says."""
    browser.get(LOST)
    return browser.post(LOST, login=login, email=email).text


def link_in(court: Bench) -> str:
    """The one-time link of the newest mail."""
    mail = MailDelivery.from_json(court.promised("mail.delivery")[-1])
    assert mail.template == "password_reset"
    assert "Nothing here is filed" in mail.text
    found = re.search(r"http\S+token=\w+", mail.text)
    assert found is not None
    assert found.group(0) in unescape(mail.html)
    return found.group(0)


@pytest.mark.parametrize(("court", "login"), [("cod", "fpleadwellc"), ("ctd", "ct26118")])
def test_forgotten_with_the_right_address(make: Make, court: str, login: str) -> None:
    there = make(court, "2021-11")
    browser = there.browser()
    said = ask(browser, login, "Fiona.Pleadwell@examplelaw.test ")
    assert "a message with a link is on its way to that address" in said
    link = link_in(there)
    page = browser.get(link)
    assert login in page.text
    path, _, token = link.partition("?token=")
    path = path.removeprefix(there.member.public_url)
    done = browser.post(path, token=token, key="one-i-remember", again="one-i-remember")
    assert f"The new password for the login {login} is set." in done.text
    assert there.passwords.verify(there.user(login).password_hash, "one-i-remember")
    assert "not good any more" in browser.get(link).text, "a link is good once"
    assert json.loads(there.promised("mail.delivery")[-1])["template"] == "password_changed"
    assert "one-i-remember" not in " ".join(there.promised("mail.delivery"))


def test_the_answer_tells_nobody_what_exists(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.browser()
    said = {
        ask(browser, "ct26118", "fiona.pleadwell@examplelaw.test"),
        ask(browser, "ct26118", "wrong@examplelaw.test"),
        ask(browser, "ct26903", "walter.notary@examplelaw.test"),
        ask(browser, "ct77777", "nobody@examplelaw.test"),
        ask(browser, "ct20480", "anna.advocate@examplelaw.test"),
    }
    assert len(said) == 1
    assert len(ctd.promised("mail.delivery")) == 1, "only the right, unlinked one gets a mail"


def test_the_wrong_address_on_file_leads_to_the_help_desk(make: Make) -> None:
    cod = make("cod", "2021-11")
    page = cod.browser().get(LOST)
    assert "your full name, your current e-mail address and your verification phrase" in page.text
    assert "/mailbox/write?to=helpdesk%40cod.test" in page.links()["helpdesk@cod.test"]


def test_a_link_dies_after_an_hour_of_real_time(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.browser()
    ask(browser, "ct26118", "fiona.pleadwell@examplelaw.test")
    link = link_in(ctd)
    ctd.at("2026")
    assert "ct26118" in browser.get(link).text, "court time does not count"
    ctd.clock.advance(minutes=60, seconds=1)
    assert service.RESET_SPENT in browser.get(link).text


def test_linking_voids_a_reset_that_was_promised(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    ask(ctd.browser(), "ct26118", "fiona.pleadwell@examplelaw.test")
    link = link_in(ctd)
    browser = ctd.signed_in("forgot_right_mail")
    browser.get("/cgi-bin/LinkAccount.pl")
    browser.post("/cgi-bin/LinkAccount.pl", login="ct26118", key="magnet-ctd-51")
    browser.post("/cgi-bin/LinkAccount.pl", confirm="Submit")
    assert service.RESET_SPENT in ctd.browser().get(link).text


def test_two_passwords_that_differ_or_are_weak(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.browser()
    ask(browser, "ct26118", "fiona.pleadwell@examplelaw.test")
    link = link_in(ctd)
    browser.get(link)
    token = link.partition("token=")[2]
    path = "/cgi-bin/ResetPassword.pl"
    differ = browser.post(path, token=token, key="one-i-remember", again="another")
    assert "The two passwords are not the same." in differ.text
    weak = browser.post(path, token=token, key="short", again="short")
    assert "The password must have at least 8 characters." in weak.text
    assert ctd.passwords.verify(ctd.user("ct26118").password_hash, "magnet-ctd-51")


def test_only_so_many_mails_an_hour(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.browser()
    for _ in range(service.MOST_RESETS + 3):
        ask(browser, "ct26118", "fiona.pleadwell@examplelaw.test")
    assert len(ctd.promised("mail.delivery")) == service.MOST_RESETS


def test_a_court_of_appeals_resets_in_its_own_space(make: Make) -> None:
    ca2 = make("ca2", "2021-11")
    room = "/n/beam/servlet/TransportRoom"
    browser = ca2.browser()
    browser.get(f"{room}?servlet=LostPassword.jsp")
    browser.post(
        room,
        servlet="LostPassword.jsp",
        login="jattorney2",
        email="john.attorney@examplelaw.test",
    )
    link = link_in(ca2)
    assert "servlet=ResetPassword.jsp&token=" in link
    assert "jattorney2" in browser.get(link).text


@pytest.mark.parametrize(("court", "words"), [("ctd", "required"), ("cod", "encouraged")])
def test_a_new_old_account_comes_with_a_notice(make: Make, court: str, words: str) -> None:
    there = make(court, "2004-12")
    rules = there.app.extensions["moot_court"].policy.on(there.clock().date().replace(year=2004))
    runtime = there.app.extensions["moot"]
    hashed = there.passwords.hash("abcdefg2")
    with there.database.writing() as session:
        user = service.create_old_account(
            session,
            account=NewAccount("attorney", "Nora", "Novice", "nora@examplelaw.test"),
            shape=rules.old_login_shape,
            temporary_password="abcdefg2",  # noqa: S106 - an invented one
            password_hash=hashed,
            must_change=rules.temporary_password == "required",  # noqa: S105 - a policy word
            actor="court:clerk",
            postman=runtime.postman,
            now=there.clock(),
            wall=there.clock(),
        )
    mail = MailDelivery.from_json(there.promised("mail.delivery")[-1])
    assert mail.recipient == "nora@examplelaw.test"
    assert str(user.login_name) in mail.text
    assert "abcdefg2" in mail.text
    assert words in mail.text
    assert there.user(str(user.login_key)).temporary_password is True
