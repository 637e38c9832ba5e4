"""What the pages of a PDF show: their words in order, and the dark boxes that lie over words.

A box hides words without removing them in two ways: it is painted over them later, or the words
are dark upon it (what a word processor's black highlighting makes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from courts.documents import fonts
from courts.documents.facts import Bounds, Covered
from courts.documents.fonts import NO_FONT, Font

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Final[Matrix] = (1, 0, 0, 1, 0, 0)
_OPERATORS: Final = (
    "q Q cm gs Do BT ET Tc Tw Tz TL Tf Ts Td TD Tm T* Tj TJ ' \" re m l c v y h n S s "
    "f F f* B B* b b* g rg k cs sc scn"
)
#: A stream of drawing larger than this is a picture, not a text.
_BIGGEST_STREAM: Final = 8 * 1024 * 1024
_DEEPEST: Final = 6
_MOST_BOXES: Final = 400
_MOST_SAVED: Final = 200
#: Thinner than this is a rule or an underline.
_THIN: Final = 4.0
_DARK: Final = 0.3
_OPAQUE: Final = 0.9
_LINE_STEP: Final = 0.5
_GAP: Final = 0.18
_LONGEST_COVERED: Final = 200
_REDACT: Final = Name.Redact
_COVERS: Final = frozenset({"/Square", "/Highlight", "/Redact"})


@dataclass(slots=True)
class State:
    """The part of the graphics state that matters here."""

    ctm: Matrix = IDENTITY
    light: float = 0.0
    alpha: float = 1.0
    font: Font = NO_FONT
    size: float = 12.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> State:
        """Return a state of its own, for what `q` begins."""
        return State(
            self.ctm,
            self.light,
            self.alpha,
            self.font,
            self.size,
            self.spacing,
            self.word_spacing,
            self.stretch,
            self.leading,
            self.rise,
        )


@dataclass(slots=True)
class Run:
    """Letters that were shown together: each with where it begins and ends along the line."""

    letters: list[str]
    starts: list[float]
    ends: list[float]
    matrix: Matrix
    size: float
    light: float
    order: int

    def point(self, along: float, up: float = 0.0) -> tuple[float, float]:
        """Return where a place of the line is on the page."""
        a, b, c, d, e, f = self.matrix
        return a * along + c * up + e, b * along + d * up + f

    @property
    def height(self) -> float:
        """How high the letters are on the page."""
        _, _, c, d, _, _ = self.matrix
        return float(abs(self.size) * (c * c + d * d) ** 0.5)


@dataclass(slots=True)
class Filled:
    """A box that was filled."""

    box: Box
    light: float
    order: int


@dataclass(slots=True)
class Budget:
    """What is left for all pages together."""

    expanded: int
    operations: int
    characters: int
    spent: bool = False
    #: Fonts by their object numbers: most pages share theirs.
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)


@dataclass(slots=True)
class Shown:
    """What a page shows."""

    text: str
    covered: list[Covered]


class UnreadablePageError(Exception):
    """A page whose drawing cannot be read."""


def show(
    pdf: pikepdf.Pdf, page: pikepdf.Page, number: int, budget: Budget, bounds: Bounds
) -> Shown:
    """Return a page's words and what is covered on it.

    :raises UnreadablePageError: if its content is no content.
    """
    drawn = _Drawing(pdf, budget)
    resources = page.obj.get(Name.Resources)
    drawn.run(_content(page.obj.get(Name.Contents), budget), resources, 0)
    drawn.annotations(page.obj.get(Name.Annots))
    room = max(0, min(bounds.page_characters, budget.characters))
    text = _joined(drawn.runs)
    if len(text) > room:
        budget.spent = True
    text = text[:room]
    budget.characters -= len(text)
    return Shown(text, list(_covered(drawn, number)))


def _content(found: Any, budget: Budget) -> bytes:
    streams = list(found) if isinstance(found, Array) else [found]
    parts: list[bytes] = []
    for each in streams:
        if not isinstance(each, Stream):
            continue
        if budget.expanded <= 0:
            budget.spent = True
            break
        try:
            data = each.read_bytes()
        except pikepdf.PdfError as error:
            raise UnreadablePageError(str(error)) from None
        budget.expanded -= len(data)
        parts.append(data)
    return b"\n".join(parts)


class _Drawing:
    """Follows the operators of a page and of the forms on it."""

    def __init__(self, pdf: pikepdf.Pdf, budget: Budget) -> None:
        self._pdf = pdf
        self._budget = budget
        self._state = State()
        self._saved: list[State] = []
        self._text: Matrix = IDENTITY
        self._line: Matrix = IDENTITY
        self._path: list[Box] = []
        self._corners: list[tuple[float, float]] = []
        self._bent = False
        self._resources: Any = None
        self._depth = 0
        self._within: set[tuple[int, int]] = set()
        self._order = 0
        self.runs: list[Run] = []
        self.filled: list[Filled] = []
        self._calls: dict[str, Callable[[Sequence[Any]], None]] = {
            "q": self._save,
            "Q": self._restore,
            "cm": self._turn,
            "gs": self._set_state,
            "Do": self._do,
            "BT": self._begin,
            "Tc": lambda o: setattr(self._state, "spacing", float(o[0])),
            "Tw": lambda o: setattr(self._state, "word_spacing", float(o[0])),
            "Tz": lambda o: setattr(self._state, "stretch", float(o[0]) / 100),
            "TL": lambda o: setattr(self._state, "leading", float(o[0])),
            "Ts": lambda o: setattr(self._state, "rise", float(o[0])),
            "Tf": self._set_font,
            "Td": lambda o: self._move(float(o[0]), float(o[1])),
            "TD": self._move_leading,
            "Tm": self._set_matrix,
            "T*": lambda _o: self._next_line(),
            "Tj": lambda o: self._put([o[0]]),
            "TJ": lambda o: self._put(o[0]),
            "'": self._quote,
            '"': self._double_quote,
            "re": self._rectangle,
            "m": self._start,
            "l": lambda o: self._corners.append((float(o[0]), float(o[1]))),
            "c": self._curve,
            "v": self._curve,
            "y": self._curve,
            "h": lambda _o: None,
            "n": self._drop,
            "S": self._drop,
            "s": self._drop,
            **dict.fromkeys(("f", "F", "f*", "B", "B*", "b", "b*"), self._fill),
            "g": self._colour,
            "rg": self._colour,
            "k": self._colour,
            "sc": self._colour,
            "scn": self._colour,
            "cs": lambda _o: setattr(self._state, "light", 0.0),
        }

    def run(self, content: bytes, resources: Any, depth: int) -> None:
        """Follow a content stream with its resources."""
        if not content:
            return
        if len(content) > _BIGGEST_STREAM or self._budget.operations <= 0:
            self._budget.spent = True
            return
        before = self._resources, self._depth
        self._resources, self._depth = resources, depth
        try:
            steps = pikepdf.parse_content_stream(Stream(self._pdf, content), _OPERATORS)
        except pikepdf.PdfError as error:
            raise UnreadablePageError(str(error)) from None
        self._budget.operations -= len(steps)
        for step in steps:
            call = self._calls.get(str(step.operator))
            if call is None:
                continue
            self._order += 1
            try:
                call(list(step.operands))
            except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError):
                continue  # an operator with operands that are none: readers pass over it too
        self._resources, self._depth = before

    # ------------------------------------------------------------------ state

    def _save(self, _operands: Sequence[Any]) -> None:
        if len(self._saved) < _MOST_SAVED:
            self._saved.append(self._state.copy())

    def _restore(self, _operands: Sequence[Any]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _turn(self, operands: Sequence[Any]) -> None:
        self._state.ctm = _times(_matrix(operands), self._state.ctm)

    def _set_state(self, operands: Sequence[Any]) -> None:
        found = self._resources[Name.ExtGState][operands[0]]
        if Name.ca in found:
            self._state.alpha = float(found[Name.ca])

    def _colour(self, operands: Sequence[Any]) -> None:
        values = [float(each) for each in operands if not isinstance(each, Name)]
        self._state.light = _light(values)

    # ------------------------------------------------------------------ forms

    def _do(self, operands: Sequence[Any]) -> None:
        if self._depth >= _DEEPEST:
            return
        form = self._resources[Name.XObject][operands[0]]
        if not isinstance(form, Stream) or form.get(Name.Subtype) != Name.Form:
            return
        if form.objgen in self._within:
            return
        content = _content(form, self._budget)
        saved, kept = self._saved, self._state.copy()
        self._saved = []
        self._within.add(form.objgen)
        if Name.Matrix in form:
            self._state.ctm = _times(_matrix(form[Name.Matrix]), self._state.ctm)
        self.run(content, form.get(Name.Resources, self._resources), self._depth + 1)
        self._saved, self._state = saved, kept
        self._within.discard(form.objgen)

    # ------------------------------------------------------------------ text

    def _begin(self, _operands: Sequence[Any]) -> None:
        self._text = self._line = IDENTITY

    def _set_font(self, operands: Sequence[Any]) -> None:
        self._state.size, self._state.font = float(operands[1]), NO_FONT
        found = self._resources[Name.Font].get(operands[0])
        if found is None or not found.is_indirect:
            self._state.font = fonts.load(found)
            return
        if found.objgen not in self._budget.fonts:
            self._budget.fonts[found.objgen] = fonts.load(found)
        self._state.font = self._budget.fonts[found.objgen]

    def _set_matrix(self, operands: Sequence[Any]) -> None:
        self._text = self._line = _matrix(operands)

    def _move(self, x: float, y: float) -> None:
        self._line = self._text = _times((1, 0, 0, 1, x, y), self._line)

    def _move_leading(self, operands: Sequence[Any]) -> None:
        self._state.leading = -float(operands[1])
        self._move(float(operands[0]), float(operands[1]))

    def _next_line(self) -> None:
        self._move(0.0, -self._state.leading)

    def _quote(self, operands: Sequence[Any]) -> None:
        self._next_line()
        self._put([operands[0]])

    def _double_quote(self, operands: Sequence[Any]) -> None:
        self._state.word_spacing, self._state.spacing = float(operands[0]), float(operands[1])
        self._quote(operands[2:])

    def _put(self, parts: Any) -> None:
        """Show strings with the numbers between them that move the pen."""
        state, at = self._state, 0.0
        letters: list[str] = []
        starts: list[float] = []
        ends: list[float] = []
        for part in parts:
            if not isinstance(part, pikepdf.String):
                at -= float(part) / 1000 * state.size * state.stretch
                continue
            for shown, width, is_space in state.font.read(bytes(part)):
                step = width * state.size + state.spacing
                step = (step + (state.word_spacing if is_space else 0.0)) * state.stretch
                letters.append(shown)
                starts.append(at)
                at += step
                ends.append(at)
        matrix = _times(self._text, state.ctm)
        if letters:
            self.runs.append(
                Run(letters, starts, ends, matrix, state.size, state.light, self._order)
            )
        self._text = _times((1, 0, 0, 1, at, 0), self._text)

    # ------------------------------------------------------------------ boxes

    def _rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = (float(each) for each in operands)
        self._path.append((x, y, x + width, y + height))

    def _start(self, operands: Sequence[Any]) -> None:
        self._close()
        self._corners = [(float(operands[0]), float(operands[1]))]

    def _curve(self, _operands: Sequence[Any]) -> None:
        self._bent = True

    def _close(self) -> None:
        corners = self._corners[:-1] if self._corners[-1:] == self._corners[:1] else self._corners
        across = {round(x, 1) for x, _ in corners}
        up = {round(y, 1) for _, y in corners}
        if len(corners) == 4 and len(across) == len(up) == 2 and not self._bent:  # noqa: PLR2004
            self._path.append((min(across), min(up), max(across), max(up)))
        self._corners, self._bent = [], False

    def _drop(self, _operands: Sequence[Any]) -> None:
        self._path, self._corners, self._bent = [], [], False

    def _fill(self, operands: Sequence[Any]) -> None:
        self._close()
        if self._state.alpha >= _OPAQUE:
            for box in self._path:
                self._add(_on_page(box, self._state.ctm), self._state.light)
        self._drop(operands)

    def _add(self, box: Box, light: float) -> None:
        if len(self.filled) < _MOST_BOXES and min(box[2] - box[0], box[3] - box[1]) >= _THIN:
            self.filled.append(Filled(box, light, self._order))

    def annotations(self, found: Any) -> None:
        """Take the boxes that lie upon the page: dark squares, and redactions never applied."""
        self._order += 1
        for each in found if isinstance(found, Array) else ():
            kind = each.get(Name.Subtype) if isinstance(each, Dictionary) else None
            if str(kind) not in _COVERS:
                continue
            try:
                key = Name.IC if kind == Name.Square else Name.C
                light = 0.0 if kind == _REDACT else _light([float(c) for c in list(each[key])])
                a, b, c, d = (float(side) for side in each[Name.Rect])
            except (TypeError, ValueError, KeyError):
                continue
            self._add((min(a, c), min(b, d), max(a, c), max(b, d)), light)


# --------------------------------------------------------------------------- words


def _joined(runs: Sequence[Run]) -> str:
    """Join runs to lines by where they stand."""
    parts: list[str] = []
    last: Run | None = None
    for run in runs:
        if last is not None:
            parts.append(_between(last, run))
        parts.append(_inside(run))
        last = run
    return "".join(parts).replace("\u00ad", "-").replace("\x00", "").strip()


def _inside(run: Run) -> str:
    """Return the letters of a run, with spaces where the pen jumped."""
    wide = abs(run.size) * _GAP
    parts = []
    for n, letter in enumerate(run.letters):
        if n and run.starts[n] - run.ends[n - 1] > wide and letter != " ":
            parts.append(" ")
        parts.append(letter)
    return "".join(parts)


def _between(last: Run, run: Run) -> str:
    x0, y0 = last.point(last.ends[-1])
    x1, y1 = run.point(run.starts[0])
    height = max(last.height, run.height, 1.0)
    a, b, _, _, _, _ = last.matrix
    length = (a * a + b * b) ** 0.5 or 1.0
    along = ((x1 - x0) * a + (y1 - y0) * b) / length
    across = abs((y1 - y0) * a - (x1 - x0) * b) / length
    if across > height * _LINE_STEP or along < -height:
        return "\n"
    return " " if along > height * _GAP else ""


# --------------------------------------------------------------------------- what is covered


def _covered(drawn: _Drawing, page: int) -> Iterator[Covered]:
    dark = [each for each in drawn.filled if each.light < _DARK]
    light = [each for each in drawn.filled if each.light >= _DARK]
    for box in dark:
        under: list[str] = []
        for run in drawn.runs:
            if _hides(box, run, light) and _meets(box.box, run):
                under.append(_letters_in(box.box, run))
        text = " ".join(part.strip() for part in under if part.strip())
        if any(letter.isalnum() for letter in text):
            left, bottom, right, top = (round(side, 1) for side in box.box)
            yield Covered(page, (left, bottom, right, top), text[:_LONGEST_COVERED])


def _hides(box: Filled, run: Run, light: Sequence[Filled]) -> bool:
    """Say whether a box makes words invisible that stand where it is."""
    if box.order > run.order:
        return True
    cleared = any(box.order < each.order < run.order and _meets(each.box, run) for each in light)
    return run.light < _DARK and not cleared


def _meets(box: Box, run: Run) -> bool:
    (x0, y0), (x1, y1) = run.point(run.starts[0]), run.point(run.ends[-1])
    height = run.height
    return (
        min(x0, x1) - height < box[2]
        and max(x0, x1) + height > box[0]
        and min(y0, y1) - height < box[3]
        and max(y0, y1) + height > box[1]
    )


def _letters_in(box: Box, run: Run) -> str:
    middle = run.size * 0.3
    found = []
    for letter, start, end in zip(run.letters, run.starts, run.ends, strict=True):
        x, y = run.point((start + end) / 2, middle)
        if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
            found.append(letter)
    return "".join(found)


# --------------------------------------------------------------------------- small parts


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in values)
    return a, b, c, d, e, f


def _times(one: Matrix, two: Matrix) -> Matrix:
    """Return the matrix that does `one` first and `two` then."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _on_page(box: Box, ctm: Matrix) -> Box:
    a, b, c, d, e, f = ctm
    corners = [(box[0], box[1]), (box[2], box[1]), (box[0], box[3]), (box[2], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _light(values: Sequence[float]) -> float:
    """Return how light a colour of one, three or four parts is; anything else is not dark."""
    match list(values):
        case [grey]:
            return grey
        case [red, green, blue]:
            return 0.3 * red + 0.59 * green + 0.11 * blue
        case [cyan, magenta, yellow, black]:
            return (1 - black) * (1 - (0.3 * cyan + 0.59 * magenta + 0.11 * yellow))
    return 1.0
