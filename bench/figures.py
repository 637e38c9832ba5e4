"""What the measures of a bench have in common: a row of the table, and ways to take the time."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, its floor in the same run, the aim, and what came out.

    `held` says whether the aim was reached; None where there is none.
    """

    what: str
    floor: str
    aim: str
    measured: str
    held: bool | None = None


def table(figures: Sequence[Figure]) -> str:
    """Return the rows as a table that documents take as it is."""
    rows = [("what", "floor", "aim", "measured", "reached")]
    marks = {None: "", True: "yes", False: "NO"}
    rows += [(f.what, f.floor, f.aim, f.measured, marks[f.held]) for f in figures]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *lines[1:]])


def clock(work: Callable[[], object], best_of: int = 1) -> float:
    """Return the seconds that some work takes by the clock, the least of so many times."""
    times = []
    for _ in range(best_of):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def processor(work: Callable[[], object]) -> float:
    """Return the seconds of processor time of some work, of programs that it starts, too."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def p95(times: Sequence[float]) -> float:
    """Return the time that 95 of 100 do not exceed."""
    return statistics.quantiles(times, n=100, method="inclusive")[94]


def spread(times: Sequence[float]) -> str:
    """Return how long something took: p95 and median in milliseconds."""
    return f"p95 {p95(times) * 1000:.2f} ms, median {statistics.median(times) * 1000:.2f}"
