"""Session fixation: a cookie from before the sign-in is worth nothing after it (ASVS 7.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from sqlalchemy import select

from idp.edge import PENDING_COOKIE, SSO_COOKIE
from idp.signin.models import SsoSession
from shared.ids import digest
from shared.personas import Persona
from tests.harness import Browser, World
from tests.integration.idp import counter
from tests.integration.idp.test_mfa import enter, give, is_in, passcode, secret_of

People = dict[str, Persona]
PLANTED = "planted-by-somebody-else-0123456789abcdef"
ACCOUNT = "/pscof/manage/maint.jsf"
COURT = "moot_ctd_session"


def plant(world: World, browser: Browser, name: str, value: str, member: str = "pacer") -> None:
    host = urlsplit(world.url(member, "/")).hostname or ""
    browser.session.cookies.set(name, value, domain=host, path="/")


def cookie(browser: Browser, name: str = SSO_COOKIE) -> str:
    """Return a cookie that a site has set, the newest if there are several."""
    found = [one.value or "" for one in browser.session.cookies if one.name == name]
    return found[-1] if found else ""


def holds(world: World, token: str) -> bool:
    """Say whether a cookie alone opens Manage My Account in another browser."""
    browser = world.browser()
    plant(world, browser, SSO_COOKIE, token)
    return browser.open("pacer", ACCOUNT).password_fields() == 0


def test_a_planted_cookie_is_replaced_at_sign_in(world: World, people: People) -> None:
    browser = world.browser()
    plant(world, browser, SSO_COOKIE, PLANTED)
    plant(world, browser, COURT, PLANTED, "ctd")
    browser.enter("ctd", people["researcher"])
    assert cookie(browser) not in ("", PLANTED)
    assert cookie(browser, COURT) not in ("", PLANTED)
    assert holds(world, cookie(browser))
    assert not holds(world, PLANTED)
    with world.database("pacer").reading() as session:
        row = session.scalars(select(SsoSession)).one()
    assert row.token_hash == digest(cookie(browser))
    assert digest(PLANTED) not in (row.token_hash, digest(row.sid))


def test_the_cookie_is_a_new_one_at_every_sign_in(world: World, people: People) -> None:
    browser = world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), people["researcher"])
    first = cookie(browser)
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf?fresh=1"), people["researcher"])
    assert cookie(browser) != first
    assert not holds(world, first)


def test_step_up_gives_a_new_cookie(world_at: Callable[[str], World], people: People) -> None:
    """What knew the password only does not become what knew the code, too."""
    world, who = world_at("2025-05-12"), people["client_mfa"]
    world.set_court_time("2025-05-01")
    browser = world.browser()
    assert is_in(enter(world, who, browser))
    before = cookie(browser)
    world.set_court_time("2025-05-12")
    assert who.pacer is not None
    page = browser.open("pacer", "/csologin/login.jsf?fresh=1").submit(
        {"loginForm:loginName": who.pacer.user_name, "loginForm:password": who.pacer.password},
        button="Login",
    )
    assert cookie(browser) == before
    held = cookie(browser, PENDING_COOKIE)
    assert held not in ("", before)
    assert not holds(world, held)
    assert is_in(give(page, passcode(world, secret_of(who))))
    assert cookie(browser) != before
    assert not holds(world, before)


def test_log_out_ends_the_cookie_itself(world: World, people: People) -> None:
    browser = counter.manage(world, people["researcher"]).browser
    token = cookie(browser)
    assert holds(world, token)
    browser.open("pacer", "/csologin/logout.jsf").submit({}, button="Log Out")
    assert not holds(world, token)


def test_a_changed_password_ends_the_other_browsers(world: World, people: People) -> None:
    """The one that changed it goes on, with a cookie that is its own."""
    who = people["researcher"]
    here, there = counter.manage(world, who).browser, counter.manage(world, who).browser
    token = cookie(there)
    assert who.pacer is not None
    page = here.open("pacer", "/pscof/manage/changePassword.jsf").submit(
        {
            "current": who.pacer.password,
            "password": "Larch-Meadow#88",
            "password_again": "Larch-Meadow#88",
        },
        button="Submit",
    )
    assert page.status == 200
    assert not holds(world, token)
    assert here.open("pacer", ACCOUNT).password_fields() == 0
