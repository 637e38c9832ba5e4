"""Where a class lost time, as a chart: for each step a bar for the median and one for the slowest.

Sizes are in units of the drawing, which is as wide as `WIDTH`; nothing here knows the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from idp.board.results import Lost

WIDTH: Final = 640
#: Room for the words at the end of the longest bar.
WORDS: Final = 190
ROW: Final = 72
BAR: Final = 16
#: Bars of nothing are still to be seen.
LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; `y` is its upper edge, `words` stand at its end."""

    y: int
    width: float
    words: str

    @property
    def end(self) -> float:
        """Return where the words begin."""
        return self.width + 8


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its title above two bars."""

    y: int
    title: str
    median: Bar
    slowest: Bar


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of steps."""

    width: int
    height: int
    steps: tuple[Step, ...]


def draw(lost: Sequence[Lost]) -> Chart:
    """Return the chart of an exercise's steps."""
    most = max((each.slowest for each in lost), default=0.0)
    scale = (WIDTH - WORDS) / most if most else 0.0
    steps = []
    for n, each in enumerate(lost):
        top = n * ROW
        steps.append(
            Step(
                top + 18,
                f"{n + 1}. {each.step}",
                Bar(top + 26, max(LEAST, each.median * scale), _said("Median", each.median, each)),
                Bar(
                    top + 46,
                    max(LEAST, each.slowest * scale),
                    _said("Slowest", each.slowest, each),
                ),
            )
        )
    return Chart(WIDTH, max(1, len(lost)) * ROW, tuple(steps))


def _said(word: str, minutes: float, lost: Lost) -> str:
    return f"{word} {minutes:.1f} min" if lost.done else f"{word}: nobody yet"
