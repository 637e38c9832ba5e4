"""Seat cards on paper: what somebody needs to sit down, to be cut along the dotted lines. Pure.

As many cards stand on a sheet as the fullest of them allows: four, two or one. All text can be
searched and copied; the code leads to the same address that stands beside it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from idp.exercises.certificate import NOTICE, plain

PAPERS: Final = {"letter": letter, "a4": A4}
#: Columns and rows of cards on a sheet, and columns of text on a card, from many cards to one.
SHEETS: Final = ((2, 2, 1), (1, 2, 2), (1, 1, 2))
MORE: Final = "More people sit here than have room on paper: see the page of this seat."
#: Font and size.
Font = tuple[str, float]

_INK: Final = HexColor("#1b1b1b")
_SOFT: Final = HexColor("#454f5b")
_BLUE: Final = HexColor("#12365f")
_SIGNAL: Final = HexColor("#ffd25e")
_BANNER: Final[Font] = ("Helvetica-Bold", 7.5)
_CLASS: Final[Font] = ("Helvetica", 10)
_SEAT: Final[Font] = ("Helvetica-Bold", 20)
_LEARNER: Final[Font] = ("Helvetica-Bold", 12)
_CODE: Final[Font] = ("Courier-Bold", 13)
_NAME: Final[Font] = ("Helvetica-Bold", 9)
_LABEL: Final[Font] = ("Helvetica", 7.5)
_VALUE: Final[Font] = ("Courier-Bold", 8.5)
_ADDRESS: Final[Font] = ("Courier", 7)
_PAD: Final = 16
_GAP: Final = 14
_BANNER_HIGH: Final = 14
_QR: Final = 88
_QUIET: Final = 2
_LINE: Final = 1.28
_LABEL_WIDE: Final = 62
_SMALLEST: Final = 5.5


@dataclass(frozen=True, slots=True)
class Part:
    """A person, or whatever else has a heading and pairs of a label and a value."""

    heading: str
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """What a seat card says."""

    class_name: str
    seat: str
    learner: str
    join_at: str
    join_code: str
    address: str
    parts: Sequence[Part]


def pdf(cards: Sequence[Card], *, paper: str = "letter", title: str = "Seat cards") -> bytes:
    """Return cards as a PDF, as many to a sheet as have room for all that they say."""
    out = io.BytesIO()
    wide, high = PAPERS[paper]
    canvas = Canvas(out, pagesize=(wide, high), invariant=1, pageCompression=1)
    canvas.setTitle(plain(title))
    canvas.setAuthor("Moot training federation")
    columns, rows, text_columns = sheet_of(cards, paper=paper)
    each_wide, each_high = wide / columns, high / rows
    for place, card in enumerate(cards):
        on_sheet = place % (columns * rows)
        if place and on_sheet == 0:
            canvas.showPage()
        if on_sheet == 0:
            _cut_lines(canvas, wide, high, columns, rows)
        left = (on_sheet % columns) * each_wide
        top = high - (on_sheet // columns) * each_high
        room = _Room(each_wide, each_high, text_columns)
        _Drawn(canvas, left, top, room).draw(card)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def sheet_of(cards: Sequence[Card], *, paper: str = "letter") -> tuple[int, int, int]:
    """Return how cards stand on a sheet, so that the fullest has room (see `SHEETS`)."""
    wide, high = PAPERS[paper]
    for columns, rows, text_columns in SHEETS:
        room = _Room(wide / columns, high / rows, text_columns)
        if all(room.holds(card) for card in cards):
            return columns, rows, text_columns
    return SHEETS[-1]


def _cut_lines(canvas: Canvas, wide: float, high: float, columns: int, rows: int) -> None:
    canvas.setStrokeColor(_SOFT)
    canvas.setLineWidth(0.5)
    canvas.setDash(2, 3)
    for column in range(1, columns):
        canvas.line(wide / columns * column, 0, wide / columns * column, high)
    for row in range(1, rows):
        canvas.line(0, high / rows * row, wide, high / rows * row)
    canvas.setDash()


class _Room:
    """How much a card of a size holds below its head."""

    def __init__(self, wide: float, high: float, columns: int) -> None:
        self.column_wide = (wide - 2 * _PAD - (columns - 1) * _GAP) / columns
        self.columns = columns
        self.wide, self.high = wide, high

    def head_high(self, card: Card) -> float:
        """Return how high the head of a card is, with the banner, code and address."""
        address = len(_wrapped(card.address, _ADDRESS, self.wide - 2 * _PAD))
        return _PAD + _BANNER_HIGH + _QR + 6 + (address + 1) * _ADDRESS[1] * _LINE + 8

    def holds(self, card: Card) -> bool:
        """Say whether everything of a card has room."""
        return len(self.placed(card)) == len(card.parts)

    def placed(self, card: Card) -> list[tuple[int, float, Part]]:
        """Return in which column and how far below the head each part stands that has room."""
        room = self.high - self.head_high(card) - _PAD
        column, at, found = 0, 0.0, []
        for part in card.parts:
            needed = _part_high(part)
            if at + needed > room and at:
                column, at = column + 1, 0.0
            if column == self.columns or needed > room:
                break
            found.append((column, at, part))
            at += needed + 6
        return found


class _Drawn:
    """A card that is being drawn with its upper left corner somewhere."""

    def __init__(self, canvas: Canvas, left: float, top: float, room: _Room) -> None:
        self._canvas, self._left, self._top = canvas, left + _PAD, top - _PAD
        self._room = room

    def draw(self, card: Card) -> None:
        """Draw all of the card."""
        room = self._room
        inner = room.wide - 2 * _PAD
        self._banner(inner)
        at = self._top - _BANNER_HIGH - 4
        self._code(card.address, self._left + inner - _QR, at)
        beside = inner - _QR - 8
        at = self._line(card.class_name, _CLASS, at, beside, _SOFT)
        at = self._line(f"Seat {card.seat}", _SEAT, at, beside, _BLUE)
        at = self._line(card.learner or "Name:", _LEARNER, at, beside, _INK)
        at = self._line(f"Join code, at {card.join_at}", _LABEL, at - 4, beside, _SOFT)
        self._line(card.join_code, _CODE, at, beside, _INK)
        at = self._top - _BANNER_HIGH - 4 - _QR - 6
        at = self._line("Or open this address: it needs no code.", _LABEL, at, inner, _SOFT)
        for words in _wrapped(card.address, _ADDRESS, inner):
            at = self._line(words, _ADDRESS, at, inner, _INK)
        below = self._top + _PAD - room.head_high(card)
        for column, down, part in room.placed(card):
            left = self._left + column * (room.column_wide + _GAP)
            self._part(part, left, below - down)
        if not room.holds(card):
            self._line(MORE, _LABEL, self._top - room.high + 2 * _PAD + _LABEL[1], inner, _INK)

    def _banner(self, wide: float) -> None:
        canvas = self._canvas
        canvas.setFillColor(_SIGNAL)
        canvas.rect(self._left, self._top - _BANNER_HIGH, wide, _BANNER_HIGH, stroke=0, fill=1)
        canvas.setFillColor(_INK)
        size = _fitting(NOTICE, _BANNER, wide - 6)
        canvas.setFont(_BANNER[0], size)
        canvas.drawString(self._left + 4, self._top - _BANNER_HIGH + 4, plain(NOTICE))

    def _code(self, address: str, left: float, top: float) -> None:
        rows = list(segno.make(address, error="m", micro=False).matrix)
        module = _QR / (len(rows) + 2 * _QUIET)
        self._canvas.setFillColor(_INK)
        for down, row in enumerate(rows):
            for across, length in _runs(row):
                self._canvas.rect(
                    left + (across + _QUIET) * module,
                    top - (down + 1 + _QUIET) * module,
                    length * module,
                    module,
                    stroke=0,
                    fill=1,
                )

    def _line(self, words: str, font: Font, top: float, wide: float, colour: HexColor) -> float:
        """Write a line below `top`, smaller if it is too long, and return where it ends."""
        self._canvas.setFillColor(colour)
        self._canvas.setFont(font[0], _fitting(words, font, wide))
        self._canvas.drawString(self._left, top - font[1], plain(words))
        return top - font[1] * _LINE

    def _part(self, part: Part, left: float, top: float) -> None:
        canvas = self._canvas
        canvas.setFillColor(_BLUE)
        canvas.setFont(_NAME[0], _fitting(part.heading, _NAME, self._room.column_wide))
        top -= _NAME[1]
        canvas.drawString(left, top, plain(part.heading))
        for label, value in part.pairs:
            top -= _VALUE[1] * _LINE
            canvas.setFillColor(_SOFT)
            canvas.setFont(_LABEL[0], _fitting(label, _LABEL, _LABEL_WIDE - 4))
            canvas.drawString(left, top, plain(label))
            canvas.setFillColor(_INK)
            beside = self._room.column_wide - _LABEL_WIDE
            canvas.setFont(_VALUE[0], _fitting(value, _VALUE, beside))
            canvas.drawString(left + _LABEL_WIDE, top, plain(value))


def _part_high(part: Part) -> float:
    return _NAME[1] + len(part.pairs) * _VALUE[1] * _LINE


def _fitting(words: str, font: Font, wide: float) -> float:
    """Return a size in which words have room, down to the smallest that can be read."""
    needed = stringWidth(plain(words), *font)
    return font[1] if needed <= wide else max(_SMALLEST, font[1] * wide / needed)


def _wrapped(address: str, font: Font, wide: float) -> list[str]:
    """Return an address in pieces of equal letters that have room."""
    count = max(1, int(wide / stringWidth("0", *font)))
    return [address[n : n + count] for n in range(0, len(address), count)]


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return where dark modules of a row begin, and how many stand there in succession."""
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
