"""Two exercises of NextGen: reading for the least money, and a motion with exhibits (2021-11)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys import filing
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due

ERA = "2021-11"
SEATS = seats.WORLD
READ, FILE = "docket-least-money", "motion-with-exhibits"
CASE, TITLE, ROW = "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC", 1
OTHER, OTHER_TITLE, OTHER_ROW = "3:20-cv-32", "Omega Lanterns LLC v. Kappa Cogs, Ltd.", 13
WORDS = "MOTION TO COMPEL\nAlpha Widgets, Inc. v. Beta Gadgets LLC\n/s/ Oscar Counsel"


# --------------------------------------------------------------------------- reading


def test_reading_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Ten cents: the number is free, three entries are a page, the order is an opinion."""
    who = people["researcher"]
    exercising.take_seat(federation, READ, [who])
    at = desk()
    _query(at, who)
    due(at, "Run the docket report, once")
    _docket(at, "2", "3")
    due(at, "Read the order")
    _open_order(at)
    due(at, "Log out")
    at.choose("Log Out")
    at.open("ctd", "/", role="www")
    exercising.certificate(at, READ, points="10 of 10 points")


def test_reading_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names, each paid for."""
    who = people["client"]
    exercising.take_seat(federation, READ, [who], world=SEATS + 1)
    at = desk()
    _query(at, who)
    at.open("ctd", "/cgi-bin/iquery.pl")
    at.page.locator("[name=last_name]").fill("Widgets")
    at.press("Run Query")
    exercising.noticed(at, "A search by name costs")
    at.open("ctd", f"/cgi-bin/qryParties.pl?{ROW}")
    exercising.noticed(at, "That report says what the docket says")
    for _again in range(2):
        at.open("ctd", f"/cgi-bin/DktRpt.pl?{ROW}")
        at.press("Run Report")
    exercising.noticed(at, "The same report, paid twice")
    at.page.locator("table[rules=all]").get_by_role("link", name="2", exact=True).first.click()
    at.press("View Document")
    exercising.all_noticed(at, READ)
    at.open("ctd", f"/cgi-bin/DktRpt.pl?{ROW}")
    at.press("Run Report")
    _open_order(at)
    at.choose("Log Out")
    at.open("ctd", "/", role="www")
    exercising.certificate(at, READ, points="2 of 10 points")


def _query(at: Desk, who: Persona) -> None:
    at.open("ctd", "/cgi-bin/iquery.pl")
    at.sign_in(who)
    at.page.get_by_label("Case number").fill("19-21")
    at.press("Find This Case")
    expect(at.page.locator("#case_number_area")).to_contain_text("Alpha Widgets")
    at.press("Run Query")


def _docket(at: Desk, first: str, last: str) -> None:
    at.page.get_by_role("link", name="Docket Report").click()
    at.page.locator("[name=documents_numbered_from_]").fill(first)
    at.page.locator("[name=documents_numbered_to_]").fill(last)
    at.press("Run Report")


def _open_order(at: Desk) -> None:
    at.page.locator("table[rules=all]").get_by_role("link", name="3", exact=True).first.click()
    at.settle()
    expect(at.page.locator("iframe[src*=show_temp]")).to_have_count(1)


# --------------------------------------------------------------------------- filing


def test_filing_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """The right event, the right case, two exhibits, and the notice."""
    who = people["attorney_everywhere"]
    exercising.take_seat(federation, FILE, [who], cases=[ROW], world=SEATS + 2)
    at = desk()
    at.enter("ctd", who)
    due(at, "File a motion to compel in 3:19-cv-21")
    _file(at, filing.paper("motion.pdf", WORDS), *_exhibits())
    due(at, "Read the notice that came by mail")
    at.open_mail("Activity in Case")
    exercising.certificate(at, FILE, points="10 of 10 points")


def test_filing_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names, each on the docket for good."""
    who = people["linked_owner"]
    exercising.take_seat(federation, FILE, [who], cases=[ROW, OTHER_ROW], world=SEATS + 3)
    signed = WORDS.replace("Oscar Counsel", "Olga Scrivener")
    at = desk()
    at.enter("ctd", who)
    _file(at, filing.paper("motion.pdf", signed))
    exercising.noticed(at, "Filed without the exhibits")
    unsigned = filing.paper("123-45-6789.pdf", signed.partition("/s/")[0])
    doubled = [(file, category, f"Exhibit {name}") for file, category, name in _exhibits()]
    _file(at, unsigned, *doubled, represents=False)
    exercising.noticed(
        at,
        "Exhibit Exhibit A",
        "The signature is missing, or somebody else's",
        "A secret in the name of a file",
        "Filed a second time",
    )
    _file(
        at,
        filing.paper("notice.pdf", f"NOTICE\n{signed}"),
        event=("Motions and Related Filings", "Motion for Protective Order"),
        number=OTHER,
        title=OTHER_TITLE,
        names=("Omega Lanterns LLC",),
        represents=None,
    )
    exercising.noticed(at, "The event does not name the paper", "In another case")
    _file(
        at,
        filing.paper("both.pdf", signed),
        *_exhibits(),
        names=("Beta Gadgets LLC",),
    )
    exercising.all_noticed(at, FILE)
    at.open_mail("Activity in Case")
    exercising.certificate(at, FILE, points="0 of 10 points")


def _exhibits() -> list[tuple[Any, str, str]]:
    return [
        (filing.paper(f"exhibit-{name}.pdf", f"EXHIBIT {name}"), "Exhibit", name)
        for name in ("A", "B")
    ]


def _file(
    at: Desk,
    main: Any,
    *attached: tuple[Any, str, str],
    event: tuple[str, str] = ("Motions and Related Filings", "Motion to Compel"),
    number: str = CASE,
    title: str = TITLE,
    names: tuple[str, ...] = ("Alpha Widgets",),
    represents: bool | None = True,
) -> None:
    """File a paper; `represents` says whether the screen of associations comes, and is ticked."""
    filing.event(at, "Civil", *event)
    filing.case(at, number, title)
    filing.filers(at, *names, represents=bool(represents))
    if represents is None and "Attorney/party association" in at.text:
        at.press("Next")
    filing.unsealed(at)
    filing.papers(at, main, *attached)
    filing.submit(at)
