"""A docket sheet as a PDF: plain lines on letter paper, wrapped, numbered and searchable."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_MARGIN: Final = 54
_SIZE: Final = 9
_LEADING: Final = 11.5
_PLAIN: Final = "MootPlain"
_BOLD: Final = "MootBold"


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of the table: its cells in the order of the columns."""

    day: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed; `head` are the lines above the table, bold where a pair says so."""

    title: str
    head: Sequence[tuple[str, bool]]
    columns: tuple[str, str, str]
    rows: Iterable[Printed]
    foot: Sequence[str]
    note: str


class _Page:
    """Writes lines from top to bottom and turns the page."""

    def __init__(self, sheet: Sheet) -> None:
        _fonts()
        self.buffer = io.BytesIO()
        self.canvas: Any = Canvas(self.buffer, pagesize=letter, invariant=1)
        self.canvas.setTitle(sheet.title)
        self.sheet, self.number = sheet, 0
        self.width, self.height = letter
        self.y = 0.0
        self._turn()

    def _turn(self) -> None:
        if self.number:
            self.canvas.showPage()
        self.number += 1
        self.canvas.setFont(_PLAIN, _SIZE - 2)
        self.canvas.drawString(_MARGIN, 30, self.sheet.note)
        self.canvas.drawRightString(self.width - _MARGIN, 30, f"Page {self.number}")
        self.y = self.height - _MARGIN

    def lines(self, count: int) -> None:
        """Turn the page unless so many lines still fit, or fill one by themselves."""
        if self.y - min(count, 50) * _LEADING < _MARGIN:
            self._turn()

    def line(self, parts: Sequence[tuple[float, str]], *, bold: bool = False) -> None:
        """Write one line: texts at their distances from the margin."""
        self.lines(1)
        self.canvas.setFont(_BOLD if bold else _PLAIN, _SIZE)
        for at, text in parts:
            self.canvas.drawString(_MARGIN + at, self.y, text)
        self.y -= _LEADING

    def text(self, text: str, *, bold: bool = False) -> None:
        """Write a paragraph over the whole width."""
        font = _BOLD if bold else _PLAIN
        for part in simpleSplit(text, font, _SIZE, self.width - 2 * _MARGIN) or [""]:
            self.line(((0, part),), bold=bold)

    def row(self, row: Printed) -> None:
        """Write a row of the table, its text beside date and number."""
        parts = simpleSplit(row.text, _PLAIN, _SIZE, self.width - 2 * _MARGIN - 110) or [""]
        self.lines(len(parts))
        self.line(((0, row.day), (70, row.number), (110, parts[0])))
        for part in parts[1:]:
            self.line(((110, part),))
        self.y -= _LEADING / 3

    def bytes(self) -> bytes:
        """End the document and return it."""
        self.canvas.save()
        return self.buffer.getvalue()


def as_pdf(sheet: Sheet) -> bytes:
    """Return a sheet as a PDF."""
    page = _Page(sheet)
    for text, bold in sheet.head:
        page.text(text, bold=bold)
    page.text("")
    page.line(((0, sheet.columns[0]), (70, sheet.columns[1]), (110, sheet.columns[2])), bold=True)
    for row in sheet.rows:
        page.row(row)
    page.text("")
    for text in sheet.foot:
        page.text(text)
    return page.bytes()


def _fonts() -> None:
    """Make the typefaces known that come with the PDF library and know more than Latin-1."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in ((_PLAIN, "Vera.ttf"), (_BOLD, "VeraBd.ttf")):
        if name not in known:
            with resources.as_file(resources.files("reportlab") / "fonts" / file) as path:
                pdfmetrics.registerFont(TTFont(name, str(path)))
