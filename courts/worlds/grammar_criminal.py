"""How criminal and magistrate cases come about: charges, pleas, verdicts and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from courts.kinds import captions, catalogue
from courts.kinds.catalogue import Event
from courts.kinds.dice import Dice
from courts.kinds.drafts import CaseDraft, CivilFacts, CountDraft, PartyDraft
from courts.kinds.numbers import DISTRICT
from courts.worlds.pen import Begin, Cast, Pen, Player
from courts.worlds.scene import Scene
from courts.worlds.sheet import OverError, Paper, Said, Sheet

_MENUS: Final = ("civil", "criminal")
_CHARGES: Final = (
    "18:1343 WIRE FRAUD",
    "18:1344 BANK FRAUD",
    "18:371 CONSPIRACY TO DEFRAUD THE UNITED STATES",
    "18:641 THEFT OF GOVERNMENT PROPERTY",
    "18:922(g)(1) UNLAWFUL POSSESSION OF A FIREARM BY A FELON",
    "18:2113(a) BANK ROBBERY",
    "21:846 CONSPIRACY TO DISTRIBUTE NARCOTICS",
    "26:7206(1) FALSE TAX RETURN",
)
_DISMISSED: Final = "Dismissed on motion of the government"
_ACQUITTED: Final = "Found not guilty by the jury"


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of criminal case: how it opens, how many are charged, its type."""

    opens: str
    defendants: tuple[int, int] = (1, 1)
    type: str = "cr"


PLANS: Final[Mapping[str, Plan]] = MappingProxyType(
    {
        "indictment": Plan("indictment"),
        "conspiracy": Plan("indictment", (2, 4)),
        "information": Plan("information"),
        "magistrate": Plan("cr_complaint", type="mj"),
    }
)


@cache
def _pool() -> tuple[Event, ...]:
    """Return the motions that a defendant may make before the trial."""
    events = catalogue.of_menus("criminal").events.values()
    return tuple(e for e in events if e.relief and e.key != "detention_motion")


@dataclass(slots=True)
class _Accused:
    """A defendant while the story goes on."""

    player: Player
    charges: list[str]
    bound: int = 0
    counts: list[CountDraft] = field(default_factory=list)
    indicted: bool = False
    ended: bool = False

    @property
    def numbers(self) -> str:
        """The counts as docket texts name them: 1, or 1-3."""
        return "1" if len(self.charges) == 1 else f"1-{len(self.charges)}"


