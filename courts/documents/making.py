"""Papers of a generated world: real, searchable PDF of so many pages, the same bytes each time.

Made on the first read from what the docket says (decisions 25). Recordings are short tones.
"""

from __future__ import annotations

import io
import math
import textwrap
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from courts.kinds.dice import Dice

WIDTH, HEIGHT = letter
_LEFT: Final = 72
_TOP: Final = HEIGHT - 84
_LINE: Final = 22
#: So many lines stand on a page between the head, where the court stamps, and the number below.
LINES: Final = 27
_ROMAN: Final = "Times-Roman"
_BOLD: Final = "Times-Bold"
_SIZE: Final = 12
#: A recording that was made: seconds, and samples of one byte each.
TONE_SECONDS: Final = 3
_RATE: Final = 8_000

_OPENINGS: Final = (
    "In support of this {what}, the undersigned states as follows.",
    "This {what} is respectfully submitted for the Court's consideration.",
    "The following is set out so that the record of this matter is complete.",
)
_SENTENCES: Final = (
    "{side} incorporates the preceding paragraphs as if they were set out here in full.",
    "The facts that matter to this paragraph are taken from the docket of case {number} alone.",
    "Counsel conferred by letter and by telephone, and the point could not be resolved.",
    "The sample invoices attached to the earlier papers show the dates on which goods arrived.",
    "Nothing in this paper waives any defense, objection or privilege that may be available.",
    "The exhibit shows a specimen agreement, each page of which bears the initials of {side}.",
    "A hearing would assist the Court, because the parties read the same clause differently.",
    "The record contains no other statement about the quantity of the goods in dispute.",
    "{side} denies knowledge sufficient to form a belief and leaves the matter to its proof.",
    "The applicable rule asks for notice and an opportunity to be heard; both were given.",
    "Payment was due within thirty days, and the ledger shows when each instalment was made.",
    "The witness is expected to describe the warehouse, its keys and who held them.",
    "This training paper repeats no person's real name, number or address.",
    "The relief asked for is narrow, and granting it would not delay the schedule.",
    "The undersigned has read this paper and believes that it is well grounded.",
    "Each of the documents was produced in the ordinary course and is authentic.",
    "The question has been before courts of this training district with the same result.",
    "{side} reserves the right to supplement this paragraph as discovery goes on.",
)
_HEADS: Final = (
    "BACKGROUND", "STATEMENT OF FACTS", "ARGUMENT", "THE RECORD", "RELIEF", "DISCUSSION",
    "LEGAL STANDARD", "CONCLUSION",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper is made from: the head of its first page and the seed of the rest.

    `title` is what the paper is called (its event, or the attachment's description); `text` are the
    words of its entry; `key` tells papers with the same words apart.
    """

    court: str
    number: str
    caption: str
    title: str
    text: str
    pages: int
    filed_on: date
    signer: str = ""
    key: str = ""


def pdf(source: Source) -> bytes:
    """Return a PDF of exactly `source.pages` pages (at least one)."""
    pages = max(1, source.pages)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, invariant=1, pageCompression=1)
    canvas.setTitle(_plain(f"{source.number} {source.title}"))
    canvas.setAuthor("Moot training federation")
    canvas.setSubject("A training paper; nothing in it is real")
    lines = _body(source)
    for page in range(1, pages + 1):
        used = _head(canvas, source) if page == 1 else 0
        last = page == pages
        room = LINES - used - (5 if last else 0)
        here = list(islice(lines, max(0, room)))
        for place, line in enumerate(_ended(here, next(lines)) if last else here):
            _text(canvas, used + place, line)
        if last:
            _foot(canvas, source)
        canvas.setFont(_ROMAN, 10)
        canvas.drawCentredString(WIDTH / 2, 40, f"- {page} -")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def recording(source: Source) -> bytes:
    """Return a short sound (WAV) in place of a hearing's recording, its pitch from the seed."""
    pitch = 220 + 20 * Dice(_seed(source)).below(16)
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_RATE)
        step = 2 * math.pi * pitch / _RATE
        sound.writeframes(
            bytes(128 + round(80 * math.sin(step * n)) for n in range(_RATE * TONE_SECONDS))
        )
    return out.getvalue()


# --------------------------------------------------------------------------- the first page


def _head(canvas: Canvas, source: Source) -> int:
    """Draw the caption of the first page; return how many lines it took."""
    place = 0
    for line in ("UNITED STATES COURTS - TRAINING", source.court.upper()):
        canvas.setFont(_BOLD, _SIZE)
        canvas.drawCentredString(WIDTH / 2, _at(place), _plain(line))
        place += 1
    place += 1
    left, _, right = source.caption.partition(" v. ")
    sides = (left, "v.", right) if right else (left,)
    for line in (row for side in sides for row in textwrap.wrap(side, 42)):
        _text(canvas, place, line)
        place += 1
    canvas.setFont(_ROMAN, _SIZE)
    canvas.drawString(WIDTH / 2 + 20, _at(3), _plain(f"Case No. {source.number}"))
    canvas.drawString(WIDTH / 2 + 20, _at(4), f"{source.filed_on:%B} {source.filed_on.day}, "
                      f"{source.filed_on.year}")  # fmt: skip
    canvas.line(WIDTH / 2 + 8, _at(2), WIDTH / 2 + 8, _at(max(place, 5)) + _LINE / 2)
    place = max(place, 5) + 1
    canvas.setFont(_BOLD, _SIZE)
    for line in textwrap.wrap(source.title.upper(), 60)[:3]:
        canvas.drawCentredString(WIDTH / 2, _at(place), _plain(line))
        place += 1
    for line in _wrapped(source.text)[:6]:
        _text(canvas, place, line)
        place += 1
    return min(place + 1, LINES - 6)


def _foot(canvas: Canvas, source: Source) -> None:
    """Draw the signature at the end."""
    signer = source.signer or "Clerk of Court"
    for place, line in enumerate(
        (
            f"Dated: {source.filed_on:%m/%d/%Y}",
            f"/s/ {signer}",
            signer,
        ),
        start=LINES - 4,
    ):
        _text(canvas, place, line, at=WIDTH / 2 if place > LINES - 4 else _LEFT)


def _body(source: Source) -> Iterator[str]:
    """Yield lines for as long as somebody asks."""
    dice = Dice(_seed(source))
    sides = [side.strip() for side in source.caption.split(" v. ")] or ["The filer"]
    what = source.title.lower() or "paper"
    yield from _wrapped(dice.pick(_OPENINGS).format(what=what))
    paragraph = 0
    while True:
        if paragraph % 7 == 0:
            yield ""
            yield dice.pick(_HEADS)
        paragraph += 1
        yield from _paragraph(dice, paragraph, sides, source.number)


def _paragraph(dice: Dice, number: int, sides: Sequence[str], case: str) -> list[str]:
    chosen = dice.sample(_SENTENCES, dice.between(2, 4))
    said = " ".join(each.format(side=dice.pick(sides), number=case) for each in chosen)
    # Names of companies end with a full stop, too.
    return ["", *_wrapped(f"{number}.  {said}".replace("..", "."))]


def _wrapped(text: str) -> list[str]:
    """Return the lines of a text between the margins."""
    return list(simpleSplit(_plain(text), _ROMAN, _SIZE, WIDTH - 2 * _LEFT))


def _ended(lines: list[str], following: str) -> list[str]:
    """Return the lines of the last page up to the end of a paragraph: nothing follows it."""
    if following != "" and "" in lines:
        lines = lines[: len(lines) - lines[::-1].index("") - 1]
    while lines and (lines[-1] == "" or lines[-1] in _HEADS):
        lines = lines[:-1]
    return lines


def _text(canvas: Canvas, place: int, line: str, at: float = _LEFT) -> None:
    canvas.setFont(_BOLD if line in _HEADS else _ROMAN, _SIZE)
    canvas.drawString(at, _at(place), _plain(line))


def _at(place: int) -> float:
    return float(_TOP - place * _LINE)


def _plain(text: str) -> str:
    """Keep to the letters that the fonts of every reader have."""
    return text.encode("cp1252", "replace").decode("cp1252")


def _seed(source: Source) -> str:
    return "/".join((source.court, source.number, source.key, source.title, source.text))
