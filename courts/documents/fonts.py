"""Fonts of a PDF as far as words need them: which letters a string shows, and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Stream
from reportlab.pdfbase import pdfmetrics

_BYTES: Final = 256
_POINTS: Final = 0x110000
_DEFAULT_WIDTH: Final = 500.0
_WIDE_DEFAULT: Final = 1000.0
_MOST_MAPPED: Final = 70_000
_BIGGEST_MAP: Final = 4_000_000
_CODE: Final = rb"<\s*([0-9A-Fa-f\s]*)>"
_BFCHAR: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFRANGE: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_CODESPACE: Final = re.compile(rb"begincodespacerange\s*" + _CODE)
_PAIR: Final = re.compile(_CODE + rb"\s*" + _CODE)
_TRIPLE: Final = re.compile(
    _CODE + rb"\s*" + _CODE + rb"\s*(?:" + _CODE + rb"|\[(.*?)\])", re.DOTALL
)
_ONE: Final = re.compile(_CODE)
_UNI: Final = re.compile(r"uni([0-9A-Fa-f]{4})|u([0-9A-Fa-f]{4,6})")
#: Names of glyphs that are no letter themselves.
_GLYPHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict(
            zip(
                ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
                "0123456789",
                strict=True,
            )
        ),
        "space": " ",
        "hyphen": "-",
        "minus": "-",
        "endash": "\u2013",
        "emdash": "\u2014",
        "period": ".",
        "comma": ",",
        "colon": ":",
        "semicolon": ";",
        "slash": "/",
        "parenleft": "(",
        "parenright": ")",
        "numbersign": "#",
        "ampersand": "&",
        "quotesingle": "'",
        "quoteright": "\u2019",
        "quoteleft": "\u2018",
        "quotedblleft": "\u201c",
        "quotedblright": "\u201d",
        "section": "\u00a7",
        "underscore": "_",
        "dollar": "$",
        "percent": "%",
        "asterisk": "*",
        "at": "@",
        "fi": "fi",
        "fl": "fl",
        "ff": "ff",
    }
)


@dataclass(frozen=True, slots=True)
class Font:
    """How to read strings: `size` bytes make a code, which has letters and a width in ems."""

    size: int
    letters: Mapping[int, str]
    widths: Mapping[int, float]
    width: float

    def read(self, text: bytes) -> list[tuple[str, float, bool]]:
        """Return letters, width and whether it is the one-byte space, code by code."""
        letters, widths, default = self.letters, self.widths, self.width
        if self.size == 1:
            return [(letters.get(c, ""), widths.get(c, default), c == ord(" ")) for c in text]
        codes = (
            int.from_bytes(text[at : at + self.size], "big")
            for at in range(0, len(text), self.size)
        )
        return [(letters.get(code, ""), widths.get(code, default), False) for code in codes]


#: For text that is shown without any font.
NO_FONT: Final = Font(
    1,
    MappingProxyType({code: bytes([code]).decode("cp1252", "replace") for code in range(_BYTES)}),
    MappingProxyType({}),
    _DEFAULT_WIDTH / 1000,
)


def load(found: Any) -> Font:
    """Read a font dictionary; whatever is wrong in it is taken as not there."""
    try:
        if not isinstance(found, Dictionary):
            return NO_FONT
        if found.get(Name.Subtype) == Name.Type0:
            return _wide(found)
        return _simple(found)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError):
        return NO_FONT


def _simple(found: Any) -> Font:
    name = str(found.get(Name.BaseFont, "")).lstrip("/")
    letters = _encoding(found.get(Name.Encoding))
    letters.update(_mapped(found.get(Name.ToUnicode))[1])
    scale = 0.001
    if found.get(Name.Subtype) == Name.Type3:
        scale = abs(float(found.get(Name.FontMatrix)[0])) or scale
    widths = found.get(Name.Widths)
    if isinstance(widths, Array):
        first = int(found.get(Name.FirstChar, 0))
        told = {first + n: float(w) * scale for n, w in enumerate(list(widths)[:_BYTES])}
        return Font(1, letters, told, _DEFAULT_WIDTH * scale)
    if name in pdfmetrics.standardFonts:
        known = pdfmetrics.getFont(name).widths
        return Font(1, letters, {n: w / 1000 for n, w in enumerate(known)}, _DEFAULT_WIDTH / 1000)
    return Font(1, letters, {}, _DEFAULT_WIDTH / 1000)


def _encoding(found: Any) -> dict[int, str]:
    base, differences = found, None
    if isinstance(found, Dictionary):
        base, differences = found.get(Name.BaseEncoding), found.get(Name.Differences)
    codec = "mac_roman" if base == Name.MacRomanEncoding else "cp1252"
    letters = {code: bytes([code]).decode(codec, "replace") for code in range(_BYTES)}
    code = 0
    for each in differences if isinstance(differences, Array) else ():
        if isinstance(each, Name):
            letters[code] = glyph(str(each).lstrip("/"))
            code += 1
        else:
            code = int(each)
    return letters


def glyph(name: str) -> str:
    """Return the letters of a glyph's name; empty for a name that says nothing."""
    if len(name) == 1:
        return name
    if name in _GLYPHS:
        return _GLYPHS[name]
    match = _UNI.fullmatch(name)
    if match is not None:
        point = int(match[1] or match[2], 16)
        return chr(point) if point < _POINTS else ""
    return name[0] if len(name.split(".", maxsplit=1)[0]) == 1 else ""


