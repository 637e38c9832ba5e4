"""The clerk's desk for accounts: find, void, rename, disable, correct, create (seeds 000-004)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from courts.accounts.models import CourtUser
from courts.staffing import standing
from shared.ids import subject_of
from shared.wire import CourtAccountStatus, MailDelivery
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser, Shown

DESK = "/clerk/accounts"
LOGIN = "/cgi-bin/login.pl"
LINK = "/cgi-bin/LinkAccount.pl"
MENU = "/cgi-bin/menu.pl?id=-1"
MAINTAIN = "/cgi-bin/MaintainAccount.pl"
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


@pytest.fixture
def cod(make: Make) -> Bench:
    """The court that is not on NextGen yet."""
    return make("cod", "2021-11")


def clerk_of(court: Bench) -> Browser:
    """A browser of the court's clerk; before NextGen by the PACER login of the old page."""
    source = "oidc" if court.member.id != "cod" else "pacer"
    return court.signed_in(f"clerk_{court.member.id}", source=source)


def desk_of(court: Bench, browser: Browser, login: str) -> tuple[str, Shown]:
    """Open an account's page by its login, and return its address."""
    path = f"{DESK}/{court.user(login).id}"
    return path, browser.get(path)


def last_mail(court: Bench, template: str) -> MailDelivery:
    """The newest mail of a template."""
    mails = [MailDelivery.from_json(text) for text in court.promised("mail.delivery")]
    return [mail for mail in mails if mail.template == template][-1]


def temporary_in(text: str) -> str:
    """The temporary password that a text gives."""
    found = re.search(r"[Pp]assword: +(\S+)", text)
    assert found is not None, text
    return found.group(1)


def log_in(court: Bench, login: str, key: str) -> Shown:
    """Log in on the old page."""
    browser = court.browser()
    browser.get(LOGIN)
    shown = browser.post(LOGIN, login=login, key=key, redaction="1", clcode="")
    return browser.get(shown.location) if shown.location else shown


@pytest.mark.parametrize("words", ["ct123", "ATTORNEY, john", "John Attorney", "john.attorney@"])
def test_an_account_is_found_by_login_name_or_address(ctd: Bench, words: str) -> None:
    browser = clerk_of(ctd)
    browser.get(DESK)
    shown = browser.get(f"{DESK}?q={words.replace(' ', '+')}")
    assert "John Attorney" in shown.links()
    assert len(shown.all("//tbody/tr")) <= 2


def test_nobody_found_says_what_to_do(ctd: Bench) -> None:
    browser = clerk_of(ctd)
    shown = browser.get(f"{DESK}?q=%25")
    assert "No account of this court has “%”" in shown.text, "a wildcard is a letter like others"
    assert browser.get(f"{DESK}/99999").status == 404


def test_the_page_shows_the_state_and_never_a_secret(ctd: Bench) -> None:
    _, shown = desk_of(ctd, clerk_of(ctd), "ct12345")
    for words in ("green lantern", "john.attorney@examplelaw.test", "1 Example Street", "ct12345"):
        assert words in shown.text
    assert "$argon2" not in shown.html
    assert "maple" not in shown.html
    _, linked = desk_of(ctd, clerk_of(ctd), "ct20480")
    assert "account 7000202 (Anna M Advocate)" in linked.text
    assert standing.JOINED in linked.text
    assert standing.JOINED_EMAIL in linked.text


