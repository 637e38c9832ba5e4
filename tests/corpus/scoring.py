"""Precision and recall of what was said of files against what is true of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field


@dataclass
class Score:
    """Counts of what was said rightly, said wrongly, and not said; `wrong` names the files."""

    right: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, said: Iterable[Hashable], true: Iterable[Hashable]) -> None:
        """Count what was said of a file, each thing as often as it was said."""
        found, truth = Counter(said), Counter(true)
        self.right += (found & truth).total()
        self.false += (found - truth).total()
        self.missed += (truth - found).total()
        if found != truth:
            self.wrong.append(f"{name}: said {dict(found)}, true is {dict(truth)}")

    @property
    def precision(self) -> float:
        """How much of what was said is true."""
        return self.right / ((self.right + self.false) or 1)

    @property
    def recall(self) -> float:
        """How much of what is true was said."""
        return self.right / ((self.right + self.missed) or 1)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.right} right, {self.false} false, {self.missed} missed)"
        )
