"""People, companies and places that nobody can mistake for real ones, drawn from a seed.

Last names are words of the trade or of invention; streets are Example Streets, towns Sampletons;
telephone numbers are of the 555-01xx kind, mail ends in .test, ZIP codes are 00000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from courts.kinds.dice import Dice

FIRST: Final = (
    "Ada", "Abel", "Bela", "Bram", "Carla", "Cyrus", "Delia", "Doyle", "Edna", "Emil", "Flora",
    "Floyd", "Greta", "Guido", "Hazel", "Homer", "Ines", "Ivor", "Judy", "Jonas", "Kira", "Knut",
    "Lena", "Linus", "Mona", "Magnus", "Nell", "Nolan", "Olive", "Orson", "Petra", "Percy",
    "Quinn", "Rhea", "Rufus", "Selma", "Silas", "Tilda", "Tobias", "Una", "Ulric", "Vera",
    "Virgil", "Wanda", "Wilbur", "Xenia", "Yara", "Yorick", "Zelda", "Zeno",
)  # fmt: skip
LAST: Final = (
    "Sampleson", "Mockwell", "Exampleton", "Testerman", "Placeholder", "Specimen", "Fictus",
    "Dummett", "Inventson", "Pretender", "Makebelieve", "Fabrica", "Notreal", "Trialrun",
    "Pleadwell", "Docketson", "Briefly", "Motionwright", "Affidavid", "Hearsay", "Subpoenus",
    "Estoppel", "Remand", "Venueman", "Laches", "Demurrer", "Replevin", "Tortwell", "Escrow",
    "Lienhart", "Codicil", "Surety", "Garnish", "Levyson", "Mandamus", "Quashley", "Rebuttle",
    "Sequester", "Stipulat", "Traverse", "Voirdire", "Writwell", "Xhibit", "Yieldman", "Zoning",
)  # fmt: skip
COUNSEL: Final = (
    "Counselman", "Attorney", "Barrister", "Advocate", "Solicitor", "Pleader", "Esquire",
    "Proctor", "Serjeant", "Jurist", "Lawless", "Lawson-Sample", "Argument", "Objection",
    "Rebuttal", "Oration", "Summation", "Closing", "Opening", "Sidebar",
)  # fmt: skip
JUDGES: Final = (
    "Gavel", "Bench", "Robeson", "Chambers", "Decree", "Ordain", "Verdict", "Equity",
    "Sentence", "Ruling", "Mercy", "Lex",
)  # fmt: skip
_FIRM: Final = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Theta", "Kappa", "Lambda",
                "Omega", "Sigma", "Acme", "Sample", "Example", "Fictional", "Invented")  # fmt: skip
_GOODS: Final = (
    "Widgets", "Gadgets", "Gizmos", "Sprockets", "Doodads", "Contraptions", "Thingamajigs",
    "Whatsits", "Hinges", "Cogs", "Buttons", "Kites", "Teapots", "Umbrellas", "Lanterns",
    "Balloons",
)  # fmt: skip
_FORM: Final = (", Inc.", " LLC", " Corp.", " LP", " Company", ", Ltd.")
_BANK: Final = ("First {} Bank", "{} Savings Bank", "{} Trust Company", "{} Credit Corp.")
_STREET: Final = ("Example Street", "Sample Avenue", "Specimen Road", "Fiction Lane", "Mock Court",
                  "Invention Square", "Placeholder Drive")  # fmt: skip
_TOWN: Final = ("Sampleton", "Mockville", "Exampleford", "Fictionbury", "Testham", "Nowhereport")
ZIP: Final = "00000"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is reached."""

    street: str
    town: str
    state: str
    zip: str = ZIP

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines of the address as dockets print them."""
        return self.street, f"{self.town}, {self.state} {self.zip}"


@dataclass(frozen=True, slots=True)
class Human:
    """A person of a generated case."""

    first: str
    last: str
    middle: str = ""
    generation: str = ""

    @property
    def name(self) -> str:
        """The name in the order of speech: John Q. Sampleson, Jr. without the comma."""
        parts = (self.first, self.middle, self.last, self.generation)
        return " ".join(part for part in parts if part)

    @property
    def sorted_name(self) -> str:
        """The name as entries are signed: `Sampleson, John`."""
        return f"{self.last}, {self.first}"


def human(dice: Dice, last: tuple[str, ...] = LAST) -> Human:
    """Return a person."""
    return Human(
        first=dice.pick(FIRST),
        middle=f"{chr(ord('A') + dice.below(26))}." if dice.chance(35) else "",
        last=dice.pick(last),
        generation="Jr." if dice.chance(3) else "",
    )


def company(dice: Dice) -> str:
    """Return a company: `Alpha Widgets, Inc.`."""
    return f"{dice.pick(_FIRM)} {dice.pick(_GOODS)}{dice.pick(_FORM)}"


def is_company(name: str) -> bool:
    """Say whether a name is one that `company` makes."""
    firm, _, rest = name.partition(" ")
    return firm in _FIRM and rest.startswith(_GOODS) and rest.endswith(_FORM)


def bank(dice: Dice) -> str:
    """Return a bank or lender, for claims and foreclosures."""
    return dice.pick(_BANK).format(dice.pick(_FIRM))


def law_firm(dice: Dice) -> str:
    """Return a firm of invented partners: `Barrister, Pleader & Sidebar LLP`."""
    names = dice.sample(COUNSEL, dice.between(1, 3))
    if len(names) == 1:
        return f"Law Offices of {names[0]}"
    return f"{', '.join(names[:-1])} & {names[-1]} LLP"


def place(dice: Dice, state: str) -> Place:
    """Return an address in a state."""
    return Place(f"{dice.between(1, 999)} {dice.pick(_STREET)}", dice.pick(_TOWN), state)


def phone(dice: Dice, area: str) -> str:
    """Return a telephone number of the range that is kept for fiction."""
    return f"{area}-555-01{dice.digits(2)}"


def mail(who: Human, firm: str) -> str:
    """Return a mail address under .test."""
    host = "".join(letter for letter in firm.lower() if letter.isascii() and letter.isalpha())
    local = f"{who.first}.{who.last}".lower().replace("-", "")
    return f"{local}@{host[:24] or 'office'}.test"


def last_four(dice: Dice) -> str:
    """Return how a docket shows a Social Security number: all but four digits hidden.

    The hidden part does not exist: no whole number is ever made.
    """
    return f"xxx-xx-{dice.digits(4)}"
