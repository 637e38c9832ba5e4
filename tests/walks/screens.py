"""The district's filing wizard, screen by screen as each one comes, and the clerk's desk for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Locator, expect

from shared import seating
from shared.db import Database
from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys import filing
from tests.serving import Running

#: What one paper meets at most.
MOST_SCREENS: Final = 16
NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answers where the wizard asks it.

    `events` are titles of events of one category. `represents` are the parties that are ticked on
    the screen of associations. `refers` are words of the entries to link; none takes the tick out.
    `pay` chooses how a fee is met.
    """

    category: str
    events: tuple[str, ...]
    number: str
    title: str
    filers: tuple[str, ...]
    main: Any
    attached: tuple[tuple[Any, str, str], ...] = ()
    represents: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    asks: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    pay: str = ""


def file(at: Desk, said: Answers) -> None:
    """File a paper, answering whatever is asked, up to the notice."""
    filing.event(at, "Civil", said.category, *said.events)
    filing.case(at, said.number, said.title)
    for _ in range(MOST_SCREENS):
        shown = at.page.get_by_role("heading", level=1)
        heading = shown.inner_text()
        if heading == filing.RECEIPT:
            return
        _answer(at, heading, said)
        at.press("Next")
        # Papers go up by a script: the page is there until they have arrived.
        expect(shown).not_to_have_text(heading)
    raise AssertionError(f"The wizard does not end: {at.text}")


def _answer(at: Desk, heading: str, said: Answers) -> None:
    if heading == "Select the filer":
        for name in said.filers:
            at.page.get_by_role("checkbox", name=name).check()
    elif heading == "Attorney/party association":
        for box in at.page.get_by_role("checkbox", name="represents").all():
            label = box.get_attribute("aria-label") or ""
            box.set_checked(any(name in label for name in said.represents))
    elif heading == "Sealed or unsealed":
        at.page.get_by_label("Unsealed", exact=True).check()
    elif heading == "Refer to existing event(s)":
        at.page.get_by_label("Refer to existing event(s)?").set_checked(bool(said.refers))
        for words in said.refers:
            at.page.locator("#refers").get_by_role("checkbox", name=words).last.check()
    elif heading == "About this filing":
        for label, words in said.asks.items():
            at.page.get_by_label(label).fill(words)
    elif heading == "Select the pdf document":
        _choose(at, said)
    elif heading == "Fee":
        at.page.get_by_label(said.pay).check()
        if said.pay.startswith("Pay now"):
            at.page.get_by_label("Card number").fill("4000000000001018")
            at.page.get_by_label("Expiration date").fill("12/30")


def _choose(at: Desk, said: Answers) -> None:
    at.page.locator("input#main_document").set_input_files(said.main)
    for place, (paper, category, description) in enumerate(said.attached):
        if place:
            at.press("Add another attachment")
        at.page.locator(f"#file_{place}").set_input_files(paper)
        at.page.get_by_label(f"Category of attachment {place + 1}").select_option(category)
        at.page.get_by_label(f"Description of attachment {place + 1}").fill(description)


# --------------------------------------------------------------------------- the clerk


def work_for_the_class(running: Running, clerk: Persona, court: str) -> None:
    """Let a clerk work for the class of the seats: in its own world, and for all of its seats."""
    world = seating.class_of(seats.WORLD)
    for member in ("pacer", court):
        database = Database(running.databases[member])
        seats.put_in(database, member, [clerk], world=world, cases=())
        database.dispose()


class ClerksDesk:
    """A clerk of the district at a browser."""

    def __init__(self, at: Desk, who: Persona) -> None:
        self.at = at
        at.enter("ctd", who)

    def finds(self, title: str, wrong: str) -> None:
        """Say what is wrong with the oldest filing of a title that nobody has looked at."""
        self.at.open("ctd", "/clerk/filings")
        row = self.at.page.locator("tbody tr").filter(has_text=title).first
        row.get_by_label(f"What is wrong with {title}").fill(wrong)
        row.get_by_role("button", name="Checked").click()
        self.at.settle()

    def opens(self, title: str) -> None:
        """Open the entry of the newest filing of a title."""
        self.at.open("ctd", "/clerk/filings?state=all")
        rows = self.at.page.locator("tbody tr").filter(has_text=title)
        rows.get_by_role("link", name=title, exact=True).first.click()
        self.at.settle()

    def corrects(self, was: str, words: str) -> None:
        """Correct the text of the entry that is open."""
        text = self.at.page.get_by_label("Docket text")
        assert was in text.input_value()
        text.fill(text.input_value().replace(was, words))
        self.at.press("Correct the text")
        self.at.says("The docket text was corrected.")

    def restricts(self, level: str, why: str) -> None:
        """Restrict the entry that is open with all its papers."""
        part = self._part("access")
        part.get_by_label("Access").select_option(level)
        part.get_by_label("Why").fill(why)
        part.get_by_role("button").click()
        self.at.says("The access was changed.")

    def strikes(self, why: str) -> None:
        """Strike the entry that is open."""
        part = self._part("strike")
        part.get_by_label("Why").fill(why)
        part.get_by_role("button").click()
        self.at.says("The entry is struck.")

    def _part(self, name: str) -> Locator:
        return self.at.page.locator(f"form[action$='/{name}']")


def write_letter(at: Desk, box: str, subject: str, text: str) -> None:
    """Write a letter from the mailbox."""
    at.open("pacer", "/mailbox/write")
    at.page.locator("[name=recipient]").fill(box)
    at.page.locator("[name=subject]").fill(subject)
    at.page.locator("[name=text]").fill(text)
    at.press("Send")
    expect(at.page.locator("main")).to_contain_text(subject)
