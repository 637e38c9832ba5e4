"""How adversary proceedings come about: a suit inside a bankruptcy case that exists."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Final

from courts.kinds import captions, catalogue, suits
from courts.kinds.catalogue import Event
from courts.kinds.drafts import BankruptcyFacts, CaseDraft, PartyDraft
from courts.kinds.numbers import BANKRUPTCY
from courts.worlds.pen import Begin, Cast, Pen, Player, last_names
from courts.worlds.scene import HOURS, ROOMS, Scene
from courts.worlds.sheet import OverError, Paper, Said, Sheet, us_date, working

_MENUS: Final = ("adversary",)
_DEMANDS: Final = ("", "$25,000", "$80,000", "$450,000")


@cache
def _pool() -> tuple[Event, ...]:
    events = catalogue.of_menus(*_MENUS).events.values()
    return tuple(event for event in events if event.relief and event.key != "adv_motion_default")


class _Story:
    """One proceeding while it is told."""

    def __init__(self, pen: Pen, left: Player, right: Player, natures: str) -> None:
        self.pen, self.left, self.right, self.natures = pen, left, right, natures
        self.dice = pen.dice

    def opening(self) -> int:
        """The complaint or the removal, and the summons; return the seq of the complaint."""
        pen, dice = self.pen, self.dice
        cover = [Paper("Adversary Proceeding Cover Sheet", "", 2), *pen.exhibits(3)]
        if dice.chance(12):
            pen.file("ap_notice_of_removal", self.left, against=[self.right], papers=cover)
        answers = {"natures": self.natures, "fee_words": " Fee Amount $350."}
        first = pen.file(
            "adversary_complaint", self.left, against=[self.right], papers=cover, answers=answers
        )
        due = us_date(working(pen.day + timedelta(days=30)))
        pen.later(0, 2).file("ap_summons", against=[self.right], answer_due=due)
        pen.later(2, 7).file("ap_summons_executed", self.left, against=[self.right])
        return first

    def pleading(self, first: int) -> bool:
        """Answer or default; False if the defendant never came."""
        pen, dice = self.pen, self.dice
        if dice.chance(20):
            pen.later(30, 50).file("adv_default", against=[self.right])
            asked = pen.later(5, 20).file("adv_motion_default", self.left, against=[self.right])
            pen.later(10, 30).file("adv_order", re=[asked], disposition="Granting")
            return False
        pen.later(5, 25).file("adv_appearance", self.right)
        if dice.chance(20):
            first = pen.later(1, 8).file(
                "ap_amended_complaint", self.left, against=[self.right], re=[first]
            )
        if dice.chance(25):
            pen.later(5, 20).file("ap_counterclaim", self.right, against=[self.left], re=[first])
        else:
            pen.later(5, 20).file("ap_answer", self.right, re=[first])
        return True

    def middle(self) -> None:
        """The pretrial order, motions, what else comes up."""
        pen, dice = self.pen, self.dice
        trial = working(pen.later(10, 30).day + timedelta(days=dice.between(90, 200)))
        seq = pen.file("pretrial_order", trial_on=us_date(trial))
        pen.sheet.hearing("Trial", trial, dice.pick(HOURS), dice.pick(ROOMS), seq)
        for _ in range(dice.between(0, 2)):
            who, other = (self.left, self.right) if dice.chance(50) else (self.right, self.left)
            key = dice.pick(_pool()).key
            asked = pen.later(10, 50).file(key, who, papers=pen.exhibits(3))
            if dice.chance(70):
                pen.later(7, 21).file("adv_response", other, re=[asked])
            pen.later(5, 40).file("adv_order", re=[asked])
        if dice.chance(10):
            pen.later(2, 20).file("adv_change_of_address", self.right, whom=self.right.name)
        if self.left.lawyer is None and dice.chance(50):
            pen.later(10, 40).file("adv_trustee_status", self.left)

    def end(self) -> None:
        """Settlement or judgment."""
        pen = self.pen
        won, lost = (self.left, self.right) if self.dice.chance(60) else (self.right, self.left)
        if self.dice.chance(45):
            pen.later(20, 90).file("adv_stipulation", self.left, with_whom=self.right.name)
            won, lost = self.left, self.right
        pen.later(5, 60).file("adv_judgment", won, against=[lost])


def write(scene: Scene, begin: Begin, main: CaseDraft) -> CaseDraft:
    """Return a proceeding inside `main`, by its trustee or debtor, or by a creditor."""
    dice = scene.dice(f"ap/{begin.number.year}/{begin.number.serial}")
    number = replace(begin.number, judge=main.number.judge)
    cast = Cast(scene, dice, begin.filed, known=begin.known)
    left, right = _sides(cast, main)
    codes = dice.sample(tuple(suits.ADVERSARY_NATURES), dice.between(1, 3))
    natures = tuple((code, suits.ADVERSARY_NATURES[code]) for code in sorted(codes))
    words = ", ".join(f"({code} ({text}))" for code, text in natures)
    sheet = Sheet(
        catalogue.of_menus(*_MENUS),
        scene.zone,
        dice,
        clerk=dice.pick(scene.clerks),
        judge=main.judge,
        case=BANKRUPTCY.bare(number),
        until=scene.until,
    )
    pen = Pen(scene, sheet, dice, begin.filed)
    story = _Story(pen, left, right, f"{words}.")
    with suppress(OverError):
        if story.pleading(story.opening()):
            story.middle()
            story.end()
        else:
            pen.later(1, 9).file("adv_judgment", left, against=[right], said=Said(pages=2))
    return CaseDraft(
        family="adversary",
        number=number,
        caption=captions.versus(last_names([left]), last_names([right])),
        filed_on=begin.filed,
        judge=main.judge,
        terminated_on=sheet.closed_on,
        flags=tuple(sheet.flags),
        facts=BankruptcyFacts(
            natures=natures,
            demand=dice.pick(_DEMANDS),
            lead_title=main.caption,
            county=main.facts.county if isinstance(main.facts, BankruptcyFacts) else "",
        ),
        parties=(left.party, right.party),
        entries=tuple(sheet.entries),
        settings=sheet.settled(scene.until),
        links=begin.links,
    )


def _sides(cast: Cast, main: CaseDraft) -> tuple[Player, Player]:
    """Return who sues and who is sued: the trustee a stranger, or a creditor the debtor."""
    trustee = next((party for party in main.parties if party.role == "Trustee"), None)
    if trustee is not None and cast.dice.chance(60):
        party = _as(trustee, "Plaintiff")
        return Player(party, f"{party.last}, {party.first}"), cast.company("Defendant")
    debtor = main.parties[0]
    counsel = cast.lawyer()
    sued = replace(_as(debtor, "Defendant"), counsel=(counsel.draft,))
    return cast.company("Plaintiff"), Player(sued, counsel.by, counsel)


def _as(party: PartyDraft, role: str) -> PartyDraft:
    return replace(party, role=role, tax=(), county="", counsel=())
