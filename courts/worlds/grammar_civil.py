"""How civil cases come about: parties, a suit of some nature, and what happens in it.

Pure: a scene, dice and a number go in, a draft comes out. What can happen is the catalogue's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from courts.kinds import captions, catalogue, suits
from courts.kinds.catalogue import Event
from courts.kinds.dice import Dice
from courts.kinds.drafts import CaseDraft, CivilFacts, CounselDraft, PartyDraft
from courts.kinds.numbers import DISTRICT
from courts.worlds.pen import Begin, Cast, Pen, Player, last_names
from courts.worlds.scene import Scene
from courts.worlds.sheet import OverError, Paper, Said, Sheet

_MENUS: Final = ("civil",)
#: Until then a judge had to allow filing over the internet in each case (seed 000).
_EVERYBODY_FILES: Final = date(2008, 1, 1)
_COVER: Final = Paper("Civil Cover Sheet", "", 2)


@dataclass(frozen=True, slots=True)
class Suit:
    """One kind of suit: natures, causes, who sues whom, and how it begins."""

    natures: tuple[str, ...]
    causes: tuple[str, ...]
    jurisdiction: str
    left: str = "company"
    right: str = "company"
    opens: str = "complaint"
    type: str = "cv"
    roles: tuple[str, str] = ("Plaintiff", "Defendant")


SUITS: Final[Mapping[str, Suit]] = MappingProxyType(
    {
        "contract": Suit(("110", "140", "190", "196"), ("28:1332",), "4"),
        "rights": Suit(("440", "443", "446", "448"), ("42:1983",), "3", "human", "town"),
        "social_security": Suit(("863", "864"), ("42:0405",), "2", "human", "ssa"),
        "product": Suit(("365", "355", "245"), ("28:1332",), "4", "human"),
        "employment": Suit(("442", "445"), ("42:2000", "29:0621"), "3", "human"),
        "removal": Suit(
            ("350", "360", "190"), ("28:1441",), "4", "human", opens="notice_of_removal"
        ),
        "prisoner": Suit(("550", "555"), ("42:1983",), "3", "prisoner", "warden"),
        "habeas": Suit(
            ("530",),
            ("28:2254",),
            "3",
            "prisoner",
            "warden",
            "petition_habeas",
            roles=("Petitioner", "Respondent"),
        ),
        "immigration": Suit(("463", "465"), ("28:2241",), "2", "human", "agency"),
        "property": Suit(("820", "830", "840"), ("17:0101", "35:0271", "15:1051"), "3"),
        "labor": Suit(("710", "791"), ("29:0201", "29:1132"), "3", "human"),
        "records": Suit(("895", "899"), ("05:0552", "05:0702"), "2", "human", "agency"),
        "government": Suit(("220", "690"), ("28:1345",), "1", "usa", "human"),
        "petition": Suit(
            ("896",), ("09:0001",), "3", opens="petition", roles=("Petitioner", "Respondent")
        ),
        "miscellaneous": Suit(
            (), (), "", opens="misc_case", type="mc", roles=("Petitioner", "Respondent")
        ),
    }
)
_OFFICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "town": ("Town of Sampleton", "City of Mockville", "Exampleford Board of Education"),
        "ssa": ("Commissioner of Social Security",),
        "agency": ("Department of Invented Affairs", "Agency for Fictional Records"),
        "warden": ("Warden of Exampleford Correctional Center", "Commissioner of Correction"),
        "usa": ("United States of America",),
    }
)
#: Motions that have a place of their own in a case and are not drawn from the pool.
_PLACED: Final = frozenset(
    {
        "motion_default_entry",
        "motion_default_judgment",
        "motion_remand",
        "motion_pro_hac_vice",
        "motion_ifp",
        "motion_amend_complaint",
        "motion_new_trial",
        "motion_attorney_fees",
        "motion_reconsideration",
        "motion_in_limine",
        "motion_extension",
        "motion_summary_judgment",
    }
)
_DEMANDS: Final = ("", "$75,000", "$150,000", "$500,000", "$1,000,000")


@cache
def _pool(*stages: str) -> tuple[Event, ...]:
    """Return the motions of the catalogue that may come up at any time."""
    events = catalogue.of_menus(*_MENUS).events.values()
    return tuple(
        event
        for event in events
        if event.relief and event.key not in _PLACED and event.stage in stages
    )


class _Story:
    """One civil case while it is told."""

    def __init__(self, pen: Pen, suit: Suit, left: list[Player], right: list[Player]) -> None:
        self.pen, self.suit, self.left, self.right = pen, suit, left, right
        self.dice = pen.dice
        self.first = 0
        self.parties: list[PartyDraft] = []

    # ------------------------------------------------------------------ opening

    def opening(self) -> None:
        """The paper that begins the case, the judge, and what goes with it."""
        pen, dice, suit = self.pen, self.dice, self.suit
        filer = self.right if suit.opens == "notice_of_removal" else self.left
        papers = [_COVER] if dice.chance(85) and suit.type == "cv" else []
        if suit.opens == "notice_of_removal":
            papers.append(Paper("", "State Court Complaint", dice.between(4, 30)))
        papers += pen.exhibits(4)
        answers = {"what": dice.pick(_MATTERS), "state_number": f"SMP-CV-{dice.digits(6)}"}
        poor = self.left[0].lawyer is None
        if poor:
            answers["fee_words"] = ""
        against = self.right if pen.sheet.catalogue.events[suit.opens].against else ()
        self.first = pen.file(suit.opens, filer, against=against, papers=papers, answers=answers)
        if poor:
            asked = pen.file("motion_ifp", self.left[0])
            pen.later(3, 12)
            pen.file("electronic_order", re=[asked], disposition="granting")
        if _COVER not in papers and suit.type == "cv":
            pen.file("civil_cover_sheet", filer)
        self._assigned(filer)

    def _assigned(self, filer: Sequence[Player]) -> None:
        pen = self.pen
        pen.later(1, 2).file("judge_assignment")
        if pen.day < _EVERYBODY_FILES:
            if self.dice.chance(75):
                pen.file("e_filing_order")
            else:
                pen.file("e_filing_consent", filer)
        if self.suit.type == "cv" and self._discloses(filer[0]):
            pen.file("corporate_disclosure", filer[0])
        if self.dice.chance(20) and self.left[0].lawyer is not None:
            pen.later(2, 9).file("appearance", self.left[0])

    def service(self) -> None:
        """Summons and its return, or a waiver."""
        if self.suit.opens != "complaint":
            return
        pen, dice, who = self.pen, self.dice, self.left[0]
        if dice.chance(60):
            pen.file("summons_request", who, against=self.right)
        pen.later(1, 4).file("summons_issued", against=self.right)
        for each in self.right:
            pen.later(4, 20)
            if dice.chance(8):
                pen.file("summons_returned_unexecuted", who, against=[each])
                pen.later(10, 30)
            key = "waiver_of_service" if dice.chance(30) else "summons_returned_executed"
            served = Said(served=pen.day)
            pen.file(key, who, against=[each], said=served)
        if dice.chance(15):
            pen.file("certificate_of_service", who, re=[self.first])

    # ------------------------------------------------------------------ pleadings

    def pleading(self) -> bool:
        """Answers, or motions against the complaint; False if the case is over by them."""
        pen, dice = self.pen, self.dice
        left, right = self.left[0], self.right[0]
        self._arriving(right)
        if self.suit.opens == "notice_of_removal" and dice.chance(35) and self._remanded():
            return False
        if self.suit.opens == "complaint" and dice.chance(12):
            return self._default()
        if dice.chance(35) and self._dismissed():
            return False
        if self.suit.opens == "complaint" and dice.chance(20):
            self._amended()
        pen.later(7, 25)
        if self.suit.opens in ("complaint", "notice_of_removal"):
            self._answered(left, right)
        if self._discloses(right):
            pen.file("corporate_disclosure", right)
        if dice.chance(20):
            pen.file("demand_for_jury", left)
        return True

    def _discloses(self, who: Player) -> bool:
        """Say whether a party is a company, and no part of the government."""
        return who.is_company and who.lawyer not in self.pen.scene.government

    def _arriving(self, right: Player) -> None:
        pen = self.pen
        pen.later(10, 30)
        if right.lawyer is not None and self.dice.chance(70):
            pen.file("appearance", right)
        if self.dice.chance(35):
            asked = pen.file("motion_extension", right, re=[self.first])
            pen.later(1, 5)
            pen.file("electronic_order", re=[asked], disposition="granting")

    def _answered(self, left: Player, right: Player) -> None:
        pen, dice = self.pen, self.dice
        if dice.chance(20):
            claimed = pen.file("answer_counterclaim", right, against=[left], re=[self.first])
            pen.later(12, 24).file("answer_to_counterclaim", left, re=[claimed])
        else:
            pen.file("answer", self.right, re=[self.first])
        if len(self.right) > 1 and dice.chance(30):
            crossed = pen.file("crossclaim", right, against=self.right[1:])
            pen.later(10, 22).file("answer", self.right[1], re=[crossed])
        if dice.chance(8):
            cast = Cast(pen.scene, dice.of("third"), pen.day, known=False)
            third = cast.company("Third Party Defendant")
            pen.later(5, 20).file("third_party_complaint", right, against=[third])
            self.parties.append(third.party)

    def _amended(self) -> None:
        pen = self.pen
        asked = pen.later(5, 20).file(
            "motion_amend_complaint",
            self.left[0],
            re=[self.first],
            papers=[Paper("", "Proposed Amended Complaint", self.dice.between(8, 40))],
        )
        pen.later(4, 20).file("electronic_order", re=[asked], disposition="granting")
        self.first = pen.later(1, 10).file(
            "amended_complaint", self.left, against=self.right, re=[self.first]
        )

    def _remanded(self) -> bool:
        pen, dice = self.pen, self.dice
        asked = self.motion("motion_remand", self.left[0], self.right[0])
        if dice.chance(50):
            pen.later(5, 20).file("remand_order", re=[asked], said=Said(pages=6))
            return True
        self.decided(asked)
        return False

    def _default(self) -> bool:
        """The defendant never comes."""
        pen, left = self.pen, self.left[0]
        asked = pen.later(15, 40).file("motion_default_entry", left)
        pen.later(1, 9).file("clerk_default", against=self.right)
        asked = pen.later(10, 40).file("motion_default_judgment", left, papers=pen.exhibits(3))
        pen.later(20, 60)
        self.decided(asked, "granting")
        pen.later(1, 5).file("judgment", self.left, against=self.right)
        return False

    def _dismissed(self) -> bool:
        """A motion to dismiss; True if it ended the case."""
        pen, dice = self.pen, self.dice
        key = "motion_dismiss" if dice.chance(70) else "motion_dismiss_jurisdiction"
        asked = self.motion(key, self.right[0], self.left[0])
        granted = dice.chance(25)
        self.decided(asked, "granting" if granted else "denying")
        if granted:
            pen.later(1, 6).file("order_dismissing", re=[asked])
        return granted

    # ------------------------------------------------------------------ motions

    def motion(self, key: str, who: Player, other: Player) -> int:
        """A motion with all that is written about it, until it can be decided; return its seq."""
        pen, dice = self.pen, self.dice
        papers = pen.exhibits(3)
        if dice.chance(45):
            papers.insert(0, Paper("Memorandum in Support", "", dice.between(6, 35)))
        if dice.chance(20):
            papers.append(Paper("Text of Proposed Order", "", 2))
        more = ("motion_stay",) if key == "motion_protective_order" and dice.chance(30) else ()
        asked = pen.file(key, who, papers=papers, said=Said(reliefs=more))
        for name, percent in _BESIDE:
            if dice.chance(percent):
                pen.file(name, who, re=[asked])
        if dice.chance(7):
            pen.later(1, 2).file("deficiency", re=[asked])
        if dice.chance(70):
            pen.later(8, 21)
            answer = "response_motion" if dice.chance(55) else "memorandum_opposition"
            pen.file(answer, other, re=[asked], papers=pen.exhibits(2))
            if dice.chance(50):
                pen.later(6, 14).file("reply_response", who, re=[asked])
        return asked

    def decided(self, asked: int, how: str = "") -> int:
        """Have the court decide a motion, some of them after a hearing."""
        pen, dice = self.pen, self.dice
        if dice.chance(25):
            pen.later(2, 12).heard("hearing_notice", "minute_entry", "Motion Hearing", asked)
        pen.later(4, 45)
        key = dice.weighted(_DECISIONS)
        how = how or dice.pick(("granting", "denying", "granting", "finding as moot"))
        if key == "opinion" and how == "finding as moot":
            key = "order_on_motion"
        return pen.file(key, re=[asked], disposition=how)

    def round(self, stages: tuple[str, ...]) -> None:
        """A motion of the pool, by either side, and its decision."""
        sides = [self.left[0], self.right[0]]
        who = sides.pop(self.dice.below(2))
        key = self.dice.pick(_pool(*stages)).key
        asked = self.motion(key, who, sides[0])
        if key == "motion_seal":
            self.pen.file(
                "notice_other", who, about="of filing of exhibits", said=Said(access="sealed")
            )
        order = self.decided(asked)
        if self.dice.chance(6):
            again = self.pen.later(5, 14).file("motion_reconsideration", who, re=[order])
            self.pen.later(5, 20).file("electronic_order", re=[again], disposition="denying")

    # ------------------------------------------------------------------ the middle and the end

    def middle(self) -> None:
        """Scheduling and discovery."""
        pen, dice = self.pen, self.dice
        both = [self.left[0], self.right[0]]
        pen.later(15, 40).file("report_26f", self.left[0])
        plan = pen.later(2, 14).file("scheduling_order")
        pen.sheet.deadline("Discovery due", pen.hearing("Status Conference", plan), plan)
        if dice.chance(25):
            pen.magistrate = dice.pick(pen.scene.magistrates).name
            pen.later(1, 20).file("referral")
        if dice.chance(10) and self.left[0].lawyer is not None:
            visitor = dice.pick(pen.scene.lawyers)
            paid = pen.later(3, 20).file("motion_pro_hac_vice", self.left[0], attorney=visitor.name)
            pen.later(1, 4).file("electronic_order", re=[paid], disposition="granting")
            self._join(visitor.visiting())
        for _ in range(dice.between(1, 3)):
            pen.later(10, 60)
            self.round(("discovery", "motion"))
        for key, percent in _NOISE:
            if dice.chance(percent):
                pen.later(4, 30).file(key, both if key == "stipulation" else dice.pick(both))
        if dice.chance(20):
            asked = pen.later(5, 20).file("motion_extension", dice.pick(both), re=[plan])
            pen.later(1, 5).file("electronic_order", re=[asked], disposition="granting")

    def _join(self, visitor: CounselDraft) -> None:
        first = self.left[0]
        party = replace(first.party, counsel=(*first.party.counsel, visitor))
        self.left[0] = replace(first, party=party)

    def end(self) -> None:
        """Settlement, summary judgment or trial; a few appeals."""
        pen, dice = self.pen, self.dice
        way = dice.weighted((("settled", 45), ("withdrawn", 8), ("papers", 30), ("trial", 17)))
        pen.later(20, 90)
        if way == "settled":
            agreed = pen.file("stipulation_dismissal", [self.left[0], self.right[0]])
            pen.later(1, 6).file("order_dismissing", re=[agreed])
            return
        if way == "withdrawn":
            gone = pen.file("notice_voluntary_dismissal", self.left[0])
            pen.later(1, 6).file("order_dismissing", re=[gone])
            return
        won, lost = self.left, self.right
        if way == "papers":
            asked = self.motion("motion_summary_judgment", self.right[0], self.left[0])
            self.decided(asked, "granting")
            won, lost = self.right, self.left
        else:
            self._trial()
            if dice.chance(40):
                won, lost = lost, won
        ended = pen.later(1, 10).file("judgment", won, against=lost)
        self._afterwards(ended, won[0], lost[0])

    def _trial(self) -> None:
        pen, dice = self.pen, self.dice
        both = (self.left[0], self.right[0])
        for who in both:
            pen.later(1, 6).file("trial_brief", who)
            pen.file("witness_list", who)
            pen.file("exhibit_list", who)
        asked = pen.later(1, 5).file("motion_in_limine", dice.pick(both), papers=pen.exhibits(2))
        pen.later(2, 9).file("electronic_order", re=[asked], disposition="denying")
        for held in ("Jury Selection", "Jury Trial", "Jury Trial"):
            pen.later(1, 3).file("minute_entry", hearing=held)
        pen.file("jury_verdict")

    def _afterwards(self, ended: int, won: Player, lost: Player) -> None:
        pen, dice = self.pen, self.dice
        if dice.chance(25):
            pen.later(3, 13).file("bill_of_costs", won)
        if dice.chance(20):
            asked = pen.later(2, 10).file("motion_attorney_fees", won, papers=pen.exhibits(2))
            self.decided(asked)
        if dice.chance(15):
            asked = pen.later(2, 14).file("motion_new_trial", lost)
            pen.later(8, 25).file("electronic_order", re=[asked], disposition="denying")
        if dice.chance(30):
            appealed = pen.later(5, 25).file("notice_of_appeal", lost, re=[ended])
            if dice.chance(25):
                pen.later(3, 13).file("notice_of_cross_appeal", won, re=[ended])
            pen.later(250, 500).file("usca_mandate", re=[appealed])


_BESIDE: Final = (
    ("memorandum_support", 30),
    ("affidavit", 20),
    ("statement_of_facts", 10),
    ("proposed_order", 10),
)
_MATTERS: Final = ("motion to compel compliance with a subpoena", "registration of a judgment")
_DECISIONS: Final = (("order_on_motion", 50), ("electronic_order", 30), ("opinion", 20))
_NOISE: Final = (
    ("stipulation", 15),
    ("status_report", 25),
    ("expert_disclosure", 15),
    ("change_of_address", 8),
    ("notice_other", 15),
    ("order_other", 15),
)


def write(scene: Scene, begin: Begin) -> CaseDraft:
    """Return a civil, miscellaneous or lead case."""
    suit = SUITS[begin.recipe]
    dice = scene.dice(f"{begin.number.year}/{begin.number.serial}")
    judge = dice.pick(scene.magistrates if suit.type == "mc" else scene.judges)
    number = replace(begin.number, judge=judge.initials)
    cast = Cast(scene, dice, begin.filed, known=begin.known)
    left, right = _sides(cast, dice, suit)
    sheet = Sheet(
        catalogue.of_menus(*_MENUS),
        scene.zone,
        dice,
        clerk=dice.pick(scene.clerks),
        judge=judge.name,
        case=DISTRICT.bare(number),
        until=scene.until,
    )
    sheet.flag(*begin.flags)
    pen = Pen(scene, sheet, dice, begin.filed)
    story = _Story(pen, suit, left, right)
    with suppress(OverError):
        _tell(story)
    nature = dice.pick(suit.natures) if suit.natures else ""
    facts = CivilFacts()
    if nature:
        facts = CivilFacts(
            cause=suits.cause(dice.pick(suit.causes)),
            jurisdiction=suits.JURISDICTIONS[suit.jurisdiction],
            jury=dice.pick(("Plaintiff", "None", "None", "Both")),
            demand=dice.pick(_DEMANDS),
        )
    if sheet.closed_on is not None:
        sheet.flag("CLOSED")
    players = (*story.left, *story.right)
    return CaseDraft(
        family="civil",
        number=replace(number, referred=_referred(scene, pen)),
        caption=captions.versus(last_names(left), last_names(right)),
        filed_on=begin.filed,
        judge=judge.name,
        referred=pen.magistrate,
        terminated_on=sheet.closed_on,
        nature=nature,
        flags=tuple(sheet.flags),
        sealed=begin.sealed,
        restricted=_restricted(nature),
        facts=facts,
        parties=(*(each.party for each in players), *story.parties),
        entries=tuple(sheet.entries),
        settings=sheet.settled(scene.until),
        links=begin.links,
    )


def _tell(story: _Story) -> None:
    story.opening()
    if story.suit.type == "mc":
        story.pen.later(5, 30)
        asked = story.motion("motion_compel", story.left[0], story.right[0])
        story.decided(asked)
        return
    story.service()
    if story.pleading():
        story.middle()
        story.end()


def _referred(scene: Scene, pen: Pen) -> str:
    found = (each.initials for each in scene.magistrates if each.name == pen.magistrate)
    return next(found, "") if pen.magistrate else ""


def _restricted(nature: str) -> str:
    if nature in suits.SOCIAL_SECURITY:
        return "social_security"
    return "immigration" if nature in suits.IMMIGRATION else ""


def _sides(cast: Cast, dice: Dice, suit: Suit) -> tuple[list[Player], list[Player]]:
    left = [_player(cast, dice, suit.left, suit.roles[0])]
    right = [_player(cast, dice, suit.right, suit.roles[1])]
    if suit.left in ("human", "company") and dice.chance(15):
        left.append(_player(cast, dice, suit.left, suit.roles[0], left[0]))
    if suit.right in ("human", "company", "town") and dice.chance(35):
        right.append(_player(cast, dice, dice.pick(("human", "company")), suit.roles[1], right[0]))
    return left, right


def _player(cast: Cast, dice: Dice, kind: str, role: str, beside: Player | None = None) -> Player:
    lawyer = None if beside is None else beside.lawyer
    makers: Mapping[str, Callable[[], Player]] = {
        "human": lambda: cast.human(role, lawyer=lawyer),
        "company": lambda: cast.company(role, lawyer=lawyer),
        "prisoner": lambda: cast.human(role, pro_se=True),
        "town": lambda: cast.company(role, name=dice.pick(_OFFICES["town"])),
    }
    if kind in makers:
        return makers[kind]()
    return cast.office(role, dice.pick(_OFFICES[kind]))
