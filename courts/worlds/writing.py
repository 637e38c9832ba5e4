"""A whole world, case after case: from a seed, a size and the day on which it is made.

Pure, and each case by itself: case `n` of a world is the same whether the cases before it were
written or not, so that an appeal can be written from a case of another court's world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from courts.kinds.drafts import CaseDraft, LinkDraft
from courts.kinds.numbers import BANKRUPTCY, DISTRICT, CaseNumber, Style
from courts.worlds import (
    grammar_adversary,
    grammar_appellate,
    grammar_bankruptcy,
    grammar_civil,
    grammar_criminal,
)
from courts.worlds.pen import Begin
from courts.worlds.retelling import Told
from courts.worlds.scene import scene_of
from courts.worlds.sheet import working


class Size(StrEnum):
    """How large a world is."""

    TINY = "tiny"
    CLASS = "class"
    LOAD = "load"


CASES: Final[Mapping[Size, int]] = MappingProxyType(
    {Size.TINY: 12, Size.CLASS: 60, Size.LOAD: 100_000}
)
#: Cases come in blocks: the first holds one of each kind, so that the smallest world has variety.
BLOCK: Final = 12
#: In a load, cases of so many places one after the other share what happens in them.
WINDOW: Final = 100 * BLOCK
#: So many told cases are kept: all of a window.
_TOLD_AT_ONCE: Final = 400
_FIRST_DAY: Final = date(2003, 1, 6)
#: How many days back the cases of small worlds reach; those of a load reach back to the start.
_SPANS: Final[Mapping[str, int]] = MappingProxyType(
    {"district": 2200, "bankruptcy": 2200, "appellate": 700}
)
#: A world of an early era reaches back at least so far.
_LEAST_DAYS: Final = 700
#: An appeal comes so many days after its case began, at the earliest.
_BEFORE_APPEAL: Final = 240
_LEAD, _MEMBER = 7, 8
_MAIN: Final[Mapping[int, int]] = MappingProxyType({3: 2, 7: 6})
#: Slots of a block on which another slot depends: what stands there is always the same.
_TIED: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {
        "district": frozenset({_LEAD, _MEMBER}),
        "bankruptcy": frozenset({*_MAIN, *_MAIN.values()}),
        "appellate": frozenset(),
    }
)
#: Places of sealed cases: none in the smallest world, whose cases are all to be found.
_SEALED: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {"district": frozenset({17}), "bankruptcy": frozenset(), "appellate": frozenset()}
)

_DISTRICT: Final = (
    "contract",
    "rights",
    "indictment",
    "social_security",
    "removal",
    "prisoner",
    "conspiracy",
    "employment",
    "employment",
    "miscellaneous",
    "magistrate",
    "immigration",
)
_DISTRICT_USUAL: Final = (
    ("contract", 12),
    ("rights", 12),
    ("product", 6),
    ("employment", 10),
    ("removal", 7),
    ("prisoner", 7),
    ("habeas", 3),
    ("property", 5),
    ("labor", 7),
    ("records", 3),
    ("government", 3),
    ("petition", 2),
    ("social_security", 6),
    ("immigration", 2),
    ("indictment", 8),
    ("conspiracy", 3),
    ("information", 3),
    ("magistrate", 2),
    ("miscellaneous", 2),
)
_ADVERSARY: Final = "adversary"
_BANKRUPTCY: Final = (
    "7",
    "13",
    "7_asset",
    _ADVERSARY,
    "13_joint",
    "7_joint",
    "11",
    _ADVERSARY,
    "13_converted",
    "9",
    "12",
    "involuntary",
)
_BANKRUPTCY_USUAL: Final = (
    ("7", 30),
    ("7_joint", 8),
    ("7_asset", 10),
    ("7_company", 4),
    ("13", 20),
    ("13_joint", 9),
    ("13_converted", 5),
    ("11", 9),
    ("12", 1),
    ("9", 1),
    ("15", 2),
    ("involuntary", 1),
)
_APPELLATE: Final = (
    "civil",
    "criminal",
    "agency",
    "civil",
    "bankruptcy",
    "civil",
    "writ",
    "agency",
    "civil",
    "criminal",
    "agency",
    "civil",
)
_APPELLATE_USUAL: Final = (
    ("civil", 50),
    ("criminal", 18),
    ("agency", 22),
    ("bankruptcy", 6),
    ("writ", 4),
)
_DECKS: Final = MappingProxyType(
    {
        "district": (_DISTRICT, _DISTRICT_USUAL),
        "bankruptcy": (_BANKRUPTCY, _BANKRUPTCY_USUAL),
        "appellate": (_APPELLATE, _APPELLATE_USUAL),
    }
)
#: Worlds of several sizes can be planted into one court: their numbers never meet.
_APART: Final[Mapping[Size, int]] = MappingProxyType(
    {Size.TINY: 0, Size.CLASS: 100, Size.LOAD: 200}
)
#: From which courts' worlds the appeals of a court come: district, bankruptcy.
_BELOW: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({"ca2": ("ctd", "ctb")})


@dataclass(frozen=True, slots=True)
class Origin:
    """What makes a world: everything in it follows from these."""

    court: str
    kind: str
    seed: int
    size: Size
    until: date
    zone: ZoneInfo


class World:
    """The generated cases of one court."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.count = CASES[origin.size]
        self.scene = scene_of(origin.court, origin.seed, origin.zone, origin.until)
        span = timedelta(days=_SPANS[origin.kind])
        early = _FIRST_DAY if origin.size is Size.LOAD else max(_FIRST_DAY, origin.until - span)
        self.start = min(early, origin.until - timedelta(days=min(self.count, _LEAST_DAYS)))
        self.days = (origin.until - self.start).days - 3
        self._years: dict[int, int] = {}
        self._below: dict[str, World] = {}
        self._bases: dict[int, list[int]] = {}
        self._told: dict[int, Told] = {}

    def __iter__(self) -> Iterator[CaseDraft]:
        """Yield all cases in the order of their filing."""
        return (self.case(place) for place in range(self.count))

    def blocks(self, blocks: int) -> Iterator[range]:
        """Yield the places of so many blocks at a time: ties between cases stay inside one."""
        step = blocks * BLOCK
        return (range(n, min(n + step, self.count)) for n in range(0, self.count, step))

    def case(self, place: int) -> CaseDraft:
        """Return one case: told from dice, or in a load told again after one told from dice."""
        base = self._base(place)
        again = None if base == place else self._told_again(place, base)
        return again or self._written(place)

    def _written(self, place: int) -> CaseDraft:
        return _WRITERS[self.origin.kind](self, place)

    def _told_again(self, place: int, base: int) -> CaseDraft | None:
        style = _STYLES[self.origin.kind]
        if base not in self._told:
            if len(self._told) >= _TOLD_AT_ONCE:
                self._told.clear()
            draft = self._written(base)
            written = style.bare(draft.number)
            self._told[base] = Told(draft, written, self.origin.zone, self.origin.until)
        number = self.number(place)
        return self._told[base].again(
            self.scene.dice(f"again/{place}"),
            number,
            style.bare(number),
            self.filed(place),
            _LINKS[self.origin.kind](self, place),
        )

    def _base(self, place: int) -> int:
        """Return the case after which one is told again; the case itself where there is none.

        It is the first of its window that is of the same kind and filed on the same weekday.
        """
        if self.origin.size is not Size.LOAD or self.origin.kind not in _LINKS:
            return place
        window = place // WINDOW
        if window not in self._bases:
            self._bases[window] = self._bases_of(window)
        return self._bases[window][place % WINDOW]

    def _bases_of(self, window: int) -> list[int]:
        first: dict[tuple[str, int, int], int] = {}
        found = []
        kind, start = self.origin.kind, window * WINDOW
        for place in range(start, min(start + WINDOW, self.count)):
            recipe, slot = self.recipe(place), place % BLOCK
            if place < BLOCK or place in _SEALED[kind] or recipe == _ADVERSARY:
                found.append(place)  # has personas, is secret, or is of the people of another case
                continue
            tied = slot if slot in _TIED[kind] else -1
            found.append(first.setdefault((recipe, self.filed(place).weekday(), tied), place))
        return found

    # ------------------------------------------------------------------ numbers and days

    def filed(self, place: int) -> date:
        """Return the day on which a case was filed; later cases are never filed earlier."""
        return working(self.start + timedelta(days=self.days * place // self.count))

    def recipe(self, place: int) -> str:
        """Return which kind of case stands at a place."""
        deck, usual = _DECKS[self.origin.kind]
        block, slot = divmod(place, BLOCK)
        if block == 0 or slot in _TIED[self.origin.kind]:
            return deck[slot]
        return self.scene.dice(f"recipe/{place}").weighted(usual)

    def number(self, place: int) -> CaseNumber:
        """Return the number of a case without the judges' initials."""
        filed, recipe = self.filed(place), self.recipe(place)
        serial = place - self._first(filed.year) + _APART[self.origin.size]
        return _NUMBERS[self.origin.kind](filed.year, serial, recipe, self.scene.office)

    def begin(self, place: int, links: tuple[LinkDraft, ...] = ()) -> Begin:
        """Return with what a case begins."""
        sealed = place in _SEALED[self.origin.kind]
        return Begin(
            self.number(place),
            self.filed(place),
            self.recipe(place),
            links=links,
            flags=("SEALED",) if sealed else (),
            known=place < BLOCK,
            sealed=sealed,
        )

    def below(self, court: str, kind: str) -> World:
        """Return the world of a court below, made from the same seed for the same day."""
        if court not in self._below:
            origin = self.origin
            self._below[court] = World(
                Origin(court, kind, origin.seed, origin.size, origin.until, origin.zone)
            )
        return self._below[court]

    def before(self, day: date) -> int:
        """Return how many cases were filed before a day, by halving."""
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            if self.filed(middle) < day:
                low = middle + 1
            else:
                high = middle
        return low

    def _first(self, year: int) -> int:
        if year not in self._years:
            self._years[year] = self.before(date(year, 1, 1))
        return self._years[year]


def cases(
    court: str, kind: str, seed: int, size: Size, *, until: date, zone: ZoneInfo
) -> Iterator[CaseDraft]:
    """Yield the cases of a court's world in the order of their filing.

    :param until: the last day of the world: nothing is filed or entered after it.
    """
    return iter(World(Origin(court, kind, seed, size, until, zone)))


# --------------------------------------------------------------------------- the kinds of court


def _district(world: World, place: int) -> CaseDraft:
    recipe = world.recipe(place)
    if recipe in grammar_criminal.PLANS:
        return grammar_criminal.write(world.scene, world.begin(place))
    return grammar_civil.write(world.scene, world.begin(place, _district_links(world, place)))


def _district_links(world: World, place: int) -> tuple[LinkDraft, ...]:
    block, slot = divmod(place, BLOCK)
    first = block * BLOCK
    if slot == _LEAD and place + 1 < world.count:
        return (LinkDraft("member", world.number(first + _MEMBER)),)
    if slot == _MEMBER:
        return (LinkDraft("lead", world.number(first + _LEAD)),)
    return ()


def _bankruptcy(world: World, place: int) -> CaseDraft:
    block, slot = divmod(place, BLOCK)
    first = block * BLOCK
    if world.recipe(place) == _ADVERSARY:
        main = first + _MAIN[slot]
        tie = LinkDraft("main", world.number(main), since=world.filed(place))
        # The draft of the main case is written anew: a case depends on nothing but its place.
        return grammar_adversary.write(world.scene, world.begin(place, (tie,)), world.case(main))
    return grammar_bankruptcy.write(
        world.scene, world.begin(place, _bankruptcy_links(world, place))
    )


def _bankruptcy_links(world: World, place: int) -> tuple[LinkDraft, ...]:
    block, slot = divmod(place, BLOCK)
    first = block * BLOCK
    suits = [first + each for each, main in _MAIN.items() if main == slot]
    return tuple(
        LinkDraft("adversary", world.number(each), since=world.filed(each))
        for each in suits
        if each < world.count
    )


def _appellate(world: World, place: int) -> CaseDraft:
    recipe = world.recipe(place)
    found = _case_below(world, place, recipe)
    if found is None:
        recipe_begin = world.begin(place)
        if recipe not in ("agency", "writ"):
            recipe_begin = Begin(
                recipe_begin.number, recipe_begin.filed, "agency", known=recipe_begin.known
            )
        return grammar_appellate.write(world.scene, recipe_begin, None, "")
    court, below = found
    style = BANKRUPTCY if recipe == "bankruptcy" else DISTRICT
    links = (LinkDraft("originating", below.number, court),)
    begin = world.begin(place, links)
    return grammar_appellate.write(world.scene, begin, below, style.full(below.number))


def _case_below(world: World, place: int, recipe: str) -> tuple[str, CaseDraft] | None:
    """Return the case of which an appeal is an appeal, and its court."""
    courts = _BELOW.get(world.origin.court)
    if courts is None or recipe in ("agency", "writ"):
        return None
    court, kind = (courts[1], "bankruptcy") if recipe == "bankruptcy" else (courts[0], "district")
    below = world.below(court, kind)
    limit = below.before(world.filed(place) - timedelta(days=_BEFORE_APPEAL))
    fits = _FITS[recipe]
    if not limit:
        return None
    start = world.scene.dice(f"below/{place}").below(limit)
    for step in range(min(limit, BLOCK)):
        other = (start - step) % limit
        if below.recipe(other) in fits and other not in _SEALED[kind]:
            return court, below.case(other)
    return None


def _district_number(year: int, serial: int, recipe: str, office: str) -> CaseNumber:
    suit = grammar_civil.SUITS.get(recipe)
    kind = grammar_criminal.PLANS[recipe].type if suit is None else suit.type
    return CaseNumber(year, 100 + serial, kind, office)


def _bankruptcy_number(year: int, serial: int, recipe: str, office: str) -> CaseNumber:
    if recipe == _ADVERSARY:
        return CaseNumber(year, 3_100 + serial, "ap", office)
    return CaseNumber(year, 30_200 + serial, "bk", office)


def _appellate_number(year: int, serial: int, _recipe: str, _office: str) -> CaseNumber:
    return CaseNumber(year, 1_100 + serial)


#: How cases are numbered: above the reference cases, within the digits of the court.
_NUMBERS: Final[Mapping[str, Callable[[int, int, str, str], CaseNumber]]] = MappingProxyType(
    {
        "district": _district_number,
        "bankruptcy": _bankruptcy_number,
        "appellate": _appellate_number,
    }
)
_FITS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "civil": frozenset(name for name, suit in grammar_civil.SUITS.items() if suit.type == "cv"),
        "criminal": frozenset({"indictment", "conspiracy", "information"}),
        "bankruptcy": frozenset({"7_asset", "11", "13", "13_joint"}),
    }
)
_WRITERS: Final[Mapping[str, Callable[[World, int], CaseDraft]]] = MappingProxyType(
    {"district": _district, "bankruptcy": _bankruptcy, "appellate": _appellate}
)
#: Kinds of court whose cases can be told again, and what ties a case at a place to others.
_LINKS: Final[Mapping[str, Callable[[World, int], tuple[LinkDraft, ...]]]] = MappingProxyType(
    {"district": _district_links, "bankruptcy": _bankruptcy_links}
)
_STYLES: Final[Mapping[str, Style]] = MappingProxyType(
    {"district": DISTRICT, "bankruptcy": BANKRUPTCY}
)