class _Story:
    """One criminal case while it is told."""

    def __init__(self, pen: Pen, plan: Plan, accused: list[_Accused], usa: Player) -> None:
        self.pen, self.plan, self.accused, self.usa = pen, plan, accused, usa
        self.dice = pen.dice

    # ------------------------------------------------------------------ opening

    def opening(self) -> None:
        """Complaint or indictment, arrest, first appearance, counsel, plea."""
        pen, dice = self.pen, self.dice
        everybody = [each.player for each in self.accused]
        if self.plan.opens == "cr_complaint" or dice.chance(40):
            affidavit = [Paper("Affidavit", "", dice.between(4, 20))]
            pen.file("cr_complaint", self.usa, against=everybody, papers=affidavit)
            for each in self.accused:
                each.counts.append(CountDraft("complaint", each.charges[0]))
        if self.plan.opens != "cr_complaint":
            if pen.sheet.entries:
                pen.later(5, 25)
            counts = self.accused[0].numbers
            signed = (self.usa,) if self.plan.opens == "information" else ()
            pen.file(self.plan.opens, signed, against=everybody, counts=counts)
            for each in self.accused:
                each.indicted = True
            pen.later(0, 2).file("judge_assignment")
        for each in self.accused:
            self._arrested(each)

    def _arrested(self, each: _Accused) -> None:
        pen, dice, who = self.pen, self.dice, [each.player]
        magistrate = Said(judge=dice.pick(pen.scene.magistrates).name)
        if dice.chance(50):
            pen.file("arrest_warrant", against=who)
            pen.later(1, 12).file("warrant_returned", against=who)
        pen.later(0, 2).file("initial_appearance", against=who, said=magistrate)
        name = each.player.lawyer.name if each.player.lawyer is not None else ""
        if each.player.lawyer in pen.scene.defenders:
            pen.file("cja_appointment", against=who, attorney=name, said=magistrate)
        else:
            pen.file("cr_appearance", each.player)
        if dice.chance(40):
            each.bound = pen.file("detention_motion", self.usa)
            pen.later(1, 4).file("order_detention", against=who, re=[each.bound], said=magistrate)
        else:
            pen.file("bond", against=who)
        if self.plan.type == "cr":
            pen.later(3, 14).file(
                "arraignment", against=who, said=magistrate, plea="not guilty", counts=each.numbers
            )

    # ------------------------------------------------------------------ the middle

    def middle(self) -> None:
        """Motions, a superseding indictment, more time."""
        pen, dice = self.pen, self.dice
        if dice.chance(20) and self.plan.opens == "indictment":
            for each in self.accused:
                each.charges.append(dice.pick(_CHARGES))
            everybody = [each.player for each in self.accused]
            counts = self.accused[0].numbers
            pen.later(20, 80).file("superseding_indictment", against=everybody, counts=counts)
        for each in self.accused:
            for _ in range(dice.between(0, 3)):
                self._motion(each)
            if dice.chance(35):
                pen.later(2, 10).file("speedy_trial_waiver", each.player)

    def _motion(self, each: _Accused) -> None:
        pen, dice = self.pen, self.dice
        key = dice.pick(_pool()).key
        told = {"what": "the trial for sixty days"} if key == "motion_continue" else {}
        asked = pen.later(6, 40).file(key, each.player, papers=pen.exhibits(2), answers=told)
        if dice.chance(60):
            pen.later(5, 20).file("cr_response", self.usa, re=[asked])
            if dice.chance(40):
                pen.later(3, 10).file("cr_reply", each.player, re=[asked])
        if dice.chance(20):
            pen.later(2, 5).heard("hearing_notice", "minute_entry", "Motion Hearing", asked)
        pen.later(3, 30).file("cr_order", against=[each.player], re=[asked])

    # ------------------------------------------------------------------ the end

    def end(self) -> None:
        """A plea or a trial for each, and the sentence."""
        for each in self.accused:
            way = self.dice.weighted((("plea", 70), ("trial", 18), ("pending", 12)))
            if way == "plea":
                self._plea(each)
            elif way == "trial":
                self._trial(each)
        pen = self.pen
        if not all(each.ended for each in self.accused):
            pen.sheet.closed_on = None

    def _plea(self, each: _Accused) -> None:
        pen, who = self.pen, [each.player]
        pen.later(30, 120).file("plea_agreement", self.usa, against=who)
        pen.file("change_of_plea", against=who, counts="1")
        self._sentence(each, "1")

    def _trial(self, each: _Accused) -> None:
        pen, dice, who = self.pen, self.dice, [each.player]
        for held in ("Jury Selection", "Jury Trial"):
            pen.later(1, 40).file("minute_entry", hearing=f"{held} as to {each.player.name}")
        verdict = "Guilty" if dice.chance(75) else "Not Guilty"
        pen.later(1, 6).file("cr_verdict", against=who, counts=each.numbers, verdict=verdict)
        if verdict == "Guilty":
            self._sentence(each, each.numbers)
            return
        each.counts[:0] = [CountDraft("terminated", c, _ACQUITTED) for c in _named(each.charges)]
        each.ended = True
        pen.later(1, 4).file("order_dismissing", said=Said(free="The defendant was acquitted."))
        self._leaves(each)

    def _sentence(self, each: _Accused, counts: str) -> None:
        pen, dice, who = self.pen, self.dice, [each.player]
        pen.later(60, 100).file("presentence_report", against=who)
        for signer in (each.player, self.usa):
            if dice.chance(60):
                pen.later(1, 10).file("sentencing_memorandum", signer, against=who)
        pen.later(4, 14).file("sentencing", against=who)
        months, years = dice.between(1, 20) * 6, dice.between(1, 3)
        words = (
            f"{months} months imprisonment, {years} years supervised release, special assessment "
            f"$100"
        )
        ended = pen.later(1, 4).file("cr_judgment", against=who, counts=counts, sentence=words)
        found = _named(each.charges)
        kept = found[:1] if counts == "1" else found
        gone = found[len(kept) :]
        each.counts[:0] = [
            *(CountDraft("pending", name, words) for name in kept),
            *(CountDraft("terminated", name, _DISMISSED) for name in gone),
        ]
        each.ended = True
        self._leaves(each)
        if dice.chance(25):
            pen.later(2, 12).file("cr_notice_of_appeal", each.player, re=[ended])
        if dice.chance(15):
            pen.later(400, 900).file("supervised_release_petition", against=who)

    def _leaves(self, each: _Accused) -> None:
        if len(self.accused) > 1:
            party = replace(each.player.party, terminated_on=self.pen.day)
            each.player = replace(each.player, party=party)