def test_a_voided_login_ends_sessions_and_its_old_password(cod: Bench) -> None:
    thief = cod.signed_in("attorney", source="court")
    assert "Log out" in thief.get(MENU).text or thief.get(MENU).menu()
    browser = clerk_of(cod)
    path, shown = desk_of(cod, browser, "jattorneyc")
    assert ("Open sessions of this login", "1") in _facts(shown)
    bare = browser.post(f"{path}/void", delivery="mail")
    assert bare.status == 422
    assert "Say why: the reason is noted." in bare.text
    done = browser.post(f"{path}/void", void_reason="He called: strange entries.", delivery="mail")
    assert done.status == 303
    shown = browser.get(done.location)
    assert "The login is void, its sessions have ended" in shown.text
    assert ("Password", "temporary, not changed yet") in _facts(shown)
    assert ("Open sessions of this login", "0") in _facts(shown)
    assert thief.get(MENU).menu() == []
    assert "Login failed" in log_in(cod, "jattorneyc", "maple-cod-12").text
    mail = last_mail(cod, "login_voided")
    assert mail.recipient == "john.attorney@examplelaw.test"
    new = temporary_in(mail.text)
    assert log_in(cod, "jattorneyc", new).menu()
    (detail,) = [json.loads(text) for text in cod.audited("account:voided")]
    assert detail["sessions_ended"] == 1
    assert detail["reason"] == "He called: strange entries."
    assert new not in str(detail)


def test_with_a_wrong_address_the_password_is_shown_once(cod: Bench) -> None:
    browser = clerk_of(cod)
    path, _ = desk_of(cod, browser, "jattorneyc")
    before = len(cod.promised("mail.delivery"))
    shown = browser.post(f"{path}/void", void_reason="Reported by letter.", delivery="shown")
    (password,) = [p.text_content() for p in shown.all("//p[@class='mono']")]
    assert log_in(cod, "jattorneyc", password).menu()
    assert len(cod.promised("mail.delivery")) == before, "no mail to an address that is wrong"
    assert password not in browser.get(path).html
    assert shown.response.headers["Cache-Control"] == "no-store"


def test_a_joined_account_has_no_login_to_void_or_rename(ctd: Bench) -> None:
    browser = clerk_of(ctd)
    path, shown = desk_of(ctd, browser, "ct20480")
    for action, fields in (
        ("void", {"void_reason": "reported", "delivery": "mail"}),
        ("rename", {"new_login": "ct77777"}),
    ):
        refused = browser.post(f"{path}/{action}", **fields)
        assert refused.status == 422
        assert standing.JOINED in refused.text
    assert ctd.user("ct20480").password_version == 2


def test_renamed_and_then_linked(ctd: Bench) -> None:
    sonia = ctd.signed_in("special_login")
    sonia.get(LINK)
    refused = sonia.post(LINK, login="solicitor&co", key="velvet-ctd-75")
    assert "ask the clerk's office to change the login name" in refused.text
    browser = clerk_of(ctd)
    path, shown = desk_of(ctd, browser, "solicitor&co")
    assert "This login contains & and cannot be linked before it is changed." in shown.text
    for new, words in (
        ("solicitor$co", standing.SPECIAL),
        ("CT12345", "Another account of this court has this login."),
        ("two words", "The login must not contain spaces."),
        ("", "Enter the new login."),
    ):
        again = browser.post(f"{path}/rename", new_login=new)
        assert again.status == 422
        assert words in again.text
        assert again.all("//input[@name='new_login']/@value") in ([new], [""])
    done = browser.post(f"{path}/rename", new_login="solicitorco")
    assert "The login was renamed." in browser.get(done.location).text
    mail = last_mail(ctd, "login_renamed")
    assert mail.recipient == "sonia.solicitor@examplelaw.test"
    assert "solicitor&co" in mail.text
    sonia.get(LINK)
    sonia.post(LINK, login="solicitorco", key="velvet-ctd-75")
    sonia.post(LINK, confirm="Submit")
    assert ctd.user("solicitorco").linked_subject == subject_of("special_login")
    (detail,) = [json.loads(text) for text in ctd.audited("account:renamed")]
    assert (detail["login_before"], detail["login_after"]) == ("solicitor&co", "solicitorco")


