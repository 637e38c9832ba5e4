"""A certificate on paper: one page that says who did what, and how anybody can check it."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = landscape(letter)
_BLUE: Final = HexColor("#12365f")
_SOFT: Final = HexColor("#454f5b")
_INK: Final = HexColor("#1b1b1b")
_ROMAN: Final = "Times-Roman"
_BOLD: Final = "Times-Bold"
#: A font, its size and its colour.
Style = tuple[str, int, HexColor]
_SMALLEST: Final = 9
_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#: How a code is written: three groups of four.
GROUPS, GROUP = 3, 4
NOTICE: Final = "Training simulation - not a court. Nothing here is filed."


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says."""

    name: str
    title: str
    points: str
    completed: str
    code: str
    address: str
    steps: Sequence[str] = ()


def code_from(token: str) -> str:
    """Return a code that can be read aloud, from a random text that is long enough."""
    letters = "".join(_ALPHABET[ord(sign) % len(_ALPHABET)] for sign in token[: GROUPS * GROUP])
    return "-".join(letters[n : n + GROUP] for n in range(0, len(letters), GROUP))


def normal(typed: str) -> str:
    """Return a typed code as it is kept: capitals, in its groups."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum())[: GROUPS * GROUP]
    return "-".join(letters[n : n + GROUP] for n in range(0, len(letters), GROUP))


def pdf(told: Certificate) -> bytes:
    """Return the certificate as a PDF of one page whose text can be searched."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(letter), invariant=1, pageCompression=1)
    canvas.setTitle(plain(f"Certificate: {told.title}"))
    canvas.setAuthor("Moot training federation")
    canvas.setSubject("A training certificate; no court has issued it")
    canvas.setFont(_ROMAN, 10)
    canvas.drawCentredString(_WIDTH / 2, _HEIGHT - 24, NOTICE)
    canvas.setStrokeColor(_BLUE)
    canvas.setLineWidth(3)
    canvas.rect(36, 36, _WIDTH - 72, _HEIGHT - 72)
    canvas.setLineWidth(0.75)
    canvas.rect(44, 44, _WIDTH - 88, _HEIGHT - 88)
    at = _line(canvas, _HEIGHT - 116, "CERTIFICATE OF TRAINING", (_BOLD, 26, _BLUE))
    at = _line(canvas, at - 16, "This says that", (_ROMAN, 13, _SOFT))
    at = _line(canvas, at - 10, told.name, (_BOLD, 24, _INK))
    at = _line(canvas, at - 8, "has completed the exercise", (_ROMAN, 13, _SOFT))
    for words in textwrap.wrap(told.title, 52):
        at = _line(canvas, at - 6, words, (_BOLD, 19, _BLUE))
    worth = f"{told.points}, on {told.completed} by the training clock"
    at = _line(canvas, at - 10, worth, (_ROMAN, 13, _INK)) - 4
    for words in textwrap.wrap("; ".join(told.steps), 110)[:4]:
        at = _line(canvas, at, words, (_ROMAN, 10, _SOFT))
    _line(canvas, 112, f"Verification code {told.code}", (_BOLD, 15, _INK))
    _line(canvas, 88, f"Anybody can check it at {told.address}", (_ROMAN, 11, _SOFT))
    canvas.setFont(_ROMAN, 9)
    canvas.drawCentredString(_WIDTH / 2, 56, "Moot training federation. Every court is invented.")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _line(canvas: Canvas, at: float, words: str, style: Style) -> float:
    """Write a line in the middle and return where the next one stands."""
    font, size, colour = style
    canvas.setFillColor(colour)
    # A long name shrinks until it fits between the frames.
    while size > _SMALLEST and canvas.stringWidth(plain(words), font, size) > _WIDTH - 140:
        size -= 1
    canvas.setFont(font, size)
    canvas.drawCentredString(_WIDTH / 2, at, plain(words))
    return at - size - 4


def plain(words: str) -> str:
    """Return words in the letters that the built-in fonts have."""
    return words.encode("cp1252", "replace").decode("cp1252")