def _named(charges: list[str]) -> list[str]:
    """Return counts as dockets list them, each with its number: WIRE FRAUD (1)."""
    return [f"{charge} ({place})" for place, charge in enumerate(charges, start=1)]


def write(scene: Scene, begin: Begin) -> CaseDraft:
    """Return a criminal or magistrate case."""
    plan = PLANS[begin.recipe]
    dice = scene.dice(f"{begin.number.type}/{begin.number.year}/{begin.number.serial}")
    judge = dice.pick(scene.magistrates if plan.type == "mj" else scene.judges)
    number = replace(begin.number, judge=judge.initials)
    cast = Cast(scene, dice, begin.filed, known=begin.known)
    accused = [
        _Accused(_defendant(cast, scene, dice), _charges(dice))
        for _ in range(dice.between(*plan.defendants))
    ]
    shared = accused[0].charges
    for each in accused[1:]:
        each.charges = list(shared)
    usa = cast.office("Plaintiff", captions.GOVERNMENT)
    sheet = Sheet(
        catalogue.of_menus(*_MENUS),
        scene.zone,
        dice,
        clerk=dice.pick(scene.clerks),
        judge=judge.name,
        case=DISTRICT.bare(number),
        until=scene.until,
    )
    pen = Pen(scene, sheet, dice, begin.filed)
    story = _Story(pen, plan, accused, usa)
    with suppress(OverError):
        story.opening()
        if plan.type == "cr":
            story.middle()
            story.end()
    if not all(each.ended for each in accused):
        sheet.closed_on = None
    names = [each.player.party.last for each in accused]
    return CaseDraft(
        family="criminal",
        number=number,
        caption=captions.criminal(names),
        filed_on=begin.filed,
        judge=judge.name,
        terminated_on=sheet.closed_on,
        flags=tuple(sheet.flags),
        sealed=begin.sealed,
        facts=CivilFacts(),
        # The government comes last: readers take what belongs to a defendant from what follows.
        parties=(
            *(_party(each, place) for place, each in enumerate(accused, start=1)),
            usa.party,
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(scene.until),
        links=begin.links,
    )


def _defendant(cast: Cast, scene: Scene, dice: Dice) -> Player:
    appointed = dice.pick(scene.defenders) if dice.chance(60) else None
    return cast.human("Defendant", lawyer=appointed)


def _charges(dice: Dice) -> list[str]:
    charge = dice.pick(_CHARGES)
    return [charge] * dice.between(1, 3)


def _party(each: _Accused, place: int) -> PartyDraft:
    waits = each.indicted and not each.ended
    open_counts = [CountDraft("pending", name) for name in _named(each.charges)] if waits else []
    gone = any(count.status == "terminated" for count in each.counts)
    return replace(
        each.player.party,
        counts=(*open_counts, *each.counts),
        defendant=place,
        offense_opening="Felony" if each.indicted else "",
        offense_terminated="Felony" if gone else "",
    )
