"""What the grammars of all kinds of court share: a day that moves on, and answers to prompts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from courts.kinds import people
from courts.kinds.catalogue import Event, Prompt
from courts.kinds.dice import Dice
from courts.kinds.drafts import LinkDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from courts.worlds.scene import HOURS, REPORTERS, ROOMS, Lawyer, Scene
from courts.worlds.sheet import Paper, Said, Sheet, fee_words, us_date, working

#: What a generated filing answers to a prompt of text, by the prompt's name.
_PHRASES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "about": ("regarding scheduling", "regarding discovery", "regarding the exhibits"),
        "what": ("the caption is incomplete", "the signature is missing", "wrong event"),
        "what_for": ("for Declaratory Relief", "to Confirm Arbitration Award"),
        "from_court": ("Superior Court of Sampleton", "Superior Court of Mockville"),
        "hearing": ("Motion Hearing", "Status Conference", "Settlement Conference", "Jury Trial"),
        "parent": ("identifying no corporate parent", "identifying Corporate Parent Acme Holdings"),
        "purpose": ("discovery", "settlement", "a recommended ruling"),
        "missing": ("Schedules A-J", "Statement of Financial Affairs", "List of Creditors"),
        "which": ("A/B, C, D", "I and J", "E/F"),
        "professional": ("Example Law LLP", "Sample Accounting LLC"),
        "role": ("Counsel", "Accountant", "Appraiser"),
        "place": ("Telephonic", "Office of the U.S. Trustee", "Courtroom 715A"),
        "ground": ("", "for failure to make plan payments", "for failure to file documents"),
        "re_property": ("", "regarding 9 Specimen Road", "regarding a 2016 sample car"),
        "month": ("",),
        "pages": ("1-188", "1-240", "241-466"),
        "volume": ("1",),
        "volumes": ("1", "2"),
        "until_words": (" to respond", " until the close of discovery", ""),
    }
)
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_EXHIBITS: Final = "ABCDEFGHIJ"
_LONG: Final = 40


@dataclass(frozen=True, slots=True)
class Begin:
    """With what a case begins: its number without initials, its day, what it is tied to.

    `known` lets personas be counsel. `recipe` is a kind of case that its grammar knows.
    """

    number: CaseNumber
    filed: date
    recipe: str
    links: tuple[LinkDraft, ...] = ()
    flags: tuple[str, ...] = ()
    known: bool = False
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Player:
    """A party as the story knows it: `by` signs for it, `lawyer` appears for it."""

    party: PartyDraft
    by: str
    lawyer: Lawyer | None = None

    @property
    def name(self) -> str:
        """The name that docket texts print."""
        return self.party.name

    @property
    def is_company(self) -> bool:
        """Whether it has to disclose its corporate parent."""
        return self.party.is_entity


class Pen:
    """Writes one case: its sheet, its dice, and the day that the story has reached."""

    def __init__(self, scene: Scene, sheet: Sheet, dice: Dice, filed: date) -> None:
        self.scene, self.sheet, self.dice, self.day = scene, sheet, dice, filed
        self.filed = filed
        self.magistrate = ""

    def later(self, low: int, high: int) -> Pen:
        """Let so many days go by, and stop on a day on which the court works."""
        self.day = working(self.day + timedelta(days=self.dice.between(low, high)))
        return self

    def file(
        self,
        key: str,
        who: Player | Sequence[Player] = (),
        *,
        against: Sequence[Player] = (),
        re: Sequence[int] = (),
        papers: Sequence[Paper] = (),
        said: Said | None = None,
        answers: Mapping[str, str] = _NOTHING,
        **more: str,
    ) -> int:
        """Have a party, or the court without one, make an entry; return its seq.

        :param answers: answers to prompts, as `more`; what is not answered is made up.
        :raises OverError: if the world has ended by then.
        """
        event = self.sheet.catalogue.events[key]
        players = (who,) if isinstance(who, Player) else tuple(who)
        lawyer = players[0].lawyer if players else None
        given = {**answers, **more}
        told = {
            prompt.name: given[prompt.name]
            if prompt.name in given
            else self._answer(event, prompt, lawyer)
            for prompt in event.prompts
        }
        by = "" if event.by_court or not players else players[0].by
        filers = tuple(each.name for each in players)
        others = tuple(each.name for each in against)
        if said is None:
            said = Said(filers, others, tuple(re), told, by, papers=tuple(papers))
        else:
            said = replace(
                said,
                filers=filers,
                against=others,
                re=tuple(re),
                answers=told,
                by=by,
                papers=tuple(papers),
            )
        return self.sheet.enter(key, self.day, said)

    def hearing(self, name: str, seq: int, low: int = 14, high: int = 60) -> date:
        """Put a hearing on the calendar and return its day."""
        on = working(self.day + timedelta(days=self.dice.between(low, high)))
        self.sheet.hearing(name, on, self.dice.pick(HOURS), self.dice.pick(ROOMS), seq)
        return on

    def calendar(self, notice: str, what: str, asked: int) -> date:
        """Give notice of a hearing about an entry and return the day of the hearing."""
        day = working(self.day + timedelta(days=self.dice.between(14, 40)))
        at, room = self.dice.pick(HOURS), self.dice.pick(ROOMS)
        seq = self.file(
            notice, re=[asked], hearing=what, held_on=us_date(day), place=f"{at}, {room}"
        )
        self.sheet.hearing(what, day, at, room, seq)
        return day

    def heard(self, notice: str, minutes: str, what: str, asked: int) -> None:
        """Set a hearing about a motion, hold it, and sometimes have it written down."""
        day = self.day = self.calendar(notice, what, asked)
        self.file(minutes, hearing=what)
        if self.dice.chance(30):
            self.later(10, 30).file("transcript", hearing=what, held_on=us_date(day))

    def exhibits(self, most: int) -> list[Paper]:
        """Return some exhibits, as filers name them."""
        return [
            Paper("Exhibit", _EXHIBITS[n], self.dice.between(1, _LONG))
            for n in range(self.dice.between(0, most))
        ]

    def _answer(self, event: Event, prompt: Prompt, lawyer: Lawyer | None) -> str:
        if prompt.kind == "choice":
            return self.dice.pick(prompt.choices)
        if prompt.kind == "date":
            return self._date(prompt.name)
        if prompt.kind == "money":
            return f"${self.dice.between(1, 90) * 500:,}.00"
        if prompt.name == "fee_words":
            receipt = f"A{self.scene.court.upper()}C-{self.dice.digits(7)}"
            return fee_words(event, self.day, receipt)
        if prompt.name in ("attorney", "signer"):
            return lawyer.name if lawyer is not None else "the clerk"
        return self._words(prompt)

    def _words(self, prompt: Prompt) -> str:
        phrases = _PHRASES.get(prompt.name)
        if phrases is not None:
            return self.dice.pick(phrases)
        if prompt.name == "reporter":
            return self.dice.pick(REPORTERS)
        if prompt.name == "magistrate":
            return self.magistrate or self.scene.magistrates[0].name
        if not prompt.required:
            return ""
        if prompt.kind == "number":
            return str(self.dice.between(2, 30))
        return people.bank(self.dice)

    def _date(self, name: str) -> str:
        """Return a day that fits the prompt: orders are signed today, answers are due later."""
        if name.endswith(("_due", "_by")) or name in ("due", "trial_on", "week"):
            return us_date(working(self.day + timedelta(days=self.dice.between(14, 120))))
        if name in ("served_on", "sent_on", "arrested_on", "dated"):
            return us_date(self.day - timedelta(days=self.dice.between(1, 5)))
        return us_date(self.day)


class Cast:
    """Draws the parties of one case: nobody has a name that another has."""

    def __init__(self, scene: Scene, dice: Dice, filed: date, *, known: bool) -> None:
        self.scene, self.dice, self.filed, self.known = scene, dice, filed, known
        self._taken: set[str] = set()

    def lawyer(self) -> Lawyer:
        """Return counsel; in the first cases of a world it may be a persona."""
        if self.known and self.scene.personas and self.dice.chance(35):
            return self.dice.pick(self.scene.personas)
        return self.dice.pick(self.scene.lawyers)

    def human(
        self,
        role: str,
        *,
        lawyer: Lawyer | None = None,
        pro_se: bool = False,
        home: bool = False,
    ) -> Player:
        """Return a person, with counsel, or without and then with an address."""
        who = people.human(self.dice)
        while who.name in self._taken:
            who = people.human(self.dice)
        self._taken.add(who.name)
        counsel = None if pro_se else lawyer or self.lawyer()
        lines = people.place(self.dice, self.scene.state).lines if pro_se or home else ()
        party = PartyDraft(
            role,
            who.name,
            first=who.first,
            middle=who.middle,
            last=who.last,
            generation=who.generation,
            address=(*lines, "PRO SE") if pro_se else lines,
            counsel=() if counsel is None else (counsel.draft,),
            started_on=self.filed,
        )
        return Player(party, who.sorted_name if counsel is None else counsel.by, counsel)

    def company(self, role: str, *, lawyer: Lawyer | None = None, name: str = "") -> Player:
        """Return a company, or an office by its name."""
        while not name or name in self._taken:
            name = people.company(self.dice)
        self._taken.add(name)
        counsel = lawyer or self.lawyer()
        party = PartyDraft(role, name, counsel=(counsel.draft,), started_on=self.filed)
        return Player(party, counsel.by, counsel)

    def office(self, role: str, name: str) -> Player:
        """Return a part of the government."""
        return self.company(role, lawyer=self.dice.pick(self.scene.government), name=name)


def last_names(players: Sequence[Player]) -> list[str]:
    """Return how captions name parties: persons by their last names."""
    return [each.party.last or each.party.name for each in players]
