"""A motion with two exhibits, and the opponent's response that is linked to it (ctd, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys import filing

ERA = "2021-11"
CASE, TITLE = "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC"
HEAD = "ALPHA WIDGETS, INC. v. BETA GADGETS LLC\nNo. 3:19-cv-00021\n"
MOTIONS = "Motions and Related Filings"


def test_a_motion_and_its_response(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """Both come back through the docket report, the second with its link to the first."""
    oscar = desk()
    oscar.enter("ctd", people["attorney_everywhere"])
    filing.event(oscar, "Civil", MOTIONS, "Motion to Stay", "Motion to Seal")
    filing.case(oscar, CASE, TITLE)
    picture(oscar.page, "filing_filer")
    filing.filers(oscar, "Alpha Widgets", represents=True)
    filing.unsealed(oscar)
    filing.papers(
        oscar,
        filing.paper("motion.pdf", f"{HEAD}MOTION TO STAY AND TO SEAL\n/s/ Oscar Counsel", 3),
        (filing.paper("a.pdf", "Letter of March 1"), "Exhibit", "A"),
        (filing.paper("b.pdf", "Letter of March 2", 2), "Exhibit", "B"),
    )
    picture(oscar.page, "filing_text")
    oscar.press("Next")
    filing.heading(oscar, filing.FINAL)
    picture(oscar.page, "filing_final")
    oscar.click("Dry run")
    oscar.says_in_order("What would be docketed", "Who would be served", "John Attorney")
    oscar.says("None of the frequent mistakes was found.")
    picture(oscar.page, "filing_dry_run")
    oscar.click("Back to the last screen")
    oscar.press("Next")
    filing.heading(oscar, filing.RECEIPT)
    picture(oscar.page, "filing_receipt")
    text = (
        "MOTION to Seal, MOTION to Stay by Alpha Widgets, Inc.. (Attachments: # 1 Exhibit A, "
        "# 2 Exhibit B)(Counsel, Oscar) (Entered: 11/15/2021)"
    )
    oscar.says(text)
    motion = filing.docket(oscar, 1)[-1]
    assert (motion["document_number"], motion["description"]) == ("4", text)

    olga = desk()
    olga.enter("ctd", people["linked_owner"])
    filing.event(olga, "Civil", MOTIONS, "Response to Motion")
    filing.case(olga, CASE, TITLE)
    filing.filers(olga, "Beta Gadgets LLC", represents=True)
    filing.unsealed(olga)
    filing.heading(olga, "Refer to existing event(s)")
    olga.page.get_by_role("checkbox", name="4 11/15/2021 MOTION to Seal").check()
    olga.press("Next")
    filing.papers(
        olga, filing.paper("response.pdf", f"{HEAD}RESPONSE TO MOTION\n/s/ Olga Scrivener")
    )
    filing.submit(olga)
    response = filing.docket(olga, 1)[-1]
    assert response["document_number"] == "5"
    assert response["description"].startswith(
        "RESPONSE re 4 Motion to Seal, Motion to Stay filed by Beta Gadgets LLC."
    )

    # The number of the last case stands in the field: where the wrong case begins.
    olga.open("ctd", "/cgi-bin/FileEvent.pl?event=motion_compel")
    assert olga.page.get_by_label("Case number").input_value() == "3:19-cv-00021"
    # Leaving by the menu files nothing.
    olga.choose("Utilities")
    assert len(filing.docket(olga, 1)) == 6
