"""How appeals come about: from a case of a court below, from an agency, or as a petition."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from courts.kinds import catalogue, people
from courts.kinds.appellate import entry_base
from courts.kinds.catalogue import Event
from courts.kinds.dice import Dice
from courts.kinds.drafts import AppellateFacts, CaseDraft, PartyDraft
from courts.kinds.numbers import APPELLATE
from courts.worlds.pen import Begin, Cast, Pen, Player, last_names
from courts.worlds.scene import Scene
from courts.worlds.sheet import OverError, Paper, Said, Sheet, us_date

_MENUS: Final = ("appellate",)


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of appeal. `kind` is the word of the docketing event."""

    opens: str
    kind: str
    types: tuple[str, ...]
    natures: tuple[str, ...] = ()
    roles: tuple[str, str] = ("Appellant", "Appellee")


PLANS: Final[Mapping[str, Plan]] = MappingProxyType(
    {
        "civil": Plan(
            "ap_docketing",
            "CIVIL",
            ("Civil", "Private"),
            ("3190 CONTRACTS-Other", "3440 CIVIL RIGHTS-Other", "3442 CIVIL RIGHTS-Jobs"),
        ),
        "criminal": Plan("ap_docketing", "CRIMINAL", ("Criminal", "Direct Criminal")),
        "bankruptcy": Plan("ap_docketing", "BANKRUPTCY", ("Bankruptcy", "Direct Appeal")),
        "agency": Plan(
            "ap_petition_review",
            "",
            ("Agency", "Petition for Review"),
            roles=("Petitioner", "Respondent"),
        ),
        "writ": Plan(
            "ap_writ", "", ("Original Proceeding", "Mandamus"), roles=("Petitioner", "Respondent")
        ),
    }
)
_DISPOSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "affirming": "Affirmed",
        "reversing": "Reversed",
        "vacating and remanding": "Vacated and Remanded",
        "affirming in part and vacating in part": "Affirmed in Part",
    }
)


#: Courts from which appeals come: what the docket calls them, their code, their judges' title.
_BELOW: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "ctd": ("District of Connecticut", "0205-3", "U.S. District Judge"),
        "ctb": ("Bankruptcy Court of Connecticut", "0205-5", "U.S. Bankruptcy Judge"),
    }
)


#: Parties below who are never the other side of an appeal.
_BYSTANDERS: Final = frozenset({"U.S. Trustee", "Joint Debtor", "Third Party Defendant"})


@cache
def _pool() -> tuple[Event, ...]:
    events = catalogue.of_menus(*_MENUS).events.values()
    return tuple(event for event in events if event.relief and event.key != "ap_motion_ifp")


