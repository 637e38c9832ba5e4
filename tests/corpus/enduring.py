"""How the gate stands damaged files: an answer for each, within its bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from courts.documents import checks, redaction
from courts.documents.checks import PdfRules
from courts.documents.facts import Bounds
from courts.documents.service import Reader

#: Above the reader's own bound, ending the process and starting another take a moment.
GRACE = 10.0


@dataclass
class Endured:
    """What came of files: how many were taken, why the others were not, and how long it took."""

    taken: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: str = ""

    @property
    def files(self) -> int:
        """How many files there were."""
        return len(self.seconds)

    def __str__(self) -> str:
        times = sorted(self.seconds)
        told = ", ".join(f"{code} {count}" for code, count in self.reasons.most_common())
        return (
            f"{self.files} damaged files: {self.taken} taken; refused for {told}; "
            f"median {times[len(times) // 2] * 1000:.0f} ms, "
            f"p99 {times[int(len(times) * 0.99)] * 1000:.0f} ms, "
            f"longest {times[-1]:.2f} s ({self.slowest}), all {sum(times):.0f} s"
        )


def endure(reader: Reader, files: Iterable[tuple[str, bytes]], folder: Path) -> Endured:
    """Have the gate judge files, one after the other.

    :raises AssertionError: if one takes longer than the bounds, or is refused without a sentence.
    """
    found, path = Endured(), folder / "one.pdf"
    for name, data in files:
        path.write_bytes(data)
        began = perf_counter()
        facts = reader.read(path)
        findings = checks.judge(facts, PdfRules(), "motion.pdf")
        redaction.check(facts, redaction.WIDEST)
        seconds = perf_counter() - began
        assert seconds < Bounds().seconds + GRACE, name
        if seconds > max(found.seconds, default=0.0):
            found.slowest = name
        found.seconds.append(seconds)
        blocking = [each for each in findings if each.blocking]
        found.taken += not blocking
        found.reasons.update(each.code for each in blocking)
        assert all(len(each.message) > 20 for each in findings), name
    return found