def _wide(found: Any) -> Font:
    size, letters = _mapped(found.get(Name.ToUnicode))
    below = found.get(Name.DescendantFonts)[0]
    width = float(below.get(Name.DW, _WIDE_DEFAULT)) / 1000
    return Font(size or 2, letters, _wide_widths(below.get(Name.W)), width)


def _wide_widths(found: Any) -> dict[int, float]:
    """Read `W`: either a code and a list of widths, or two codes and the width of all between."""
    widths: dict[int, float] = {}
    rest = list(found)[:_MOST_MAPPED] if isinstance(found, Array) else []
    at = 0
    while at + 1 < len(rest):
        first, then = int(rest[at]), rest[at + 1]
        if isinstance(then, Array):
            widths.update({first + n: float(w) / 1000 for n, w in enumerate(then)})
            at += 2
        elif at + 2 < len(rest):
            last = min(int(then), first + _MOST_MAPPED)
            widths.update(dict.fromkeys(range(first, last + 1), float(rest[at + 2]) / 1000))
            at += 3
        else:
            break
        if len(widths) > _MOST_MAPPED:
            break
    return widths


def _mapped(found: Any) -> tuple[int, dict[int, str]]:
    """Read a ToUnicode map: how many bytes a code has (0: not said), and its letters."""
    if not isinstance(found, Stream):
        return 0, {}
    text = found.read_bytes()[:_BIGGEST_MAP]
    space = _CODESPACE.search(text)
    letters: dict[int, str] = {}
    for block in _BFCHAR.finditer(text):
        for code, target in _PAIR.findall(block[1]):
            letters[_number(code)] = _letters(target)
    for block in _BFRANGE.finditer(text):
        for low, high, target, listed in _TRIPLE.findall(block[1]):
            letters.update(_ranged(_number(low), _number(high), target, listed))
            if len(letters) > _MOST_MAPPED:
                break
    return (len(_digits(space[1])) // 2 if space else 0), letters


def _ranged(low: int, high: int, target: bytes, listed: bytes) -> dict[int, str]:
    high = min(high, low + _MOST_MAPPED)
    if listed:
        return {low + n: _letters(each) for n, each in enumerate(_ONE.findall(listed)[:_BYTES])}
    start = _letters(target)
    if not start:
        return {}
    last = ord(start[-1])
    return {
        low + n: start[:-1] + chr(last + n) for n in range(high - low + 1) if last + n < _POINTS
    }


def _digits(code: bytes) -> bytes:
    return b"".join(code.split())


def _number(code: bytes) -> int:
    return int(_digits(code) or b"0", 16)


def _letters(code: bytes) -> str:
    digits = _digits(code)
    return bytes.fromhex(digits.decode("ascii").ljust(len(digits) + len(digits) % 2, "0")).decode(
        "utf-16-be", "ignore"
    )
