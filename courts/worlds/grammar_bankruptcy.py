"""How bankruptcy cases come about: a petition of some chapter, its debtors, claims and end.

Claims stand in the register alone, the docket shows what is filed about them (facts 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from courts.kinds import captions, catalogue, people
from courts.kinds.catalogue import Event
from courts.kinds.dice import Dice
from courts.kinds.drafts import (
    AmountDraft,
    BankruptcyFacts,
    CaseDraft,
    ClaimDraft,
    ClaimEventDraft,
    CreditorDraft,
    PartyDraft,
)
from courts.kinds.numbers import BANKRUPTCY
from courts.worlds.pen import Begin, Cast, Pen, Player
from courts.worlds.scene import HOURS, Judge, Scene
from courts.worlds.sheet import OverError, Paper, Said, Sheet, us_date, working

_MENUS: Final = ("bankruptcy",)
_COUNTIES: Final = ("Sample County", "Mock County", "Example County")
_PLACE: Final = "Telephonic"
#: The fees of petitions by chapter, in dollars, in the years of the worlds.
_FEES: Final[Mapping[str, int]] = MappingProxyType(
    {"7": 335, "9": 1717, "11": 1717, "12": 275, "13": 310, "15": 1717}
)
_TODAY_CLAIMS: Final = 70
_LABELS: Final = (("Unsecured", 60), ("Secured", 25), ("Priority", 15))


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of bankruptcy case. `converts` is the chapter to which it is converted."""

    chapter: str
    opens: str = "voluntary_petition"
    debtor: str = "human"
    joint: bool = False
    asset: bool = False
    converts: str = ""


PLANS: Final[Mapping[str, Plan]] = MappingProxyType(
    {
        "7": Plan("7"),
        "7_joint": Plan("7", joint=True),
        "7_asset": Plan("7", asset=True),
        "7_company": Plan("7", debtor="company", asset=True),
        "9": Plan("9", debtor="town", asset=True),
        "11": Plan("11", debtor="company", asset=True),
        "12": Plan("12", asset=True),
        "13": Plan("13", asset=True),
        "13_joint": Plan("13", joint=True, asset=True),
        "13_converted": Plan("13", asset=True, converts="7"),
        "15": Plan("15", opens="chapter15_petition", debtor="company"),
        "involuntary": Plan("7", opens="involuntary_petition", debtor="company", asset=True),
    }
)
#: Motions that belong to one moment or one chapter.
_PLACED: Final = frozenset(
    {
        "motion_installments",
        "motion_waive_fee",
        "motion_convert",
        "motion_reopen",
        "motion_cash_collateral",
        "motion_dismiss_case",
        "application_compensation",
        "application_employ",
        "relief_from_stay",
    }
)


@cache
def _pool() -> tuple[Event, ...]:
    events = catalogue.of_menus(*_MENUS).events.values()
    return tuple(event for event in events if event.relief and event.key not in _PLACED)


