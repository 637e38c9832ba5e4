"""Stamping: what a court writes on a paper at the moment of handing it out, never before.

Works on streams: pages are read where they lie and copied, not decoded, to the file that is handed
out. The header can be left off; the line of the training federation cannot (decisions 24).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel
from reportlab.pdfbase.pdfmetrics import stringWidth

STRIP: Final = "Training simulation - not a court. Nothing here is filed."
#: Distance of the court's line from the top of a page, and of ours from the bottom, in points.
_HEAD_AT: Final = 18
_FOOT_AT: Final = 14
_HEAD_SIZE: Final = 11
_FOOT_SIZE: Final = 8
_FONT: Final = "/MootStamp"
_FACE: Final = "Helvetica"
#: Turns a page's own axes so that the stamp stands upright on a page that is shown turned.
_TURNS: Final = {
    0: (1, 0, 0, 1),
    90: (0, 1, -1, 0),
    180: (-1, 0, 0, -1),
    270: (0, -1, 1, 0),
}

Head = Callable[[int, int], str]


class UnreadablePaperError(ValueError):
    """A paper that is no PDF, or a broken one: it is handed out as it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paper to be stamped: `head` writes the line of page n of m, None leaves it off."""

    stream: BinaryIO
    head: Head | None


def stamp(part: Part, target: BinaryIO) -> int:
    """Write a paper with its stamps and return how many pages it has.

    :raises UnreadablePaperError: if it cannot be read.
    """
    try:
        with _opened(part.stream) as paper:
            pages = _draw(paper, paper.pages, part.head)
            _save(paper, target)
            return pages
    except pikepdf.PdfError as error:
        raise UnreadablePaperError(str(error)) from None


def join(parts: Iterable[Part], target: BinaryIO) -> int:
    """Write several papers as one, each with its own stamps; return the number of pages.

    :raises UnreadablePaperError: if one of them cannot be read.
    """
    opened: list[Pdf] = []
    try:
        with Pdf.new() as whole:
            for part in parts:
                paper = _opened(part.stream)
                opened.append(paper)
                first = len(whole.pages)
                whole.pages.extend(paper.pages)
                _draw(whole, list(whole.pages)[first:], part.head)
            count = len(whole.pages)
            _save(whole, target)
            return count
    except pikepdf.PdfError as error:
        raise UnreadablePaperError(str(error)) from None
    finally:
        for paper in opened:
            paper.close()


def _opened(stream: BinaryIO) -> Pdf:
    # A file is mapped, not read: each read of a stream would be a call back into Python, of which a
    # long paper needs tens of thousands. What is no file of this machine is read as a stream.
    return pikepdf.open(stream, access_mode=pikepdf.AccessMode.mmap)


def pages_of(stream: BinaryIO) -> int:
    """Return how many pages a PDF has.

    :raises UnreadablePaperError: if it cannot be read.
    """
    try:
        with _opened(stream) as paper:
            return len(paper.pages)
    except pikepdf.PdfError as error:
        raise UnreadablePaperError(str(error)) from None


def _save(paper: Pdf, target: BinaryIO) -> None:
    # Streams are copied as they lie; only what is new is written anew, and the id repeats.
    paper.save(
        target,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        object_stream_mode=ObjectStreamMode.preserve,
        deterministic_id=True,
        encryption=False,
    )


def _draw(paper: Pdf, pages: Any, head: Head | None) -> int:
    font = paper.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    before = paper.make_stream(b"q\n")
    done: set[tuple[int, int]] = set()
    feet: dict[_Frame, Any] = {}
    count = len(pages)
    for number, page in enumerate(pages, start=1):
        frame = _frame(page)
        if frame not in feet:  # pages of one size share the stream with our line
            feet[frame] = paper.make_stream(b"\nQ\n" + _foot(frame))
        after = [feet[frame]]
        if head is not None:
            after.append(paper.make_stream(_head(frame, head(number, count))))
        _surround(page, before, after)
        _give_font(page, font, done)
    return count


def _surround(page: Any, before: Any, after: list[Any]) -> None:
    there = page.obj.get(Name.Contents)
    if there is None:
        parts: list[Any] = []
    elif isinstance(there, Array):
        parts = list(there)
    else:
        parts = [there]
    page.obj.Contents = Array([before, *parts, *after])


def _give_font(page: Any, font: Any, done: set[tuple[int, int]]) -> None:
    """Add the font where the page looks for fonts; pages may share that place."""
    resources = page.resources
    fonts = resources.get(Name.Font)
    if fonts is None:
        resources[Name.Font] = Dictionary({_FONT: font})
        return
    if fonts.is_indirect:
        if fonts.objgen in done:
            return
        done.add(fonts.objgen)
    fonts[_FONT] = font


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a page stands: the corner from which it is read, its size and its turn."""

    x: float
    y: float
    width: float
    height: float
    turn: int


def _frame(page: Any) -> _Frame:
    left, bottom, right, top = (float(n) for n in page.cropbox)
    left, right = min(left, right), max(left, right)
    bottom, top = min(bottom, top), max(bottom, top)
    turn = int(page.obj.get(Name.Rotate, 0) or 0) % 360
    width, height = right - left, top - bottom
    if turn == 90:  # noqa: PLR2004 - quarter turns
        return _Frame(right, bottom, height, width, turn)
    if turn == 180:  # noqa: PLR2004
        return _Frame(right, top, width, height, turn)
    if turn == 270:  # noqa: PLR2004
        return _Frame(left, top, height, width, turn)
    return _Frame(left, bottom, width, height, 0)


def _head(frame: _Frame, line: str) -> bytes:
    """Return the court's line, in blue at the top."""
    size = _fitting(line, frame.width, _HEAD_SIZE)
    return _inked(frame, _words(line, frame, frame.height - _HEAD_AT, size, b"0 0 1 rg"))


def _foot(frame: _Frame) -> bytes:
    """Return our own line, in brown at the bottom."""
    size = _fitting(STRIP, frame.width, _FOOT_SIZE)
    return _inked(frame, _words(STRIP, frame, _FOOT_AT, size, b"0.45 0.27 0 rg"))


def _inked(frame: _Frame, marks: bytes) -> bytes:
    turn = " ".join(str(n) for n in _TURNS[frame.turn])
    return f"q {turn} {frame.x:.2f} {frame.y:.2f} cm\n".encode() + marks + b"\nQ\n"


def _words(text: str, frame: _Frame, height: float, size: float, colour: bytes) -> bytes:
    start = max(4.0, (frame.width - _width(text, size)) / 2)
    at = f"BT {_FONT} {size:.2f} Tf 1 0 0 1 {start:.2f} {height:.2f} Tm ".encode()
    return colour + b" " + at + _literal(text) + b" Tj ET"


def _literal(text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        plain = plain.replace(mark, b"\\" + mark)
    return b"(" + plain.replace(b"\r", b" ").replace(b"\n", b" ") + b")"


def _fitting(text: str, width: float, size: float) -> float:
    """Return a size in which a line is no wider than its page."""
    wide = _width(text, size)
    room = max(width - 12, 24)
    return size if wide <= room else max(4.0, size * room / wide)


def _width(text: str, size: float) -> float:
    """Return how wide a line of Helvetica is."""
    return float(stringWidth(text.encode("cp1252", "replace").decode("cp1252"), _FACE, size))
