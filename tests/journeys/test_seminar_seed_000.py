"""Seed 000, last paragraph: look for a session under "Seminars", and register by email (2004)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2004-12"
SESSION = "Filing in a civil case"
DAY = "Tuesday, January 4, 2005, 10:00 AM"


def test_a_seat_is_asked_for_by_mail_and_booked(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """Find the list, write, have the clerk book, read the answer; the list has a seat less."""
    edith, casey = people["attorney_2004"], people["clerk_ctd"]
    at = desk()
    at.open("ctd", "/", role="www")
    at.click("Seminars")
    at.says("register by e-mail")
    card = at.page.locator("section", has_text=DAY)
    expect(card).to_contain_text("Open to attorneys, law-firm staff, unrepresented parties.")
    expect(card).to_contain_text("8 of 8 seats are free.")
    card.get_by_role("link", name="Register by e-mail").click()
    at.settle()
    at.sign_in(edith)

    # The address and the session stand in the letter; an empty one is not sent.
    expect(at.page.get_by_label("To", exact=False).first).to_have_value("seminars@ctd.test")
    at.press("Send")
    at.says("Write your letter.")
    at.page.get_by_label("Message").fill("Please keep a seat for Edith Proctor.")
    at.press("Send")
    at.says("Your letter is on its way.")
    at.click("Sent")
    at.says(SESSION)

    clerk = desk()
    clerk.open("ctd", "/cgi-bin/login.pl")
    assert casey.pacer is not None
    clerk.page.get_by_label("Login:", exact=True).fill(casey.pacer.user_name)
    clerk.page.get_by_label("Password:", exact=True).fill(casey.pacer.password)
    clerk.press("Login")
    clerk.choose("Clerk")
    clerk.click("Letters")
    clerk.page.get_by_role("link", name=SESSION).click()
    clerk.settle()
    clerk.says("Please keep a seat for Edith Proctor.")
    expect(clerk.page.get_by_label("Session")).to_have_value("ctd-civil-2005-01-04")
    clerk.press("Book the seat")
    clerk.says("The seat is booked; the confirmation is on its way.")
    clerk.open("ctd", "/clerk/seminars/ctd-civil-2005-01-04")
    clerk.says("Edith Proctor")
    clerk.says("1 of 8 booked")

    words = at.open_mail("Your seat")
    assert SESSION in words
    assert DAY in words
    at.open("ctd", "/seminars", role="www")
    expect(at.page.locator("section", has_text=DAY)).to_contain_text("7 of 8 seats are free.")


def test_the_shelf_and_the_manual_of_2004(desk: Callable[[], Desk]) -> None:
    """The Policies and Procedures and the User's Manual that the seed names are there to read."""
    at = desk()
    at.open("ctd", "/cmecf", role="www")
    at.click("Documents")
    at.click("Policies and Procedures governing electronic filing")
    at.says("Electronic filing is by order or by consent")
    at.click("All documents")
    at.click("User's Manual")
    at.page.get_by_role("main").get_by_role("link", name="User's Manual").click()
    at.settle()
    at.says("The login that the court assigns opens the filing menus")
    at.says("This court moves to NextGen on December 11, 2017.")