class _Story:
    """One bankruptcy case while it is told."""

    def __init__(
        self, pen: Pen, plan: Plan, debtors: list[Player], trustee: Player, judge: Judge
    ) -> None:
        self.pen, self.plan, self.debtors, self.trustee = pen, plan, debtors, trustee
        self.dice, self.judge = pen.dice, judge
        self.bank = Player(PartyDraft("Creditor", people.bank(self.dice)), "", None)
        self.us_trustee = Player(PartyDraft("U.S. Trustee", "U. S. Trustee"), "U.S. Trustee")
        self.facts = BankruptcyFacts(
            chapter=plan.chapter,
            joint=plan.joint,
            asset=plan.asset,
            voluntary=plan.opens != "involuntary_petition",
            vol="i" if plan.opens == "involuntary_petition" else "v",
            county=self.dice.pick(_COUNTIES),
        )
        self.claims: list[ClaimDraft] = []
        self.creditors: list[CreditorDraft] = []

    # ------------------------------------------------------------------ opening

    def opening(self) -> None:
        """The petition and what comes with it."""
        pen, plan, dice = self.pen, self.plan, self.dice
        self._petition()
        if plan.debtor == "human":
            self._personal()
        if dice.chance(60) and self.creditors:
            pen.file("creditor_matrix", self.debtors, how_many=str(len(self.creditors)))
        if plan.chapter == "13" and dice.chance(70):
            pen.file("chapter13_plan", self.debtors)
        if plan.chapter == "11":
            self._first_day()
        if plan.chapter not in ("9", "15"):
            pen.later(1, 2).file("judge_assigned_bk", trustee=self.trustee.name)
            if dice.chance(15):
                pen.file("trustee_appointed", self.us_trustee, trustee=self.trustee.name)
            self._meeting()

    def _personal(self) -> None:
        """What a human debtor files besides: number, course, means, how the fee is met."""
        pen, dice = self.pen, self.dice
        pen.file("ssn_statement", self.debtors)
        if dice.chance(80):
            pen.file("credit_counseling", self.debtors[:1])
        if self.plan.chapter != "7":
            return
        self._means_test()
        if dice.chance(25):
            key = "motion_installments" if dice.chance(60) else "motion_waive_fee"
            asked = pen.file(key, self.debtors)
            pen.later(1, 4).file("bk_order", re=[asked], disposition="Granting")

    def _petition(self) -> None:
        pen, plan = self.pen, self.plan
        kind = "Individual" if plan.debtor == "human" else "Non-Individual"
        answers = {
            "chapter": plan.chapter,
            "debtor_kind": kind,
            "fee_words": f" Fee Amount ${_FEES[plan.chapter]}",
        }
        if plan.opens == "involuntary_petition":
            cast = Cast(pen.scene, self.dice.of("petitioners"), pen.day, known=False)
            who = [cast.company("Petitioning Creditor") for _ in range(2)]
            pen.file(
                plan.opens,
                who,
                against=self.debtors,
                answers=answers,
                said=Said(short=f"Involuntary Petition (Chapter {plan.chapter})"),
            )
            return
        papers = [Paper("", "Schedules", self.dice.between(8, 40))]
        said = Said(short=f"Voluntary Petition (Chapter {plan.chapter})")
        if plan.opens == "chapter15_petition":
            said, papers = Said(), pen.exhibits(2)
        pen.file(plan.opens, self.debtors, papers=papers, answers=answers, said=said)

    def _means_test(self) -> None:
        """The form; the flag follows from what it says."""
        pen, abuse = self.pen, self.dice.chance(12)
        words = "(Presumption of abuse arises)" if abuse else "(No presumption of abuse)"
        pen.file("means_test", self.debtors[:1], presumption=words)
        if not abuse:
            pen.sheet.unflag("MEANSYES")
            pen.sheet.flag("MEANSNO")

    def _first_day(self) -> None:
        pen, who = self.pen, self.debtors
        asked = pen.file("motion_cash_collateral", who, papers=pen.exhibits(2))
        hired = pen.file("application_employ", who)
        pen.later(3, 20).file("bk_order", re=[asked], disposition="Granting")
        pen.later(1, 9).file("bk_order", re=[hired], disposition="Granting")

    def _meeting(self) -> None:
        pen, dice = self.pen, self.dice
        held = working(pen.day + timedelta(days=dice.between(25, 38)))
        at = dice.pick(HOURS)
        self.facts = replace(
            self.facts,
            meeting_on=held,
            meeting_time=at,
            meeting_place=_PLACE,
            claims_due=pen.filed + timedelta(days=_TODAY_CLAIMS) if self.plan.asset else None,
            government_claims_due=pen.filed + timedelta(days=180) if self.plan.asset else None,
        )
        seq = pen.file(
            "meeting_notice",
            answers={
                "held_on": us_date(held),
                "place": f"{at}, {_PLACE}",
                "oppose_by": us_date(held + timedelta(days=60)),
            },
            said=Said(pages=2),
        )
        pen.sheet.hearing("Meeting of Creditors", held, at, _PLACE, seq)
        self._mailed(seq)

    def _mailed(self, seq: int) -> None:
        pen = self.pen
        on = working(pen.day + timedelta(days=2))
        pen.later(2, 2).file(
            "bnc_certificate",
            re=[seq],
            how_many=str(self.dice.between(4, 40)),
            noticed_on=f"{on:%m/%d/%Y}",
        )

    # ------------------------------------------------------------------ the middle

    def middle(self) -> None:
        """Missing papers, motions, the meeting of creditors."""
        pen, dice = self.pen, self.dice
        if dice.chance(25):
            pen.later(1, 3).file("deficiency_notice")
            pen.later(5, 12).file("schedules", self.debtors)
        if dice.chance(25):
            pen.later(2, 20).file("amended_schedules", self.debtors)
        if dice.chance(40):
            pen.later(1, 10).file("bk_appearance", self._lender())
        if dice.chance(30):
            self.motion("relief_from_stay", self._lender(), self.debtors[0])
        self._met()
        for _ in range(dice.between(0, 3 if self.plan.asset else 2)):
            event = dice.pick(_pool())
            self.motion(event.key, self._movers(event), self._lender())
        for key, percent in _NOISE:
            if dice.chance(percent):
                pen.later(2, 20).file(key, self._mover(key))

    def _met(self) -> None:
        pen, dice = self.pen, self.dice
        held = self.facts.meeting_on
        if held is None:
            return
        pen.day = max(pen.day, held)
        if dice.chance(25):
            pen.file("meeting_continued", self.trustee, held_on=us_date(pen.day), place=_PLACE)
            pen.later(14, 35)
        pen.file("meeting_held", self.trustee, held_on=f"{pen.day:%m/%d/%Y}")
        if self.plan.chapter == "7" and "MEANSYES" in pen.sheet.flags:
            pen.later(5, 10).file("ust_statement", self.us_trustee)

    def motion(self, key: str, who: Player, other: Player) -> int:
        """A motion, what is said against it, a hearing and the order; return the motion's seq."""
        pen, dice = self.pen, self.dice
        told = {"chapter": "7"} if key == "motion_convert" else {}
        asked = pen.later(3, 25).file(key, who, papers=pen.exhibits(3), answers=told)
        if dice.chance(25):
            pen.file("bk_certificate", who, re=[asked])
        if dice.chance(45):
            pen.later(1, 3).calendar("bk_hearing", "Hearing", asked)
        if dice.chance(35):
            answer = pen.later(4, 14).file("bk_response", other, re=[asked])
            if dice.chance(30):
                pen.later(2, 8).file("bk_reply", who, re=[answer])
        order = pen.later(5, 30).file("bk_order", re=[asked])
        if dice.chance(5):
            pen.later(3, 12).file("bk_notice_of_appeal", other, re=[order])
        return asked

    def _lender(self) -> Player:
        return self.bank

    def _movers(self, event: Event) -> Player:
        if self.dice.chance(40) and "trustee" in event.who:
            return self.trustee
        return self.debtors[0]

    def _mover(self, key: str) -> Player:
        event = self.pen.sheet.catalogue.events[key]
        if "attorney" in event.who:
            return self.debtors[0]
        return self.trustee

    # ------------------------------------------------------------------ the chapters

    def chapter(self) -> None:
        """What the chapter brings, and how the case ends."""
        chapter = self.plan.chapter
        if chapter == "11":
            self._reorganization()
        elif chapter in ("12", "13"):
            self._repayment()
        elif chapter in ("9", "15"):
            self.pen.later(20, 90).file("bk_notice", self.debtors[0])
        if self.plan.converts and self._converted():
            chapter = self.plan.converts
        if chapter == "7":
            self._liquidation()

    def _liquidation(self) -> None:
        pen, dice = self.pen, self.dice
        if self.plan.asset:
            pen.later(2, 20).file("notice_of_assets", self.trustee)
            self._claims(dice.between(2, 7))
        else:
            pen.later(2, 12).file("no_distribution", self.trustee)
        if self.plan.debtor != "human":
            self._closed()
            return
        if dice.chance(25):
            pen.later(5, 20).file("reaffirmation", self.debtors[0])
        if dice.chance(10):
            self._dismissed()
            return
        pen.later(5, 20).file("financial_management", self.debtors)
        self._discharged(40, 60)
        self._closed()

    def _discharged(self, low: int, high: int) -> None:
        pen = self.pen
        seq = pen.later(low, high).file("discharge", said=Said(pages=2))
        joint = pen.day if self.plan.joint else None
        self.facts = replace(self.facts, discharged_on=pen.day, joint_discharged_on=joint)
        self._mailed(seq)

    def _closed(self) -> None:
        pen, dice = self.pen, self.dice
        if self.plan.asset:
            pen.later(90, 300).file("final_report", self.trustee)
            asked = pen.later(5, 20).file("application_compensation", self.trustee)
            pen.later(10, 30).file("bk_order", re=[asked], disposition="Granting")
        pen.later(5, 30).file("final_decree", trustee=self.trustee.name)
        pen.sheet.flag("CLOSED")
        if dice.chance(6):
            self.motion("motion_reopen", self.debtors[0], self.trustee)

    def _dismissed(self) -> None:
        pen = self.pen
        asked = self.motion("motion_dismiss_case", self.trustee, self.debtors[0])
        pen.later(1, 6).file("order_dismissing_bk", re=[asked])
        self.facts = replace(self.facts, dismissed_on=pen.day)
        pen.sheet.flag("DISMISSED")
        pen.later(20, 60).file("final_decree", trustee=self.trustee.name)
        pen.sheet.flag("CLOSED")

    def _repayment(self) -> None:
        """A plan, its confirmation, years of payments."""
        pen, dice, who = self.pen, self.dice, self.debtors
        self._claims(dice.between(2, 6))
        plan = pen.later(3, 14).file("chapter13_plan", who, amended="(First Amended) ")
        if dice.chance(50):
            objected = pen.later(6, 20).file("bk_response", self.trustee, re=[plan])
            pen.later(2, 8).file("bk_reply", who, re=[objected])
        pen.later(2, 9).calendar("bk_hearing", "Confirmation Hearing", plan)
        if dice.chance(25) and not self.plan.converts:
            self._dismissed()
            return
        pen.later(15, 50).file("order_confirming", re=[plan])
        self.facts = replace(self.facts, plan_confirmed_on=pen.day)
        if self.plan.converts:
            return
        number = str(self.claims[0].number if self.claims else 1)
        for _ in range(dice.between(0, 3)):
            pen.later(150, 400).file("notice_payment_change", self._lender(), claim_number=number)
            if dice.chance(30):
                pen.later(5, 90)
                pen.file("notice_mortgage_fees", self._lender(), claim_number=number)
        pen.later(200, 700)
        pen.file("notice_final_cure", self._lender(), claim_number=number)
        self._discharged(20, 60)
        pen.later(5, 30).file("final_decree", trustee=self.trustee.name)
        pen.sheet.flag("CLOSED")

    def _converted(self) -> bool:
        pen = self.pen
        asked = pen.later(60, 300).file("motion_convert", self.debtors, chapter=self.plan.converts)
        pen.later(3, 15).file("bk_order", re=[asked], disposition="Granting")
        self.facts = replace(
            self.facts,
            chapter=self.plan.converts,
            previous_chapter=self.plan.chapter,
            converted_on=pen.day,
        )
        pen.sheet.flag("CONVERTED")
        return True

    def _reorganization(self) -> None:
        pen, dice, who = self.pen, self.dice, self.debtors
        self._claims(dice.between(3, 9))
        for _ in range(dice.between(2, 6)):
            month = pen.day.replace(day=1) - timedelta(days=1)
            pen.later(25, 35).file("monthly_report", who, month=f"{month:%m/%d/%Y}")
        asked = pen.file("application_compensation", who)
        pen.later(10, 30).file("bk_order", re=[asked], disposition="Granting")
        plan = pen.later(10, 60).file("chapter11_plan", who)
        pen.file("disclosure_statement", who, re=[plan])
        pen.later(2, 9).calendar("bk_hearing", "Hearing on Plan", plan)
        if dice.chance(60):
            pen.later(30, 80).file("order_confirming", re=[plan])
            self.facts = replace(self.facts, plan_confirmed_on=pen.day)
            pen.later(90, 200).file("final_decree", trustee="The debtor")
            pen.sheet.flag("CLOSED")

    # ------------------------------------------------------------------ claims

    def _claims(self, how_many: int) -> None:
        """Fill the register, and tell on the docket of what is filed about claims."""
        pen, dice = self.pen, self.dice
        day, before = pen.day, len(self.claims)
        for number in range(before + 1, before + how_many + 1):
            day = working(day + timedelta(days=dice.between(1, 9)))
            if day > pen.scene.until:
                break
            creditor = dice.pick(self.creditors)
            self.claims.append(_claim(dice, number, creditor, day, pen.scene.until))
        if not self.claims:
            return
        disputed = dice.pick(self.claims)
        told = str(disputed.number)
        if dice.chance(30):
            asked = pen.later(20, 60).file(
                "objection_to_claim",
                self.trustee,
                claim_number=told,
                creditor=disputed.creditor,
            )
            pen.later(20, 40).file("bk_order", re=[asked])
        if dice.chance(20):
            moved = pen.later(5, 30).file(
                "transfer_of_claim",
                self._lender(),
                transferor=disputed.creditor,
                transferee=self.bank.name,
            )
            if dice.chance(25):
                pen.later(3, 15).file("objection_to_transfer", self.debtors, re=[moved])
        if dice.chance(12):
            pen.later(5, 30).file("withdrawal_of_claim", self._lender(), claim_number=told)
            place = disputed.number - 1
            self.claims[place] = replace(disputed, status="Withdrawn")


