"""Stamped delivery of a paper of five hundred pages beside qpdf's own copy (bench/record.py).

The floor is the program `qpdf` with `--stream-data=preserve`: it reads the paper, writes it anew
and leaves the contents of streams alone, as our stamping does. Told are processor times.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bench.figures import Figure, processor
from courts.documents import making, service
from courts.documents.making import Source
from courts.documents.service import Paper
from shared.documents import DocumentStore, pieces

AIM = 1.5
#: Does the same where Debian's package is not installed; starting Python is part of it then.
_COPY = (
    "import sys, pikepdf as p\n"
    "with p.open(sys.argv[1]) as paper:\n"
    "    paper.save(sys.argv[2], compress_streams=False, "
    "stream_decode_level=p.StreamDecodeLevel.none)"
)


def _source(pages: int) -> Source:
    return Source(
        "District of Connecticut",
        "3:19-cv-00021-ABC",
        "Alpha Widgets, Inc. v. Beta Gadgets LLC",
        "Motion",
        "MOTION for Summary Judgment by Alpha Widgets, Inc.",
        pages,
        date(2021, 1, 4),
        "John Attorney",
        "bench",
    )


def _line(page: int, pages: int) -> str:
    return f"Case 3:19-cv-00021-ABC   Document 101   Filed 01/04/21   Page {page} of {pages}"


def _copier() -> tuple[str, list[str], list[str]]:
    """Return what copies: its name, its call, and the options that keep streams as they are."""
    found = os.environ.get("MOOT_BENCH_QPDF") or shutil.which("qpdf")
    if found:
        return "qpdf", [found], ["--stream-data=preserve"]
    return "pikepdf in a program of its own", [sys.executable, "-c", _COPY], []


def measure(folder: Path, pages: int, rounds: int) -> list[Figure]:
    """Return the times of a delivery and of the copy, turn and turn about."""
    store = DocumentStore(str(folder / "papers"))
    stored = store.put(making.pdf(_source(pages)))
    plain, copied = folder / "plain.pdf", folder / "copy.pdf"
    with store.open(stored.digest) as stream:
        plain.write_bytes(stream.read())
    name, program, keeping = _copier()

    def deliver(head: bool) -> float:
        shutil.rmtree(store.scratch())  # what was prepared once is handed out again as it is
        paper = Paper(stored.digest, "pdf", "motion.pdf", _line if head else None, "bench")

        def work() -> None:
            ready = service.single(store, paper, wall=datetime(2021, 11, 2, tzinfo=UTC))
            for _ in pieces(ready.path.open("rb")):
                pass

        return processor(work)

    def copy(options: list[str]) -> float:
        call = [*program, *options, str(plain), str(copied)]
        return processor(lambda: subprocess.run(call, check=True))  # noqa: S603 - our own call

    deliver(head=True)
    ours, kept, packed = [], [], []
    for _ in range(rounds):
        kept.append(copy(keeping))
        ours.append(deliver(head=True))
        packed.append(copy([]))
    ratio = statistics.median(a / b for a, b in zip(ours, kept, strict=True))
    whole = statistics.median(a / b for a, b in zip(ours, packed, strict=True))
    size = stored.size / 1e6
    return [
        Figure(
            f"stamped delivery, {pages} pages, {size:.1f} MB",
            f"{_ms(kept)} {name}, streams as they are ({_ms(packed)} without that option)",
            f"<= {AIM} x",
            f"{_ms(ours)}: {ratio:.2f} x ({whole:.2f} x)",
            ratio <= AIM,
        )
    ]


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.0f} ms"
