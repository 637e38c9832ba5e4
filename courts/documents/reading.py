"""Reading a PDF once: every object that its catalog leads to, then what its pages show.

Runs in a process of its own (`courts.documents.reader`): a hostile file may end it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from courts.documents import drawing
from courts.documents.drawing import Budget, UnreadablePageError
from courts.documents.facts import Bounds, Covered, Limit, PageSize, PdfFacts

#: A header may stand behind what a mail program put before it; readers look so far.
_HEADER_WITHIN: Final = 1024
_HEADER: Final = re.compile(rb"%PDF-(\d\.\d)")
_MOST_PROBLEMS: Final = 12
_LONGEST_PROBLEM: Final = 160
_MOST_KINDS: Final = 40
_LONGEST_KIND: Final = 40
_MOST_WARNINGS: Final = 500
_DEEPEST_CHAIN: Final = 32
_MOST_FIELDS: Final = 20_000
#: What the library itself calls harmless.
_BENIGN: Final = "handled correctly by qpdf and most other applications"
#: How the library words its own bound, and the want of memory.
_UNFOLDS: Final = ("memory limit exceeded", "std::bad_alloc")
_ANYWHERE: Final = re.compile(r"(?:^|\s)\S*/\S*?([^/\s]+\.pdf)", re.IGNORECASE)

_MEDIA_ACTIONS: Final = frozenset(
    {"/Sound", "/Movie", "/Rendition", "/GoTo3DView", "/RichMediaExecute"}
)
_MEDIA_ANNOTATIONS: Final = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
_LINKS: Final = frozenset({"/URI", "/GoToR", "/GoToE"})
_ACTIONS: Final = _MEDIA_ACTIONS | _LINKS | {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}
#: Their values are numbers, or lead back up: nothing hangs on them.
_PLAIN: Final = frozenset(
    {"/W", "/W2", "/Widths", "/Index", "/BBox", "/Matrix", "/Rect", "/QuadPoints", "/MediaBox"}
    | {"/CropBox", "/Parent", "/P", "/ID", "/Length", "/Domain", "/Range", "/InkList"}
)


class TooManyObjectsError(ValueError):
    """A file with more objects than anybody files."""


@dataclass(slots=True)
class _Found:
    """What the walk has come upon."""

    javascript: int = 0
    launches: int = 0
    others: set[str] = field(default_factory=set)
    automatic: int = 0
    specs: int = 0
    streams: int = 0
    clips: int = 0
    associated: int = 0
    media: set[str] = field(default_factory=set)
    links: int = 0
    objects: int = 0


def restrain(bounds: Bounds) -> None:
    """Set the limits of the reading library for this process: what one stream may grow to."""
    most = bounds.expanded
    pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=_MOST_WARNINGS,
        flate_max_memory=most,
        png_max_memory=most,
        run_length_max_memory=most,
        tiff_max_memory=most,
        dct_max_memory=most,
    )


def read(path: Path, bounds: Bounds) -> PdfFacts:
    """Return what is in a file; never an exception for what it holds, save for want of memory."""
    facts = _read(path, bounds)
    if any(words in each for words in _UNFOLDS for each in facts.problems):
        return replace(facts, limit="memory")
    return facts


def _read(path: Path, bounds: Bounds) -> PdfFacts:
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = _HEADER.search(stream.read(_HEADER_WITHIN))
    if head is None:
        return PdfFacts(size)
    version = head[1].decode("ascii")
    problems: list[str] = []
    try:
        pdf = _opened(path, problems)
    except pikepdf.PasswordError:
        return PdfFacts(size, is_pdf=True, version=version, encrypted=True, locked=True)
    except _BROKEN as error:
        return PdfFacts(size, is_pdf=True, version=version, problems=(_told(error),))
    with pdf:
        try:
            return _facts(pdf, size, bounds, problems)
        except TooManyObjectsError:
            return _cut(size, version, "objects", pdf)
        except _BROKEN as error:
            return PdfFacts(
                size,
                is_pdf=True,
                version=version,
                encrypted=pdf.is_encrypted,
                problems=(*problems[:_MOST_PROBLEMS], _told(error)),
            )


#: What the library raises about a file. Most are RuntimeErrors underneath.
_BROKEN: Final = (
    pikepdf.PikepdfError,
    pikepdf.PdfError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    OSError,
)


def _cut(size: int, version: str, limit: Limit, pdf: Pdf) -> PdfFacts:
    return PdfFacts(size, is_pdf=True, version=version, encrypted=pdf.is_encrypted, limit=limit)


def _opened(path: Path, problems: list[str]) -> Pdf:
    """Open a file as it stands; if it has to be mended for that, note what was wrong."""
    try:
        return pikepdf.open(path, attempt_recovery=False, access_mode=pikepdf.AccessMode.stream)
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError as error:
        problems.append(_told(error))
    return pikepdf.open(path, access_mode=pikepdf.AccessMode.stream)


def _facts(pdf: Pdf, size: int, bounds: Bounds, problems: list[str]) -> PdfFacts:
    found = _walked(pdf, bounds)
    fields, signatures, xfa = _form(pdf)
    pages = list(pdf.pages[: bounds.pages])
    count = len(pdf.pages)
    if not count:
        problems.append("the document has no page")
    shown = _shown(pdf, pages, bounds, problems)
    problems += [_told(each) for each in pdf.get_warnings() if _BENIGN not in str(each)]
    return PdfFacts(
        size,
        is_pdf=True,
        readable=True,
        version=str(pdf.pdf_version),
        encrypted=pdf.is_encrypted,
        javascript=found.javascript,
        launch_actions=found.launches,
        other_actions=tuple(sorted(found.others)[:_MOST_KINDS]),
        embedded_files=max(found.specs, found.streams, found.clips, found.associated),
        media=tuple(sorted(found.media)[:_MOST_KINDS]),
        form_fields=fields,
        signatures=signatures,
        xfa=xfa,
        hyperlinks=found.links,
        pages=count,
        page_sizes=tuple(_sizes(pages)),
        has_text=shown.has_text,
        objects=found.objects,
        problems=tuple(dict.fromkeys(problems))[:_MOST_PROBLEMS],
        partial=shown.partial or count > len(pages),
        texts=shown.texts,
        covered=shown.covered,
    )


# --------------------------------------------------------------------------- objects


def _walked(pdf: Pdf, bounds: Bounds) -> _Found:
    """Look at every object that the trailer leads to, each once.

    :raises TooManyObjectsError: if they are more than the bounds allow.
    """
    found = _Found()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [pdf.trailer]
    while waiting:
        each = waiting.pop()
        if each.is_indirect:
            if each.objgen in seen:
                continue
            seen.add(each.objgen)
        found.objects += 1
        width = len(each) if isinstance(each, Array) else 0
        if found.objects + len(waiting) + width > bounds.objects:
            raise TooManyObjectsError
        if isinstance(each, Array):
            waiting.extend(inner for inner in each if _holds(inner))
            continue
        _look(each, found)
        waiting.extend(inner for key, inner in each.items() if key not in _PLAIN and _holds(inner))
    return found


def _holds(value: Any) -> bool:
    return isinstance(value, Array | Dictionary | Stream)


def _look(each: Any, found: _Found) -> None:
    kind, subtype, act = _name(each, Name.Type), _name(each, Name.Subtype), _name(each, Name.S)
    if act in _ACTIONS and kind != "/StructElem":
        _count(act, found)
    elif Name.JS in each:
        found.javascript += 1
    if subtype in _MEDIA_ANNOTATIONS and Name.Rect in each:
        found.media.add(subtype[1:])
    found.clips += subtype == "/FileAttachment"
    found.streams += kind == "/EmbeddedFile"
    found.specs += _filled(each.get(Name.EF))
    found.associated += _filled(each.get(Name.AF))
    if Name.OpenAction in each:
        _automatic("OpenAction", each[Name.OpenAction], found)
    triggers = each.get(Name.AA)
    if isinstance(triggers, Dictionary):
        for _, action in list(triggers.items())[:_MOST_KINDS]:
            _automatic("AA", action, found)


def _count(act: str, found: _Found) -> None:
    if act == "/JavaScript":
        found.javascript += 1
    elif act == "/Launch":
        found.launches += 1
    elif act in _LINKS:
        found.links += 1
    elif act in _MEDIA_ACTIONS:
        found.media.add(act[1:])
    else:
        found.others.add(f"Click:{act[1:]}")


def _automatic(where: str, action: Any, found: _Found) -> None:
    """Note what happens without a click, the chain of actions behind it included."""
    waiting = [action]
    for _ in range(_DEEPEST_CHAIN):
        if not waiting:
            return
        each = waiting.pop()
        if not isinstance(each, Dictionary):
            found.others.add(f"{where}:GoTo")  # a destination
            continue
        found.others.add(f"{where}:{(_name(each, Name.S) or '/nothing')[1:][:_LONGEST_KIND]}")
        following = each.get(Name.Next)
        if isinstance(following, Array):
            waiting.extend(list(following)[:_DEEPEST_CHAIN])
        elif following is not None:
            waiting.append(following)


def _name(each: Any, key: Name) -> str:
    value = each.get(key)
    return str(value) if isinstance(value, Name) else ""


def _filled(value: Any) -> bool:
    return _holds(value) and (isinstance(value, Stream) or len(value) > 0)


# --------------------------------------------------------------------------- forms and pages


def _form(pdf: Pdf) -> tuple[int, int, bool]:
    """Return how many fields the form has, how many of them are signatures, and whether XFA."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return 0, 0, False
    top = form.get(Name.Fields)
    fields = signatures = 0
    waiting = list(top)[:_MOST_FIELDS] if isinstance(top, Array) else []
    seen: set[tuple[int, int]] = set()
    while waiting and fields < _MOST_FIELDS:
        each = waiting.pop()
        if not isinstance(each, Dictionary) or (each.is_indirect and each.objgen in seen):
            continue
        seen.add(each.objgen)
        kids = each.get(Name.Kids)
        named = [kid for kid in _dictionaries(kids) if Name.T in kid]
        if named:
            waiting.extend(named)
            continue
        fields += 1
        signatures += each.get(Name.FT) == Name.Sig
    return fields, signatures, Name.XFA in form


