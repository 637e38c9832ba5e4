"""Official Form 410 and a withdrawal of claim as PDF, in our own drawing."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

_WIDTH: Final[float] = letter[0]
_HEIGHT: Final[float] = letter[1]
_LEFT: Final = 60
_TOP: Final = _HEIGHT - 96
_COLUMN: Final = 240
_COLUMNS: Final = 52
_ROMAN: Final = "Times-Roman"
_BOLD: Final = "Times-Bold"
_LEADING: Final = 14
_FOOT: Final = 72


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is filled in: its head, its title and its questions with their answers."""

    court: str
    number: str
    debtor: str
    title: str
    rows: Sequence[tuple[str, Sequence[str]]]
    signer: str
    signed_on: date


def pdf(form: Form) -> tuple[bytes, int]:
    """Return the form as a PDF that can be searched, and how many pages it has."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1, pageCompression=1)
    canvas.setTitle(form.title)
    canvas.setSubject("A training paper; nothing in it is real")
    at = _head(canvas, form)
    pages = 1
    for question, answer in form.rows:
        at = _row(canvas, at, question, answer)
        if at < _FOOT + 6 * _LEADING:
            canvas.showPage()
            at, pages = _TOP, pages + 1
    _sign(canvas, at, form)
    canvas.showPage()
    canvas.save()
    return out.getvalue(), pages


def _head(canvas: Canvas, form: Form) -> float:
    canvas.setFont(_ROMAN, 11)
    canvas.drawString(_LEFT, _TOP, f"Debtor: {_plain(form.debtor)[:70]}")
    canvas.drawString(_LEFT, _TOP - _LEADING, f"United States Bankruptcy Court: {form.court}")
    canvas.drawString(_LEFT, _TOP - 2 * _LEADING, f"Case number: {form.number}")
    canvas.setFont(_BOLD, 15)
    canvas.drawString(_LEFT, _TOP - 4.5 * _LEADING, form.title)
    canvas.line(_LEFT, _TOP - 5 * _LEADING, _WIDTH - _LEFT, _TOP - 5 * _LEADING)
    return _TOP - 6.5 * _LEADING


def _row(canvas: Canvas, at: float, question: str, answer: Sequence[str]) -> float:
    asked = textwrap.wrap(question, _COLUMNS - 14) or [""]
    said = [line for part in answer for line in textwrap.wrap(_plain(part), _COLUMNS)] or [""]
    canvas.setFont(_BOLD, 10)
    for place, line in enumerate(asked):
        canvas.drawString(_LEFT, at - place * _LEADING, line)
    canvas.setFont(_ROMAN, 11)
    for place, line in enumerate(said):
        canvas.drawString(_LEFT + _COLUMN, at - place * _LEADING, line)
    return at - (max(len(asked), len(said)) + 0.6) * _LEADING


def _sign(canvas: Canvas, at: float, form: Form) -> None:
    canvas.setFont(_ROMAN, 11)
    day = f"{form.signed_on:%m/%d/%Y}"
    canvas.drawString(_LEFT, at - _LEADING, f"Executed on {day}    s/ {_plain(form.signer)}")
    canvas.setFont(_ROMAN, 9)
    canvas.drawString(_LEFT, _FOOT, "A training paper. Nothing in it is real, nothing is filed.")


def _plain(text: str) -> str:
    """Return a text in what the standard fonts of PDF can draw."""
    return text.encode("cp1252", "replace").decode("cp1252")
