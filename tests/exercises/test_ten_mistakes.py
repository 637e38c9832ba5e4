"""The ten classic mistakes, each made and put right; and what is right taken for none (2021-11)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys.filing import paper
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, coach, due
from tests.walks.screens import Answers, ClerksDesk, file, work_for_the_class, write_letter

ERA = "2021-11"


@pytest.fixture(autouse=True)
def notices_are_read() -> None:
    """What the clerk corrects afterwards is not what the mail of the filing said."""


KEY = "ten-mistakes"
ROW, CASE, TITLE = 1, "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC"
OTHER_ROW, OTHER, OTHER_TITLE = 13, "3:20-cv-32", "Omega Lanterns LLC v. Kappa Cogs, Ltd."
ALPHA, BETA = "Alpha Widgets", "Beta Gadgets LLC"
MOTIONS, OTHERS = "Motions and Related Filings", "Other Filings"
SIGNED = "/s/ Oscar Counsel"
NOTICE, DISMISS, STAY = "Notice (Other)", "Motion to Dismiss", "Motion to Stay"
RESPONSE, REPLY = "Response to Motion", "Reply to Response to Motion"
MEMORANDUM, WITHDRAW = "Memorandum in Support of Motion", "Motion to Withdraw as Attorney"


def test_each_mistake_and_its_repair(
    desk: Sit, federation: Running, people: dict[str, Persona]
) -> None:
    """Five papers with ten mistakes; the clerk of the class mends some, four papers the others."""
    who = people["attorney_everywhere"]
    exercising.take_seat(federation, KEY, [who], cases=[ROW])
    work_for_the_class(federation, people["clerk_ctd"], "ctd")
    at = desk()
    at.enter("ctd", who)
    due(at, "Use the event for everything")
    _go_wrong(at)
    due(at, "Write to the clerk's office")
    [box, *_] = at.running.member("ctd").letter_boxes
    write_letter(at, box, "Mistakes in 3:19-cv-21", "Please mend what I filed today.")
    due(at, "The clerk names the paper on the docket")
    _mend_at_the_office(ClerksDesk(desk(), people["clerk_ctd"]))
    due(at, "File the motion that was left out")
    _mend_by_filing(at)
    exercising.certificate(at, KEY, points="23 of 23 points")


def test_what_is_right_is_no_mistake(
    desk: Sit, federation: Running, people: dict[str, Persona]
) -> None:
    """A right paper is none of the ten, and what the clerk does to it is no repair."""
    who = people["linked_owner"]
    exercising.take_seat(federation, KEY, [who], cases=[OTHER_ROW], world=seats.WORLD + 1)
    work_for_the_class(federation, people["clerk_ctd"], "ctd")
    at = desk()
    at.enter("ctd", who)
    words = f"MOTION TO COMPEL\n{OTHER_TITLE}\n/s/ Olga Scrivener"
    compel = Answers(
        MOTIONS,
        ("Motion to Compel",),
        OTHER,
        OTHER_TITLE,
        ("Omega Lanterns",),
        paper("motion.pdf", words),
        ((paper("letter.pdf", "EXHIBIT"), "Exhibit", "A"),),
        ("Omega Lanterns",),
    )
    file(at, compel)
    clerk = ClerksDesk(desk(), people["clerk_ctd"])
    clerk.opens("Motion to Compel")
    clerk.corrects("MOTION to Compel", "MOTION to Compel Answers")
    [box, *_] = at.running.member("ctd").letter_boxes
    write_letter(at, box, "Thank you", "Nothing is wrong.")
    expect(coach(at).locator(".coach-count")).to_contain_text("1 of 22, 1 of 23 points")
    due(at, "Use the event for everything")
    expect(coach(at).locator(".notice-warning")).to_have_count(0)


def _said(category: str, events: tuple[str, ...], name: str, words: str, **more: Any) -> Answers:
    told = {"filers": (ALPHA,), **more}
    return Answers(category, events, CASE, TITLE, main=paper(name, f"{words}\n{TITLE}"), **told)


def _go_wrong(at: Desk) -> None:
    exhibit = (paper("letter.pdf", "EXHIBIT A"), "Exhibit", "Exhibit A")
    file(
        at,
        _said(
            OTHERS,
            (NOTICE,),
            "123-45-6789.pdf",
            f"NOTICE OF CHANGE OF ADDRESS\n{SIGNED}",
            represents=(ALPHA,),
            attached=(exhibit,),
            asks={"Of what is notice given?": "of change of address"},
        ),
    )
    due(at, "Leave a relief out")
    file(
        at,
        _said(
            MOTIONS,
            (DISMISS,),
            "motion.pdf",
            "MOTION TO DISMISS OR, IN THE ALTERNATIVE, TO STAY",
            filers=(ALPHA, BETA),
            represents=(BETA,),
        ),
    )
    due(at, "Mix up response and reply")
    words = f"REPLY TO RESPONSE\n3:18-cv-99\n{SIGNED}"
    file(at, _said(MOTIONS, (RESPONSE,), "scan0001.pdf", words, refers=("MOTION to Dismiss",)))
    due(at, "Answer something without linking to it")
    memorandum = _said(MOTIONS, (MEMORANDUM,), "memorandum.pdf", f"MEMORANDUM IN SUPPORT\n{SIGNED}")
    file(at, memorandum)
    due(at, "File the same once more")
    file(at, memorandum)


def _mend_at_the_office(clerk: ClerksDesk) -> None:
    clerk.opens(NOTICE)
    clerk.corrects("of change of address", "of Change of Address")
    clerk.restricts("court_only", "The name of the file is a number of somebody.")
    clerk.opens(RESPONSE)
    clerk.strikes("The paper belongs to another case.")
    clerk.opens(MEMORANDUM)
    clerk.strikes("Filed twice.")
    clerk.finds(DISMISS, "Not signed, and a relief without its event.")
    clerk.finds(MEMORANDUM, "Not linked to its motion.")


def _mend_by_filing(at: Desk) -> None:
    at.open("ctd", "/cgi-bin/iquery.pl")
    words = f"MOTION TO DISMISS OR, IN THE ALTERNATIVE, TO STAY\n{SIGNED}"
    file(at, _said(MOTIONS, (DISMISS, STAY), "motion-signed.pdf", words))
    due(at, "Withdraw as counsel of the other side")
    file(
        at,
        _said(
            MOTIONS,
            (WITHDRAW,),
            "withdraw.pdf",
            f"MOTION TO WITHDRAW AS ATTORNEY\n{SIGNED}",
            filers=(BETA,),
            asks={"Who withdraws?": "Oscar Counsel"},
        ),
    )
    due(at, "File the reply as a reply")
    link = ("MOTION to Dismiss",)
    file(at, _said(MOTIONS, (REPLY,), "reply.pdf", f"REPLY\n{SIGNED}", refers=link))
    due(at, "File the memorandum anew, linked")
    words = f"MEMORANDUM IN SUPPORT OF MOTION\n{SIGNED}"
    file(at, _said(MOTIONS, (MEMORANDUM,), "linked.pdf", words, refers=link))