class _Story:
    """One appeal while it is told."""

    def __init__(self, pen: Pen, plan: Plan, left: Player, right: Player) -> None:
        self.pen, self.plan, self.left, self.right = pen, plan, left, right
        self.dice = pen.dice
        judges = pen.dice.sample(pen.scene.judges, 3)
        self.panel = tuple(judge.initials for judge in judges)
        self.heard = False
        self.disposition = ""
        self.disposed_on: date | None = None

    @property
    def judges(self) -> str:
        """The panel as docket texts name it."""
        return ", ".join(self.panel)

    def file(self, key: str, who: Player, *, re: tuple[int, ...] = (), **answers: str) -> int:
        """A paper of a party, served on the day on which it is filed."""
        served = {"served_on": f"{self.pen.day:%m/%d/%Y}", "served_by": "CM/ECF"}
        return self.pen.file(
            key, who, re=re, answers={**served, **answers}, said=Said(served=self.pen.day)
        )

    def opening(self) -> None:
        """The first entry, forms and appearances."""
        pen, dice, plan = self.pen, self.dice, self.plan
        below = {"CIVIL": "District Court Docket", "CRIMINAL": "District Court Docket"}
        name = below.get(plan.kind, "Decision Below")
        papers = [Paper("", name, dice.between(3, 30))]
        pen.file(plan.opens, self.left, papers=papers, kind=plan.kind or "CIVIL")
        if self.left.lawyer is None or dice.chance(12):
            asked = pen.later(1, 9).file("ap_motion_ifp", self.left)
            self._ordered(asked, "granting")
        pen.later(2, 10)
        self.file("ap_appearance", self.left, capacity="LEAD")
        if plan.kind == "CIVIL":
            self.file("ap_form_c", self.left)
        self.file("ap_form_d", self.left)
        if self.left.is_company:
            pen.file("ap_disclosure", self.left)
        pen.later(2, 12)
        self.file("ap_appearance", self.right, capacity="LEAD")
        if dice.chance(10):
            wrong = self.file("ap_appearance", self.right, capacity="ADDITIONAL")
            cure = us_date(pen.later(1, 3).day + timedelta(days=14))
            told = pen.file("ap_defective", self.right, re=[wrong], what="wrong form", cure_by=cure)
            pen.later(2, 9)
            self.file("ap_appearance", self.right, capacity="ADDITIONAL")
            pen.file("ap_cured", self.right, re=[told])

    def _ordered(self, asked: int, how: str = "") -> None:
        self.pen.later(3, 14).file(
            "ap_order",
            re=[asked],
            signed_on=f"{self.pen.day:%m/%d/%Y}",
            disposition=how or self.dice.pick(("granting", "denying")),
            panel=self.panel[0],
        )

    def motions(self) -> None:
        """What is asked for before the briefs."""
        pen, dice = self.pen, self.dice
        for _ in range(dice.between(0, 2)):
            who, other = (self.left, self.right) if dice.chance(65) else (self.right, self.left)
            pen.later(5, 30)
            asked = self.file(dice.pick(_pool()).key, who)
            if dice.chance(50):
                pen.later(3, 10).file("ap_opposition", other, re=[asked])
                if dice.chance(40):
                    pen.later(2, 7).file("ap_reply", who, re=[asked])
            self._ordered(asked)
        for key, percent in _NOISE:
            if dice.chance(percent):
                pen.later(1, 12).file(key, dice.pick((self.left, self.right)))

    def briefs(self) -> None:
        """Proposed due dates, the briefs, the appendix, letters."""
        pen, dice = self.pen, self.dice
        pen.later(5, 20).file("ap_scheduling_letter", self.left)
        pen.later(40, 90)
        opening = self.file("ap_brief", self.left)
        pen.file("ap_appendix", self.left)
        if dice.chance(10):
            friend = Cast(pen.scene, dice.of("amicus"), pen.day, known=False)
            pen.later(3, 7).file("ap_amicus_brief", friend.company("Amicus Curiae"))
        if dice.chance(50):
            pen.file("ap_scheduling_letter", self.right)
        pen.later(30, 90)
        self.file("ap_brief", self.right)
        if dice.chance(70):
            pen.later(10, 21)
            self.file("ap_reply_brief", self.left, re=(opening,))
        if dice.chance(12):
            pen.later(4, 30).file("ap_letter_28j", dice.pick((self.left, self.right)))
        if dice.chance(6):
            pen.later(4, 30).file("ap_letter_brief", dice.pick((self.left, self.right)))

    def end(self) -> None:
        """Withdrawal, or argument and decision."""
        pen, dice = self.pen, self.dice
        if dice.chance(15):
            agreed = pen.later(5, 40).file("ap_stipulation", self.left)
            self._ordered(agreed, "granting")
            self.disposition = "Withdrawn"
            self._decided("ap_judgment")
            return
        if dice.chance(70):
            week = pen.later(30, 120).day + timedelta(days=40)
            pen.file("ap_calendar", week=us_date(week))
            pen.day = week
            pen.later(0, 3).file("ap_heard", panel=self.judges)
        self.heard = True
        pen.later(20, 150)
        if dice.chance(35):
            how = dice.pick(tuple(_DISPOSED))
            pen.file("ap_opinion", disposition=how, panel=self.judges)
            self.disposition = _DISPOSED[how]
            self._decided("ap_judgment")
        else:
            how = dice.pick(tuple(_DISPOSED)[:3])
            self.disposition = _DISPOSED[how]
            self._decided("ap_summary_order", disposition=how, panel=self.judges)
        if dice.chance(25):
            pen.later(2, 13).file("ap_bill_of_costs", self.right)
        if dice.chance(20):
            asked = pen.later(5, 14).file("ap_rehearing", self.left)
            self._ordered(asked, "denying")
        pen.later(20, 45).file("ap_mandate")

    def _decided(self, key: str, **answers: str) -> None:
        self.pen.file(key, answers=answers)
        self.disposed_on = self.pen.day


_NOISE: Final = (
    ("ap_contact_change", 8),
    ("ap_certificate", 12),
    ("ap_oral_argument_statement", 35),
)