_NOISE: Final = (
    ("bk_change_of_address", 10),
    ("bk_notice", 12),
    ("trustee_status", 10),
)


def _claim(
    dice: Dice, number: int, creditor: CreditorDraft, filed: date, until: date
) -> ClaimDraft:
    cents = dice.between(10_000, 9_000_000)
    label = dice.weighted(_LABELS)
    amounts = [AmountDraft("Amount", cents), AmountDraft(label, cents)]
    history = [_event(number, creditor, 1, filed, cents)]
    later = working(filed + timedelta(days=dice.between(10, 90)))
    described = [f"({number}-1) {dice.pick(_KINDS)}"]
    if dice.chance(20) and later <= until:
        cents += dice.between(100, 90_000)
        amounts = [AmountDraft("Amount", cents), AmountDraft(label, cents)]
        history.append(_event(number, creditor, 2, later, cents))
        described.append(f"({number}-2) amended")
    return ClaimDraft(
        number,
        creditor.name,
        creditor.lines,
        tuple(amounts),
        tuple(history),
        entered_by="EPOC Filer",
        modified_on=later if len(history) > 1 else None,
        description=" ".join(described),
        remarks=f"({number}-1) Account ending {dice.digits(4)}" if dice.chance(50) else "",
    )


_KINDS: Final = ("Credit card", "Mortgage", "Automobile loan", "Goods sold", "Taxes", "Utilities")