def test_disable_and_enable(cod: Bench, make: Make) -> None:
    holder = cod.signed_in("attorney", source="court")
    assert holder.get(MENU).menu()
    browser = clerk_of(cod)
    path, _ = desk_of(cod, browser, "jattorneyc")
    browser.post(f"{path}/status", status_reason="Removed from the bar.", status="disabled")
    assert holder.get(MENU).menu() == []
    assert "The court has disabled this login." in log_in(cod, "jattorneyc", "maple-cod-12").text
    assert "Removed from the bar." in last_mail(cod, "account_status").text
    browser.get(path)
    twice = browser.post(f"{path}/status", status_reason="again", status="disabled")
    assert twice.status == 422
    assert "The account is disabled already." in twice.text
    browser.get(path)
    browser.post(f"{path}/status", status_reason="Back on the bar.", status="active")
    assert log_in(cod, "jattorneyc", "maple-cod-12").menu()
    assert len(cod.audited("account:disabled")) == len(cod.audited("account:enabled")) == 1
    assert cod.promised(CourtAccountStatus.KIND) == [], "PACER knows nothing of an old account"


def test_pacer_is_told_of_a_joined_account(ctd: Bench) -> None:
    browser = clerk_of(ctd)
    path, _ = desk_of(ctd, browser, "ct20480")
    browser.post(f"{path}/status", status_reason="Unpaid dues.", status="disabled")
    (payload,) = ctd.promised(CourtAccountStatus.KIND)
    told = CourtAccountStatus.from_json(payload)
    assert (told.subject, told.status) == (subject_of("attorney_ctd"), "disabled")


def test_the_primary_address_is_corrected_after_three_checks(cod: Bench) -> None:
    login, wrong = "jattorneyc", "john.attorney@examplelaw.test"
    reset = cod.browser()
    reset.get("/cgi-bin/LostPassword.pl")
    reset.post("/cgi-bin/LostPassword.pl", login=login, email=wrong)
    link = re.search(r"http\S+token=\w+", last_mail(cod, "password_reset").text)
    assert link is not None
    browser = clerk_of(cod)
    path, shown = desk_of(cod, browser, login)
    assert "green lantern" in shown.text
    unchecked = browser.post(
        f"{path}/email", new_email="john@new.test", name_checked="y", phrase_checked="y"
    )
    assert unchecked.status == 422
    assert standing.CHECK_ALL in unchecked.text
    assert unchecked.all("//input[@name='new_email']/@value") == ["john@new.test"]
    checked = {"name_checked": "y", "address_checked": "y", "phrase_checked": "y"}
    bad = browser.post(f"{path}/email", new_email="no address", **checked)
    assert "This is no e-mail address." in bad.text
    browser.get(path)
    done = browser.post(f"{path}/email", new_email="john@new.test", **checked)
    assert "The primary e-mail address was corrected." in browser.get(done.location).text
    assert cod.user(login).primary_email == "john@new.test"
    told = [MailDelivery.from_json(text) for text in cod.promised("mail.delivery")][-2:]
    assert {mail.recipient for mail in told} == {"john@new.test", wrong}
    assert "not good any more" in reset.get(link.group(0)).text, "a link to the old address is void"
    reset.get("/cgi-bin/LostPassword.pl")
    reset.post("/cgi-bin/LostPassword.pl", login=login, email="john@new.test")
    assert last_mail(cod, "password_reset").recipient == "john@new.test"


NOVICE = {
    "role": "attorney",
    "first_name": "Nora",
    "last_name": "Novice",
    "address": "5 New Street\r\nSampleton, CT 00000",
    "primary_email": "nora.novice@examplelaw.test",
    "verification_phrase": "wet ink",
}


def test_created_and_at_first_login_made_to_change_the_password(make: Make) -> None:
    ctd = make("ctd", "2004-12")
    browser = ctd.signed_in("clerk_ctd", source="pacer")
    assert '"ct" and digits' in browser.get(f"{DESK}/new").text
    bare = browser.post(f"{DESK}/new", **{**NOVICE, "verification_phrase": ""})
    assert bare.status == 422
    assert bare.all("//input[@name='last_name']/@value") == ["Novice"]
    done = browser.post(f"{DESK}/new", **NOVICE)
    assert done.status == 303
    mail = last_mail(ctd, "old_account_notice")
    assert mail.recipient == "nora.novice@examplelaw.test"
    assert "You are required to change it" in mail.text
    found = re.search(r"Login: +(ct\d{5})", mail.text)
    assert found is not None
    login, password = found.group(1), temporary_in(mail.text)
    user = ctd.user(login)
    assert (user.address, user.temporary_password) == ("5 New Street\nSampleton, CT 00000", True)
    nora = ctd.browser()
    nora.get(LOGIN)
    shown = nora.get(nora.post(LOGIN, login=login, key=password, redaction="1").location)
    assert "You are required to change your court assigned password" in shown.text
    nora.get(MAINTAIN)
    nora.post(MAINTAIN, action="More user information")
    nora.post(MAINTAIN, login=login, key="mine-at-last", action="Return to Account screen")
    nora.post(MAINTAIN, action="Submit")
    nora.post(MAINTAIN, action="Submit")
    assert ctd.user(login).temporary_password is False
    assert "You are required" not in log_in(ctd, login, "mine-at-last").text
    browser.get(f"{DESK}/new")
    twice = browser.post(f"{DESK}/new", **NOVICE)
    assert twice.status == 422
    assert f"exists already, under the login {login}" in twice.text