def write(scene: Scene, begin: Begin, below: CaseDraft | None, below_number: str) -> CaseDraft:
    """Return an appeal.

    :param below: the case of the court below; None for agencies and original proceedings.
    :param below_number: its number as that court writes it in full.
    """
    plan = PLANS[begin.recipe]
    dice = scene.dice(f"{begin.number.year}/{begin.number.serial}")
    cast = Cast(scene, dice, begin.filed, known=begin.known)
    left, right = _sides(cast, plan, below)
    sheet = Sheet(
        catalogue.of_menus(*_MENUS),
        scene.zone,
        dice,
        clerk=dice.pick(scene.clerks),
        case=APPELLATE.bare(begin.number),
        base=entry_base(begin.number),
        until=scene.until,
    )
    pen = Pen(scene, sheet, dice, begin.filed)
    story = _Story(pen, plan, left, right)
    with suppress(OverError):
        story.opening()
        story.motions()
        story.briefs()
        story.end()
    return CaseDraft(
        family="appellate",
        number=begin.number,
        caption=_caption(left, right, below),
        filed_on=begin.filed,
        terminated_on=sheet.closed_on,
        nature=_nature(plan, dice)[:4],
        flags=tuple(sheet.flags),
        restricted="immigration" if begin.recipe == "agency" else "",
        facts=_facts(story, plan, below, below_number, begin),
        parties=(left.party, right.party),
        entries=tuple(sheet.entries),
        settings=sheet.settled(scene.until),
        links=begin.links,
    )


def _nature(plan: Plan, dice: Dice) -> str:
    return plan.natures[dice.of("nature").below(len(plan.natures))] if plan.natures else ""


def _facts(
    story: _Story, plan: Plan, below: CaseDraft | None, number: str, begin: Begin
) -> AppellateFacts:
    left, right = story.left, story.right
    facts = AppellateFacts(
        nature=_nature(plan, story.dice),
        fee_status="Paid" if left.lawyer is not None else "In Forma Pauperis",
        types=plan.types,
        received_on=begin.filed,
        panel=story.panel if story.heard else (),
        disposition=story.disposition,
        disposed_on=story.disposed_on,
        long_caption=f"{left.name},\n{left.party.role},\nv.\n{right.name},\n{right.party.role}.",
    )
    if below is None:
        return replace(
            facts,
            appeal_from="Board of Immigration Appeals",
            origin_code="BIA-1",
            origin_number=f"A999-{begin.number.year % 1000:03d}-{begin.number.serial % 1000:03d}",
        )
    link = begin.links[0]
    ended = below.terminated_on
    named, code, title = _BELOW[link.court]
    return replace(
        facts,
        appeal_from=named,
        origin_court=link.court,
        origin_code=code,
        origin_number=number,
        trial_judge=f"{below.judge}, {title}",
        origin_filed_on=below.filed_on,
        judgment_on=ended,
        judgment_entered_on=ended,
        notice_filed_on=begin.filed - timedelta(days=3),
    )


def _sides(cast: Cast, plan: Plan, below: CaseDraft | None) -> tuple[Player, Player]:
    one, other = plan.roles
    if below is None:
        left = cast.human(one)
        name = "Attorney General" if plan.opens == "ap_petition_review" else ""
        return left, cast.office(other, name) if name else cast.company(other)
    parties = [party for party in below.parties if party.role not in _BYSTANDERS]
    loser = parties[-1] if plan.kind == "CIVIL" and cast.dice.chance(50) else parties[0]
    winner = next((party for party in parties if party is not loser), None)
    left = _again(cast, loser, one)
    if winner is None:
        return left, cast.company(other, name=people.bank(cast.dice))
    return left, _again(cast, winner, other)


def _again(cast: Cast, party: PartyDraft, role: str) -> Player:
    """Return a party of the case below with counsel of this court; whoever had none has none."""
    counsel = cast.lawyer() if party.counsel else None
    said = role if party.role in ("USA", "Debtor", "Trustee") else f"{party.role} - {role}"
    again = PartyDraft(
        said,
        party.name,
        first=party.first,
        middle=party.middle,
        last=party.last,
        generation=party.generation,
        address=() if counsel is not None else party.address,
        counsel=() if counsel is None else (counsel.draft,),
        started_on=cast.filed,
    )
    return Player(again, _signature(again) if counsel is None else counsel.by, counsel)


def _signature(party: PartyDraft) -> str:
    return f"{party.last}, {party.first}" if party.last else party.name


def _caption(left: Player, right: Player, below: CaseDraft | None) -> str:
    if below is not None and " v. " in below.caption:
        return below.caption
    one, other = last_names([left, right])
    return f"{one} v. {other}"