def _dictionaries(found: Any) -> Iterator[Object]:
    for each in list(found)[:_MOST_FIELDS] if isinstance(found, Array) else ():
        if isinstance(each, Dictionary):
            yield each


def _sizes(pages: list[pikepdf.Page]) -> Iterator[PageSize]:
    """Yield the sizes of the pages as they are shown, turned and cropped."""
    first: dict[tuple[float, float], int] = {}
    counts: dict[tuple[float, float], int] = {}
    for number, page in enumerate(pages, start=1):
        size = _size(page)
        first.setdefault(size, number)
        counts[size] = counts.get(size, 0) + 1
    for (width, height), number in list(first.items())[:_MOST_KINDS]:
        yield PageSize(width, height, number, counts[width, height])


def _size(page: pikepdf.Page) -> tuple[float, float]:
    try:
        left, bottom, right, top = (float(side) for side in page.cropbox)
        scale = float(page.obj.get(Name.UserUnit, 1))
        turned = int(page.obj.get(Name.Rotate, 0)) % 180 != 0
    except _BROKEN:
        return 0.0, 0.0
    width, height = (round(abs(side) * scale, 1) for side in (right - left, top - bottom))
    return (height, width) if turned else (width, height)


@dataclass(frozen=True, slots=True)
class _Pages:
    has_text: tuple[bool, ...]
    texts: tuple[str, ...]
    covered: tuple[Covered, ...]
    partial: bool


def _shown(pdf: Pdf, pages: list[pikepdf.Page], bounds: Bounds, problems: list[str]) -> _Pages:
    budget = Budget(bounds.expanded, bounds.operations, bounds.characters)
    texts: list[str] = []
    covered: list[Covered] = []
    for number, page in enumerate(pages, start=1):
        if min(budget.expanded, budget.operations, budget.characters) <= 0:
            budget.spent = True
            break
        try:
            shown = drawing.show(pdf, page, number, budget, bounds)
        except (UnreadablePageError, *_BROKEN) as error:
            problems.append(f"page {number}: {_told(error)}")
            texts.append("")
            continue
        texts.append(shown.text)
        covered += shown.covered
    has_text = tuple(any(letter.isalnum() for letter in text) for text in texts)
    return _Pages(has_text, tuple(texts), tuple(covered), budget.spent)


def _told(error: object) -> str:
    """Return a message without the place where the file lies on this machine."""
    text = " ".join(_ANYWHERE.sub(" file", str(error)).split())
    return text[:_LONGEST_PROBLEM]
