"""The faults of sign-on and of what is carried, as somebody at a browser meets them (2021-11).

Those of courts are shown by unmodified client programs: tests/clients/test_faults.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from shared import faults
from shared.personas import Persona
from shared.signon import refusals
from tests.browsing import Desk
from tests.serving import Running

ERA = "2021-11"
MENU = "/cgi-bin/menu.pl?id=-1"
LETTER = "Reset PACER Password"
Desks = Callable[[], Desk]
People = dict[str, Persona]
#: What a court says to each, in the words of its page.
REFUSED = {
    faults.WRONG_AUDIENCE: refusals.WrongAudience,
    faults.WRONG_ISSUER: refusals.WrongIssuer,
    faults.WRONG_NONCE: refusals.WrongNonce,
    faults.WRONG_SIGNATURE: refusals.WrongSignature,
    faults.EXPIRED_TOKEN: refusals.Expired,
    faults.UNKNOWN_KEY: refusals.UnknownKey,
}


@pytest.fixture
def trainer(desk: Desks, people: People) -> Desk:
    """Return a trainer at the switchboard."""
    at = desk()
    at.open("pacer", "/faults")
    at.sign_in(people["trainer"])
    at.says("Fault switchboard")
    return at


def switch_on(
    at: Desk,
    name: str,
    whom: str = "Everybody",
    value: str = "",
    *,
    times: int = 1,
    seconds: int | None = None,
) -> None:
    """Switch a fault on by its page."""
    at.open("pacer", "/faults")
    at.click(faults.fault(name).title)
    at.page.get_by_label(whom, exact=True).check()
    if value:
        at.page.get_by_label("Whose name").fill(value)
    at.page.get_by_label("How often").fill(str(times))
    if seconds is not None:
        at.page.get_by_label("Seconds").fill(str(seconds))
    at.press("Switch on")
    at.says("Switched on now")


def is_met(at: Desk, name: str, by: str) -> None:
    """Assert by whom a fault was met, and clear it."""
    row = at.page.locator("#standing-faults tbody tr").filter(has_text=faults.fault(name).title)
    at.open_until("pacer", "/faults", row.filter(has_text=by))
    at.press("Clear all")
    at.says("No fault is on.")


def forgotten(at: Desk, who: Persona) -> None:
    """Ask for a mail to somebody who has forgotten the password."""
    assert who.pacer is not None
    at.open("pacer", "/pscof/forgotPassword.jsf", role="psc")
    at.page.get_by_label("E-mail").fill(who.pacer.email)
    at.page.get_by_label("Username or Account Number").fill(who.pacer.user_name)
    at.press("Submit")
    at.says("If what you entered belongs to a PACER account")


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_id_token(name: str, desk: Desks, people: People, trainer: Desk) -> None:
    """The court refuses it by name; the drawing of it shows the check; the next is right."""
    switch_on(trainer, name, "A person", "rresearcher")
    at = desk()
    at.open("ctd", MENU)
    at.sign_in(people["researcher"])
    at.says(REFUSED[name].SENTENCE)
    is_met(trainer, name, "pacer 1")
    at.open("pacer", "/inspect")
    at.says_in_order("Refused", REFUSED[name].SENTENCE)
    wrong = at.page.locator(".seq-check-bad:visible")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text(REFUSED[name].SENTENCE)
    at.open("ctd", MENU)
    at.has_menu("Query Reports Utilities Search Help Log Out")


def test_keys_rotated_without_notice(desk: Desks, people: People, trainer: Desk) -> None:
    """Nobody notices anything: the court fetches the keys once more."""
    before = desk()
    before.open("ctd", MENU)
    before.sign_in(people["researcher"])
    switch_on(trainer, faults.ROTATED_KEYS)
    at = desk()
    at.open("ctd", MENU)
    at.sign_in(people["client"])
    at.has_menu("Query Reports Utilities Search Help Log Out")
    is_met(trainer, faults.ROTATED_KEYS, "pacer 1")


def test_sign_on_is_down(desk: Desks, people: People, trainer: Desk) -> None:
    """Who is in stays in, who comes is told, and the switchboard can always be reached."""
    inside, outside = desk(), desk()
    inside.open("ctd", MENU)
    inside.sign_in(people["researcher"])
    switch_on(trainer, faults.PROVIDER_DOWN, times=50)
    outside.open("ctd", MENU)
    outside.says("The PACER sign-on service does not answer at the moment.")
    inside.open("ctd", MENU)
    inside.has_menu("Query Reports Utilities Search Help Log Out")
    is_met(trainer, faults.PROVIDER_DOWN, "pacer")
    outside.open("ctd", MENU)
    outside.sign_in(people["researcher"])
    outside.has_menu("Query Reports Utilities Search Help Log Out")


def test_a_log_out_that_does_not_arrive(desk: Desks, people: People, trainer: Desk) -> None:
    at = desk()
    at.open("ctd", MENU)
    at.sign_in(people["researcher"])
    switch_on(trainer, faults.BACKCHANNEL_LOST, "A person", "rresearcher")
    at.open("pacer", "/csologin/logout.jsf")
    at.press("Log Out")
    at.says("This court could not be reached at once.")
    is_met(trainer, faults.BACKCHANNEL_LOST, "pacer 1")


def test_a_mail_that_comes_late_and_one_that_comes_twice(
    desk: Desks, people: People, trainer: Desk, federation: Running
) -> None:
    who, reader = people["legacy"], desk()
    reader.open("pacer", "/mailbox")
    reader.sign_in(who)
    letters = reader.page.get_by_role("link", name=LETTER)
    switch_on(trainer, faults.MAIL_DOUBLED, "A person", "lb2041")
    forgotten(desk(), who)
    reader.open_until("pacer", "/mailbox", letters, least=2)
    is_met(trainer, faults.MAIL_DOUBLED, "pacer 1")
    switch_on(trainer, faults.MAIL_DELAYED, "A person", "lb2041", seconds=2)
    forgotten(desk(), who)
    reader.open("pacer", "/mailbox")
    expect(letters).to_have_count(2)
    reader.page.wait_for_timeout(2_500)
    if federation.world is not None:
        # Without processes nobody looks every second what is due.
        federation.world.jobs.drain("pacer")
    reader.open_until("pacer", "/mailbox", letters, least=3)
    is_met(trainer, faults.MAIL_DELAYED, "pacer 1")