def _event(
    number: int, creditor: CreditorDraft, amendment: int, on: date, cents: int
) -> ClaimEventDraft:
    start = f"Claim #{number}" if amendment == 1 else f"Amended Claim #{number}"
    words = f"{start} filed by {creditor.name}, Amount claimed: ${cents // 100}.{cents % 100:02d}"
    return ClaimEventDraft(amendment, on, on, words, 3)


def write(scene: Scene, begin: Begin) -> CaseDraft:
    """Return a bankruptcy case of any chapter."""
    plan = PLANS[begin.recipe]
    dice = scene.dice(f"{begin.number.year}/{begin.number.serial}")
    judge = dice.pick(scene.judges)
    number = replace(begin.number, judge=judge.initials)
    cast = Cast(scene, dice, begin.filed, known=begin.known)
    debtors = _debtors(cast, scene, dice, plan)
    party = dice.pick(scene.trustees)
    trustee = Player(party, f"{party.last}, {party.first}")
    sheet = Sheet(
        catalogue.of_menus(*_MENUS),
        scene.zone,
        dice,
        clerk=dice.pick(scene.clerks),
        judge=judge.name,
        case=BANKRUPTCY.bare(number),
        until=scene.until,
    )
    sheet.flag(*begin.flags)
    pen = Pen(scene, sheet, dice, begin.filed)
    story = _Story(pen, plan, debtors, trustee, judge)
    lender = cast.company("Creditor", name=story.bank.name)
    story.bank = lender
    story.creditors = _matrix(dice, scene, lender)
    with suppress(OverError):
        story.opening()
        story.middle()
        story.chapter()
    with_trustee = plan.chapter not in ("9", "11", "15")
    return CaseDraft(
        family="bankruptcy",
        number=number,
        caption=captions.debtors([each.name for each in debtors]),
        filed_on=begin.filed,
        judge=judge.name,
        terminated_on=sheet.closed_on,
        chapter=story.facts.chapter,
        flags=tuple(sheet.flags),
        sealed=begin.sealed,
        facts=story.facts,
        parties=(
            *(each.party for each in debtors),
            *((trustee.party,) if with_trustee else ()),
            _us_trustee(scene),
            *((lender.party,) if any(lender.name in e.filers for e in sheet.entries) else ()),
        ),
        entries=tuple(sheet.entries),
        settings=sheet.settled(scene.until),
        links=begin.links,
        claims=tuple(story.claims),
        creditors=tuple(story.creditors),
    )