def test_after_go_live_nobody_is_created(ctd: Bench) -> None:
    browser = clerk_of(ctd)
    assert standing.LIVE in browser.get(f"{DESK}/new").text
    browser.get(f"{DESK}/{ctd.user('ct12345').id}")
    assert browser.post(f"{DESK}/new", **NOVICE).status == 409
    with ctd.database.reading() as session:
        assert session.scalars(select(CourtUser).where(CourtUser.last_name == "Novice")).all() == []


def test_account_pages_say_whom_to_tell_of_misuse(cod: Bench, make: Make) -> None:
    words = "If you suspect that somebody else uses them"
    for shown in (
        cod.browser().get(LOGIN),
        cod.browser().get("/cgi-bin/LostPassword.pl"),
        cod.signed_in("attorney", source="court").get(MAINTAIN),
    ):
        assert words in shown.text
        assert "/mailbox/write?to=helpdesk%40cod.test" in shown.links()["helpdesk@cod.test"]


def test_a_reset_by_mail_ends_the_sessions_of_a_compromised_login(cod: Bench) -> None:
    thief = cod.signed_in("attorney", source="court")
    assert thief.get(MENU).menu()
    john = cod.browser()
    john.get("/cgi-bin/LostPassword.pl")
    john.post("/cgi-bin/LostPassword.pl", login="jattorneyc", email="john.attorney@examplelaw.test")
    link = re.search(r"http\S+token=(\w+)", last_mail(cod, "password_reset").text)
    assert link is not None
    john.get(link.group(0))
    done = john.post(
        "/cgi-bin/ResetPassword.pl", token=link.group(1), key="only-mine-9", again="only-mine-9"
    )
    assert "is set." in done.text
    assert thief.get(MENU).menu() == []


def _facts(shown: Shown) -> set[tuple[str, str]]:
    return {(one.text_content(), one.getnext().text_content()) for one in shown.all("//dl/dt")}


def test_a_wrong_link_is_undone_and_can_be_made_anew(ctd: Bench) -> None:
    clerk = clerk_of(ctd)
    path, page = desk_of(ctd, clerk, "ct21907")
    assert "Undo the link" in page.text
    holder = ctd.signed_in("attorney_everywhere")
    assert "Civil" in holder.get(MENU).text
    assert clerk.post(f"{path}/unlink", unlink_reason="").status == 422
    clerk.get(path)
    assert clerk.post(f"{path}/unlink", unlink_reason="Linked to a namesake").status == 303
    user = ctd.user("ct21907")
    assert (user.linked_subject, user.linked_account_number) == (None, "")
    assert "Civil" not in ctd.signed_in("attorney_everywhere").get(MENU).text
    told = [CourtAccountStatus.from_json(each) for each in ctd.promised("account.status")]
    assert told[-1].status == "unlinked"
    password = temporary_in(last_mail(ctd, "account_unlinked").text)
    again = ctd.signed_in("attorney_everywhere")
    again.get(LINK)
    shown = again.post(LINK, login="ct21907", key=password)
    assert "Oscar Counsel" in (again.get(shown.location) if shown.location else shown).text
    assert "not joined" in clerk.get(path).text or "Joined to PACERno" in clerk.get(path).text