def _debtors(cast: Cast, scene: Scene, dice: Dice, plan: Plan) -> list[Player]:
    lawyer = cast.lawyer()
    county = f"{dice.pick(_COUNTIES).upper()}-{scene.state}"
    if plan.debtor != "human":
        name = "Town of Fictionbury" if plan.debtor == "town" else ""
        role = "Debtor In Possession" if plan.chapter == "11" else "Debtor"
        who = cast.company(role, lawyer=lawyer, name=name)
        if plan.opens == "involuntary_petition":
            who = replace(who, party=replace(who.party, counsel=()))
        tax = (f"Tax ID / EIN: xx-xxx{dice.digits(4)}",)
        return [_at_home(who, people.place(dice, scene.state).lines, county, tax)]
    first = cast.human("Debtor", lawyer=lawyer, home=True)
    lines = first.party.address
    debtors = [_at_home(first, lines, county, (f"SSN / ITIN: {people.last_four(dice)}",))]
    if plan.joint:
        second = cast.human("Joint Debtor", lawyer=lawyer)
        debtors.append(_at_home(second, lines, county, (f"SSN / ITIN: {people.last_four(dice)}",)))
    return debtors


def _at_home(who: Player, lines: Sequence[str], county: str, tax: tuple[str, ...]) -> Player:
    return replace(who, party=replace(who.party, address=tuple(lines), county=county, tax=tax))


def _us_trustee(scene: Scene) -> PartyDraft:
    return PartyDraft(
        "U.S. Trustee",
        "U. S. Trustee",
        address=(
            "Office of the U.S. Trustee",
            "5 Sample Avenue",
            f"Sampleton, {scene.state} 00000",
        ),
    )


def _matrix(dice: Dice, scene: Scene, lender: Player) -> list[CreditorDraft]:
    names = dict.fromkeys(people.bank(dice) for _ in range(dice.between(3, 9)))
    names.setdefault(lender.name)
    return [CreditorDraft(name, people.place(dice, scene.state).lines) for name in names]
